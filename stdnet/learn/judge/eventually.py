"""Waits for what a program does a little later, such as to close a descriptor."""

import time
from collections.abc import Callable
from typing import Final

PAUSE: Final = 0.005


def eventually(holds: Callable[[], bool], within: float) -> bool:
    """Returns True as soon as a condition holds, and False if it does not in so many seconds."""
    deadline = time.monotonic() + within
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(PAUSE)
    return True
