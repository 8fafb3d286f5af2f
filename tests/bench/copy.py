"""`io.copy` against a loop of reads and writes: `python -m tests.bench.copy [MEBIBYTES]`.

Each row is stdnet's time and the processor's, divided by those of the loop with 64 KiB that one
would write by hand, the median over interleaved rounds. The peers are processes of their own.
"""

import os
import socket
import sys
import tempfile
from collections.abc import Callable, Iterable
from statistics import median
from time import perf_counter, process_time
from typing import Final

from stdnet import io

ROUNDS: Final = 9
CHUNK: Final = 256 * 1024

Ends = tuple[socket.socket, socket.socket]
Times = tuple[float, float]


def connected() -> Ends:
    """Both ends of a connection over the loopback interface."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        client = socket.create_connection(server.getsockname())
        return client, server.accept()[0]


def in_a_process(work: Callable[[], object]) -> int:
    """Has another process do it."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    return child


def send(to: socket.socket, count: int) -> None:
    """Sends so many bytes, and ends."""
    chunk = bytes(CHUNK)
    while count:
        count -= to.send(chunk[:count])
    to.shutdown(socket.SHUT_WR)


def receive(source: socket.socket) -> None:
    """Receives to the end."""
    buf = bytearray(CHUNK)
    while source.recv_into(buf):
        pass


def by_hand(source: int, sink: int, size: int = 64 * 1024) -> None:
    """The loop that one would write."""
    buf = memoryview(bytearray(size))
    while n := os.readv(source, [buf]):
        rest = buf[:n]
        while rest:
            rest = rest[os.write(sink, rest) :]


def by_stdnet(reader: io.Read, writer: io.Write) -> None:
    """What is measured."""
    io.copy(reader, writer).unwrap()


def timed(work: Callable[[], object]) -> Times:
    """How long it takes, and how long the processor works for it."""
    wall, cpu = perf_counter(), process_time()
    work()
    return perf_counter() - wall, process_time() - cpu


def socket_to_socket(ours: bool, count: int) -> Times:
    """Both peers are other processes."""
    (sender, source), (sink, receiver) = connected(), connected()
    children = [in_a_process(lambda: send(sender, count))]

    def drain() -> None:
        sink.close()
        receive(receiver)

    children.append(in_a_process(drain))
    sender.close()
    receiver.close()
    times = _copied(ours, source.detach(), sink.detach())
    for child in children:
        os.waitpid(child, 0)
    return times


def socket_to_file(ours: bool, count: int) -> Times:
    """Into a temporary file."""
    sender, source = connected()
    child = in_a_process(lambda: send(sender, count))
    sender.close()
    with tempfile.TemporaryFile(buffering=0) as file:
        times = _copied(ours, source.detach(), os.dup(file.fileno()))
    os.waitpid(child, 0)
    return times


def file_to_socket(ours: bool, count: int) -> Times:
    """Out of a temporary file that is in memory already."""
    with tempfile.TemporaryFile(buffering=0) as file:
        rest = memoryview(bytes(count))
        while rest:
            rest = rest[file.write(rest) :]
        file.seek(0)
        sink, receiver = connected()

        def drain() -> None:
            sink.close()
            receive(receiver)

        child = in_a_process(drain)
        receiver.close()
        times = _copied(ours, os.dup(file.fileno()), sink.detach())
    os.waitpid(child, 0)
    return times


def _copied(ours: bool, source: int, sink: int) -> Times:
    """Copies from one descriptor to the other, and closes both."""
    with io.PipeReader.from_raw_fd(source) as reader, io.PipeWriter.from_raw_fd(sink) as writer:
        if ours:
            return timed(lambda: by_stdnet(reader, writer))
        return timed(lambda: by_hand(source, sink))


def rows(count: int, rounds: int = ROUNDS) -> Iterable[tuple[str, float, float]]:
    """Each scenario, and its ratios of time and of the processor's time."""
    for name, scenario in (
        ("socket to socket", socket_to_socket),
        ("socket to file", socket_to_file),
        ("file to socket", file_to_socket),
    ):
        pairs = [(scenario(True, count), scenario(False, count)) for _ in range(rounds)]
        wall, cpu = (median(one[i] / two[i] for one, two in pairs) for i in (0, 1))
        yield name, wall, cpu


def main(mebibytes: int) -> None:
    """Prints the table."""
    print(f"{mebibytes} MiB, stdnet / a loop with 64 KiB, median of {ROUNDS} rounds: wall, cpu")
    for scenario, wall, cpu in rows(mebibytes << 20):
        print(f"  {scenario:18} {wall:5.2f} {cpu:5.2f}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 128)
