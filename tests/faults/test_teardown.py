"""Promise 7: no call reaches a reused descriptor, and `shutdown` and `stop` end calls that wait."""

import os
import socket
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from stdnet import Ok, Shutdown, io
from tests.faults.stream_pairs import (
    FAMILIES,
    Listener,
    Pair,
    Stream,
    connect,
    connected,
    listen,
)
from tests.support.threads import wait_until_blocked

CYCLES = 2500


def keep_reading(stream: Stream) -> bytes:
    """Reads until the end of the stream or an error; returns the data."""
    received = bytearray()
    buf = bytearray(64)
    while isinstance(read := stream.read(buf), Ok) and (n := read.unwrap()):
        received += buf[:n]
    return bytes(received)


def close(stream: Stream) -> None:
    stream.shutdown(Shutdown.Both).unwrap()
    stream.close()


def give_away(stream: Stream) -> None:
    stream.shutdown(Shutdown.Both).unwrap()
    os.close(stream.into_raw_fd())


def drop(stream: Stream) -> None:
    """Shuts the stream down; from then on only the other thread refers to it."""
    stream.shutdown(Shutdown.Both).unwrap()


@pytest.mark.parametrize("end", [close, give_away, drop])
@pytest.mark.parametrize("family", FAMILIES)
def test_no_byte_comes_from_a_reused_descriptor(family: str, end: Callable[[Stream], None]) -> None:
    # A thread reads, the stream is closed, and its number is reused by a socket with other data.
    reused = 0
    with listen(family) as listener, ThreadPoolExecutor(1) as pool:
        for cycle in range(CYCLES // (3 * len(FAMILIES)) + 1):
            client, server = connected(listener)
            number = server.as_raw_fd()
            reading = pool.submit(keep_reading, server)
            if cycle % 2:
                client.write_all(b"own").unwrap()
            # `into_raw_fd` is only safe once the other thread is inside of its call.
            if cycle % 10 == 0 or end is give_away:
                wait_until_blocked()
            end(server)
            del server
            client.close()
            one, other = socket.socketpair()
            with one, other:
                one.sendall(b"strange" * 9)
                other.sendall(b"strange" * 9)
                reused += number in {one.fileno(), other.fileno()}
                assert reading.result(5) in {b"", b"own"}
                assert len(one.recv(99)) == len(other.recv(99)) == 63
    assert end is drop or reused


class TestEndsWithinASecond:
    @pytest.mark.parametrize("timeout", [None, 20.0])
    def test_shutdown_ends_reads(self, pair: Pair, timeout: float | None) -> None:
        client, server = pair
        client.set_read_timeout(timeout).unwrap()
        reads: list[Callable[[], io.Result[object]]] = [
            lambda: client.read(bytearray(1)),
            lambda: client.read_vectored([bytearray(1)]),
            lambda: client.read_to_end(bytearray()),
            lambda: io.copy(client, io.sink()),
        ]
        with ThreadPoolExecutor(len(reads)) as pool, server:
            waiting = [pool.submit(read) for read in reads]
            wait_until_blocked()
            start = time.monotonic()
            client.shutdown(Shutdown.Both).unwrap()
            assert [future.result(2) for future in waiting] == [Ok(0)] * 4
            assert time.monotonic() - start < 1

    @pytest.mark.parametrize("timeout", [None, 20.0])
    def test_shutdown_ends_a_write(self, pair: Pair, timeout: float | None) -> None:
        client, server = pair
        client.set_write_timeout(timeout).unwrap()
        with ThreadPoolExecutor(1) as pool, server:
            waiting = pool.submit(client.write_all, bytes(1 << 26))
            wait_until_blocked()
            start = time.monotonic()
            client.shutdown(Shutdown.Both).unwrap()
            assert waiting.result(2).unwrap_err().kind() is io.ErrorKind.BrokenPipe
            assert time.monotonic() - start < 1

    def test_stop_ends_accept(self, listener: Listener) -> None:
        with ThreadPoolExecutor(1) as pool:
            waiting: Future[io.Result[object]] = pool.submit(listener.accept)
            wait_until_blocked()
            start = time.monotonic()
            listener.stop().unwrap()
            try:
                assert waiting.result(2).unwrap_err().kind() is io.ErrorKind.InvalidInput
            finally:
                connect(listener)  # This ends an `accept` that `stop` has not ended.
            assert time.monotonic() - start < 1
