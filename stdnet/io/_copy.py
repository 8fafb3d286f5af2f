"""Rust's `copy`: all of a reader to a writer."""

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
from stdnet.io._buf_read import BufRead
from stdnet.io._buf_reader import BufReader
from stdnet.io._buf_writer import BufWriter
from stdnet.io._file import descriptor_of
from stdnet.io._traits import Read, Write, interrupted, retried
from stdnet.result import Err

_CHUNK: Final = 8 * 1024
"""What is read at once where both ends are the program's own, as in Rust."""

_LARGEST_CHUNK: Final = 256 * 1024
"""What is read at once where a system call is made for it. Larger ones no longer fit into the
processor's cache, and gain nothing."""

_ALL: Final = sys.maxsize

_NOTHING: Final = memoryview(b"")

_Layer: TypeAlias = Take[Read] | BufReader[Read]
"""What lies around a reader and is passed by."""


def copy(reader: Read, writer: Write) -> Result[int]:
    """Writes all that the reader has, until its end; how many bytes. Rust's `std::io::copy`.

    Between sockets, pipes and files the system moves the bytes where it can: through a pipe
    (splice) from a socket on, once a megabyte was copied, and straight from pipe to pipe, and from
    file to file (copy_file_range). From a file to a socket or a pipe it may not, as in Rust, as a
    later change of the file would change what was copied already. Python's files count if they have
    no buffer. With all others, and where the system declines, bytes are read and written.

    What a `BufReader` has in its buffer is copied first, a `BufWriter` over a descriptor is flushed
    before. A flush at the end is up to you.

    Errors: those of reading, writing and the flush, but `Interrupted`, which is tried again;
    `WriteZero` if `write` answers 0. `Copied.of(error)` says how far it came.

    >>> from stdnet import io
    >>> reader, writer = io.pipe().unwrap()
    >>> io.copy(io.Cursor(b"hello"), writer).unwrap()
    5
    >>> reader.read_array(5).unwrap()
    b'hello'
    """
    check_type(reader, Read, "the reader")
    check_type(writer, Write, "the writer")
    run = _Run(reader, writer)
    try:
        run.run()
    except BaseException:
        run.give_back()
        raise
    failed = run.failed
    if failed is None:
        return ok_count(run.written)
    vars(failed.failure())["_copied"] = Copied(run.written, run.give_back())
    return failed


@final
class Copied(NamedTuple):
    """How far a copy came that has failed. Beside Rust, which does not tell.

    Both ends can be used on. To take the copy up again, after a time-out or in non-blocking mode,
    write what is `unwritten`, and copy on.

    >>> from stdnet import Ok, io
    >>> class Small(io.Write):
    ...     room = 3
    ...
    ...     def write(self, buf, /):
    ...         n = min(len(buf), self.room)
    ...         self.room -= n
    ...         return Ok(n)
    ...
    ...     def flush(self):
    ...         return Ok(None)
    >>> error = io.copy(io.repeat(ord("a")).take(5), Small()).failure()
    >>> print(error)
    failed to write whole buffer
    >>> io.Copied.of(error)
    Copied(written=3, unwritten=b'aa')
    """

    written: int
    """How many bytes the writer has taken."""

    unwritten: bytes
    """What has left the reader and was not taken by the writer. It is empty where the library could
    put it back: readers with a buffer, `BufReader` and `Cursor`, lose nothing."""

    @staticmethod
    def of(error: Error) -> Copied | None:
        """How far the copy came that failed with this error; `None` if it is not of a copy.

        >>> from stdnet import io
        >>> io.Copied.of(io.Error.other("oh no!")) is None
        True
        """
        found: object = vars(error).get("_copied")
        return found if isinstance(found, Copied) else None


@final
class _Run:
    """A copy under way.

    A step answers whether to take the next: neither after the end nor after a failure.
    """

    __slots__ = ("_layers", "_mover", "_pending", "_reader", "_writer", "failed", "written")

    def __init__(self, reader: Read, writer: Write) -> None:
        self._reader = reader
        self._writer = writer
        self._layers = list[_Layer]()
        self._mover: Mover | None = None
        self._pending = _NOTHING
        self.written = 0
        self.failed: Err[Error] | None = None

    def run(self) -> None:
        """Copies all, the cheapest way."""
        innermost = self._innermost()
        source, sink = _descriptor(innermost), self._sink()
        if isinstance(innermost, BufRead) and isinstance(self._reader, BufRead):
            self._consumed(self._reader)
            return
        if source is None or sink is None:
            self._looped(_ALL, _CHUNK if source is sink else _LARGEST_CHUNK)
            return
        early, mover = kernel_copy.way(source, sink)
        _ = (
            self._flushed()
            and self._looped(early, _LARGEST_CHUNK)
            and self._drained()
            and self._moved(mover())
            # The end is for the reader to tell: the files of /proc have data, but no length.
            and self._looped(_ALL, _LARGEST_CHUNK)
        )

    def give_back(self) -> bytes:
        """Gives back to the reader what was not written; what it does not take."""
        unwritten = bytes(self._pending) + self._rest()
        reader = self._reader
        # It is a part of `BufRead` that is for the library alone.
        taken = isinstance(reader, BufRead) and reader._unread(unwritten)  # pyright: ignore[reportPrivateUsage]
        return b"" if taken else unwritten

    def _innermost(self) -> Read:
        """The reader that all comes from, past limits and buffers."""
        inner = self._reader
        while _is_layer(inner):
            self._layers.append(inner)
            inner = inner.get_ref()
        return inner

    def _sink(self) -> HasFileno | None:
        """The descriptor that all goes to, past buffers."""
        inner = self._writer
        while _is_buffer(inner):
            inner = inner.get_ref()
        return _descriptor(inner)

    def _flushed(self) -> bool:
        """Empties the writer's buffers, so that they can be passed by."""
        inner = self._writer
        while _is_buffer(inner):
            flushed = inner.flush()
            if isinstance(flushed, Err):
                self.failed = flushed
                return False
            self._writer = inner = inner.get_ref()
        return True

    def _drained(self) -> bool:
        """Copies what the reader's buffers hold, and reads no more."""
        while held := max(map(_held, self._layers), default=0):
            if not self._looped(held, held):
                return False
        return True

    def _moved(self, mover: Mover | None) -> bool:
        """Lets the kernel move all that it will."""
        self._mover = mover
        while mover is not None and (limit := min(map(_limit, self._layers), default=_ALL)):
            moved = mover.move(limit)
            if isinstance(moved, Err):
                if kernel_copy.declined(moved):
                    return self._wrote(memoryview(self._rest()))
                self.failed = moved
                return False
            if not (n := moved.unwrap()):
                break
            self.written += n
            self._has_taken(n)
        return True

    def _rest(self) -> bytes:
        """What the mover has read, but not written."""
        rest = b"" if self._mover is None else self._mover.rest()
        self._has_taken(len(rest))
        return rest

    def _has_taken(self, n: int) -> None:
        """Counts what was read past the limits."""
        for layer in self._layers:
            if isinstance(layer, Take):
                layer._limit -= n  # pyright: ignore[reportPrivateUsage]  # `set_limit` starts anew

    def _looped(self, most: int, largest: int) -> bool:
        """Reads and writes until so many bytes are copied, through a chunk that grows."""
        chunk = memoryview(bytearray(min(_CHUNK, largest)))
        goal = self.written + most
        while self.written < goal:
            read = retried(self._reader.read, chunk)
            if isinstance(read, Err):
                self.failed = read
                return False
            n = within(read.unwrap(), chunk)
            if n == 0 or not self._wrote(chunk[:n]):
                return False
            if n == len(chunk) < largest:
                chunk = memoryview(bytearray(min(4 * n, largest)))
        return True

    def _consumed(self, reader: BufRead) -> None:
        """Writes out of the reader's own buffer, where what is not written stays."""
        while True:
            filled = reader.fill_buf()
            if isinstance(filled, Err):
                if interrupted(filled):
                    continue
                self.failed = filled
                return
            if not len(filled.unwrap()):
                return
            before = self.written
            try:
                wrote = self._wrote(filled.unwrap())
            finally:
                # The reader may have to resize what it shows, so nothing may view it any more.
                self._pending = _NOTHING
                del filled
                reader.consume(self.written - before)
            if not wrote:
                return

    def _wrote(self, rest: memoryview) -> bool:
        """Writes all of it."""
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


def _is_layer(end: Read) -> TypeGuard[_Layer]:
    return isinstance(end, Take | BufReader)


def _is_buffer(end: Write) -> TypeGuard[BufWriter[Write]]:
    return isinstance(end, BufWriter)


def _held(layer: _Layer) -> int:
    return len(layer.buffer()) if isinstance(layer, BufReader) else 0


def _limit(layer: _Layer) -> int:
    return layer.limit() if isinstance(layer, Take) else _ALL


def _descriptor(end: Read | Write) -> HasFileno | None:
    """What the system reads from or writes to in place of this end."""
    if isinstance(end, Owner):
        # It stays open until the copy is done, whoever closes the owner meanwhile.
        return end._sock  # pyright: ignore[reportPrivateUsage]
    return descriptor_of(end)
