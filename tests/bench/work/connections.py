"""Connections: the time to open and close them, and the memory of an idle one."""

import resource
import socket
from typing import Final

from stdnet import TcpListener, TcpStream
from tests.bench.libraries import Library, Work, by_libraries
from tests.bench.peer import Peer, raise_descriptor_limit
from tests.bench.stopwatch import Cost, Stopwatch


def listener_with_clients(peer: Peer, count: int) -> socket.socket:
    """Returns a listener to which the peer connects `count` times."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=count)
    peer.tcp(f"dial {listener.getsockname()[1]} {count}").close()
    return listener


def raw_accept(peer: Peer, count: int) -> Cost:
    with listener_with_clients(peer, count) as listener:
        stopwatch = Stopwatch()
        for _ in range(count):
            sock, _addr = listener.accept()
            sock.close()
        return stopwatch.cost()


def stdnet_accept(peer: Peer, count: int) -> Cost:
    with TcpListener.from_socket(listener_with_clients(peer, count)).unwrap() as listener:
        stopwatch = Stopwatch()
        for _ in range(count):
            stream, _addr = listener.accept().unwrap()
            stream.close()
        return stopwatch.cost()


async def accept(library: Library, peer: Peer, count: int) -> Cost:
    listener = listener_with_clients(peer, count)
    stopwatch = Stopwatch()
    await library.accept(listener, count)
    return stopwatch.cost()


def raw_cycle(_peer: Peer, count: int) -> Cost:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        addr = listener.getsockname()
        stopwatch = Stopwatch()
        for _ in range(count):
            client = socket.socket()
            client.connect(addr)
            server, _addr = listener.accept()
            client.close()
            server.close()
        return stopwatch.cost()


def stdnet_cycle(_peer: Peer, count: int) -> Cost:
    with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
        addr = listener.local_addr().unwrap()
        stopwatch = Stopwatch()
        for _ in range(count):
            client = TcpStream.connect(addr).unwrap()
            server, _addr = listener.accept().unwrap()
            client.close()
            server.close()
        return stopwatch.cost()


async def cycle(library: Library, _peer: Peer, count: int) -> Cost:
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]

    async def connect_and_close() -> None:
        for _ in range(count):
            (await library.connect(port)).close()

    stopwatch = Stopwatch()
    await library.run_both(library.accept(listener, count), connect_and_close())
    return stopwatch.cost()


def resident_bytes() -> int:
    """Returns the resident memory of this process in bytes."""
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize()


def listener_with_idle_clients(peer: Peer, count: int) -> tuple[socket.socket, socket.socket]:
    """Returns a listener to which the peer connects `count` times, and a control connection.

    The connections stay open for as long as the control connection is open.
    """
    raise_descriptor_limit()
    listener = socket.create_server(("127.0.0.1", 0), backlog=count)
    return listener, peer.tcp(f"hold {listener.getsockname()[1]} {count}")


def memory_per_connection(before: int, count: int) -> Cost:
    """Returns the memory that has been added since `before`, in KiB for each connection."""
    kib = max(resident_bytes() - before, 0) / count / 1024
    return Cost(kib, kib)


def raw_hold(peer: Peer, count: int) -> Cost:
    listener, control = listener_with_idle_clients(peer, count)
    with listener, control:
        before = resident_bytes()
        socks = [listener.accept()[0] for _ in range(count)]
        cost = memory_per_connection(before, count)
        for sock in socks:
            sock.close()
        return cost


def stdnet_hold(peer: Peer, count: int) -> Cost:
    listener, control = listener_with_idle_clients(peer, count)
    with TcpListener.from_socket(listener).unwrap() as stdnet_listener, control:
        before = resident_bytes()
        streams = [stdnet_listener.accept().unwrap()[0] for _ in range(count)]
        cost = memory_per_connection(before, count)
        del streams
        return cost


async def hold(library: Library, peer: Peer, count: int) -> Cost:
    listener, control = listener_with_idle_clients(peer, count)
    with listener, control:
        before = resident_bytes()
        connections = [await library.wrap(listener.accept()[0]) for _ in range(count)]
        cost = memory_per_connection(before, count)
        for connection in connections:
            connection.close()
        return cost


ACCEPT: Final[dict[str, Work]] = {
    "raw": raw_accept,
    "stdnet": stdnet_accept,
    **by_libraries(accept),
}
CYCLE: Final[dict[str, Work]] = {"raw": raw_cycle, "stdnet": stdnet_cycle, **by_libraries(cycle)}
HOLD: Final[dict[str, Work]] = {"raw": raw_hold, "stdnet": stdnet_hold, **by_libraries(hold)}
