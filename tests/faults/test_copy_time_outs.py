"""`io.copy` keeps the time-outs of its ends, and ends soon after one of them is closed.

A `splice` may wait for several time-outs, where a `write` waits for one.
"""

import os
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import pytest

from stdnet import Ok, Shutdown, io
from stdnet._sys.fd import HasFileno
from stdnet._sys.kernel_copy import choose_mover
from stdnet.io import BufReader, BufWriter, Copied, ErrorKind, PipeReader
from stdnet.os.unix.net import UnixStream
from tests.faults.stream_pairs import FAMILIES, Stream, connected, listen

LIMIT: Final = 0.1
DATA: Final = os.urandom(1 << 20) * 8
"""More than all buffers of the kernel hold, and more than `copy` copies before the kernel does."""


@pytest.fixture
def kept() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def pair(kept: ExitStack, family: str) -> tuple[Stream, Stream]:
    with listen(family) as listener:
        one, other = connected(listener)
    kept.enter_context(one)
    kept.enter_context(other)
    return one, other


def socket_source(kept: ExitStack, family: str, pool: ThreadPoolExecutor) -> Stream:
    """Returns a stream whose peer writes `DATA`, until it is shut down."""
    peer, source = pair(kept, family)
    pool.submit(peer.write_all, DATA)
    kept.callback(lambda: peer.shutdown(Shutdown.Both))
    return source


def pipe_source(kept: ExitStack, pool: ThreadPoolExecutor) -> PipeReader:
    reader, writer = io.pipe().unwrap()
    kept.enter_context(reader)

    def feed() -> None:
        with writer:
            _ = writer.write_all(DATA)

    pool.submit(feed)
    return reader


def timed_copy(reader: io.Read, writer: io.Write) -> tuple[io.Error, float]:
    start = time.monotonic()
    error = io.copy(reader, writer).unwrap_err()
    return error, time.monotonic() - start


def received(peer: Stream, count: int) -> bytes:
    got = bytearray(count)
    peer.read_exact(got).unwrap()
    return bytes(got)


@pytest.mark.parametrize("sink_family", FAMILIES)
@pytest.mark.parametrize("source_kind", ["ipv4", "unix", "pipe", "memory", "buffered"])
def test_a_sink_whose_peer_reads_nothing(
    kept: ExitStack, source_kind: str, sink_family: str
) -> None:
    with ThreadPoolExecutor(1) as pool, kept:
        sink, peer = pair(kept, sink_family)
        sink.set_write_timeout(LIMIT).unwrap()
        source: io.Read
        match source_kind:
            case "pipe":
                source = pipe_source(kept, pool)
            case "memory":
                source = io.Cursor(DATA)
            case "buffered":
                source = BufReader(socket_source(kept, "ipv4", pool))
            case family:
                source = socket_source(kept, family, pool)
        writer = BufWriter(sink) if source_kind == "buffered" else sink
        error, took = timed_copy(source, writer)
        assert error.kind() is ErrorKind.WouldBlock
        assert took >= LIMIT * 0.9
        copied = Copied.of(error)
        assert copied is not None
        assert received(peer, copied.written) == DATA[: copied.written]
        # No byte is lost: what was read is given back, and the source goes on behind it.
        rest = copied.unwritten + source.read_array(4096).unwrap()
        assert rest == DATA[copied.written : copied.written + len(rest)]


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES)
def test_a_copy_waits_no_longer_than_write_all_does(kept: ExitStack, family: str) -> None:
    # Not one time-out: TCP takes some bytes now and then while its buffers grow.
    limit = 0.5
    with ThreadPoolExecutor(1) as pool, kept:
        sink, _peer = pair(kept, family)
        sink.set_write_timeout(limit).unwrap()
        start = time.monotonic()
        assert sink.write_all(DATA).unwrap_err().kind() is ErrorKind.WouldBlock
        expected = time.monotonic() - start
        sink, _peer = pair(kept, family)
        sink.set_write_timeout(limit).unwrap()
        _, took = timed_copy(socket_source(kept, "unix", pool), sink)
        # Part of a chunk may fit, after which the rest waits once more.
        assert took < max(expected, 2 * limit) + 0.4


@pytest.mark.parametrize("family", FAMILIES)
def test_nothing_is_spliced_into_a_sink_with_a_time_out(kept: ExitStack, family: str) -> None:
    with kept:
        source, sink = pair(kept, "unix")[0], pair(kept, family)[0]
        reader, writer = io.pipe().unwrap()
        with reader, writer:
            for end in (source, reader):
                for limit, splices in ((None, True), (5, False), (None, True)):
                    sink.set_write_timeout(limit).unwrap()
                    inner: list[HasFileno] = [
                        each._sock  # pyright: ignore[reportPrivateUsage]
                        for each in (end, sink)
                    ]
                    _, make_mover = choose_mover(*inner)
                    assert (make_mover() is not None) is splices


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("sink_kind", ["ipv4", "unix", "pipe", "file"])
def test_a_source_whose_peer_writes_no_more(
    kept: ExitStack, family: str, sink_kind: str, tmp_path: Path
) -> None:
    with ThreadPoolExecutor(2) as pool, kept:
        peer, source = pair(kept, family)
        source.set_read_timeout(LIMIT).unwrap()
        pool.submit(peer.write_all, DATA)
        got = bytearray()
        sink: io.Write
        file = kept.enter_context((tmp_path / "copy").open("w+b", buffering=0))
        close = file.close
        reader: io.Read = io.empty()
        match sink_kind:
            case "pipe":
                reader, writer = io.pipe().unwrap()
                kept.enter_context(reader)
                sink, close = writer, writer.close
            case "file":
                sink = io.from_file(file)
            case other:
                stream, reader = pair(kept, other)
                sink, close = stream, stream.close
        reading = pool.submit(reader.read_to_end, got)
        start = time.monotonic()
        error = io.copy(source, sink).unwrap_err()
        assert time.monotonic() - start < 20
        assert error.kind() is ErrorKind.WouldBlock
        assert Copied.of(error) == Copied(len(DATA), b"")
        # Now there is nothing to copy before it waits.
        error, took = timed_copy(source, sink)
        assert error.kind() is ErrorKind.WouldBlock
        assert LIMIT * 0.9 < took < 2 * LIMIT + 0.3
        if sink_kind == "file":
            got += os.pread(file.fileno(), len(DATA), 0)
        close()
        reading.result(20).unwrap()
        assert got == DATA


def endless(kept: ExitStack, pool: ThreadPoolExecutor) -> tuple[Stream, Callable[[], object]]:
    """Returns a stream whose peer writes on and on, and the function that ends it."""
    peer, source = pair(kept, "ipv4")

    def write() -> None:
        while peer.write_all(DATA).is_ok():
            pass

    pool.submit(write)
    return source, lambda: peer.shutdown(Shutdown.Both)


@pytest.mark.parametrize("closed", ["source", "sink"])
@pytest.mark.parametrize("sink_family", FAMILIES)
def test_a_copy_that_flows_ends_when_an_end_is_closed(
    kept: ExitStack, sink_family: str, closed: str
) -> None:
    with ThreadPoolExecutor(3) as pool, kept:
        source, end = endless(kept, pool)
        kept.callback(end)
        sink, peer = pair(kept, sink_family)
        copying = pool.submit(io.copy, source, sink)
        written = len(received(peer, 16 << 20))

        def drain() -> int:
            buf, total = bytearray(1 << 18), 0
            while n := peer.read(buf).unwrap_or(0):
                total += n
            return total

        draining = pool.submit(drain)
        (source if closed == "source" else sink).close()
        error = copying.result(20).unwrap_err()
        assert error.raw_os_error() == 9
        copied = Copied.of(error)
        assert copied is not None
        # What was in the pipe of the copy is written, or given back.
        assert bool(copied.unwritten) <= (closed == "sink")
        sink.close()
        assert written + draining.result(20) == copied.written
        if closed == "sink":
            assert source.read(bytearray(1)) == Ok(1)


@pytest.mark.parametrize("sink_family", FAMILIES)
def test_a_copy_that_waits_ends_within_its_time_after_close(
    kept: ExitStack, sink_family: str
) -> None:
    with ThreadPoolExecutor(2) as pool, kept:
        sink, _peer = pair(kept, sink_family)
        sink.set_write_timeout(LIMIT).unwrap()
        copying = pool.submit(timed_copy, socket_source(kept, "unix", pool), sink)
        sink.close()
        error, took = copying.result(20)
        assert error.raw_os_error() in {9, 11}
        assert took < 2 * LIMIT + 0.3


def test_a_descriptor_that_reuses_the_number_gets_nothing(kept: ExitStack) -> None:
    with ThreadPoolExecutor(3) as pool, kept:
        source, end = endless(kept, pool)
        kept.callback(end)
        sink, peer = UnixStream.pair().unwrap()
        kept.enter_context(peer)
        number = sink.as_raw_fd()
        copying = pool.submit(io.copy, source, sink)
        received(peer, 4 << 20)
        sink.close()
        pool.submit(peer.read_to_end, bytearray())
        assert copying.result(20).unwrap_err().raw_os_error() == 9
        one, other = socket.socketpair()
        with one, other:
            assert number in {one.fileno(), other.fileno()}
            other.setblocking(False)
            one.setblocking(False)
            for end_of_pair in (one, other):
                with pytest.raises(BlockingIOError):
                    end_of_pair.recv(1)
