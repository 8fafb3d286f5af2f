"""Signal handlers that run while a call waits."""

import signal
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def handler(
    number: int, handle: Callable[[int, FrameType | None], object]
) -> Generator[None, None, None]:
    """Installs a signal handler, and restores the former one at the end."""
    before = signal.signal(number, handle)
    try:
        yield
    finally:
        signal.signal(number, before)


@contextmanager
def raise_soon(error: Exception) -> Generator[None, None, None]:
    """Raises an exception from a signal handler, once, while a call waits."""

    def interrupt(*_: object) -> None:
        raise error

    with handler(signal.SIGALRM, interrupt):
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
