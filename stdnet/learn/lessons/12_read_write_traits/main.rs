use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};

// step: slow
struct Slow<R> {
    inner: R,
}

impl<R: Read> Read for Slow<R> {
    fn read(
        &mut self,
        buf: &mut [u8],
    ) -> io::Result<usize> {
        let end = buf.len().min(4);
        let n = self.inner.read(&mut buf[..end])?;
        println!("read = {n}");
        Ok(n)
    }
}
// end: slow

fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let addr = listener.local_addr()?;
    let mut client = TcpStream::connect(addr)?;
    let (stream, _) = listener.accept()?;
    // step: write
    let n = client.write(b"UDP\n")?;
    println!("write = {n}");
    client.write_all(b"TCP\nICMP")?;
    client.shutdown(Shutdown::Write)?;
    // end: write
    // step: lines
    let reader = BufReader::new(Slow { inner: stream });
    for line in reader.lines() {
        println!("line = {}", line?);
    }
    // end: lines
    Ok(())
}
