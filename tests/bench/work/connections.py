"""Connections: how fast they come and go, and what each one that stands costs."""

import resource
import socket
from typing import Final

from stdnet import TcpListener, TcpStream
from tests.bench.clock import Clock, Cost
from tests.bench.libraries import Library, Work, in_each
from tests.bench.peer import Peer


def dialled(peer: Peer, count: int) -> socket.socket:
    """A listener to which so many connections come."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=count)
    peer.tcp(f"dial {listener.getsockname()[1]} {count}").close()
    return listener


def raw_accept(peer: Peer, count: int) -> Cost:
    with dialled(peer, count) as listener:
        clock = Clock()
        for _ in range(count):
            sock, _addr = listener.accept()
            sock.close()
        return clock.cost()


def our_accept(peer: Peer, count: int) -> Cost:
    with TcpListener.from_socket(dialled(peer, count)).unwrap() as listener:
        clock = Clock()
        for _ in range(count):
            stream, _addr = listener.accept().unwrap()
            stream.close()
        return clock.cost()


async def accept(library: Library, peer: Peer, count: int) -> Cost:
    listener = dialled(peer, count)
    clock = Clock()
    await library.accept(listener, count)
    return clock.cost()


def raw_cycle(_peer: Peer, count: int) -> Cost:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        addr = listener.getsockname()
        clock = Clock()
        for _ in range(count):
            client = socket.socket()
            client.connect(addr)
            server, _addr = listener.accept()
            client.close()
            server.close()
        return clock.cost()


def our_cycle(_peer: Peer, count: int) -> Cost:
    with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
        addr = listener.local_addr().unwrap()
        clock = Clock()
        for _ in range(count):
            client = TcpStream.connect(addr).unwrap()
            server, _addr = listener.accept().unwrap()
            client.close()
            server.close()
        return clock.cost()


async def cycle(library: Library, _peer: Peer, count: int) -> Cost:
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]

    async def come_and_go() -> None:
        for _ in range(count):
            (await library.connect(port)).close()

    clock = Clock()
    await library.beside(library.accept(listener, count), come_and_go())
    return clock.cost()


def resident() -> int:
    """How many bytes of memory this process has."""
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize()


def held(peer: Peer, count: int) -> tuple[socket.socket, socket.socket]:
    """A listener to which so many connections come, and what they stay for."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    listener = socket.create_server(("127.0.0.1", 0), backlog=count)
    return listener, peer.tcp(f"hold {listener.getsockname()[1]} {count}")


def each(before: int, count: int) -> Cost:
    """KiB of memory for each connection."""
    kib = max(resident() - before, 0) / count / 1024
    return Cost(kib, kib)


def raw_hold(peer: Peer, count: int) -> Cost:
    listener, stay = held(peer, count)
    with listener, stay:
        before = resident()
        socks = [listener.accept()[0] for _ in range(count)]
        cost = each(before, count)
        for sock in socks:
            sock.close()
        return cost


def our_hold(peer: Peer, count: int) -> Cost:
    listener, stay = held(peer, count)
    with TcpListener.from_socket(listener).unwrap() as ours, stay:
        before = resident()
        streams = [ours.accept().unwrap()[0] for _ in range(count)]
        cost = each(before, count)
        del streams
        return cost


async def hold(library: Library, peer: Peer, count: int) -> Cost:
    listener, stay = held(peer, count)
    with listener, stay:
        before = resident()
        ends = [await library.wrap(listener.accept()[0]) for _ in range(count)]
        cost = each(before, count)
        for end in ends:
            end.close()
        return cost


ACCEPT: Final[dict[str, Work]] = {"raw": raw_accept, "stdnet": our_accept, **in_each(accept)}
CYCLE: Final[dict[str, Work]] = {"raw": raw_cycle, "stdnet": our_cycle, **in_each(cycle)}
HOLD: Final[dict[str, Work]] = {"raw": raw_hold, "stdnet": our_hold, **in_each(hold)}
