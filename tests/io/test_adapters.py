import ctypes
import errno
from array import array
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stdnet.io import (
    BufRead,
    BufReader,
    Bytes,
    Chain,
    Cursor,
    Error,
    ErrorKind,
    Read,
    Result,
    Take,
    WritableBuffer,
)
from stdnet.result import Err, Ok
from tests.support.scripted_io import Letters, Script

U64_MAX = 2**64 - 1

chunks = st.lists(st.binary(min_size=1, max_size=20))


class Never(Read):
    """A reader that must not be read."""

    def read(self, buf: WritableBuffer, /) -> Result[int]:
        raise AssertionError("read")


def failing() -> Err[Error]:
    return Err(Error.from_(ErrorKind.WouldBlock))


# All adapters.


def test_an_adapter_shares_its_reader_with_you() -> None:
    script = Script(b"abcdef")
    take = script.take(2)
    assert take.read_array(2) == Ok(b"ab")
    assert script.read_array(1) == Ok(b"c")
    assert next(script.bytes()) == Ok(ord("d"))
    assert script.chain(Letters()).read_array(2) == Ok(b"ef")


def test_a_chain_has_a_buffer_if_both_readers_have_one() -> None:
    chain = Cursor(b"ab").chain(Letters())
    assert not isinstance(chain, BufRead)
    assert isinstance(Cursor(b"a").chain(Cursor(b"b")), BufRead)
    assert chain.take(3).read_to_string() == Ok("aba")


def test_an_adapter_returns_its_underlying_readers() -> None:
    one, two = Script(), Letters()
    take, chain = one.take(3), one.chain(two)
    assert take.into_inner() is take.get_ref() is take.get_mut() is one
    assert chain.into_inner() == chain.get_ref() == chain.get_mut() == (one, two)


@pytest.mark.parametrize("adapter", [Letters().take(1), Letters().chain(Letters())])
def test_an_adapter_is_a_reader(adapter: Read) -> None:
    assert isinstance(adapter, Read)
    assert adapter.by_ref() is adapter
    assert adapter.take(1).chain(adapter).read_array(1) == Ok(b"a")


def test_an_impossible_count_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="2 bytes of a buffer of 1"):
        next(Script(Ok(2)).bytes())
    with pytest.raises(ValueError, match="4 bytes of a buffer of 3"):
        Script(Ok(4)).take(3).read(bytearray(9)).unwrap()


def test_the_underlying_reader_gets_a_view_of_bytes() -> None:
    class Filled(Read):
        def read(self, buf: WritableBuffer, /) -> Result[int]:
            view = memoryview(buf)
            assert view.format == "B"
            return Ok(len(view))

    items = array("H", [0, 0])
    adapters: list[Read] = [
        Filled().take(9),
        Filled().chain(Never()),
        BufReader(Filled(), capacity=2),
    ]
    for adapter in adapters:
        assert adapter.read(items) == Ok(4)
        assert adapter.read_vectored([items]) == Ok(4)


@pytest.mark.parametrize("adapter", [Letters().bytes(), Letters().take(1), Never().chain(Never())])
def test_an_adapter_has_no_dict(adapter: object) -> None:
    assert not hasattr(adapter, "__dict__")


@pytest.mark.parametrize("reader", [None, b"abc", Letters])
def test_an_adapter_takes_only_readers(reader: Any) -> None:
    for arguments in ((Letters(), reader), (reader, Letters())):
        with pytest.raises(TypeError, match="reader is Read"):
            Chain(*arguments)
    with pytest.raises(TypeError, match="reader is Read"):
        Bytes(reader)
    with pytest.raises(TypeError, match="reader is Read"):
        Take(reader, 3)


# Bytes.


@given(chunks)
def test_bytes_yields_the_bytes_of_the_data(parts: list[bytes]) -> None:
    assert list(Script(*parts).bytes()) == [Ok(byte) for byte in b"".join(parts)]


def test_bytes_is_an_iterator() -> None:
    items = Script(b"ab").bytes()
    assert isinstance(items, Iterator)
    assert iter(items) is items


def test_bytes_reads_on_after_an_error_and_after_the_end() -> None:
    items = Script(b"a", failing(), b"b", Ok(0), b"c").bytes()
    first, second, third = islice(items, 3)
    assert (first, third) == (Ok(ord("a")), Ok(ord("b")))
    assert second.unwrap_err().kind() is ErrorKind.WouldBlock
    assert next(items, None) is None
    assert next(items, None) == Ok(ord("c"))


def test_bytes_retries_interrupted() -> None:
    interrupted = Err(Error.from_raw_os_error(errno.EINTR))
    assert list(Script(interrupted, b"a", interrupted).bytes()) == [Ok(ord("a"))]


def test_a_reader_cannot_resize_the_buffer_of_bytes() -> None:
    class Greedy(Read):
        def read(self, buf: WritableBuffer, /) -> Result[int]:
            assert isinstance(buf, memoryview)
            buf[:] = b"ab"
            return Ok(2)

    with pytest.raises(ValueError, match="different structures"):
        next(Greedy().bytes())


# Chain.


@given(chunks, chunks, st.integers(1, 30))
def test_a_chain_reads_both_readers_in_turn(one: list[bytes], two: list[bytes], size: int) -> None:
    whole = b"".join(one + two)
    by_read, by_vectored = bytearray(), bytearray()
    chain = Script(*one).chain(Script(*two))
    while n := chain.read(buf := bytearray(size)).unwrap():
        by_read += buf[:n]
    vectored = Script(*one).chain(Script(*two, vectored=True))
    while n := vectored.read_vectored(bufs := [bytearray(size), bytearray(3)]).unwrap():
        by_vectored += b"".join(bufs)[:n]
    to_end = bytearray(b"> ")
    assert Script(*one).chain(Script(*two)).read_to_end(to_end) == Ok(len(whole))
    assert by_read == by_vectored == whole
    assert to_end == b"> " + whole


def test_one_read_of_a_chain_reads_one_reader() -> None:
    chain = Script(b"ab").chain(Script(b"cd"))
    assert chain.read(bytearray(9)) == Ok(2)
    assert chain.read(bytearray(9)) == Ok(2)


def test_the_first_reader_is_not_read_again_after_its_end() -> None:
    chain = Script(Ok(0), b"more").chain(Script(b"a", Ok(0), b"b"))
    assert [chain.read(bytearray(9)) for _ in range(3)] == [Ok(1), Ok(0), Ok(1)]
    chain = Script(Ok(0), b"more").chain(Script(b"a", Ok(0), b"b"))
    assert [chain.read_vectored([bytearray(9)]) for _ in range(3)] == [Ok(1), Ok(0), Ok(1)]


def test_an_empty_buffer_does_not_end_the_first_reader() -> None:
    chain = Script(b"a").chain(Never())
    assert chain.read(bytearray()) == Ok(0)
    assert chain.read_vectored([bytearray(), bytearray()]) == Ok(0)
    flat = (ctypes.c_char * 0 * 3)()
    assert chain.read(flat) == chain.read_vectored([flat]) == Ok(0)
    assert chain.read_vectored([]) == Ok(0)
    assert chain.read(bytearray(3)) == Ok(1)


def test_an_error_of_the_first_reader_does_not_end_it() -> None:
    chain = Script(failing(), b"a").chain(Script(b"b"))
    buf = bytearray()
    assert chain.read_to_end(buf).unwrap_err().kind() is ErrorKind.WouldBlock
    assert chain.read_to_end(buf) == Ok(2)
    assert buf == b"ab"


def test_read_to_end_of_a_chain_calls_that_of_its_readers() -> None:
    class Whole(Never):
        def read_to_end(self, buf: bytearray) -> Result[int]:
            buf += b"whole"
            return Ok(5)

    buf = bytearray()
    assert Whole().chain(Whole()).read_to_end(buf) == Ok(10)
    assert buf == b"wholewhole"


def test_a_character_may_lie_in_both_readers_of_a_chain() -> None:
    assert Script(b"\xe2\x82").chain(Script(b"\xac")).read_to_string() == Ok("\u20ac")


@pytest.mark.parametrize("second", [False, True])
@pytest.mark.parametrize("first", [False, True])
def test_a_chain_is_vectored_if_either_reader_is(first: bool, second: bool) -> None:
    chain = Script(vectored=first).chain(Script(vectored=second))
    assert chain.is_read_vectored() == (first or second)


# Take.


@given(chunks, st.integers(0, 100), st.integers(1, 30))
def test_a_take_reads_up_to_its_limit(parts: list[bytes], limit: int, size: int) -> None:
    script = Script(*parts)
    whole = b"".join(parts)
    take = script.take(limit)
    read = bytearray()
    while n := take.read(buf := bytearray(size)).unwrap():
        read += buf[:n]
        assert take.position() == len(read)
        assert take.limit() == limit - len(read)
    assert read == whole[:limit]
    rest = bytearray()
    script.read_to_end(rest).unwrap()
    assert rest == whole[limit:]


def test_a_take_at_its_limit_does_not_read() -> None:
    take = Never().take(0)
    assert take.read(bytearray(3)) == Ok(0)
    assert take.read_to_end(bytearray()) == Ok(0)
    assert list(take.bytes()) == []


def test_a_take_leaves_the_rest_of_the_buffer_alone() -> None:
    buf = bytearray(b"....")
    assert Letters().take(2).read(buf) == Ok(2)
    assert buf == b"aa.."


def test_an_error_does_not_count_towards_the_limit() -> None:
    take = Script(failing(), b"abc").take(2)
    assert take.read(bytearray(9)).unwrap_err().kind() is ErrorKind.WouldBlock
    assert take.limit() == 2
    assert take.read_array(2) == Ok(b"ab")


def test_set_limit_starts_again_at_position_0() -> None:
    take = Letters().take(3)
    take.read_to_end(bytearray()).unwrap()
    take.set_limit(2)
    assert (take.limit(), take.position()) == (2, 0)
    assert take.read_to_end(bytearray()) == Ok(2)


def test_a_limit_is_a_u64() -> None:
    take = Letters().take(U64_MAX)
    assert take.read(bytearray(3)) == Ok(3)
    assert (take.limit(), take.position()) == (U64_MAX - 3, 3)
    for wrong in (-1, U64_MAX + 1):
        with pytest.raises(ValueError, match="u64"):
            Letters().take(wrong)
        with pytest.raises(ValueError, match="u64"):
            take.set_limit(wrong)
    for strange in (1.0, "1", None):
        limit: Any = strange
        with pytest.raises(TypeError):
            Letters().take(limit)
        with pytest.raises(TypeError):
            take.set_limit(limit)
    assert take.limit() == U64_MAX - 3


def test_reprs_are_rusts_debug() -> None:
    take = Script(b"abcdef").take(5)
    take.read(bytearray(2)).unwrap()
    chain = Script().chain(Script(b"a"))
    chain.read(bytearray(1)).unwrap()
    assert repr(take) == "Take { inner: 1/4, len: 5, limit: 3 }"
    assert repr(chain) == "Chain { first: 0/0, second: 0/0, done_first: true }"
    assert repr(take.bytes()) == f"Bytes {{ inner: {take!r} }}"
