import ctypes
import mmap
import tracemalloc
from array import array
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stdnet.io import (
    Buffer,
    Error,
    ErrorKind,
    Read,
    Result,
    WritableBuffer,
    Write,
)
from stdnet.result import Err, Ok
from tests.support.scripted_io import Acceptor, Letters, Script

MIB = 1 << 20

BUFFERS: dict[str, Callable[[], WritableBuffer]] = {
    "bytearray": lambda: bytearray(24),
    "memoryview": lambda: memoryview(bytearray(24)),
    "array of int": lambda: array("i", [0] * 6),
    "array of float": lambda: array("d", [0.0] * 3),
    "two dimensions": lambda: memoryview(bytearray(24)).cast("B", [4, 6]),
    "characters": lambda: memoryview(bytearray(24)).cast("c"),
    "ctypes": ctypes.c_uint16 * 12,
    "mmap": lambda: mmap.mmap(-1, 24),
}
EMPTY: dict[str, Callable[[], WritableBuffer]] = {
    "bytearray": bytearray,
    "array of int": lambda: array("i"),
    "a shape with a zero": (ctypes.c_int * 3) * 0,
}

each_buffer = pytest.mark.parametrize("make", BUFFERS.values(), ids=BUFFERS)
each_empty = pytest.mark.parametrize("make", EMPTY.values(), ids=EMPTY)
refused = pytest.mark.parametrize(
    "buf",
    [b"abc", memoryview(b"abc"), memoryview(bytearray(8))[::2], "abc", 3, None],
    ids=["bytes", "read-only", "not contiguous", "str", "int", "None"],
)


Reading = Callable[[Read, WritableBuffer], Result[object]]
Writing = Callable[[Write, Buffer], Result[object]]

# The methods that read into a buffer, and those that write one.
READS: list[Reading] = [
    lambda reader, buf: reader.read_exact(buf),
    lambda reader, buf: reader.read_vectored([bytearray(), buf]),
    lambda reader, buf: reader.take(100).read(buf),
    lambda reader, buf: reader.take(100).read_vectored([buf]),
    lambda reader, buf: reader.chain(reader).read(buf),
    lambda reader, buf: reader.chain(reader).read_vectored([buf]),
]
WRITES: list[Writing] = [
    lambda writer, buf: writer.write_all(buf),
    lambda writer, buf: writer.write_vectored([b"", buf]),
    lambda writer, buf: writer.write_all_vectored([b"", buf]),
]
each_read = pytest.mark.parametrize("read", READS)
each_write = pytest.mark.parametrize("write", WRITES)


class LyingReader(Read):
    """A reader that reports any number."""

    def __init__(self, n: int) -> None:
        self.n = n

    def read(self, buf: WritableBuffer, /) -> Result[int]:
        return Ok(self.n)


class Sizes(Read):
    """A reader that notes the sizes of the buffers that it gets."""

    def __init__(self, inner: Read) -> None:
        self.inner = inner
        self.sizes: list[int] = []

    def read(self, buf: WritableBuffer, /) -> Result[int]:
        self.sizes.append(memoryview(buf).nbytes)
        return self.inner.read(buf)


class Raiser(Read):
    """A reader that raises after some data, and keeps all buffers that it gets."""

    def __init__(self, data: bytes, error: BaseException) -> None:
        self.inner = Script(data) if data else Script()
        self.error = error
        self.seen: list[memoryview] = []

    def read(self, buf: WritableBuffer, /) -> Result[int]:
        self.seen.append(memoryview(buf))
        if not self.inner.steps:
            raise self.error
        return self.inner.read(buf)


class LyingWriter(Write):
    """A writer that reports any number."""

    def __init__(self, n: int) -> None:
        self.n = n

    def write(self, buf: Buffer, /) -> Result[int]:
        return Ok(self.n)

    def flush(self) -> Result[None]:
        return Ok(None)


# The required methods.


def test_a_reader_must_define_read() -> None:
    class Nothing(Read):
        pass

    with pytest.raises(TypeError, match="abstract"):
        Nothing()  # type: ignore[abstract]  # pyright: ignore[reportAbstractUsage]


@pytest.mark.parametrize("missing", ["write", "flush"])
def test_a_writer_must_define_write_and_flush(missing: str) -> None:
    methods = {"write": Acceptor.write, "flush": Acceptor.flush}
    del methods[missing]
    with pytest.raises(TypeError, match=f"abstract method '?{missing}"):
        type("Half", (Write,), methods)()


def test_readers_and_writers_can_have_slots() -> None:
    class Slotted(Read, Write):
        __slots__ = ()

        def read(self, buf: WritableBuffer, /) -> Result[int]:
            return Ok(0)

        def write(self, buf: Buffer, /) -> Result[int]:
            return Ok(0)

        def flush(self) -> Result[None]:
            return Ok(None)

    both = Slotted()
    assert not hasattr(both, "__dict__")
    assert both.by_ref() is both


# Buffers.


@each_buffer
@each_read
def test_any_writable_buffer_is_filled(read: Reading, make: Callable[[], WritableBuffer]) -> None:
    buf = make()
    read(Letters(), buf).unwrap()
    assert memoryview(buf).tobytes() == b"a" * 24


@each_buffer
@each_write
def test_any_buffer_is_written(write: Writing, make: Callable[[], WritableBuffer]) -> None:
    buf, writer = make(), Acceptor()
    Letters().read_exact(buf).unwrap()
    write(writer, buf).unwrap()
    assert writer.written == b"a" * 24


@each_empty
def test_an_empty_buffer_needs_no_read(make: Callable[[], WritableBuffer]) -> None:
    assert Raiser(b"", AssertionError()).read_exact(make()) == Ok(None)
    assert Letters().read_vectored([make(), make()]) == Ok(0)
    assert Letters().chain(Letters()).read_vectored([make(), bytearray(2)]) == Ok(2)


@each_empty
def test_an_empty_buffer_needs_no_write(make: Callable[[], WritableBuffer]) -> None:
    writer = Acceptor(0)
    assert writer.write_all(make()) == Ok(None)
    assert writer.write_all_vectored([make(), make()]) == Ok(None)
    assert writer.write_all_vectored([]) == Ok(None)
    assert writer.calls == []
    assert writer.write_vectored([make()]) == Ok(0)
    assert writer.calls == [[0]]


@refused
@each_read
def test_an_unsuitable_buffer_is_refused_before_the_read(read: Reading, buf: Any) -> None:
    script = Script(b"data")
    with pytest.raises(TypeError):
        read(script, buf)
    assert script.calls == 0
    with pytest.raises(TypeError):
        script.take(0).read(buf).unwrap()


@pytest.mark.parametrize("buf", ["abc", 3, None, memoryview(b"abcd")[::2]])
@each_write
def test_an_unsuitable_buffer_is_refused_before_the_write(write: Writing, buf: Any) -> None:
    writer = Acceptor()
    with pytest.raises(TypeError):
        write(writer, buf)
    with pytest.raises(TypeError):
        writer.write_all_vectored([b"abc", buf])
    assert writer.calls == []


@pytest.mark.parametrize("buf", [b"", memoryview(bytearray()), array("B"), "", None])
def test_read_to_end_takes_only_a_bytearray(buf: Any) -> None:
    for reader in (Letters().take(3), Letters().take(3).chain(Letters())):
        with pytest.raises(TypeError, match="the buffer is bytearray"):
            reader.read_to_end(buf).unwrap()


# Impossible counts.


@pytest.mark.parametrize("n", [-1, 9, 2**64])
def test_a_read_of_more_than_fits_is_a_value_error(n: int) -> None:
    calls: list[Callable[[], object]] = [
        lambda: LyingReader(n).read_exact(bytearray(8)),
        lambda: LyingReader(n).read_array(8),
        lambda: LyingReader(n).take(20).read(bytearray(8)),
        lambda: LyingReader(n).take(8).read(bytearray(20)),
        lambda: next(LyingReader(n).bytes()),
    ]
    for call in calls:
        with pytest.raises(ValueError, match=f"{n} bytes"):
            call()


@pytest.mark.parametrize("n", [-1, 2**64])
def test_an_impossible_count_of_read_to_end_appends_nothing(n: int) -> None:
    buf = bytearray(b"> ")
    with pytest.raises(ValueError, match=f"{n} bytes"):
        LyingReader(n).read_to_end(buf)
    assert buf == b"> "


@pytest.mark.parametrize("n", [-1, 4, 2**64])
def test_a_write_of_more_than_there_is_is_a_value_error(n: int) -> None:
    writer = LyingWriter(n)
    with pytest.raises(ValueError, match="bytes"):
        writer.write_all(b"abc")
    with pytest.raises(ValueError, match="bytes"):
        writer.write_all_vectored([b"a", b"", b"bc"])


# Read.


def test_read_to_end_stops_at_the_first_read_of_0_bytes() -> None:
    script = Script(b"abc", b"def", Ok(0), b"later")
    buf = bytearray()
    assert script.read_to_end(buf) == Ok(6)
    assert script.calls == 3
    assert list(script.steps) == [b"later"]


@pytest.mark.parametrize("kind", [ErrorKind.WouldBlock, ErrorKind.Other])
def test_read_to_end_keeps_what_it_read_before_an_error(kind: ErrorKind) -> None:
    error = Error.from_(kind)
    script = Script(b"abc", Err(error), b"def")
    buf = bytearray(b"> ")
    assert script.read_to_end(buf).unwrap_err() is error
    assert buf == b"> abc"
    assert script.read_to_end(buf) == Ok(3)
    assert buf == b"> abcdef"


@pytest.mark.parametrize("error", [RuntimeError(), KeyboardInterrupt()], ids=repr)
def test_read_to_end_keeps_what_it_read_before_an_exception(error: BaseException) -> None:
    buf = bytearray(b"> ")
    with pytest.raises(type(error)) as caught:
        Raiser(b"hello", error).read_to_end(buf)
    assert buf == b"> hello"
    # It can be resized, although the traceback still holds the views that were read into.
    buf.append(0)
    assert caught.value is error


@each_read
@each_write
def test_a_buffer_can_be_resized_afterwards(read: Reading, write: Writing) -> None:
    buf = bytearray(3)
    read(Letters(), buf).unwrap()
    buf.append(0)
    write(Acceptor(1, 1), buf).unwrap()
    buf.append(0)
    Letters().take(9).read_to_end(buf).unwrap()
    buf.append(0)


def test_read_to_end_reads_larger_chunks_while_they_are_filled() -> None:
    reader = Sizes(Letters().take(2 * MIB))
    reader.read_to_end(bytearray()).unwrap()
    kib = [size // 1024 for size in reader.sizes]
    assert kib[:7] == [8, 16, 32, 64, 128, 256, 256]
    assert set(kib[7:]) == {256}


def test_read_to_end_reads_small_chunks_while_they_are_not_filled() -> None:
    reader = Sizes(Script(*[b"a" * 100] * 50))
    reader.read_to_end(bytearray()).unwrap()
    assert set(reader.sizes) == {8 * 1024}


def test_read_to_end_of_64_mib_takes_one_copy_of_memory() -> None:
    reader = Sizes(Letters().take(64 * MIB))
    buf = bytearray()
    tracemalloc.start()
    try:
        assert reader.read_to_end(buf) == Ok(64 * MIB)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(buf) == buf.count(b"a") == 64 * MIB
    assert peak < 64 * MIB * 1.15
    assert len(reader.sizes) < 300


def test_read_to_end_of_many_small_reads_is_linear() -> None:
    buf = bytearray()

    class Watcher(Read):
        def __init__(self) -> None:
            self.sizes: set[int] = set()
            self.left = 20_000

        def read(self, into: WritableBuffer, /) -> Result[int]:
            self.sizes.add(buf.__alloc__())
            self.left -= 1
            return Letters().take(1000).read(into) if self.left else Ok(0)

    watcher = Watcher()
    watcher.read_to_end(buf).unwrap()
    assert len(buf) == 19_999_000
    # The memory grew in proportion to its size, and not by a constant.
    assert len(watcher.sizes) < 150


@given(st.lists(st.binary(min_size=1)), st.binary())
def test_read_to_end_appends_all_bytes(chunks: list[bytes], before: bytes) -> None:
    buf = bytearray(before)
    assert Script(*chunks).read_to_end(buf) == Ok(sum(map(len, chunks)))
    assert buf == before + b"".join(chunks)


@given(st.text(), st.integers(1, 5))
def test_read_to_string_joins_characters_that_were_read_in_pieces(text: str, size: int) -> None:
    raw = text.encode()
    chunks = [raw[at : at + size] for at in range(0, len(raw), size)]
    assert Script(*chunks).read_to_string() == Ok(text)


@given(st.binary())
def test_read_to_string_accepts_only_utf_8(raw: bytes) -> None:
    result = Script(*[raw] if raw else []).read_to_string()
    try:
        assert result == Ok(raw.decode())
    except UnicodeDecodeError:
        assert result.unwrap_err().kind() is ErrorKind.InvalidData
        assert str(result.unwrap_err()) == "stream did not contain valid UTF-8"


def test_read_to_string_returns_the_error_of_the_reader_first() -> None:
    error = Error.other("oh no")
    assert Script(b"\xff", Err(error)).read_to_string().unwrap_err() is error


def test_read_to_string_calls_the_readers_read_to_end() -> None:
    class Whole(Read):
        def read(self, buf: WritableBuffer, /) -> Result[int]:
            raise AssertionError("read")

        def read_to_end(self, buf: bytearray) -> Result[int]:
            buf += b"whole"
            return Ok(5)

    assert Whole().read_to_string() == Ok("whole")


@given(st.binary(max_size=50), st.integers(0, 60))
def test_read_array_reads_exactly_n_bytes(data: bytes, n: int) -> None:
    result = Script(*[data] if data else []).read_array(n)
    if n <= len(data):
        assert result == Ok(data[:n])
        assert type(result.unwrap()) is bytes
    else:
        assert result.unwrap_err().kind() is ErrorKind.UnexpectedEof


def test_the_size_of_read_array_is_a_u64() -> None:
    n: Any = b"ab"
    with pytest.raises(ValueError, match="u64"):
        Letters().read_array(-1)
    with pytest.raises(TypeError):
        Letters().read_array(n)


@each_read
def test_an_exception_of_a_reader_propagates(read: Reading) -> None:
    with pytest.raises(KeyboardInterrupt):
        read(Raiser(b"", KeyboardInterrupt()), bytearray(9))


# Write.


@given(st.lists(st.binary(max_size=9)), st.lists(st.integers(1, 9)))
def test_write_all_vectored_writes_all_buffers(bufs: list[bytes], takes: list[int]) -> None:
    for vectored in (False, True):
        writer = Acceptor(*takes, vectored=vectored)
        before = list(bufs)
        assert writer.write_all_vectored(bufs) == Ok(None)
        assert writer.written == b"".join(bufs)
        assert bufs == before


def test_write_all_vectored_takes_a_long_sequence() -> None:
    bufs: Sequence[bytes] = (b"ab",) * 3000
    writer = Acceptor()
    assert writer.write_all_vectored(bufs) == Ok(None)
    assert writer.written == b"ab" * 3000


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_write_fmt_is_one_write_all(text: str) -> None:
    writer = Acceptor()
    assert writer.write_fmt(text) == Ok(None)
    assert writer.written == text.encode()
    assert len(writer.calls) == (1 if text else 0)


@pytest.mark.parametrize("text", ["\ud800", "before \udcff after"])
def test_write_fmt_of_a_lone_surrogate_writes_nothing(text: str) -> None:
    writer = Acceptor()
    assert writer.write_fmt(text).unwrap_err().kind() is ErrorKind.InvalidInput
    assert writer.calls == []


@pytest.mark.parametrize("text", [b"abc", 3, None])
def test_write_fmt_takes_only_a_str(text: Any) -> None:
    with pytest.raises(TypeError, match="the text is str"):
        Acceptor().write_fmt(text)


def test_readers_and_writers_are_not_vectored_by_default() -> None:
    assert not Write.is_write_vectored(Acceptor(vectored=True))
    assert Acceptor(vectored=True).is_write_vectored()
    assert not Read.is_read_vectored(Letters())
