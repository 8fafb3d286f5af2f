"""Nothing of `stdnet.mio` warns, prints or raises when it is dropped, in whatever order."""

from pathlib import Path
from typing import Final

import pytest

from stdnet.mio import Interest, Poll, Token
from stdnet.mio.net import UnixListener
from stdnet.mio.unix import SourceFd
from tests.faults.fault_injection import run

EVERYTHING: Final = """
import gc, os, socket, sys
from itertools import permutations
from threading import Thread
from stdnet import Err, Ok, SocketAddr, UdpSocket
from stdnet.mio import Events, Interest, Poll, Token, Waker, event, net, unix
from stdnet.os.unix.net import UnixStream

ANY = SocketAddr.from_str("127.0.0.1:0").unwrap()
EACH = Interest.READABLE | Interest.WRITABLE | Interest.PRIORITY

class Client:
    def __init__(self, stream):
        self.stream = stream
    def register(self, registry, token, interests):
        return registry.register(self.stream, token, interests)
    def reregister(self, registry, token, interests):
        return registry.reregister(self.stream, token, interests)
    def deregister(self, registry):
        return registry.deregister(self.stream)

def sources():
    listener = net.TcpListener.bind(ANY).unwrap()
    client = net.TcpStream.connect(listener.local_addr().unwrap()).unwrap()
    while isinstance(accepted := listener.accept(), Err):
        pass
    names = net.UnixListener.bind_addr(net.UnixDatagram.pair().unwrap()[0].local_addr().unwrap())
    std = UdpSocket.bind("127.0.0.1:0").unwrap()
    std.set_nonblocking(True).unwrap()
    return [
        listener, client, accepted.unwrap()[0], names.unwrap(), std,
        net.UdpSocket.bind(ANY).unwrap(), Client(net.UnixStream.pair().unwrap()[0]),
        *net.UnixStream.pair().unwrap(), *net.UnixDatagram.pair().unwrap(),
        *unix.pipe.new().unwrap(), net.UnixStream.from_std(UnixStream.pair().unwrap()[0]),
    ]

def everything():
    poll, events = Poll.new().unwrap(), Events.with_capacity(64)
    clone = poll.registry().try_clone().unwrap()
    waker = Waker.new(clone, Token(99)).unwrap()
    made = sources()
    for at, source in enumerate(made):
        registry = (poll.registry(), clone)[at % 2]
        registry.register(source, Token(at), EACH).unwrap()
        registry.reregister(source, Token(at), Interest.READABLE | Interest.WRITABLE).unwrap()
    clone.register(unix.SourceFd(waker._fd.fileno()), Token(98), EACH).unwrap_err()
    waker.wake().unwrap()
    poll.poll(events, 5).unwrap()
    assert len(events) > 8
    return [poll, clone, waker, made, events, [*events], poll.registry()]
"""

DROPS: Final = """
before = len(os.listdir("/proc/self/fd"))
for order in permutations(range(6)):
    held = everything()
    for at in order:
        held[at] = None
    held = None
    assert len(os.listdir("/proc/self/fd")) == before
"""

CLOSES: Final = """
before = len(os.listdir("/proc/self/fd"))
for order in permutations(range(4)):
    held = everything()
    parts = [*held[:3], held[3]]
    for at in order:
        for each in parts[at] if at == 3 else [parts[at]]:
            each = each.stream if isinstance(each, Client) else each
            for _ in range(2):
                with each:
                    each.close()
            repr(each)
    assert len(os.listdir("/proc/self/fd")) == before, order
"""

CYCLE: Final = """
before = len(os.listdir("/proc/self/fd"))
gc.disable()
held = everything()
held.append(held)
held = None
gc.collect()
assert len(os.listdir("/proc/self/fd")) == before
"""

IN_GLOBALS: Final = """
held = everything()
poll, clone, waker, made, events, listed, registry = held
held.append(held)
"""

IN_A_THREAD: Final = """
poll, clone, waker, made, events, listed, registry = everything()
poll.poll(events, 0).unwrap()
while not events.is_empty():
    poll.poll(events, 0).unwrap()
Thread(target=poll.poll, args=[events, None], daemon=True).start()
"""

EXITS: Final = """
held = everything()
sys.modules["kept"] = held
raise SystemExit(0)
"""


PROGRAMS: Final = {
    "drops": DROPS,
    "closes": CLOSES,
    "cycle": CYCLE,
    "in globals": IN_GLOBALS,
    "in a thread": IN_A_THREAD,
    "exits": EXITS,
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_nothing_is_printed_and_nothing_stays_open(program: str) -> None:
    done = run("-c", EVERYTHING + PROGRAMS[program])
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_closed_listener_removes_its_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "sock"
    with UnixListener.bind(path, unlink_on_close=True).unwrap() as listener:
        poll = Poll.new().unwrap()
        poll.registry().register(listener, Token(1), Interest.READABLE).unwrap()
        borrowed = listener.as_fd()
        assert path.exists()
    assert not path.exists()
    assert poll.registry().deregister(SourceFd(borrowed.as_raw_fd())).is_err()
    assert UnixListener.bind(path).is_ok()
