"""The command line of both tables of the benchmark."""

import argparse
from collections.abc import Sequence
from pathlib import Path


def parse_arguments(
    parser: argparse.ArgumentParser,
    measured: tuple[str, Sequence[str]],
    implementations: Sequence[str],
    always: str,
    record: Path,
) -> argparse.Namespace:
    """Parses the command line, after what the parser already knows.

    `measured` is the word for what is measured, and the names. `always` are the implementations
    that run in any case. `record` is the file to which a whole run is written.
    """
    word, names = measured
    parser.add_argument("names", nargs="*", metavar=word, help=", ".join(names))
    parser.add_argument("--quick", action="store_true", help="less exact, in two minutes")
    parser.add_argument(
        "--record", action="store_true", help=f"write {record.name}, for the page about speed"
    )
    parser.add_argument(
        "--who",
        default=",".join(implementations),
        metavar="NAMES",
        help=f"the implementations to compare, besides {always} (default: %(default)s)",
    )
    arguments = parser.parse_args()
    for name in arguments.names:
        if name not in names:
            parser.error(f"no {word.lower()} {name}")
    if arguments.record and (arguments.names or arguments.quick):
        parser.error("a part of the table, or one in haste, is not recorded")
    return arguments
