use std::io::{self, ErrorKind::WouldBlock};
use std::os::unix::net::UnixDatagram;
use std::time::Duration;

// step: receive
fn receive(
    socket: &UnixDatagram,
    arrives: bool,
) -> io::Result<()> {
    let mut buf = [0];
    socket.recv(&mut buf)?;
    println!("      {}", buf.escape_ascii());
    let arrow = if arrives { "<--" } else { "x--" };
    println!("  {arrow}");
    if arrives {
        socket.send(b"")?;
    }
    Ok(())
}
// end: receive

fn main() -> io::Result<()> {
    let limit = Duration::from_millis(100);
    let mut turn = 0;
    let (sender, receiver) = UnixDatagram::pair()?;
    sender.set_read_timeout(Some(limit))?;
    for data in [b"a", b"b", b"c"] {
        loop {
            turn += 1;
            println!("{} -->", data.escape_ascii());
            sender.send(data)?;
            receive(&receiver, turn != 3)?;
            match sender.recv(&mut []) {
                Ok(_) => break,
                Err(e) if e.kind() == WouldBlock => {}
                Err(e) => return Err(e),
            }
        }
    }
    Ok(())
}
