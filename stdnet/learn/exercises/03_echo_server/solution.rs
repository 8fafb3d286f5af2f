use std::env;
use std::io::{self, Write};
use std::net::{TcpListener, TcpStream};

fn echo(stream: TcpStream) -> io::Result<u64> {
    io::copy(&mut &stream, &mut &stream)
}

fn main() -> io::Result<()> {
    let addr = env::args().nth(1).expect("ADDR");
    let listener = TcpListener::bind(addr)?;
    println!("listening on {}", listener.local_addr()?);
    io::stdout().flush()?;
    for incoming in listener.incoming() {
        if let Err(e) = incoming.and_then(echo) {
            eprintln!("echo: {e}");
        }
    }
    Ok(())
}
