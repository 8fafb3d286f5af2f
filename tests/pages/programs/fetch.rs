use std::io;
use std::net::{AddrParseError, SocketAddr, TcpStream};

// step: fetch
#[derive(Debug)]
#[allow(dead_code)]
enum FetchError {
    Lost(io::Error),
    Garbled(AddrParseError),
}

impl From<io::Error> for FetchError {
    fn from(error: io::Error) -> Self {
        FetchError::Lost(error)
    }
}

impl From<AddrParseError> for FetchError {
    fn from(error: AddrParseError) -> Self {
        FetchError::Garbled(error)
    }
}

fn fetch(text: &str) -> Result<TcpStream, FetchError> {
    let addr: SocketAddr = text.parse()?;
    Ok(TcpStream::connect(addr)?)
}

fn main() {
    println!("{:?}", fetch("127.0.0.1"));
    println!("{:?}", fetch("127.0.0.1:1"));
}
// end: fetch
