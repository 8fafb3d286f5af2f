use socket2::{Domain, Socket, Type};
use std::io::{self, Read, Write};

// step: records
fn records(name: &str, ty: Type) -> io::Result<()> {
    let mut buf = [0; 16];
    let (mut one, mut two) =
        Socket::pair(Domain::UNIX, ty, None)?;
    one.write_all(b"one")?;
    one.write_all(b"three")?;
    drop(one);
    loop {
        let n = two.read(&mut buf)?;
        let text = buf[..n].escape_ascii();
        println!("{name} {n} \"{text}\"");
        if n == 0 {
            break;
        }
    }
    Ok(())
}
// end: records

fn main() -> io::Result<()> {
    records("SOCK_STREAM", Type::STREAM)?;
    records("SOCK_SEQPACKET", Type::SEQPACKET)
}
