"""Addresses as CPython's `_socket` writes them, for C's `sockaddr_in` and `sockaddr_in6`."""

from _socket import AF_INET, AF_INET6, htonl, inet_pton
from functools import lru_cache
from typing import Final

from stdnet._core.error import INVALID_ARGUMENT, Result
from stdnet._core.panic import expect
from stdnet._core.ready import ok
from stdnet._core.socket_addr import (
    SocketAddr,
    Tuple,
    socket_addr_v4_unchecked,
    socket_addr_v6_unchecked,
)

_KNOWN: Final = 1024
"""So many addresses are remembered: CPython's names of them are texts, and a datagram would spend a
tenth of its time on each."""


@lru_cache(_KNOWN)
def socket_addr_to_c(addr: SocketAddr) -> tuple[int, Tuple]:
    """The family and the name of an address."""
    expect(addr, SocketAddr, "the address")
    return AF_INET if addr.is_ipv4() else AF_INET6, addr.to_tuple()


def socket_addr_from_c(name: object) -> Result[SocketAddr.V4 | SocketAddr.V6]:
    """The address of a name.

    Errors: `InvalidInput` for a name of any other family.
    """
    addr = _inet_addr(name)
    return INVALID_ARGUMENT.err() if addr is None else ok(addr)


def _inet_addr(name: object) -> SocketAddr.V4 | SocketAddr.V6 | None:
    try:
        match name:
            case str(host), int(port):
                return socket_addr_v4_unchecked(inet_pton(AF_INET, host), port)
            case str(host), int(port), int(flow), int(scope_id):
                octets = inet_pton(AF_INET6, host)
                return socket_addr_v6_unchecked(octets, port, htonl(flow), scope_id)
            case _:
                return None
    except OSError:  # The address of Bluetooth is a text and a number, too.
        return None


peer_from_c: Final = lru_cache(_KNOWN)(_inet_addr)
"""The address of a name that is likely to come again; None for a name of any other family."""
