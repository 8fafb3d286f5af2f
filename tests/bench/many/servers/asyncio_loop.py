"""The streams and the protocols of asyncio, on its own loop and on uvloop's."""

import asyncio
import socket
from collections.abc import Coroutine
from importlib import import_module
from typing import Any

from tests.bench.many.servers import SIZE, Answer


def asyncio_streams(listener: socket.socket, answer: Answer) -> None:
    asyncio.run(streams(listener, answer))


def asyncio_protocols(listener: socket.socket, answer: Answer) -> None:
    asyncio.run(protocols(listener, answer))


def uvloop_streams(listener: socket.socket, answer: Answer) -> None:
    run_on_uvloop(streams(listener, answer))


def uvloop_protocols(listener: socket.socket, answer: Answer) -> None:
    run_on_uvloop(protocols(listener, answer))


def run_on_uvloop(server: Coroutine[Any, Any, None]) -> None:
    import_module("uvloop").run(server)


async def streams(listener: socket.socket, answer: Answer) -> None:
    # The writer has a name: it closes the connection when it is collected.
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while request := await reader.read(SIZE):
            writer.write(answer(request))
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(talk, sock=listener)
    await server.serve_forever()


async def protocols(listener: socket.socket, answer: Answer) -> None:
    class Talk(asyncio.Protocol):
        def connection_made(self, transport: Any) -> None:
            self._write = transport.write

        def data_received(self, data: bytes) -> None:
            self._write(answer(data))

    server = await asyncio.get_running_loop().create_server(Talk, sock=listener)
    await server.serve_forever()
