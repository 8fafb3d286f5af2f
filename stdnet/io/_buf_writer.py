"""Writers with a buffer, and their errors. Rust's `BufWriter` and `LineWriter`."""

from __future__ import annotations

# `_OverSeek` stands for `BufWriter` itself, and a `LineWriter` uses one:
# pyright: reportPrivateUsage=false
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from itertools import accumulate
from types import TracebackType
from typing import TYPE_CHECKING, Final, Generic, Protocol, Self, TypeVar, final
from warnings import warn

from stdnet._core.arguments import check_type, explained_if_missing
from stdnet._core.buffer import Buffer, byte_view, within
from stdnet._core.containers import OK_COUNTS, OK_NONE, ok_count
from stdnet._core.error import Error, Result, SimpleMessage
from stdnet._core.error_kind import ErrorKind
from stdnet._core.ints import u64
from stdnet._core.no_copy import NoCopy
from stdnet.io._seek import Seek, SeekFrom
from stdnet.io._traits import Write, interrupted, wrong_result
from stdnet.result._containers import Err, Ok
from stdnet.result._containers import Result as _Result

_Data = TypeVar("_Data")
_T = TypeVar("_T")
_W = TypeVar("_W", bound=Write)
_W_co = TypeVar("_W_co", bound=Write, covariant=True)
_Writer_co = TypeVar("_Writer_co", covariant=True)

_CAPACITY: Final = 8 * 1024
_LINE_CAPACITY: Final = 1024

_PANICKED: Final = SimpleMessage(ErrorKind.Other, "the writer has raised an exception")
_FLUSH_EOF: Final = SimpleMessage(ErrorKind.WriteZero, "failed to write the buffered data")


@final
class WriterPanicked(Exception):
    """The error of `BufWriter.into_parts` after a panic. Rust's `std::io::WriterPanicked`.

    A panic is an exception that the underlying writer raised in the middle of a `write`. It is not
    known which of the bytes were written.

    >>> from stdnet import io
    >>> class Broken(io.Write):
    ...     def write(self, buf: io.Buffer, /) -> io.Result[int]:
    ...         raise RuntimeError("broken")
    ...
    ...     def flush(self) -> io.Result[None]:
    ...         raise RuntimeError("broken")
    >>> writer = io.BufWriter(Broken())
    >>> writer.write_all(b"abc").unwrap()
    >>> writer.flush()
    Traceback (most recent call last):
    RuntimeError: broken
    >>> _, data = writer.into_parts()
    >>> print(data.unwrap_err())
    BufWriter inner writer panicked, what data remains unwritten is not known
    """

    def __init__(self, buf: bytes, capacity: int) -> None:
        check_type(buf, bytes, "the buffer")
        super().__init__(buf, capacity)
        self._buf = buf
        self._capacity = u64(capacity)

    def into_inner(self) -> bytes:
        """Returns the bytes of the buffer. Some of them may have been written.

        Rust's `WriterPanicked::into_inner`.

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
    """The error of an `into_inner` that could not write the buffer. Rust's `IntoInnerError`.

    It holds the writer with its buffer, so that you can try again. Rust's `?` converts it to an
    `io::Error`; here this is `into_error()`.

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
        """Returns the error of the write. Rust's `IntoInnerError::error`.

        >>> from stdnet.io import BufWriter, Cursor
        >>> writer = BufWriter(Cursor(memoryview(bytearray(2))))
        >>> writer.write_all(b"abc").unwrap()
        >>> writer.into_inner().unwrap_err().error().kind()
        WriteZero
        """
        return self._error

    def into_inner(self) -> _Writer_co:
        """Returns the writer, which holds what is not written. Rust's `IntoInnerError::into_inner`.

        >>> from stdnet.io import BufWriter, Cursor
        >>> writer = BufWriter(Cursor(memoryview(bytearray(2))))
        >>> writer.write_all(b"abc").unwrap()
        >>> writer.into_inner().unwrap_err().into_inner() is writer
        True
        """
        return self._writer

    def into_error(self) -> Error:
        """Returns the error of the write. Rust's `IntoInnerError::into_error` and `Error::from`.

        >>> from stdnet.io import BufWriter, Cursor
        >>> writer = BufWriter(Cursor(memoryview(bytearray(2))))
        >>> writer.write_all(b"abc").unwrap()
        >>> print(writer.into_inner().unwrap_err().into_error())
        failed to write the buffered data
        """
        return self._error

    def into_parts(self) -> tuple[Error, _Writer_co]:
        """Returns the error of the write, and the writer. Rust's `IntoInnerError::into_parts`.

        >>> from stdnet.io import BufWriter, Cursor
        >>> writer = BufWriter(Cursor(memoryview(bytearray(2))))
        >>> writer.write_all(b"abc").unwrap()
        >>> error, same = writer.into_inner().unwrap_err().into_parts()
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
    """A `BufWriter` whose underlying writer can seek."""

    def get_ref(self) -> Seek: ...

    def _flush_buf(self) -> Result[None]: ...


# The buffer of a `BufWriter`
#
# Operations: append a piece if there is room for it; look at what is held; remove what was written
# from the front.
#
# Goals: a small write costs one call of C besides its own frame, and does not copy what is held.
# The underlying writer may keep the views that it is given.
#
# The bytes lie at the start of a `BytesIO`. Its position, and not its length, is the number of
# bytes held: it is never truncated, so that its memory is reused.
#
# Invariants:
# - `_buf.tell() + _spare == _capacity`. `_spare` saves `write` the call of `tell`.
# - `_panicked` is True while the underlying writer is called to write. So it stays True if the call
#   raises an exception, and `_drop` then writes nothing.
#
# Warning: a `BytesIO` cannot be written to while it is viewed, so only copies leave this class.


@final
class BufWriter(NoCopy, Write, Seek, Generic[_W_co]):
    """A writer that gathers small writes and passes them on together. Rust's `std::io::BufWriter`.

    The buffer has 8 KiB unless you give a `capacity`. It is written when there is no room for more,
    by `flush`, when the `with` block ends, and when the last reference goes away. The last two hide
    every error, as Rust's `Drop` does: call `flush` first if errors matter. The end of the `with`
    block does not close the underlying writer. A write of at least the capacity bypasses an empty
    buffer.

    What cannot be written when the last reference goes away is lost, and a `ResourceWarning` says
    so, which Python shows with `-X dev`. Mostly the underlying writer was closed before, by the end
    of its own `with` block or in a cycle of references. A forked process has a copy of the buffer
    and writes it, too: flush before a fork.

    If the underlying writer raises an exception, which is Rust's panic, nothing is written when the
    `BufWriter` goes away, as it is not known how much was written. It is a `Seek` if the underlying
    writer is one.

    Threads that share it need a lock, as Rust's types demand a `Mutex`: two calls at once would
    write bytes twice, or not at all.

    >>> from stdnet import TcpListener, TcpStream
    >>> from stdnet.io import BufWriter
    >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
    >>> with BufWriter(TcpStream.connect(listener.local_addr().unwrap()).unwrap()) as stream:
    ...     for n in range(10):
    ...         stream.write_fmt(f"{n} ").unwrap()
    ...     stream.flush().unwrap()  # One system call.
    """

    __slots__ = ("__weakref__", "_append", "_buf", "_capacity", "_inner", "_panicked", "_spare")

    @explained_if_missing
    def __init__(self, inner: _W_co, *, capacity: int = _CAPACITY) -> None:
        check_type(inner, Write, "the writer")
        self._inner = inner
        self._capacity = self._spare = u64(capacity)
        self._buf = BytesIO()
        self._append = self._buf.write
        self._panicked = False

    @staticmethod
    def new(inner: _W) -> BufWriter[_W]:
        """Makes a writer with a buffer of 8 KiB: `BufWriter(inner)`. Rust's `BufWriter::new`.

        >>> from stdnet.io import BufWriter, Cursor
        >>> BufWriter.new(Cursor(bytearray())).capacity()
        8192
        """
        return BufWriter(inner)

    @staticmethod
    def with_capacity(capacity: int, inner: _W) -> BufWriter[_W]:
        """Makes a writer with a buffer of `capacity` bytes. Rust's `BufWriter::with_capacity`.

        >>> from stdnet.io import BufWriter, Cursor
        >>> writer = BufWriter.with_capacity(4, Cursor(bytearray()))
        >>> for piece in (b"ab", b"cd", b"e"):
        ...     writer.write_all(piece).unwrap()
        >>> bytes(writer.get_ref().get_ref()), bytes(writer.buffer())
        (b'abcd', b'e')
        """
        return BufWriter(inner, capacity=capacity)

    def into_inner(self) -> _Result[_W_co, IntoInnerError[BufWriter[_W_co]]]:
        """Writes the buffer, and returns the underlying writer. Rust's `BufWriter::into_inner`.

        The buffer is empty then, so nothing is written twice. The underlying writer is not flushed.

        Errors: those of writing, in an `IntoInnerError` with this `BufWriter` and what it still
        holds.

        >>> from stdnet.io import BufWriter, Cursor
        >>> writer = BufWriter(Cursor(bytearray()))
        >>> writer.write_all(b"abc").unwrap()
        >>> writer.into_inner().unwrap().into_inner()
        bytearray(b'abc')
        """
        result = self._flush_buf()
        if isinstance(result, Err):
            return Err(IntoInnerError(self, result.unwrap_err()))
        return Ok(self._inner)

    def into_parts(self) -> tuple[_W_co, _Result[bytes, WriterPanicked]]:
        """Returns the underlying writer, and what the buffer holds. Rust's `BufWriter::into_parts`.

        The buffer is empty then, and those bytes will not be written.

        Errors: `WriterPanicked`, with the bytes, if the underlying writer has raised an exception,
        so that it is not known which of them were written.

        >>> from stdnet.io import BufWriter, Cursor
        >>> writer = BufWriter(Cursor(bytearray()))
        >>> writer.write_all(b"abc").unwrap()
        >>> cursor, data = writer.into_parts()
        >>> cursor.into_inner(), data.unwrap()
        (bytearray(b''), b'abc')
        """
        data = self._buffered()
        self._replace(b"")
        if self._panicked:
            return self._inner, Err(WriterPanicked(data, self._capacity))
        return self._inner, Ok(data)

    def get_ref(self) -> _W_co:
        """Returns the underlying writer. Rust's `BufWriter::get_ref`.

        What is written to it directly comes before what is in the buffer.

        >>> from stdnet.io import BufWriter, Cursor
        >>> cursor = Cursor(bytearray())
        >>> BufWriter(cursor).get_ref() is cursor
        True
        """
        return self._inner

    def get_mut(self) -> _W_co:
        """Returns the underlying writer, as `get_ref` does. Rust's `BufWriter::get_mut`.

        >>> from stdnet.io import BufWriter, Cursor
        >>> cursor = Cursor(bytearray())
        >>> BufWriter(cursor).get_mut() is cursor
        True
        """
        return self._inner

    def buffer(self) -> memoryview:
        """Returns a read-only copy of what is in the buffer. Rust's `BufWriter::buffer`.

        >>> from stdnet.io import BufWriter, Cursor
        >>> writer = BufWriter(Cursor(bytearray()))
        >>> writer.write_all(b"abc").unwrap()
        >>> bytes(writer.buffer())
        b'abc'
        """
        return memoryview(self._buffered())

    def capacity(self) -> int:
        """Returns how many bytes the buffer can hold. Rust's `BufWriter::capacity`.

        >>> from stdnet.io import BufWriter, Cursor
        >>> BufWriter.with_capacity(100, Cursor(bytearray())).capacity()
        100
        """
        return self._capacity

    def write(self, buf: Buffer, /) -> Result[int]:
        """Puts the whole of `buf` into the buffer, or passes it on if it is large.

        Rust's `Write::write`. If there is no room, the buffer is written first.

        Errors: those of the underlying writer; `WriteZero` if it takes nothing of the buffer.
        Nothing of `buf` is written or kept then.

        >>> from stdnet.io import BufWriter, Cursor
        >>> writer = BufWriter.with_capacity(4, Cursor(bytearray()))
        >>> writer.write(b"abc").unwrap(), bytes(writer.get_ref().get_ref())
        (3, b'')
        >>> writer.write(b"defg").unwrap(), bytes(writer.get_ref().get_ref())
        (4, b'abcdefg')
        """
        if type(buf) is bytes:  # Counting the bytes of other buffers takes as long as all of this.
            n = len(buf)
            spare = self._spare - n
            if spare > 0:
                self._append(buf)
                self._spare = spare
                try:
                    return OK_COUNTS[n]
                except IndexError:  # Cheaper than a comparison before.
                    return Ok(n)
        view = byte_view(buf)
        room = self._make_room(len(view))
        if isinstance(room, Err):
            return room
        if len(view) < self._capacity:
            return ok_count(self._write_to_buf(view))
        return self._bypass(self._inner.write, view)

    def write_all(self, buf: Buffer) -> Result[None]:
        """Puts the whole of `buf` into the buffer, or passes it on if it is large.

        Rust's `Write::write_all`.

        Errors: those of `write`, and those of the underlying writer's `write_all`.

        >>> from stdnet.io import BufWriter, Cursor
        >>> writer = BufWriter.with_capacity(4, Cursor(bytearray()))
        >>> writer.write_all(b"abcdefg").unwrap()
        >>> writer.get_ref().get_ref()
        bytearray(b'abcdefg')
        """
        if type(buf) is bytes:
            spare = self._spare - len(buf)
            if spare > 0:
                self._append(buf)
                self._spare = spare
                return OK_NONE
        view = byte_view(buf)
        room = self._make_room(len(view))
        if isinstance(room, Err):
            return room
        if len(view) < self._capacity:
            self._write_to_buf(view)
            return OK_NONE
        return self._bypass(self._inner.write_all, view)

    def write_vectored(self, bufs: Sequence[Buffer]) -> Result[int]:
        """Puts several buffers into its own, or passes them on. Rust's `Write::write_vectored`.

        If the underlying writer takes several buffers at once, all of them are buffered, or all
        bypass the buffer. Otherwise as many are buffered as fit; but if the first one has at least
        the capacity, it alone bypasses the buffer.

        Errors: those of `write`.

        >>> from stdnet.io import BufWriter, Cursor
        >>> writer = BufWriter(Cursor(bytearray()))
        >>> writer.write_vectored([b"ab", b"", b"cde"]).unwrap()
        5
        """
        if self._inner.is_write_vectored():
            return self._write_all_or_bypass(bufs)
        views = (byte_view(buf) for buf in bufs)
        return self._write_those_that_fit(filter(None, views))

    def _write_all_or_bypass(self, bufs: Sequence[Buffer]) -> Result[int]:
        """Writes several buffers over a writer that takes several at once."""
        for total in _totals(bufs):
            room = self._make_room(total)
            if isinstance(room, Err):
                return room
            if total >= self._capacity:
                return self._bypass(self._inner.write_vectored, bufs)
        return self._write_each_to_buf(bufs)

    def _write_those_that_fit(self, views: Iterator[memoryview]) -> Result[int]:
        """Writes several buffers over a writer that takes one at a time."""
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
            written += self._write_to_buf(view)
        return ok_count(written)

    def is_write_vectored(self) -> bool:
        """Returns True, as several buffers can be put into its own.

        Rust's `Write::is_write_vectored`.

        Unstable in Rust.

        >>> from stdnet.io import BufWriter, Cursor
        >>> BufWriter(Cursor(bytearray())).is_write_vectored()
        True
        """
        return True

    def flush(self) -> Result[None]:
        """Writes the buffer, and flushes the underlying writer. Rust's `Write::flush`.

        Errors: those of the underlying writer, except `Interrupted` of a `write`, which is retried;
        `WriteZero` if it takes nothing. What it took until then is no longer in the buffer, so
        another call goes on with the rest.

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
        """Writes the buffer, and sets the position of the underlying writer. Rust's `Seek::seek`.

        Errors: those of writing, and those of the underlying writer's `seek`.

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
        # Inherited. A type checker refuses them if the underlying writer cannot seek.
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
        _ = self._drop()

    def __del__(self) -> None:
        # If the constructor refuses an argument, there are no attributes.
        if hasattr(self, "_panicked"):
            result = self._drop()
            lost = self._buf.tell()
            if lost:
                # Not the `repr` of the writer: that is code of the program, and may be long.
                writer = type(self._inner).__name__
                reason = result.err() or "they came during the last write"
                text = f"{lost} buffered bytes for a {writer} were lost: {reason}"
                warn(text, ResourceWarning, stacklevel=2, source=self)

    def _drop(self) -> Result[None]:
        """Writes the buffer unless there was a panic. Rust's `Drop`."""
        return _PANICKED.err() if self._panicked else self._flush_buf()

    def __repr__(self) -> str:
        return f"BufWriter {{ writer: {self._inner!r}, buffer: {self._level()} }}"

    def _level(self) -> str:
        return f"{self._buf.tell()}/{self._capacity}"

    def _buffered(self) -> bytes:
        """Returns a copy of what is in the buffer."""
        with self._buf.getbuffer() as memory:
            return bytes(memory[: self._buf.tell()])

    def _last_byte(self) -> bytes:
        """Returns the last byte in the buffer, or nothing if it is empty."""
        end = self._buf.tell()
        with self._buf.getbuffer() as memory:
            return bytes(memory[end - 1 : end])

    def _replace(self, data: bytes) -> None:
        """Replaces what is in the buffer."""
        self._buf.seek(0)
        self._buf.write(data)
        self._spare = self._capacity - len(data)

    def _write_to_buf(self, data: bytes | memoryview) -> int:
        """Appends as much as there is room for; returns how much. Rust's `write_to_buf`."""
        n = self._buf.write(data[: self._spare])
        self._spare -= n
        return n

    def _write_each_to_buf(self, bufs: Sequence[Buffer]) -> Ok[int]:
        """Appends as much of several buffers as there is room for; returns how much."""
        return ok_count(sum(self._write_to_buf(byte_view(buf)) for buf in bufs))

    def _bypass(self, write: Callable[[_Data], Result[_T]], data: _Data) -> Result[_T]:
        """Calls a method of the underlying writer; it is a panic if that raises an exception."""
        self._panicked = True
        result = write(data)
        self._panicked = False
        return result

    def _make_room(self, n: int) -> Result[None]:
        """Writes the buffer if `n` bytes do not fit into it any more."""
        return self._flush_buf() if n > self._spare else OK_NONE

    def _flush_buf(self) -> Result[None]:
        """Writes the buffer, in as many calls as it takes. Rust's `flush_buf`."""
        rest = self.buffer()
        written = 0
        try:
            while rest:
                self._panicked = True
                result = self._inner.write(rest)
                try:
                    n = within(result.unwrap_or(0), rest)
                except AttributeError:
                    raise wrong_result(result) from None
                self._panicked = False
                if isinstance(result, Ok):
                    if n == 0:
                        return _FLUSH_EOF.err()
                    rest = rest[n:]
                    written += n
                elif not interrupted(result):
                    return result
        finally:
            # Meanwhile the underlying writer may itself have written here, if it logs for example.
            self._replace(self._buffered()[written:])
        return OK_NONE


@final
class LineWriter(NoCopy, Write, Generic[_W_co]):
    r"""A writer that passes on whole lines. Rust's `std::io::LineWriter`.

    The buffer has 1024 bytes unless you give a `capacity`. It is written as that of a `BufWriter`
    is, and also when a newline is written to it, up to the last one. At the end of its `with`
    block, and when the last reference goes away, it does what a `BufWriter` does, with a
    `ResourceWarning` for what is lost.

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

    @explained_if_missing
    def __init__(self, inner: _W_co, *, capacity: int = _LINE_CAPACITY) -> None:
        self._inner = BufWriter(inner, capacity=capacity)

    @staticmethod
    def new(inner: _W) -> LineWriter[_W]:
        """Makes a writer with a buffer of 1 KiB: `LineWriter(inner)`. Rust's `LineWriter::new`.

        >>> from stdnet.io import Cursor, LineWriter
        >>> LineWriter.new(Cursor(bytearray())).write(b"abc").unwrap()
        3
        """
        return LineWriter(inner)

    @staticmethod
    def with_capacity(capacity: int, inner: _W) -> LineWriter[_W]:
        """Makes a writer with a buffer of `capacity` bytes. Rust's `LineWriter::with_capacity`.

        >>> from stdnet.io import Cursor, LineWriter
        >>> writer = LineWriter.with_capacity(2, Cursor(bytearray()))
        >>> writer.write_all(b"abc").unwrap()
        >>> writer.get_ref().get_ref()
        bytearray(b'abc')
        """
        return LineWriter(inner, capacity=capacity)

    def into_inner(self) -> _Result[_W_co, IntoInnerError[LineWriter[_W_co]]]:
        """Writes the buffer, and returns the underlying writer. Rust's `LineWriter::into_inner`.

        Errors: those of writing, in an `IntoInnerError` with this `LineWriter` and what it still
        holds.

        >>> from stdnet.io import Cursor, LineWriter
        >>> writer = LineWriter(Cursor(bytearray()))
        >>> writer.write_all(b"abc").unwrap()
        >>> writer.into_inner().unwrap().into_inner()
        bytearray(b'abc')
        """
        return self._inner.into_inner().map_err(lambda e: IntoInnerError(self, e.into_error()))

    def get_ref(self) -> _W_co:
        """Returns the underlying writer. Rust's `LineWriter::get_ref`.

        >>> from stdnet.io import Cursor, LineWriter
        >>> cursor = Cursor(bytearray())
        >>> LineWriter(cursor).get_ref() is cursor
        True
        """
        return self._inner.get_ref()

    def get_mut(self) -> _W_co:
        """Returns the underlying writer, as `get_ref` does. Rust's `LineWriter::get_mut`.

        >>> from stdnet.io import Cursor, LineWriter
        >>> cursor = Cursor(bytearray())
        >>> LineWriter(cursor).get_mut() is cursor
        True
        """
        return self._inner.get_mut()

    def write(self, buf: Buffer, /) -> Result[int]:
        r"""Passes on the lines in `buf`, and puts the rest into the buffer. Rust's `Write::write`.

        The lines are passed on in one `write`. If the underlying writer does not take all of them,
        as much of them is put into the buffer as fits, up to a newline if possible.

        Errors: those of the underlying writer; `WriteZero` if it takes nothing of the buffer.
        Nothing of `buf` is written or kept then.

        >>> from stdnet.io import Cursor, LineWriter
        >>> writer = LineWriter(Cursor(bytearray()))
        >>> writer.write(b"one\ntw").unwrap(), bytes(writer.get_ref().get_ref())
        (6, b'one\n')
        """
        data = _to_bytes(buf)
        end = data.rfind(b"\n") + 1
        if not end:
            before = self._flush_if_completed_line()
            return before if isinstance(before, Err) else self._inner.write(data)
        flushed = self._pass_on(memoryview(data)[:end])
        if isinstance(flushed, Err) or (n := flushed.unwrap()) == 0:
            return flushed
        tail = _tail_to_buffer(data[n:], end - n, self._inner.capacity())
        return ok_count(n + self._inner._write_to_buf(tail))

    def _pass_on(self, lines: memoryview) -> Result[int]:
        """Writes the buffer, and makes one `write` of the lines then."""
        before = self._inner._flush_buf()
        if isinstance(before, Err):
            return before
        # Not by `_bypass`: the buffer is empty, so after a panic nothing could be written twice.
        return self.get_ref().write(lines).map(lambda n: within(n, lines))

    def write_vectored(self, bufs: Sequence[Buffer]) -> Result[int]:
        r"""Writes several buffers, as `write` does. Rust's `Write::write_vectored`.

        If the underlying writer takes several buffers at once, those up to the last one with a
        newline are passed on together. The others are put into the buffer if all of these were
        written. Otherwise this is a `write` of the first buffer that is not empty.

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
        # How many buffers there are up to the last one with a newline.
        count = next((i for i in range(len(bufs), 0, -1) if b"\n" in _to_bytes(bufs[i - 1])), 0)
        before = self._inner._flush_buf() if count else self._flush_if_completed_line()
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
        return self._inner._write_each_to_buf(tail).map(lambda buffered: n + buffered)

    def is_write_vectored(self) -> bool:
        """Returns True, as several buffers can be put into its own.

        Rust's `Write::is_write_vectored`.

        Unstable in Rust.

        >>> from stdnet.io import Cursor, LineWriter
        >>> LineWriter(Cursor(bytearray())).is_write_vectored()
        True
        """
        return self._inner.is_write_vectored()

    def write_all(self, buf: Buffer) -> Result[None]:
        r"""Passes on all lines in `buf`, and puts what follows into the buffer.

        Rust's `Write::write_all`.

        Errors: those of the underlying writer, except `Interrupted`, which is retried; `WriteZero`
        if it takes nothing. How much of `buf` was written then is not known.

        >>> from stdnet.io import Cursor, LineWriter
        >>> writer = LineWriter(Cursor(bytearray()))
        >>> writer.write_all(b"one\ntwo\nthree").unwrap()
        >>> writer.get_ref().get_ref()
        bytearray(b'one\ntwo\n')
        """
        data = _to_bytes(buf)
        end = data.rfind(b"\n") + 1
        before = (
            self._write_lines(memoryview(data)[:end]) if end else self._flush_if_completed_line()
        )
        return before if isinstance(before, Err) else self._inner.write_all(data[end:])

    def _write_lines(self, lines: memoryview) -> Result[None]:
        """Writes the whole of the lines, in one call with what is in the buffer if they fit."""
        if not self._inner._last_byte():
            return self.get_ref().write_all(lines)
        result = self._inner.write_all(lines)
        return result if isinstance(result, Err) else self._inner._flush_buf()

    def flush(self) -> Result[None]:
        """Writes the buffer, and flushes the underlying writer. Rust's `Write::flush`.

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
        level = self._inner._level()
        return f"LineWriter {{ writer: {self.get_ref()!r}, buffer: {level}, .. }}"

    def _flush_if_completed_line(self) -> Result[None]:
        """Writes the buffer if it ends with a line that an earlier `write` could not pass on."""
        return self._inner._flush_buf() if self._inner._last_byte() == b"\n" else OK_NONE


def _totals(bufs: Sequence[Buffer]) -> Iterator[int]:
    """Yields the size of the first buffer, of the first two together, and so on.

    Callers stop early: a long list of buffers takes many writes, and if each of them looked at the
    whole list, the time would grow with its square.
    """
    return accumulate(byte_view(buf).nbytes for buf in bufs)


def _to_bytes(buf: Buffer) -> bytes:
    """Returns the bytes of a buffer, to search in."""
    return buf if type(buf) is bytes else bytes(byte_view(buf))


def _tail_to_buffer(rest: bytes, end: int, capacity: int) -> bytes:
    """Returns what to buffer of the bytes that were not written.

    The lines in them end at `end`, which is 0 or less if all of these were written. Nothing that
    follows a line is buffered with it, as `_flush_if_completed_line` only looks at the last byte.
    """
    if end <= 0:  # A rest that would fill the buffer is not split: the next `write` can bypass it.
        return rest if len(rest) < capacity else b""
    fitting = rest[:capacity]
    return fitting[: fitting.rfind(b"\n") + 1] or fitting
