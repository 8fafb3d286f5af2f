use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream, ToSocketAddrs};
use std::sync::mpsc::{self, Sender};
use std::thread;

fn count_lines<R: Read>(reader: R) -> io::Result<usize> {
    let lines: Vec<String> = BufReader::new(reader).lines().collect::<io::Result<_>>()?;
    Ok(lines.len())
}

fn report<W: Write>(writer: &mut W, name: &str, count: usize) -> io::Result<()> {
    writeln!(writer, "{name}: {count}")
}

fn send<A: ToSocketAddrs>(addr: A, data: &[u8]) -> io::Result<()> {
    let mut stream = TcpStream::connect(addr)?;
    stream.write_all(data)
}

fn serve(listener: &TcpListener, counts: &Sender<usize>) -> io::Result<()> {
    for incoming in listener.incoming().take(2) {
        let stream = incoming?;
        counts.send(count_lines(stream)?).expect("a receiver");
    }
    Ok(())
}

fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let addr = listener.local_addr()?;
    let (sender, counts) = mpsc::channel();
    let server = thread::spawn(move || serve(&listener, &sender));
    send(addr, b"one\ntwo\n")?;
    send(("127.0.0.1", addr.port()), b"three\n")?;
    server.join().expect("no panic")?;

    let mut page = Vec::new();
    for count in counts {
        report(&mut page, "client", count)?;
    }
    report(&mut page, "slice", count_lines(&b"a\nb"[..])?)?;
    print!("{}", String::from_utf8_lossy(&page));
    match File::open("/nowhere") {
        Ok(file) => report(&mut io::stdout(), "file", count_lines(file)?)?,
        Err(e) => println!("file: {e}"),
    }
    Ok(())
}
