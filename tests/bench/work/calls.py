"""Calls that do almost nothing, which show the cost of the layers around the system call."""

import socket
from typing import Final

from returns.result import Failure, Result, Success

from stdnet.os.unix.net import UnixStream
from tests.bench.libraries import Work
from tests.bench.peer import Peer
from tests.bench.stopwatch import Cost, Stopwatch

MESSAGE: Final = b"m" * 64


def returns_send(sock: socket.socket, data: bytes) -> Result[int, OSError]:
    """Sends as a program with plain `returns` does."""
    try:
        return Success(sock.send(data))
    except OSError as error:
        return Failure(error)


def returns_recv_into(sock: socket.socket, buf: bytearray) -> Result[int, OSError]:
    """Receives as a program with plain `returns` does."""
    try:
        return Success(sock.recv_into(buf))
    except OSError as error:
        return Failure(error)


def raw_pair(_peer: Peer, count: int) -> Cost:
    one, two = socket.socketpair()
    buf = bytearray(len(MESSAGE))
    with one, two:
        stopwatch = Stopwatch()
        for _ in range(count):
            one.send(MESSAGE)
            two.recv_into(buf)
        return stopwatch.cost()


def returns_pair(_peer: Peer, count: int) -> Cost:
    one, two = socket.socketpair()
    buf = bytearray(len(MESSAGE))
    with one, two:
        stopwatch = Stopwatch()
        for _ in range(count):
            returns_send(one, MESSAGE).unwrap()
            returns_recv_into(two, buf).unwrap()
        return stopwatch.cost()


def stdnet_pair(_peer: Peer, count: int) -> Cost:
    one, two = UnixStream.pair().unwrap()
    buf = bytearray(len(MESSAGE))
    with one, two:
        stopwatch = Stopwatch()
        for _ in range(count):
            one.write(MESSAGE).unwrap()
            two.read(buf).unwrap()
        return stopwatch.cost()


def raw_would_block(_peer: Peer, count: int) -> Cost:
    one, two = socket.socketpair()
    one.setblocking(False)
    buf = bytearray(1)
    with one, two:
        stopwatch = Stopwatch()
        for _ in range(count):
            try:  # noqa: SIM105 - this is what is measured
                one.recv_into(buf)
            except BlockingIOError:
                pass
        return stopwatch.cost()


def returns_would_block(_peer: Peer, count: int) -> Cost:
    one, two = socket.socketpair()
    one.setblocking(False)
    buf = bytearray(1)
    with one, two:
        stopwatch = Stopwatch()
        for _ in range(count):
            returns_recv_into(one, buf)
        return stopwatch.cost()


def stdnet_would_block(_peer: Peer, count: int) -> Cost:
    one, two = UnixStream.pair().unwrap()
    one.set_nonblocking(True).unwrap()
    buf = bytearray(1)
    with one, two:
        stopwatch = Stopwatch()
        for _ in range(count):
            _ = one.read(buf)
        return stopwatch.cost()


PAIR: Final[dict[str, Work]] = {"raw": raw_pair, "stdnet": stdnet_pair, "returns": returns_pair}
WOULD_BLOCK: Final[dict[str, Work]] = {
    "raw": raw_would_block,
    "stdnet": stdnet_would_block,
    "returns": returns_would_block,
}
