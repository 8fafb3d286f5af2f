use std::net::{AddrParseError, SocketAddrV4};

fn show(name: &str, bytes: &[u8]) {
    print!("{name}:");
    for byte in bytes {
        print!(" {byte:02x}");
    }
    println!();
}

fn main() -> Result<(), AddrParseError> {
    let addr: SocketAddrV4 = "127.0.0.1:8080".parse()?;

    show("port", &addr.port().to_be_bytes());
    show("ip", &addr.ip().octets());

    println!("{} {}", addr.ip(), addr.port());
    Ok(())
}
