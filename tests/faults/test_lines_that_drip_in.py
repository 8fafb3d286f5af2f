"""A line that comes in many small pieces takes no more time for each byte than a short one."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from stdnet import Err, Ok, TcpStream, io
from stdnet.io import BufRead, BufReader, Cursor, Error, ErrorKind, Read
from tests.support.once import only_with
from tests.support.scripted_io import BufScript

PIECE = b"a" * 98 + "\u00e4".encode()
SMALL, LARGE = 2_500, 10_000
"""The pieces of a line of 250 KB, and of one of 1 MB."""

WOULD_BLOCK = Err(Error.from_(ErrorKind.WouldBlock))


class Drip(Read):
    """A reader of pieces and an end. If it blocks, each read but the first fails once before."""

    def __init__(self, count: int, *, end: bytes = b"\n", blocks: bool = True) -> None:
        self.left = count
        self.end = end
        self.blocks = self.blocked = blocks

    def read(self, buf: io.WritableBuffer, /) -> io.Result[int]:
        self.blocked = self.blocks and not self.blocked
        if self.blocked:
            return WOULD_BLOCK
        self.left -= 1
        data = PIECE if self.left > 0 else self.end if self.left == 0 else b""
        memoryview(buf)[: len(data)] = data
        return Ok(len(data))


READERS: dict[str, Callable[[int], BufRead]] = {
    "BufReader": lambda n: BufReader(Drip(n)),
    "BufReader that never blocks": lambda n: BufReader(Drip(n, blocks=False)),
    "small BufReader": lambda n: BufReader(Drip(n), capacity=100),
    "large BufReader": lambda n: BufReader(Drip(n), capacity=1_000_000),
    "BufReader of a BufReader": lambda n: BufReader(BufReader(Drip(n))),
    "Take": lambda n: BufReader(Drip(n)).take(2_000_000),
    "Take of a Take": lambda n: BufReader(Drip(n)).take(3_000_000).take(2_000_000),
    "Chain whose first reader drips": lambda n: BufReader(Drip(n)).chain(Cursor(b"")),
    "Chain whose second reader drips": lambda n: Cursor(PIECE * (n // 2)).chain(
        BufReader(Drip(n - n // 2))
    ),
    "Chain of three": lambda n: (
        BufReader(Drip(n // 2 + 1, end=b""))
        .chain(io.empty())
        .chain(BufReader(Drip(n - n // 2)).take(2_000_000))
    ),
    "a reader of the program": lambda n: BufScript(*[PIECE] * (n - 1), b"\n"),
}
each_reader = pytest.mark.parametrize("make", READERS.values(), ids=READERS)


def read_line(reader: BufRead) -> int:
    while True:
        result = reader.read_line()
        if isinstance(result, Ok):
            return len(result.unwrap().encode())


def lines(reader: BufRead) -> int:
    line = next(line for line in reader.lines() if isinstance(line, Ok))
    return len(line.unwrap().encode()) + 1


def next_line(reader: BufRead) -> int:
    found = reader.lines()
    while True:
        result = next(found)
        if isinstance(result, Ok):
            return len(result.unwrap().encode()) + 1


def split(reader: BufRead) -> int:
    part = next(part for part in reader.split(ord("\n")) if isinstance(part, Ok))
    return len(part.unwrap()) + 1


def read_until(reader: BufRead) -> int:
    buf = bytearray()
    while isinstance(reader.read_until(ord("\n"), buf), Err):
        pass
    return len(buf)


def a_new_take_each_time(reader: BufRead) -> int:
    """Reads a line by `reader.by_ref().take(limit).read_line()`, as Rust programs limit one."""
    while True:
        result = reader.take(2_000_000).read_line()
        if isinstance(result, Ok):
            return len(result.unwrap().encode())


METHODS = [read_line, lines, next_line, split, read_until, a_new_take_each_time]


def cost(make: Callable[[int], BufRead], method: Callable[[BufRead], int], count: int) -> float:
    """Returns the processor time in which a method reads a line of so many pieces."""
    reader = make(count)
    before = time.process_time()
    size = method(reader)
    after = time.process_time()
    assert size == (count - 1) * len(PIECE) + 1
    return after - before


def growth(make: Callable[[int], BufRead], method: Callable[[BufRead], int]) -> float:
    """Returns how much more a byte of a large line costs than one of a small line."""
    small = min(cost(make, method, SMALL) for _ in range(3)) / SMALL
    return cost(make, method, LARGE) / LARGE / small


@only_with("3.11")
@pytest.mark.slow
@each_reader
@pytest.mark.parametrize("method", METHODS)
def test_a_byte_of_a_long_line_costs_no_more_than_one_of_a_short_line(
    make: Callable[[int], BufRead], method: Callable[[BufRead], int]
) -> None:
    assert any(growth(make, method) <= 2 for _ in range(3))  # Other programs run, too.


def test_so_it_is_on_a_connection() -> None:
    def read(count: int) -> float:
        near, far = socket.socketpair()
        with far, TcpStream.from_raw_fd(near.detach()) as stream:
            stream.set_nonblocking(True).unwrap()
            reader = BufReader(stream)
            before = time.process_time()
            for _ in range(count):
                far.sendall(PIECE)
                assert reader.read_line().unwrap_err().kind() is ErrorKind.WouldBlock
            far.sendall(b"\n")
            assert len(reader.read_line().unwrap().encode()) == count * len(PIECE) + 1
            return time.process_time() - before

    assert any(read(LARGE) / LARGE <= 2 * read(SMALL) / SMALL for _ in range(3))


STDIN = """
import os, time
from stdnet import Ok, io
piece = b"a" * 100
def drip(count):
    before = time.process_time()
    for _ in range(count):
        os.write(write_end, piece)
        assert {call}.is_err()
    os.write(write_end, b"\\n")
    assert len({call}.unwrap()) >= 100 * count
    return (time.process_time() - before) / count
read_end, write_end = os.pipe()
os.dup2(read_end, 0)
os.set_blocking(0, False)
lock = io.stdin().lock()
lines, parts = lock.lines(), lock.split(10)
print(any(drip({large}) <= 2 * drip({small}) for _ in range(3)))
"""


@pytest.mark.parametrize("call", ["io.stdin().read_line()", "next(lines)", "next(parts)"])
def test_so_it_is_on_standard_input(call: str) -> None:
    program = STDIN.format(call=call, large=LARGE, small=SMALL)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True)
    assert (done.stdout, done.stderr) == (b"True\n", b"")


def test_what_came_of_a_line_can_be_read_in_any_way() -> None:
    def reader() -> BufReader[Drip]:
        reader = BufReader(Drip(9))
        for _ in range(4):
            assert reader.read_line().is_err()
        return reader

    came = PIECE * 4
    buf = bytearray(500)
    assert bytes(reader().buffer()) == bytes(reader().fill_buf().unwrap()) == came
    assert bytes(reader().peek(3).unwrap()) == b"aaa"
    assert reader().read(buf) == Ok(400)
    assert buf[:400] == came
    assert reader().read_array(399) == Ok(came[:399])
    assert reader().read_until(ord("\n"), buf).is_err()
    assert buf[500:] == came + PIECE
    assert reader().take(3).read_line() == Ok("aaa")
    assert next(reader().split(PIECE[-1])) == Ok(PIECE[:-1])
    assert repr(reader()).endswith("buffer: 400/8192 }")
    mixed = reader()
    mixed.consume(99)
    assert mixed.read_line().is_err()
    assert bytes(mixed.buffer()) == came[99:] + PIECE
