"""Descriptors of any kind. Rust's `sys::fd`."""

import errno
import fcntl
import os
from collections.abc import Callable
from itertools import starmap
from typing import Never, Protocol, final

from stdnet._core.error import Error, Result
from stdnet._core.ready import ok
from stdnet._sys.cvt import failed
from stdnet.result import Err


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

    # Bound early, as at the end of the program the module's globals go first.
    def __del__(self, close: Callable[[int], None] = os.close) -> None:
        try:
            if self:
                close(self.pop())
        except OSError:
            pass


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
