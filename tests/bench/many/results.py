"""The results: tables in Markdown, and the file of the page about speed."""

import json
import platform
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from tests.bench.many.kinds import KINDS, LABELS, TARGETS, Target
from tests.bench.many.runner import Column, Spread
from tests.bench.stopwatch import Cost

RECORD: Final = Path(__file__).parents[2] / "data" / "speed_many.json"


def table(columns: Sequence[Column], servers: Sequence[str]) -> Iterator[str]:
    """Yields the lines of a table in Markdown, with a row for each server."""
    yield line("server", [column.kind.label for column in columns])
    yield line("---", ["--:" for _ in columns])
    for server in servers:
        yield line(LABELS[server], [cell(column, server) for column in columns])


def line(first: str, cells: Sequence[str]) -> str:
    """Returns a line of a table."""
    return " | ".join([f"| {first:34}", *(f"{text:>14}" for text in cells)]) + " |"


def cell(column: Column, server: str) -> str:
    """Returns the text of one server in a column; empty if it has not run."""
    cost = column.costs.get(server)
    if cost is None:
        return ""
    in_kib = column.kind.measured == "memory"
    return f"{cost.wall:.2f}" if in_kib else f"{cost.wall:.2f}/{cost.cpu:.2f}"


def targets(columns: Sequence[Column]) -> Iterator[str]:
    """Yields the lines of a table of the targets that were measured."""
    yield line("processor time", ["median", "quartiles", "target", "aim"])
    yield line("---", ["--:"] * 4)
    for column in columns:
        for target in TARGETS:
            if target.kind == column.kind.name and target.server in column.targets:
                yield target_line(column, target)


def target_line(column: Column, target: Target) -> str:
    """Returns the line of one target, whose median has a mark if it is missed."""
    low, median, high = column.targets[target.server]
    name = f"{column.kind.label}: {LABELS[target.server]}"
    if target.base is not None:
        name += f" ÷ {LABELS[target.base]}"
    reached = f"{median:.2f}" if median <= target.must else f"!{median:.2f}"
    return line(name, [reached, f"{low:.2f}-{high:.2f}", f"{target.must:.2f}", f"{target.aim:.2f}"])


def missing(columns: Sequence[Column]) -> Iterator[str]:
    """Yields a line for each server that could not run."""
    reasons = {item for column in columns for item in column.missing.items()}
    for server, reason in sorted(reasons):
        yield f"left out: {LABELS[server]}: {reason}"


class Recorded(NamedTuple):
    """A whole run, with the version of Python."""

    python: str
    columns: list[Column]


def record(columns: Sequence[Column]) -> None:
    """Writes a whole run to the file from which the page about speed is made."""
    made = [
        {
            "kind": column.kind.name,
            "costs": {name: rounded(cost) for name, cost in column.costs.items()},
            "targets": {name: rounded(spread) for name, spread in column.targets.items()},
            "missing": column.missing,
        }
        for column in columns
    ]
    fields = {"python": platform.python_version(), "columns": made}
    RECORD.write_text(json.dumps(fields, indent=1) + "\n", encoding="utf-8")


def rounded(numbers: Sequence[float]) -> list[float]:
    """Returns the numbers as a table shows them."""
    return [round(number, 2) for number in numbers]


def recorded() -> Recorded:
    """Returns the run that was recorded last."""
    fields = json.loads(RECORD.read_text(encoding="utf-8"))
    columns = [
        Column(
            KINDS[column["kind"]],
            {name: Cost(*cost) for name, cost in column["costs"].items()},
            {name: Spread(*spread) for name, spread in column["targets"].items()},
            column["missing"],
        )
        for column in fields["columns"]
    ]
    return Recorded(fields["python"], columns)
