"""Buffers over connections: lines, frames, and small writes."""

import socket
from collections.abc import Awaitable, Callable
from io import BufferedWriter
from struct import Struct
from typing import Final, TypeVar

from stdnet import TcpStream
from stdnet.io import BufReader, BufWriter
from tests.bench.libraries import Library, Missing, Work, by_libraries
from tests.bench.peer import Peer
from tests.bench.stopwatch import Cost, Stopwatch

LINE: Final = b"the quick brown fox jumps over the lazy dog: 0123456789 abcdef\n"
PIECE: Final = b"x" * 32
HEAD: Final = Struct("!I")
FRAME: Final = HEAD.pack(len(PIECE)) + PIECE

Method = TypeVar("Method", bound=Callable[..., object])


def source(peer: Peer, piece: bytes, count: int) -> socket.socket:
    """Returns a connection that receives a piece `count` times."""
    return peer.tcp(f"repeat {piece.hex()} {count}")


def buffered_source(peer: Peer, piece: bytes, count: int) -> BufReader[TcpStream]:
    """Returns a buffered reader of the same connection."""
    return BufReader(TcpStream.from_socket(source(peer, piece, count)).unwrap())


def require(method: Method | None) -> Method:
    """Returns a method that a library may lack; raises `Missing` if it does."""
    if method is None:
        raise Missing("no such method")
    return method


def raw_lines(peer: Peer, count: int) -> Cost:
    with source(peer, LINE, count) as sock, sock.makefile("rb") as reader:
        stopwatch = Stopwatch()
        while reader.readline():
            pass
        return stopwatch.cost()


def stdnet_lines(peer: Peer, count: int) -> Cost:
    reader = buffered_source(peer, LINE, count)
    stopwatch = Stopwatch()
    for line in reader.lines():
        line.unwrap()
    return stopwatch.cost()


def stdnet_read_line(peer: Peer, count: int) -> Cost:
    reader = buffered_source(peer, LINE, count)
    stopwatch = Stopwatch()
    while reader.read_line().unwrap():
        pass
    return stopwatch.cost()


async def lines(library: Library, peer: Peer, count: int) -> Cost:
    connection = await library.wrap(source(peer, LINE, count))
    read_line: Callable[[], Awaitable[bytes]] = require(connection.read_line)
    stopwatch = Stopwatch()
    for _ in range(count):
        await read_line()
    cost = stopwatch.cost()
    connection.close()
    return cost


def raw_frames(peer: Peer, count: int) -> Cost:
    with source(peer, FRAME, count) as sock, sock.makefile("rb") as reader:
        stopwatch = Stopwatch()
        for _ in range(count):
            reader.read(*HEAD.unpack(reader.read(4)))
        return stopwatch.cost()


def stdnet_frames(peer: Peer, count: int) -> Cost:
    reader = buffered_source(peer, FRAME, count)
    head = bytearray(4)
    stopwatch = Stopwatch()
    for _ in range(count):
        reader.read_exact(head).unwrap()
        reader.read_exact(bytearray(*HEAD.unpack(head))).unwrap()
    return stopwatch.cost()


def stdnet_arrays(peer: Peer, count: int) -> Cost:
    reader = buffered_source(peer, FRAME, count)
    stopwatch = Stopwatch()
    for _ in range(count):
        reader.read_array(*HEAD.unpack(reader.read_array(4).unwrap())).unwrap()
    return stopwatch.cost()


async def frames(library: Library, peer: Peer, count: int) -> Cost:
    connection = await library.wrap(source(peer, FRAME, count))
    read_exactly: Callable[[int], Awaitable[bytes]] = require(connection.read_exactly)
    stopwatch = Stopwatch()
    for _ in range(count):
        await read_exactly(*HEAD.unpack(await read_exactly(4)))
    cost = stopwatch.cost()
    connection.close()
    return cost


def raw_writes(peer: Peer, count: int) -> Cost:
    with (
        peer.tcp("sink") as sock,
        sock.makefile("wb", buffering=0) as unbuffered,
        BufferedWriter(unbuffered, 8192) as writer,
    ):
        stopwatch = Stopwatch()
        for _ in range(count):
            writer.write(PIECE)
        writer.flush()
        return stopwatch.cost()


def stdnet_writes(peer: Peer, count: int) -> Cost:
    writer = BufWriter(TcpStream.from_socket(peer.tcp("sink")).unwrap())
    stopwatch = Stopwatch()
    for _ in range(count):
        writer.write(PIECE).unwrap()
    writer.flush().unwrap()
    return stopwatch.cost()


async def writes(library: Library, peer: Peer, count: int) -> Cost:
    connection = await library.wrap(peer.tcp("sink"))
    write: Callable[[bytes], object] = require(connection.write)
    stopwatch = Stopwatch()
    for _ in range(count):
        write(PIECE)
    await connection.send(b"")
    cost = stopwatch.cost()
    connection.close()
    return cost


LINES: Final[dict[str, Work]] = {"raw": raw_lines, "stdnet": stdnet_lines, **by_libraries(lines)}
READ_LINE: Final[dict[str, Work]] = {"raw": raw_lines, "stdnet": stdnet_read_line}
FRAMES: Final[dict[str, Work]] = {
    "raw": raw_frames,
    "stdnet": stdnet_frames,
    **by_libraries(frames),
}
ARRAYS: Final[dict[str, Work]] = {"raw": raw_frames, "stdnet": stdnet_arrays}
WRITES: Final[dict[str, Work]] = {
    "raw": raw_writes,
    "stdnet": stdnet_writes,
    **by_libraries(writes),
}
