"""What all socket types have in common: the protocol `SocketLike`, and their base classes."""

from __future__ import annotations

import sys
from datetime import timedelta
from types import TracebackType
from typing import ClassVar, Generic, Protocol, Self, runtime_checkable

from stdnet._core.arguments import check_type
from stdnet._core.duration import Duration
from stdnet._core.error import Error, Result
from stdnet._core.late import socket
from stdnet._fd import (
    AsFd,
    AsRawFd,
    IntoRawFd,
    OwnedFd,
    Owner,
    RawFd,
    UntypedOwner,
    fd_from_raw,
    from_inner,
    into_inner,
)
from stdnet._sys import options, python_socket, sock, timeouts
from stdnet._sys.ownership import Fd
from stdnet._sys.python_socket import SocketKind
from stdnet.result._containers import Err, Ok, is_ok

if sys.version_info >= (3, 13):
    from typing import TypeVar
else:
    from typing_extensions import TypeVar

_SocketOwner = TypeVar("_SocketOwner", bound="SocketOwner")
Std_co = TypeVar("Std_co", covariant=True)
Addr_co = TypeVar("Addr_co", covariant=True, default=object)


@runtime_checkable
class SocketLike(AsFd, AsRawFd, IntoRawFd, Protocol[Addr_co]):
    """Any socket: a stream, a listener, a datagram socket, a `socket2.Socket`.

    `SocketLike[SocketAddr]` has addresses of that type. A plain `SocketLike` has any.

    An addition to Rust's API. It is for functions that are generic over sockets. The crate
    io-lifetimes calls such types socketlike. The sockets of `stdnet.mio` are not among them: they
    have no `try_clone`, and keep their mode.

    >>> from stdnet import SocketLike
    >>> from stdnet.os.unix.net import UnixDatagram
    >>> def describe(socket: SocketLike) -> str:
    ...     return f"{type(socket).__name__} at {socket.local_addr().unwrap()}"
    >>> describe(UnixDatagram.unbound().unwrap())
    'UnixDatagram at (unnamed)'
    """

    def local_addr(self) -> Result[Addr_co]:
        """Returns the address that the socket is bound to."""
        ...

    def take_error(self) -> Result[Error | None]:
        """Returns the pending error of the socket, or `None`, and clears it."""
        ...

    def set_nonblocking(self, nonblocking: bool) -> Result[None]:
        """Moves the socket into or out of non-blocking mode."""
        ...

    def try_clone(self) -> Result[Self]:
        """Creates a new handle to the same socket, with a descriptor of its own."""
        ...

    def fileno(self) -> int:
        """Returns what `as_raw_fd` does, for `select`, `selectors` and `asyncio`."""
        ...

    def close(self) -> None:
        """Closes the descriptor. Every later call returns EBADF."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...


class SocketOwner(Owner):
    """The owner of a socket, of std or of `stdnet.mio`.

    It holds an `Fd` in the place of the `Socket` when there is no socket. Every call then fails
    with the right error: EBADF if the object is closed or the descriptor is not open, ENOTSOCK if
    it is that of another kind of file.
    """

    __slots__ = ()

    @classmethod
    def from_raw_fd(cls, fd: RawFd, /) -> Self:
        """Creates an object that owns the given descriptor.

        The descriptor keeps its mode, blocking or non-blocking. The type of the file is not
        checked. A negative number raises `ValueError`.

        Rust's `FromRawFd::from_raw_fd`.

        >>> from stdnet import TcpListener
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> addr = listener.local_addr()
        >>> TcpListener.from_raw_fd(listener.into_raw_fd()).local_addr() == addr
        True
        """
        return from_inner(cls, timeouts.make_timed(sock.from_fd(fd_from_raw(fd))))

    @classmethod
    def from_owned_fd(cls, owned_fd: OwnedFd, /) -> Self:
        """Creates an object that owns the descriptor of an `OwnedFd`, which is then empty.

        Rust's `From<OwnedFd>`.

        >>> from stdnet import TcpListener
        >>> from stdnet.os.fd import OwnedFd
        >>> owned = OwnedFd.from_(TcpListener.bind("127.0.0.1:0").unwrap())
        >>> TcpListener.from_owned_fd(owned).local_addr().unwrap().ip()
        127.0.0.1
        """
        check_type(owned_fd, OwnedFd, "owned_fd")
        return _from_owner(cls, owned_fd)

    def take_error(self) -> Result[Error | None]:
        """Returns the pending error of the socket, or `None`, and clears it.

        The pending error is an `Ok` value.

        Errors: any error of `getsockopt(2)`.

        Rust's `take_error`. C's SO_ERROR.

        >>> from stdnet import TcpListener
        >>> TcpListener.bind("127.0.0.1:0").unwrap().take_error()
        Ok(None)
        """
        return options.ERROR.take(self._sock)


class Sibling(SocketOwner, Generic[Std_co]):
    """A socket of `stdnet.mio`. Its descriptor can move into the type of the same name in std."""

    __slots__ = ()

    @classmethod
    def from_(cls, owner: UntypedOwner, /) -> Self:
        """Creates an object that owns the descriptor of an `OwnedFd` or a `socket2.Socket`.

        Every later call of that object returns EBADF. The descriptor keeps its mode, which should
        be non-blocking. The type of the file is not checked.

        Rust's `From<OwnedFd>`.

        >>> from stdnet import SocketAddr, mio
        >>> from stdnet.os.fd import OwnedFd
        >>> addr = SocketAddr.from_str("127.0.0.1:0").unwrap()
        >>> owned = OwnedFd.from_(mio.net.TcpListener.bind(addr).unwrap())
        >>> mio.net.TcpListener.from_(owned).local_addr().unwrap().ip()
        127.0.0.1
        """
        check_type(owner, UntypedOwner, "the owner", "a socket2.Socket or an OwnedFd")
        return _from_owner(cls, owner)


class Handle(SocketOwner):
    """The owner of a socket whose mode, blocking or non-blocking, the program chooses."""

    __slots__ = ()

    _KIND: ClassVar[SocketKind | None] = None
    """The sockets that `from_socket` takes; None stands for all."""

    @classmethod
    def from_(cls, owner: UntypedOwner | Sibling[Self], /) -> Self:
        """Creates an object that owns the descriptor of an `OwnedFd` or a `socket2.Socket`.

        A socket of `stdnet.mio` is taken by the type of the same name; it stays in non-blocking
        mode. Every later call of the object that was given returns EBADF. The type of the file is
        not checked.

        Rust's `From<OwnedFd>`; the crate socket2's `From<Socket>`; the crate mio's `From` of its
        socket types.

        >>> from stdnet import TcpListener
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.listen(1).unwrap()
        >>> TcpListener.from_(socket).local_addr().unwrap().ip()
        0.0.0.0
        """
        check_type(owner, UntypedOwner | Sibling, "the owner", "an OwnedFd or a socket2.Socket")
        return _from_owner(cls, owner)

    @classmethod
    def from_socket(cls, socket: socket.socket, /) -> Result[Self]:
        """Creates an object that owns the descriptor of a Python socket, which is then closed.

        An addition to Rust's API. The time-out of the Python socket becomes the read time-out and
        the write time-out. Without one, the descriptor is put into blocking mode; with a time-out
        of 0, into non-blocking mode.

        A socket whose class has its own way to send or receive raises `TypeError`. One is
        `ssl.SSLSocket`, whose encryption would be bypassed: `io.from_file` reads and writes it.

        Errors: `InvalidInput` if the family, the type or the listening state of the socket is not
        that of this class; EBADF if the Python socket is closed. After an `Err`, and after an
        exception, the Python socket is as before.

        >>> import socket
        >>> from stdnet import TcpListener
        >>> listener = TcpListener.from_socket(socket.create_server(("127.0.0.1", 0))).unwrap()
        >>> listener.local_addr().unwrap().ip()
        127.0.0.1
        """
        taken = python_socket.from_socket(socket, cls._KIND)
        if isinstance(taken, Err):
            return taken
        inner = taken.unwrap()
        # Otherwise it has no time-out, unless `setsockopt` has set one.
        if socket.gettimeout():
            timeouts.make_timed(inner)
        return Ok(from_inner(cls, inner))

    def into_socket(self) -> Result[socket.socket]:
        """Moves the descriptor into a Python socket, as `ssl` and other modules need one.

        An addition to Rust's API. The Python socket has no time-out, or the time-out 0 if the
        descriptor is in non-blocking mode. A read time-out or a write time-out stays with the
        descriptor. Every later call on this object returns EBADF.

        Errors: EBADF if this object is closed; ENOTSOCK if the descriptor is not that of a socket.
        After an `Err` this object still owns the descriptor.

        >>> from stdnet import TcpListener
        >>> with TcpListener.bind("127.0.0.1:0").unwrap().into_socket().unwrap() as server:
        ...     server.getsockname()[0]
        '127.0.0.1'
        """
        taken = python_socket.into_socket(self._sock)
        if is_ok(taken):
            self.close()
        return taken

    def try_clone(self) -> Result[Self]:
        """Creates a new handle to the same socket, with a descriptor of its own.

        The handles share the socket. Bytes that one of them reads and connections that it accepts
        do not come to the other. Options, time-outs and the mode apply to both. The socket is
        closed with its last descriptor.

        Errors: EMFILE if the process has too many open descriptors.

        Rust's `try_clone`.

        >>> from stdnet import TcpListener
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> listener.try_clone().unwrap().local_addr() == listener.local_addr()
        True
        """
        twin = timeouts.clone(self._sock)
        return Ok(from_inner(type(self), twin.unwrap())) if isinstance(twin, Ok) else twin

    def set_nonblocking(self, nonblocking: bool) -> Result[None]:
        """Moves the socket into or out of non-blocking mode.

        In non-blocking mode a call that would wait returns `WouldBlock` instead. Clones share the
        mode. `stdnet.mio` waits until one of many such sockets is ready.

        Rust's `set_nonblocking`.

        >>> from stdnet import TcpListener
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> listener.set_nonblocking(True)
        Ok(None)
        >>> listener.accept().unwrap_err().kind()
        WouldBlock
        """
        return sock.set_nonblocking(self._sock, nonblocking)


def _from_owner(cls: type[_SocketOwner], owner: Owner) -> _SocketOwner:
    inner = into_inner(owner)
    if isinstance(inner, Fd):
        inner = timeouts.make_timed(sock.from_fd(inner))
    return from_inner(cls, inner)


class HandleWithTimeouts(Handle):
    """The owner of a socket that reads and writes, each within a time-out."""

    __slots__ = ()

    def set_read_timeout(self, dur: Duration | None) -> Result[None]:
        """Sets the read time-out. With `None`, reads wait for ever.

        A read that has waited so long returns `WouldBlock`. `dur` is a `timedelta` or a number of
        seconds. It is rounded to microseconds, but never to 0. A negative one raises `ValueError`.
        Clones share the time-out.

        Errors: `InvalidInput` if `dur` is 0.

        Rust's `set_read_timeout`. C's SO_RCVTIMEO.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> client.set_read_timeout(0.01)
        Ok(None)
        >>> client.read(bytearray(1)).unwrap_err().kind()
        WouldBlock
        """
        return timeouts.set_timeout(self._sock, options.READ_TIMEOUT, dur)

    def set_write_timeout(self, dur: Duration | None) -> Result[None]:
        """Sets the write time-out. With `None`, writes wait for room for ever.

        A write that has waited so long returns `WouldBlock`. `dur` is a `timedelta` or a number of
        seconds. It is rounded to microseconds, but never to 0. A negative one raises `ValueError`.
        Clones share the time-out.

        Errors: `InvalidInput` if `dur` is 0.

        Rust's `set_write_timeout`. C's SO_SNDTIMEO.

        >>> from datetime import timedelta
        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> client.set_write_timeout(timedelta(seconds=5))
        Ok(None)
        >>> print(client.set_write_timeout(0).unwrap_err())
        cannot set a 0 duration timeout
        """
        return timeouts.set_timeout(self._sock, options.WRITE_TIMEOUT, dur)

    def read_timeout(self) -> Result[timedelta | None]:
        """Returns the read time-out, or `None` if reads wait for ever.

        The kernel counts in ticks of its clock, so the result may be a few milliseconds longer
        than the time-out that was set. It holds the very longest, such as infinity, as none. What
        no `timedelta` can hold is returned as the longest one.

        Errors: any error of `getsockopt(2)`.

        Rust's `read_timeout`.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> client.read_timeout()
        Ok(None)
        """
        return options.READ_TIMEOUT.get(self._sock)

    def write_timeout(self) -> Result[timedelta | None]:
        """Returns the write time-out, or `None` if writes wait for ever.

        The result may be a few milliseconds longer than what was set; see `read_timeout`.

        Errors: any error of `getsockopt(2)`.

        Rust's `write_timeout`.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> client.set_write_timeout(5).and_then(lambda _: client.write_timeout()).unwrap()
        datetime.timedelta(seconds=5)
        """
        return options.WRITE_TIMEOUT.get(self._sock)
