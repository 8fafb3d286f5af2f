"""Stream and datagram sockets of the family AF_UNIX. Rust's `os::unix::net`. See `unix(7)`."""

import errno
import os
import sys
from _socket import AF_UNIX, SOCK_DGRAM, SOCK_STREAM, socket
from collections.abc import Callable
from functools import lru_cache
from struct import Struct
from time import monotonic
from typing import Final, ParamSpec, TypeAlias, TypeVar, final

from stdnet._core.buffer import Buffer
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
from stdnet._sys.constants import SOCK_NONBLOCK
from stdnet._sys.cvt import cvt, failed
from stdnet._sys.ownership import Socket, new_socket, pair, set_up
from stdnet._sys.sock import MSG_NOSIGNAL, of_family, py_backlog
from stdnet.result._containers import Err, Ok

if sys.platform == "linux":
    from _socket import SO_PEERCRED, SOL_SOCKET
elif sys.platform == "darwin":
    from _socket import LOCAL_PEERCRED

    from stdnet._sys.constants import LOCAL_PEERPID, SOL_LOCAL

_P = ParamSpec("_P")
_T = TypeVar("_T")

NOT_A_UNIX_SOCKET: Final = SimpleMessage(
    ErrorKind.InvalidInput, "file descriptor did not correspond to a Unix socket"
)


def unix_addr_from_py(name: object) -> Result[SocketAddr]:
    """Returns the address that CPython writes like this.

    Errors: `InvalidInput` for an address of another family.
    """
    if not name:
        return Ok(UNNAMED)
    addr = cached_unix_addr(name)
    return NOT_A_UNIX_SOCKET.err() if addr is None else Ok(addr)


@lru_cache(1024)
def cached_unix_addr(name: object) -> SocketAddr | None:
    """Returns the address that CPython writes like this, or None for one of another family.

    Remembers recent results: a server receives many datagrams from the same senders.
    """
    match name:
        case bytes():
            return unix_addr_unchecked(name)
        case str():
            # The kernel may return a path of 108 bytes without a NUL byte, and CPython then reads
            # past the end of `sun_path`: see BUGS in `unix(7)`.
            return unix_addr_unchecked(os.fsencode(name)[:SUN_PATH_MAX])
        case _:
            return None


def local_addr(sock: Socket) -> Result[SocketAddr]:
    """Calls `getsockname`; returns the address of this end."""
    return cvt(sock.getsockname).and_then(unix_addr_from_py)


def peer_addr(sock: Socket) -> Result[SocketAddr]:
    """Calls `getpeername`; returns the address of the other end."""
    return cvt(sock.getpeername).and_then(unix_addr_from_py)


Credentials: TypeAlias = tuple[int, int, int | None]
"""The ids of a user and a group, and that of a process where the system reports one."""

if sys.platform == "linux":
    _UCRED: Final = Struct("@iII")
    """`pid`, `uid`, `gid`."""

    def _peer_cred(sock: Socket) -> Credentials:
        """Returns SO_PEERCRED."""
        pid, uid, gid = _UCRED.unpack(sock.getsockopt(SOL_SOCKET, SO_PEERCRED, _UCRED.size))
        return uid, gid, pid

elif sys.platform == "darwin":
    _XUCRED: Final = Struct("@4xIhI60x")
    """`cr_uid`, `cr_ngroups` and the first of `cr_groups`, after `cr_version`."""

    def _peer_cred(sock: Socket) -> Credentials:
        """Returns LOCAL_PEERCRED, as `getpeereid` does, and LOCAL_PEERPID."""
        uid, _, gid = _XUCRED.unpack(sock.getsockopt(SOL_LOCAL, LOCAL_PEERCRED, _XUCRED.size))
        return uid, gid, sock.getsockopt(SOL_LOCAL, LOCAL_PEERPID)

else:

    def _peer_cred(_: Socket) -> Credentials:
        """Raises `OSError`: only C's `getpeereid` reports credentials here."""
        raise OSError(errno.EOPNOTSUPP, os.strerror(errno.EOPNOTSUPP))


def peer_cred(sock: Socket) -> Result[Credentials]:
    """Returns the ids of the process that called `connect`, `listen` or `socketpair`."""
    return cvt(_peer_cred, sock)


def stream_pair(flags: int = 0) -> Result[list[Socket]]:
    """Creates two connected stream sockets. SOCK_NONBLOCK may be a flag."""
    return _pair(SOCK_STREAM | flags)


def datagram_pair(flags: int = 0) -> Result[list[Socket]]:
    """Creates two connected datagram sockets. SOCK_NONBLOCK may be a flag."""
    return _pair(SOCK_DGRAM | flags)


def _pair(kind: int) -> Result[list[Socket]]:
    try:
        return Ok([set_up(sock, not kind & SOCK_NONBLOCK) for sock in pair(AF_UNIX, kind)])
    except OSError as exc:
        return failed(exc)


def failed_un(exc: OSError) -> Err[Error]:
    """Returns the `Err` of a call that was given a path.

    CPython refuses a path of 108 bytes itself, with an `OSError` that has no errno. Rust passes it
    on with a NUL byte, and the kernel reports EINVAL.
    """
    error = failed(exc)
    return error if exc.errno is not None else Err(Error.from_raw_os_error(errno.EINVAL))


def cvt_un(call: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> Result[_T]:
    """Calls a C function with a path: `cvt` with `failed_un`."""
    try:
        return Ok(call(*args, **kwargs))
    except OSError as exc:
        return failed_un(exc)


def connect(addr: SocketAddr) -> Result[Socket]:
    """Connects a stream socket to the address."""
    name = sun_path(addr)
    try:
        sock = new_socket(AF_UNIX, SOCK_STREAM)
        while not try_connect(sock, name):
            pass
    except OSError as exc:
        return failed_un(exc)
    return Ok(sock)


def begin_connect(addr: SocketAddr) -> Result[Socket]:
    """Connects a stream socket in non-blocking mode to the address.

    Errors: `WouldBlock` if the queue of the listener is full.
    """
    name = sun_path(addr)
    try:
        sock = new_socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK)
        sock.connect(name)
    except OSError as exc:
        return failed_un(exc)
    return Ok(sock)


def connect_timeout(addr: SocketAddr, timeout: float) -> Result[Socket]:
    """Connects a stream socket to the address within `timeout` seconds.

    A non-blocking `connect` does not help: if the queue of the listener is full, it fails with
    EAGAIN instead of EINPROGRESS, and `poll` cannot wait for room in that queue. A blocking one
    waits for it, and SO_SNDTIMEO limits how long.
    """
    if not timeout:
        return ZERO_TIMEOUT.err()
    name = sun_path(addr)
    end = monotonic() + timeout
    try:
        sock = new_socket(AF_UNIX, SOCK_STREAM)
        connected = False
        while not connected and (rest := end - monotonic()) > 0:
            limited = options.WRITE_TIMEOUT.set(sock, rest)
            if isinstance(limited, Err):
                return limited
            connected = try_connect(sock, name)
    except OSError as exc:
        error = failed_un(exc)
        return CONNECT_TIMED_OUT.err() if isinstance(exc, BlockingIOError) else error
    if not connected:
        return CONNECT_TIMED_OUT.err()
    cleared = options.WRITE_TIMEOUT.set(sock, None)
    return cleared if isinstance(cleared, Err) else Ok(sock)


def try_connect(sock: Socket, name: bytes) -> bool:
    """Connects, and returns True; returns False if a signal interrupted the call.

    After EINTR, CPython waits until the socket is writable and then reports success. That is right
    for TCP, which goes on connecting; a Unix socket does not, and has to try again.
    """
    sock.connect(name)
    peer = cvt(sock.getpeername)
    return not isinstance(peer, Err) or peer.unwrap_err().raw_os_error() != errno.ENOTCONN


def unbound(flags: int = 0) -> Result[Socket]:
    """Creates a datagram socket without an address. SOCK_NONBLOCK may be a flag."""
    try:
        return Ok(new_socket(AF_UNIX, SOCK_DGRAM | flags))
    except OSError as exc:
        return failed(exc)


def bind(addr: SocketAddr, flags: int = 0) -> Result[Socket]:
    """Creates a datagram socket at the address. SOCK_NONBLOCK may be a flag."""
    name = sun_path(addr)
    try:
        sock = new_socket(AF_UNIX, SOCK_DGRAM | flags)
        sock.bind(name)
    except OSError as exc:
        return failed_un(exc)
    return Ok(sock)


def connect_datagram(sock: Socket, addr: SocketAddr) -> Result[None]:
    """Sets the peer of a datagram socket."""
    name = sun_path(addr)
    same = of_family(sock, AF_UNIX)
    if isinstance(same, Err):
        return same
    return cvt_un(same.unwrap().connect, name)


def is_unix(sock: Socket) -> bool:
    """Returns True if CPython accepts the address of a Unix socket for calls on this one."""
    return sock.family == AF_UNIX


def send_to_other_family(sock: Socket, buf: Buffer, name: bytes) -> Result[int]:
    """Sends a datagram to a Unix address from a socket of another family.

    CPython would raise `TypeError` for that. This makes the system call, which reports an error.
    """
    same = of_family(sock, AF_UNIX)
    if isinstance(same, Err):
        return same
    return cvt_un(same.unwrap().sendto, buf, MSG_NOSIGNAL, name)


def listen(addr: SocketAddr, backlog: int, unlink_on_close: bool, flags: int = 0) -> Result[Socket]:
    """Creates a stream socket that listens at the address. SOCK_NONBLOCK may be a flag."""
    name = sun_path(addr)
    try:
        make = _UnlinkingSocket if unlink_on_close else Socket
        sock = set_up(make(AF_UNIX, SOCK_STREAM | flags), not flags)
        sock.bind(name)
        if isinstance(sock, _UnlinkingSocket):
            sock.remember_file(name)
        sock.listen(py_backlog(backlog))
    except OSError as exc:
        return failed_un(exc)
    return Ok(sock)


def _identity(path: bytes) -> tuple[int, int]:
    """Returns the device and the inode of a file."""
    status = os.lstat(path)
    return status.st_dev, status.st_ino


def _remove(path: bytes, identity: tuple[int, int], creator: int) -> None:
    """Removes a file if it is still the same file, and this is the process that created it.

    A forked child leaves the file to its parent.
    """
    if os.getpid() == creator and _identity(path) == identity:
        os.unlink(path)


@final
class _UnlinkingSocket(Socket):
    """A listening socket that removes its file when it is closed."""

    __slots__ = ("_file",)

    _file: tuple[bytes, tuple[int, int], int]

    def remember_file(self, name: bytes) -> None:
        """Remembers the file at the path, unless the name is an abstract one."""
        if name and not name.startswith(b"\0"):
            path = os.path.abspath(name)
            self._file = path, _identity(path), os.getpid()

    # `_remove` and `close` are bound here, as the globals of a module may be gone when the
    # interpreter exits.
    def unlink(self, remove: Callable[[bytes, tuple[int, int], int], None] = _remove) -> None:
        """Removes the file, unless the descriptor has been detached."""
        try:
            if self.fileno() >= 0:
                remove(*self._file)
        except (AttributeError, OSError):  # There is no file, or it has been removed already.
            pass

    def __del__(self, close: Callable[[socket], None] = socket.close) -> None:
        try:
            self.unlink()
        finally:
            close(self)


def unlink(sock: Socket) -> None:
    """Removes the file of a listener that was created with `unlink_on_close`."""
    if isinstance(sock, _UnlinkingSocket):
        sock.unlink()
