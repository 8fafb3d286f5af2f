"""Measures how long a solution takes, where a busy machine must not decide about it."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Final

from stdnet.learn.judge.process import Program

PROC: Final = Path("/proc")
MINE: Final = PROC / "thread-self" / "schedstat"
NANOSECONDS: Final = 1_000_000_000


class Stopwatch:
    """Measures without the time in which other programs had all the processors.

    That is how long the threads of the program and this one were ready to run and did not. It is
    for two that wait for each other, so that these times do not overlap. Linux counts them, see
    `sched-stats` in its documentation; elsewhere all the time counts.
    """

    def __init__(self, program: Program) -> None:
        self._processes = program.members()
        self._start = monotonic() - self._waited()

    def seconds(self) -> float:
        """Returns the time since the start."""
        return monotonic() - self._start - self._waited()

    def _waited(self) -> float:
        return sum(map(_run_delay, [MINE, *self._threads()])) / NANOSECONDS

    def _threads(self) -> Iterator[Path]:
        for process in self._processes:
            tasks = PROC / str(process) / "task"
            with suppress(OSError):  # It has ended.
                yield from (tasks / thread / "schedstat" for thread in os.listdir(tasks))


def _run_delay(schedstat: Path) -> int:
    """Returns how many nanoseconds a thread was ready and waited for a processor."""
    try:
        return int(schedstat.read_bytes().split()[1])
    except (OSError, IndexError):
        return 0
