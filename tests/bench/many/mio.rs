//! The server with the crate mio: `mio ANSWER`. It prints the port on which it listens.

use mio::event::Event;
use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Registry, Token};
use std::collections::HashMap;
use std::io::{self, ErrorKind, Read, Write};
use std::os::fd::AsRawFd;

const LISTENER: Token = Token(0);
const SIZE: usize = 4096;
const RESPONSE: &[u8] =
    b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 11\r\n\r\nhello world";

fn main() -> io::Result<()> {
    let http = std::env::args().nth(1).as_deref() == Some("http");
    let mut listener = TcpListener::bind("127.0.0.1:0".parse().unwrap())?;
    println!("{}", listener.local_addr()?.port());
    let mut poll = Poll::new()?;
    let mut events = Events::with_capacity(1024);
    poll.registry().register(&mut listener, LISTENER, Interest::READABLE)?;
    let mut streams = HashMap::new();
    let mut buf = [0; SIZE];
    loop {
        poll.poll(&mut events, None)?;
        for event in &events {
            let token = event.token();
            if token == LISTENER {
                accept_all(&listener, poll.registry(), &mut streams)?;
            } else if talk(streams.get_mut(&token).unwrap(), event, &mut buf, http) {
                let mut stream = streams.remove(&token).unwrap();
                poll.registry().deregister(&mut stream)?;
            }
        }
    }
}

fn accept_all(
    listener: &TcpListener,
    registry: &Registry,
    streams: &mut HashMap<Token, TcpStream>,
) -> io::Result<()> {
    loop {
        match listener.accept() {
            Ok((mut stream, _)) => {
                let token = Token(stream.as_raw_fd() as usize);
                registry.register(&mut stream, token, Interest::READABLE)?;
                streams.insert(token, stream);
            }
            Err(e) if e.kind() == ErrorKind::WouldBlock => return Ok(()),
            Err(e) => return Err(e),
        }
    }
}

/// Returns true if the connection has ended.
fn talk(stream: &mut TcpStream, event: &Event, buf: &mut [u8], http: bool) -> bool {
    loop {
        match stream.read(buf) {
            Ok(0) => return true,
            Ok(n) => {
                if http {
                    assert!(buf[..n].ends_with(b"\r\n\r\n"), "a request in pieces");
                }
                if stream.write_all(if http { RESPONSE } else { &buf[..n] }).is_err() {
                    return true;
                }
                if n < SIZE && !event.is_read_closed() {
                    return false;
                }
            }
            Err(e) => return e.kind() != ErrorKind::WouldBlock,
        }
    }
}
