use std::io;
use std::net::UdpSocket;

fn main() -> io::Result<()> {
    let client = UdpSocket::bind("127.0.0.1:0")?;
    let server = UdpSocket::bind("127.0.0.1:0")?;
    let addr = server.local_addr()?;
    let mut buf = [0; 64];

    // step: sendto
    client.send_to(b"abc", addr)?;
    client.send_to(b"de", addr)?;
    // end: sendto
    // step: recvfrom
    let (n, _) = server.recv_from(&mut buf)?;
    let text = buf[..n].escape_ascii();
    println!("recv_from = {n}: {text}");
    let (n, peer) = server.recv_from(&mut buf)?;
    let text = buf[..n].escape_ascii();
    println!("recv_from = {n}: {text}");
    // end: recvfrom
    // step: answer
    println!("from = {peer}");
    server.send_to(b"ok", peer)?;
    let (n, _) = client.recv_from(&mut buf)?;
    let text = buf[..n].escape_ascii();
    println!("recv_from = {n}: {text}");
    // end: answer
    drop(client);
    drop(server);
    Ok(())
}
