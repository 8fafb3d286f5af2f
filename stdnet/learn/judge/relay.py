"""A bad network: relays that split, delay, stall, drop, reset, lose, double and reorder.

A relay of streams follows a plan, a list of steps for each direction; a relay of datagrams has a
`Weather`. Both come from a seed, so that a failure can be reproduced.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias, final
from uuid import uuid4

from stdnet import (
    Err,
    Ok,
    Shutdown,
    SocketAddr,
    Stream,
    TcpListener,
    TcpStream,
    UdpSocket,
    io,
    propagate,
)
from stdnet.learn.judge.peer import Addr, is_unix, unix_addr
from stdnet.os.unix.net import UnixListener, UnixStream
from stdnet.socket2 import SockRef

Action: TypeAlias = Literal["pass", "pause", "stall", "drop", "reset"]

BUFFER_SIZE: Final = 1 << 16
TICK: Final = 0.05
"""The seconds after which a waiting thread looks whether it is to end."""


@final
@dataclass(frozen=True)
class Step:
    """The next action of the relay in one direction.

    `pass` forwards up to `amount` bytes in one piece. `pause` waits for `amount` milliseconds.
    `stall` waits until the relay is released. `drop` closes both connections, and `reset` closes
    them with a reset.
    """

    action: Action
    amount: int = 0


Plan: TypeAlias = list[Step]


def seeded(seed: int, length: int = 12) -> Plan:
    """Returns a random plan of `pass` and `pause`, the same for the same seed."""
    draw = random.Random(seed)  # noqa: S311 - there is nothing to guess
    pieces = [Step("pass", draw.randint(1, 3000)) for _ in range(length)]
    return [Step("pause", draw.randint(1, 5)) if draw.random() < 0.25 else each for each in pieces]


@final
@dataclass
class Relay:
    """Forwards the data of two connections to each other, on two threads.

    After the last step of a plan, data pass as they come. The relay closes both when it ends.
    """

    one: Stream[Any]
    other: Stream[Any]
    there: Plan = field(default_factory=list[Step])
    back: Plan = field(default_factory=list[Step])

    def __post_init__(self) -> None:
        self._released = threading.Event()
        self._broken = threading.Event()
        directions = ((self.one, self.other, self.there), (self.other, self.one, self.back))
        self._threads = [threading.Thread(target=self._run, args=args) for args in directions]
        self._closing = threading.Barrier(2, action=self._close)
        for thread in self._threads:
            thread.start()

    def release(self) -> None:
        """Ends every `stall`."""
        self._released.set()

    def end(self) -> None:
        """Breaks the connections off, if they have not ended."""
        self.release()
        self._break(reset=True)

    def join(self) -> None:
        """Waits until both directions have ended."""
        for thread in self._threads:
            thread.join()

    def _run(self, source: Stream[Any], sink: Stream[Any], plan: Plan) -> None:
        match self._follow(source, sink, plan):
            case Err():
                self._break(reset=True)  # A reset of one connection resets the other.
            case Ok():
                pass
        self._closing.wait()

    def _close(self) -> None:
        self.one.close()
        self.other.close()

    @propagate
    def _follow(self, source: Stream[Any], sink: Stream[Any], plan: Plan) -> io.Result[None]:
        for step in plan:
            if not self._perform(step, source, sink).unwrap():
                return Ok(None)
        while self._forward(source, sink, BUFFER_SIZE).unwrap():
            pass
        return Ok(None)

    def _perform(self, step: Step, source: Stream[Any], sink: Stream[Any]) -> io.Result[bool]:
        """Returns False after the end."""
        match step.action:
            case "pass":
                return self._forward(source, sink, step.amount)
            case "pause":
                time.sleep(step.amount / 1000)
            case "stall":
                self._released.wait()
            case "drop" | "reset":
                self._break(reset=step.action == "reset")
                return Ok(False)
        return Ok(True)

    @propagate
    def _forward(self, source: Stream[Any], sink: Stream[Any], most: int) -> io.Result[bool]:
        buf = bytearray(most)
        n = source.read(buf).unwrap()
        if self._broken.is_set():
            return Ok(False)
        if n == 0:
            sink.shutdown(Shutdown.Write).unwrap()
            return Ok(False)
        return self._write(sink, memoryview(buf)[:n])

    @propagate
    def _write(self, sink: Stream[Any], left: memoryview) -> io.Result[bool]:
        """Writes all of it, unless the connections are broken off meanwhile."""
        sink.set_write_timeout(TICK).unwrap()
        while left and not self._broken.is_set():
            match sink.write(left):
                case Err(e) if e.kind() is io.ErrorKind.WouldBlock:
                    pass
                case written:
                    left = left[written.unwrap() :]
        return Ok(not left)

    def _break(self, *, reset: bool) -> None:
        self._broken.set()
        for end in (self.one, self.other):
            if reset:
                _ = SockRef.from_(end).set_linger(0)
            # It ends the `read` of the other direction. `_close` sends the reset, or the end.
            _ = end.shutdown(Shutdown.Read)


@final
class StreamRelay:
    """Listens, and relays each client that connects to a server."""

    def __init__(self, server: Addr, there: Plan, back: Plan) -> None:
        self._server = server
        self._plans = there, back
        self._relays = list[Relay]()
        self.addr: str
        """The address to connect to instead of the server's."""
        self._listener, self.addr = _listener_like(server)
        self._thread = threading.Thread(target=self._accept)
        self._thread.start()

    def release(self) -> None:
        """Ends every `stall`."""
        for relay in self._relays:
            relay.release()

    def close(self) -> None:
        """Ends all connections."""
        _ = self._listener.stop()
        self._thread.join()
        self._listener.close()
        for relay in self._relays:
            relay.end()
        for relay in self._relays:
            relay.join()

    def _accept(self) -> None:
        while isinstance(accepted := self._listener.accept(), Ok):
            client, _ = accepted.unwrap()
            match _connect(self._server):
                case Ok(stream):
                    self._relays.append(Relay(client, stream, *self._plans))
                case Err():
                    client.close()


@contextmanager
def relayed(
    server: Addr, there: Plan | None = None, back: Plan | None = None
) -> Generator[StreamRelay]:
    """Yields a relay in front of a server; `.addr` is its address.

    Every connection follows the plans: `there` to the server, `back` from it.
    """
    relay = StreamRelay(server, there or [], back or [])
    try:
        yield relay
    finally:
        relay.close()


def _listener_like(server: Addr) -> tuple[TcpListener | UnixListener, str]:
    """Returns a listener of the same family, and its address."""
    if isinstance(server, str) and is_unix(server):
        name = f"@stdnet-relay-{uuid4().hex}"
        unix = unix_addr(name).and_then(UnixListener.bind_addr)
        return unix.expect("a free name"), name
    listener = TcpListener.bind(_any_port(server)).expect("a free port")
    return listener, str(listener.local_addr().unwrap())


def _any_port(addr: Addr) -> str:
    return "[::1]:0" if str(addr).startswith("[") else "127.0.0.1:0"


def _connect(server: Addr) -> io.Result[TcpStream] | io.Result[UnixStream]:
    if isinstance(server, str) and is_unix(server):
        return unix_addr(server).and_then(UnixStream.connect_addr)
    return TcpStream.connect(server)


# Datagrams.


@final
@dataclass(frozen=True)
class Weather:
    """What becomes of datagrams: each is a probability from 0 to 1.

    A datagram that is `late` comes after the next one, if there is one.
    """

    loss: float = 0.0
    double: float = 0.0
    late: float = 0.0
    seed: int = 0


@final
class Direction:
    """The datagrams of one direction, of all clients."""

    def __init__(self, weather: Weather) -> None:
        self._weather = weather
        self._draw = random.Random(weather.seed)  # noqa: S311 - there is nothing to guess
        self._held: bytes | None = None
        self.came: list[bytes] = []
        """All datagrams that came to the relay, also those that it lost."""

    def through(self, datagram: bytes) -> list[bytes]:
        """Returns the datagrams that leave when this one comes."""
        self.came.append(datagram)
        loss, double, late = (self._draw.random() for _ in range(3))
        if loss < self._weather.loss:
            return []
        if late < self._weather.late and self._held is None:
            self._held = datagram
            return []
        leaving = [datagram] * (2 if double < self._weather.double else 1)
        if self._held is not None:
            leaving.append(self._held)
            self._held = None
        return leaving


@final
class DatagramRelay:
    """Stands in front of a datagram server; each client has a socket of its own to the server."""

    def __init__(self, server: Addr, there: Weather, back: Weather) -> None:
        self._server = server
        self.there: Direction = Direction(there)
        self.back: Direction = Direction(back)
        self._over = threading.Event()
        self._front = UdpSocket.bind(_any_port(server)).expect("a free port")
        self.addr: str = str(self._front.local_addr().unwrap())
        """The address to send to instead of the server's."""
        self._backs = dict[SocketAddr.V4 | SocketAddr.V6, UdpSocket]()
        self._threads = [threading.Thread(target=self._forward)]
        self._threads[0].start()

    def close(self) -> None:
        """Ends it."""
        self._over.set()
        for thread in self._threads:
            thread.join()
        for socket in (self._front, *self._backs.values()):
            socket.close()

    def _forward(self) -> None:
        """Passes what clients send to the server."""
        for datagram, client in self._each(self._front):
            if client not in self._backs:
                socket = UdpSocket.bind(_any_port(self._server)).expect("a free port")
                self._backs[client] = socket
                thread = threading.Thread(target=self._return, args=(socket, client))
                self._threads.append(thread)
                thread.start()
            for each in self.there.through(datagram):
                _ = self._backs[client].send_to(each, self._server)

    def _return(self, socket: UdpSocket, client: SocketAddr.V4 | SocketAddr.V6) -> None:
        """Passes what the server answers to a client."""
        for datagram, _ in self._each(socket):
            for each in self.back.through(datagram):
                _ = self._front.send_to(each, client)

    def _each(self, socket: UdpSocket) -> Iterator[tuple[bytes, SocketAddr.V4 | SocketAddr.V6]]:
        """Yields the datagrams that come, until the relay ends."""
        _ = socket.set_read_timeout(TICK)
        buf = bytearray(BUFFER_SIZE)
        while not self._over.is_set():
            match socket.recv_from(buf):
                case Ok((n, addr)):
                    yield bytes(buf[:n]), addr
                case Err():  # Time to look again; or the server's port was closed.
                    pass


@contextmanager
def lossy(
    server: Addr, there: Weather | None = None, back: Weather | None = None
) -> Generator[DatagramRelay]:
    """Yields a relay of datagrams in front of a server; `.addr` is its address.

    `.there.came` and `.back.came` are the datagrams that came to it.
    """
    relay = DatagramRelay(server, there or Weather(), back or Weather())
    try:
        yield relay
    finally:
        relay.close()
