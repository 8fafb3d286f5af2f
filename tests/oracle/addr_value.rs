// Addresses at and around the bounds of every range: texts, predicates, conversions, order.
#![feature(ip, ip_as_octets)]

#[path = "common/json.rs"]
mod json;

use json::*;
use std::fmt::Display;
use std::net::*;

fn padded(value: impl Display) -> String {
    array(&[
        display(format_args!("{value:50}")),
        display(format_args!("{value:>20}")),
        display(format_args!("{value:*^41}")),
        display(format_args!("{value:é<30}")),
        display(format_args!("{value:020}")),
        display(format_args!("{value:>020}")),
        display(format_args!("{value:0^20}")),
        display(format_args!("{value:.4}")),
        display(format_args!("{value:-^9.3}")),
        display(format_args!("{value:.0}")),
        display(format_args!("{value:1}")),
    ])
}

fn names(answers: &[(&str, bool)]) -> String {
    let true_ones: Vec<String> =
        answers.iter().filter(|(_, yes)| *yes).map(|(name, _)| string(name)).collect();
    array(&true_ones)
}

fn maybe(value: Option<impl Display>) -> String {
    value.map_or("null".into(), display)
}

fn v4(a: Ipv4Addr) -> String {
    let is = names(&[
        ("is_unspecified", a.is_unspecified()),
        ("is_loopback", a.is_loopback()),
        ("is_private", a.is_private()),
        ("is_link_local", a.is_link_local()),
        ("is_global", a.is_global()),
        ("is_shared", a.is_shared()),
        ("is_benchmarking", a.is_benchmarking()),
        ("is_reserved", a.is_reserved()),
        ("is_multicast", a.is_multicast()),
        ("is_broadcast", a.is_broadcast()),
        ("is_documentation", a.is_documentation()),
    ]);
    object(&[
        ("v4", hex(&a.octets())),
        ("text", display(a)),
        ("debug", debug(a)),
        ("is", is),
        ("bits", a.to_bits().to_string()),
        ("compatible", display(a.to_ipv6_compatible())),
        ("mapped", display(a.to_ipv6_mapped())),
        ("not", display(!a)),
    ])
}

fn v6(a: Ipv6Addr) -> String {
    let is = names(&[
        ("is_unspecified", a.is_unspecified()),
        ("is_loopback", a.is_loopback()),
        ("is_global", a.is_global()),
        ("is_unique_local", a.is_unique_local()),
        ("is_unicast", a.is_unicast()),
        ("is_unicast_link_local", a.is_unicast_link_local()),
        ("is_documentation", a.is_documentation()),
        ("is_benchmarking", a.is_benchmarking()),
        ("is_unicast_global", a.is_unicast_global()),
        ("is_multicast", a.is_multicast()),
        ("is_ipv4_mapped", a.is_ipv4_mapped()),
    ]);
    let segments: Vec<String> = a.segments().iter().map(ToString::to_string).collect();
    object(&[
        ("v6", hex(&a.octets())),
        ("text", display(a)),
        ("debug", debug(a)),
        ("is", is),
        ("segments", array(&segments)),
        ("scope", a.multicast_scope().map_or("null".into(), |scope| string(&format!("{scope:?}")))),
        ("ipv4", maybe(a.to_ipv4())),
        ("ipv4_mapped", maybe(a.to_ipv4_mapped())),
        ("canonical", display(a.to_canonical())),
        ("not", display(!a)),
    ])
}

/// Compares two addresses.
fn pair(a: IpAddr, b: IpAddr) -> String {
    let mut fields = vec![
        ("pair", array(&[hex(a.as_octets()), hex(b.as_octets())])),
        ("cmp", debug(a.cmp(&b))),
    ];
    match (a, b) {
        (IpAddr::V4(a), IpAddr::V4(b)) => {
            fields.extend([("and", display(a & b)), ("or", display(a | b))])
        }
        (IpAddr::V6(a), IpAddr::V6(b)) => {
            fields.extend([("and", display(a & b)), ("or", display(a | b))])
        }
        _ => {}
    }
    object(&fields)
}

/// Returns octets, port, flow information and scope ID of an address.
fn parts(a: SocketAddr) -> String {
    let (flowinfo, scope_id) = match a {
        SocketAddr::V4(_) => (0, 0),
        SocketAddr::V6(a) => (a.flowinfo(), a.scope_id()),
    };
    let numbers = [a.port().to_string(), flowinfo.to_string(), scope_id.to_string()];
    array(&[vec![hex(a.ip().as_octets())], numbers.to_vec()].concat())
}

fn socket(a: SocketAddr, b: SocketAddr) -> String {
    let mut moved = a;
    moved.set_ip(b.ip());
    object(&[
        ("socket", array(&[parts(a), parts(b)])),
        ("text", display(a)),
        ("debug", debug(a)),
        ("cmp", debug(a.cmp(&b))),
        ("with_ip", parts(moved)),
    ])
}

fn ip_of(octets: &[u8]) -> IpAddr {
    match <[u8; 4]>::try_from(octets) {
        Ok(octets) => octets.into(),
        Err(_) => <[u8; 16]>::try_from(octets).unwrap().into(),
    }
}

fn socket_of(octets: &[u8], port: u16, flowinfo: u32, scope_id: u32) -> SocketAddr {
    match ip_of(octets) {
        IpAddr::V4(ip) => SocketAddrV4::new(ip, port).into(),
        IpAddr::V6(ip) => SocketAddrV6::new(ip, port, flowinfo, scope_id).into(),
    }
}

/// Every range of IPv4 that a predicate tests: its first address and the length of its prefix.
const V4_RANGES: &[(&str, u32)] = &[
    ("0.0.0.0", 8), ("0.0.0.0", 32), ("10.0.0.0", 8), ("100.64.0.0", 10), ("127.0.0.0", 8),
    ("169.254.0.0", 16), ("172.16.0.0", 12), ("192.0.0.0", 24), ("192.0.0.0", 29),
    ("192.0.0.8", 32), ("192.0.0.9", 32), ("192.0.0.10", 32), ("192.0.0.170", 31),
    ("192.0.2.0", 24), ("192.31.196.0", 24), ("192.52.193.0", 24), ("192.88.99.0", 24),
    ("192.168.0.0", 16), ("192.175.48.0", 24), ("198.18.0.0", 15), ("198.51.100.0", 24),
    ("203.0.113.0", 24), ("224.0.0.0", 4), ("224.0.0.0", 24), ("233.252.0.0", 24),
    ("239.0.0.0", 8), ("240.0.0.0", 4), ("255.255.255.255", 32), ("0.0.0.0", 1), ("8.8.8.8", 32),
];

const V6_RANGES: &[(&str, u32)] = &[
    ("::", 128), ("::1", 128), ("::", 96), ("::", 80), ("::ffff:0:0", 96), ("::ffff:0:0:0", 96),
    ("64:ff9b::", 96), ("64:ff9b:1::", 48), ("100::", 64), ("100::", 8), ("2001::", 23),
    ("2001::", 32), ("2001:1::1", 128), ("2001:1::2", 128), ("2001:1::3", 128), ("2001:2::", 48),
    ("2001:2::", 32), ("2001:3::", 32), ("2001:4:112::", 48), ("2001:10::", 28),
    ("2001:20::", 28), ("2001:30::", 28), ("2001:db8::", 32), ("2001:200::", 23), ("2002::", 16),
    ("2620:4f:8000::", 48), ("3fff::", 20), ("3fff::", 16), ("5f00::", 16), ("fc00::", 7),
    ("fe00::", 9), ("fe80::", 10), ("fe80::", 64), ("fec0::", 10), ("ff00::", 8), ("ff01::", 16),
    ("ff02::", 16), ("ff03::", 16), ("ff04::", 16), ("ff05::", 16), ("ff06::", 16),
    ("ff08::", 16), ("ff0e::", 16), ("ff0f::", 16), ("ff12::", 16), ("8000::", 1),
];

/// The first and the last address of each range, and their neighbours.
fn edges() -> Vec<IpAddr> {
    let mut found: Vec<IpAddr> = Vec::new();
    for (start, length) in V4_RANGES {
        let first = start.parse::<Ipv4Addr>().unwrap().to_bits();
        let last = first + (u32::MAX.checked_shr(*length).unwrap_or(0));
        for edge in [first.wrapping_sub(1), first, first.wrapping_add(1), last.wrapping_sub(1), last, last.wrapping_add(1)] {
            found.push(Ipv4Addr::from_bits(edge).into());
        }
    }
    for (start, length) in V6_RANGES {
        let first = start.parse::<Ipv6Addr>().unwrap().to_bits();
        let last = first + (u128::MAX.checked_shr(*length).unwrap_or(0));
        for edge in [first.wrapping_sub(1), first, first.wrapping_add(1), last.wrapping_sub(1), last, last.wrapping_add(1)] {
            found.push(Ipv6Addr::from_bits(edge).into());
        }
    }
    found
}

/// IPv4 addresses in IPv6 addresses.
const EMBEDDED: &[&str] = &[
    "::ffff:8.8.8.8", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:224.0.0.1", "::8.8.8.8",
    "::127.0.0.1", "::fffe:127.0.0.1", "::ffff:0:127.0.0.1", "::1:ffff:127.0.0.1",
    "64:ff9b::127.0.0.1", "2002:7f00:1::",
];

/// Returns a random IPv6 address with groups of zeros.
fn random_v6(r: &mut Random) -> Ipv6Addr {
    let zeros = r.next();
    Ipv6Addr::from_segments(std::array::from_fn(|i| {
        if zeros >> i & 1 == 1 { 0 } else { (r.next() >> (48 + 4 * r.below(4))) as u16 }
    }))
}

fn random_ip(r: &mut Random) -> IpAddr {
    match r.below(3) {
        0 => Ipv4Addr::from_bits(r.next() as u32).into(),
        _ => random_v6(r).into(),
    }
}

fn random_socket(r: &mut Random) -> SocketAddr {
    let ip = random_ip(r);
    let number = |r: &mut Random| *r.pick(&[0, 0, 1, 3, 0x000f_ffff, 0x0102_0304, u32::MAX]);
    let port = *r.pick(&[0, 1, 80, 8080, 65535]);
    match ip {
        IpAddr::V4(ip) => SocketAddrV4::new(ip, port).into(),
        IpAddr::V6(ip) => SocketAddrV6::new(ip, port, number(r), number(r)).into(),
    }
}

fn ip(a: IpAddr) -> String {
    match a {
        IpAddr::V4(a) => v4(a),
        IpAddr::V6(a) => v6(a),
    }
}

fn main() {
    let number = |text: &str| text.parse::<u32>().unwrap();
    let socket_at = |w: &[&str]| {
        socket_of(&word(w[0]), number(w[1]) as u16, number(w[2]), number(w[3]))
    };
    if serve(|words| match words[0] {
        "ip" => ip(ip_of(&word(words[1]))),
        "pair" => pair(ip_of(&word(words[1])), ip_of(&word(words[2]))),
        "socket" => socket(socket_at(&words[1..5]), socket_at(&words[5..9])),
        _ => unreachable!(),
    }) {
        return;
    }
    let mut r = Random(0x5eed_0002);
    let mut addrs = edges();
    addrs.extend(EMBEDDED.iter().map(|text| text.parse::<IpAddr>().unwrap()));
    // Every combination of groups that are zero.
    for zeros in 0..=255_u16 {
        let segments = std::array::from_fn(|i| if zeros >> i & 1 == 1 { 0 } else { i as u16 + 1 });
        addrs.push(Ipv6Addr::from_segments(segments).into());
    }
    addrs.extend((0..1500).map(|_| random_ip(&mut r)));
    for a in &addrs {
        println!("{}", ip(*a));
    }
    for two in addrs.windows(2) {
        println!("{}", pair(two[0], two[1]));
    }
    let mut before = random_socket(&mut r);
    for i in 0..1000 {
        let mut after = random_socket(&mut r);
        // Addresses that differ in one part.
        match i % 4 {
            0 => after.set_ip(before.ip()),
            1 => {
                after = before;
                after.set_port(after.port() ^ 1);
            }
            _ => {}
        }
        println!("{}", socket(before, after));
        before = after;
    }
    for a in addrs.iter().step_by(37) {
        let socket = SocketAddr::new(*a, 80);
        println!(
            "{}",
            object(&[
                ("padded", hex(a.as_octets())),
                ("ip", padded(a)),
                ("socket", padded(socket)),
            ])
        );
    }
}
