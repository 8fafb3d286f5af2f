"""Buffers over connections: lines, frames, and little writes."""

import socket
from collections.abc import Awaitable, Callable
from io import BufferedWriter
from struct import Struct
from typing import Final, TypeVar

from stdnet import TcpStream
from stdnet.io import BufReader, BufWriter
from tests.bench.clock import Clock, Cost
from tests.bench.libraries import Library, Missing, Work, in_each
from tests.bench.peer import Peer

LINE: Final = b"the quick brown fox jumps over the lazy dog: 0123456789 abcdef\n"
PIECE: Final = b"x" * 32
HEAD: Final = Struct("!I")
FRAME: Final = HEAD.pack(len(PIECE)) + PIECE

C = TypeVar("C", bound=Callable[..., object])


def source(peer: Peer, piece: bytes, count: int) -> socket.socket:
    """A connection over which a piece comes so often."""
    return peer.tcp(f"repeat {piece.hex()} {count}")


def buffer(peer: Peer, piece: bytes, count: int) -> BufReader[TcpStream]:
    """The same, buffered."""
    return BufReader(TcpStream.from_socket(source(peer, piece, count)).unwrap())


def given(method: C | None) -> C:
    """What a library need not have."""
    if method is None:
        raise Missing("no such method")
    return method


def raw_lines(peer: Peer, count: int) -> Cost:
    with source(peer, LINE, count) as sock, sock.makefile("rb") as reader:
        clock = Clock()
        while reader.readline():
            pass
        return clock.cost()


def our_lines(peer: Peer, count: int) -> Cost:
    reader = buffer(peer, LINE, count)
    clock = Clock()
    for line in reader.lines():
        line.unwrap()
    return clock.cost()


def our_read_line(peer: Peer, count: int) -> Cost:
    reader = buffer(peer, LINE, count)
    clock = Clock()
    while reader.read_line().unwrap():
        pass
    return clock.cost()


async def lines(library: Library, peer: Peer, count: int) -> Cost:
    ends = await library.wrap(source(peer, LINE, count))
    read_line: Callable[[], Awaitable[bytes]] = given(ends.read_line)
    clock = Clock()
    for _ in range(count):
        await read_line()
    cost = clock.cost()
    ends.close()
    return cost


def raw_frames(peer: Peer, count: int) -> Cost:
    with source(peer, FRAME, count) as sock, sock.makefile("rb") as reader:
        clock = Clock()
        for _ in range(count):
            reader.read(*HEAD.unpack(reader.read(4)))
        return clock.cost()


def our_frames(peer: Peer, count: int) -> Cost:
    reader = buffer(peer, FRAME, count)
    head = bytearray(4)
    clock = Clock()
    for _ in range(count):
        reader.read_exact(head).unwrap()
        reader.read_exact(bytearray(*HEAD.unpack(head))).unwrap()
    return clock.cost()


def our_arrays(peer: Peer, count: int) -> Cost:
    reader = buffer(peer, FRAME, count)
    clock = Clock()
    for _ in range(count):
        reader.read_array(*HEAD.unpack(reader.read_array(4).unwrap())).unwrap()
    return clock.cost()


async def frames(library: Library, peer: Peer, count: int) -> Cost:
    ends = await library.wrap(source(peer, FRAME, count))
    read_exactly: Callable[[int], Awaitable[bytes]] = given(ends.read_exactly)
    clock = Clock()
    for _ in range(count):
        await read_exactly(*HEAD.unpack(await read_exactly(4)))
    cost = clock.cost()
    ends.close()
    return cost


def raw_writes(peer: Peer, count: int) -> Cost:
    with (
        peer.tcp("sink") as sock,
        sock.makefile("wb", buffering=0) as unbuffered,
        BufferedWriter(unbuffered, 8192) as writer,
    ):
        clock = Clock()
        for _ in range(count):
            writer.write(PIECE)
        writer.flush()
        return clock.cost()


def our_writes(peer: Peer, count: int) -> Cost:
    writer = BufWriter(TcpStream.from_socket(peer.tcp("sink")).unwrap())
    clock = Clock()
    for _ in range(count):
        writer.write(PIECE).unwrap()
    writer.flush().unwrap()
    return clock.cost()


async def writes(library: Library, peer: Peer, count: int) -> Cost:
    ends = await library.wrap(peer.tcp("sink"))
    write: Callable[[bytes], object] = given(ends.write)
    clock = Clock()
    for _ in range(count):
        write(PIECE)
    await ends.send(b"")
    cost = clock.cost()
    ends.close()
    return cost


LINES: Final[dict[str, Work]] = {"raw": raw_lines, "stdnet": our_lines, **in_each(lines)}
READ_LINE: Final[dict[str, Work]] = {"raw": raw_lines, "stdnet": our_read_line}
FRAMES: Final[dict[str, Work]] = {"raw": raw_frames, "stdnet": our_frames, **in_each(frames)}
ARRAYS: Final[dict[str, Work]] = {"raw": raw_frames, "stdnet": our_arrays}
WRITES: Final[dict[str, Work]] = {"raw": raw_writes, "stdnet": our_writes, **in_each(writes)}
