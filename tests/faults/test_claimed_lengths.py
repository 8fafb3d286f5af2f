"""A length that the peer claims costs nothing: memory is allocated for what arrives."""

import os
import subprocess
import sys
import tempfile
import tracemalloc
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager

import pytest

from stdnet import Err, Ok, TcpListener, TcpStream, io
from stdnet.io import BufReader, Cursor, ErrorKind, Read
from stdnet.os.unix.net import UnixStream
from stdnet.socket2 import Socket
from tests.support.scripted_io import Script

SENT = b"sent"
CLAIMED = [600_000_000, 2**40, 2**63 - 1, 2**63, 2**64, 2**70]


def unix_stream(stack: ExitStack) -> UnixStream:
    reader, writer = UnixStream.pair().unwrap()
    with writer:
        writer.write_all(SENT).unwrap()
    return stack.enter_context(reader)


def tcp_stream(stack: ExitStack) -> TcpStream:
    with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
        with TcpStream.connect(listener.local_addr().unwrap()).unwrap() as writer:
            writer.write_all(SENT).unwrap()
        return stack.enter_context(listener.accept().unwrap()[0])


def read_half(stack: ExitStack) -> Read:
    reader, writer = unix_stream(stack).split()
    writer.close()
    return stack.enter_context(reader)


def pipe(stack: ExitStack) -> Read:
    reader, writer = io.pipe().unwrap()
    with writer:
        writer.write_all(SENT).unwrap()
    return stack.enter_context(reader)


def file(stack: ExitStack) -> Read:
    python_file = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - it is entered
    python_file.write(SENT)
    python_file.seek(0)
    return io.from_file(python_file)


def buffered(stack: ExitStack) -> BufReader[UnixStream]:
    return BufReader(unix_stream(stack))


READERS: dict[str, Callable[[ExitStack], Read]] = {
    "tcp": tcp_stream,
    "unix": unix_stream,
    "half": read_half,
    "socket2": lambda stack: Socket.from_(unix_stream(stack)),
    "pipe": pipe,
    "file": file,
    "own": lambda _: Script(SENT),
    "cursor": lambda _: Cursor(SENT),
    "buffered": buffered,
    "twice": lambda stack: BufReader(buffered(stack)),
    "chain": lambda stack: unix_stream(stack).chain(io.empty()),
    "buffered chain": lambda stack: buffered(stack).chain(io.empty()),
    "take": lambda stack: unix_stream(stack).take(2**64 - 1),
    "buffered take": lambda stack: buffered(stack).take(2**64 - 1),
    "seeking take": lambda _: Cursor(SENT).take(2**64 - 1),
    "empty": lambda _: io.empty(),
}


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as each:
        yield each


@contextmanager
def at_most(limit: int) -> Generator[None]:
    """Requires that Python allocates no more memory than this at a time."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < limit
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("claimed", CLAIMED)
@pytest.mark.parametrize("name", READERS)
def test_an_array_that_never_arrives_is_an_unexpected_end(
    stack: ExitStack, name: str, claimed: int
) -> None:
    reader = READERS[name](stack)
    with at_most(1 << 20):
        assert reader.read_array(claimed).unwrap_err().kind() is ErrorKind.UnexpectedEof


@pytest.mark.parametrize("name", READERS)
def test_a_negative_length_raises(stack: ExitStack, name: str) -> None:
    with pytest.raises(ValueError, match="not -1"):
        _ = READERS[name](stack).read_array(-1)


@pytest.mark.parametrize("size", [4, 8 * 1024, 256 * 1024, 256 * 1024 + 1, 1_000_000])
def test_an_array_of_any_size_arrives_whole(size: int) -> None:
    data = os.urandom(size)
    for reader in (Script(data, b"next"), BufReader(Script(data, b"next")), Cursor(data + b"next")):
        assert reader.read_array(size) == Ok(data)
        assert reader.read_to_string() == Ok("next")
    start = BufReader(Script(b"start" + data[:3], data[3:], b"next"))
    assert start.read_array(5) == Ok(b"start")
    assert start.read_array(size) == Ok(data)
    assert start.read_to_string() == Ok("next")


def test_an_error_in_the_middle_of_a_long_array_is_returned() -> None:
    failed = Err(io.Error.from_(ErrorKind.WouldBlock))
    interrupted = Err(io.Error.from_(ErrorKind.Interrupted))
    reader = Script(bytes(300_000), interrupted, bytes(300_000), failed, b"next")
    assert reader.read_array(1_000_000) == failed
    assert reader.read_to_string() == Ok("next")


def test_standard_input_takes_a_claim_and_gives_an_array_to_one_thread() -> None:
    code = """
from concurrent.futures import ThreadPoolExecutor
from stdnet import io
with ThreadPoolExecutor(2) as pool:
    arrays = pool.map(lambda _: io.stdin().read_array(500_000).unwrap(), range(2))
print(sorted((set(array), len(array)) for array in arrays))
print(io.stdin().read_array(2**70).unwrap_err())
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=b"a" * 500_000 + b"b" * 500_000,
        stdout=subprocess.PIPE,
        check=True,
        timeout=60,
    )
    assert done.stdout.decode().splitlines() == [
        "[({97}, 500000), ({98}, 500000)]",
        "failed to fill whole buffer",
    ]


# More than the addresses of a process: a kernel may promise any less, and kill the process later.
@pytest.mark.parametrize("length", [2**48, 2**63 - 1, 2**63, 2**64, 2**70])
def test_a_repeated_byte_is_out_of_memory(length: int) -> None:
    assert io.repeat(0).read_array(length).unwrap_err().kind() is ErrorKind.OutOfMemory
    assert io.repeat(1).read_array(3) == Ok(b"\1\1\1")


@pytest.mark.parametrize("position", [2**47, 2**63 - 1, 2**63, 2**64 - 2])
def test_a_write_far_past_the_end_of_a_bytearray_is_out_of_memory(position: int) -> None:
    cursor = Cursor(bytearray(b"abc"))
    cursor.set_position(position)
    for result in (
        cursor.write(b"x"),
        cursor.write_all(b"x"),
        cursor.write_vectored([b"x"]),
        cursor.write_all_vectored([b"x"]),
    ):
        assert result.unwrap_err().kind() is ErrorKind.OutOfMemory
    assert cursor.position() == position
    assert cursor.into_inner() == b"abc"


@pytest.mark.parametrize("limit", [2**40, 2**63 - 1, 2**63, 2**64 - 1])
def test_a_claimed_limit_costs_nothing(stack: ExitStack, limit: int) -> None:
    with at_most(1 << 20):
        assert unix_stream(stack).take(limit).read_to_end(bytearray()) == Ok(4)
        assert buffered(stack).take(limit).read_to_string() == Ok("sent")
        assert buffered(stack).take(limit).read_line() == Ok("sent")
        assert io.copy(unix_stream(stack).take(limit), io.sink()) == Ok(4)
