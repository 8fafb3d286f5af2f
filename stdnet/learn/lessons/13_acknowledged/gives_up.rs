use std::io::{self, ErrorKind, ErrorKind::WouldBlock};
use std::os::unix::net::UnixDatagram;
use std::time::Duration;

// step: send
fn send(
    socket: &UnixDatagram,
    data: &[u8],
) -> io::Result<()> {
    for turn in 1..=3 {
        println!("{turn}: {} -->", data.escape_ascii());
        socket.send(data)?;
        match socket.recv(&mut [0]) {
            Ok(_) => return Ok(()),
            Err(e) if e.kind() == WouldBlock => {}
            Err(e) => return Err(e),
        }
    }
    Err(io::Error::new(ErrorKind::TimedOut, "send"))
}
// end: send

fn main() -> io::Result<()> {
    let limit = Duration::from_millis(100);
    let (sender, _receiver) = UnixDatagram::pair()?;
    sender.set_read_timeout(Some(limit))?;
    send(&sender, b"0a")
}
