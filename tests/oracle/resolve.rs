// What to_socket_addrs returns for texts, and for pairs of a host and a port.
//
// A question is `text TEXT` or `pair HOST PORT`. No question needs a DNS server: the C library
// itself parses an address in any notation, and refuses what cannot be a host name.
#[path = "common/json.rs"]
mod json;

use json::*;
use std::io;
use std::net::{SocketAddr, ToSocketAddrs};

/// Hosts that the C library resolves or refuses by itself.
const HOSTS: &[&str] = &[
    "1.2.3.4", "0", "00", "1", "256", "4294967295", "1.2", "1.16777215", "1.2.3", "1.1.65535",
    "0x7f.1", "0X7F.0x0.0.01", "0177.1", "0xffffffff", "037777777777", "01.02.03.04", "1.2.3.04",
    "*", "::", "::1", "0:0::1", "::1.2.3.4", "::FFFF:1.2.3.4", "1:2:3:4:5:6:7:8", "::1%0", "::1%1",
    "::1%01", "::1%4294967295", "::1%4294967296", "::1%lo", "::1%", "::1%+1", "::1%-1", "::1% 1",
    "::1%1 ", "::1%0x1", "::1%1%1", "fe80::1%1", "fe80::1%lo", "fe80::1%LO", "fe80::1%no such",
    "fe80::1%", "fe80::1%é", "ff02::1%lo", "ff01::1%lo", "::ffff:1.2.3.4%1", "::ffff:1.2.3.4%lo",
    "\0", "a\0b", "::1\0", "1.2.3.4\0", "localhost\0",
];

/// Hosts that do not exist. Which error the resolver returns for them is not specified.
const NAMES: &[&str] = &[
    "", " ", "two words", "\t", "a\nb", "\u{7f}", "a/b", "a@b", "a,b", "(a)", "'", "\"", "\\.",
    "-", "-a", "+1", "-1", ".a", "a..b", "..", "1..2", " 1.2.3.4", "1.2.3.4 ", "1.2.3.4\n",
    "1.2.3.4 x", "1.2.3.4%1", "1.2.3.4/8", "[1.2.3.4]", "[::1]", "[::1", "::1]", "[]", "[", "]",
    ":", ":::", "::g", "1:2", "1::2::3", "%", "%1", "%lo", "a%1", "[::1%1]", "[fe80::1%lo]",
    "http://a", "a:80", "é", "é.é", "ß", "例え", "xn--é", "\u{200b}", "１", "١", "\u{10ffff}",
];

const PORTS: &[&str] = &[
    "", "0", "1", "80", "080", "0080", "+80", "++80", "+", "-", "-0", "-1", "65535", "065535",
    "65536", "70000", "100000", "4294967376", "18446744073709551696", " 80", "80 ", "8 0", "80\n",
    "0x50", "8_0", "80.", "8e1", "http", "８０", "٨٠", "8²", "\0", "80\0", "[80]", "80%1",
];

fn addr(addr: SocketAddr) -> String {
    let (flow, scope) = match addr {
        SocketAddr::V4(_) => (0, 0),
        SocketAddr::V6(addr) => (addr.flowinfo(), addr.scope_id()),
    };
    array(&[display(addr), flow.to_string(), scope.to_string()])
}

fn answer(result: io::Result<impl Iterator<Item = SocketAddr>>) -> (&'static str, String) {
    match result {
        Ok(addrs) => ("addrs", array(&addrs.map(addr).collect::<Vec<_>>())),
        Err(e) => ("error", error(&e)),
    }
}

/// Returns the parts of a result that do not depend on the resolver.
fn form(result: io::Result<impl Iterator<Item = SocketAddr>>) -> (&'static str, String) {
    let e = result.map(drop).unwrap_err();
    let text = e.to_string();
    let (what, _) = text.split_once(": ").unwrap();
    ("lookup", array(&[debug(e.kind()), string(what)]))
}

fn print_texts(texts: &[String], answer: impl Fn(&str) -> (&'static str, String)) {
    for text in texts {
        println!("{}", object(&[("text", string(text)), answer(text)]));
    }
}

fn print_pairs(hosts: &[String], answer: impl Fn((&str, u16)) -> (&'static str, String)) {
    for host in hosts {
        for port in [0, 443] {
            let asked = [("host", string(host)), ("port", port.to_string())];
            println!("{}", object(&[&asked[..], &[answer((host, port))]].concat()));
        }
    }
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| text.to_string()).collect()
}

fn main() {
    if serve(|words| {
        let text = String::from_utf8(word(words[1])).unwrap();
        object(&[match words[0] {
            "text" => answer(text.to_socket_addrs()),
            _ => answer((text, words[2].parse().unwrap()).to_socket_addrs()),
        }])
    }) {
        return;
    }
    let zeros = "0".repeat(4300);
    let long_ports = [format!("{zeros}80"), format!("+{zeros}"), format!("{zeros}65536"), "9".repeat(4300)];
    let hosts = owned(HOSTS);
    let mut names = owned(NAMES);
    // A label has at most 63 bytes, a name 255, and é is two bytes.
    names.extend(["a".repeat(64), "é".repeat(32), "a.".repeat(128) + "a", "a".repeat(10_000)]);

    // No port.
    let whole = hosts.iter().chain(&names).filter(|host| !host.contains(':'));
    print_texts(&whole.cloned().collect::<Vec<_>>(), |text| answer(text.to_socket_addrs()));
    // The port is parsed first, so a bad port fails with any host.
    let ports: Vec<String> = owned(PORTS).into_iter().chain(long_ports).collect();
    for host in ["127.0.0.1", "[::1]", "[fe80::1%3]", "127.1", "::1"] {
        let texts: Vec<String> = ports.iter().map(|port| format!("{host}:{port}")).collect();
        print_texts(&texts, |text| answer(text.to_socket_addrs()));
    }
    for host in ["", "example.com", "two words", "é", "a\0b"] {
        let bad = ports.iter().filter(|port| port.parse::<u16>().is_err());
        let texts: Vec<String> = bad.map(|port| format!("{host}:{port}")).collect();
        print_texts(&texts, |text| answer(text.to_socket_addrs()));
    }
    let at_80 = |hosts: &[String]| hosts.iter().map(|host| format!("{host}:80")).collect::<Vec<_>>();
    print_texts(&at_80(&hosts), |text| answer(text.to_socket_addrs()));
    let texts = at_80(&names).into_iter().filter(|text| text.parse::<SocketAddr>().is_err());
    print_texts(&texts.collect::<Vec<_>>(), |text| form(text.to_socket_addrs()));
    print_pairs(&hosts, |pair| answer(pair.to_socket_addrs()));
    print_pairs(&names, |pair| form(pair.to_socket_addrs()));
}
