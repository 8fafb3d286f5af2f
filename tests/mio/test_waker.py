"""A `Waker` wakes from any thread and from signal handlers, once for any number of calls."""

import errno
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, Thread
from typing import Final

import pytest

from stdnet import Ok
from stdnet.mio import Events, Poll, Token, Waker
from tests.support.threads import wait_until_blocked

WAKE: Final = Token(7)
FULL: Final = (1 << 64) - 2
"""The largest value of the counter of an eventfd."""

SECOND: Final = "Only a single `Waker` can be active per `Poll` instance"


def polled(poll: Poll, timeout: float | None = 5) -> list[Token]:
    """Waits; returns the tokens of the events."""
    events = Events.with_capacity(8)
    poll.poll(events, timeout).unwrap()
    assert all(event.is_readable() and not event.is_writable() for event in events)
    return [event.token() for event in events]


def number_of(waker: Waker) -> int:
    """Returns the descriptor, which only the text of a waker tells."""
    return int(repr(waker).split("fd: ")[2].split(",")[0])


@pytest.mark.parametrize("timeout", [None, 20])
def test_it_wakes_the_thread_that_waits(timeout: float | None) -> None:
    with Poll.new().unwrap() as poll, ThreadPoolExecutor(1) as pool:
        waker = Waker.new(poll.registry(), WAKE).unwrap()
        for _ in range(3):
            waiting = pool.submit(polled, poll, timeout)
            wait_until_blocked()
            assert waker.wake() == Ok(None)
            assert waiting.result(5) == [WAKE]


def test_a_wake_before_the_wait_counts() -> None:
    with Poll.new().unwrap() as poll:
        waker = Waker.new(poll.registry(), WAKE).unwrap()
        waker.wake().unwrap()
        assert polled(poll) == [WAKE]
        assert polled(poll, 0) == []


def test_many_wakes_of_many_threads_are_one_event() -> None:
    with Poll.new().unwrap() as poll:
        waker = Waker.new(poll.registry(), WAKE).unwrap()
        threads = [Thread(target=waker.wake) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert polled(poll) == [WAKE]
        assert polled(poll, 0) == []
        waker.wake().unwrap()
        assert polled(poll) == [WAKE]


@pytest.mark.usefixtures("frequent_switches")
def test_no_wake_is_lost() -> None:
    """The thread that polls answers each wake, so one that is lost is waited for in vain."""
    rounds = 2000
    with Poll.new().unwrap() as poll, Poll.new().unwrap() as answer:
        there = Waker.new(poll.registry(), WAKE).unwrap()
        back = Waker.new(answer.registry(), WAKE).unwrap()

        def serve() -> None:
            for _ in range(rounds):
                assert polled(poll) == [WAKE]
                back.wake().unwrap()

        with ThreadPoolExecutor(1) as pool:
            serving = pool.submit(serve)
            for _ in range(rounds):
                there.wake().unwrap()
                assert polled(answer) == [WAKE]
            serving.result()


def test_it_wakes_from_a_signal_handler() -> None:
    with Poll.new().unwrap() as poll:
        waker = Waker.new(poll.registry(), WAKE).unwrap()
        before = signal.signal(signal.SIGALRM, lambda _, __: waker.wake().unwrap())
        try:
            signal.setitimer(signal.ITIMER_REAL, 0.01)
            assert polled(poll, None) == [WAKE]
        finally:
            signal.signal(signal.SIGALRM, before)


def test_a_full_counter_is_no_error_and_still_wakes() -> None:
    with Poll.new().unwrap() as poll:
        waker = Waker.new(poll.registry(), WAKE).unwrap()
        os.eventfd_write(number_of(waker), FULL)
        assert polled(poll) == [WAKE]
        for _ in range(3):
            assert waker.wake() == Ok(None)
            assert polled(poll) == [WAKE]
        assert os.eventfd_read(number_of(waker)) == 3


def test_a_second_one_is_refused_and_leaves_nothing() -> None:
    with Poll.new().unwrap() as poll, poll.registry().try_clone().unwrap() as clone:
        first = Waker.new(poll.registry(), WAKE).unwrap()
        descriptors = os.listdir("/proc/self/fd")
        for registry in (poll.registry(), clone):
            with pytest.raises(RuntimeError, match=SECOND):
                _ = Waker.new(registry, Token(8))
        assert os.listdir("/proc/self/fd") == descriptors
        first.wake().unwrap()
        assert polled(poll) == [WAKE]


@pytest.mark.usefixtures("frequent_switches")
@pytest.mark.parametrize("is_closed_first", [False, True])
def test_of_threads_that_make_one_at_once_one_succeeds(is_closed_first: bool) -> None:
    with Poll.new().unwrap() as poll, ThreadPoolExecutor(3) as pool:
        made = list[Waker]()
        start = Barrier(3)

        def close_and_make() -> None:
            start.wait()
            for waker in before:
                waker.close()
            with suppress(RuntimeError):
                made.append(Waker.new(poll.registry(), WAKE).unwrap())

        for _ in range(2000):
            before = [Waker.new(poll.registry(), WAKE).unwrap()] if is_closed_first else []
            for done in [pool.submit(close_and_make) for _ in range(3)]:
                done.result()
            (waker,) = made
            waker.close()
            made.clear()


@pytest.mark.parametrize("end", ["close", "with", "drop"])
def test_another_one_can_be_made_when_it_is_closed(end: str) -> None:
    with Poll.new().unwrap() as poll:
        waker = Waker.new(poll.registry(), Token(8)).unwrap()
        waker.wake().unwrap()
        match end:
            case "close":
                waker.close()
                waker.close()
            case "with":
                with waker:
                    pass
            case _:
                pass
        del waker
        with Waker.new(poll.registry(), WAKE).unwrap() as another:
            assert polled(poll, 0) == []
            another.wake().unwrap()
            assert polled(poll) == [WAKE]


def test_after_close_it_returns_ebadf() -> None:
    with Poll.new().unwrap() as poll:
        waker = Waker.new(poll.registry(), WAKE).unwrap()
        waker.close()
        assert waker.wake().unwrap_err().raw_os_error() == errno.EBADF
        assert "fd: -1" in repr(waker)


def test_it_can_be_closed_while_another_thread_waits() -> None:
    with Poll.new().unwrap() as poll, ThreadPoolExecutor(1) as pool:
        first = Waker.new(poll.registry(), Token(8)).unwrap()
        waiting = pool.submit(polled, poll, None)
        wait_until_blocked()
        first.close()
        assert not waiting.done()
        second = Waker.new(poll.registry(), WAKE).unwrap()
        second.wake().unwrap()
        assert waiting.result(5) == [WAKE]


def test_it_wakes_a_thread_that_waits_at_a_poll_that_is_closed_meanwhile() -> None:
    poll = Poll.new().unwrap()
    waker = Waker.new(poll.registry(), WAKE).unwrap()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(polled, poll, None)
        wait_until_blocked()
        poll.close()
        assert not waiting.done()
        waker.wake().unwrap()
        assert waiting.result(5) == [WAKE]
    assert poll.poll(Events.with_capacity(1), None).unwrap_err().raw_os_error() == errno.EBADF


def test_it_outlives_its_poll() -> None:
    poll = Poll.new().unwrap()
    waker = Waker.new(poll.registry(), WAKE).unwrap()
    poll.close()
    assert waker.wake() == Ok(None)
    waker.close()


def test_no_waker_can_be_made_for_a_closed_poll() -> None:
    poll = Poll.new().unwrap()
    poll.close()
    for _ in range(2):
        assert Waker.new(poll.registry(), WAKE).unwrap_err().raw_os_error() == errno.EBADF
