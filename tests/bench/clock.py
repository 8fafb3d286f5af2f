"""What work costs."""

from time import perf_counter, process_time
from typing import NamedTuple


class Cost(NamedTuple):
    """Seconds of time, and of the processor's time for this process."""

    wall: float
    cpu: float


class Clock:
    """Runs from the moment that it is made."""

    def __init__(self) -> None:
        self._begin = perf_counter(), process_time()

    def cost(self) -> Cost:
        """What the work has cost so far."""
        wall, cpu = self._begin
        return Cost(perf_counter() - wall, process_time() - cpu)
