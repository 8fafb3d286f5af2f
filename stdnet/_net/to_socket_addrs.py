"""Conversion to socket addresses, and attempts at each of them. Rust's `ToSocketAddrs`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import index
from time import monotonic
from typing import (
    Final,
    Protocol,
    SupportsIndex,
    TypeAlias,
    TypeGuard,
    TypeVar,
    cast,
    runtime_checkable,
)

from returns.result import Result as OpenResult

from stdnet._core.arguments import check_type, wrong_type
from stdnet._core.error import (
    INVALID_PORT,
    INVALID_SOCKET_ADDR,
    NO_ADDRESSES,
    Error,
    Result,
)
from stdnet._core.ints import U16_MAX
from stdnet._core.ip_addr import IpAddr
from stdnet._core.late import IPv4Address, IPv6Address
from stdnet._core.socket_addr import SocketAddr
from stdnet._sys.netdb import lookup_host
from stdnet.result._containers import Err, Ok, sealed

_T = TypeVar("_T")


@runtime_checkable
class ToSocketAddrs(Protocol):
    """A type of your own that can be converted to socket addresses.

    To annotate a parameter, write `IntoSocketAddrs`: Rust's `fn f(addr: impl ToSocketAddrs)` is
    `def f(addr: IntoSocketAddrs)`. A `str` and a `(host, port)` tuple are not `ToSocketAddrs`, as
    they do not have its method.

    An object with this method is accepted wherever stdnet takes addresses. The method may wait, for
    example for a resolver.

    Rust's trait `std::net::ToSocketAddrs`.

    >>> from stdnet import Ipv4Addr, Ok, SocketAddr, TcpListener
    >>> class Anywhere:
    ...     def to_socket_addrs(self):
    ...         return Ok([SocketAddr(Ipv4Addr.LOCALHOST, 0)])
    >>> TcpListener.bind(Anywhere()).unwrap().local_addr().unwrap().ip()
    127.0.0.1
    """

    def to_socket_addrs(self) -> OpenResult[Iterable[SocketAddr.V4 | SocketAddr.V6], Error]:
        """Returns the addresses, in the order in which they are to be tried.

        Errors: any error of your own, which `bind`, `connect` and the other callers then return.
        """
        ...


Host: TypeAlias = str | IpAddr | IPv4Address | IPv6Address

IntoSocketAddrs: TypeAlias = (
    str | SocketAddr | tuple[Host, SupportsIndex] | Iterable[SocketAddr] | ToSocketAddrs
)
"""Every type that is accepted as an address. Rust's `impl ToSocketAddrs`.

Such as `"127.0.0.1:80"`, `("localhost", 80)`, a `SocketAddr`, or an object of your own that is a
`ToSocketAddrs`; see `to_socket_addrs` for all of them.
"""


def to_socket_addrs(
    addr: IntoSocketAddrs,
) -> Result[list[SocketAddr.V4 | SocketAddr.V6]]:
    """Converts an object to a list of socket addresses.

    `addr` is one of:

    - a `SocketAddr`, or an iterable of them;
    - a string: `"127.0.0.1:80"`, `"[::1]:80"` or `"host.name:80"`;
    - a pair of a host and a port, where the host is a string, an `IpAddr`, or an address of
      Python's `ipaddress`;
    - an object of a type of your own with the method of `ToSocketAddrs`.

    A host name is looked up with `getaddrinfo`, which may wait. It is passed on as UTF-8, without
    IDNA.

    Errors: `InvalidInput` for a string without a port, for a port that is not a number from 0 to
    65535, and for a host name with a NUL byte or a lone surrogate; `Uncategorized` if the lookup
    fails, and then `get_ref()` is a `GaiError` with the code of the resolver; the error of your own
    type.

    Rust's `ToSocketAddrs::to_socket_addrs`.

    >>> from stdnet import Ipv4Addr, to_socket_addrs
    >>> to_socket_addrs("127.0.0.1:80").unwrap()
    [127.0.0.1:80]
    >>> to_socket_addrs((Ipv4Addr.LOCALHOST, 80)) == to_socket_addrs(("127.0.0.1", 80))
    True
    >>> print(to_socket_addrs("127.0.0.1").unwrap_err())
    invalid socket address
    >>> print(to_socket_addrs("localhost:65536").unwrap_err())
    invalid port value
    """
    if isinstance(addr, str):
        return _from_text(addr)
    if isinstance(addr, SocketAddr):
        return Ok([_variant(addr)])
    if isinstance(addr, ToSocketAddrs):  # Before tuples and iterables, which it may be too.
        if isinstance(addr, type):
            raise wrong_type(addr, "the address", _EXPECTED)
        found = sealed(addr.to_socket_addrs())
        check_type(found, Ok | Err, "what to_socket_addrs() answers")
        return found.map(_variants)
    if _is_pair(addr):
        return _from_pair(*addr)
    if isinstance(addr, OpenResult):  # Which can be iterated over, too.
        raise wrong_type(cast("object", addr), "the address", _EXPECTED)
    return Ok(_variants(addr))


_EXPECTED: Final = 'a str such as "127.0.0.1:8080", a (host, port) tuple or a SocketAddr'
_HOST: Final = "a str or an IP address"


def _is_pair(addr: IntoSocketAddrs) -> TypeGuard[tuple[Host, SupportsIndex]]:
    """Returns True for a pair of a host and a port, and not for two socket addresses."""
    return isinstance(addr, tuple) and len(addr) == 2 and not isinstance(addr[0], SocketAddr)


def _from_text(text: str) -> Result[list[SocketAddr.V4 | SocketAddr.V6]]:
    """Converts `"127.0.0.1:80"` or `"host.name:80"`."""
    match SocketAddr.from_str(text):
        case Ok(addr):
            return Ok([addr])
        case Err():
            pass
    host, colon, digits = text.rpartition(":")
    if not colon:
        return INVALID_SOCKET_ADDR.err()
    port = _parse_port(digits)
    return INVALID_PORT.err() if port is None else lookup_host(host, port)


def _parse_port(digits: str) -> int | None:
    """Parses a port as Rust parses a `u16`: a plus sign and leading zeros are allowed."""
    digits = digits.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        return None
    # `int` refuses thousands of digits, even zeros.
    significant = digits.lstrip("0")[:6]
    port = int(significant or "0")
    return port if port <= U16_MAX else None


def _from_pair(host: Host, port: SupportsIndex) -> Result[list[SocketAddr.V4 | SocketAddr.V6]]:
    """Converts a host, which is an address or a name, and a port."""
    try:
        number = index(port)
    except TypeError:
        raise _wrong_pair(host, port) from None
    if not 0 <= number <= U16_MAX:
        return INVALID_PORT.err()
    if isinstance(host, IpAddr):
        return Ok([SocketAddr(host, number)])
    name = host if isinstance(host, str) else _text_of_ipaddress(host)
    match IpAddr.from_str(name):
        case Ok(ip):
            return Ok([SocketAddr(ip, number)])
        case Err():
            return lookup_host(name, number)


def _wrong_pair(host: object, port: object) -> TypeError:
    """Returns the error of a pair whose port is no number."""
    if issubclass(type(host), tuple):
        return wrong_type(host, "each address", "a SocketAddr")
    if isinstance(host, int):
        return wrong_type(host, "the host", _HOST)
    return wrong_type(port, "the port", "an int")


def _text_of_ipaddress(host: IPv4Address | IPv6Address) -> str:
    """Returns the text of an address of `ipaddress`, which may end in a scope for the resolver."""
    from ipaddress import IPv4Address, IPv6Address  # noqa: PLC0415 - late: few programs need it

    check_type(host, IPv4Address | IPv6Address, "the host", _HOST)
    return str(host)


def _variants(addrs: Iterable[object]) -> list[SocketAddr.V4 | SocketAddr.V6]:
    check_type(addrs, Iterable, "the address", _EXPECTED)
    return [_variant(addr, addrs) for addr in addrs]


def _variant(addr: object, addrs: object = None) -> SocketAddr.V4 | SocketAddr.V6:
    """Returns the address itself, typed as one of the two variants. It is one of `addrs`."""
    if isinstance(addr, SocketAddr.V4 | SocketAddr.V6):
        return addr
    raise _wrong_addr(addr, addrs)


def _wrong_addr(addr: object, addrs: object) -> TypeError:
    """Returns the error of an iterable with something else than socket addresses."""
    if isinstance(addrs, bytes | bytearray):
        return wrong_type(addrs, "the address", _EXPECTED)
    is_row = issubclass(type(addrs), tuple | list)
    match list(cast("Iterable[object]", addrs)) if is_row else [addr]:
        case [str(host), int(port), *_]:
            return wrong_type(addrs, "the address", _EXPECTED, f"{(host, port)!r}")
        case [str(host)] if is_row and ":" not in host:
            return wrong_type(addrs, "the address", _EXPECTED, f"({host!r}, 8080)")
        case _:
            return wrong_type(addr, "each address", "a SocketAddr")


def each_addr(addr: IntoSocketAddrs, attempt: Callable[[SocketAddr], Result[_T]]) -> Result[_T]:
    """Tries the addresses in turn and returns the first success, or else the last failure.

    The earlier failures become notes on the last one, each with its address.

    Errors: `InvalidInput` if there are no addresses; those of `to_socket_addrs` and `attempt`.
    """
    if isinstance(addr, SocketAddr):  # A shortcut for the common case.
        return attempt(addr)
    match to_socket_addrs(addr):
        case Ok(addrs):
            return _first_success(addrs, map(attempt, addrs))
        case Err() as unresolved:
            return unresolved


def each_addr_timeout(
    addr: IntoSocketAddrs, timeout: float, attempt: Callable[[SocketAddr, float], Result[_T]]
) -> Result[_T]:
    """Tries the addresses like `each_addr`, in `timeout` seconds altogether."""
    match to_socket_addrs(addr):
        case Ok(addrs):
            return _first_success(addrs, map(attempt, addrs, _shares(timeout, len(addrs))))
        case Err() as unresolved:
            return unresolved


def _shares(timeout: float, n: int) -> Iterator[float]:
    """Yields how long each of `n` attempts may take: an equal share of the time that is left."""
    end = monotonic() + timeout
    for left in range(n, 0, -1):
        # `map` asks for a share when its attempt begins. A time-out of 0 stays 0, which is an
        # error; a share of any other time-out is never 0.
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
