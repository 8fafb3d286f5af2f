"""The tables of many connections, from what `python -m tests.bench.many --record` wrote last."""

from typing import Final

from tests.bench.many.kinds import LABELS
from tests.bench.many.results import cell, recorded, table, targets
from tests.pages.generated.speed import narrow

IN_README: Final = {
    "echo-64": ("echo, 64", "eco, 64"),
    "http-1000": ("HTTP, 1,000", "HTTP, 1000"),
}
"""The kinds of work that README shows, in English and in Spanish."""

SERVERS: Final = ("stdnet-threads", "mio", "asyncio")
"""The servers that README shows."""


def speed_many() -> str:
    """Returns the whole table."""
    return narrow(table(recorded().columns, [*LABELS]))


def speed_many_targets() -> str:
    """Returns the table of the targets."""
    return narrow(targets(recorded().columns))


def speed_many_versions() -> str:
    """Returns the line that says what was measured."""
    return f"Measured with CPython {recorded().python}.\n"


def speed_many_readme() -> str:
    """Returns a row for each kind of work, with a thread for each connection, mio and asyncio."""
    return few(["connections", "threads", "`stdnet.mio`", "asyncio"], 0)


def speed_many_readme_es() -> str:
    """Returns the same in Spanish."""
    return few(["conexiones", "hilos", "`stdnet.mio`", "asyncio"], 1)


def few(head: list[str], language: int) -> str:
    """Returns the table of README in one of its languages."""
    rows = [head, ["---", *("--:" for _ in SERVERS)]]
    for column in recorded().columns:
        if column.kind.name in IN_README:
            cells = (cell(column, server) for server in SERVERS)
            rows.append([IN_README[column.kind.name][language], *cells])
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)
