"""Which half of a connection to shut down."""

from __future__ import annotations

from enum import Enum


class Shutdown(Enum):
    """The half, or both, that `TcpStream.shutdown` ends. Rust's `std::net::Shutdown`.

    The values are C's `SHUT_RD`, `SHUT_WR` and `SHUT_RDWR`.

    >>> from stdnet import Shutdown
    >>> Shutdown.Both
    Both
    """

    Read = 0
    """Reads that wait now and all later ones answer `Ok(0)`."""
    Write = 1
    """The peer reads end of file; all later writes answer `BrokenPipe`."""
    Both = 2
    """Both halves."""

    def __repr__(self) -> str:
        return self.name
