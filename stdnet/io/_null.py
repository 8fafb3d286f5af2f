"""Readers and writers that do no I/O. Rust's `Empty`, `Repeat` and `Sink`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import final

from stdnet._core.arguments import check_type
from stdnet._core.buffer import Buffer, WritableBuffer, byte_view, byte_view_mut
from stdnet._core.containers import OK_COUNTS, OK_NONE, ok_count
from stdnet._core.error import Error, Result
from stdnet._core.error_kind import ErrorKind
from stdnet._core.ints import U64_MAX, u8, u64
from stdnet.io._seek import Seek, SeekFrom
from stdnet.io._traits import BufRead, Read, ReadWrite, Write
from stdnet.result._containers import Err, Ok


class _Discard(Write):
    """The methods to write that `Empty` and `Sink` share."""

    __slots__ = ()

    def write(self, buf: Buffer, /) -> Result[int]:
        """Discards the whole of `buf`; returns its size in bytes. Rust's `Write::write`.

        >>> from stdnet.io import empty, sink
        >>> empty().write(b"abc").unwrap(), sink().write(b"abc").unwrap()
        (3, 3)
        """
        return ok_count(byte_view(buf).nbytes)

    def write_vectored(self, bufs: Sequence[Buffer]) -> Result[int]:
        """Discards the whole of all buffers; returns their size. Rust's `Write::write_vectored`.

        >>> from stdnet.io import empty, sink
        >>> bufs = [b"ab", b"c"]
        >>> empty().write_vectored(bufs).unwrap(), sink().write_vectored(bufs).unwrap()
        (3, 3)
        """
        return ok_count(sum(byte_view(buf).nbytes for buf in bufs))

    def is_write_vectored(self) -> bool:
        """Returns True, as several buffers are taken at once. Rust's `Write::is_write_vectored`.

        Unstable in Rust.

        >>> from stdnet.io import empty, sink
        >>> empty().is_write_vectored(), sink().is_write_vectored()
        (True, True)
        """
        return True

    def flush(self) -> Result[None]:
        """Does nothing. Rust's `Write::flush`.

        >>> from stdnet.io import empty, sink
        >>> empty().flush().unwrap()
        >>> sink().flush().unwrap()
        """
        return OK_NONE


@final
class Empty(BufRead, Seek, _Discard, ReadWrite):
    """A reader without data, and a writer that discards all. Rust's `std::io::Empty`.

    Made by `empty`.

    >>> from stdnet.io import Empty
    >>> Empty()
    Empty
    """

    __slots__ = ()

    @staticmethod
    def default() -> Empty:
        """Makes an `Empty`, as `empty()` does. Rust's `Empty::default`.

        >>> from stdnet.io import Empty
        >>> Empty.default()
        Empty
        """
        return Empty()

    def read(self, _buf: WritableBuffer, /) -> Result[int]:
        """Reads nothing: it is always at the end. Rust's `Read::read`.

        >>> from stdnet.io import empty
        >>> empty().read(bytearray(3)).unwrap()
        0
        """
        byte_view_mut(_buf)
        return OK_COUNTS[0]

    def fill_buf(self) -> Result[memoryview]:
        """Returns a view of no bytes. Rust's `BufRead::fill_buf`.

        >>> from stdnet.io import empty
        >>> bytes(empty().fill_buf().unwrap())
        b''
        """
        return Ok(memoryview(b""))

    def consume(self, _n: int, /) -> None:
        """Does nothing, for any `n`. Rust's `BufRead::consume`.

        >>> from stdnet.io import empty
        >>> empty().consume(3)
        """
        u64(_n)

    @property
    def _keeps(self) -> bool:
        return True

    def _measure(self, byte: int, limit: int) -> tuple[int, bool]:
        return 0, False

    def _pop(self, n: int) -> bytes:
        return b""

    def seek(self, _pos: SeekFrom, /) -> Result[int]:
        """Returns 0, which is always the position. Rust's `Seek::seek`.

        >>> from stdnet.io import SeekFrom, empty
        >>> empty().seek(SeekFrom.Start(3)).unwrap()
        0
        """
        check_type(_pos, SeekFrom, "the position")
        return OK_COUNTS[0]

    def __repr__(self) -> str:
        return "Empty"


@final
class Repeat(Read):
    """A reader of the same byte without an end, made by `repeat`. Rust's `std::io::Repeat`.

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
        """Fills the whole of several buffers. Rust's `Read::read_vectored`.

        >>> from stdnet.io import repeat
        >>> repeat(ord("a")).read_vectored([bytearray(1), bytearray(2)]).unwrap()
        3
        """
        views = list(map(byte_view_mut, bufs))
        return ok_count(sum(self.read(view).expect("it never fails") for view in views))

    def is_read_vectored(self) -> bool:
        """Returns True, as several buffers are filled at once. Rust's `Read::is_read_vectored`.

        Unstable in Rust.

        >>> from stdnet.io import repeat
        >>> repeat(0).is_read_vectored()
        True
        """
        return True

    def read_to_end(self, buf: bytearray) -> Result[int]:
        """Returns an error at once, as there is no end. Rust's `Read::read_to_end`.

        Errors: `OutOfMemory`.

        >>> from stdnet.io import repeat
        >>> repeat(0).read_to_end(bytearray()).unwrap_err().kind()
        OutOfMemory
        """
        return Err(Error.from_(ErrorKind.OutOfMemory))

    def read_array(self, n: int) -> Result[bytes]:
        """Returns the byte `n` times. Rust's `Read::read_array::<N>`.

        Unstable in Rust.

        Errors: `OutOfMemory` if there is not so much memory.

        >>> from stdnet.io import repeat
        >>> repeat(ord("a")).read_array(3).unwrap()
        b'aaa'
        """
        try:
            return Ok(self._byte * u64(min(n, U64_MAX)))
        except (MemoryError, OverflowError):
            return Err(Error.from_(ErrorKind.OutOfMemory))

    def __repr__(self) -> str:
        return "Repeat { .. }"


@final
class Sink(_Discard):
    """A writer that discards all data, made by `sink`. Rust's `std::io::Sink`.

    >>> from stdnet.io import Sink
    >>> Sink()
    Sink
    """

    __slots__ = ()

    @staticmethod
    def default() -> Sink:
        """Makes a `Sink`, as `sink()` does. Rust's `Sink::default`.

        >>> from stdnet.io import Sink
        >>> Sink.default()
        Sink
        """
        return Sink()

    def __repr__(self) -> str:
        return "Sink"


def empty() -> Empty:
    """Makes a reader that is always at the end, and that discards all that is written to it.

    Rust's `std::io::empty`.

    >>> from stdnet import io
    >>> io.empty().read_to_string().unwrap()
    ''
    """
    return Empty()


def repeat(byte: int) -> Repeat:
    """Makes a reader of the same byte, 0 to 255, without an end. Rust's `std::io::repeat`.

    >>> from stdnet import io
    >>> io.repeat(ord("a")).take(3).read_to_string().unwrap()
    'aaa'
    """
    return Repeat(byte)


def sink() -> Sink:
    """Makes a writer that discards all data. Rust's `std::io::sink`.

    >>> from stdnet import io
    >>> io.sink().write_all(b"abc").unwrap()
    """
    return Sink()
