"""The generated tables: `<!-- generated: NAME -->` is what the function of that name returns."""

from collections.abc import Callable
from typing import Final

from tests.pages.outputs import ROOT, VERSIONS

SPEED: Final = ROOT / "stdnet" / "learn" / "reference" / "speed.md"
BEST_KNOWN: Final = ("TCP round trip, 64 B, client", "accept", "UDP ping-pong")
COLUMNS: Final = ("work", "stdnet", "rust", "asyncio", "trio")


def speed_readme() -> str:
    """Returns three rows of the table of speed, with the columns that most people ask for."""
    lines = SPEED.read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "|" in line]
    head = rows[0]
    chosen = [head, rows[1], *(row for row in rows if row[0] in BEST_KNOWN)]
    columns = [head.index(name) for name in COLUMNS]
    return "".join(f"| {' | '.join(row[column] for column in columns)} |\n" for row in chosen)


def checker_versions() -> str:
    """Returns the versions of the checkers that the pages quote, as a list in a line."""
    return ", ".join(f"{name} {version}" for name, version in VERSIONS.items())


TABLES: Final[dict[str, Callable[[], str]]] = {
    "speed_readme": speed_readme,
    "checker_versions": checker_versions,
}
"""Functions that return Markdown, by the names that pages use."""
