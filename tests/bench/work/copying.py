"""`io.copy`: from connection to connection, and from a file to a connection."""

import os
import socket
import tempfile
from typing import IO, Final

from stdnet import TcpStream, io
from tests.bench.clock import Clock, Cost
from tests.bench.libraries import Library, Work, in_each
from tests.bench.peer import Peer

CHUNK: Final = 64 * 1024


def source(peer: Peer, mebibytes: int) -> socket.socket:
    """A connection over which so many bytes come."""
    return peer.tcp(f"repeat 00 {mebibytes << 20}")


def raw_sockets(peer: Peer, mebibytes: int) -> Cost:
    with source(peer, mebibytes) as reader, peer.tcp("sink") as writer:
        buf = memoryview(bytearray(CHUNK))
        clock = Clock()
        while n := reader.recv_into(buf):
            writer.sendall(buf[:n])
        return clock.cost()


def our_sockets(peer: Peer, mebibytes: int) -> Cost:
    reader = TcpStream.from_socket(source(peer, mebibytes)).unwrap()
    with reader, TcpStream.from_socket(peer.tcp("sink")).unwrap() as writer:
        clock = Clock()
        io.copy(reader, writer).unwrap()
        return clock.cost()


async def sockets(library: Library, peer: Peer, mebibytes: int) -> Cost:
    reader = await library.wrap(source(peer, mebibytes))
    writer = await library.wrap(peer.tcp("sink"))
    left = mebibytes << 20
    clock = Clock()
    while left:
        data = await reader.receive(CHUNK)
        await writer.send(data)
        left -= len(data)
    cost = clock.cost()
    reader.close()
    writer.close()
    return cost


def file(mebibytes: int) -> IO[bytes]:
    """A file of so many bytes, which are in memory already."""
    made = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - the caller's
    for _ in range(mebibytes):
        made.write(bytes(1 << 20))
    made.seek(0)
    return made


def raw_file(peer: Peer, mebibytes: int) -> Cost:
    with file(mebibytes) as reader, peer.tcp("sink") as writer:
        clock = Clock()
        writer.sendfile(reader)
        return clock.cost()


def our_file(peer: Peer, mebibytes: int) -> Cost:
    writer = TcpStream.from_socket(peer.tcp("sink")).unwrap()
    with file(mebibytes) as given, writer:
        reader = io.from_file(given)
        clock = Clock()
        io.copy(reader, writer).unwrap()
        return clock.cost()


def raw_to_file(peer: Peer, mebibytes: int) -> Cost:
    with source(peer, mebibytes) as reader, file(0) as writer:
        buf = memoryview(bytearray(CHUNK))
        clock = Clock()
        while n := reader.recv_into(buf):
            writer.write(buf[:n])
        return clock.cost()


def our_to_file(peer: Peer, mebibytes: int) -> Cost:
    with TcpStream.from_socket(source(peer, mebibytes)).unwrap() as reader, file(0) as given:
        writer = io.from_file(given)
        clock = Clock()
        io.copy(reader, writer).unwrap()
        return clock.cost()


async def from_file(library: Library, peer: Peer, mebibytes: int) -> Cost:
    writer = await library.wrap(peer.tcp("sink"))
    with file(mebibytes) as reader:
        clock = Clock()
        while data := os.read(reader.fileno(), CHUNK):
            await writer.send(data)
        cost = clock.cost()
    writer.close()
    return cost


SOCKETS: Final[dict[str, Work]] = {"raw": raw_sockets, "stdnet": our_sockets, **in_each(sockets)}
TO_FILE: Final[dict[str, Work]] = {"raw": raw_to_file, "stdnet": our_to_file}
FILE: Final[dict[str, Work]] = {"raw": raw_file, "stdnet": our_file, **in_each(from_file)}
