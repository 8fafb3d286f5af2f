use std::io;
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let addr = listener.local_addr()?;
    let wait = Duration::from_millis(100);

    let mut queue = Vec::new();
    loop {
        match TcpStream::connect_timeout(&addr, wait) {
            Ok(stream) => queue.push(stream),
            Err(e) => {
                println!("connect: {e}");
                break;
            }
        }
    }
    println!("queue = {}", queue.len());
    Ok(())
}
