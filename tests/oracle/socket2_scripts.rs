// Scripts of operations on sockets of the crate socket2: what each operation returns.
//
// A script is operations with spaces between them. Its sockets have names of one letter. The answer
// of an operation is `none` for a socket that could not be made or has been closed.
//
//   new=A,DOMAIN,TYPE,PROTOCOL  new_raw=…  pair=A,B,DOMAIN,TYPE,PROTOCOL  pair_raw=…
//     C's numbers; PROTOCOL may be `none`
//   pipe=A                   the end of a pipe, which is no socket
//   joined=A,B,IP,TYPE       two sockets of 127.0.0.1 or ::1 that are connected to each other
//   accept=A,B  accept_raw=A,B  accept4=A,B,FLAGS  try_clone=A,B     B is the new socket
//   closed=A                 a descriptor that is not open
//   close=A
//   A.NAME=ARGUMENTS         a method of A, of the same name and with the same arguments
//
// Arguments are numbers; 0 or 1 for a `bool`; microseconds for a `Duration`, or `max`; hex digits
// for bytes, with + between the buffers of a vector; `none`; and for an address one of `v4` `v6`
// (port 0 of loopback), `closed4` `closed6` (no socket listens), `path:NAME` (in the current
// folder), `abstract` (a new name), `short:FAMILY` (two bytes), `vsock`, or a socket, whose own
// address is meant. Buffers to fill are given by their sizes.
//
//   A.sendmsg=BUFS,CONTROL,ADDR,MSG_FLAGS,FLAGS      CONTROL is hex digits, or `rights:N`
//   A.recvmsg=SIZES,CONTROL_SIZE,ADDR_SIZE,FLAGS     the answer shows each control message
//   A.sendfile=OFFSET,LENGTH                         of a file with the letters a to z
//   A.is_cloexec                                     FD_CLOEXEC
//
// What depends on the kernel, its settings or the privileges of the process is asked with a `?`
// before the operation: its answer is only shown to `serve`, and `?` is in its place otherwise.
//
// An operation that would wait is not tried, and its answer is `waits`. In the answers a port is
// named by the socket that has it.

#[path = "common/folder.rs"]
mod folder;
#[path = "common/json.rs"]
mod json;

use folder::in_new_folder;
use json::*;
use socket2::*;
use std::fmt::Debug;
use std::fs::File;
use std::io::{self, IoSlice, IoSliceMut, Read, Write};
use std::mem::MaybeUninit;
use std::net::{Ipv4Addr, Ipv6Addr, Shutdown, SocketAddr, UdpSocket};
use std::num::{NonZeroU32, NonZeroUsize};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::time::Duration;

type Answer = io::Result<String>;

fn show<T: Debug>(result: io::Result<T>) -> Answer {
    result.map(|value| format!("{value:?}"))
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

// Arguments.

fn flag(word: &str) -> bool {
    word == "1"
}

fn int<T: std::str::FromStr>(word: &str) -> T
where
    T::Err: Debug,
{
    word.parse().unwrap_or_else(|e| panic!("{word}: {e:?}"))
}

fn option<T>(word: &str, parse: impl Fn(&str) -> T) -> Option<T> {
    (word != "none").then(|| parse(word))
}

fn duration(word: &str) -> Duration {
    if word == "max" { Duration::MAX } else { Duration::from_micros(int(word)) }
}

fn bytes_list(words: &str) -> Vec<Vec<u8>> {
    words.split('+').filter(|part| !part.is_empty()).map(word).collect()
}

fn sizes(words: &str) -> Vec<usize> {
    words.split('+').filter(|part| !part.is_empty()).map(int).collect()
}

fn how(word: &str) -> Shutdown {
    match word {
        "Read" => Shutdown::Read,
        "Write" => Shutdown::Write,
        _ => Shutdown::Both,
    }
}

fn keepalive(words: &[&str]) -> TcpKeepalive {
    let mut params = TcpKeepalive::new();
    if let Some(time) = option(words[0], duration) {
        params = params.with_time(time);
    }
    if let Some(interval) = option(words[1], duration) {
        params = params.with_interval(interval);
    }
    if let Some(retries) = option(words[2], int) {
        params = params.with_retries(retries);
    }
    params
}

fn interface(word: &str) -> InterfaceIndexOrAddress {
    match word.parse() {
        Ok(index) => InterfaceIndexOrAddress::Index(index),
        Err(_) => InterfaceIndexOrAddress::Address(word.parse().unwrap()),
    }
}

fn filters(words: &str) -> Vec<SockFilter> {
    let parts = words.split('+').filter(|part| *part != "-");
    parts
        .map(|part| {
            let n: Vec<u32> = part.split(':').map(int).collect();
            SockFilter::new(n[0] as u16, n[1] as u8, n[2] as u8, n[3])
        })
        .collect()
}

// Buffers.

/// A buffer to fill; what is beyond the end of the data is not looked at.
fn room(n: usize) -> Vec<MaybeUninit<u8>> {
    vec![MaybeUninit::new(0); n]
}

/// Returns the first `n` bytes of the buffers as hex digits, with a + after each buffer.
fn filled(bufs: &[Vec<MaybeUninit<u8>>], n: usize) -> String {
    let mut left = n;
    let mut out = String::new();
    for buf in bufs {
        let here = left.min(buf.len());
        // Safety: `room` has initialised it.
        out.extend(buf[..here].iter().map(|b| format!("{:02x}", unsafe { b.assume_init() })));
        out.push('+');
        left -= here;
    }
    out
}

/// Calls `receive` with a buffer; the answer is the number of bytes and what is in the buffer.
fn into_room(n: usize, receive: impl FnOnce(&mut [MaybeUninit<u8>]) -> io::Result<usize>) -> Answer {
    let mut buf = room(n);
    let received = receive(&mut buf)?;
    Ok(format!("{received} {}", filled(&[buf], received)))
}

fn into_rooms<T>(
    words: &str,
    receive: impl FnOnce(&mut [MaybeUninitSlice]) -> io::Result<(usize, T)>,
) -> io::Result<(String, T)> {
    let mut bufs: Vec<_> = sizes(words).into_iter().map(room).collect();
    let mut slices: Vec<_> = bufs.iter_mut().map(|buf| MaybeUninitSlice::new(buf)).collect();
    let (received, rest) = receive(&mut slices)?;
    drop(slices);
    Ok((format!("{received} {}", filled(&bufs, received)), rest))
}

fn io_slices(bufs: &[Vec<u8>]) -> Vec<IoSlice<'_>> {
    bufs.iter().map(|buf| IoSlice::new(buf)).collect()
}

/// Returns the control messages in the bytes, closing descriptors that are among them.
fn control_messages(mut control: &[u8]) -> String {
    let mut out = vec![];
    while control.len() >= 16 {
        let size = usize::from_ne_bytes(control[..8].try_into().unwrap());
        let level = i32::from_ne_bytes(control[8..12].try_into().unwrap());
        let kind = i32::from_ne_bytes(control[12..16].try_into().unwrap());
        let data = &control[16..size.min(control.len())];
        let shown = match (level, kind) {
            (libc::SOL_SOCKET, libc::SCM_RIGHTS) => {
                for fd in data.chunks_exact(4) {
                    let fd = i32::from_ne_bytes(fd.try_into().unwrap());
                    drop(unsafe { OwnedFd::from_raw_fd(fd) });
                }
                "descriptors".into()
            }
            (libc::SOL_SOCKET, libc::SCM_CREDENTIALS) => "credentials".into(),
            _ => hex(data),
        };
        out.push(format!("{level}/{kind} {size}: {shown}"));
        control = &control[control.len().min((size + 7) & !7)..];
    }
    out.join(" ")
}

/// A control message that sends the standard input `n` times.
fn rights(n: usize) -> Vec<u8> {
    let mut out = (16 + 4 * n).to_ne_bytes().to_vec();
    out.extend(libc::SOL_SOCKET.to_ne_bytes());
    out.extend(libc::SCM_RIGHTS.to_ne_bytes());
    out.resize((16 + 4 * n + 7) & !7, 0);
    out
}

/// More than any descriptor.
const CLOSED: i32 = 1_000_000_000;

/// A socket, and the port of its address if it has one.
struct Named {
    name: char,
    socket: Option<Socket>,
    port: u16,
}

impl Drop for Named {
    fn drop(&mut self) {
        // There is nothing to close.
        if self.socket.as_ref().is_some_and(|socket| socket.as_raw_fd() == CLOSED) {
            std::mem::forget(self.socket.take());
        }
    }
}

struct ScriptRunner {
    sockets: Vec<Named>,
    loopback: UdpSocket,
}

impl ScriptRunner {
    fn new() -> ScriptRunner {
        let loopback = UdpSocket::bind("127.0.0.1:0").unwrap();
        loopback.connect(loopback.local_addr().unwrap()).unwrap();
        ScriptRunner { sockets: vec![], loopback }
    }

    /// Waits until everything that was sent has arrived: the loopback delivers in order.
    fn wait_for_packets(&self) {
        for _ in 0..3 {
            self.loopback.send(&[0]).unwrap();
            self.loopback.recv(&mut [0]).unwrap();
        }
    }

    fn socket(&self, name: &str) -> Option<&Socket> {
        let name = name.chars().next()?;
        self.sockets.iter().rev().find(|socket| socket.name == name)?.socket.as_ref()
    }

    fn add(&mut self, name: &str, socket: Socket) {
        self.sockets.push(Named { name: name.chars().next().unwrap(), socket: Some(socket), port: 0 });
    }

    /// Replaces the ports and descriptors in a text.
    fn named(&mut self, mut text: String) -> String {
        for socket in &mut self.sockets {
            let Some(open) = &socket.socket else { continue };
            if let Some(addr) = open.local_addr().ok().and_then(|addr| addr.as_socket()) {
                socket.port = addr.port();
            }
            text = text.replace(&format!("raw: {},", open.as_raw_fd()), "raw: _,");
        }
        // Of the sockets that have a port, a listener comes first.
        for socket in &self.sockets {
            if socket.port != 0 {
                text = text.replace(&format!(":{}", socket.port), &format!(":{}", socket.name));
            }
        }
        text
    }

    fn addr(&self, word: &str) -> io::Result<SockAddr> {
        let of = |text: &str| Ok(text.parse::<SocketAddr>().unwrap().into());
        match word.split(':').collect::<Vec<_>>()[..] {
            ["v4"] => of("127.0.0.1:0"),
            ["v6"] => of("[::1]:0"),
            ["any6"] => of("[::]:0"),
            ["closed4"] => of("127.0.0.1:1"),
            ["closed6"] => of("[::1]:1"),
            ["foreign4"] => of("192.0.2.1:0"),
            ["path", name] => SockAddr::unix(name),
            ["unnamed"] => SockAddr::unix(""),
            ["abstract"] => SockAddr::unix(format!("\0stdnet-{:08}", std::process::id())),
            ["short", family] => {
                let mut storage = SockAddrStorage::zeroed();
                unsafe { *storage.view_as::<u16>() = int(family) };
                Ok(unsafe { SockAddr::new(storage, 2) })
            }
            ["vsock"] => Ok(SockAddr::vsock(1, 1)),
            [name] => match self.socket(name) {
                Some(socket) => socket.local_addr(),
                None => Err(io::ErrorKind::NotFound.into()),
            },
            _ => panic!("no address {word}"),
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

    fn perform(&mut self, operation: &str) -> Answer {
        let (name, words) = operation.split_once('=').unwrap_or((operation, ""));
        let words: Vec<&str> = words.split(',').collect();
        match name.split_once('.') {
            None => self.manage(name, &words),
            Some((target, method)) => {
                let Some(socket) = self.socket(target) else { return Ok("none".into()) };
                if would_wait(socket, method, &words) {
                    return Ok("waits".into());
                }
                self.call(socket, method, &words)
                    .unwrap_or_else(|| call_option(socket, method, &words))
            }
        }
    }

    /// Creates and closes sockets.
    fn manage(&mut self, name: &str, words: &[&str]) -> Answer {
        let domain = |at: usize| Domain::from(int::<i32>(words[at]));
        let ty = |at: usize| Type::from(int::<i32>(words[at]));
        let protocol = |at: usize| option(words[at], |word| Protocol::from(int::<i32>(word)));
        match name {
            "new" | "new_raw" => {
                let new = if name == "new" { Socket::new } else { Socket::new_raw };
                self.add(words[0], new(domain(1), ty(2), protocol(3))?);
            }
            "pair" | "pair_raw" => {
                let pair = if name == "pair" { Socket::pair } else { Socket::pair_raw };
                let (one, other) = pair(domain(2), ty(3), protocol(4))?;
                self.add(words[0], one);
                self.add(words[1], other);
            }
            "pipe" => {
                let (reader, _) = io::pipe()?;
                self.add(words[0], OwnedFd::from(reader).into());
            }
            // Safety: it is never closed.
            "closed" => self.add(words[0], unsafe { Socket::from_raw_fd(CLOSED) }),
            "joined" => {
                let addr = SocketAddr::new(words[2].parse().unwrap(), 0).into();
                let domain = Domain::for_address(SocketAddr::new(words[2].parse().unwrap(), 0));
                let [one, other] = [(); 2].map(|()| Socket::new(domain, ty(3), None).unwrap());
                one.bind(&addr)?;
                if ty(3) == Type::STREAM {
                    one.listen(1)?;
                    other.connect(&one.local_addr()?)?;
                    self.add(words[0], one.accept()?.0);
                } else {
                    other.bind(&addr)?;
                    one.connect(&other.local_addr()?)?;
                    other.connect(&one.local_addr()?)?;
                    self.add(words[0], one);
                }
                self.add(words[1], other);
            }
            "accept" | "accept_raw" | "accept4" => {
                let Some(listener) = self.socket(words[0]) else { return Ok("none".into()) };
                if would_wait(listener, name, words) {
                    return Ok("waits".into());
                }
                let (socket, addr) = match name {
                    "accept" => listener.accept(),
                    "accept_raw" => listener.accept_raw(),
                    _ => listener.accept4(int(words[2])),
                }?;
                self.add(words[1], socket);
                return Ok(address(&addr));
            }
            "try_clone" => {
                let Some(socket) = self.socket(words[0]) else { return Ok("none".into()) };
                let clone = socket.try_clone()?;
                self.add(words[1], clone);
            }
            "close" => {
                let name = words[0].chars().next();
                for socket in self.sockets.iter_mut().filter(|socket| Some(socket.name) == name) {
                    socket.socket = None;
                }
            }
            _ => panic!("no operation {name}"),
        }
        Ok("()".into())
    }

    /// Calls a method that connects, sends or receives, or returns `None` for any other.
    fn call(&self, socket: &Socket, method: &str, words: &[&str]) -> Option<Answer> {
        let addr = |at: usize| self.addr(words[at]);
        let with_addr = |at: usize, call: &dyn Fn(&SockAddr) -> Answer| call(&addr(at)?);
        let data = || bytes_list(words[0]);
        Some(match method {
            "bind" => with_addr(0, &|addr| show(socket.bind(addr))),
            "connect" => with_addr(0, &|addr| show(socket.connect(addr))),
            "connect_timeout" => {
                with_addr(0, &|addr| show(socket.connect_timeout(addr, duration(words[1]))))
            }
            "listen" => show(socket.listen(int(words[0]))),
            "local_addr" => socket.local_addr().map(|addr| address(&addr)),
            "peer_addr" => socket.peer_addr().map(|addr| address(&addr)),
            "shutdown" => show(socket.shutdown(how(words[0]))),
            "debug" => Ok(format!("{socket:?}")),
            "debug_ref" => Ok(format!("{:?}", SockRef::from(socket))),

            "send" => show(socket.send(&word(words[0]))),
            "send_with_flags" => show(socket.send_with_flags(&word(words[0]), int(words[1]))),
            "send_out_of_band" => show(socket.send_out_of_band(&word(words[0]))),
            "send_vectored" => show(socket.send_vectored(&io_slices(&data()))),
            "send_vectored_with_flags" => {
                show(socket.send_vectored_with_flags(&io_slices(&data()), int(words[1])))
            }
            "send_to" => with_addr(1, &|addr| show(socket.send_to(&word(words[0]), addr))),
            "send_to_with_flags" => with_addr(1, &|addr| {
                show(socket.send_to_with_flags(&word(words[0]), addr, int(words[2])))
            }),
            "send_to_vectored" => {
                with_addr(1, &|addr| show(socket.send_to_vectored(&io_slices(&data()), addr)))
            }
            "send_to_vectored_with_flags" => with_addr(1, &|addr| {
                let bufs = data();
                show(socket.send_to_vectored_with_flags(&io_slices(&bufs), addr, int(words[2])))
            }),
            "write" => show((&*socket).write(&word(words[0]))),
            "write_vectored" => show((&*socket).write_vectored(&io_slices(&data()))),
            "flush" => show((&*socket).flush()),
            "sendmsg" => self.sendmsg(socket, words),
            "sendfile" => {
                let file = File::open("letters").unwrap();
                let length = option(words[1], |word| NonZeroUsize::new(int(word)).unwrap());
                show(socket.sendfile(&file, int(words[0]), length))
            }

            "recv" => into_room(int(words[0]), |buf| socket.recv(buf)),
            "recv_with_flags" => {
                into_room(int(words[0]), |buf| socket.recv_with_flags(buf, int(words[1])))
            }
            "recv_out_of_band" => into_room(int(words[0]), |buf| socket.recv_out_of_band(buf)),
            "peek" => into_room(int(words[0]), |buf| socket.peek(buf)),
            "read" => {
                let mut buf = vec![0; int(words[0])];
                (&*socket).read(&mut buf).map(|n| format!("{n} {}", hex(&buf[..n])))
            }
            "read_vectored" => {
                let mut bufs: Vec<Vec<u8>> = sizes(words[0]).iter().map(|n| vec![0; *n]).collect();
                let mut slices: Vec<_> = bufs.iter_mut().map(|buf| IoSliceMut::new(buf)).collect();
                let n = (&*socket).read_vectored(&mut slices);
                n.map(|n| format!("{n} {}", hex(&bufs.concat()[..n])))
            }
            "recv_from" | "recv_from_with_flags" | "peek_from" => {
                let mut from = None;
                let received = into_room(int(words[0]), |buf| {
                    let (n, addr) = match method {
                        "recv_from" => socket.recv_from(buf),
                        "peek_from" => socket.peek_from(buf),
                        _ => socket.recv_from_with_flags(buf, int(words[1])),
                    }?;
                    from = Some(addr);
                    Ok(n)
                });
                received.map(|text| format!("{text} {}", address(&from.unwrap())))
            }
            "peek_sender" => socket.peek_sender().map(|addr| address(&addr)),
            "recv_vectored" => into_rooms(words[0], |bufs| socket.recv_vectored(bufs))
                .map(|(text, flags)| format!("{text} {flags:?}")),
            "recv_vectored_with_flags" => {
                into_rooms(words[0], |bufs| socket.recv_vectored_with_flags(bufs, int(words[1])))
                    .map(|(text, flags)| format!("{text} {flags:?}"))
            }
            "recv_from_vectored" | "recv_from_vectored_with_flags" => {
                into_rooms(words[0], |bufs| {
                    let (n, flags, addr) = if method == "recv_from_vectored" {
                        socket.recv_from_vectored(bufs)
                    } else {
                        socket.recv_from_vectored_with_flags(bufs, int(words[1]))
                    }?;
                    Ok((n, (flags, addr)))
                })
                .map(|(text, (flags, addr))| format!("{text} {flags:?} {}", address(&addr)))
            }
            "recvmsg" => recvmsg(socket, words),
            _ => return None,
        })
    }

    fn sendmsg(&self, socket: &Socket, words: &[&str]) -> Answer {
        let bufs = bytes_list(words[0]);
        let slices = io_slices(&bufs);
        let control = match words[1].strip_prefix("rights:") {
            Some(n) => rights(int(n)),
            None => word(words[1]),
        };
        let addr = option(words[2], |word| self.addr(word)).transpose()?;
        let mut msg = MsgHdr::new().with_buffers(&slices).with_flags(int(words[3]));
        if !control.is_empty() {
            msg = msg.with_control(&control);
        }
        if let Some(addr) = &addr {
            msg = msg.with_addr(addr);
        }
        show(socket.sendmsg(&msg, int(words[4])))
    }
}

fn recvmsg(socket: &Socket, words: &[&str]) -> Answer {
    let mut control = room(int(words[1]));
    let mut addr = unsafe { SockAddr::new(SockAddrStorage::zeroed(), 128) };
    let (text, (flags, len)) = into_rooms(words[0], |bufs| {
        let mut msg = MsgHdrMut::new().with_buffers(bufs).with_control(&mut control);
        if flag(words[2]) {
            msg = msg.with_addr(&mut addr);
        }
        let n = socket.recvmsg(&mut msg, int(words[3]))?;
        Ok((n, (msg.flags(), msg.control_len())))
    })?;
    // Safety: `room` has initialised it.
    let control: Vec<u8> = control[..len].iter().map(|b| unsafe { b.assume_init() }).collect();
    // The crate keeps the length that the address had, so only what is in it is shown.
    let from = addr.as_socket();
    Ok(format!("{text} {flags:?} {len} [{}] {from:?}", control_messages(&control)))
}

/// Returns the text of an address, and what it is.
fn address(addr: &SockAddr) -> String {
    let what = if let Some(addr) = addr.as_socket() {
        addr.to_string()
    } else if let Some(path) = addr.as_pathname() {
        format!("{path:?}")
    } else if addr.as_abstract_namespace().is_some() {
        "abstract".into()
    } else if addr.is_unnamed() {
        "unnamed".into()
    } else {
        format!("{:?}", addr.as_vsock_address())
    };
    format!("{addr:?} {what}")
}

/// Returns true if a call would wait for a peer: the socket blocks and is not ready.
fn would_wait(socket: &Socket, method: &str, words: &[&str]) -> bool {
    let receives = ["accept", "recv", "peek", "read"].iter().any(|word| method.starts_with(word))
        && !["recv_buffer_size", "recv_tos_v4", "recv_tclass_v6", "recv_hoplimit_v6"]
            .contains(&method)
        && method != "read_timeout";
    // MSG_DONTWAIT, which comes last.
    let last = words.last().and_then(|word| word.parse::<i32>().ok()).unwrap_or(0);
    let dont_wait = (method.ends_with("flags") || method.ends_with("msg")) && last & 0x40 != 0;
    // A stream without urgent data refuses to wait for it.
    let urgent = method == "recv_out_of_band" && socket.r#type().is_ok_and(|ty| ty == Type::STREAM);
    if !receives || dont_wait || urgent {
        return false;
    }
    if !socket.nonblocking().is_ok_and(|yes| !yes) {
        return false;
    }
    let mut poll = libc::pollfd { fd: socket.as_raw_fd(), events: libc::POLLIN, revents: 0 };
    unsafe { libc::poll(&mut poll, 1, 0) == 0 }
}

/// Expands to the `match` of the methods without and with one argument.
macro_rules! options {
    ($socket:ident, $method:ident, $words:ident, get: [$($get:ident)*], set: [$($set:ident $parse:expr;)*], $($rest:tt)*) => {
        match $method {
            $(stringify!($get) => show($socket.$get()),)*
            $(stringify!($set) => show($socket.$set($parse($words[0]))),)*
            $($rest)*
        }
    };
}

fn v4(word: &str) -> Ipv4Addr {
    word.parse().unwrap()
}

fn v6(word: &str) -> Ipv6Addr {
    word.parse().unwrap()
}

fn index(word: &str) -> Option<NonZeroU32> {
    option(word, |word| NonZeroU32::new(int(word)).unwrap())
}

/// Gets or sets an option.
fn call_option(socket: &Socket, method: &str, words: &[&str]) -> Answer {
    let w = |at: usize| words[at];
    options!(socket, method, words,
        get: [
            nonblocking broadcast take_error keepalive linger out_of_band_inline passcred priority
            recv_buffer_size read_timeout reuse_address send_buffer_size write_timeout
            header_included_v4 ip_transparent_v4 multicast_all_v4 multicast_if_v4 multicast_loop_v4
            multicast_ttl_v4 ttl_v4 tos_v4 recv_tos_v4 header_included_v6 ip_transparent_v6
            multicast_hops_v6 multicast_all_v6 multicast_if_v6 multicast_loop_v6 unicast_hops_v6
            only_v6 recv_tclass_v6 recv_hoplimit_v6 tcp_keepalive_time tcp_keepalive_interval
            tcp_keepalive_retries tcp_nodelay tcp_mss is_listener domain protocol mark tcp_cork
            tcp_quickack tcp_thin_linear_timeouts tcp_notsent_lowat device_index_v4 device_index_v6
            cpu_affinity reuse_port freebind_v4 freebind_v6 tcp_user_timeout detach_filter
            tclass_v6 busy_poll dccp_service dccp_tx_ccid dccp_xx_ccid dccp_server_timewait
            dccp_send_cscov dccp_recv_cscov dccp_qpolicy_txqlen dccp_cur_mps
        ],
        set: [
            set_nonblocking flag; set_cloexec flag; set_broadcast flag; set_keepalive flag;
            set_out_of_band_inline flag; set_passcred flag; set_priority int; set_mark int;
            set_recv_buffer_size int; set_send_buffer_size int; set_reuse_address flag;
            set_reuse_port flag; set_header_included_v4 flag; set_ip_transparent_v4 flag;
            set_multicast_all_v4 flag; set_multicast_loop_v4 flag; set_multicast_ttl_v4 int;
            set_ttl_v4 int; set_tos_v4 int; set_recv_tos_v4 flag; set_header_included_v6 flag;
            set_ip_transparent_v6 flag; set_multicast_hops_v6 int; set_multicast_all_v6 flag;
            set_multicast_if_v6 int; set_multicast_loop_v6 flag; set_unicast_hops_v6 int;
            set_only_v6 flag; set_recv_tclass_v6 flag; set_recv_hoplimit_v6 flag;
            set_tcp_nodelay flag; set_tcp_mss int; set_tcp_cork flag; set_tcp_quickack flag;
            set_tcp_thin_linear_timeouts flag; set_tcp_notsent_lowat int; set_cpu_affinity int;
            set_freebind_v4 flag; set_freebind_v6 flag; set_tclass_v6 int; set_busy_poll int;
            bind_device_by_index_v4 index; bind_device_by_index_v6 index;
            set_dccp_service int; set_dccp_ccid int; set_dccp_server_timewait flag;
            set_dccp_send_cscov int; set_dccp_recv_cscov int; set_dccp_qpolicy_txqlen int;
        ],
        "type" => show(socket.r#type()),
        // It differs from socket to socket.
        "cookie" => show(socket.cookie().map(|cookie| cookie != 0)),
        "is_cloexec" => {
            let flags = unsafe { libc::fcntl(socket.as_raw_fd(), libc::F_GETFD) };
            if flags < 0 { Err(io::Error::last_os_error()) } else { Ok((flags & 1 == 1).to_string()) }
        }
        "set_linger" => show(socket.set_linger(option(w(0), duration))),
        "set_read_timeout" => show(socket.set_read_timeout(option(w(0), duration))),
        "set_write_timeout" => show(socket.set_write_timeout(option(w(0), duration))),
        "set_tcp_user_timeout" => show(socket.set_tcp_user_timeout(option(w(0), duration))),
        "set_tcp_keepalive" => show(socket.set_tcp_keepalive(&keepalive(words))),
        "join_multicast_v4" => show(socket.join_multicast_v4(&v4(w(0)), &v4(w(1)))),
        "leave_multicast_v4" => show(socket.leave_multicast_v4(&v4(w(0)), &v4(w(1)))),
        "join_multicast_v4_n" => show(socket.join_multicast_v4_n(&v4(w(0)), &interface(w(1)))),
        "leave_multicast_v4_n" => show(socket.leave_multicast_v4_n(&v4(w(0)), &interface(w(1)))),
        "join_ssm_v4" => show(socket.join_ssm_v4(&v4(w(0)), &v4(w(1)), &v4(w(2)))),
        "leave_ssm_v4" => show(socket.leave_ssm_v4(&v4(w(0)), &v4(w(1)), &v4(w(2)))),
        "join_multicast_v6" => show(socket.join_multicast_v6(&v6(w(0)), int(w(1)))),
        "leave_multicast_v6" => show(socket.leave_multicast_v6(&v6(w(0)), int(w(1)))),
        "set_multicast_if_v4" => show(socket.set_multicast_if_v4(&v4(w(0)))),
        "original_dst_v4" => socket.original_dst_v4().map(|addr| address(&addr)),
        "original_dst_v6" => socket.original_dst_v6().map(|addr| address(&addr)),
        "device" => show(socket.device().map(|name| name.map(text))),
        "bind_device" => show(socket.bind_device(option(w(0), word).as_deref())),
        "tcp_congestion" => show(socket.tcp_congestion().map(text)),
        "set_tcp_congestion" => show(socket.set_tcp_congestion(&word(w(0)))),
        "attach_filter" => show(socket.attach_filter(&filters(w(0)))),
        "dccp_available_ccids" => {
            show(socket.dccp_available_ccids::<16>().map(|ccids| ccids.to_vec()))
        }
        _ => panic!("no method {method}"),
    )
}

/// Returns the answers to a script. What depends on the machine is only shown if `all` is true.
fn run(script: &str, all: bool) -> String {
    let mut runner = ScriptRunner::new();
    let mut answers = vec![];
    for operation in script.split(' ') {
        let answer = runner.answer(operation.trim_start_matches('?'));
        answers.push(string(if operation.starts_with('?') && !all { "?" } else { &answer }));
    }
    object(&[("script", string(script)), ("answers", array(&answers))])
}

const KINDS: [(&str, &str); 9] = [
    ("tcp4", "new=a,2,1,none"),
    ("tcp6", "new=a,10,1,none"),
    ("udp4", "new=a,2,2,none"),
    ("udp6", "new=a,10,2,none"),
    ("stream", "new=a,1,1,none"),
    ("dgram", "new=a,1,2,none"),
    ("seqpacket", "new=a,1,5,none"),
    ("raw4", "?new=a,2,3,1"),
    ("raw6", "?new=a,10,3,58"),
];

const FLAGS: &str = "1 0";
const TIMES: &str = "2500000 1000000 none 0 60000000 max";

/// Each option: the getter, the setter and values for it. The first value is accepted if any is.
const OPTIONS: &[(&str, &str, &str)] = &[
    ("broadcast", "set_broadcast", FLAGS),
    ("busy_poll", "set_busy_poll", "50 2147483648"),
    ("cpu_affinity", "set_cpu_affinity", "0 18446744073709551615 3"),
    ("device", "bind_device", "6c6f none 6e6f6e65 -"),
    ("device_index_v4", "bind_device_by_index_v4", "1 none 2147483648"),
    ("device_index_v6", "bind_device_by_index_v6", "1 none 2147483648"),
    ("keepalive", "set_keepalive", FLAGS),
    ("linger", "set_linger", "2500000 0 none 999999 2147483647000000"),
    ("mark", "set_mark", "3735928559 0"),
    ("nonblocking", "set_nonblocking", "1 1 0"),
    ("is_cloexec", "set_cloexec", "0 0 1"),
    ("out_of_band_inline", "set_out_of_band_inline", FLAGS),
    ("passcred", "set_passcred", FLAGS),
    ("priority", "set_priority", "5 0 6"),
    ("read_timeout", "set_read_timeout", TIMES),
    ("write_timeout", "set_write_timeout", TIMES),
    ("recv_buffer_size", "set_recv_buffer_size", "10000 9000"),
    ("send_buffer_size", "set_send_buffer_size", "10000 9000"),
    ("reuse_address", "set_reuse_address", FLAGS),
    ("reuse_port", "set_reuse_port", FLAGS),
    ("freebind_v4", "set_freebind_v4", FLAGS),
    ("header_included_v4", "set_header_included_v4", FLAGS),
    ("ip_transparent_v4", "set_ip_transparent_v4", FLAGS),
    ("multicast_all_v4", "set_multicast_all_v4", "0 1"),
    ("multicast_if_v4", "set_multicast_if_v4", "127.0.0.1 0.0.0.0 192.0.2.1"),
    ("multicast_loop_v4", "set_multicast_loop_v4", "0 1"),
    ("multicast_ttl_v4", "set_multicast_ttl_v4", "9 255 256 4294967295 0"),
    ("recv_tos_v4", "set_recv_tos_v4", FLAGS),
    ("tos_v4", "set_tos_v4", "16 252 0"),
    ("ttl_v4", "set_ttl_v4", "7 255 0 256 2147483648"),
    ("freebind_v6", "set_freebind_v6", FLAGS),
    ("header_included_v6", "set_header_included_v6", FLAGS),
    ("ip_transparent_v6", "set_ip_transparent_v6", FLAGS),
    ("multicast_all_v6", "set_multicast_all_v6", "0 1"),
    ("multicast_hops_v6", "set_multicast_hops_v6", "9 255 256 4294967295 0"),
    ("multicast_if_v6", "set_multicast_if_v6", "1 0 1048576 4294967295"),
    ("multicast_loop_v6", "set_multicast_loop_v6", "0 1"),
    ("only_v6", "set_only_v6", "1 0"),
    ("recv_hoplimit_v6", "set_recv_hoplimit_v6", FLAGS),
    ("recv_tclass_v6", "set_recv_tclass_v6", FLAGS),
    ("tclass_v6", "set_tclass_v6", "16 256 0 4294967294"),
    ("unicast_hops_v6", "set_unicast_hops_v6", "7 256 255 0 4294967294"),
    ("tcp_congestion", "set_tcp_congestion", "72656e6f 6e6f6e65 -"),
    ("tcp_cork", "set_tcp_cork", FLAGS),
    ("tcp_keepalive_interval", "set_tcp_keepalive", "none,7500000,none none,0,none none,max,none"),
    ("tcp_keepalive_retries", "set_tcp_keepalive", "none,none,5 none,none,128 none,none,4294967295"),
    ("tcp_keepalive_time", "set_tcp_keepalive", "77900000,none,none 0,none,5 max,none,5"),
    ("keepalive", "set_tcp_keepalive", "60000000,5000000,3 none,none,none"),
    ("tcp_mss", "set_tcp_mss", "1000 1 4294967295"),
    ("tcp_nodelay", "set_tcp_nodelay", FLAGS),
    ("tcp_notsent_lowat", "set_tcp_notsent_lowat", "16384 4294967294 1"),
    ("tcp_quickack", "set_tcp_quickack", "0 1"),
    ("tcp_thin_linear_timeouts", "set_tcp_thin_linear_timeouts", FLAGS),
    ("tcp_user_timeout", "set_tcp_user_timeout", "1500999 none 0 2147483647000 2147483648000 max"),
    ("dccp_service", "set_dccp_service", "1380013139"),
    ("dccp_tx_ccid", "set_dccp_ccid", "2"),
    ("dccp_xx_ccid", "set_dccp_ccid", "3"),
    ("dccp_server_timewait", "set_dccp_server_timewait", "1"),
    ("dccp_send_cscov", "set_dccp_send_cscov", "4"),
    ("dccp_recv_cscov", "set_dccp_recv_cscov", "4"),
    ("dccp_qpolicy_txqlen", "set_dccp_qpolicy_txqlen", "9"),
];

/// Options without a setter, or without a getter, with values.
const ONE_WAY: &[(&str, &str)] = &[
    ("type", ""),
    ("domain", ""),
    ("protocol", ""),
    ("is_listener", ""),
    ("cookie", ""),
    ("take_error", ""),
    ("original_dst_v4", ""),
    ("original_dst_v6", ""),
    ("dccp_available_ccids", ""),
    ("dccp_cur_mps", ""),
    ("detach_filter", ""),
    ("attach_filter", "6:0:0:3 - 21:0:9:0 48:0:0:0+21:0:1:69+6:0:0:9+6:0:0:0"),
    ("join_multicast_v4", "239.1.2.3,127.0.0.1 239.1.2.3,127.0.0.1 10.0.0.1,127.0.0.1 239.1.2.4,192.0.2.1"),
    ("leave_multicast_v4", "239.1.2.3,127.0.0.1"),
    ("join_multicast_v4_n", "239.1.2.3,1 239.1.2.4,127.0.0.1 239.1.2.3,1 239.1.2.5,1048576"),
    ("leave_multicast_v4_n", "239.1.2.3,1"),
    ("join_ssm_v4", "127.0.0.1,232.1.2.3,127.0.0.1 127.0.0.1,232.1.2.3,127.0.0.1 127.0.0.1,10.0.0.1,127.0.0.1"),
    ("leave_ssm_v4", "127.0.0.1,232.1.2.3,127.0.0.1"),
    ("join_multicast_v6", "ff01::123,1 ff01::123,1 ::1,1 ff01::124,1048576"),
    ("leave_multicast_v6", "ff01::123,1"),
];

/// Returns true if the answer depends on the kernel, its settings or the process's privileges.
///
/// `nth` counts the values that have been tried to set before.
fn depends(kind: &str, method: &str, nth: usize) -> bool {
    let first = nth == 0;
    let is_unix = ["stream", "dgram", "seqpacket"].contains(&kind);
    match method {
        _ if kind.starts_with("raw") => true,
        "busy_poll" | "set_busy_poll" | "set_mark" | "set_ip_transparent_v4" => true,
        "set_ip_transparent_v6" => true,
        "mark" | "ip_transparent_v4" | "ip_transparent_v6" => !first,
        // From the settings of the machine, until a value is set.
        "recv_buffer_size" | "send_buffer_size" | "only_v6" | "unicast_hops_v6" | "ttl_v4" => first,
        "tcp_congestion" | "tcp_keepalive_interval" | "tcp_keepalive_retries" => first,
        "tcp_keepalive_time" | "tcp_notsent_lowat" => first,
        // Linux 6 has taken these from the sockets that they have no meaning for.
        "passcred" | "set_passcred" => !is_unix,
        "reuse_port" | "set_reuse_port" => is_unix,
        // To bind to another device takes a privilege.
        "device" | "bind_device" | "device_index_v4" | "device_index_v6" => is_unix || nth > 1,
        "bind_device_by_index_v4" | "bind_device_by_index_v6" => is_unix || nth > 1,
        // Newer kernels let only a privileged process filter TCP.
        "attach_filter" | "detach_filter" => kind.starts_with("tcp"),
        // Another error if the kernel keeps track of connections.
        "original_dst_v4" | "original_dst_v6" => !is_unix,
        _ => false,
    }
}

/// Scripts that get and set each option of each kind of socket.
fn option_scripts() -> Vec<String> {
    let mut all = vec![];
    for (kind, new) in KINDS {
        let op = |method: &str, value: &str, nth| {
            let mark = if depends(kind, method, nth) { "?" } else { "" };
            let equals = if value.is_empty() { "" } else { "=" };
            format!("{mark}a.{method}{equals}{value}")
        };
        for (get, set, values) in OPTIONS {
            let mut script = vec![new.to_string(), op(get, "", 0)];
            for (i, value) in values.split(' ').enumerate() {
                script.extend([op(set, value, i + 1), op(get, "", i + 1)]);
            }
            all.push(script.join(" "));
        }
        for (method, values) in ONE_WAY {
            let mut script = vec![new.to_string()];
            script.extend(values.split(' ').map(|value| op(method, value, 0)));
            if let Some(name) = method.strip_prefix("join") {
                let (value, _) = values.split_once(' ').unwrap();
                script.extend([(); 2].map(|()| op(&format!("leave{name}"), value, 0)));
            }
            if *method == "attach_filter" {
                script.extend([(); 2].map(|()| op("detach_filter", "", 0)));
            }
            all.push(script.join(" "));
        }
    }
    // Of no socket, and of a descriptor that is closed.
    for target in ["pipe=a", "closed=a"] {
        for (get, set, values) in OPTIONS {
            let value = values.split(' ').next().unwrap();
            all.push(format!("{target} a.{get} a.{set}={value}"));
        }
        for (method, values) in ONE_WAY {
            let value = values.split(' ').next().unwrap();
            let equals = if value.is_empty() { "" } else { "=" };
            all.push(format!("{target} a.{method}{equals}{value}"));
        }
        for method in METHODS {
            all.push(format!("{target} a.{method}"));
        }
        for manage in ["accept=a,b", "accept_raw=a,b", "accept4=a,b,0", "try_clone=a,b"] {
            all.push(format!("{target} {manage}"));
        }
    }
    all
}

/// A call of each method that is no option.
const METHODS: &[&str] = &[
    "bind=v4", "connect=v4", "connect_timeout=v4,1000000", "listen=1", "local_addr", "peer_addr",
    "shutdown=Both", "send=61", "send_with_flags=61,0", "send_out_of_band=61", "send_vectored=61+62",
    "send_vectored_with_flags=61+62,0", "send_to=61,v4", "send_to_with_flags=61,v4,0",
    "send_to_vectored=61+62,v4", "send_to_vectored_with_flags=61+62,v4,0", "write=61",
    "write_vectored=61+62", "flush", "sendmsg=61,-,none,0,0", "sendfile=0,none", "recv=9",
    "recv_with_flags=9,64", "recv_out_of_band=9", "peek=9", "read=9", "read_vectored=3+9",
    "recv_from=9", "recv_from_with_flags=9,64", "peek_from=9", "peek_sender", "recv_vectored=3+9",
    "recv_vectored_with_flags=3+9,64", "recv_from_vectored=3+9",
    "recv_from_vectored_with_flags=3+9,64", "recvmsg=9,64,1,64", "debug", "debug_ref",
];

/// Pairs of connected sockets.
const PAIRS: [&str; 7] = [
    "pair=a,b,1,1,none",
    "pair=a,b,1,2,none",
    "pair=a,b,1,5,none",
    "joined=a,b,127.0.0.1,1",
    "joined=a,b,::1,1",
    "joined=a,b,127.0.0.1,2",
    "joined=a,b,::1,2",
];

/// What is sent and received over each pair.
const EXCHANGES: &[&str] = &[
    "a.send=68656c6c6f b.recv=9 b.recv=9",
    "a.send=- b.recv=9",
    "a.send=68656c6c6f b.recv=2 b.recv=9",
    "a.send=68656c6c6f b.recv=0 b.recv=9",
    "a.send=68656c6c6f a.send=776f726c64 b.recv=3 b.recv=99",
    "a.send=68656c6c6f b.recv_with_flags=2,32 b.recv=9",
    "a.send=68656c6c6f b.recv_with_flags=2,34 b.peek=9 b.recv=9 b.recv_with_flags=9,64",
    "a.send_with_flags=68656c6c6f,128 b.recv_vectored=9",
    "a.send=68656c6c6f b.peek=2 b.peek=9 b.recv=9",
    "a.send=68656c6c6f b.recv_vectored=1+3 b.recv_vectored=1+3",
    "a.send=68656c6c6f b.recv_vectored=9+9",
    "a.send=68656c6c6f b.recv_vectored_with_flags=1+1,2 b.recv_vectored_with_flags=1+9,64",
    "a.send=68656c6c6f b.recv_from=9",
    "a.send=68656c6c6f b.recv_from_with_flags=9,2 b.recv_from_with_flags=2,32",
    "a.send=68656c6c6f b.recv_from_vectored=1+3",
    "a.send=68656c6c6f b.recv_from_vectored_with_flags=2+1,32",
    "a.send=68656c6c6f b.peek_from=2 b.peek_sender b.recv=9",
    "a.send_vectored=6865+6c6c+6f b.recv=9",
    "a.send_vectored=- b.recv=9",
    "a.send_vectored_with_flags=6865+6c6c6f,64 b.recv=9",
    "a.send_vectored_with_flags=6865,99999999 b.recv=9",
    "a.send_with_flags=6865,1 b.recv=9",
    "a.write=68656c6c6f b.read=9",
    "a.write_vectored=6865+6c6c+6f b.read_vectored=2+9",
    "a.flush b.read=0",
    "a.sendfile=0,none b.recv=99",
    "a.sendfile=20,3 b.recv=99",
    "a.sendfile=30,3 a.sendfile=26,none a.sendfile=9223372036854775808,1 a.sendfile=18446744073709551615,1",
    "a.sendmsg=6865+6c6c6f,-,none,0,0 b.recvmsg=2+9,64,1,0",
    "a.sendmsg=6865+6c6c6f,-,none,1,0 b.recvmsg=2+2,64,0,0 b.recv_with_flags=9,64",
    "a.sendmsg=6865,00000000,none,0,0 a.sendmsg=6865,0f00000000000000ffffffffffffffff,none,0,0",
    "a.sendmsg=6865,1000000000000000ffffffffffffffff,none,0,0 b.recvmsg=2,64,0,64",
    "a.shutdown=Write b.recv=9 a.send=61 b.send=61 a.recv=9",
    "a.shutdown=Read a.recv=9 a.shutdown=Both b.send=61",
    "close=a b.send=61 b.send=61 b.recv=9",
    "b.set_nonblocking=1 b.recv=9 b.peek=9 b.recv_from=9 b.recv_vectored=9 b.recvmsg=9,9,0,0 b.recv_from_vectored=9 b.peek_sender",
    "try_clone=a,c c.send=6869 b.recv=9 c.is_cloexec c.set_nonblocking=1 a.nonblocking close=a b.recv=9",
    "a.debug a.debug_ref a.local_addr b.local_addr a.peer_addr b.peer_addr a.is_cloexec",
    "a.type a.domain a.protocol a.is_listener a.take_error",
    "a.send_out_of_band=-",
    "b.recv=9 accept=a,c a.listen=1 a.bind=a a.connect=b a.connect_timeout=b,1000000",
    "b.set_read_timeout=20000 b.read_timeout",
    "a.set_tcp_nodelay=1 a.tcp_nodelay a.set_tcp_cork=1 a.tcp_cork",
    "a.send_to=61,v4 a.send_to=61,v6 a.send_to=61,path:none a.send_to=61,vsock a.send_to=61,short:0 a.send_to=61,short:2 a.send_to=61,short:10 a.send_to=61,short:1",
];

/// What only some pairs have.
const MORE: &[&str] = &[
    // Unix: descriptors and credentials, with room for all, for some, and for none.
    "pair=a,b,1,1,none a.sendmsg=61,rights:1,none,0,0 b.recvmsg=9,64,1,0",
    "pair=a,b,1,2,none a.sendmsg=61,rights:3,none,0,0 b.recvmsg=9,64,1,0",
    "pair=a,b,1,5,none a.sendmsg=61,rights:3,none,0,0 b.recvmsg=9,24,1,0",
    "pair=a,b,1,2,none a.sendmsg=61,rights:3,none,0,0 b.recvmsg=9,28,1,0",
    "pair=a,b,1,2,none a.sendmsg=61,rights:3,none,0,0 b.recvmsg=9,20,1,0",
    "pair=a,b,1,2,none a.sendmsg=61,rights:3,none,0,0 b.recvmsg=9,16,1,0",
    "pair=a,b,1,2,none a.sendmsg=61,rights:3,none,0,0 b.recvmsg=9,0,1,0",
    "pair=a,b,1,2,none a.sendmsg=61,rights:1,none,0,0 b.recv_vectored=9",
    "pair=a,b,1,2,none a.sendmsg=6162,rights:254,none,0,0 b.recv=1",
    "pair=a,b,1,2,none b.set_passcred=1 a.sendmsg=61,rights:2,none,0,0 b.recvmsg=9,99,1,0",
    "pair=a,b,1,1,none b.set_passcred=1 a.send=616263 b.recvmsg=1,32,0,0 b.recvmsg=1,30,0,0 b.recvmsg=9,8,0,0",
    "pair=a,b,1,2,none b.set_passcred=1 a.send=- b.recvmsg=9,20,0,0",
    "pair=a,b,1,5,none b.set_passcred=1 a.send=6162 b.recvmsg=1,64,0,0",
    "pair=a,b,1,1,none ?a.send_out_of_band=616263 ?b.recv_out_of_band=9 ?b.recv=9",
    "pair=a,b,1,2,none a.send_out_of_band=616263 b.recv_out_of_band=9",
    // UDP: control messages of IP, and datagrams that are cut.
    "joined=a,b,127.0.0.1,2 b.set_recv_tos_v4=1 a.set_tos_v4=16 a.send=6869 b.recvmsg=9,64,1,0",
    "joined=a,b,127.0.0.1,2 b.set_recv_tos_v4=1 a.send=6869 b.recvmsg=1,17,1,0",
    "joined=a,b,127.0.0.1,2 b.set_recv_tos_v4=1 a.send=6869 b.recvmsg=1,16,1,0",
    "joined=a,b,127.0.0.1,2 b.set_recv_tos_v4=1 a.send=6869 b.recvmsg=1,8,0,0",
    "joined=a,b,::1,2 b.set_recv_tclass_v6=1 b.set_recv_hoplimit_v6=1 a.set_tclass_v6=32 a.set_unicast_hops_v6=9 a.send=6869 b.recvmsg=9,99,1,0",
    "joined=a,b,::1,2 b.set_recv_tclass_v6=1 b.set_recv_hoplimit_v6=1 a.set_unicast_hops_v6=9 a.send=6869 b.recvmsg=9,44,1,0",
    "joined=a,b,::1,2 b.set_recv_tclass_v6=1 b.set_recv_hoplimit_v6=1 a.set_unicast_hops_v6=9 a.send=6869 b.recvmsg=9,42,1,0",
    "joined=a,b,::1,2 b.set_recv_hoplimit_v6=1 a.set_unicast_hops_v6=9 a.send=6869 b.recvmsg=9,18,1,0",
    "joined=a,b,127.0.0.1,2 b.attach_filter=6:0:0:11 a.send=68656c6c6f b.recvmsg=9,0,0,0 b.attach_filter=6:0:0:0 a.send=61 b.detach_filter a.send=62 b.recv=9",
    "pair=a,b,1,2,none b.attach_filter=6:0:0:3 a.send=7061636b6574 b.recv_vectored=9",
    // Urgent data of TCP.
    "joined=a,b,127.0.0.1,1 a.send_out_of_band=616263 b.recv_out_of_band=9 b.recv=9 b.recv_out_of_band=9",
    "joined=a,b,127.0.0.1,1 a.send_out_of_band=61 b.recv_with_flags=9,1",
    "joined=a,b,::1,1 b.set_out_of_band_inline=1 a.send_out_of_band=616263 b.recv_out_of_band=9 b.recv=9 b.recv=9",
    "joined=a,b,127.0.0.1,1 a.send_with_flags=61,32768 b.recv_vectored=9",
    // Sockets that are named or connected step by step.
    "new=a,2,2,none new=b,2,2,none a.bind=v4 b.bind=v4 a.send_to=6869,b b.recv_from=9 a.send_to_with_flags=6869,b,64 b.recv_from_vectored=1 a.send_to_vectored=68+69,b b.recvmsg=9,0,1,0 a.send_to_vectored_with_flags=68+69,b,64 b.peek_sender a.sendmsg=6a,-,b,0,0 b.recv=9 b.recv=9",
    "new=a,10,2,none new=b,10,2,none a.bind=v6 b.bind=v6 a.send_to=6869,b b.recv_from=9 a.sendmsg=6869,-,b,0,0 b.recvmsg=1,64,1,0",
    "new=a,10,2,none new=b,2,2,none a.set_only_v6=0 a.bind=any6 b.bind=v4 a.send_to=6869,b b.connect=v6 b.connect=closed4 a.send_to=61,closed4",
    "new=a,1,2,none new=b,1,2,none a.bind=path:a.sock b.bind=path:b.sock a.send_to=6869,b b.recv_from=9 a.local_addr a.debug a.connect=b a.peer_addr a.send=61 b.peek_sender b.recv_from_vectored=9 a.bind=path:a.sock",
    "new=a,1,2,none new=b,1,2,none a.bind=abstract b.bind=unnamed a.send_to=6869,b b.recv=9 a.local_addr b.local_addr b.connect=a b.peer_addr b.send=61 a.recv_from=9 b.bind=abstract",
    "new=a,1,1,none a.bind=path:l.sock a.listen=1 new=b,1,1,none b.connect=path:l.sock accept=a,c c.peer_addr b.peer_addr c.local_addr c.is_cloexec b.debug a.is_listener",
    "new=a,1,5,none a.bind=unnamed a.listen=1 new=b,1,5,none b.connect=a accept=a,c b.send=6869 b.send=- b.send=6a c.recv=1 c.recv=9 c.recv=9 close=b c.recv=9",
    "new=a,2,1,none a.bind=v4 a.listen=1 a.is_listener new=b,2,1,none b.connect=a accept=a,c c.is_cloexec c.nonblocking new=d,2,1,none d.connect_timeout=a,5000000 d.nonblocking accept_raw=a,e e.is_cloexec new=f,2,1,none f.connect=a accept4=a,g,2048 g.nonblocking g.is_cloexec accept4=a,h,1 accept=a,h",
    "new=a,10,1,none a.bind=v6 a.listen=-1 new=b,10,1,none b.connect_timeout=a,5000000 accept4=a,c,526336 c.nonblocking c.is_cloexec c.peer_addr a.set_nonblocking=1 accept=a,h accept_raw=a,h accept4=a,h,0 accept4=a,h,1 accept4=a,h,-1",
    "new=a,2,1,none a.connect=closed4 a.connect_timeout=closed4,5000000 a.take_error a.connect=v6 a.connect=path:none a.connect=vsock a.connect=short:2 a.connect=short:0 a.connect=short:1 a.nonblocking",
    "new=a,10,1,none a.connect=closed6 a.connect_timeout=closed6,5000000 a.connect=path:none a.connect=vsock a.connect=short:10 a.connect=short:2",
    "new=a,1,1,none a.connect=path:none a.connect_timeout=path:none,1000000 a.connect=v4 a.connect=v6 a.connect=vsock a.connect=short:1 a.connect=short:2 a.connect=short:0 a.connect_timeout=v4,0",
    "new=a,2,1,none a.bind=v6 a.bind=path:x a.bind=vsock a.bind=foreign4 a.bind=short:2 a.bind=short:0 a.local_addr",
    "new=a,10,1,none a.bind=v4 a.bind=path:x a.bind=short:10 a.local_addr",
    "new=a,1,1,none a.bind=v4 a.bind=v6 a.bind=vsock a.bind=short:2 a.bind=path:no/such a.bind=unnamed a.bind=unnamed",
    "new=a,2,2,none a.listen=1 accept=a,b a.shutdown=Both a.peer_addr a.send=61 a.send_to=61,v6 a.send_to=61,path:x a.connect=short:0",
    "new=a,1,2,none a.listen=1 accept=a,b a.shutdown=Both a.peer_addr a.send=61 a.send_to=61,v4 a.send_to=61,path:none a.recv_with_flags=9,64",
    "new=a,2,1,none accept=a,b a.shutdown=Both a.peer_addr a.send=61 a.recv=9 a.recv_out_of_band=9 a.send_out_of_band=61 a.sendfile=0,1 a.listen=-1 a.listen=1 a.connect=v4",
    "new=a,2,1,none a.connect_timeout=closed4,0 a.nonblocking",
    "new=a,2,1,none a.set_linger=4294967296000000 a.linger",
    "new=a,2,2,none a.bind_device=6e6f6e65 a.device a.bind_device=- a.bind_device=none a.device",
    "new=a,10,2,none a.bind_device_by_index_v6=2147483648 a.device_index_v6 a.bind_device_by_index_v4=none a.device_index_v4",
    "pipe=a a.set_nonblocking=1 a.nonblocking a.read=9 a.write=61 a.set_cloexec=0 a.is_cloexec",
    // What is no kind of socket.
    "new=a,99,1,none new=b,2,99,none new=c,2,1,99 new=d,2,1,17 new=e,2,2,6 new=f,1,1,6 new=g,-1,1,none new=h,2,-1,none new=i,2,1,-1 new=j,-1,-1,-1 new=k,1,1,-1 new=l,1,-1,-1 new=m,-5,-5,-5 new=n,0,1,none new=o,2,0,none",
    "new=a,2,2147483647,none new=b,2147483647,1,none new=c,2,1,2147483647 new=d,2,3,0 new=e,2,5,none new=f,10,5,none new=g,2,4,none new=h,1,4,none",
    "pair=a,b,2,1,none pair=a,b,10,2,none pair=a,b,99,1,none pair=a,b,1,99,none pair=a,b,1,1,6 pair=a,b,-1,1,none pair=a,b,1,-1,none pair=a,b,1,1,-1 pair=a,b,1,3,none pair=a,b,1,2,1",
    "new=a,2,2049,none a.nonblocking a.is_cloexec a.type new=b,2,526337,none b.is_cloexec",
    "new_raw=a,2,1,none a.is_cloexec a.nonblocking new_raw=b,2,524289,none b.is_cloexec new_raw=c,1,2050,none c.nonblocking c.is_cloexec new_raw=d,99,1,none",
    "pair_raw=a,b,1,1,none a.is_cloexec b.is_cloexec pair_raw=c,d,1,524289,none c.is_cloexec d.is_cloexec pair_raw=e,f,1,2049,none e.nonblocking f.is_cloexec pair_raw=g,h,2,1,none",
    "pair=a,b,1,2050,none a.nonblocking b.nonblocking a.is_cloexec b.is_cloexec",
    "new=a,2,1,6 a.protocol new=b,2,2,17 b.protocol new=c,1,1,1 c.protocol new=d,10,1,6 d.protocol",
    "?new=a,40,1,none ?a.bind=vsock ?a.local_addr ?a.protocol ?a.connect=v4",
    "?new=a,17,3,none ?a.local_addr ?a.domain ?a.type ?a.protocol ?a.peer_addr",
    "?new=a,2,1,262 ?a.protocol ?new=b,2,1,132 ?b.protocol ?new=c,2,2,136 ?c.protocol ?new=d,2,6,33 ?d.dccp_service ?d.set_dccp_service=1 ?d.dccp_available_ccids ?d.dccp_cur_mps",
    "?new=a,2,3,253 ?a.bind=v4 ?a.send_to=616263,v4 ?a.recv=3 ?a.local_addr ?a.header_included_v4",
];

fn scripts() -> Vec<String> {
    let mut all = option_scripts();
    for pair in PAIRS {
        all.extend(EXCHANGES.iter().map(|exchange| format!("{pair} {exchange}")));
    }
    all.extend(MORE.iter().map(ToString::to_string));
    all
}

fn main() {
    in_new_folder(run_all);
}

fn run_all() {
    std::fs::write("letters", b"abcdefghijklmnopqrstuvwxyz").unwrap();
    let clear = || {
        for name in ["a.sock", "b.sock", "l.sock"] {
            let _ = std::fs::remove_file(name);
        }
    };
    let served = serve(|words| {
        clear();
        run(&words.join(" "), true)
    });
    if !served {
        for script in scripts() {
            clear();
            println!("{}", run(&script, false));
        }
    }
}
