"""IP addresses: `IpAddr`, `Ipv4Addr`, `Ipv6Addr`, `Ipv6MulticastScope`."""

from __future__ import annotations

from _socket import AF_INET6, inet_ntop
from abc import abstractmethod
from collections.abc import Callable
from enum import Enum
from struct import Struct
from typing import TYPE_CHECKING, ClassVar, Final, Never, Self, TypeAlias, final, overload

from stdnet._core.arguments import (
    check_parts,
    explained_if_missing,
    no_constructor,
    wrong_type,
)
from stdnet._core.buffer import Buffer, byte_view
from stdnet._core.ints import U32_MAX, U128_MAX, u8, u16, u32, u128
from stdnet._core.late import IPv4Address, IPv6Address
from stdnet._core.parser import (
    AddrKind,
    AddrParseError,
    read_ip_addr,
    read_ipv4_addr,
    read_ipv6_addr,
)
from stdnet._core.value import NotInherited, Value, set_key
from stdnet.result._containers import Err, Ok, Result

if TYPE_CHECKING:
    # For aliases of what is defined below: a quoted alias in a class is text to some checkers.
    import stdnet._core.ip_addr as this_module  # noqa: PLW0406

__all__ = ["IpAddr", "Ipv4Addr", "Ipv6Addr", "Ipv6MulticastScope"]

Segments: TypeAlias = tuple[int, int, int, int, int, int, int, int]
"""The eight 16-bit segments of an IPv6 address. Rust's `[u16; 8]`."""

Octets: TypeAlias = tuple[int, int, int, int]
"""The four octets of an IPv4 address. Rust's `[u8; 4]`."""

# fmt: off
Octets16: TypeAlias = tuple[
    int, int, int, int, int, int, int, int, int, int, int, int, int, int, int, int,
]
# fmt: on
"""The sixteen octets of an IPv6 address. Rust's `[u8; 16]`."""

_SEGMENTS: Final = Struct(">8H")

_COMPATIBLE_PREFIX: Final = bytes(12)
_AFTER_COMPATIBLE: Final = bytes(11) + b"\x01"  # all IPv4-compatible addresses are less
_MAPPED_PREFIX: Final = bytes(10) + b"\xff\xff"

# Addresses and ranges, as the keys of their addresses begin; see `IpAddr._key`.
_UNSPECIFIED: Final = (b"\x04" + bytes(4), b"\x06" + bytes(16))
_DOCUMENTATION_V4: Final = (b"\x04\xc0\x00\x02", b"\x04\xc6\x33\x64", b"\x04\xcb\x00\x71")
_LOCALHOST_V6: Final = b"\x06" + bytes(15) + b"\x01"
_BENCHMARKING_V6: Final = bytes.fromhex("06 2001 0002 0000")
_AS112: Final = bytes.fromhex("06 2001 0004 0112")
_ANYCASTS: Final = tuple(bytes.fromhex(f"06 2001 0001 {'0000' * 5} {n:04x}") for n in (1, 2))
_NOT_GLOBAL: Final = (
    b"\x06" + _MAPPED_PREFIX,
    bytes.fromhex("06 0064 ff9b 0001"),  # IPv4/IPv6 translation within one network
    bytes.fromhex("06 0100 0000 0000 0000"),  # discard-only
    bytes.fromhex("06 2002"),  # 6to4
    bytes.fromhex("06 5f00"),  # segment routing
)

_OCTET_TEXTS: Final = [str(octet) for octet in range(256)]


@final
class Ipv6MulticastScope(Enum):
    """The scope of an IPv6 multicast address (RFC 7346). Rust's `std::net::Ipv6MulticastScope`.

    Each value is the number that stands for the scope within an address. Unstable in Rust.

    >>> from stdnet import Ipv6MulticastScope
    >>> Ipv6MulticastScope.LinkLocal
    LinkLocal
    """

    InterfaceLocal = 0x1
    """Interface-local scope: a single interface, for loopback."""
    LinkLocal = 0x2
    """Link-local scope: a single link."""
    RealmLocal = 0x3
    """Realm-local scope, defined by the network's technology."""
    AdminLocal = 0x4
    """Admin-local scope, defined by an administrator."""
    SiteLocal = 0x5
    """Site-local scope: a single site."""
    OrganizationLocal = 0x8
    """Organization-local scope: the sites of one organization."""
    Global = 0xE
    """Global scope: everywhere."""

    def __repr__(self) -> str:
        return self.name


_SCOPES: Final = {scope.value: scope for scope in Ipv6MulticastScope}


class _Octet:
    """A descriptor that reads one octet of an address, for patterns."""

    def __init__(self, index: int) -> None:
        self._index = index

    def __get__(self, addr: Ipv4Addr, _: type[Ipv4Addr]) -> int:
        return addr.octets()[self._index]


class _Segment:
    """A descriptor that reads one segment of an address, for patterns."""

    def __init__(self, index: int) -> None:
        self._index = index

    def __get__(self, addr: Ipv6Addr, _: type[Ipv6Addr]) -> int:
        return addr.segments()[self._index]


class IpAddr(Value["IpAddr"]):
    """An IP address, either IPv4 or IPv6. Rust's enum `std::net::IpAddr`.

    The variants are `IpAddr.V4`, which is `Ipv4Addr`, and `IpAddr.V6`, which is `Ipv6Addr`. There
    are no others, so a `match` over these two is exhaustive. Every IPv4 address is less than every
    IPv6 address.

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
        V4: TypeAlias = this_module.Ipv4Addr
        """An `Ipv4Addr`. Rust's `IpAddr::V4`."""
        V6: TypeAlias = this_module.Ipv6Addr
        """An `Ipv6Addr`. Rust's `IpAddr::V6`."""

    def __new__(cls, *parts: Never) -> Self:
        raise no_constructor("IpAddr", *parts[:1])

    def __init_subclass__(cls) -> None:
        if cls.__module__ != __name__:
            raise TypeError("an IpAddr is an IpAddr.V4 or an IpAddr.V6")

    @overload
    @staticmethod
    def from_(addr: IpAddr.V4 | IPv4Address | Octets) -> IpAddr.V4: ...
    @overload
    @staticmethod
    def from_(addr: IpAddr.V6 | IPv6Address | Octets16 | Segments) -> IpAddr.V6: ...
    @overload
    @staticmethod
    def from_(
        addr: IpAddr
        | IPv4Address
        | IPv6Address
        | Octets
        | Octets16
        | Segments
        | list[int]
        | Buffer,
    ) -> IpAddr.V4 | IpAddr.V6: ...
    @staticmethod
    def from_(
        addr: IpAddr
        | IPv4Address
        | IPv6Address
        | Octets
        | Octets16
        | Segments
        | list[int]
        | Buffer,
    ) -> IpAddr.V4 | IpAddr.V6:
        r"""Converts a value to an IP address. Rust's `IpAddr::from`.

        Takes an address, four or sixteen octets, eight segments, or an address of Python's
        `ipaddress`. Octets are bytes, or a tuple or list of numbers. Raises `ValueError` for any
        other number of octets or segments, for a number that is out of range, and for an address of
        `ipaddress` with a zone.

        >>> from ipaddress import IPv4Address
        >>> from stdnet import IpAddr
        >>> IpAddr.from_(b"\x7f\0\0\1"), IpAddr.from_((0, 0, 0, 0, 0, 0, 0, 1))
        (127.0.0.1, ::1)
        >>> IpAddr.from_(IPv4Address("127.0.0.1")), IpAddr.from_([127, 0, 0, 1])
        (127.0.0.1, 127.0.0.1)
        """
        if isinstance(addr, tuple | list) and len(addr) == 8:
            return Ipv6Addr.from_segments(addr)
        octets = _octets_of(addr)
        return Ipv4Addr.from_octets(octets) if len(octets) == 4 else Ipv6Addr.from_octets(octets)

    @staticmethod
    @explained_if_missing
    def from_str(s: str) -> Result[IpAddr.V4 | IpAddr.V6, AddrParseError]:
        """Parses an IP address of either version. Rust's `"…".parse::<IpAddr>()`.

        Errors: `AddrParseError` if the text is not an IP address.

        >>> from stdnet import IpAddr
        >>> IpAddr.from_str("127.0.0.1"), IpAddr.from_str("localhost")
        (Ok(127.0.0.1), Err(AddrParseError(Ip)))
        """
        octets = read_ip_addr(s)
        if octets is None:
            return Err(AddrParseError(AddrKind.Ip))
        return Ok(ip_unchecked(octets))

    @staticmethod
    def parse_ascii(b: Buffer) -> Result[IpAddr.V4 | IpAddr.V6, AddrParseError]:
        """Parses an IP address of either version from bytes. Rust's `IpAddr::parse_ascii`.

        Unstable in Rust.

        Errors: `AddrParseError` if the bytes are not an IP address.

        >>> from stdnet import IpAddr
        >>> IpAddr.parse_ascii(b"127.0.0.1").unwrap()
        127.0.0.1
        """
        return IpAddr.from_str(str(byte_view(b), "latin-1"))

    def is_ipv4(self) -> bool:
        """Returns True if this is an IPv4 address. Rust's `IpAddr::is_ipv4`.

        >>> from stdnet import Ipv4Addr, Ipv6Addr
        >>> Ipv4Addr.LOCALHOST.is_ipv4(), Ipv6Addr.LOCALHOST.is_ipv4()
        (True, False)
        """
        return isinstance(self, Ipv4Addr)

    def is_ipv6(self) -> bool:
        """Returns True if this is an IPv6 address. Rust's `IpAddr::is_ipv6`.

        >>> from stdnet import Ipv4Addr, Ipv6Addr
        >>> Ipv4Addr.LOCALHOST.is_ipv6(), Ipv6Addr.LOCALHOST.is_ipv6()
        (False, True)
        """
        return isinstance(self, Ipv6Addr)

    def octets(self) -> bytes:
        r"""Returns the four or sixteen octets of this address, in network byte order.

        Rust's `Ipv4Addr::octets` and `Ipv6Addr::octets`.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr.LOCALHOST.octets()
        b'\x7f\x00\x00\x01'
        """
        return self._key[1:]

    def as_octets(self) -> bytes:
        r"""Returns the octets of this address, as `octets` does. Rust's `IpAddr::as_octets`.

        Unstable in Rust.

        >>> from stdnet import IpAddr
        >>> IpAddr.from_str("127.0.0.1").unwrap().as_octets()
        b'\x7f\x00\x00\x01'
        """
        return self._key[1:]

    def is_unspecified(self) -> bool:
        """Returns True if this is the unspecified address, `0.0.0.0` or `::`.

        The unspecified address stands for any address or for every interface (RFC 1122, RFC 4291).
        Rust's `Ipv4Addr::is_unspecified` and `Ipv6Addr::is_unspecified`.

        >>> from stdnet import IpAddr
        >>> IpAddr.from_str("::").unwrap().is_unspecified()
        True
        """
        return self._key in _UNSPECIFIED

    @abstractmethod
    def is_loopback(self) -> bool:
        """Returns True if this is a loopback address, in `127.0.0.0/8` or `::1`.

        Loopback addresses are defined by RFC 1122 and RFC 4291. Rust's `IpAddr::is_loopback`.

        >>> from stdnet import IpAddr
        >>> IpAddr.from_str("127.1.2.3").unwrap().is_loopback()
        True
        """

    @abstractmethod
    def is_global(self) -> bool:
        """Returns True if this address appears to be globally reachable (RFC 6890).

        See `Ipv4Addr.is_global` and `Ipv6Addr.is_global`. Rust's `IpAddr::is_global`. Unstable in
        Rust.

        >>> from stdnet import IpAddr
        >>> IpAddr.from_str("2606:4700::1111").unwrap().is_global()
        True
        """

    @abstractmethod
    def is_multicast(self) -> bool:
        """Returns True if this is a multicast address, in `224.0.0.0/4` or `ff00::/8`.

        Multicast addresses are defined by RFC 5771 and RFC 4291. Rust's `IpAddr::is_multicast`.

        >>> from stdnet import IpAddr
        >>> IpAddr.from_str("224.0.0.251").unwrap().is_multicast()
        True
        """

    @abstractmethod
    def is_documentation(self) -> bool:
        """Returns True if this address is in a range designated for documentation.

        See `Ipv4Addr.is_documentation` and `Ipv6Addr.is_documentation`. Rust's
        `IpAddr::is_documentation`. Unstable in Rust.

        >>> from stdnet import IpAddr
        >>> IpAddr.from_str("2001:db8::1").unwrap().is_documentation()
        True
        """

    @abstractmethod
    def is_benchmarking(self) -> bool:
        """Returns True if this address is in a range designated for benchmarking.

        See `Ipv4Addr.is_benchmarking` and `Ipv6Addr.is_benchmarking`. Rust's
        `IpAddr::is_benchmarking`. Unstable in Rust.

        >>> from stdnet import IpAddr
        >>> IpAddr.from_str("198.18.0.1").unwrap().is_benchmarking()
        True
        """

    @abstractmethod
    def to_canonical(self) -> IpAddr.V4 | IpAddr.V6:
        """Returns the IPv4 address inside an IPv4-mapped address, or else this address itself.

        A socket of both versions reports IPv4 peers as IPv4-mapped addresses; in canonical form
        they compare with IPv4 addresses. Rust's `IpAddr::to_canonical`.

        >>> from stdnet import IpAddr
        >>> IpAddr.from_str("::ffff:127.0.0.1").unwrap().to_canonical()
        127.0.0.1
        """

    @abstractmethod
    def to_ipaddress(self) -> IPv4Address | IPv6Address:
        """Converts this address to an object of Python's `ipaddress`.

        An addition to Rust's API.

        >>> from stdnet import IpAddr
        >>> IpAddr.from_str("127.0.0.1").unwrap().to_ipaddress()
        IPv4Address('127.0.0.1')
        """


class _Variant:
    """Hides from a variant what its enum has as attributes: see `NotInherited`."""

    __slots__ = ()

    if not TYPE_CHECKING:
        V4 = V6 = NotInherited()


@final
class Ipv4Addr(_Variant, IpAddr):
    """An IPv4 address. Rust's `std::net::Ipv4Addr`.

    An address is immutable, hashable, and ordered by its octets. The constructor takes the four
    octets, and raises `ValueError` if one of them is outside of 0 to 255. A pattern takes them too:
    `case Ipv4Addr(10, _, _, _)`.

    >>> from stdnet import Ipv4Addr
    >>> Ipv4Addr(127, 0, 0, 1)
    127.0.0.1
    """

    __slots__ = ()
    __match_args__ = ("_a", "_b", "_c", "_d")

    _a, _b, _c, _d = _Octet(0), _Octet(1), _Octet(2), _Octet(3)

    BITS: ClassVar[int] = 32
    """The size of an IPv4 address in bits."""
    LOCALHOST: ClassVar[Ipv4Addr]
    """The loopback address `127.0.0.1`."""
    UNSPECIFIED: ClassVar[Ipv4Addr]
    """The unspecified address `0.0.0.0`, which stands for every interface. C's `INADDR_ANY`."""
    BROADCAST: ClassVar[Ipv4Addr]
    """The broadcast address `255.255.255.255`."""

    @explained_if_missing
    def __new__(cls, a: int, b: int, c: int, d: int) -> Ipv4Addr:
        try:
            return ipv4_unchecked(bytes((u8(a), u8(b), u8(c), u8(d))))
        except TypeError:
            check_parts("Ipv4Addr", "four octets", a, b, c, d)
            raise

    @staticmethod
    def new(a: int, b: int, c: int, d: int) -> Ipv4Addr:
        """Creates the IPv4 address `a.b.c.d`: `Ipv4Addr(a, b, c, d)`. Rust's `Ipv4Addr::new`.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr.new(127, 0, 0, 1)
        127.0.0.1
        """
        return Ipv4Addr(a, b, c, d)

    @staticmethod
    @explained_if_missing
    def from_str(s: str) -> Result[Ipv4Addr, AddrParseError]:
        """Parses an IPv4 address: four decimal numbers, none with a leading zero.

        Rust's `"…".parse::<Ipv4Addr>()`.

        Errors: `AddrParseError` if the text is not an IPv4 address.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr.from_str("127.0.0.1"), Ipv4Addr.from_str("127.0.0.01")
        (Ok(127.0.0.1), Err(AddrParseError(Ipv4)))
        """
        octets = read_ipv4_addr(s)
        if octets is None:
            return Err(AddrParseError(AddrKind.Ipv4))
        return Ok(ipv4_unchecked(octets))

    @staticmethod
    def parse_ascii(b: Buffer) -> Result[Ipv4Addr, AddrParseError]:
        """Parses an IPv4 address from bytes. Rust's `Ipv4Addr::parse_ascii`.

        Unstable in Rust.

        Errors: `AddrParseError` if the bytes are not an IPv4 address.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr.parse_ascii(b"127.0.0.1").unwrap()
        127.0.0.1
        """
        return Ipv4Addr.from_str(str(byte_view(b), "latin-1"))

    @staticmethod
    def from_octets(octets: Buffer | Octets | list[int]) -> Ipv4Addr:
        r"""Creates an IPv4 address from four octets. Rust's `Ipv4Addr::from_octets`.

        They are bytes, or a tuple or list of numbers. Raises `ValueError` for any other number of
        octets, and for a number that is out of range.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr.from_octets(b"\x7f\0\0\1"), Ipv4Addr.from_octets([127, 0, 0, 1])
        (127.0.0.1, 127.0.0.1)
        """
        return ipv4_unchecked(_checked_octets(octets, 4))

    # In Rust a conversion is not inherited.
    @staticmethod
    def from_(  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        addr: Ipv4Addr | IPv4Address | Buffer | Octets | list[int] | int,
    ) -> Ipv4Addr:
        """Converts a value to an IPv4 address. Rust's `Ipv4Addr::from`.

        Takes an IPv4 address, four octets, a 32-bit number, or an `IPv4Address` of Python's
        `ipaddress`. Octets are bytes, or a tuple or list of numbers. Raises `ValueError` for any
        other number of octets, and for a number that is out of range.

        >>> from ipaddress import IPv4Address
        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr.from_(0x7F00_0001), Ipv4Addr.from_(IPv4Address("127.0.0.1"))
        (127.0.0.1, 127.0.0.1)
        """
        if isinstance(addr, int):
            return Ipv4Addr.from_bits(addr)
        return Ipv4Addr.from_octets(_octets_of(addr))

    @staticmethod
    def from_bits(bits: int) -> Ipv4Addr:
        """Creates an IPv4 address from a 32-bit number. Rust's `Ipv4Addr::from_bits`.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr.from_bits(0x7F00_0001)
        127.0.0.1
        """
        return ipv4_unchecked(u32(bits).to_bytes(4, "big"))

    def to_bits(self) -> int:
        """Converts this address to a 32-bit number. Rust's `Ipv4Addr::to_bits`.

        >>> from stdnet import Ipv4Addr
        >>> hex(Ipv4Addr.LOCALHOST.to_bits())
        '0x7f000001'
        """
        return int.from_bytes(self.octets(), "big")

    def is_loopback(self) -> bool:
        """Returns True if this is a loopback address, in `127.0.0.0/8` (RFC 1122).

        Rust's `Ipv4Addr::is_loopback`.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr(127, 1, 2, 3).is_loopback()
        True
        """
        return self._key[1] == 127

    def is_private(self) -> bool:
        """Returns True if this is a private address (RFC 1918).

        The private ranges are `10.0.0.0/8`, `172.16.0.0/12` and `192.168.0.0/16`. Python's
        `ipaddress` calls many other ranges private too, among them the loopback and link-local
        ranges. Rust's `Ipv4Addr::is_private`.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr(172, 31, 0, 1).is_private(), Ipv4Addr(127, 0, 0, 1).is_private()
        (True, False)
        """
        a, b = self._key[1], self._key[2]
        return a == 10 or (a == 172 and 16 <= b <= 31) or (a == 192 and b == 168)

    def is_link_local(self) -> bool:
        """Returns True if this is a link-local address, in `169.254.0.0/16` (RFC 3927).

        Rust's `Ipv4Addr::is_link_local`.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr(169, 254, 169, 254).is_link_local()
        True
        """
        return self._key.startswith(b"\x04\xa9\xfe")

    def is_global(self) -> bool:
        """Returns True if this address appears to be globally reachable (RFC 6890).

        All addresses are global except those that IANA's registry excludes: `0.0.0.0/8`, the
        ranges of `is_private`, `is_shared`, `is_loopback`, `is_link_local`, `is_documentation`,
        `is_benchmarking`, `is_reserved` and `is_broadcast`, and `192.0.0.0/24` without `192.0.0.9`
        and `192.0.0.10`. Multicast addresses are global here.

        Python's `ipaddress` agrees in 3.13; older releases call most of `192.0.0.0/24` global.
        Rust's `Ipv4Addr::is_global`. Unstable in Rust.

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
        """Returns True if this address is in the shared address space, `100.64.0.0/10` (RFC 6598).

        Carriers use this range behind their NAT. Python's `ipaddress` calls these addresses neither
        private nor global. Rust's `Ipv4Addr::is_shared`. Unstable in Rust.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr(100, 127, 255, 255).is_shared()
        True
        """
        return self._key[1] == 100 and self._key[2] & 0xC0 == 64

    def is_benchmarking(self) -> bool:
        """Returns True if this address is reserved for benchmarking, in `198.18.0.0/15` (RFC 2544).

        Rust's `Ipv4Addr::is_benchmarking`. Unstable in Rust.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr(198, 19, 255, 255).is_benchmarking()
        True
        """
        return self._key[1] == 198 and self._key[2] & 0xFE == 18

    def is_reserved(self) -> bool:
        """Returns True if this address is reserved for future use, in `240.0.0.0/4` (RFC 1112).

        The broadcast address is not reserved here; Python's `ipaddress` calls it reserved too.
        Rust's `Ipv4Addr::is_reserved`. Unstable in Rust.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr(240, 0, 0, 0).is_reserved(), Ipv4Addr.BROADCAST.is_reserved()
        (True, False)
        """
        return self._key[1] >= 240 and not self.is_broadcast()

    def is_multicast(self) -> bool:
        """Returns True if this is a multicast address, in `224.0.0.0/4` (RFC 5771).

        Rust's `Ipv4Addr::is_multicast`.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr(224, 0, 0, 251).is_multicast()
        True
        """
        return 224 <= self._key[1] <= 239

    def is_broadcast(self) -> bool:
        """Returns True if this is the broadcast address, `255.255.255.255` (RFC 919).

        Rust's `Ipv4Addr::is_broadcast`.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr(255, 255, 255, 255).is_broadcast()
        True
        """
        return self._key == b"\x04\xff\xff\xff\xff"

    def is_documentation(self) -> bool:
        """Returns True if this address is in a range designated for documentation (RFC 5737).

        The ranges are `192.0.2.0/24`, `198.51.100.0/24` and `203.0.113.0/24`. Python's `ipaddress`
        calls them private. Rust's `Ipv4Addr::is_documentation`.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr(203, 0, 113, 6).is_documentation()
        True
        """
        return self._key.startswith(_DOCUMENTATION_V4)

    def to_ipv6_compatible(self) -> Ipv6Addr:
        """Converts this address to an IPv4-compatible address, the IPv6 address `::a.b.c.d`.

        IPv4-compatible addresses are deprecated. Rust's `Ipv4Addr::to_ipv6_compatible`.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr(192, 0, 2, 255).to_ipv6_compatible()
        ::c000:2ff
        """
        return ipv6_unchecked(_COMPATIBLE_PREFIX + self.octets())

    def to_ipv6_mapped(self) -> Ipv6Addr:
        """Converts this address to an IPv4-mapped address, the IPv6 address `::ffff:a.b.c.d`.

        This is how an IPv6 socket names an IPv4 peer. Rust's `Ipv4Addr::to_ipv6_mapped`.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr(192, 0, 2, 255).to_ipv6_mapped()
        ::ffff:192.0.2.255
        """
        return ipv6_unchecked(_MAPPED_PREFIX + self.octets())

    def to_canonical(self) -> Ipv4Addr:
        """Returns this address itself. Rust's `IpAddr::to_canonical`.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr(127, 0, 0, 1).to_canonical()
        127.0.0.1
        """
        return self

    def to_ipaddress(self) -> IPv4Address:
        """Converts this address to an `IPv4Address` of Python's `ipaddress`.

        An addition to Rust's API.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr.LOCALHOST.to_ipaddress()
        IPv4Address('127.0.0.1')
        """
        from ipaddress import IPv4Address  # noqa: PLC0415  # slow, and rarely needed

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
class Ipv6Addr(_Variant, IpAddr):
    """An IPv6 address. Rust's `std::net::Ipv6Addr`.

    An address is immutable, hashable, and ordered by its segments. The constructor takes the eight
    segments, and raises `ValueError` if one of them is outside of 0 to 0xffff. A pattern takes them
    too. An address has no zone; a `SocketAddrV6` has one.

    >>> from stdnet import Ipv6Addr
    >>> Ipv6Addr(0x2001, 0xDB8, 0, 0, 0, 0, 0, 1)
    2001:db8::1
    """

    __slots__ = ()
    __match_args__ = ("_a", "_b", "_c", "_d", "_e", "_f", "_g", "_h")

    _a, _b, _c, _d = _Segment(0), _Segment(1), _Segment(2), _Segment(3)
    _e, _f, _g, _h = _Segment(4), _Segment(5), _Segment(6), _Segment(7)

    BITS: ClassVar[int] = 128
    """The size of an IPv6 address in bits."""
    LOCALHOST: ClassVar[Ipv6Addr]
    """The loopback address `::1`."""
    UNSPECIFIED: ClassVar[Ipv6Addr]
    """The unspecified address `::`, which stands for every interface. C's `in6addr_any`."""

    @explained_if_missing
    def __new__(cls, a: int, b: int, c: int, d: int, e: int, f: int, g: int, h: int) -> Ipv6Addr:
        try:
            return Ipv6Addr.from_segments((a, b, c, d, e, f, g, h))
        except TypeError:
            check_parts("Ipv6Addr", "eight segments", a, b, c, d, e, f, g, h)
            raise

    @staticmethod
    def new(a: int, b: int, c: int, d: int, e: int, f: int, g: int, h: int) -> Ipv6Addr:
        """Creates the IPv6 address `a:b:c:d:e:f:g:h`: `Ipv6Addr(a, …, h)`. Rust's `Ipv6Addr::new`.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.new(0, 0, 0, 0, 0, 0, 0, 1)
        ::1
        """
        return Ipv6Addr(a, b, c, d, e, f, g, h)

    @staticmethod
    @explained_if_missing
    def from_str(s: str) -> Result[Ipv6Addr, AddrParseError]:
        """Parses an IPv6 address, without brackets and without a zone.

        Rust's `"…".parse::<Ipv6Addr>()`.

        Errors: `AddrParseError` if the text is not an IPv6 address.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.from_str("2001:DB8:0:0::1"), Ipv6Addr.from_str("fe80::1%3")
        (Ok(2001:db8::1), Err(AddrParseError(Ipv6)))
        """
        octets = read_ipv6_addr(s)
        if octets is None:
            return Err(AddrParseError(AddrKind.Ipv6))
        return Ok(ipv6_unchecked(octets))

    @staticmethod
    def parse_ascii(b: Buffer) -> Result[Ipv6Addr, AddrParseError]:
        """Parses an IPv6 address from bytes. Rust's `Ipv6Addr::parse_ascii`.

        Unstable in Rust.

        Errors: `AddrParseError` if the bytes are not an IPv6 address.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.parse_ascii(b"::1").unwrap()
        ::1
        """
        return Ipv6Addr.from_str(str(byte_view(b), "latin-1"))

    @staticmethod
    def from_octets(octets: Buffer | Octets16 | list[int]) -> Ipv6Addr:
        r"""Creates an IPv6 address from sixteen octets. Rust's `Ipv6Addr::from_octets`.

        They are bytes, or a tuple or list of numbers. Raises `ValueError` for any other number of
        octets, and for a number that is out of range.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.from_octets(bytes(15) + b"\1")
        ::1
        """
        return ipv6_unchecked(_checked_octets(octets, 16))

    # In Rust a conversion is not inherited.
    @staticmethod
    def from_(  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        addr: Ipv6Addr | IPv6Address | Segments | Buffer | Octets16 | list[int] | int,
    ) -> Ipv6Addr:
        """Converts a value to an IPv6 address. Rust's `Ipv6Addr::from`.

        Takes an IPv6 address, sixteen octets, eight segments, a 128-bit number, or an `IPv6Address`
        of Python's `ipaddress`. Raises `ValueError` for any other number of octets or segments, for
        a number that does not fit in 128 bits, and for an `IPv6Address` with a zone.

        >>> from ipaddress import IPv6Address
        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.from_(1), Ipv6Addr.from_(IPv6Address("2001:db8::1"))
        (::1, 2001:db8::1)
        """
        if isinstance(addr, int):
            return Ipv6Addr.from_bits(addr)
        if isinstance(addr, tuple | list) and len(addr) == 8:
            return Ipv6Addr.from_segments(addr)
        return Ipv6Addr.from_octets(_octets_of(addr))

    @staticmethod
    def from_segments(segments: Segments | list[int]) -> Ipv6Addr:
        """Creates an IPv6 address from eight 16-bit segments. Rust's `Ipv6Addr::from_segments`.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.from_segments((0x2001, 0xDB8, 0, 0, 0, 0, 0, 1))
        2001:db8::1
        """
        a, b, c, d, e, f, g, h = map(u16, segments)
        return ipv6_unchecked(_SEGMENTS.pack(a, b, c, d, e, f, g, h))

    def segments(self) -> Segments:
        """Returns the eight 16-bit segments of this address. Rust's `Ipv6Addr::segments`.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.LOCALHOST.segments()
        (0, 0, 0, 0, 0, 0, 0, 1)
        """
        return _SEGMENTS.unpack(self.octets())

    @staticmethod
    def from_bits(bits: int) -> Ipv6Addr:
        """Creates an IPv6 address from a 128-bit number. Rust's `Ipv6Addr::from_bits`.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.from_bits(1)
        ::1
        """
        return ipv6_unchecked(u128(bits).to_bytes(16, "big"))

    def to_bits(self) -> int:
        """Converts this address to a 128-bit number. Rust's `Ipv6Addr::to_bits`.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.LOCALHOST.to_bits()
        1
        """
        return int.from_bytes(self.octets(), "big")

    def is_loopback(self) -> bool:
        """Returns True if this is the loopback address, `::1` (RFC 4291).

        The IPv4-mapped address `::ffff:127.0.0.1` is not a loopback address, but its
        `to_canonical()` is. Python's `ipaddress` calls it a loopback address from 3.13 on. Rust's
        `Ipv6Addr::is_loopback`.

        >>> from stdnet import Ipv4Addr, Ipv6Addr
        >>> mapped = Ipv4Addr.LOCALHOST.to_ipv6_mapped()
        >>> Ipv6Addr.LOCALHOST.is_loopback(), mapped.is_loopback()
        (True, False)
        """
        return self._key == _LOCALHOST_V6

    def is_global(self) -> bool:
        """Returns True if this address appears to be globally reachable (RFC 6890).

        All addresses are global except those that IANA's registry excludes: `::`, `::1`,
        IPv4-mapped addresses, `64:ff9b:1::/48`, `100::/64`, `2002::/16`, `5f00::/16`, the
        documentation, unique local and link-local ranges, and `2001::/23` without its exceptions
        `2001:1::1`, `2001:1::2`, `2001:3::/32`, `2001:4:112::/48`, `2001:20::/28` and
        `2001:30::/28`. Multicast addresses are global here.

        Python's `ipaddress` looks into IPv4-mapped addresses instead, and which of these ranges and
        exceptions it knows depends on its release. Rust's `Ipv6Addr::is_global`. Unstable in Rust.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.from_str("2606:4700::1111").unwrap().is_global()
        True
        """
        return not (
            self.is_unspecified()
            or self.is_loopback()
            or self._key.startswith(_NOT_GLOBAL)
            or (self._has_prefix(0x2001_0000, 23) and not self._is_global_assignment())
            or self.is_documentation()
            or self.is_unique_local()
            or self.is_unicast_link_local()
        )

    def _is_global_assignment(self) -> bool:
        """Returns True for the exceptions within `2001::/23`, the range of protocol assignments."""
        return (
            self._key in _ANYCASTS  # the anycast addresses of PCP and TURN
            or self._has_prefix(0x2001_0003, 32)  # AMT
            or self._key.startswith(_AS112)
            or self._has_prefix(0x2001_0020, 27)  # ORCHIDv2 and drone remote ID
        )

    def _has_prefix(self, prefix: int, length: int) -> bool:
        """Returns True if the first `length` bits are those of the 32-bit `prefix`."""
        return (int.from_bytes(self._key[1:5], "big") ^ prefix) >> (32 - length) == 0

    def is_unique_local(self) -> bool:
        """Returns True if this is a unique local address, in `fc00::/7` (RFC 4193).

        Python's `ipaddress` calls these addresses private, along with many others. Rust's
        `Ipv6Addr::is_unique_local`.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.from_str("fd12:3456::1").unwrap().is_unique_local()
        True
        """
        return self._key[1] & 0xFE == 0xFC

    def is_unicast(self) -> bool:
        """Returns True if this is a unicast address: any that is not multicast (RFC 4291).

        Rust's `Ipv6Addr::is_unicast`. Unstable in Rust.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.LOCALHOST.is_unicast()
        True
        """
        return self._key[1] != 0xFF

    def is_unicast_link_local(self) -> bool:
        """Returns True if this is a unicast address with link-local scope (RFC 4291).

        The addresses are those in `fe80::/10`. Python's `ipaddress` has it as `is_link_local`.
        Rust's `Ipv6Addr::is_unicast_link_local`.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.from_str("febf::1").unwrap().is_unicast_link_local()
        True
        """
        return self._key[1] == 0xFE and self._key[2] & 0xC0 == 0x80

    def is_documentation(self) -> bool:
        """Returns True if this address is in a range designated for documentation.

        The ranges are `2001:db8::/32` (RFC 3849) and `3fff::/20` (RFC 9637). Python's `ipaddress`
        calls the first one private. Rust's `Ipv6Addr::is_documentation`. Unstable in Rust.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.from_str("2001:db8::1").unwrap().is_documentation()
        True
        """
        return self._has_prefix(0x2001_0DB8, 32) or self._has_prefix(0x3FFF_0000, 20)

    def is_benchmarking(self) -> bool:
        """Returns True if this address is reserved for benchmarking, in `2001:2::/48` (RFC 5180).

        Rust's `Ipv6Addr::is_benchmarking`. Unstable in Rust.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.from_str("2001:2::1").unwrap().is_benchmarking()
        True
        """
        return self._key.startswith(_BENCHMARKING_V6)

    def is_unicast_global(self) -> bool:
        """Returns True if this is a globally routable unicast address.

        All unicast addresses are, except `::1`, `::`, and the link-local, unique local,
        documentation and benchmarking ranges (RFC 4291, 4193, 3849, 9637 and 5180). `is_global` is
        stricter, and so is `is_global` of Python's `ipaddress`, which calls `2001:10::` private.
        Rust's `Ipv6Addr::is_unicast_global`. Unstable in Rust.

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
        """Returns the scope of this address if it is a multicast address.

        Returns None for all other addresses, and for scopes without a name. Rust's
        `Ipv6Addr::multicast_scope`. Unstable in Rust.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.from_str("ff02::fb").unwrap().multicast_scope()
        LinkLocal
        """
        return _SCOPES.get(self._key[2] & 0x0F) if self.is_multicast() else None

    def is_multicast(self) -> bool:
        """Returns True if this is a multicast address, in `ff00::/8` (RFC 4291).

        Rust's `Ipv6Addr::is_multicast`.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.from_str("ff02::fb").unwrap().is_multicast()
        True
        """
        return self._key[1] == 0xFF

    def is_ipv4_mapped(self) -> bool:
        """Returns True if this is an IPv4-mapped address, in `::ffff:0:0/96` (RFC 4291).

        Rust's `Ipv6Addr::is_ipv4_mapped`. Unstable in Rust.

        >>> from stdnet import Ipv4Addr
        >>> Ipv4Addr(192, 0, 2, 255).to_ipv6_mapped().is_ipv4_mapped()
        True
        """
        return self.octets().startswith(_MAPPED_PREFIX)

    def to_ipv4_mapped(self) -> Ipv4Addr | None:
        """Returns the IPv4 address inside an IPv4-mapped address, or None for any other address.

        Rust's `Ipv6Addr::to_ipv4_mapped`.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.from_str("::ffff:192.0.2.255").unwrap().to_ipv4_mapped()
        192.0.2.255
        >>> Ipv6Addr.LOCALHOST.to_ipv4_mapped() is None
        True
        """
        return ipv4_unchecked(self._key[13:]) if self.is_ipv4_mapped() else None

    def to_ipv4(self) -> Ipv4Addr | None:
        """Returns the IPv4 address inside an IPv4-mapped or IPv4-compatible address, or None.

        Every address in `::/96` is IPv4-compatible, even `::1`, so `to_ipv4_mapped` is nearly
        always the better choice. Rust's `Ipv6Addr::to_ipv4`.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.LOCALHOST.to_ipv4()
        0.0.0.1
        """
        octets = self.octets()
        embeds_ipv4 = octets.startswith((_MAPPED_PREFIX, _COMPATIBLE_PREFIX))
        return ipv4_unchecked(octets[12:]) if embeds_ipv4 else None

    def to_canonical(self) -> IpAddr.V4 | IpAddr.V6:
        """Returns the IPv4 address inside an IPv4-mapped address, or else this address itself.

        Rust's `Ipv6Addr::to_canonical`.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.from_str("::ffff:127.0.0.1").unwrap().to_canonical()
        127.0.0.1
        """
        return self.to_ipv4_mapped() or self

    def to_ipaddress(self) -> IPv6Address:
        """Converts this address to an `IPv6Address` of Python's `ipaddress`.

        An addition to Rust's API.

        >>> from stdnet import Ipv6Addr
        >>> Ipv6Addr.LOCALHOST.to_ipaddress()
        IPv6Address('::1')
        """
        from ipaddress import IPv6Address  # noqa: PLC0415  # slow, and rarely needed

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
    # To a type checker, `isinstance` itself would make the other branch unreachable.
    return isinstance(value, version)


def _octets_of(
    addr: IpAddr | IPv4Address | IPv6Address | Buffer | tuple[int, ...] | list[int],
) -> bytes:
    """Returns the octets of a value that `from_` takes for an address."""
    if isinstance(addr, IpAddr):
        return addr.octets()
    if isinstance(addr, bytes):
        return addr
    if isinstance(addr, tuple | list):
        return _packed(addr)
    from ipaddress import IPv4Address, IPv6Address  # noqa: PLC0415  # loaded already, if needed

    if isinstance(addr, IPv6Address) and addr.scope_id is not None:
        raise ValueError(f"an Ipv6Addr has no zone, {addr} has")
    if isinstance(addr, IPv4Address | IPv6Address):
        return addr.packed
    try:
        return bytes(memoryview(addr))
    except TypeError:
        raise wrong_type(addr, "the address", "an IP address, octets or segments") from None


def _packed(octets: tuple[int, ...] | list[int]) -> bytes:
    """Returns numbers as bytes; raises `ValueError` if one is out of range."""
    return bytes(map(u8, octets))


def _checked_octets(octets: Buffer | tuple[int, ...] | list[int], count: int) -> bytes:
    """Returns a copy of the octets; raises `ValueError` if there are not `count` of them."""
    copied = _packed(octets) if isinstance(octets, tuple | list) else bytes(memoryview(octets))
    if len(copied) != count:
        raise ValueError(f"the address has {count} octets, not {len(copied)}")
    return copied


_new: Final = object.__new__


def ipv4_unchecked(octets: bytes) -> Ipv4Addr:
    """Creates an IPv4 address from `bytes` that are known to be four. For stdnet itself."""
    addr = _new(Ipv4Addr)
    set_key(addr, b"\x04" + octets)
    return addr


def ipv6_unchecked(octets: bytes) -> Ipv6Addr:
    """Creates an IPv6 address from `bytes` that are known to be sixteen. For stdnet itself."""
    addr = _new(Ipv6Addr)
    set_key(addr, b"\x06" + octets)
    return addr


def ip_unchecked(octets: bytes) -> IpAddr.V4 | IpAddr.V6:
    """Creates an address from `bytes` that are known to be four or sixteen. For stdnet itself."""
    v4 = len(octets) == 4
    addr: IpAddr.V4 | IpAddr.V6 = _new(Ipv4Addr) if v4 else _new(Ipv6Addr)
    set_key(addr, (b"\x04" if v4 else b"\x06") + octets)
    return addr


def ipv4_text(a: int, b: int, c: int, d: int) -> str:
    """Returns the text of four octets."""
    return f"{_OCTET_TEXTS[a]}.{_OCTET_TEXTS[b]}.{_OCTET_TEXTS[c]}.{_OCTET_TEXTS[d]}"


def ipv6_text(octets: bytes) -> str:
    """Returns the text of sixteen octets, shortened according to RFC 5952."""
    # The C library writes `::1:2` as `::0.1.0.2`, unlike Rust.
    if octets < _AFTER_COMPATIBLE and (high := octets[12] << 8 | octets[13]):
        return f"::{high:x}:{octets[14] << 8 | octets[15]:x}"
    return _inet_ntop(AF_INET6, octets)


def shorten_first(text: str) -> str:
    """Returns musl's text of an IPv6 address in Rust's way.

    Of two runs of zeros that are equally long, musl leaves out the second one if the address begins
    with the first one, where RFC 5952, Rust and glibc leave out the first one.
    """
    if not text.startswith("0:0:"):
        return text
    head, _, tail = (part.split(":") for part in text.partition("::"))
    shown = [*head, *filter(None, tail)]
    zeros = next(at for at, group in enumerate(shown) if group != "0")
    left_out = 8 - len(shown)
    if zeros < left_out:
        return text
    return ":".join(["", "", *head[zeros:], *["0"] * left_out, *filter(None, tail)])


def _inet_ntop_of_musl(family: int, octets: bytes) -> str:
    return shorten_first(inet_ntop(family, octets))


_TWO_RUNS: Final = bytes((*(0, 0, 0, 0), *(0, 1), *(0, 0, 0, 0), *(0, 1, 0, 1, 0, 1)))
_inet_ntop: Final = (
    inet_ntop if inet_ntop(AF_INET6, _TWO_RUNS).startswith("::") else _inet_ntop_of_musl
)


IntoIpAddr: TypeAlias = (
    IpAddr | IPv4Address | IPv6Address | Octets | Octets16 | Segments | list[int] | Buffer
)
"""What `IpAddr.from_` takes."""

if not TYPE_CHECKING:
    IpAddr.V4 = Ipv4Addr
    IpAddr.V6 = Ipv6Addr

Ipv4Addr.LOCALHOST = Ipv4Addr(127, 0, 0, 1)
Ipv4Addr.UNSPECIFIED = Ipv4Addr(0, 0, 0, 0)
Ipv4Addr.BROADCAST = Ipv4Addr(255, 255, 255, 255)
Ipv6Addr.LOCALHOST = Ipv6Addr(0, 0, 0, 0, 0, 0, 0, 1)
Ipv6Addr.UNSPECIFIED = Ipv6Addr(0, 0, 0, 0, 0, 0, 0, 0)
