"""Bytes over connections: round trips of messages, and bulk transfer one way."""

import socket
from typing import Final

from stdnet import TcpStream
from stdnet._net.stream import Stream
from stdnet.os.unix.net import UnixStream
from tests.bench.libraries import TIMEOUT, Connection, Library, Work, by_libraries
from tests.bench.peer import Peer
from tests.bench.stopwatch import Cost, Stopwatch

MESSAGE: Final = b"m" * 64
PIECE: Final = bytes(64 * 1024)


def raw_pings(sock: socket.socket, count: int) -> Cost:
    with sock:
        buf = bytearray(len(MESSAGE))
        stopwatch = Stopwatch()
        for _ in range(count):
            sock.sendall(MESSAGE)
            sock.recv_into(buf)
        return stopwatch.cost()


def stdnet_pings(stream: Stream, count: int) -> Cost:
    with stream:
        buf = bytearray(len(MESSAGE))
        stopwatch = Stopwatch()
        for _ in range(count):
            stream.write_all(MESSAGE).unwrap()
            stream.read(buf).unwrap()
        return stopwatch.cost()


async def pings(connection: Connection, count: int) -> Cost:
    send, receive = connection.send, connection.receive
    stopwatch = Stopwatch()
    for _ in range(count):
        await send(MESSAGE)
        await receive(len(MESSAGE))
    cost = stopwatch.cost()
    connection.close()
    return cost


def raw_echo(peer: Peer, count: int) -> Cost:
    return raw_pings(peer.tcp("echo"), count)


def stdnet_echo(peer: Peer, count: int) -> Cost:
    return stdnet_pings(TcpStream.from_socket(peer.tcp("echo")).unwrap(), count)


async def echo(library: Library, peer: Peer, count: int) -> Cost:
    return await pings(await library.wrap(peer.tcp("echo")), count)


def raw_limited(peer: Peer, count: int) -> Cost:
    sock = peer.tcp("echo")
    sock.settimeout(TIMEOUT)
    return raw_pings(sock, count)


def stdnet_limited(peer: Peer, count: int) -> Cost:
    stream = TcpStream.from_socket(peer.tcp("echo")).unwrap()
    stream.set_read_timeout(TIMEOUT).unwrap()
    stream.set_write_timeout(TIMEOUT).unwrap()
    return stdnet_pings(stream, count)


async def limited(library: Library, peer: Peer, count: int) -> Cost:
    connection = await library.wrap(peer.tcp("echo"))
    send, receive = connection.send, connection.receive
    stopwatch = Stopwatch()
    for _ in range(count):
        await library.with_timeout(send, MESSAGE)
        await library.with_timeout(receive, len(MESSAGE))
    cost = stopwatch.cost()
    connection.close()
    return cost


def raw_unix(peer: Peer, count: int) -> Cost:
    return raw_pings(peer.unix("echo"), count)


def stdnet_unix(peer: Peer, count: int) -> Cost:
    return stdnet_pings(UnixStream.from_socket(peer.unix("echo")).unwrap(), count)


async def unix(library: Library, peer: Peer, count: int) -> Cost:
    return await pings(await library.wrap(peer.unix("echo")), count)


def accept_driver(peer: Peer, count: int) -> socket.socket:
    """Returns a connection over which the peer sends `count` messages and waits for each echo."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        peer.tcp(f"drive {port} {len(MESSAGE)} {count}").close()
        sock, _ = listener.accept()
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


def raw_server(peer: Peer, count: int) -> Cost:
    with accept_driver(peer, count) as sock:
        stopwatch = Stopwatch()
        while data := sock.recv(len(MESSAGE)):
            sock.sendall(data)
        return stopwatch.cost()


def stdnet_server(peer: Peer, count: int) -> Cost:
    with TcpStream.from_socket(accept_driver(peer, count)).unwrap() as stream:
        buf = memoryview(bytearray(len(MESSAGE)))
        stopwatch = Stopwatch()
        while n := stream.read(buf).unwrap():
            stream.write_all(buf[:n]).unwrap()
        return stopwatch.cost()


async def server(library: Library, peer: Peer, count: int) -> Cost:
    send, receive, close, *_ = await library.wrap(accept_driver(peer, count))
    stopwatch = Stopwatch()
    try:
        while data := await receive(len(MESSAGE)):
            await send(data)
    except Exception as exc:  # At the end of a stream anyio raises an exception of its own.
        if type(exc).__name__ != "EndOfStream":
            raise
    cost = stopwatch.cost()
    close()
    return cost


def raw_send(peer: Peer, count: int) -> Cost:
    with peer.tcp("sink") as sock:
        stopwatch = Stopwatch()
        for _ in range(count):
            sock.sendall(PIECE)
        return stopwatch.cost()


def stdnet_send(peer: Peer, count: int) -> Cost:
    with TcpStream.from_socket(peer.tcp("sink")).unwrap() as stream:
        stopwatch = Stopwatch()
        for _ in range(count):
            stream.write_all(PIECE).unwrap()
        return stopwatch.cost()


async def send(library: Library, peer: Peer, count: int) -> Cost:
    connection = await library.wrap(peer.tcp("sink"))
    stopwatch = Stopwatch()
    for _ in range(count):
        await connection.send(PIECE)
    cost = stopwatch.cost()
    connection.close()
    return cost


def source(peer: Peer, count: int) -> socket.socket:
    """Returns a connection that receives `count` pieces."""
    return peer.tcp(f"repeat 00 {count * len(PIECE)}")


def raw_receive(peer: Peer, count: int) -> Cost:
    with source(peer, count) as sock:
        buf = bytearray(len(PIECE))
        stopwatch = Stopwatch()
        while sock.recv_into(buf):
            pass
        return stopwatch.cost()


def stdnet_receive(peer: Peer, count: int) -> Cost:
    with TcpStream.from_socket(source(peer, count)).unwrap() as stream:
        buf = bytearray(len(PIECE))
        stopwatch = Stopwatch()
        while stream.read(buf).unwrap():
            pass
        return stopwatch.cost()


async def receive(library: Library, peer: Peer, count: int) -> Cost:
    connection = await library.wrap(source(peer, count))
    remaining = count * len(PIECE)
    stopwatch = Stopwatch()
    while remaining:
        remaining -= len(await connection.receive(len(PIECE)))
    cost = stopwatch.cost()
    connection.close()
    return cost


ECHO: Final[dict[str, Work]] = {"raw": raw_echo, "stdnet": stdnet_echo, **by_libraries(echo)}
LIMITED: Final[dict[str, Work]] = {
    "raw": raw_limited,
    "stdnet": stdnet_limited,
    **by_libraries(limited),
}
UNIX: Final[dict[str, Work]] = {
    "raw": raw_unix,
    "stdnet": stdnet_unix,
    **by_libraries(unix, "anyio"),
}
SERVER: Final[dict[str, Work]] = {
    "raw": raw_server,
    "stdnet": stdnet_server,
    **by_libraries(server),
}
SEND: Final[dict[str, Work]] = {"raw": raw_send, "stdnet": stdnet_send, **by_libraries(send)}
RECEIVE: Final[dict[str, Work]] = {
    "raw": raw_receive,
    "stdnet": stdnet_receive,
    **by_libraries(receive),
}
