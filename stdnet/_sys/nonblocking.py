"""Connections that are accepted in non-blocking mode."""

from __future__ import annotations

from itertools import starmap

from stdnet._core.error import Error
from stdnet._sys.cvt import failed
from stdnet._sys.ownership import Socket, adopt_socket
from stdnet.result._containers import Err


def accept(listener: Socket) -> tuple[Socket, object] | Err[Error]:
    """Accepts a connection in non-blocking mode; returns it and the peer's address.

    CPython calls `accept4` without SOCK_NONBLOCK, so the mode takes another call.
    """
    try:
        # As in `uninterrupted`.
        ((number, name),) = starmap(listener.accept, [()])
        sock = adopt_socket(number)
        sock.setblocking(False)
    except OSError as exc:
        return failed(exc)
    return sock, name
