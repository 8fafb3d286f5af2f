use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};

fn main() -> io::Result<()> {
    let records = ["a", "bb", "ccc"];
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let to = listener.local_addr()?;

    let mut sender = TcpStream::connect(to)?;
    let (mut receiver, _) = listener.accept()?;
    for data in records {
        let n = sender.write(data.as_bytes())?;
        println!("write = {n}");
    }
    drop(sender);

    let mut four = [0; 4];
    receiver.read_exact(&mut four)?;
    println!("read = {}", String::from_utf8_lossy(&four));
    let mut rest = String::new();
    receiver.read_to_string(&mut rest)?;
    println!("read = {rest}");
    drop((receiver, listener));

    match TcpStream::connect(to) {
        Ok(_) => println!("connect"),
        Err(e) => println!("connect: {e}"),
    }
    Ok(())
}
