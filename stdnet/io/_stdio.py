"""The standard streams and their locks. Rust's `stdin`, `stdout`, `stderr` and `IsTerminal`.

They are the descriptors 0, 1 and 2, with buffers of their own. Python has others over them:

- What `print` has buffered is written before anything that is written here. `print` does not know
  of an unfinished line here: flush it before you print. On a terminal, and under `python -u`, the
  order always holds, as nothing waits here.
- What `sys.stdin` has read ahead cannot be read here. A program should use one or the other.

A program that is started without a stream finds it empty, or discarding all data. The import of
stdnet opens /dev/null in its place, as Rust does before `main`. If other code has opened its number
before, that code keeps the number, and the stream has no descriptor at all.

After a fork, a child process has the locks of the thread that forked. Those of other threads are
free, and what these have left in a buffer is the parent's. A child that was forked while other
threads ran does not wait for `print`, as one of them may have been inside of it, and so the order
is not kept.
"""

from __future__ import annotations

# The buffer of standard input is a part of its lock:
# pyright: reportPrivateUsage=false
import atexit
import errno
from _thread import LockType, allocate_lock, get_ident
from abc import abstractmethod
from collections.abc import Callable, Sequence
from functools import cache
from itertools import starmap
from typing import ClassVar, Final, Generic, Protocol, TypeVar, final
from weakref import ref

from stdnet._core.buffer import Buffer, WritableBuffer, byte_view
from stdnet._core.closing import Closing
from stdnet._core.containers import OK_COUNTS, OK_NONE, ok_count
from stdnet._core.error import Error, Result
from stdnet._core.no_copy import NoCopy
from stdnet._fd import BorrowedFd, RawFd
from stdnet._sys import fd as sys_fd
from stdnet._sys import stdio as sys_stdio
from stdnet.io._adapters import Lines
from stdnet.io._buf_reader import BufReader
from stdnet.io._buf_writer import LineWriter
from stdnet.io._traits import BufRead, Read, Write
from stdnet.result._containers import Err

_T = TypeVar("_T")
_W_co = TypeVar("_W_co", bound=Write, covariant=True)


class IsTerminal(Protocol):
    """An object that may be a terminal. Rust's trait `std::io::IsTerminal`.

    >>> from stdnet.io import IsTerminal, stdout
    >>> def is_colourful(out: IsTerminal) -> bool:
    ...     return out.is_terminal()
    >>> is_colourful(stdout()) == stdout().is_terminal()
    True
    """

    def is_terminal(self) -> bool:
        """Returns True if it is one. Rust's `IsTerminal::is_terminal`."""
        ...


@final
class _Guard(list[bool]):
    """Releases a lock when its last reference goes away. Rust's `ReentrantLockGuard`.

    It holds True while it has the lock. It is a list because C code can both acquire the lock and
    fill the list, so no signal handler raises in between: see `stdnet._sys.ownership`.
    """

    __slots__ = ("__weakref__", "lock", "owner")
    lock: LockType
    owner: int

    def __del__(self) -> None:
        while self:
            self.pop()
            self.lock.release()


@final
class _ReentrantLock:
    """A lock that its thread can take again. Rust's `ReentrantLock`."""

    __slots__ = ("_last", "_lock")

    def __init__(self) -> None:
        self._lock = allocate_lock()
        self._last = ref(_Guard())

    def is_held_elsewhere(self) -> bool:
        """Returns True if another thread has the lock."""
        guard = self._last()
        return self._lock.locked() and not (guard and guard.owner == get_ident())

    def lock(self, blocking: bool = True) -> _Guard:
        """Waits until no other thread has the lock. The guard is empty if it may not wait."""
        guard = self._last()
        if guard is not None and guard.owner == get_ident():
            return guard
        guard = _Guard()
        guard.lock, guard.owner = self._lock, get_ident()
        guard.extend(filter(None, starmap(self._lock.acquire, [(blocking,)])))
        if guard:
            self._last = ref(guard)
        return guard


def _handle_ebadf(result: Result[_T], default: Result[_T]) -> Result[_T]:
    """Returns the default if the program was started without the stream. Rust's `handle_ebadf`."""
    if isinstance(result, Err) and result.unwrap_err().raw_os_error() == errno.EBADF:
        return default
    return result


# The raw streams have -1 for a descriptor if the number of the stream belongs to other code. Their
# calls are EBADF then, which means that the program has no such stream.


@final
class _StdinRaw(Read):
    """Standard input without a buffer or lock. Rust's `StdinRaw`."""

    __slots__ = ("_fd",)

    def __init__(self, fd: RawFd) -> None:
        self._fd = fd

    def fileno(self) -> RawFd:
        return self._fd

    def read(self, buf: WritableBuffer, /) -> Result[int]:
        return _handle_ebadf(sys_fd.read(self, buf), OK_COUNTS[0])

    def read_vectored(self, bufs: Sequence[WritableBuffer]) -> Result[int]:
        return _handle_ebadf(sys_fd.read_vectored(self, bufs), OK_COUNTS[0])

    def is_read_vectored(self) -> bool:
        return True


@final
class _OutputRaw(Write):
    """An output without a buffer or lock. Rust's `StdoutRaw` and `StderrRaw`."""

    __slots__ = ("_fd",)

    def __init__(self, fd: RawFd) -> None:
        self._fd = fd

    def fileno(self) -> RawFd:
        return self._fd

    def discard_all(self) -> None:
        """Discards whatever is written from now on."""
        self._fd = -1

    def write(self, buf: Buffer, /) -> Result[int]:
        return _handle_ebadf(sys_fd.write(self, buf), ok_count(byte_view(buf).nbytes))

    def write_vectored(self, bufs: Sequence[Buffer]) -> Result[int]:
        whole = ok_count(sum(byte_view(buf).nbytes for buf in bufs))
        return _handle_ebadf(sys_fd.write_vectored(self, bufs), whole)

    def is_write_vectored(self) -> bool:
        return True

    def flush(self) -> Result[None]:
        return OK_NONE


@final
class _Closed(Read, Write):
    """Takes the place of the stream in a lock that is closed."""

    __slots__ = ()

    def read(self, _: WritableBuffer, /) -> Result[int]:
        return Err(Error.from_raw_os_error(errno.EBADF))

    def write(self, _: Buffer, /) -> Result[int]:
        return Err(Error.from_raw_os_error(errno.EBADF))

    def flush(self) -> Result[None]:
        return Err(Error.from_raw_os_error(errno.EBADF))


@final
class _Input:
    """An input, which all its handles share."""

    __slots__ = ("mutex", "raw", "reader")

    def __init__(self, raw: Read) -> None:
        self.mutex = _ReentrantLock()
        self.raw = raw
        self.reader = BufReader(raw)


@final
class _Output(Generic[_W_co]):
    """An output, which all its handles share."""

    __slots__ = ("flush_print", "mutex", "writer")

    def __init__(self, writer: _W_co, flush_print: Callable[[], Result[None]]) -> None:
        self.mutex = _ReentrantLock()
        self.writer = writer
        self.flush_print = flush_print


def _new_stdout() -> LineWriter[_OutputRaw]:
    """Returns the writer of standard output; it has no buffer if `print` passes on each line."""
    raw = _OutputRaw(sys_stdio.STDOUT)
    return LineWriter.with_capacity(0, raw) if sys_stdio.does_print_pass_on() else LineWriter(raw)


_CLOSED: Final = _Closed()
_CLOSED_OUTPUT: Final = _Output(_CLOSED, lambda: OK_NONE)

_STDIN: Final = _Input(_StdinRaw(sys_stdio.STDIN))
_STDOUT: Final = _Output(_new_stdout(), sys_stdio.flush_stdout)
_STDERR: Final = _Output(_OutputRaw(sys_stdio.STDERR), sys_stdio.flush_stderr)


@cache
def _set_up_stdout() -> None:
    """Registers `_cleanup`, and takes the buffer away if `print` passes on each line; once."""
    atexit.register(_cleanup)
    _STDOUT.writer = _new_stdout()


def _cleanup() -> None:
    """Flushes standard output, and makes it unbuffered. Rust's `std::io::cleanup`."""
    # Without waiting: otherwise a thread that keeps the lock would keep the program from ending.
    guard = _STDOUT.mutex.lock(blocking=False)
    if guard:
        _ = _STDOUT.writer.flush()
        _STDOUT.writer = LineWriter.with_capacity(0, _OutputRaw(sys_stdio.STDOUT))


def _free_locks_of_other_threads() -> None:
    """Makes a forked child process independent of the threads that only its parent has.

    What they have in a buffer is theirs, and may be half written: the child drops it.
    """
    if _STDIN.mutex.is_held_elsewhere():
        _STDIN.mutex, _STDIN.reader = _ReentrantLock(), BufReader(_STDIN.raw)
    if _STDOUT.mutex.is_held_elsewhere():
        _STDOUT.writer.get_ref().discard_all()
        _STDOUT.mutex, _STDOUT.writer = _ReentrantLock(), _new_stdout()
    if _STDERR.mutex.is_held_elsewhere():
        _STDERR.mutex = _ReentrantLock()


sys_stdio.in_forked_child(_free_locks_of_other_threads)


class _Stream:
    """The methods that all streams and their locks share."""

    __slots__ = ()
    _FD: ClassVar[RawFd]

    def as_raw_fd(self) -> RawFd:
        """Returns the descriptor: 0, 1 or 2. Rust's `AsRawFd`.

        If the program was started without the stream, and other code had taken its number before
        stdnet was imported, it is another one, of /dev/null.

        >>> from stdnet.io import stderr, stdin, stdout
        >>> stdin().as_raw_fd(), stdout().as_raw_fd(), stderr().as_raw_fd()
        (0, 1, 2)
        """
        return self._FD

    def fileno(self) -> int:
        """Returns the descriptor, as `as_raw_fd` does. `select` and `selectors` call it.

        >>> from stdnet.io import stdout
        >>> stdout().fileno()
        1
        """
        return self._FD

    def as_fd(self) -> BorrowedFd:
        """Borrows the descriptor. Rust's `AsFd`.

        >>> from stdnet.io import stderr
        >>> stderr().as_fd()
        BorrowedFd { fd: 2 }
        """
        return BorrowedFd.borrow_raw(self._FD)

    def is_terminal(self) -> bool:
        """Returns True if it is a terminal. Rust's `IsTerminal`.

        >>> import sys
        >>> from stdnet.io import stdin
        >>> stdin().is_terminal() in {True, False}
        True
        """
        return sys_fd.is_terminal(self)

    def __repr__(self) -> str:
        return f"{type(self).__name__} {{ .. }}"


class _Lock(Closing, NoCopy, _Stream):
    """A lock, which is released with its last reference or at the end of its `with` block."""

    __slots__ = ("_guard",)
    _guard: _Guard | None

    def close(self) -> None:
        """Releases the lock now. Every later call returns EBADF. Rust's `drop`.

        >>> from stdnet.io import stdout
        >>> lock = stdout().lock()
        >>> lock.close()
        >>> lock.write(b"hello").unwrap_err().raw_os_error()
        9
        """
        self._guard = None


@final
class StdinLock(_Lock, BufRead):
    """Standard input, locked: no other thread reads meanwhile. Rust's `std::io::StdinLock`.

    The lock is released when the last reference goes away, at the end of a `with` block, or by
    `close()`.

    >>> from stdnet.io import BufRead, stdin
    >>> with stdin().lock() as lock:
    ...     isinstance(lock, BufRead)
    True
    """

    __slots__ = ("_reader",)
    _FD = sys_stdio.fds[0]

    def __init__(self) -> None:
        self._guard = _STDIN.mutex.lock()
        self._reader: BufReader[Read] = _STDIN.reader

    def close(self) -> None:
        """Releases the lock now. Every later call returns EBADF. Rust's `drop`.

        >>> from stdnet.io import stdin
        >>> lock = stdin().lock()
        >>> lock.close()
        >>> lock.read_line().unwrap_err().raw_os_error()
        9
        """
        self._reader = BufReader(_CLOSED)
        super().close()

    def read(self, buf: WritableBuffer, /) -> Result[int]:
        return self._reader.read(buf)

    def read_vectored(self, bufs: Sequence[WritableBuffer]) -> Result[int]:
        return self._reader.read_vectored(bufs)

    def is_read_vectored(self) -> bool:
        return self._reader.is_read_vectored()

    def read_to_end(self, buf: bytearray) -> Result[int]:
        return self._reader.read_to_end(buf)

    def read_exact(self, buf: WritableBuffer) -> Result[None]:
        return self._reader.read_exact(buf)

    def fill_buf(self) -> Result[memoryview]:
        return self._reader.fill_buf()

    def consume(self, amt: int, /) -> None:
        self._reader.consume(amt)

    def read_line(self, buf: None = None) -> Result[str]:
        return self._reader.read_line(buf)

    @property
    def _keeps(self) -> bool:
        return True

    def _measure(self, byte: int, limit: int) -> tuple[int, bool] | Err[Error]:
        return self._reader._measure(byte, limit)

    def _pop(self, n: int) -> bytes:
        return self._reader._pop(n)

    def _unread(self, data: bytes | bytearray) -> bool:
        return self._reader._unread(data)


@final
class Stdin(_Stream, Read):
    """A handle to standard input. All handles share one buffer. Rust's `std::io::Stdin`.

    Made by `stdin`. Each call takes the lock. Use `lock` to keep it for several calls, and for the
    methods of `BufRead`. A thread may lock it again, where Rust's would wait for itself forever.

    >>> from stdnet.io import stdin
    >>> stdin()
    Stdin { .. }
    """

    __slots__ = ()
    _FD = sys_stdio.fds[0]

    def lock(self) -> StdinLock:
        """Locks standard input, or waits until no other thread has it. Rust's `Stdin::lock`.

        >>> from stdnet.io import stdin
        >>> with stdin().lock() as lock:
        ...     lock
        StdinLock { .. }
        """
        return StdinLock()

    def read_line(self, buf: None = None) -> Result[str]:
        """Reads a line, with its newline, or `""` at the end. Rust's `Stdin::read_line`.

        Errors: those of `BufRead.read_line`.

        >>> from stdnet.io import stdin
        >>> def ask(question: str) -> str:
        ...     print(question, end="", flush=True)
        ...     return stdin().read_line().unwrap().strip()
        """
        with self.lock() as lock:
            return lock.read_line(buf)

    def lines(self) -> Lines[StdinLock]:
        """Locks standard input, and iterates over its lines. Rust's `Stdin::lines`.

        Each item is a `Result` of a line without its newline. The iterator keeps the lock.

        >>> from stdnet.io import stdin
        >>> def total() -> int:
        ...     return sum(int(line.unwrap()) for line in stdin().lines())
        """
        return self.lock().lines()

    def read(self, buf: WritableBuffer, /) -> Result[int]:
        with self.lock() as lock:
            return lock.read(buf)

    def read_vectored(self, bufs: Sequence[WritableBuffer]) -> Result[int]:
        with self.lock() as lock:
            return lock.read_vectored(bufs)

    def is_read_vectored(self) -> bool:
        return _STDIN.reader.is_read_vectored()

    def read_to_end(self, buf: bytearray) -> Result[int]:
        with self.lock() as lock:
            return lock.read_to_end(buf)

    def read_to_string(self) -> Result[str]:
        with self.lock() as lock:
            return lock.read_to_string()

    def read_exact(self, buf: WritableBuffer) -> Result[None]:
        with self.lock() as lock:
            return lock.read_exact(buf)

    def read_array(self, n: int) -> Result[bytes]:
        with self.lock() as lock:
            return lock.read_array(n)


class _OutputLock(_Lock, Write):
    """A lock of an output."""

    __slots__ = ("_output",)
    _SHARED: ClassVar[_Output[Write]]

    def __init__(self) -> None:
        self._guard = self._SHARED.mutex.lock()
        self._output = self._SHARED

    def close(self) -> None:
        self._output = _CLOSED_OUTPUT
        super().close()

    def write(self, buf: Buffer, /) -> Result[int]:
        printed = self._output.flush_print()
        return printed if isinstance(printed, Err) else self._output.writer.write(buf)

    def write_vectored(self, bufs: Sequence[Buffer]) -> Result[int]:
        printed = self._output.flush_print()
        return printed if isinstance(printed, Err) else self._output.writer.write_vectored(bufs)

    def is_write_vectored(self) -> bool:
        return self._output.writer.is_write_vectored()

    def write_all(self, buf: Buffer) -> Result[None]:
        printed = self._output.flush_print()
        return printed if isinstance(printed, Err) else self._output.writer.write_all(buf)

    def flush(self) -> Result[None]:
        # Each write has flushed `print` before, so what is printed now came later.
        flushed = self._output.writer.flush()
        return flushed if isinstance(flushed, Err) else self._output.flush_print()


class _OutputHandle(_Stream, Write):
    """A handle to an output. Each call takes the lock."""

    __slots__ = ()

    @abstractmethod
    def lock(self) -> _OutputLock:
        """Locks the output, or waits until no other thread has it."""

    def write(self, buf: Buffer, /) -> Result[int]:
        with self.lock() as lock:
            return lock.write(buf)

    def write_vectored(self, bufs: Sequence[Buffer]) -> Result[int]:
        with self.lock() as lock:
            return lock.write_vectored(bufs)

    def is_write_vectored(self) -> bool:
        return True

    def write_all(self, buf: Buffer) -> Result[None]:
        with self.lock() as lock:
            return lock.write_all(buf)

    def write_all_vectored(self, bufs: Sequence[Buffer]) -> Result[None]:
        with self.lock() as lock:
            return lock.write_all_vectored(bufs)

    def flush(self) -> Result[None]:
        with self.lock() as lock:
            return lock.flush()


@final
class StdoutLock(_OutputLock):
    """Standard output, locked: no other thread writes meanwhile. Rust's `std::io::StdoutLock`.

    The lock is released when the last reference goes away, at the end of a `with` block, or by
    `close()`. A thread may have several.

    >>> from stdnet.io import stdout
    >>> with stdout().lock() as lock:
    ...     lock.write_all(b"").unwrap()
    """

    __slots__ = ()
    _FD = sys_stdio.fds[1]
    _SHARED = _STDOUT


@final
class Stdout(_OutputHandle):
    """A handle to standard output, which passes on whole lines. Rust's `std::io::Stdout`.

    Made by `stdout`. All handles share one `LineWriter`, which is flushed at the end of the
    program. It has no buffer on a terminal and under `python -u`, where `print` does not wait.

    >>> from stdnet.io import stdout
    >>> stdout().flush().unwrap()
    """

    __slots__ = ()
    _FD = sys_stdio.fds[1]

    def lock(self) -> StdoutLock:
        """Locks standard output, or waits until no other thread has it. Rust's `Stdout::lock`.

        >>> from stdnet.io import stdout
        >>> with stdout().lock() as lock:
        ...     lock
        StdoutLock { .. }
        """
        return StdoutLock()


@final
class StderrLock(_OutputLock):
    """Standard error, locked: no other thread writes meanwhile. Rust's `std::io::StderrLock`.

    >>> from stdnet.io import stderr
    >>> with stderr().lock() as lock:
    ...     lock.write_all(b"").unwrap()
    """

    __slots__ = ()
    _FD = sys_stdio.fds[2]
    _SHARED = _STDERR


@final
class Stderr(_OutputHandle):
    """A handle to standard error, which has no buffer. Rust's `std::io::Stderr`.

    Made by `stderr`.

    >>> from stdnet.io import stderr
    >>> stderr().write_all(b"").unwrap()
    """

    __slots__ = ()
    _FD = sys_stdio.fds[2]

    def lock(self) -> StderrLock:
        """Locks standard error, or waits until no other thread has it. Rust's `Stderr::lock`.

        >>> from stdnet.io import stderr
        >>> with stderr().lock() as lock:
        ...     lock
        StderrLock { .. }
        """
        return StderrLock()


def stdin() -> Stdin:
    """Returns a handle to standard input. Rust's `std::io::stdin`.

    If the program was started without it, it is empty. What `sys.stdin` has read ahead cannot be
    read here.

    >>> from stdnet.io import stdin
    >>> def shout() -> None:
    ...     for line in stdin().lines():
    ...         print(line.unwrap().upper())
    """
    return Stdin()


def stdout() -> Stdout:
    """Returns a handle to standard output. Rust's `std::io::stdout`.

    If the program was started without it, all data are discarded. What `print` has buffered is
    written first, and its errors are those of the call here. Before you print, flush an unfinished
    line.

    >>> from stdnet.io import stdout
    >>> stdout()
    Stdout { .. }
    """
    _set_up_stdout()
    return Stdout()


def stderr() -> Stderr:
    """Returns a handle to standard error. Rust's `std::io::stderr`.

    If the program was started without it, all data are discarded. What
    `print(…, file=sys.stderr)` has buffered is written first.

    >>> from stdnet.io import stderr
    >>> stderr()
    Stderr { .. }
    """
    return Stderr()
