"""`python -m tests.bench [SCENARIO …]`: see `tests.bench`."""

import argparse
import sys
from collections.abc import Iterator
from typing import Final

from tests.bench.arguments import parse_arguments
from tests.bench.results import RECORD, json_lines, markdown, record
from tests.bench.runner import FULL, QUICK, Row, measure, use_one_processor
from tests.bench.scenarios import SCENARIOS

IMPLEMENTATIONS: Final = (
    *("raw", "stdnet", "returns", "rust"),
    *("asyncio", "uvloop", "trio", "anyio"),
)


def main() -> None:
    """Measures the scenarios and prints the results."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print a line of JSON for each row")
    arguments = parse_arguments(
        parser, ("SCENARIO", [*SCENARIOS]), IMPLEMENTATIONS, "raw and stdnet", RECORD
    )
    wanted = {"raw", "stdnet", *arguments.who.split(",")}
    implementations = [name for name in IMPLEMENTATIONS if name in wanted]
    use_one_processor()
    effort = QUICK if arguments.quick else FULL
    scenarios = [SCENARIOS[name] for name in arguments.names or SCENARIOS]
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
