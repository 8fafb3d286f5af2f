"""Calls that do next to nothing, so that what is around them shows."""

import socket
from typing import Final

from returns.result import Failure, Result, Success

from stdnet.os.unix.net import UnixStream
from tests.bench.clock import Clock, Cost
from tests.bench.libraries import Work
from tests.bench.peer import Peer

MESSAGE: Final = b"m" * 64


def naive_send(sock: socket.socket, data: bytes) -> Result[int, OSError]:
    """What one would write with `returns`."""
    try:
        return Success(sock.send(data))
    except OSError as error:
        return Failure(error)


def naive_recv_into(sock: socket.socket, buf: bytearray) -> Result[int, OSError]:
    try:
        return Success(sock.recv_into(buf))
    except OSError as error:
        return Failure(error)


def raw_pair(_peer: Peer, count: int) -> Cost:
    one, two = socket.socketpair()
    buf = bytearray(len(MESSAGE))
    with one, two:
        clock = Clock()
        for _ in range(count):
            one.send(MESSAGE)
            two.recv_into(buf)
        return clock.cost()


def naive_pair(_peer: Peer, count: int) -> Cost:
    one, two = socket.socketpair()
    buf = bytearray(len(MESSAGE))
    with one, two:
        clock = Clock()
        for _ in range(count):
            naive_send(one, MESSAGE).unwrap()
            naive_recv_into(two, buf).unwrap()
        return clock.cost()


def our_pair(_peer: Peer, count: int) -> Cost:
    one, two = UnixStream.pair().unwrap()
    buf = bytearray(len(MESSAGE))
    with one, two:
        clock = Clock()
        for _ in range(count):
            one.write(MESSAGE).unwrap()
            two.read(buf).unwrap()
        return clock.cost()


def raw_would_block(_peer: Peer, count: int) -> Cost:
    one, two = socket.socketpair()
    one.setblocking(False)
    buf = bytearray(1)
    with one, two:
        clock = Clock()
        for _ in range(count):
            try:  # noqa: SIM105 - what is measured
                one.recv_into(buf)
            except BlockingIOError:
                pass
        return clock.cost()


def naive_would_block(_peer: Peer, count: int) -> Cost:
    one, two = socket.socketpair()
    one.setblocking(False)
    buf = bytearray(1)
    with one, two:
        clock = Clock()
        for _ in range(count):
            naive_recv_into(one, buf)
        return clock.cost()


def our_would_block(_peer: Peer, count: int) -> Cost:
    one, two = UnixStream.pair().unwrap()
    one.set_nonblocking(True).unwrap()
    buf = bytearray(1)
    with one, two:
        clock = Clock()
        for _ in range(count):
            one.read(buf)
        return clock.cost()


PAIR: Final[dict[str, Work]] = {"raw": raw_pair, "stdnet": our_pair, "returns": naive_pair}
WOULD_BLOCK: Final[dict[str, Work]] = {
    "raw": raw_would_block,
    "stdnet": our_would_block,
    "returns": naive_would_block,
}
