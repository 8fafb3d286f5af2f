"""`Poll.poll` with every time-out and every capacity."""

import errno
import math
import time
from datetime import timedelta
from typing import Final

import pytest

from stdnet.mio import Events, Interest, Poll, Token, net
from stdnet.mio.unix import pipe
from tests.faults.interrupting_signals import alarms

ONE: Final = Token(1)

SHORT: Final = [0, 0.0, timedelta(0), 1e-9, timedelta.resolution, 0.001]
LONG: Final = [
    *(None, 2**31 / 1000 - 1, 2**31 / 1000, 2**32 / 1000, 2**32 / 1000 + 0.005, 1e30, 2**200),
    *(math.inf, timedelta.max),
]
"""Where the milliseconds do not fit into C's `int`, mio waits as long as the lower bits say."""


@pytest.mark.parametrize("timeout", SHORT)
def test_a_short_time_out_is_rounded_up_to_a_millisecond(timeout: float | timedelta) -> None:
    with Poll.new().unwrap() as poll:
        events = Events.with_capacity(8)
        start = time.monotonic()
        poll.poll(events, timeout).unwrap()
        taken = time.monotonic() - start
        assert events.is_empty()
        assert taken >= 0.001 or not timeout


@pytest.mark.parametrize("timeout", LONG)
def test_a_long_time_out_does_not_return_at_once(timeout: float | timedelta | None) -> None:
    """A handler of a signal, which comes while it waits, makes the event."""
    sender, receiver = pipe.new().unwrap()
    with Poll.new().unwrap() as poll, alarms(0.01, lambda: sender.write(b"x").unwrap()):
        poll.registry().register(receiver, ONE, Interest.READABLE).unwrap()
        events = Events.with_capacity(8)
        poll.poll(events, timeout).unwrap()
        assert [event.token() for event in events] == [ONE]


@pytest.mark.parametrize("timeout", [-1, -1e-9, -math.inf, math.nan, timedelta(microseconds=-1)])
def test_a_negative_time_out_raises(timeout: float | timedelta) -> None:
    with Poll.new().unwrap() as poll, pytest.raises(ValueError, match="a duration is 0 or more"):
        _ = poll.poll(Events.with_capacity(8), timeout)


@pytest.mark.parametrize("capacity", [0, (2**31 - 1) // 12 + 1, 2**31, 2**63, 2**64 - 1])
def test_a_capacity_that_linux_refuses_is_einval(capacity: int) -> None:
    events = Events.with_capacity(capacity)
    assert events.capacity() == capacity
    with Poll.new().unwrap() as poll:
        assert poll.poll(events, None).unwrap_err().raw_os_error() == errno.EINVAL


def test_the_largest_capacity_works() -> None:
    sender, _receiver = pipe.new().unwrap()
    with Poll.new().unwrap() as poll:
        poll.registry().register(sender, ONE, Interest.WRITABLE).unwrap()
        events = Events.with_capacity((2**31 - 1) // 12)
        poll.poll(events, None).unwrap()
        assert [event.token() for event in events] == [ONE]


@pytest.mark.parametrize("capacity", [-1, 2**64])
def test_a_capacity_that_is_no_usize_raises(capacity: int) -> None:
    with pytest.raises(ValueError, match="usize"):
        Events.with_capacity(capacity)


@pytest.mark.parametrize("capacity", [1, 3, 7])
def test_what_has_no_room_comes_with_the_next_calls(capacity: int) -> None:
    sources = [each for _ in range(10) for each in net.UnixStream.pair().unwrap()]
    with Poll.new().unwrap() as poll:
        for at, source in enumerate(sources):
            poll.registry().register(source, Token(at), Interest.WRITABLE).unwrap()
        events, tokens = Events.with_capacity(capacity), list[Token]()
        while len(tokens) < len(sources):
            poll.poll(events, 5).unwrap()
            assert 0 < len(events) <= capacity
            tokens += [event.token() for event in events]
        assert sorted(tokens) == [*range(20)]
        poll.poll(events, 0).unwrap()
        assert events.is_empty()
