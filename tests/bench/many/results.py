"""The results: tables in Markdown, and the file of the page about speed."""

import json
import platform
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from tests.bench.many.kinds import KINDS, TARGETS
from tests.bench.many.runner import BASE, RUST, Column
from tests.bench.results import rust_version
from tests.bench.stopwatch import Cost

RECORD: Final = Path(__file__).parents[2] / "data" / "speed_many.json"

LABELS: Final = {
    "threads": "a thread each",
    "stdnet-threads": "the same, stdnet",
    "epoll": "`select.epoll`",
    "mio": "`stdnet.mio`",
    "mio-drained": "the same, reads until `WouldBlock`",
    "asyncio": "asyncio, streams",
    "asyncio-protocols": "asyncio, protocols",
    "uvloop": "uvloop, streams",
    "uvloop-protocols": "uvloop, protocols",
    "trio": "trio",
    "anyio": "anyio",
    RUST: "mio in Rust",
}
"""The servers, in the order of the table."""


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
    in_kib = column.kind.measured == "memory"
    compared = column.compare(server, None if in_kib else BASE)
    if compared is None:
        return ""
    wall, cpu = (spread.median for spread in compared)
    return f"{wall:.2f}" if in_kib else f"{wall:.2f}/{cpu:.2f}"


def targets(columns: Sequence[Column]) -> Iterator[str]:
    """Yields the lines of a table of the targets that were measured."""
    yield line("target, processor time", ["median", "quartiles", "must", "aim"])
    yield line("---", ["--:"] * 4)
    measured = {column.kind.name: column for column in columns}
    for target in TARGETS:
        column = measured.get(target.kind)
        compared = column.compare(target.server, target.base) if column else None
        if column is None or compared is None:
            continue
        low, median, high = compared[1]
        name = f"{column.kind.label}: {LABELS[target.server]}"
        if target.base is not None:
            name += f" ÷ {LABELS[target.base]}"
        mark = "!" if median > target.must else ""
        cells = [f"{mark}{median:.2f}", f"{low:.2f} to {high:.2f}"]
        yield line(name, [*cells, f"{target.must:.2f}", f"{target.aim:.2f}"])


def missing(columns: Sequence[Column]) -> Iterator[str]:
    """Yields a line for each server that could not run."""
    reasons = {item for column in columns for item in column.missing.items()}
    for server, reason in sorted(reasons):
        yield f"left out: {LABELS[server]}: {reason}"


def record(columns: Sequence[Column]) -> None:
    """Writes a whole run to the file from which the page about speed is made."""
    fields = {
        "python": platform.python_version(),
        "rust": rust_version(),
        "columns": [
            {"kind": column.kind.name, "rounds": rounded(column), "missing": column.missing}
            for column in columns
        ],
    }
    RECORD.write_text(json.dumps(fields, indent=1) + "\n", encoding="utf-8")


def rounded(column: Column) -> list[dict[str, list[float]]]:
    """Returns the costs of the rounds with four digits."""
    return [
        {server: [float(f"{value:.4g}") for value in cost] for server, cost in taken.items()}
        for taken in column.rounds
    ]


def recorded() -> list[Column]:
    """Returns the run that was recorded last."""
    fields = json.loads(RECORD.read_text(encoding="utf-8"))
    return [
        Column(
            KINDS[column["kind"]],
            [{name: Cost(*cost) for name, cost in taken.items()} for taken in column["rounds"]],
            column["missing"],
        )
        for column in fields["columns"]
    ]
