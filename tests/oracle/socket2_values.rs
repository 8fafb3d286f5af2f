// Values of the crate socket2: their texts, numbers and conversions.
//
//   constant:TYPE:NAME           one of Domain, Type, Protocol
//   number:TYPE:N                the value of a C number
//   for_address:OCTETS           `Domain::for_address`
//   keepalive:MICROS:MICROS:N    each may be `none`
//   flags:N                      the `RecvFlags` of a C number
//   filter:CODE:JT:JF:K  interface:index:N  interface:address:IP
//   msghdr:OCTETS  msghdr_mut:N  the texts; N is the room for control messages
//   storage:BYTES                a `SockAddrStorage` that begins with these bytes
//   new:BYTES                    `SockAddr::new` of all the bytes
//   socket_addr:OCTETS:PORT:FLOWINFO:SCOPE_ID  unix:PATH  vsock:CID:PORT
//
// Octets, bytes and paths are hex digits, or a dash for none. An address is answered with what all
// of its methods return.

#[path = "common/json.rs"]
mod json;

use json::*;
use socket2::*;
use std::ffi::OsStr;
use std::fmt::Debug;
use std::io::IoSlice;
use std::mem::{self, MaybeUninit};
use std::net::{IpAddr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::os::unix::ffi::OsStrExt;
use std::time::Duration;

/// Returns the `{:?}` and the C number of a value.
fn numbered<T: Debug + Copy>(value: T) -> String
where
    i32: From<T>,
{
    object(&[("debug", debug(value)), ("number", i32::from(value).to_string())])
}

fn constant(kind: &str, name: &str) -> String {
    match (kind, name) {
        ("Domain", "IPV4") => numbered(Domain::IPV4),
        ("Domain", "IPV6") => numbered(Domain::IPV6),
        ("Domain", "UNIX") => numbered(Domain::UNIX),
        ("Domain", "PACKET") => numbered(Domain::PACKET),
        ("Domain", "VSOCK") => numbered(Domain::VSOCK),
        ("Type", "STREAM") => numbered(Type::STREAM),
        ("Type", "DGRAM") => numbered(Type::DGRAM),
        ("Type", "DCCP") => numbered(Type::DCCP),
        ("Type", "SEQPACKET") => numbered(Type::SEQPACKET),
        ("Type", "RAW") => numbered(Type::RAW),
        ("Protocol", "ICMPV4") => numbered(Protocol::ICMPV4),
        ("Protocol", "ICMPV6") => numbered(Protocol::ICMPV6),
        ("Protocol", "TCP") => numbered(Protocol::TCP),
        ("Protocol", "UDP") => numbered(Protocol::UDP),
        ("Protocol", "MPTCP") => numbered(Protocol::MPTCP),
        ("Protocol", "DCCP") => numbered(Protocol::DCCP),
        ("Protocol", "SCTP") => numbered(Protocol::SCTP),
        ("Protocol", "UDPLITE") => numbered(Protocol::UDPLITE),
        _ => panic!("no constant {kind}::{name}"),
    }
}

fn number(kind: &str, n: i32) -> String {
    match kind {
        "Domain" => numbered(Domain::from(n)),
        "Type" => {
            let ty = Type::from(n);
            object(&[
                ("debug", debug(ty)),
                ("number", i32::from(ty).to_string()),
                ("nonblocking", i32::from(ty.nonblocking()).to_string()),
                ("cloexec", i32::from(ty.cloexec()).to_string()),
            ])
        }
        "Protocol" => numbered(Protocol::from(n)),
        _ => panic!("no type {kind}"),
    }
}

fn recv_flags(n: i32) -> String {
    // Safety: it is a `c_int`; it has no constructor, as it comes with a message.
    let flags: RecvFlags = unsafe { mem::transmute(n) };
    let is = [
        flags.is_truncated(),
        flags.is_end_of_record(),
        flags.is_out_of_band(),
        flags.is_confirm(),
        flags.is_dontroute(),
    ];
    object(&[("debug", debug(flags)), ("is", array(&is.map(|yes| yes.to_string())))])
}

fn keepalive(time: &str, interval: &str, retries: &str) -> String {
    let duration = |word: &str| Duration::from_micros(word.parse().unwrap());
    let mut params = TcpKeepalive::new();
    if time != "none" {
        params = params.with_time(duration(time));
    }
    if interval != "none" {
        params = params.with_interval(duration(interval));
    }
    if retries != "none" {
        params = params.with_retries(retries.parse().unwrap());
    }
    debug(params)
}

fn ip(octets: &[u8]) -> IpAddr {
    match <[u8; 4]>::try_from(octets) {
        Ok(octets) => octets.into(),
        Err(_) => <[u8; 16]>::try_from(octets).unwrap().into(),
    }
}

fn storage(bytes: &[u8]) -> SockAddrStorage {
    let mut storage = SockAddrStorage::zeroed();
    assert!(bytes.len() <= storage.size_of() as usize);
    // Safety: a storage is bytes, of which there are enough.
    unsafe { storage.view_as::<[u8; 128]>()[..bytes.len()].copy_from_slice(bytes) };
    storage
}

/// Returns what all the methods of an address return.
fn address(addr: &SockAddr) -> String {
    let bytes_of = |value: Option<&[u8]>| value.map_or("null".into(), hex);
    // Safety: an address has as many bytes.
    let bytes = unsafe { std::slice::from_raw_parts(addr.as_ptr().cast(), addr.len() as usize) };
    let mut storage = addr.clone().as_storage();
    // Safety: as above.
    let whole = hex(unsafe { storage.view_as::<[u8; 128]>() });
    object(&[
        ("debug", debug(addr)),
        ("bytes", hex(bytes)),
        ("as_storage", string(whole.trim_matches('"').trim_end_matches('0'))),
        ("family", addr.family().to_string()),
        ("domain", debug(addr.domain())),
        ("len", addr.len().to_string()),
        ("is_ipv4", addr.is_ipv4().to_string()),
        ("is_ipv6", addr.is_ipv6().to_string()),
        ("is_unix", addr.is_unix().to_string()),
        ("is_unnamed", addr.is_unnamed().to_string()),
        ("as_socket", debug(addr.as_socket())),
        ("as_socket_ipv4", debug(addr.as_socket_ipv4())),
        ("as_socket_ipv6", debug(addr.as_socket_ipv6())),
        ("as_vsock_address", debug(addr.as_vsock_address())),
        ("as_pathname", bytes_of(addr.as_pathname().map(|path| path.as_os_str().as_bytes()))),
        ("as_abstract_namespace", bytes_of(addr.as_abstract_namespace())),
        // `as_unix` panics where the path is none that std takes.
        (
            "as_unix",
            std::panic::catch_unwind(|| debug(addr.as_unix())).unwrap_or(string("panics")),
        ),
    ])
}

fn answer(question: &str) -> String {
    let words: Vec<&str> = question.split(':').collect();
    let found = match words[..] {
        ["constant", kind, name] => constant(kind, name),
        ["number", kind, n] => number(kind, n.parse().unwrap()),
        ["for_address", octets] => {
            numbered(Domain::for_address(SocketAddr::new(ip(&word(octets)), 1)))
        }
        ["keepalive", time, interval, retries] => keepalive(time, interval, retries),
        ["flags", n] => recv_flags(n.parse().unwrap()),
        ["filter", code, jt, jf, k] => debug(SockFilter::new(
            code.parse().unwrap(),
            jt.parse().unwrap(),
            jf.parse().unwrap(),
            k.parse().unwrap(),
        )),
        ["interface", "index", n] => debug(InterfaceIndexOrAddress::Index(n.parse().unwrap())),
        ["interface", _, ip] => debug(InterfaceIndexOrAddress::Address(ip.parse().unwrap())),
        ["msghdr", octets] => {
            let addr = SockAddr::from(SocketAddr::new(ip(&word(octets)), 1));
            debug(
                MsgHdr::new()
                    .with_addr(&addr)
                    .with_buffers(&[IoSlice::new(b"data")])
                    .with_control(b"control")
                    .with_flags(1),
            )
        }
        ["msghdr_mut", n] => {
            let mut addr = unsafe { SockAddr::new(SockAddrStorage::zeroed(), 128) };
            let mut buf = [MaybeUninit::uninit(); 9];
            let mut control = vec![MaybeUninit::uninit(); n.parse().unwrap()];
            let mut bufs = [MaybeUninitSlice::new(&mut buf)];
            let msg = MsgHdrMut::new()
                .with_addr(&mut addr)
                .with_buffers(&mut bufs)
                .with_control(&mut control);
            object(&[
                ("debug", debug(&msg)),
                ("flags", debug(msg.flags())),
                ("control_len", msg.control_len().to_string()),
            ])
        }
        ["storage", bytes] => {
            let storage = storage(&word(bytes));
            object(&[("debug", debug(&storage)), ("size_of", storage.size_of().to_string())])
        }
        ["new", bytes] => {
            let bytes = word(bytes);
            address(&unsafe { SockAddr::new(storage(&bytes), bytes.len() as u32) })
        }
        ["socket_addr", octets, port, flowinfo, scope_id] => {
            let port = port.parse().unwrap();
            address(&match ip(&word(octets)) {
                IpAddr::V4(ip) => SockAddr::from(SocketAddr::from(SocketAddrV4::new(ip, port))),
                IpAddr::V6(ip) => {
                    let (flow, scope) = (flowinfo.parse().unwrap(), scope_id.parse().unwrap());
                    SockAddr::from(SocketAddr::from(SocketAddrV6::new(ip, port, flow, scope)))
                }
            })
        }
        ["unix", path] => match SockAddr::unix(OsStr::from_bytes(&word(path))) {
            Ok(addr) => address(&addr),
            Err(e) => error(&e),
        },
        ["vsock", cid, port] => {
            address(&SockAddr::vsock(cid.parse().unwrap(), port.parse().unwrap()))
        }
        _ => panic!("no question {question}"),
    };
    object(&[("question", string(question)), ("answer", found)])
}

fn random_bytes(r: &mut Random, n: usize) -> Vec<u8> {
    (0..n).map(|_| r.below(256) as u8).collect()
}

/// Returns bytes as a word of a question.
fn as_word(bytes: &[u8]) -> String {
    if bytes.is_empty() { "-".into() } else { hex(bytes).trim_matches('"').into() }
}

const CONSTANTS: [(&str, &[&str]); 3] = [
    ("Domain", &["IPV4", "IPV6", "UNIX", "PACKET", "VSOCK"]),
    ("Type", &["STREAM", "DGRAM", "DCCP", "SEQPACKET", "RAW"]),
    ("Protocol", &["ICMPV4", "ICMPV6", "TCP", "UDP", "MPTCP", "DCCP", "SCTP", "UDPLITE"]),
];

const NUMBERS: [i32; 14] = [
    i32::MIN, -2, -1, 58, 132, 136, 255, 262, 2049, 524_289, 526_337, 65_536, 99_999, i32::MAX,
];

const MICROS: [&str; 12] = [
    "none", "0", "1", "999", "1000", "1500", "999999", "1000000", "1500000", "60000000",
    "32767000000", "9007199254740991",
];

fn questions() -> Vec<String> {
    let mut r = Random(0x5eed_0017);
    let mut all = vec![];
    for (kind, names) in CONSTANTS {
        all.extend(names.iter().map(|name| format!("constant:{kind}:{name}")));
        let numbers = (0..45).chain(NUMBERS);
        all.extend(numbers.map(|n| format!("number:{kind}:{n}")));
    }
    all.extend((0..32).map(|bit| format!("flags:{}", (1_u32 << bit) as i32)));
    all.extend((0..60).map(|_| format!("flags:{}", r.next() as i32)));
    for (i, time) in MICROS.iter().enumerate() {
        for (j, interval) in MICROS.iter().enumerate() {
            let retries = ["none", "0", "1", "127", "4294967295"][(i + j) % 5];
            all.push(format!("keepalive:{time}:{interval}:{retries}"));
        }
    }
    for filter in ["0:0:0:0", "6:0:0:65535", "21:1:2:3", "65535:255:255:4294967295"] {
        all.push(format!("filter:{filter}"));
    }
    for interface in ["index:0", "index:1", "index:4294967295", "address:0.0.0.0"] {
        all.push(format!("interface:{interface}"));
    }
    all.push("interface:address:255.1.2.3".into());
    all.extend([0, 1, 16, 255].map(|n| format!("msghdr_mut:{n}")));
    for octets in ["7f000001".into(), as_word(&[0; 16]), as_word(&random_bytes(&mut r, 16))] {
        all.push(format!("msghdr:{octets}"));
        all.push(format!("for_address:{octets}"));
    }
    for i in 0..60 {
        let octets = random_bytes(&mut r, if i % 2 == 0 { 4 } else { 16 });
        let [port, flow, scope] = [r.next() as u16 as u32, r.next() as u32, r.next() as u32];
        // Half of the numbers are small ones.
        let [flow, scope] = if i % 4 < 2 { [flow, scope] } else { [flow >> 12, scope >> 28] };
        all.push(format!("socket_addr:{}:{port}:{flow}:{scope}", as_word(&octets)));
        all.push(format!("vsock:{flow}:{scope}"));
    }
    for edge in [0, 1, u32::MAX - 1, u32::MAX] {
        all.push(format!("socket_addr:{}:{}:{edge}:{edge}", as_word(&[255; 16]), edge as u16));
        all.push(format!("socket_addr:00000000:{}:0:0", edge as u16));
        all.push(format!("vsock:{edge}:{edge}"));
    }
    // Paths and abstract names of all lengths, and one byte longer than the longest.
    for n in 0..=112 {
        let letters: Vec<u8> = (0..n).map(|i| b'a' + (i % 26) as u8).collect();
        all.push(format!("unix:{}", as_word(&letters)));
        all.push(format!("unix:00{}", as_word(&letters).trim_matches('-')));
    }
    for path in ["/", "relative/path", "\u{e9}\u{1f980}", "\0\0", "\0a\0b", "\0\u{1f980}"] {
        all.push(format!("unix:{}", as_word(path.as_bytes())));
    }
    all.push(format!("unix:{}", as_word(b"/not/utf8/\xff\xfe")));
    all.push(format!("unix:{}", as_word(b"/a\0b")));
    for family in [0_u16, 2, 10, 16, 17, 40, 255, 65_535] {
        // The longest address that these families have is one of IPv6, of 28 bytes.
        let bytes = [&family.to_le_bytes()[..], &random_bytes(&mut r, 26)].concat();
        all.push(format!("new:{}", as_word(&bytes)));
        all.push(format!("storage:{}", as_word(&bytes)));
    }
    all.push("storage:-".into());
    all.push("new:0100".into());
    all
}

fn main() {
    // What `as_unix` says when it panics.
    std::panic::set_hook(Box::new(|_| {}));
    if serve(|words| answer(words[0])) {
        return;
    }
    for question in questions() {
        println!("{}", answer(&question));
    }
}
