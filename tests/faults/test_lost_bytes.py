"""Bytes that a `BufWriter` or `LineWriter` could not write when it went away are reported."""

import gc
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Thread
from typing import Any

import pytest

from stdnet import Ok, io
from stdnet._sys.ownership import FREE_THREADED
from stdnet.io import BufWriter, Cursor, LineWriter, Write
from stdnet.os.unix.net import UnixStream
from tests.faults.stream_pairs import Pair

Buffered = Callable[[Write], BufWriter[Write] | LineWriter[Write]]

each_buffer = pytest.mark.parametrize("buffered", [BufWriter, LineWriter])


def holding(data: bytes, buffered: Buffered, inner: Write) -> BufWriter[Write] | LineWriter[Write]:
    """Returns a buffer around a writer that holds the data."""
    writer = buffered(inner)
    writer.write_all(data).unwrap()
    return writer


class Raising(Write):
    def write(self, buf: io.Buffer, /) -> io.Result[int]:
        raise ValueError("oh no!")

    def flush(self) -> io.Result[None]:
        return Ok(None)


@each_buffer
def test_a_stream_that_is_closed_before_its_buffer(pair: Pair, buffered: Buffered) -> None:
    client, server = pair
    with client:
        writer = holding(b"bye", buffered, client)
    lost = f"^3 buffered bytes for a {type(client).__name__} were lost: Bad file descriptor"
    with pytest.warns(ResourceWarning, match=lost) as caught:
        del writer
    assert caught[0].filename == __file__
    assert server.read_to_string() == Ok("")


@each_buffer
def test_a_half_that_is_closed_before_its_buffer(pair: Pair, buffered: Buffered) -> None:
    reader, half = pair[0].split()
    with reader, half:
        writer = holding(b"bye", buffered, half)
    with pytest.warns(ResourceWarning, match="^3 buffered bytes for a WriteHalf"):
        del writer


@each_buffer
def test_nothing_is_lost_when_the_buffer_ends_first(pair: Pair, buffered: Buffered) -> None:
    client, server = pair
    with client, holding(b"one ", buffered, client) as writer:
        writer.write_all(b"two ").unwrap()
    del writer
    assert server.read_to_string() == Ok("one two ")


@each_buffer
def test_the_buffer_is_written_when_an_exception_ends_its_block(
    pair: Pair, buffered: Buffered
) -> None:
    client, server = pair
    with pytest.raises(ValueError, match="oh no!"), client, holding(b"bye", buffered, client):
        raise ValueError("oh no!")
    assert server.read_to_string() == Ok("bye")


def test_what_the_end_of_a_block_could_not_write_is_written_later(pair: Pair) -> None:
    client, server = pair
    client.set_nonblocking(True).unwrap()
    with BufWriter(client) as writer:
        while writer.write_all(bytes(5000)).is_ok():
            pass
    held = len(writer.buffer())
    assert held
    received = bytearray()

    def read() -> None:
        server.read_to_end(received).unwrap()

    reader = Thread(target=read)
    reader.start()
    client.set_nonblocking(False).unwrap()
    del writer
    client.close()
    reader.join()
    assert len(received) % 5000 == 0


def test_a_failed_into_inner_reports_when_its_error_goes_away() -> None:
    failed = BufWriter(Cursor(memoryview(bytearray(2))))
    failed.write_all(b"abc").unwrap()
    error = failed.into_inner().unwrap_err()
    del failed
    with pytest.warns(ResourceWarning, match="^1 buffered bytes for a Cursor were lost: failed to"):
        del error


def test_parts_are_not_lost(pair: Pair) -> None:
    client, server = pair
    client.close()
    writer = BufWriter(client)
    writer.write_all(b"abc").unwrap()
    assert writer.into_parts() == (client, Ok(b"abc"))
    server_writer = BufWriter(server)
    assert server_writer.into_inner() == Ok(server)
    del writer, server_writer


@each_buffer
def test_an_exception_of_the_writer(buffered: Buffered) -> None:
    writer = holding(b"bye", buffered, Raising())
    with pytest.raises(ValueError, match="oh no!"):
        _ = writer.flush()
    with pytest.warns(ResourceWarning, match="^3 buffered .* lost: the writer has raised an"):
        del writer


def test_a_buffer_around_a_buffer_reports_once(pair: Pair) -> None:
    client, _ = pair
    writer = holding(b"bye", LineWriter, BufWriter(client))
    client.close()
    with pytest.warns(ResourceWarning, match="^3 buffered bytes for a .*Stream were lost") as all_:
        del writer
    assert len(all_) == 1


@pytest.mark.skipif(FREE_THREADED, reason="finalizes the objects of a cycle in another order")
def test_a_cycle_of_references_loses_nothing_in_silence() -> None:
    class Node:
        parts: Any

    reader, stream = UnixStream.pair().unwrap()
    with reader:
        node = Node()
        node.parts = node, stream, holding(b"bye", BufWriter, stream)
        del node, stream
        with pytest.warns(ResourceWarning, match="^3 buffered bytes for a UnixStream were lost"):
            gc.collect()
        assert reader.read_to_string() == Ok("")


def test_a_thread_reports_what_it_loses(pair: Pair) -> None:
    client, _ = pair

    def lose() -> None:
        with client:
            writer = holding(b"bye", BufWriter, client)
        with pytest.warns(ResourceWarning, match="^3 buffered bytes"):
            del writer

    with ThreadPoolExecutor(1) as pool:
        pool.submit(lose).result()


def test_a_refused_argument_reports_nothing() -> None:
    wrong: Any = 3
    with pytest.raises(TypeError):
        BufWriter(wrong)


SCRIPT = """
from stdnet.io import BufWriter
from stdnet.os.unix.net import UnixStream
reader, stream = UnixStream.pair().unwrap()
writer = BufWriter(stream)
writer.write_all(b"bye").unwrap()
{}
"""


def end_of(line: str, *options: str) -> str:
    """Runs a program that ends with the line; returns what it has written to stderr."""
    command = [sys.executable, *options, "-c", SCRIPT.format(line)]
    env = {name: value for name, value in os.environ.items() if name != "PYTHONWARNINGS"}
    done = subprocess.run(command, check=True, stderr=subprocess.PIPE, env=env, timeout=30)
    return done.stderr.decode()


LOST = "ResourceWarning: 3 buffered bytes for a UnixStream were lost: Bad file descriptor"


def test_the_end_of_a_program_reports_what_is_lost() -> None:
    assert LOST in end_of("stream.close()", "-X", "dev")
    assert LOST in end_of("stream.close()", "-W", "error")
    assert end_of("stream.close()") == ""
    assert end_of("del writer", "-X", "dev") == ""


@pytest.mark.parametrize("place", ["builtins", "sys", "threading"])
def test_a_buffer_that_outlives_its_modules_breaks_nothing(place: str) -> None:
    line = f"import {place}; {place}.kept = writer; stream.close()"
    assert "Error" not in end_of(line, "-W", "error")
