// Unix sockets: addresses, ancillary data, and what the operations of scripts return.
//
// A question is `path HEX` or `name HEX`, for the address of those bytes, `ancillary CAPACITY
// ITEMS`, for an ancillary buffer of that size to which the items are added, or `script
// OPERATIONS`.
//
// A script is operations with spaces between them; an operation is its name and its arguments with
// colons between them. The sockets of a script are numbered from 0. The answer is `none` for a
// socket that could not be created, has been closed, or is of another kind. No operation waits.
// ADDR is a path in a temporary folder (p0, p1), an abstract name (a0, a1), `unnamed`, a path in a
// missing folder (`missing`), or a path that is too long (`long`) or has a NUL byte (`nul`).
//
//   listen:ADDR connect:ADDR pair bind:ADDR unbound dpair          create one or two sockets
//   of a listener:       accept:I incoming:I
//   of a stream:         read:I:N write:I:N read_vectored:I:N,N write_vectored:I:N,N cred:I
//   of a datagram:       connect_to:I:ADDR send:I:N send_to:I:N:ADDR recv:I:N recv_from:I:N
//     peek_from:I:N
//   of both of these:    peer:I peek:I:N shutdown:I:HOW passcred:I set_passcred:I:FLAG
//     NAME:I and set_NAME:I:MICROS of read_timeout and write_timeout
//     pass:I:N:CAPACITY:ITEMS take:I:N:CAPACITY    send and receive ancillary data; a datagram
//     socket may pass them to an ADDR
//   of all:              debug:I local:I clone:I raw:I close:I take_error:I
//
// ITEMS are messages with commas between them: `f` and a count of descriptors, `c` and a count of
// the sender's own credentials, `b` for a descriptor that is not open.
#![feature(unix_socket_ancillary_data, peer_credentials_unix_socket, unix_socket_peek)]

#[path = "common/json.rs"]
mod json;

use json::*;
use std::ffi::OsStr;
use std::fmt::Debug;
use std::fs::File;
use std::io::{self, IoSlice, IoSliceMut, Read, Write};
use std::net::Shutdown;
use std::os::fd::{AsRawFd, FromRawFd, IntoRawFd, OwnedFd, RawFd};
use std::os::linux::net::{SocketAddrExt, UnixSocketExt};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::os::unix::net::*;
use std::path::PathBuf;
use std::time::Duration;

enum Socket {
    Listener(UnixListener),
    Stream(UnixStream),
    Datagram(UnixDatagram),
}

use Socket::*;

struct ScriptRunner {
    sockets: Vec<Option<Socket>>,
    folder: PathBuf,
    /// The beginning of all abstract names.
    prefix: String,
    written: usize,
}

/// Expands to the same code for all kinds of sockets.
macro_rules! any {
    ($socket:expr, |$name:ident| $body:expr) => {
        match $socket {
            Listener($name) => $body,
            Stream($name) => $body,
            Datagram($name) => $body,
        }
    };
}

/// Expands to the same code for streams and datagram sockets.
macro_rules! ends {
    ($socket:expr, |$name:ident| $body:expr) => {
        match $socket {
            Stream($name) => $body,
            Datagram($name) => $body,
            Listener(_) => return None,
        }
    };
}

impl ScriptRunner {
    fn new(number: usize) -> ScriptRunner {
        let prefix = format!("stdnet-oracle-{}-{number}-", std::process::id());
        let folder = std::env::temp_dir().join(&prefix);
        std::fs::create_dir(&folder).unwrap();
        ScriptRunner { sockets: vec![], folder, prefix, written: 0 }
    }

    fn path(&self, word: &str) -> PathBuf {
        match word {
            "unnamed" => PathBuf::new(),
            "missing" => self.folder.join("missing/sock"),
            "long" => self.folder.join("x".repeat(108)),
            "nul" => self.folder.join("a\0b"),
            _ => self.folder.join(word),
        }
    }

    fn addr(&self, word: &str) -> io::Result<SocketAddr> {
        if word.starts_with('a') {
            return SocketAddr::from_abstract_name(format!("{}{word}", self.prefix));
        }
        SocketAddr::from_pathname(self.path(word))
    }

    /// Returns the next bytes of an endless pattern.
    fn pattern(&mut self, n: usize) -> Vec<u8> {
        let letters = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        let bytes = (self.written..self.written + n).map(|at| letters[at % letters.len()]).collect();
        self.written += n;
        bytes
    }

    /// Returns the text without the parts that differ from run to run.
    fn named(&self, text: String) -> String {
        let text = text.replace(&self.folder.display().to_string(), "FOLDER");
        without_chosen_names(without_descriptors(text.replace(&self.prefix, "PREFIX")))
    }

    fn new_socket(&mut self, made: io::Result<Socket>) -> String {
        let answer = show(made.as_ref().map(|socket| Plain(any!(socket, |it| format!("{it:?}")))));
        if let Ok(socket) = &made {
            any!(socket, |it| it.set_nonblocking(true).unwrap());
        }
        self.sockets.push(made.ok());
        self.named(answer)
    }

    fn new_pair(&mut self, one: Socket, two: Socket) -> String {
        format!("{} {}", self.new_socket(Ok(one)), self.new_socket(Ok(two)))
    }

    fn get(&self, word: &str) -> Option<&Socket> {
        self.sockets.get(word.parse::<usize>().unwrap())?.as_ref()
    }

    fn stream(&self, word: &str) -> Option<&UnixStream> {
        if let Stream(stream) = self.get(word)? { Some(stream) } else { None }
    }

    fn datagram(&self, word: &str) -> Option<&UnixDatagram> {
        if let Datagram(datagram) = self.get(word)? { Some(datagram) } else { None }
    }

    fn listener(&self, word: &str) -> Option<&UnixListener> {
        if let Listener(listener) = self.get(word)? { Some(listener) } else { None }
    }

    fn perform(&mut self, operation: &str) -> Option<String> {
        let words: Vec<&str> = operation.split(':').collect();
        let (name, word) = (words[0], words.get(1).copied().unwrap_or(""));
        let value = words.get(2).copied().unwrap_or("");
        let size = value.parse().unwrap_or(0);
        let mut buf = vec![b'.'; size];
        Some(match name {
            // A path is passed as a path, and an abstract name as an address.
            "listen" if word.starts_with('a') => {
                let addr = self.addr(word).unwrap();
                self.new_socket(UnixListener::bind_addr(&addr).map(Listener))
            }
            "listen" => self.new_socket(UnixListener::bind(self.path(word)).map(Listener)),
            "connect" if word.starts_with('a') => {
                let addr = self.addr(word).unwrap();
                self.new_socket(UnixStream::connect_addr(&addr).map(Stream))
            }
            "connect" => self.new_socket(UnixStream::connect(self.path(word)).map(Stream)),
            "bind" if word.starts_with('a') => {
                let addr = self.addr(word).unwrap();
                self.new_socket(UnixDatagram::bind_addr(&addr).map(Datagram))
            }
            "bind" => self.new_socket(UnixDatagram::bind(self.path(word)).map(Datagram)),
            "unbound" => self.new_socket(UnixDatagram::unbound().map(Datagram)),
            "pair" => {
                let (one, two) = UnixStream::pair().unwrap();
                self.new_pair(Stream(one), Stream(two))
            }
            "dpair" => {
                let (one, two) = UnixDatagram::pair().unwrap();
                self.new_pair(Datagram(one), Datagram(two))
            }

            "accept" => match self.listener(word)?.accept() {
                Ok((stream, addr)) => {
                    let from = self.named(format!("{addr:?}"));
                    format!("{} from {from}", self.new_socket(Ok(Stream(stream))))
                }
                Err(e) => self.new_socket(Err(e)),
            },
            "incoming" => {
                let next = self.listener(word)?.incoming().next().unwrap();
                self.new_socket(next.map(Stream))
            }

            "read" => {
                let result = show(self.stream(word)?.read(&mut buf));
                format!("{result} {}", text(&buf))
            }
            "write" => {
                let data = self.pattern(size);
                show(self.stream(word)?.write(&data))
            }
            "read_vectored" => {
                let mut bufs: Vec<Vec<u8>> = sizes(value).map(|n| vec![b'.'; n]).collect();
                let mut slices: Vec<_> = bufs.iter_mut().map(|buf| IoSliceMut::new(buf)).collect();
                let result = show(self.stream(word)?.read_vectored(&mut slices));
                format!("{result} {}", texts(&bufs))
            }
            "write_vectored" => {
                let bufs: Vec<Vec<u8>> = sizes(value).map(|n| self.pattern(n)).collect();
                let slices: Vec<_> = bufs.iter().map(|buf| IoSlice::new(buf)).collect();
                show(self.stream(word)?.write_vectored(&slices))
            }
            "cred" => show(self.stream(word)?.peer_cred().map(|cred| Plain(whose(cred)))),

            "connect_to" if value.starts_with('a') => {
                let addr = self.addr(value).unwrap();
                show(self.datagram(word)?.connect_addr(&addr))
            }
            "connect_to" => show(self.datagram(word)?.connect(self.path(value))),
            "send" => {
                let data = self.pattern(size);
                show(self.datagram(word)?.send(&data))
            }
            "send_to" if words[3].starts_with('a') => {
                let data = self.pattern(size);
                show(self.datagram(word)?.send_to_addr(&data, &self.addr(words[3]).unwrap()))
            }
            "send_to" => {
                let data = self.pattern(size);
                show(self.datagram(word)?.send_to(&data, self.path(words[3])))
            }
            "recv" => {
                let result = show(self.datagram(word)?.recv(&mut buf));
                format!("{result} {}", text(&buf))
            }
            "recv_from" => {
                let result = show(self.datagram(word)?.recv_from(&mut buf));
                self.named(format!("{result} {}", text(&buf)))
            }
            "peek_from" => {
                let result = show(self.datagram(word)?.peek_from(&mut buf));
                self.named(format!("{result} {}", text(&buf)))
            }

            "peer" => self.named(ends!(self.get(word)?, |it| show(it.peer_addr()))),
            "peek" => {
                let result = ends!(self.get(word)?, |it| show(it.peek(&mut buf)));
                format!("{result} {}", text(&buf))
            }
            "shutdown" => {
                let how = match value {
                    "Read" => Shutdown::Read,
                    "Write" => Shutdown::Write,
                    _ => Shutdown::Both,
                };
                ends!(self.get(word)?, |it| show(it.shutdown(how)))
            }
            "passcred" => ends!(self.get(word)?, |it| show(it.passcred())),
            "set_passcred" => ends!(self.get(word)?, |it| show(it.set_passcred(value == "1"))),
            "read_timeout" => ends!(self.get(word)?, |it| show(it.read_timeout().map(micros))),
            "write_timeout" => ends!(self.get(word)?, |it| show(it.write_timeout().map(micros))),
            "set_read_timeout" => {
                ends!(self.get(word)?, |it| show(it.set_read_timeout(duration(value))))
            }
            "set_write_timeout" => {
                ends!(self.get(word)?, |it| show(it.set_write_timeout(duration(value))))
            }
            "pass" => {
                let data = self.pattern(size);
                let (head, tail) = data.split_at(size / 2);
                let null = File::open("/dev/null").unwrap();
                let mut room = vec![0; words[3].parse().unwrap()];
                let mut ancillary = SocketAncillary::new(&mut room);
                let added = add(&mut ancillary, words[4], null.as_raw_fd(), &own_cred());
                let bufs = [IoSlice::new(head), IoSlice::new(tail)];
                let result = match (self.get(word)?, words.get(5)) {
                    (Stream(it), None) => it.send_vectored_with_ancillary(&bufs, &mut ancillary),
                    (Datagram(it), None) => it.send_vectored_with_ancillary(&bufs, &mut ancillary),
                    (Datagram(it), Some(to)) => {
                        let path = self.path(to);
                        it.send_vectored_with_ancillary_to(&bufs, &mut ancillary, path)
                    }
                    _ => return None,
                };
                format!("{added} {} {}", show(result), ancillary.len())
            }
            "take" => {
                let mut half = vec![b'.'; size / 2];
                buf.truncate(size - half.len());
                let mut bufs = [IoSliceMut::new(&mut half), IoSliceMut::new(&mut buf)];
                let mut room = vec![0; words[3].parse().unwrap()];
                let mut ancillary = SocketAncillary::new(&mut room);
                let result = match self.get(word)? {
                    Stream(it) => show(it.recv_vectored_with_ancillary(&mut bufs, &mut ancillary)),
                    Datagram(it) => {
                        show(it.recv_vectored_with_ancillary_from(&mut bufs, &mut ancillary))
                    }
                    Listener(_) => return None,
                };
                let result = self.named(result);
                format!("{result} {} {}", texts(&[half, buf]), shown(ancillary))
            }

            "debug" => self.named(any!(self.get(word)?, |it| format!("{it:?}"))),
            "local" => self.named(any!(self.get(word)?, |it| show(it.local_addr()))),
            "take_error" => any!(self.get(word)?, |it| show(it.take_error())),
            "clone" => {
                let clone = match self.get(word)? {
                    Listener(it) => Listener(it.try_clone().unwrap()),
                    Stream(it) => Stream(it.try_clone().unwrap()),
                    Datagram(it) => Datagram(it.try_clone().unwrap()),
                };
                self.new_socket(Ok(clone))
            }
            "raw" => {
                let again = match self.sockets.get_mut(word.parse::<usize>().unwrap())?.take()? {
                    Listener(it) => Listener(unsafe { FromRawFd::from_raw_fd(it.into_raw_fd()) }),
                    Stream(it) => Stream(OwnedFd::from(it).into()),
                    Datagram(it) => Datagram(OwnedFd::from(it).into()),
                };
                self.new_socket(Ok(again))
            }
            "close" => {
                self.sockets.get_mut(word.parse::<usize>().unwrap())?.take()?;
                "closed".into()
            }
            other => panic!("{other}"),
        })
    }
}

impl Drop for ScriptRunner {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.folder).unwrap();
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

fn without_descriptors(text: String) -> String {
    let mut parts = text.split("fd: ");
    let mut out = parts.next().unwrap().to_string();
    for part in parts {
        out += "fd: ";
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
        out += if rest.len() < part.len() { "_" } else { "" };
        out += rest;
    }
    out
}

/// The kernel chooses abstract names of five hex digits.
fn without_chosen_names(text: String) -> String {
    let mut parts: Vec<String> = text.split("\" (abstract)").map(String::from).collect();
    let last = parts.len() - 1;
    for part in &mut parts[..last] {
        let at = part.rfind('"').unwrap() + 1;
        if part.len() - at == 5 && part[at..].chars().all(|c| c.is_ascii_hexdigit()) {
            part.replace_range(at.., "CHOSEN");
        }
    }
    parts.join("\" (abstract)")
}

fn sizes(value: &str) -> impl Iterator<Item = usize> {
    value.split(',').filter(|n| !n.is_empty()).map(|n| n.parse().unwrap())
}

fn text(data: &[u8]) -> String {
    String::from_utf8(data.into()).unwrap()
}

fn texts(bufs: &[Vec<u8>]) -> String {
    bufs.iter().map(|buf| text(buf)).collect::<Vec<_>>().join(",")
}

fn duration(value: &str) -> Option<Duration> {
    value.parse().ok().map(Duration::from_micros)
}

fn micros(dur: Option<Duration>) -> Option<u128> {
    dur.map(|dur| dur.as_micros())
}

/// Returns the process ID, and the owner and group of new files.
fn myself() -> (i32, u32, u32) {
    let me = std::fs::metadata("/proc/self").unwrap();
    (std::process::id() as i32, me.uid(), me.gid())
}

fn own_cred() -> SocketCred {
    let (pid, uid, gid) = myself();
    let mut cred = SocketCred::new();
    cred.set_pid(pid);
    cred.set_uid(uid);
    cred.set_gid(gid);
    cred
}

fn whose(cred: UCred) -> String {
    if (cred.pid.unwrap(), cred.uid, cred.gid) == myself() { "mine".into() } else { format!("{cred:?}") }
}

/// Adds messages; returns which of them there was room for.
fn add(ancillary: &mut SocketAncillary, items: &str, fd: RawFd, cred: &SocketCred) -> String {
    let added = items.split(',').filter(|item| !item.is_empty()).map(|item| {
        let count = item[1..].parse().unwrap_or(1);
        match &item[..1] {
            "f" => ancillary.add_fds(&vec![fd; count]),
            "c" => ancillary.add_creds(&vec![cred.clone(); count]),
            _ => ancillary.add_fds(&[1_000_000]),
        }
    });
    format!("{:?}", added.collect::<Vec<_>>())
}

/// Returns the text of the messages that have been received.
fn shown(ancillary: SocketAncillary) -> String {
    let mut shown = format!("{} {} {}", ancillary.len(), ancillary.is_empty(), ancillary.truncated());
    for message in ancillary.messages() {
        shown += &match message {
            Ok(AncillaryData::ScmRights(fds)) => {
                let fds: Vec<_> = fds.map(|fd| unsafe { OwnedFd::from_raw_fd(fd) }).collect();
                format!(" {} descriptors", fds.len())
            }
            Ok(AncillaryData::ScmCredentials(creds)) => {
                let mine = |cred: SocketCred| {
                    (cred.get_pid(), cred.get_uid(), cred.get_gid()) == myself()
                };
                format!(" credentials {:?}", creds.map(mine).collect::<Vec<_>>())
            }
            Err(e) => format!(" {e:?}"),
        };
    }
    shown
}

fn address(made: io::Result<SocketAddr>) -> String {
    let addr = match made {
        Ok(addr) => addr,
        Err(e) => return object(&[("error", error(&e))]),
    };
    let or_null = |bytes: Option<&[u8]>| bytes.map_or("null".into(), hex);
    object(&[
        ("debug", debug(&addr)),
        ("unnamed", addr.is_unnamed().to_string()),
        ("pathname", or_null(addr.as_pathname().map(|path| path.as_os_str().as_bytes()))),
        ("abstract", or_null(addr.as_abstract_name())),
    ])
}

fn ancillary(capacity: &str, items: &str) -> String {
    let mut room = vec![0xaa; capacity.parse().unwrap()];
    let mut ancillary = SocketAncillary::new(&mut room);
    let mut cred = SocketCred::new();
    cred.set_pid(4711);
    cred.set_uid(1000);
    cred.set_gid(u32::MAX);
    let added = add(&mut ancillary, items, 7, &cred);
    let fields = format!(
        "{added} {} {} {} {}",
        ancillary.capacity(),
        ancillary.len(),
        ancillary.is_empty(),
        ancillary.truncated()
    );
    let full = format!("{ancillary:?}");
    ancillary.clear();
    object(&[
        ("fields", string(&fields)),
        ("debug", string(&full)),
        ("cleared", string(&format!("{ancillary:?}"))),
    ])
}

fn answer(number: usize, question: &[&str]) -> String {
    match question {
        ["path", hex] => address(SocketAddr::from_pathname(OsStr::from_bytes(&word(hex)))),
        ["name", hex] => address(SocketAddr::from_abstract_name(word(hex))),
        ["ancillary", capacity, items] => ancillary(capacity, items),
        ["ancillary", capacity] => ancillary(capacity, ""),
        ["script", script @ ..] => {
            let mut runner = ScriptRunner::new(number);
            let perform = |operation: &&str| string(&runner.perform(operation).unwrap_or("none".into()));
            object(&[("answers", array(&script.iter().map(perform).collect::<Vec<_>>()))])
        }
        other => panic!("{other:?}"),
    }
}

// Random questions, the same in every run.

const SIZES: [usize; 6] = [0, 1, 2, 5, 26, 60];
const ROOMS: [usize; 9] = [0, 16, 20, 24, 28, 32, 40, 64, 128];
const ADDRS: [&str; 6] = ["p0", "p0", "p1", "a0", "a0", "a1"];
const BAD: [&str; 5] = ["missing", "long", "nul", "unnamed", "p9"];
const ITEMS: [&str; 10] = ["", "f1", "f2", "f3", "c", "f0", "b", "c2", "f1,f2", "c,f2"];

fn random_bytes(r: &mut Random) -> Vec<u8> {
    let n = *r.pick(&[0, 1, 5, 20, 106, 107, 108, 109, 200]);
    let pools: [&[u8]; 3] = [b"ab/'\"\\ \n\t\x01\x7f", "e\u{301}é😀\u{200b}".as_bytes(), b"\0\xff\xc3\x80z"];
    let pool = *r.pick(&pools);
    (0..n).map(|_| *r.pick(pool)).collect()
}

fn random_sizes(r: &mut Random) -> String {
    let sizes: Vec<String> = (0..r.below(4)).map(|_| r.pick(&SIZES).to_string()).collect();
    sizes.join(",")
}

fn random_operation(r: &mut Random, sockets: usize) -> String {
    let i = r.below(sockets);
    let size = *r.pick(&SIZES);
    let addr = if r.below(8) == 0 { r.pick(&BAD) } else { r.pick(&ADDRS) };
    let micros = r.pick(&["none", "0", "20000", "1000000"]);
    let room = r.pick(&ROOMS);
    match r.below(100) {
        0..4 => format!("listen:{addr}"),
        4..12 => format!("connect:{addr}"),
        12..15 => format!("bind:{addr}"),
        15..16 => "unbound".into(),
        16..18 => r.pick(&["pair", "dpair"]).to_string(),
        18..26 => format!("{}:{i}", r.pick(&["accept", "accept", "incoming"])),
        26..34 => format!("read:{i}:{size}"),
        34..40 => format!("write:{i}:{size}"),
        40..42 => format!("read_vectored:{i}:{}", random_sizes(r)),
        42..44 => format!("write_vectored:{i}:{}", random_sizes(r)),
        44..46 => format!("cred:{i}"),
        46..49 => format!("connect_to:{i}:{addr}"),
        49..54 => format!("send:{i}:{size}"),
        54..58 => format!("send_to:{i}:{size}:{addr}"),
        58..66 => format!("{}:{i}:{size}", r.pick(&["recv", "recv_from", "peek_from", "peek"])),
        66..69 => format!("shutdown:{i}:{}", r.pick(&["Read", "Write", "Both"])),
        69..71 => format!("{}:{i}", r.pick(&["passcred", "read_timeout", "write_timeout"])),
        71..73 => format!("set_passcred:{i}:{}", r.below(2)),
        73..75 => format!("set_{}:{i}:{micros}", r.pick(&["read_timeout", "write_timeout"])),
        75..78 => format!("pass:{i}:{size}:{room}:{}", r.pick(&ITEMS)),
        78..80 => {
            let (to, items) = (r.below(sockets), *r.pick(&ITEMS));
            format!("pass:{i}:{size}:128:{items} take:{to}:{}:{room}", r.pick(&SIZES))
        }
        80..81 => format!("pass:{i}:{size}:{room}:{}:{}", r.pick(&ITEMS), r.pick(&["p0", "p9", "nul"])),
        81..88 => format!("take:{i}:{size}:{room}"),
        88..93 => format!("{}:{i}", r.pick(&["debug", "local", "peer", "take_error"])),
        93..95 => format!("clone:{i}"),
        95..96 => format!("raw:{i}"),
        _ => format!("close:{i}"),
    }
}

const OPENINGS: [&str; 8] = [
    "listen:p0 connect:p0 accept:0",
    "listen:a0 connect:a0 accept:0",
    "pair set_passcred:1:1",
    "pair pass:0:5:128:f2 pass:0:2:128:f3 pass:0:1:128:c,f1",
    "pair pass:0:5:128:f2 take:1:5:64",
    "dpair set_passcred:0:1 pass:1:5:128:f3 pass:0:2:64:f1 pass:1:0:128:c",
    "bind:p0 bind:a0 unbound",
    "dpair",
];

fn main() {
    let mut number = 0;
    let numbered = |question: &[&str]| {
        number += 1;
        answer(number, question)
    };
    if serve(numbered) {
        return;
    }
    let mut r = Random(20260711);
    let mut questions: Vec<String> = vec![];
    for _ in 0..120 {
        let hex = hex(&random_bytes(&mut r)).replace('"', "");
        let hex = if hex.is_empty() { "-" } else { &hex };
        questions.push(format!("{} {hex}", r.pick(&["path", "name"])));
    }
    for _ in 0..60 {
        questions.push(format!("ancillary {} {}", r.pick(&ROOMS), r.pick(&ITEMS)));
    }
    for _ in 0..400 {
        let opening = *r.pick(&OPENINGS);
        let operations: Vec<String> =
            (0..4 + r.below(12)).map(|_| random_operation(&mut r, 4)).collect();
        questions.push(format!("script {opening} {}", operations.join(" ")));
    }
    for (number, question) in questions.iter().enumerate() {
        let words: Vec<&str> = question.split_whitespace().collect();
        println!("{}", object(&[("question", string(question)), ("answer", answer(number, &words))]));
    }
}
