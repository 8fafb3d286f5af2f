"""Hypothesis strategies for the questions to the oracles of name resolution and of TCP."""

import re
from _socket import inet_aton

from hypothesis import strategies as st

from tests.support.addresses import ipv6_addrs, near_addresses, ports

_text = st.text(st.characters(codec="utf-8"))


@st.composite
def _ipv4_notations(draw: st.DrawFn) -> str:
    """Draws `inet_aton` notation: one to four numbers, of which the last fills all other bytes."""
    dots = draw(st.integers(0, 3))
    numbers = [draw(st.integers(0, 255)) for _ in range(dots)]
    numbers.append(draw(st.integers(0, 256 ** (4 - dots) - 1)))
    radix = st.sampled_from(["{}", "0{:o}", "0x{:x}", "0X{:X}", "0x0000{:x}"])
    return ".".join(draw(radix).format(number) for number in numbers)


def _needs_no_server(text: str) -> bool:
    """Returns True if the C library resolves or refuses the host without asking a DNS server."""
    host, _, _ = text.rpartition(":")
    if not re.fullmatch(r"[\w.\\-]+", host, re.ASCII):
        return True
    try:
        inet_aton(host)
    except OSError:
        return False
    return True


# Characters and labels that no host name has.
_oddities = st.sampled_from([*" /@,[]%'\t\n\0", "é", "１", "例え", "a" * 64, "é" * 32])
_zones = st.integers(0, 1 << 33).map(str) | st.sampled_from(["lo", "LO", "", "+1", "01"]) | _text

hosts = st.one_of(
    _ipv4_notations(),
    st.builds("{}%{}".format, ipv6_addrs, _zones),
    st.builds("{}{}{}".format, _text, _oddities, _text),
)
"""Hosts in any spelling that is resolved or refused without a DNS server."""

port_texts = st.one_of(
    ports.map(str),
    st.integers(-70_000, 140_000).map(str),
    st.builds("{}{}{}".format, st.sampled_from(["+", "-", "0", " "]), ports, st.just("") | _text),
    _text,
)

addr_texts = (st.builds("{}:{}".format, hosts, port_texts) | near_addresses()).filter(
    _needs_no_server
)
"""Texts of a host and a port, or nearly so, again without a DNS server."""


# Scripts of TCP operations: see `tests/oracle/tcp.rs`.

_listeners = st.sampled_from(["L0"] * 4 + ["L1"])
_streams = st.sampled_from(["S0"] * 4 + ["S1"] * 4 + ["S2"])
_sockets = _streams | _streams | _listeners
_sizes = st.sampled_from([0, 0, 1, 64, 1000]) | st.integers(0, 300)
_many_sizes = st.lists(_sizes, max_size=4).map(lambda sizes: ",".join(map(str, sizes)))
_flags = st.sampled_from("01")
# Time-outs that are a multiple of the kernel's tick at any CONFIG_HZ, so that they are read back
# exactly.
_durations = st.sampled_from(["none", "0", "20000", "500000", "1000000", f"{10**19}"])
_ttls = st.sampled_from([0, 1, 64, 255, 256, 2**31, 2**32 - 1]) | st.integers(0, 300)


def _words(*kinds: str) -> st.SearchStrategy[str]:
    """Returns a strategy for lists of addresses, of these kinds or of listeners."""
    return st.lists(st.sampled_from(kinds) | _listeners, max_size=3).map("+".join)


_forms: dict[str, list[st.SearchStrategy[str]]] = {
    "bind": [_words("v4", "v6", "any4", "foreign4", "foreign6")],
    "connect": [_words("v4", "v6", "any4", "closed4", "closed6")],
    "connect_timeout": [st.sampled_from(["L0:9000000", "L1:9000000", "closed4:9000000"])],
    "accept incoming into_incoming only_v6": [_listeners],
    "set_only_v6": [_listeners, _flags],
    "read peek read_exact write write_all": [_streams, _sizes.map(str)],
    "read_vectored write_vectored": [_streams, _many_sizes],
    "read_to_end read_to_string flush peer": [_streams],
    "shutdown": [_streams, st.sampled_from(["Read", "Write", "Both"])],
    "nodelay linger read_timeout write_timeout deferaccept": [_streams],
    "set_nodelay": [_streams, _flags],
    "set_linger": [_streams, st.sampled_from(["none", "0", "500000", "1000000"])],
    "set_read_timeout set_write_timeout": [_streams, _durations],
    "set_deferaccept": [_streams, st.sampled_from(["0", "1000000", "9999999"])],
    "debug local clone raw close take_error ttl": [_sockets],
    "nonblocking": [_sockets, _flags],
    "set_ttl": [_sockets, _ttls.map(str)],
}
_operations = {
    name: st.tuples(st.just(name), *arguments).map(":".join)
    for names, arguments in _forms.items()
    for name in names.split()
}


def scripts(ip: str, *names: str) -> st.SearchStrategy[str]:
    """Returns a strategy for scripts over one IP version; half of their operations are `names`."""
    bound = f"bind:v{ip} connect:L0"
    accepted = f"{bound} accept:L0"
    ready = f"{accepted} nonblocking:S0:1 nonblocking:S1:1"
    opening = st.sampled_from([bound, accepted, accepted, ready, ready])
    anything = st.one_of(*_operations.values())
    chosen = st.one_of(*(_operations[name] for name in names)) if names else anything
    rest = st.lists(chosen | anything, min_size=1, max_size=16).map(" ".join)
    return st.builds("{} {}".format, opening, rest)
