use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};

fn main() -> io::Result<()> {
    // step: connect
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let addr = listener.local_addr()?;
    println!("bind {addr}");
    let mut client = TcpStream::connect(addr)?;
    println!("connect {}", client.local_addr()?);
    let (mut stream, peer) = listener.accept()?;
    println!("accept {peer}");
    // end: connect
    // step: echo
    let mut buf = [0; 64];
    client.write_all(b"hello")?;
    println!("client.write_all hello");
    let n = stream.read(&mut buf)?;
    let text = String::from_utf8_lossy(&buf[..n]);
    println!("stream.read = {n} {text}");
    stream.write_all(&buf[..n])?;
    println!("stream.write_all {text}");
    let n = client.read(&mut buf)?;
    let text = String::from_utf8_lossy(&buf[..n]);
    println!("client.read = {n} {text}");
    // end: echo
    // step: close
    drop(client);
    let n = stream.read(&mut buf)?;
    println!("stream.read = {n}");
    drop(stream);
    drop(listener);
    Ok(())
    // end: close
}
