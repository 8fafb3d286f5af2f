"""The tables of speed, from the run that `python -m tests.bench --record` wrote last."""

import re
from collections.abc import Iterator
from typing import Final

from tests.bench.__main__ import IMPLEMENTATIONS
from tests.bench.results import recorded, table

IN_README: Final = ("echo", "cycle", "udp")
"""The scenarios that README shows."""


def speed() -> str:
    """Returns the whole table."""
    return narrow(table(iter(recorded().rows), IMPLEMENTATIONS))


def speed_readme() -> str:
    """Returns three rows, with what most people compare with, and without the targets."""
    rows = [row for row in recorded().rows if row.scenario.name in IN_README]
    lines = narrow(table(iter(rows), ("raw", "stdnet", "rust", "asyncio"))).splitlines()
    cells = [line.split(" | ") for line in lines]
    return "".join(" | ".join([first, *others]) + "\n" for first, _, *others in cells)


def speed_versions() -> str:
    """Returns the line that says what was measured."""
    run = recorded()
    return f"Measured with CPython {run.python} and Rust {run.rust}.\n"


def narrow(lines: Iterator[str]) -> str:
    """Returns the lines without the spaces that align their columns in a terminal."""
    return "".join(re.sub(" +", " ", line) + "\n" for line in lines)
