"""Addresses as CPython's `_socket` writes them, for C's `sockaddr_in` and `sockaddr_in6`."""

from __future__ import annotations

from _socket import AF_INET, AF_INET6, htonl, inet_pton
from collections.abc import Callable
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final

from stdnet._core.arguments import check_type
from stdnet._core.containers import ok
from stdnet._core.error import INVALID_ARGUMENT, Result
from stdnet._core.socket_addr import (
    SocketAddr,
    Tuple,
    set_py_name,
    socket_addr_v4_unchecked,
    socket_addr_v6_unchecked,
)

_KNOWN: Final = 1024
"""So many peers are remembered: CPython's names of them are texts, and a datagram would spend a
tenth of its time on each."""


kept_name: Final[Callable[[object], tuple[int, Tuple]]] = attrgetter("_name_in_c")
"""What `socket_addr_to_c` has kept; AttributeError if nothing."""


def socket_addr_to_py(addr: SocketAddr) -> tuple[int, Tuple]:
    """The family and the name of an address, which it keeps."""
    try:
        return kept_name(addr)
    except AttributeError:
        check_type(addr, SocketAddr, "the address")
        made = AF_INET if addr.is_ipv4() else AF_INET6, addr.to_tuple()
        set_py_name(addr, made)
        return made


def socket_addr_from_py(name: object) -> Result[SocketAddr.V4 | SocketAddr.V6]:
    """The address of a name.

    Errors: `InvalidInput` for a name of any other family.
    """
    addr = inet_addr_from_py(name)
    return INVALID_ARGUMENT.err() if addr is None else ok(addr)


def inet_addr_from_py(name: Any) -> SocketAddr.V4 | SocketAddr.V6 | None:
    """The address of a name; None for a name of any other family."""
    # Every accepted connection asks: patterns would take twice the time.
    try:
        if len(name) == 2:
            host, port = name
            return socket_addr_v4_unchecked(inet_pton(AF_INET, host), port)
        host, port, flow, scope_id = name
        octets = inet_pton(AF_INET6, host)
        return socket_addr_v6_unchecked(octets, port, htonl(flow), scope_id)
    except (OSError, TypeError, ValueError):  # It is a path, a number, or Bluetooth's text.
        return None


cached_inet_addr: Final = lru_cache(_KNOWN)(inet_addr_from_py)
"""The address of a name that is likely to come again; None for a name of any other family."""
