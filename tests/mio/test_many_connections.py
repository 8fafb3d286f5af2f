"""Thousands of connections, closed or dropped, leave no descriptor, and the table stays small."""

import resource
from typing import Final

import pytest

from tests.faults.fault_injection import run
from tests.support.once import only_with

CONNECTIONS: Final = 5000
LIMIT: Final = resource.getrlimit(resource.RLIMIT_NOFILE)[1]

# Both ends are registered, so there are twice as many descriptors. The table has the tokens by the
# number of the descriptor. A source that is dropped leaves its entry there until the number is used
# again, so the table has as many entries as there were descriptors at a time, at most.
PROGRAM: Final = """
import os, resource, sys
from stdnet.mio import Events, Interest, Poll, Token
from stdnet.mio._poll import selector_of
from stdnet.mio.net import UnixListener, UnixStream
from stdnet.os.unix.net import SocketAddr

end, at_once = sys.argv[1], int(sys.argv[2])
hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (2 * at_once + 100, hard))
# Not TCP, as its connections would stay in TIME_WAIT while other tests need ports.
listener = UnixListener.bind_addr(SocketAddr.from_pathname("").unwrap()).unwrap()
addr = listener.local_addr().unwrap()
poll, events = Poll.new().unwrap(), Events.with_capacity(1024)
registry = poll.registry()
instance = selector_of(registry)._instance
before = len(os.listdir("/proc/self/fd"))

def connect(number):
    client = UnixStream.connect_addr(addr).unwrap()
    server, _ = listener.accept().unwrap()
    for at, source in enumerate((client, server)):
        registry.register(source, Token(2 * number + at), Interest.READABLE).unwrap()
    return client, server

def finish(pairs):
    for number, (client, server) in enumerate(pairs):
        if end == "close":
            server.close()
            client.close()
        pairs[number] = None
    client = server = None

for start in range(0, CONNECTIONS, at_once):
    pairs = [connect(number) for number in range(start, start + at_once)]
    assert len(os.listdir("/proc/self/fd")) == before + 2 * at_once
    finish(pairs)
    assert len(os.listdir("/proc/self/fd")) == before
    poll.poll(events, 0).unwrap()
    assert events.is_empty() or end == "drop"
print(len(instance.tokens), len(instance.reused), len(instance.undelivered))
"""


def left(end: str, at_once: int) -> str:
    """Runs the program; returns how many entries its tables have in the end."""
    program = PROGRAM.replace("CONNECTIONS", str(CONNECTIONS))
    done = run("-c", program, end, str(at_once))
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@only_with("3.13")
@pytest.mark.parametrize(("end", "entries"), [("close", 0), ("drop", 2)])
def test_connections_in_turn(end: str, entries: int) -> None:
    assert left(end, 1) == f"{entries} 0 0\n"


@only_with("3.12")
@pytest.mark.skipif(0 <= LIMIT < 2 * CONNECTIONS + 100, reason="the process may open too few files")
@pytest.mark.parametrize(("end", "entries"), [("close", 0), ("drop", 2 * CONNECTIONS)])
def test_connections_at_once(end: str, entries: int) -> None:
    assert left(end, CONNECTIONS) == f"{entries} 0 0\n"
