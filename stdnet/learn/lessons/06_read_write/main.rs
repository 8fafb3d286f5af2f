use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;

fn main() -> io::Result<()> {
    // step: pair
    let (mut client, mut server) = UnixStream::pair()?;
    let mut buf = [0; 64];
    // end: pair

    // step: write
    let n = client.write(b"ping")?;
    println!("write = {n}");
    let n = server.read(&mut buf)?;
    println!("read = {n}: {}", buf[..n].escape_ascii());
    // end: write

    // step: together
    client.write_all(b"abc")?;
    client.write_all(b"def")?;
    let n = server.read(&mut buf)?;
    println!("read = {n}: {}", buf[..n].escape_ascii());
    // end: together

    // step: apart
    client.write_all(b"abcdef")?;
    let n = server.read(&mut buf[..4])?;
    println!("read = {n}: {}", buf[..n].escape_ascii());
    let n = server.read(&mut buf[..4])?;
    println!("read = {n}: {}", buf[..n].escape_ascii());
    // end: apart

    // step: end
    drop(client);
    let n = server.read(&mut buf)?;
    println!("read = {n}");
    drop(server);
    Ok(())
    // end: end
}
