"""Calls on a socket of any family. Rust's `sys::net::connection::socket`. See `socket(7)`.

The functions return a `Result`. The calls that move bytes are missing: the public types make them
themselves, as a Python call in between would cost 4 percent.
"""

from __future__ import annotations

import _socket
import os
import sys
from collections.abc import Callable
from functools import partial
from select import POLLERR, POLLHUP, POLLIN, POLLNVAL, POLLOUT
from time import monotonic
from typing import Final

from stdnet._core.arguments import check_type
from stdnet._core.buffer import WritableBuffer, byte_view_mut
from stdnet._core.containers import ok_count
from stdnet._core.error import (
    ACCEPT_TIMED_OUT,
    CONNECT_TIMED_OUT,
    NO_ERROR_AFTER_HANGUP,
    Error,
    Result,
)
from stdnet._core.ints import I32_MAX
from stdnet._core.shutdown import Shutdown
from stdnet._sys import blocking_mode, options
from stdnet._sys.cvt import cvt, failed, reraise_foreign
from stdnet._sys.fd import duplicate
from stdnet._sys.ownership import Fd, Socket, adopt_socket, hand_over, undo_default_timeout
from stdnet._sys.pristine_select import poll
from stdnet.result._containers import Err, Ok

MSG_NOSIGNAL: Final = 0 if sys.platform == "darwin" else _socket.MSG_NOSIGNAL
"""Apple's systems have SO_NOSIGPIPE instead; only the newest know this flag. Rust's, too, is 0."""
MSG_PEEK: Final = _socket.MSG_PEEK

BACKLOG: Final = 128
"""The number of connections that may wait for `accept`, by default and in Rust."""


def from_fd(fd: Fd, adopt: Callable[[int], Socket] = adopt_socket) -> Socket | Fd:
    """Moves a descriptor that came from elsewhere into a `Socket`, and keeps its mode.

    Returns the `Fd` itself if it owns nothing, is not open, or is not a socket.
    """
    number = fd.fileno()
    if number < 0:
        return fd
    # Only if there is a default time-out is the mode needed, which costs a system call.
    blocking = _socket.getdefaulttimeout() is None or os.get_blocking(number)
    try:
        sock = hand_over(number, fd.detacher(), adopt)
    except OSError as exc:
        reraise_foreign(exc)
        return fd
    return undo_default_timeout(sock, blocking)


def of_family(sock: Socket, family: int) -> Result[Socket | Fd]:
    """Returns the socket, or a duplicate that CPython takes for one of the family.

    CPython only accepts addresses of a socket's own family. But the kernel has to decide: an IPv6
    socket may send to an IPv4 address.
    """
    if sock.family == family:
        return Ok(sock)
    twin = duplicate(sock)
    if isinstance(twin, Err):
        return twin
    return Ok(from_fd(twin.unwrap(), adopt=partial(Socket, family, _socket.SOCK_DGRAM, 0)))


def recv(sock: Socket, buf: WritableBuffer, flags: int) -> Result[int]:
    """Calls `recv` with flags."""
    try:
        n = sock.recv_into(buf, 0, flags)
        if n == 0 and not memoryview(buf).nbytes:
            # CPython makes no system call for an empty buffer.
            n = sock.recvmsg_into([buf], 0, flags)[0]
    except OSError as exc:
        return failed(exc)
    except TypeError:
        byte_view_mut(buf)  # Says what to write instead.
        raise
    return ok_count(n)


def shutdown(sock: Socket, how: Shutdown) -> Result[None]:
    """Calls `shutdown`."""
    check_type(how, Shutdown, "how")
    return cvt(sock.shutdown, how.value)


def set_nonblocking(sock: Socket, nonblocking: bool) -> Result[None]:
    """Sets or clears O_NONBLOCK."""
    return cvt(blocking_mode.set_blocking, sock, not nonblocking)


def py_backlog(backlog: int) -> int:
    """Returns a backlog for CPython, which turns a negative one, C's "no limit", into 0."""
    return backlog if backlog >= 0 else I32_MAX


def finish_connect(
    sock: Socket, timeout: float, late: Callable[[], Error] = CONNECT_TIMED_OUT.error
) -> Result[Socket]:
    """Waits until a connection is established, after a non-blocking `connect`.

    Errors: the reason why it failed, or `late()` after the time-out.
    """
    ready = _wait(sock, POLLOUT, monotonic() + timeout, late)
    if isinstance(ready, Err):
        return ready
    # Linux reports a refused connection as writable, too.
    if not ready.unwrap() & (POLLHUP | POLLERR):
        return Ok(sock)
    pending = options.ERROR.take(sock)
    if isinstance(pending, Err):
        return pending
    return Err(pending.unwrap() or NO_ERROR_AFTER_HANGUP.error())


def wait_to_accept(sock: Socket | Fd, end: float) -> Result[int]:
    """Waits until `accept` has a connection, or an error, to return.

    Errors: `TimedOut` at the `end`, a time of the monotonic clock.
    """
    return _wait(sock, POLLIN, end, ACCEPT_TIMED_OUT.error)


def _wait(sock: Socket | Fd, events: int, end: float, late: Callable[[], Error]) -> Result[int]:
    """Returns the events that came before the `end`.

    Errors: `late()` if none came.
    """
    seen = poll_until(sock, events, end)
    return Ok(seen) if seen else Err(late())


def poll_until(sock: Socket | Fd, events: int, end: float) -> int:
    """Returns the events that came before the monotonic clock reached `end`, or 0."""
    number = sock.fileno()
    if number < 0:
        return POLLNVAL
    waiter = poll()
    waiter.register(number, events)
    while (rest := end - monotonic()) > 0:
        # At least 1 ms, so that the loop does not spin, and at most what fits into a C `int`.
        for _, seen in waiter.poll(int(min(max(rest * 1000, 1), I32_MAX))):
            return seen
    return 0
