"""The function `copy`. Rust's `std::io::copy`."""

from __future__ import annotations

import sys
from typing import Final, NamedTuple, TypeAlias, TypeGuard, final

from stdnet._core.arguments import check_type
from stdnet._core.buffer import within
from stdnet._core.containers import ok_count
from stdnet._core.error import WRITE_ALL_EOF, Error, Result
from stdnet._fd import Owner
from stdnet._sys import kernel_copy
from stdnet._sys.fd import HasFileno
from stdnet._sys.kernel_copy import Mover
from stdnet.io._adapters import Take
from stdnet.io._buf_reader import BufReader
from stdnet.io._buf_writer import BufWriter
from stdnet.io._file import descriptor_of
from stdnet.io._traits import BufRead, Read, Write, interrupted, retried, wrong_result
from stdnet.result._containers import Err

_CHUNK: Final = 8 * 1024
"""The size of the first chunk, and of all of them if neither end is a descriptor, as in Rust."""

_LARGEST_CHUNK: Final = 256 * 1024
"""The size that chunks grow to if they spare system calls. Larger ones no longer fit into the
processor's cache, and gain nothing."""

_ALL: Final = sys.maxsize

_NOTHING: Final = memoryview(b"")

_Adapter: TypeAlias = Take[Read] | BufReader[Read]
"""An adapter that a copy can look through, to the reader below."""


def copy(reader: Read, writer: Write) -> Result[int]:
    """Copies all bytes of a reader to a writer; returns how many. Rust's `std::io::copy`.

    Between sockets, pipes and files the kernel moves the bytes if it can: by `splice(2)` from a
    pipe or from a socket, and by `copy_file_range(2)` from file to file. From a socket to a socket
    or file it takes a pipe in between, so the kernel takes over only after the first mebibyte. From
    a file to a socket or pipe it moves none, as in Rust, because a later change of the file would
    change what was copied already. Nor does it to a socket with a write time-out, as one `splice`
    may wait for several. A Python file counts as a file if it has no buffer. For all other readers
    and writers, and if the kernel refuses, the bytes are read and written.

    When another thread closes an end, the copy fails after the call in progress.

    What a `BufReader` holds is copied first, and a `BufWriter` over a descriptor is flushed before.
    After the copy, call `flush` yourself.

    Errors: those of reading, writing and the flush, except `Interrupted`, which is retried;
    `WriteZero` if `write` returns 0. `Copied.of(error)` reports how far the copy came.

    >>> from stdnet import io
    >>> reader, writer = io.pipe().unwrap()
    >>> io.copy(io.Cursor(b"hello"), writer).unwrap()
    5
    >>> reader.read_array(5).unwrap()
    b'hello'
    """
    check_type(reader, Read, "the reader")
    check_type(writer, Write, "the writer")
    copier = _Copier(reader, writer)
    try:
        copier.copy()
    except BaseException:
        copier.give_back()
        raise
    failed = copier.failed
    if failed is None:
        return ok_count(copier.written)
    vars(failed.unwrap_err())["_copied"] = Copied(copier.written, copier.give_back())
    return failed


@final
class Copied(NamedTuple):
    """The progress of a copy that failed. An addition to Rust's API.

    Both ends can still be used. To resume the copy, after a time-out or in non-blocking mode, write
    what is `unwritten`, and copy again.

    >>> from stdnet import Ok, io
    >>> class Small(io.Write):
    ...     room = 3
    ...
    ...     def write(self, buf: io.Buffer, /) -> io.Result[int]:
    ...         n = min(memoryview(buf).nbytes, self.room)
    ...         self.room -= n
    ...         return Ok(n)
    ...
    ...     def flush(self) -> io.Result[None]:
    ...         return Ok(None)
    >>> error = io.copy(io.repeat(ord("a")).take(5), Small()).unwrap_err()
    >>> print(error)
    failed to write whole buffer
    >>> io.Copied.of(error)
    Copied(written=3, unwritten=b'aa')
    """

    written: int
    """The number of bytes that the writer has taken."""

    unwritten: bytes
    """The bytes that were read but not written. There are none if the library could put them back:
    its readers with a buffer, such as `BufReader` and `Cursor`, lose nothing."""

    @staticmethod
    def of(error: Error) -> Copied | None:
        """Returns how far the copy that failed with this error came; `None` for other errors.

        >>> from stdnet import io
        >>> io.Copied.of(io.Error.other("oh no!")) is None
        True
        """
        found: object = vars(error).get("_copied")
        return found if isinstance(found, Copied) else None


# A copy goes one of three ways:
#
# - Between two descriptors, the kernel moves the bytes, past all adapters around the ends. So the
#   writer's buffers are flushed and the reader's are copied before, and what the kernel takes is
#   counted against the limits of each `Take`. If the kernel refuses, the third way goes on.
# - From a reader that shows its buffer, such as `Cursor`, the bytes are written out of that buffer,
#   and consumed when they are written.
# - From any other reader, they are read into a chunk of memory and written out of it.
#
# Goals: the fewest system calls, and that no byte is lost if the copy fails, even by an exception.
#
# Invariant: a byte that has left the reader is counted in `written`, or viewed by `_pending`, or
# held by the mover. `give_back` collects the last two.
#
# Each step returns True if the next one is to follow, and False after the end or a failure.


@final
class _Copier:
    """A copy in progress. Rust's `Copier`."""

    __slots__ = ("_adapters", "_mover", "_pending", "_reader", "_writer", "failed", "written")

    def __init__(self, reader: Read, writer: Write) -> None:
        self._reader = reader
        self._writer = writer
        self._adapters = list[_Adapter]()
        self._mover: Mover | None = None
        self._pending = _NOTHING
        self.written = 0
        self.failed: Err[Error] | None = None

    def copy(self) -> None:
        """Copies until the end or the first failure."""
        inner = self._innermost_reader()
        if isinstance(inner, BufRead) and isinstance(self._reader, BufRead):
            self._write_from_buffer(self._reader)
            return
        source, sink = _descriptor(inner), _descriptor(self._innermost_writer())
        if source is not None and sink is not None:
            self._copy_descriptor(source, sink)
        else:
            neither = source is None and sink is None
            self._read_and_write(_ALL, _CHUNK if neither else _LARGEST_CHUNK)

    def give_back(self) -> bytes:
        """Puts what was read but not written back into the reader, or returns it if that fails."""
        unwritten = bytes(self._pending) + self._drain_mover()
        reader = self._reader
        # The part of `BufRead` that only the library's own readers implement.
        taken = isinstance(reader, BufRead) and reader._unread(unwritten)  # pyright: ignore[reportPrivateUsage]
        return b"" if taken else unwritten

    def _innermost_reader(self) -> Read:
        """Returns the reader inside of all adapters, and keeps a list of these."""
        inner = self._reader
        while _is_adapter(inner):
            self._adapters.append(inner)
            inner = inner.get_ref()
        return inner

    def _innermost_writer(self) -> Write:
        """Returns the writer below all buffers."""
        inner = self._writer
        while _is_buffer(inner):
            inner = inner.get_ref()
        return inner

    def _copy_descriptor(self, source: HasFileno, sink: HasFileno) -> bool:
        """Copies what buffers hold, and has the kernel move all else."""
        early, make_mover = kernel_copy.choose_mover(source, sink)
        return (
            self._flush_buffers()
            and self._read_and_write(early, _LARGEST_CHUNK)
            and self._copy_buffers()
            and self._move(make_mover(), source, sink)
            # Only a read finds the end: the files of /proc have data but no length, and
            # `copy_file_range` copies none of it.
            and self._read_and_write(_ALL, _LARGEST_CHUNK)
        )

    def _flush_buffers(self) -> bool:
        """Flushes the buffers around the writer, and looks through them from then on."""
        inner = self._writer
        while _is_buffer(inner):
            flushed = inner.flush()
            if isinstance(flushed, Err):
                self.failed = flushed
                return False
            self._writer = inner = inner.get_ref()
        return True

    def _copy_buffers(self) -> bool:
        """Copies what the reader's buffers hold, and reads no more."""
        while held := max(map(_buffered, self._adapters), default=0):
            if not self._read_and_write(held, held):
                return False
        return True

    def _move(self, mover: Mover | None, source: HasFileno, sink: HasFileno) -> bool:
        """Has the kernel move bytes until the limit, the end, or its refusal."""
        self._mover = mover
        while mover is not None and (limit := min(map(_limit, self._adapters), default=_ALL)):
            if not self._still_ends_in(source, sink):
                # Another thread has closed an end, as the next read or write reports.
                return self._write_all(memoryview(self._drain_mover()))
            moved = mover.move(limit)
            if isinstance(moved, Err):
                if kernel_copy.needs_fallback(moved):
                    return self._write_all(memoryview(self._drain_mover()))
                self.failed = moved
                return False
            if not (n := moved.unwrap()):
                break
            self.written += n
            self._count_as_read(n)
        return True

    def _still_ends_in(self, source: HasFileno, sink: HasFileno) -> bool:
        """Returns False if an end no longer has its descriptor."""
        inner = self._adapters[-1].get_ref() if self._adapters else self._reader
        return _descriptor(inner) is source and _descriptor(self._writer) is sink

    def _drain_mover(self) -> bytes:
        """Takes out what the mover has read but not written."""
        data = b"" if self._mover is None else self._mover.drain()
        self._count_as_read(len(data))
        return data

    def _count_as_read(self, n: int) -> None:
        """Counts bytes that were not read through the adapters against their limits."""
        for adapter in self._adapters:
            if isinstance(adapter, Take):
                # Not by `set_limit`, which resets the position.
                adapter._limit -= n  # pyright: ignore[reportPrivateUsage]

    def _read_and_write(self, count: int, largest: int) -> bool:
        """Copies at least `count` bytes, in chunks that grow up to the size `largest`."""
        chunk = memoryview(bytearray(min(_CHUNK, largest)))
        goal = self.written + count
        while self.written < goal:
            read = retried(self._reader.read, chunk)
            if isinstance(read, Err):
                self.failed = read
                return False
            n = within(read.unwrap(), chunk)
            if n == 0 or not self._write_all(chunk[:n]):
                return False
            if n == len(chunk) < largest:
                chunk = memoryview(bytearray(min(4 * n, largest)))
        return True

    def _write_from_buffer(self, reader: BufRead) -> None:
        """Writes what the reader shows of its buffer, which keeps what is not written."""
        while True:
            filled = reader.fill_buf()
            if isinstance(filled, Err):
                if interrupted(filled):
                    continue
                self.failed = filled
                return
            try:
                view = filled.unwrap()
            except AttributeError:
                raise wrong_result(filled) from None
            if not len(view):
                return
            before = self.written
            try:
                wrote = self._write_all(view)
            finally:
                # No view may be left, as the reader may have to resize its buffer.
                self._pending = _NOTHING
                del filled, view
                reader.consume(self.written - before)
            if not wrote:
                return

    def _write_all(self, rest: memoryview) -> bool:
        """Writes the whole of `rest`."""
        while rest:
            self._pending = rest
            wrote = retried(self._writer.write, rest)
            if isinstance(wrote, Err):
                self.failed = wrote
                return False
            n = within(wrote.unwrap(), rest)
            if n == 0:
                self.failed = WRITE_ALL_EOF.err()
                return False
            self.written += n
            rest = rest[n:]
        self._pending = rest
        return True


def _is_adapter(reader: Read) -> TypeGuard[_Adapter]:
    return isinstance(reader, Take | BufReader)


def _is_buffer(writer: Write) -> TypeGuard[BufWriter[Write]]:
    return isinstance(writer, BufWriter)


def _buffered(adapter: _Adapter) -> int:
    """Returns how many bytes the adapter has in its buffer."""
    return len(adapter.buffer()) if isinstance(adapter, BufReader) else 0


def _limit(adapter: _Adapter) -> int:
    """Returns how many bytes the adapter lets through."""
    return adapter.limit() if isinstance(adapter, Take) else _ALL


def _descriptor(end: Read | Write) -> HasFileno | None:
    """Returns the owner of the descriptor that is read or written, if that is all there is to it.

    The descriptor stays open until the copy is done, even if its owner is closed meanwhile.
    """
    if isinstance(end, Owner):
        return end._sock  # pyright: ignore[reportPrivateUsage]
    return descriptor_of(end)
