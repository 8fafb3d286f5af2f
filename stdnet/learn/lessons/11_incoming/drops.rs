use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

fn serve(listener: TcpListener) -> io::Result<()> {
    // step: loop
    for incoming in listener.incoming().take(2) {
        let mut stream = incoming?;
        stream.write_all(b"hello")?;
    }
    // end: loop
    Ok(())
}

fn seen(number: i32, client: &mut TcpStream) {
    println!("{number}: {:?}", client.read(&mut [0; 64]));
}

fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let addr = listener.local_addr()?;
    let server = thread::spawn(move || serve(listener));
    let mut first = TcpStream::connect(addr)?;
    seen(1, &mut first);
    first.set_read_timeout(Some(Duration::from_secs(5)))?;
    seen(1, &mut first);
    let mut second = TcpStream::connect(addr)?;
    seen(2, &mut second);
    seen(2, &mut second);
    seen(1, &mut first);
    server.join().unwrap()
}
