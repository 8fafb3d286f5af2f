"""Signals at an interval."""

import signal
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType
from typing import Final

MOST: Final = 100
"""So many signals come, and so a time-out that they stretch ends all the same, too late."""


class Interruption(TimeoutError):
    """What a handler raises: an OSError, as Python's own time-outs are."""


def interrupt() -> None:
    """A handler that raises, once."""
    signal.setitimer(signal.ITIMER_REAL, 0)
    raise Interruption


def nothing() -> None:
    """A handler that does nothing."""


@contextmanager
def alarms(
    interval: float, handle: Callable[[], object] = nothing, first: float = 0.005
) -> Generator[list[int], None, None]:
    """Signals at that interval, and a list of those that were handled."""
    seen = list[int]()

    def handler(number: int, frame: FrameType | None) -> None:
        seen.append(number)
        if len(seen) == MOST:
            signal.setitimer(signal.ITIMER_REAL, 0)
        handle()

    before = signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, first, interval)
    try:
        yield seen
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
