use std::io;
use std::net::TcpListener;

fn main() -> io::Result<()> {
    let first = TcpListener::bind("127.0.0.1:0")?;
    let addr = first.local_addr()?;
    println!("first: {addr}");
    let second = TcpListener::bind(addr)?;
    println!("second: {second:?}");
    Ok(())
}
