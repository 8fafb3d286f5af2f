"""Hypothesis strategies for addresses, and for texts that are addresses or nearly so."""

from hypothesis import strategies as st

from stdnet._core.ip_addr import IpAddr, Ipv4Addr, Ipv6Addr
from stdnet._core.socket_addr import SocketAddr, SocketAddrV4, SocketAddrV6

ports = st.integers(0, 0xFFFF)
u32s = st.integers(0, 0xFFFF_FFFF)

# Mostly the bounds of special ranges, and zeros, which short texts leave out.
_octets = st.sampled_from([0, 0, 1, 0x20, 0x64, 127, 192, 255]) | st.integers(0, 255)
_segments = st.sampled_from([0, 0, 0, 1, 0x2001, 0xFFFF]) | st.integers(0, 0xFFFF)

ipv4_addrs = st.builds(Ipv4Addr, *[_octets] * 4)
ipv6_addrs = st.builds(Ipv6Addr, *[_segments] * 8) | ipv4_addrs.map(Ipv4Addr.to_ipv6_mapped)
ip_addrs: st.SearchStrategy[IpAddr.V4 | IpAddr.V6] = ipv4_addrs | ipv6_addrs

socket_addrs_v4 = st.builds(SocketAddrV4, ipv4_addrs, ports)
socket_addrs_v6 = st.builds(
    SocketAddrV6, ipv6_addrs, ports, st.just(0) | u32s, st.sampled_from([0, 0, 1]) | u32s
)
socket_addrs: st.SearchStrategy[SocketAddr.V4 | SocketAddr.V6] = socket_addrs_v4 | socket_addrs_v6

_PIECES = [
    *["0", "1", "00", "01", "255", "256", "65535", "65536", "4294967295", "4294967296"],
    *["f", "ffff", "00000", "g", "0x", "+", "-", "_", "/64", "1.2.3.4", "01.2.3.4", "::1"],
    *[".", "..", ":", "::", ":::", "%", "%1", "%eth0", "[", "]", "]:", ":80"],
    *[" ", "    ", "\t", "\n", "\0", "²", "١", "１", "é", "\U0001f310"],
]


@st.composite
def near_addresses(draw: st.DrawFn) -> str:
    """Draws the text of an address, with up to three pieces inserted, deleted or replaced."""
    text = str(draw(ip_addrs | socket_addrs))
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(start + 3, len(text))))
        text = text[:start] + draw(st.sampled_from(["", *_PIECES])) + text[end:]
    return text


any_text = st.text(st.characters(exclude_categories=[])) | st.text("0123456789abcdefABCDEF.:[]%")
"""Any text, with lone surrogates, and any text of the characters of addresses."""
