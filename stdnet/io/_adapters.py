"""The adapters of readers: Rust's `Bytes`, `Chain`, `Take`, `Lines` and `Split`.

In Rust, a `Chain` or `Take` is a `BufRead` or a `Seek` if the underlying readers are. Here it is of
another class then: `BufChain`, `BufTake`, `SeekTake` or `BufSeekTake`.
"""

from __future__ import annotations

# The adapters call private methods of `BufRead`:
# pyright: reportPrivateUsage=false
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, Generic, Self, TypeGuard, TypeVar, cast, final

from stdnet._core.arguments import check_type, wrong_type
from stdnet._core.buffer import WritableBuffer, byte_view_mut, within
from stdnet._core.containers import OK_COUNTS, OK_NONE, ok_count
from stdnet._core.error import INVALID_UTF8, Error, Result
from stdnet._core.error_kind import ErrorKind
from stdnet._core.fmt import debug, debug_struct
from stdnet._core.ints import I64_MAX, I64_MIN, i64, u8, u64
from stdnet._core.no_copy import NoCopy
from stdnet.io._seek import Seek, SeekFrom, seeker
from stdnet.io._traits import BufRead, Read, retried
from stdnet.result._containers import Err, Ok

_B_co = TypeVar("_B_co", bound=BufRead, covariant=True)
_C_co = TypeVar("_C_co", bound=BufRead, covariant=True)
_R = TypeVar("_R", bound=Read)
_R_co = TypeVar("_R_co", bound=Read, covariant=True)
_T_co = TypeVar("_T_co", bound=Read, covariant=True)
_U_co = TypeVar("_U_co", bound=Read, covariant=True)


@final
class Bytes(NoCopy, Iterator[Result[int]], Generic[_R_co]):
    """An iterator over the bytes of a reader, made by `Read.bytes`. Rust's `std::io::Bytes`.

    The error of a `read` is an item, and does not end the iteration; `Interrupted` is retried. As
    in Rust, `next` reads again after the end.

    >>> from stdnet.io import Cursor
    >>> next(Cursor(b"abc").bytes())
    Ok(97)
    """

    __slots__ = ("_inner",)

    def __init__(self, inner: _R_co) -> None:
        check_type(inner, Read, "the reader")
        self._inner = inner

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Result[int]:
        byte = memoryview(bytearray(1))  # Another thread has one of its own.
        result = retried(self._inner.read, byte)
        if isinstance(result, Err):
            return result
        if within(result.unwrap(), byte) == 0:
            raise StopIteration
        return OK_COUNTS[byte[0]]

    def __repr__(self) -> str:
        return debug_struct("Bytes", inner=self._inner)


# Chains may be nested deeply, as `functools.reduce` nests those of many readers. Each method of an
# outer chain does the work of the inner ones in a loop, as Python's stack ends after a thousand
# calls. So a chain never calls another one.
#
# Each chain notes for itself whether its first reader has ended, as the program may use it alone.


class Chain(NoCopy, Read, Generic[_T_co, _U_co]):
    """Two readers, one after the other, made by `Read.chain`. Rust's `std::io::Chain`.

    It is a `BufChain` if both readers are a `BufRead`. Other subclasses cannot be made. Either
    reader may be a chain as well, and so on to any depth.

    >>> from stdnet.io import repeat
    >>> chain = repeat(ord("a")).take(2).chain(repeat(ord("b")))
    >>> chain.read_array(4).unwrap()
    b'aabb'
    """

    __slots__ = ("_done_first", "_first", "_second")

    def __init__(self, first: _T_co, second: _U_co) -> None:
        check_type(first, Read, "the first reader")
        check_type(second, Read, "the second reader")
        self._first = first
        self._second = second
        self._done_first = False

    def __init_subclass__(cls) -> None:
        if cls.__module__ != __name__:
            raise TypeError("a Chain is made by Read.chain")

    def into_inner(self) -> tuple[_T_co, _U_co]:
        """Returns both readers. Rust's `Chain::into_inner`.

        >>> from stdnet.io import empty
        >>> first, second = empty(), empty()
        >>> first.chain(second).into_inner() == (first, second)
        True
        """
        return self._first, self._second

    def get_ref(self) -> tuple[_T_co, _U_co]:
        """Returns both readers. Rust's `Chain::get_ref`.

        If you read from them directly, the data may come out of order.

        >>> from stdnet.io import empty
        >>> first, second = empty(), empty()
        >>> first.chain(second).get_ref() == (first, second)
        True
        """
        return self._first, self._second

    def get_mut(self) -> tuple[_T_co, _U_co]:
        """Returns both readers, as `get_ref` does. Rust's `Chain::get_mut`.

        >>> from stdnet.io import empty
        >>> first, second = empty(), empty()
        >>> first.chain(second).get_mut() == (first, second)
        True
        """
        return self._first, self._second

    def read(self, buf: WritableBuffer, /) -> Result[int]:
        """Reads from the first reader until its end, then from the second. Rust's `Read::read`.

        A read into an empty `buf` does not count as the end of the first reader.

        Errors: those of the readers.

        >>> from stdnet.io import Cursor
        >>> Cursor(b"ab").chain(Cursor(b"cd")).read(bytearray(5)).unwrap()
        2
        """
        view = byte_view_mut(buf)
        result: Result[int] = OK_COUNTS[0]
        for reader in _from_current(self):
            result = reader.read(view)
            if not view or not isinstance(result, Ok) or result.unwrap():
                break
        return result

    def read_vectored(self, bufs: Sequence[WritableBuffer]) -> Result[int]:
        """Reads into several buffers, as `read` does into one. Rust's `Read::read_vectored`.

        Errors: those of the readers.

        >>> from stdnet.io import Cursor
        >>> Cursor(b"ab").chain(Cursor(b"cd")).read_vectored([bytearray(1), bytearray(4)]).unwrap()
        2
        """
        views = [byte_view_mut(buf) for buf in bufs]
        room = any(views)
        result: Result[int] = OK_COUNTS[0]
        for reader in _from_current(self):
            result = reader.read_vectored(views)
            if not room or not isinstance(result, Ok) or result.unwrap():
                break
        return result

    def is_read_vectored(self) -> bool:
        """Returns True if either reader fills several buffers. Rust's `Read::is_read_vectored`.

        Unstable in Rust.

        >>> from stdnet.io import empty
        >>> empty().chain(empty()).is_read_vectored()
        False
        """
        readers: list[Read] = [self]
        while readers:
            reader = readers.pop()
            if _is_chain(reader):
                readers += (reader._second, reader._first)
            elif reader.is_read_vectored():
                return True
        return False

    def read_to_end(self, buf: bytearray) -> Result[int]:
        """Appends all bytes of both readers to `buf`; returns how many. Rust's `Read::read_to_end`.

        Errors: those of the readers' `read_to_end`. What was read before the error is in `buf`.

        >>> from stdnet.io import Cursor
        >>> buf = bytearray()
        >>> Cursor(b"ab").chain(Cursor(b"cd")).read_to_end(buf).unwrap(), buf
        (4, bytearray(b'abcd'))
        """
        read = 0
        for reader in _from_current(self):
            result = reader.read_to_end(buf)
            if not isinstance(result, Ok):
                return result
            read += result.unwrap()
        return ok_count(read)

    def __repr__(self) -> str:
        text = ""
        parts: list[Read | str] = [self]
        while parts:
            part = parts.pop()
            if isinstance(part, str):
                text += part
            elif _is_chain(part):
                end = f", done_first: {debug(part._done_first)} }}"
                parts += (end, part._second, ", second: ", part._first, "Chain { first: ")
            else:
                text += debug(part)
        return text


@final
class BufChain(Chain[_B_co, _C_co], BufRead, Generic[_B_co, _C_co]):
    r"""A `Chain` of two readers with a buffer. Rust's `impl BufRead for Chain<T, U>`.

    >>> from stdnet.io import Cursor
    >>> chain = Cursor(b"on").chain(Cursor(b"e\ntwo"))
    >>> [line.unwrap() for line in chain.lines()]
    ['one', 'two']
    """

    __slots__ = ("_both_keep", "_of_second", "_passed")

    def __init__(self, first: _B_co, second: _C_co) -> None:
        check_type(first, BufRead, "the first reader")
        check_type(second, BufRead, "the second reader")
        super().__init__(first, second)
        self._of_second = 0  # The number of its bytes that were consumed.
        self._both_keep = first._keeps and second._keeps
        self._passed = 0  # How many readers `_measure` has found to end before the line does.

    def fill_buf(self) -> Result[memoryview]:
        """Returns a view of the first reader's buffer, and after its end of the second's.

        Rust's `BufRead::fill_buf`.

        Errors: those of the readers.

        >>> from stdnet.io import Cursor
        >>> chain = Cursor(b"ab").chain(Cursor(b"cd"))
        >>> bytes(chain.fill_buf().unwrap())
        b'ab'
        """
        result: Result[memoryview] = _NO_DATA
        for reader in _from_current(self):
            result = reader.fill_buf()
            if not isinstance(result, Ok) or len(result.unwrap()):
                break
        return result

    def consume(self, amt: int, /) -> None:
        """Marks `amt` bytes of that buffer as read. Rust's `BufRead::consume`.

        >>> from stdnet.io import Cursor
        >>> chain = Cursor(b"ab").chain(Cursor(b"cd"))
        >>> chain.consume(1)
        >>> chain.read_to_string().unwrap()
        'bcd'
        """
        self._count(u64(amt)).consume(amt)

    def read_until(self, byte: int, buf: bytearray) -> Result[int]:
        """Appends all bytes up to and including the next `byte` to `buf`; returns how many.

        Rust's `BufRead::read_until`.

        Errors: those of the readers' `read_until`. What was read before the error is in `buf`.

        >>> from stdnet.io import Cursor
        >>> chain, buf = Cursor(b"ab").chain(Cursor(b"c;d")), bytearray()
        >>> chain.read_until(ord(";"), buf).unwrap(), buf
        (4, bytearray(b'abc;'))
        """
        check_type(buf, bytearray, "the buffer")
        read = 0
        for reader in _from_current(self):
            before = len(buf)
            try:
                result = reader.read_until(byte, buf)
            finally:
                if len(buf) > before:
                    self._count(len(buf) - before)
            if not isinstance(result, Ok):
                return result
            read += result.unwrap()
            if result.unwrap() and buf[-1] == u8(byte):
                break
        return ok_count(read)

    def _count(self, n: int) -> BufRead:
        """Counts consumed bytes of the reader that is at its turn; returns that reader."""
        reader: BufRead = self
        while _is_buf_chain(reader):
            if reader._done_first:
                reader._of_second += n
            reader = reader._second if reader._done_first else reader._first
        return reader

    @property
    def _keeps(self) -> bool:
        return self._both_keep

    def _measure(self, byte: int, limit: int) -> tuple[int, bool] | Err[Error]:
        n = 0
        measured = 0, False
        passed: list[Chain[BufRead, BufRead]] = []
        for reader in _from_current(self, passed):
            while passed and n == 0:  # Nothing is left of the readers that have ended.
                passed.pop()._done_first = True
            each = reader._measure(byte, limit - n)
            if not isinstance(each, tuple):
                return each
            n += each[0]
            measured = n, each[1]
            if each[1] or n == limit:
                break
        self._passed = len(passed)
        return measured

    def _pop(self, n: int) -> bytes:
        parts: list[bytes] = []
        for reader in islice(_from_current(self), self._passed + 1):
            part = reader._pop(n)
            self._count(len(part))
            n -= len(part)
            parts.append(part)
        return b"".join(parts)

    def _unread(self, data: bytes | bytearray) -> bool:
        # Readers, bytes to put back into them, and the chain of which each is the first reader.
        todo: list[tuple[BufRead, bytes | bytearray, BufChain[BufRead, BufRead] | None]]
        todo = [(self, data, None)]
        while todo:
            reader, part, before = todo.pop()
            if not part:
                continue
            if _is_buf_chain(reader):
                n = max(len(part) - reader._of_second, 0)
                reader._of_second -= len(part) - n
                todo += ((reader._first, part[:n], reader), (reader._second, part[n:], None))
            elif not reader._unread(part):
                return False
            if before is not None:  # It has got bytes back, so it is not at its end.
                before._done_first = False
        return True


class Take(NoCopy, Read, Generic[_R_co]):
    """The next bytes of a reader, up to a limit, made by `Read.take`. Rust's `std::io::Take`.

    It is a `BufTake` if the reader is a `BufRead`, a `SeekTake` if it is a `Seek`, and a
    `BufSeekTake` if it is both. Other subclasses cannot be made.

    >>> from stdnet.io import repeat
    >>> take = repeat(ord("a")).take(3)
    >>> take.read_to_end(bytearray()).unwrap(), take.limit()
    (3, 0)
    """

    __slots__ = ("_inner", "_len", "_limit")
    _limit: int

    def __init__(self, inner: _R_co, limit: int) -> None:
        check_type(inner, Read, "the reader")
        self._inner = inner
        self._len = self._limit = u64(limit)

    def __init_subclass__(cls) -> None:
        if cls.__module__ != __name__:
            raise TypeError("a Take is made by Read.take")

    def limit(self) -> int:
        """Returns how many more bytes it reads at most. Rust's `Take::limit`.

        >>> from stdnet.io import repeat
        >>> take = repeat(ord("a")).take(5)
        >>> take.read_exact(bytearray(2)).unwrap()
        >>> take.limit()
        3
        """
        return self._limit

    def position(self) -> int:
        """Returns how many bytes it has read since the limit was set. Rust's `Take::position`.

        Unstable in Rust.

        >>> from stdnet.io import repeat
        >>> take = repeat(ord("a")).take(5)
        >>> take.read_exact(bytearray(2)).unwrap()
        >>> take.position()
        2
        """
        return self._len - self._limit

    def set_limit(self, limit: int) -> None:
        """Sets how many more bytes it reads at most, a `u64`. Rust's `Take::set_limit`.

        >>> from stdnet.io import repeat
        >>> take = repeat(ord("a")).take(5)
        >>> take.set_limit(1)
        >>> take.read_to_end(bytearray()).unwrap()
        1
        """
        self._len = self._limit = u64(limit)

    def into_inner(self) -> _R_co:
        """Returns the underlying reader. Rust's `Take::into_inner`.

        >>> from stdnet.io import empty
        >>> reader = empty()
        >>> reader.take(1).into_inner() is reader
        True
        """
        return self._inner

    def get_ref(self) -> _R_co:
        """Returns the underlying reader. Rust's `Take::get_ref`.

        Bytes that you read from it directly do not count towards the limit.

        >>> from stdnet.io import empty
        >>> reader = empty()
        >>> reader.take(1).get_ref() is reader
        True
        """
        return self._inner

    def get_mut(self) -> _R_co:
        """Returns the underlying reader, as `get_ref` does. Rust's `Take::get_mut`.

        >>> from stdnet.io import empty
        >>> reader = empty()
        >>> reader.take(1).get_mut() is reader
        True
        """
        return self._inner

    def read(self, buf: WritableBuffer, /) -> Result[int]:
        """Reads some bytes, up to the limit. Rust's `Read::read`.

        At the limit it returns 0 without a call of the underlying reader, which could block.

        Errors: those of the underlying reader.

        >>> from stdnet.io import repeat
        >>> take = repeat(ord("a")).take(3)
        >>> take.read(bytearray(2)).unwrap(), take.read(bytearray(2)).unwrap()
        (2, 1)
        """
        view = byte_view_mut(buf)[: self._limit]
        if self._limit == 0:
            return OK_COUNTS[0]
        result = self._inner.read(view)
        if isinstance(result, Ok):
            self._limit -= within(result.unwrap(), view)
        return result

    def __repr__(self) -> str:
        return debug_struct("Take", inner=self._inner, len=self._len, limit=self._limit)


class BufTake(Take[_B_co], BufRead, Generic[_B_co]):
    r"""A `Take` of a reader with a buffer. Rust's `impl BufRead for Take<T>`.

    >>> from stdnet.io import Cursor
    >>> [line.unwrap() for line in Cursor(b"one\ntwo\nthree").take(6).lines()]
    ['one', 'tw']
    """

    __slots__ = ()

    def __init__(self, inner: _B_co, limit: int) -> None:
        check_type(inner, BufRead, "the reader")
        super().__init__(inner, limit)

    def fill_buf(self) -> Result[memoryview]:
        """Returns a view of the reader's buffer, up to the limit. Rust's `BufRead::fill_buf`.

        At the limit it returns an empty view without a call of the underlying reader, which could
        block.

        Errors: those of the underlying reader.

        >>> from stdnet.io import Cursor
        >>> bytes(Cursor(b"abc").take(2).fill_buf().unwrap())
        b'ab'
        """
        if self._limit == 0:
            return _NO_DATA
        result = self._inner.fill_buf()
        if not isinstance(result, Ok) or len(result.unwrap()) <= self._limit:
            return result
        return Ok(result.unwrap()[: self._limit])

    def consume(self, amt: int, /) -> None:
        """Marks `amt` bytes as read, at most up to the limit. Rust's `BufRead::consume`.

        >>> from stdnet.io import Cursor
        >>> take = Cursor(b"abc").take(2)
        >>> take.consume(1)
        >>> take.limit()
        1
        """
        amt = min(u64(amt), self._limit)
        self._limit -= amt
        self._inner.consume(amt)

    @property
    def _keeps(self) -> bool:
        return self._inner._keeps

    def _measure(self, byte: int, limit: int) -> tuple[int, bool] | Err[Error]:
        return self._inner._measure(byte, min(limit, self._limit))

    def _pop(self, n: int) -> bytes:
        part = self._inner._pop(min(n, self._limit))
        self._limit -= len(part)
        return part

    def _unread(self, data: bytes | bytearray) -> bool:
        if not self._inner._unread(data):
            return False
        self._limit += len(data)
        return True


class SeekTake(Take[_R_co], Seek, Generic[_R_co]):
    """A `Take` of a reader that can seek. Rust's `impl Seek for Take<T>`.

    Position 0 is where the reader was when the `Take` was made or its limit was set. The end is the
    limit, even if the reader's data end before or after it.

    >>> from stdnet.io import Cursor, SeekFrom
    >>> cursor = Cursor(b"abcdef")
    >>> cursor.set_position(1)
    >>> take = cursor.take(3)
    >>> take.seek(SeekFrom.End(-1)).unwrap()
    2
    >>> take.read_to_string().unwrap()
    'd'
    """

    __slots__ = ("_seeker",)

    def __init__(self, inner: _R_co, limit: int) -> None:
        super().__init__(inner, limit)
        seeks = seeker(inner)
        if seeks is None:
            raise TypeError(f"the reader is Seek, not {type(inner).__name__}")
        self._seeker = seeks

    def seek(self, pos: SeekFrom, /) -> Result[int]:
        """Sets the position, and so what is left of the limit; returns the new position.

        Rust's `Seek::seek`.

        Errors: `InvalidInput` if the position would be before 0 or past the end; those of the
        underlying reader.

        >>> from stdnet.io import Cursor, SeekFrom
        >>> take = Cursor(b"abcdef").take(3)
        >>> take.seek(SeekFrom.Start(2)).unwrap(), take.limit()
        (2, 1)
        >>> take.seek(SeekFrom.Start(4)).unwrap_err().kind()
        InvalidInput
        """
        match pos:
            case SeekFrom.Start(new):
                pass
            case SeekFrom.End(n):
                new = self._len + n
            case SeekFrom.Current(n):
                new = self.position() + n
            case _:
                raise wrong_type(pos, "the position", "a SeekFrom")
        if not 0 <= new <= self._len:
            return _out_of_range()
        while offset := new - self.position():
            # The distance between two `u64` may not fit into one `i64`.
            result = self._move(max(I64_MIN, min(I64_MAX, offset)))
            if isinstance(result, Err):
                return result
        return ok_count(new)

    def stream_len(self) -> Result[int]:
        """Returns the limit that was set, even if the reader has less. Rust's `Seek::stream_len`.

        Unstable in Rust.

        >>> from stdnet.io import Cursor
        >>> Cursor(b"abc").take(10).stream_len().unwrap()
        10
        """
        return ok_count(self._len)

    def stream_position(self) -> Result[int]:
        """Returns the position. Rust's `Seek::stream_position`.

        >>> from stdnet.io import Cursor
        >>> take = Cursor(b"abc").take(2)
        >>> take.read_array(1).unwrap(), take.stream_position().unwrap()
        (b'a', 1)
        """
        return ok_count(self.position())

    def seek_relative(self, offset: int) -> Result[None]:
        """Moves the position by `offset`, an `i64`. Rust's `Seek::seek_relative`.

        Errors: those of `seek`.

        >>> from stdnet.io import Cursor
        >>> take = Cursor(b"abc").take(2)
        >>> take.seek_relative(2).unwrap()
        >>> take.limit()
        0
        """
        if not 0 <= self.position() + i64(offset) <= self._len:
            return _out_of_range()
        return self._move(offset)

    def _move(self, offset: int) -> Result[None]:
        result = self._seeker.seek_relative(offset)
        if isinstance(result, Err):
            return result
        self._limit -= offset
        return OK_NONE


@final
class BufSeekTake(BufTake[_B_co], SeekTake[_B_co], Generic[_B_co]):
    """A `Take` of a reader that is a `BufRead` and a `Seek`. Rust's `Take<T>` of such a reader.

    >>> from stdnet.io import Cursor
    >>> take = Cursor(b"abc").take(2)
    >>> take.read_line().unwrap()
    'ab'
    >>> take.rewind().unwrap()
    >>> take.read_line().unwrap()
    'ab'
    """

    __slots__ = ()


@final
class Lines(NoCopy, Iterator[Result[str]], Generic[_B_co]):
    r"""An iterator over the lines of a reader, made by `BufRead.lines`. Rust's `std::io::Lines`.

    An error is an item, and does not end the iteration: the next item continues where it happened.
    A line that is not UTF-8 is skipped then. The iterator never consumes more than the line that it
    returns, so you can read from the reader at any time.

    >>> from stdnet.io import Cursor
    >>> for line in Cursor(b"one\n\xff\nthree\n").lines():
    ...     print(line.unwrap_or("?"))
    one
    ?
    three
    """

    __slots__ = ("_buf",)

    def __init__(self, buf: _B_co) -> None:
        check_type(buf, BufRead, "the reader")
        self._buf = buf

    def __iter__(self) -> Iterator[Result[str]]:  # noqa: PYI034 - a reader may have a faster one
        return self._buf._each_line(self)

    def __next__(self) -> Result[str]:
        line = self._buf._line()
        if not isinstance(line, bytes):
            return line
        if not line:
            raise StopIteration
        try:
            text = line.decode()
        except UnicodeDecodeError:
            return INVALID_UTF8.err()
        if text[-1] == "\n":
            text = text[:-2] if text[-2:] == "\r\n" else text[:-1]
        return Ok(text)

    def __repr__(self) -> str:
        return debug_struct("Lines", buf=self._buf)


@final
class Split(NoCopy, Iterator[Result[bytes]], Generic[_B_co]):
    """An iterator over parts of a reader's data, made by `BufRead.split`. Rust's `std::io::Split`.

    An error is an item, and does not end the iteration. The library's own readers keep what was
    read of the part, and the next item continues it.

    >>> from stdnet.io import BufRead, Cursor
    >>> reader: BufRead = Cursor(b"ab-c")
    >>> list(reader.split(ord("-")))
    [Ok(b'ab'), Ok(b'c')]
    """

    __slots__ = ("_buf", "_delim")

    def __init__(self, buf: _B_co, delim: int) -> None:
        check_type(buf, BufRead, "the reader")
        self._buf = buf
        self._delim = u8(delim)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Result[bytes]:
        buf = self._buf
        part = buf._part(self._delim, buf.read_until)
        if not isinstance(part, bytes):
            return part
        if not part:
            raise StopIteration
        return Ok(part[:-1] if part[-1] == self._delim else part)

    def __repr__(self) -> str:
        return debug_struct("Split", buf=self._buf, delim=self._delim)


_CHAINS: Final = (Chain, BufChain)
_NO_DATA: Final = Ok(memoryview(b""))


def _is_chain(reader: _R) -> TypeGuard[Chain[_R, _R]]:
    return type(reader) in _CHAINS  # `isinstance` takes four times as long for an ABC.


def _is_buf_chain(reader: BufRead) -> TypeGuard[BufChain[BufRead, BufRead]]:
    return type(reader) is BufChain


def _from_current(chain: Chain[_R, _R], passed: list[Chain[_R, _R]] | None = None) -> Iterator[_R]:
    """Yields the reader that is at its turn, and when that has ended, the next one, and so on.

    The caller asks for the next one only if the reader has ended. If `passed` is given, the chain
    is put there, and does not go on to its second reader yet.
    """
    outer: list[Chain[_R, _R]] = []
    reader = cast("_R", chain)  # A chain of two `BufRead` is one as well.
    while True:
        while _is_chain(reader):
            if not reader._done_first:
                outer.append(reader)
            reader = reader._second if reader._done_first else reader._first
        yield reader
        if not outer:
            return
        ended = outer.pop()
        if passed is None:
            ended._done_first = True
        else:
            passed.append(ended)
        reader = ended._second


def _out_of_range() -> Err[Error]:
    return Err(Error.from_(ErrorKind.InvalidInput))
