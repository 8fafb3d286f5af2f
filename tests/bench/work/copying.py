"""`io.copy` between connections, and between a file and a connection."""

import os
import socket
import tempfile
from typing import IO, Final

from stdnet import TcpStream, io
from tests.bench.libraries import Library, Work, by_libraries
from tests.bench.peer import Peer
from tests.bench.stopwatch import Cost, Stopwatch

CHUNK: Final = 64 * 1024


def source(peer: Peer, mebibytes: int) -> socket.socket:
    """Returns a connection that receives this number of MiB."""
    return peer.tcp(f"repeat 00 {mebibytes << 20}")


def raw_sockets(peer: Peer, mebibytes: int) -> Cost:
    with source(peer, mebibytes) as reader, peer.tcp("sink") as writer:
        buf = memoryview(bytearray(CHUNK))
        stopwatch = Stopwatch()
        while n := reader.recv_into(buf):
            writer.sendall(buf[:n])
        return stopwatch.cost()


def stdnet_sockets(peer: Peer, mebibytes: int) -> Cost:
    reader = TcpStream.from_socket(source(peer, mebibytes)).unwrap()
    with reader, TcpStream.from_socket(peer.tcp("sink")).unwrap() as writer:
        stopwatch = Stopwatch()
        io.copy(reader, writer).unwrap()
        return stopwatch.cost()


async def sockets(library: Library, peer: Peer, mebibytes: int) -> Cost:
    reader = await library.wrap(source(peer, mebibytes))
    writer = await library.wrap(peer.tcp("sink"))
    remaining = mebibytes << 20
    stopwatch = Stopwatch()
    while remaining:
        data = await reader.receive(CHUNK)
        await writer.send(data)
        remaining -= len(data)
    cost = stopwatch.cost()
    reader.close()
    writer.close()
    return cost


def memory_file(mebibytes: int) -> IO[bytes]:
    """Creates a temporary file of this number of MiB, all in the page cache."""
    file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - the caller closes it
    for _ in range(mebibytes):
        file.write(bytes(1 << 20))
    file.seek(0)
    return file


def raw_file_to_socket(peer: Peer, mebibytes: int) -> Cost:
    with memory_file(mebibytes) as reader, peer.tcp("sink") as writer:
        stopwatch = Stopwatch()
        writer.sendfile(reader)
        return stopwatch.cost()


def stdnet_file_to_socket(peer: Peer, mebibytes: int) -> Cost:
    writer = TcpStream.from_socket(peer.tcp("sink")).unwrap()
    with memory_file(mebibytes) as file, writer:
        reader = io.from_file(file)
        stopwatch = Stopwatch()
        io.copy(reader, writer).unwrap()
        return stopwatch.cost()


def raw_socket_to_file(peer: Peer, mebibytes: int) -> Cost:
    with source(peer, mebibytes) as reader, memory_file(0) as writer:
        buf = memoryview(bytearray(CHUNK))
        stopwatch = Stopwatch()
        while n := reader.recv_into(buf):
            writer.write(buf[:n])
        return stopwatch.cost()


def stdnet_socket_to_file(peer: Peer, mebibytes: int) -> Cost:
    with TcpStream.from_socket(source(peer, mebibytes)).unwrap() as reader, memory_file(0) as file:
        writer = io.from_file(file)
        stopwatch = Stopwatch()
        io.copy(reader, writer).unwrap()
        return stopwatch.cost()


async def file_to_socket(library: Library, peer: Peer, mebibytes: int) -> Cost:
    writer = await library.wrap(peer.tcp("sink"))
    with memory_file(mebibytes) as reader:
        stopwatch = Stopwatch()
        while data := os.read(reader.fileno(), CHUNK):
            await writer.send(data)
        cost = stopwatch.cost()
    writer.close()
    return cost


SOCKETS: Final[dict[str, Work]] = {
    "raw": raw_sockets,
    "stdnet": stdnet_sockets,
    **by_libraries(sockets),
}
TO_FILE: Final[dict[str, Work]] = {"raw": raw_socket_to_file, "stdnet": stdnet_socket_to_file}
FILE: Final[dict[str, Work]] = {
    "raw": raw_file_to_socket,
    "stdnet": stdnet_file_to_socket,
    **by_libraries(file_to_socket),
}
