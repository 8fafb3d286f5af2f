use std::io;
use std::net::{TcpListener, TcpStream};

fn main() -> io::Result<()> {
    // step: bind
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let addr = listener.local_addr()?;
    println!("bind = {addr}");
    // end: bind
    // step: twice
    match TcpListener::bind(addr) {
        Ok(other) => println!("bind = {other:?}"),
        Err(e) => println!("bind: {e}"),
    }
    // end: twice
    // step: listen
    let client = TcpStream::connect(addr)?;
    println!("connect = {}", client.peer_addr()?);
    // end: listen
    drop(client);
    drop(listener);
    Ok(())
}
