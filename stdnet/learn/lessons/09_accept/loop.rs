use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

// step: serve
fn serve(listener: &TcpListener) -> io::Result<()> {
    for _ in 0..2 {
        let (mut stream, _) = listener.accept()?;
        stream.write_all(b"hi")?;
    }
    Ok(())
}
// end: serve

fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let addr = listener.local_addr()?;
    let server = thread::spawn(move || serve(&listener));
    let mut text = String::new();

    let mut first = TcpStream::connect(addr)?;
    let limit = Duration::from_millis(500);
    first.set_read_timeout(Some(limit))?;
    match first.read_to_string(&mut text) {
        Ok(_) => println!("first: {text}"),
        Err(e) => println!("first: {e}"),
    }
    let second = TcpStream::connect(addr)?;
    server.join().expect("no panic")?;
    drop(second);
    Ok(())
}
