use std::fs;
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};

fn show(name: &str, at: u16, to: u16) -> io::Result<()> {
    let ports =
        [format!(":{at:04X}"), format!(":{to:04X}")];
    let table = fs::read_to_string("/proc/net/tcp")?;
    for line in table.lines() {
        let fields: Vec<_> =
            line.split_whitespace().collect();
        if fields[1].ends_with(&ports[0])
            && fields[2].ends_with(&ports[1])
        {
            println!("{name} {}", fields[3]);
        }
    }
    Ok(())
}

fn main() -> io::Result<()> {
    let mut byte = [0];
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let addr = listener.local_addr()?;
    let server = addr.port();
    show("listener", server, 0)?;
    let mut stream = TcpStream::connect(addr)?;
    let client = stream.local_addr()?.port();
    let (mut accepted, _) = listener.accept()?;
    show("client", client, server)?;
    show("server", server, client)?;

    stream.shutdown(Shutdown::Write)?;
    println!("read = {}", accepted.read(&mut byte)?);
    show("server", server, client)?;
    accepted.write_all(b"a")?;
    println!("read = {}", stream.read(&mut byte)?);
    show("client", client, server)?;
    drop(accepted);
    println!("read = {}", stream.read(&mut byte)?);
    show("client", client, server)
}
