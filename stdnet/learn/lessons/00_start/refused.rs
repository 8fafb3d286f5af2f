use std::io;
use std::net::TcpStream;

fn main() -> io::Result<()> {
    let client = TcpStream::connect("127.0.0.1:1")?;
    println!("connect {}", client.local_addr()?);
    drop(client);
    Ok(())
}
