use std::env;
use std::io;
use std::net::UdpSocket;

const LARGEST: usize = 65507;

fn serve(addr: &str, limit: usize) -> io::Result<()> {
    let socket = UdpSocket::bind(addr)?;
    println!("listening on {}", socket.local_addr()?);
    let mut buf = vec![0; limit + 1];
    loop {
        let (n, peer) = socket.recv_from(&mut buf)?;
        if n > limit {
            continue;
        }
        if let Err(e) = socket.send_to(&buf[..n], peer) {
            eprintln!("{peer} {e}");
        }
    }
}

fn main() -> io::Result<()> {
    let args: Vec<String> = env::args().collect();
    let limit = match args.get(2) {
        Some(text) => text.parse().expect("a number"),
        None => LARGEST,
    };
    serve(&args[1], limit)
}
