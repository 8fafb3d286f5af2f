"""Descriptors of any kind. Rust's `sys::fd`."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from itertools import chain, starmap
from select import epoll
from typing import TYPE_CHECKING, Final, Never, Protocol, final

from stdnet._core.buffer import Buffer, WritableBuffer, byte_view_mut
from stdnet._core.error import Error, Result
from stdnet._core.ready import COUNTED, OK_COUNTS, ok, ok_count, ok_large
from stdnet._sys.cvt import failed
from stdnet.result import Err

IOV_MAX: Final = os.sysconf("SC_IOV_MAX")
"""The most buffers that one vectored call takes."""


class HasFileno(Protocol):
    """What has a descriptor, and keeps it open while it is referred to."""

    def fileno(self) -> int:
        """The descriptor."""
        ...


@final
class Fd(list[int]):
    """A descriptor, closed when the last reference to it goes away.

    It is a list of one number, or of none after its end. A list is filled by C alone, so no
    signal handler can raise between the call that makes a descriptor and its owner.

    In the place of a socket it stands for none at all: what only sockets can do fails.
    """

    __slots__ = ()

    def fileno(self) -> int:
        """The descriptor, or -1."""
        return self[0] if self else -1

    def detach(self) -> int:
        """Gives the descriptor away."""
        return self.pop() if self else -1

    def setblocking(self, blocking: bool) -> None:
        """Sets the mode, which every descriptor has."""
        os.set_blocking(self.fileno(), blocking)

    def __getattr__(self, name: str) -> Callable[..., Never]:
        code = errno.ENOTSOCK if self else errno.EBADF

        def fail(*_: object) -> Never:
            raise OSError(code, os.strerror(code))

        return fail

    if TYPE_CHECKING:

        def __del__(self) -> None: ...
    else:
        # C alone, as for sockets: in a `__del__` written in Python a signal handler may raise
        # before the descriptor is closed. An epoll object closes any, and without complaint; the
        # cache that keeps nothing binds like a method.
        __del__ = lru_cache(0)(partial(min, key=epoll.fromfd, default=None))


def pipe() -> Result[tuple[Fd, Fd]]:
    """The two ends of a new pipe, to read and to write, close-on-exec."""
    try:
        reader, writer = map(Fd, zip(chain.from_iterable(starmap(os.pipe, [()]))))
    except OSError as exc:
        return failed(exc)
    return ok((reader, writer))


def duplicate(owner: HasFileno) -> Result[Fd]:
    """Another descriptor of the same open file, close-on-exec."""
    fd = owner.fileno()
    if fd < 0:
        return Err(Error.from_raw_os_error(errno.EBADF))
    try:
        return ok(Fd(starmap(fcntl.fcntl, [(fd, fcntl.F_DUPFD_CLOEXEC, 3)])))
    except OSError as exc:
        return failed(exc)


def is_terminal(owner: HasFileno) -> bool:
    """Whether it is a terminal; no for a descriptor that is not open."""
    return os.isatty(owner.fileno())


def read(owner: HasFileno, buf: WritableBuffer) -> Result[int]:
    """Reads into a buffer with one call; CPython's own `read` would make a buffer of its own."""
    try:
        n = os.readv(owner.fileno(), [buf])
    except OSError as exc:
        return failed(exc)
    except BufferError:
        byte_view_mut(buf)  # It is the wrong type, and this says so.
        raise
    return OK_COUNTS[n] if n < COUNTED else ok_large(n)


def read_vectored(owner: HasFileno, bufs: Sequence[WritableBuffer]) -> Result[int]:
    """Reads into several buffers with one call."""
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
    """Writes some of the bytes with one call."""
    try:
        n = os.write(owner.fileno(), buf)
    except OSError as exc:
        return failed(exc)
    return OK_COUNTS[n] if n < COUNTED else ok_large(n)


def write_vectored(owner: HasFileno, bufs: Sequence[Buffer]) -> Result[int]:
    """Writes some of the bytes of several buffers with one call."""
    try:
        n = os.writev(owner.fileno(), bufs[:IOV_MAX])
    except OSError as exc:
        return failed(exc)
    return ok_count(n)
