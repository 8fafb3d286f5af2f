"""The halves of a connection that can be shut down."""

from __future__ import annotations

from enum import Enum


class Shutdown(Enum):
    """The half of a connection, or both, that `shutdown` ends. Rust's `std::net::Shutdown`.

    The values are C's `SHUT_RD`, `SHUT_WR` and `SHUT_RDWR`.

    >>> from stdnet import Shutdown
    >>> Shutdown.Both
    Both
    """

    Read = 0
    """The reading half. Reads that wait now and all later reads return `Ok(0)`."""
    Write = 1
    """The writing half. The peer reads end of file; all later writes return `BrokenPipe`."""
    Both = 2
    """Both halves."""

    def __repr__(self) -> str:
        return self.name
