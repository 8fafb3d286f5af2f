"""Copies the pages of `stdnet.learn` and the README into the source of the site.

A page keeps its place below `stdnet/learn`. Links out of this folder lead to the copies.
"""

import re
from os.path import relpath
from pathlib import Path
from typing import Final

from tests.pages.fill import LEARN
from tests.pages.outputs import ROOT
from tests.pages.twins import english, is_english, is_spanish, twin
from tests.site.columns import columns

TOP: Final = {
    "README.md": "index.md",
    "README.es.md": "index.es.md",
    "CHANGELOG.md": "changelog.md",
    "tests/README.md": "developing.md",
    "stdnet/examples": "examples.md",
}
"""Where the files and folders outside of `stdnet/learn` are that pages link to."""

MARKER: Final = re.compile(r"^<!-- .*? -->\n", re.MULTILINE)
LINK: Final = re.compile(r"(?<=\]\()([^():#\s]+)(?=[#)])")
TWIN: Final = re.compile(r"\A(\[[^\]]+\]\(README[\w.]*\))\n+(# .*\n)")
"""The link to the other language, which GitHub shows best above the heading."""


def write(source: Path) -> None:
    """Writes all pages."""
    for path in sources():
        target = source / place(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(copied(path), encoding="utf-8")


def sources() -> list[Path]:
    """Returns the files of all pages."""
    tops = [ROOT / name for name in TOP if name.endswith(".md")]
    learn = [path for path in sorted(LEARN.rglob("*.md")) if not is_elsewhere(path)]
    return [path for path in (*tops, *learn) if path.exists()]


def is_elsewhere(path: Path) -> bool:
    """Returns True for the entries of `explain`, and for hints, which are read one at a time."""
    return path.parent == LEARN / "explain" / "entries" or path.name.startswith("hints.")


def place(path: Path) -> str:
    """Returns where the copy of a file is in the source of the site."""
    if path.is_relative_to(LEARN):
        return str(path.relative_to(LEARN))
    return TOP[str(path.relative_to(ROOT))]


def copied(path: Path) -> str:
    """Returns a page as the site shows it."""
    text = MARKER.sub("", columns(path.read_text(encoding="utf-8")))
    text = TWIN.sub(r"\2\n\1\n", text)
    return with_language_link(path, LINK.sub(lambda found: link(path, found[1]), text))


def link(path: Path, target: str) -> str:
    """Returns a link of a page as its copy has it."""
    there = (path.parent / target).resolve()
    return relpath(place(there), str(Path(place(path)).parent))


def with_language_link(path: Path, text: str) -> str:
    """Returns a page with a link to the same page in the other language below its heading."""
    if path.is_relative_to(LEARN) and is_english(path):
        other, label = twin(path), "En español"
    elif path.is_relative_to(LEARN) and is_spanish(path):
        other, label = english(path), "In English"
    else:
        return text
    heading, _, rest = text.partition("\n")
    return f"{heading}\n\n[{label}]({other.name})\n{rest}"
