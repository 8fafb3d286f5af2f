"""`ToSocketAddrs`: what can be turned into socket addresses, and how."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import index
from time import monotonic
from typing import (
    TYPE_CHECKING,
    Protocol,
    SupportsIndex,
    TypeAlias,
    TypeGuard,
    TypeVar,
    runtime_checkable,
)

from stdnet._core.arguments import check_type
from stdnet._core.containers import ok
from stdnet._core.error import (
    INVALID_PORT,
    INVALID_SOCKET_ADDR,
    NO_ADDRESSES,
    Error,
    Result,
)
from stdnet._core.ints import U16_MAX
from stdnet._core.ip_addr import IpAddr
from stdnet._core.socket_addr import SocketAddr
from stdnet._sys.netdb import lookup_host
from stdnet.result import Err, Ok, sealed

if TYPE_CHECKING:
    from ipaddress import IPv4Address, IPv6Address

    from returns.result import Result as OpenResult

_T = TypeVar("_T")


@runtime_checkable
class ToSocketAddrs(Protocol):
    """A type of your own that stands for socket addresses.

    Rust's trait `std::net::ToSocketAddrs`. The method may wait, for a resolver perhaps.

    >>> from stdnet import Ipv4Addr, Ok, SocketAddr, TcpListener
    >>> class Anywhere:
    ...     def to_socket_addrs(self):
    ...         return Ok([SocketAddr(Ipv4Addr.LOCALHOST, 0)])
    >>> TcpListener.bind(Anywhere()).unwrap().local_addr().unwrap().ip()
    127.0.0.1
    """

    def to_socket_addrs(self) -> OpenResult[Iterable[SocketAddr.V4 | SocketAddr.V6], Error]:
        """The addresses, in the order in which to try them.

        Errors: your own, which is then the answer of `bind`, `connect` and all others.
        """
        ...


Host: TypeAlias = "str | IpAddr | IPv4Address | IPv6Address"

IntoSocketAddrs: TypeAlias = (
    str | SocketAddr | tuple[Host, SupportsIndex] | Iterable[SocketAddr] | ToSocketAddrs
)
"""All that is taken for socket addresses; see `to_socket_addrs`."""


def to_socket_addrs(
    addr: IntoSocketAddrs,
) -> Result[list[SocketAddr.V4 | SocketAddr.V6]]:
    """The socket addresses that something stands for. Rust's `ToSocketAddrs::to_socket_addrs`.

    It takes a `SocketAddr`; an iterable of them; a text, `"127.0.0.1:80"`, `"[::1]:80"` or
    `"host.name:80"`; a pair of a host and a port, where the host is a text, an `IpAddr` or an
    address of Python's `ipaddress`; and a type of your own with the method of `ToSocketAddrs`.
    A host name is looked up by the system, which may wait; its UTF-8 is asked for as it is.

    Errors: `InvalidInput` for a text without a port, a port that is no number of 0 to 65535, a
    name with a NUL byte or a lone surrogate in it. `Uncategorized` for a name that is not found:
    `get_ref()` is a `GaiError` then, with the resolver's code.

    >>> from stdnet import Ipv4Addr, to_socket_addrs
    >>> to_socket_addrs("127.0.0.1:80").unwrap()
    [127.0.0.1:80]
    >>> to_socket_addrs((Ipv4Addr.LOCALHOST, 80)) == to_socket_addrs(("127.0.0.1", 80))
    True
    >>> print(to_socket_addrs("127.0.0.1").failure())
    invalid socket address
    >>> print(to_socket_addrs("localhost:65536").failure())
    invalid port value
    """
    if isinstance(addr, str):
        return _from_text(addr)
    if isinstance(addr, SocketAddr):
        return ok([_variant(addr)])
    if isinstance(addr, ToSocketAddrs):  # Even if it is a tuple, too, or an iterable.
        found = sealed(addr.to_socket_addrs())
        check_type(found, Ok | Err, "what to_socket_addrs() answers")
        return found.map(_variants)
    if _is_pair(addr):
        return _from_pair(*addr)
    return ok(_variants(addr))


def _is_pair(addr: IntoSocketAddrs) -> TypeGuard[tuple[Host, SupportsIndex]]:
    """Whether it is a host and a port, and not two socket addresses."""
    return isinstance(addr, tuple) and len(addr) == 2 and not isinstance(addr[0], SocketAddr)


def _from_text(text: str) -> Result[list[SocketAddr.V4 | SocketAddr.V6]]:
    """`"127.0.0.1:80"`, or `"host.name:80"`."""
    match SocketAddr.from_str(text):
        case Ok(addr):
            return ok([addr])
        case Err():
            pass
    host, colon, digits = text.rpartition(":")
    if not colon:
        return INVALID_SOCKET_ADDR.err()
    port = _read_port(digits)
    return INVALID_PORT.err() if port is None else lookup_host(host, port)


def _read_port(digits: str) -> int | None:
    """A port as Rust reads a `u16`: a plus sign and leading zeros are fine."""
    digits = digits.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        return None
    # Python reads no number of thousands of digits, be they zeros.
    significant = digits.lstrip("0")[:6]
    port = int(significant or "0")
    return port if port <= U16_MAX else None


def _from_pair(host: Host, port: SupportsIndex) -> Result[list[SocketAddr.V4 | SocketAddr.V6]]:
    """A host, by address or name, and a port."""
    number = index(port)
    if not 0 <= number <= U16_MAX:
        return INVALID_PORT.err()
    if isinstance(host, IpAddr):
        return ok([SocketAddr(host, number)])
    name = host if isinstance(host, str) else _text_of_ipaddress(host)
    match IpAddr.from_str(name):
        case Ok(ip):
            return ok([SocketAddr(ip, number)])
        case Err():
            return lookup_host(name, number)


def _text_of_ipaddress(host: IPv4Address | IPv6Address) -> str:
    """The text of an address of Python's `ipaddress`; with a scope only the resolver reads it."""
    from ipaddress import IPv4Address, IPv6Address  # noqa: PLC0415 - whoever has one has loaded it

    check_type(host, IPv4Address | IPv6Address, "the host")
    return str(host)


def _variants(addrs: Iterable[object]) -> list[SocketAddr.V4 | SocketAddr.V6]:
    check_type(addrs, Iterable, "the address, where it is no SocketAddr, text or pair,")
    return [_variant(addr) for addr in addrs]


def _variant(addr: object) -> SocketAddr.V4 | SocketAddr.V6:
    """The address as what it is: one of the two variants."""
    if isinstance(addr, SocketAddr.V4 | SocketAddr.V6):
        return addr
    raise TypeError(f"the address is a SocketAddr, not {type(addr).__name__}")


def each_addr(addr: IntoSocketAddrs, attempt: Callable[[SocketAddr], Result[_T]]) -> Result[_T]:
    """The first success with the addresses in turn, or else the last failure.

    The failures before it are on it as notes, each with its address.

    Errors: `InvalidInput` if there are no addresses.
    """
    if isinstance(addr, SocketAddr):  # There is nothing to choose from.
        return attempt(addr)
    match to_socket_addrs(addr):
        case Ok(addrs):
            return _first_success(addrs, map(attempt, addrs))
        case Err() as unresolved:
            return unresolved


def each_addr_timeout(
    addr: IntoSocketAddrs, timeout: float, attempt: Callable[[SocketAddr, float], Result[_T]]
) -> Result[_T]:
    """`each_addr` with attempts that take so many seconds together."""
    match to_socket_addrs(addr):
        case Ok(addrs):
            return _first_success(addrs, map(attempt, addrs, _shares(timeout, len(addrs))))
        case Err() as unresolved:
            return unresolved


def _shares(timeout: float, n: int) -> Iterator[float]:
    """How long each of `n` attempts may take, so that the ones after it get their turn."""
    end = monotonic() + timeout
    for left in range(n, 0, -1):
        # Asked for when the attempt begins. Only a time-out of 0 is none.
        yield timeout and max((end - monotonic()) / left, 1e-6)


def _first_success(addrs: Iterable[SocketAddr], attempts: Iterable[Result[_T]]) -> Result[_T]:
    failures = list[tuple[SocketAddr, Error]]()
    for candidate, attempt in zip(addrs, attempts, strict=True):
        match attempt:
            case Ok() as success:
                return success
            case Err(error):
                failures.append((candidate, error))
    if not failures:
        return NO_ADDRESSES.err()
    *earlier, (_, last) = failures
    for tried, error in earlier:
        last.add_note(f"{tried}: {error}")
    return Err(last)
