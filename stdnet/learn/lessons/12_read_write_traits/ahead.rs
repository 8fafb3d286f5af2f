use std::io::{self, BufRead, BufReader, Write};
use std::net::{Shutdown, TcpListener, TcpStream};

// step: line
fn line(stream: &TcpStream) -> io::Result<String> {
    let mut text = String::new();
    BufReader::new(stream).read_line(&mut text)?;
    Ok(text)
}
// end: line

fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let addr = listener.local_addr()?;
    let mut client = TcpStream::connect(addr)?;
    let (stream, _) = listener.accept()?;
    client.write_all(b"UDP\nTCP\n")?;
    client.shutdown(Shutdown::Write)?;
    for _ in 0..2 {
        let text = line(&stream)?;
        println!("line = \"{}\"", text.trim_end());
    }
    Ok(())
}
