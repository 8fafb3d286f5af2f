"""Rust's `std::os::linux::net`: what sockets can do on Linux alone."""

from datetime import timedelta
from typing import Protocol

from stdnet._core.duration import Duration
from stdnet._core.error import Result

__all__ = ["TcpStreamExt"]


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
