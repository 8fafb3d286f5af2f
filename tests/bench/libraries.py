"""The asynchronous libraries: what they call what all of them can do."""

import asyncio
import socket
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from importlib import import_module
from typing import Any, Final, NamedTuple, TypeVar

from tests.bench.clock import Cost
from tests.bench.peer import Peer

T = TypeVar("T")

LIMIT: Final = 5.0
"""Seconds that a call may take, where there is a limit."""


class Missing(Exception):
    """The library has no such thing, or is not there."""


class Ends(NamedTuple):
    """A connection: what is called on it. A library need not have the last three."""

    send: Callable[[bytes], Awaitable[object]]
    receive: Callable[[int], Awaitable[bytes]]
    close: Callable[[], object]
    write: Callable[[bytes], object] | None = None
    read_line: Callable[[], Awaitable[bytes]] | None = None
    read_exactly: Callable[[int], Awaitable[bytes]] | None = None


class Library(ABC):
    """One of the libraries."""

    @abstractmethod
    def run(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Runs the work to its end."""

    @abstractmethod
    async def wrap(self, sock: socket.socket) -> Ends:
        """A connected socket as the library's."""

    @abstractmethod
    async def limited(self, call: Callable[[T], Awaitable[object]], argument: T) -> None:
        """A call that takes no longer than the limit."""

    @abstractmethod
    async def accept(self, listener: socket.socket, count: int) -> None:
        """Accepts so many connections, and closes them."""

    @abstractmethod
    async def beside(
        self, work: Coroutine[Any, Any, None], other: Coroutine[Any, Any, None]
    ) -> None:
        """Does both at once."""

    @abstractmethod
    async def connect(self, port: int) -> Ends:
        """Connects to a port of this machine."""


class Asyncio(Library):
    def run(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        return asyncio.run(work())

    async def wrap(self, sock: socket.socket) -> Ends:
        sock.setblocking(False)
        return self._ends(*await asyncio.open_connection(sock=sock))

    async def connect(self, port: int) -> Ends:
        return self._ends(*await asyncio.open_connection("127.0.0.1", port))

    @staticmethod
    def _ends(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Ends:
        async def send(data: bytes) -> None:
            writer.write(data)
            await writer.drain()

        return Ends(
            send, reader.read, writer.close, writer.write, reader.readline, reader.readexactly
        )

    async def limited(self, call: Callable[[T], Awaitable[object]], argument: T) -> None:
        async with asyncio.timeout(LIMIT):
            await call(argument)

    async def accept(self, listener: socket.socket, count: int) -> None:
        left = count
        done = asyncio.Event()

        def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            nonlocal left
            writer.close()
            left -= 1
            if not left:
                done.set()

        listener.setblocking(False)
        server = await asyncio.start_server(serve, sock=listener)
        await done.wait()
        server.close()

    async def beside(
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

    async def wrap(self, sock: socket.socket) -> Ends:
        return self._ends(self._trio.SocketStream(self._trio.socket.from_stdlib_socket(sock)))

    async def connect(self, port: int) -> Ends:
        return self._ends(await self._trio.open_tcp_stream("127.0.0.1", port))

    @staticmethod
    def _ends(stream: Any) -> Ends:
        return Ends(stream.send_all, stream.receive_some, stream.socket.close)

    async def limited(self, call: Callable[[T], Awaitable[object]], argument: T) -> None:
        with self._trio.fail_after(LIMIT):
            await call(argument)

    async def accept(self, listener: socket.socket, count: int) -> None:
        server = self._trio.SocketListener(self._trio.socket.from_stdlib_socket(listener))
        for _ in range(count):
            (await server.accept()).socket.close()

    async def beside(
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

    async def wrap(self, sock: socket.socket) -> Ends:
        return self._ends(await self._abc.SocketStream.from_socket(sock))

    async def connect(self, port: int) -> Ends:
        return self._ends(await self._anyio.connect_tcp("127.0.0.1", port))

    def _ends(self, stream: Any) -> Ends:
        buffered = self._buffered(stream)
        return Ends(
            stream.send,
            stream.receive,
            stream._transport.close,
            read_line=partial(buffered.receive_until, b"\n", 65536),
            read_exactly=buffered.receive_exactly,
        )

    async def limited(self, call: Callable[[T], Awaitable[object]], argument: T) -> None:
        with self._anyio.fail_after(LIMIT):
            await call(argument)

    async def accept(self, listener: socket.socket, count: int) -> None:
        left = count
        server = await self._abc.SocketListener.from_socket(listener)
        async with self._anyio.create_task_group() as tasks:

            async def serve(stream: Any) -> None:
                nonlocal left
                await stream.aclose()
                left -= 1
                if not left:
                    tasks.cancel_scope.cancel()

            await server.serve(serve, tasks)

    async def beside(
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
"""Does something so often, and says what it has cost."""


def in_each(
    work: Callable[[Library, Peer, int], Coroutine[Any, Any, Cost]], *but: str
) -> dict[str, Work]:
    """The work by each library, but those that cannot do it."""

    def by(name: str, peer: Peer, count: int) -> Cost:
        library = LIBRARIES[name]()
        return library.run(lambda: work(library, peer, count))

    return {name: partial(by, name) for name in LIBRARIES if name not in but}
