use socket2::{Domain, Protocol, Socket, Type};
use std::io::{self, Read};
use std::net::{Ipv4Addr, SocketAddr};
use std::process;

// step: checksum
fn checksum(data: &[u8]) -> u16 {
    let mut total = 0;
    for pair in data.chunks(2) {
        total +=
            u32::from(pair[0]) << 8 | u32::from(pair[1]);
    }
    while total > 0xffff {
        total = (total & 0xffff) + (total >> 16);
    }
    total as u16 ^ 0xffff
}
// end: checksum

fn main() -> io::Result<()> {
    let addr = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let mut packet = [0; 64];
    // step: request
    let (pid, mut kind) = (process::id().to_be_bytes(), 8);
    let mut echo = [kind, 0, 0, 0, pid[2], pid[3], 0, 1];
    let total = checksum(&echo).to_be_bytes();
    echo[2..4].copy_from_slice(&total);
    // end: request
    let protocol = Some(Protocol::ICMPV4);
    let mut socket =
        Socket::new(Domain::IPV4, Type::RAW, protocol)?;
    socket.send_to(&echo, &addr.into())?;
    // step: recv
    while kind != 0 {
        let n = socket.read(&mut packet)?;
        let head = usize::from(packet[0] & 15) * 4;
        let message = &packet[head..n];
        if message[4..8] != echo[4..8] {
            continue;
        }
        kind = message[0];
        let total = checksum(message);
        print!("recv = {head} + {}, ", n - head);
        println!("type = {kind}, checksum = {total}");
    }
    // end: recv
    Ok(())
}
