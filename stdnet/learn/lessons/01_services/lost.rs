use std::io::{self, ErrorKind};
use std::net::UdpSocket;

fn main() -> io::Result<()> {
    let mut buf = [0; 1000];
    let receiver = UdpSocket::bind("127.0.0.1:0")?;
    let to = receiver.local_addr()?;
    let sender = UdpSocket::bind("127.0.0.1:0")?;
    receiver.set_nonblocking(true)?;

    let sent = 10_000;
    for _ in 0..sent {
        sender.send_to(&buf, to)?;
    }
    let mut received = 0;
    loop {
        match receiver.recv(&mut buf) {
            Ok(_) => received += 1,
            Err(e) if e.kind() == ErrorKind::WouldBlock => {
                break;
            }
            Err(e) => return Err(e),
        }
    }
    println!("sendto: {sent}");
    if received < sent {
        println!("recv: < {sent}");
    }
    Ok(())
}
