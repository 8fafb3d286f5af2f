use std::io::{self, Read, Write};
use std::net::{TcpListener, TcpStream};

// step: serve
fn serve(listener: &TcpListener) -> io::Result<()> {
    let (mut stream, cliaddr) = listener.accept()?;
    println!("accept: {cliaddr}");
    stream.write_all(b"!")
}
// end: serve

fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let addr = listener.local_addr()?;
    // step: clients
    let first = TcpStream::connect(addr)?;
    let mut second = TcpStream::connect(addr)?;
    serve(&listener)?;
    let mut buf = [0; 1];
    second.set_nonblocking(true)?;
    match second.read(&mut buf) {
        Ok(n) => println!("read = {n}"),
        Err(e) => println!("read: {e}"),
    }
    serve(&listener)?;
    second.set_nonblocking(false)?;
    second.read_exact(&mut buf)?;
    println!("read: {}", buf.escape_ascii());
    // end: clients
    drop(first);
    drop(second);
    drop(listener);
    Ok(())
}
