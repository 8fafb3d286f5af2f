"""A reader with a buffer. Rust's `BufReader`.

The buffer is an immutable `bytes`, which is read through a `BytesIO` that shares it. So C code cuts
lines and pieces out of it. A view of it that a caller keeps never changes, and never prevents the
next read.
"""

from __future__ import annotations

# `_OverSeek` stands for `BufReader` itself, and `_line_batches` is a part of it:
# pyright: reportPrivateUsage=false, reportUnusedFunction=false
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeAlias, TypeVar, final

from stdnet._core.arguments import check_type, explained_if_missing, no_argument, wrong_int
from stdnet._core.buffer import WritableBuffer, byte_view_mut, within, wrong_buffer
from stdnet._core.containers import COUNTED, OK_COUNTS, OK_NONE, fill_ok, new_ok, ok_count, ok_large
from stdnet._core.error import Error, Result
from stdnet._core.ints import I64_MIN, U64_MAX, i64, u64
from stdnet._core.no_copy import NoCopy
from stdnet._sys.turn import Turn
from stdnet.io._adapters import Lines
from stdnet.io._line_batches import Batch, in_batches
from stdnet.io._seek import Seek, SeekFrom
from stdnet.io._traits import NEWLINE, BufRead, Read, interrupted, wrong_result
from stdnet.result._containers import Err, Ok

_Bytes: TypeAlias = bytes  # In `Read`, `bytes` is a method.
_R = TypeVar("_R", bound=Read)
_R_co = TypeVar("_R_co", bound=Read, covariant=True)

_CAPACITY: Final = 8 * 1024


class _OverSeek(Protocol):
    """A `BufReader` whose underlying reader can seek."""

    _turn: Turn

    def get_ref(self) -> Seek: ...

    def _view(self) -> memoryview: ...

    def _seek(self, pos: SeekFrom) -> Result[int]: ...

    def _position(self) -> Result[int]: ...

    def _discard(self) -> None: ...

    def _move_within(self, offset: int) -> bool: ...


# The front of a line
#
# A `BufReader` that finds no end of the line in its buffer reads on, and a peer may send the line
# in many small pieces, with a time-out after each of them.
#
# Operations: append what was read; search for the end of the line, or of a part of a `split`; take
# out the line, or all, to be read in another way.
#
# Goals: each piece is copied once and searched once, so that a line takes as long in many pieces as
# in few. A failure needs no work, as nothing was consumed.
#
# Invariants:
# - There is no `byte` in the first `searched` bytes.
# - What was read last begins at `last`. This is what stays in the buffer, to seek in, as in Rust.


@final
class _Partial:
    """The buffer of a reader while a line begins in it but does not end."""

    __slots__ = ("byte", "data", "last", "searched")

    def __init__(self, data: bytes, read: bytes = b"") -> None:
        self.data = bytearray(data) + read
        self.last = len(data)
        self.byte = NEWLINE
        self.searched = 0

    def append(self, read: bytes) -> None:
        self.last = len(self.data)
        self.data += read

    def find(self, byte: int, limit: int) -> tuple[int, bool] | None:
        """Returns the size of the line, at most the limit, and whether it ends with `byte`."""
        if byte != self.byte:
            self.byte, self.searched = byte, 0
        found = _find(self.data, byte, 0, self.searched, limit)
        if found is None:
            self.searched = len(self.data)
        return found


def _find(
    data: bytes | bytearray, byte: int, start: int, searched: int, limit: int
) -> tuple[int, bool] | None:
    """Returns the size of the line at `start`, at most the limit, and whether it ends with `byte`.

    Returns None if more data are needed to find out.
    """
    at = data.find(byte, searched, start + limit)
    if at >= 0:
        return at + 1 - start, True
    return (limit, False) if limit <= len(data) - start else None


@final
class BufReader(NoCopy, BufRead, Seek, Generic[_R_co]):
    r"""A reader that reads much at once and returns it in pieces. Rust's `std::io::BufReader`.

    The buffer has 8 KiB unless you give a `capacity`. A read of at least the capacity bypasses an
    empty buffer. It is a `Seek` if the underlying reader is one.

    If you drop it and read on from the underlying reader, what is in the buffer is lost.

    Only one call at a time may be inside of it. A second one, by another thread or a signal
    handler, raises `RuntimeError`, and loses nothing. Threads that share a `BufReader` need a lock,
    as Rust's types demand a `Mutex`.

    >>> from stdnet import TcpListener, TcpStream
    >>> from stdnet.io import BufReader
    >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
    >>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
    >>> server, _ = listener.accept().unwrap()
    >>> server.write_all(b"HELO there\r\n\x00\x03abc").unwrap()
    >>> reader = BufReader(client)
    >>> reader.read_line().unwrap()
    'HELO there\r\n'
    >>> length = int.from_bytes(reader.read_array(2).unwrap(), "big")
    >>> reader.read_array(length).unwrap()
    b'abc'
    """

    __slots__ = ("_batch", "_chunk", "_data", "_inner", "_measured", "_partial", "_space", "_turn")

    _data: _Bytes
    """What the last read of the underlying reader returned, or the rest of several reads."""

    _chunk: BytesIO
    """A file of `_data`, with its position at what is read next. While there is a batch or a
    `_partial`, it is empty: only fast paths use it, and if they find nothing, they call `_rest`."""

    _batch: Batch | None
    """The batch that a loop over the lines has: see `_line_batches`."""

    _partial: _Partial | None
    """The buffer while it holds only the front of a line. `_data` is empty then."""

    _measured: tuple[BytesIO, int]
    """The chunk and its position after the last `_measure`."""

    # Public methods, and those that other classes call, take a turn. They do not call each other.

    @explained_if_missing
    def __init__(self, inner: _R_co, *, capacity: int = _CAPACITY) -> None:
        check_type(inner, Read, "the reader")
        self._inner = inner
        self._space = memoryview(bytearray(u64(capacity)))
        self._turn = Turn()
        self._batch = None
        self._replace(b"")

    @staticmethod
    def new(inner: _R) -> BufReader[_R]:
        """Makes a reader with a buffer of 8 KiB: `BufReader(inner)`. Rust's `BufReader::new`.

        >>> from stdnet.io import BufReader, Cursor
        >>> BufReader.new(Cursor(b"abc")).capacity()
        8192
        """
        return BufReader(inner)

    @staticmethod
    def with_capacity(capacity: int, inner: _R) -> BufReader[_R]:
        """Makes a reader with a buffer of `capacity` bytes. Rust's `BufReader::with_capacity`.

        >>> from stdnet.io import BufReader, Cursor
        >>> reader = BufReader.with_capacity(4, Cursor(b"abcdef"))
        >>> bytes(reader.fill_buf().unwrap())
        b'abcd'
        """
        return BufReader(inner, capacity=capacity)

    def get_ref(self) -> _R_co:
        """Returns the underlying reader. Rust's `BufReader::get_ref`.

        What you read from it directly comes after what is in the buffer.

        >>> from stdnet.io import BufReader, Cursor
        >>> cursor = Cursor(b"abc")
        >>> BufReader(cursor).get_ref() is cursor
        True
        """
        return self._inner

    def get_mut(self) -> _R_co:
        """Returns the underlying reader, as `get_ref` does. Rust's `BufReader::get_mut`.

        >>> from stdnet.io import BufReader, Cursor
        >>> cursor = Cursor(b"abc")
        >>> BufReader(cursor).get_mut() is cursor
        True
        """
        return self._inner

    def into_inner(self) -> _R_co:
        r"""Returns the underlying reader, and drops the buffer. Rust's `BufReader::into_inner`.

        >>> from stdnet.io import BufReader, Cursor
        >>> reader = BufReader(Cursor(b"one\ntwo"))
        >>> reader.read_line().unwrap(), reader.into_inner().read_to_string().unwrap()
        ('one\n', '')
        """
        with self._turn:
            self._discard()
        return self._inner

    def buffer(self) -> memoryview:
        """Returns a read-only view of the buffer, and reads nothing. Rust's `BufReader::buffer`.

        After a `read_line` that failed, the buffer may have more bytes than the capacity.

        >>> from stdnet.io import BufReader, Cursor
        >>> reader = BufReader(Cursor(b"abc"))
        >>> bytes(reader.buffer()), reader.read_array(1).unwrap(), bytes(reader.buffer())
        (b'', b'a', b'bc')
        """
        with self._turn:
            return self._view()

    def capacity(self) -> int:
        """Returns how many bytes it reads at once. Rust's `BufReader::capacity`.

        >>> from stdnet.io import BufReader, Cursor
        >>> BufReader.with_capacity(100, Cursor(b"")).capacity()
        100
        """
        return len(self._space)

    def peek(self, n: int) -> Result[memoryview]:
        """Returns a view of the next `n` bytes, without consuming them. Rust's `BufReader::peek`.

        There are fewer if the data end before. Raises `ValueError` if `n` is more than the
        capacity. Unstable in Rust.

        Errors: those of the underlying reader, `Interrupted` among them.

        >>> from stdnet.io import BufReader, Cursor
        >>> reader = BufReader(Cursor(b"abc"))
        >>> bytes(reader.peek(2).unwrap()), reader.read_to_string().unwrap()
        (b'ab', 'abc')
        """
        if u64(n) > len(self._space):
            raise ValueError(f"{n} bytes do not fit into a buffer of {len(self._space)}")
        with self._turn:
            while n > len(rest := self._view()):
                read = self._read_inner(len(self._space) - len(rest))
                # As in Rust, what was consumed is dropped, even if the read fails.
                self._replace(bytes(rest) + (b"" if isinstance(read, Err) else read))
                if isinstance(read, Err):
                    return read
                if not read:
                    break
            return Ok(self._view()[:n])

    @explained_if_missing
    def read(self, buf: WritableBuffer, /) -> Result[int]:
        """Reads from the buffer, which is filled by one read if it is empty. Rust's `Read::read`.

        Errors: those of the underlying reader.

        >>> from stdnet.io import BufReader, Cursor
        >>> buf = bytearray(2)
        >>> BufReader(Cursor(b"abc")).read(buf).unwrap(), buf
        (2, bytearray(b'ab'))
        """
        turn = self._turn
        if turn.taken:
            turn.refuse()
        turn.taken = True
        try:
            try:
                n = self._chunk.readinto(buf)
            except TypeError:
                raise wrong_buffer(buf) from None
            if n:
                return OK_COUNTS[n] if n < COUNTED else ok_large(n)
            return self._read(byte_view_mut(buf))
        finally:
            turn.taken = False

    def read_vectored(self, bufs: Sequence[WritableBuffer]) -> Result[int]:
        """Reads into several buffers, as `read` does into one. Rust's `Read::read_vectored`.

        Errors: those of the underlying reader's `read`, or of its `read_vectored` if the buffers
        together have at least the capacity.

        >>> from stdnet.io import BufReader, Cursor
        >>> BufReader(Cursor(b"abc")).read_vectored([bytearray(1), bytearray(4)]).unwrap()
        3
        """
        views = [byte_view_mut(buf) for buf in bufs]
        with self._turn:
            if not self._view():
                if sum(map(len, views)) >= len(self._space):
                    self._discard()
                    return self._inner.read_vectored(views)
                failed = self._fill()
                if failed is not None:
                    return failed
            return ok_count(sum(map(self._chunk.readinto, views)))

    def is_read_vectored(self) -> bool:
        """Returns True if the underlying reader fills several buffers at once.

        Rust's `Read::is_read_vectored`. Unstable in Rust.

        >>> from stdnet.io import BufReader, Cursor
        >>> BufReader(Cursor(b"abc")).is_read_vectored()
        True
        """
        return self._inner.is_read_vectored()

    @explained_if_missing
    def read_exact(self, buf: WritableBuffer) -> Result[None]:
        """Fills the whole of `buf`. Rust's `Read::read_exact`.

        If it fails, `buf` may hold some of the data, and it is not known how much was read.

        Errors: `UnexpectedEof` if the data end before `buf` is full; those of the underlying
        reader, except `Interrupted`, which is retried.

        >>> from stdnet.io import BufReader, Cursor
        >>> buf = bytearray(2)
        >>> BufReader(Cursor(b"abc")).read_exact(buf).unwrap()
        >>> buf
        bytearray(b'ab')
        """
        turn = self._turn
        if turn.taken:
            turn.refuse()
        turn.taken = True
        try:
            try:
                n = self._chunk.readinto(buf)
            except TypeError:
                raise wrong_buffer(buf) from None
            if type(buf) is bytearray and n == len(buf):
                return OK_NONE
            return _Inside(self).read_exact(byte_view_mut(buf)[n:])
        finally:
            turn.taken = False

    def read_array(self, n: int) -> Result[_Bytes]:
        """Reads exactly `n` bytes. Rust's `Read::read_array::<N>`.

        Unstable in Rust. `n` can be what a peer claims: memory is allocated as the bytes arrive.

        If it fails, what was read is lost. Use `read_exact` or `read_to_end` if you need it.

        Errors: `UnexpectedEof` if the data end before, however large `n` is; those of `read`,
        except `Interrupted`, which is retried.

        >>> from stdnet.io import BufReader, Cursor
        >>> BufReader(Cursor(b"abc")).read_array(2).unwrap()
        b'ab'
        """
        turn = self._turn
        if turn.taken:
            turn.refuse()
        turn.taken = True
        try:
            try:
                data = self._chunk.read(n) if n >= 0 else b""  # `read(-1)` would read everything.
            except OverflowError:
                data = b""
            except TypeError:
                raise wrong_int(n, "u64") from None
            if len(data) == n:
                result = new_ok()
                fill_ok(result, data)
                return result
            self._chunk.seek(-len(data), 1)
            return _Inside(self).read_array(n)
        finally:
            turn.taken = False

    @explained_if_missing
    def read_to_end(self, buf: bytearray) -> Result[int]:
        """Appends all bytes until the end to `buf`; returns how many. Rust's `Read::read_to_end`.

        What the buffer holds comes first, then what the underlying reader's `read_to_end` appends.

        Errors: those of the underlying reader's `read_to_end`. What was read before the error is in
        `buf`.

        >>> from stdnet.io import BufReader, Cursor
        >>> buf = bytearray(b"> ")
        >>> BufReader(Cursor(b"abc")).read_to_end(buf).unwrap(), buf
        (3, bytearray(b'> abc'))
        """
        check_type(buf, bytearray, "the buffer")
        with self._turn:
            rest = self._view()
            buf += rest
            self._discard()
            result = self._inner.read_to_end(buf)
        return result if isinstance(result, Err) else ok_count(len(rest) + result.unwrap())

    def fill_buf(self) -> Result[memoryview]:
        """Returns a view of the buffer, which is filled if it is empty. Rust's `BufRead::fill_buf`.

        Errors: those of the underlying reader, `Interrupted` among them.

        >>> from stdnet.io import BufReader, Cursor
        >>> bytes(BufReader(Cursor(b"abc")).fill_buf().unwrap())
        b'abc'
        """
        turn = self._turn
        if turn.taken:
            turn.refuse()
        turn.taken = True
        try:
            return self._fill_buf()
        finally:
            turn.taken = False

    def consume(self, amt: int, /) -> None:
        """Marks `amt` bytes of the buffer as read, at most all of it. Rust's `BufRead::consume`.

        >>> from stdnet.io import BufReader, Cursor
        >>> reader = BufReader(Cursor(b"abcdef"))
        >>> bytes(reader.fill_buf().unwrap())
        b'abcdef'
        >>> reader.consume(4)
        >>> bytes(reader.buffer())
        b'ef'
        """
        turn = self._turn
        if turn.taken:
            turn.refuse()
        turn.taken = True
        try:
            self._consume(amt)
        finally:
            turn.taken = False

    def read_line(self, buf: None = None) -> Result[str]:
        r"""Reads the next line, with its end, decoded from UTF-8. Rust's `BufRead::read_line`.

        The line ends with `"\n"`, unless it is the last one and the data end without. `""` is the
        end of the data. If a read fails, what was read of the line is in the buffer, and the next
        call continues it. A line that is not UTF-8 is consumed, and the next call reads the next.

        Unlike in Rust, the call takes no buffer: `buf` is there for the text of the error.

        Errors: those of the underlying reader, except `Interrupted`, which is retried;
        `InvalidData` if the line is not UTF-8.

        >>> from stdnet.io import BufReader, Cursor
        >>> reader = BufReader(Cursor(b"one\r\ntwo"))
        >>> [reader.read_line().unwrap() for _ in range(3)]
        ['one\r\n', 'two', '']
        """
        if buf is not None:
            raise no_argument("read_line", "line = reader.read_line().unwrap()")
        turn = self._turn
        if turn.taken:
            turn.refuse()
        turn.taken = True
        try:
            line = self._chunk.readline()
            try:
                if line[-1] == NEWLINE:
                    text = line.decode()
                    result = new_ok()
                    fill_ok(result, text)
                    return result
            except (IndexError, UnicodeDecodeError):  # Cheaper than a comparison before.
                pass
            self._chunk.seek(-len(line), 1)
            return _Inside(self).read_line()
        finally:
            turn.taken = False

    @explained_if_missing
    def read_until(self, byte: int, buf: bytearray) -> Result[int]:
        """Appends all bytes up to and including the next `byte` to `buf`; returns how many.

        Rust's `BufRead::read_until`.

        Errors: those of the underlying reader, except `Interrupted`, which is retried. What was
        read before the error is in `buf`.

        >>> from stdnet.io import BufReader, Cursor
        >>> reader, buf = BufReader(Cursor(b"a;bc")), bytearray()
        >>> reader.read_until(ord(";"), buf).unwrap(), buf
        (2, bytearray(b'a;'))
        """
        with self._turn:
            return _Inside(self).read_until(byte, buf)

    def skip_until(self, byte: int) -> Result[int]:
        """Skips all bytes up to and including the next `byte`; returns how many.

        Rust's `BufRead::skip_until`.

        Errors: those of the underlying reader, except `Interrupted`, which is retried.

        >>> from stdnet.io import BufReader, Cursor
        >>> reader = BufReader(Cursor(b"name: value"))
        >>> reader.skip_until(ord(" ")).unwrap(), reader.read_to_string().unwrap()
        (6, 'value')
        """
        with self._turn:
            return _Inside(self).skip_until(byte)

    def seek(self: _OverSeek, pos: SeekFrom, /) -> Result[int]:
        """Sets the position and drops the buffer; returns the new position. Rust's `Seek::seek`.

        `SeekFrom.Current` counts from what is read next here, not from the position of the
        underlying reader.

        Errors: those of the underlying reader's `seek`. The buffer is kept then, unless the move
        took two calls, as one of nearly -2**63 from the current position does.

        >>> from stdnet.io import BufReader, Cursor, SeekFrom
        >>> reader = BufReader(Cursor(b"abcdef"))
        >>> reader.read_array(2).unwrap(), reader.seek(SeekFrom.Current(1)).unwrap()
        (b'ab', 3)
        >>> reader.read_to_string().unwrap()
        'def'
        """
        check_type(self.get_ref(), Seek, "the reader to seek in")
        with self._turn:
            return self._seek(pos)

    def stream_position(self: _OverSeek) -> Result[int]:
        """Returns the position of what is read next. Rust's `Seek::stream_position`.

        Raises `ValueError` if the underlying reader returns a position smaller than the size of the
        buffer.

        Errors: those of the underlying reader's `stream_position`.

        >>> from stdnet.io import BufReader, Cursor
        >>> reader = BufReader(Cursor(b"abcdef"))
        >>> reader.read_array(2).unwrap(), reader.stream_position().unwrap()
        (b'ab', 2)
        """
        check_type(self.get_ref(), Seek, "the reader to seek in")
        with self._turn:
            return self._position()

    def seek_relative(self: _OverSeek, offset: int) -> Result[None]:
        """Moves the position by `offset`, an `i64`. Rust's `BufReader::seek_relative`.

        If the new position is in the buffer, or in what was read from it since it was filled, the
        buffer is kept, and nothing can fail.

        Errors: those of `seek`.

        >>> from stdnet.io import BufReader, Cursor
        >>> reader = BufReader(Cursor(b"abcdef"))
        >>> reader.read_array(4).unwrap()
        b'abcd'
        >>> reader.seek_relative(-3).unwrap()
        >>> bytes(reader.buffer())
        b'bcdef'
        """
        check_type(self.get_ref(), Seek, "the reader to seek in")
        with self._turn:
            if self._move_within(i64(offset)):
                return OK_NONE
            result = self._seek(SeekFrom.Current(offset))
        return result if isinstance(result, Err) else OK_NONE

    def stream_len(self: _OverSeek) -> Result[int]:
        """Returns the number of bytes from the start to the end. Rust's `Seek::stream_len`.

        Unstable in Rust. If the position is not the end, the buffer is dropped.

        Errors: those of the underlying reader's `seek`.

        >>> from stdnet.io import BufReader, Cursor
        >>> BufReader(Cursor(b"abc")).stream_len().unwrap()
        3
        """
        check_type(self.get_ref(), Seek, "the reader to seek in")
        with self._turn:
            return _SeekInside(self).stream_len()

    @property
    def _can_seek(self) -> bool:
        return isinstance(self._inner, Seek)

    if TYPE_CHECKING:
        # Inherited. If the underlying reader cannot seek, a type checker refuses it.
        def rewind(self: _OverSeek) -> Result[None]: ...

    def _line(self) -> _Bytes | Err[Error]:
        with self._turn:
            return self._until(NEWLINE)

    def _part(self, byte: int, read_until: object) -> _Bytes | Err[Error]:
        with self._turn:
            return self._until(byte)

    @property
    def _keeps(self) -> bool:
        return True

    def _measure(self, byte: int, limit: int) -> tuple[int, bool] | Err[Error]:
        with self._turn:
            measured = self._find_end(byte, limit)
            self._measured = self._chunk, self._chunk.tell()
        return measured

    def _pop(self, n: int) -> _Bytes:
        with self._turn:
            if self._measured != (self._chunk, self._chunk.tell()):
                self._turn.refuse()  # Another thread has read meanwhile.
            return self._take_out(n)

    def _unread(self, data: _Bytes | bytearray) -> bool:
        with self._turn:
            rest = self._rest()
            position = rest.tell()
            if self._data.endswith(data, 0, position):
                rest.seek(position - len(data))
            else:
                self._replace(bytes(data) + self._data[position:])
        return True

    def _each_line(self, lines: Iterator[Result[str]]) -> Iterator[Result[str]]:
        return in_batches(self, Lines(_Inside(self)))

    def __repr__(self) -> str:
        # Without a turn and without changing anything, as it may be called to find a fault.
        level = f"{self._level()}/{len(self._space)}"
        return f"BufReader {{ reader: {self._inner!r}, buffer: {level} }}"

    # The methods that do the work take no turn.

    def _view(self) -> memoryview:
        """Returns a view of what is in the buffer."""
        position = self._rest().tell()
        return memoryview(self._data)[position:]

    def _level(self) -> int:
        """Returns how many bytes are in the buffer, and changes nothing."""
        if self._partial is not None:
            return len(self._partial.data)
        batch = self._batch
        return len(self._data) - (self._chunk.tell() if batch is None else batch.position())

    def _read(self, view: memoryview) -> Result[int]:
        if not self._view():
            if len(view) >= len(self._space):
                self._discard()
                return self._inner.read(view)
            failed = self._fill()
            if failed is not None:
                return failed
        return ok_count(self._chunk.readinto(view))

    def _fill_buf(self) -> Result[memoryview]:
        rest = self._view()
        if not rest:
            failed = self._fill()
            if failed is not None:
                return failed
            rest = memoryview(self._data)
        return Ok(rest)

    def _consume(self, amt: int) -> None:
        rest = self._rest()
        rest.seek(min(rest.tell() + u64(amt), len(self._data)))

    def _seek(self: _OverSeek, pos: SeekFrom) -> Result[int]:
        inner = self.get_ref()
        match pos:
            case SeekFrom.Current(n) if n - len(self._view()) >= I64_MIN:
                pos = SeekFrom.Current(n - len(self._view()))
            case SeekFrom.Current():
                back = inner.seek(SeekFrom.Current(-len(self._view())))
                if isinstance(back, Err):
                    return back
                self._discard()
            case _:
                pass
        result = inner.seek(pos)
        if isinstance(result, Ok):
            self._discard()
        return result

    def _position(self: _OverSeek) -> Result[int]:
        result = self.get_ref().stream_position()
        if isinstance(result, Err):
            return result
        position = result.unwrap() - len(self._view())
        if position < 0:
            raise ValueError(f"a reader at {result.unwrap()} has filled {len(self._view())} bytes")
        return ok_count(position)

    def _replace(self, data: _Bytes, position: int = 0, *, partial: _Partial | None = None) -> None:
        """Puts `data`, or the front of a line, into the buffer instead of what it has."""
        chunk = BytesIO(data)
        chunk.seek(position)
        # No signal handler runs between these.
        self._data, self._chunk, self._partial = data, chunk, partial

    def _discard(self) -> None:
        """Drops the buffer."""
        self._rest()
        self._replace(b"")

    def _rest(self) -> BytesIO:
        """Returns the chunk, with what is in a batch or a partial line, which there is not then."""
        batch = self._batch
        if batch is not None:
            self._chunk, self._batch = batch.take_back(), None
        if self._partial is not None:
            self._replace(bytes(self._partial.data))
        return self._chunk

    def _tell(self) -> int:
        """Returns the position in `_data`, and takes the batch back."""
        return 0 if self._partial is not None else self._rest().tell()

    def _lend(self, batch: Batch) -> None:
        """Notes that a loop has lines of the chunk, which must not be read until `_rest`."""
        self._batch, self._chunk = batch, BytesIO()

    def _move_within(self, offset: int) -> bool:
        """Moves the position and returns True, or returns False if it leaves `_data`."""
        rest = self._rest()
        target = rest.tell() + offset
        if not 0 <= target <= len(self._data):
            return False
        rest.seek(target)
        return True

    def _read_inner(self, n: int) -> _Bytes | Err[Error]:
        """Reads at most `n` bytes from the underlying reader, once."""
        space = self._space[:n]
        result = self._inner.read(space)
        if isinstance(result, Err):
            return result
        try:
            n = result.unwrap()
        except AttributeError:
            raise wrong_result(result) from None
        return bytes(space[: within(n, space)])

    def _fill(self) -> Err[Error] | None:
        """Fills the empty buffer by one read; returns the error if that fails."""
        self._replace(b"")
        data = self._read_inner(len(self._space))
        if isinstance(data, Err):
            return data
        self._replace(data)
        return None

    def _until(self, byte: int) -> _Bytes | Err[Error]:
        """Reads all bytes up to and including `byte`. If it fails, it keeps what it read."""
        if self._partial is None:  # What usually happens, done fast.
            chunk, data = self._rest(), self._data
            start = chunk.tell()
            at = data.find(byte, start)
            if at >= 0:
                return chunk.read(at + 1 - start)
            read = self._read_inner(len(self._space))
            if isinstance(read, bytes):
                end = read.find(byte) + 1
                if end or not read:
                    self._replace(read, end)
                    return data[start:] + read[:end]
                self._replace(b"", partial=_Partial(data[start:], read))
            elif not interrupted(read):
                return read
        measured = self._find_end(byte, U64_MAX)
        return self._take_out(measured[0]) if isinstance(measured, tuple) else measured

    def _find_end(self, byte: int, limit: int) -> tuple[int, bool] | Err[Error]:
        partial = self._partial
        if partial is None:
            start = self._rest().tell()
            measured = _find(self._data, byte, start, start, limit)
            if measured is not None:
                return measured
            partial = _Partial(self._data[start:])
        while (measured := partial.find(byte, limit)) is None:
            read = self._read_inner(len(self._space))
            if isinstance(read, Err):
                if interrupted(read):
                    continue
                return read
            partial.append(read)
            if partial is not self._partial:
                self._replace(b"", partial=partial)
            if not read:
                return len(partial.data), False
        return measured

    def _take_out(self, n: int) -> _Bytes:
        partial = self._partial
        if partial is None:
            return self._rest().read(n)
        part = bytes(partial.data[:n])
        start = partial.last if partial.last <= n else 0
        self._replace(bytes(partial.data[start:]), len(part) - start)
        return part


@final
class _Inside(BufRead):
    """A reader as it is inside of its own turn, for provided methods that make several calls."""

    __slots__ = ("_reader",)

    def __init__(self, reader: BufReader[Read]) -> None:
        self._reader = reader

    def read(self, buf: WritableBuffer, /) -> Result[int]:
        view = byte_view_mut(buf)
        n = self._reader._chunk.readinto(view)
        return ok_count(n) if n else self._reader._read(view)

    def fill_buf(self) -> Result[memoryview]:
        return self._reader._fill_buf()

    def consume(self, amt: int, /) -> None:
        self._reader._consume(amt)

    def _line(self) -> bytes | Err[Error]:
        return self._reader._until(NEWLINE)


@final
class _SeekInside(Seek):
    """The same of a reader that can seek."""

    __slots__ = ("_reader",)

    def __init__(self, reader: _OverSeek) -> None:
        self._reader = reader

    def seek(self, pos: SeekFrom, /) -> Result[int]:
        return self._reader._seek(pos)

    def stream_position(self) -> Result[int]:
        return self._reader._position()
