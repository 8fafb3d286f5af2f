"""A loop over `stdnet.mio`, as one writes it with the crate."""

import socket
from collections.abc import Callable

from stdnet import Err, Ok, TcpListener, io, mio
from stdnet.mio import Events, Interest, Poll, Registry, Token
from stdnet.mio.event import Event
from stdnet.mio.net import TcpStream
from tests.bench.many.servers import BATCH, SIZE, Answer

LISTENER = Token(0)


def short_reads(listener: socket.socket, answer: Answer) -> None:
    """Takes a short read for the end of what has come, as Linux allows for streams."""
    serve(listener, talker(answer, may_stop=True))


def drained(listener: socket.socket, answer: Answer) -> None:
    """Reads until `WouldBlock`."""
    serve(listener, talker(answer, may_stop=False))


def talker(answer: Answer, *, may_stop: bool) -> Callable[[TcpStream, Event], bool]:
    """Returns a function that answers what has come; it returns True if the connection has ended.

    If it may, it stops at a short read.
    """
    buf = memoryview(bytearray(SIZE))

    def talk(stream: TcpStream, event: Event) -> bool:
        while True:
            match stream.read(buf):
                case Ok(n):
                    if n == 0 or stream.write_all(answer(buf[:n])).is_err():
                        return True
                    if may_stop and n < SIZE and not event.is_read_closed():
                        return False
                case Err(e):
                    return e.kind() is not io.ErrorKind.WouldBlock

    return talk


def serve(listener: socket.socket, talk: Callable[[TcpStream, Event], bool]) -> None:
    """Serves for ever; `talk` returns True if the connection has ended."""
    listener.setblocking(False)
    server = mio.net.TcpListener.from_std(TcpListener.from_socket(listener).unwrap())
    poll = Poll.new().unwrap()
    events = Events.with_capacity(BATCH)
    poll.registry().register(server, LISTENER, Interest.READABLE).unwrap()
    streams = dict[Token, TcpStream]()
    while True:
        poll.poll(events, None).unwrap()
        for event in events:
            token = event.token()
            if token == LISTENER:
                accept_all(server, poll.registry(), streams)
            elif talk(streams[token], event):
                streams.pop(token).close()


def accept_all(
    server: mio.net.TcpListener, registry: Registry, streams: dict[Token, TcpStream]
) -> None:
    while True:
        match server.accept():
            case Ok((stream, _addr)):
                token = Token(stream.as_raw_fd())
                registry.register(stream, token, Interest.READABLE).unwrap()
                streams[token] = stream
            case Err(io.Error(io.ErrorKind.WouldBlock)):
                return
            case Err(e):
                raise e
