"""System calls that move bytes from descriptor to descriptor. Rust's `sys::io::kernel_copy`.

- `copy_file_range(2)` copies from a file to a file.
- `splice(2)` moves from a pipe to a socket, pipe or file, and from a socket to a pipe.
- From a socket to a socket or file, where Rust reads and writes, one `splice` moves the bytes into
  a pipe, and another one out of it.

Only Linux has these calls. Elsewhere, all bytes are read and written, as by Rust's generic loop.

Nothing is moved from a file to a pipe or socket, as in Rust. `splice` and `sendfile` would queue
the pages of the file itself there, and a later write to the file would change them. The pages that
leave a socket or a pipe are not shared.
"""

import errno
import fcntl
import os
import signal
import sys
from collections.abc import Callable
from enum import Enum, auto
from functools import partial
from stat import S_IFIFO, S_IFMT, S_IFREG, S_IFSOCK
from typing import Final, Protocol, final

from stdnet._core.error import Error, Result
from stdnet._sys import fd, timeouts
from stdnet._sys.cvt import cvt, reraise_foreign
from stdnet._sys.fd import HasFileno
from stdnet._sys.ownership import Fd
from stdnet.result._containers import Err, Ok

PIPE_SIZE: Final = 1 << 20
"""The size of the pipe of a `SpliceThroughPipe`, which is also the most that one `splice` moves.

A pipe of the default size, 64 KiB, is no faster than reading and writing.
"""

_MAX_RANGE: Final = 1 << 26
"""The most that one `copy_file_range` copies: signal handlers only run between the calls."""

_FALLBACK_ERRORS: Final = frozenset(
    {
        *(errno.EBADF, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EOVERFLOW),
        *(errno.EPERM, errno.ESPIPE, errno.ETXTBSY, errno.EXDEV),
    }
)


def needs_fallback(failed: Err[Error]) -> bool:
    """Returns True if the kernel cannot move these bytes, so that they have to be read and written.

    If a descriptor itself is at fault, reading or writing reports it.
    """
    return failed.unwrap_err().raw_os_error() in _FALLBACK_ERRORS


class Mover(Protocol):
    """Moves bytes from the descriptor that is the source to the one that is the sink."""

    def move(self, count: int) -> Result[int]:
        """Moves at most `count` bytes; returns how many reached the sink, or 0 at the end."""
        ...

    def drain(self) -> bytes:
        """Takes out what has left the source but not reached the sink."""
        ...


def _no_mover() -> None:
    """Returns None, in the place of a function that makes a mover."""


if sys.platform == "linux":

    @final
    class Splice:
        """Moves from or to a pipe by `splice(2)`."""

        __slots__ = ("_sink", "_source")

        def __init__(self, source: HasFileno, sink: HasFileno) -> None:
            self._source = source
            self._sink = sink

        def move(self, count: int) -> Result[int]:
            """Calls `splice`."""
            return cvt(_splice, self._source, self._sink, min(count, PIPE_SIZE))

        def drain(self) -> bytes:
            """Returns nothing: a byte that leaves the source reaches the sink in the same call."""
            return b""

    def _splice(source: HasFileno, sink: HasFileno, count: int) -> int:
        timeouts.wait_to_read(source)
        timeouts.wait_to_write(sink)
        return os.splice(source.fileno(), sink.fileno(), count)

    @final
    class SpliceThroughPipe:
        """Moves between two descriptors, neither of which is a pipe, through a pipe of its own."""

        __slots__ = ("_from_source", "_in_pipe", "_pipe", "_to_sink")

        def __init__(self, source: HasFileno, sink: HasFileno, reader: Fd, writer: Fd) -> None:
            self._pipe = reader
            self._from_source = Splice(source, writer)
            self._to_sink = Splice(reader, sink)
            self._in_pipe = 0

        def move(self, count: int) -> Result[int]:
            """Calls `splice` out of the pipe, and into it before if it is empty."""
            if not self._in_pipe:
                entered = self._from_source.move(count)
                if isinstance(entered, Err):
                    return entered
                self._in_pipe = entered.unwrap()
            if not self._in_pipe:
                return Ok(0)
            moved = self._to_sink.move(self._in_pipe)
            self._in_pipe -= moved.unwrap_or(0)
            return moved

        def drain(self) -> bytes:
            """Reads what is in the pipe."""
            data = b""
            while self._in_pipe:
                part = os.read(self._pipe.fileno(), self._in_pipe)
                self._in_pipe -= len(part)
                data += part
            return data

    @final
    class CopyFileRange:
        """Copies from file to file by `copy_file_range(2)`; the files may then share blocks."""

        __slots__ = ("_sink", "_source")

        def __init__(self, source: HasFileno, sink: HasFileno) -> None:
            self._source = source
            self._sink = sink

        def move(self, count: int) -> Result[int]:
            """Calls `copy_file_range`."""
            call = os.copy_file_range
            return cvt(call, self._source.fileno(), self._sink.fileno(), min(count, _MAX_RANGE))

        def drain(self) -> bytes:
            """Returns nothing: a byte that leaves the source reaches the sink in the same call."""
            return b""

    class FileType(Enum):
        """The file types that matter here."""

        SOCKET = auto()
        PIPE = auto()
        REGULAR = auto()
        OTHER = auto()

    _FILE_TYPES: Final = {
        S_IFSOCK: FileType.SOCKET,
        S_IFIFO: FileType.PIPE,
        S_IFREG: FileType.REGULAR,
    }

    def file_type(owner: HasFileno) -> FileType:
        """Calls `fstat` for the type; OTHER if it is not open, as reading reports EBADF."""
        try:
            return _FILE_TYPES.get(S_IFMT(os.fstat(owner.fileno()).st_mode), FileType.OTHER)
        except OSError as exc:
            reraise_foreign(exc)
            return FileType.OTHER

    def choose_mover(source: HasFileno, sink: HasFileno) -> tuple[int, Callable[[], Mover | None]]:
        """Returns how many bytes to read and write first, and what makes the mover then.

        The number is above 0 only for a `SpliceThroughPipe`, as its pipe does not pay for a short
        copy. The function returns None if the kernel cannot move the bytes.
        """
        match file_type(source), file_type(sink):
            case FileType.REGULAR, FileType.REGULAR:
                return 0, partial(CopyFileRange, source, sink)
            # `splice` has no MSG_NOSIGNAL, and may wait for several time-outs in one call.
            case _, FileType.SOCKET if not _ignores_sigpipe() or timeouts.limits_writes(sink):
                return 0, _no_mover
            case FileType.PIPE, FileType.SOCKET | FileType.PIPE | FileType.REGULAR:
                return 0, partial(Splice, source, sink)
            case FileType.SOCKET, FileType.PIPE:
                return 0, partial(Splice, source, sink)
            case FileType.SOCKET, FileType.SOCKET | FileType.REGULAR:
                return PIPE_SIZE, partial(_splice_through_pipe, source, sink)
            case _:
                return 0, _no_mover

    def _ignores_sigpipe() -> bool:
        """Returns True if SIGPIPE is ignored, as it is by Python's default."""
        return signal.getsignal(signal.SIGPIPE) is signal.SIG_IGN

    def _splice_through_pipe(source: HasFileno, sink: HasFileno) -> Mover | None:
        """Makes the pipe and its mover.

        Returns None if there are too many descriptors (EMFILE, ENFILE), or if the user already has
        as much in pipes as `pipe(7)` allows (EPERM).
        """
        ends = fd.pipe()
        if isinstance(ends, Err):
            return None
        reader, writer = ends.unwrap()
        grown = cvt(fcntl.fcntl, writer.fileno(), fcntl.F_SETPIPE_SZ, PIPE_SIZE)
        return None if isinstance(grown, Err) else SpliceThroughPipe(source, sink, reader, writer)

else:

    def choose_mover(source: HasFileno, sink: HasFileno) -> tuple[int, Callable[[], Mover | None]]:
        """Returns that there is nothing to be moved by the kernel."""
        return 0, _no_mover
