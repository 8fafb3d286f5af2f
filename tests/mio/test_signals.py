"""Signals during `Poll.poll`: the wait goes on, or an exception comes out and no event is lost."""

import os
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import count
from types import FrameType
from typing import Final

import pytest

from stdnet import Err, Ok, io
from stdnet.mio import Events, Interest, Poll, Token, Waker, net
from tests.faults.fault_injection import run
from tests.faults.interrupting_signals import Interruption, alarms, interrupt

ONE: Final = Token(1)
TWO: Final = Token(2)
STORM: Final = 100
"""The number of exceptions that the program below gets out of `poll`."""

# A peer sends numbers on many connections, and goes on with one when it gets the number back. So it
# waits for ever if one event is lost. It interrupts the program, with SIGINT, when it has sent one:
# then the kernel reports an event and a signal at once. Alarms come at other moments.
STORMY: Final = """
import os, random, signal, socket, struct, sys
from stdnet import Err, Ok, io
from stdnet.mio import Events, Interest, Poll, Token
from stdnet.mio.net import UnixStream

STREAMS, STORM = 12, int(sys.argv[1])
NUMBER = struct.Struct("I")

class Alarm(TimeoutError): pass

armed = False
def raising(exception):
    def handle(number, frame):
        global armed
        if armed:
            armed = False
            raise exception
    return handle

def peer(ends, rng):
    sent = [0] * STREAMS
    while True:
        chosen = rng.sample(range(STREAMS), rng.randint(1, STREAMS))
        for at in chosen:
            sent[at] += 1
            ends[at].sendall(NUMBER.pack(sent[at]))
            if rng.randrange(3) == 0:
                os.kill(os.getppid(), signal.SIGINT)
        for at in chosen:
            if NUMBER.unpack(ends[at].recv(4, socket.MSG_WAITALL)) != (sent[at],):
                os._exit(1)

pairs = [socket.socketpair() for _ in range(STREAMS)]
ours, theirs = zip(*pairs)
signal.signal(signal.SIGINT, raising(KeyboardInterrupt))
signal.signal(signal.SIGALRM, raising(Alarm))
child = os.fork()
if not child:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for each in ours:
        each.close()
    try:
        peer(theirs, random.Random(1))
    finally:
        os._exit(0)
for each in theirs:
    each.close()

poll = Poll.new().unwrap()
batches = [Events.with_capacity(capacity) for capacity in (1, 3, 64)]
streams = []
for at, each in enumerate(ours):
    each.setblocking(False)
    streams.append(UnixStream.from_raw_fd(each.detach()))
    poll.registry().register(streams[at], Token(at), Interest.READABLE).unwrap()
received = [0] * STREAMS
stopped = {KeyboardInterrupt: 0, Alarm: 0}
rng = random.Random(2)
buf = bytearray(4)

def wait(events):
    global armed
    try:
        armed = True
        poll.poll(events, 10).unwrap()
        armed = False
    except (KeyboardInterrupt, Alarm) as exc:
        stopped[type(exc)] += 1
        return
    if events.is_empty():
        os.kill(child, signal.SIGKILL)
        sys.exit(f"an event is lost after {stopped}")

def answer(at):
    while True:
        match streams[at].read(buf):
            case Ok(4):
                received[at] += 1
                assert NUMBER.unpack(buf) == (received[at],)
                streams[at].write_all(buf).unwrap()
            case Ok(0):
                sys.exit("the peer has got a wrong number")
            case Err(e):
                assert e.kind() is io.ErrorKind.WouldBlock, e
                return

while min(stopped.values()) < STORM:
    signal.setitimer(signal.ITIMER_REAL, rng.uniform(1e-5, 2e-4))
    events = rng.choice(batches)
    wait(events)
    for event in events:
        answer(event.token())
signal.setitimer(signal.ITIMER_REAL, 0)
signal.signal(signal.SIGINT, signal.SIG_IGN)
os.kill(child, signal.SIGKILL)
os.waitpid(child, 0)
print(min(received) > 0)
"""


def test_a_storm_of_signals_loses_no_event() -> None:
    done = run("-c", STORMY, str(STORM))
    assert (done.returncode, done.stdout, done.stderr) == (0, "True\n", "")


def polled(poll: Poll, events: Events, timeout: float | None = 5) -> list[Token]:
    poll.poll(events, timeout).unwrap()
    return [event.token() for event in events]


def test_a_handler_runs_and_the_wait_goes_on() -> None:
    with Poll.new().unwrap() as poll:
        waker = Waker.new(poll.registry(), ONE).unwrap()

        def wake_after_three() -> None:
            if len(seen) == 3:
                waker.wake().unwrap()

        with alarms(0.005, wake_after_three) as seen, waker:
            assert polled(poll, Events.with_capacity(8), None) == [ONE]
        assert len(seen) >= 3


@pytest.mark.slow  # On a busy machine time-outs are late.
def test_signals_do_not_stretch_the_time_out() -> None:
    limit, taken = 0.1, 0.0
    with Poll.new().unwrap() as poll, alarms(0.005) as seen:
        for _ in range(3):
            start = time.monotonic()
            assert polled(poll, Events.with_capacity(8), limit) == []
            taken = time.monotonic() - start
            assert taken >= limit
            if taken <= 2 * limit:
                break
        else:
            pytest.fail(f"{taken} s instead of {limit} s")
        assert seen


@pytest.mark.parametrize("timeout", [None, 20])
def test_the_exception_of_a_handler_comes_out(timeout: float | None) -> None:
    poll, events = Poll.new().unwrap(), Events.with_capacity(8)
    start = time.monotonic()
    with pytest.raises(Interruption), alarms(0.01, interrupt):
        poll.poll(events, timeout).unwrap()
    assert time.monotonic() - start < 1
    assert events.is_empty()


def test_ctrl_c_ends_the_wait_and_the_program_can_go_on() -> None:
    poll, events = Poll.new().unwrap(), Events.with_capacity(8)
    waker = Waker.new(poll.registry(), ONE).unwrap()
    before = signal.signal(signal.SIGALRM, lambda _, __: os.kill(os.getpid(), signal.SIGINT))
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.01)
        with pytest.raises(KeyboardInterrupt):
            poll.poll(events, None).unwrap()
    finally:
        signal.signal(signal.SIGALRM, before)
    assert events.is_empty()
    waker.wake().unwrap()
    assert polled(poll, events) == [ONE]


def interrupted_at(moment: int, call: Callable[[], object], exception: type[BaseException]) -> bool:
    """Raises an exception where CPython looks for signals the n-th time; returns if it came."""
    left = moment

    def profile(frame: FrameType, event: str, argument: object) -> None:
        nonlocal left
        if frame.f_globals["__name__"] == __name__ or event not in {"call", "c_return"}:
            return
        left -= 1
        if left == 0:
            raise exception

    sys.setprofile(profile)
    try:
        call()
    except (KeyboardInterrupt, Interruption):
        return True
    finally:
        sys.setprofile(None)
    return False


each_exception: Final = pytest.mark.parametrize("exception", [KeyboardInterrupt, Interruption])


@each_exception
def test_a_poll_that_is_interrupted_at_any_moment_loses_no_event(
    exception: type[BaseException],
) -> None:
    poll, events = Poll.new().unwrap(), Events.with_capacity(8)
    here, peer = net.UnixStream.pair().unwrap()
    poll.registry().register(here, ONE, Interest.READABLE).unwrap()
    moment = 0
    for moment in count(1):
        peer.write(b"x").unwrap()
        is_interrupted = interrupted_at(moment, lambda: poll.poll(events, 5), exception)
        assert [event.token() for event in events] == [ONE] or polled(poll, events) == [ONE]
        assert polled(poll, events, 0) == []
        assert here.read(bytearray(8)) == Ok(1)
        if not is_interrupted:
            break
    assert moment > 5


def interrupted_after_the_report(poll: Poll, events: Events) -> None:
    """Waits, and raises as a signal handler does, when the kernel has reported an event."""

    def profile(frame: FrameType, event: str, function: object) -> None:
        if event == "c_call" and getattr(function, "__name__", "") == "get":  # Reads the table.
            raise KeyboardInterrupt

    sys.setprofile(profile)
    try:
        poll.poll(events, 5).unwrap()
    finally:
        sys.setprofile(None)


def test_kept_events_come_in_pieces_if_there_is_little_room() -> None:
    poll, events = Poll.new().unwrap(), Events.with_capacity(2)
    sources = [each for _ in range(2) for each in net.UnixStream.pair().unwrap()]
    for at, source in enumerate(sources):
        poll.registry().register(source, Token(at), Interest.WRITABLE).unwrap()
    with pytest.raises(KeyboardInterrupt):
        interrupted_after_the_report(poll, Events.with_capacity(3))
    pieces = [polled(poll, events) for _ in range(3)]
    assert [len(piece) for piece in pieces] == [2, 1, 1]
    assert sorted(token for piece in pieces for token in piece) == [0, 1, 2, 3]
    assert polled(poll, events, 0) == []


def is_done_or(result: io.Result[None], kind: io.ErrorKind) -> bool:
    return result == Ok(None) or (isinstance(result, Err) and result.unwrap_err().kind() is kind)


@each_exception
def test_a_registration_that_is_interrupted_at_any_moment_can_be_made_again(
    exception: type[BaseException],
) -> None:
    poll, events = Poll.new().unwrap(), Events.with_capacity(8)
    registry = poll.registry()
    moment = 0
    for moment in count(1):
        here, peer = net.UnixStream.pair().unwrap()
        register = partial(registry.register, here, ONE, Interest.WRITABLE)
        is_interrupted = interrupted_at(moment, register, exception)
        assert is_done_or(register(), io.ErrorKind.AlreadyExists)
        assert polled(poll, events) == [ONE]
        reregister = partial(registry.reregister, here, TWO, Interest.READABLE)
        is_interrupted |= interrupted_at(moment, reregister, exception)
        reregister().unwrap()
        peer.write(b"x").unwrap()
        assert polled(poll, events) == [TWO]
        deregister = partial(registry.deregister, here)
        is_interrupted |= interrupted_at(moment, deregister, exception)
        assert is_done_or(deregister(), io.ErrorKind.NotFound)
        reregister().unwrap_err()
        assert polled(poll, events, 0) == []
        here.close()
        if not is_interrupted:
            break
    assert moment > 5
