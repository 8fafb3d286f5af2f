"""Connections that are accepted in non-blocking mode."""

from __future__ import annotations

from itertools import starmap

from stdnet._sys.ownership import Socket, adopt_socket


def accept(listener: Socket) -> tuple[Socket, object]:
    """Accepts a connection in non-blocking mode; returns it and the peer's address.

    Raises `OSError`. CPython calls `accept4` without SOCK_NONBLOCK, so the mode takes another call.
    """
    # As in `uninterrupted`.
    ((number, name),) = starmap(listener.accept, [()])
    sock = adopt_socket(number)
    sock.setblocking(False)
    return sock, name
