use std::io::{self, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::thread;

fn ask(addr: &str) -> io::Result<()> {
    // step: ask
    match TcpStream::connect(addr) {
        Ok(mut stream) => {
            stream.write_all(b"Hello")?;
            stream.shutdown(Shutdown::Write)?;
            println!("{}", io::read_to_string(stream)?);
        }
        Err(e) => println!("nobody is there: {e}"),
    }
    // end: ask
    Ok(())
}

fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let addr = listener.local_addr()?.to_string();
    let server = thread::spawn(move || {
        let (stream, _) = listener.accept()?;
        io::copy(&mut &stream, &mut &stream)
    });
    ask(&addr)?;
    server.join().unwrap()?;
    ask(&addr)
}
