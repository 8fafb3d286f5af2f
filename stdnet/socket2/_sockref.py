"""Sockets that belong to somebody else: `SockRef`."""

from typing import Never, cast, final

from stdnet._core.arguments import check_method
from stdnet._core.containers import ok
from stdnet._core.error import Result
from stdnet._fd import Owner, RawFd, from_inner
from stdnet._sys import socket2, timeouts
from stdnet._sys.fd import HasFileno
from stdnet._sys.ownership import Socket as SystemSocket
from stdnet.result import Ok
from stdnet.socket2._socket import AnySocket, Socket


@final
class SockRef(AnySocket):
    """A socket of another owner, with all that `Socket` can do. The crate's `SockRef`.

    Rust does not let the owner close it meanwhile. Here it stays open for as long as this object
    lives, unless the owner gives it away, or is one of Python's own.

    >>> from stdnet import TcpListener
    >>> from stdnet.socket2 import SockRef
    >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
    >>> SockRef.from_(listener).is_listener()
    <Success: True>
    """

    __slots__ = ("__weakref__", "_lender", "_sock")

    _lender: HasFileno
    _sock: SystemSocket

    def __init__(self, _no_constructor: Never, /) -> None:
        raise TypeError("a SockRef is made by from_()")

    @staticmethod
    def from_(socket: HasFileno) -> "SockRef":
        """Borrows the socket of whoever has one. The crate's `SockRef::from`.

        What is no socket answers ENOTSOCK to every call.

        >>> from stdnet import UdpSocket
        >>> from stdnet.socket2 import SockRef
        >>> socket = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> SockRef.from_(socket).set_recv_buffer_size(10_000)
        <Success: None>
        """
        check_method(socket, "fileno", "socket")
        lender = socket.as_fd() if isinstance(socket, Owner) else socket
        made = object.__new__(SockRef)
        made._lender = lender
        made._sock = cast("SystemSocket", _shared(socket) or socket2.borrow(lender))
        return made

    def try_clone(self) -> Result[Socket]:
        """Another descriptor of the same socket, owned. The crate's `Socket::try_clone`.

        Errors: EMFILE where there are too many descriptors.

        >>> from stdnet import UdpSocket
        >>> from stdnet.socket2 import SockRef
        >>> socket = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> clone = SockRef.from_(socket).try_clone().unwrap()
        >>> clone.local_addr().unwrap().as_socket() == socket.local_addr().unwrap()
        True
        """
        twin = timeouts.clone(self._sock)
        return ok(from_inner(Socket, twin.unwrap())) if isinstance(twin, Ok) else twin

    def as_raw_fd(self) -> RawFd:
        """The descriptor's number, which belongs to the owner. Rust's `AsRawFd`.

        >>> from stdnet import UdpSocket
        >>> from stdnet.socket2 import SockRef
        >>> socket = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> SockRef.from_(socket).as_raw_fd() == socket.as_raw_fd()
        True
        """
        return self._lender.fileno()

    def fileno(self) -> int:
        """`as_raw_fd` under the name that `select` and its like look for.

        >>> from stdnet import UdpSocket
        >>> from stdnet.socket2 import SockRef
        >>> socket = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> SockRef.from_(socket).fileno() == socket.fileno()
        True
        """
        return self._lender.fileno()


def _shared(socket: HasFileno) -> SystemSocket | None:
    """What the owner has itself, so that time-outs which either sets hold for both."""
    inner: object = socket._sock if isinstance(socket, Owner) else None  # pyright: ignore[reportPrivateUsage]
    return inner if isinstance(inner, SystemSocket) else None
