"""One thread polls, while others accept, register, close and drop connections."""

import random
import secrets
import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Final

import pytest

from stdnet.mio import Events, Interest, Poll, Token, Waker
from stdnet.mio.net import UnixListener, UnixStream
from stdnet.os.unix import net as std

THREADS: Final = 4
ROUNDS: Final = 400
"""The connections of each thread."""

PATIENCE: Final = 20.0
"""The seconds after which an event counts as lost."""

STOP: Final = Token(0)


class Server:
    """The thread that polls, and what it knows of the connections."""

    def __init__(self) -> None:
        self.poll = Poll.new().unwrap()
        self.tokens = count(1)
        self.awaited = dict[Token, threading.Event]()
        """The connections that shall have an event, which is set then."""
        self.ending = set[Token]()
        """The connections whose peer is closed, or will be at once."""
        self.mistaken = list[str]()

    def run(self) -> None:
        events = Events.with_capacity(4)
        while True:
            self.poll.poll(events, None).unwrap()
            for event in events:
                token = event.token()
                if token == STOP:
                    return
                is_end = event.is_read_closed() or event.is_write_closed() or event.is_error()
                if is_end and token not in self.ending:
                    self.mistaken.append(repr(event))
                if awaited := self.awaited.get(token):
                    awaited.set()

    def serve_one(self, here: UnixStream, peer: UnixStream, rng: random.Random) -> None:
        """Registers a connection, waits for an event of it, and ends it."""
        token = Token(next(self.tokens))
        seen = self.awaited[token] = threading.Event()
        interests = rng.choice((Interest.READABLE, Interest.WRITABLE, Interest.PRIORITY))
        self.poll.registry().register(here, token, interests).unwrap()
        if interests is Interest.PRIORITY:  # Nothing has come so far.
            self.poll.registry().reregister(here, token, Interest.READABLE).unwrap()
        peer.write(b"x").unwrap()
        assert seen.wait(PATIENCE), "the event is lost"
        match rng.randrange(4):
            case 0:  # Its event may be under way while another connection gets the number.
                self.ending.add(token)
                peer.close()
                here.close()
            case 1:
                self.ending.add(token)
                peer.close()
                std.UnixStream.from_(here).close()
            case 2:
                here.close()
            case _:
                self.ending.add(token)
                peer.close()
        del self.awaited[token]


@pytest.mark.usefixtures("frequent_switches")
def test_no_event_reaches_a_stranger_and_none_is_lost() -> None:
    server = Server()
    waker = Waker.new(server.poll.registry(), STOP).unwrap()

    def serve(seed: int) -> None:
        rng = random.Random(seed)
        name = std.SocketAddr.from_abstract_name(secrets.token_bytes(12)).unwrap()
        listener = UnixListener.bind_addr(name).unwrap()
        for _ in range(ROUNDS):
            if rng.randrange(2):
                server.serve_one(*UnixStream.pair().unwrap(), rng)
            else:
                peer = UnixStream.connect_addr(name).unwrap()
                server.serve_one(listener.accept().unwrap()[0], peer, rng)

    with ThreadPoolExecutor(THREADS + 1) as pool:
        polling = pool.submit(server.run)
        try:
            for serving in [pool.submit(serve, seed) for seed in range(THREADS)]:
                serving.result()
        finally:
            waker.wake().unwrap()
        polling.result()
    assert server.mistaken == []
