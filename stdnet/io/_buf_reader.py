"""A reader with a buffer, Rust's `BufReader`.

The buffer is an immutable `bytes`, read through a `BytesIO` that shares it: lines and exact counts
are cut out of it in C, and no view that anyone keeps can be in the way of the next read.
"""

from __future__ import annotations

# `_OverSeek` is `BufReader` itself, so what is private there is no stranger's:
# pyright: reportPrivateUsage=false, reportUnusedFunction=false
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import SEEK_END, BytesIO, StringIO
from itertools import chain
from operator import length_hint
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeAlias, TypeVar, final

from stdnet._core.arguments import check_type
from stdnet._core.buffer import WritableBuffer, byte_view_mut, within
from stdnet._core.containers import COUNTED, OK_COUNTS, OK_NONE, ok, ok_count, ok_large, oks_again
from stdnet._core.error import Error, Result
from stdnet._core.ints import I64_MIN, i64, u64
from stdnet.io._buf_read import NEWLINE, BufRead
from stdnet.io._seek import Seek, SeekFrom
from stdnet.io._traits import Read, interrupted
from stdnet.result import Err, Ok

_Bytes: TypeAlias = bytes  # In `Read`, `bytes` is a method.
_R = TypeVar("_R", bound=Read)
_R_co = TypeVar("_R_co", bound=Read, covariant=True)

_CAPACITY: Final = 8 * 1024

SHORT_ROW: Final = 16
"""Whoever has read fewer lines in a row is lent none: they may be the head of a message, and what
follows it no lines."""

_LONG_ROW: Final = 64
"""Whoever has read so many lines in a row is lent all there are."""


@final
class _Row:
    """Lines that were read one after the other, with nothing in between."""

    __slots__ = ("count", "end")

    def __init__(self) -> None:
        self.count = 0
        self.end = -1

    def ends_at(self, position: int) -> bool:
        """Whether enough lines end there to expect more; if none do, the row begins anew."""
        if position != self.end:
            self.count = 0
        return self.count >= SHORT_ROW

    def grow(self, count: int, end: int) -> None:
        """So many more lines, which end there."""
        self.count += count
        self.end = end


class _OverSeek(Protocol):
    """A `BufReader` over a reader that can seek."""

    def get_ref(self) -> Seek: ...

    def buffer(self) -> memoryview: ...

    def seek(self, pos: SeekFrom, /) -> Result[int]: ...

    def _discard(self) -> None: ...

    def _moved(self, offset: int) -> bool: ...


@final
class BufReader(BufRead, Seek, Generic[_R_co]):
    r"""A reader that reads much at once and hands it out in pieces. Rust's `std::io::BufReader`.

    Its buffer has 8 KiB unless a `capacity` is told. A read of at least as much goes past it while
    it is empty. It is a `Seek` if the reader below is one.

    What is in the buffer is lost to whoever reads from the reader below afterwards.

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

    __slots__ = ("_chunk", "_data", "_inner", "_lent", "_ready", "_row", "_space", "_spent")

    _data: _Bytes
    """What the last read of the reader below brought, or what is left of several."""

    _chunk: BytesIO
    """Shares the data; its position is where they are read next. While lines are lent it is at the
    end, so whoever only asks it finds nothing and comes by `_recall`."""

    _lent: tuple[list[Ok[str]], Iterator[Ok[str]], int, int] | None
    """Lines that were made ready, how far they have been taken, and where in the data they begin
    and end. Those not taken are still in the buffer, for all that can be seen from outside."""

    _ready: Iterator[Ok[str]]
    """Those that were lent to `read_line`."""

    _spent: list[Ok[str]]
    """Those that were lent before, and are all taken."""

    def __init__(self, inner: _R_co, *, capacity: int = _CAPACITY) -> None:
        check_type(inner, Read, "the reader")
        self._inner = inner
        self._space = memoryview(bytearray(u64(capacity)))
        self._lent = None
        self._ready = iter(())
        self._row = _Row()
        self._spent = []
        self._hold(b"")

    @staticmethod
    def new(inner: _R) -> BufReader[_R]:
        """A reader with a buffer of 8 KiB: `BufReader(inner)`. Rust's `BufReader::new`.

        >>> from stdnet.io import BufReader, Cursor
        >>> BufReader.new(Cursor(b"abc")).capacity()
        8192
        """
        return BufReader(inner)

    @staticmethod
    def with_capacity(capacity: int, inner: _R) -> BufReader[_R]:
        """A reader with a buffer of so many bytes. Rust's `BufReader::with_capacity`.

        >>> from stdnet.io import BufReader, Cursor
        >>> reader = BufReader.with_capacity(4, Cursor(b"abcdef"))
        >>> bytes(reader.fill_buf().unwrap())
        b'abcd'
        """
        return BufReader(inner, capacity=capacity)

    def get_ref(self) -> _R_co:
        """The reader below. Rust's `BufReader::get_ref`.

        What is read from it directly comes after what is in the buffer.

        >>> from stdnet.io import BufReader, Cursor
        >>> cursor = Cursor(b"abc")
        >>> BufReader(cursor).get_ref() is cursor
        True
        """
        return self._inner

    def get_mut(self) -> _R_co:
        """`get_ref`, as Python's references all can change. Rust's `BufReader::get_mut`.

        >>> from stdnet.io import BufReader, Cursor
        >>> cursor = Cursor(b"abc")
        >>> BufReader(cursor).get_mut() is cursor
        True
        """
        return self._inner

    def into_inner(self) -> _R_co:
        r"""The reader below; what is in the buffer is dropped. Rust's `BufReader::into_inner`.

        >>> from stdnet.io import BufReader, Cursor
        >>> reader = BufReader(Cursor(b"one\ntwo"))
        >>> reader.read_line().unwrap(), reader.into_inner().read_to_string().unwrap()
        ('one\n', '')
        """
        self._discard()
        return self._inner

    def buffer(self) -> memoryview:
        """What is in the buffer, read-only, without reading anything. Rust's `BufReader::buffer`.

        After a `read_line` that failed this may be more than the capacity.

        >>> from stdnet.io import BufReader, Cursor
        >>> reader = BufReader(Cursor(b"abc"))
        >>> bytes(reader.buffer()), reader.read_array(1).unwrap(), bytes(reader.buffer())
        (b'', b'a', b'bc')
        """
        self._recall()
        return memoryview(self._data)[self._chunk.tell() :]

    def capacity(self) -> int:
        """How many bytes it reads at once. Rust's `BufReader::capacity`.

        >>> from stdnet.io import BufReader, Cursor
        >>> BufReader.with_capacity(100, Cursor(b"")).capacity()
        100
        """
        return len(self._space)

    def peek(self, n: int) -> Result[memoryview]:
        """The next `n` bytes, or as many as there are, which stay in the buffer. Rust's `peek`.

        Unstable in Rust. More than the capacity is a `ValueError`.

        Errors: those of the reader's `read`, and `Interrupted` is one of them.

        >>> from stdnet.io import BufReader, Cursor
        >>> reader = BufReader(Cursor(b"abc"))
        >>> bytes(reader.peek(2).unwrap()), reader.read_to_string().unwrap()
        (b'ab', 'abc')
        """
        if u64(n) > len(self._space):
            raise ValueError(f"{n} bytes do not fit into a buffer of {len(self._space)}")
        while n > len(rest := self.buffer()):
            read = self._read_inner(len(self._space) - len(rest))
            # Only now, as the reader may have failed.
            self._hold(bytes(rest) + (b"" if isinstance(read, Err) else read))
            if isinstance(read, Err):
                return read
            if not read:
                break
        return ok(self.buffer()[:n])

    def read(self, buf: WritableBuffer, /) -> Result[int]:
        """Reads what is in the buffer, else as much as one read brings. Rust's `Read::read`.

        Errors: those of the reader's `read`.

        >>> from stdnet.io import BufReader, Cursor
        >>> buf = bytearray(2)
        >>> BufReader(Cursor(b"abc")).read(buf).unwrap(), buf
        (2, bytearray(b'ab'))
        """
        n = self._chunk.readinto(buf)
        if n:
            return OK_COUNTS[n] if n < COUNTED else ok_large(n)
        view = byte_view_mut(buf)
        if not self.buffer():
            if len(view) >= len(self._space):
                self._discard()
                return self._inner.read(view)
            failed = self._fill()
            if failed is not None:
                return failed
        return ok_count(self._chunk.readinto(view))

    def read_vectored(self, bufs: Sequence[WritableBuffer]) -> Result[int]:
        """`read` into several buffers. Rust's `Read::read_vectored`.

        Errors: those of the reader's `read`, or of its `read_vectored` where the buffers together
        have at least the capacity.

        >>> from stdnet.io import BufReader, Cursor
        >>> BufReader(Cursor(b"abc")).read_vectored([bytearray(1), bytearray(4)]).unwrap()
        3
        """
        views = [byte_view_mut(buf) for buf in bufs]
        if not self.buffer():
            if sum(map(len, views)) >= len(self._space):
                self._discard()
                return self._inner.read_vectored(views)
            failed = self._fill()
            if failed is not None:
                return failed
        return ok_count(sum(map(self._chunk.readinto, views)))

    def is_read_vectored(self) -> bool:
        """Whether the reader below fills more than one buffer. Rust's `Read::is_read_vectored`.

        Unstable in Rust.

        >>> from stdnet.io import BufReader, Cursor
        >>> BufReader(Cursor(b"abc")).is_read_vectored()
        True
        """
        return self._inner.is_read_vectored()

    def read_exact(self, buf: WritableBuffer) -> Result[None]:
        """Fills the whole of `buf`. Rust's `Read::read_exact`.

        If it fails, `buf` holds any part of the data, and how much was read is not known.

        Errors: `UnexpectedEof` if the data end before `buf` is full; those of the reader's `read`,
        but `Interrupted`, which is tried again.

        >>> from stdnet.io import BufReader, Cursor
        >>> buf = bytearray(2)
        >>> BufReader(Cursor(b"abc")).read_exact(buf).unwrap()
        >>> buf
        bytearray(b'ab')
        """
        n = self._chunk.readinto(buf)
        if type(buf) is bytearray and n == len(buf):
            return OK_NONE
        return super().read_exact(byte_view_mut(buf)[n:])

    def read_array(self, n: int) -> Result[_Bytes]:
        """Exactly `n` bytes. Rust's `Read::read_array::<N>`.

        Unstable in Rust. Memory for all `n` is taken at once.

        Errors: those of `read_exact`.

        >>> from stdnet.io import BufReader, Cursor
        >>> BufReader(Cursor(b"abc")).read_array(2).unwrap()
        b'ab'
        """
        data = self._chunk.read(n) if n >= 0 else b""  # It would read all.
        if len(data) == n:
            return ok(data)
        buf = bytearray(u64(n))
        buf[: len(data)] = data
        result = super().read_exact(memoryview(buf)[len(data) :])
        return result if isinstance(result, Err) else ok(bytes(buf))

    def read_to_end(self, buf: bytearray) -> Result[int]:
        """Appends what is in the buffer and then all the rest to `buf`. Rust's `Read::read_to_end`.

        Errors: those of the reader's `read_to_end`. What was read until then is in `buf`.

        >>> from stdnet.io import BufReader, Cursor
        >>> buf = bytearray(b"> ")
        >>> BufReader(Cursor(b"abc")).read_to_end(buf).unwrap(), buf
        (3, bytearray(b'> abc'))
        """
        check_type(buf, bytearray, "the buffer")
        rest = self.buffer()
        buf += rest
        self._discard()
        result = self._inner.read_to_end(buf)
        return result if isinstance(result, Err) else ok_count(len(rest) + result.unwrap())

    def fill_buf(self) -> Result[memoryview]:
        """What is in the buffer, read anew if that is nothing. Rust's `BufRead::fill_buf`.

        Errors: those of the reader's `read`, and `Interrupted` is one of them.

        >>> from stdnet.io import BufReader, Cursor
        >>> bytes(BufReader(Cursor(b"abc")).fill_buf().unwrap())
        b'abc'
        """
        rest = self.buffer()
        if not rest:
            failed = self._fill()
            if failed is not None:
                return failed
            rest = memoryview(self._data)
        return ok(rest)

    def consume(self, amt: int, /) -> None:
        """Takes so many bytes off the front of the buffer, or all. Rust's `BufRead::consume`.

        >>> from stdnet.io import BufReader, Cursor
        >>> reader = BufReader(Cursor(b"abcdef"))
        >>> bytes(reader.fill_buf().unwrap())
        b'abcdef'
        >>> reader.consume(4)
        >>> bytes(reader.buffer())
        b'ef'
        """
        self._recall()
        self._chunk.seek(min(self._chunk.tell() + u64(amt), len(self._data)))

    def read_line(self) -> Result[str]:
        r"""The next line, with its end, decoded from UTF-8. Rust's `BufRead::read_line`.

        It ends with `"\n"`, unless it is the last one and the data do not; `""` is the end of the
        data. If it fails, what was read of the line is in the buffer, and trying again goes on with
        it; a line that is not UTF-8 can be read by `read_until`.

        Errors: those of the reader's `read`, but `Interrupted`, which is tried again; `InvalidData`
        if the line is not UTF-8.

        >>> from stdnet.io import BufReader, Cursor
        >>> reader = BufReader(Cursor(b"one\r\ntwo"))
        >>> [reader.read_line().unwrap() for _ in range(3)]
        ['one\r\n', 'two', '']
        """
        for line in self._ready:
            return line
        row = self._row
        lent = self._lend(row, _with_ends)
        if lent is not None:
            self._ready = lent
            return next(lent)
        result = self._single()
        row.grow(1, self._chunk.tell())
        return result

    def _single(self) -> Result[str]:
        """The next line, on its own."""
        line = self._chunk.readline()
        try:
            if line[-1] == NEWLINE:
                return ok(line.decode())
        except (IndexError, UnicodeDecodeError):  # Cheaper than to ask first.
            pass
        self._chunk.seek(-len(line), 1)
        return super().read_line()

    def seek(self: _OverSeek, pos: SeekFrom, /) -> Result[int]:
        """Sets the position and drops what is in the buffer. Rust's `Seek::seek`.

        `SeekFrom.Current` counts from what is read next here, not from where the reader below is.

        Errors: those of the reader's `seek`. The buffer stays as it is, unless a move of nearly
        2**63 needs two of them.

        >>> from stdnet.io import BufReader, Cursor, SeekFrom
        >>> reader = BufReader(Cursor(b"abcdef"))
        >>> reader.read_array(2).unwrap(), reader.seek(SeekFrom.Current(1)).unwrap()
        (b'ab', 3)
        >>> reader.read_to_string().unwrap()
        'def'
        """
        inner = self.get_ref()
        check_type(inner, Seek, "the reader to seek in")
        match pos:
            case SeekFrom.Current(n) if n - len(self.buffer()) >= I64_MIN:
                pos = SeekFrom.Current(n - len(self.buffer()))
            case SeekFrom.Current():
                back = inner.seek(SeekFrom.Current(-len(self.buffer())))
                if isinstance(back, Err):
                    return back
                self._discard()
            case _:
                pass
        result = inner.seek(pos)
        if isinstance(result, Ok):
            self._discard()
        return result

    def stream_position(self: _OverSeek) -> Result[int]:
        """The position of what is read next. Rust's `Seek::stream_position`.

        A reader below that answers less than what it was read is a `ValueError`.

        Errors: those of the reader's `stream_position`.

        >>> from stdnet.io import BufReader, Cursor
        >>> reader = BufReader(Cursor(b"abcdef"))
        >>> reader.read_array(2).unwrap(), reader.stream_position().unwrap()
        (b'ab', 2)
        """
        inner = self.get_ref()
        check_type(inner, Seek, "the reader to seek in")
        result = inner.stream_position()
        if isinstance(result, Err):
            return result
        position = result.unwrap() - len(self.buffer())
        if position < 0:
            raise ValueError(f"a reader at {result.unwrap()} has filled {len(self.buffer())} bytes")
        return ok_count(position)

    def seek_relative(self: _OverSeek, offset: int) -> Result[None]:
        """Moves the position, an `i64`, within the buffer if it can. Rust's `seek_relative`.

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
        if self._moved(i64(offset)):
            return OK_NONE
        result = self.seek(SeekFrom.Current(offset))
        return result if isinstance(result, Err) else OK_NONE

    @property
    def _can_seek(self) -> bool:
        return isinstance(self._inner, Seek)

    if TYPE_CHECKING:
        # Inherited; over a reader that cannot seek, a type checker refuses them.
        def rewind(self: _OverSeek) -> Result[None]: ...
        def stream_len(self: _OverSeek) -> Result[int]: ...

    def __repr__(self) -> str:
        level = f"{len(self.buffer())}/{len(self._space)}"
        return f"BufReader {{ reader: {self._inner!r}, buffer: {level} }}"

    def _hold(self, data: _Bytes) -> None:
        """Puts this into the buffer instead of what is there."""
        self._data = data
        self._chunk = BytesIO(data)

    def _discard(self) -> None:
        self._recall()
        self._hold(b"")

    def _moved(self, offset: int) -> bool:
        """Moves within the data, those already read included; whether it can."""
        self._recall()
        target = self._chunk.tell() + offset
        if not 0 <= target <= len(self._data):
            return False
        self._chunk.seek(target)
        return True

    def _read_inner(self, n: int) -> _Bytes | Err[Error]:
        """What one read of the reader below brings."""
        space = self._space[:n]
        result = self._inner.read(space)
        return result if isinstance(result, Err) else bytes(space[: within(result.unwrap(), space)])

    def _fill(self) -> Err[Error] | None:
        """Reads anew, when all data have been read."""
        self._hold(b"")
        data = self._read_inner(len(self._space))
        if isinstance(data, Err):
            return data
        self._hold(data)
        return None

    def _line(self) -> _Bytes | Err[Error]:
        self._recall()
        pieces = [self._chunk.readline()]
        while not pieces[-1].endswith(b"\n"):
            try:
                failed = self._fill()
            except BaseException:
                self._unread(b"".join(pieces))
                raise
            if failed is None:
                pieces.append(self._chunk.readline())
                if not pieces[-1]:
                    break
            elif not interrupted(failed):
                self._unread(b"".join(pieces))
                return failed
        return b"".join(pieces)

    def _unread(self, data: _Bytes | bytearray) -> bool:
        pos = self._chunk.tell()
        if self._data.endswith(data, 0, pos):
            self._chunk.seek(pos - len(data))
        else:
            self._hold(bytes(data) + self._data[pos:])
        return True

    # Who reads line after line gets many at once, made in C; how many of them were taken is counted
    # only when somebody wants to know.

    def _each_line(self, lines: Iterator[Result[str]]) -> Iterator[Result[str]]:
        return chain.from_iterable(self._batches(lines))

    def _batches(self, lines: Iterator[Result[str]]) -> Iterator[Iterable[Result[str]]]:
        row = _Row()
        while True:
            lent = self._lend(row, _without_ends)
            if lent is not None:
                yield lent
                continue
            line = next(lines, None)
            if line is None:
                return
            row.grow(1, self._chunk.tell())
            yield (line,)

    def _lend(self, row: _Row, split: Callable[[str], list[str]]) -> Iterator[Ok[str]] | None:
        """Whole lines of the buffer, to be taken or not; nothing while a row is short.

        At most as many as are in the row, unless it is long, so whoever reads other things between
        the lines does not pay for what goes unused.
        """
        self._recall()
        start = self._chunk.tell()
        if not row.ends_at(start):
            return None
        data, text = self._whole_lines(start, row.count)
        if not data:
            return None
        spent, self._spent = self._spent, []
        made = oks_again(spent, split(text))
        items = iter(made)
        end = start + len(data)
        row.grow(len(made), end)
        self._lent = made, items, start, end
        self._chunk.seek(0, SEEK_END)
        return items

    def _whole_lines(self, start: int, most: int) -> tuple[_Bytes, str]:
        """At most so many lines that begin there, up to one that is not UTF-8, and their text."""
        data = self._data[start : self._data.rfind(b"\n", start) + 1]
        if most < _LONG_ROW:
            data = data[: len(data) - len(data.split(b"\n", most)[-1])]
        try:
            return data, data.decode()
        except UnicodeDecodeError as e:
            data = data[: data.rfind(b"\n", 0, e.start) + 1]
            return data, data.decode()

    def _recall(self) -> None:
        """Takes the lines back that were lent and not taken: what is read next comes after these.

        The loop that they were lent to goes on with what there is then.
        """
        if self._lent is None:
            return
        made, items, start, end = self._lent
        left = length_hint(items)
        if left:
            end -= len(self._data[start:end].split(b"\n", len(made) - left)[-1])
        else:
            self._spent = made[:-1]  # A loop still has the last one in its variable.
        self._chunk.seek(end)
        self._lent = None
        made.clear()


def _with_ends(text: str) -> list[str]:
    """The lines of a text of whole lines."""
    return StringIO(text, newline="\n").readlines()


def _without_ends(text: str) -> list[str]:
    """The lines of a text of whole lines, and not what ends them."""
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    lines = text.split("\n")
    lines.pop()  # What follows the last end of line: nothing.
    return lines
