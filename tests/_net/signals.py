"""Signals that arrive while a call waits."""

import signal
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType


class Interruption(TimeoutError):
    """The exception of a signal handler: an `OSError`, as `TimeoutError` is."""


def interrupt() -> None:
    """Raises `Interruption`."""
    raise Interruption


@contextmanager
def alarm(at_third: Callable[[], object]) -> Generator[list[int]]:
    """Sends SIGALRM every 10 ms, and calls `at_third` in the handler of the third one.

    Yields the list of the signals that were handled.
    """
    seen = list[int]()

    def handler(number: int, frame: FrameType | None) -> None:
        seen.append(number)
        if len(seen) == 3:
            at_third()

    before = signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
    try:
        yield seen
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
