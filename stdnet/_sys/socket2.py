"""Sockets of any family and type, for `stdnet.socket2`. Addresses are C's `sockaddr`, as bytes."""

import errno
import os
import sys
from _socket import getdefaulttimeout
from _socket import socket as c_socket
from collections.abc import Callable, Sequence
from functools import partial
from operator import not_
from typing import TYPE_CHECKING, Final, Never, cast

from stdnet._core.buffer import Buffer, WritableBuffer
from stdnet._core.containers import OK_NONE
from stdnet._core.error import Error, Result
from stdnet._core.error_kind import ErrorKind
from stdnet._sys import blocking_mode, ownership, timeouts
from stdnet._sys import sock as sys_sock
from stdnet._sys.cmsg import ControlMessage, emit_cmsgs, parse_cmsgs
from stdnet._sys.constants import SOCK_NONBLOCK
from stdnet._sys.cvt import cvt, failed, reraise_foreign
from stdnet._sys.fd import HasFileno, duplicate
from stdnet._sys.ownership import Fd, Socket, no_fd, set_up, undo_default_timeout
from stdnet._sys.sock import MSG_NOSIGNAL, py_backlog
from stdnet._sys.sockaddr import LOSSLESS_FAMILIES, NO_PY_ADDR, PyAddr, from_py, to_py
from stdnet._sys.timeouts import TimedSocket
from stdnet._sys.unix import try_connect
from stdnet.result._containers import Err, Ok

if TYPE_CHECKING:
    from stdnet._sys.via_ctypes import CtypesSocket

_OFFSET_MAX: Final = (1 << 63) - 1
_SENDFILE_MAX: Final = 0x7FFF_F000
"""The largest number of bytes that one `sendfile` transfers. See `sendfile(2)`."""
_IN_PROGRESS: Final = {errno.EAGAIN, errno.EINPROGRESS}
"""EAGAIN is that of a Unix socket, if the queue of the listener is full."""


class BorrowedSocket(TimedSocket):
    """A descriptor of a socket that another object owns, and may have given time-outs."""

    __slots__ = ()

    if not TYPE_CHECKING:
        __del__ = c_socket.detach  # Leaves the descriptor open.


def os_error(code: int) -> Err[Error]:
    """Returns the `Err` of an errno, for a call that CPython would refuse to make."""
    return Err(Error.from_raw_os_error(code))


def new(domain: int, ty: int, protocol: int, cloexec: bool) -> Result[Socket]:
    """Calls `socket`; `ty` may include SOCK_NONBLOCK."""
    domain, ty, protocol = _no_default(domain), _no_default(ty), _no_default(protocol)
    try:
        sock = set_up(Socket(domain, ty, protocol), not ty & SOCK_NONBLOCK)
        if not cloexec:
            os.set_inheritable(sock.fileno(), True)
    except OSError as exc:
        return failed(exc)
    return Ok(sock)


def _no_default(number: int) -> int:
    """Returns another negative number for -1, which CPython replaces by a default.

    To the kernel all negative numbers are the same error.
    """
    return -2 if number == -1 else number


def pair(domain: int, ty: int, protocol: int, cloexec: bool) -> Result[list[Socket]]:
    """Calls `socketpair`; `ty` may include SOCK_NONBLOCK."""
    try:
        both = ownership.pair(domain, ty, protocol)
        for sock in both:
            set_up(sock, not ty & SOCK_NONBLOCK)
            os.set_inheritable(sock.fileno(), not cloexec)
    except OSError as exc:
        return failed(exc)
    return Ok(both)


def accept(
    sock: Socket, nonblocking: bool = False, cloexec: bool = True
) -> Result[tuple[Socket, bytes]]:
    """Calls `accept4`; returns the connection and the address of the peer."""
    try:
        accepted, name = timeouts.accept(sock)
        if nonblocking or not cloexec:
            accepted.setblocking(not nonblocking)
            os.set_inheritable(accepted.fileno(), not cloexec)
    except OSError as exc:
        return failed(exc)
    return Ok((accepted, from_py(sock.family, name)))


def borrow(owner: HasFileno) -> Socket | Fd:
    """Returns a `BorrowedSocket`, which does not close the descriptor.

    If the descriptor is not a socket, returns a duplicate of it, whose calls report ENOTSOCK.
    """
    number = owner.fileno()
    if number < 0:
        return no_fd()
    try:
        # Only if there is a default time-out is the mode needed, which costs a system call.
        blocking = getdefaulttimeout() is None or os.get_blocking(number)
        return undo_default_timeout(BorrowedSocket(-1, -1, -1, number), blocking)
    except OSError as exc:
        reraise_foreign(exc)
        return duplicate(owner).unwrap_or(no_fd())


def select_api(sock: Socket, addr: bytes) -> tuple[Socket, PyAddr]:
    """Returns the object that can make a call with the address, and the address in its form.

    It is the socket itself, with CPython's form, if the address is of the socket's family and loses
    nothing. Otherwise it is a `CtypesSocket`, with the bytes as they are: the kernel may look at
    their number before it looks at the family.
    """
    family, name = to_py(addr) or NO_PY_ADDR
    return (sock, name) if sock.family == family else (cast("Socket", _via_ctypes(sock)), addr)


if sys.platform == "linux":

    def _via_ctypes(sock: Socket) -> "CtypesSocket":
        """Returns a `CtypesSocket`. Few programs need one, and so few load `ctypes`."""
        from stdnet._sys.via_ctypes import CtypesSocket  # noqa: PLC0415 - late: see above

        return CtypesSocket(sock)

else:

    def _via_ctypes(_: Socket) -> "CtypesSocket":
        """Returns what stands for a `CtypesSocket`, as there is no `stdnet.c`."""
        return cast("CtypesSocket", _Refusing())


class _Refusing:
    """Its methods raise EAFNOSUPPORT: CPython cannot express the address."""

    def __getattr__(self, name: str) -> Callable[..., Never]:
        def fail(*_: object) -> Never:
            raise OSError(errno.EAFNOSUPPORT, os.strerror(errno.EAFNOSUPPORT))

        return fail


def bind(sock: Socket, addr: bytes) -> Result[None]:
    """Calls `bind`."""
    api, name = select_api(sock, addr)
    return cvt(api.bind, name)


def connect(sock: Socket, addr: bytes) -> Result[None]:
    """Calls `connect`."""
    api, name = select_api(sock, addr)
    # Only the addresses of Unix sockets are bytes in CPython's form.
    if api is not sock or not isinstance(name, bytes):
        return cvt(api.connect, name)
    try:
        while not try_connect(sock, name):
            pass
    except OSError as exc:
        return failed(exc)
    return OK_NONE


def connect_timeout(sock: Socket, addr: bytes, timeout: float) -> Result[None]:
    """Connects within `timeout` seconds, and puts the socket into blocking mode."""
    mode = sys_sock.set_nonblocking(sock, True)
    if isinstance(mode, Err):
        return mode
    begun = connect(sock, addr)
    mode = sys_sock.set_nonblocking(sock, False)
    if isinstance(mode, Err):
        return mode
    if isinstance(begun, Ok) or begun.unwrap_err().raw_os_error() not in _IN_PROGRESS:
        return begun
    late = partial(Error.from_, ErrorKind.TimedOut)
    finished = sys_sock.finish_connect(sock, timeout, late)
    return finished if isinstance(finished, Err) else OK_NONE


def listen(sock: Socket, backlog: int) -> Result[None]:
    """Calls `listen`."""
    return cvt(sock.listen, py_backlog(backlog))


def local_addr(sock: Socket) -> Result[bytes]:
    """Calls `getsockname`; returns the address of this end."""
    if sys.platform == "linux" and sock.family not in LOSSLESS_FAMILIES:
        from stdnet._sys.via_ctypes import getsockname  # noqa: PLC0415 - late: see `_via_ctypes`

        return cvt(getsockname, sock)
    return _sockaddr(sock, sock.getsockname)


def peer_addr(sock: Socket) -> Result[bytes]:
    """Calls `getpeername`; returns the address of the other end."""
    if sys.platform == "linux" and sock.family not in LOSSLESS_FAMILIES:
        from stdnet._sys.via_ctypes import getpeername  # noqa: PLC0415 - late: see `_via_ctypes`

        return cvt(getpeername, sock)
    return _sockaddr(sock, sock.getpeername)


def _sockaddr(sock: Socket, get: Callable[[], object]) -> Result[bytes]:
    name = cvt(get)
    return name if isinstance(name, Err) else Ok(from_py(sock.family, name.unwrap()))


def nonblocking(sock: Socket) -> Result[bool]:
    """Returns True if O_NONBLOCK is set."""
    return cvt(blocking_mode.get_blocking, sock).map(not_)


def set_cloexec(sock: Socket, close_on_exec: bool) -> Result[None]:
    """Sets or clears FD_CLOEXEC."""
    return cvt(os.set_inheritable, sock.fileno(), not close_on_exec)


def sendfile(sock: Socket, file: HasFileno, offset: int, length: int | None) -> Result[int]:
    """Calls `sendfile`; returns the number of bytes sent."""
    if offset > _OFFSET_MAX:
        return os_error(errno.EINVAL)
    count = min(length or _SENDFILE_MAX, _SENDFILE_MAX)
    return cvt(os.sendfile, sock.fileno(), file.fileno(), offset, count)


def recvmsg(
    sock: Socket, bufs: Sequence[WritableBuffer], control: memoryview, flags: int
) -> Result[tuple[int, int, int, bytes]]:
    """Calls `recvmsg`; the control messages are written to `control`.

    Returns the number of bytes in the buffers, that in `control`, the flags, and the sender.
    """
    try:
        # A tuple: a buffer's `__buffer__` may change a list, and CPython would crash.
        n, messages, found, name = sock.recvmsg_into(tuple(bufs), len(control), flags)
    except OSError as exc:
        return failed(exc)
    # Descriptors are plain numbers in the control messages, as in C: the caller has to adopt them.
    size = emit_cmsgs(messages, control)
    return Ok((n, size, found, from_py(sock.family, name)))


def sendmsg(
    sock: Socket, bufs: Sequence[Buffer], control: memoryview, flags: int, addr: bytes | None
) -> Result[int]:
    """Calls `sendmsg` with MSG_NOSIGNAL; returns the number of bytes sent."""
    api, name = (sock, None) if addr is None else select_api(sock, addr)
    messages = _parse_all(control)
    if api is not sock or messages is None:
        return cvt(_via_ctypes(sock).sendmsg, bufs, control, flags | MSG_NOSIGNAL, addr)
    return cvt(sock.sendmsg, tuple(bufs), messages, flags | MSG_NOSIGNAL, name)


def _parse_all(control: memoryview) -> list[ControlMessage] | None:
    """Returns the control messages in the bytes, or None if the kernel is to reject the bytes."""
    try:
        return list(parse_cmsgs(control))
    except ValueError:
        return None
