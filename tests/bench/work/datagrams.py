"""Datagrams: round trips, and one way."""

import asyncio
import socket
from importlib import import_module
from typing import Final

from stdnet import Ipv4Addr, SocketAddr, UdpSocket
from tests.bench.libraries import LIBRARIES, Work
from tests.bench.peer import Peer
from tests.bench.stopwatch import Cost, Stopwatch

MESSAGE: Final = b"m" * 64
BUFFER_SIZE: Final = 2048


def peer_port(control: socket.socket) -> int:
    """Returns the UDP port of the peer."""
    return int(control.recv(16))


def bound_socket() -> socket.socket:
    """Returns a bound socket, as those of all other implementations are.

    A socket that is not bound is faster at sending.
    """
    sock = socket.socket(type=socket.SOCK_DGRAM)
    sock.bind(("127.0.0.1", 0))
    return sock


def raw_pings(peer: Peer, count: int) -> Cost:
    with peer.tcp("datagrams echo") as control, bound_socket() as sock:
        addr = "127.0.0.1", peer_port(control)
        buf = bytearray(BUFFER_SIZE)
        stopwatch = Stopwatch()
        for _ in range(count):
            sock.sendto(MESSAGE, addr)
            sock.recvfrom_into(buf)
        return stopwatch.cost()


def stdnet_pings(peer: Peer, count: int) -> Cost:
    with peer.tcp("datagrams echo") as control, UdpSocket.bind("127.0.0.1:0").unwrap() as sock:
        addr = SocketAddr(Ipv4Addr.LOCALHOST, peer_port(control))
        buf = bytearray(BUFFER_SIZE)
        stopwatch = Stopwatch()
        for _ in range(count):
            sock.send_to(MESSAGE, addr).unwrap()
            sock.recv_from(buf).unwrap()
        return stopwatch.cost()


def raw_sends(peer: Peer, count: int) -> Cost:
    with peer.tcp("datagrams sink") as control, bound_socket() as sock:
        addr = "127.0.0.1", peer_port(control)
        stopwatch = Stopwatch()
        for _ in range(count):
            sock.sendto(MESSAGE, addr)
        return stopwatch.cost()


def stdnet_sends(peer: Peer, count: int) -> Cost:
    with peer.tcp("datagrams sink") as control, UdpSocket.bind("127.0.0.1:0").unwrap() as sock:
        addr = SocketAddr(Ipv4Addr.LOCALHOST, peer_port(control))
        stopwatch = Stopwatch()
        for _ in range(count):
            sock.send_to(MESSAGE, addr).unwrap()
        return stopwatch.cost()


class Replies(asyncio.DatagramProtocol):
    """A protocol with a future for the next datagram."""

    def __init__(self) -> None:
        self.next: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    def datagram_received(self, data: bytes, addr: object) -> None:
        self.next.set_result(data)
        self.next = asyncio.get_running_loop().create_future()


async def asyncio_datagrams(peer: Peer, mode: str, count: int) -> Cost:
    with peer.tcp(f"datagrams {mode}") as control:
        addr = "127.0.0.1", peer_port(control)
        loop = asyncio.get_running_loop()
        transport, replies = await loop.create_datagram_endpoint(
            Replies, local_addr=("127.0.0.1", 0)
        )
        stopwatch = Stopwatch()
        for _ in range(count):
            transport.sendto(MESSAGE, addr)
            if mode == "echo":
                await replies.next
        cost = stopwatch.cost()
        transport.close()
        return cost


async def trio_datagrams(peer: Peer, mode: str, count: int) -> Cost:
    trio = import_module("trio")
    with (
        peer.tcp(f"datagrams {mode}") as control,
        trio.socket.socket(type=socket.SOCK_DGRAM) as sock,
    ):
        await sock.bind(("127.0.0.1", 0))
        addr = "127.0.0.1", peer_port(control)
        stopwatch = Stopwatch()
        for _ in range(count):
            await sock.sendto(MESSAGE, addr)
            if mode == "echo":
                await sock.recvfrom(BUFFER_SIZE)
        return stopwatch.cost()


async def anyio_datagrams(peer: Peer, mode: str, count: int) -> Cost:
    anyio = import_module("anyio")
    with peer.tcp(f"datagrams {mode}") as control:
        sock = await anyio.create_udp_socket(local_host="127.0.0.1")
        addr = "127.0.0.1", peer_port(control)
        stopwatch = Stopwatch()
        for _ in range(count):
            await sock.sendto(MESSAGE, *addr)
            if mode == "echo":
                await sock.receive()
        cost = stopwatch.cost()
        await sock.aclose()
        return cost


def by_each_library(mode: str) -> dict[str, Work]:
    """Returns the work for each library. For datagrams they have no common interface."""

    def work_of(name: str) -> Work:
        exchange = _DATAGRAMS[name]
        return lambda peer, count: LIBRARIES[name]().run(lambda: exchange(peer, mode, count))

    return {name: work_of(name) for name in _DATAGRAMS}


_DATAGRAMS: Final = {
    "asyncio": asyncio_datagrams,
    "uvloop": asyncio_datagrams,
    "trio": trio_datagrams,
    "anyio": anyio_datagrams,
}

PINGS: Final[dict[str, Work]] = {
    "raw": raw_pings,
    "stdnet": stdnet_pings,
    **by_each_library("echo"),
}
SENDS: Final[dict[str, Work]] = {
    "raw": raw_sends,
    "stdnet": stdnet_sends,
    **by_each_library("sink"),
}
