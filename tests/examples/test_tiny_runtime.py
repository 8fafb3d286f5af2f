"""The tiny runtime: its tasks take turns, and wait for each other and for the kernel."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from stdnet import Ipv4Addr, Ok, SocketAddr, io, propagate
from stdnet.examples.tiny_runtime import Parked, Runtime, ask, until_ready, write_all
from stdnet.mio import Poll
from stdnet.mio.net import TcpListener, TcpStream

LARGE = bytes(range(256)) * (64 << 10)


@pytest.fixture
def runtime() -> Iterator[Runtime]:
    with Poll.new().unwrap() as poll:
        yield Runtime(poll)


def listening() -> TcpListener:
    return TcpListener.bind(SocketAddr(Ipv4Addr.LOCALHOST, 0)).unwrap()


def test_tasks_take_turns_until_the_first_one_has_ended(runtime: Runtime) -> None:
    steps = list[str]()
    parked = Parked()

    async def work(name: str) -> str:
        steps.append(f"{name} begins")
        await parked
        steps.append(f"{name} ends")
        return name.upper()

    async def main() -> list[str]:
        handles = [runtime.spawn(work(name)) for name in ("one", "two")]
        last = runtime.spawn(wake())
        steps.append("main waits")
        await last
        return [await handle for handle in [*handles, handles[0]]]

    async def wake() -> None:
        runtime.wake(parked)

    assert runtime.block_on(main()) == Ok(["ONE", "TWO", "ONE"])
    assert steps == ["main waits", "one begins", "two begins", "one ends", "two ends"]


def test_a_task_waits_while_a_socket_is_full(runtime: Runtime) -> None:
    @propagate
    async def main() -> io.Result[bytes]:
        with closing(runtime.register(listening()).unwrap()) as listener:
            addr = listener.source.local_addr().unwrap()
            client = TcpStream.connect(addr).unwrap()
            server, _ = (await until_ready(listener.readable, listener.source.accept)).unwrap()
        sending = runtime.spawn(send(client))
        received = bytearray()
        buf = bytearray(1 << 16)
        with closing(runtime.register(server).unwrap()) as peer:
            while n := (await until_ready(peer.readable, lambda: server.read(buf))).unwrap():
                received += buf[:n]
        (await sending).unwrap()
        return Ok(bytes(received))

    @propagate
    async def send(stream: TcpStream) -> io.Result[None]:
        with closing(runtime.register(stream).unwrap()) as peer:
            return await write_all(peer, LARGE)

    assert runtime.block_on(main()).unwrap() == Ok(LARGE)
    assert runtime.sources == {}


def test_a_refused_connection_is_an_error(runtime: Runtime) -> None:
    with listening() as closed:
        addr = closed.local_addr().unwrap()
    refused = runtime.block_on(ask(runtime, "client", addr)).unwrap()
    assert refused.unwrap_err().kind() == io.ErrorKind.ConnectionRefused
