// Scripts of operations on UDP sockets: what each operation returns.
//
// A script is operations with spaces between them; an operation is its name and its arguments with
// colons between them. The sockets of a script are U0, U1, …, in the order in which they are
// created. The answer is `none` for a socket that could not be created or has been closed. In the
// answers a port is named by the first socket that has had it.
//
//   bind:ADDRS     ADDRS is some, with + between them, of v4 v6 any4 any6 (port 0), closed4 closed6
//     (no socket is there), foreign4 foreign6 (not of this machine), broad4 (broadcast to U0's
//     port), and of sockets, U0, which may be closed
//   connect:U:ADDRS send_to:U:N:ADDRS send:U:N recv:U:N peek:U:N recv_from:U:N peek_from:U:N
//   join_v4:U:GROUP:IP leave_v4:U:GROUP:IP join_v6:U:GROUP:N leave_v6:U:GROUP:N
//     GROUP is group, or other, which is not a multicast group; IP is lo or foreign
//   NAME:U and set_NAME:U:VALUE of broadcast, loop_v4, ttl_v4, loop_v6, ttl, read_timeout,
//     write_timeout
//   debug:U local:U peer:U clone:U raw:U close:U take_error:U nonblocking:U:1
//
// An operation that would wait for long is not tried, and its answer is `waits`.
//
// With the arguments `echo IP` it echoes datagrams instead.

#[path = "common/json.rs"]
mod json;

use json::*;
use std::env::args;
use std::ffi::{c_int, c_ulong};
use std::fmt::Debug;
use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::os::fd::{AsRawFd, FromRawFd, IntoRawFd};
use std::time::Duration;

struct ScriptRunner {
    sockets: Vec<Option<UdpSocket>>,
    /// The address of each socket, open or closed.
    addrs: Vec<Option<SocketAddr>>,
    /// The names of the ports.
    ports: Vec<(u16, String)>,
    written: usize,
    loopback: UdpSocket,
}

impl ScriptRunner {
    fn new() -> ScriptRunner {
        let loopback = UdpSocket::bind("127.0.0.1:0").unwrap();
        loopback.connect(loopback.local_addr().unwrap()).unwrap();
        ScriptRunner { sockets: vec![], addrs: vec![], ports: vec![], written: 0, loopback }
    }

    /// Waits until everything that was sent has arrived: see `tcp.rs`.
    fn wait_for_packets(&self) {
        for _ in 0..2 {
            self.loopback.send(&[0]).unwrap();
            self.loopback.recv(&mut [0]).unwrap();
        }
    }

    fn socket(&self, word: &str) -> Option<&UdpSocket> {
        self.sockets.get(number(word))?.as_ref()
    }

    fn addr(&self, word: &str) -> Option<SocketAddr> {
        let text = match word {
            "v4" => "127.0.0.1:0",
            "v6" => "[::1]:0",
            "any4" => "0.0.0.0:0",
            "any6" => "[::]:0",
            "closed4" => "127.0.0.1:1",
            "closed6" => "[::1]:1",
            "foreign4" => "192.0.2.1:0",
            "foreign6" => "[2001:db8::1]:0",
            "broad4" => &format!("127.255.255.255:{}", self.ports[0].0),
            _ => return *self.addrs.get(number(word))?,
        };
        Some(text.parse().unwrap())
    }

    fn addrs(&self, words: &str) -> Vec<SocketAddr> {
        words.split('+').filter(|word| !word.is_empty()).filter_map(|word| self.addr(word)).collect()
    }

    /// Replaces the ports in a text by their names, and the descriptor by `_`.
    fn named(&self, mut text: String, fd: c_int) -> String {
        text = text.replace(&format!("fd: {fd} "), "fd: _ ");
        for (port, name) in &self.ports {
            text = text.replace(&format!(":{port}"), &format!(":{name}"));
        }
        text
    }

    fn debug(&self, socket: &UdpSocket) -> String {
        self.named(format!("{socket:?}"), socket.as_raw_fd())
    }

    /// Returns the next bytes of an endless pattern.
    fn pattern(&mut self, n: usize) -> Vec<u8> {
        let letters = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        let bytes = (self.written..self.written + n).map(|at| letters[at % letters.len()]).collect();
        self.written += n;
        bytes
    }

    fn bind(&mut self, words: &str) -> String {
        let mut bound = UdpSocket::bind(&self.addrs(words)[..]);
        let mut aside = vec![];
        let fresh = !words.contains('U');
        // The kernel may choose the port of a socket of the other IP version, or of a closed one.
        while fresh && bound.as_ref().is_ok_and(|socket| self.name(port(socket)).is_some()) {
            aside.push(bound);
            bound = UdpSocket::bind(&self.addrs(words)[..]);
        }
        drop(aside);
        match bound {
            Ok(socket) => self.add(socket, true),
            Err(e) => {
                self.sockets.push(None);
                self.addrs.push(None);
                failure(&e)
            }
        }
    }

    fn name(&self, port: u16) -> Option<&str> {
        self.ports.iter().find(|(known, _)| *known == port).map(|(_, name)| &name[..])
    }

    fn add(&mut self, socket: UdpSocket, made: bool) -> String {
        let addr = socket.local_addr().unwrap();
        if self.name(addr.port()).is_none() {
            self.ports.push((addr.port(), format!("U{}", self.sockets.len())));
        }
        self.addrs.push(Some(addr));
        let answer = self.debug(&socket);
        self.sockets.push(Some(socket));
        if made { format!("Ok({answer})") } else { answer }
    }

    fn take(&mut self, word: &str, how: &str, n: usize) -> Option<String> {
        let socket = self.socket(word)?;
        if would_wait(socket) {
            return Some("waits".into());
        }
        let mut buf = vec![b'.'; n];
        let answer = match how {
            "recv" => show(socket.recv(&mut buf)),
            "peek" => show(socket.peek(&mut buf)),
            "recv_from" => show(socket.recv_from(&mut buf)),
            _ => show(socket.peek_from(&mut buf)),
        };
        Some(format!("{} {}", self.named(answer, -1), bytes(&buf)))
    }

    fn perform(&mut self, operation: &str) -> Option<String> {
        let words: Vec<&str> = operation.split(':').chain([""; 3]).collect();
        let [name, word, value, more] = words[..4] else { unreachable!() };
        let flag = value == "1";
        match name {
            "bind" => return Some(self.bind(word)),
            "send" | "send_to" => {
                self.socket(word)?;
                let data = self.pattern(value.parse().unwrap());
                let socket = self.socket(word)?;
                return Some(match name {
                    "send" => show(socket.send(&data)),
                    _ => show(socket.send_to(&data, &self.addrs(more)[..])),
                });
            }
            "recv" | "peek" | "recv_from" | "peek_from" => {
                return self.take(word, name, value.parse().unwrap());
            }
            "clone" => {
                let clone = self.socket(word)?.try_clone().unwrap();
                return Some(self.add(clone, false));
            }
            "raw" => {
                let socket = self.sockets.get_mut(number(word))?.take()?;
                let socket = unsafe { UdpSocket::from_raw_fd(socket.into_raw_fd()) };
                let answer = self.debug(&socket);
                self.sockets[number(word)] = Some(socket);
                return Some(answer);
            }
            "close" => {
                drop(self.sockets.get_mut(number(word))?.take()?);
                return Some("closed".into());
            }
            _ => {}
        }
        let socket = self.socket(word)?;
        let answer = match name {
            "connect" => show(socket.connect(&self.addrs(value)[..])),
            "debug" => self.debug(socket),
            "local" => show(socket.local_addr()),
            "peer" => show(socket.peer_addr()),
            "take_error" => show(socket.take_error()),
            "nonblocking" => show(socket.set_nonblocking(flag)),
            "broadcast" => show(socket.broadcast()),
            "set_broadcast" => show(socket.set_broadcast(flag)),
            "loop_v4" => show(socket.multicast_loop_v4()),
            "set_loop_v4" => show(socket.set_multicast_loop_v4(flag)),
            "ttl_v4" => show(socket.multicast_ttl_v4()),
            "set_ttl_v4" => show(socket.set_multicast_ttl_v4(value.parse().unwrap())),
            "loop_v6" => show(socket.multicast_loop_v6()),
            "set_loop_v6" => show(socket.set_multicast_loop_v6(flag)),
            "ttl" => show(socket.ttl()),
            "set_ttl" => show(socket.set_ttl(value.parse().unwrap())),
            "read_timeout" => show(socket.read_timeout().map(micros)),
            "set_read_timeout" => show(socket.set_read_timeout(duration(value))),
            "write_timeout" => show(socket.write_timeout().map(micros)),
            "set_write_timeout" => show(socket.set_write_timeout(duration(value))),
            "join_v4" => show(socket.join_multicast_v4(&group4(value), &interface4(more))),
            "leave_v4" => show(socket.leave_multicast_v4(&group4(value), &interface4(more))),
            "join_v6" => show(socket.join_multicast_v6(&group6(value), more.parse().unwrap())),
            "leave_v6" => show(socket.leave_multicast_v6(&group6(value), more.parse().unwrap())),
            other => panic!("{other}"),
        };
        Some(self.named(answer, -1))
    }
}

fn port(socket: &UdpSocket) -> u16 {
    socket.local_addr().unwrap().port()
}

fn group4(word: &str) -> Ipv4Addr {
    if word == "group" { Ipv4Addr::new(239, 1, 2, 3) } else { Ipv4Addr::new(10, 1, 2, 3) }
}

fn interface4(word: &str) -> Ipv4Addr {
    if word == "lo" { Ipv4Addr::LOCALHOST } else { Ipv4Addr::new(192, 0, 2, 1) }
}

fn group6(word: &str) -> Ipv6Addr {
    if word == "group" { "ff01::123".parse().unwrap() } else { Ipv6Addr::LOCALHOST }
}

fn failure(e: &io::Error) -> String {
    format!("Err({e:?}) {e}")
}

fn show<T: Debug>(result: io::Result<T>) -> String {
    match result {
        Ok(value) => format!("Ok({value:?})"),
        Err(e) => failure(&e),
    }
}

fn number(word: &str) -> usize {
    word[1..].parse().unwrap()
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

#[repr(C)]
struct PollFd {
    fd: c_int,
    events: i16,
    revents: i16,
}

unsafe extern "C" {
    fn fcntl(fd: c_int, command: c_int, ...) -> c_int;
    fn poll(fds: *mut PollFd, count: c_ulong, timeout: c_int) -> c_int;
}

const F_GETFL: c_int = 3;
const O_NONBLOCK: c_int = 0o4000;
const POLLIN: i16 = 0x1;
const PATIENCE: Duration = Duration::from_millis(100);

/// Returns true if receiving a datagram would wait for long.
fn would_wait(socket: &UdpSocket) -> bool {
    let mut asked = PollFd { fd: socket.as_raw_fd(), events: POLLIN, revents: 0 };
    unsafe { poll(&mut asked, 1, 0) };
    asked.revents == 0
        && unsafe { fcntl(socket.as_raw_fd(), F_GETFL) } & O_NONBLOCK == 0
        && socket.read_timeout().unwrap().is_none_or(|dur| dur > PATIENCE)
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

const FLAGS: [&str; 4] = ["broadcast", "loop_v4", "loop_v6", "loop_v4"];
const SIZES: [usize; 10] = [0, 0, 1, 2, 5, 26, 64, 100, 1000, 70000];
const DURATIONS: [&str; 6] = ["none", "0", "20000", "500000", "1000000", "1500000"];
const TTLS: [&str; 6] = ["0", "1", "64", "255", "256", "4294967295"];
const TAKES: [&str; 6] = ["recv", "recv", "peek", "recv_from", "recv_from", "peek_from"];

fn random_operation(r: &mut Random, sockets: usize) -> String {
    let socket = format!("U{}", r.below(sockets));
    let other = format!("U{}", r.below(sockets));
    let size = *r.pick(&SIZES);
    let flag = r.below(2);
    let group = *r.pick(&["group", "group", "group", "other"]);
    match r.below(100) {
        0..4 => format!("bind:{}", r.pick(&["v4", "v6", "any4", "any6", "foreign4", &other, ""])),
        4..6 => format!("bind:{other}+{}", r.pick(&["foreign4", "foreign6+U0", "foreign4+v4", "v6"])),
        6..12 => format!("connect:{socket}:{other}"),
        12..16 => {
            let addrs = ["", "closed4", "closed6", "closed6+closed4", "closed4+U1", "broad4"];
            format!("connect:{socket}:{}", r.pick(&addrs))
        }
        16..30 => format!("send_to:{socket}:{size}:{other}"),
        30..35 => {
            let addrs = ["", "closed4", "closed6", "broad4", "U0+U1", "closed4+U0", "v4", "v6"];
            format!("send_to:{socket}:{size}:{}", r.pick(&addrs))
        }
        35..45 => format!("send:{socket}:{size}"),
        45..66 => format!("{}:{socket}:{}", r.pick(&TAKES), size.min(1000)),
        66..69 => format!("close:{socket}"),
        69..72 => format!("set_{}:{socket}:{flag}", r.pick(&FLAGS)),
        72..74 => format!("{}:{socket}", r.pick(&FLAGS)),
        74..76 => format!("set_{}:{socket}:{}", r.pick(&["ttl", "ttl_v4"]), r.pick(&TTLS)),
        76..78 => format!("{}:{socket}", r.pick(&["ttl", "ttl_v4"])),
        78..80 => {
            let side = r.pick(&["read", "write"]);
            format!("set_{side}_timeout:{socket}:{}", r.pick(&DURATIONS))
        }
        80..81 => format!("{}_timeout:{socket}", r.pick(&["read", "write"])),
        81..83 => format!("join_v4:{socket}:{group}:{}", r.pick(&["lo", "lo", "foreign"])),
        83..84 => format!("leave_v4:{socket}:{group}:{}", r.pick(&["lo", "lo", "foreign"])),
        84..86 => format!("join_v6:{socket}:{group}:{}", r.pick(&["1", "1", "999999"])),
        86..87 => format!("leave_v6:{socket}:{group}:{}", r.pick(&["1", "1", "999999"])),
        87..90 => format!("{}:{socket}", r.pick(&["debug", "local", "peer"])),
        90..92 => format!("take_error:{socket}"),
        92..95 => format!("nonblocking:{socket}:{}", r.pick(&["1", "1", "1", "0"])),
        95..98 => format!("clone:{socket}"),
        _ => format!("raw:{socket}"),
    }
}

fn random_script(r: &mut Random) -> String {
    let ip = if r.below(2) == 0 { "4" } else { "6" };
    let mut script = vec![format!("bind:v{ip}"), format!("bind:v{ip}")];
    let mut sockets = 2;
    for socket in 0..sockets {
        if r.below(3) > 0 {
            script.push(format!("nonblocking:U{socket}:1"));
        }
        if r.below(3) == 0 {
            script.push(format!("connect:U{socket}:U{}", 1 - socket));
        }
    }
    for _ in 0..2 + r.below(16) {
        let operation = random_operation(r, sockets);
        sockets += usize::from(operation.starts_with("bind") || operation.starts_with("clone"));
        script.push(operation);
    }
    script.join(" ")
}

/// Sends each datagram back and prints a line about it, up to the first empty one.
fn echo(ip: &str) {
    let socket = UdpSocket::bind((ip, 0)).unwrap();
    println!("{}", socket.local_addr().unwrap());
    let mut buf = vec![0; 65536];
    loop {
        let (n, addr) = socket.recv_from(&mut buf).unwrap();
        println!("{n} bytes of {addr}");
        socket.send_to(&buf[..n], addr).unwrap();
        if n == 0 {
            return;
        }
    }
}

fn main() {
    if let (Some("echo"), Some(ip)) = (args().nth(1).as_deref(), args().nth(2)) {
        return echo(&ip);
    }
    if serve(|script| object(&[("answers", answers(script))])) {
        return;
    }
    let mut r = Random(0x5eed_0dbd);
    for script in (0..700).map(|_| random_script(&mut r)) {
        let operations: Vec<&str> = script.split(' ').collect();
        println!("{}", object(&[("script", string(&script)), ("answers", answers(&operations))]));
    }
}
