use std::io::{self, ErrorKind::WouldBlock};
use std::os::unix::net::UnixDatagram;
use std::time::Duration;

// step: receive
fn receive(
    socket: &UnixDatagram,
    wanted: u8,
    arrives: bool,
) -> io::Result<u8> {
    let mut buf = [0; 2];
    socket.recv(&mut buf)?;
    let is_new = buf[0] == wanted;
    if is_new {
        println!("       {}", buf.escape_ascii());
    }
    let arrow = if arrives { "<--" } else { "x--" };
    println!("   {arrow} {}", buf[..1].escape_ascii());
    if arrives {
        socket.send(&buf[..1])?;
    }
    Ok(wanted + u8::from(is_new))
}
// end: receive

fn main() -> io::Result<()> {
    let limit = Duration::from_millis(100);
    let (mut ack, mut wanted, mut turn) = ([0], b'0', 0);
    let (sender, receiver) = UnixDatagram::pair()?;
    sender.set_read_timeout(Some(limit))?;
    // step: send
    for data in [b"0a", b"1b", b"2c"] {
        while ack[0] != data[0] {
            turn += 1;
            let arrives = turn != 2;
            let arrow = if arrives { "-->" } else { "--x" };
            println!("{} {arrow}", data.escape_ascii());
            if arrives {
                sender.send(data)?;
                wanted =
                    receive(&receiver, wanted, turn != 4)?;
            }
            match sender.recv(&mut ack) {
                Ok(_) => {}
                Err(e) if e.kind() == WouldBlock => {}
                Err(e) => return Err(e),
            }
        }
    }
    // end: send
    Ok(())
}
