"""IP addresses: `IpAddr`, `Ipv4Addr`, `Ipv6Addr`."""

from __future__ import annotations

from collections.abc import Callable
from struct import Struct
from typing import TYPE_CHECKING, ClassVar, Final, Never, Self, TypeAlias, final

from stdnet._core.ints import u8, u16, u32, u128
from stdnet._core.pad import pad
from stdnet._core.parser import (
    AddrKind,
    AddrParseError,
    read_ip_addr,
    read_ipv4_addr,
    read_ipv6_addr,
)
from stdnet._core.ready import ok
from stdnet.result import Err

if TYPE_CHECKING:
    from stdnet._core.buffer import Buffer
    from stdnet.result import Result

__all__ = ["IpAddr", "Ipv4Addr", "Ipv6Addr"]

Segments: TypeAlias = tuple[int, int, int, int, int, int, int, int]
"""The eight 16-bit segments of an IPv6 address. Rust's `[u16; 8]`."""

_SEGMENTS: Final = Struct(">8H")
_MAPPED: Final = bytes(10) + b"\xff\xff"

_OCTET_TEXTS: Final = [str(octet) for octet in range(256)]

# Groups of zeros left empty, so many colons stand together; two groups at least make a gap.
_GAPS: Final = [":" * (zeros + 1) for zeros in range(8, 1, -1)]


class IpAddr:
    """An IP address, of version 4 or 6. Rust's enum `std::net::IpAddr`.

    `IpAddr.V4` is `Ipv4Addr` and `IpAddr.V6` is `Ipv6Addr`; there are no others, and a `match`
    over these two is exhaustive. Every IPv4 address is less than every IPv6 address.

    >>> from stdnet import IpAddr
    >>> match IpAddr.from_str("::1").unwrap():
    ...     case IpAddr.V4() as v4:
    ...         print("version 4:", v4)
    ...     case IpAddr.V6() as v6:
    ...         print("version 6:", v6)
    version 6: ::1
    """

    __slots__ = ("_octets",)

    _octets: bytes

    if TYPE_CHECKING:
        V4: TypeAlias = "Ipv4Addr"
        V6: TypeAlias = "Ipv6Addr"

    def __new__(cls, *_: Never) -> Self:
        raise TypeError("an IpAddr is an IpAddr.V4 or an IpAddr.V6")

    def __init_subclass__(cls) -> None:
        if cls.__module__ != __name__:
            raise TypeError("an IpAddr is an IpAddr.V4 or an IpAddr.V6")

    @staticmethod
    def from_str(s: str) -> Result[IpAddr.V4 | IpAddr.V6, AddrParseError]:
        """Parses an address of either version. Rust's `"…".parse::<IpAddr>()`.

        Errors: `AddrParseError`, for every text that is no address.

        >>> from stdnet import IpAddr
        >>> IpAddr.from_str("127.0.0.1"), IpAddr.from_str("localhost")
        (<Success: 127.0.0.1>, <Failure: invalid IP address syntax>)
        """
        octets = read_ip_addr(s)
        if octets is None:
            return Err(AddrParseError(AddrKind.Ip))
        return ok(ip_unchecked(octets))

    @staticmethod
    def parse_ascii(b: Buffer) -> Result[IpAddr.V4 | IpAddr.V6, AddrParseError]:
        """Parses an address of either version from bytes. Rust's `IpAddr::parse_ascii`.

        Unstable in Rust.

        Errors: `AddrParseError`, for all bytes that are no address.

        >>> from stdnet import IpAddr
        >>> IpAddr.parse_ascii(b"127.0.0.1").unwrap()
        127.0.0.1
        """
        return IpAddr.from_str(str(b, "latin-1"))

    def is_ipv4(self) -> bool:
        """Whether it is an IPv4 address. Rust's `IpAddr::is_ipv4`.

        >>> from stdnet import Ipv4Addr, Ipv6Addr
        >>> Ipv4Addr.LOCALHOST.is_ipv4(), Ipv6Addr.LOCALHOST.is_ipv4()
        (True, False)
        """
        return type(self) is Ipv4Addr

    def is_ipv6(self) -> bool:
        """Whether it is an IPv6 address. Rust's `IpAddr::is_ipv6`.

        >>> from stdnet import Ipv4Addr, Ipv6Addr
        >>> Ipv4Addr.LOCALHOST.is_ipv6(), Ipv6Addr.LOCALHOST.is_ipv6()
        (False, True)
        """
        return type(self) is Ipv6Addr

    def octets(self) -> bytes:
        r"""The four or sixteen octets, in network byte order.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr.LOCALHOST.octets()
        b'\x7f\x00\x00\x01'
        """
        return self._octets

    def __eq__(self, other: object) -> bool:
        return self._octets == other._octets if isinstance(other, IpAddr) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._octets)

    def __lt__(self, other: IpAddr) -> bool:
        if type(other) is type(self):
            return self._octets < other._octets
        return self.is_ipv4() if _is_ip_addr(other) else NotImplemented

    def __le__(self, other: IpAddr) -> bool:
        if type(other) is type(self):
            return self._octets <= other._octets
        return self.is_ipv4() if _is_ip_addr(other) else NotImplemented

    def __gt__(self, other: IpAddr) -> bool:
        if type(other) is type(self):
            return self._octets > other._octets
        return self.is_ipv6() if _is_ip_addr(other) else NotImplemented

    def __ge__(self, other: IpAddr) -> bool:
        if type(other) is type(self):
            return self._octets >= other._octets
        return self.is_ipv6() if _is_ip_addr(other) else NotImplemented

    def __repr__(self) -> str:
        return str(self)

    def __format__(self, spec: str, /) -> str:
        return pad(str(self), spec)

    def __setattr__(self, name: str, value: object) -> Never:
        raise AttributeError(f"{type(self).__name__} is immutable")

    def __delattr__(self, name: str) -> Never:
        raise AttributeError(f"{type(self).__name__} is immutable")


@final
class Ipv4Addr(IpAddr):
    """An IPv4 address. Rust's `std::net::Ipv4Addr`.

    Immutable, hashable, ordered by its octets. The constructor takes the four octets; a value
    outside of 0 to 255 is a `ValueError`.

    >>> from stdnet import Ipv4Addr
    >>> Ipv4Addr(127, 0, 0, 1)
    127.0.0.1
    """

    __slots__ = ()

    BITS: ClassVar[int] = 32
    """The size of an address in bits."""
    LOCALHOST: ClassVar[Ipv4Addr]
    """`127.0.0.1`."""
    UNSPECIFIED: ClassVar[Ipv4Addr]
    """`0.0.0.0`, every interface. C's `INADDR_ANY`."""
    BROADCAST: ClassVar[Ipv4Addr]
    """`255.255.255.255`."""

    def __new__(cls, a: int, b: int, c: int, d: int) -> Ipv4Addr:
        return ipv4_unchecked(bytes((u8(a), u8(b), u8(c), u8(d))))

    @staticmethod
    def new(a: int, b: int, c: int, d: int) -> Ipv4Addr:
        """The address `a.b.c.d`: `Ipv4Addr(a, b, c, d)`. Rust's `Ipv4Addr::new`.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr.new(127, 0, 0, 1)
        127.0.0.1
        """
        return Ipv4Addr(a, b, c, d)

    @staticmethod
    def from_str(s: str) -> Result[Ipv4Addr, AddrParseError]:
        """Parses an address: four decimal numbers, none with a leading zero.

        Rust's `"…".parse::<Ipv4Addr>()`.

        Errors: `AddrParseError`, for every text that is no IPv4 address.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr.from_str("127.0.0.1"), Ipv4Addr.from_str("127.0.0.01")
        (<Success: 127.0.0.1>, <Failure: invalid IPv4 address syntax>)
        """
        octets = read_ipv4_addr(s)
        if octets is None:
            return Err(AddrParseError(AddrKind.Ipv4))
        return ok(ipv4_unchecked(octets))

    @staticmethod
    def parse_ascii(b: Buffer) -> Result[Ipv4Addr, AddrParseError]:
        """Parses an address from bytes. Rust's `Ipv4Addr::parse_ascii`.

        Unstable in Rust.

        Errors: `AddrParseError`, for all bytes that are no IPv4 address.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr.parse_ascii(b"127.0.0.1").unwrap()
        127.0.0.1
        """
        return Ipv4Addr.from_str(str(b, "latin-1"))

    @staticmethod
    def from_octets(octets: Buffer) -> Ipv4Addr:
        r"""The address of four octets; of any other number, a `ValueError`.

        Rust's `Ipv4Addr::from_octets`.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr.from_octets(b"\x7f\0\0\1")
        127.0.0.1
        """
        return ipv4_unchecked(_exactly(4, octets))

    @staticmethod
    def from_bits(bits: int) -> Ipv4Addr:
        """The address of a number of 32 bits. Rust's `Ipv4Addr::from_bits`.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr.from_bits(0x7F00_0001)
        127.0.0.1
        """
        return ipv4_unchecked(u32(bits).to_bytes(4, "big"))

    def to_bits(self) -> int:
        """The address as a number of 32 bits. Rust's `Ipv4Addr::to_bits`.

        >>> from stdnet import Ipv4Addr
        >>> hex(Ipv4Addr.LOCALHOST.to_bits())
        '0x7f000001'
        """
        return int.from_bytes(self._octets, "big")

    def __str__(self) -> str:
        return ipv4_text(self._octets)

    def __reduce__(self) -> tuple[Callable[..., Ipv4Addr], tuple[int, ...]]:
        return Ipv4Addr, (*self._octets,)


@final
class Ipv6Addr(IpAddr):
    """An IPv6 address. Rust's `std::net::Ipv6Addr`.

    Immutable, hashable, ordered by its segments. The constructor takes the eight segments; a
    value outside of 0 to 0xffff is a `ValueError`. An address has no zone, `SocketAddrV6` has.

    >>> from stdnet import Ipv6Addr
    >>> Ipv6Addr(0x2001, 0xDB8, 0, 0, 0, 0, 0, 1)
    2001:db8::1
    """

    __slots__ = ()

    BITS: ClassVar[int] = 128
    """The size of an address in bits."""
    LOCALHOST: ClassVar[Ipv6Addr]
    """`::1`."""
    UNSPECIFIED: ClassVar[Ipv6Addr]
    """`::`, every interface. C's `in6addr_any`."""

    def __new__(cls, a: int, b: int, c: int, d: int, e: int, f: int, g: int, h: int) -> Ipv6Addr:
        return Ipv6Addr.from_segments((a, b, c, d, e, f, g, h))

    @staticmethod
    def new(a: int, b: int, c: int, d: int, e: int, f: int, g: int, h: int) -> Ipv6Addr:
        """The address `a:b:c:d:e:f:g:h`: `Ipv6Addr(a, …, h)`. Rust's `Ipv6Addr::new`.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.new(0, 0, 0, 0, 0, 0, 0, 1)
        ::1
        """
        return Ipv6Addr(a, b, c, d, e, f, g, h)

    @staticmethod
    def from_str(s: str) -> Result[Ipv6Addr, AddrParseError]:
        """Parses an address, without brackets and without a zone.

        Rust's `"…".parse::<Ipv6Addr>()`.

        Errors: `AddrParseError`, for every text that is no IPv6 address.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.from_str("2001:DB8:0:0::1"), Ipv6Addr.from_str("fe80::1%3")
        (<Success: 2001:db8::1>, <Failure: invalid IPv6 address syntax>)
        """
        octets = read_ipv6_addr(s)
        if octets is None:
            return Err(AddrParseError(AddrKind.Ipv6))
        return ok(ipv6_unchecked(octets))

    @staticmethod
    def parse_ascii(b: Buffer) -> Result[Ipv6Addr, AddrParseError]:
        """Parses an address from bytes. Rust's `Ipv6Addr::parse_ascii`.

        Unstable in Rust.

        Errors: `AddrParseError`, for all bytes that are no IPv6 address.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.parse_ascii(b"::1").unwrap()
        ::1
        """
        return Ipv6Addr.from_str(str(b, "latin-1"))

    @staticmethod
    def from_octets(octets: Buffer) -> Ipv6Addr:
        r"""The address of sixteen octets; of any other number, a `ValueError`.

        Rust's `Ipv6Addr::from_octets`.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.from_octets(bytes(15) + b"\1")
        ::1
        """
        return ipv6_unchecked(_exactly(16, octets))

    @staticmethod
    def from_segments(segments: Segments) -> Ipv6Addr:
        """The address of eight segments of 16 bits. Rust's `Ipv6Addr::from_segments`.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.from_segments((0x2001, 0xDB8, 0, 0, 0, 0, 0, 1))
        2001:db8::1
        """
        a, b, c, d, e, f, g, h = map(u16, segments)
        return ipv6_unchecked(_SEGMENTS.pack(a, b, c, d, e, f, g, h))

    def segments(self) -> Segments:
        """The eight segments of 16 bits. Rust's `Ipv6Addr::segments`.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.LOCALHOST.segments()
        (0, 0, 0, 0, 0, 0, 0, 1)
        """
        return _SEGMENTS.unpack(self._octets)

    @staticmethod
    def from_bits(bits: int) -> Ipv6Addr:
        """The address of a number of 128 bits. Rust's `Ipv6Addr::from_bits`.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.from_bits(1)
        ::1
        """
        return ipv6_unchecked(u128(bits).to_bytes(16, "big"))

    def to_bits(self) -> int:
        """The address as a number of 128 bits. Rust's `Ipv6Addr::to_bits`.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.LOCALHOST.to_bits()
        1
        """
        return int.from_bytes(self._octets, "big")

    def __str__(self) -> str:
        return ipv6_text(self._octets)

    def __reduce__(self) -> tuple[Callable[..., Ipv6Addr], tuple[int, ...]]:
        return Ipv6Addr, self.segments()


def _is_ip_addr(value: object) -> bool:
    return isinstance(value, IpAddr)


def _exactly(count: int, octets: Buffer) -> bytes:
    """Octets as they enter: any bytes-like object of the right length."""
    copied = bytes(memoryview(octets))
    if len(copied) != count:
        raise ValueError(f"{count} octets are an address, not {len(copied)}")
    return copied


# A slot is set past the immutability of the class.
_set_octets: Callable[[IpAddr, bytes], None] = IpAddr.__dict__["_octets"].__set__
_new: Final = object.__new__


def ipv4_unchecked(octets: bytes) -> Ipv4Addr:
    """The address of `bytes` that are known to be four. For stdnet itself."""
    addr = _new(Ipv4Addr)
    _set_octets(addr, octets)
    return addr


def ipv6_unchecked(octets: bytes) -> Ipv6Addr:
    """The address of `bytes` that are known to be sixteen. For stdnet itself."""
    addr = _new(Ipv6Addr)
    _set_octets(addr, octets)
    return addr


def ip_unchecked(octets: bytes) -> IpAddr.V4 | IpAddr.V6:
    """The address of `bytes` that are known to be four or sixteen. For stdnet itself."""
    return ipv4_unchecked(octets) if len(octets) == 4 else ipv6_unchecked(octets)


def ipv4_text(octets: bytes) -> str:
    """The text of four octets."""
    a, b, c, d = octets
    return f"{_OCTET_TEXTS[a]}.{_OCTET_TEXTS[b]}.{_OCTET_TEXTS[c]}.{_OCTET_TEXTS[d]}"


def ipv6_text(octets: bytes) -> str:
    """The text of sixteen octets, shortened as RFC 5952 says."""
    if octets.startswith(_MAPPED):
        return f"::ffff:{ipv4_text(octets[12:])}"
    # Without leading zeros, and a group of zeros empty.
    groups = f":{octets.hex(':', 2)}:".replace(":000", ":").replace(":00", ":").replace(":0", ":")
    for gap in _GAPS:
        if gap in groups:
            head, _, tail = groups.partition(gap)
            return f"{_with_zeros(head)[1:]}::{_with_zeros(tail)[:-1]}"
    return _with_zeros(groups)[1:-1]


def _with_zeros(groups: str) -> str:
    """Puts the zeros back that are not part of the gap."""
    # Twice, as one pass replaces every other of adjacent pairs.
    return groups.replace("::", ":0:").replace("::", ":0:") if "::" in groups else groups


if not TYPE_CHECKING:
    IpAddr.V4 = Ipv4Addr
    IpAddr.V6 = Ipv6Addr

Ipv4Addr.LOCALHOST = Ipv4Addr(127, 0, 0, 1)
Ipv4Addr.UNSPECIFIED = Ipv4Addr(0, 0, 0, 0)
Ipv4Addr.BROADCAST = Ipv4Addr(255, 255, 255, 255)
Ipv6Addr.LOCALHOST = Ipv6Addr(0, 0, 0, 0, 0, 0, 0, 1)
Ipv6Addr.UNSPECIFIED = Ipv6Addr(0, 0, 0, 0, 0, 0, 0, 0)
