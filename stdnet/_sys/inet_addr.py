"""Conversions between `SocketAddr` and CPython's form of an IP address and a port, a tuple."""

from __future__ import annotations

from _socket import AF_INET, AF_INET6, htonl, inet_pton
from collections.abc import Callable
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final

from stdnet._core.arguments import check_type
from stdnet._core.error import INVALID_ARGUMENT, Result
from stdnet._core.socket_addr import (
    SocketAddr,
    Tuple,
    set_py_addr,
    socket_addr_v4_unchecked,
    socket_addr_v6_unchecked,
)
from stdnet.result._containers import Ok

_CACHE_SIZE: Final = 1024
"""The number of peers that `cached_inet_addr` remembers.

A conversion takes a tenth of the time of receiving a datagram, as CPython's form is a text.
"""


get_py_addr: Final[Callable[[object], tuple[int, Tuple]]] = attrgetter("_py_addr")
"""Returns what `socket_addr_to_py` has stored in an address; raises AttributeError if nothing.

It is a function in C, so that `UdpSocket.send_to` runs one Python frame.
"""


def socket_addr_to_py(addr: SocketAddr) -> tuple[int, Tuple]:
    """Returns the family of an address and CPython's form of it, and stores both in the address."""
    try:
        return get_py_addr(addr)
    except AttributeError:
        check_type(addr, SocketAddr, "the address")
        made = AF_INET if addr.is_ipv4() else AF_INET6, addr.to_tuple()
        set_py_addr(addr, made)
        return made


def socket_addr_from_py(name: object) -> Result[SocketAddr.V4 | SocketAddr.V6]:
    """Returns the address that CPython writes like this.

    Errors: `InvalidInput` for an address of another family.
    """
    addr = inet_addr_from_py(name)
    return INVALID_ARGUMENT.err() if addr is None else Ok(addr)


def inet_addr_from_py(name: Any) -> SocketAddr.V4 | SocketAddr.V6 | None:
    """Returns the address that CPython writes like this, or None for one of another family."""
    # This runs for every accepted connection, and a `match` would take twice the time.
    try:
        if len(name) == 2:
            host, port = name
            return socket_addr_v4_unchecked(inet_pton(AF_INET, host), port)
        host, port, flow, scope_id = name
        octets = inet_pton(AF_INET6, host)
        return socket_addr_v6_unchecked(octets, port, htonl(flow), scope_id)
    except (OSError, TypeError, ValueError):  # It is a path, a number, or a Bluetooth address.
        return None


cached_inet_addr: Final = lru_cache(_CACHE_SIZE)(inet_addr_from_py)
"""`inet_addr_from_py` with a cache: a server receives many datagrams from the same senders."""
