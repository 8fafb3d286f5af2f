"""Signals that interrupt system calls again and again."""

import signal
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType
from typing import Final

MAX_SIGNALS: Final = 100
"""The number of signals. A call that restarts its time-out at each of them ends late, but ends."""


class Interruption(TimeoutError):
    """The exception of a signal handler. It is an `OSError`, as Python's own time-outs are."""


def interrupt() -> None:
    """Stops the signals and raises, as a signal handler that wants to end a call does."""
    signal.setitimer(signal.ITIMER_REAL, 0)
    raise Interruption


def ignore() -> None:
    """Does nothing, as a signal handler may."""


@contextmanager
def alarms(
    interval: float, handle: Callable[[], object] = ignore, first: float = 0.005
) -> Generator[list[int], None, None]:
    """Sends SIGALRM every `interval` seconds; yields the list of the signals handled so far."""
    seen = list[int]()

    def handler(number: int, frame: FrameType | None) -> None:
        seen.append(number)
        if len(seen) == MAX_SIGNALS:
            signal.setitimer(signal.ITIMER_REAL, 0)
        handle()

    before = signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, first, interval)
    try:
        yield seen
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
