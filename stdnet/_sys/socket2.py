"""Sockets of any family and type. An address is C's bytes here; see `sockaddr.py`."""

import errno
import os
from _socket import SOCK_CLOEXEC, SOCK_NONBLOCK, getdefaulttimeout
from _socket import socket as c_socket
from collections.abc import Sequence
from functools import partial
from operator import not_
from typing import TYPE_CHECKING, Final, cast

from stdnet._core.buffer import Buffer, WritableBuffer
from stdnet._core.containers import OK_NONE, ok
from stdnet._core.error import Error, Result
from stdnet._core.error_kind import ErrorKind
from stdnet._sys import ownership, timeouts
from stdnet._sys import sock as sys_sock
from stdnet._sys.cmsg import ControlMessage, read_control, write_control
from stdnet._sys.cvt import cvt, failed, reraise_foreign
from stdnet._sys.fd import HasFileno, duplicate
from stdnet._sys.ownership import Fd, Socket, no_fd, undo_default_timeout
from stdnet._sys.sock import MSG_NOSIGNAL, py_backlog
from stdnet._sys.sockaddr import KNOWN_FAMILIES, NO_ADDR, PyAddr, from_py, to_py
from stdnet._sys.timeouts import TimedSocket
from stdnet._sys.unix import is_connected
from stdnet.result import Err, is_err, is_ok

if TYPE_CHECKING:
    pass

if TYPE_CHECKING:
    from stdnet._sys.via_ctypes import CtypesSocket

_OFFSET_MAX: Final = (1 << 63) - 1
_SENDFILE_MAX: Final = 0x7FFF_F000
"""The most bytes that Linux moves with one call."""
_UNDER_WAY: Final = {errno.EAGAIN, errno.EINPROGRESS}


class Borrowed(TimedSocket):
    """A socket's descriptor that belongs to somebody else, who may have set time-outs."""

    __slots__ = ()

    if not TYPE_CHECKING:
        __del__ = c_socket.detach


def os_error(code: int) -> Err[Error]:
    """The `Err` of an errno, where CPython would not ask the system."""
    return Err(Error.from_raw_os_error(code))


def new(domain: int, ty: int, protocol: int, cloexec: bool) -> Result[Socket]:
    """A socket; `ty` may bear flags."""
    # CPython takes -1 for its own choice.
    if domain < 0:
        return os_error(errno.EAFNOSUPPORT)
    if ty < 0 or protocol < 0:
        return os_error(errno.EINVAL)
    try:
        sock = undo_default_timeout(Socket(domain, ty, protocol), not ty & SOCK_NONBLOCK)
        if not cloexec:
            os.set_inheritable(sock.fileno(), True)
    except OSError as exc:
        return failed(exc)
    return ok(sock)


def pair(domain: int, ty: int, protocol: int, cloexec: bool) -> Result[list[Socket]]:
    """Two sockets that are connected to each other."""
    try:
        both = ownership.pair(domain, ty, protocol)
        for sock in both:
            undo_default_timeout(sock, not ty & SOCK_NONBLOCK)
            os.set_inheritable(sock.fileno(), not cloexec)
    except OSError as exc:
        return failed(exc)
    return ok(both)


def accept(sock: Socket, flags: int) -> Result[tuple[Socket, bytes]]:
    """C's accept4: a connection, and the address of the peer."""
    if flags & ~(SOCK_CLOEXEC | SOCK_NONBLOCK):
        return os_error(errno.EINVAL)
    try:
        accepted, name = timeouts.accept(sock)
        if flags != SOCK_CLOEXEC:
            accepted.setblocking(not flags & SOCK_NONBLOCK)
            os.set_inheritable(accepted.fileno(), not flags & SOCK_CLOEXEC)
    except OSError as exc:
        return failed(exc)
    return ok((accepted, from_py(sock.family, name)))


def borrow(owner: HasFileno) -> Socket | Fd:
    """The socket of a descriptor that belongs to somebody else.

    If it is no socket's, another descriptor answers for it.
    """
    number = owner.fileno()
    if number < 0:
        return no_fd()
    try:
        # Asked for only where `settle` may have to restore it.
        blocking = getdefaulttimeout() is None or os.get_blocking(number)
        return undo_default_timeout(Borrowed(-1, -1, -1, number), blocking)
    except OSError as exc:
        reraise_foreign(exc)
        return duplicate(owner).value_or(no_fd())


def addressed(sock: Socket, addr: bytes) -> tuple[Socket, PyAddr]:
    """The socket, and CPython's name of the address; or what takes C's bytes in its place.

    CPython's name of an address that the socket is not for is not as long as the address is, and
    the system may look at the length first.
    """
    family, name = to_py(addr) or NO_ADDR
    return (sock, name) if sock.family == family else (cast("Socket", _via_ctypes(sock)), addr)


def _via_ctypes(sock: Socket) -> "CtypesSocket":
    """Returns the socket for C's own calls; few programs need to load `ctypes`."""
    from stdnet._sys.via_ctypes import CtypesSocket  # noqa: PLC0415 - late: see above

    return CtypesSocket(sock)


def bind(sock: Socket, addr: bytes) -> Result[None]:
    """Gives the socket an address."""
    same, name = addressed(sock, addr)
    return cvt(same.bind, name)


def connect(sock: Socket, addr: bytes) -> Result[None]:
    """Connects the socket, or begins to."""
    same, name = addressed(sock, addr)
    # CPython's names are bytes for Unix sockets alone.
    if same is not sock or not isinstance(name, bytes):
        return cvt(same.connect, name)
    try:
        while not is_connected(same, name):
            pass
    except OSError as exc:
        return failed(exc)
    return OK_NONE


def connect_timeout(sock: Socket, addr: bytes, timeout: float) -> Result[None]:
    """Connects the socket in so many seconds, and leaves it in blocking mode."""
    mode = sys_sock.set_nonblocking(sock, True)
    begun = connect(sock, addr) if is_ok(mode) else mode
    mode = sys_sock.set_nonblocking(sock, False)
    if is_ok(mode) and is_err(begun) and begun.failure().raw_os_error() in _UNDER_WAY:
        late = partial(Error.from_, ErrorKind.TimedOut)
        return sys_sock.finish_connect(sock, timeout, late).map(lambda _: None)
    return begun if is_err(begun) else mode


def listen(sock: Socket, backlog: int) -> Result[None]:
    """Lets the socket wait for connections."""
    return cvt(sock.listen, py_backlog(backlog))


def local_addr(sock: Socket) -> Result[bytes]:
    """The address of this end."""
    if sock.family in KNOWN_FAMILIES:
        return cvt(sock.getsockname).map(lambda name: from_py(sock.family, name))
    from stdnet._sys.via_ctypes import getsockname  # noqa: PLC0415 - late: see `_via_ctypes`

    return cvt(getsockname, sock)


def peer_addr(sock: Socket) -> Result[bytes]:
    """The address of the other end."""
    if sock.family in KNOWN_FAMILIES:
        return cvt(sock.getpeername).map(lambda name: from_py(sock.family, name))
    from stdnet._sys.via_ctypes import getpeername  # noqa: PLC0415 - late: see `_via_ctypes`

    return cvt(getpeername, sock)


def nonblocking(sock: Socket) -> Result[bool]:
    """Whether calls answer `WouldBlock` instead of waiting."""
    return cvt(os.get_blocking, sock.fileno()).map(not_)


def set_cloexec(sock: Socket, close_on_exec: bool) -> Result[None]:
    """Whether programs that this one becomes do not get the descriptor."""
    return cvt(os.set_inheritable, sock.fileno(), not close_on_exec)


def sendfile(sock: Socket, file: HasFileno, offset: int, length: int | None) -> Result[int]:
    """Sends bytes of a file past the program's memory; the count of them."""
    if offset > _OFFSET_MAX:
        return os_error(errno.EINVAL)
    count = min(length or _SENDFILE_MAX, _SENDFILE_MAX)
    return cvt(os.sendfile, sock.fileno(), file.fileno(), offset, count)


def recvmsg(
    sock: Socket, bufs: Sequence[WritableBuffer], control: memoryview, flags: int
) -> Result[tuple[int, int, int, bytes]]:
    """Receives a message; the counts of its bytes and of its control, its flags, its sender."""
    try:
        n, messages, found, name = sock.recvmsg_into(bufs, len(control), flags)
    except OSError as exc:
        return failed(exc)
    # Descriptors are numbers in the control messages, as in C.
    end = write_control(messages, control)
    return ok((n, end, found, from_py(sock.family, name)))


def sendmsg(
    sock: Socket, bufs: Sequence[Buffer], control: memoryview, flags: int, addr: bytes | None
) -> Result[int]:
    """Sends a message; the count of its bytes."""
    same, name = (sock, None) if addr is None else addressed(sock, addr)
    messages = _messages(control)
    if same is not sock or messages is None:
        return cvt(_via_ctypes(sock).sendmsg, bufs, control, flags | MSG_NOSIGNAL, addr)
    return cvt(sock.sendmsg, bufs, messages, flags | MSG_NOSIGNAL, name)


def _messages(control: memoryview) -> list[ControlMessage] | None:
    """The control messages in the bytes; None where there are others, of which the system tells."""
    try:
        return list(read_control(control))
    except ValueError:
        return None
