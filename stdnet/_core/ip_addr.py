"""IP addresses: `IpAddr`, `Ipv4Addr`, `Ipv6Addr`, `Ipv6MulticastScope`."""

from __future__ import annotations

from _socket import AF_INET6, inet_ntop
from abc import abstractmethod
from collections.abc import Callable
from enum import Enum
from struct import Struct
from typing import TYPE_CHECKING, ClassVar, Final, Never, Self, TypeAlias, final, overload

from stdnet._core.buffer import Buffer
from stdnet._core.containers import ok
from stdnet._core.ints import U32_MAX, U128_MAX, u8, u16, u32, u128
from stdnet._core.parser import (
    AddrKind,
    AddrParseError,
    read_ip_addr,
    read_ipv4_addr,
    read_ipv6_addr,
)
from stdnet._core.value import Value, set_key
from stdnet.result import Err, Result

if TYPE_CHECKING:
    from ipaddress import IPv4Address, IPv6Address

__all__ = ["IpAddr", "Ipv4Addr", "Ipv6Addr", "Ipv6MulticastScope"]

Segments: TypeAlias = tuple[int, int, int, int, int, int, int, int]
"""The eight 16-bit segments of an IPv6 address. Rust's `[u16; 8]`."""

_SEGMENTS: Final = Struct(">8H")

_COMPATIBLE: Final = bytes(12)
_BEYOND_COMPATIBLE: Final = bytes(11) + b"\x01"
_MAPPED: Final = bytes(10) + b"\xff\xff"

# Ranges, as what keys of them start with; see `IpAddr._key`.
_UNSPECIFIED: Final = (b"\x04" + bytes(4), b"\x06" + bytes(16))
_DOCUMENTATION_V4: Final = (b"\x04\xc0\x00\x02", b"\x04\xc6\x33\x64", b"\x04\xcb\x00\x71")
_LOCALHOST_V6: Final = b"\x06" + bytes(15) + b"\x01"
_BENCHMARKING_V6: Final = bytes.fromhex("06 2001 0002 0000")
_AS112: Final = bytes.fromhex("06 2001 0004 0112")
_ANYCASTS: Final = tuple(bytes.fromhex(f"06 2001 0001 {'0000' * 5} {n:04x}") for n in (1, 2))
_NOT_GLOBAL: Final = (
    b"\x06" + _MAPPED,
    bytes.fromhex("06 0064 ff9b 0001"),  # IPv4/IPv6 translation within one network
    bytes.fromhex("06 0100 0000 0000 0000"),  # discarded
    bytes.fromhex("06 2002"),  # 6to4
    bytes.fromhex("06 5f00"),  # segment routing
)

_OCTET_TEXTS: Final = [str(octet) for octet in range(256)]


@final
class Ipv6MulticastScope(Enum):
    """How far a multicast address reaches (RFC 7346). Rust's `std::net::Ipv6MulticastScope`.

    Unstable in Rust. The values are the scope's number within the address.

    >>> from stdnet import Ipv6MulticastScope
    >>> Ipv6MulticastScope.LinkLocal
    LinkLocal
    """

    InterfaceLocal = 0x1
    """One interface: loopback."""
    LinkLocal = 0x2
    """One link."""
    RealmLocal = 0x3
    """What the technology of the network defines."""
    AdminLocal = 0x4
    """What an administrator defines."""
    SiteLocal = 0x5
    """One site."""
    OrganizationLocal = 0x8
    """The sites of one organization."""
    Global = 0xE
    """Everywhere."""

    def __repr__(self) -> str:
        return self.name


_SCOPES: Final = {scope.value: scope for scope in Ipv6MulticastScope}


class _Octet:
    """An octet of an address, for patterns."""

    def __init__(self, index: int) -> None:
        self._index = index

    def __get__(self, addr: Ipv4Addr, _: type[Ipv4Addr]) -> int:
        return addr.octets()[self._index]


class _Segment:
    """A segment of an address, for patterns."""

    def __init__(self, index: int) -> None:
        self._index = index

    def __get__(self, addr: Ipv6Addr, _: type[Ipv6Addr]) -> int:
        return addr.segments()[self._index]


class IpAddr(Value["IpAddr"]):
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

    # The version, 4 or 6, then the octets: bytes that compare as Rust orders addresses.
    __slots__ = ()

    _key: bytes

    if TYPE_CHECKING:
        V4: TypeAlias = "Ipv4Addr"
        V6: TypeAlias = "Ipv6Addr"

    def __new__(cls, *_: Never) -> Self:
        raise TypeError("an IpAddr is an IpAddr.V4 or an IpAddr.V6")

    def __init_subclass__(cls) -> None:
        if cls.__module__ != __name__:
            raise TypeError("an IpAddr is an IpAddr.V4 or an IpAddr.V6")

    @overload
    @staticmethod
    def from_(addr: IpAddr.V4 | IPv4Address) -> IpAddr.V4: ...
    @overload
    @staticmethod
    def from_(addr: IpAddr.V6 | IPv6Address | Segments) -> IpAddr.V6: ...
    @overload
    @staticmethod
    def from_(
        addr: IpAddr | IPv4Address | IPv6Address | Segments | Buffer,
    ) -> IpAddr.V4 | IpAddr.V6: ...
    @staticmethod
    def from_(
        addr: IpAddr | IPv4Address | IPv6Address | Segments | Buffer,
    ) -> IpAddr.V4 | IpAddr.V6:
        r"""The address of what is one in another form. Rust's `IpAddr::from`.

        Of four or sixteen octets, of eight segments, of an object of Python's `ipaddress`. Another
        number of them, or an `ipaddress` object with a zone, is a `ValueError`.

        >>> from ipaddress import IPv4Address
        >>> from stdnet import IpAddr
        >>> IpAddr.from_(b"\x7f\0\0\1"), IpAddr.from_((0, 0, 0, 0, 0, 0, 0, 1))
        (127.0.0.1, ::1)
        >>> IpAddr.from_(IPv4Address("127.0.0.1"))
        127.0.0.1
        """
        if isinstance(addr, tuple):
            return Ipv6Addr.from_segments(addr)
        octets = _octets(addr)
        return Ipv4Addr.from_octets(octets) if len(octets) == 4 else Ipv6Addr.from_octets(octets)

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
        return isinstance(self, Ipv4Addr)

    def is_ipv6(self) -> bool:
        """Whether it is an IPv6 address. Rust's `IpAddr::is_ipv6`.

        >>> from stdnet import Ipv4Addr, Ipv6Addr
        >>> Ipv4Addr.LOCALHOST.is_ipv6(), Ipv6Addr.LOCALHOST.is_ipv6()
        (False, True)
        """
        return isinstance(self, Ipv6Addr)

    def octets(self) -> bytes:
        r"""The four or sixteen octets, in network byte order.

        Rust's `Ipv4Addr::octets`, `Ipv6Addr::octets`.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr.LOCALHOST.octets()
        b'\x7f\x00\x00\x01'
        """
        return self._key[1:]

    def as_octets(self) -> bytes:
        r"""The same as `octets`. Rust's `IpAddr::as_octets`.

        Unstable in Rust.

        >>> from stdnet import IpAddr
        >>> IpAddr.from_str("127.0.0.1").unwrap().as_octets()
        b'\x7f\x00\x00\x01'
        """
        return self._key[1:]

    def is_unspecified(self) -> bool:
        """Whether it is `0.0.0.0` (RFC 1122) or `::` (RFC 4291): any address, every interface.

        Rust's `Ipv4Addr::is_unspecified`, `Ipv6Addr::is_unspecified`.

        >>> from stdnet import IpAddr
        >>> IpAddr.from_str("::").unwrap().is_unspecified()
        True
        """
        return self._key in _UNSPECIFIED

    @abstractmethod
    def is_loopback(self) -> bool:
        """Whether it is in `127.0.0.0/8` (RFC 1122), or is `::1` (RFC 4291).

        Rust's `IpAddr::is_loopback`.

        >>> from stdnet import IpAddr
        >>> IpAddr.from_str("127.1.2.3").unwrap().is_loopback()
        True
        """

    @abstractmethod
    def is_global(self) -> bool:
        """Whether it can be reached from the whole internet (RFC 6890).

        See `Ipv4Addr.is_global` and `Ipv6Addr.is_global`. Rust's `IpAddr::is_global`. Unstable in
        Rust.

        >>> from stdnet import IpAddr
        >>> IpAddr.from_str("2606:4700::1111").unwrap().is_global()
        True
        """

    @abstractmethod
    def is_multicast(self) -> bool:
        """Whether it is in `224.0.0.0/4` (RFC 5771) or `ff00::/8` (RFC 4291).

        Rust's `IpAddr::is_multicast`.

        >>> from stdnet import IpAddr
        >>> IpAddr.from_str("224.0.0.251").unwrap().is_multicast()
        True
        """

    @abstractmethod
    def is_documentation(self) -> bool:
        """Whether it is meant for examples only. Rust's `IpAddr::is_documentation`.

        See `Ipv4Addr.is_documentation` and `Ipv6Addr.is_documentation`. Unstable in Rust.

        >>> from stdnet import IpAddr
        >>> IpAddr.from_str("2001:db8::1").unwrap().is_documentation()
        True
        """

    @abstractmethod
    def is_benchmarking(self) -> bool:
        """Whether it is meant for network benchmarks. Rust's `IpAddr::is_benchmarking`.

        See `Ipv4Addr.is_benchmarking` and `Ipv6Addr.is_benchmarking`. Unstable in Rust.

        >>> from stdnet import IpAddr
        >>> IpAddr.from_str("198.18.0.1").unwrap().is_benchmarking()
        True
        """

    @abstractmethod
    def to_canonical(self) -> IpAddr.V4 | IpAddr.V6:
        """The IPv4 address inside of an IPv4-mapped one, else the same address.

        What a socket of both versions reports compares with IPv4 addresses then. Rust's
        `IpAddr::to_canonical`.

        >>> from stdnet import IpAddr
        >>> IpAddr.from_str("::ffff:127.0.0.1").unwrap().to_canonical()
        127.0.0.1
        """

    @abstractmethod
    def to_ipaddress(self) -> IPv4Address | IPv6Address:
        """The same address as an object of Python's `ipaddress`.

        >>> from stdnet import IpAddr
        >>> IpAddr.from_str("127.0.0.1").unwrap().to_ipaddress()
        IPv4Address('127.0.0.1')
        """


@final
class Ipv4Addr(IpAddr):
    """An IPv4 address. Rust's `std::net::Ipv4Addr`.

    Immutable, hashable, ordered by its octets. The constructor takes the four octets; a value
    outside of 0 to 255 is a `ValueError`. A pattern takes them too: `case Ipv4Addr(10, _, _, _)`.

    >>> from stdnet import Ipv4Addr
    >>> Ipv4Addr(127, 0, 0, 1)
    127.0.0.1
    """

    __slots__ = ()
    __match_args__ = ("_a", "_b", "_c", "_d")

    _a, _b, _c, _d = _Octet(0), _Octet(1), _Octet(2), _Octet(3)

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

    # In Rust a conversion is not inherited.
    @staticmethod
    def from_(  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        addr: Ipv4Addr | IPv4Address | Buffer | int,
    ) -> Ipv4Addr:
        """The address of what is one in another form. Rust's `Ipv4Addr::from`.

        Of four octets, of a number of 32 bits, of an `IPv4Address` of Python's `ipaddress`.
        Octets of another number, or a greater number, are a `ValueError`.

        >>> from ipaddress import IPv4Address
        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr.from_(0x7F00_0001), Ipv4Addr.from_(IPv4Address("127.0.0.1"))
        (127.0.0.1, 127.0.0.1)
        """
        if isinstance(addr, int):
            return Ipv4Addr.from_bits(addr)
        return Ipv4Addr.from_octets(_octets(addr))

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
        return int.from_bytes(self.octets(), "big")

    def is_loopback(self) -> bool:
        """Whether it is in `127.0.0.0/8` (RFC 1122). Rust's `Ipv4Addr::is_loopback`.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr(127, 1, 2, 3).is_loopback()
        True
        """
        return self._key[1] == 127

    def is_private(self) -> bool:
        """Whether it is in `10.0.0.0/8`, `172.16.0.0/12` or `192.168.0.0/16` (RFC 1918).

        Rust's `Ipv4Addr::is_private`. Python's `ipaddress` calls many other ranges private too,
        the loopback and link-local ones among them.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr(172, 31, 0, 1).is_private(), Ipv4Addr(127, 0, 0, 1).is_private()
        (True, False)
        """
        a, b = self._key[1], self._key[2]
        return a == 10 or (a == 172 and 16 <= b <= 31) or (a == 192 and b == 168)

    def is_link_local(self) -> bool:
        """Whether it is in `169.254.0.0/16` (RFC 3927). Rust's `Ipv4Addr::is_link_local`.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr(169, 254, 169, 254).is_link_local()
        True
        """
        return self._key.startswith(b"\x04\xa9\xfe")

    def is_global(self) -> bool:
        """Whether it can be reached from the whole internet, by IANA's lists (RFC 6890).

        Rust's `Ipv4Addr::is_global`. All addresses but those of `0.0.0.0/8`, the ranges that
        `is_private`, `is_shared`, `is_loopback`, `is_link_local`, `is_documentation`,
        `is_benchmarking`, `is_reserved` and `is_broadcast` name, and `192.0.0.0/24` without
        `192.0.0.9` and `192.0.0.10`. Multicast addresses are global here. Python's `ipaddress`
        agrees in 3.13; to older releases most of `192.0.0.0/24` is global. Unstable in Rust.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr(1, 1, 1, 1).is_global(), Ipv4Addr(100, 64, 0, 1).is_global()
        (True, False)
        """
        return not (
            self._key[1] == 0
            or self.is_private()
            or self.is_shared()
            or self.is_loopback()
            or self.is_link_local()
            or (self._key.startswith(b"\x04\xc0\x00\x00") and self._key[4] not in (9, 10))
            or self.is_documentation()
            or self.is_benchmarking()
            or self._key[1] >= 240
        )

    def is_shared(self) -> bool:
        """Whether it is in `100.64.0.0/10`, behind a carrier's NAT (RFC 6598).

        Rust's `Ipv4Addr::is_shared`. Python's `ipaddress` calls these neither private nor global.
        Unstable in Rust.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr(100, 127, 255, 255).is_shared()
        True
        """
        return self._key[1] == 100 and self._key[2] & 0xC0 == 64

    def is_benchmarking(self) -> bool:
        """Whether it is in `198.18.0.0/15` (RFC 2544). Rust's `Ipv4Addr::is_benchmarking`.

        Unstable in Rust.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr(198, 19, 255, 255).is_benchmarking()
        True
        """
        return self._key[1] == 198 and self._key[2] & 0xFE == 18

    def is_reserved(self) -> bool:
        """Whether it is in `240.0.0.0/4` and not the broadcast address (RFC 1112).

        Rust's `Ipv4Addr::is_reserved`. Python's `ipaddress` calls the broadcast address reserved
        too. Unstable in Rust.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr(240, 0, 0, 0).is_reserved(), Ipv4Addr.BROADCAST.is_reserved()
        (True, False)
        """
        return self._key[1] >= 240 and not self.is_broadcast()

    def is_multicast(self) -> bool:
        """Whether it is in `224.0.0.0/4` (RFC 5771). Rust's `Ipv4Addr::is_multicast`.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr(224, 0, 0, 251).is_multicast()
        True
        """
        return 224 <= self._key[1] <= 239

    def is_broadcast(self) -> bool:
        """Whether it is `255.255.255.255` (RFC 919). Rust's `Ipv4Addr::is_broadcast`.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr(255, 255, 255, 255).is_broadcast()
        True
        """
        return self._key == b"\x04\xff\xff\xff\xff"

    def is_documentation(self) -> bool:
        """Whether it is in `192.0.2.0/24`, `198.51.100.0/24` or `203.0.113.0/24` (RFC 5737).

        Rust's `Ipv4Addr::is_documentation`. To Python's `ipaddress` these are private.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr(203, 0, 113, 6).is_documentation()
        True
        """
        return self._key.startswith(_DOCUMENTATION_V4)

    def to_ipv6_compatible(self) -> Ipv6Addr:
        """The IPv6 address `::a.b.c.d`, a deprecated form. Rust's `Ipv4Addr::to_ipv6_compatible`.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr(192, 0, 2, 255).to_ipv6_compatible()
        ::c000:2ff
        """
        return ipv6_unchecked(bytes(12) + self.octets())

    def to_ipv6_mapped(self) -> Ipv6Addr:
        """The IPv6 address `::ffff:a.b.c.d`, as an IPv6 socket names an IPv4 peer.

        Rust's `Ipv4Addr::to_ipv6_mapped`.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr(192, 0, 2, 255).to_ipv6_mapped()
        ::ffff:192.0.2.255
        """
        return ipv6_unchecked(_MAPPED + self.octets())

    def to_canonical(self) -> Ipv4Addr:
        """The same address. Rust's `IpAddr::to_canonical`.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr(127, 0, 0, 1).to_canonical()
        127.0.0.1
        """
        return self

    def to_ipaddress(self) -> IPv4Address:
        """The same address as an `IPv4Address` of Python's `ipaddress`.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr.LOCALHOST.to_ipaddress()
        IPv4Address('127.0.0.1')
        """
        from ipaddress import IPv4Address  # noqa: PLC0415  # few need it, all would wait for it

        return IPv4Address(self.octets())

    def __and__(self, other: Ipv4Addr) -> Ipv4Addr:
        if not _is_a(Ipv4Addr, other):
            return NotImplemented
        return Ipv4Addr.from_bits(self.to_bits() & other.to_bits())

    def __or__(self, other: Ipv4Addr) -> Ipv4Addr:
        if not _is_a(Ipv4Addr, other):
            return NotImplemented
        return Ipv4Addr.from_bits(self.to_bits() | other.to_bits())

    def __invert__(self) -> Ipv4Addr:
        return Ipv4Addr.from_bits(self.to_bits() ^ U32_MAX)

    def __str__(self) -> str:
        _, a, b, c, d = self._key
        return ipv4_text(a, b, c, d)

    def __reduce__(self) -> tuple[Callable[..., Ipv4Addr], tuple[int, ...]]:
        return Ipv4Addr, (*self.octets(),)


@final
class Ipv6Addr(IpAddr):
    """An IPv6 address. Rust's `std::net::Ipv6Addr`.

    Immutable, hashable, ordered by its segments. The constructor takes the eight segments; a
    value outside of 0 to 0xffff is a `ValueError`. A pattern takes them too. An address has no
    zone, `SocketAddrV6` has.

    >>> from stdnet import Ipv6Addr
    >>> Ipv6Addr(0x2001, 0xDB8, 0, 0, 0, 0, 0, 1)
    2001:db8::1
    """

    __slots__ = ()
    __match_args__ = ("_a", "_b", "_c", "_d", "_e", "_f", "_g", "_h")

    _a, _b, _c, _d = _Segment(0), _Segment(1), _Segment(2), _Segment(3)
    _e, _f, _g, _h = _Segment(4), _Segment(5), _Segment(6), _Segment(7)

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

    # In Rust a conversion is not inherited.
    @staticmethod
    def from_(  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        addr: Ipv6Addr | IPv6Address | Segments | Buffer | int,
    ) -> Ipv6Addr:
        """The address of what is one in another form. Rust's `Ipv6Addr::from`.

        Of sixteen octets, of eight segments, of a number of 128 bits, of an `IPv6Address` of
        Python's `ipaddress`. Another number of octets or segments, a greater number, or an
        `IPv6Address` with a zone, is a `ValueError`.

        >>> from ipaddress import IPv6Address
        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.from_(1), Ipv6Addr.from_(IPv6Address("2001:db8::1"))
        (::1, 2001:db8::1)
        """
        if isinstance(addr, int):
            return Ipv6Addr.from_bits(addr)
        if isinstance(addr, tuple):
            return Ipv6Addr.from_segments(addr)
        return Ipv6Addr.from_octets(_octets(addr))

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
        return _SEGMENTS.unpack(self.octets())

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
        return int.from_bytes(self.octets(), "big")

    def is_loopback(self) -> bool:
        """Whether it is `::1` (RFC 4291). Rust's `Ipv6Addr::is_loopback`.

        An IPv4-mapped `::ffff:127.0.0.1` is not; `to_canonical().is_loopback()` says that it is.
        Python's `ipaddress` says so itself from 3.13 on.

        >>> from stdnet import Ipv4Addr, Ipv6Addr
        >>> mapped = Ipv4Addr.LOCALHOST.to_ipv6_mapped()
        >>> Ipv6Addr.LOCALHOST.is_loopback(), mapped.is_loopback()
        (True, False)
        """
        return self._key == _LOCALHOST_V6

    def is_global(self) -> bool:
        """Whether it can be reached from the whole internet, by IANA's lists (RFC 6890).

        Rust's `Ipv6Addr::is_global`. All addresses but `::`, `::1`, IPv4-mapped ones,
        `64:ff9b:1::/48`, `100::/64`, `2002::/16`, `5f00::/16`, the documentation, unique local and
        link-local ranges, and `2001::/23` without its exceptions `2001:1::1`, `2001:1::2`,
        `2001:3::/32`, `2001:4:112::/48`, `2001:20::/28` and `2001:30::/28`. Multicast addresses are
        global here.

        Python's `ipaddress` looks into IPv4-mapped addresses instead, and which of these ranges
        and exceptions it knows depends on its release. Unstable in Rust.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.from_str("2606:4700::1111").unwrap().is_global()
        True
        """
        return not (
            self.is_unspecified()
            or self.is_loopback()
            or self._key.startswith(_NOT_GLOBAL)
            or (self._within(0x2001_0000, 23) and not self._is_global_assignment())
            or self.is_documentation()
            or self.is_unique_local()
            or self.is_unicast_link_local()
        )

    def _is_global_assignment(self) -> bool:
        """Whether it is one of the exceptions within `2001::/23`, the protocol assignments."""
        return (
            self._key in _ANYCASTS  # of port control and of relays around NAT
            or self._within(0x2001_0003, 32)  # AMT
            or self._key.startswith(_AS112)
            or self._within(0x2001_0020, 27)  # ORCHIDv2, and tags of drones
        )

    def _within(self, start: int, length: int) -> bool:
        """Whether it shares the first bits, as many as the length, with a 32-bit start."""
        return (int.from_bytes(self._key[1:5], "big") ^ start) >> (32 - length) == 0

    def is_unique_local(self) -> bool:
        """Whether it is in `fc00::/7` (RFC 4193). Rust's `Ipv6Addr::is_unique_local`.

        To Python's `ipaddress` these are private, along with many others.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.from_str("fd12:3456::1").unwrap().is_unique_local()
        True
        """
        return self._key[1] & 0xFE == 0xFC

    def is_unicast(self) -> bool:
        """Whether it is not a multicast address (RFC 4291). Rust's `Ipv6Addr::is_unicast`.

        Unstable in Rust.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.LOCALHOST.is_unicast()
        True
        """
        return self._key[1] != 0xFF

    def is_unicast_link_local(self) -> bool:
        """Whether it is in `fe80::/10` (RFC 4291). Rust's `Ipv6Addr::is_unicast_link_local`.

        The `is_link_local` of Python's `ipaddress`.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.from_str("febf::1").unwrap().is_unicast_link_local()
        True
        """
        return self._key[1] == 0xFE and self._key[2] & 0xC0 == 0x80

    def is_documentation(self) -> bool:
        """Whether it is in `2001:db8::/32` (RFC 3849) or `3fff::/20` (RFC 9637).

        Rust's `Ipv6Addr::is_documentation`. To Python's `ipaddress` the first range is private.
        Unstable in Rust.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.from_str("2001:db8::1").unwrap().is_documentation()
        True
        """
        return self._within(0x2001_0DB8, 32) or self._within(0x3FFF_0000, 20)

    def is_benchmarking(self) -> bool:
        """Whether it is in `2001:2::/48` (RFC 5180). Rust's `Ipv6Addr::is_benchmarking`.

        Unstable in Rust.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.from_str("2001:2::1").unwrap().is_benchmarking()
        True
        """
        return self._key.startswith(_BENCHMARKING_V6)

    def is_unicast_global(self) -> bool:
        """Whether it is unicast and in none of the ranges with a meaning of their own.

        These are `::1`, `::`, the link-local, unique local, documentation and benchmarking ones
        (RFC 4291, 4193, 3849, 9637 and 5180). Rust's `Ipv6Addr::is_unicast_global`. `is_global` is
        stricter, and so is `is_global` of Python's `ipaddress`, to which `2001:10::` is private.
        Unstable in Rust.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.from_str("2606:4700::1111").unwrap().is_unicast_global()
        True
        """
        return self.is_unicast() and not (
            self.is_loopback()
            or self.is_unicast_link_local()
            or self.is_unique_local()
            or self.is_unspecified()
            or self.is_documentation()
            or self.is_benchmarking()
        )

    def multicast_scope(self) -> Ipv6MulticastScope | None:
        """How far a multicast address reaches; None for others, and for scopes without a name.

        Rust's `Ipv6Addr::multicast_scope`. Unstable in Rust.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.from_str("ff02::fb").unwrap().multicast_scope()
        LinkLocal
        """
        return _SCOPES.get(self._key[2] & 0x0F) if self.is_multicast() else None

    def is_multicast(self) -> bool:
        """Whether it is in `ff00::/8` (RFC 4291). Rust's `Ipv6Addr::is_multicast`.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.from_str("ff02::fb").unwrap().is_multicast()
        True
        """
        return self._key[1] == 0xFF

    def is_ipv4_mapped(self) -> bool:
        """Whether it is in `::ffff:0:0/96` (RFC 4291). Rust's `Ipv6Addr::is_ipv4_mapped`.

        Unstable in Rust.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr(192, 0, 2, 255).to_ipv6_mapped().is_ipv4_mapped()
        True
        """
        return self.octets().startswith(_MAPPED)

    def to_ipv4_mapped(self) -> Ipv4Addr | None:
        """The IPv4 address inside of an IPv4-mapped one, or None.

        Rust's `Ipv6Addr::to_ipv4_mapped`.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.from_str("::ffff:192.0.2.255").unwrap().to_ipv4_mapped()
        192.0.2.255
        >>> Ipv6Addr.LOCALHOST.to_ipv4_mapped() is None
        True
        """
        return ipv4_unchecked(self._key[13:]) if self.is_ipv4_mapped() else None

    def to_ipv4(self) -> Ipv4Addr | None:
        """The IPv4 address inside of an IPv4-mapped or IPv4-compatible one, or None.

        Every address in `::/96` is compatible, `::1` too, so `to_ipv4_mapped` is nearly always
        the better question. Rust's `Ipv6Addr::to_ipv4`.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.LOCALHOST.to_ipv4()
        0.0.0.1
        """
        octets = self.octets()
        return ipv4_unchecked(octets[12:]) if octets.startswith((_MAPPED, _COMPATIBLE)) else None

    def to_canonical(self) -> IpAddr.V4 | IpAddr.V6:
        """The IPv4 address inside of an IPv4-mapped one, else the same address.

        Rust's `Ipv6Addr::to_canonical`.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.from_str("::ffff:127.0.0.1").unwrap().to_canonical()
        127.0.0.1
        """
        return self.to_ipv4_mapped() or self

    def to_ipaddress(self) -> IPv6Address:
        """The same address as an `IPv6Address` of Python's `ipaddress`.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.LOCALHOST.to_ipaddress()
        IPv6Address('::1')
        """
        from ipaddress import IPv6Address  # noqa: PLC0415  # few need it, all would wait for it

        return IPv6Address(self.octets())

    def __and__(self, other: Ipv6Addr) -> Ipv6Addr:
        if not _is_a(Ipv6Addr, other):
            return NotImplemented
        return Ipv6Addr.from_bits(self.to_bits() & other.to_bits())

    def __or__(self, other: Ipv6Addr) -> Ipv6Addr:
        if not _is_a(Ipv6Addr, other):
            return NotImplemented
        return Ipv6Addr.from_bits(self.to_bits() | other.to_bits())

    def __invert__(self) -> Ipv6Addr:
        return Ipv6Addr.from_bits(self.to_bits() ^ U128_MAX)

    def __str__(self) -> str:
        return ipv6_text(self._key[1:])

    def __reduce__(self) -> tuple[Callable[..., Ipv6Addr], tuple[int, ...]]:
        return Ipv6Addr, self.segments()


def _is_a(version: type[IpAddr], value: object) -> bool:
    return isinstance(value, version)


def _octets(addr: IpAddr | IPv4Address | IPv6Address | Buffer) -> bytes:
    """The octets of what is an address in another form."""
    if isinstance(addr, IpAddr):
        return addr.octets()
    if isinstance(addr, bytes):
        return addr
    from ipaddress import IPv4Address, IPv6Address  # noqa: PLC0415  # loaded, if it is one of these

    if isinstance(addr, IPv6Address) and addr.scope_id is not None:
        raise ValueError(f"an Ipv6Addr has no zone, {addr} has")
    return addr.packed if isinstance(addr, IPv4Address | IPv6Address) else bytes(memoryview(addr))


def _exactly(count: int, octets: Buffer) -> bytes:
    """Octets as they enter: any bytes-like object of the right length."""
    copied = bytes(memoryview(octets))
    if len(copied) != count:
        raise ValueError(f"the address has {count} octets, not {len(copied)}")
    return copied


_new: Final = object.__new__


def ipv4_unchecked(octets: bytes) -> Ipv4Addr:
    """The address of `bytes` that are known to be four. For stdnet itself."""
    addr = _new(Ipv4Addr)
    set_key(addr, b"\x04" + octets)
    return addr


def ipv6_unchecked(octets: bytes) -> Ipv6Addr:
    """The address of `bytes` that are known to be sixteen. For stdnet itself."""
    addr = _new(Ipv6Addr)
    set_key(addr, b"\x06" + octets)
    return addr


def ip_unchecked(octets: bytes) -> IpAddr.V4 | IpAddr.V6:
    """The address of `bytes` that are known to be four or sixteen. For stdnet itself."""
    v4 = len(octets) == 4
    addr: IpAddr.V4 | IpAddr.V6 = _new(Ipv4Addr) if v4 else _new(Ipv6Addr)
    set_key(addr, (b"\x04" if v4 else b"\x06") + octets)
    return addr


def ipv4_text(a: int, b: int, c: int, d: int) -> str:
    """The text of four octets."""
    return f"{_OCTET_TEXTS[a]}.{_OCTET_TEXTS[b]}.{_OCTET_TEXTS[c]}.{_OCTET_TEXTS[d]}"


def ipv6_text(octets: bytes) -> str:
    """The text of sixteen octets, shortened as RFC 5952 says."""
    # The C library writes `::1:2` as `::0.1.0.2`, unlike Rust.
    if octets < _BEYOND_COMPATIBLE and (high := octets[12] << 8 | octets[13]):
        return f"::{high:x}:{octets[14] << 8 | octets[15]:x}"
    return inet_ntop(AF_INET6, octets)


if not TYPE_CHECKING:
    IpAddr.V4 = Ipv4Addr
    IpAddr.V6 = Ipv6Addr

Ipv4Addr.LOCALHOST = Ipv4Addr(127, 0, 0, 1)
Ipv4Addr.UNSPECIFIED = Ipv4Addr(0, 0, 0, 0)
Ipv4Addr.BROADCAST = Ipv4Addr(255, 255, 255, 255)
Ipv6Addr.LOCALHOST = Ipv6Addr(0, 0, 0, 0, 0, 0, 0, 1)
Ipv6Addr.UNSPECIFIED = Ipv6Addr(0, 0, 0, 0, 0, 0, 0, 0)
