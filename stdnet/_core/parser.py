"""The grammar of addresses as text, exactly Rust's, and the error of a text outside of it.

Each `read_` function takes a text that must be one production of the grammar from end to end, and
answers with its value, or with None. No production contains the separator that ends it, so a text
is split at its separators first: nothing is ever read twice or put back, and a text of any length
takes linear time.
"""

from __future__ import annotations

from _socket import AF_INET, AF_INET6, inet_pton
from enum import Enum
from typing import TypeAlias, final

from stdnet._core.arguments import check_type
from stdnet._core.fmt import pad
from stdnet._core.ints import U16_MAX, U32_MAX

AddrV4: TypeAlias = tuple[bytes, int]
"""Octets and port of a socket address."""

AddrV6: TypeAlias = tuple[bytes, int, int, int]
"""Octets, port, flow information and scope of a socket address."""


class AddrKind(Enum):
    """What a text was parsed as."""

    Ip = "invalid IP address syntax"
    Ipv4 = "invalid IPv4 address syntax"
    Ipv6 = "invalid IPv6 address syntax"
    Socket = "invalid socket address syntax"
    SocketV4 = "invalid IPv4 socket address syntax"
    SocketV6 = "invalid IPv6 socket address syntax"


@final
class AddrParseError(ValueError):
    """A text, or bytes, that is no address. Rust's `std::net::AddrParseError`.

    It says which type was asked for, and no more. Two errors are equal when they say the same.
    Being a `ValueError`, it can be raised.

    >>> from stdnet import Ipv4Addr
    >>> error = Ipv4Addr.from_str("256.0.0.1").failure()
    >>> error
    AddrParseError(Ipv4)
    >>> print(error)
    invalid IPv4 address syntax
    """

    _kind: AddrKind

    def __init__(self, kind: AddrKind) -> None:
        check_type(kind, AddrKind, "the kind")
        super().__init__(kind)
        self._kind = kind

    def __eq__(self, other: object) -> bool:
        return self._kind is other._kind if isinstance(other, AddrParseError) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._kind)

    def __str__(self) -> str:
        return self._kind.value

    def __repr__(self) -> str:
        return f"AddrParseError({self._kind.name})"

    def __format__(self, spec: str, /) -> str:
        return pad(self._kind.value, spec)


def read_number(text: str, limit: int) -> int | None:
    """A decimal number up to the limit, with any number of leading zeros."""
    if not (text.isdigit() and text.isascii()):
        return None
    if len(text) > 10:
        # Python refuses to convert thousands of digits, and eleven are beyond every limit.
        text = text.lstrip("0")[:11] or "0"
    number = int(text)
    return number if number <= limit else None


def read_ipv4_addr(text: str) -> bytes | None:
    """The octets of `127.0.0.1`."""
    return _inet_pton(AF_INET, text)


def read_ipv6_addr(text: str) -> bytes | None:
    """The octets of `2001:db8::1` or `::ffff:127.0.0.1`."""
    return _inet_pton(AF_INET6, text)


def _inet_pton(family: int, text: str) -> bytes | None:
    # The C library takes the very texts that Rust takes, and is several times as fast as Python.
    try:
        return inet_pton(family, text)
    except (OSError, ValueError):  # ValueError: a NUL, or a lone surrogate, in the text
        return None


def read_ip_addr(text: str) -> bytes | None:
    """The octets of an address of either family."""
    # `_inet_pton`, without a call in between.
    try:
        return inet_pton(AF_INET6 if ":" in text else AF_INET, text)
    except (OSError, ValueError):
        return None


def read_socket_addr_v4(text: str) -> AddrV4 | None:
    """The parts of `127.0.0.1:80`."""
    head, _, tail = str.partition(text, ":")
    octets, port = read_ipv4_addr(head), read_number(tail, U16_MAX)
    return None if octets is None or port is None else (octets, port)


def read_socket_addr_v6(text: str) -> AddrV6 | None:
    """The parts of `[::1]:80` or `[fe80::1%3]:80`; the flow information is 0, no text has it."""
    inside, end, tail = str.partition(text, "]:")
    if not (end and inside.startswith("[")):
        return None
    head, percent, scope = inside[1:].partition("%")
    octets, port = read_ipv6_addr(head), read_number(tail, U16_MAX)
    scope_id = read_number(scope, U32_MAX) if percent else 0
    if octets is None or port is None or scope_id is None:
        return None
    return octets, port, 0, scope_id


def read_socket_addr(text: str) -> AddrV4 | AddrV6 | None:
    """The parts of a socket address of either family."""
    return read_socket_addr_v6(text) if str.startswith(text, "[") else read_socket_addr_v4(text)
