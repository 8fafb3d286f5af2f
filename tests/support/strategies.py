"""Questions for the oracles of the network, for Hypothesis."""

import re
from _socket import inet_aton

from hypothesis import strategies as st

from tests.support.addresses import ipv6_addrs, near_addresses, ports

_text = st.text(st.characters(codec="utf-8"))


@st.composite
def _ipv4_notations(draw: st.DrawFn) -> str:
    """One to four numbers, the last of which fills the bytes that are left."""
    dots = draw(st.integers(0, 3))
    numbers = [draw(st.integers(0, 255)) for _ in range(dots)]
    numbers.append(draw(st.integers(0, 256 ** (4 - dots) - 1)))
    radix = st.sampled_from(["{}", "0{:o}", "0x{:x}", "0X{:X}", "0x0000{:x}"])
    return ".".join(draw(radix).format(number) for number in numbers)


def _asks_nobody(text: str) -> bool:
    """Whether the C library decides over the host in the text without a server."""
    host, _, _ = text.rpartition(":")
    if not re.fullmatch(r"[\w.\\-]+", host, re.ASCII):
        return True
    try:
        inet_aton(host)
    except OSError:
        return False
    return True


# What no host name has.
_oddities = st.sampled_from([*" /@,[]%'\t\n\0", "é", "１", "例え", "a" * 64, "é" * 32])
_zones = st.integers(0, 1 << 33).map(str) | st.sampled_from(["lo", "LO", "", "+1", "01"]) | _text

hosts = st.one_of(
    _ipv4_notations(),
    st.builds("{}%{}".format, ipv6_addrs, _zones),
    st.builds("{}{}{}".format, _text, _oddities, _text),
)
"""Hosts in any spelling, but none that a server would be asked for."""

port_texts = st.one_of(
    ports.map(str),
    st.integers(-70_000, 140_000).map(str),
    st.builds("{}{}{}".format, st.sampled_from(["+", "-", "0", " "]), ports, st.just("") | _text),
    _text,
)

addr_texts = (st.builds("{}:{}".format, hosts, port_texts) | near_addresses()).filter(_asks_nobody)
"""Texts of a host and a port, or nearly so; again no server would be asked."""
