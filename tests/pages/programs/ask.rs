use std::io::{self, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::thread;

// step: ask
fn ask(addr: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect(addr)?;
    stream.write_all(b"Hello")?;
    stream.shutdown(Shutdown::Write)?;
    io::read_to_string(stream)
}
// end: ask

fn show(addr: &str) {
    // step: ask
    match ask(addr) {
        Ok(text) => println!("{text}"),
        Err(e) => println!("nobody is there: {e}"),
    }
    // end: ask
}

fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let addr = listener.local_addr()?.to_string();
    let server = thread::spawn(move || {
        let (stream, _) = listener.accept()?;
        io::copy(&mut &stream, &mut &stream)
    });
    show(&addr);
    server.join().unwrap()?;
    show(&addr);
    Ok(())
}
