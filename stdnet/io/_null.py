"""Rust's `Empty`, `Repeat` and `Sink`: nothing, for ever the same, and nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import final

from stdnet._core.arguments import check_type
from stdnet._core.buffer import Buffer, WritableBuffer, byte_view, byte_view_mut
from stdnet._core.containers import OK_COUNTS, OK_NONE, ok, ok_count
from stdnet._core.error import Error, Result
from stdnet._core.error_kind import ErrorKind
from stdnet._core.ints import u8, u64
from stdnet.io._buf_read import BufRead
from stdnet.io._seek import Seek, SeekFrom
from stdnet.io._traits import Read, Write
from stdnet.result import Err


@final
class Empty(BufRead, Seek, Write):
    """A reader of nothing, and a writer to nowhere, made by `empty`. Rust's `std::io::Empty`.

    >>> from stdnet.io import Empty
    >>> Empty()
    Empty
    """

    __slots__ = ()

    @staticmethod
    def default() -> Empty:
        """The same as `empty()`. Rust's `Empty::default`.

        >>> from stdnet.io import Empty
        >>> Empty.default()
        Empty
        """
        return Empty()

    def read(self, _buf: WritableBuffer, /) -> Result[int]:
        """Nothing. Rust's `Read::read`.

        >>> from stdnet.io import empty
        >>> empty().read(bytearray(3)).unwrap()
        0
        """
        byte_view_mut(_buf)
        return OK_COUNTS[0]

    def fill_buf(self) -> Result[memoryview]:
        """Nothing. Rust's `BufRead::fill_buf`.

        >>> from stdnet.io import empty
        >>> bytes(empty().fill_buf().unwrap())
        b''
        """
        return ok(memoryview(b""))

    def consume(self, _n: int, /) -> None:
        """Does nothing. Rust's `BufRead::consume`.

        >>> from stdnet.io import empty
        >>> empty().consume(3)
        """
        u64(_n)

    def seek(self, _pos: SeekFrom, /) -> Result[int]:
        """Stays at 0. Rust's `Seek::seek`.

        >>> from stdnet.io import SeekFrom, empty
        >>> empty().seek(SeekFrom.Start(3)).unwrap()
        0
        """
        check_type(_pos, SeekFrom, "the position")
        return OK_COUNTS[0]

    def write(self, buf: Buffer, /) -> Result[int]:
        """Takes all and keeps nothing. Rust's `Write::write`.

        >>> from stdnet.io import empty
        >>> empty().write(b"abc").unwrap()
        3
        """
        return ok_count(byte_view(buf).nbytes)

    def write_vectored(self, bufs: Sequence[Buffer]) -> Result[int]:
        """Takes all and keeps nothing. Rust's `Write::write_vectored`.

        >>> from stdnet.io import empty
        >>> empty().write_vectored([b"ab", b"c"]).unwrap()
        3
        """
        return ok_count(sum(byte_view(buf).nbytes for buf in bufs))

    def is_write_vectored(self) -> bool:
        """Yes: it takes several buffers at once. Rust's `Write::is_write_vectored`.

        Unstable in Rust.

        >>> from stdnet.io import empty
        >>> empty().is_write_vectored()
        True
        """
        return True

    def flush(self) -> Result[None]:
        """Nothing. Rust's `Write::flush`.

        >>> from stdnet.io import empty
        >>> empty().flush().unwrap()
        """
        return OK_NONE

    def __repr__(self) -> str:
        return "Empty"


@final
class Repeat(Read):
    """A byte for ever, made by `repeat`. Rust's `std::io::Repeat`.

    >>> from stdnet.io import Repeat
    >>> Repeat(ord("a"))
    Repeat { .. }
    """

    __slots__ = ("_byte",)

    def __init__(self, byte: int) -> None:
        self._byte = bytes([u8(byte)])

    def read(self, buf: WritableBuffer, /) -> Result[int]:
        """Fills the whole of `buf`. Rust's `Read::read`.

        >>> from stdnet.io import repeat
        >>> buf = bytearray(3)
        >>> repeat(ord("a")).read(buf).unwrap(), buf
        (3, bytearray(b'aaa'))
        """
        view = byte_view_mut(buf)
        view[:] = self._byte * len(view)
        return ok_count(len(view))

    def read_vectored(self, bufs: Sequence[WritableBuffer]) -> Result[int]:
        """Fills the whole of all buffers. Rust's `Read::read_vectored`.

        >>> from stdnet.io import repeat
        >>> repeat(ord("a")).read_vectored([bytearray(1), bytearray(2)]).unwrap()
        3
        """
        return ok_count(sum(self.read(view).unwrap() for view in list(map(byte_view_mut, bufs))))

    def is_read_vectored(self) -> bool:
        """Yes: it fills several buffers at once. Rust's `Read::is_read_vectored`.

        Unstable in Rust.

        >>> from stdnet.io import repeat
        >>> repeat(0).is_read_vectored()
        True
        """
        return True

    def read_to_end(self, buf: bytearray) -> Result[int]:
        """Fails at once, as there is no end. Rust's `Read::read_to_end`.

        Errors: `OutOfMemory`.

        >>> from stdnet.io import repeat
        >>> repeat(0).read_to_end(bytearray()).failure().kind()
        OutOfMemory
        """
        return Err(Error.from_(ErrorKind.OutOfMemory))

    def __repr__(self) -> str:
        return "Repeat { .. }"


@final
class Sink(Write):
    """A writer to nowhere, made by `sink`. Rust's `std::io::Sink`.

    >>> from stdnet.io import Sink
    >>> Sink()
    Sink
    """

    __slots__ = ()

    @staticmethod
    def default() -> Sink:
        """The same as `sink()`. Rust's `Sink::default`.

        >>> from stdnet.io import Sink
        >>> Sink.default()
        Sink
        """
        return Sink()

    def write(self, buf: Buffer, /) -> Result[int]:
        """Takes all and keeps nothing. Rust's `Write::write`.

        >>> from stdnet.io import sink
        >>> sink().write(b"abc").unwrap()
        3
        """
        return ok_count(byte_view(buf).nbytes)

    def write_vectored(self, bufs: Sequence[Buffer]) -> Result[int]:
        """Takes all and keeps nothing. Rust's `Write::write_vectored`.

        >>> from stdnet.io import sink
        >>> sink().write_vectored([b"ab", b"c"]).unwrap()
        3
        """
        return ok_count(sum(byte_view(buf).nbytes for buf in bufs))

    def is_write_vectored(self) -> bool:
        """Yes: it takes several buffers at once. Rust's `Write::is_write_vectored`.

        Unstable in Rust.

        >>> from stdnet.io import sink
        >>> sink().is_write_vectored()
        True
        """
        return True

    def flush(self) -> Result[None]:
        """Nothing. Rust's `Write::flush`.

        >>> from stdnet.io import sink
        >>> sink().flush().unwrap()
        """
        return OK_NONE

    def __repr__(self) -> str:
        return "Sink"


def empty() -> Empty:
    """A reader of nothing, and a writer to nowhere. Rust's `std::io::empty`.

    >>> from stdnet import io
    >>> io.empty().read_to_string().unwrap()
    ''
    """
    return Empty()


def repeat(byte: int) -> Repeat:
    """A reader of one byte, 0 to 255, for ever. Rust's `std::io::repeat`.

    >>> from stdnet import io
    >>> io.repeat(ord("a")).take(3).read_to_string().unwrap()
    'aaa'
    """
    return Repeat(byte)


def sink() -> Sink:
    """A writer to nowhere. Rust's `std::io::sink`.

    >>> from stdnet import io
    >>> io.sink().write_all(b"abc").unwrap()
    """
    return Sink()
