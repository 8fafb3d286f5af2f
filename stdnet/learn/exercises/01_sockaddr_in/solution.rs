use std::env;
use std::net::{AddrParseError, SocketAddrV4};

const AF_INET: u16 = 2;

fn main() -> Result<(), AddrParseError> {
    let args: Vec<String> = env::args().skip(1).collect();
    let addr: SocketAddrV4 = args.join(":").parse()?;
    let mut sin = [0; 16];
    sin[..2].copy_from_slice(&AF_INET.to_ne_bytes());
    sin[2..4].copy_from_slice(&addr.port().to_be_bytes());
    sin[4..8].copy_from_slice(&addr.ip().octets());
    for byte in sin {
        print!("{byte:02x}");
    }
    println!();
    Ok(())
}
