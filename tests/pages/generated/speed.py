"""The tables of speed, from the run that `python -m tests.bench --record` wrote last."""

import re
from collections.abc import Iterator
from typing import Final

from tests.bench.__main__ import IMPLEMENTATIONS
from tests.bench.results import recorded, table

IN_README: Final = ("echo", "cycle", "udp")
"""The scenarios that README shows."""

SPANISH: Final = {
    "| work |": "| tarea |",
    "TCP round trip, 64 B, client": "ida y vuelta por TCP, 64 B, cliente",
    "UDP ping-pong": "ida y vuelta por UDP",
}
"""The words of README's table."""


def speed() -> str:
    """Returns the whole table."""
    return narrow(table(iter(recorded().rows), IMPLEMENTATIONS))


def speed_readme() -> str:
    """Returns three rows, with what most people compare with, and without the targets."""
    rows = [row for row in recorded().rows if row.scenario.name in IN_README]
    lines = narrow(table(iter(rows), ("raw", "stdnet", "rust", "asyncio"))).splitlines()
    cells = [line.split(" | ") for line in lines]
    rows_without_targets = (" | ".join([first, *others]) for first, _, *others in cells)
    return "".join(f"{row.replace('!', '')}\n" for row in rows_without_targets)


def speed_readme_es() -> str:
    """Returns the same in Spanish."""
    text = speed_readme()
    for english, spanish in SPANISH.items():
        assert english in text
        text = text.replace(english, spanish)
    return text


def speed_versions() -> str:
    """Returns the line that says what was measured."""
    run = recorded()
    return f"Measured with CPython {run.python} and Rust {run.rust}.\n"


def narrow(lines: Iterator[str]) -> str:
    """Returns the lines without the spaces that align their columns in a terminal."""
    return "".join(re.sub(" +", " ", line) + "\n" for line in lines)
