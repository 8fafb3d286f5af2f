use std::io::{self, Read, Write};
use std::os::unix::net::{UnixDatagram, UnixStream};

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn main() -> io::Result<()> {
    let mut buf = [0; 64];

    let (mut stream, mut peer) = UnixStream::pair()?;
    stream.write_all(b"a")?;
    stream.write_all(b"bb")?;
    let n = peer.read(&mut buf)?;
    println!("stream: {}", text(&buf[..n]));

    let (sender, receiver) = UnixDatagram::pair()?;
    sender.send(b"a")?;
    sender.send(b"bb")?;
    let n = receiver.recv(&mut buf)?;
    println!("datagram: {}", text(&buf[..n]));
    let n = receiver.recv(&mut buf)?;
    println!("datagram: {}", text(&buf[..n]));
    Ok(())
}
