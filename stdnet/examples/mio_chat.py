"""A chat over TCP in one thread, which a signal ends cleanly.

python -m stdnet.examples.mio_chat               three guests chat in one program
python -m stdnet.examples.mio_chat serve ADDR    the server, for `nc HOST PORT`: what a guest types
                                                 is sent to all others; Ctrl-C and SIGTERM end it

The server waits in `Poll.poll` only. A `Waker` makes an event there, from a signal handler or from
another thread: the server takes leave of its guests, and ends.

A guest that does not read stops no other, as no write waits. What its full socket does not take is
kept, up to a bound; with more than that it has to leave. A line has a bound, too.

The same in Rust, with the crate mio, is in mio_chat.rs in the folder of this program.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from enum import Enum, auto
from itertools import islice
from typing import Final, final

import stdnet
from stdnet import Err, Ok, io, propagate, run, to_socket_addrs
from stdnet.examples.usage import arguments, refuse
from stdnet.mio import Events, Interest, Poll, Token, Waker
from stdnet.mio.net import TcpListener, TcpStream

LISTENER: Final = Token(0)
WAKER: Final = Token(1)
BOTH: Final = Interest.READABLE | Interest.WRITABLE

CHUNK: Final = 4096
TURN: Final = 16
"""How often a guest is read from before the others have their turn."""
MAX_LINE: Final = 4096
MAX_UNSENT: Final = 65536
"""The bytes that are kept for a guest that does not read."""

TALK: Final = [(1, "Hello!"), (2, "Good morning, guest 1."), (1, "What a day.")]


class Progress(Enum):
    """The progress of the server with a guest."""

    WAITS = auto()
    UNFINISHED = auto()
    ENDED = auto()


@final
class Guest:
    """A guest, and all that has to be known of it from one event to the next."""

    def __init__(self, stream: TcpStream, name: str) -> None:
        self.stream = stream
        self.name = name
        self.lines: list[bytes] = []
        """The lines that it has sent, and that nobody has got yet."""
        self._rest = bytearray()
        self.unsent: bytearray = bytearray()

    def read(self, buf: bytearray) -> io.Result[Progress]:
        """Reads lines until there is nothing left to read."""
        for _ in range(TURN):
            match self.stream.read(buf):
                case Ok(0):
                    return Ok(Progress.ENDED)
                case Ok(n):
                    *lines, self._rest = (self._rest + memoryview(buf)[:n]).split(b"\n")
                    self.lines += map(bytes, lines)
                    if len(self._rest) > MAX_LINE:
                        return Err(io.Error.other("the line is too long"))
                case Err(io.Error(io.ErrorKind.WouldBlock)):
                    return Ok(Progress.WAITS)
                case Err(error):
                    return Err(error)
        return Ok(Progress.UNFINISHED)

    def send(self, line: bytes) -> io.Result[None]:
        """Sends a line, or keeps it if there is no room for it."""
        if len(self.unsent) + len(line) > MAX_UNSENT:
            return Err(io.Error.other("it does not read"))
        # Something unsent waits for an event already.
        is_waiting = bool(self.unsent)
        self.unsent += line
        return Ok(None) if is_waiting else self.send_unsent()

    def send_unsent(self) -> io.Result[None]:
        """Sends what has been kept, as far as there is room."""
        while self.unsent:
            match self.stream.write(self.unsent):
                case Ok(n):
                    del self.unsent[:n]
                case Err(io.Error(io.ErrorKind.WouldBlock)):
                    break
                case Err(error):
                    return Err(error)
        return Ok(None)


@final
class Server:
    """The listener and the guests of a chat."""

    def __init__(self, poll: Poll, listener: TcpListener, waker: Waker) -> None:
        self.listener = listener
        self._poll = poll
        self._registry = poll.registry()
        self._waker = waker
        self.guests: dict[Token, Guest] = {}
        self._accepted = 0
        self._buf = bytearray(CHUNK)

    @staticmethod
    @propagate
    def bind(addr: str) -> io.Result[Server]:
        """Creates a server at the address."""
        poll = Poll.new().unwrap()
        listener = TcpListener.bind(to_socket_addrs(addr).unwrap()[0]).unwrap()
        poll.registry().register(listener, LISTENER, Interest.READABLE).unwrap()
        waker = Waker.new(poll.registry(), WAKER).unwrap()
        say("server", f"listens at {listener.local_addr().unwrap()}")
        return Ok(Server(poll, listener, waker))

    def stop(self) -> None:
        """Ends `serve`. Any thread may call it, and a signal handler, too."""
        self._waker.wake().expect("the waker is open")

    @propagate
    def serve(self) -> io.Result[None]:
        """Serves until `stop` is called, and takes leave of the guests."""
        events = Events.with_capacity(1024)
        is_stopped = False
        while not is_stopped:
            self._poll.poll(events, None).unwrap()
            for event in events:
                token = event.token()
                if token == LISTENER:
                    self._accept().unwrap()
                elif token == WAKER:
                    is_stopped = True
                else:
                    self._handle(token).unwrap()
        say("server", f"closes, with {len(self.guests)} guests")
        return self._send_to_others(WAKER, b"* the room closes\n")

    @propagate
    def _accept(self) -> io.Result[None]:
        """Accepts the guests that wait in the queue."""
        while True:
            match self.listener.accept():
                case Ok((stream, _)):
                    self._enter(stream).unwrap()
                case Err(io.Error(io.ErrorKind.WouldBlock)):
                    return Ok(None)
                case Err(error):
                    # With too few descriptors, the next guest that leaves makes room for one.
                    say("server", f"nobody can enter: {error}")
                    return Ok(None)

    @propagate
    def _enter(self, stream: TcpStream) -> io.Result[None]:
        self._accepted += 1
        # A line does not wait until the one before it has been acknowledged.
        stream.set_nodelay(True).unwrap()
        token = Token(int(WAKER) + self._accepted)
        guest = Guest(stream, f"guest {self._accepted}")
        self._registry.register(stream, token, BOTH).unwrap()
        self.guests[token] = guest
        say("server", f"{guest.name} is here")
        return self._send(token, f"* you are {guest.name}\n".encode())

    @propagate
    def _handle(self, token: Token) -> io.Result[None]:
        """Goes on with a guest."""
        guest = self.guests.get(token)
        if guest is None:
            # It has left, and this event was on its way.
            return Ok(None)
        progress = guest.send_unsent().and_then(lambda _: guest.read(self._buf))
        lines, guest.lines = guest.lines, []
        for line in lines:
            self._send_to_others(token, b"%b: %b\n" % (guest.name.encode(), line)).unwrap()
        match progress:
            case Ok(Progress.WAITS):
                return Ok(None)
            case Ok(Progress.UNFINISHED):
                return self._registry.reregister(guest.stream, token, BOTH)
            case Ok():
                return self._remove(token, "has left")
            case Err(error):
                return self._remove(token, f"was lost: {error}")

    @propagate
    def _send_to_others(self, sender: Token, line: bytes) -> io.Result[None]:
        for token in list(self.guests):
            if token != sender:
                self._send(token, line).unwrap()
        return Ok(None)

    def _send(self, token: Token, line: bytes) -> io.Result[None]:
        match self.guests[token].send(line):
            case Ok():
                return Ok(None)
            case Err(error):
                return self._remove(token, f"was lost: {error}")

    def _remove(self, token: Token, why: str) -> io.Result[None]:
        """Closes the connection of a guest."""
        guest = self.guests.pop(token)
        say("server", f"{guest.name} {why}")
        guest.stream.close()
        # Someone may wait for the descriptor that is free now: then this makes an event.
        return self._registry.reregister(self.listener, LISTENER, Interest.READABLE)

    def close(self) -> None:
        """Closes everything."""
        for guest in self.guests.values():
            guest.stream.close()
        self.listener.close()
        self._waker.close()
        self._poll.close()


@propagate
def serve(addr: str) -> io.Result[None]:
    """Serves until a signal comes."""
    with closing(Server.bind(addr).unwrap()) as server:

        def stop(*_: object) -> None:
            server.stop()

        for number in (signal.SIGINT, signal.SIGTERM):
            _ = signal.signal(number, stop)
        return server.serve()


@propagate
def three() -> io.Result[None]:
    """Runs the server in a thread, and three guests, who see what the others say."""
    with (
        closing(Server.bind("127.0.0.1:0").unwrap()) as server,
        ThreadPoolExecutor() as threads,
        ExitStack() as streams,
    ):
        serving = threads.submit(server.serve)
        guests = list[stdnet.TcpStream]()
        views = list[io.Lines[io.BufReader[stdnet.TcpStream]]]()
        try:
            for _ in range(3):
                stream = stdnet.TcpStream.connect(server.listener.local_addr().unwrap()).unwrap()
                guests.append(streams.enter_context(stream))
                views.append(io.BufReader(stream).lines())
                show_next(views, len(views)).unwrap()
            for speaker, text in TALK:
                say(f"guest {speaker}", f"says {text}")
                guests[speaker - 1].write_all(f"{text}\n".encode()).unwrap()
                for number in (1, 2, 3):
                    if number != speaker:
                        show_next(views, number).unwrap()
        finally:
            server.stop()
        for number in (1, 2, 3):
            show_next(views, number).unwrap()
        return serving.result()


@propagate
def show_next(views: Sequence[Iterator[io.Result[str]]], number: int) -> io.Result[None]:
    """Prints the line that a guest gets next."""
    for line in islice(views[number - 1], 1):
        say(f"guest {number}", f"sees {line.unwrap()}")
    return Ok(None)


def say(side: str, text: str) -> None:
    """Prints what one side does or sees."""
    sys.stdout.write(f"{side}: {text}\n")
    sys.stdout.flush()


def main() -> io.Result[None]:
    """Does what the arguments say."""
    match arguments(__doc__):
        case []:
            return three()
        case ["serve", addr]:
            return serve(addr)
        case ["serve"]:
            return refuse(__doc__, "serve needs an address: HOST:PORT")
        case _:
            return refuse(__doc__, "it takes no arguments, or `serve ADDR`")


if __name__ == "__main__":
    run(main)
