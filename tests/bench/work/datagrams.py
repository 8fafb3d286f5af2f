"""Datagrams: back and forth, and one way."""

import asyncio
import socket
from importlib import import_module
from typing import Final

from stdnet import Ipv4Addr, SocketAddr, UdpSocket
from tests.bench.clock import Clock, Cost
from tests.bench.libraries import LIBRARIES, Work
from tests.bench.peer import Peer

MESSAGE: Final = b"m" * 64
ROOM: Final = 2048


def port(control: socket.socket) -> int:
    """Where the peer takes datagrams."""
    return int(control.recv(16))


def bound() -> socket.socket:
    """A socket as all others have it: one without an address is quicker at sending."""
    sock = socket.socket(type=socket.SOCK_DGRAM)
    sock.bind(("127.0.0.1", 0))
    return sock


def raw_pings(peer: Peer, count: int) -> Cost:
    with peer.tcp("datagrams echo") as control, bound() as sock:
        addr = "127.0.0.1", port(control)
        buf = bytearray(ROOM)
        clock = Clock()
        for _ in range(count):
            sock.sendto(MESSAGE, addr)
            sock.recvfrom_into(buf)
        return clock.cost()


def our_pings(peer: Peer, count: int) -> Cost:
    with peer.tcp("datagrams echo") as control, UdpSocket.bind("127.0.0.1:0").unwrap() as sock:
        addr = SocketAddr(Ipv4Addr.LOCALHOST, port(control))
        buf = bytearray(ROOM)
        clock = Clock()
        for _ in range(count):
            sock.send_to(MESSAGE, addr).unwrap()
            sock.recv_from(buf).unwrap()
        return clock.cost()


def raw_sends(peer: Peer, count: int) -> Cost:
    with peer.tcp("datagrams sink") as control, bound() as sock:
        addr = "127.0.0.1", port(control)
        clock = Clock()
        for _ in range(count):
            sock.sendto(MESSAGE, addr)
        return clock.cost()


def our_sends(peer: Peer, count: int) -> Cost:
    with peer.tcp("datagrams sink") as control, UdpSocket.bind("127.0.0.1:0").unwrap() as sock:
        addr = SocketAddr(Ipv4Addr.LOCALHOST, port(control))
        clock = Clock()
        for _ in range(count):
            sock.send_to(MESSAGE, addr).unwrap()
        return clock.cost()


class Answers(asyncio.DatagramProtocol):
    """The next datagram, as a future."""

    def __init__(self) -> None:
        self.next: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    def datagram_received(self, data: bytes, addr: object) -> None:
        self.next.set_result(data)
        self.next = asyncio.get_running_loop().create_future()


async def asyncio_datagrams(peer: Peer, how: str, count: int) -> Cost:
    with peer.tcp(f"datagrams {how}") as control:
        addr = "127.0.0.1", port(control)
        loop = asyncio.get_running_loop()
        transport, answers = await loop.create_datagram_endpoint(
            Answers, local_addr=("127.0.0.1", 0)
        )
        clock = Clock()
        for _ in range(count):
            transport.sendto(MESSAGE, addr)
            if how == "echo":
                await answers.next
        cost = clock.cost()
        transport.close()
        return cost


async def trio_datagrams(peer: Peer, how: str, count: int) -> Cost:
    trio = import_module("trio")
    with (
        peer.tcp(f"datagrams {how}") as control,
        trio.socket.socket(type=socket.SOCK_DGRAM) as sock,
    ):
        await sock.bind(("127.0.0.1", 0))
        addr = "127.0.0.1", port(control)
        clock = Clock()
        for _ in range(count):
            await sock.sendto(MESSAGE, addr)
            if how == "echo":
                await sock.recvfrom(ROOM)
        return clock.cost()


async def anyio_datagrams(peer: Peer, how: str, count: int) -> Cost:
    anyio = import_module("anyio")
    with peer.tcp(f"datagrams {how}") as control:
        sock = await anyio.create_udp_socket(local_host="127.0.0.1")
        addr = "127.0.0.1", port(control)
        clock = Clock()
        for _ in range(count):
            await sock.sendto(MESSAGE, *addr)
            if how == "echo":
                await sock.receive()
        cost = clock.cost()
        await sock.aclose()
        return cost


def by_libraries(how: str) -> dict[str, Work]:
    """The work by each library, for which datagrams are something of its own."""

    def by(name: str) -> Work:
        work = _DATAGRAMS[name]
        return lambda peer, count: LIBRARIES[name]().run(lambda: work(peer, how, count))

    return {name: by(name) for name in _DATAGRAMS}


_DATAGRAMS: Final = {
    "asyncio": asyncio_datagrams,
    "uvloop": asyncio_datagrams,
    "trio": trio_datagrams,
    "anyio": anyio_datagrams,
}

PINGS: Final[dict[str, Work]] = {"raw": raw_pings, "stdnet": our_pings, **by_libraries("echo")}
SENDS: Final[dict[str, Work]] = {"raw": raw_sends, "stdnet": our_sends, **by_libraries("sink")}
