"""The grammar of addresses as text, exactly Rust's, and the error of a text outside of it.

Each `read_` function takes a text that must be one production of the grammar from end to end, and
answers with its value, or with None. No production contains the separator that ends it, so a text
is split at its separators first: nothing is ever read twice or put back, and a text of any length
takes linear time.
"""

from enum import Enum
from typing import Final, TypeAlias, final

from stdnet._core.ints import U16_MAX, U32_MAX
from stdnet._core.pad import pad

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


# The 256 texts of an octet: no sign, no leading zero, no digit beyond ASCII.
_OCTETS: Final = {str(octet): bytes((octet,)) for octet in range(256)}

# How groups before and after a gap make 32 digits, each group filled with blanks up to four.
_FORMS: Final = {
    ("::", front, back): "%4s" * front + "0000" * (8 - front - back) + "%4s" * back
    for front in range(8)
    for back in range(8 - front)
}
_FORMS["", 8, 0] = "%4s" * 8


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
    try:
        a, b, c, d = str.split(text, ".")
        return _OCTETS[a] + _OCTETS[b] + _OCTETS[c] + _OCTETS[d]
    except (ValueError, KeyError):
        return None


def read_ipv6_addr(text: str) -> bytes | None:
    """The octets of `2001:db8::1` or `::ffff:127.0.0.1`."""
    if "." in text:
        head, _, tail = text.rpartition(":")
        octets = read_ipv4_addr(tail)
        if octets is None:
            return None
        text = f"{head}:{octets.hex(':', 2)}"
    head, gap, tail = str.partition(text, "::")
    front = head.split(":") if head else ()
    back = tail.split(":") if tail else ()
    try:
        digits = _FORMS[gap, len(front), len(back)] % (*front, *back)
        octets = bytes.fromhex(digits.replace(" ", "0"))
    except (KeyError, ValueError):
        return None
    # Four blanks are an empty group, more than 32 digits a long one; `fromhex` skips white space,
    # so with any in it the result is short.
    whole = len(digits) == 32 and len(octets) == 16
    return octets if whole and " " not in text and "    " not in digits else None


def read_ip_addr(text: str) -> bytes | None:
    """The octets of an address of either family."""
    return read_ipv6_addr(text) if ":" in text else read_ipv4_addr(text)


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
