"""A loop that goes on after a line that is not UTF-8 reads the next line, and ends."""

import subprocess
import sys
from collections.abc import Callable
from itertools import islice, repeat

import pytest

from stdnet import Err, Ok, io
from stdnet.io import BufRead, BufReader, Cursor, Error, ErrorKind, Read
from tests.support.scripted_io import BufScript, Script

# The second line is not UTF-8, in the middle of a character; the last one has no end.
LINES = [b"one\n", b"\xe2\x82\xff\n", "\u20ac\r\n".encode(), b"\xff"]
DATA = b"".join(LINES)
WOULD_BLOCK = Err(Error.from_(ErrorKind.WouldBlock))

READERS: dict[str, Callable[[], BufRead]] = {
    "Cursor": lambda: Cursor(DATA),
    "Cursor over a view": lambda: Cursor(memoryview(DATA)),
    "BufReader": lambda: BufReader(Cursor(DATA)),
    "BufReader of 3 bytes": lambda: BufReader(Cursor(DATA), capacity=3),
    "BufReader of a reader that fails": lambda: BufReader(
        Script(DATA[:6], WOULD_BLOCK, DATA[6:7], WOULD_BLOCK, DATA[7:])
    ),
    "a reader of the program": lambda: BufScript(DATA[:6], DATA[6:]),
    "Take": lambda: BufReader(Cursor(DATA + b"\n")).take(len(DATA)),
    "Chain": lambda: Cursor(DATA[:6]).chain(BufReader(Cursor(DATA[6:]))),
    "Chain of a Chain": lambda: (
        io.empty().chain(Cursor(DATA[:5]).take(9)).chain(Cursor(DATA[5:6])).chain(Cursor(DATA[6:]))
    ),
}
each_reader = pytest.mark.parametrize("make", READERS.values(), ids=READERS)


def kinds(results: list[io.Result[str]]) -> list[str | ErrorKind]:
    """Returns the texts and the kinds of the errors, without those of reads that failed."""
    found = [result.unwrap_or(None) or result.unwrap_err().kind() for result in results]
    return [each for each in found if each is not ErrorKind.WouldBlock]


@each_reader
def test_read_line_goes_on_with_the_next_line(make: Callable[[], BufRead]) -> None:
    reader = make()
    results: list[io.Result[str]] = []
    while (result := reader.read_line()) != Ok(""):
        results.append(result)
        assert len(results) < 9
    bad = ErrorKind.InvalidData
    assert kinds(results) == ["one\n", bad, "\u20ac\r\n", bad]
    assert str(results[-1].unwrap_err()) == "stream did not contain valid UTF-8"


@each_reader
def test_lines_go_on_with_the_next_line(make: Callable[[], BufRead]) -> None:
    lines = make().lines()
    bad = ErrorKind.InvalidData
    assert kinds(list(islice(lines, 9))) == ["one", bad, "\u20ac", bad]
    lines = make().lines()
    assert kinds(list(islice(map(next, repeat(lines)), 9))) == ["one", bad, "\u20ac", bad]


def test_the_line_counts_towards_the_limit_of_a_take() -> None:
    take = Cursor(b"\xff\nabc").take(4)
    assert take.read_line().unwrap_err().kind() is ErrorKind.InvalidData
    assert take.limit() == 2
    assert take.read_line() == Ok("ab")


def test_each_reader_of_a_chain_is_behind_the_line() -> None:
    first, second = Cursor(b"ab"), Cursor(b"\xff\nc")
    chain = first.chain(second)
    assert chain.read_line().unwrap_err().kind() is ErrorKind.InvalidData
    assert (first.position(), second.position()) == (2, 2)
    assert chain.read_line() == Ok("c")


def test_a_read_that_fails_amid_such_a_line_loses_no_byte_of_it() -> None:
    reader = BufReader(Script(b"\xff", WOULD_BLOCK, b"a\nb\n"))
    assert reader.read_line().unwrap_err().kind() is ErrorKind.WouldBlock
    assert bytes(reader.buffer()) == b"\xff"
    assert reader.read_line().unwrap_err().kind() is ErrorKind.InvalidData
    assert reader.read_line() == Ok("b\n")


def test_the_parts_of_a_split_may_be_any_bytes() -> None:
    parts = BufReader(Cursor(DATA)).split(ord("\n"))
    assert list(parts) == [Ok(line.removesuffix(b"\n")) for line in LINES]


@pytest.mark.parametrize(
    "read", ["stdin().read_line()", "LOCK.read_line()", "next(LINES)"], ids=["", "lock", "lines"]
)
def test_standard_input_goes_on_with_the_next_line(read: str) -> None:
    program = (
        "from stdnet.io import stdin\n"
        "LOCK = stdin().lock()\n"
        "LINES = LOCK.lines()\n"
        f"for _ in range(4): print({read}.is_ok())"
    )
    done = subprocess.run([sys.executable, "-c", program], input=DATA, capture_output=True)
    assert (done.stdout.split(), done.stderr) == ([b"True", b"False", b"True", b"False"], b"")


# `read_to_string` consumes what is not UTF-8 as well, but a `Cursor`'s, which looks at the bytes
# first, does not. It is the same in Rust.
@pytest.mark.parametrize("read", [Read.read_to_string, io.read_to_string])
def test_read_to_string_consumes_what_rusts_does(read: Callable[[Read], io.Result[str]]) -> None:
    cursor = Cursor(DATA)
    assert cursor.read_to_string().unwrap_err().kind() is ErrorKind.InvalidData
    assert io.read_to_string(cursor).unwrap_err().kind() is ErrorKind.InvalidData
    assert cursor.position() == 0
    take = cursor.take(9)
    readers: list[Read] = [take, BufReader(Cursor(DATA)), Cursor(DATA[:6]).chain(Cursor(DATA[6:]))]
    for reader in readers:
        assert read(reader).unwrap_err().kind() is ErrorKind.InvalidData
        assert reader.read_array(1).unwrap_err().kind() is ErrorKind.UnexpectedEof
    assert (cursor.position(), take.limit()) == (9, 0)
