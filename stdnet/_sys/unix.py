"""Unix sockets: what `sock.py` is for those with an IP address."""

import errno
import os
from _socket import (
    AF_UNIX,
    SO_PEERCRED,
    SOCK_DGRAM,
    SOCK_STREAM,
    SOL_SOCKET,
    socket,
)
from collections.abc import Callable
from functools import lru_cache
from struct import Struct
from time import monotonic
from typing import Final, ParamSpec, TypeVar, final

from stdnet._core.buffer import Buffer
from stdnet._core.containers import ok
from stdnet._core.error import CONNECT_TIMED_OUT, ZERO_TIMEOUT, Error, Result, SimpleMessage
from stdnet._core.error_kind import ErrorKind
from stdnet._core.unix_addr import (
    SUN_PATH_MAX,
    UNNAMED,
    SocketAddr,
    sun_path,
    unix_addr_unchecked,
)
from stdnet._sys import options
from stdnet._sys.cvt import cvt, failed
from stdnet._sys.ownership import Socket, pair, undo_default_timeout
from stdnet._sys.sock import MSG_NOSIGNAL, of_family, py_backlog
from stdnet.result import Err, is_ok

_P = ParamSpec("_P")
_T = TypeVar("_T")

NO_UNIX_SOCKET: Final = SimpleMessage(
    ErrorKind.InvalidInput, "file descriptor did not correspond to a Unix socket"
)
_UCRED: Final = Struct("@iII")


def unix_addr_from_py(name: object) -> Result[SocketAddr]:
    """The address of a name as CPython writes it.

    Errors: `InvalidInput` for a name of any other family.
    """
    if not name:
        return ok(UNNAMED)
    addr = cached_unix_addr(name)
    return NO_UNIX_SOCKET.err() if addr is None else ok(addr)


@lru_cache(1024)
def cached_unix_addr(name: object) -> SocketAddr | None:
    """The address of a name that is likely to come again; None for a name of any other family."""
    match name:
        case bytes():
            return unix_addr_unchecked(name)
        case str():
            # A path need not end in a NUL byte, so CPython reads on where one fills all the room.
            return unix_addr_unchecked(os.fsencode(name)[:SUN_PATH_MAX])
        case _:
            return None


def local_addr(sock: Socket) -> Result[SocketAddr]:
    """The address of this end."""
    return cvt(sock.getsockname).bind(unix_addr_from_py)


def peer_addr(sock: Socket) -> Result[SocketAddr]:
    """The address of the other end."""
    return cvt(sock.getpeername).bind(unix_addr_from_py)


def peer_cred(sock: Socket) -> Result[tuple[int, int, int]]:
    """The process, user and group that connected, listened, or made the pair."""
    return cvt(sock.getsockopt, SOL_SOCKET, SO_PEERCRED, _UCRED.size).map(_ucred)


def _ucred(data: bytes) -> tuple[int, int, int]:
    pid, uid, gid = _UCRED.unpack(data)
    return pid, uid, gid


def stream_pair() -> Result[list[Socket]]:
    """Two stream sockets that are connected to each other."""
    return _pair(SOCK_STREAM)


def datagram_pair() -> Result[list[Socket]]:
    """Two datagram sockets that are connected to each other."""
    return _pair(SOCK_DGRAM)


def _pair(kind: int) -> Result[list[Socket]]:
    return cvt(pair, AF_UNIX, kind).map(lambda both: list(map(undo_default_timeout, both)))


def failed_un(exc: OSError) -> Err[Error]:
    """`failed` for a call that was given a name.

    A path of 108 bytes is told, but is no name to give; CPython says so itself, as the system
    would.
    """
    error = failed(exc)
    return error if exc.errno is not None else Err(Error.from_raw_os_error(errno.EINVAL))


def cvt_un(call: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> Result[_T]:
    """`cvt` for a call that is given a name."""
    try:
        return ok(call(*args, **kwargs))
    except OSError as exc:
        return failed_un(exc)


def connect(addr: SocketAddr) -> Result[Socket]:
    """A stream socket connected to the address."""
    name = sun_path(addr)
    try:
        sock = undo_default_timeout(Socket(AF_UNIX, SOCK_STREAM))
        while not is_connected(sock, name):
            pass
    except OSError as exc:
        return failed_un(exc)
    return ok(sock)


def connect_timeout(addr: SocketAddr, timeout: float) -> Result[Socket]:
    """A stream socket that gets connected to the address in so many seconds.

    What waits for room at the listener has not begun to connect, so `poll` cannot tell when there
    is some; but the wait ends with the time-out for writing.
    """
    if not timeout:
        return ZERO_TIMEOUT.err()
    name = sun_path(addr)
    end = monotonic() + timeout
    try:
        sock = undo_default_timeout(Socket(AF_UNIX, SOCK_STREAM))
        connected = False
        while not connected and (rest := end - monotonic()) > 0:
            options.WRITE_TIMEOUT.set(sock, rest)
            connected = is_connected(sock, name)
    except OSError as exc:
        error = failed_un(exc)
        return CONNECT_TIMED_OUT.err() if isinstance(exc, BlockingIOError) else error
    if not connected:
        return CONNECT_TIMED_OUT.err()
    return options.WRITE_TIMEOUT.set(sock, None).map(lambda _: sock)


def is_connected(sock: Socket, name: bytes) -> bool:
    """Connects, unless a signal comes in between.

    CPython believes that such a connection has begun and waits for the rest, but of a Unix socket
    nothing is left of it.
    """
    sock.connect(name)
    peer = cvt(sock.getpeername)
    return is_ok(peer) or peer.failure().raw_os_error() != errno.ENOTCONN


def unbound() -> Result[Socket]:
    """A datagram socket without a name."""
    return cvt(Socket, AF_UNIX, SOCK_DGRAM).map(undo_default_timeout)


def bind(addr: SocketAddr) -> Result[Socket]:
    """A datagram socket at the address."""
    name = sun_path(addr)
    try:
        sock = undo_default_timeout(Socket(AF_UNIX, SOCK_DGRAM))
        sock.bind(name)
    except OSError as exc:
        return failed_un(exc)
    return ok(sock)


def connect_datagram(sock: Socket, addr: SocketAddr) -> Result[None]:
    """Chooses the peer of a datagram socket."""
    name = sun_path(addr)
    return of_family(sock, AF_UNIX).bind(lambda same: cvt_un(same.connect, name))


def is_unix(sock: Socket) -> bool:
    """Whether CPython takes a path for a name by this socket."""
    return sock.family == AF_UNIX


def send_to_foreign(sock: Socket, buf: Buffer, name: bytes) -> Result[int]:
    """Sends a datagram by a socket that is none of Unix; the system says what it thinks of it."""
    return of_family(sock, AF_UNIX).bind(lambda same: cvt_un(same.sendto, buf, MSG_NOSIGNAL, name))


def listen(addr: SocketAddr, backlog: int, unlink_on_close: bool) -> Result[Socket]:
    """A stream socket that listens at the address."""
    name = sun_path(addr)
    try:
        make = _LinkedSocket if unlink_on_close else Socket
        sock = undo_default_timeout(make(AF_UNIX, SOCK_STREAM))
        sock.bind(name)
        if isinstance(sock, _LinkedSocket):
            sock.link(name)
        sock.listen(py_backlog(backlog))
    except OSError as exc:
        return failed_un(exc)
    return ok(sock)


def _identity(path: bytes) -> tuple[int, int]:
    """The device and the number of a file."""
    status = os.lstat(path)
    return status.st_dev, status.st_ino


def _remove(path: bytes, identity: tuple[int, int], maker: int) -> None:
    """Removes the file, unless it is another by now, or this process a child of its maker."""
    if os.getpid() == maker and _identity(path) == identity:
        os.unlink(path)


@final
class _LinkedSocket(Socket):
    """A socket whose file is removed when it is closed."""

    __slots__ = ("_file",)

    _file: tuple[bytes, tuple[int, int], int]

    def link(self, name: bytes) -> None:
        """Remembers the file of this path, if it is one."""
        if name and not name.startswith(b"\0"):
            path = os.path.abspath(name)
            self._file = path, _identity(path), os.getpid()

    # Bound early, as at the end of the program the module's globals go first.
    def unlink(self, remove: Callable[[bytes, tuple[int, int], int], None] = _remove) -> None:
        """Removes the file, unless the descriptor has been given away."""
        try:
            if self.fileno() >= 0:
                remove(*self._file)
        except (AttributeError, OSError):  # It has no file, or somebody has removed it.
            pass

    def __del__(self, close: Callable[[socket], None] = socket.close) -> None:
        try:
            self.unlink()
        finally:
            close(self)


def unlink(sock: Socket) -> None:
    """Removes the file of a listener, if it is one that goes with it."""
    if isinstance(sock, _LinkedSocket):
        sock.unlink()
