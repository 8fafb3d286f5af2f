"""Socket addresses: `SocketAddr`, `SocketAddrV4`, `SocketAddrV6`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Never, TypeAlias, final, overload

from stdnet._core.arguments import check_parts, check_type, explained_if_missing, wrong_type
from stdnet._core.buffer import Buffer, byte_view
from stdnet._core.ints import u16, u32
from stdnet._core.ip_addr import (
    IntoIpAddr,
    IpAddr,
    Ipv4Addr,
    Ipv6Addr,
    Octets,
    Octets16,
    Segments,
    ipv4_text,
    ipv4_unchecked,
    ipv6_text,
    ipv6_unchecked,
)
from stdnet._core.late import IPv4Address, IPv6Address
from stdnet._core.parser import (
    AddrKind,
    AddrParseError,
    read_socket_addr,
    read_socket_addr_v4,
    read_socket_addr_v6,
)
from stdnet._core.value import NotInherited, Value, set_key
from stdnet.result._containers import Err, Ok, Result

if TYPE_CHECKING:
    # For aliases of what is defined below: a quoted alias in a class is text to some checkers.
    import stdnet._core.socket_addr as this_module  # noqa: PLW0406

__all__ = ["SocketAddr", "SocketAddrV4", "SocketAddrV6"]

Tuple: TypeAlias = tuple[str, int] | tuple[str, int, int, int]
"""An address tuple of Python's `socket` module."""


class SocketAddr(Value["SocketAddr"]):
    """An internet socket address: an IP address and a port. Rust's enum `std::net::SocketAddr`.

    The variants are `SocketAddr.V4`, which is `SocketAddrV4`, and `SocketAddr.V6`, which is
    `SocketAddrV6`. There are no others, so a `match` over these two is exhaustive. The constructor
    takes an `IpAddr` and a port, and creates the variant that fits; it raises `ValueError` if the
    port is outside of 0 to 65535. Every IPv4 socket address is less than every IPv6 socket address.

    >>> from stdnet import Ipv6Addr, SocketAddr
    >>> match SocketAddr(Ipv6Addr.LOCALHOST, 80):
    ...     case SocketAddr.V4(ip, port):
    ...         print("version 4:", ip, port)
    ...     case SocketAddr.V6(ip, port):
    ...         print("version 6:", ip, port)
    version 6: ::1 80
    """

    # The key is the version, 4 or 6, the octets, the port and the rest: a tuple that compares as in
    # Rust. CPython's form of the address is stored when it is first needed: creating it each time
    # would take a tenth of the time of sending a datagram.
    __slots__ = ("_py_addr",)

    _key: tuple[int, bytes, int, *tuple[int, ...]]
    _py_addr: tuple[int, Tuple]

    if TYPE_CHECKING:
        V4: TypeAlias = this_module.SocketAddrV4
        """A `SocketAddrV4`. Rust's `SocketAddr::V4`."""
        V6: TypeAlias = this_module.SocketAddrV6
        """A `SocketAddrV6`. Rust's `SocketAddr::V6`."""

    # No argument is of type Never. The overload is for mypy, which looks up attributes of the class
    # in the first overload.
    @overload
    def __new__(  # type: ignore[overload-overlap]  # pyright: ignore[reportOverlappingOverload]
        cls, ip: Never, port: int
    ) -> SocketAddr: ...
    @overload
    def __new__(cls, ip: IpAddr.V4, port: int) -> SocketAddr.V4: ...
    @overload
    def __new__(cls, ip: IpAddr.V6, port: int) -> SocketAddr.V6: ...
    # mypy reports a constructor that returns a union, but infers the union all the same.
    @overload
    def __new__(  # type: ignore[misc]
        cls, ip: IpAddr, port: int
    ) -> SocketAddr.V4 | SocketAddr.V6: ...
    @explained_if_missing
    def __new__(cls, ip: IpAddr, port: int) -> SocketAddr:  # noqa: PYI034  # one of the variants
        if isinstance(ip, Ipv4Addr):
            return SocketAddrV4(ip, port)
        if isinstance(ip, Ipv6Addr):
            return SocketAddrV6(ip, port, 0, 0)
        check_parts("SocketAddr", "an IP address and a port", ip, port)
        raise wrong_type(ip, "the ip", "an IpAddr")

    def __init_subclass__(cls) -> None:
        if cls.__module__ != __name__:
            raise TypeError("a SocketAddr is a SocketAddr.V4 or a SocketAddr.V6")

    @overload
    @staticmethod
    def new(ip: IpAddr.V4, port: int) -> SocketAddr.V4: ...
    @overload
    @staticmethod
    def new(ip: IpAddr.V6, port: int) -> SocketAddr.V6: ...
    @overload
    @staticmethod
    def new(ip: IpAddr, port: int) -> SocketAddr.V4 | SocketAddr.V6: ...
    @staticmethod
    def new(ip: IpAddr, port: int) -> SocketAddr.V4 | SocketAddr.V6:
        """Creates a socket address from an IP address and a port: `SocketAddr(ip, port)`.

        Rust's `SocketAddr::new`.

        >>> from stdnet import Ipv4Addr, SocketAddr
        >>> SocketAddr.new(Ipv4Addr.LOCALHOST, 80)
        127.0.0.1:80
        """
        return SocketAddr(ip, port)

    @overload
    @staticmethod
    def from_(
        addr: SocketAddr.V4 | tuple[IpAddr.V4 | IPv4Address | Octets, int],
    ) -> SocketAddr.V4: ...
    @overload
    @staticmethod
    def from_(
        addr: SocketAddr.V6 | tuple[IpAddr.V6 | IPv6Address | Octets16 | Segments, int],
    ) -> SocketAddr.V6: ...
    @overload
    @staticmethod
    def from_(
        addr: SocketAddr | tuple[IntoIpAddr, int],
    ) -> SocketAddr.V4 | SocketAddr.V6: ...
    @staticmethod
    def from_(
        addr: SocketAddr | tuple[IntoIpAddr, int],
    ) -> SocketAddr.V4 | SocketAddr.V6:
        """Converts a value to a socket address. Rust's `SocketAddr::from`.

        Takes a socket address, or a tuple of what `IpAddr.from_` takes and a port.

        >>> from ipaddress import ip_address
        >>> from stdnet import SocketAddr
        >>> SocketAddr.from_((ip_address("127.0.0.1"), 80)), SocketAddr.from_(([127, 0, 0, 1], 80))
        (127.0.0.1:80, 127.0.0.1:80)
        """
        if isinstance(addr, SocketAddrV4 | SocketAddrV6):
            return addr
        if isinstance(addr, tuple):
            ip, port = addr
            return SocketAddr(IpAddr.from_(ip), port)
        raise wrong_type(addr, "the address", "a SocketAddr or a tuple")

    @staticmethod
    def from_tuple(addr: Tuple) -> Result[SocketAddr.V4 | SocketAddr.V6, AddrParseError]:
        """Creates a socket address from an address tuple of Python's `socket` module.

        The tuple is `(host, port)` for IPv4 and `(host, port, flowinfo, scope_id)` for IPv6, where
        the host is the text of an IP address. Python's `getsockname`, `accept` and `getaddrinfo`
        return such tuples. An addition to Rust's API.

        Errors: `AddrParseError` if the host is not an IP address of the right version.

        >>> from stdnet import SocketAddr
        >>> SocketAddr.from_tuple(("fe80::1", 80, 0, 3)).unwrap()
        [fe80::1%3]:80
        """
        if len(addr) == 2:
            host, port = addr
            return Ipv4Addr.from_str(host).map(lambda ip: SocketAddrV4(ip, port))
        host, port, flow_label, scope_id = addr
        flowinfo = _network_order(u32(flow_label))
        return Ipv6Addr.from_str(host).map(lambda ip: SocketAddrV6(ip, port, flowinfo, scope_id))

    def to_tuple(self) -> Tuple:
        """Converts this address to an address tuple of Python's `socket` module.

        Functions such as `socket.connect` take such tuples. An addition to Rust's API.

        >>> from stdnet import SocketAddr
        >>> SocketAddr.from_str("[fe80::1%3]:80").unwrap().to_tuple()
        ('fe80::1', 80, 0, 3)
        """
        raise NotImplementedError

    def to_socket_addrs(self) -> Ok[list[SocketAddr.V4 | SocketAddr.V6]]:
        """Returns this address alone, as the protocol `ToSocketAddrs` requires.

        Rust's `ToSocketAddrs::to_socket_addrs`.

        >>> from stdnet import SocketAddr
        >>> SocketAddr.from_str("127.0.0.1:80").unwrap().to_socket_addrs()
        Ok([127.0.0.1:80])
        """
        assert isinstance(self, SocketAddrV4 | SocketAddrV6)  # noqa: S101 - there are no others
        return Ok([self])

    @staticmethod
    @explained_if_missing
    def from_str(s: str) -> Result[SocketAddr.V4 | SocketAddr.V6, AddrParseError]:
        """Parses a socket address of either version. Rust's `"…".parse::<SocketAddr>()`.

        No host name is looked up; use `to_socket_addrs` for that.

        Errors: `AddrParseError` if the text is not a socket address.

        >>> from stdnet import SocketAddr
        >>> SocketAddr.from_str("127.0.0.1:80"), SocketAddr.from_str("localhost:80")
        (Ok(127.0.0.1:80), Err(AddrParseError(Socket)))
        """
        parts = read_socket_addr(s)
        if parts is None:
            return Err(AddrParseError(AddrKind.Socket))
        if len(parts) == 2:
            return Ok(socket_addr_v4_unchecked(*parts))
        return Ok(socket_addr_v6_unchecked(*parts))

    @staticmethod
    def parse_ascii(b: Buffer) -> Result[SocketAddr.V4 | SocketAddr.V6, AddrParseError]:
        """Parses a socket address of either version from bytes. Rust's `SocketAddr::parse_ascii`.

        Unstable in Rust.

        Errors: `AddrParseError` if the bytes are not a socket address.

        >>> from stdnet import SocketAddr
        >>> SocketAddr.parse_ascii(b"127.0.0.1:80").unwrap()
        127.0.0.1:80
        """
        return SocketAddr.from_str(str(byte_view(b), "latin-1"))

    def ip(self) -> IpAddr.V4 | IpAddr.V6:
        """Returns the IP address of this socket address. Rust's `SocketAddr::ip`.

        >>> from stdnet import SocketAddr
        >>> SocketAddr.from_str("127.0.0.1:80").unwrap().ip()
        127.0.0.1
        """
        raise NotImplementedError

    def port(self) -> int:
        """Returns the port of this socket address, 0 to 65535. Rust's `SocketAddr::port`.

        >>> from stdnet import SocketAddr
        >>> SocketAddr.from_str("127.0.0.1:80").unwrap().port()
        80
        """
        return self._key[2]

    @overload
    def with_ip(self, ip: IpAddr.V4) -> SocketAddr.V4: ...
    @overload
    def with_ip(self, ip: IpAddr.V6) -> SocketAddr.V6: ...
    @overload
    def with_ip(self, ip: IpAddr) -> SocketAddr.V4 | SocketAddr.V6: ...
    def with_ip(self, ip: IpAddr) -> SocketAddr.V4 | SocketAddr.V6:
        """Returns this socket address with another IP address. Rust's `SocketAddr::set_ip`.

        The port stays the same. An IPv6 socket address keeps its flow information and scope, unless
        it becomes an IPv4 socket address.

        >>> from stdnet import Ipv6Addr, SocketAddr
        >>> SocketAddr.from_str("127.0.0.1:80").unwrap().with_ip(Ipv6Addr.LOCALHOST)
        [::1]:80
        """
        addr = SocketAddr(ip, self.port())
        if isinstance(self, SocketAddrV6) and isinstance(addr, SocketAddrV6):
            return addr.with_flowinfo(self.flowinfo()).with_scope_id(self.scope_id())
        return addr

    def with_port(self, port: int) -> SocketAddr.V4 | SocketAddr.V6:
        """Returns this socket address with another port. Rust's `SocketAddr::set_port`.

        >>> from stdnet import SocketAddr
        >>> SocketAddr.from_str("[fe80::1%3]:80").unwrap().with_port(443)
        [fe80::1%3]:443
        """
        raise NotImplementedError

    def is_ipv4(self) -> bool:
        """Returns True if the IP address is an IPv4 address. Rust's `SocketAddr::is_ipv4`.

        >>> from stdnet import SocketAddr
        >>> SocketAddr.from_str("127.0.0.1:80").unwrap().is_ipv4()
        True
        """
        return isinstance(self, SocketAddrV4)

    def is_ipv6(self) -> bool:
        """Returns True if the IP address is an IPv6 address. Rust's `SocketAddr::is_ipv6`.

        >>> from stdnet import SocketAddr
        >>> SocketAddr.from_str("127.0.0.1:80").unwrap().is_ipv6()
        False
        """
        return isinstance(self, SocketAddrV6)


class _Variant:
    """Hides from a variant what its enum has as attributes: see `NotInherited`."""

    __slots__ = ()

    if not TYPE_CHECKING:
        V4 = V6 = NotInherited()


@final
class SocketAddrV4(_Variant, SocketAddr):
    """An IPv4 socket address: an IPv4 address and a port. Rust's `std::net::SocketAddrV4`.

    An address is immutable, hashable, and ordered by its IP address and then its port. The
    constructor raises `ValueError` if the port is outside of 0 to 65535.

    >>> from stdnet import Ipv4Addr, SocketAddrV4
    >>> SocketAddrV4(Ipv4Addr.LOCALHOST, 80)
    127.0.0.1:80
    """

    __slots__ = ()
    __match_args__ = ("_ip", "_port")

    _key: tuple[int, bytes, int]

    @explained_if_missing
    def __new__(cls, ip: Ipv4Addr, port: int) -> SocketAddrV4:
        try:
            check_type(ip, Ipv4Addr, "the ip")
            return socket_addr_v4_unchecked(ip.octets(), u16(port))
        except TypeError:
            check_parts("SocketAddrV4", "an IPv4 address and a port", ip, port)
            raise

    # In Rust a constructor is not inherited.
    @staticmethod
    def new(  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        ip: Ipv4Addr, port: int
    ) -> SocketAddrV4:
        """Creates a socket address from an IPv4 address and a port: `SocketAddrV4(ip, port)`.

        Rust's `SocketAddrV4::new`.

        >>> from stdnet import Ipv4Addr, SocketAddrV4
        >>> SocketAddrV4.new(Ipv4Addr.LOCALHOST, 80)
        127.0.0.1:80
        """
        return SocketAddrV4(ip, port)

    @staticmethod
    @explained_if_missing
    def from_str(s: str) -> Result[SocketAddrV4, AddrParseError]:
        """Parses an IPv4 address, a colon and a port. Rust's `"…".parse::<SocketAddrV4>()`.

        Errors: `AddrParseError` if the text is not an IPv4 socket address.

        >>> from stdnet import SocketAddrV4
        >>> SocketAddrV4.from_str("127.0.0.1:80"), SocketAddrV4.from_str("127.0.0.1")
        (Ok(127.0.0.1:80), Err(AddrParseError(SocketV4)))
        """
        parts = read_socket_addr_v4(s)
        if parts is None:
            return Err(AddrParseError(AddrKind.SocketV4))
        return Ok(socket_addr_v4_unchecked(*parts))

    @staticmethod
    def parse_ascii(b: Buffer) -> Result[SocketAddrV4, AddrParseError]:
        """Parses an IPv4 socket address from bytes. Rust's `SocketAddrV4::parse_ascii`.

        Unstable in Rust.

        Errors: `AddrParseError` if the bytes are not an IPv4 socket address.

        >>> from stdnet import SocketAddrV4
        >>> SocketAddrV4.parse_ascii(b"127.0.0.1:80").unwrap()
        127.0.0.1:80
        """
        return SocketAddrV4.from_str(str(byte_view(b), "latin-1"))

    def ip(self) -> Ipv4Addr:
        """Returns the IPv4 address of this socket address. Rust's `SocketAddrV4::ip`.

        >>> from stdnet import SocketAddrV4
        >>> SocketAddrV4.from_str("127.0.0.1:80").unwrap().ip()
        127.0.0.1
        """
        return ipv4_unchecked(self._key[1])

    def with_port(self, port: int) -> SocketAddrV4:
        """Returns this socket address with another port. Rust's `SocketAddrV4::set_port`.

        >>> from stdnet import SocketAddrV4
        >>> SocketAddrV4.from_str("127.0.0.1:80").unwrap().with_port(443)
        127.0.0.1:443
        """
        return socket_addr_v4_unchecked(self._key[1], u16(port))

    def to_tuple(self) -> tuple[str, int]:
        """Converts this address to a tuple of Python's `socket` module: host and port.

        An addition to Rust's API.

        >>> from stdnet import SocketAddrV4
        >>> SocketAddrV4.from_str("127.0.0.1:80").unwrap().to_tuple()
        ('127.0.0.1', 80)
        """
        _, octets, port = self._key
        return ipv4_text(*octets), port

    def __str__(self) -> str:
        _, octets, port = self._key
        return f"{ipv4_text(*octets)}:{port}"

    def __reduce__(self) -> tuple[Callable[..., SocketAddrV4], tuple[Ipv4Addr, int]]:
        return SocketAddrV4, (self.ip(), self.port())

    # For patterns: `case SocketAddrV4(ip, port)`.

    @property
    def _ip(self) -> Ipv4Addr:
        return self.ip()

    @property
    def _port(self) -> int:
        return self.port()


@final
class SocketAddrV6(_Variant, SocketAddr):
    """An IPv6 socket address. Rust's `std::net::SocketAddrV6`.

    It consists of an IPv6 address, a port, flow information and a scope. It is immutable, hashable,
    and ordered by these four. The constructor raises `ValueError` if the port is outside of 0 to
    65535, or if the flow information or the scope is outside of 0 to 0xffff_ffff.

    The flow information is C's `sin6_flowinfo` as it stands in memory, in network byte order. It is
    not part of the text.

    >>> from stdnet import Ipv6Addr, SocketAddrV6
    >>> SocketAddrV6(Ipv6Addr.LOCALHOST, 80, 0, 0)
    [::1]:80
    """

    __slots__ = ()
    __match_args__ = ("_ip", "_port", "_flowinfo", "_scope_id")

    _key: tuple[int, bytes, int, int, int]

    @explained_if_missing
    def __new__(cls, ip: Ipv6Addr, port: int, flowinfo: int, scope_id: int) -> SocketAddrV6:
        try:
            check_type(ip, Ipv6Addr, "the ip")
            return socket_addr_v6_unchecked(ip.octets(), u16(port), u32(flowinfo), u32(scope_id))
        except TypeError:
            parts = "an IPv6 address, a port, flow information and a scope"
            check_parts("SocketAddrV6", parts, ip, port, flowinfo, scope_id)
            raise

    # In Rust a constructor is not inherited.
    @staticmethod
    def new(  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        ip: Ipv6Addr, port: int, flowinfo: int, scope_id: int
    ) -> SocketAddrV6:
        """Creates a socket address: `SocketAddrV6(ip, port, flowinfo, scope_id)`.

        Rust's `SocketAddrV6::new`.

        >>> from stdnet import Ipv6Addr, SocketAddrV6
        >>> SocketAddrV6.new(Ipv6Addr.LOCALHOST, 80, 0, 3)
        [::1%3]:80
        """
        return SocketAddrV6(ip, port, flowinfo, scope_id)

    @staticmethod
    @explained_if_missing
    def from_str(s: str) -> Result[SocketAddrV6, AddrParseError]:
        """Parses an IPv6 address in brackets, a colon and a port.

        A scope may follow the address, as a number such as `%3`, but not as the name of an
        interface. Rust's `"…".parse::<SocketAddrV6>()`.

        Errors: `AddrParseError` if the text is not an IPv6 socket address.

        >>> from stdnet import SocketAddrV6
        >>> SocketAddrV6.from_str("[fe80::1%3]:80"), SocketAddrV6.from_str("[fe80::1%eth0]:80")
        (Ok([fe80::1%3]:80), Err(AddrParseError(SocketV6)))
        """
        parts = read_socket_addr_v6(s)
        if parts is None:
            return Err(AddrParseError(AddrKind.SocketV6))
        return Ok(socket_addr_v6_unchecked(*parts))

    @staticmethod
    def parse_ascii(b: Buffer) -> Result[SocketAddrV6, AddrParseError]:
        """Parses an IPv6 socket address from bytes. Rust's `SocketAddrV6::parse_ascii`.

        Unstable in Rust.

        Errors: `AddrParseError` if the bytes are not an IPv6 socket address.

        >>> from stdnet import SocketAddrV6
        >>> SocketAddrV6.parse_ascii(b"[::1]:80").unwrap()
        [::1]:80
        """
        return SocketAddrV6.from_str(str(byte_view(b), "latin-1"))

    def ip(self) -> Ipv6Addr:
        """Returns the IPv6 address of this socket address. Rust's `SocketAddrV6::ip`.

        >>> from stdnet import SocketAddrV6
        >>> SocketAddrV6.from_str("[::1]:80").unwrap().ip()
        ::1
        """
        return ipv6_unchecked(self._key[1])

    def flowinfo(self) -> int:
        """Returns the flow information of this address. Rust's `SocketAddrV6::flowinfo`.

        It is C's `sin6_flowinfo`, in network byte order.

        >>> from stdnet import Ipv6Addr, SocketAddrV6
        >>> SocketAddrV6(Ipv6Addr.LOCALHOST, 80, 10, 0).flowinfo()
        10
        """
        return self._key[3]

    def scope_id(self) -> int:
        """Returns the scope of this address, or 0 if it has none. Rust's `SocketAddrV6::scope_id`.

        The scope of a link-local address is the index of its interface. It is C's `sin6_scope_id`.

        >>> from stdnet import SocketAddrV6
        >>> SocketAddrV6.from_str("[fe80::1%3]:80").unwrap().scope_id()
        3
        """
        return self._key[4]

    def with_port(self, port: int) -> SocketAddrV6:
        """Returns this socket address with another port. Rust's `SocketAddrV6::set_port`.

        >>> from stdnet import SocketAddrV6
        >>> SocketAddrV6.from_str("[::1]:80").unwrap().with_port(443)
        [::1]:443
        """
        _, octets, _, flowinfo, scope_id = self._key
        return socket_addr_v6_unchecked(octets, u16(port), flowinfo, scope_id)

    def with_flowinfo(self, flowinfo: int) -> SocketAddrV6:
        """Returns this address with other flow information. Rust's `SocketAddrV6::set_flowinfo`.

        >>> from stdnet import SocketAddrV6
        >>> SocketAddrV6.from_str("[::1]:80").unwrap().with_flowinfo(10).flowinfo()
        10
        """
        _, octets, port, _, scope_id = self._key
        return socket_addr_v6_unchecked(octets, port, u32(flowinfo), scope_id)

    def with_scope_id(self, scope_id: int) -> SocketAddrV6:
        """Returns this socket address with another scope. Rust's `SocketAddrV6::set_scope_id`.

        >>> from stdnet import SocketAddrV6
        >>> SocketAddrV6.from_str("[fe80::1]:80").unwrap().with_scope_id(3)
        [fe80::1%3]:80
        """
        _, octets, port, flowinfo, _ = self._key
        return socket_addr_v6_unchecked(octets, port, flowinfo, u32(scope_id))

    def to_tuple(self) -> tuple[str, int, int, int]:
        """Converts this address to a tuple of Python's `socket` module.

        The tuple holds the host, the port, the flow information and the scope. Python represents
        the flow information as a number, and supports only the 20 bits of the flow label. An
        addition to Rust's API.

        >>> from stdnet import SocketAddrV6
        >>> SocketAddrV6.from_str("[fe80::1%3]:80").unwrap().to_tuple()
        ('fe80::1', 80, 0, 3)
        """
        _, octets, port, flowinfo, scope_id = self._key
        flow_label = _network_order(flowinfo) & 0xF_FFFF if flowinfo else 0
        return ipv6_text(octets), port, flow_label, scope_id

    def __str__(self) -> str:
        _, octets, port, _, scope_id = self._key
        zone = f"%{scope_id}" if scope_id else ""
        return f"[{ipv6_text(octets)}{zone}]:{port}"

    def __reduce__(self) -> tuple[Callable[..., SocketAddrV6], tuple[Ipv6Addr, int, int, int]]:
        _, _, port, flowinfo, scope_id = self._key
        return SocketAddrV6, (self.ip(), port, flowinfo, scope_id)

    # For patterns: `case SocketAddrV6(ip, port, flowinfo, scope_id)`.

    @property
    def _ip(self) -> Ipv6Addr:
        return self.ip()

    @property
    def _port(self) -> int:
        return self.port()

    @property
    def _flowinfo(self) -> int:
        return self.flowinfo()

    @property
    def _scope_id(self) -> int:
        return self.scope_id()


def _network_order(flowinfo: int) -> int:
    """Converts between Rust's flow information and Python's number. C's `htonl`, its own inverse.

    Rust keeps the bytes as they are sent.
    """
    return int.from_bytes(flowinfo.to_bytes(4, sys.byteorder), "big")


_new: Final = object.__new__

set_py_addr: Final[Callable[[SocketAddr, tuple[int, Tuple]], None]] = vars(SocketAddr)[
    "_py_addr"
].__set__
"""Stores the family of an address and CPython's form of it, for `stdnet._sys`."""


def socket_addr_v4_unchecked(octets: bytes, port: int) -> SocketAddrV4:
    """Creates a socket address from `bytes` that are known to be four. For stdnet itself."""
    addr = _new(SocketAddrV4)
    set_key(addr, (4, octets, port))
    return addr


def socket_addr_v6_unchecked(
    octets: bytes, port: int, flowinfo: int, scope_id: int
) -> SocketAddrV6:
    """Creates a socket address from `bytes` that are known to be sixteen. For stdnet itself."""
    addr = _new(SocketAddrV6)
    set_key(addr, (6, octets, port, flowinfo, scope_id))
    return addr


if not TYPE_CHECKING:
    SocketAddr.V4 = SocketAddrV4
    SocketAddr.V6 = SocketAddrV6
