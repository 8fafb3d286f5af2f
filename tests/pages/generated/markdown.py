"""Markdown of which the tables consist."""

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Returns a table. A column whose title ends with a colon is aligned to the right."""
    titles = [title.removesuffix(":") for title in head]
    lines = ["--:" if title.endswith(":") else "---" for title in head]
    return "".join(f"| {' | '.join(row)} |\n" for row in (titles, lines, *rows))


def code(text: str) -> str:
    """Returns a text in code font, for a cell of a table."""
    return f"`{text}`".replace("|", "\\|") if text else ""


def codes(texts: Iterable[str]) -> str:
    """Returns texts in code font, in one line."""
    return ", ".join(map(code, texts))


def section(title: str, *parts: str, level: int = 2) -> str:
    """Returns a heading, and what stands below it."""
    return "\n".join((f"{'#' * level} {title}\n", *parts))
