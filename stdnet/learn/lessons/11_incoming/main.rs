use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};

fn main() -> io::Result<()> {
    // step: clients
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let addr = listener.local_addr()?;
    let clients = [
        TcpStream::connect(addr)?,
        TcpStream::connect(addr)?,
        TcpStream::connect(addr)?,
    ];
    // end: clients
    // step: accept
    {
        let (mut stream, addr) = listener.accept()?;
        println!("accept = {addr}");
        stream.write_all(b"hello")?;
    }
    // end: accept
    // step: incoming
    for incoming in listener.incoming().take(2) {
        let mut stream = incoming?;
        let peer = stream.peer_addr()?;
        println!("incoming = {peer}");
        stream.write_all(b"hello")?;
    }
    // end: incoming
    // step: read
    let mut buf = [0; 64];
    for mut client in clients {
        let n = client.read(&mut buf)?;
        let end = client.read(&mut buf)?;
        println!("read = {n}, read = {end}");
    }
    // end: read
    Ok(())
}
