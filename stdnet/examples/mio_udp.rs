//! An echo server over UDP with several sockets in one thread: mio_udp.py, in Rust.
//!
//! It needs the crate mio, version 1, with the features "os-poll" and "net".

use mio::net::UdpSocket;
use mio::{Events, Interest, Poll, Token};
use std::io::{self, ErrorKind};
use std::net::{self, SocketAddr, ToSocketAddrs};
use std::time::Duration;
use std::{env, process};

const MAX_DATAGRAM: usize = 65535;
const TURN: usize = 16;
const TIMEOUT: Duration = Duration::from_secs(1);

const TEXTS: [&str; 3] = ["one", "two", "three"];

struct Echo {
    socket: UdpSocket,
    answered: usize,
    unsent: Option<(Vec<u8>, SocketAddr)>,
}

impl Echo {
    fn interests(&self) -> Interest {
        if self.unsent.is_none() {
            Interest::READABLE
        } else {
            Interest::WRITABLE
        }
    }

    fn go_on(&mut self, buf: &mut [u8]) -> io::Result<bool> {
        for _ in 0..TURN {
            if !self.send() {
                return Ok(true);
            }
            match self.socket.recv_from(buf) {
                Ok((n, addr)) => self.unsent = Some((buf[..n].to_vec(), addr)),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(true),
                Err(error) => return Err(error),
            }
        }
        Ok(false)
    }

    fn send(&mut self) -> bool {
        let Some((datagram, addr)) = &self.unsent else {
            return true;
        };
        match self.socket.send_to(datagram, *addr) {
            Ok(_) => self.answered += 1,
            Err(error) if error.kind() == ErrorKind::WouldBlock => return false,
            Err(error) => say("server", &format!("no answer to {addr}: {error}")),
        }
        self.unsent = None;
        true
    }
}

struct Server {
    sockets: Vec<Echo>,
    poll: Poll,
    buf: Vec<u8>,
}

impl Server {
    fn bind(addrs: &[&str]) -> io::Result<Server> {
        let mut server = Server {
            sockets: Vec::new(),
            poll: Poll::new()?,
            buf: vec![0; MAX_DATAGRAM],
        };
        for addr in addrs {
            let mut socket = UdpSocket::bind(addr.to_socket_addrs()?.next().expect("an address"))?;
            let token = Token(server.sockets.len());
            let registry = server.poll.registry();
            registry.register(&mut socket, token, Interest::READABLE)?;
            say("server", &format!("is at {}", socket.local_addr()?));
            server.sockets.push(Echo {
                socket,
                answered: 0,
                unsent: None,
            });
        }
        Ok(server)
    }

    fn serve(&mut self, count: Option<usize>) -> io::Result<()> {
        let mut events = Events::with_capacity(128);
        while count.is_none_or(|count| {
            let answered: usize = self.sockets.iter().map(|echo| echo.answered).sum();
            answered < count
        }) {
            match self.poll.poll(&mut events, None) {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                polled => polled?,
            }
            for event in &events {
                self.handle(event.token())?;
            }
        }
        Ok(())
    }

    fn handle(&mut self, token: Token) -> io::Result<()> {
        let echo = &mut self.sockets[token.0];
        let before = echo.interests();
        let is_done = echo.go_on(&mut self.buf)?;
        if is_done && echo.interests() == before {
            return Ok(());
        }
        let interests = echo.interests();
        let registry = self.poll.registry();
        registry.reregister(&mut echo.socket, token, interests)
    }
}

fn serve(addrs: &[&str]) -> io::Result<()> {
    Server::bind(addrs)?.serve(None)
}

fn both() -> io::Result<()> {
    let mut server = Server::bind(&["127.0.0.1:0", "127.0.0.1:0"])?;
    let clients = [
        net::UdpSocket::bind("127.0.0.1:0")?,
        net::UdpSocket::bind("127.0.0.1:0")?,
    ];
    for (number, (client, echo)) in (1..).zip(clients.iter().zip(&server.sockets)) {
        client.connect(echo.socket.local_addr()?)?;
        client.set_read_timeout(Some(TIMEOUT))?;
        for text in TEXTS {
            say(&format!("client {number}"), &format!("sends {text}"));
            client.send(text.as_bytes())?;
        }
    }
    let count = clients.len() * TEXTS.len();
    server.serve(Some(count))?;
    say("server", &format!("answered {count} datagrams"));
    let mut buf = [0; MAX_DATAGRAM];
    for (number, client) in (1..).zip(&clients) {
        for _ in TEXTS {
            let n = client.recv(&mut buf)?;
            let text = String::from_utf8_lossy(&buf[..n]);
            say(&format!("client {number}"), &format!("got {text}"));
        }
    }
    Ok(())
}

fn say(side: &str, text: &str) {
    println!("{side}: {text}");
}

fn main() -> io::Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => both(),
        ["serve", ref addrs @ ..] if !addrs.is_empty() => serve(addrs),
        _ => {
            eprintln!("it takes no arguments, or `serve ADDR ...`");
            process::exit(2)
        }
    }
}
