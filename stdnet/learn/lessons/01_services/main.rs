use std::io;
use std::net::{SocketAddr, UdpSocket};

fn send_all(
    socket: &UdpSocket,
    to: SocketAddr,
) -> io::Result<()> {
    let records = ["a", "bb", "ccc"];
    for data in records {
        let n = socket.send_to(data.as_bytes(), to)?;
        println!("sendto = {n}");
    }
    Ok(())
}

fn main() -> io::Result<()> {
    let mut buf = [0; 64];
    let receiver = UdpSocket::bind("127.0.0.1:0")?;
    let to = receiver.local_addr()?;
    let sender = UdpSocket::bind("127.0.0.1:0")?;

    send_all(&sender, to)?;
    for _ in 0..3 {
        let n = receiver.recv(&mut buf)?;
        let data = String::from_utf8_lossy(&buf[..n]);
        println!("recv = {data}");
    }
    drop(receiver);
    send_all(&sender, to)?;
    drop(sender);
    Ok(())
}
