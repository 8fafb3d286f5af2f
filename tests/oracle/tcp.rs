// Scripts of operations on TCP listeners and streams: what each operation returns.
//
// A script is operations with spaces between them; an operation is its name and its arguments with
// colons between them. The listeners of a script are L0, L1, … and its streams S0, S1, …, in the
// order in which they are created. The answer is `none` for a socket that could not be created or
// has been closed. In the answers a port is named by the listener that has it, or the stream that
// connected from it.
//
//   bind:ADDRS connect:ADDRS connect_timeout:ADDR:MICROS     ADDRS is some, with + between them, of
//     v4 v6 any4 (port 0), closed4 closed6 (no socket listens), foreign4 foreign6 (not of this
//     machine), and of listeners, L0, which may be closed
//   full:ADDR:MICROS     writes until a new connection is full, or with 0 in non-blocking mode
//   of a listener L:     accept:L incoming:L into_incoming:L only_v6:L set_only_v6:L:0
//   of a stream S:       peer:S read:S:N peek:S:N read_exact:S:N read_to_end:S read_to_string:S
//     read_vectored:S:N,N write:S:N write_all:S:N write_vectored:S:N,N flush:S shutdown:S:HOW
//     NAME:S and set_NAME:S:VALUE of nodelay, linger, read_timeout, write_timeout, deferaccept
//   of both:             debug:L local:L clone:L raw:L close:L take_error:L nonblocking:L:1
//     ttl:L set_ttl:L:N
//
// An operation that would wait for long is not tried, and its answer is `waits`.
#![feature(tcp_deferaccept, tcp_linger, tcplistener_into_incoming)]

#[path = "common/json.rs"]
mod json;

use json::*;
use std::ffi::{c_int, c_ulong};
use std::fmt::Debug;
use std::io::{self, IoSlice, IoSliceMut, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::os::fd::{AsRawFd, FromRawFd, IntoRawFd};
use std::os::linux::net::TcpStreamExt;
use std::time::Duration;

struct Handle<T> {
    socket: T,
    /// The ports of both of its addresses, and their names.
    ports: Vec<(u16, String)>,
}

impl<T: AsRawFd> Handle<T> {
    /// Replaces the ports in a text by their names, and the descriptor by `_`.
    fn named(&self, mut text: String) -> String {
        text = text.replace(&format!("fd: {}", self.socket.as_raw_fd()), "fd: _");
        for (port, name) in &self.ports {
            text = text.replace(&format!(":{port}"), &format!(":{name}"));
        }
        text
    }
}

/// A stream and the address of its peer, if that is known.
type Accepted = (TcpStream, Option<SocketAddr>);

struct ScriptRunner {
    listeners: Vec<Option<Handle<TcpListener>>>,
    streams: Vec<Option<Handle<TcpStream>>>,
    /// The address of each listener, open or closed.
    addrs: Vec<Option<SocketAddr>>,
    /// The two addresses and the name of each stream that connected.
    connected: Vec<(SocketAddr, SocketAddr, String)>,
    written: usize,
    loopback: UdpSocket,
}

/// Expands to the same code for a listener and for a stream.
macro_rules! either {
    ($runner:ident, $word:expr, |$handle:ident| $body:expr) => {
        if $word.starts_with('L') {
            let $handle = $runner.listener($word)?;
            $body
        } else {
            let $handle = $runner.stream($word)?;
            $body
        }
    };
}

impl ScriptRunner {
    fn new() -> ScriptRunner {
        let loopback = UdpSocket::bind("127.0.0.1:0").unwrap();
        loopback.connect(loopback.local_addr().unwrap()).unwrap();
        ScriptRunner {
            listeners: vec![],
            streams: vec![],
            addrs: vec![],
            connected: vec![],
            written: 0,
            loopback,
        }
    }

    /// Waits until everything that was sent has arrived.
    ///
    /// The loopback delivers in order, so a datagram to this process arrives after all that was
    /// sent before it, and the next datagram after what was sent in reply to that. Acknowledgements
    /// are not delayed, as small writes may wait for them.
    fn wait_for_packets(&self) {
        for stream in self.streams.iter().flatten() {
            let _ = stream.socket.set_quickack(true);
        }
        for _ in 0..3 {
            self.loopback.send(&[0]).unwrap();
            self.loopback.recv(&mut [0]).unwrap();
        }
    }

    fn listener(&self, word: &str) -> Option<&Handle<TcpListener>> {
        self.listeners.get(number(word))?.as_ref()
    }

    fn stream(&self, word: &str) -> Option<&Handle<TcpStream>> {
        self.streams.get(number(word))?.as_ref()
    }

    fn addr(&self, word: &str) -> Option<SocketAddr> {
        let text = match word {
            "v4" => "127.0.0.1:0",
            "v6" => "[::1]:0",
            "any4" => "0.0.0.0:0",
            "closed4" => "127.0.0.1:1",
            "closed6" => "[::1]:1",
            "foreign4" => "192.0.2.1:0",
            "foreign6" => "[2001:db8::1]:0",
            _ => return *self.addrs.get(number(word))?,
        };
        Some(text.parse().unwrap())
    }

    fn addrs(&self, words: &str) -> Vec<SocketAddr> {
        words.split('+').filter(|word| !word.is_empty()).filter_map(|word| self.addr(word)).collect()
    }

    /// Returns the next bytes of an endless pattern.
    fn pattern(&mut self, n: usize) -> Vec<u8> {
        let letters = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        let bytes = (self.written..self.written + n).map(|at| letters[at % letters.len()]).collect();
        self.written += n;
        bytes
    }

    fn new_listener(&mut self, bound: io::Result<TcpListener>) -> String {
        let handle = bound.map(|socket| {
            let port = socket.local_addr().unwrap().port();
            Handle { socket, ports: vec![(port, format!("L{}", self.listeners.len()))] }
        });
        let answer = show(handle.as_ref().map(|handle| Plain(debug_of(handle))));
        let handle = handle.ok();
        self.addrs.push(handle.as_ref().map(|handle| handle.socket.local_addr().unwrap()));
        self.listeners.push(handle);
        answer
    }

    fn new_client(&mut self, connected: io::Result<TcpStream>) -> String {
        let handle = connected.map(|socket| {
            let name = format!("S{}", self.streams.len());
            let (local, peer) = (socket.local_addr().unwrap(), socket.peer_addr().unwrap());
            self.connected.push((local, peer, name.clone()));
            let kind = |addr: SocketAddr| (addr.port(), addr.is_ipv4());
            let home = self.addrs.iter().rposition(|home| home.map(kind) == Some(kind(peer))).unwrap();
            Handle { socket, ports: vec![(local.port(), name), (peer.port(), format!("L{home}"))] }
        });
        let answer = show(handle.as_ref().map(|handle| Plain(debug_of(handle))));
        self.streams.push(handle.ok());
        answer
    }

    /// Adds an accepted stream; its peer's port gets the name of the stream that connected.
    fn new_server(&mut self, word: &str, accepted: io::Result<Accepted>) -> Option<String> {
        let home = self.listener(word)?.ports[0].clone();
        let handle = accepted.map(|(socket, addr)| {
            let client = |(local, peer, _): &&(SocketAddr, SocketAddr, String)| {
                Some(*local) == addr && peer.port() == home.0
            };
            let client = self.connected.iter().rfind(client);
            let client = client.map(|(local, _, name)| (local.port(), name.clone()));
            let ports = [home].into_iter().chain(client).collect();
            (Handle { socket, ports }, addr)
        });
        let answer = show(handle.as_ref().map(|(handle, addr)| {
            let addr = addr.map_or("nobody".into(), |addr| addr.to_string());
            Plain(handle.named(format!("{:?} from {addr}", handle.socket)))
        }));
        self.streams.push(handle.ok().map(|(handle, _)| handle));
        Some(answer)
    }

    fn perform(&mut self, operation: &str) -> Option<String> {
        let mut arguments = operation.split(':');
        let name = arguments.next().unwrap();
        let word = arguments.next().unwrap_or("");
        let value = arguments.next().unwrap_or("");
        let flag = value == "1";
        let enough = match name {
            "read" | "peek" => 1,
            "read_exact" => value.parse().unwrap(),
            "read_to_end" | "read_to_string" => usize::MAX,
            "read_vectored" => sizes(value).max().map_or(0, |longest| longest.min(1)),
            _ => 0,
        };
        if enough > 0 && would_wait(&self.stream(word)?.socket, enough) {
            return Some("waits".into());
        }
        Some(match name {
            "bind" => self.new_listener(TcpListener::bind(&self.addrs(word)[..])),
            "connect" => self.new_client(TcpStream::connect(&self.addrs(word)[..])),
            "connect_timeout" => {
                let addr = self.addr(word)?;
                self.new_client(TcpStream::connect_timeout(&addr, duration(value)?))
            }
            "full" => full(self.addr(word)?, duration(value)?),

            "accept" | "incoming" | "into_incoming" => {
                let listener = &self.listener(word)?.socket;
                if is_blocking(listener) && poll_now(listener, POLLIN) == 0 {
                    return Some("waits".into());
                }
                match name {
                    "accept" => {
                        let accepted = listener.accept();
                        self.new_server(word, accepted.map(|(stream, addr)| (stream, Some(addr))))?
                    }
                    "incoming" => {
                        let next = listener.incoming().next().unwrap();
                        self.new_server(word, next.map(with_peer))?
                    }
                    _ => {
                        let clone = listener.try_clone().unwrap();
                        let next = clone.into_incoming().next().unwrap();
                        self.new_server(word, next.map(with_peer))?
                    }
                }
            }
            #[allow(deprecated)]
            "only_v6" => show(self.listener(word)?.socket.only_v6()),
            #[allow(deprecated)]
            "set_only_v6" => show(self.listener(word)?.socket.set_only_v6(flag)),

            "peer" => {
                let stream = self.stream(word)?;
                stream.named(show(stream.socket.peer_addr()))
            }
            "read" | "peek" => {
                let mut stream = &self.stream(word)?.socket;
                let mut buf = vec![b'.'; value.parse().unwrap()];
                let result = if name == "read" { stream.read(&mut buf) } else { stream.peek(&mut buf) };
                format!("{} {}", show(result), bytes(&buf))
            }
            "read_exact" => {
                let mut buf = vec![b'.'; value.parse().unwrap()];
                let result = (&self.stream(word)?.socket).read_exact(&mut buf);
                format!("{} {}", show(result), bytes(&buf))
            }
            "read_to_end" => {
                let mut buf = vec![b'.'];
                let result = (&self.stream(word)?.socket).read_to_end(&mut buf);
                format!("{} {}", show(result), bytes(&buf))
            }
            "read_to_string" => {
                let mut text = String::new();
                let result = (&self.stream(word)?.socket).read_to_string(&mut text);
                show(result.map(|_| Plain(bytes(text.as_bytes()))))
            }
            "read_vectored" => {
                let mut stream = &self.stream(word)?.socket;
                let mut bufs: Vec<Vec<u8>> = sizes(value).map(|n| vec![b'.'; n]).collect();
                let mut slices: Vec<_> = bufs.iter_mut().map(|buf| IoSliceMut::new(buf)).collect();
                let result = show(stream.read_vectored(&mut slices));
                format!("{result} {}", bufs.iter().map(|buf| bytes(buf)).collect::<Vec<_>>().join(","))
            }
            "write" | "write_all" => {
                let data = self.pattern(value.parse().unwrap());
                let mut stream = &self.stream(word)?.socket;
                if name == "write" { show(stream.write(&data)) } else { show(stream.write_all(&data)) }
            }
            "write_vectored" => {
                let bufs: Vec<Vec<u8>> = sizes(value).map(|n| self.pattern(n)).collect();
                let slices: Vec<_> = bufs.iter().map(|buf| IoSlice::new(buf)).collect();
                show((&self.stream(word)?.socket).write_vectored(&slices))
            }
            "flush" => show((&self.stream(word)?.socket).flush()),
            "shutdown" => {
                let how = match value {
                    "Read" => Shutdown::Read,
                    "Write" => Shutdown::Write,
                    _ => Shutdown::Both,
                };
                show(self.stream(word)?.socket.shutdown(how))
            }
            "nodelay" => show(self.stream(word)?.socket.nodelay()),
            "set_nodelay" => show(self.stream(word)?.socket.set_nodelay(flag)),
            "linger" => show(self.stream(word)?.socket.linger().map(micros)),
            "set_linger" => show(self.stream(word)?.socket.set_linger(duration(value))),
            "read_timeout" => show(self.stream(word)?.socket.read_timeout().map(micros)),
            "set_read_timeout" => show(self.stream(word)?.socket.set_read_timeout(duration(value))),
            "write_timeout" => show(self.stream(word)?.socket.write_timeout().map(micros)),
            "set_write_timeout" => show(self.stream(word)?.socket.set_write_timeout(duration(value))),
            "deferaccept" => show(self.stream(word)?.socket.deferaccept().map(|dur| dur.as_micros())),
            "set_deferaccept" => show(self.stream(word)?.socket.set_deferaccept(duration(value)?)),

            "debug" => either!(self, word, |handle| debug_of(handle)),
            "local" => either!(self, word, |handle| handle.named(show(handle.socket.local_addr()))),
            "take_error" => either!(self, word, |handle| show(handle.socket.take_error())),
            "nonblocking" => either!(self, word, |handle| show(handle.socket.set_nonblocking(flag))),
            "ttl" => either!(self, word, |handle| show(handle.socket.ttl())),
            "set_ttl" => {
                either!(self, word, |handle| show(handle.socket.set_ttl(value.parse().unwrap())))
            }
            "clone" if word.starts_with('L') => {
                let Handle { socket, ports } = self.listener(word)?;
                let clone = Handle { socket: socket.try_clone().unwrap(), ports: ports.clone() };
                let answer = debug_of(&clone);
                self.addrs.push(clone.socket.local_addr().ok());
                self.listeners.push(Some(clone));
                answer
            }
            "clone" => {
                let Handle { socket, ports } = self.stream(word)?;
                let clone = Handle { socket: socket.try_clone().unwrap(), ports: ports.clone() };
                let answer = debug_of(&clone);
                self.streams.push(Some(clone));
                answer
            }
            "raw" if word.starts_with('L') => {
                let slot = self.listeners.get_mut(number(word))?;
                let Handle { socket, ports } = slot.take()?;
                let socket = unsafe { TcpListener::from_raw_fd(socket.into_raw_fd()) };
                debug_of(slot.insert(Handle { socket, ports }))
            }
            "raw" => {
                let slot = self.streams.get_mut(number(word))?;
                let Handle { socket, ports } = slot.take()?;
                let socket = unsafe { TcpStream::from_raw_fd(socket.into_raw_fd()) };
                debug_of(slot.insert(Handle { socket, ports }))
            }
            "close" if word.starts_with('L') => {
                drop(self.listeners.get_mut(number(word))?.take()?);
                "closed".into()
            }
            "close" => {
                drop(self.streams.get_mut(number(word))?.take()?);
                "closed".into()
            }
            other => panic!("{other}"),
        })
    }
}

/// A text whose `{:?}` is the text itself.
struct Plain(String);

impl Debug for Plain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

fn show<T: Debug>(result: Result<T, impl std::borrow::Borrow<io::Error>>) -> String {
    match result {
        Ok(value) => format!("Ok({value:?})"),
        Err(e) => format!("Err({:?}) {}", e.borrow(), e.borrow()),
    }
}

fn debug_of<T: AsRawFd + Debug>(handle: &Handle<T>) -> String {
    handle.named(format!("{:?}", handle.socket))
}

fn with_peer(stream: TcpStream) -> Accepted {
    let addr = stream.peer_addr().ok();
    (stream, addr)
}

fn number(word: &str) -> usize {
    word[1..].parse().unwrap()
}

fn sizes(value: &str) -> impl Iterator<Item = usize> {
    value.split(',').filter(|n| !n.is_empty()).map(|n| n.parse().unwrap())
}

fn duration(value: &str) -> Option<Duration> {
    value.parse().ok().map(Duration::from_micros)
}

fn micros(dur: Option<Duration>) -> Option<u128> {
    dur.map(|dur| dur.as_micros())
}

/// Returns bytes, which are ASCII letters; of many bytes the length and the Adler-32 sum.
fn bytes(data: &[u8]) -> String {
    if data.len() <= 64 {
        return String::from_utf8(data.into()).unwrap();
    }
    let (mut a, mut b) = (1u32, 0u32);
    for byte in data {
        a = (a + u32::from(*byte)) % 65521;
        b = (b + a) % 65521;
    }
    format!("{} bytes of sum {:08x}", data.len(), b << 16 | a)
}

fn full(addr: SocketAddr, timeout: Duration) -> String {
    let listener = TcpListener::bind(addr).unwrap();
    let mut stream = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    if timeout.is_zero() {
        stream.set_nonblocking(true).unwrap();
    } else {
        stream.set_write_timeout(Some(timeout)).unwrap();
    }
    loop {
        if let failed @ Err(_) = stream.write(&[b'.'; 65536]) {
            return show(failed);
        }
    }
}

#[repr(C)]
struct PollFd {
    fd: c_int,
    events: i16,
    revents: i16,
}

unsafe extern "C" {
    fn fcntl(fd: c_int, command: c_int, ...) -> c_int;
    fn ioctl(fd: c_int, request: c_ulong, ...) -> c_int;
    fn poll(fds: *mut PollFd, count: c_ulong, timeout: c_int) -> c_int;
}

const FIONREAD: c_ulong = 0x541b;
const F_GETFL: c_int = 3;
const O_NONBLOCK: c_int = 0o4000;
const POLLIN: i16 = 0x1;
const POLLERR: i16 = 0x8;
const POLLHUP: i16 = 0x10;
const POLLRDHUP: i16 = 0x2000;

fn is_blocking(socket: &impl AsRawFd) -> bool {
    unsafe { fcntl(socket.as_raw_fd(), F_GETFL) & O_NONBLOCK == 0 }
}

fn poll_now(socket: &impl AsRawFd, events: i16) -> i16 {
    let mut asked = PollFd { fd: socket.as_raw_fd(), events, revents: 0 };
    unsafe { poll(&mut asked, 1, 0) };
    asked.revents
}

const PATIENCE: Duration = Duration::from_millis(100);

/// Returns true if reading so many bytes would wait for long.
fn would_wait(stream: &TcpStream, enough: usize) -> bool {
    let mut arrived: c_int = 0;
    unsafe { ioctl(stream.as_raw_fd(), FIONREAD, &mut arrived) };
    is_blocking(stream)
        && stream.read_timeout().unwrap().is_none_or(|dur| dur > PATIENCE)
        && poll_now(stream, POLLRDHUP) & (POLLRDHUP | POLLHUP | POLLERR) == 0
        && (arrived as usize) < enough
}

fn answers(script: &[&str]) -> String {
    let mut runner = ScriptRunner::new();
    let answer = |operation: &&str| {
        let answer = runner.perform(operation).unwrap_or("none".into());
        runner.wait_for_packets();
        string(&answer)
    };
    array(&script.iter().map(answer).collect::<Vec<_>>())
}

// Random scripts, the same in every run.

const SIZES: [usize; 8] = [0, 1, 2, 5, 26, 64, 100, 1000];
const DURABLE: [&str; 3] = ["linger", "read_timeout", "write_timeout"];
const DURATIONS: [&str; 6] = ["none", "0", "20000", "500000", "1000000", "1500000"];

fn random_sizes(r: &mut Random) -> String {
    let sizes: Vec<String> = (0..r.below(4)).map(|_| r.pick(&SIZES).to_string()).collect();
    sizes.join(",")
}

fn random_operation(r: &mut Random, listeners: usize, streams: usize) -> String {
    let listener = format!("L{}", r.below(listeners));
    let stream = if r.below(2) == 0 { r.below(streams.min(2)) } else { r.below(streams) };
    let stream = format!("S{stream}");
    let socket = if r.below(4) == 0 { &listener } else { &stream };
    let size = *r.pick(&SIZES);
    let flag = r.below(2);
    match r.below(100) {
        0..3 => format!("bind:{}", r.pick(&["v4", "v6", "any4", "foreign4", "foreign6", &listener, ""])),
        3..5 => format!("bind:{listener}+{}", r.pick(&["foreign4", "foreign6+L0", "foreign4+v4", "v6"])),
        5..10 => format!("connect:{listener}"),
        10..12 => format!("connect:{}", r.pick(&["", "v4", "closed4", "closed6+closed4", "closed4+L0"])),
        12..13 => format!("connect_timeout:{}:9000000", r.pick(&[&listener, "closed4", "closed6"])),
        13..14 => format!("connect_timeout:{}:0", r.pick(&["closed4", "closed6"])),
        14..22 => format!("{}:{listener}", r.pick(&["accept", "accept", "incoming", "into_incoming"])),
        22..23 => format!("{}:{listener}", r.pick(&["only_v6", "set_only_v6"])),
        23..31 => format!("read:{stream}:{size}"),
        31..35 => format!("peek:{stream}:{size}"),
        35..38 => format!("read_exact:{stream}:{size}"),
        38..41 => format!("{}:{stream}", r.pick(&["read_to_end", "read_to_string"])),
        41..45 => format!("read_vectored:{stream}:{}", random_sizes(r)),
        45..55 => format!("write:{stream}:{size}"),
        55..58 => format!("write_all:{stream}:{size}"),
        58..62 => format!("write_vectored:{stream}:{}", random_sizes(r)),
        62..66 => format!("shutdown:{stream}:{}", r.pick(&["Read", "Write", "Both"])),
        66..72 => format!("close:{socket}"),
        72..74 => format!("{}:{stream}", r.pick(&["peer", "flush", "nodelay", "deferaccept"])),
        74..76 => format!("set_{}:{stream}:{}", r.pick(&DURABLE), r.pick(&DURATIONS)),
        76..78 => format!("set_linger:{stream}:{}", r.pick(&["0", "none", "1000000"])),
        78..80 => format!("{}:{stream}", r.pick(&DURABLE)),
        80..82 => format!("set_nodelay:{stream}:{flag}"),
        82..83 => format!("set_deferaccept:{stream}:{}", r.pick(&["0", "1000000", "9999999"])),
        83..85 => format!("set_ttl:{socket}:{}", r.pick(&["0", "1", "64", "255", "256", "4294967295"])),
        85..88 => format!("{}:{socket}", r.pick(&["debug", "local", "ttl"])),
        88..91 => format!("take_error:{socket}"),
        91..96 => format!("nonblocking:{socket}:{}", r.pick(&["1", "1", "1", "0"])),
        96..98 => format!("clone:{socket}"),
        _ => format!("raw:{socket}"),
    }
}

fn random_script(r: &mut Random) -> String {
    let ip = if r.below(2) == 0 { "4" } else { "6" };
    let mut script = vec![format!("bind:v{ip}"), "connect:L0".into()];
    let (mut listeners, mut streams) = (1, 1);
    if r.below(5) > 0 {
        script.push("accept:L0".into());
        streams += 1;
    }
    for stream in 0..streams {
        if r.below(3) > 0 {
            script.push(format!("nonblocking:S{stream}:1"));
        }
    }
    for _ in 0..2 + r.below(16) {
        let operation = random_operation(r, listeners, streams);
        match operation.split(':').next().unwrap() {
            "bind" => listeners += 1,
            "clone" if operation.contains('L') => listeners += 1,
            "connect" | "connect_timeout" | "accept" | "incoming" | "into_incoming" => streams += 1,
            "clone" => streams += 1,
            _ => {}
        }
        script.push(operation);
    }
    script.join(" ")
}

fn main() {
    if serve(|script| object(&[("answers", answers(script))])) {
        return;
    }
    let mut r = Random(0x5eed_7c90);
    let full = ["v4:0", "v4:20000", "v6:0", "v6:20000"].map(|how| format!("full:{how}"));
    for script in full.into_iter().chain((0..600).map(|_| random_script(&mut r))) {
        let operations: Vec<&str> = script.split(' ').collect();
        println!("{}", object(&[("script", string(&script)), ("answers", answers(&operations))]));
    }
}
