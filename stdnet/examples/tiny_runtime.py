"""A runtime for `async` functions in sixty lines: a tiny tokio.

python -m stdnet.examples.tiny_runtime    runs an echo server and two clients as tasks in one thread

An `async` function that is called does nothing yet. A runtime makes its steps, each one up to an
`await` of something that is not ready. The parts, and what they are called in tokio:

- `Runtime` is tokio's `Runtime`. `block_on` runs one future to its end, and `spawn` makes a task of
  another one, which runs beside it. The queue `ready` is the executor, or scheduler.
- `task.send(None)` makes the next step of a task: `Future::poll` in Rust. Where it yields, that
  returns `Poll::Pending`; where it raises `StopIteration`, `Poll::Ready`.
- `Parked` are tasks that wait for the same. Rust has a `Waker` of each task, whose `wake` puts the
  task into the queue.
- What waits in `Poll.poll` is the reactor, or I/O driver. An event of the kernel wakes the tasks
  that wait for its source.
- `Async` is a source with the tasks that wait for it: `AsyncFd`. `await stream.readable` is
  `stream.readable().await`, and `until_ready` is `async_io`.
- `JoinHandle` is tokio's `JoinHandle`. To await it is to wait for the end of a task.

Each operation is tried first, and awaits only after `WouldBlock`. So no event is missed that wakes
nobody, as the next operation is tried again. tokio keeps such events in flags, which saves a try.

There are no timers, no threads and no cancellation. The same in Rust, with the crate mio, is in
tiny_runtime.rs in the folder of this program. It is twice as long, as the types of futures, wakers
and shared data have to be written down there.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Coroutine, Generator
from contextlib import closing, suppress
from functools import partial
from typing import Final, Generic, TypeAlias, TypeVar

from stdnet import Ipv4Addr, Ok, SocketAddr, io, propagate, run
from stdnet.examples.usage import arguments, refuse
from stdnet.mio import Events, Interest, Poll, Token
from stdnet.mio.net import TcpListener, TcpStream

T = TypeVar("T")
S = TypeVar("S", TcpListener, TcpStream)

# The runtime.


class Parked(list["Task"]):
    """Tasks that wait for the same. To await it is to wait among them."""

    def __await__(self) -> Generator[Parked, None, None]:
        yield self


Task: TypeAlias = Coroutine[Parked, None, None]


class JoinHandle(Generic[T]):
    """The end of a task: its output, and who waits for it."""

    def __init__(self) -> None:
        self.output: list[T] = []
        self.ended: Parked = Parked()

    def __await__(self) -> Generator[Parked, None, T]:
        while not self.output:
            yield self.ended
        return self.output[0]


class Async(Generic[S]):
    """A source, and the tasks that wait until it is ready."""

    def __init__(self, runtime: Runtime, source: S) -> None:
        self.runtime = runtime
        self.source: S = source
        self.readable: Parked = Parked()
        self.writable: Parked = Parked()

    def close(self) -> None:
        """Closes the source."""
        del self.runtime.sources[Token(self.source.fileno())]
        self.source.close()


class Runtime:
    """The tasks that are ready, and the sources that wake the others."""

    def __init__(self, poll: Poll) -> None:
        self.poll = poll
        self.ready: deque[Task] = deque()
        self.sources: dict[Token, tuple[Parked, Parked]] = {}

    def register(self, source: S) -> io.Result[Async[S]]:
        """Makes the events of a source wake the tasks that wait for it."""
        found, token = Async(self, source), Token(source.fileno())
        self.sources[token] = found.readable, found.writable
        both = Interest.READABLE | Interest.WRITABLE
        return self.poll.registry().register(source, token, both).map(lambda _: found)

    def spawn(self, future: Coroutine[Parked, None, T]) -> JoinHandle[T]:
        """Makes a task of a future. It runs when those before it have had their turn."""
        handle = JoinHandle[T]()

        async def task() -> None:
            handle.output.append(await future)
            self.wake(handle.ended)

        self.ready.append(task())
        return handle

    @propagate
    def block_on(self, future: Coroutine[Parked, None, T]) -> io.Result[T]:
        """Runs a future to its end, and the tasks beside it."""
        events, handle = Events.with_capacity(64), self.spawn(future)
        while True:
            while self.ready:
                task = self.ready.popleft()
                with suppress(StopIteration):
                    task.send(None).append(task)
            if handle.output:
                return Ok(handle.output[0])
            self.poll.poll(events, None).unwrap()
            for event in events:
                readable, writable = self.sources[event.token()]
                if event.is_readable() or event.is_read_closed():
                    self.wake(readable)
                if event.is_writable() or event.is_write_closed():
                    self.wake(writable)

    def wake(self, parked: Parked) -> None:
        """Makes tasks ready for their next step."""
        self.ready += parked
        parked.clear()


async def until_ready(parked: Parked, operation: Callable[[], io.Result[T]]) -> io.Result[T]:
    """Tries an operation, and again after each event, until it is not `WouldBlock`."""
    while (result := operation()).is_err_and(lambda e: e.kind() is io.ErrorKind.WouldBlock):
        await parked
    return result


# The program.

WORDS: Final = ["one", "two", "three"]


@propagate
async def echo(runtime: Runtime, stream: TcpStream) -> io.Result[int]:
    """Sends everything back until the peer shuts down writing; returns how many bytes."""
    total = 0
    buf = bytearray(64)
    with closing(runtime.register(stream).unwrap()) as peer:
        while n := (await until_ready(peer.readable, lambda: stream.read(buf))).unwrap():
            (await write_all(peer, buf[:n])).unwrap()
            total += n
    return Ok(total)


@propagate
async def ask(runtime: Runtime, name: str, addr: SocketAddr) -> io.Result[None]:
    """Sends words, and waits for each to come back."""
    stream = TcpStream.connect(addr).unwrap()
    buf = bytearray(64)
    with closing(runtime.register(stream).unwrap()) as server:
        # An event says that the connection is established, or has failed.
        await server.writable
        for word in WORDS:
            say(name, f"sends {word}")
            (await write_all(server, word.encode())).unwrap()
            n = (await until_ready(server.readable, lambda: stream.read(buf))).unwrap()
            say(name, f"got {buf[:n].decode()}")
    return Ok(None)


@propagate
async def write_all(peer: Async[TcpStream], data: bytes | bytearray) -> io.Result[None]:
    """Writes all of the data, and waits where there is no room."""
    rest = memoryview(data)
    while rest:
        n = (await until_ready(peer.writable, partial(peer.source.write, rest))).unwrap()
        rest = rest[n:]
    return Ok(None)


@propagate
async def serve_two(runtime: Runtime) -> io.Result[None]:
    """Runs a server, and two clients, each in a task of its own."""
    listener = TcpListener.bind(SocketAddr(Ipv4Addr.LOCALHOST, 0)).unwrap()
    with closing(runtime.register(listener).unwrap()) as server:
        addr = listener.local_addr().unwrap()
        clients = [runtime.spawn(ask(runtime, f"client {n}", addr)) for n in (1, 2)]
        echoes = list[JoinHandle[io.Result[int]]]()
        for _ in clients:
            stream, _ = (await until_ready(server.readable, listener.accept)).unwrap()
            echoes.append(runtime.spawn(echo(runtime, stream)))
    for client in clients:
        (await client).unwrap()
    for number, each in enumerate(echoes, 1):
        say("server", f"client {number} has {(await each).unwrap()} bytes back")
    return Ok(None)


def say(side: str, text: str) -> None:
    """Prints what one side sees."""
    sys.stdout.write(f"{side}: {text}\n")
    sys.stdout.flush()


@propagate
def main() -> io.Result[None]:
    """Runs the program."""
    if arguments(__doc__):
        refuse(__doc__, "it takes no arguments")
    with Poll.new().unwrap() as poll:
        runtime = Runtime(poll)
        return runtime.block_on(serve_two(runtime)).unwrap()


if __name__ == "__main__":
    run(main)
