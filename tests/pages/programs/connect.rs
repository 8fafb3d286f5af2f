// step: connect
use std::net::TcpStream;

fn main() {
    if let Err(e) = TcpStream::connect("127.0.0.1:1") {
        eprintln!("connect: {e}");
    }
}
// end: connect
