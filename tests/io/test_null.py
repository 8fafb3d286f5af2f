from array import array
from collections.abc import Callable
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stdnet import io
from stdnet.io import (
    BufRead,
    Cursor,
    Empty,
    ErrorKind,
    Read,
    Repeat,
    Seek,
    SeekFrom,
    Sink,
    WritableBuffer,
    Write,
    empty,
    repeat,
    sink,
)
from stdnet.result import Ok

bufs = st.lists(st.binary(max_size=9), max_size=5)


# Empty.


def test_empty_is_a_reader_and_a_writer() -> None:
    assert isinstance(empty(), Empty)
    assert isinstance(empty(), BufRead | Seek | Write)
    assert repr(empty()) == repr(Empty.default()) == "Empty"
    assert not hasattr(empty(), "__dict__")


def test_empty_reads_nothing() -> None:
    buf = bytearray(b"...")
    reader = empty()
    assert reader.read(buf) == Ok(0)
    assert reader.read_vectored([buf, buf]) == Ok(0)
    assert reader.read_to_end(buf) == Ok(0)
    assert reader.read_to_string() == Ok("")
    assert reader.read_until(0, buf) == Ok(0)
    assert reader.skip_until(0) == Ok(0)
    assert reader.read_line() == Ok("")
    assert reader.has_data_left() == Ok(False)
    assert list(reader.lines()) == list(reader.split(0)) == list(reader.bytes()) == []
    assert buf == b"..."


def test_an_exact_read_of_empty_succeeds_only_for_0_bytes() -> None:
    assert empty().read_exact(bytearray()) == Ok(None)
    assert empty().read_array(0) == Ok(b"")
    assert empty().read_exact(bytearray(1)).unwrap_err().kind() is ErrorKind.UnexpectedEof


def test_empty_is_not_vectored_in_a_chain() -> None:
    assert not empty().is_read_vectored()
    assert not empty().chain(empty()).is_read_vectored()
    assert empty().chain(repeat(0)).is_read_vectored()


def test_the_position_of_empty_is_always_0() -> None:
    for pos in (SeekFrom.Start(3), SeekFrom.End(-3), SeekFrom.Current(2**63 - 1)):
        assert empty().seek(pos) == Ok(0)
    assert empty().stream_len() == empty().stream_position() == Ok(0)
    assert empty().rewind() == empty().seek_relative(-1) == Ok(None)


def test_empty_consumes_any_count() -> None:
    reader = empty()
    reader.consume(2**64 - 1)
    rest = reader.fill_buf().unwrap()
    assert (rest.nbytes, rest.readonly) == (0, True)


def test_empty_refuses_wrong_arguments() -> None:
    reader: Any = empty()
    with pytest.raises(ValueError, match="u64"):
        reader.consume(-1)
    with pytest.raises(TypeError):
        reader.consume("1")
    with pytest.raises(TypeError, match="SeekFrom"):
        reader.seek(3)


# Empty and Sink as writers.

WRITERS: list[Callable[[], Write]] = [empty, sink, Sink.default]
each_writer = pytest.mark.parametrize("make", WRITERS)


@each_writer
@given(bufs)
def test_a_sink_takes_all_bytes(make: Callable[[], Write], bufs: list[bytes]) -> None:
    writer, whole = make(), b"".join(bufs)
    assert writer.write(whole) == Ok(len(whole))
    assert writer.write_vectored(bufs) == Ok(len(whole))
    assert writer.write_all(whole) == Ok(None)
    assert writer.write_all_vectored(bufs) == Ok(None)
    assert writer.write_fmt("text") == Ok(None)
    assert writer.flush() == Ok(None)


@each_writer
def test_a_sink_counts_bytes_and_not_items(make: Callable[[], Write]) -> None:
    assert make().write(array("i", range(3))) == Ok(12)
    assert make().write_vectored([array("i", range(3)), b"a"]) == Ok(13)
    assert make().is_write_vectored()


@each_writer
@pytest.mark.parametrize("buf", ["abc", 3, None])
def test_a_sink_refuses_anything_but_a_buffer(make: Callable[[], Write], buf: Any) -> None:
    with pytest.raises(TypeError):
        make().write(buf).unwrap()
    with pytest.raises(TypeError):
        make().write_all(buf).unwrap()
    with pytest.raises(TypeError):
        make().write_vectored([b"abc", buf]).unwrap()


# Empty and Repeat as readers.


def test_a_read_only_argument_is_refused_before_anything_is_read() -> None:
    buf, constant = bytearray(b"."), cast("WritableBuffer", b"abc")
    for reader in (empty(), repeat(65)):
        with pytest.raises(TypeError, match="writable"):
            reader.read(constant).unwrap()
    with pytest.raises(TypeError, match="writable"):
        repeat(65).read_vectored([buf, constant]).unwrap()
    assert buf == b"."


def test_sink_is_only_a_writer() -> None:
    assert isinstance(sink(), Sink)
    assert not isinstance(sink(), Read)
    assert repr(sink()) == "Sink"
    assert not hasattr(sink(), "__dict__")


# Repeat.


@given(st.integers(0, 255), st.integers(0, 9000))
def test_repeat_fills_buffers_with_the_byte(byte: int, n: int) -> None:
    whole = bytes([byte]) * n
    assert repeat(byte).read_array(n) == Ok(whole)
    buf, bufs = bytearray(n), [bytearray(n), bytearray(3)]
    assert repeat(byte).read(buf) == Ok(n)
    assert repeat(byte).read_vectored(bufs) == Ok(n + 3)
    assert buf == bufs[0] == whole
    assert repeat(byte).read(items := array("i", range(n))) == Ok(4 * n)
    assert items.tobytes() == 4 * whole
    taken = bytearray()
    assert repeat(byte).take(n).read_to_end(taken) == Ok(n)
    assert taken == whole


def test_reading_repeat_to_the_end_is_out_of_memory() -> None:
    buf = bytearray()
    for result in (repeat(65).read_to_end(buf), repeat(65).read_to_string()):
        assert repr(result.unwrap_err()) == "Kind(OutOfMemory)"
    assert buf == b""


def test_repeat_is_only_a_reader() -> None:
    assert isinstance(repeat(65), Repeat)
    assert isinstance(repeat(65), Read)
    assert not isinstance(repeat(65), BufRead)
    assert repeat(65).is_read_vectored()
    assert repr(repeat(65)) == "Repeat { .. }"
    assert not hasattr(repeat(65), "__dict__")


def test_a_byte_that_is_no_u8_is_refused() -> None:
    byte: Any
    for byte in (-1, 256):
        with pytest.raises(ValueError, match="u8"):
            repeat(byte)
    for byte in ("a", b"a", 1.0):
        with pytest.raises(TypeError):
            repeat(byte)


# read_to_string.


def test_read_to_string_takes_any_reader() -> None:
    assert io.read_to_string(Cursor("d\u00e9j\u00e0".encode())) == Ok("d\u00e9j\u00e0")
    assert io.read_to_string(Cursor(b"\xff")).unwrap_err().kind() is ErrorKind.InvalidData
    assert io.read_to_string(repeat(0)).unwrap_err().kind() is ErrorKind.OutOfMemory
    reader: Any = b"abc"
    with pytest.raises(TypeError, match="the reader is Read"):
        io.read_to_string(reader).unwrap()
