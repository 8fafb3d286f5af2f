"""The standard streams: Rust's `stdin`, `stdout`, `stderr`, their locks, and `IsTerminal`.

They are the descriptors 0, 1 and 2 with buffers of their own: what `sys.stdin` has read ahead is
not seen here, and what `print` holds back is not flushed. A program uses the one or the other.
"""

from __future__ import annotations

import atexit
import errno
from _thread import LockType, allocate_lock, get_ident
from abc import abstractmethod
from collections.abc import Sequence
from functools import cache
from itertools import starmap
from types import TracebackType
from typing import ClassVar, Final, Protocol, Self, TypeVar, final
from weakref import ref

from stdnet._core.buffer import Buffer, WritableBuffer, byte_view
from stdnet._core.containers import OK_COUNTS, OK_NONE, ok_count
from stdnet._core.error import Error, Result
from stdnet._fd import BorrowedFd, RawFd
from stdnet._sys import fd as sys_fd
from stdnet.io._buf_read import BufRead, Lines
from stdnet.io._buf_reader import BufReader
from stdnet.io._buf_writer import LineWriter
from stdnet.io._traits import Read, Write
from stdnet.result import Err

_T = TypeVar("_T")


class IsTerminal(Protocol):
    """Whatever may be a terminal. Rust's trait `std::io::IsTerminal`.

    >>> from stdnet.io import IsTerminal, stdout
    >>> def is_colourful(out: IsTerminal) -> bool:
    ...     return out.is_terminal()
    >>> is_colourful(stdout()) == stdout().is_terminal()
    True
    """

    def is_terminal(self) -> bool:
        """Whether it is one. Rust's `IsTerminal::is_terminal`."""
        ...


@final
class _Held(list[bool]):
    """A lock that is held, until the last reference to this goes away.

    A list is filled by C alone, so no signal handler can raise between taking the lock and owning
    it.
    """

    __slots__ = ("__weakref__", "lock", "owner")
    lock: LockType
    owner: int

    def __del__(self) -> None:
        while self:
            self.pop()
            self.lock.release()


@final
class _Mutex:
    """A lock that a thread can hold several times over. Rust's `ReentrantLock`."""

    __slots__ = ("_last", "_lock")

    def __init__(self) -> None:
        self._lock = allocate_lock()
        self._last = ref(_Held())

    def hold(self, blocking: bool = True) -> _Held:
        """Waits until no other thread holds it. Without waiting, it may be left unheld."""
        held = self._last()
        if held is not None and held.owner == get_ident():
            return held
        held = _Held()
        held.lock, held.owner = self._lock, get_ident()
        held.extend(filter(None, starmap(self._lock.acquire, [(blocking,)])))
        if held:
            self._last = ref(held)
        return held


def _unless_closed(result: Result[_T], instead: Result[_T]) -> Result[_T]:
    """A stream that the program was started without has no data, and takes all."""
    if isinstance(result, Err) and result.failure().raw_os_error() == errno.EBADF:
        return instead
    return result


@final
class _StdinRaw(Read):
    __slots__ = ()

    def read(self, buf: WritableBuffer, /) -> Result[int]:
        return _unless_closed(sys_fd.read(_STDIN, buf), OK_COUNTS[0])

    def read_vectored(self, bufs: Sequence[WritableBuffer]) -> Result[int]:
        return _unless_closed(sys_fd.read_vectored(_STDIN, bufs), OK_COUNTS[0])

    def is_read_vectored(self) -> bool:
        return True


@final
class _OutputRaw(Write):
    __slots__ = ("_fd",)

    def __init__(self, fd: BorrowedFd) -> None:
        self._fd = fd

    def write(self, buf: Buffer, /) -> Result[int]:
        return _unless_closed(sys_fd.write(self._fd, buf), ok_count(byte_view(buf).nbytes))

    def write_vectored(self, bufs: Sequence[Buffer]) -> Result[int]:
        whole = ok_count(sum(byte_view(buf).nbytes for buf in bufs))
        return _unless_closed(sys_fd.write_vectored(self._fd, bufs), whole)

    def is_write_vectored(self) -> bool:
        return True

    def flush(self) -> Result[None]:
        return OK_NONE


@final
class _Ended(Read, Write):
    """What a lock reads and writes that was given back."""

    __slots__ = ()

    def read(self, _: WritableBuffer, /) -> Result[int]:
        return Err(Error.from_raw_os_error(errno.EBADF))

    def write(self, _: Buffer, /) -> Result[int]:
        return Err(Error.from_raw_os_error(errno.EBADF))

    def flush(self) -> Result[None]:
        return Err(Error.from_raw_os_error(errno.EBADF))


@final
class _Output:
    """What all handles of an output share."""

    __slots__ = ("mutex", "writer")

    def __init__(self, writer: Write) -> None:
        self.mutex = _Mutex()
        self.writer = writer


_STDIN: Final = BorrowedFd.borrow_raw(0)
_STDIN_MUTEX: Final = _Mutex()
_STDIN_READER: Final = BufReader(_StdinRaw())
_STDOUT_RAW: Final = _OutputRaw(BorrowedFd.borrow_raw(1))
_STDOUT: Final = _Output(LineWriter(_STDOUT_RAW))
_STDERR: Final = _Output(_OutputRaw(BorrowedFd.borrow_raw(2)))
_ENDED: Final = _Ended()


@cache
def _flush_at_exit() -> None:
    """Has the output flushed at the end of the program. Rust's `cleanup`."""
    atexit.register(_clean_up)


def _clean_up() -> None:
    # Not waiting: a thread that never gives the lock back would keep the program from its end.
    held = _STDOUT.mutex.hold(blocking=False)
    if held:
        _STDOUT.writer.flush()
        _STDOUT.writer = LineWriter.with_capacity(0, _STDOUT_RAW)


class _Standard:
    """What all streams and locks share."""

    __slots__ = ()
    _FD: ClassVar[RawFd]

    def as_raw_fd(self) -> RawFd:
        """The descriptor's number: 0, 1 or 2. Rust's `AsRawFd`.

        >>> from stdnet.io import stderr, stdin, stdout
        >>> stdin().as_raw_fd(), stdout().as_raw_fd(), stderr().as_raw_fd()
        (0, 1, 2)
        """
        return self._FD

    def fileno(self) -> int:
        """`as_raw_fd` under the name that `select` and its like look for.

        >>> from stdnet.io import stdout
        >>> stdout().fileno()
        1
        """
        return self._FD

    def as_fd(self) -> BorrowedFd:
        """Lends the descriptor. Rust's `AsFd`.

        >>> from stdnet.io import stderr
        >>> stderr().as_fd()
        BorrowedFd { fd: 2 }
        """
        return BorrowedFd.borrow_raw(self._FD)

    def is_terminal(self) -> bool:
        """Whether it is a terminal. Rust's `IsTerminal`.

        >>> import sys
        >>> from stdnet.io import stdin
        >>> stdin().is_terminal() in {True, False}
        True
        """
        return sys_fd.is_terminal(self)

    def __repr__(self) -> str:
        return f"{type(self).__name__} {{ .. }}"


class _Lock(_Standard):
    """A lock that is held while it lives, or until the end of its `with` block."""

    __slots__ = ("_held",)
    _held: _Held | None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Gives the lock back now, where Rust's `drop` would. Every later call answers EBADF.

        >>> from stdnet.io import stdout
        >>> lock = stdout().lock()
        >>> lock.close()
        >>> lock.write(b"hello").failure().raw_os_error()
        9
        """
        self._held = None


@final
class StdinLock(_Lock, BufRead):
    """Standard input, held: no other thread reads meanwhile. Rust's `std::io::StdinLock`.

    The lock is given back when the last reference goes away, at the end of a `with` block, or by
    `close()`.

    >>> from stdnet.io import BufRead, stdin
    >>> with stdin().lock() as lock:
    ...     isinstance(lock, BufRead)
    True
    """

    __slots__ = ("_reader",)
    _FD = 0

    def __init__(self) -> None:
        self._held = _STDIN_MUTEX.hold()
        self._reader: BufReader[Read] = _STDIN_READER

    def close(self) -> None:
        """Gives the lock back now, where Rust's `drop` would. Every later call answers EBADF.

        >>> from stdnet.io import stdin
        >>> lock = stdin().lock()
        >>> lock.close()
        >>> lock.read_line().failure().raw_os_error()
        9
        """
        self._reader = BufReader(_ENDED)
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

    def read_line(self) -> Result[str]:
        return self._reader.read_line()

    def _unread(self, data: bytes | bytearray) -> bool:
        return self._reader._unread(data)  # pyright: ignore[reportPrivateUsage]  # a part of it


@final
class Stdin(_Standard, Read):
    """Standard input: a handle to one buffer that all share. Rust's `std::io::Stdin`.

    Made by `stdin`. Each call holds the lock for itself; `lock` holds it for several, and has the
    methods of `BufRead`. In Rust a thread that locks it twice waits for itself for ever; here it
    may.

    >>> from stdnet.io import stdin
    >>> stdin()
    Stdin { .. }
    """

    __slots__ = ()
    _FD = 0

    def lock(self) -> StdinLock:
        """Waits until no other thread holds it. Rust's `Stdin::lock`.

        >>> from stdnet.io import stdin
        >>> with stdin().lock() as lock:
        ...     lock
        StdinLock { .. }
        """
        return StdinLock()

    def read_line(self) -> Result[str]:
        """The next line, with its end; empty at the end of the input. Rust's `Stdin::read_line`.

        Errors: those of `BufRead.read_line`.

        >>> from stdnet.io import stdin
        >>> def ask(question: str) -> str:
        ...     print(question, end="", flush=True)
        ...     return stdin().read_line().unwrap().strip()
        """
        with self.lock() as lock:
            return lock.read_line()

    def lines(self) -> Lines[StdinLock]:
        """Iterates over the lines without their ends; it holds the lock. Rust's `Stdin::lines`.

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
        return _STDIN_READER.is_read_vectored()

    def read_to_end(self, buf: bytearray) -> Result[int]:
        with self.lock() as lock:
            return lock.read_to_end(buf)

    def read_to_string(self) -> Result[str]:
        with self.lock() as lock:
            return lock.read_to_string()

    def read_exact(self, buf: WritableBuffer) -> Result[None]:
        with self.lock() as lock:
            return lock.read_exact(buf)


class _OutputLock(_Lock, Write):
    """An output that is held."""

    __slots__ = ("_output",)
    _SHARED: ClassVar[_Output]

    def __init__(self) -> None:
        self._held = self._SHARED.mutex.hold()
        self._output = self._SHARED

    def close(self) -> None:
        self._output = _Output(_ENDED)
        super().close()

    def write(self, buf: Buffer, /) -> Result[int]:
        return self._output.writer.write(buf)

    def write_vectored(self, bufs: Sequence[Buffer]) -> Result[int]:
        return self._output.writer.write_vectored(bufs)

    def is_write_vectored(self) -> bool:
        return self._output.writer.is_write_vectored()

    def write_all(self, buf: Buffer) -> Result[None]:
        return self._output.writer.write_all(buf)

    def flush(self) -> Result[None]:
        return self._output.writer.flush()


class _OutputHandle(_Standard, Write):
    """An output of which each call holds the lock for itself."""

    __slots__ = ()

    @abstractmethod
    def lock(self) -> _OutputLock:
        """Waits until no other thread holds it."""

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
    """Standard output, held: no other thread writes meanwhile. Rust's `std::io::StdoutLock`.

    The lock is given back when the last reference goes away, at the end of a `with` block, or by
    `close()`. A thread may hold several.

    >>> from stdnet.io import stdout
    >>> with stdout().lock() as lock:
    ...     lock.write_all(b"").unwrap()
    """

    __slots__ = ()
    _FD = 1
    _SHARED = _STDOUT


@final
class Stdout(_OutputHandle):
    """Standard output, which passes on whole lines. Rust's `std::io::Stdout`.

    Made by `stdout`. All handles share one `LineWriter`. It is flushed at the end of the program.

    >>> from stdnet.io import stdout
    >>> stdout().flush().unwrap()
    """

    __slots__ = ()
    _FD = 1

    def lock(self) -> StdoutLock:
        """Waits until no other thread holds it. Rust's `Stdout::lock`.

        >>> from stdnet.io import stdout
        >>> with stdout().lock() as lock:
        ...     lock
        StdoutLock { .. }
        """
        return StdoutLock()


@final
class StderrLock(_OutputLock):
    """Standard error, held: no other thread writes meanwhile. Rust's `std::io::StderrLock`.

    >>> from stdnet.io import stderr
    >>> with stderr().lock() as lock:
    ...     lock.write_all(b"").unwrap()
    """

    __slots__ = ()
    _FD = 2
    _SHARED = _STDERR


@final
class Stderr(_OutputHandle):
    """Standard error, without a buffer. Rust's `std::io::Stderr`.

    Made by `stderr`.

    >>> from stdnet.io import stderr
    >>> stderr().write_all(b"").unwrap()
    """

    __slots__ = ()
    _FD = 2

    def lock(self) -> StderrLock:
        """Waits until no other thread holds it. Rust's `Stderr::lock`.

        >>> from stdnet.io import stderr
        >>> with stderr().lock() as lock:
        ...     lock
        StderrLock { .. }
        """
        return StderrLock()


def stdin() -> Stdin:
    """Standard input. Rust's `std::io::stdin`.

    A program that was started without it reads its end. What `sys.stdin` has read is not seen here.

    >>> from stdnet.io import stdin
    >>> def shout() -> None:
    ...     for line in stdin().lines():
    ...         print(line.unwrap().upper())
    """
    return Stdin()


def stdout() -> Stdout:
    """Standard output. Rust's `std::io::stdout`.

    A program that was started without it writes to nowhere. What `print` holds back is not flushed.

    >>> from stdnet.io import stdout
    >>> stdout()
    Stdout { .. }
    """
    _flush_at_exit()
    return Stdout()


def stderr() -> Stderr:
    """Standard error. Rust's `std::io::stderr`.

    A program that was started without it writes to nowhere.

    >>> from stdnet.io import stderr
    >>> stderr()
    Stderr { .. }
    """
    return Stderr()
