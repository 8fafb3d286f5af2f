"""Rust's trait `BufRead`, and its iterators `Lines` and `Split`."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final, Generic, Self, TypeVar, final, overload

from stdnet._core.arguments import check_type
from stdnet._core.containers import ok, ok_count
from stdnet._core.error import INVALID_UTF8, Error, Result
from stdnet._core.fmt import debug_struct
from stdnet._core.ints import u8
from stdnet.io._seek import seeker
from stdnet.io._traits import Read, interrupted
from stdnet.result import Err, Ok

_B = TypeVar("_B", bound="BufRead")
_B_co = TypeVar("_B_co", bound="BufRead", covariant=True)
_R = TypeVar("_R", bound=Read)

NEWLINE: Final = ord("\n")
_FIRST_PIECE: Final = 256


class BufRead(Read):
    r"""A reader with a buffer, so it can be read line by line. Rust's `std::io::BufRead`.

    Your own reader defines `read`, `fill_buf` and `consume`, and all other methods come with them.

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
        """What is in the buffer, read anew if that is nothing. Rust's `BufRead::fill_buf`.

        A view of nothing is the end of the data. It is read-only, and holds until the next call of
        any method of the reader. The same bytes come again until `consume` says that they are done
        with.

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
        """Takes so many bytes off the front of the buffer. Rust's `BufRead::consume`.

        They are at most as many as the last `fill_buf` showed, or what happens is the reader's own
        affair.

        >>> from stdnet.io import Cursor
        >>> reader = Cursor(b"abcdef")
        >>> reader.consume(4)
        >>> reader.read_to_string().unwrap()
        'ef'
        """

    def has_data_left(self) -> Result[bool]:
        """Whether there is more to read, which may have to be read. Rust's `has_data_left`.

        Unstable in Rust.

        Errors: those of `fill_buf`, and `Interrupted` is one of them.

        >>> from stdnet.io import Cursor
        >>> Cursor(b"a").has_data_left().unwrap(), Cursor(b"").has_data_left().unwrap()
        (True, False)
        """
        result = self.fill_buf()
        return ok(len(result.unwrap()) > 0) if isinstance(result, Ok) else result

    def read_until(self, byte: int, buf: bytearray) -> Result[int]:
        """Appends all up to and with the next `byte` to `buf`. Rust's `BufRead::read_until`.

        It answers how many bytes these are, and 0 at the end of the data. Without such a byte, it
        reads until the end, and `buf` may grow without bound: put a `take` in front of a peer you
        do not trust.

        Errors: those of `fill_buf`, but `Interrupted`, which is tried again. What was read until
        then is in `buf`.

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
        return _until(self, u8(byte), buf)

    def skip_until(self, byte: int) -> Result[int]:
        """Passes over all up to and with the next `byte`. Rust's `BufRead::skip_until`.

        It answers how many bytes these are, and 0 at the end of the data.

        Errors: those of `fill_buf`, but `Interrupted`, which is tried again.

        >>> from stdnet.io import Cursor
        >>> reader = Cursor(b"name: value")
        >>> reader.skip_until(ord(" ")).unwrap()
        6
        >>> reader.read_to_string().unwrap()
        'value'
        """
        return _until(self, u8(byte), None)

    def read_line(self) -> Result[str]:
        r"""The next line, with its end, decoded from UTF-8. Rust's `BufRead::read_line`.

        It ends with `"\n"`, unless it is the last one and the data do not; `""` is the end of the
        data. Without an end of line, all is read until the end of the data: put a `take` in front
        of a peer you do not trust.

        If it fails, the library's own readers keep what was read of the line, and trying again goes
        on with it. A reader of your own loses it.

        Errors: those of `fill_buf`, but `Interrupted`, which is tried again; `InvalidData` if the
        line is not UTF-8, which `read_until` can read then.

        >>> from stdnet.io import Cursor
        >>> reader = Cursor(b"one\r\ntwo")
        >>> [reader.read_line().unwrap() for _ in range(3)]
        ['one\r\n', 'two', '']
        """
        line = self._line()
        if not isinstance(line, bytes):
            return line
        try:
            return ok(line.decode())
        except UnicodeDecodeError:
            self._unread(line)
            return INVALID_UTF8.err()

    @overload
    def chain(self, next: _B) -> _adapters.BufChain[Self, _B]: ...
    @overload
    def chain(self, next: _R) -> _adapters.Chain[Self, _R]: ...
    def chain(self, next: Read) -> _adapters.Chain[Self, Read]:  # noqa: A002 - Rust's name
        """All of this reader, and then all of `next`, as one reader. Rust's `Read::chain`.

        It has a buffer if both have one.

        >>> from stdnet.io import Cursor
        >>> Cursor(b"on").chain(Cursor(b"e")).read_line().unwrap()
        'one'
        """
        if isinstance(next, BufRead):
            return _adapters.BufChain(self, next)
        return _adapters.Chain(self, next)

    def take(self, limit: int) -> _adapters.BufTake[Self]:
        """At most the next `limit` bytes as a reader with a buffer. Rust's `Read::take`.

        >>> from stdnet.io import BufRead, Cursor
        >>> reader: BufRead = Cursor(b"abcdef")
        >>> reader.take(4).read_line().unwrap()
        'abcd'
        """
        return (_adapters.BufTake if seeker(self) is None else _adapters.BufSeekTake)(self, limit)

    def split(self, byte: int) -> Split[Self]:
        """Iterates over what lies between the `byte`s, each as a `Result`. Rust's `BufRead::split`.

        >>> from stdnet.io import Cursor, BufRead
        >>> def fields(reader: BufRead) -> list[bytes]:
        ...     return [field.unwrap() for field in reader.split(ord(";"))]
        >>> fields(Cursor(b"a;bc;;d;"))
        [b'a', b'bc', b'', b'd']
        """
        return Split(self, byte)

    def lines(self) -> Lines[Self]:
        r"""Iterates over the lines without their ends, each as a `Result`. Rust's `BufRead::lines`.

        A line ends with `"\n"` or `"\r\n"`.

        >>> from stdnet.io import Cursor
        >>> [line.unwrap() for line in Cursor(b"one\ntwo\r\n\nfour").lines()]
        ['one', 'two', '', 'four']
        """
        return Lines(self)

    # On these ways, `isinstance` is asked for the class that is most likely: it knows at once what
    # is just of that class, and has to search for what is not, as `Ok` and `Err` are ABCs.

    def _line(self) -> bytes | Err[Error]:
        """The next line, with its end. If it fails, what was read of it is given back."""
        return self._part(NEWLINE, partial(_until, self))

    def _part(
        self, byte: int, read_until: Callable[[int, bytearray], Result[int]]
    ) -> bytes | Err[Error]:
        """All up to and with the next such byte. If it fails, what was read of it is given back."""
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
        """Puts bytes that were just consumed back in front; whether the reader could do so."""
        return not data

    def _each_line(self, lines: Iterator[Result[str]]) -> Iterator[Result[str]]:
        """What a loop over `lines` goes through: a reader may have a faster way."""
        return lines


@final
class Lines(Iterator[Result[str]], Generic[_B_co]):
    r"""An iterator over the lines of a reader, made by `BufRead.lines`. Rust's `std::io::Lines`.

    A failure is an item, not the end, and the next item goes on where it happened. A line that is
    not UTF-8 is gone then. It never reads more than the line it answers, so the reader can be used
    on at any time.

    >>> from stdnet.io import Cursor
    >>> for line in Cursor(b"one\n\xff\nthree\n").lines():
    ...     print(line.value_or("?"))
    one
    ?
    three
    """

    __slots__ = ("_buf",)

    def __init__(self, buf: _B_co) -> None:
        check_type(buf, BufRead, "the reader")
        self._buf = buf

    def __iter__(self) -> Iterator[Result[str]]:  # noqa: PYI034 - what a loop runs on
        return self._buf._each_line(self)  # pyright: ignore[reportPrivateUsage]  # a part of it

    def __next__(self) -> Result[str]:
        line = self._buf._line()  # pyright: ignore[reportPrivateUsage]  # likewise
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
        return ok(text)

    def __repr__(self) -> str:
        return debug_struct("Lines", buf=self._buf)


@final
class Split(Iterator[Result[bytes]], Generic[_B_co]):
    """An iterator over parts of a reader's data, made by `BufRead.split`. Rust's `std::io::Split`.

    A failure is an item, not the end. The library's own readers keep what was read of the part, and
    the next item goes on with it.

    >>> from stdnet.io import BufRead, Cursor
    >>> reader: BufRead = Cursor(b"ab-c")
    >>> list(reader.split(ord("-")))
    [<Success: b'ab'>, <Success: b'c'>]
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
        part = buf._part(self._delim, buf.read_until)  # pyright: ignore[reportPrivateUsage]  # likewise
        if not isinstance(part, bytes):
            return part
        if not part:
            raise StopIteration
        return ok(part[:-1] if part[-1] == self._delim else part)

    def __repr__(self) -> str:
        return debug_struct("Split", buf=self._buf, delim=self._delim)


def find(view: memoryview, byte: int, start: int = 0) -> int:
    """Where the byte is, from the start on, or -1.

    A view cannot search itself. Pieces of it are copied, ever larger ones, so that a short line in
    a large buffer costs little, and a long one few calls.
    """
    size = _FIRST_PIECE
    while start < len(view):
        at = bytes(view[start : start + size]).find(byte)
        if at >= 0:
            return start + at
        start += size
        size *= 8
    return -1


def _until(reader: BufRead, byte: int, buf: bytearray | None) -> Result[int]:
    """Consumes all up to and with the byte, and appends it to the buffer, if there is one."""
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
        # The reader may have to resize what it shows, so nothing may view it any more.
        del result, view
        reader.consume(used)
        read += used
        if at >= 0 or used == 0:
            return ok_count(read)


# At the end, as the adapters are readers themselves.
from stdnet.io import _adapters  # noqa: E402
