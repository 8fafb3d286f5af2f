"""Descriptors of any kind. Rust's `sys::fd`."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Sequence
from contextlib import suppress
from posix import write as c_write  # eventlet replaces `os.write` by one that waits.
from typing import Final, Protocol

from stdnet._core.buffer import Buffer, WritableBuffer, byte_view, byte_view_mut
from stdnet._core.containers import COUNTED, OK_COUNTS, ok_count, ok_large
from stdnet._core.error import Error, Result
from stdnet._core.fmt import debug_struct
from stdnet._sys import ownership
from stdnet._sys.cvt import cvt, failed
from stdnet._sys.ownership import Fd, adopt_fd, uninterrupted
from stdnet.result._containers import Err, Ok

IOV_MAX: Final = os.sysconf("SC_IOV_MAX")
"""The largest number of buffers that one vectored call takes: 1024 on Linux."""


NONBLOCKING_PIPE: Final = os.O_CLOEXEC | os.O_NONBLOCK
"""The flags of a pipe in non-blocking mode, which child processes do not inherit."""


class HasFileno(Protocol):
    """An object that has a descriptor, and keeps it open for as long as the object lives."""

    def fileno(self) -> int:
        """Returns the descriptor."""
        ...


def pipe(*flags: int) -> Result[tuple[Fd, Fd]]:
    """Calls `pipe2` with O_CLOEXEC, or with these flags; returns the ends to read and to write."""
    try:
        return Ok(ownership.pipe(*flags))
    except OSError as exc:
        return failed(exc)


def duplicate(owner: HasFileno) -> Result[Fd]:
    """Calls `fcntl` with F_DUPFD_CLOEXEC; returns the new descriptor of the same open file."""
    fd = owner.fileno()
    if fd < 0:
        return Err(Error.from_raw_os_error(errno.EBADF))
    try:
        return Ok(adopt_fd(uninterrupted(fcntl.fcntl, fd, fcntl.F_DUPFD_CLOEXEC, 3)))
    except OSError as exc:
        return failed(exc)


def is_terminal(owner: HasFileno) -> bool:
    """Calls `isatty`; returns False for a descriptor that is not open."""
    return os.isatty(owner.fileno())


def set_nonblocking(owner: HasFileno, nonblocking: bool) -> Result[None]:
    """Sets or clears O_NONBLOCK."""
    return cvt(os.set_blocking, owner.fileno(), not nonblocking)


def debug_file(owner: HasFileno) -> str:
    """Returns a descriptor as `{:?}` writes a `File`: with its path and mode, if they are known."""
    fd = owner.fileno()
    fields: dict[str, object] = {"fd": fd}
    with suppress(OSError):
        fields["path"] = os.readlink(f"/proc/self/fd/{fd}")
    with suppress(OSError, ValueError):
        mode = fcntl.fcntl(fd, fcntl.F_GETFL) & os.O_ACCMODE
        fields |= {"read": mode != os.O_WRONLY, "write": mode != os.O_RDONLY}
    return debug_struct("File", **fields)


def read(owner: HasFileno, buf: WritableBuffer) -> Result[int]:
    """Calls `readv` with one buffer, as `os.read` would allocate one of its own."""
    try:
        n = os.readv(owner.fileno(), [buf])
    except OSError as exc:
        return failed(exc)
    except (BufferError, TypeError):
        byte_view_mut(buf)  # Says what to write instead.
        raise
    return OK_COUNTS[n] if n < COUNTED else ok_large(n)


def read_vectored(owner: HasFileno, bufs: Sequence[WritableBuffer]) -> Result[int]:
    """Calls `readv`."""
    try:
        n = os.readv(owner.fileno(), bufs[:IOV_MAX])
    except OSError as exc:
        return failed(exc)
    except BufferError:
        for buf in bufs:
            byte_view_mut(buf)
        raise
    return ok_count(n)


def write(owner: HasFileno, buf: Buffer) -> Result[int]:
    """Calls `write`."""
    try:
        n = c_write(owner.fileno(), buf)
    except OSError as exc:
        return failed(exc)
    except TypeError:
        byte_view(buf)  # Says what to write instead.
        raise
    return OK_COUNTS[n] if n < COUNTED else ok_large(n)


def write_vectored(owner: HasFileno, bufs: Sequence[Buffer]) -> Result[int]:
    """Calls `writev`."""
    try:
        n = os.writev(owner.fileno(), bufs[:IOV_MAX])
    except OSError as exc:
        return failed(exc)
    return ok_count(n)
