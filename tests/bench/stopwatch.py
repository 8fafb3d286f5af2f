"""The measurement of time."""

from time import perf_counter, process_time
from typing import NamedTuple


class Cost(NamedTuple):
    """The wall-clock time and the processor time of this process, in seconds."""

    wall: float
    cpu: float


class Stopwatch:
    """A stopwatch that starts when it is created."""

    def __init__(self) -> None:
        self._start = perf_counter(), process_time()

    def cost(self) -> Cost:
        """Returns the time since the start."""
        wall, cpu = self._start
        return Cost(perf_counter() - wall, process_time() - cpu)
