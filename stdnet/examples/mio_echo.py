"""An echo server that serves thousands of clients in one thread.

python -m stdnet.examples.mio_echo               serves three clients; prints what each side sees
python -m stdnet.examples.mio_echo serve ADDR    the server, for `nc HOST PORT`, and for
                                                 `python -m stdnet.examples.echo connect ADDR`

No call waits but `Poll.poll`, which returns an event for each socket that has become ready. What a
thread would have on its stack between two calls is in a `Connection`.

- An event comes once, so a connection goes on until `WouldBlock`. A read that does not fill the
  buffer may not be the last one: the end may have come in the same event as the data, and a read
  stops before urgent data.
- What a full socket does not take is kept, and nothing more is read from that client until it has
  been sent. So a client that does not read stops itself, and no other.
- After a few reads the others have their turn. `reregister` makes the next event come at once if
  there is more to do.
- Without a free descriptor `accept` fails with EMFILE, the client stays in the queue, and no event
  comes for it again. So `accept` is tried again after the next events, or after a second.

The same in Rust, with the crate mio, is in mio_echo.rs in the folder of this program.
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from enum import Enum, auto
from errno import EMFILE, ENFILE
from typing import Final, final

import stdnet
from stdnet import Err, Ok, Shutdown, SocketAddr, io, propagate, run, to_socket_addrs
from stdnet.examples.usage import arguments, refuse
from stdnet.mio import Events, Interest, Poll, Token
from stdnet.mio.event import Event
from stdnet.mio.net import TcpListener, TcpStream

LISTENER: Final = Token(0)
BOTH: Final = Interest.READABLE | Interest.WRITABLE
CHUNK: Final = 16384
TURN: Final = 16
"""How often a client is read from, or accepted, before the others have their turn."""
RETRY: Final = 1.0
"""The seconds after which `accept` is tried again without a free descriptor."""

LINES: Final = ["Hello, stdnet!\n", "Grüße, Zürich!\n"]
LARGE: Final = 16 << 20
"""More bytes than the kernel keeps for a client that does not read."""


class Progress(Enum):
    """The progress of a connection."""

    WAITS = auto()
    UNFINISHED = auto()
    ENDED = auto()


@final
class Connection:
    """A client, and all that has to be known of it from one event to the next."""

    def __init__(self, stream: TcpStream, addr: SocketAddr) -> None:
        self.stream = stream
        self.addr = addr
        self.total: int = 0
        self.unsent: bytearray = bytearray()

    @propagate
    def go_on(self, buf: bytearray) -> io.Result[Progress]:
        """Sends back what there is to read, until one of the two would wait."""
        for _ in range(TURN):
            if not self._send().unwrap():
                return Ok(Progress.WAITS)
            match self.stream.read(buf):
                case Ok(0):
                    return Ok(Progress.ENDED)
                case Ok(n):
                    self.unsent += memoryview(buf)[:n]
                    self.total += n
                case Err(io.Error(io.ErrorKind.WouldBlock)):
                    return Ok(Progress.WAITS)
                case Err(error):
                    return Err(error)
        return Ok(Progress.UNFINISHED)

    def _send(self) -> io.Result[bool]:
        """Sends what is unsent; returns False if the socket is full before the end."""
        while self.unsent:
            match self.stream.write(self.unsent):
                case Ok(n):
                    del self.unsent[:n]
                case Err(io.Error(io.ErrorKind.WouldBlock)):
                    return Ok(False)
                case Err(error):
                    return Err(error)
        return Ok(True)


@final
class Server:
    """The listener and the connections of an echo server."""

    def __init__(self, poll: Poll, listener: TcpListener) -> None:
        self.listener = listener
        self._poll = poll
        self._registry = poll.registry()
        self._connections: dict[Token, Connection] = {}
        self._accepted = 0
        self._ended = 0
        self._is_full = False
        self._buf = bytearray(CHUNK)

    @staticmethod
    @propagate
    def bind(addr: str) -> io.Result[Server]:
        """Creates a server at the address."""
        poll = Poll.new().unwrap()
        listener = TcpListener.bind(to_socket_addrs(addr).unwrap()[0]).unwrap()
        poll.registry().register(listener, LISTENER, Interest.READABLE).unwrap()
        say("server", f"listens at {listener.local_addr().unwrap()}")
        return Ok(Server(poll, listener))

    @propagate
    def serve(self, count: int | None = None) -> io.Result[None]:
        """Serves until `count` connections have ended, or for ever."""
        events = Events.with_capacity(1024)
        while count is None or self._ended < count:
            self._poll.poll(events, RETRY if self._is_full else None).unwrap()
            for event in events:
                self._handle(event).unwrap()
            if self._is_full:
                self._accept().unwrap()
        return Ok(None)

    def _handle(self, event: Event) -> io.Result[None]:
        token = event.token()
        if token == LISTENER:
            return self._accept()
        connection = self._connections.get(token)
        if connection is None:
            # It has ended, and this event was on its way.
            return Ok(None)
        match connection.go_on(self._buf):
            case Ok(Progress.WAITS):
                return Ok(None)
            case Ok(Progress.UNFINISHED):
                return self._registry.reregister(connection.stream, token, BOTH)
            case Ok():
                say("server", f"{connection.addr} sent {connection.total} bytes, and has them back")
            case Err(error):
                say("server", f"{connection.addr} was lost: {error}")
        # `del` would not close the stream, as `connection` still names it.
        self._connections.pop(token).stream.close()
        self._ended += 1
        return Ok(None)

    @propagate
    def _accept(self) -> io.Result[None]:
        """Accepts the clients that wait in the queue."""
        was_full, self._is_full = self._is_full, False
        for _ in range(TURN):
            match self.listener.accept():
                case Ok((stream, addr)):
                    self._accepted += 1
                    token = Token(self._accepted)
                    self._registry.register(stream, token, BOTH).unwrap()
                    self._connections[token] = Connection(stream, addr)
                case Err(io.Error(io.ErrorKind.WouldBlock)):
                    return Ok(None)
                case Err(io.Error(io.ErrorKind.ConnectionAborted)):
                    # This client has gone while it was in the queue.
                    continue
                case Err(error) if error.raw_os_error() in {EMFILE, ENFILE}:
                    self._is_full = True
                    if not was_full:
                        say("server", f"clients have to wait: {error}")
                    return Ok(None)
                case Err(error):
                    return Err(error)
        return self._registry.reregister(self.listener, LISTENER, Interest.READABLE)

    def close(self) -> None:
        """Closes everything."""
        for connection in self._connections.values():
            connection.stream.close()
        self.listener.close()
        self._poll.close()


@propagate
def serve(addr: str) -> io.Result[None]:
    """Serves for ever."""
    with closing(Server.bind(addr).unwrap()) as server:
        return server.serve()


@propagate
def both() -> io.Result[None]:
    """Runs the server in a thread, and three clients, which wait for their answers."""
    with closing(Server.bind("127.0.0.1:0").unwrap()) as server, ThreadPoolExecutor() as threads:
        addr = server.listener.local_addr().unwrap()
        clients = [stdnet.TcpStream.connect(addr).unwrap() for _ in range(3)]
        with clients[0] as large, clients[1], clients[2]:
            serving = threads.submit(server.serve, len(clients))
            say("client 1", f"sends {LARGE} bytes, and does not read yet")
            sending = threads.submit(send_large, large)
            for number, line in enumerate(LINES, 2):
                ask(f"client {number}", clients[number - 1], line).unwrap()
            answer = bytearray()
            large.read_to_end(answer).unwrap()
            sending.result().unwrap()
            say("client 1", f"got {len(answer)} bytes")
        return serving.result()


@propagate
def send_large(stream: stdnet.TcpStream) -> io.Result[None]:
    """Sends more than the kernel keeps: it waits until the server goes on reading."""
    stream.write_all(bytes(LARGE)).unwrap()
    return stream.shutdown(Shutdown.Write)


@propagate
def ask(name: str, stream: stdnet.TcpStream, line: str) -> io.Result[None]:
    """Sends a line, and reads until the server closes."""
    stream.write_all(line.encode()).unwrap()
    stream.shutdown(Shutdown.Write).unwrap()
    say(name, f"got {stream.read_to_string().unwrap().rstrip()}")
    return Ok(None)


def say(side: str, text: str) -> None:
    """Prints what one side sees."""
    sys.stdout.write(f"{side}: {text}\n")
    sys.stdout.flush()


def main() -> io.Result[None]:
    """Does what the arguments say."""
    match arguments(__doc__):
        case []:
            return both()
        case ["serve", addr]:
            return serve(addr)
        case ["serve"]:
            return refuse(__doc__, "serve needs an address: HOST:PORT")
        case _:
            return refuse(__doc__, "it takes no arguments, or `serve ADDR`")


if __name__ == "__main__":
    run(main)
