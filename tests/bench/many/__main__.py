"""`python -m tests.bench.many [KIND …]`: see `tests.bench.many`."""

import argparse
import platform
import sys
from collections.abc import Iterator, Sequence

from tests.bench.arguments import parse_arguments
from tests.bench.many.kinds import BASE, KINDS, LABELS
from tests.bench.many.results import RECORD, missing, record, table, targets
from tests.bench.many.runner import FULL, QUICK, Column, measure
from tests.bench.runner import use_one_processor


def main() -> None:
    """Measures the kinds of work and prints the results."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.many", description=__doc__)
    arguments = parse_arguments(parser, ("KIND", [*KINDS]), [*LABELS], BASE, RECORD)
    wanted = {BASE, *arguments.who.split(",")}
    servers = [name for name in LABELS if name in wanted]
    use_one_processor()
    effort = QUICK if arguments.quick else FULL
    columns = list[Column]()
    for name in arguments.names or KINDS:
        print(f"measuring {name}", file=sys.stderr)
        columns.append(measure(KINDS[name], servers, effort))
    for text in report(columns, servers):
        print(text)
    if arguments.record:
        record(columns)


def report(columns: Sequence[Column], servers: Sequence[str]) -> Iterator[str]:
    """Yields what a run prints."""
    yield (
        f"CPython {platform.python_version()}; wall/processor time of the server relative to "
        "`select.epoll`; ! misses the target"
    )
    yield ""
    yield from table(columns, servers)
    yield ""
    yield from targets(columns)
    yield ""
    yield from missing(columns)


if __name__ == "__main__":
    main()
