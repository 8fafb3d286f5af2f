"""A socket of the system and what can be done with it. Rust's `sys::net::connection::socket`.

`Socket` owns a descriptor. The functions over it answer with a `Result`; only the calls that wait
for a peer or move bytes are left to the types above, which make them without a frame in between.
"""

from __future__ import annotations

import _socket
import errno
import os
from collections.abc import Callable, Iterable
from functools import partial
from itertools import chain, starmap, tee
from operator import itemgetter
from select import POLLERR, POLLHUP, POLLIN, POLLNVAL, POLLOUT, poll
from time import monotonic
from typing import TYPE_CHECKING, Final
from weakref import ref

from stdnet._core.buffer import Buffer, WritableBuffer
from stdnet._core.error import (
    ACCEPT_TIMED_OUT,
    CONNECT_TIMED_OUT,
    NO_ERROR_AFTER_HANGUP,
    ZERO_TIMEOUT,
    Error,
    Result,
    error_of,
)
from stdnet._core.ints import I32_MAX
from stdnet._core.panic import expect
from stdnet._core.ready import ok, ok_count
from stdnet._core.shutdown import Shutdown
from stdnet._core.socket_addr import SocketAddr, Tuple
from stdnet._sys import options
from stdnet._sys.addr import socket_addr_from_c, socket_addr_to_c
from stdnet._sys.cvt import cvt, failed
from stdnet._sys.fd import Fd, duplicate
from stdnet.result import Err, Ok

if TYPE_CHECKING:
    import socket as socket_module

MSG_NOSIGNAL: Final = _socket.MSG_NOSIGNAL
MSG_PEEK: Final = _socket.MSG_PEEK

BACKLOG: Final = 128
"""How many connections wait for `accept`, if nobody says otherwise."""


class Socket(_socket.socket):
    """A socket's descriptor, closed when the last reference to it goes away.

    CPython's own socket warns then. Nor is CPython's time-out used, which polls before each call:
    the mode of the descriptor and SO_RCVTIMEO decide how long a call waits.
    """

    __slots__ = ("__weakref__", "clones")

    clones: list[ref[Socket]]
    """Itself and its clones, once it has some."""

    if TYPE_CHECKING:

        def accept(self) -> tuple[int, object]:
            """C's accept4 with SOCK_CLOEXEC: a descriptor, and the name of the peer."""
            ...

        def __del__(self) -> None: ...
    else:
        accept = _socket.socket._accept
        # C itself: what a signal handler raises inside of a `__del__` written in Python is lost.
        __del__ = _socket.socket.close


adopt: Final = partial(Socket, -1, _socket.SOCK_STREAM, 0)
"""Makes the owner of a socket's descriptor.

It is C, so no signal handler can raise before the descriptor has its owner. The family is the one
that CPython finds, as it looks at the socket's name anyway.
"""


def settle(sock: Socket, blocking: bool = True) -> Socket:
    """Puts a new `Socket` into its mode again, if `socket.setdefaulttimeout` changed it."""
    if sock.gettimeout() is not None:
        sock.setblocking(blocking)
    return sock


def adopted(
    numbers: Iterable[int], releases: Iterable[object], adopt: Callable[[int], Socket] = adopt
) -> list[Socket]:
    """The new owners of descriptors; each is released by its old one then.

    C alone, and in this order: whatever is raised, a descriptor has one owner.
    """
    return list(map(itemgetter(0), zip(map(adopt, numbers), releases, strict=True)))


def pair(domain: int, ty: int, protocol: int = 0) -> list[Socket]:
    """Two sockets that are connected to each other, of the default mode; raises `OSError`."""
    made, again = tee(chain.from_iterable(starmap(_socket.socketpair, [(domain, ty, protocol)])))
    return adopted(map(_socket.socket.fileno, made), map(_socket.socket.detach, again))


def from_fd(fd: Fd, adopt: Callable[[int], Socket] = adopt) -> Socket | Fd:
    """The owner of a descriptor that came from elsewhere, in the mode that it is in."""
    number = fd.fileno()
    if number < 0:
        return fd
    # Asked for only where `settle` may have to restore it.
    blocking = _socket.getdefaulttimeout() is None or os.get_blocking(number)
    try:
        (sock,) = adopted([number], map(fd.pop, [0]), adopt)
    except OSError as exc:
        failed(exc)  # Lest it be what a handler raised.
        return fd  # It is no socket's, or not open.
    return settle(sock, blocking)


def plain(sock: Socket | Fd) -> Fd:
    """The owner of a descriptor of whatever kind."""
    # C alone, so no signal handler can raise before the descriptor has its new owner.
    return sock if isinstance(sock, Fd) else Fd(map(Socket.detach, [sock]))


def connect(addr: SocketAddr) -> Result[Socket]:
    """A stream socket connected to the address."""
    family, name = socket_addr_to_c(addr)
    try:
        sock = settle(Socket(family, _socket.SOCK_STREAM))
        sock.connect(name)
    except OSError as exc:
        return failed(exc)
    return ok(sock)


def connect_timeout(addr: SocketAddr, timeout: float) -> Result[Socket]:
    """A stream socket that gets connected to the address in so many seconds."""
    family, name = socket_addr_to_c(addr)
    try:
        sock = Socket(family, _socket.SOCK_STREAM)
        sock.setblocking(False)
        begun = cvt(sock.connect, name)
        sock.setblocking(True)
    except OSError as exc:
        return failed(exc)
    match begun:
        case Ok():
            return ok(sock)
        case Err(e) if e.raw_os_error() == errno.EINPROGRESS:
            return connected(sock, timeout) if timeout else ZERO_TIMEOUT.err()
        case Err():
            return begun


def connected(
    sock: Socket, timeout: float, late: Callable[[], Error] = CONNECT_TIMED_OUT.error
) -> Result[Socket]:
    """The socket once the connection that was begun stands; an error of its own if it is late."""
    match _wait(sock, POLLOUT, monotonic() + timeout, late):
        # Linux reports a refused connection as writable, too.
        case Ok(events) if events & (POLLHUP | POLLERR):
            return options.ERROR.take(sock).bind(
                lambda e: Err(NO_ERROR_AFTER_HANGUP.error() if e is None else e)
            )
        case Ok():
            return ok(sock)
        case Err() as failure:
            return failure


def wait_to_accept(sock: Socket, end: float) -> Result[int]:
    """Waits for a connection, or an error that `accept` tells."""
    return _wait(sock, POLLIN, end, ACCEPT_TIMED_OUT.error)


def _wait(sock: Socket, events: int, end: float, late: Callable[[], Error]) -> Result[int]:
    """The events that have come, or an error if none does until the clock says `end`."""
    seen = ready(sock, events, end)
    return ok(seen) if seen else Err(late())


def ready(sock: Socket, events: int, end: float) -> int:
    """The events that have come; 0 if none does until the clock says `end`."""
    number = sock.fileno()
    if number < 0:
        return POLLNVAL
    waiter = poll()
    waiter.register(number, events)
    while (rest := end - monotonic()) > 0:
        # At least 1 ms lest it spin, at most what fits C's int.
        for _, seen in waiter.poll(int(min(max(rest * 1000, 1), I32_MAX))):
            return seen
    return 0


def queue(backlog: int) -> int:
    """A backlog for CPython, which makes 0 of C's -1: as many as the system allows."""
    return backlog if backlog >= 0 else I32_MAX


def listen(
    addr: SocketAddr, backlog: int, reuse_address: bool, only_v6: bool | None
) -> Result[Socket]:
    """A stream socket that listens at the address."""
    try:
        sock = _bound(addr, _socket.SOCK_STREAM, reuse_address, only_v6)
        sock.listen(queue(backlog))
    except OSError as exc:
        return failed(exc)
    return ok(sock)


def bind(addr: SocketAddr, reuse_address: bool, only_v6: bool | None) -> Result[Socket]:
    """A datagram socket at the address."""
    return cvt(_bound, addr, _socket.SOCK_DGRAM, reuse_address, only_v6)


def _bound(addr: SocketAddr, kind: int, reuse_address: bool, only_v6: bool | None) -> Socket:
    family, name = socket_addr_to_c(addr)
    sock = settle(Socket(family, kind))
    if reuse_address:
        sock.setsockopt(_socket.SOL_SOCKET, _socket.SO_REUSEADDR, 1)
    if only_v6 is not None and family == _socket.AF_INET6:
        sock.setsockopt(_socket.IPPROTO_IPV6, _socket.IPV6_V6ONLY, only_v6)
    sock.bind(name)
    return sock


def recv(sock: Socket, buf: WritableBuffer, flags: int) -> Result[int]:
    """Receives with flags. The types above receive without, on the hot path, themselves."""
    try:
        n = sock.recv_into(buf, 0, flags)
        if n == 0 and not memoryview(buf).nbytes:  # CPython has asked for nothing.
            n = sock.recvmsg_into([buf], 0, flags)[0]
    except OSError as exc:
        return failed(exc)
    return ok_count(n)


def local_addr(sock: Socket) -> Result[SocketAddr.V4 | SocketAddr.V6]:
    """The address of this end."""
    return cvt(sock.getsockname).bind(socket_addr_from_c)


def peer_addr(sock: Socket) -> Result[SocketAddr.V4 | SocketAddr.V6]:
    """The address of the other end."""
    return cvt(sock.getpeername).bind(socket_addr_from_c)


def shutdown(sock: Socket, how: Shutdown) -> Result[None]:
    """Ends one half of the connection, or both."""
    expect(how, Shutdown, "how")
    return cvt(sock.shutdown, how.value)


def set_nonblocking(sock: Socket, nonblocking: bool) -> Result[None]:
    """Whether calls answer `WouldBlock` instead of waiting."""
    return cvt(sock.setblocking, not nonblocking)


def from_socket(python: _socket.socket) -> Result[Socket]:
    """The owner of a Python socket's descriptor; its time-out becomes those of the system."""
    expect(python, _socket.socket, "socket")
    timeout = python.gettimeout()
    if timeout:
        for option in (options.READ_TIMEOUT, options.WRITE_TIMEOUT):
            match option.set(python, timeout):
                case Err() as err:
                    return err
                case Ok():
                    pass
    try:
        python.setblocking(timeout != 0)
    except OSError as exc:
        return failed(exc)
    (sock,) = adopted([python.fileno()], map(_socket.socket.detach, [python]))
    python.detach()  # For what Python's own method notes besides.
    return ok(settle(sock, timeout != 0))


def into_socket(sock: Socket) -> Result[socket_module.socket]:
    """The Python socket that takes the descriptor over, in the mode that it is in."""
    try:
        import socket as socket_module  # noqa: PLC0415 - late: who never asks need not load it

        blocking = os.get_blocking(sock.fileno())
        python = socket_module.socket(fileno=sock.fileno())
    except OSError as exc:
        return Err(error_of(exc))
    sock.detach()
    python.setblocking(blocking)
    return ok(python)


def connect_datagram(sock: Socket, addr: SocketAddr) -> Result[None]:
    """Chooses the peer of a datagram socket."""
    family, name = socket_addr_to_c(addr)
    return of_family(sock, family).bind(lambda same: cvt(same.connect, name))


def send_to_other(sock: Socket, buf: Buffer, family: int, name: Tuple) -> Result[int]:
    """Sends a datagram to an address of another family than the socket's."""
    return of_family(sock, family).bind(lambda same: cvt(same.sendto, buf, MSG_NOSIGNAL, name))


def of_family(sock: Socket, family: int) -> Result[Socket | Fd]:
    """The socket, by another descriptor if CPython does not take names of the family by this one.

    What comes of it is for the system to say: an IPv6 socket may well send to an IPv4 address.
    """
    if sock.family == family:
        return ok(sock)
    as_family = partial(Socket, family, _socket.SOCK_DGRAM, 0)
    return duplicate(sock).map(partial(from_fd, adopt=as_family))
