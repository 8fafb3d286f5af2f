//! An echo server that serves thousands of clients in one thread: mio_echo.py, in Rust.
//!
//! It needs the crate mio, version 1, with the features "os-poll" and "net".

use mio::event::Event;
use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token};
use std::collections::HashMap;
use std::io::{self, ErrorKind, Read, Write};
use std::net::{self, Shutdown, SocketAddr, ToSocketAddrs};
use std::time::Duration;
use std::{env, process, thread};

const LISTENER: Token = Token(0);
const BOTH: Interest = Interest::READABLE.add(Interest::WRITABLE);
const CHUNK: usize = 16384;
const TURN: usize = 16;
const RETRY: Duration = Duration::from_secs(1);
const EMFILE: i32 = 24;
const ENFILE: i32 = 23;

const LINES: [&str; 2] = ["Hello, stdnet!\n", "Grüße, Zürich!\n"];
const LARGE: usize = 16 << 20;

enum Progress {
    Waits,
    Unfinished,
    Ended,
}

struct Connection {
    stream: TcpStream,
    addr: SocketAddr,
    total: usize,
    unsent: Vec<u8>,
}

impl Connection {
    fn new(stream: TcpStream, addr: SocketAddr) -> Connection {
        Connection {
            stream,
            addr,
            total: 0,
            unsent: Vec::new(),
        }
    }

    fn go_on(&mut self, buf: &mut [u8]) -> io::Result<Progress> {
        for _ in 0..TURN {
            if !self.send()? {
                return Ok(Progress::Waits);
            }
            match self.stream.read(buf) {
                Ok(0) => return Ok(Progress::Ended),
                Ok(n) => {
                    self.unsent.extend_from_slice(&buf[..n]);
                    self.total += n;
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(Progress::Waits),
                Err(error) => return Err(error),
            }
        }
        Ok(Progress::Unfinished)
    }

    fn send(&mut self) -> io::Result<bool> {
        while !self.unsent.is_empty() {
            match self.stream.write(&self.unsent) {
                Ok(n) => drop(self.unsent.drain(..n)),
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(false),
                Err(error) => return Err(error),
            }
        }
        Ok(true)
    }
}

struct Server {
    listener: TcpListener,
    poll: Poll,
    connections: HashMap<Token, Connection>,
    accepted: usize,
    ended: usize,
    is_full: bool,
    buf: Vec<u8>,
}

impl Server {
    fn bind(addr: &str) -> io::Result<Server> {
        let poll = Poll::new()?;
        let mut listener = TcpListener::bind(addr.to_socket_addrs()?.next().expect("an address"))?;
        poll.registry()
            .register(&mut listener, LISTENER, Interest::READABLE)?;
        say("server", format!("listens at {}", listener.local_addr()?));
        Ok(Server {
            listener,
            poll,
            connections: HashMap::new(),
            accepted: 0,
            ended: 0,
            is_full: false,
            buf: vec![0; CHUNK],
        })
    }

    fn serve(&mut self, count: Option<usize>) -> io::Result<()> {
        let mut events = Events::with_capacity(1024);
        while count.is_none_or(|count| self.ended < count) {
            match self.poll.poll(&mut events, self.is_full.then_some(RETRY)) {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                polled => polled?,
            }
            for event in &events {
                self.handle(event)?;
            }
            if self.is_full {
                self.accept()?;
            }
        }
        Ok(())
    }

    fn handle(&mut self, event: &Event) -> io::Result<()> {
        let token = event.token();
        if token == LISTENER {
            return self.accept();
        }
        let Some(connection) = self.connections.get_mut(&token) else {
            return Ok(());
        };
        let addr = connection.addr;
        match connection.go_on(&mut self.buf) {
            Ok(Progress::Waits) => return Ok(()),
            Ok(Progress::Unfinished) => {
                let registry = self.poll.registry();
                return registry.reregister(&mut connection.stream, token, BOTH);
            }
            Ok(Progress::Ended) => {
                let total = connection.total;
                say(
                    "server",
                    format!("{addr} sent {total} bytes, and has them back"),
                );
            }
            Err(error) => say("server", format!("{addr} was lost: {error}")),
        }
        self.connections.remove(&token);
        self.ended += 1;
        Ok(())
    }

    fn accept(&mut self) -> io::Result<()> {
        let was_full = self.is_full;
        self.is_full = false;
        for _ in 0..TURN {
            match self.listener.accept() {
                Ok((mut stream, addr)) => {
                    self.accepted += 1;
                    let token = Token(self.accepted);
                    self.poll.registry().register(&mut stream, token, BOTH)?;
                    self.connections
                        .insert(token, Connection::new(stream, addr));
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) if error.kind() == ErrorKind::ConnectionAborted => continue,
                Err(error) if matches!(error.raw_os_error(), Some(EMFILE | ENFILE)) => {
                    self.is_full = true;
                    if !was_full {
                        say("server", format!("clients have to wait: {error}"));
                    }
                    return Ok(());
                }
                Err(error) => return Err(error),
            }
        }
        let registry = self.poll.registry();
        registry.reregister(&mut self.listener, LISTENER, Interest::READABLE)
    }
}

fn serve(addr: &str) -> io::Result<()> {
    Server::bind(addr)?.serve(None)
}

fn both() -> io::Result<()> {
    let mut server = Server::bind("127.0.0.1:0")?;
    let addr = server.listener.local_addr()?;
    let large = net::TcpStream::connect(addr)?;
    let clients = [
        net::TcpStream::connect(addr)?,
        net::TcpStream::connect(addr)?,
    ];
    let serving = thread::spawn(move || server.serve(Some(3)));
    say(
        "client 1",
        format!("sends {LARGE} bytes, and does not read yet"),
    );
    let sender = large.try_clone()?;
    let sending = thread::spawn(move || send_large(sender));
    for (number, (stream, line)) in (2..).zip(clients.into_iter().zip(LINES)) {
        ask(&format!("client {number}"), stream, line)?;
    }
    let mut answer = Vec::new();
    (&large).read_to_end(&mut answer)?;
    sending.join().expect("no panic")?;
    say("client 1", format!("got {} bytes", answer.len()));
    serving.join().expect("no panic")
}

fn send_large(mut stream: net::TcpStream) -> io::Result<()> {
    stream.write_all(&vec![0; LARGE])?;
    stream.shutdown(Shutdown::Write)
}

fn ask(name: &str, mut stream: net::TcpStream, line: &str) -> io::Result<()> {
    stream.write_all(line.as_bytes())?;
    stream.shutdown(Shutdown::Write)?;
    let text = io::read_to_string(stream)?;
    say(name, format!("got {}", text.trim_end()));
    Ok(())
}

fn say(side: &str, text: String) {
    println!("{side}: {text}");
}

fn main() -> io::Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => both(),
        ["serve", addr] => serve(addr),
        _ => {
            eprintln!("it takes no arguments, or `serve ADDR`");
            process::exit(2)
        }
    }
}
