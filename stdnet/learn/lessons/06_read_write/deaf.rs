use std::io::{self, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let addr = listener.local_addr()?;
    let mut client = TcpStream::connect(addr)?;
    let (server, _) = listener.accept()?;

    let limit = Duration::from_millis(100);
    client.set_write_timeout(Some(limit))?;
    let data = vec![0; 64 << 20];
    match client.write_all(&data) {
        Ok(()) => println!("write_all"),
        Err(e) => println!("write_all: {e}"),
    }
    drop(client);
    drop(server);
    drop(listener);
    Ok(())
}
