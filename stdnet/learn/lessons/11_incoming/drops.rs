use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

fn serve(listener: TcpListener) -> io::Result<()> {
    // step: loop
    for incoming in listener.incoming().take(2) {
        let mut stream = incoming?;
        stream.write_all(b"Hello")?;
    }
    // end: loop
    Ok(())
}

fn ask(
    number: i32,
    client: &mut TcpStream,
) -> io::Result<()> {
    let mut buf = [0; 16];
    let n = client.read(&mut buf)?;
    println!("{number}: read = {n}");
    println!("{number}: {:?}", client.read(&mut buf));
    Ok(())
}

fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let addr = listener.local_addr()?;
    let server = thread::spawn(move || serve(listener));
    let mut first = TcpStream::connect(addr)?;
    first.set_read_timeout(Some(Duration::from_secs(5)))?;
    ask(1, &mut first)?;
    let mut second = TcpStream::connect(addr)?;
    ask(2, &mut second)?;
    println!("1: {:?}", first.read(&mut [0; 16]));
    server.join().unwrap()
}
