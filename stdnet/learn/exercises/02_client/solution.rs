use std::env;
use std::io;
use std::net::{Shutdown, TcpStream};

fn main() -> io::Result<()> {
    let addr = env::args().nth(1).expect("an address");
    let mut stream = TcpStream::connect(addr)?;
    io::copy(&mut io::stdin(), &mut stream)?;
    stream.shutdown(Shutdown::Write)?;
    io::copy(&mut stream, &mut io::stdout())?;
    Ok(())
}
