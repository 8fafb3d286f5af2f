"""`python -m tests.bench [SCENARIO …]`: see `tests.bench`."""

import argparse
import json
import platform
import sys
from collections.abc import Iterator, Sequence
from typing import Final

from tests.bench.rounds import FULL, QUICK, Row, measure, on_one_processor
from tests.bench.scenarios import SCENARIOS

ALL: Final = ("raw", "stdnet", "returns", "rust", "asyncio", "uvloop", "trio", "anyio")


def options() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help=", ".join(SCENARIOS))
    parser.add_argument("--quick", action="store_true", help="less exact, in two minutes")
    parser.add_argument("--json", action="store_true", help="a line of JSON for each row")
    parser.add_argument("--who", default=",".join(ALL), help="who works: %(default)s")
    given = parser.parse_args()
    for name in given.scenarios:
        if name not in SCENARIOS:
            parser.error(f"no scenario {name}")
    return given


def table(rows: Iterator[Row], who: Sequence[str]) -> Iterator[str]:
    """The rows as they come, as a table of Markdown, with what is missing below."""
    others = [name for name in who if name != "raw"]
    yield f"CPython {platform.python_version()}; wall/cpu in times of raw sockets; ! is over"
    yield ""
    yield line("work", "target", others)
    yield line("---", "--:", ["--:" for _ in others])
    missing = dict[str, list[str]]()
    for row in rows:
        targets = row.scenario.wall, row.scenario.cpu
        target = "/".join(f"{most:.2f}" for most in targets if most is not None)
        yield line(row.scenario.what, target, [cell(row, name) for name in others])
        for name, why in row.missing.items():
            missing.setdefault(f"{name}: {why}", []).append(row.scenario.name)
    yield ""
    for why, names in missing.items():
        yield f"left out: {why} ({', '.join(names)})"


def line(what: str, target: str, cells: Sequence[str]) -> str:
    """A line of the table."""
    return " | ".join([f"| {what:37}", f"{target:>9}", *(f"{each:>10}" for each in cells)]) + " |"


def cell(row: Row, name: str) -> str:
    """What a row says of one of those who work."""
    cost = row.costs.get(name)
    if cost is None:
        return ""
    both = f"{cost.wall:.2f}" if row.scenario.kib else f"{cost.wall:.2f}/{cost.cpu:.2f}"
    return f"{'!' if name == 'stdnet' and row.missed else ''}{both}"


def lines(rows: Iterator[Row]) -> Iterator[str]:
    """The rows as JSON."""
    for row in rows:
        yield json.dumps(
            {
                "scenario": row.scenario.name,
                "target": {"wall": row.scenario.wall, "cpu": row.scenario.cpu},
                "costs": {name: cost._asdict() for name, cost in row.costs.items()},
                "missed": row.missed,
                "missing": row.missing,
            }
        )


def main() -> None:
    """Measures and prints."""
    given = options()
    who = [name for name in ALL if name in {"raw", "stdnet", *given.who.split(",")}]
    on_one_processor()
    effort = QUICK if given.quick else FULL
    rows = (measure(SCENARIOS[name], who, effort) for name in given.scenarios or SCENARIOS)
    for text in lines(rows) if given.json else table(rows, who):
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
