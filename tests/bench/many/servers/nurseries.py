"""The streams of trio and of anyio."""

import socket
from importlib import import_module
from typing import Any

from tests.bench.many.servers import SIZE, Answer


def trio(listener: socket.socket, answer: Answer) -> None:
    library = import_module("trio")

    async def talk(stream: Any) -> None:
        while request := await stream.receive_some(SIZE):
            await stream.send_all(answer(request))

    async def serve() -> None:
        sock = library.socket.from_stdlib_socket(listener)
        await library.serve_listeners(talk, [library.SocketListener(sock)])

    library.run(serve)


def anyio(listener: socket.socket, answer: Answer) -> None:
    async def talk(stream: Any) -> None:
        async with stream:
            async for request in stream:
                await stream.send(answer(request))

    async def serve() -> None:
        server = await import_module("anyio.abc").SocketListener.from_socket(listener)
        await server.serve(talk)

    import_module("anyio").run(serve)
