use std::io;
use std::net::{TcpListener, UdpSocket};
use std::os::fd::AsRawFd;

fn main() -> io::Result<()> {
    let first = TcpListener::bind("127.0.0.1:0")?;
    println!("as_raw_fd = {}", first.as_raw_fd());
    let second = UdpSocket::bind("127.0.0.1:0")?;
    println!("as_raw_fd = {}", second.as_raw_fd());

    drop(first);
    let third = TcpListener::bind("127.0.0.1:0")?;
    println!("as_raw_fd = {}", third.as_raw_fd());

    match UdpSocket::bind("192.0.2.1:0") {
        Ok(socket) => {
            println!("as_raw_fd = {}", socket.as_raw_fd())
        }
        Err(e) => {
            println!("kind = {:?}", e.kind());
            println!("bind: {e}");
        }
    }
    Ok(())
}
