"""`python -m tests.bench [SCENARIO …]`: see `tests.bench`."""

import argparse
import sys
from collections.abc import Iterator
from typing import Final

from tests.bench.results import json_lines, markdown, record
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
        "--record",
        action="store_true",
        help="write tests/data/speed.json, for the page about speed",
    )
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
    if arguments.record and (arguments.scenarios or arguments.quick):
        parser.error("a part of the table, or one in haste, is not recorded")
    return arguments


def main() -> None:
    """Measures the scenarios and prints the results."""
    arguments = parse_arguments()
    wanted = {"raw", "stdnet", *arguments.who.split(",")}
    implementations = [name for name in IMPLEMENTATIONS if name in wanted]
    use_one_processor()
    effort = QUICK if arguments.quick else FULL
    scenarios = [SCENARIOS[name] for name in arguments.scenarios or SCENARIOS]
    measured = list[Row]()
    rows = keep(measured, (measure(each, implementations, effort) for each in scenarios))
    for line in json_lines(rows) if arguments.json else markdown(rows, implementations):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
    if arguments.record:
        record(measured)


def keep(measured: list[Row], rows: Iterator[Row]) -> Iterator[Row]:
    """Yields the rows as they come, and adds them to a list."""
    for row in rows:
        measured.append(row)
        yield row


if __name__ == "__main__":
    main()
