"""Bytes over connections: messages back and forth, and many bytes one way."""

import socket
from typing import Final

from stdnet import TcpStream
from stdnet._net.stream import Stream
from stdnet.os.unix.net import UnixStream
from tests.bench.clock import Clock, Cost
from tests.bench.libraries import LIMIT, Ends, Library, Work, in_each
from tests.bench.peer import Peer

MESSAGE: Final = b"m" * 64
PIECE: Final = bytes(64 * 1024)


def raw_pings(sock: socket.socket, count: int) -> Cost:
    with sock:
        buf = bytearray(len(MESSAGE))
        clock = Clock()
        for _ in range(count):
            sock.sendall(MESSAGE)
            sock.recv_into(buf)
        return clock.cost()


def our_pings(stream: Stream, count: int) -> Cost:
    with stream:
        buf = bytearray(len(MESSAGE))
        clock = Clock()
        for _ in range(count):
            stream.write_all(MESSAGE).unwrap()
            stream.read(buf).unwrap()
        return clock.cost()


async def pings(ends: Ends, count: int) -> Cost:
    send, receive = ends.send, ends.receive
    clock = Clock()
    for _ in range(count):
        await send(MESSAGE)
        await receive(len(MESSAGE))
    cost = clock.cost()
    ends.close()
    return cost


def raw_echo(peer: Peer, count: int) -> Cost:
    return raw_pings(peer.tcp("echo"), count)


def our_echo(peer: Peer, count: int) -> Cost:
    return our_pings(TcpStream.from_socket(peer.tcp("echo")).unwrap(), count)


async def echo(library: Library, peer: Peer, count: int) -> Cost:
    return await pings(await library.wrap(peer.tcp("echo")), count)


def raw_limited(peer: Peer, count: int) -> Cost:
    sock = peer.tcp("echo")
    sock.settimeout(LIMIT)
    return raw_pings(sock, count)


def our_limited(peer: Peer, count: int) -> Cost:
    stream = TcpStream.from_socket(peer.tcp("echo")).unwrap()
    stream.set_read_timeout(LIMIT).unwrap()
    stream.set_write_timeout(LIMIT).unwrap()
    return our_pings(stream, count)


async def limited(library: Library, peer: Peer, count: int) -> Cost:
    ends = await library.wrap(peer.tcp("echo"))
    send, receive = ends.send, ends.receive
    clock = Clock()
    for _ in range(count):
        await library.limited(send, MESSAGE)
        await library.limited(receive, len(MESSAGE))
    cost = clock.cost()
    ends.close()
    return cost


def raw_unix(peer: Peer, count: int) -> Cost:
    return raw_pings(peer.unix("echo"), count)


def our_unix(peer: Peer, count: int) -> Cost:
    return our_pings(UnixStream.from_socket(peer.unix("echo")).unwrap(), count)


async def unix(library: Library, peer: Peer, count: int) -> Cost:
    return await pings(await library.wrap(peer.unix("echo")), count)


def driven(peer: Peer, count: int) -> socket.socket:
    """A connection over which the peer asks so often."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        peer.tcp(f"drive {port} {len(MESSAGE)} {count}").close()
        sock, _ = listener.accept()
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


def raw_server(peer: Peer, count: int) -> Cost:
    with driven(peer, count) as sock:
        clock = Clock()
        while data := sock.recv(len(MESSAGE)):
            sock.sendall(data)
        return clock.cost()


def our_server(peer: Peer, count: int) -> Cost:
    with TcpStream.from_socket(driven(peer, count)).unwrap() as stream:
        buf = memoryview(bytearray(len(MESSAGE)))
        clock = Clock()
        while n := stream.read(buf).unwrap():
            stream.write_all(buf[:n]).unwrap()
        return clock.cost()


async def server(library: Library, peer: Peer, count: int) -> Cost:
    send, receive, close, *_ = await library.wrap(driven(peer, count))
    clock = Clock()
    try:
        while data := await receive(len(MESSAGE)):
            await send(data)
    except Exception as end:  # anyio's end is an exception of its own.
        if type(end).__name__ != "EndOfStream":
            raise
    cost = clock.cost()
    close()
    return cost


def raw_send(peer: Peer, count: int) -> Cost:
    with peer.tcp("sink") as sock:
        clock = Clock()
        for _ in range(count):
            sock.sendall(PIECE)
        return clock.cost()


def our_send(peer: Peer, count: int) -> Cost:
    with TcpStream.from_socket(peer.tcp("sink")).unwrap() as stream:
        clock = Clock()
        for _ in range(count):
            stream.write_all(PIECE).unwrap()
        return clock.cost()


async def send(library: Library, peer: Peer, count: int) -> Cost:
    ends = await library.wrap(peer.tcp("sink"))
    clock = Clock()
    for _ in range(count):
        await ends.send(PIECE)
    cost = clock.cost()
    ends.close()
    return cost


def source(peer: Peer, count: int) -> socket.socket:
    """A connection over which so many pieces come."""
    return peer.tcp(f"repeat 00 {count * len(PIECE)}")


def raw_receive(peer: Peer, count: int) -> Cost:
    with source(peer, count) as sock:
        buf = bytearray(len(PIECE))
        clock = Clock()
        while sock.recv_into(buf):
            pass
        return clock.cost()


def our_receive(peer: Peer, count: int) -> Cost:
    with TcpStream.from_socket(source(peer, count)).unwrap() as stream:
        buf = bytearray(len(PIECE))
        clock = Clock()
        while stream.read(buf).unwrap():
            pass
        return clock.cost()


async def receive(library: Library, peer: Peer, count: int) -> Cost:
    ends = await library.wrap(source(peer, count))
    left = count * len(PIECE)
    clock = Clock()
    while left:
        left -= len(await ends.receive(len(PIECE)))
    cost = clock.cost()
    ends.close()
    return cost


ECHO: Final[dict[str, Work]] = {"raw": raw_echo, "stdnet": our_echo, **in_each(echo)}
LIMITED: Final[dict[str, Work]] = {"raw": raw_limited, "stdnet": our_limited, **in_each(limited)}
UNIX: Final[dict[str, Work]] = {"raw": raw_unix, "stdnet": our_unix, **in_each(unix, "anyio")}
SERVER: Final[dict[str, Work]] = {"raw": raw_server, "stdnet": our_server, **in_each(server)}
SEND: Final[dict[str, Work]] = {"raw": raw_send, "stdnet": our_send, **in_each(send)}
RECEIVE: Final[dict[str, Work]] = {"raw": raw_receive, "stdnet": our_receive, **in_each(receive)}
