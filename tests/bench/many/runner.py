"""The runner: lets the servers take turns, and computes the ratios."""

import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import quantiles
from typing import Final, NamedTuple

from tests.bench.many.kinds import BASE, LABELS, RUST, TARGETS, Kind
from tests.bench.many.server import SERVERS
from tests.bench.runner import OTHER_PROCESSOR, Command, Effort, compiled, ratio, take_turns
from tests.bench.stopwatch import Cost
from tests.support.crates import CRATES, NoCrateError, link_flags

FULL: Final = Effort(processes=3, rounds=9, divisor=1)
QUICK: Final = Effort(processes=1, rounds=5, divisor=2)
SMOKE: Final = Effort(processes=1, rounds=1, divisor=200)

MIO_SOURCE: Final = Path(__file__).with_name("mio.rs")


class Spread(NamedTuple):
    """The median of some ratios, and the quartiles around it."""

    low: float
    median: float
    high: float


class Column(NamedTuple):
    """The result of a kind of work."""

    kind: Kind
    costs: dict[str, Cost]
    """The median of the costs of each server, relative to `BASE` or in KiB."""
    targets: dict[str, Spread]
    """The measured values of the servers that have a target."""
    missing: dict[str, str]
    """The servers that could not run, and why."""


Rounds = Sequence[dict[str, Cost]]
"""The cost of each server in each round, in seconds or in KiB."""


def column(kind: Kind, rounds: Rounds, missing: dict[str, str]) -> Column:
    """Computes the result of a kind of work."""
    base = None if kind.measured == "memory" else BASE
    costs = {
        server: Cost(*(spread(values).median for values in zip(*of_server, strict=True)))
        for server in LABELS
        if (of_server := compare(rounds, server, base))
    }
    targets = {
        target.server: spread([cost.cpu for cost in of_server])
        for target in TARGETS
        if target.kind == kind.name
        if (of_server := compare(rounds, target.server, target.base))
    }
    return Column(kind, costs, targets, missing)


def compare(rounds: Rounds, server: str, base: str | None) -> list[Cost]:
    """Returns the costs of a server relative to those of another, or in KiB without one."""
    return [
        ratio(taken[server], taken[base]) if base else taken[server]
        for taken in rounds
        if server in taken and (base is None or base in taken)
    ]


def spread(values: Sequence[float]) -> Spread:
    """Returns the median and the quartiles."""
    if len(values) == 1:
        return Spread(values[0], values[0], values[0])
    low, median, high = quantiles(values, n=4, method="inclusive")
    return Spread(low, median, high)


def measure(kind: Kind, servers: Sequence[str], effort: Effort) -> Column:
    """Measures a kind of work, with all servers in turn."""
    missing = dict[str, str]()
    started = commands(kind, servers, missing)
    count = max(kind.count // effort.divisor, 1)
    # Memory is measured in the first round only: a process keeps the memory that it has got once.
    rounds = 0 if kind.measured == "memory" else effort.rounds
    taken = list[dict[str, Cost]]()
    for _ in range(effort.processes):
        taken += take_turns(started, BASE, count, rounds, missing)
    return column(kind, taken, missing)


def commands(kind: Kind, servers: Sequence[str], missing: dict[str, str]) -> dict[str, Command]:
    """Returns the commands that start each server with its clients."""
    client = [sys.executable, "-m", "tests.bench.many.client", kind.name, str(OTHER_PROCESSOR)]
    server = [sys.executable, "-m", "tests.bench.many.server"]
    found: dict[str, Command] = {
        name: [*client, *server, name, kind.answer] for name in SERVERS if name in servers
    }
    if RUST in servers:
        try:
            program = compiled(MIO_SOURCE, link_flags(CRATES["mio"]))
            found[RUST] = [*client, program, kind.answer]
        except NoCrateError as reason:
            missing[RUST] = str(reason)
    return found
