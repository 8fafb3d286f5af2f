use std::io::{self, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::thread;

// step: handle
fn handle(stream: TcpStream) {
    let copied = io::copy(&mut &stream, &mut &stream);
    println!("copy = {copied:?}");
}

fn serve(listener: TcpListener) -> io::Result<()> {
    thread::scope(|threads| {
        for incoming in listener.incoming().take(2) {
            let stream = incoming?;
            threads.spawn(|| handle(stream));
        }
        Ok(())
    })
}
// end: handle

fn ask(
    mut client: TcpStream,
    text: &str,
) -> io::Result<String> {
    client.write_all(text.as_bytes())?;
    client.shutdown(Shutdown::Write)?;
    io::read_to_string(client)
}

fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let addr = listener.local_addr()?;
    let server = thread::spawn(move || serve(listener));
    let first = TcpStream::connect(addr)?;
    let second = TcpStream::connect(addr)?;
    println!("{}", ask(second, "2")?);
    println!("{}", ask(first, "1")?);
    server.join().unwrap()
}
