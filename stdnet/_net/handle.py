"""What all socket types share."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Self

from stdnet._core.arguments import check_type
from stdnet._core.containers import ok
from stdnet._core.duration import Duration
from stdnet._core.error import Error, Result
from stdnet._fd import OwnedFd, Owner, RawFd, fd_from_raw, from_inner, into_inner
from stdnet._sys import options, sock, timeouts
from stdnet._sys.ownership import Fd
from stdnet.result import Err, Ok, is_ok

if TYPE_CHECKING:
    import socket


class Handle(Owner):
    """The owner of a socket.

    An `Fd` in the place of its `Socket` answers every call with the error that is due: EBADF
    after the end, ENOTSOCK for a descriptor that is no socket's.
    """

    __slots__ = ()

    @classmethod
    def from_raw_fd(cls, fd: RawFd, /) -> Self:
        """Takes a descriptor over. What it is a descriptor of is not looked at.

        Its mode, blocking or not, stays. A negative number is a `ValueError`. Rust's `FromRawFd`.

        >>> from stdnet import TcpListener
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> addr = listener.local_addr()
        >>> TcpListener.from_raw_fd(listener.into_raw_fd()).local_addr() == addr
        True
        """
        return from_inner(cls, timeouts.make_timed(sock.from_fd(fd_from_raw(fd))))

    @classmethod
    def from_owned_fd(cls, owned_fd: OwnedFd, /) -> Self:
        """Takes the descriptor of an `OwnedFd` over. Rust's `From<OwnedFd>`.

        >>> from stdnet import TcpListener
        >>> from stdnet.os.fd import OwnedFd
        >>> owned = OwnedFd.from_(TcpListener.bind("127.0.0.1:0").unwrap())
        >>> TcpListener.from_owned_fd(owned).local_addr().unwrap().ip()
        127.0.0.1
        """
        check_type(owned_fd, OwnedFd, "owned_fd")
        inner = into_inner(owned_fd)
        if isinstance(inner, Fd):
            inner = timeouts.make_timed(sock.from_fd(inner))
        return from_inner(cls, inner)

    @classmethod
    def from_socket(cls, socket: socket.socket, /) -> Result[Self]:
        """Takes the descriptor of a Python socket over, which is closed then. Beside Rust.

        A Python time-out becomes the time-out of reads and of writes; without one the descriptor
        is put in blocking mode, with the time-out 0 in non-blocking mode.

        Errors: that of a Python socket which is closed, EBADF. An `Err` has taken nothing.

        >>> import socket
        >>> from stdnet import TcpListener
        >>> listener = TcpListener.from_socket(socket.create_server(("127.0.0.1", 0))).unwrap()
        >>> listener.local_addr().unwrap().ip()
        127.0.0.1
        """
        taken = sock.from_socket(socket)
        if isinstance(taken, Err):
            return taken
        return ok(from_inner(cls, timeouts.make_timed(taken.unwrap())))

    def into_socket(self) -> Result[socket.socket]:
        """Gives the descriptor to a Python socket, for `ssl` and its like. Beside Rust.

        The Python socket waits for ever, or not at all where the descriptor is in non-blocking
        mode; time-outs of reads and writes stay with the descriptor. Every later call of this
        object answers EBADF.

        Errors: EBADF after this object's end, ENOTSOCK for a descriptor that is no socket's. An
        `Err` has given nothing.

        >>> from stdnet import TcpListener
        >>> with TcpListener.bind("127.0.0.1:0").unwrap().into_socket().unwrap() as server:
        ...     server.getsockname()[0]
        '127.0.0.1'
        """
        taken = sock.into_socket(self._sock)
        if is_ok(taken):
            self.close()
        return taken

    def try_clone(self) -> Result[Self]:
        """Another descriptor of the same socket. Rust's `try_clone`.

        The two share everything: bytes that one reads and connections that one accepts do not
        come to the other; options, time-outs and the mode are set for both. The socket is closed
        with the last descriptor.

        Errors: EMFILE where there are too many descriptors.

        >>> from stdnet import TcpListener
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> listener.try_clone().unwrap().local_addr() == listener.local_addr()
        True
        """
        twin = timeouts.clone(self._sock)
        return ok(from_inner(type(self), twin.unwrap())) if isinstance(twin, Ok) else twin

    def take_error(self) -> Result[Error | None]:
        """The error that waits at the socket, C's SO_ERROR, which is cleared by asking.

        Errors: any of the system; the error that waited is no `Err`. Rust's `take_error`.

        >>> from stdnet import TcpListener
        >>> TcpListener.bind("127.0.0.1:0").unwrap().take_error()
        <Success: None>
        """
        return options.ERROR.take(self._sock)

    def set_nonblocking(self, nonblocking: bool) -> Result[None]:
        """Whether calls that would wait answer `WouldBlock` instead. Rust's `set_nonblocking`.

        The mode belongs to the socket, so clones share it.

        >>> from stdnet import TcpListener
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> listener.set_nonblocking(True)
        <Success: None>
        >>> listener.accept().failure().kind()
        WouldBlock
        """
        return sock.set_nonblocking(self._sock, nonblocking)


class HandleWithTimeouts(Handle):
    """A socket that moves bytes, and how long it waits to do so."""

    __slots__ = ()

    def set_read_timeout(self, dur: Duration | None) -> Result[None]:
        """How long a call waits for something to read; for ever with `None`.

        It answers `WouldBlock` then. A `timedelta` or seconds, rounded to microseconds but never
        to 0. Clones share it. A negative one is a `ValueError`.

        Errors: `InvalidInput` for 0. Rust's `set_read_timeout`, C's SO_RCVTIMEO.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> client.set_read_timeout(0.01)
        <Success: None>
        >>> client.read(bytearray(1)).failure().kind()
        WouldBlock
        """
        return timeouts.set_timeout(self._sock, options.READ_TIMEOUT, dur)

    def set_write_timeout(self, dur: Duration | None) -> Result[None]:
        """How long a call waits for room for what it writes; for ever with `None`.

        It answers `WouldBlock` then. A `timedelta` or seconds, rounded to microseconds but never
        to 0. Clones share it. A negative one is a `ValueError`.

        Errors: `InvalidInput` for 0. Rust's `set_write_timeout`, C's SO_SNDTIMEO.

        >>> from datetime import timedelta
        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> client.set_write_timeout(timedelta(seconds=5))
        <Success: None>
        >>> print(client.set_write_timeout(0).failure())
        cannot set a 0 duration timeout
        """
        return timeouts.set_timeout(self._sock, options.WRITE_TIMEOUT, dur)

    def read_timeout(self) -> Result[timedelta | None]:
        """How long a call waits for something to read; for ever if `None`.

        The system keeps it in ticks of its clock, so it may be a few milliseconds more than what
        was set.

        Errors: any of the system. Rust's `read_timeout`.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> client.read_timeout()
        <Success: None>
        """
        return options.READ_TIMEOUT.get(self._sock)

    def write_timeout(self) -> Result[timedelta | None]:
        """How long a call waits for room for what it writes; for ever if `None`.

        Errors: any of the system. Rust's `write_timeout`.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> client.set_write_timeout(5).bind(lambda _: client.write_timeout()).unwrap()
        datetime.timedelta(seconds=5)
        """
        return options.WRITE_TIMEOUT.get(self._sock)
