"""Events of `stdnet.mio` that come together with a signal whose handler raises."""

from typing import Final

from tests.faults.fault_injection import needs_signals, signalled

# An event that the kernel has reported comes only once, so that nobody would report it again.
PROGRAM: Final = """
import signal
from stdnet.mio import Events, Interest, Poll, Token
from stdnet.mio.unix import pipe

class Alarm(Exception): ...

def handle(*_):
    raise Alarm

signal.signal(signal.SIGURG, handle)
poll, events = Poll.new().unwrap(), Events.with_capacity(8)
sender, receiver = pipe.new().unwrap()
poll.registry().register(receiver, Token(1), Interest.READABLE).unwrap()
interrupted = lost = 0
for _ in range(20):
    sender.write_all(b"x").unwrap()
    found = []
    for _ in range(2):
        try:
            poll.poll(events, 0).unwrap()
        except Alarm:
            interrupted += 1
        found += events
        events.clear()
    lost += not found
    receiver.read(bytearray(8)).unwrap()
print("interrupted" if interrupted >= 20 else interrupted, "lost", lost)
"""


@needs_signals
def test_an_exception_of_a_handler_loses_no_event() -> None:
    done = signalled("epoll_wait", PROGRAM)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "interrupted lost 0\n"
