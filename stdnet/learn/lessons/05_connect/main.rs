use std::io;
use std::net::{
    Ipv4Addr, SocketAddr, TcpListener, TcpStream,
};

fn attempt(addr: SocketAddr) {
    match TcpStream::connect(addr) {
        Ok(_stream) => println!("connect = 0"),
        Err(e) => println!("connect: {e}"),
    }
}

fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let addr = listener.local_addr()?;

    attempt(addr);
    drop(listener);
    attempt(addr);
    let ip = Ipv4Addr::BROADCAST.into();
    attempt(SocketAddr::new(ip, addr.port()));
    Ok(())
}
