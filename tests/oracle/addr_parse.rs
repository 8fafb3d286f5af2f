// Texts that are addresses or nearly so, and what the six parsers return for each.
#![feature(addr_parse_ascii)]

#[path = "common/json.rs"]
mod json;

use json::*;
use std::net::*;

/// Returns the parsers that accept the bytes, each with the text of its value.
fn parsed(bytes: &[u8]) -> Vec<(&'static str, String)> {
    fn text<T: ToString>(result: Result<T, AddrParseError>) -> Option<String> {
        result.ok().map(|addr| string(&addr.to_string()))
    }
    let answers = [
        ("Ip", text(IpAddr::parse_ascii(bytes))),
        ("Ipv4", text(Ipv4Addr::parse_ascii(bytes))),
        ("Ipv6", text(Ipv6Addr::parse_ascii(bytes))),
        ("Socket", text(SocketAddr::parse_ascii(bytes))),
        ("SocketV4", text(SocketAddrV4::parse_ascii(bytes))),
        ("SocketV6", text(SocketAddrV6::parse_ascii(bytes))),
    ];
    answers.into_iter().filter_map(|(name, answer)| Some((name, answer?))).collect()
}

const PIECES: &[&str] = &[
    "", "0", "00", "1", "01", "001", "9", "10", "99", "100", "199", "249", "255", "256", "300",
    "999", "1000", "65535", "65536", "065535", "00000000000000000080", "4294967295", "4294967296",
    "04294967295", "18446744073709551616", "99999999999999999999999999", "a", "F", "g", "ff",
    "FFFF", "ffff", "fffff", "0000", "00000", "db8", "2001", "fe80", "0x1", "1_0", "+1", "-1",
    " 1", "1 ", "\t1", "1\n", "\u{0}", "\u{b2}", "\u{661}", "\u{ff11}", "\u{e9}", "\u{1f310}",
    ".", "..", ":", "::", ":::", "::::", "%", "%0", "%1", "%01", "%eth0", "%4294967295",
    "%4294967296", "%25", "[", "]", "[[", "]]", "[]", "/", "/64", "1.2.3.4", "1.2.3", "1.2.3.4.5",
    "01.2.3.4", "256.2.3.4", "::1", "::ffff:", ":80", ":0", ":65535", ":65536", ":080", ":", "]:80",
    " ", "  ", "    ", "\t\t", "\n",
];

fn ipv4(r: &mut Random) -> String {
    format!("{}.{}.{}.{}", r.below(256), r.below(256), r.below(256), r.below(256))
}

fn ipv6(r: &mut Random) -> String {
    let embedded = r.below(4) == 0;
    let width = if embedded { 6 } else { 8 };
    // Sometimes `::` stands for one group only, or there is a group too many.
    let size = if r.below(2) == 0 { width } else { r.below(width + 2) };
    let mut groups: Vec<String> = (0..size)
        .map(|_| match r.below(4) {
            0 => "0".into(),
            1 => format!("{:x}", r.below(16)),
            2 => format!("{:04X}", r.below(65536)),
            _ => format!("{:x}", r.below(65536)),
        })
        .collect();
    if embedded {
        groups.push(ipv4(r));
    }
    if size == width && r.below(8) > 0 {
        return groups.join(":");
    }
    let at = r.below(groups.len() + 1);
    format!("{}::{}", groups[..at].join(":"), groups[at..].join(":"))
}

fn socket(r: &mut Random) -> String {
    let port = match r.below(4) {
        0 => format!("{:06}", r.below(65536)),
        1 => r.below(70000).to_string(),
        _ => r.below(65536).to_string(),
    };
    match r.below(5) {
        0 | 1 => format!("{}:{port}", ipv4(r)),
        2 => format!("[{}%{}]:{port}", ipv6(r), r.next() >> (r.below(34) + 29)),
        _ => format!("[{}]:{port}", ipv6(r)),
    }
}

fn mutated(text: &str, r: &mut Random) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let at = r.below(chars.len() + 1);
    let piece: Vec<char> = r.pick(PIECES).chars().collect();
    match r.below(6) {
        0 => drop(chars.splice(at..at, piece)),
        1 if at < chars.len() => drop(chars.splice(at..at + 1, piece)),
        2 if at < chars.len() => drop(chars.remove(at)),
        3 if at < chars.len() => chars.insert(at, chars[at]),
        4 => chars.truncate(at),
        _ => {
            let other = r.below(chars.len() + 1);
            let (from, to) = (at.min(other), at.max(other));
            let again = chars[from..to].to_vec();
            drop(chars.splice(to..to, again));
        }
    }
    chars.into_iter().collect()
}

fn text(r: &mut Random) -> String {
    if r.below(20) == 0 {
        return (0..r.below(6)).map(|_| *r.pick(PIECES)).collect();
    }
    let mut text = match r.below(5) {
        0 => ipv4(r),
        1 | 2 => ipv6(r),
        _ => socket(r),
    };
    for _ in 0..*r.pick(&[0, 1, 1, 1, 2, 3]) {
        text = mutated(&text, r);
    }
    text
}

/// Long texts: repeated pieces, and numbers with leading zeros.
fn long() -> Vec<String> {
    let zeros = "0".repeat(5000);
    let nines = "9".repeat(5000);
    let mut texts: Vec<String> = PIECES.iter().map(|piece| piece.repeat(300)).collect();
    for number in [&zeros, &nines, &format!("{zeros}65535"), &format!("{zeros}65536")] {
        texts.push(format!("127.0.0.{number}"));
        texts.push(format!("127.0.0.1:{number}"));
        texts.push(format!("[::{number}]:1"));
        texts.push(format!("[::1%{number}]:1"));
        texts.push(format!("[::1]:{number}"));
    }
    texts
}

/// The texts of the first exercise of the course.
const EXERCISE: &[&str] = &[
    "127.0.0.1", "0.0.0.0", "255.255.255.255", "192.0.2.1", "1.2.3.4", "::1", "::", "fe80::1",
    "2001:DB8:0:0:0:0:0:1", "2001:db8::0:1", "1:0:0:2:0:0:0:3", "::ffff:1.2.3.4",
    "0:0:0:0:0:ffff:c000:0201", "::1.2.3.4", "::1:80", "127.0.0.1:80", "0.0.0.0:0",
    "127.0.0.1:00080", "255.255.255.255:65535", "[::1]:80", "[2001:DB8::1]:8080",
    "[fe80::1%3]:22", "[::ffff:127.0.0.1]:0", "[::]:65535", "localhost", "localhost:80",
    "256.0.0.1", "1.2.3", "1.2.3.4.5", "01.2.3.4", "127.0.0.1:", "127.0.0.1:65536",
    "127.0.0.1:http", ":80", "1:2:3:4:5:6:7:8:9", "1::2::3", "[::1]", "fe80::1%3", " 127.0.0.1",
    "127.0.0.1 ",
];

/// Bytes that are not UTF-8.
fn bytes(r: &mut Random) -> Vec<u8> {
    let mut bytes = text(r).into_bytes();
    for _ in 0..r.below(3) {
        let at = r.below(bytes.len() + 1);
        bytes.insert(at, r.below(256) as u8);
    }
    bytes
}

fn answer(bytes: &[u8]) -> String {
    object(&parsed(bytes))
}

fn main() {
    if serve(|words| answer(&word(words[0]))) {
        return;
    }
    let errors = [
        ("Ip", IpAddr::parse_ascii(b"").unwrap_err()),
        ("Ipv4", Ipv4Addr::parse_ascii(b"").unwrap_err()),
        ("Ipv6", Ipv6Addr::parse_ascii(b"").unwrap_err()),
        ("Socket", SocketAddr::parse_ascii(b"").unwrap_err()),
        ("SocketV4", SocketAddrV4::parse_ascii(b"").unwrap_err()),
        ("SocketV6", SocketAddrV6::parse_ascii(b"").unwrap_err()),
    ];
    for (name, e) in errors {
        let padded = array(&[display(format_args!("{e:>50}")), display(format_args!("{e:.9}"))]);
        println!(
            "{}",
            object(&[
                ("error", string(name)),
                ("display", display(&e)),
                ("debug", debug(&e)),
                ("padded", padded),
            ])
        );
    }
    let mut r = Random(0x5eed_0001);
    let texts = (0..12_000).map(|_| text(&mut r)).collect::<Vec<_>>();
    let exercise = EXERCISE.iter().map(|text| text.to_string()).collect::<Vec<_>>();
    for text in texts.iter().chain(&long()).chain(&exercise) {
        println!("{}", object(&[("text", string(text)), ("ok", answer(text.as_bytes()))]));
    }
    for _ in 0..2_000 {
        let bytes = bytes(&mut r);
        println!("{}", object(&[("bytes", hex(&bytes)), ("ok", answer(&bytes))]));
    }
}
