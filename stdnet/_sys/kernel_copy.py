"""Bytes that the kernel moves from one descriptor to another, past the program's memory.

What leaves a socket or a pipe is nobody else's any more, so its pages can be handed on. Those of a
file are not: whoever writes to the file later changes what lies in a pipe or waits to be sent. So
a file is only copied to a file, as in Rust.
"""

import errno
import fcntl
import os
import signal
from collections.abc import Callable
from enum import Enum, auto
from functools import partial
from stat import S_IFIFO, S_IFMT, S_IFREG, S_IFSOCK
from typing import Final, Protocol, final

from stdnet._core.containers import ok
from stdnet._core.error import Error, Result
from stdnet._sys import fd, timeouts
from stdnet._sys.cvt import cvt, reraise_foreign
from stdnet._sys.fd import HasFileno
from stdnet._sys.ownership import Fd
from stdnet.result import Err

PIPE_SIZE: Final = 1 << 20
"""What fits into a conduit. With a pipe of the usual 64 KiB nothing is gained."""

_MOST: Final = 1 << 26
"""What one call copies between files at most, as no handler of a signal runs meanwhile."""

_DECLINED: Final = frozenset(
    {
        *(errno.EBADF, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EOVERFLOW),
        *(errno.EPERM, errno.ESPIPE, errno.ETXTBSY, errno.EXDEV),
    }
)


def declined(failed: Err[Error]) -> bool:
    """Whether the kernel does not want to move these bytes, so that they are to be copied.

    If there is more to it, reading or writing will tell.
    """
    return failed.failure().raw_os_error() in _DECLINED


class Mover(Protocol):
    """A way for the kernel to move bytes."""

    def move(self, count: int) -> Result[int]:
        """Moves some bytes, at most so many; how many. 0 is the end of the source."""
        ...

    def rest(self) -> bytes:
        """What has left the source and did not get to the sink."""
        ...


@final
class Splice:
    """From or to a pipe: C's `splice`."""

    __slots__ = ("_sink", "_source")

    def __init__(self, source: HasFileno, sink: HasFileno) -> None:
        self._source = source
        self._sink = sink

    def move(self, count: int) -> Result[int]:
        """Moves some bytes."""
        return cvt(_splice, self._source, self._sink, min(count, PIPE_SIZE))

    def rest(self) -> bytes:
        """Nothing, as a call moves all or none."""
        return b""


def _splice(source: HasFileno, sink: HasFileno, count: int) -> int:
    timeouts.wait_to_read(source)
    timeouts.wait_to_write(sink)
    return os.splice(source.fileno(), sink.fileno(), count)


@final
class Conduit:
    """Through a pipe of its own, where neither end is one."""

    __slots__ = ("_inside", "_into", "_out", "_reader")

    def __init__(self, source: HasFileno, sink: HasFileno, reader: Fd, writer: Fd) -> None:
        self._reader = reader
        self._into = Splice(source, writer)
        self._out = Splice(reader, sink)
        self._inside = 0

    def move(self, count: int) -> Result[int]:
        """Moves some bytes; nothing more leaves the source while there is something inside."""
        if not self._inside:
            entered = self._into.move(count)
            if isinstance(entered, Err):
                return entered
            self._inside = entered.unwrap()
        if not self._inside:
            return ok(0)
        moved = self._out.move(self._inside)
        self._inside -= moved.value_or(0)
        return moved

    def rest(self) -> bytes:
        """What is inside."""
        rest = b""
        while self._inside:
            part = os.read(self._reader.fileno(), self._inside)
            self._inside -= len(part)
            rest += part
        return rest


@final
class FileRange:
    """Between files, which may then share their blocks: C's `copy_file_range`."""

    __slots__ = ("_sink", "_source")

    def __init__(self, source: HasFileno, sink: HasFileno) -> None:
        self._source = source
        self._sink = sink

    def move(self, count: int) -> Result[int]:
        """Copies some bytes."""
        call = os.copy_file_range
        return cvt(call, self._source.fileno(), self._sink.fileno(), min(count, _MOST))

    def rest(self) -> bytes:
        """Nothing, as a call moves all or none."""
        return b""


class Kind(Enum):
    """What a descriptor is of."""

    SOCKET = auto()
    PIPE = auto()
    FILE = auto()
    OTHER = auto()


_KINDS: Final = {S_IFSOCK: Kind.SOCKET, S_IFIFO: Kind.PIPE, S_IFREG: Kind.FILE}


def kind(owner: HasFileno) -> Kind:
    """What the descriptor is of; if it is not open, calls will tell."""
    try:
        return _KINDS.get(S_IFMT(os.fstat(owner.fileno()).st_mode), Kind.OTHER)
    except OSError as exc:
        reraise_foreign(exc)
        return Kind.OTHER


def way(source: HasFileno, sink: HasFileno) -> tuple[int, Callable[[], Mover | None]]:
    """The cheapest way from the source to the sink.

    It is how many bytes to copy before it pays to take it, and what makes the mover then; None
    where there is none.
    """
    match kind(source), kind(sink):
        case Kind.FILE, Kind.FILE:
            return 0, partial(FileRange, source, sink)
        # A splice to a socket knows no MSG_NOSIGNAL.
        case _, Kind.SOCKET if _is_sigpipe_wanted():
            return 0, _none
        case (Kind.PIPE, Kind.SOCKET | Kind.PIPE | Kind.FILE) | (Kind.SOCKET, Kind.PIPE):
            return 0, partial(Splice, source, sink)
        case Kind.SOCKET, Kind.SOCKET | Kind.FILE:
            return PIPE_SIZE, partial(_conduit, source, sink)
        case _:
            return 0, _none


def _none() -> None:
    """No mover."""


def _is_sigpipe_wanted() -> bool:
    """Whether the program has asked for the signal, which Python ignores."""
    return signal.getsignal(signal.SIGPIPE) is not signal.SIG_IGN


def _conduit(source: HasFileno, sink: HasFileno) -> Mover | None:
    """None where there are too many descriptors, or the user has too much in pipes already."""
    ends = fd.pipe()
    if isinstance(ends, Err):
        return None
    reader, writer = ends.unwrap()
    grown = cvt(fcntl.fcntl, writer.fileno(), fcntl.F_SETPIPE_SZ, PIPE_SIZE)
    return None if isinstance(grown, Err) else Conduit(source, sink, reader, writer)
