"""Addresses as CPython's `_socket` writes them, for C's `sockaddr_in` and `sockaddr_in6`."""

from _socket import AF_INET, AF_INET6, htonl, inet_pton
from typing import Final, TypeAlias

from stdnet._core.error import INVALID_ARGUMENT, Result
from stdnet._core.ready import ok
from stdnet._core.socket_addr import (
    SocketAddr,
    SocketAddrV4,
    SocketAddrV6,
    socket_addr_v4_unchecked,
    socket_addr_v6_unchecked,
)

Name: TypeAlias = tuple[str, int] | tuple[str, int, int, int]

# Rust keeps sin6_flowinfo as its bytes lie in memory, CPython as the number that they are on the
# wire, and sends no more of it than the flow label. The kernel heeds it only where
# IPV6_FLOWINFO_SEND is set.
_FLOW_LABEL: Final = 0xF_FFFF


def socket_addr_to_c(addr: SocketAddr) -> tuple[int, Name]:
    """The family and the name of an address."""
    if isinstance(addr, SocketAddrV4):
        return AF_INET, (str(addr.ip()), addr.port())
    if isinstance(addr, SocketAddrV6):
        flow = htonl(addr.flowinfo()) & _FLOW_LABEL
        return AF_INET6, (str(addr.ip()), addr.port(), flow, addr.scope_id())
    raise TypeError(f"the address is a SocketAddr, not {type(addr).__name__}")


def socket_addr_from_c(name: object) -> Result[SocketAddr.V4 | SocketAddr.V6]:
    """The address of a name.

    Errors: `InvalidInput` for a name of any other family.
    """
    try:
        match name:
            case str(host), int(port):
                return ok(socket_addr_v4_unchecked(inet_pton(AF_INET, host), port))
            case str(host), int(port), int(flow), int(scope_id):
                octets = inet_pton(AF_INET6, host)
                return ok(socket_addr_v6_unchecked(octets, port, htonl(flow), scope_id))
            case _:
                pass
    except OSError:  # The address of Bluetooth is a text and a number, too.
        pass
    return INVALID_ARGUMENT.err()
