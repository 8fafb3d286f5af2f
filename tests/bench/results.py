"""The results: a table in Markdown, lines of JSON, and the file of the page about speed."""

import json
import platform
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from tests.bench.runner import Row
from tests.bench.scenarios import SCENARIOS
from tests.bench.stopwatch import Cost

RECORD: Final = Path(__file__).parents[1] / "data" / "speed.json"


def markdown(rows: Iterator[Row], implementations: Sequence[str]) -> Iterator[str]:
    """Yields the lines of a table in Markdown as the rows come, and then what is missing in it."""
    yield (
        f"CPython {platform.python_version()}; wall/cpu time relative to raw sockets; "
        "! misses the target"
    )
    yield ""
    missing = dict[str, list[str]]()
    yield from table(note_missing(rows, missing), implementations)
    yield ""
    for reason, names in missing.items():
        yield f"left out: {reason} ({', '.join(names)})"


def note_missing(rows: Iterator[Row], missing: dict[str, list[str]]) -> Iterator[Row]:
    """Yields the rows, and collects the implementations that are missing in them, by the reason."""
    for row in rows:
        for name, reason in row.missing.items():
            missing.setdefault(f"{name}: {reason}", []).append(row.scenario.name)
        yield row


def table(rows: Iterator[Row], implementations: Sequence[str]) -> Iterator[str]:
    """Yields the lines of a table in Markdown, as the rows come."""
    others = [name for name in implementations if name != "raw"]
    yield table_line("work", "target", others)
    yield table_line("---", "--:", ["--:" for _ in others])
    for row in rows:
        targets = row.scenario.wall_target, row.scenario.cpu_target
        target = "/".join(f"{limit:.2f}" for limit in targets if limit is not None)
        yield table_line(row.scenario.label, target, [cell(row, name) for name in others])


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
    return (json.dumps(as_json(row)) for row in rows)


def as_json(row: Row) -> dict[str, object]:
    """Returns a row as an object of JSON."""
    scenario = row.scenario
    return {
        "scenario": scenario.name,
        "target": {"wall": scenario.wall_target, "cpu": scenario.cpu_target},
        "costs": {name: cost._asdict() for name, cost in row.costs.items()},
        "missed": row.misses_target,
        "missing": row.missing,
    }


def from_json(fields: Mapping[str, Any]) -> Row:
    """Returns the row of which `as_json` has made an object."""
    costs = {name: Cost(**cost) for name, cost in fields["costs"].items()}
    scenario = SCENARIOS[fields["scenario"]]
    return Row(scenario, costs, fields["missing"], fields["missed"])


class Recorded(NamedTuple):
    """A whole run, with the versions of what was measured."""

    python: str
    rust: str
    rows: list[Row]


def record(rows: Sequence[Row]) -> None:
    """Writes a whole run to the file from which the page about speed is made."""
    fields = {
        "python": platform.python_version(),
        "rust": rust_version(),
        "rows": [as_json(row) for row in rows],
    }
    RECORD.write_text(json.dumps(fields, indent=1) + "\n", encoding="utf-8")


def recorded() -> Recorded:
    """Returns the run that was recorded last."""
    fields = json.loads(RECORD.read_text(encoding="utf-8"))
    return Recorded(fields["python"], fields["rust"], [from_json(row) for row in fields["rows"]])


def rust_version() -> str:
    """Returns the version of rustc, or an empty text if there is none."""
    if shutil.which("rustc") is None:
        return ""
    return subprocess.check_output(["rustc", "--version"], text=True).split()[1]
