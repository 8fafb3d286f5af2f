"""The abstract classes `Read`, `BufRead`, `Write` and `ReadWrite`, which are traits in Rust.

A class of your own defines the abstract methods, and inherits the provided ones.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from operator import index
from typing import TYPE_CHECKING, Final, Never, Self, TypeAlias, TypeVar, cast, overload

from stdnet._core.arguments import (
    check_type,
    explained_if_missing,
    not_iterable,
    wrong_int,
    wrong_type,
)
from stdnet._core.buffer import Buffer, WritableBuffer, byte_view, byte_view_mut, within
from stdnet._core.containers import OK_NONE, ok_count
from stdnet._core.error import (
    INVALID_UTF8,
    NO_UTF8,
    READ_EXACT_EOF,
    WRITE_ALL_EOF,
    Error,
    Result,
    SimpleMessage,
)
from stdnet._core.error_kind import ErrorKind
from stdnet._core.ints import U64_MAX, u8, u64
from stdnet.io._seek import seeker
from stdnet.result._containers import Err, Ok

_Bytes: TypeAlias = bytes  # In `Read`, `bytes` is a method.
_Buf = TypeVar("_Buf")
_R = TypeVar("_R", bound="Read")
_B = TypeVar("_B", bound="BufRead")

NEWLINE: Final = ord("\n")

_FIRST_CHUNK: Final = 8 * 1024
_LARGEST_CHUNK: Final = 256 * 1024
"""The sizes of the buffers that `read_to_end` and `read_array` read into. Larger ones do not fit
into the processor's cache, and gain nothing."""

_FIRST_PIECE: Final = 256
"""The size of the first piece that `find` searches."""


def interrupted(failed: Err[Error]) -> bool:
    """Returns True if the call failed with `Interrupted`, so that it can be tried again."""
    try:
        return failed.unwrap_err().kind() is ErrorKind.Interrupted
    except AttributeError:
        raise wrong_result(failed) from None


def wrong_result(returned: object) -> TypeError:
    """Returns the error of a method of the user's that did not return a `Result` as it should."""
    if isinstance(returned, Err):
        error = cast("Err[object]", returned).unwrap_err()
        return wrong_type(error, "the error in the Err of a read() or write()", "an io.Error")
    return wrong_type(returned, "what a read(), write() or fill_buf() returns", "Ok or Err")


def retried(call: Callable[[_Buf], Result[int]], buf: _Buf) -> Result[int]:
    """Reads or writes, and tries again as long as the call is interrupted."""
    while True:
        result = call(buf)
        if isinstance(result, Ok) or not interrupted(result):
            return result


def from_utf8(raw: bytearray) -> Result[str]:
    """Decodes what was read; `InvalidData` if it is not UTF-8."""
    try:
        return Ok(raw.decode())
    except UnicodeDecodeError:
        return INVALID_UTF8.err()


class Read(ABC):
    """A source of bytes. Rust's `std::io::Read`.

    A reader of your own defines `read`, and inherits all other methods. They pass a `memoryview` of
    bytes to `read`. Others may pass any buffer, so `read` begins with `memoryview(buf)`.

    A `chain` can have any number of readers. Other adapters and buffers call what they are around,
    so some hundred of them, one around the other, raise `RecursionError`.

    >>> from stdnet import Ok, io
    >>> class Countdown(io.Read):
    ...     count = 3
    ...
    ...     def read(self, buf: io.WritableBuffer, /) -> io.Result[int]:
    ...         view = memoryview(buf)
    ...         if self.count == 0 or len(view) == 0:
    ...             return Ok(0)
    ...         view[0] = ord(str(self.count))
    ...         self.count -= 1
    ...         return Ok(1)
    >>> Countdown().read_to_string().unwrap()
    '321'
    """

    __slots__ = ()

    @abstractmethod
    def read(self, buf: WritableBuffer, /) -> Result[int]:
        """Reads some bytes into the front of `buf`; returns how many. Rust's `Read::read`.

        It may read fewer bytes than fit. 0 means that the data have ended, at least for now, or
        that `buf` is empty. If it fails, it has read nothing.

        Errors: the reader's own. After `Interrupted` the call can be tried again; all methods that
        make several calls do so.

        >>> from stdnet.io import repeat
        >>> buf = bytearray(b"...")
        >>> repeat(ord("a")).read(buf).unwrap(), buf
        (3, bytearray(b'aaa'))
        """

    if not TYPE_CHECKING:
        # Not `__iter__`, by which it would count as an `Iterable`.
        def __getitem__(self, _: int, /) -> Never:
            name = "reader" if isinstance(self, BufRead) else "BufReader(reader)"
            raise not_iterable(self, f"for line in {name}.lines()")

    def read_vectored(self, bufs: Sequence[WritableBuffer]) -> Result[int]:
        """Reads some bytes into several buffers, in turn. Rust's `Read::read_vectored`.

        Unless the reader overrides it, this is one `read` into the first buffer that is not empty.

        Errors: those of `read`.

        >>> from stdnet.io import Cursor
        >>> head, body = bytearray(1), bytearray(9)
        >>> Cursor(b"abc").read_vectored([head, body]).unwrap(), head, body[:2]
        (3, bytearray(b'a'), bytearray(b'bc'))
        """
        views = (byte_view_mut(buf) for buf in bufs)
        return self.read(next(filter(None, views), memoryview(bytearray())))

    def is_read_vectored(self) -> bool:
        """Returns True if `read_vectored` fills several buffers. Rust's `Read::is_read_vectored`.

        Unstable in Rust.

        >>> from stdnet.io import Cursor, empty
        >>> Cursor(b"abc").is_read_vectored(), empty().is_read_vectored()
        (True, False)
        """
        return False

    @explained_if_missing
    def read_to_end(self, buf: bytearray) -> Result[int]:
        """Appends all bytes until the end to `buf`; returns how many. Rust's `Read::read_to_end`.

        The data of a connection end when the peer stops writing. `buf` can grow without limit: put
        a `take` in front of a peer that you do not trust.

        In `stdnet.mio` it appends what has arrived and returns `WouldBlock`. Call it again on the
        next event.

        Errors: those of `read`, except `Interrupted`, which is retried. What was read before the
        error is in `buf`.

        >>> from stdnet.io import repeat
        >>> buf = bytearray(b"> ")
        >>> repeat(ord("a")).take(2).read_to_end(buf).unwrap(), buf
        (2, bytearray(b'> aa'))
        """
        check_type(buf, bytearray, "the buffer")
        start = len(buf)
        # It does not read into `buf` itself. So `buf` holds only data and can be resized, even if
        # `read` raises or keeps its view. The copy comes from the processor's cache, and costs no
        # more than clearing memory of `buf` to read into.
        chunk = memoryview(bytearray(_FIRST_CHUNK))
        while True:
            match retried(self.read, chunk):
                case Ok(0):
                    return ok_count(len(buf) - start)
                case Ok(n):
                    buf += chunk[: within(n, chunk)]
                    if n == len(chunk) < _LARGEST_CHUNK:
                        chunk = memoryview(bytearray(2 * n))
                case failed:
                    return failed

    def read_to_string(self) -> Result[str]:
        """Reads all text until the end, decoded from UTF-8. Rust's `Read::read_to_string`.

        If it fails, what was read is lost. Use `read_to_end` if you need it, and in `stdnet.mio`,
        where a call fails with `WouldBlock` if the end has not arrived.

        Errors: those of `read`, except `Interrupted`, which is retried; `InvalidData` if the bytes
        are not UTF-8.

        >>> from stdnet.io import repeat
        >>> repeat(ord("a")).take(3).read_to_string().unwrap()
        'aaa'
        """
        raw = bytearray()
        match self.read_to_end(raw):
            case Ok():
                return from_utf8(raw)
            case failed:
                return failed

    @explained_if_missing
    def read_exact(self, buf: WritableBuffer) -> Result[None]:
        """Fills the whole of `buf`. Rust's `Read::read_exact`.

        If it fails, `buf` may hold some of the data, and it is not known how much was read. So use
        `read` in `stdnet.mio`, where a call fails with `WouldBlock` if not all has arrived.

        Errors: `UnexpectedEof` if the data end before `buf` is full; those of `read`, except
        `Interrupted`, which is retried.

        >>> from stdnet.io import repeat
        >>> buf = bytearray(b"...")
        >>> repeat(ord("a")).read_exact(buf).unwrap()
        >>> buf
        bytearray(b'aaa')
        >>> repeat(ord("a")).take(2).read_exact(buf).unwrap_err().kind()
        UnexpectedEof
        """
        return _transfer_all(self.read, byte_view_mut(buf), READ_EXACT_EOF)

    @explained_if_missing
    def read_array(self, n: int) -> Result[_Bytes]:
        """Reads exactly `n` bytes. Rust's `Read::read_array::<N>`.

        Unstable in Rust. `n` can be what a peer claims: memory is allocated as the bytes arrive.

        If it fails, what was read is lost. Use `read_exact` or `read_to_end` if you need it, and
        `read` in `stdnet.mio`, where a call fails with `WouldBlock` if not all has arrived.

        Errors: `UnexpectedEof` if the data end before, however large `n` is; those of `read`,
        except `Interrupted`, which is retried.

        >>> from stdnet.io import repeat
        >>> repeat(ord("a")).read_array(4).unwrap()
        b'aaaa'
        >>> repeat(ord("a")).take(4).read_array(2**40).unwrap_err().kind()
        UnexpectedEof
        """
        try:
            large = n > _LARGEST_CHUNK
        except TypeError:
            raise wrong_int(n, "u64") from None
        if large:
            return _read_pieces(self, index(n))
        buf = bytearray(u64(n))
        result = self.read_exact(buf)
        return Ok(bytes(buf)) if isinstance(result, Ok) else result

    def by_ref(self) -> Self:
        """Returns the reader itself. Rust's `Read::by_ref`.

        In Rust an adapter takes the reader, unless it is given by reference. In Python you and the
        adapter share it in any case.

        >>> from stdnet.io import empty
        >>> reader = empty()
        >>> reader.by_ref() is reader
        True
        """
        return self

    def bytes(self) -> _adapters.Bytes[Self]:
        """Returns an iterator over the bytes, each a `Result` of an `int`. Rust's `Read::bytes`.

        It calls `read` for each byte, which is slow unless the reader has a buffer. In `stdnet.mio`
        an item is `WouldBlock` if nothing more has arrived; go on with the next event.

        >>> from stdnet.io import Cursor
        >>> [byte.unwrap() for byte in Cursor(b"abc").bytes()]
        [97, 98, 99]
        """
        return _adapters.Bytes(self)

    def chain(self, next: _R) -> _adapters.Chain[Self, _R]:  # noqa: A002 - Rust's name
        """Returns a reader of this reader's data and then those of `next`. Rust's `Read::chain`.

        >>> from stdnet.io import Cursor
        >>> Cursor(b"ab").chain(Cursor(b"cde")).read_to_string().unwrap()
        'abcde'
        """
        return _adapters.Chain(self, next)

    def take(self, limit: int) -> _adapters.Take[Self]:
        """Returns a reader of at most the next `limit` bytes. Rust's `Read::take`.

        It never reads more than that from this reader, which you can read on from afterwards.

        >>> from stdnet.io import repeat
        >>> repeat(ord("a")).take(1_000_000).read_to_end(bytearray()).unwrap()
        1000000
        """
        # There is no overload for `SeekTake`, as no type says that a reader is a `Seek`, too.
        return (_adapters.Take if seeker(self) is None else _adapters.SeekTake)(self, limit)


def read_to_string(reader: Read) -> Result[str]:
    """Reads all text of a reader, decoded from UTF-8. Rust's `std::io::read_to_string`.

    Errors: those of `Read.read_to_string`.

    >>> from stdnet import io
    >>> io.read_to_string(io.repeat(ord("a")).take(3)).unwrap()
    'aaa'
    """
    check_type(reader, Read, "the reader")
    return reader.read_to_string()


class BufRead(Read):
    r"""A reader with a buffer, which can be read line by line. Rust's `std::io::BufRead`.

    A reader of your own defines `read`, `fill_buf` and `consume`, and inherits all other methods.

    >>> from stdnet.io import Cursor
    >>> reader = Cursor(b"one\ntwo\n")
    >>> reader.read_line().unwrap()
    'one\n'
    >>> [line.unwrap() for line in reader.lines()]
    ['two']
    """

    __slots__ = ()

    @abstractmethod
    def fill_buf(self) -> Result[memoryview]:
        """Returns a view of the buffer, which is filled if it is empty. Rust's `BufRead::fill_buf`.

        An empty view is the end of the data. The view is read-only, and valid until the next call
        of any method of the reader. The same bytes come again until you `consume` them.

        Errors: those of `read`.

        >>> from stdnet.io import Cursor
        >>> reader = Cursor(b"abcdef")
        >>> bytes(reader.fill_buf().unwrap())
        b'abcdef'
        >>> reader.consume(4)
        >>> bytes(reader.fill_buf().unwrap())
        b'ef'
        """

    @abstractmethod
    def consume(self, amount: int, /) -> None:
        """Marks `amount` bytes of the buffer as read. Rust's `BufRead::consume`.

        They must not be more than the last `fill_buf` returned. If they are, what happens depends
        on the reader.

        >>> from stdnet.io import Cursor
        >>> reader = Cursor(b"abcdef")
        >>> reader.consume(4)
        >>> reader.read_to_string().unwrap()
        'ef'
        """

    def has_data_left(self) -> Result[bool]:
        """Returns True if there is more to read. It may have to fill the buffer to find out.

        Rust's `BufRead::has_data_left`. Unstable in Rust.

        Errors: those of `fill_buf`, `Interrupted` among them.

        >>> from stdnet.io import Cursor
        >>> Cursor(b"a").has_data_left().unwrap(), Cursor(b"").has_data_left().unwrap()
        (True, False)
        """
        result = self.fill_buf()
        return Ok(len(result.unwrap()) > 0) if isinstance(result, Ok) else result

    @explained_if_missing
    def read_until(self, byte: int, buf: bytearray) -> Result[int]:
        """Appends all bytes up to and including the next `byte` to `buf`; returns how many.

        Rust's `BufRead::read_until`. 0 is the end of the data. If there is no such byte, it reads
        until the end, and `buf` can grow without limit: put a `take` in front of a peer that you do
        not trust.

        Errors: those of `fill_buf`, except `Interrupted`, which is retried. What was read before
        the error is in `buf`.

        >>> from stdnet.io import Cursor
        >>> reader, buf = Cursor(b"a=1;b=2"), bytearray()
        >>> reader.read_until(ord(";"), buf).unwrap(), buf
        (4, bytearray(b'a=1;'))
        >>> reader.read_until(ord(";"), buf).unwrap(), buf
        (3, bytearray(b'a=1;b=2'))
        >>> reader.read_until(ord(";"), buf).unwrap()
        0
        """
        check_type(buf, bytearray, "the buffer")
        return _consume_until(self, u8(byte), buf)

    def skip_until(self, byte: int) -> Result[int]:
        """Skips all bytes up to and including the next `byte`; returns how many.

        Rust's `BufRead::skip_until`. 0 is the end of the data.

        Errors: those of `fill_buf`, except `Interrupted`, which is retried.

        >>> from stdnet.io import Cursor
        >>> reader = Cursor(b"name: value")
        >>> reader.skip_until(ord(" ")).unwrap()
        6
        >>> reader.read_to_string().unwrap()
        'value'
        """
        return _consume_until(self, u8(byte), None)

    def read_line(self) -> Result[str]:
        r"""Reads the next line, with its end, decoded from UTF-8. Rust's `BufRead::read_line`.

        The line ends with `"\n"`, unless it is the last one and the data end without. `""` is the
        end of the data. If there is no `"\n"`, it reads until the end, and the line can be of any
        length: put a `take` in front of a peer that you do not trust.

        If a read fails, the library's own readers keep what was read of the line, and the next call
        continues it. A reader of your own loses it. A line that is not UTF-8 is consumed, as in
        Rust, and the next call reads the next line: read it by `read_until` if you need its bytes.

        Errors: those of `fill_buf`, except `Interrupted`, which is retried; `InvalidData` if the
        line is not UTF-8.

        >>> from stdnet.io import Cursor
        >>> reader = Cursor(b"one\r\ntwo")
        >>> [reader.read_line().unwrap() for _ in range(3)]
        ['one\r\n', 'two', '']
        """
        line = self._line()
        if not isinstance(line, bytes):
            return line
        try:
            return Ok(line.decode())
        except UnicodeDecodeError:
            return INVALID_UTF8.err()

    @overload
    def chain(self, next: _B) -> _adapters.BufChain[Self, _B]: ...
    @overload
    def chain(self, next: _R) -> _adapters.Chain[Self, _R]: ...
    def chain(self, next: Read) -> _adapters.Chain[Self, Read]:  # noqa: A002 - Rust's name
        """Returns a reader of this reader's data and then those of `next`. Rust's `Read::chain`.

        It is a `BufRead` if `next` is one.

        >>> from stdnet.io import Cursor
        >>> Cursor(b"on").chain(Cursor(b"e")).read_line().unwrap()
        'one'
        """
        if isinstance(next, BufRead):
            return _adapters.BufChain(self, next)
        return _adapters.Chain(self, next)

    def take(self, limit: int) -> _adapters.BufTake[Self]:
        """Returns a reader, with a buffer, of at most the next `limit` bytes. Rust's `Read::take`.

        >>> from stdnet.io import BufRead, Cursor
        >>> reader: BufRead = Cursor(b"abcdef")
        >>> reader.take(4).read_line().unwrap()
        'abcd'
        """
        return (_adapters.BufTake if seeker(self) is None else _adapters.BufSeekTake)(self, limit)

    def split(self, byte: int) -> _adapters.Split[Self]:
        """Returns an iterator over the parts separated by `byte`. Rust's `BufRead::split`.

        Each item is a `Result` of a part, without the `byte` that ends it.

        >>> from stdnet.io import Cursor, BufRead
        >>> def fields(reader: BufRead) -> list[bytes]:
        ...     return [field.unwrap() for field in reader.split(ord(";"))]
        >>> fields(Cursor(b"a;bc;;d;"))
        [b'a', b'bc', b'', b'd']
        """
        return _adapters.Split(self, byte)

    def lines(self) -> _adapters.Lines[Self]:
        r"""Returns an iterator over the lines. Rust's `BufRead::lines`.

        Each item is a `Result` of a line, without the `"\n"` or `"\r\n"` that ends it.

        >>> from stdnet.io import Cursor
        >>> [line.unwrap() for line in Cursor(b"one\ntwo\r\n\nfour").lines()]
        ['one', 'two', '', 'four']
        """
        return _adapters.Lines(self)

    # The library's own readers override these methods, which check for `Ok`, the likely class, and
    # not for `Err`: both are ABCs, of which `isinstance` recognizes only the exact class fast.
    #
    # A reader that keeps what it has read if it fails does not consume any of it before it has all:
    # `_measure` reads into the buffer, and `_pop` consumes then. So nothing has to be put back, and
    # `_measure` can go on where it failed: a line that comes in many small pieces, with a failure
    # after each of them, takes no more time than one that comes at once.

    @property
    def _keeps(self) -> bool:
        """Returns True if the reader has `_measure` and `_pop`."""
        return False

    def _measure(self, byte: int, limit: int) -> tuple[int, bool] | Err[Error]:
        """Reads up to and including `byte` into the buffer, but at most until the limit or the end.

        Returns how many bytes these are, and whether the last one is `byte`. If it fails, it keeps
        all, and a further call goes on with it.
        """
        raise NotImplementedError

    def _pop(self, n: int) -> bytes:
        """Consumes what `_measure` has just measured, but at most `n` bytes."""
        raise NotImplementedError

    def _line(self) -> bytes | Err[Error]:
        """Reads the next line, with its end. If it fails, it keeps what it read."""
        return self._part(NEWLINE, partial(_consume_until, self))

    def _part(
        self, byte: int, read_until: Callable[[int, bytearray], Result[int]]
    ) -> bytes | Err[Error]:
        """Reads all bytes up to and including `byte`. If it fails, it keeps what it read."""
        if self._keeps:
            measured = self._measure(byte, U64_MAX)
            return self._pop(measured[0]) if isinstance(measured, tuple) else measured
        part = bytearray()
        try:
            result = read_until(byte, part)
        except BaseException:
            self._unread(part)
            raise
        if isinstance(result, Ok):
            return bytes(part)
        self._unread(part)
        return result

    def _unread(self, data: bytes | bytearray) -> bool:
        """Puts back bytes that were just consumed; returns False if the reader cannot do so."""
        return not data

    def _each_line(self, lines: Iterator[Result[str]]) -> Iterator[Result[str]]:
        """Returns the iterator of a loop over `lines`. A reader may have a faster one."""
        return lines


class Write(ABC):
    """A sink of bytes. Rust's `std::io::Write`.

    A writer of your own defines `write` and `flush`, and inherits all other methods. They pass a
    `memoryview` of bytes to `write`. Others may pass any buffer, so `write` begins with
    `memoryview(buf)`.

    >>> from stdnet import Ok, io
    >>> class Pairs(io.Write):
    ...     def write(self, buf: io.Buffer, /) -> io.Result[int]:
    ...         pair = memoryview(buf)[:2]
    ...         print(bytes(pair))
    ...         return Ok(len(pair))
    ...
    ...     def flush(self) -> io.Result[None]:
    ...         return Ok(None)
    >>> Pairs().write_all(b"abc").unwrap()
    b'ab'
    b'c'
    """

    __slots__ = ()

    @abstractmethod
    def write(self, buf: Buffer, /) -> Result[int]:
        """Writes some bytes from the front of `buf`; returns how many. Rust's `Write::write`.

        It may write fewer bytes than `buf` holds. 0 means that the writer accepts no more, or that
        `buf` is empty. If it fails, it has written nothing.

        Errors: the writer's own. After `Interrupted` the call can be tried again; all methods that
        make several calls do so.

        >>> from stdnet.io import sink
        >>> sink().write(b"abc").unwrap()
        3
        """

    @abstractmethod
    def flush(self) -> Result[None]:
        """Writes everything that the writer has buffered. Rust's `Write::flush`.

        Errors: those of writing it.

        >>> from stdnet.io import sink
        >>> sink().flush().unwrap()
        """

    def write_vectored(self, bufs: Sequence[Buffer]) -> Result[int]:
        """Writes some bytes of several buffers, in turn. Rust's `Write::write_vectored`.

        Unless the writer overrides it, this is one `write` of the first buffer that is not empty.

        Errors: those of `write`.

        >>> from stdnet.io import Cursor
        >>> writer = Cursor(bytearray())
        >>> writer.write_vectored([b"ab", b"cde"]).unwrap(), writer.into_inner()
        (5, bytearray(b'abcde'))
        """
        views = (byte_view(buf) for buf in bufs)
        return self.write(next(filter(None, views), memoryview(b"")))

    def is_write_vectored(self) -> bool:
        """Returns True if `write_vectored` writes several buffers at once.

        Rust's `Write::is_write_vectored`. Unstable in Rust.

        >>> from stdnet.io import sink
        >>> sink().is_write_vectored()
        True
        """
        return False

    @explained_if_missing
    def write_all(self, buf: Buffer) -> Result[None]:
        """Writes the whole of `buf`. Rust's `Write::write_all`.

        If it fails, it is not known how much was written. So use `write` in `stdnet.mio`, where a
        call fails with `WouldBlock` if there is no room for all.

        Errors: `WriteZero` if `write` returns 0; those of `write`, except `Interrupted`, which is
        retried.

        >>> from stdnet.io import Cursor
        >>> writer = Cursor(memoryview(bytearray(4)))
        >>> writer.write_all(b"abc").unwrap()
        >>> print(writer.write_all(b"abc").unwrap_err())
        failed to write whole buffer
        """
        return _transfer_all(self.write, byte_view(buf), WRITE_ALL_EOF)

    def write_all_vectored(self, bufs: Sequence[Buffer]) -> Result[None]:
        """Writes the whole of all buffers. Rust's `Write::write_all_vectored`.

        Unstable in Rust. Rust's function changes `bufs`; this one does not.

        If it fails, as it does with `WouldBlock` in `stdnet.mio` if there is no room for all, it is
        not known how much was written.

        Errors: those of `write_all`.

        >>> from stdnet.io import Cursor
        >>> writer = Cursor(bytearray())
        >>> writer.write_all_vectored([b"head", b"", b"body"]).unwrap()
        >>> writer.into_inner()
        bytearray(b'headbody')
        """
        views = [byte_view(buf) for buf in bufs]
        _advance(views, 0)
        while views:
            result = retried(self.write_vectored, views)
            if isinstance(result, Err):
                return result
            if (n := result.unwrap()) == 0:
                return WRITE_ALL_EOF.err()
            _advance(views, n)
        return OK_NONE

    @explained_if_missing
    def write_fmt(self, text: str) -> Result[None]:
        """Writes a text as UTF-8. Rust's `Write::write_fmt`, and its macros `write!`, `writeln!`.

        The text is formatted already, so this is one `write_all`. Rust makes one for each piece of
        the format. In `stdnet.mio` it fails with `WouldBlock` if there is no room for all, and then
        it is not known how much was written.

        Errors: `InvalidInput` if the text has a lone surrogate, which UTF-8 cannot encode, and then
        nothing is written; those of `write_all`.

        >>> from stdnet.io import Cursor
        >>> writer = Cursor(bytearray())
        >>> writer.write_fmt(f"{2} + {3} = {2 + 3}").unwrap()
        >>> writer.into_inner()
        bytearray(b'2 + 3 = 5')
        """
        check_type(text, str, "the text")
        try:
            raw = text.encode()
        except UnicodeEncodeError:
            return NO_UTF8.err()
        return self.write_all(raw)

    def by_ref(self) -> Self:
        """Returns the writer itself. Rust's `Write::by_ref`.

        >>> from stdnet.io import sink
        >>> writer = sink()
        >>> writer.by_ref() is writer
        True
        """
        return self


class ReadWrite(Read, Write):
    r"""A reader that is a writer, too: the bound `Read + Write` of a generic function in Rust.

    An addition to Rust's API. `TcpStream`, `UnixStream`, `socket2.Socket`, `socket2.SockRef`,
    `Cursor`, `Empty` and `File` are such. Derive a class of your own from it: a type checker does
    not take one that is derived from `Read` and `Write` by itself, although `isinstance` does.

    >>> from stdnet import Ok, io, propagate
    >>> from stdnet.os.unix.net import UnixStream
    >>> @propagate
    ... def greet(stream: io.ReadWrite) -> io.Result[str]:
    ...     stream.write_all(b"hello\n").unwrap()
    ...     return io.BufReader(stream).read_line()
    >>> class Echo(io.ReadWrite):
    ...     def __init__(self) -> None:
    ...         self.kept = bytearray()
    ...
    ...     def read(self, buf: io.WritableBuffer, /) -> io.Result[int]:
    ...         view = memoryview(buf)
    ...         n = min(len(view), len(self.kept))
    ...         view[:n] = self.kept[:n]
    ...         del self.kept[:n]
    ...         return Ok(n)
    ...
    ...     def write(self, buf: io.Buffer, /) -> io.Result[int]:
    ...         self.kept += buf
    ...         return Ok(memoryview(buf).nbytes)
    ...
    ...     def flush(self) -> io.Result[None]:
    ...         return Ok(None)
    >>> greet(Echo())
    Ok("hello\n")
    >>> one, two = UnixStream.pair().unwrap()
    >>> two.write_all(b"welcome\n").unwrap()
    >>> greet(one)
    Ok("welcome\n")
    """

    __slots__ = ()

    def by_ref(self) -> Self:
        """Returns the object itself. Rust's `Read::by_ref` and `Write::by_ref`.

        >>> from stdnet.io import empty
        >>> stream = empty()
        >>> stream.by_ref() is stream
        True
        """
        return self

    @classmethod
    def __subclasshook__(cls, other: type, /) -> bool:
        # By the bases: `issubclass(other, Read)` would ask this subclass of `Read` again.
        if cls is ReadWrite and {Read, Write}.issubset(other.__mro__):
            return True
        return super().__subclasshook__(other)


def find(view: memoryview, byte: int, start: int = 0) -> int:
    """Returns the index of the first such byte at or after `start`, or -1."""
    # A memoryview has no `find`, so pieces of it are copied. They grow, so that a short line in a
    # large buffer costs little, and a long line few calls.
    size = _FIRST_PIECE
    while start < len(view):
        at = bytes(view[start : start + size]).find(byte)
        if at >= 0:
            return start + at
        start += size
        size *= 8
    return -1


def _consume_until(reader: BufRead, byte: int, buf: bytearray | None) -> Result[int]:
    """Consumes all bytes up to and including `byte`; appends them to `buf`, if there is one."""
    read = 0
    while True:
        result = reader.fill_buf()
        if not isinstance(result, Ok):
            if interrupted(result):
                continue
            return result
        view = result.unwrap()
        at = find(view, byte)
        used = at + 1 or len(view)
        if buf is not None:
            buf += view[:used]
        # The reader may resize its buffer in `consume`, so nothing may view it.
        del result, view
        reader.consume(used)
        read += used
        if at >= 0 or used == 0:
            return ok_count(read)


def _read_pieces(reader: Read, n: int) -> Result[bytes]:
    """Reads exactly `n` bytes, and allocates memory for them piece by piece as they arrive."""
    pieces: list[bytearray] = []
    while n:
        piece = bytearray(min(n, _LARGEST_CHUNK))
        result = reader.read_exact(piece)
        if not isinstance(result, Ok):
            return result
        pieces.append(piece)
        n -= len(piece)
    return Ok(b"".join(pieces))


def _transfer_all(
    call: Callable[[memoryview], Result[int]], buf: memoryview, eof: SimpleMessage
) -> Result[None]:
    """Reads or writes the whole of a buffer, in as many calls as it takes."""
    # Protocols do this for every small piece, and a `match` would take twice as long. So would
    # `isinstance(result, Err)` first: of an ABC, only the exact class is recognized fast.
    while buf:
        result = call(buf)
        if not isinstance(result, Ok):
            if not interrupted(result):
                return result
        elif (n := result.unwrap()) == len(buf):
            break
        elif n == 0:
            return eof.err()
        else:
            buf = buf[within(n, buf) :]
    return OK_NONE


def _advance(bufs: list[memoryview], n: int) -> None:
    """Removes `n` bytes from the front of the buffers, and then the empty buffers there."""
    done = 0
    for buf in bufs:
        if n < len(buf):
            break
        n -= len(buf)
        done += 1
    del bufs[:done]
    if n and not bufs:
        raise ValueError(f"{n} bytes more than the buffers hold were reported")
    if n:
        bufs[0] = bufs[0][within(n, bufs[0]) :]


# At the end, as the adapters are subclasses of these classes.
from stdnet.io import _adapters  # noqa: E402
