//! A chat over TCP in one thread, which a signal ends cleanly: mio_chat.py, in Rust.
//!
//! It needs the crate mio, version 1, with the features "os-poll" and "net", and libc.

use libc::{SIGINT, SIGTERM, c_int, signal};
use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token, Waker};
use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{self, ToSocketAddrs};
use std::sync::{Arc, OnceLock};
use std::{env, mem, process, thread};

const LISTENER: Token = Token(0);
const WAKER: Token = Token(1);
const BOTH: Interest = Interest::READABLE.add(Interest::WRITABLE);

const CHUNK: usize = 4096;
const TURN: usize = 16;
const MAX_LINE: usize = 4096;
const MAX_UNSENT: usize = 65536;

const TALK: [(usize, &str); 3] = [
    (1, "Hello!"),
    (2, "Good morning, guest 1."),
    (1, "What a day."),
];

enum Progress {
    Waits,
    Unfinished,
    Ended,
}

struct Guest {
    stream: TcpStream,
    name: String,
    lines: Vec<Vec<u8>>,
    rest: Vec<u8>,
    unsent: Vec<u8>,
}

impl Guest {
    fn new(stream: TcpStream, name: String) -> Guest {
        Guest {
            stream,
            name,
            lines: Vec::new(),
            rest: Vec::new(),
            unsent: Vec::new(),
        }
    }

    fn read(&mut self, buf: &mut [u8]) -> io::Result<Progress> {
        for _ in 0..TURN {
            match self.stream.read(buf) {
                Ok(0) => return Ok(Progress::Ended),
                Ok(n) => {
                    self.rest.extend_from_slice(&buf[..n]);
                    while let Some(end) = self.rest.iter().position(|&byte| byte == b'\n') {
                        self.lines.push(self.rest.drain(..=end).take(end).collect());
                    }
                    if self.rest.len() > MAX_LINE {
                        return Err(io::Error::other("the line is too long"));
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(Progress::Waits),
                Err(error) => return Err(error),
            }
        }
        Ok(Progress::Unfinished)
    }

    fn send(&mut self, line: &[u8]) -> io::Result<()> {
        if self.unsent.len() + line.len() > MAX_UNSENT {
            return Err(io::Error::other("it does not read"));
        }
        let is_waiting = !self.unsent.is_empty();
        self.unsent.extend_from_slice(line);
        if is_waiting {
            Ok(())
        } else {
            self.send_unsent()
        }
    }

    fn send_unsent(&mut self) -> io::Result<()> {
        while !self.unsent.is_empty() {
            match self.stream.write(&self.unsent) {
                Ok(n) => drop(self.unsent.drain(..n)),
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

struct Server {
    listener: TcpListener,
    poll: Poll,
    waker: Arc<Waker>,
    guests: BTreeMap<Token, Guest>,
    accepted: usize,
    buf: Vec<u8>,
}

impl Server {
    fn bind(addr: &str) -> io::Result<Server> {
        let poll = Poll::new()?;
        let mut listener = TcpListener::bind(addr.to_socket_addrs()?.next().expect("an address"))?;
        poll.registry()
            .register(&mut listener, LISTENER, Interest::READABLE)?;
        let waker = Arc::new(Waker::new(poll.registry(), WAKER)?);
        say("server", &format!("listens at {}", listener.local_addr()?));
        Ok(Server {
            listener,
            poll,
            waker,
            guests: BTreeMap::new(),
            accepted: 0,
            buf: vec![0; CHUNK],
        })
    }

    fn serve(&mut self) -> io::Result<()> {
        let mut events = Events::with_capacity(1024);
        let mut is_stopped = false;
        while !is_stopped {
            match self.poll.poll(&mut events, None) {
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                polled => polled?,
            }
            for event in &events {
                match event.token() {
                    LISTENER => self.accept()?,
                    WAKER => is_stopped = true,
                    token => self.handle(token)?,
                }
            }
        }
        say(
            "server",
            &format!("closes, with {} guests", self.guests.len()),
        );
        self.send_to_others(WAKER, b"* the room closes\n")
    }

    fn accept(&mut self) -> io::Result<()> {
        loop {
            match self.listener.accept() {
                Ok((stream, _)) => self.enter(stream)?,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) => {
                    say("server", &format!("nobody can enter: {error}"));
                    return Ok(());
                }
            }
        }
    }

    fn enter(&mut self, stream: TcpStream) -> io::Result<()> {
        self.accepted += 1;
        stream.set_nodelay(true)?;
        let token = Token(WAKER.0 + self.accepted);
        let mut guest = Guest::new(stream, format!("guest {}", self.accepted));
        self.poll
            .registry()
            .register(&mut guest.stream, token, BOTH)?;
        say("server", &format!("{} is here", guest.name));
        let greeting = format!("* you are {}\n", guest.name);
        self.guests.insert(token, guest);
        self.send(token, greeting.as_bytes())
    }

    fn handle(&mut self, token: Token) -> io::Result<()> {
        let Some(guest) = self.guests.get_mut(&token) else {
            return Ok(());
        };
        let progress = guest.send_unsent().and_then(|()| guest.read(&mut self.buf));
        let name = guest.name.clone();
        for line in mem::take(&mut guest.lines) {
            self.send_to_others(token, &[name.as_bytes(), b": ", &line, b"\n"].concat())?;
        }
        match progress {
            Ok(Progress::Waits) => Ok(()),
            Ok(Progress::Unfinished) => {
                let guest = self.guests.get_mut(&token).expect("it is here");
                let registry = self.poll.registry();
                registry.reregister(&mut guest.stream, token, BOTH)
            }
            Ok(Progress::Ended) => self.remove(token, "has left"),
            Err(error) => self.remove(token, &format!("was lost: {error}")),
        }
    }

    fn send_to_others(&mut self, sender: Token, line: &[u8]) -> io::Result<()> {
        let tokens: Vec<Token> = self.guests.keys().copied().collect();
        for token in tokens {
            if token != sender {
                self.send(token, line)?;
            }
        }
        Ok(())
    }

    fn send(&mut self, token: Token, line: &[u8]) -> io::Result<()> {
        let guest = self.guests.get_mut(&token).expect("it is here");
        match guest.send(line) {
            Ok(()) => Ok(()),
            Err(error) => self.remove(token, &format!("was lost: {error}")),
        }
    }

    fn remove(&mut self, token: Token, why: &str) -> io::Result<()> {
        let guest = self.guests.remove(&token).expect("it is here");
        say("server", &format!("{} {why}", guest.name));
        drop(guest);
        let registry = self.poll.registry();
        registry.reregister(&mut self.listener, LISTENER, Interest::READABLE)
    }
}

static STOPPED_BY_SIGNALS: OnceLock<Arc<Waker>> = OnceLock::new();

extern "C" fn stop(_: c_int) {
    if let Some(waker) = STOPPED_BY_SIGNALS.get() {
        waker.wake().expect("the waker is open");
    }
}

fn serve(addr: &str) -> io::Result<()> {
    let mut server = Server::bind(addr)?;
    STOPPED_BY_SIGNALS.get_or_init(|| server.waker.clone());
    for number in [SIGINT, SIGTERM] {
        // SAFETY: `wake` writes to a descriptor, which a signal handler may do.
        unsafe { signal(number, stop as *const () as usize) };
    }
    server.serve()
}

fn three() -> io::Result<()> {
    let mut server = Server::bind("127.0.0.1:0")?;
    let addr = server.listener.local_addr()?;
    let waker = server.waker.clone();
    let serving = thread::spawn(move || server.serve());
    let mut guests = Vec::new();
    for number in 1..=3 {
        guests.push(BufReader::new(net::TcpStream::connect(addr)?));
        show_next(&mut guests, number)?;
    }
    for (speaker, text) in TALK {
        say(&format!("guest {speaker}"), &format!("says {text}"));
        guests[speaker - 1]
            .get_mut()
            .write_all(format!("{text}\n").as_bytes())?;
        for number in 1..=3 {
            if number != speaker {
                show_next(&mut guests, number)?;
            }
        }
    }
    waker.wake()?;
    for number in 1..=3 {
        show_next(&mut guests, number)?;
    }
    serving.join().expect("no panic")
}

fn show_next(guests: &mut [BufReader<net::TcpStream>], number: usize) -> io::Result<()> {
    let mut line = String::new();
    guests[number - 1].read_line(&mut line)?;
    say(
        &format!("guest {number}"),
        &format!("sees {}", line.trim_end()),
    );
    Ok(())
}

fn say(side: &str, text: &str) {
    println!("{side}: {text}");
}

fn main() -> io::Result<()> {
    let args: Vec<String> = env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => three(),
        ["serve", addr] => serve(addr),
        _ => {
            eprintln!("it takes no arguments, or `serve ADDR`");
            process::exit(2)
        }
    }
}
