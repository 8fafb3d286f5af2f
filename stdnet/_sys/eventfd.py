"""Linux's eventfd: a counter that can be waited for. See `eventfd(2)`."""

from __future__ import annotations

import os
import sys
from errno import EBADF, ENOSYS

from stdnet._core.containers import OK_NONE
from stdnet._core.error import Error, Result
from stdnet._sys.cvt import failed
from stdnet._sys.ownership import PYPY, Fd, adopt_fd, uninterrupted
from stdnet.result._containers import Err, Ok

if sys.platform != "linux":
    raise ImportError("stdnet.mio needs Linux")


def eventfd() -> Result[Fd]:
    """Calls `eventfd` with EFD_CLOEXEC and EFD_NONBLOCK; the counter is 0."""
    if PYPY:  # It has no such function.
        return Err(Error.from_raw_os_error(ENOSYS))
    try:
        return Ok(adopt_fd(uninterrupted(os.eventfd, 0, os.EFD_CLOEXEC | os.EFD_NONBLOCK)))
    except OSError as exc:
        return failed(exc)


def add_one(counter: Fd) -> Result[None]:
    """Adds 1 to the counter. One that is full begins at 0 again: it only has to be above 0."""
    number = counter.fileno()
    if number < 0:  # CPython would raise `ValueError`.
        return Err(Error.from_raw_os_error(EBADF))
    try:
        try:
            os.eventfd_write(number, 1)
        except BlockingIOError:
            os.eventfd_read(number)
            os.eventfd_write(number, 1)
    except OSError as exc:
        return failed(exc)
    return OK_NONE
