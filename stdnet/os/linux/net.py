"""Protocols for methods of sockets that only Linux has. Rust's `std::os::linux::net`.

In Rust these are traits, which a program imports to get the methods. Here the classes have the
methods themselves, and the protocols are for annotations.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import Protocol

from stdnet._core.buffer import Buffer
from stdnet._core.duration import Duration
from stdnet._core.error import Result
from stdnet._core.unix_addr import SocketAddr

if sys.platform != "linux":
    raise ImportError("stdnet.os.linux.net needs Linux")
assert sys.platform == "linux"  # By this mypy knows that nothing is here on other systems.

__all__ = ["SocketAddrExt", "TcpStreamExt", "UnixSocketExt"]


class SocketAddrExt(Protocol):
    """The address of a Unix socket that may have an abstract name.

    `stdnet.os.unix.net.SocketAddr` has these methods.

    Rust's `std::os::linux::net::SocketAddrExt`.

    >>> from stdnet.os.linux.net import SocketAddrExt
    >>> from stdnet.os.unix.net import SocketAddr
    >>> def name(addr: SocketAddrExt) -> bytes | None:
    ...     return addr.as_abstract_name()
    >>> name(SocketAddr.from_abstract_name("hidden").unwrap())
    b'hidden'
    """

    @staticmethod
    def from_abstract_name(name: str | Buffer) -> Result[SocketAddr]:
        """Creates the address of a name in the abstract namespace."""
        ...

    def as_abstract_name(self) -> bytes | None:
        """Returns the abstract name, or `None` if the address has none."""
        ...


class TcpStreamExt(Protocol):
    """A TCP stream with the options of Linux. `TcpStream` has these methods.

    Rust's `std::os::linux::net::TcpStreamExt`.

    >>> from stdnet import TcpListener, TcpStream
    >>> from stdnet.os.linux.net import TcpStreamExt
    >>> def enable_quickack(stream: TcpStreamExt) -> bool:
    ...     return stream.set_quickack(True).and_then(lambda _: stream.quickack()).unwrap()
    >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
    >>> enable_quickack(TcpStream.connect(listener.local_addr().unwrap()).unwrap())
    True
    """

    def set_quickack(self, quickack: bool) -> Result[None]:
        """Sets TCP_QUICKACK: segments are acknowledged at once."""
        ...

    def quickack(self) -> Result[bool]:
        """Returns True if segments are acknowledged at once."""
        ...

    def set_deferaccept(self, accept: Duration) -> Result[None]:
        """Sets TCP_DEFER_ACCEPT: how long a connection without data is kept from `accept`.

        Unstable in Rust.
        """
        ...

    def deferaccept(self) -> Result[timedelta]:
        """Returns how long a connection without data is kept from `accept`. Unstable in Rust."""
        ...


class UnixSocketExt(Protocol):
    """A Unix socket that can receive the credentials of the sender with each message.

    `UnixStream` and `UnixDatagram` have these methods.

    Rust's `std::os::linux::net::UnixSocketExt`.

    >>> from stdnet.os.linux.net import UnixSocketExt
    >>> from stdnet.os.unix.net import UnixDatagram
    >>> def enable_passcred(socket: UnixSocketExt) -> bool:
    ...     return socket.set_passcred(True).and_then(lambda _: socket.passcred()).unwrap()
    >>> enable_passcred(UnixDatagram.unbound().unwrap())
    True
    """

    def passcred(self) -> Result[bool]:
        """Returns True if messages come with the credentials of their sender. Unstable in Rust."""
        ...

    def set_passcred(self, passcred: bool) -> Result[None]:
        """Sets SO_PASSCRED: messages come with the credentials of their sender.

        Unstable in Rust.
        """
        ...
