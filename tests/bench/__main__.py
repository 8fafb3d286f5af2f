"""`python -m tests.bench [SCENARIO …]`: see `tests.bench`."""

import argparse
import json
import platform
import sys
from collections.abc import Iterator, Sequence
from typing import Final

from tests.bench.runner import FULL, QUICK, Row, measure, use_one_processor
from tests.bench.scenarios import SCENARIOS

IMPLEMENTATIONS: Final = (
    *("raw", "stdnet", "returns", "rust"),
    *("asyncio", "uvloop", "trio", "anyio"),
)


def parse_arguments() -> argparse.Namespace:
    """Parses the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help=", ".join(SCENARIOS))
    parser.add_argument("--quick", action="store_true", help="less exact, in two minutes")
    parser.add_argument("--json", action="store_true", help="print a line of JSON for each row")
    parser.add_argument(
        "--who",
        default=",".join(IMPLEMENTATIONS),
        metavar="NAMES",
        help="the implementations to compare; raw and stdnet always run (default: %(default)s)",
    )
    arguments = parser.parse_args()
    for name in arguments.scenarios:
        if name not in SCENARIOS:
            parser.error(f"no scenario {name}")
    return arguments


def markdown(rows: Iterator[Row], implementations: Sequence[str]) -> Iterator[str]:
    """Yields the lines of a table in Markdown as the rows come, and then what is missing in it."""
    others = [name for name in implementations if name != "raw"]
    yield (
        f"CPython {platform.python_version()}; wall/cpu time relative to raw sockets; "
        "! misses the target"
    )
    yield ""
    yield table_line("work", "target", others)
    yield table_line("---", "--:", ["--:" for _ in others])
    missing = dict[str, list[str]]()
    for row in rows:
        scenario = row.scenario
        targets = scenario.wall_target, scenario.cpu_target
        target = "/".join(f"{limit:.2f}" for limit in targets if limit is not None)
        yield table_line(scenario.label, target, [cell(row, name) for name in others])
        for name, reason in row.missing.items():
            missing.setdefault(f"{name}: {reason}", []).append(scenario.name)
    yield ""
    for reason, names in missing.items():
        yield f"left out: {reason} ({', '.join(names)})"


def table_line(label: str, target: str, cells: Sequence[str]) -> str:
    """Returns a line of the table."""
    columns = [f"| {label:37}", f"{target:>9}", *(f"{text:>10}" for text in cells)]
    return " | ".join(columns) + " |"


def cell(row: Row, name: str) -> str:
    """Returns the text of one implementation in a row; empty if it has not run."""
    cost = row.costs.get(name)
    if cost is None:
        return ""
    text = f"{cost.wall:.2f}" if row.scenario.in_kib else f"{cost.wall:.2f}/{cost.cpu:.2f}"
    return f"!{text}" if name == "stdnet" and row.misses_target else text


def json_lines(rows: Iterator[Row]) -> Iterator[str]:
    """Yields each row as a line of JSON."""
    for row in rows:
        scenario = row.scenario
        yield json.dumps(
            {
                "scenario": scenario.name,
                "target": {"wall": scenario.wall_target, "cpu": scenario.cpu_target},
                "costs": {name: cost._asdict() for name, cost in row.costs.items()},
                "missed": row.misses_target,
                "missing": row.missing,
            }
        )


def main() -> None:
    """Measures the scenarios and prints the results."""
    arguments = parse_arguments()
    wanted = {"raw", "stdnet", *arguments.who.split(",")}
    implementations = [name for name in IMPLEMENTATIONS if name in wanted]
    use_one_processor()
    effort = QUICK if arguments.quick else FULL
    scenarios = [SCENARIOS[name] for name in arguments.scenarios or SCENARIOS]
    rows = (measure(scenario, implementations, effort) for scenario in scenarios)
    for line in json_lines(rows) if arguments.json else markdown(rows, implementations):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
