"""No event reaches a source that has the number of another one, which was closed.

Another thread closes and registers while one waits. Here a hook does so at the worst moment.
"""

import os
import sys
from collections.abc import Callable
from threading import Event, Thread
from types import FrameType
from typing import Final

import pytest

from stdnet._sys.ownership import DROPS_LATE
from stdnet.mio import Events, Interest, Poll, Token, net
from stdnet.mio.unix import pipe
from stdnet.os.unix import net as std
from tests.mio.hooked_epoll import hooked_poll
from tests.mio.test_signals import interrupted_after_the_report

OLD: Final = Token(1)
NEW: Final = Token(2)
BOTH: Final = Interest.READABLE | Interest.WRITABLE


class Connection:
    """A registered socket, and its peer."""

    def __init__(self, poll: Poll, token: Token, interests: Interest = Interest.READABLE) -> None:
        self.here, self.peer = net.UnixStream.pair().unwrap()
        poll.registry().register(self.here, token, interests).unwrap()

    def number(self) -> int:
        return self.here.as_raw_fd()


def close(connection: Connection) -> None:
    connection.here.close()


def drop(connection: Connection) -> None:
    del connection.here


def close_by_number(connection: Connection) -> None:
    os.close(connection.here.into_raw_fd())


def close_as_std(connection: Connection) -> None:
    std.UnixStream.from_(connection.here).close()


each_end: Final = pytest.mark.parametrize("end", [close, drop, close_by_number, close_as_std])


def polled(poll: Poll, events: Events, timeout: float | None = 5) -> list[tuple[Token, str]]:
    """Waits; returns the tokens of the events and what they say."""
    poll.poll(events, timeout).unwrap()
    names = ("readable", "writable", "error", "read_closed", "write_closed")
    return [
        (each.token(), " ".join(name for name in names if getattr(each, f"is_{name}")()))
        for each in events
    ]


def successor(
    old: Connection,
    poll: Poll,
    end: Callable[[Connection], None],
    interests: Interest = Interest.READABLE,
) -> Connection:
    """Closes the socket of a connection; returns a registered one that has its number now."""
    number = old.number()
    others = [os.open("/dev/null", os.O_RDONLY | os.O_CLOEXEC) for _ in range(4)]
    del old.peer
    end(old)
    new = Connection(poll, NEW, interests)
    for other in others:
        os.close(other)
    assert new.number() == number
    return new


@each_end
def test_the_end_of_a_connection_does_not_reach_its_successor(
    end: Callable[[Connection], None],
) -> None:
    events = Events.with_capacity(8)
    with hooked_poll() as (poll, epoll):
        old = Connection(poll, OLD)
        made = list[Connection]()
        epoll.after_poll = lambda: made.append(successor(old, poll, end))
        old.peer.close()
        assert polled(poll, events, 0.001) == []
        made[0].peer.write(b"x").unwrap()
        assert polled(poll, events) == [(NEW, "readable")]
        assert polled(poll, events, 0) == []


@each_end
def test_the_successor_gets_its_own_event(end: Callable[[Connection], None]) -> None:
    events = Events.with_capacity(8)
    with hooked_poll() as (poll, epoll):
        old = Connection(poll, OLD)
        made = list[Connection]()
        # It is ready at once. When the kernel reports the number, it could mean the old one.
        epoll.before_poll = lambda: made.append(successor(old, poll, end, Interest.WRITABLE))
        assert polled(poll, events) == [(NEW, "writable")]
        assert polled(poll, events, 0) == []


def test_a_source_that_is_deregistered_meanwhile_has_no_event() -> None:
    events = Events.with_capacity(8)
    with hooked_poll() as (poll, epoll):
        old = Connection(poll, OLD)
        old.peer.close()
        epoll.after_poll = lambda: poll.registry().deregister(old.here).unwrap()
        assert polled(poll, events, 0.001) == []
        poll.registry().register(old.here, NEW, Interest.READABLE).unwrap()
        assert polled(poll, events) == [(NEW, "readable read_closed write_closed")]


@pytest.mark.parametrize("timeout", [None, 0, 30])
def test_the_wait_goes_on_with_the_rest_of_the_time_out(timeout: float | None) -> None:
    with hooked_poll() as (poll, epoll):
        old, other = Connection(poll, OLD), Connection(poll, NEW)
        old.peer.close()

        def replace_the_event() -> None:
            old.here.close()
            other.peer.write(b"x").unwrap()

        epoll.after_poll = replace_the_event
        assert polled(poll, Events.with_capacity(1), timeout) == [(NEW, "readable")]
        first, second = epoll.timeouts
        assert first == (-1 if timeout is None else timeout)
        assert second == first if not timeout else 29 < second < first


@each_end
def test_the_event_that_comes_while_it_is_being_registered_is_not_lost(
    end: Callable[[Connection], None],
) -> None:
    """The kernel reports it before `epoll_ctl` has returned in the other thread."""
    if DROPS_LATE and end is not close_by_number:
        pytest.skip("the number is free when the thread that made it has time")
    events = Events.with_capacity(8)
    registered, seen = Event(), Event()
    with hooked_poll() as (poll, epoll):
        old = Connection(poll, OLD)
        made = list[Connection]()
        other = Thread(
            target=lambda: made.append(successor(old, poll, end, Interest.WRITABLE)),
        )

        def until_it_is_seen() -> None:
            registered.set()
            seen.wait()

        def start() -> None:
            epoll.after_register = until_it_is_seen
            other.start()
            registered.wait()

        epoll.before_poll = start
        first = polled(poll, events)
        seen.set()
        other.join()
        assert first == [(NEW, "writable")]


def test_the_interests_of_the_last_registration_count() -> None:
    """Another thread registers it anew while the kernel is told to report it again."""
    events = Events.with_capacity(8)
    with hooked_poll() as (poll, epoll):
        old = Connection(poll, OLD)
        old.peer.write(b"x").unwrap()
        made = list[Connection]()

        def register_anew() -> None:
            poll.registry().reregister(made[0].here, NEW, BOTH).unwrap()

        def replace() -> None:
            made.append(successor(old, poll, close))
            epoll.before_modify = register_anew

        epoll.after_poll = replace
        assert polled(poll, events) == [(NEW, "writable")]
        made[0].peer.write(b"x").unwrap()
        assert polled(poll, events) == [(NEW, "readable writable")]


@each_end
def test_an_event_that_was_kept_does_not_reach_the_successor(
    end: Callable[[Connection], None],
) -> None:
    """A signal handler raised after the kernel had reported the descriptor."""
    events = Events.with_capacity(8)
    poll = Poll.new().unwrap()
    old = Connection(poll, OLD)
    old.peer.close()
    with pytest.raises(KeyboardInterrupt):
        interrupted_after_the_report(poll, events)
    new = successor(old, poll, end)
    assert polled(poll, events, 0.001) == []
    new.peer.write(b"x").unwrap()
    assert polled(poll, events) == [(NEW, "readable")]


def test_close_deregisters_although_a_duplicate_is_open() -> None:
    poll, events = Poll.new().unwrap(), Events.with_capacity(8)
    sender, receiver = pipe.new().unwrap()
    for source, peer in (net.UnixStream.pair().unwrap(), (receiver, sender)):
        poll.registry().register(source, OLD, Interest.READABLE).unwrap()
        with source.as_fd().try_clone_to_owned().unwrap():
            source.close()
            peer.write(b"x").unwrap()
            assert polled(poll, events, 0) == []


def test_a_duplicate_keeps_the_registration_of_a_closed_number() -> None:
    """As documented: its event has the token of the source that has the number now."""
    poll, events = Poll.new().unwrap(), Events.with_capacity(8)
    old = Connection(poll, OLD)
    with old.here.as_fd().try_clone_to_owned().unwrap():
        close_by_number(old)
        old.peer.write(b"x").unwrap()
        assert polled(poll, events) == [(OLD, "readable")]


@pytest.mark.parametrize(
    ("method", "system_call"),
    [("register", "register"), ("reregister", "modify"), ("deregister", "unregister")],
)
@pytest.mark.parametrize("kind", [net.UnixStream, std.UnixStream], ids=["mio", "std"])
def test_a_source_that_is_closed_meanwhile_keeps_its_number_until_the_call_returns(
    kind: type[net.UnixStream | std.UnixStream], method: str, system_call: str
) -> None:
    """Another thread closes it when its number is known, and the kernel is not asked yet."""
    registry = Poll.new().unwrap().registry()
    source, _peer = kind.pair().unwrap()
    number = source.as_raw_fd()
    if method != "register":
        registry.register(source, OLD, Interest.READABLE).unwrap()
    is_taken = list[bool]()

    def profile(frame: FrameType, event: str, function: object) -> None:
        match event, getattr(function, "__name__", ""):
            case "c_return", "fileno":
                source.close()
            case "c_call", name if name == system_call and source.as_raw_fd() < 0:
                is_taken.append(os.path.exists(f"/proc/self/fd/{number}"))
            case _:
                pass

    arguments = () if method == "deregister" else (OLD, Interest.READABLE)
    call: Callable[..., object] = getattr(registry, method)
    sys.setprofile(profile)
    try:
        call(source, *arguments)
    finally:
        sys.setprofile(None)
    # The first may be the call that `close` makes.
    assert is_taken[-1]
