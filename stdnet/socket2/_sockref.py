"""References to sockets that other objects own: `SockRef`."""

from __future__ import annotations

from typing import Never, cast, final

from stdnet._core.arguments import check_method, explained_if_missing, no_constructor
from stdnet._core.error import Result
from stdnet._fd import Owner, RawFd, from_inner
from stdnet._sys import socket2, timeouts
from stdnet._sys.fd import HasFileno
from stdnet._sys.ownership import Socket as SystemSocket
from stdnet.result._containers import Err, Ok
from stdnet.socket2._socket import AnySocket, Socket


@final
class SockRef(AnySocket):
    """A reference to a socket that another object owns.

    It has every method of `Socket`. In Rust the owner cannot close the socket meanwhile. Here the
    descriptor stays open for as long as this object lives, unless the owner gives it away or is a
    `socket.socket`. In a free-threaded build of Python, and in PyPy, it ends with its owner's
    `close()`.

    The crate's `SockRef`.

    >>> from stdnet import TcpListener
    >>> from stdnet.socket2 import SockRef
    >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
    >>> SockRef.from_(listener).is_listener()
    Ok(true)
    """

    __slots__ = ("__weakref__", "_borrowed", "_sock")

    _borrowed: HasFileno
    _sock: SystemSocket

    @explained_if_missing
    def __init__(self, _no_constructor: Never, /, *_: Never, **__: Never) -> None:
        raise no_constructor("SockRef", _no_constructor)

    @staticmethod
    def from_(socket: HasFileno) -> SockRef:
        """Borrows the socket of any object that has `fileno()`.

        If the descriptor is not a socket, every call returns ENOTSOCK. What that object does to the
        bytes, as an `ssl.SSLSocket` encrypts them, calls of the `SockRef` do not.

        The crate's `SockRef::from`.

        >>> from stdnet import UdpSocket
        >>> from stdnet.socket2 import SockRef
        >>> socket = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> SockRef.from_(socket).set_recv_buffer_size(10_000)
        Ok(None)
        """
        check_method(socket, "fileno", "socket")
        borrowed = socket.as_fd() if isinstance(socket, Owner) else socket
        made = object.__new__(SockRef)
        made._borrowed = borrowed
        made._sock = cast("SystemSocket", _socket_of(socket) or socket2.borrow(borrowed))
        return made

    def try_clone(self) -> Result[Socket]:
        """Duplicates the descriptor; returns a `Socket` that owns the new one.

        Errors: EMFILE if the process has too many open descriptors.

        The crate's `Socket::try_clone`.

        >>> from stdnet import UdpSocket
        >>> from stdnet.socket2 import SockRef
        >>> socket = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> clone = SockRef.from_(socket).try_clone().unwrap()
        >>> clone.local_addr().unwrap().as_socket() == socket.local_addr().unwrap()
        True
        """
        twin = timeouts.clone(self._sock)
        if isinstance(twin, Err):
            return twin
        return Ok(from_inner(Socket, twin.unwrap()))

    def as_raw_fd(self) -> RawFd:
        """Returns the descriptor, which stays owned by the other object.

        Rust's `AsRawFd`.

        >>> from stdnet import UdpSocket
        >>> from stdnet.socket2 import SockRef
        >>> socket = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> SockRef.from_(socket).as_raw_fd() == socket.as_raw_fd()
        True
        """
        return self._borrowed.fileno()

    def fileno(self) -> int:
        """Returns the descriptor, for `select`, `selectors` and other users of `fileno()`.

        An addition to Rust's API.

        >>> from stdnet import UdpSocket
        >>> from stdnet.socket2 import SockRef
        >>> socket = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> SockRef.from_(socket).fileno() == socket.fileno()
        True
        """
        return self._borrowed.fileno()

    def __repr__(self) -> str:
        # Of what is no socket, `_sock` is a duplicate.
        return self._debug(self.as_raw_fd())


def _socket_of(socket: HasFileno) -> SystemSocket | None:
    """Returns the owner's own `Socket`, so that a time-out set on one side holds for both."""
    inner: object = socket._sock if isinstance(socket, Owner) else None  # pyright: ignore[reportPrivateUsage]
    return inner if isinstance(inner, SystemSocket) else None
