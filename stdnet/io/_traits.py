"""Rust's traits `Read` and `Write`: one or two methods are required, the rest is provided."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Final, Self, TypeAlias, TypeVar

from stdnet._core.arguments import check_type
from stdnet._core.buffer import Buffer, WritableBuffer, byte_view, byte_view_mut, within
from stdnet._core.containers import OK_NONE, ok, ok_count
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
from stdnet._core.ints import u64
from stdnet.io._seek import seeker
from stdnet.result import Err, Ok

_Bytes: TypeAlias = bytes  # In `Read`, `bytes` is a method.
_Buf = TypeVar("_Buf")
_R = TypeVar("_R", bound="Read")

_FIRST_CHUNK: Final = 8 * 1024
_LARGEST_CHUNK: Final = 256 * 1024
"""Larger ones no longer fit into the processor's cache, and gain nothing."""


def interrupted(failed: Err[Error]) -> bool:
    """Whether calling again is right."""
    return failed.failure().kind() is ErrorKind.Interrupted


def retried(call: Callable[[_Buf], Result[int]], buf: _Buf) -> Result[int]:
    """A read or write, made again for as long as it is interrupted."""
    while True:
        result = call(buf)
        if isinstance(result, Ok) or not interrupted(result):
            return result


def from_utf8(raw: bytearray) -> Result[str]:
    """The text of bytes read; `InvalidData` if they are not UTF-8."""
    try:
        return ok(raw.decode())
    except UnicodeDecodeError:
        return INVALID_UTF8.err()


class Read(ABC):
    """A source of bytes. Rust's `std::io::Read`.

    Your own reader defines `read`, and all other methods come with it. They hand `read` a
    `memoryview` of bytes.

    >>> from stdnet import Ok
    >>> from stdnet.io import Read
    >>> class Countdown(Read):
    ...     count = 3
    ...
    ...     def read(self, buf, /):
    ...         if self.count == 0 or len(buf) == 0:
    ...             return Ok(0)
    ...         buf[0] = ord(str(self.count))
    ...         self.count -= 1
    ...         return Ok(1)
    >>> Countdown().read_to_string().unwrap()
    '321'
    """

    __slots__ = ()

    @abstractmethod
    def read(self, buf: WritableBuffer, /) -> Result[int]:
        """Reads some bytes into the front of `buf`; answers how many. Rust's `Read::read`.

        It may read less than fits. 0 is the end of the data, at least for now, or `buf` is empty.
        If it fails, it has read nothing.

        Errors: the reader's own. `Interrupted` means that calling again is right, which all
        methods that make several calls do.

        >>> from stdnet.io import repeat
        >>> buf = bytearray(b"...")
        >>> repeat(ord("a")).read(buf).unwrap(), buf
        (3, bytearray(b'aaa'))
        """

    def read_vectored(self, bufs: Sequence[WritableBuffer]) -> Result[int]:
        """Reads some bytes, filling one buffer after the other. Rust's `Read::read_vectored`.

        Unless the reader has a way of its own, this is one `read` into the first buffer that is
        not empty.

        Errors: those of `read`.

        >>> from stdnet.io import Cursor
        >>> head, body = bytearray(1), bytearray(9)
        >>> Cursor(b"abc").read_vectored([head, body]).unwrap(), head, body[:2]
        (3, bytearray(b'a'), bytearray(b'bc'))
        """
        views = (byte_view_mut(buf) for buf in bufs)
        return self.read(next(filter(None, views), memoryview(bytearray())))

    def is_read_vectored(self) -> bool:
        """Whether `read_vectored` fills more than one buffer. Rust's `Read::is_read_vectored`.

        Unstable in Rust.

        >>> from stdnet.io import Cursor, empty
        >>> Cursor(b"abc").is_read_vectored(), empty().is_read_vectored()
        (True, False)
        """
        return False

    def read_to_end(self, buf: bytearray) -> Result[int]:
        """Appends all bytes until the end to `buf`; answers how many. Rust's `Read::read_to_end`.

        Of a connection the end is where the peer stops writing. `buf` may grow without bound:
        put a `take` in front of a peer you do not trust.

        Errors: those of `read`, but `Interrupted`, which is tried again. What was read until then
        is in `buf`.

        >>> from stdnet.io import repeat
        >>> buf = bytearray(b"> ")
        >>> repeat(ord("a")).take(2).read_to_end(buf).unwrap(), buf
        (2, bytearray(b'> aa'))
        """
        check_type(buf, bytearray, "the buffer")
        start = len(buf)
        # Not into `buf` itself: whatever becomes of a `read`, `buf` holds nothing but data and
        # can be resized. A chunk is copied out of the processor's cache, which costs no more
        # than clearing the memory to read into.
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
        """All text until the end, decoded from UTF-8. Rust's `Read::read_to_string`.

        If it fails, what was read is lost: use `read_to_end` where that matters.

        Errors: those of `read`, but `Interrupted`, which is tried again; `InvalidData` if the bytes
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

    def read_exact(self, buf: WritableBuffer) -> Result[None]:
        """Fills the whole of `buf`. Rust's `Read::read_exact`.

        If it fails, `buf` holds any part of the data, and how much was read is not known.

        Errors: `UnexpectedEof` if the data end before `buf` is full; those of `read`, but
        `Interrupted`, which is tried again.

        >>> from stdnet.io import repeat
        >>> buf = bytearray(b"...")
        >>> repeat(ord("a")).read_exact(buf).unwrap()
        >>> buf
        bytearray(b'aaa')
        >>> repeat(ord("a")).take(2).read_exact(buf).failure().kind()
        UnexpectedEof
        """
        return _whole(self.read, byte_view_mut(buf), READ_EXACT_EOF)

    def read_array(self, n: int) -> Result[_Bytes]:
        """Exactly `n` bytes. Rust's `Read::read_array::<N>`.

        Unstable in Rust. Memory for all `n` is taken at once.

        Errors: those of `read_exact`.

        >>> from stdnet.io import repeat
        >>> repeat(ord("a")).read_array(4).unwrap()
        b'aaaa'
        """
        buf = bytearray(u64(n))
        result = self.read_exact(buf)
        return ok(bytes(buf)) if isinstance(result, Ok) else result

    def by_ref(self) -> Self:
        """The reader itself. Rust's `Read::by_ref`.

        Where Rust needs it to keep a reader that an adapter would own, Python does not: an adapter
        and you share the reader.

        >>> from stdnet.io import empty
        >>> reader = empty()
        >>> reader.by_ref() is reader
        True
        """
        return self

    def bytes(self) -> _adapters.Bytes[Self]:
        """Iterates over single bytes, each as a `Result`. Rust's `Read::bytes`.

        Every byte is a `read` of its own, which is slow unless the reader has a buffer.

        >>> from stdnet.io import Cursor
        >>> [byte.unwrap() for byte in Cursor(b"abc").bytes()]
        [97, 98, 99]
        """
        return _adapters.Bytes(self)

    def chain(self, next: _R) -> _adapters.Chain[Self, _R]:  # noqa: A002 - Rust's name
        """All of this reader, and then all of `next`, as one reader. Rust's `Read::chain`.

        >>> from stdnet.io import Cursor
        >>> Cursor(b"ab").chain(Cursor(b"cde")).read_to_string().unwrap()
        'abcde'
        """
        return _adapters.Chain(self, next)

    def take(self, limit: int) -> _adapters.Take[Self]:
        """At most the next `limit` bytes as a reader of its own. Rust's `Read::take`.

        It never reads more from this reader, which can be used on afterwards.

        >>> from stdnet.io import repeat
        >>> repeat(ord("a")).take(1_000_000).read_to_end(bytearray()).unwrap()
        1000000
        """
        # Not an overload, as no type says that a reader can seek, too.
        return (_adapters.Take if seeker(self) is None else _adapters.SeekTake)(self, limit)


def read_to_string(reader: Read) -> Result[str]:
    """All text of a reader, decoded from UTF-8. Rust's `std::io::read_to_string`.

    Errors: those of `Read.read_to_string`.

    >>> from stdnet import io
    >>> io.read_to_string(io.repeat(ord("a")).take(3)).unwrap()
    'aaa'
    """
    check_type(reader, Read, "the reader")
    return reader.read_to_string()


class Write(ABC):
    """A sink of bytes. Rust's `std::io::Write`.

    Your own writer defines `write` and `flush`, and all other methods come with them. They hand
    `write` a `memoryview` of bytes.

    >>> from stdnet import Ok
    >>> from stdnet.io import Write
    >>> class Pairs(Write):
    ...     def write(self, buf, /):
    ...         print(bytes(buf[:2]))
    ...         return Ok(min(len(buf), 2))
    ...
    ...     def flush(self):
    ...         return Ok(None)
    >>> Pairs().write_all(b"abc").unwrap()
    b'ab'
    b'c'
    """

    __slots__ = ()

    @abstractmethod
    def write(self, buf: Buffer, /) -> Result[int]:
        """Writes some bytes from the front of `buf`; answers how many. Rust's `Write::write`.

        It may write less than `buf` holds. 0 says that the writer takes no more, or that `buf` is
        empty. If it fails, it has written nothing.

        Errors: the writer's own. `Interrupted` means that calling again is right, which all
        methods that make several calls do.

        >>> from stdnet.io import sink
        >>> sink().write(b"abc").unwrap()
        3
        """

    @abstractmethod
    def flush(self) -> Result[None]:
        """Passes on whatever the writer holds back. Rust's `Write::flush`.

        Errors: those of writing it.

        >>> from stdnet.io import sink
        >>> sink().flush().unwrap()
        """

    def write_vectored(self, bufs: Sequence[Buffer]) -> Result[int]:
        """Writes some bytes, one buffer after the other. Rust's `Write::write_vectored`.

        Unless the writer has a way of its own, this is one `write` of the first buffer that is
        not empty.

        Errors: those of `write`.

        >>> from stdnet.io import Cursor
        >>> writer = Cursor(bytearray())
        >>> writer.write_vectored([b"ab", b"cde"]).unwrap(), writer.into_inner()
        (5, bytearray(b'abcde'))
        """
        views = (byte_view(buf) for buf in bufs)
        return self.write(next(filter(None, views), memoryview(b"")))

    def is_write_vectored(self) -> bool:
        """Whether `write_vectored` takes more than one buffer. Rust's `Write::is_write_vectored`.

        Unstable in Rust.

        >>> from stdnet.io import sink
        >>> sink().is_write_vectored()
        True
        """
        return False

    def write_all(self, buf: Buffer) -> Result[None]:
        """Writes the whole of `buf`. Rust's `Write::write_all`.

        If it fails, how much was written is not known.

        Errors: `WriteZero` if `write` answers 0; those of `write`, but `Interrupted`, which is
        tried again.

        >>> from stdnet.io import Cursor
        >>> writer = Cursor(memoryview(bytearray(4)))
        >>> writer.write_all(b"abc").unwrap()
        >>> print(writer.write_all(b"abc").failure())
        failed to write whole buffer
        """
        return _whole(self.write, byte_view(buf), WRITE_ALL_EOF)

    def write_all_vectored(self, bufs: Sequence[Buffer]) -> Result[None]:
        """Writes the whole of all buffers. Rust's `Write::write_all_vectored`.

        Unstable in Rust. `bufs` stays as it is, where Rust's is used up.

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

    def write_fmt(self, text: str) -> Result[None]:
        """Writes a text as UTF-8. Rust's `Write::write_fmt`, the macros `write!` and `writeln!`.

        The text is formatted already, so it is one `write_all`, where Rust makes one for each piece
        of the format.

        Errors: `InvalidInput` if it has no UTF-8, for a lone surrogate, and then nothing is
        written; those of `write_all`.

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
        """The writer itself. Rust's `Write::by_ref`.

        >>> from stdnet.io import sink
        >>> writer = sink()
        >>> writer.by_ref() is writer
        True
        """
        return self


def _whole(
    call: Callable[[memoryview], Result[int]], buf: memoryview, eof: SimpleMessage
) -> Result[None]:
    """Reads or writes the whole of a buffer, in as many calls as it takes.

    Protocols do this for every small piece, and a `match` would double its price. So would asking
    for `Err` first: `isinstance` of an ABC is quick only for what is of just that class.
    """
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
    """Takes `n` bytes off the front of the buffers, and those that are empty then."""
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


# At the end, as the adapters are readers themselves.
from stdnet.io import _adapters  # noqa: E402
