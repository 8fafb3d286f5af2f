"""Parsers of the text of addresses, with exactly Rust's grammar, and the error they return.

Each `read_` function takes a text that must be one production of the grammar from end to end, and
returns its value, or None. No production contains the separator that ends it, so a text is split at
its separators first: nothing is read twice, and a text of any length takes linear time.
"""

from __future__ import annotations

from _socket import AF_INET, AF_INET6, inet_pton
from enum import Enum
from typing import TypeAlias, final

from stdnet._core.arguments import check_type, wrong_type
from stdnet._core.fmt import pad
from stdnet._core.ints import U16_MAX, U32_MAX

PartsV4: TypeAlias = tuple[bytes, int]
"""The octets and the port of a socket address."""

PartsV6: TypeAlias = tuple[bytes, int, int, int]
"""The octets, the port, the flow information and the scope of a socket address."""


class AddrKind(Enum):
    """The type that was asked for, with the message of its error. Rust's private `AddrKind`."""

    Ip = "invalid IP address syntax"
    Ipv4 = "invalid IPv4 address syntax"
    Ipv6 = "invalid IPv6 address syntax"
    Socket = "invalid socket address syntax"
    SocketV4 = "invalid IPv4 socket address syntax"
    SocketV6 = "invalid IPv6 socket address syntax"


@final
class AddrParseError(ValueError):
    """The error of parsing an IP address or a socket address. Rust's `std::net::AddrParseError`.

    It names the type that was asked for, and nothing else; two errors that name the same type are
    equal. It is a `ValueError`, so it can be raised.

    >>> from stdnet import Ipv4Addr
    >>> error = Ipv4Addr.from_str("256.0.0.1").unwrap_err()
    >>> error
    AddrParseError(Ipv4)
    >>> print(error)
    invalid IPv4 address syntax
    """

    __slots__ = ("_kind",)

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

    def __reduce__(self) -> tuple[object, ...]:
        return AddrParseError._of, (self._kind.name,), self.__dict__

    @classmethod
    def _of(cls, kind: str) -> AddrParseError:
        """Creates an error from its pickle."""
        return cls(AddrKind[kind])


def read_number(text: str, limit: int) -> int | None:
    """Returns a decimal number up to the limit, with any number of leading zeros, or None."""
    if not (text.isdigit() and text.isascii()):
        return None
    if len(text) > 10:
        # `int` refuses thousands of digits, and eleven are beyond every limit.
        text = text.lstrip("0")[:11] or "0"
    number = int(text)
    return number if number <= limit else None


def read_ipv4_addr(text: str) -> bytes | None:
    """Returns the octets of an IPv4 address such as `127.0.0.1`, or None."""
    return _inet_pton(AF_INET, text)


def read_ipv6_addr(text: str) -> bytes | None:
    """Returns the octets of an IPv6 address such as `::1` or `::ffff:127.0.0.1`, or None."""
    return _inet_pton(AF_INET6, text)


def _inet_pton(family: int, text: str) -> bytes | None:
    # The C library accepts the same texts as Rust, and is several times as fast as Python code.
    try:
        return inet_pton(family, text)
    except (OSError, ValueError):  # ValueError if the text has a NUL or a lone surrogate
        return None
    except TypeError:
        raise _wrong_text(text) from None


def _wrong_text(text: object) -> TypeError:
    return wrong_type(text, "the text of an address", "a str")


def read_ip_addr(text: str) -> bytes | None:
    """Returns the octets of an address of either version, or None."""
    # `_inet_pton`, inlined.
    try:
        return inet_pton(AF_INET6 if ":" in text else AF_INET, text)
    except (OSError, ValueError):
        return None
    except TypeError:
        raise _wrong_text(text) from None


def read_socket_addr_v4(text: str) -> PartsV4 | None:
    """Returns the parts of an IPv4 socket address such as `127.0.0.1:80`, or None."""
    # Called on the class, the method raises `TypeError` if the text is not a `str`.
    try:
        host, _, digits = str.partition(text, ":")
    except TypeError:
        raise _wrong_text(text) from None
    octets, port = read_ipv4_addr(host), read_number(digits, U16_MAX)
    return None if octets is None or port is None else (octets, port)


def read_socket_addr_v6(text: str) -> PartsV6 | None:
    """Returns the parts of an IPv6 socket address such as `[::1]:80` or `[fe80::1%3]:80`, or None.

    The flow information, which is not part of the text, is 0.
    """
    try:
        bracketed, end, digits = str.partition(text, "]:")
    except TypeError:
        raise _wrong_text(text) from None
    if not (end and bracketed.startswith("[")):
        return None
    host, percent, scope = bracketed[1:].partition("%")
    octets, port = read_ipv6_addr(host), read_number(digits, U16_MAX)
    scope_id = read_number(scope, U32_MAX) if percent else 0
    if octets is None or port is None or scope_id is None:
        return None
    return octets, port, 0, scope_id


def read_socket_addr(text: str) -> PartsV4 | PartsV6 | None:
    """Returns the parts of a socket address of either version, or None."""
    try:
        is_v6 = str.startswith(text, "[")
    except TypeError:
        raise _wrong_text(text) from None
    return read_socket_addr_v6(text) if is_v6 else read_socket_addr_v4(text)
