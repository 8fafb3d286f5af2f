"""Readers made of readers: Rust's `Bytes`, `Chain` and `Take`."""

from collections.abc import Iterator, Sequence
from typing import Generic, Self, TypeVar, final

from stdnet._core.buffer import WritableBuffer, byte_view_mut, within
from stdnet._core.error import Result
from stdnet._core.fmt import debug_struct
from stdnet._core.ints import u64
from stdnet._core.panic import expect
from stdnet._core.ready import OK_COUNTS
from stdnet.io._traits import Read, retried
from stdnet.result import Err, Ok

_R_co = TypeVar("_R_co", bound=Read, covariant=True)
_T_co = TypeVar("_T_co", bound=Read, covariant=True)
_U_co = TypeVar("_U_co", bound=Read, covariant=True)


@final
class Bytes(Iterator[Result[int]], Generic[_R_co]):
    """An iterator over the bytes of a reader, made by `Read.bytes`. Rust's `std::io::Bytes`.

    A failed `read` is an item, not the end; an `Interrupted` one is tried again. As in Rust, asking
    again after the end reads again.

    >>> from stdnet import Ok
    >>> from stdnet.io import Read
    >>> class Letters(Read):
    ...     def read(self, buf, /):
    ...         buf[:] = b"a" * len(buf)
    ...         return Ok(len(buf))
    >>> next(Letters().bytes())
    <Success: 97>
    """

    __slots__ = ("_byte", "_inner")

    def __init__(self, inner: _R_co) -> None:
        expect(inner, Read, "the reader")
        self._inner = inner
        self._byte = memoryview(bytearray(1))

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Result[int]:
        result = retried(self._inner.read, self._byte)
        if isinstance(result, Err):
            return result
        if within(result.unwrap(), self._byte) == 0:
            raise StopIteration
        return OK_COUNTS[self._byte[0]]

    def __repr__(self) -> str:
        return debug_struct("Bytes", inner=self._inner)


@final
class Chain(Read, Generic[_T_co, _U_co]):
    """Two readers, one after the other, made by `Read.chain`. Rust's `std::io::Chain`.

    >>> from stdnet import Ok
    >>> from stdnet.io import Read
    >>> class Repeat(Read):
    ...     def __init__(self, byte):
    ...         self.byte = byte
    ...
    ...     def read(self, buf, /):
    ...         buf[:] = self.byte * len(buf)
    ...         return Ok(len(buf))
    >>> chain = Repeat(b"a").take(2).chain(Repeat(b"b"))
    >>> chain.read_array(4).unwrap()
    b'aabb'
    """

    __slots__ = ("_done_first", "_first", "_second")

    def __init__(self, first: _T_co, second: _U_co) -> None:
        expect(first, Read, "the first reader")
        expect(second, Read, "the second reader")
        self._first = first
        self._second = second
        self._done_first = False

    def into_inner(self) -> tuple[_T_co, _U_co]:
        """Both readers. Rust's `Chain::into_inner`.

        >>> from stdnet import Ok
        >>> from stdnet.io import Read
        >>> class Empty(Read):
        ...     def read(self, buf, /):
        ...         return Ok(0)
        >>> first, second = Empty(), Empty()
        >>> first.chain(second).into_inner() == (first, second)
        True
        """
        return self._first, self._second

    def get_ref(self) -> tuple[_T_co, _U_co]:
        """Both readers. Rust's `Chain::get_ref`.

        Reading from them directly may lose the order of the data.

        >>> from stdnet import Ok
        >>> from stdnet.io import Read
        >>> class Empty(Read):
        ...     def read(self, buf, /):
        ...         return Ok(0)
        >>> first, second = Empty(), Empty()
        >>> first.chain(second).get_ref() == (first, second)
        True
        """
        return self._first, self._second

    def get_mut(self) -> tuple[_T_co, _U_co]:
        """`get_ref`, as Python's references all can change. Rust's `Chain::get_mut`.

        >>> from stdnet import Ok
        >>> from stdnet.io import Read
        >>> class Empty(Read):
        ...     def read(self, buf, /):
        ...         return Ok(0)
        >>> first, second = Empty(), Empty()
        >>> first.chain(second).get_mut() == (first, second)
        True
        """
        return self._first, self._second

    def read(self, buf: WritableBuffer, /) -> Result[int]:
        """Reads from the first reader, from its end on from the second. Rust's `Read::read`.

        An empty `buf` never ends the first reader.

        Errors: those of the readers.

        >>> from stdnet import Ok
        >>> from stdnet.io import Read
        >>> class Letters(Read):
        ...     def read(self, buf, /):
        ...         buf[:] = b"a" * len(buf)
        ...         return Ok(len(buf))
        >>> Letters().take(2).chain(Letters()).read(bytearray(5)).unwrap()
        2
        """
        view = byte_view_mut(buf)
        if not self._done_first:
            match self._first.read(view):
                case Ok(0) if view:
                    self._done_first = True
                case result:
                    return result
        return self._second.read(view)

    def read_vectored(self, bufs: Sequence[WritableBuffer]) -> Result[int]:
        """`read` into several buffers. Rust's `Read::read_vectored`.

        Errors: those of the readers.

        >>> from stdnet import Ok
        >>> from stdnet.io import Read
        >>> class Letters(Read):
        ...     def read(self, buf, /):
        ...         buf[:] = b"a" * len(buf)
        ...         return Ok(len(buf))
        >>> Letters().take(2).chain(Letters()).read_vectored([bytearray(1), bytearray(4)]).unwrap()
        1
        """
        views = [byte_view_mut(buf) for buf in bufs]
        if not self._done_first:
            match self._first.read_vectored(views):
                case Ok(0) if any(views):
                    self._done_first = True
                case result:
                    return result
        return self._second.read_vectored(views)

    def is_read_vectored(self) -> bool:
        """Whether either reader fills more than one buffer. Rust's `Read::is_read_vectored`.

        Unstable in Rust.

        >>> from stdnet import Ok
        >>> from stdnet.io import Read
        >>> class Empty(Read):
        ...     def read(self, buf, /):
        ...         return Ok(0)
        >>> Empty().chain(Empty()).is_read_vectored()
        False
        """
        return self._first.is_read_vectored() or self._second.is_read_vectored()

    def read_to_end(self, buf: bytearray) -> Result[int]:
        """Appends all bytes of both readers to `buf`. Rust's `Read::read_to_end`.

        Errors: those of the readers' own `read_to_end`. What was read until then is in `buf`.

        >>> from stdnet import Ok
        >>> from stdnet.io import Read
        >>> class Letters(Read):
        ...     def read(self, buf, /):
        ...         buf[:] = b"a" * len(buf)
        ...         return Ok(len(buf))
        >>> buf = bytearray()
        >>> Letters().take(1).chain(Letters().take(2)).read_to_end(buf).unwrap(), buf
        (3, bytearray(b'aaa'))
        """
        expect(buf, bytearray, "the buffer")
        read = 0
        if not self._done_first:
            match self._first.read_to_end(buf):
                case Ok(read):
                    self._done_first = True
                case failed:
                    return failed
        return self._second.read_to_end(buf).map(lambda n: read + n)

    def __repr__(self) -> str:
        return debug_struct(
            "Chain", first=self._first, second=self._second, done_first=self._done_first
        )


@final
class Take(Read, Generic[_R_co]):
    """The next bytes of a reader, up to a limit, made by `Read.take`. Rust's `std::io::Take`.

    >>> from stdnet import Ok
    >>> from stdnet.io import Read
    >>> class Letters(Read):
    ...     def read(self, buf, /):
    ...         buf[:] = b"a" * len(buf)
    ...         return Ok(len(buf))
    >>> take = Letters().take(3)
    >>> take.read_to_end(bytearray()).unwrap(), take.limit()
    (3, 0)
    """

    __slots__ = ("_inner", "_len", "_limit")

    def __init__(self, inner: _R_co, limit: int) -> None:
        expect(inner, Read, "the reader")
        self._inner = inner
        self._len = self._limit = u64(limit)

    def limit(self) -> int:
        """How many more bytes it reads at most. Rust's `Take::limit`.

        >>> from stdnet import Ok
        >>> from stdnet.io import Read
        >>> class Letters(Read):
        ...     def read(self, buf, /):
        ...         buf[:] = b"a" * len(buf)
        ...         return Ok(len(buf))
        >>> take = Letters().take(5)
        >>> take.read_exact(bytearray(2)).unwrap()
        >>> take.limit()
        3
        """
        return self._limit

    def position(self) -> int:
        """How many bytes it has read since the limit was set. Rust's `Take::position`.

        Unstable in Rust.

        >>> from stdnet import Ok
        >>> from stdnet.io import Read
        >>> class Letters(Read):
        ...     def read(self, buf, /):
        ...         buf[:] = b"a" * len(buf)
        ...         return Ok(len(buf))
        >>> take = Letters().take(5)
        >>> take.read_exact(bytearray(2)).unwrap()
        >>> take.position()
        2
        """
        return self._len - self._limit

    def set_limit(self, limit: int) -> None:
        """Sets how many more bytes it reads at most, a `u64`. Rust's `Take::set_limit`.

        >>> from stdnet import Ok
        >>> from stdnet.io import Read
        >>> class Letters(Read):
        ...     def read(self, buf, /):
        ...         buf[:] = b"a" * len(buf)
        ...         return Ok(len(buf))
        >>> take = Letters().take(5)
        >>> take.set_limit(1)
        >>> take.read_to_end(bytearray()).unwrap()
        1
        """
        self._len = self._limit = u64(limit)

    def into_inner(self) -> _R_co:
        """The reader. Rust's `Take::into_inner`.

        >>> from stdnet import Ok
        >>> from stdnet.io import Read
        >>> class Empty(Read):
        ...     def read(self, buf, /):
        ...         return Ok(0)
        >>> reader = Empty()
        >>> reader.take(1).into_inner() is reader
        True
        """
        return self._inner

    def get_ref(self) -> _R_co:
        """The reader. Rust's `Take::get_ref`.

        Bytes read from it directly do not count.

        >>> from stdnet import Ok
        >>> from stdnet.io import Read
        >>> class Empty(Read):
        ...     def read(self, buf, /):
        ...         return Ok(0)
        >>> reader = Empty()
        >>> reader.take(1).get_ref() is reader
        True
        """
        return self._inner

    def get_mut(self) -> _R_co:
        """`get_ref`, as Python's references all can change. Rust's `Take::get_mut`.

        >>> from stdnet import Ok
        >>> from stdnet.io import Read
        >>> class Empty(Read):
        ...     def read(self, buf, /):
        ...         return Ok(0)
        >>> reader = Empty()
        >>> reader.take(1).get_mut() is reader
        True
        """
        return self._inner

    def read(self, buf: WritableBuffer, /) -> Result[int]:
        """Reads some bytes, at most as many as are left. Rust's `Read::read`.

        None left is `Ok(0)` at once, without asking the reader, who might wait.

        Errors: those of the reader.

        >>> from stdnet import Ok
        >>> from stdnet.io import Read
        >>> class Letters(Read):
        ...     def read(self, buf, /):
        ...         buf[:] = b"a" * len(buf)
        ...         return Ok(len(buf))
        >>> take = Letters().take(3)
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
