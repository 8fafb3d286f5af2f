"""The standard streams of the process. Rust's `sys::stdio` and `sanitize_standard_fds`.

Python has streams of its own over them, `sys.stdout` and `sys.stderr`, which `print` writes to.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from io import BufferedWriter, FileIO, TextIOWrapper
from typing import Final, TypeGuard

from stdnet._core.containers import OK_NONE
from stdnet._core.error import Result
from stdnet._sys.cvt import failed, reraise_foreign


def _is_open(fd: int) -> bool:
    try:
        os.get_inheritable(fd)
    except OSError as exc:
        return exc.errno != errno.EBADF
    return True


def _claim(fd: int, stream: object) -> bool:
    """Returns True if the number belongs to the standard stream, and not to other code.

    Opens /dev/null there if the descriptor is closed, so that nothing else gets its number. Child
    programs inherit it. Raises `OSError` if that fails, where Rust aborts.
    """
    if _is_open(fd):
        # Python's own stream is None if the descriptor was closed when Python started.
        return stream is not None
    null = os.open(os.devnull, os.O_RDWR)  # The lowest number that is free.
    if null != fd:
        os.close(null)  # Another thread has taken the number just now.
        return False
    os.set_inheritable(null, True)
    return True


_STREAMS: Final = (sys.__stdin__, sys.__stdout__, sys.__stderr__)

STDIN, STDOUT, STDERR = (fd if _claim(fd, _STREAMS[fd]) else -1 for fd in range(3))
"""The numbers 0, 1, 2 of the standard streams, or -1 where the number belongs to other code."""

_null = -1 if -1 not in (STDIN, STDOUT, STDERR) else os.open(os.devnull, os.O_RDWR)

fds: Final = [_null if fd < 0 else fd for fd in (STDIN, STDOUT, STDERR)]
"""The descriptors to hand out: those of the streams, or /dev/null in the place of a -1."""


_streams_are_usable = True
"""False in a child process that was forked while there were other threads.

One of them may have been inside of `print`. Its lock stays locked then, and a flush would wait for
it forever (python/cpython#50970).
"""
_no_other_threads = True


def in_forked_child(reset: Callable[[], None]) -> None:
    """Registers a function that every forked child process calls first."""
    os.register_at_fork(before=_look_for_threads, after_in_child=_give_up_streams)
    os.register_at_fork(after_in_child=reset)


def _look_for_threads() -> None:
    global _no_other_threads  # noqa: PLW0603 - there is one process
    _no_other_threads = len(sys._current_frames()) == 1  # pyright: ignore[reportPrivateUsage]


def _give_up_streams() -> None:
    global _streams_are_usable  # noqa: PLW0603 - there is one process
    _streams_are_usable = _streams_are_usable and _no_other_threads


def flush_stdout() -> Result[None]:
    """Flushes what `print` has buffered for the descriptor 1."""
    return _flush(1, getattr(sys, "stdout", None), sys.__stdout__)


def flush_stderr() -> Result[None]:
    """Flushes what `print(…, file=sys.stderr)` has buffered for the descriptor 2."""
    return _flush(2, getattr(sys, "stderr", None), sys.__stderr__)


def _flush(fd: int, stream: object, original: object) -> Result[None]:
    """Flushes Python's stream, and the one that it started with, if they write to the descriptor.

    Errors: those of the write. A stream that is closed has nothing to flush.
    """
    if not _streams_are_usable:
        return OK_NONE
    try:
        if _is_over(stream, fd):
            stream.flush()
        if original is not stream and _is_over(original, fd):
            original.flush()
    except OSError as exc:
        error = failed(exc)
        return OK_NONE if exc.errno == errno.EBADF else error
    except (RuntimeError, ValueError) as exc:
        # This is a signal handler that has interrupted a `print`, or another thread has closed it.
        reraise_foreign(exc)
    return OK_NONE


def does_print_pass_on() -> bool:
    """Returns True if `print` passes on each line, as on a terminal, or each piece: `python -u`."""
    streams = (getattr(sys, "stdout", None), sys.__stdout__)
    return any(
        _is_over(each, 1) and (each.line_buffering or each.write_through) for each in streams
    )


def _is_over(stream: object, fd: int) -> TypeGuard[TextIOWrapper]:
    """Returns True for a stream of CPython's own classes that writes to the descriptor.

    A stream of any other class may do anything when it is flushed: wait for this very thread, or
    write to `stdnet.io.stdout` again.
    """
    if type(stream) is not TextIOWrapper:
        return False
    try:
        buffer = stream.buffer
        raw = buffer.raw if type(buffer) is BufferedWriter else buffer
        return type(raw) is FileIO and raw.fileno() == fd
    except ValueError as exc:  # It is closed or detached.
        reraise_foreign(exc)
        return False
