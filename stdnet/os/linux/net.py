"""Rust's `std::os::linux::net`: what sockets can do on Linux alone."""

from datetime import timedelta
from typing import Protocol

from stdnet._core.buffer import Buffer
from stdnet._core.duration import Duration
from stdnet._core.error import Result
from stdnet._core.unix_addr import SocketAddr

__all__ = ["SocketAddrExt", "TcpStreamExt", "UnixSocketExt"]


class SocketAddrExt(Protocol):
    """What the address of a Unix socket can do on Linux: abstract names.

    `stdnet.os.unix.net.SocketAddr` has these methods at once. Rust's
    `std::os::linux::net::SocketAddrExt`.

    >>> from stdnet.os.linux.net import SocketAddrExt
    >>> from stdnet.os.unix.net import SocketAddr
    >>> def name(addr: SocketAddrExt) -> bytes | None:
    ...     return addr.as_abstract_name()
    >>> name(SocketAddr.from_abstract_name("hidden").unwrap())
    b'hidden'
    """

    @staticmethod
    def from_abstract_name(name: str | Buffer) -> Result[SocketAddr]:
        """The address of a name that stands in no file system."""
        ...

    def as_abstract_name(self) -> bytes | None:
        """The abstract name, if it has one."""
        ...


class TcpStreamExt(Protocol):
    """What `TcpStream` can do on Linux. Rust's `std::os::linux::net::TcpStreamExt`.

    `TcpStream` has these methods at once; in Rust the trait has to be imported first.

    >>> from stdnet import TcpListener, TcpStream
    >>> from stdnet.os.linux.net import TcpStreamExt
    >>> def hasty(stream: TcpStreamExt) -> bool:
    ...     return stream.set_quickack(True).bind(lambda _: stream.quickack()).unwrap()
    >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
    >>> hasty(TcpStream.connect(listener.local_addr().unwrap()).unwrap())
    True
    """

    def set_quickack(self, quickack: bool) -> Result[None]:
        """Whether each segment is acknowledged at once, C's TCP_QUICKACK."""
        ...

    def quickack(self) -> Result[bool]:
        """Whether each segment is acknowledged at once."""
        ...

    def set_deferaccept(self, accept: Duration) -> Result[None]:
        """How long a connection without data is kept from `accept`. Unstable in Rust."""
        ...

    def deferaccept(self) -> Result[timedelta]:
        """How long a connection without data is kept from `accept`. Unstable in Rust."""
        ...


class UnixSocketExt(Protocol):
    """What `UnixStream` and `UnixDatagram` can do on Linux: credentials with each message.

    They have these methods at once. Rust's `std::os::linux::net::UnixSocketExt`.

    >>> from stdnet.os.linux.net import UnixSocketExt
    >>> from stdnet.os.unix.net import UnixDatagram
    >>> def curious(socket: UnixSocketExt) -> bool:
    ...     return socket.set_passcred(True).bind(lambda _: socket.passcred()).unwrap()
    >>> curious(UnixDatagram.unbound().unwrap())
    True
    """

    def passcred(self) -> Result[bool]:
        """Whether each message that is received names its sender. Unstable in Rust."""
        ...

    def set_passcred(self, passcred: bool) -> Result[None]:
        """Whether each message that is received names its sender. Unstable in Rust."""
        ...
