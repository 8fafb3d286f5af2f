"""The asynchronous libraries behind one interface."""

import asyncio
import socket
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from importlib import import_module
from typing import Any, Final, NamedTuple, TypeVar

from tests.bench.peer import Peer
from tests.bench.stopwatch import Cost

T = TypeVar("T")

TIMEOUT: Final = 5.0
"""The time-out of a call in seconds, in scenarios with a time-out."""


class Missing(Exception):
    """Raised if a library is not installed, or lacks what the work needs."""


class Connection(NamedTuple):
    """The functions of a connection. A library may lack the last three."""

    send: Callable[[bytes], Awaitable[object]]
    receive: Callable[[int], Awaitable[bytes]]
    close: Callable[[], object]
    write: Callable[[bytes], object] | None = None
    read_line: Callable[[], Awaitable[bytes]] | None = None
    read_exactly: Callable[[int], Awaitable[bytes]] | None = None


class Library(ABC):
    """An asynchronous library."""

    @abstractmethod
    def run(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Runs an event loop until the work ends."""

    @abstractmethod
    async def wrap(self, sock: socket.socket) -> Connection:
        """Makes a connection of the library from a connected socket."""

    @abstractmethod
    async def with_timeout(self, call: Callable[[T], Awaitable[object]], argument: T) -> None:
        """Awaits a call with a time-out."""

    @abstractmethod
    async def accept(self, listener: socket.socket, count: int) -> None:
        """Accepts `count` connections, and closes them."""

    @abstractmethod
    async def run_both(
        self, work: Coroutine[Any, Any, None], other: Coroutine[Any, Any, None]
    ) -> None:
        """Runs both coroutines concurrently."""

    @abstractmethod
    async def connect(self, port: int) -> Connection:
        """Connects to a port of this machine."""


class Asyncio(Library):
    def run(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        return asyncio.run(work())

    async def wrap(self, sock: socket.socket) -> Connection:
        sock.setblocking(False)
        return self._connection(*await asyncio.open_connection(sock=sock))

    async def connect(self, port: int) -> Connection:
        return self._connection(*await asyncio.open_connection("127.0.0.1", port))

    @staticmethod
    def _connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Connection:
        async def send(data: bytes) -> None:
            writer.write(data)
            await writer.drain()

        return Connection(
            send, reader.read, writer.close, writer.write, reader.readline, reader.readexactly
        )

    async def with_timeout(self, call: Callable[[T], Awaitable[object]], argument: T) -> None:
        async with asyncio.timeout(TIMEOUT):
            await call(argument)

    async def accept(self, listener: socket.socket, count: int) -> None:
        remaining = count
        done = asyncio.Event()

        def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            nonlocal remaining
            writer.close()
            remaining -= 1
            if not remaining:
                done.set()

        listener.setblocking(False)
        server = await asyncio.start_server(serve, sock=listener)
        await done.wait()
        server.close()

    async def run_both(
        self, work: Coroutine[Any, Any, None], other: Coroutine[Any, Any, None]
    ) -> None:
        await asyncio.gather(work, other)


class Uvloop(Asyncio):
    def run(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        result: T = import_module("uvloop").run(work())
        return result


class Trio(Library):
    def __init__(self) -> None:
        self._trio = import_module("trio")

    def run(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        result: T = self._trio.run(work)
        return result

    async def wrap(self, sock: socket.socket) -> Connection:
        return self._connection(self._trio.SocketStream(self._trio.socket.from_stdlib_socket(sock)))

    async def connect(self, port: int) -> Connection:
        return self._connection(await self._trio.open_tcp_stream("127.0.0.1", port))

    @staticmethod
    def _connection(stream: Any) -> Connection:
        return Connection(stream.send_all, stream.receive_some, stream.socket.close)

    async def with_timeout(self, call: Callable[[T], Awaitable[object]], argument: T) -> None:
        with self._trio.fail_after(TIMEOUT):
            await call(argument)

    async def accept(self, listener: socket.socket, count: int) -> None:
        server = self._trio.SocketListener(self._trio.socket.from_stdlib_socket(listener))
        for _ in range(count):
            (await server.accept()).socket.close()

    async def run_both(
        self, work: Coroutine[Any, Any, None], other: Coroutine[Any, Any, None]
    ) -> None:
        async with self._trio.open_nursery() as nursery:
            nursery.start_soon(lambda: work)
            nursery.start_soon(lambda: other)


class Anyio(Library):
    def __init__(self) -> None:
        self._anyio = import_module("anyio")
        self._abc = import_module("anyio.abc")
        self._buffered = import_module("anyio.streams.buffered").BufferedByteReceiveStream
        if not hasattr(self._abc.SocketListener, "from_socket"):
            raise Missing("anyio is too old")

    def run(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        result: T = self._anyio.run(work)
        return result

    async def wrap(self, sock: socket.socket) -> Connection:
        return self._connection(await self._abc.SocketStream.from_socket(sock))

    async def connect(self, port: int) -> Connection:
        return self._connection(await self._anyio.connect_tcp("127.0.0.1", port))

    def _connection(self, stream: Any) -> Connection:
        buffered = self._buffered(stream)
        return Connection(
            stream.send,
            stream.receive,
            stream._transport.close,
            read_line=partial(buffered.receive_until, b"\n", 65536),
            read_exactly=buffered.receive_exactly,
        )

    async def with_timeout(self, call: Callable[[T], Awaitable[object]], argument: T) -> None:
        with self._anyio.fail_after(TIMEOUT):
            await call(argument)

    async def accept(self, listener: socket.socket, count: int) -> None:
        remaining = count
        server = await self._abc.SocketListener.from_socket(listener)
        async with self._anyio.create_task_group() as tasks:

            async def serve(stream: Any) -> None:
                nonlocal remaining
                await stream.aclose()
                remaining -= 1
                if not remaining:
                    tasks.cancel_scope.cancel()

            await server.serve(serve, tasks)

    async def run_both(
        self, work: Coroutine[Any, Any, None], other: Coroutine[Any, Any, None]
    ) -> None:
        async with self._anyio.create_task_group() as tasks:
            tasks.start_soon(lambda: work)
            tasks.start_soon(lambda: other)


LIBRARIES: Final[dict[str, Callable[[], Library]]] = {
    "asyncio": Asyncio,
    "uvloop": Uvloop,
    "trio": Trio,
    "anyio": Anyio,
}

Work = Callable[[Peer, int], Cost]
"""A function that does some work `count` times, and returns the cost."""


def by_libraries(
    work: Callable[[Library, Peer, int], Coroutine[Any, Any, Cost]], *excluded: str
) -> dict[str, Work]:
    """Returns the work for each library, without those that cannot do it."""

    def run(name: str, peer: Peer, count: int) -> Cost:
        library = LIBRARIES[name]()
        return library.run(lambda: work(library, peer, count))

    return {name: partial(run, name) for name in LIBRARIES if name not in excluded}
