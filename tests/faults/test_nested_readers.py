"""Readers that are nested deeply, as `functools.reduce` makes a chain of many."""

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Final

import pytest

from stdnet import Err, Ok, io
from stdnet.io import (
    BufRead,
    BufReader,
    BufWriter,
    Cursor,
    ErrorKind,
    Read,
    WritableBuffer,
    Write,
)
from tests.support.scripted_io import BufScript, Script

DEPTH: Final = 5000

BufNest = Callable[[Sequence[BufRead]], BufRead]


def to_the_left(readers: Sequence[BufRead]) -> BufRead:
    return reduce(lambda first, second: first.chain(second), readers)


def to_the_right(readers: Sequence[BufRead]) -> BufRead:
    return reduce(lambda second, first: first.chain(second), reversed(readers))


def in_turns(readers: Sequence[BufRead]) -> BufRead:
    middle = len(readers) // 2
    chain, left, right = readers[middle], [*readers[:middle]], [*readers[middle + 1 :]]
    while left or right:
        if left:
            chain = left.pop().chain(chain)
        if right:
            chain = chain.chain(right.pop(0))
    return chain


nested = pytest.mark.parametrize("nest", [to_the_left, to_the_right, in_turns])

DATA: Final = [b"%d\n" % n if n % 50 == 0 else b"" for n in range(DEPTH)]
WHOLE: Final = b"".join(DATA)


def cursors() -> list[BufRead]:
    return [Cursor(data) for data in DATA]


@nested
def test_all_of_a_deep_chain_is_read(nest: BufNest) -> None:
    buf = bytearray()
    assert nest(cursors()).read_to_end(buf) == Ok(len(WHOLE))
    assert buf == WHOLE
    assert nest(cursors()).read_to_string() == Ok(WHOLE.decode())
    assert nest(cursors()).read_array(len(WHOLE)) == Ok(WHOLE)
    assert io.copy(nest(cursors()), copied := Cursor(bytearray())) == Ok(len(WHOLE))
    assert copied.into_inner() == WHOLE
    buf.clear()
    assert nest(cursors()).read_until(ord("x"), buf) == Ok(len(WHOLE))
    assert buf == WHOLE
    assert nest(cursors()).skip_until(ord("x")) == Ok(len(WHOLE))


@nested
def test_a_deep_chain_is_read_in_steps(nest: BufNest) -> None:
    chain = nest(cursors())
    buf, bufs = bytearray(1), [bytearray(1), bytearray(3)]
    assert chain.read(buf) == Ok(1)
    assert buf == b"0"
    assert chain.fill_buf().map(bytes) == Ok(b"\n")
    chain.consume(1)
    assert chain.read_vectored(bufs) == Ok(3)  # "50\n"
    assert chain.is_read_vectored()
    assert chain.read_line() == Ok("100\n")
    assert chain.has_data_left() == Ok(True)
    assert [next(chain.bytes()), next(chain.bytes())] == [Ok(ord("1")), Ok(ord("5"))]
    assert list(chain.lines()) == [Ok("0"), *(Ok(str(n)) for n in range(200, DEPTH, 50))]
    assert chain.read(buf) == Ok(0)


def test_a_deep_chain_of_readers_without_a_buffer() -> None:
    readers: list[Read] = [Script(data) if data else Script() for data in DATA]
    chain = reduce(lambda first, second: first.chain(second), readers)
    assert not isinstance(chain, BufRead)
    assert not chain.is_read_vectored()
    assert BufReader(chain).read_to_string() == Ok(WHOLE.decode())


@nested
def test_a_failed_line_goes_back_into_a_deep_chain(nest: BufNest) -> None:
    failed = Err(io.Error.from_(ErrorKind.WouldBlock))
    parts = [BufScript(b"part" if data else b"", unreads=True) for data in DATA]
    last = BufScript(b"of a", failed, b" line\nnext", unreads=True)
    chain = nest([*parts, last])
    assert chain.read_line() == failed
    assert chain.read_line() == Ok("part" * (DEPTH // 50) + "of a line\n")
    assert chain.read_to_string() == Ok("next")


@nested
def test_a_deep_chain_is_shown_and_dropped(nest: BufNest) -> None:
    shallow = nest([Cursor(b"a"), io.empty(), Cursor(b"b")])
    assert repr(shallow).count("Chain { first: ") == 2
    text = repr(nest(cursors()))
    assert text.count("Chain { first: ") == text.count(", done_first: false }") == DEPTH - 1


def test_other_adapters_and_buffers_nest_some_ten_deep() -> None:
    wrappers: list[Callable[[BufRead], BufRead]] = [
        lambda reader: reader.take(10),
        lambda reader: BufReader(reader, capacity=16),
        lambda reader: reader.chain(io.empty()).take(10),
    ]
    for wrap in wrappers:
        reader: BufRead = Cursor(b"sent\nand read")
        for _ in range(80):
            reader = wrap(reader)
        assert reader.read_line() == Ok("sent\n")
        assert reader.read_array(3) == Ok(b"and")
    cursor = Cursor(bytearray())
    writer: Write = cursor
    for _ in range(40):
        writer = BufWriter(writer)
    assert writer.write_all(b"sent") == writer.flush() == Ok(None)
    assert cursor.into_inner() == b"sent"


def test_the_recursion_of_a_reader_of_your_own_is_an_exception() -> None:
    class Endless(Read):
        def read(self, buf: WritableBuffer, /) -> io.Result[int]:
            return self.read(buf)

    with pytest.raises(RecursionError):
        _ = io.empty().chain(Endless()).read_array(1)
