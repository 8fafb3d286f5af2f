use std::io::{self, ErrorKind};
use std::net::UdpSocket;
use std::time::Duration;

fn main() -> io::Result<()> {
    let mut buf = [0; 64];
    let receiver = UdpSocket::bind("127.0.0.1:0")?;
    let to = receiver.local_addr()?;
    let sender = UdpSocket::bind("127.0.0.1:0")?;
    let wait = Duration::from_millis(50);
    sender.set_read_timeout(Some(wait))?;

    for attempt in 1.. {
        sender.send_to(b"0 a", to)?;
        println!("sendto = 0 a");
        let (n, from) = receiver.recv_from(&mut buf)?;
        let data = String::from_utf8_lossy(&buf[..n]);
        println!("recvfrom = {data}");
        if attempt > 1 {
            receiver.send_to(b"ACK 0", from)?;
            println!("sendto = ACK 0");
        }
        match sender.recv(&mut buf) {
            Ok(n) => {
                let ack =
                    String::from_utf8_lossy(&buf[..n]);
                println!("recv = {ack}");
                break;
            }
            Err(e) if e.kind() == ErrorKind::WouldBlock => {
                println!("recv: {:?}", e.kind());
            }
            Err(e) => return Err(e),
        }
    }
    Ok(())
}
