"""Sources of one's own, and sources that several polls know."""

import os
import select
from typing import Final, cast

import pytest

from stdnet import Ok, io
from stdnet.mio import Events, Interest, Poll, Registry, Token, net
from stdnet.mio.event import Source

ONE: Final = Token(1)
EVENTS: Final = Events.with_capacity(8)


def tokens(poll: Poll) -> list[Token]:
    """Returns the tokens of the events that have come."""
    poll.poll(EVENTS, 0).unwrap()
    return [event.token() for event in EVENTS]


def test_a_source_that_lacks_a_method_is_a_type_error() -> None:
    class Incomplete(Source):
        def deregister(self, registry: Registry) -> io.Result[None]:
            return Ok(None)

    with pytest.raises(TypeError, match="abstract"):
        Incomplete()  # type: ignore[abstract]  # pyright: ignore[reportAbstractUsage]


def test_a_source_that_returns_no_result_is_a_type_error() -> None:
    class Silent:
        def register(self, registry: Registry, token: Token, interests: Interest) -> None: ...

        reregister = register

        def deregister(self, registry: Registry) -> None: ...

    source = cast("Source", Silent())
    with Poll.new().unwrap() as poll:
        registry = poll.registry()
        with pytest.raises(TypeError, match=r"result of register\(\) .* write return Ok\(None\)"):
            _ = registry.register(source, ONE, Interest.READABLE)
        with pytest.raises(TypeError, match=r"result of reregister\(\)"):
            _ = registry.reregister(source, ONE, Interest.READABLE)
        with pytest.raises(TypeError, match=r"result of deregister\(\)"):
            _ = registry.deregister(source)


@pytest.mark.parametrize("deregistered", [None, 0, 1])
def test_close_deregisters_from_every_poll(deregistered: int | None) -> None:
    polls = [Poll.new().unwrap() for _ in range(2)]
    one, two = net.UnixStream.pair().unwrap()
    for number, poll in enumerate(polls):
        poll.registry().register(one, Token(number), Interest.READABLE).unwrap()
    if deregistered is not None:
        polls[deregistered].registry().deregister(one).unwrap()
    duplicate = os.dup(one.as_raw_fd())
    one.close()
    two.write_all(b"x").unwrap()
    assert [tokens(poll) for poll in polls] == [[], []]
    os.close(duplicate)


@pytest.mark.parametrize("timeout", [0, 0.01])
def test_the_wait_ends_although_foreign_events_keep_coming(timeout: float) -> None:
    one, two = net.UnixStream.pair().unwrap()
    two.write_all(b"x").unwrap()
    with Poll.new().unwrap() as poll, select.epoll.fromfd(os.dup(poll.as_raw_fd())) as foreign:
        foreign.register(one, select.EPOLLIN)  # Level-triggered: reported again and again.
        poll.poll(EVENTS, timeout).unwrap()
        assert EVENTS.is_empty()
