"""Writers with a buffer, Rust's `BufWriter` and `LineWriter`, and how they end."""

from __future__ import annotations

# `_OverSeek` is `BufWriter` itself, and `LineWriter` is made of one:
# pyright: reportPrivateUsage=false
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from itertools import accumulate
from types import TracebackType
from typing import TYPE_CHECKING, Final, Generic, Protocol, Self, TypeVar, final

from stdnet._core.arguments import check_type
from stdnet._core.buffer import Buffer, byte_view, within
from stdnet._core.containers import OK_COUNTS, OK_NONE, ok, ok_count
from stdnet._core.error import Error, Result, SimpleMessage
from stdnet._core.error_kind import ErrorKind
from stdnet._core.ints import u64
from stdnet.io._seek import Seek, SeekFrom
from stdnet.io._traits import Write, interrupted
from stdnet.result import Err, Ok
from stdnet.result import Result as _Result

_Data = TypeVar("_Data")
_T = TypeVar("_T")
_W = TypeVar("_W", bound=Write)
_W_co = TypeVar("_W_co", bound=Write, covariant=True)
_Writer_co = TypeVar("_Writer_co", covariant=True)

_CAPACITY: Final = 8 * 1024
_LINE_CAPACITY: Final = 1024

_FLUSH_EOF: Final = SimpleMessage(ErrorKind.WriteZero, "failed to write the buffered data")


@final
class WriterPanicked(Exception):
    """What `BufWriter.into_parts` answers after a panic. Rust's `std::io::WriterPanicked`.

    A panic is an exception that came out of the writer below, in the middle of a `write`. Nobody
    knows which of the bytes it has written.

    >>> from stdnet.io import BufWriter, Write
    >>> class Broken(Write):
    ...     def write(self, buf, /):
    ...         raise RuntimeError("broken")
    ...
    ...     def flush(self):
    ...         raise RuntimeError("broken")
    >>> writer = BufWriter(Broken())
    >>> writer.write_all(b"abc").unwrap()
    >>> writer.flush()
    Traceback (most recent call last):
    RuntimeError: broken
    >>> _, data = writer.into_parts()
    >>> print(data.failure())
    BufWriter inner writer panicked, what data remains unwritten is not known
    """

    def __init__(self, buf: bytes, capacity: int) -> None:
        check_type(buf, bytes, "the buffer")
        super().__init__(buf, capacity)
        self._buf = buf
        self._capacity = u64(capacity)

    def into_inner(self) -> bytes:
        """The bytes of the buffer, some of which may be written. Rust's `into_inner`.

        >>> from stdnet.io import WriterPanicked
        >>> WriterPanicked(b"abc", 8).into_inner()
        b'abc'
        """
        return self._buf

    def __str__(self) -> str:
        return "BufWriter inner writer panicked, what data remains unwritten is not known"

    def __repr__(self) -> str:
        return f"WriterPanicked {{ buffer: {len(self._buf)}/{self._capacity} }}"


@final
class IntoInnerError(Exception, Generic[_Writer_co]):
    """Why `into_inner` could not write what was buffered. Rust's `std::io::IntoInnerError`.

    It has the error and the writer with its buffer, so one can try again. Where Rust makes an
    `io.Error` of it with `?`, this is `into_error()`.

    >>> from stdnet import Err
    >>> from stdnet.io import BufWriter, Cursor
    >>> writer = BufWriter(Cursor(memoryview(bytearray(2))))
    >>> writer.write_all(b"abc").unwrap()
    >>> match writer.into_inner():
    ...     case Err(e):
    ...         print(e, bytes(e.into_inner().buffer()))
    failed to write the buffered data b'c'
    """

    def __init__(self, writer: _Writer_co, error: Error) -> None:
        check_type(error, Error, "the error")
        super().__init__(writer, error)
        self._writer = writer
        self._error = error

    def error(self) -> Error:
        """Why it failed. Rust's `IntoInnerError::error`.

        >>> from stdnet.io import BufWriter, Cursor
        >>> writer = BufWriter(Cursor(memoryview(bytearray(2))))
        >>> writer.write_all(b"abc").unwrap()
        >>> writer.into_inner().failure().error().kind()
        WriteZero
        """
        return self._error

    def into_inner(self) -> _Writer_co:
        """The writer, with what is not written yet. Rust's `IntoInnerError::into_inner`.

        >>> from stdnet.io import BufWriter, Cursor
        >>> writer = BufWriter(Cursor(memoryview(bytearray(2))))
        >>> writer.write_all(b"abc").unwrap()
        >>> writer.into_inner().failure().into_inner() is writer
        True
        """
        return self._writer

    def into_error(self) -> Error:
        """Why it failed. Rust's `IntoInnerError::into_error`, and `Error::from` of one.

        >>> from stdnet.io import BufWriter, Cursor
        >>> writer = BufWriter(Cursor(memoryview(bytearray(2))))
        >>> writer.write_all(b"abc").unwrap()
        >>> print(writer.into_inner().failure().into_error())
        failed to write the buffered data
        """
        return self._error

    def into_parts(self) -> tuple[Error, _Writer_co]:
        """Why it failed, and the writer. Rust's `IntoInnerError::into_parts`.

        >>> from stdnet.io import BufWriter, Cursor
        >>> writer = BufWriter(Cursor(memoryview(bytearray(2))))
        >>> writer.write_all(b"abc").unwrap()
        >>> error, same = writer.into_inner().failure().into_parts()
        >>> error.kind(), same is writer
        (WriteZero, True)
        """
        return self._error, self._writer

    def __str__(self) -> str:
        return str(self._error)

    def __format__(self, spec: str, /) -> str:
        return format(self._error, spec)

    def __repr__(self) -> str:
        return f"IntoInnerError({self._writer!r}, {self._error!r})"


class _OverSeek(Protocol):
    """A `BufWriter` over a writer that can seek."""

    def get_ref(self) -> Seek: ...

    def _flush_buf(self) -> Result[None]: ...


@final
class BufWriter(Write, Seek, Generic[_W_co]):
    """A writer that collects small writes to pass them on together. Rust's `std::io::BufWriter`.

    What is in the buffer is written when there is no room for more, by `flush`, and when the last
    reference to the `BufWriter` goes away or its `with` ends. The last two hide every error, as
    Rust's `Drop` does, so `flush` first where errors matter. `with` leaves the writer below as it
    is. A write of at least the capacity, 8 KiB unless a
    `capacity` is told, goes past an empty buffer.

    If a `write` of the writer below raises an exception, Rust's panic, nothing more is written when
    the `BufWriter` goes away: nobody knows how far it came. It is a `Seek` if that writer is.

    >>> from stdnet import TcpListener, TcpStream
    >>> from stdnet.io import BufWriter
    >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
    >>> with BufWriter(TcpStream.connect(listener.local_addr().unwrap()).unwrap()) as stream:
    ...     for n in range(10):
    ...         stream.write_fmt(f"{n} ").unwrap()
    ...     stream.flush().unwrap()  # One system call.
    """

    __slots__ = ("__weakref__", "_capacity", "_held", "_inner", "_keep", "_panicked", "_spare")

    def __init__(self, inner: _W_co, *, capacity: int = _CAPACITY) -> None:
        check_type(inner, Write, "the writer")
        self._inner = inner
        self._capacity = self._spare = u64(capacity)
        # It is written from its start again and again, which keeps its memory. Its position says
        # how much it holds; `_spare` is what that leaves of the capacity, ready for `write`.
        self._held = BytesIO()
        self._keep = self._held.write
        self._panicked = False

    @staticmethod
    def new(inner: _W) -> BufWriter[_W]:
        """A writer with a buffer of 8 KiB: `BufWriter(inner)`. Rust's `BufWriter::new`.

        >>> from stdnet.io import BufWriter, Cursor
        >>> BufWriter.new(Cursor(bytearray())).capacity()
        8192
        """
        return BufWriter(inner)

    @staticmethod
    def with_capacity(capacity: int, inner: _W) -> BufWriter[_W]:
        """A writer with a buffer of so many bytes. Rust's `BufWriter::with_capacity`.

        >>> from stdnet.io import BufWriter, Cursor
        >>> writer = BufWriter.with_capacity(4, Cursor(bytearray()))
        >>> for piece in (b"ab", b"cd", b"e"):
        ...     writer.write_all(piece).unwrap()
        >>> bytes(writer.get_ref().get_ref()), bytes(writer.buffer())
        (b'abcd', b'e')
        """
        return BufWriter(inner, capacity=capacity)

    def into_inner(self) -> _Result[_W_co, IntoInnerError[BufWriter[_W_co]]]:
        """Writes what is in the buffer, and gives the writer back. Rust's `BufWriter::into_inner`.

        The buffer is empty then, so nothing is written twice. The writer itself is not flushed.

        Errors: those of writing, with this `BufWriter` and what it still holds.

        >>> from stdnet.io import BufWriter, Cursor
        >>> writer = BufWriter(Cursor(bytearray()))
        >>> writer.write_all(b"abc").unwrap()
        >>> writer.into_inner().unwrap().into_inner()
        bytearray(b'abc')
        """
        result = self._flush_buf()
        if isinstance(result, Err):
            return Err(IntoInnerError(self, result.failure()))
        return ok(self._inner)

    def into_parts(self) -> tuple[_W_co, _Result[bytes, WriterPanicked]]:
        """The writer, and what is in the buffer, unwritten. Rust's `BufWriter::into_parts`.

        The buffer is empty then, and nothing of it will be written.

        Errors: `WriterPanicked`, with the bytes, where an exception of the writer below makes it
        unknown which of them are written.

        >>> from stdnet.io import BufWriter, Cursor
        >>> writer = BufWriter(Cursor(bytearray()))
        >>> writer.write_all(b"abc").unwrap()
        >>> cursor, data = writer.into_parts()
        >>> cursor.into_inner(), data.unwrap()
        (bytearray(b''), b'abc')
        """
        data = self._data()
        self._hold(b"")
        if self._panicked:
            return self._inner, Err(WriterPanicked(data, self._capacity))
        return self._inner, ok(data)

    def get_ref(self) -> _W_co:
        """The writer below. Rust's `BufWriter::get_ref`.

        What is written to it directly comes before what is in the buffer.

        >>> from stdnet.io import BufWriter, Cursor
        >>> cursor = Cursor(bytearray())
        >>> BufWriter(cursor).get_ref() is cursor
        True
        """
        return self._inner

    def get_mut(self) -> _W_co:
        """`get_ref`, as Python's references all can change. Rust's `BufWriter::get_mut`.

        >>> from stdnet.io import BufWriter, Cursor
        >>> cursor = Cursor(bytearray())
        >>> BufWriter(cursor).get_mut() is cursor
        True
        """
        return self._inner

    def buffer(self) -> memoryview:
        """What is not written yet, read-only. Rust's `BufWriter::buffer`.

        >>> from stdnet.io import BufWriter, Cursor
        >>> writer = BufWriter(Cursor(bytearray()))
        >>> writer.write_all(b"abc").unwrap()
        >>> bytes(writer.buffer())
        b'abc'
        """
        return memoryview(self._data())

    def capacity(self) -> int:
        """How many bytes the buffer holds at most. Rust's `BufWriter::capacity`.

        >>> from stdnet.io import BufWriter, Cursor
        >>> BufWriter.with_capacity(100, Cursor(bytearray())).capacity()
        100
        """
        return self._capacity

    def write(self, buf: Buffer, /) -> Result[int]:
        """Puts all of `buf` into the buffer, or passes it on where it is large. Rust's `write`.

        Where there is no room, what is in the buffer is written first.

        Errors: those of the writer below; `WriteZero` if it takes nothing of what is in the buffer.
        Nothing of `buf` is written or kept then.

        >>> from stdnet.io import BufWriter, Cursor
        >>> writer = BufWriter.with_capacity(4, Cursor(bytearray()))
        >>> writer.write(b"abc").unwrap(), bytes(writer.get_ref().get_ref())
        (3, b'')
        >>> writer.write(b"defg").unwrap(), bytes(writer.get_ref().get_ref())
        (4, b'abcdefg')
        """
        if type(buf) is bytes:  # To find out how many bytes another buffer has takes as long again.
            n = len(buf)
            spare = self._spare - n
            if spare > 0:
                self._keep(buf)
                self._spare = spare
                try:
                    return OK_COUNTS[n]
                except IndexError:  # Cheaper than to ask first.
                    return ok(n)
        view = byte_view(buf)
        room = self._room_for(len(view))
        if isinstance(room, Err):
            return room
        if len(view) < self._capacity:
            return ok_count(self._put(view))
        return self._past_buffer(self._inner.write, view)

    def write_all(self, buf: Buffer) -> Result[None]:
        """Puts all of `buf` into the buffer, or passes it on where it is large. Rust's `write_all`.

        Errors: those of `write` and of the writer's own `write_all`.

        >>> from stdnet.io import BufWriter, Cursor
        >>> writer = BufWriter.with_capacity(4, Cursor(bytearray()))
        >>> writer.write_all(b"abcdefg").unwrap()
        >>> writer.get_ref().get_ref()
        bytearray(b'abcdefg')
        """
        if type(buf) is bytes:
            spare = self._spare - len(buf)
            if spare > 0:
                self._keep(buf)
                self._spare = spare
                return OK_NONE
        view = byte_view(buf)
        room = self._room_for(len(view))
        if isinstance(room, Err):
            return room
        if len(view) < self._capacity:
            self._put(view)
            return OK_NONE
        return self._past_buffer(self._inner.write_all, view)

    def write_vectored(self, bufs: Sequence[Buffer]) -> Result[int]:
        """Puts several buffers into its own, or passes them on. Rust's `Write::write_vectored`.

        All of them go in together, or past the buffer to a writer that takes several at once. Over
        any other, as many as fit go in; a first one of at least the capacity goes past it alone.

        Errors: those of `write`.

        >>> from stdnet.io import BufWriter, Cursor
        >>> writer = BufWriter(Cursor(bytearray()))
        >>> writer.write_vectored([b"ab", b"", b"cde"]).unwrap()
        5
        """
        if self._inner.is_write_vectored():
            return self._write_together(bufs)
        views = (byte_view(buf) for buf in bufs)
        return self._write_in_turn(filter(None, views))

    def _write_together(self, bufs: Sequence[Buffer]) -> Result[int]:
        for total in _totals(bufs):
            room = self._room_for(total)
            if isinstance(room, Err):
                return room
            if total >= self._capacity:
                return self._past_buffer(self._inner.write_vectored, bufs)
        return self._put_all(bufs)

    def _write_in_turn(self, views: Iterator[memoryview]) -> Result[int]:
        first = next(views, None)
        if first is None:
            return OK_COUNTS[0]
        result = self.write(first)
        if isinstance(result, Err) or len(first) >= self._capacity:
            return result
        written = result.unwrap()
        for view in views:
            if len(view) > self._spare:
                break
            written += self._put(view)
        return ok_count(written)

    def is_write_vectored(self) -> bool:
        """Yes: several buffers can be put into its own. Rust's `Write::is_write_vectored`.

        Unstable in Rust.

        >>> from stdnet.io import BufWriter, Cursor
        >>> BufWriter(Cursor(bytearray())).is_write_vectored()
        True
        """
        return True

    def flush(self) -> Result[None]:
        """Writes what is in the buffer, and flushes the writer below. Rust's `Write::flush`.

        Errors: those of the writer below, but `Interrupted` of a `write`, which is tried again;
        `WriteZero` if it takes nothing. What it took until then is no longer in the buffer, so
        trying again goes on with the rest.

        >>> from stdnet.io import BufWriter, Cursor
        >>> writer = BufWriter(Cursor(bytearray()))
        >>> writer.write_all(b"abc").unwrap()
        >>> writer.flush().unwrap()
        >>> writer.get_ref().get_ref()
        bytearray(b'abc')
        """
        result = self._flush_buf()
        return result if isinstance(result, Err) else self._inner.flush()

    def seek(self: _OverSeek, pos: SeekFrom, /) -> Result[int]:
        """Writes what is in the buffer, and sets the position of the writer. Rust's `Seek::seek`.

        Errors: those of writing, and of the writer's `seek`.

        >>> from stdnet.io import BufWriter, Cursor, SeekFrom
        >>> writer = BufWriter(Cursor(bytearray()))
        >>> writer.write_all(b"abc").unwrap()
        >>> writer.seek(SeekFrom.Current(-1)).unwrap()
        2
        """
        inner = self.get_ref()
        check_type(inner, Seek, "the writer to seek in")
        result = self._flush_buf()
        return result if isinstance(result, Err) else inner.seek(pos)

    @property
    def _can_seek(self) -> bool:
        return isinstance(self._inner, Seek)

    if TYPE_CHECKING:
        # Inherited; over a writer that cannot seek, a type checker refuses them.
        def rewind(self: _OverSeek) -> Result[None]: ...
        def stream_len(self: _OverSeek) -> Result[int]: ...
        def stream_position(self: _OverSeek) -> Result[int]: ...
        def seek_relative(self: _OverSeek, offset: int) -> Result[None]: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._drop()

    def __del__(self) -> None:
        self._drop()

    def _drop(self) -> None:
        # A wrong argument of the constructor leaves an object without anything.
        if not getattr(self, "_panicked", True):
            self._flush_buf()

    def __repr__(self) -> str:
        return f"BufWriter {{ writer: {self._inner!r}, buffer: {self._fill_level()} }}"

    def _fill_level(self) -> str:
        return f"{self._held.tell()}/{self._capacity}"

    def _data(self) -> bytes:
        """What is in the buffer."""
        with self._held.getbuffer() as whole:
            return bytes(whole[: self._held.tell()])

    def _last(self) -> bytes:
        """The last byte in the buffer, or nothing."""
        level = self._held.tell()
        with self._held.getbuffer() as whole:
            return bytes(whole[level - 1 : level])

    def _hold(self, data: bytes) -> None:
        """Puts this into the buffer instead of what is there."""
        self._held.seek(0)
        self._held.write(data)
        self._spare = self._capacity - len(data)

    def _put(self, data: bytes | memoryview) -> int:
        """Appends as much as there is room for; how much that is."""
        n = self._held.write(data[: self._spare])
        self._spare -= n
        return n

    def _put_all(self, bufs: Sequence[Buffer]) -> Ok[int]:
        """Appends as much of them as there is room for; how much that is."""
        return ok_count(sum(self._put(byte_view(buf)) for buf in bufs))

    def _past_buffer(self, write: Callable[[_Data], Result[_T]], data: _Data) -> Result[_T]:
        """Has the writer below write it. If that raises, nobody knows how far it came."""
        self._panicked = True
        result = write(data)
        self._panicked = False
        return result

    def _room_for(self, n: int) -> Result[None]:
        """Writes what is in the buffer, unless there is room for so many bytes beside it."""
        return self._flush_buf() if n > self._spare else OK_NONE

    def _flush_buf(self) -> Result[None]:
        """Writes what is in the buffer, in as many calls as it takes."""
        # A copy, so the writer can keep its view and still the buffer can be written to.
        rest = self.buffer()
        written = 0
        try:
            while rest:
                self._panicked = True
                result = self._inner.write(rest)
                n = within(result.value_or(0), rest)
                self._panicked = False
                if isinstance(result, Ok):
                    if n == 0:
                        return _FLUSH_EOF.err()
                    rest = rest[n:]
                    written += n
                elif not interrupted(result):
                    return result
        finally:
            # The writer may have written to this buffer itself, as one that logs does.
            self._hold(self._data()[written:])
        return OK_NONE


@final
class LineWriter(Write, Generic[_W_co]):
    r"""A writer that passes on whole lines. Rust's `std::io::LineWriter`.

    It has a buffer, of 1024 bytes unless told, which is written up to the last end of line whenever
    one comes along, and else as that of `BufWriter`. What holds for a `BufWriter` that goes away
    holds for it.

    >>> from stdnet.io import Cursor, LineWriter
    >>> writer = LineWriter(Cursor(bytearray()))
    >>> writer.write_all(b"one\ntw").unwrap()
    >>> writer.get_ref().get_ref()
    bytearray(b'one\n')
    >>> writer.write_all(b"o\n").unwrap()
    >>> writer.get_ref().get_ref()
    bytearray(b'one\ntwo\n')
    """

    __slots__ = ("__weakref__", "_inner")

    def __init__(self, inner: _W_co, *, capacity: int = _LINE_CAPACITY) -> None:
        self._inner = BufWriter(inner, capacity=capacity)

    @staticmethod
    def new(inner: _W) -> LineWriter[_W]:
        """A writer with a buffer of 1024 bytes: `LineWriter(inner)`. Rust's `LineWriter::new`.

        >>> from stdnet.io import Cursor, LineWriter
        >>> LineWriter.new(Cursor(bytearray())).write(b"abc").unwrap()
        3
        """
        return LineWriter(inner)

    @staticmethod
    def with_capacity(capacity: int, inner: _W) -> LineWriter[_W]:
        """A writer with a buffer of so many bytes. Rust's `LineWriter::with_capacity`.

        >>> from stdnet.io import Cursor, LineWriter
        >>> writer = LineWriter.with_capacity(2, Cursor(bytearray()))
        >>> writer.write_all(b"abc").unwrap()
        >>> writer.get_ref().get_ref()
        bytearray(b'abc')
        """
        return LineWriter(inner, capacity=capacity)

    def into_inner(self) -> _Result[_W_co, IntoInnerError[LineWriter[_W_co]]]:
        """Writes what is in the buffer, and gives the writer back. Rust's `LineWriter::into_inner`.

        Errors: those of writing, with this `LineWriter` and what it still holds.

        >>> from stdnet.io import Cursor, LineWriter
        >>> writer = LineWriter(Cursor(bytearray()))
        >>> writer.write_all(b"abc").unwrap()
        >>> writer.into_inner().unwrap().into_inner()
        bytearray(b'abc')
        """
        return self._inner.into_inner().alt(lambda e: IntoInnerError(self, e.into_error()))

    def get_ref(self) -> _W_co:
        """The writer below. Rust's `LineWriter::get_ref`.

        >>> from stdnet.io import Cursor, LineWriter
        >>> cursor = Cursor(bytearray())
        >>> LineWriter(cursor).get_ref() is cursor
        True
        """
        return self._inner.get_ref()

    def get_mut(self) -> _W_co:
        """`get_ref`, as Python's references all can change. Rust's `LineWriter::get_mut`.

        >>> from stdnet.io import Cursor, LineWriter
        >>> cursor = Cursor(bytearray())
        >>> LineWriter(cursor).get_mut() is cursor
        True
        """
        return self._inner.get_mut()

    def write(self, buf: Buffer, /) -> Result[int]:
        r"""Passes on the lines in `buf`, and puts the rest into the buffer. Rust's `Write::write`.

        The lines are passed on in one `write`. Of what the writer below leaves of them as much is
        put into the buffer as fits, if possible up to an end of line.

        Errors: those of the writer below; `WriteZero` if it takes nothing of what is in the buffer.
        Nothing of `buf` is written or kept then.

        >>> from stdnet.io import Cursor, LineWriter
        >>> writer = LineWriter(Cursor(bytearray()))
        >>> writer.write(b"one\ntw").unwrap(), bytes(writer.get_ref().get_ref())
        (6, b'one\n')
        """
        data = _flat(buf)
        end = data.rfind(b"\n") + 1
        if not end:
            before = self._flush_if_completed_line()
            return before if isinstance(before, Err) else self._inner.write(data)
        flushed = self._pass_on(data, end)
        if isinstance(flushed, Err) or (n := flushed.unwrap()) == 0:
            return flushed
        return ok_count(n + self._put(_to_keep(data[n:], end - n, self._inner.capacity())))

    def _pass_on(self, data: bytes, end: int) -> Result[int]:
        """Writes the lines at the front of the data, once the buffer is written."""
        before = self._flush_buf()
        if isinstance(before, Err):
            return before
        lines = memoryview(data)[:end]
        return self.get_ref().write(lines).map(lambda n: within(n, lines))

    def write_vectored(self, bufs: Sequence[Buffer]) -> Result[int]:
        r"""`write` of several buffers. Rust's `Write::write_vectored`.

        To a writer that takes several at once, those up to the last end of line are passed on
        together, and the rest is put into the buffer if all of them were written. To any other this
        is a `write` of the first buffer that is not empty.

        Errors: those of `write`.

        >>> from stdnet.io import Cursor, LineWriter
        >>> writer = LineWriter(Cursor(bytearray()))
        >>> writer.write_vectored([b"one", b"\n", b"two"]).unwrap()
        7
        >>> writer.get_ref().get_ref()
        bytearray(b'one\n')
        """
        if not self.get_ref().is_write_vectored():
            each = (byte_view(buf) for buf in bufs)
            first = next(filter(None, each), None)
            return OK_COUNTS[0] if first is None else self.write(first)
        count = next((i for i in range(len(bufs), 0, -1) if b"\n" in _flat(bufs[i - 1])), 0)
        before = self._flush_buf() if count else self._flush_if_completed_line()
        if isinstance(before, Err):
            return before
        if not count:
            return self._inner.write_vectored(bufs)
        lines, tail = bufs[:count], bufs[count:]
        flushed = self.get_ref().write_vectored(lines)
        if isinstance(flushed, Err):
            return flushed
        n = flushed.unwrap()
        if any(n < total for total in _totals(lines)):
            return flushed
        return self._inner._put_all(tail).map(lambda kept: n + kept)

    def is_write_vectored(self) -> bool:
        """Yes, as `BufWriter` says, whatever the writer below. Rust's `Write::is_write_vectored`.

        Unstable in Rust.

        >>> from stdnet.io import Cursor, LineWriter
        >>> LineWriter(Cursor(bytearray())).is_write_vectored()
        True
        """
        return self._inner.is_write_vectored()

    def write_all(self, buf: Buffer) -> Result[None]:
        r"""Passes on all lines in `buf`, and puts what follows into the buffer. Rust's `write_all`.

        Errors: those of the writer below, but `Interrupted`, which is tried again; `WriteZero` if
        it takes nothing. How much of `buf` was written then is not known.

        >>> from stdnet.io import Cursor, LineWriter
        >>> writer = LineWriter(Cursor(bytearray()))
        >>> writer.write_all(b"one\ntwo\nthree").unwrap()
        >>> writer.get_ref().get_ref()
        bytearray(b'one\ntwo\n')
        """
        data = _flat(buf)
        end = data.rfind(b"\n") + 1
        before = (
            self._write_lines(memoryview(data)[:end]) if end else self._flush_if_completed_line()
        )
        return before if isinstance(before, Err) else self._inner.write_all(data[end:])

    def _write_lines(self, lines: memoryview) -> Result[None]:
        """Writes all of the lines, together with what is in the buffer."""
        if not self._inner._last():
            return self.get_ref().write_all(lines)
        result = self._inner.write_all(lines)
        return result if isinstance(result, Err) else self._flush_buf()

    def flush(self) -> Result[None]:
        """Writes what is in the buffer, and flushes the writer below. Rust's `Write::flush`.

        Errors: those of `BufWriter.flush`.

        >>> from stdnet.io import Cursor, LineWriter
        >>> writer = LineWriter(Cursor(bytearray()))
        >>> writer.write_all(b"abc").unwrap()
        >>> writer.flush().unwrap()
        >>> writer.get_ref().get_ref()
        bytearray(b'abc')
        """
        return self._inner.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._inner.__exit__(kind, error, at)

    def __repr__(self) -> str:
        level = self._inner._fill_level()
        return f"LineWriter {{ writer: {self.get_ref()!r}, buffer: {level}, .. }}"

    def _flush_if_completed_line(self) -> Result[None]:
        """What an earlier `write` could not pass on of its lines comes before anything else."""
        return self._flush_buf() if self._inner._last() == b"\n" else OK_NONE

    def _flush_buf(self) -> Result[None]:
        return self._inner._flush_buf()

    def _put(self, data: bytes | memoryview) -> int:
        return self._inner._put(data)


def _totals(bufs: Sequence[Buffer]) -> Iterator[int]:
    """How many bytes the first of the buffers has, the first two, and so on: as many as asked for.

    Many buffers are written in as many calls, and none of them can look at all.
    """
    return accumulate(byte_view(buf).nbytes for buf in bufs)


def _flat(buf: Buffer) -> bytes:
    """The bytes of a buffer, to search in."""
    return buf if type(buf) is bytes else bytes(byte_view(buf))


def _to_keep(rest: bytes, end: int, capacity: int) -> bytes:
    """What to buffer of what was not written. `end` is where the lines in it end, if there are any.

    No end of line is buffered with something behind it, which could not be told apart later.
    """
    if end <= 0:  # All lines are written. A rest that would fill the buffer is not split.
        return rest if len(rest) < capacity else b""
    fitting = rest[:capacity]
    return fitting[: fitting.rfind(b"\n") + 1] or fitting
