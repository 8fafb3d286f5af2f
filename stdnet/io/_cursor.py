"""A reader and writer over a buffer in memory. Rust's `Cursor`."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import Final, Generic, Self, TypeVar, final, overload
from weakref import ref

from stdnet._core.arguments import check_type, explained_if_missing, wrong_type
from stdnet._core.buffer import Buffer, WritableBuffer, byte_view, byte_view_mut
from stdnet._core.containers import OK_NONE, ok_count
from stdnet._core.error import (
    INVALID_UTF8,
    READ_EXACT_EOF,
    WRITE_ALL_EOF,
    Error,
    Result,
    SimpleMessage,
)
from stdnet._core.error_kind import ErrorKind
from stdnet._core.fmt import debug_struct
from stdnet._core.ints import U64_MAX, u8, u64
from stdnet.io._adapters import BufSeekTake, Split
from stdnet.io._seek import Seek, SeekFrom
from stdnet.io._traits import NEWLINE, BufRead, ReadWrite, find
from stdnet.result._containers import Err, Ok

_T = TypeVar("_T", bound=Buffer)
_T_co = TypeVar("_T_co", bound=Buffer, covariant=True)

_INVALID_SEEK: Final = SimpleMessage(
    ErrorKind.InvalidInput, "invalid seek to a negative or overflowing position"
)


@final
class Cursor(BufRead, Seek, ReadWrite, Generic[_T_co]):  # noqa: PLW1641 - it is mutable
    r"""A reader and writer over a buffer in memory, with a position. Rust's `std::io::Cursor`.

    It reads and writes the object itself that it is made of:

    - A `bytearray` grows if a write needs room, as Rust's `Vec<u8>` does. A gap is filled with
      zeros.
    - Any other writable buffer, such as a `memoryview`, keeps its size, as Rust's `&mut [u8]` does.
    - Writing to `bytes` or another read-only buffer raises `TypeError`. Type checkers report it,
      except for a read-only `memoryview`, which has the type of a writable one.

    The position is a `u64`, 0 at first. It may be past the end, where there is nothing to read.

    >>> from stdnet.io import Cursor
    >>> file = Cursor(bytearray())
    >>> file.write_all(b"hello").unwrap()
    >>> file.rewind().unwrap()
    >>> file.read_to_string().unwrap()
    'hello'
    >>> file.set_position(7)
    >>> file.write_all(b"!").unwrap()
    >>> file.into_inner()
    bytearray(b'hello\x00\x00!')
    """

    __slots__ = ("_data", "_inner", "_pos", "_views")

    @explained_if_missing
    def __init__(self, inner: _T_co) -> None:
        self._inner = inner
        self._data: bytes | bytearray | memoryview = (
            inner if isinstance(inner, bytes | bytearray) else _bytes_of(inner)
        )
        self._pos = 0
        # The views that `fill_buf` and `split` have returned. A bytearray cannot grow before they
        # are released.
        self._views: list[ref[memoryview]] = []

    @staticmethod
    def new(inner: _T) -> Cursor[_T]:
        """Makes a cursor at the start of a buffer: `Cursor(inner)`. Rust's `Cursor::new`.

        >>> from stdnet.io import Cursor
        >>> Cursor.new(b"abc").position()
        0
        """
        return Cursor(inner)

    @staticmethod
    def default() -> Cursor[bytearray]:
        """Makes a cursor over a new `bytearray`. Rust's `Cursor::default`.

        >>> from stdnet.io import Cursor
        >>> Cursor.default()
        Cursor { inner: [], pos: 0 }
        """
        return Cursor(bytearray())

    def into_inner(self) -> _T_co:
        """Returns the buffer. Rust's `Cursor::into_inner`.

        >>> from stdnet.io import Cursor
        >>> Cursor(b"abc").into_inner()
        b'abc'
        """
        return self._inner

    def get_ref(self) -> _T_co:
        """Returns the buffer. Rust's `Cursor::get_ref`.

        >>> from stdnet.io import Cursor
        >>> Cursor(b"abc").get_ref()
        b'abc'
        """
        return self._inner

    def get_mut(self) -> _T_co:
        """Returns the buffer, to change it. Rust's `Cursor::get_mut`.

        A change of the buffer does not change the position. The views that `fill_buf`, `split` and
        `split_mut` have returned are released, so that a `bytearray` can grow.

        >>> from stdnet.io import Cursor
        >>> cursor = Cursor(bytearray(b"ab"))
        >>> cursor.get_mut().append(ord("c"))
        >>> cursor.read_to_string().unwrap()
        'abc'
        """
        self._release_views()
        return self._inner

    def position(self) -> int:
        """Returns the position, counted from the start. Rust's `Cursor::position`.

        >>> from stdnet.io import Cursor
        >>> cursor = Cursor(b"abc")
        >>> cursor.read_array(2).unwrap(), cursor.position()
        (b'ab', 2)
        """
        return self._pos

    def set_position(self, pos: int) -> None:
        """Sets the position, a `u64`, which may be past the end. Rust's `Cursor::set_position`.

        >>> from stdnet.io import Cursor
        >>> cursor = Cursor(b"abc")
        >>> cursor.set_position(2)
        >>> cursor.read_to_string().unwrap()
        'c'
        """
        self._pos = u64(pos)

    def clone(self) -> Cursor[_T_co]:
        """Returns a cursor over a copy of the buffer, at the same position. Rust's `Cursor::clone`.

        Raises `TypeError` for a writable `memoryview`, which, like Rust's `&mut [u8]`, cannot be
        copied.

        >>> from stdnet.io import Cursor
        >>> one = Cursor(bytearray(b"abc"))
        >>> two = one.clone()
        >>> two.write_all(b"ABC").unwrap()
        >>> one.read_to_string().unwrap()
        'abc'
        """
        shared = isinstance(self._data, memoryview) and self._data.readonly
        twin = Cursor(self._inner if shared else copy(self._inner))
        twin._pos = self._pos
        return twin

    @overload
    def split(self) -> tuple[memoryview, memoryview]: ...
    @overload
    def split(self, byte: int) -> Split[Self]: ...
    def split(self, byte: int | None = None) -> tuple[memoryview, memoryview] | Split[Self]:
        """Returns what lies before the position and what after it, or iterates over parts.

        With `byte`, this is `BufRead.split`, which iterates over the parts between such bytes.
        Without, it is Rust's `Cursor::split`: two read-only views, valid until the next call.
        Unstable in Rust.

        >>> from stdnet.io import Cursor
        >>> cursor = Cursor(b"a;bc")
        >>> cursor.set_position(1)
        >>> before, behind = cursor.split()
        >>> bytes(before), bytes(behind)
        (b'a', b';bc')
        >>> [part.unwrap() for part in cursor.split(ord(";"))]
        [b'', b'bc']
        """
        if byte is not None:
            return Split(self, byte)
        before, behind = map(memoryview.toreadonly, self._halves())
        self._note_views(before, behind)
        return before, behind

    def split_mut(self: Cursor[WritableBuffer]) -> tuple[memoryview, memoryview]:
        """Returns writable views of what lies before the position and what after it.

        Rust's `Cursor::split_mut`. The views are valid until the next call. Unstable in Rust.

        >>> from stdnet.io import Cursor
        >>> cursor = Cursor(bytearray(b"abc"))
        >>> cursor.set_position(1)
        >>> before, behind = cursor.split_mut()
        >>> behind[:] = b"BC"
        >>> cursor.get_ref()
        bytearray(b'aBC')
        """
        self._writable()
        before, behind = self._halves()
        self._note_views(before, behind)
        return before, behind

    # Reading.

    @explained_if_missing
    def read(self, buf: WritableBuffer, /) -> Result[int]:
        """Reads as much as fits, from the position on. Rust's `Read::read`.

        >>> from stdnet.io import Cursor
        >>> buf = bytearray(2)
        >>> Cursor(b"abc").read(buf).unwrap(), buf
        (2, bytearray(b'ab'))
        """
        view = byte_view_mut(buf)
        data = self._data[self._pos : self._pos + len(view)]
        view[: len(data)] = data
        self._pos += len(data)
        return ok_count(len(data))

    def read_vectored(self, bufs: Sequence[WritableBuffer]) -> Result[int]:
        r"""Reads as much as fits into several buffers, in turn. Rust's `Read::read_vectored`.

        >>> from stdnet.io import Cursor
        >>> bufs = [bytearray(1), bytearray(4)]
        >>> Cursor(b"abc").read_vectored(bufs).unwrap(), bufs
        (3, [bytearray(b'a'), bytearray(b'bc\x00\x00')])
        """
        views = list(map(byte_view_mut, bufs))
        return ok_count(sum(self.read(view).expect("it never fails") for view in views))

    def is_read_vectored(self) -> bool:
        """Returns True, as several buffers are filled at once. Rust's `Read::is_read_vectored`.

        Unstable in Rust.

        >>> from stdnet.io import Cursor
        >>> Cursor(b"").is_read_vectored()
        True
        """
        return True

    def read_to_end(self, buf: bytearray) -> Result[int]:
        """Appends all bytes from the position on to `buf`. Rust's `Read::read_to_end`.

        >>> from stdnet.io import Cursor
        >>> buf = bytearray(b"> ")
        >>> Cursor(b"abc").read_to_end(buf).unwrap(), buf
        (3, bytearray(b'> abc'))
        """
        check_type(buf, bytearray, "the buffer")
        rest = self._data[self._pos :]
        buf += rest
        self._pos += len(rest)
        return ok_count(len(rest))

    def read_to_string(self) -> Result[str]:
        """Reads all text from the position on. Rust's `Read::read_to_string`.

        Errors: `InvalidData` if it is not UTF-8. The position does not change then.

        >>> from stdnet.io import Cursor
        >>> Cursor("déjà vu".encode()).read_to_string().unwrap()
        'déjà vu'
        """
        rest = self._data[self._pos :]
        try:
            text = str(rest, "utf-8")
        except UnicodeDecodeError:
            return INVALID_UTF8.err()
        self._pos += len(rest)
        return Ok(text)

    def read_exact(self, buf: WritableBuffer) -> Result[None]:
        """Fills the whole of `buf`. Rust's `Read::read_exact`.

        Errors: `UnexpectedEof` if there are fewer bytes. The position is the end then.

        >>> from stdnet.io import Cursor
        >>> cursor, buf = Cursor(b"abc"), bytearray(2)
        >>> cursor.read_exact(buf).unwrap()
        >>> cursor.read_exact(buf).unwrap_err().kind(), cursor.position()
        (UnexpectedEof, 3)
        """
        view = byte_view_mut(buf)
        data = self._data[self._pos : self._pos + len(view)]
        if len(data) < len(view):
            self._pos = len(self._data)
            return READ_EXACT_EOF.err()
        view[:] = data
        self._pos += len(data)
        return OK_NONE

    def read_array(self, n: int) -> Result[bytes]:
        """Reads exactly `n` bytes. Rust's `Read::read_array::<N>`.

        Unstable in Rust.

        Errors: `UnexpectedEof` if there are fewer, which are skipped then.

        >>> from stdnet.io import Cursor
        >>> Cursor(b"abc").read_array(2).unwrap()
        b'ab'
        """
        # A peer may claim more than fits in a `u64`.
        data = self._data[self._pos : self._pos + u64(min(n, U64_MAX))]
        self._pos += len(data)
        return Ok(bytes(data)) if len(data) == n else READ_EXACT_EOF.err()

    def fill_buf(self) -> Result[memoryview]:
        """Returns a read-only view of all bytes from the position on. Rust's `BufRead::fill_buf`.

        >>> from stdnet.io import Cursor
        >>> bytes(Cursor(b"abc").fill_buf().unwrap())
        b'abc'
        """
        data = self._data
        if isinstance(data, bytes):
            return Ok(memoryview(data)[self._pos :])
        view = memoryview(data)[self._pos :].toreadonly()
        self._note_views(view)
        return Ok(view)

    def consume(self, amt: int, /) -> None:
        """Adds `amt` to the position. Rust's `BufRead::consume`.

        >>> from stdnet.io import Cursor
        >>> cursor = Cursor(b"abc")
        >>> cursor.consume(2)
        >>> cursor.position()
        2
        """
        self._pos = u64(self._pos + u64(amt))

    def has_data_left(self) -> Result[bool]:
        """Returns True if the position is before the end. Rust's `BufRead::has_data_left`.

        Unstable in Rust.

        >>> from stdnet.io import Cursor
        >>> Cursor(b"abc").has_data_left().unwrap()
        True
        """
        return Ok(self._pos < len(self._data))

    def read_until(self, byte: int, buf: bytearray) -> Result[int]:
        """Appends all bytes up to and including the next `byte` to `buf`.

        Rust's `BufRead::read_until`.

        >>> from stdnet.io import Cursor
        >>> cursor, buf = Cursor(b"a;bc"), bytearray()
        >>> cursor.read_until(ord(";"), buf).unwrap(), buf
        (2, bytearray(b'a;'))
        """
        check_type(buf, bytearray, "the buffer")
        part = self._take_until(u8(byte))
        buf += part
        return ok_count(len(part))

    def take(self, limit: int) -> BufSeekTake[Self]:
        """Returns a reader of at most the next `limit` bytes, which is a `BufRead` and a `Seek`.

        Rust's `Read::take`.

        >>> from stdnet.io import Cursor
        >>> Cursor(b"abcdef").take(4).read_to_string().unwrap()
        'abcd'
        """
        return BufSeekTake(self, limit)

    # Seeking.

    def seek(self, style: SeekFrom, /) -> Result[int]:
        """Sets the position, and returns it. Rust's `Seek::seek`.

        Errors: `InvalidInput` if it would be negative or exceed a `u64`.

        >>> from stdnet.io import Cursor, SeekFrom
        >>> Cursor(b"abc").seek(SeekFrom.End(-1)).unwrap()
        2
        >>> print(Cursor(b"abc").seek(SeekFrom.End(-4)).unwrap_err())
        invalid seek to a negative or overflowing position
        """
        match style:
            case SeekFrom.Start(pos):
                pass
            case SeekFrom.End(n):
                pos = len(self._data) + n
            case SeekFrom.Current(n):
                pos = self._pos + n
            case _:
                raise wrong_type(style, "the position", "a SeekFrom")
        if not 0 <= pos <= U64_MAX:
            return _INVALID_SEEK.err()
        self._pos = pos
        return ok_count(pos)

    def stream_len(self) -> Result[int]:
        """Returns the size of the buffer. Rust's `Seek::stream_len`.

        Unstable in Rust.

        >>> from stdnet.io import Cursor
        >>> Cursor(b"abc").stream_len().unwrap()
        3
        """
        return ok_count(len(self._data))

    def stream_position(self) -> Result[int]:
        """Returns the position. Rust's `Seek::stream_position`.

        >>> from stdnet.io import Cursor
        >>> Cursor(b"abc").stream_position().unwrap()
        0
        """
        return ok_count(self._pos)

    # Writing.

    def write(self: Cursor[WritableBuffer], buf: Buffer, /) -> Result[int]:
        """Writes from the position on; returns how many bytes. Rust's `Write::write`.

        A `bytearray` takes all of them. If the position is past its end, the gap is filled with
        zeros. Any other buffer takes what fits.

        Errors: `OutOfMemory` if the position is so far past the end of a `bytearray` that there is
        no memory for the gap. Rust aborts then.

        >>> from stdnet.io import Cursor
        >>> cursor = Cursor(bytearray(b"abc"))
        >>> cursor.write(b"XY").unwrap(), cursor.get_ref()
        (2, bytearray(b'XYc'))
        >>> Cursor(memoryview(bytearray(3))).write(b"hello").unwrap()
        3
        """
        return self._write_some(byte_view(buf))

    def write_vectored(self: Cursor[WritableBuffer], bufs: Sequence[Buffer]) -> Result[int]:
        """Writes several buffers, in turn, as `write` does. Rust's `Write::write_vectored`.

        >>> from stdnet.io import Cursor
        >>> cursor = Cursor(bytearray())
        >>> cursor.write_vectored([b"head", b"body"]).unwrap(), cursor.into_inner()
        (8, bytearray(b'headbody'))
        """
        return self._write_some(_joined(bufs))

    def is_write_vectored(self) -> bool:
        """Returns True, as several buffers are written at once. Rust's `Write::is_write_vectored`.

        Unstable in Rust.

        >>> from stdnet.io import Cursor
        >>> Cursor(bytearray()).is_write_vectored()
        True
        """
        return True

    def write_all(self: Cursor[WritableBuffer], buf: Buffer) -> Result[None]:
        """Writes the whole of `buf`. Rust's `Write::write_all`.

        Errors: `WriteZero` if only a part of it fits, which is written then. All of it fits into a
        `bytearray`. Those of `write`.

        >>> from stdnet.io import Cursor
        >>> print(Cursor(memoryview(bytearray(3))).write_all(b"hello").unwrap_err())
        failed to write whole buffer
        """
        view = byte_view(buf)
        written = self._write_some(view)
        if isinstance(written, Err):
            return written
        return OK_NONE if written.unwrap() == len(view) else WRITE_ALL_EOF.err()

    def write_all_vectored(self: Cursor[WritableBuffer], bufs: Sequence[Buffer]) -> Result[None]:
        """Writes the whole of several buffers. Rust's `Write::write_all_vectored`.

        Unstable in Rust.

        Errors: those of `write_all`.

        >>> from stdnet.io import Cursor
        >>> cursor = Cursor(bytearray())
        >>> cursor.write_all_vectored([b"head", b"body"]).unwrap()
        >>> cursor.into_inner()
        bytearray(b'headbody')
        """
        return self.write_all(_joined(bufs))

    def flush(self) -> Result[None]:
        """Does nothing, as the buffer has all that was written. Rust's `Write::flush`.

        >>> from stdnet.io import Cursor
        >>> Cursor(bytearray()).flush().unwrap()
        """
        return OK_NONE

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Cursor):
            return NotImplemented
        return self._pos == other._pos and self._data == other._data

    def __repr__(self) -> str:
        return debug_struct("Cursor", inner=list(self._data), pos=self._pos)

    def _line(self) -> bytes:
        return bytes(self._take_until(NEWLINE))

    @property
    def _keeps(self) -> bool:
        return True

    def _measure(self, byte: int, limit: int) -> tuple[int, bool]:
        data, pos = self._data, self._pos
        end = min(pos + limit, len(data))
        if isinstance(data, memoryview):
            at = find(data[:end], byte, pos)
        else:
            at = data.find(byte, pos, end)
        return (max(end - pos, 0), False) if at < 0 else (at + 1 - pos, True)

    def _pop(self, n: int) -> bytes:
        part = bytes(self._data[self._pos : self._pos + n])
        self._pos += len(part)
        return part

    def _unread(self, data: bytes | bytearray) -> bool:
        self._pos -= len(data)
        return True

    def _take_until(self, byte: int) -> bytes | bytearray | memoryview:
        """Moves the position past the next `byte`, or to the end; returns what lies between."""
        data, pos = self._data, self._pos
        at = find(data, byte, pos) if isinstance(data, memoryview) else data.find(byte, pos)
        part = data[pos:] if at < 0 else data[pos : at + 1]
        self._pos += len(part)
        return part

    def _write_some(self, buf: bytes | memoryview) -> Result[int]:
        """Writes what fits; returns how much."""
        data, pos = self._writable(), self._pos
        if isinstance(data, memoryview):
            n = min(len(buf), max(len(data) - pos, 0))
            data[pos : pos + n] = buf[:n]
        else:
            n = len(buf)
            if pos + n > len(data):
                self._release_views()
            if pos > len(data):
                try:
                    data += bytes(pos - len(data))
                except (MemoryError, OverflowError):
                    return Err(Error.from_(ErrorKind.OutOfMemory))
            data[pos : pos + n] = buf
        self._pos += n
        return ok_count(n)

    def _writable(self) -> bytearray | memoryview:
        """Returns the data if they can be written to. Raises `TypeError`."""
        data = self._data
        if isinstance(data, bytes) or (isinstance(data, memoryview) and data.readonly):
            raise TypeError(f"a Cursor over read-only {type(self._inner).__name__} is not writable")
        return data

    def _halves(self) -> tuple[memoryview, memoryview]:
        """Returns views of what lies before the position and what after it."""
        view = memoryview(self._data)
        return view[: self._pos], view[self._pos :]

    def _note_views(self, *views: memoryview) -> None:
        """Notes the views that a method returns, and forgets those that are gone."""
        self._views = [each for each in self._views if each() is not None]
        self._views += map(ref, views)

    def _release_views(self) -> None:
        """Releases the views that methods have returned, so that a bytearray can grow."""
        for each in self._views:
            view = each()
            if view is not None:
                view.release()


def _bytes_of(buf: Buffer) -> memoryview:
    """Returns a view of a buffer's bytes, which is writable if the buffer is."""
    try:
        view = memoryview(buf)
    except TypeError:
        byte_view(buf)  # Says what to write instead.
        raise
    return byte_view(view) if view.readonly else byte_view_mut(view)


def _joined(bufs: Sequence[Buffer]) -> bytes:
    return b"".join(map(byte_view, bufs))
