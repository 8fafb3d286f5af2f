use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};

fn main() -> io::Result<()> {
    let read: fn(&mut TcpStream, &mut [u8]) -> io::Result<usize> = TcpStream::read;
    let write: fn(&mut TcpStream, &[u8]) -> io::Result<usize> = TcpStream::write;

    let listener = TcpListener::bind("127.0.0.1:0")?;
    let mut client = TcpStream::connect(listener.local_addr()?)?;
    let (mut stream, _) = listener.accept()?;
    let mut buf = [0; 64];
    println!("write = {}", write(&mut client, b"hello")?);
    println!("read = {}", read(&mut stream, &mut buf)?);
    Ok(())
}
