use std::io;
use std::net::UdpSocket;

fn main() -> io::Result<()> {
    let client = UdpSocket::bind("127.0.0.1:0")?;
    let server = UdpSocket::bind("127.0.0.1:0")?;
    let addr = server.local_addr()?;
    let mut buf = [0; 4];

    client.send_to(b"abcdefgh", addr)?;
    client.send_to(b"xyz", addr)?;
    let (n, _) = server.recv_from(&mut buf)?;
    println!("{n}: {}", buf[..n].escape_ascii());
    let (n, _) = server.recv_from(&mut buf)?;
    println!("{n}: {}", buf[..n].escape_ascii());
    drop(client);
    drop(server);
    Ok(())
}
