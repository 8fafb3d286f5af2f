// Scripts of operations with the crate mio: what each operation returns, and which events come.
//
// A script is operations with spaces between them. What an operation makes has a name of one letter.
//
//   poll=P                     registry=R,P             the Registry of P, cloned
//   waker=W,P,TOKEN
//   listen=A,ADDR              connect=A,ADDR           accept=A,B        B is the accepted stream
//   udp=A,ADDR                 from_std=A,KIND,ADDR     KIND: listener, stream, udp, unix_listener,
//                                                       unix_stream, unix_datagram
//   into_std=A                 A as a socket of std; shows it, and whether it blocks
//   unix_listen=A,ADDR         unix_connect=A,ADDR      unix_datagram=A,ADDR
//   unix_pair=A,B              datagram_pair=A,B        pipe=A,B          A is the Sender
//   dup=A,B                    a second descriptor of A, to register by SourceFd
//   replace=A,B                A, a second descriptor, becomes one of B (dup2)
//   named_client=A,ADDR        a Unix stream that has an abstract name and connects to ADDR
//   file=A                     a regular file           closed=A          a descriptor that is not open
//   close=A                    drops what has the name; the answer of an operation with it is `none`
//   interest=I  add=I,I  remove=I,I  compare=I,I        token=N  compare_tokens=N,N
//   event=BITS                 an event of these bits of epoll, and the token 0
//   P.register=A,TOKEN,I       P.reregister=A,TOKEN,I   P.deregister=A
//   P.poll=CAPACITY            all events that there are; the time-out is 0
//   P.wait=CAPACITY            waits for events; the time-out is 10 s
//   P.debug_events=CAPACITY    the same, as `{:?}`
//   P.poll_woken=W             waits without a time-out, while a thread wakes W
//   P.poll_for=MICROSECONDS    waits, and says whether that time has passed
//   P.poll_interrupted=MICROSECONDS   the same, while signals come
//   P.poll_max                 waits with the longest time-out
//   A.NAME=ARGUMENTS           a method of A, of the same name and with the same arguments
//
// I is interests: of the letters r, w and p. ADDR is `v4` or `v6` (port 0 of loopback), `closed4`
// (no socket listens), `path:NAME` (in the current folder), `abstract` (a new name), `unbound`, or the
// name of a socket, whose own address is meant. Data is hex digits, with + between the buffers of a
// vector; buffers to fill are given by their sizes.
//
//   W.fill                     brings the counter of a waker to its limit
//   A.fill                     writes until the buffers are full
//   A.drain                    reads until nothing is there
//   A.reset                    makes `close` send a reset: SO_LINGER of 0 seconds
//   A.send_out_of_band=DATA
//
// In the answers a port is named by the socket that has it.
//
// With the arguments `trace` and scripts the program marks each operation for strace, by a `chdir` that
// fails to `/step/SCRIPT.OPERATION`, two numbers. Calls after `/step/-` are not part of an operation.

#[path = "common/folder.rs"]
mod folder;
#[path = "common/json.rs"]
mod json;

use folder::in_new_folder;
use json::*;
use mio::event::{Event, Events, Source};
use mio::net::{TcpListener, TcpStream, UdpSocket, UnixDatagram, UnixListener, UnixStream};
use mio::unix::pipe::{self, Receiver, Sender};
use mio::unix::SourceFd;
use mio::{Interest, Poll, Registry, Token, Waker};
use std::collections::hash_map::DefaultHasher;
use std::fmt::Debug;
use std::fs::File;
use std::hash::{Hash, Hasher};
use std::io::{self, ErrorKind, IoSlice, IoSliceMut, Read, Write};
use std::net::{Shutdown, SocketAddr};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::SocketAddr as UnixAddr;
use std::time::{Duration, Instant};

type Answer = io::Result<String>;

fn show<T: Debug>(result: io::Result<T>) -> Answer {
    result.map(|value| format!("{value:?}"))
}

// Arguments.

fn int<T: std::str::FromStr>(word: &str) -> T
where
    T::Err: Debug,
{
    word.parse().unwrap_or_else(|e| panic!("{word}: {e:?}"))
}

fn interests(word: &str) -> Interest {
    let one = |letter| match letter {
        'r' => Interest::READABLE,
        'w' => Interest::WRITABLE,
        'p' => Interest::PRIORITY,
        _ => panic!("no interest {letter}"),
    };
    word.chars().map(one).reduce(Interest::add).unwrap()
}

fn how(word: &str) -> Shutdown {
    match word {
        "Read" => Shutdown::Read,
        "Write" => Shutdown::Write,
        _ => Shutdown::Both,
    }
}

fn vectors(words: &str) -> Vec<Vec<u8>> {
    words.split('+').map(word).collect()
}

fn rooms(words: &str) -> Vec<Vec<u8>> {
    words.split('+').map(|size| vec![0; int(size)]).collect()
}

fn io_slices(bufs: &[Vec<u8>]) -> Vec<IoSlice<'_>> {
    bufs.iter().map(|buf| IoSlice::new(buf)).collect()
}

fn abstract_addr() -> UnixAddr {
    UnixAddr::from_abstract_name(abstract_name()).unwrap()
}

fn abstract_name() -> String {
    format!("stdnet-{:08}", std::process::id())
}

// Answers.

/// The token of an event, and what it says.
fn event(event: &Event) -> (usize, String) {
    let flags = [
        ("readable", event.is_readable()),
        ("writable", event.is_writable()),
        ("error", event.is_error()),
        ("read_closed", event.is_read_closed()),
        ("write_closed", event.is_write_closed()),
        ("priority", event.is_priority()),
        ("aio", event.is_aio()),
        ("lio", event.is_lio()),
    ];
    let set: Vec<_> = flags.iter().filter(|(_, is_set)| *is_set).map(|(name, _)| *name).collect();
    (event.token().into(), set.join(" "))
}

/// The events in the order of their tokens.
fn list(events: &Events) -> String {
    let mut found: Vec<_> = events.iter().map(event).collect();
    found.sort();
    let shown: Vec<_> = found.iter().map(|(token, flags)| format!("{token}: {flags}")).collect();
    format!("[{}]", shown.join(", "))
}

fn interest(value: Interest) -> String {
    let flags = [
        ("readable", value.is_readable()),
        ("writable", value.is_writable()),
        ("priority", value.is_priority()),
        ("aio", value.is_aio()),
        ("lio", value.is_lio()),
    ];
    let set: Vec<_> = flags.iter().filter(|(_, is_set)| *is_set).map(|(name, _)| *name).collect();
    format!("{value:?}: {}", set.join(" "))
}

fn hash(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Calls `receive` with a buffer; the answer is the number of bytes and what is in the buffer.
fn received(size: &str, receive: impl FnOnce(&mut [u8]) -> io::Result<usize>) -> Answer {
    let mut buf = vec![0; int(size)];
    let n = receive(&mut buf)?;
    Ok(format!("{n} {}", hex(&buf[..n])))
}

/// The same of a call that tells the sender, too.
fn received_from<A: Debug>(
    size: &str,
    receive: impl FnOnce(&mut [u8]) -> io::Result<(usize, A)>,
) -> Answer {
    let mut buf = vec![0; int(size)];
    let (n, addr) = receive(&mut buf)?;
    Ok(format!("{n} {} {addr:?}", hex(&buf[..n])))
}

fn read(stream: &mut impl Read, method: &str, words: &str) -> Answer {
    if method == "read" {
        return received(words, |buf| stream.read(buf));
    }
    let mut bufs = rooms(words);
    let mut slices: Vec<_> = bufs.iter_mut().map(|buf| IoSliceMut::new(buf)).collect();
    let n = stream.read_vectored(&mut slices)?;
    Ok(format!("{n} {}", hex(&bufs.concat()[..n])))
}

fn write(stream: &mut impl Write, method: &str, words: &str) -> Answer {
    match method {
        "write" => show(stream.write(&word(words))),
        "write_vectored" => show(stream.write_vectored(&io_slices(&vectors(words)))),
        _ => show(stream.flush()),
    }
}

/// Reads or writes until it would block; returns true if nothing was moved.
fn exhaust(mut step: impl FnMut() -> io::Result<usize>) -> io::Result<bool> {
    let mut is_first = true;
    loop {
        match step() {
            Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(_) => is_first = false,
            Err(e) if e.kind() == ErrorKind::WouldBlock => return Ok(is_first),
            Err(e) => return Err(e),
        }
    }
}

// What has a name.

enum Thing {
    Poll(Poll),
    Registry(Registry),
    Waker(Waker),
    TcpListener(TcpListener),
    TcpStream(TcpStream),
    UdpSocket(UdpSocket),
    UnixListener(UnixListener),
    UnixStream(UnixStream),
    UnixDatagram(UnixDatagram),
    Sender(Sender),
    Receiver(Receiver),
    Fd(OwnedFd),
    Closed(RawFd),
}

use Thing::*;

/// More than any descriptor.
const CLOSED: RawFd = 1_000_000_000;

impl Thing {
    fn fd(&self) -> RawFd {
        match self {
            Poll(it) => it.as_raw_fd(),
            Registry(it) => it.as_raw_fd(),
            Waker(_) => panic!("a Waker shows no descriptor"),
            TcpListener(it) => it.as_raw_fd(),
            TcpStream(it) => it.as_raw_fd(),
            UdpSocket(it) => it.as_raw_fd(),
            UnixListener(it) => it.as_raw_fd(),
            UnixStream(it) => it.as_raw_fd(),
            UnixDatagram(it) => it.as_raw_fd(),
            Sender(it) => it.as_raw_fd(),
            Receiver(it) => it.as_raw_fd(),
            Fd(it) => it.as_raw_fd(),
            Closed(fd) => *fd,
        }
    }

    fn debug(&self) -> String {
        match self {
            Poll(it) => format!("{it:?}"),
            Registry(it) => format!("{it:?}"),
            Waker(it) => format!("{it:?}"),
            TcpListener(it) => format!("{it:?}"),
            TcpStream(it) => format!("{it:?}"),
            UdpSocket(it) => format!("{it:?}"),
            UnixListener(it) => format!("{it:?}"),
            UnixStream(it) => format!("{it:?}"),
            UnixDatagram(it) => format!("{it:?}"),
            Sender(it) => format!("{it:?}"),
            Receiver(it) => format!("{it:?}"),
            // Only the form counts: the descriptor differs.
            Fd(_) | Closed(_) => format!("{:?}", SourceFd(&7)),
        }
    }

    fn inet_addr(&self) -> Option<SocketAddr> {
        match self {
            TcpListener(it) => it.local_addr().ok(),
            TcpStream(it) => it.local_addr().ok(),
            UdpSocket(it) => it.local_addr().ok(),
            _ => None,
        }
    }

    /// Calls `act` with what can be registered.
    fn with_source<T>(&mut self, act: impl FnOnce(&mut dyn Source) -> T) -> T {
        match self {
            TcpListener(it) => act(it),
            TcpStream(it) => act(it),
            UdpSocket(it) => act(it),
            UnixListener(it) => act(it),
            UnixStream(it) => act(it),
            UnixDatagram(it) => act(it),
            Sender(it) => act(it),
            Receiver(it) => act(it),
            Fd(it) => act(&mut SourceFd(&it.as_raw_fd())),
            Closed(fd) => act(&mut SourceFd(fd)),
            Poll(_) | Registry(_) | Waker(_) => panic!("no source"),
        }
    }
}

struct ScriptRunner {
    things: Vec<(char, Thing)>,
    /// The ports of all sockets, also of those that are closed.
    ports: Vec<(char, u16)>,
    loopback: std::net::UdpSocket,
}

impl ScriptRunner {
    fn new() -> ScriptRunner {
        let loopback = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
        loopback.connect(loopback.local_addr().unwrap()).unwrap();
        ScriptRunner { things: vec![], ports: vec![], loopback }
    }

    /// Waits until everything that was sent has arrived: the loopback delivers in order.
    fn wait_for_packets(&self) {
        for _ in 0..3 {
            self.loopback.send(&[0]).unwrap();
            self.loopback.recv(&mut [0]).unwrap();
        }
    }

    fn answer(&mut self, operation: &str) -> String {
        let answer = match self.perform(operation) {
            Ok(answer) => format!("Ok({answer})"),
            Err(e) => format!("Err({e:?}) {e}"),
        };
        self.wait_for_packets();
        self.named(answer)
    }

    /// Replaces what differs from run to run: ports, descriptors, inodes and the abstract name.
    fn named(&mut self, text: String) -> String {
        for (name, thing) in &self.things {
            if let Some(addr) = thing.inet_addr().filter(|addr| addr.port() != 0) {
                if !self.ports.contains(&(*name, addr.port())) {
                    self.ports.push((*name, addr.port()));
                }
            }
        }
        let mut text = text.replace(&abstract_name(), "stdnet-_");
        for before in ["fd: ", "pipe:["] {
            text = without_number(&text, before);
        }
        for (name, port) in &self.ports {
            text = text.replace(&format!(":{port}"), &format!(":{name}"));
        }
        text
    }

    fn find(&self, name: &str) -> Option<usize> {
        let wanted = name.chars().next();
        self.things.iter().rposition(|(name, _)| Some(*name) == wanted)
    }

    fn at(&self, name: &str) -> usize {
        self.find(name).unwrap_or_else(|| panic!("nothing is called {name}"))
    }

    fn get(&self, name: &str) -> &Thing {
        &self.things[self.at(name)].1
    }

    fn get_mut(&mut self, name: &str) -> &mut Thing {
        let at = self.at(name);
        &mut self.things[at].1
    }

    fn add(&mut self, name: &str, thing: Thing) -> Answer {
        self.things.push((name.chars().next().unwrap(), thing));
        Ok("()".into())
    }

    fn poll(&mut self, name: &str) -> &mut mio::Poll {
        match self.get_mut(name) {
            Poll(poll) => poll,
            _ => panic!("{name} is no Poll"),
        }
    }

    /// Calls `act` with a Registry, that of a Poll or a cloned one, and with a source.
    fn with_registry(
        &mut self,
        name: &str,
        source: &str,
        act: impl FnOnce(&mio::Registry, &mut dyn Source) -> io::Result<()>,
    ) -> Answer {
        let at = self.at(source);
        // Taken away, so that both can be borrowed. The descriptor stands for a Poll, which stays.
        let fd = self.things[at].1.fd();
        let is_poll = matches!(self.things[at].1, Poll(_));
        let mut taken = if is_poll { None } else { Some(self.things.remove(at)) };
        let registry = match self.get(name) {
            Poll(poll) => poll.registry(),
            Registry(registry) => registry,
            _ => panic!("{name} has no Registry"),
        };
        let result = match &mut taken {
            Some((_, source)) => source.with_source(|source| act(registry, source)),
            None => act(registry, &mut SourceFd(&fd)),
        };
        taken.into_iter().for_each(|taken| self.things.insert(at, taken));
        show(result)
    }

    fn inet(&self, word: &str) -> SocketAddr {
        match word {
            "v4" => "127.0.0.1:0".parse().unwrap(),
            "v6" => "[::1]:0".parse().unwrap(),
            "closed4" => "127.0.0.1:1".parse().unwrap(),
            name => self.get(name).inet_addr().unwrap(),
        }
    }

    fn perform(&mut self, operation: &str) -> Answer {
        let (name, words) = operation.split_once('=').unwrap_or((operation, ""));
        let args: Vec<&str> = words.split(',').collect();
        let (target, method) = name.split_once('.').unwrap_or(("", name));
        let is_named = |name: &str| self.find(name).is_some();
        let is_source = matches!(method, "register" | "reregister" | "deregister" | "close");
        if !target.is_empty() && !is_named(target) || is_source && !is_named(args[0]) {
            return Ok("none".into());
        }
        match name.split_once('.') {
            None => self.make(name, &args),
            Some(_) => match self.get(target) {
                Poll(_) | Registry(_) => self.call_poll(target, method, &args),
                _ => self.call(target, method, &args),
            },
        }
    }

    /// Makes and drops what has a name, and calculates with values.
    fn make(&mut self, name: &str, args: &[&str]) -> Answer {
        match (name, args) {
            ("poll", [a]) => self.add(a, Poll(mio::Poll::new()?)),
            ("registry", [a, poll]) => {
                let clone = self.poll(poll).registry().try_clone()?;
                self.add(a, Registry(clone))
            }
            ("waker", [a, poll, token]) => {
                let waker = mio::Waker::new(self.poll(poll).registry(), Token(int(token)))?;
                self.add(a, Waker(waker))
            }
            ("listen", [a, addr]) => self.add(a, TcpListener(mio::net::TcpListener::bind(self.inet(addr))?)),
            ("connect", [a, addr]) => self.add(a, TcpStream(mio::net::TcpStream::connect(self.inet(addr))?)),
            ("udp", [a, addr]) => self.add(a, UdpSocket(mio::net::UdpSocket::bind(self.inet(addr))?)),
            ("unix_listen", [a, addr]) => {
                let listener = match path(addr) {
                    Some(path) => mio::net::UnixListener::bind(path)?,
                    None => mio::net::UnixListener::bind_addr(&abstract_addr())?,
                };
                self.add(a, UnixListener(listener))
            }
            ("unix_connect", [a, addr]) => {
                let stream = match path(addr) {
                    Some(path) => mio::net::UnixStream::connect(path)?,
                    None => mio::net::UnixStream::connect_addr(&abstract_addr())?,
                };
                self.add(a, UnixStream(stream))
            }
            ("unix_datagram", [a, addr]) => {
                let socket = match (path(addr), *addr) {
                    (Some(path), _) => mio::net::UnixDatagram::bind(path)?,
                    (None, "unbound") => mio::net::UnixDatagram::unbound()?,
                    (None, _) => mio::net::UnixDatagram::bind_addr(&abstract_addr())?,
                };
                self.add(a, UnixDatagram(socket))
            }
            ("unix_pair", [a, b]) => {
                let (one, other) = mio::net::UnixStream::pair()?;
                self.add(a, UnixStream(one))?;
                self.add(b, UnixStream(other))
            }
            ("datagram_pair", [a, b]) => {
                let (one, other) = mio::net::UnixDatagram::pair()?;
                self.add(a, UnixDatagram(one))?;
                self.add(b, UnixDatagram(other))
            }
            ("pipe", [a, b]) => {
                let (sender, receiver) = pipe::new()?;
                self.add(a, Sender(sender))?;
                self.add(b, Receiver(receiver))
            }
            ("accept", [listener, a]) => self.accept(listener, a),
            ("from_std", [a, kind, addr]) => self.from_std(a, kind, addr),
            ("into_std", [a]) => into_std(self.things.remove(self.at(a)).1),
            ("dup", [a, b]) => {
                // Safety: the descriptor is open.
                let fd = unsafe { std::os::fd::BorrowedFd::borrow_raw(self.get(a).fd()) };
                self.add(b, Fd(fd.try_clone_to_owned()?))
            }
            ("replace", [a, b]) => {
                let (from, to) = (self.get(b).fd(), self.get(a).fd());
                // Safety: both are open.
                checked(unsafe { libc::dup2(from, to) } as isize).map(|_| "()".into())
            }
            ("named_client", [a, addr]) => {
                let fd = named_client(path(addr).unwrap())?;
                self.add(a, UnixStream(fd.into()))
            }
            ("file", [a]) => self.add(a, Fd(File::create("file")?.into())),
            ("closed", [a]) => self.add(a, Closed(CLOSED)),
            ("close", [a]) => {
                drop(self.things.remove(self.at(a)));
                Ok("()".into())
            }
            ("interest", [of]) => Ok(interest(interests(of))),
            ("event", [bits]) => {
                let of_c = libc::epoll_event { events: int(bits), u64: 0 };
                // Safety: an `Event` is nothing but that of C.
                let made: Event = unsafe { std::mem::transmute(of_c) };
                Ok(format!("{} {made:?}", event(&made).1))
            }
            ("add", [one, other]) => {
                let sum = interests(one).add(interests(other));
                let mut assigned = interests(one);
                assigned |= interests(other);
                assert!(sum == interests(one) | interests(other) && sum == assigned);
                Ok(interest(sum))
            }
            ("remove", [one, other]) => Ok(format!("{:?}", interests(one).remove(interests(other)))),
            ("compare", [one, other]) => Ok(format!("{:?}", interests(one).cmp(&interests(other)))),
            ("token", [n]) => Ok(format!("{:?} {}", Token(int(n)), usize::from(Token(int(n))))),
            ("compare_tokens", [one, other]) => {
                let (one, other) = (Token(int(one)), Token(int(other)));
                let is_same = hash(one) == hash(other);
                Ok(format!("{:?} {} same hash: {is_same}", one.cmp(&other), one == other))
            }
            _ => panic!("no operation {name}"),
        }
    }

    fn accept(&mut self, listener: &str, name: &str) -> Answer {
        let (stream, addr) = match self.get(listener) {
            TcpListener(listener) => {
                let (stream, addr) = listener.accept()?;
                (TcpStream(stream), format!("{addr:?}"))
            }
            UnixListener(listener) => {
                let (stream, addr) = listener.accept()?;
                (UnixStream(stream), format!("{addr:?}"))
            }
            _ => panic!("{listener} does not listen"),
        };
        self.add(name, stream)?;
        Ok(addr)
    }

    /// Makes a socket of std, sets its mode, and converts it.
    fn from_std(&mut self, name: &str, kind: &str, addr: &str) -> Answer {
        use std::net;
        use std::os::unix::net as unix;
        let thing = match kind {
            "listener" => {
                let std = net::TcpListener::bind(self.inet(addr))?;
                std.set_nonblocking(true)?;
                TcpListener(mio::net::TcpListener::from_std(std))
            }
            "stream" => {
                let std = net::TcpStream::connect(self.inet(addr))?;
                std.set_nonblocking(true)?;
                TcpStream(mio::net::TcpStream::from_std(std))
            }
            "udp" => {
                let std = net::UdpSocket::bind(self.inet(addr))?;
                std.set_nonblocking(true)?;
                UdpSocket(mio::net::UdpSocket::from_std(std))
            }
            "unix_listener" => {
                let std = unix::UnixListener::bind(path(addr).unwrap())?;
                std.set_nonblocking(true)?;
                UnixListener(mio::net::UnixListener::from_std(std))
            }
            "unix_stream" => {
                let std = unix::UnixStream::connect(path(addr).unwrap())?;
                std.set_nonblocking(true)?;
                UnixStream(mio::net::UnixStream::from_std(std))
            }
            _ => {
                let std = unix::UnixDatagram::bind(path(addr).unwrap())?;
                std.set_nonblocking(true)?;
                UnixDatagram(mio::net::UnixDatagram::from_std(std))
            }
        };
        self.add(name, thing)
    }

    fn call_poll(&mut self, name: &str, method: &str, args: &[&str]) -> Answer {
        let now = Some(Duration::ZERO);
        match (method, args) {
            ("debug", _) => Ok(self.get(name).debug()),
            ("register", [source, token, of]) => self.with_registry(name, source, |registry, source| {
                registry.register(source, Token(int(token)), interests(of))
            }),
            ("reregister", [source, token, of]) => self.with_registry(name, source, |registry, source| {
                registry.reregister(source, Token(int(token)), interests(of))
            }),
            ("deregister", [source]) => {
                self.with_registry(name, source, |registry, source| registry.deregister(source))
            }
            ("poll" | "wait", [capacity]) => {
                let mut events = Events::with_capacity(int(capacity));
                let time = if method == "wait" { Some(Duration::from_secs(10)) } else { now };
                self.poll(name).poll(&mut events, time)?;
                Ok(list(&events))
            }
            ("debug_events", [capacity]) => {
                let mut events = Events::with_capacity(int(capacity));
                let before = format!("{events:?}");
                self.poll(name).poll(&mut events, now)?;
                let (found, is_empty) = (format!("{events:?}"), events.is_empty());
                events.clear();
                Ok(format!("{before} {found} {is_empty} {events:?} {}", events.is_empty()))
            }
            ("poll_woken", [waker]) => {
                let Waker(found) = self.things.remove(self.at(waker)).1 else { panic!("no waker") };
                let mut events = Events::with_capacity(8);
                let poll = self.poll(name);
                let woken = std::thread::scope(|scope| {
                    let woken = scope.spawn(|| found.wake());
                    poll.poll(&mut events, None).and(woken.join().unwrap())
                });
                self.add(waker, Waker(found))?;
                woken.map(|()| list(&events))
            }
            ("poll_max", _) => {
                let mut events = Events::with_capacity(8);
                self.poll(name).poll(&mut events, Some(Duration::MAX))?;
                Ok(list(&events))
            }
            ("poll_interrupted", [time]) => {
                let time = Some(Duration::from_micros(int(time)));
                let mut events = Events::with_capacity(8);
                let poll = self.poll(name);
                while_interrupted(|| poll.poll(&mut events, time))?;
                Ok(list(&events))
            }
            ("poll_for", [time]) => {
                let (time, before) = (Duration::from_micros(int(time)), Instant::now());
                let mut events = Events::with_capacity(8);
                self.poll(name).poll(&mut events, Some(time))?;
                Ok(format!("{} waited: {}", list(&events), before.elapsed() >= time))
            }
            _ => panic!("no operation {method}"),
        }
    }

    fn call(&mut self, name: &str, method: &str, args: &[&str]) -> Answer {
        match method {
            "debug" => return Ok(self.get(name).debug()),
            "reset" => return reset(self.get(name).fd()),
            "send_out_of_band" => return send_out_of_band(self.get(name).fd(), &word(args[0])),
            "is_nonblocking" => return is_nonblocking(self.get(name).fd()),
            "fill" => return self.fill(name),
            _ => {}
        }
        let to = |at: usize| self.inet(args[at]);
        let (send_to, connect_to) = match (method, self.get(name)) {
            ("send_to", UdpSocket(_)) => (Some(to(1)), None),
            ("connect", UdpSocket(_)) => (None, Some(to(0))),
            _ => (None, None),
        };
        match self.get_mut(name) {
            Waker(it) => show(it.wake()),
            TcpListener(it) => match method {
                "local_addr" => show(it.local_addr()),
                "set_ttl" => show(it.set_ttl(int(args[0]))),
                "ttl" => show(it.ttl()),
                _ => show(it.take_error()),
            },
            TcpStream(it) => match method {
                "peer_addr" => show(it.peer_addr()),
                "local_addr" => show(it.local_addr()),
                "shutdown" => show(it.shutdown(how(args[0]))),
                "set_nodelay" => show(it.set_nodelay(args[0] == "1")),
                "nodelay" => show(it.nodelay()),
                "set_ttl" => show(it.set_ttl(int(args[0]))),
                "ttl" => show(it.ttl()),
                "take_error" => show(it.take_error()),
                "peek" => received(args[0], |buf| it.peek(buf)),
                "read" | "read_vectored" => read(it, method, args[0]),
                "drain" => exhaust(|| it.read(&mut [0; 4096])).map(|_| "()".into()),
                "try_io" => try_io(args[0], |f| it.try_io(f)),
                _ => write(it, method, args[0]),
            },
            UdpSocket(it) => match method {
                "send_to" => show(it.send_to(&word(args[0]), send_to.unwrap())),
                "connect" => show(it.connect(connect_to.unwrap())),
                "recv_from" => received_from(args[0], |buf| it.recv_from(buf)),
                "peek_from" => received_from(args[0], |buf| it.peek_from(buf)),
                "recv" => received(args[0], |buf| it.recv(buf)),
                "peek" => received(args[0], |buf| it.peek(buf)),
                "send" => show(it.send(&word(args[0]))),
                "try_io" => try_io(args[0], |f| it.try_io(f)),
                _ => udp_option(it, method, args),
            },
            UnixListener(it) => match method {
                "local_addr" => show(it.local_addr()),
                _ => show(it.take_error()),
            },
            UnixStream(it) => match method {
                "local_addr" => show(it.local_addr()),
                "peer_addr" => show(it.peer_addr()),
                "take_error" => show(it.take_error()),
                "shutdown" => show(it.shutdown(how(args[0]))),
                "read" | "read_vectored" => read(it, method, args[0]),
                "drain" => exhaust(|| it.read(&mut [0; 4096])).map(|_| "()".into()),
                "try_io" => try_io(args[0], |f| it.try_io(f)),
                _ => write(it, method, args[0]),
            },
            UnixDatagram(it) => match method {
                "connect" => show(it.connect(path(args[0]).unwrap())),
                "local_addr" => show(it.local_addr()),
                "peer_addr" => show(it.peer_addr()),
                "recv_from" => received_from(args[0], |buf| it.recv_from(buf)),
                "recv" => received(args[0], |buf| it.recv(buf)),
                "send_to" => show(it.send_to(&word(args[0]), path(args[1]).unwrap())),
                "send" => show(it.send(&word(args[0]))),
                "take_error" => show(it.take_error()),
                "try_io" => try_io(args[0], |f| it.try_io(f)),
                _ => show(it.shutdown(how(args[0]))),
            },
            Sender(it) => match method {
                "set_nonblocking" => show(it.set_nonblocking(args[0] == "1")),
                "try_io" => try_io(args[0], |f| it.try_io(f)),
                _ => write(it, method, args[0]),
            },
            Receiver(it) => match method {
                "set_nonblocking" => show(it.set_nonblocking(args[0] == "1")),
                "drain" => exhaust(|| it.read(&mut [0; 4096])).map(|_| "()".into()),
                "try_io" => try_io(args[0], |f| it.try_io(f)),
                _ => read(it, method, args[0]),
            },
            Poll(_) | Registry(_) | Fd(_) | Closed(_) => panic!("no method {method}"),
        }
    }

    /// Writes until the buffers are full, and stay so when all of it has arrived.
    fn fill(&mut self, name: &str) -> Answer {
        let data = [0; 4096];
        loop {
            let is_full = match self.get_mut(name) {
                Waker(it) => return fill_counter(it),
                TcpStream(it) => exhaust(|| it.write(&data)),
                UnixStream(it) => exhaust(|| it.write(&data)),
                Sender(it) => exhaust(|| it.write(&data)),
                _ => panic!("{name} does not send"),
            }?;
            if is_full {
                return Ok("()".into());
            }
            if let TcpStream(it) = self.get(name) {
                // The peer acknowledges some of it later, and then there is room again.
                while unacknowledged(it.as_raw_fd())? > 0 {
                    self.wait_for_packets();
                }
            }
        }
    }
}

/// Converts a socket into one of std, whose mode stays as it is.
fn into_std(thing: Thing) -> Answer {
    use std::net;
    use std::os::unix::net as unix;
    fn describe(std: impl Debug + AsRawFd) -> Answer {
        Ok(format!("{std:?} nonblocking: {}", is_nonblocking(std.as_raw_fd())?))
    }
    match thing {
        TcpListener(it) => describe(net::TcpListener::from(it)),
        TcpStream(it) => describe(net::TcpStream::from(it)),
        UdpSocket(it) => describe(net::UdpSocket::from(it)),
        UnixListener(it) => describe(unix::UnixListener::from(it)),
        UnixStream(it) => describe(unix::UnixStream::from(it)),
        UnixDatagram(it) => describe(unix::UnixDatagram::from(it)),
        _ => panic!("no socket"),
    }
}

fn path(word: &str) -> Option<&str> {
    word.strip_prefix("path:")
}

/// Calls `try_io` with a function that succeeds, or that would block.
fn try_io(word: &str, call: impl FnOnce(fn() -> io::Result<u8>) -> io::Result<u8>) -> Answer {
    show(call(if word == "blocks" { || Err(ErrorKind::WouldBlock.into()) } else { || Ok(7) }))
}

fn udp_option(it: &mut mio::net::UdpSocket, method: &str, args: &[&str]) -> Answer {
    let flag = args[0] == "1";
    let v4 = |at: usize| args[at].parse().unwrap();
    let v6 = || args[0].parse().unwrap();
    match method {
        "local_addr" => show(it.local_addr()),
        "peer_addr" => show(it.peer_addr()),
        "set_broadcast" => show(it.set_broadcast(flag)),
        "broadcast" => show(it.broadcast()),
        "set_multicast_loop_v4" => show(it.set_multicast_loop_v4(flag)),
        "multicast_loop_v4" => show(it.multicast_loop_v4()),
        "set_multicast_ttl_v4" => show(it.set_multicast_ttl_v4(int(args[0]))),
        "multicast_ttl_v4" => show(it.multicast_ttl_v4()),
        "set_multicast_loop_v6" => show(it.set_multicast_loop_v6(flag)),
        "multicast_loop_v6" => show(it.multicast_loop_v6()),
        "set_ttl" => show(it.set_ttl(int(args[0]))),
        "ttl" => show(it.ttl()),
        "join_multicast_v4" => show(it.join_multicast_v4(&v4(0), &v4(1))),
        "leave_multicast_v4" => show(it.leave_multicast_v4(&v4(0), &v4(1))),
        "join_multicast_v6" => show(it.join_multicast_v6(&v6(), int(args[1]))),
        "leave_multicast_v6" => show(it.leave_multicast_v6(&v6(), int(args[1]))),
        "only_v6" => show(it.only_v6()),
        "take_error" => show(it.take_error()),
        _ => panic!("no method {method}"),
    }
}

/// Brings the counter of a waker to its limit. Only the `{:?}` shows its descriptor.
fn fill_counter(waker: &mio::Waker) -> Answer {
    let shown = format!("{waker:?}");
    let after = shown.split("fd: ").last().unwrap();
    let fd: RawFd = int(after.split(|c: char| !c.is_ascii_digit()).next().unwrap());
    let limit = (u64::MAX - 1).to_ne_bytes();
    // Safety: the bytes live until the call returns.
    let written = unsafe { libc::write(fd, limit.as_ptr().cast(), limit.len()) };
    checked(written).map(|_| "()".into())
}

// What mio has no method for.

fn checked(result: isize) -> io::Result<isize> {
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(result) }
}

fn reset(fd: RawFd) -> Answer {
    let at_once = libc::linger { l_onoff: 1, l_linger: 0 };
    let size = size_of_val(&at_once) as u32;
    let value = &raw const at_once;
    // Safety: the value lives until the call returns.
    let set = unsafe { libc::setsockopt(fd, libc::SOL_SOCKET, libc::SO_LINGER, value.cast(), size) };
    checked(set as isize).map(|_| "()".into())
}

fn send_out_of_band(fd: RawFd, data: &[u8]) -> Answer {
    // Safety: the data lives until the call returns.
    let sent = unsafe { libc::send(fd, data.as_ptr().cast(), data.len(), libc::MSG_OOB) };
    show(checked(sent))
}

/// A stream that is bound to the abstract name, connects to a path, and does not block.
fn named_client(path: &str) -> io::Result<OwnedFd> {
    let kind = libc::SOCK_STREAM | libc::SOCK_CLOEXEC | libc::SOCK_NONBLOCK;
    // Safety: the descriptor is new, and the addresses live until the calls return.
    unsafe {
        let fd = checked(libc::socket(libc::AF_UNIX, kind, 0) as isize)? as RawFd;
        let owned = OwnedFd::from_raw_fd(fd);
        let own = format!("\0{}", abstract_name());
        for (call, name) in [(libc::bind as Named, own.as_str()), (libc::connect as Named, path)] {
            let mut addr: libc::sockaddr_un = std::mem::zeroed();
            addr.sun_family = libc::AF_UNIX as u16;
            for (to, from) in addr.sun_path.iter_mut().zip(name.bytes()) {
                *to = from as libc::c_char;
            }
            let size = std::mem::offset_of!(libc::sockaddr_un, sun_path) + name.len();
            checked(call(fd, (&raw const addr).cast(), size as u32) as isize)?;
        }
        Ok(owned)
    }
}

/// `bind` or `connect`.
type Named = unsafe extern "C" fn(RawFd, *const libc::sockaddr, libc::socklen_t) -> libc::c_int;

/// Returns how many bytes of those that are sent the peer has not acknowledged.
fn unacknowledged(fd: RawFd) -> io::Result<libc::c_int> {
    const SIOCOUTQNSD: libc::Ioctl = 0x894B;
    let count = |request| {
        let mut bytes: libc::c_int = 0;
        // Safety: the number lives until the call returns.
        checked(unsafe { libc::ioctl(fd, request, &raw mut bytes) } as isize).map(|_| bytes)
    };
    Ok(count(libc::TIOCOUTQ)? - count(SIOCOUTQNSD)?)
}

/// Calls a function while signals come, one every millisecond.
fn while_interrupted<T>(call: impl FnOnce() -> T) -> T {
    extern "C" fn ignore(_: libc::c_int) {}
    let every = |microseconds| {
        let time = libc::timeval { tv_sec: 0, tv_usec: microseconds };
        let timer = libc::itimerval { it_interval: time, it_value: time };
        // Safety: the handler does nothing, and the timer lives until the call returns.
        unsafe {
            libc::signal(libc::SIGALRM, ignore as *const () as libc::sighandler_t);
            libc::setitimer(libc::ITIMER_REAL, &timer, std::ptr::null_mut());
        }
    };
    every(1000);
    let result = call();
    every(0);
    result
}

fn is_nonblocking(fd: RawFd) -> Answer {
    // Safety: no pointers.
    let flags = checked(unsafe { libc::fcntl(fd, libc::F_GETFL) } as isize)?;
    Ok((flags as i32 & libc::O_NONBLOCK != 0).to_string())
}

/// Replaces the number after a text by `_`.
fn without_number(text: &str, before: &str) -> String {
    let mut parts = text.split(before);
    let mut out = parts.next().unwrap().to_string();
    for part in parts {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
        out += before;
        out += if rest.len() < part.len() { "_" } else { "" };
        out += rest;
    }
    out
}

/// All scenarios.
fn scenarios() -> Vec<(&'static str, String)> {
    let known = [
        libc::EPOLLIN, libc::EPOLLPRI, libc::EPOLLOUT, libc::EPOLLERR, libc::EPOLLHUP,
        libc::EPOLLRDHUP,
    ];
    let bits = |set: i32| -> i32 { (0..6).map(|i| (set >> i & 1) * known[i]).sum() };
    let every: Vec<_> = (0..64).map(|set| format!("event={}", bits(set))).collect();
    let mut all: Vec<_> =
        SCENARIOS.iter().map(|(name, script)| (*name, script.replace("JOINED", JOINED))).collect();
    all.push(("events of every combination of bits", every.join(" ")));
    all
}

/// Marks where the system calls of an operation begin, and where they end.
fn step(name: &str) {
    _ = std::env::set_current_dir(format!("/step/{name}"));
}

/// Carries out scripts, with a mark before and after each operation.
fn trace(scripts: impl Iterator<Item = String>) {
    for (i, script) in scripts.enumerate() {
        clear();
        let mut runner = ScriptRunner::new();
        for (j, operation) in script.split(' ').enumerate() {
            step(&format!("{i}.{j}"));
            let answer = runner.perform(operation);
            step("-");
            runner.wait_for_packets();
            drop(answer);
        }
    }
}

/// Removes the files that a script has left.
fn clear() {
    for name in ["a.sock", "b.sock", "l.sock", "file"] {
        let _ = std::fs::remove_file(name);
    }
}

fn run(scenario: &str, script: &str) -> String {
    clear();
    let mut runner = ScriptRunner::new();
    let answers: Vec<_> = script.split(' ').map(|word| string(&runner.answer(word))).collect();
    object(&[
        ("scenario", string(scenario)),
        ("script", string(script)),
        ("answers", array(&answers)),
    ])
}

/// Two streams of TCP that are connected and registered with both interests: a is 1, b is 2.
const JOINED: &str = "poll=p listen=l,v4 connect=a,l accept=l,b p.register=a,1,rw p.register=b,2,rw p.poll=8";

/// What happens, and the script in which it does; `JOINED` stands for the beginning of a connection.
const SCENARIOS: &[(&str, &str)] = &[
    // Connections.
    ("listen", "poll=p listen=l,v4 p.register=l,1,r p.poll=8 accept=l,a connect=b,l p.poll=8 p.poll=8 accept=l,a accept=l,c b.peer_addr a.peer_addr"),
    ("listen with IPv6", "poll=p listen=l,v6 p.register=l,1,r connect=b,l p.poll=8 accept=l,a b.local_addr a.local_addr l.local_addr"),
    ("two clients are one event", "poll=p listen=l,v4 p.register=l,1,r connect=a,l connect=b,l p.poll=8 accept=l,c p.poll=8 accept=l,d accept=l,e"),
    ("a client connects after accept", "poll=p listen=l,v4 p.register=l,1,r connect=a,l p.poll=8 accept=l,c connect=b,l p.poll=8"),
    ("listen where another socket listens", "listen=l,v4 listen=m,l l.take_error l.set_ttl=9 l.ttl"),
    ("connect", "poll=p listen=l,v4 p.register=l,1,r connect=a,l p.register=a,2,rw p.poll=8 p.poll=8 a.take_error a.peer_addr accept=l,b p.register=b,3,rw p.poll=8 p.poll=8"),
    ("connect, registered before and after accept", "poll=p listen=l,v4 connect=a,l p.register=a,1,w p.poll=8 accept=l,b p.poll=8 p.register=b,2,r p.poll=8"),
    ("refused", "poll=p connect=a,closed4 p.register=a,1,w p.poll=8 a.take_error a.take_error a.peer_addr p.poll=8"),
    ("refused, reading", "poll=p connect=a,closed4 p.register=a,1,r p.poll=8 a.read=4 a.read=4 a.write=61"),
    ("options of a stream", "listen=l,v4 connect=a,l a.set_nodelay=1 a.nodelay a.set_nodelay=0 a.nodelay a.set_ttl=9 a.ttl a.set_ttl=0 a.take_error"),
    // Data.
    ("data", "JOINED b.write=616263 p.poll=8 p.poll=8 a.peek=2 a.read=2 p.poll=8 a.read=9 a.read=9 p.poll=8"),
    ("more data comes before the first is read", "JOINED b.write=61 p.poll=8 b.write=62 p.poll=8 a.read=9 b.write=63 p.poll=8 a.read=9"),
    ("data in two buffers", "JOINED b.write_vectored=6162+63 b.flush p.poll=8 a.read_vectored=1+9 a.read_vectored=1+9"),
    ("data and FIN in one event", "JOINED b.write=627965 close=b p.poll=8 a.read=16 p.poll=8 a.read=16 p.poll=8"),
    ("short read, then FIN", "JOINED b.write=616263 p.poll=8 a.read=16 p.poll=8 close=b p.poll=8 a.read=16"),
    ("FIN without data", "JOINED close=b p.poll=8 a.read=16 a.write=61 p.poll=8 a.write=61"),
    ("half-close", "JOINED b.shutdown=Write p.poll=8 a.read=9 a.write=61 p.poll=8 b.read=9 a.shutdown=Write p.poll=8 b.read=9"),
    ("shutdown of one's own reading", "JOINED a.shutdown=Read p.poll=8 a.read=9 a.shutdown=Both p.poll=8"),
    ("reset", "JOINED b.reset close=b p.poll=8 a.take_error a.read=9 a.write=61 a.peer_addr"),
    ("reset after data", "JOINED b.write=616263 p.poll=8 b.reset close=b p.poll=8 a.read=9 a.read=9"),
    ("close with unread data resets", "JOINED a.write=616263 p.poll=8 close=b p.poll=8 a.read=9"),
    ("writable after a full buffer", "poll=p listen=l,v4 connect=a,l accept=l,b a.fill p.register=a,1,w p.poll=8 a.write=61 b.drain b.drain p.wait=8"),
    // The Registry.
    ("register twice", "poll=p listen=l,v4 p.register=l,1,r p.register=l,1,r p.register=l,2,w connect=a,l p.poll=8"),
    ("reregister and deregister an unknown source", "poll=p listen=l,v4 p.reregister=l,1,r p.deregister=l p.register=l,1,r p.deregister=l p.deregister=l"),
    ("register a regular file", "poll=p file=f f.debug p.register=f,1,r p.reregister=f,1,r p.deregister=f p.poll=8"),
    ("register a closed descriptor", "poll=p closed=c p.register=c,1,r p.reregister=c,1,r p.deregister=c"),
    ("register a Poll with itself", "poll=p p.register=p,1,r"),
    ("register a Poll with another", "poll=p poll=q unix_pair=a,b p.register=q,1,r q.register=a,2,r p.poll=8 b.write=61 p.poll=8 q.poll=8 p.poll=8"),
    ("reregister with another token and interest", "poll=p unix_pair=a,b b.write=61 p.register=a,1,r p.poll=8 p.reregister=a,2,r p.poll=8 p.reregister=a,3,w p.poll=8 p.reregister=a,4,rw p.poll=8"),
    ("deregister before the event is taken", "poll=p unix_pair=a,b p.register=a,1,r b.write=61 p.deregister=a p.poll=8 p.register=a,2,r p.poll=8"),
    ("close before the event is taken", "poll=p unix_pair=a,b p.register=a,1,r b.write=61 close=a p.poll=8"),
    ("register what is ready already", "poll=p unix_pair=a,b b.write=61 p.register=a,1,rw p.poll=8 p.register=b,2,w p.poll=8"),
    ("a source with two Polls", "poll=p poll=q unix_pair=a,b p.register=a,1,r q.register=a,2,rw b.write=61 p.poll=8 q.poll=8 p.deregister=a b.write=61 p.poll=8 q.poll=8"),
    ("a cloned Registry", "poll=p registry=r,p unix_pair=a,b r.register=a,1,r b.write=61 p.poll=8 p.register=a,1,r p.reregister=a,2,r p.poll=8 r.deregister=a r.deregister=a close=r p.register=a,3,r p.poll=8"),
    ("the largest token", "poll=p unix_pair=a,b p.register=a,18446744073709551615,w p.poll=8 p.debug_events=8"),
    ("two sources with one token", "poll=p unix_pair=a,b p.register=a,1,w p.register=b,1,w p.poll=8"),
    // Descriptors of one socket.
    ("a second descriptor", "poll=p unix_pair=a,b dup=a,c p.register=a,1,r p.register=c,2,r b.write=61 p.poll=8 close=c p.poll=8 b.write=61 p.poll=8"),
    ("a closed descriptor whose socket is open", "poll=p unix_pair=a,b dup=a,c p.register=c,1,r close=c b.write=61 p.poll=8"),
    ("a closed socket with a second descriptor", "poll=p unix_pair=a,b dup=a,c p.register=a,1,r close=a b.write=61 p.poll=8"),
    ("a closed descriptor whose number another socket has", "poll=p unix_pair=a,b unix_pair=d,e dup=a,c p.register=c,1,r replace=c,d p.register=c,2,r b.write=61 p.poll=8 e.write=61 p.poll=8"),
    // Events.
    ("capacity 0", "poll=p p.poll=0 unix_pair=a,b p.register=a,1,w p.poll=0 p.poll=1"),
    ("more ready sources than capacity", "poll=p unix_pair=a,b unix_pair=c,d p.register=a,1,w p.register=b,2,w p.register=c,3,w p.register=d,4,w p.poll=3 p.poll=3 p.poll=3"),
    ("debug texts of events", "poll=p unix_pair=a,b p.debug_events=8 p.register=a,1,rw b.write=61 p.debug_events=8 p.register=b,2,w close=a p.debug_events=8"),
    ("time-outs", "poll=p p.poll_for=0 p.poll_for=1 p.poll_for=999 p.poll_for=1000 p.poll_for=1001 p.poll_for=20000"),
    ("a time-out that is not needed", "poll=p unix_pair=a,b p.register=a,1,w p.poll_for=0 b.write=61 p.reregister=a,1,r p.poll_for=0"),
    ("the longest time-out", "poll=p waker=w,p,9 w.wake p.poll_max"),
    ("signals during a wait", "poll=p p.poll_interrupted=200000"),
    // Wakers.
    ("a waker, woken once", "poll=p waker=w,p,9 p.poll=8 w.wake p.poll=8 p.poll=8 w.wake p.poll=8"),
    ("a waker, woken twice", "poll=p waker=w,p,9 w.wake w.wake p.poll=8 p.poll=8"),
    ("a waker, woken from a thread", "poll=p waker=w,p,9 p.poll_woken=w p.poll_woken=w p.poll=8"),
    ("a waker whose counter is full", "poll=p waker=w,p,9 w.fill p.poll=8 w.wake p.poll=8 w.wake p.poll=8"),
    ("a waker that is dropped", "poll=p waker=w,p,9 w.wake close=w p.poll=8 waker=v,p,8 v.wake p.poll=8"),
    ("two wakers of one Poll", "poll=p waker=w,p,9 waker=v,p,8 w.wake p.poll=8"),
    // Values.
    ("interests", "interest=r interest=w interest=p interest=rw interest=rp interest=wp interest=rwp"),
    ("sums of interests", "add=r,w add=r,r add=rw,p add=w,r"),
    ("differences of interests", "remove=rw,r remove=rw,w remove=r,r remove=r,w remove=rwp,rp remove=r,rwp remove=p,p"),
    ("order of interests", "compare=r,w compare=w,r compare=r,r compare=rw,p compare=p,rw compare=rp,wp compare=rwp,wp compare=wr,rw"),
    ("tokens", "token=0 token=3 token=18446744073709551615 compare_tokens=1,2 compare_tokens=2,1 compare_tokens=2,2 compare_tokens=0,18446744073709551615"),
    // UDP.
    ("datagrams", "poll=p udp=a,v4 udp=b,v4 p.register=a,1,rw p.register=b,2,r p.poll=8 a.recv_from=9 a.peer_addr b.send_to=6162,a p.poll=8 a.peek_from=1 a.recv_from=9 a.recv_from=9 a.send_to=-,b p.poll=8 b.recv=9"),
    ("datagrams with IPv6", "poll=p udp=a,v6 udp=b,v6 p.register=a,1,r b.send_to=6162,a p.poll=8 a.recv_from=9 a.only_v6 a.local_addr"),
    ("two datagrams", "poll=p udp=a,v4 udp=b,v4 p.register=a,1,r b.send_to=61,a b.send_to=62,a p.poll=8 a.recv=1 p.poll=8 a.recv=9 a.recv=9"),
    ("connected datagrams", "poll=p udp=a,v4 udp=b,v4 b.send=61 a.connect=b b.connect=a a.peer_addr p.register=a,1,r b.send=616263 p.poll=8 a.peek=9 a.recv=2 a.recv=9"),
    ("a refused datagram", "poll=p udp=a,v4 a.connect=closed4 p.register=a,1,rw p.poll=8 a.send=61 p.poll=8 a.take_error a.take_error a.send=61 a.recv=9 p.poll=8"),
    ("options of a UDP socket", "udp=a,v4 a.set_broadcast=1 a.broadcast a.set_multicast_loop_v4=0 a.multicast_loop_v4 a.set_multicast_ttl_v4=3 a.multicast_ttl_v4 a.set_ttl=9 a.ttl a.only_v6 a.take_error a.set_multicast_loop_v6=0"),
    ("groups", "udp=a,v4 a.join_multicast_v4=239.1.2.3,127.0.0.1 a.leave_multicast_v4=239.1.2.3,127.0.0.1 a.leave_multicast_v4=239.1.2.3,127.0.0.1 udp=b,v6 b.set_multicast_loop_v6=0 b.multicast_loop_v6 b.join_multicast_v6=ff01::1,1 b.leave_multicast_v6=ff01::1,1 b.leave_multicast_v6=ff01::1,1"),
    // Unix sockets.
    ("a Unix listener with a path", "poll=p unix_listen=l,path:l.sock p.register=l,1,r unix_connect=a,path:l.sock p.register=a,2,rw p.poll=8 accept=l,b accept=l,c b.local_addr b.peer_addr a.peer_addr a.local_addr l.local_addr l.take_error p.register=b,3,rw p.poll=8 a.write=61 p.poll=8"),
    ("a Unix listener with an abstract name", "poll=p unix_listen=l,abstract p.register=l,1,r unix_connect=a,abstract p.poll=8 accept=l,b b.local_addr a.peer_addr l.local_addr"),
    ("a Unix client that has an abstract name", "unix_listen=l,path:l.sock named_client=a,path:l.sock accept=l,b b.peer_addr a.local_addr"),
    ("a Unix listener that is not there", "unix_connect=a,path:l.sock unix_connect=a,abstract unix_listen=l,path:l.sock unix_listen=m,path:l.sock close=l unix_connect=a,path:l.sock unix_listen=l,path:no/such"),
    ("a pair of Unix streams", "poll=p unix_pair=a,b p.register=a,1,rw p.poll=8 b.write=616263 p.poll=8 a.read=2 a.read=9 a.read=9 b.write_vectored=61+62 b.flush a.read_vectored=1+1 a.take_error a.shutdown=Write p.poll=8 b.read=9 b.shutdown=Write p.poll=8 a.read=9"),
    ("a Unix stream with data and its end", "poll=p unix_pair=a,b p.register=a,1,r b.write=61 close=b p.poll=8 a.read=9 p.poll=8 a.read=9 a.write=61"),
    ("a Unix stream whose data is not read", "poll=p unix_pair=a,b p.register=a,1,r a.write=61 close=b p.poll=8 a.read=9"),
    ("a full Unix stream", "poll=p unix_pair=a,b a.fill p.register=a,1,w p.poll=8 b.drain p.poll=8"),
    ("a pair of Unix datagram sockets", "poll=p datagram_pair=a,b p.register=a,1,rw p.poll=8 b.send=6162 p.poll=8 a.recv_from=9 a.recv=9 a.local_addr a.peer_addr a.take_error b.shutdown=Write b.send=61 p.poll=8"),
    ("Unix datagram sockets with paths", "poll=p unix_datagram=a,path:a.sock unix_datagram=b,path:b.sock p.register=a,1,r b.send_to=6162,path:a.sock p.poll=8 a.recv_from=9 b.connect=path:a.sock b.peer_addr b.send=63 a.recv_from=1 b.send_to=61,path:no.sock unix_datagram=c,path:a.sock"),
    ("Unix datagram sockets with and without a name", "poll=p unix_datagram=a,abstract unix_datagram=b,unbound a.local_addr b.local_addr p.register=a,1,r b.send=61 unix_datagram=c,path:a.sock c.send_to=61,path:a.sock c.recv_from=9"),
    // Pipes.
    ("a pipe", "poll=p pipe=a,b p.register=a,1,w p.register=b,2,r p.poll=8 b.read=9 a.write=616263 p.poll=8 b.read=2 p.poll=8 b.read=9 a.write_vectored=61+62 a.flush p.poll=8 b.read_vectored=1+9"),
    ("a pipe whose sender is closed", "poll=p pipe=a,b p.register=b,2,r close=a p.poll=8 b.read=9"),
    ("a pipe whose sender is closed after a write", "poll=p pipe=a,b p.register=b,2,r a.write=616263 close=a p.poll=8 b.read=9 b.read=9 p.poll=8"),
    ("a pipe whose receiver is closed", "poll=p pipe=a,b p.register=a,1,w p.poll=8 close=b p.poll=8 a.write=61"),
    ("a full pipe whose receiver is closed", "poll=p pipe=a,b a.fill p.register=a,1,w p.poll=8 close=b p.poll=8 a.write=61"),
    ("a full pipe", "poll=p pipe=a,b a.fill p.register=a,1,w p.poll=8 b.drain p.poll=8"),
    ("the mode of a pipe", "pipe=a,b a.is_nonblocking b.is_nonblocking a.set_nonblocking=0 a.is_nonblocking b.set_nonblocking=0 b.is_nonblocking b.set_nonblocking=1 b.is_nonblocking"),
    ("registering the wrong end of a pipe", "poll=p pipe=a,b p.register=a,1,r p.register=b,2,w p.poll=8 a.write=61 p.poll=8 close=a p.poll=8"),
    // Out-of-band data.
    ("priority", "poll=p listen=l,v4 connect=a,l accept=l,b p.register=a,1,p p.poll=8 b.write=6162 p.poll=8 b.send_out_of_band=63 p.poll=8 p.poll=8 a.read=9 close=b p.poll=8"),
    ("priority with the other interests", "poll=p listen=l,v4 connect=a,l accept=l,b p.register=a,1,rwp p.poll=8 b.write=6162 p.poll=8 b.send_out_of_band=63 p.poll=8 a.read=9"),
    ("out-of-band data without the interest", "JOINED b.send_out_of_band=63 p.poll=8 a.read=9 b.write=64 p.poll=8 a.read=9"),
    // Modes, conversions and texts.
    ("sockets do not block", "listen=l,v4 l.is_nonblocking connect=a,l a.is_nonblocking accept=l,b b.is_nonblocking udp=c,v4 c.is_nonblocking unix_listen=d,path:l.sock d.is_nonblocking unix_connect=e,path:l.sock e.is_nonblocking accept=d,f f.is_nonblocking unix_pair=g,h g.is_nonblocking h.is_nonblocking datagram_pair=i,j i.is_nonblocking j.is_nonblocking unix_datagram=k,unbound k.is_nonblocking"),
    ("sockets of std", "poll=p from_std=l,listener,v4 from_std=a,stream,l p.register=l,1,r p.register=a,2,rw p.poll=8 accept=l,b from_std=u,udp,v4 p.register=u,3,w p.poll=8 u.debug l.debug"),
    ("Unix sockets of std", "poll=p from_std=l,unix_listener,path:l.sock from_std=a,unix_stream,path:l.sock p.register=l,1,r p.register=a,2,rw p.poll=8 accept=l,b from_std=u,unix_datagram,path:a.sock p.register=u,3,w p.poll=8 u.debug l.debug"),
    ("back to sockets of std", "listen=l,v4 connect=a,l udp=b,v4 into_std=a into_std=l into_std=b unix_listen=l,path:l.sock unix_connect=a,path:l.sock unix_datagram=b,unbound into_std=a into_std=l into_std=b"),
    ("try_io", "listen=l,v4 connect=a,l a.try_io=works a.try_io=blocks udp=b,v4 b.try_io=works b.try_io=blocks unix_pair=c,d c.try_io=works c.try_io=blocks datagram_pair=e,f e.try_io=works e.try_io=blocks pipe=g,h g.try_io=works g.try_io=blocks h.try_io=works h.try_io=blocks"),
    ("debug texts", "poll=p registry=r,p waker=w,p,1 listen=l,v4 connect=a,l accept=l,b udp=c,v4 p.debug r.debug w.debug l.debug a.debug b.debug c.debug connect=d,closed4 d.debug close=b"),
    ("debug texts of Unix sockets and pipes", "unix_listen=l,path:l.sock unix_connect=a,path:l.sock accept=l,b unix_pair=c,d datagram_pair=e,f unix_datagram=g,unbound unix_datagram=h,abstract pipe=i,j l.debug a.debug b.debug c.debug e.debug g.debug h.debug i.debug j.debug closed=k k.debug"),
];

fn main() {
    in_new_folder(run_all);
}

fn run_all() {
    if std::env::args().nth(1).as_deref() == Some("trace") {
        trace(std::env::args().skip(2));
    } else if !serve(|words| run("", &words.join(" "))) {
        println!("{}", object(&[("mio", string(env!("CRATE_VERSION")))]));
        for (scenario, script) in scenarios() {
            println!("{}", run(scenario, &script));
        }
    }
}
