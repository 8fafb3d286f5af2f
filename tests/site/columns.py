"""Puts programs that stand one after the other side by side.

C stands beside `stdnet.c`, and Rust beside stdnet. On a narrow screen they are tabs, without a
script: a radio button for each program shows it, and its label is the tab.
"""

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Final

from tests.pages.parts import Block, Part, Prose, parse

TWINS: Final = {"c": "stdnet.c", "rust": "stdnet"}
"""What the Python beside a program of this language is called."""

NAMES: Final = {"c": "C", "rust": "Rust"}


def columns(text: str) -> str:
    """Returns a page with its neighbouring programs in columns."""
    numbers = count(1)
    return "".join(
        side_by_side(run, next(numbers)) if len(run) > 1 else str(run[0])
        for run in runs(list(parse(text)))
    )


def runs(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """Yields the parts of a page, with each program and its twins together."""
    at = 0
    while at < len(parts):
        run = [parts[at]]
        while (pair := parts[at + 1 : at + 3]) and belongs(run, pair):
            run.append(pair[1])
            at += 2
        yield run
        at += 1


def belongs(run: Sequence[Part], after: Sequence[Part]) -> bool:
    """Returns True if a program stands directly below a run, and shows another of its languages."""
    match run[-1], *after:
        case Block() as last, Prose(between), Block() as found if not between.strip():
            both = (last.info, found.info)
            return both in {("c", "python"), ("rust", "python"), ("python", "rust")}
        case _:
            return False


def side_by_side(run: Sequence[Part], number: int) -> str:
    """Returns programs in columns, or tabs."""
    programs = [part for part in run if isinstance(part, Block)]
    tabs = "".join(
        f'<input type="radio" name="{number}" id="tab-{number}-{place}"{" checked" * (place == 0)}>'
        f'<label for="tab-{number}-{place}">{name}</label>\n'
        for place, name in enumerate(names(programs))
    )
    panels = "\n".join(f"<div>\n\n{program}\n</div>" for program in programs)
    return f'<div class="columns">\n{tabs}{panels}\n</div>\n'


def names(programs: Sequence[Block]) -> Iterator[str]:
    """Yields what to call each program."""
    before = ""
    for program in programs:
        yield NAMES.get(program.info) or TWINS[before]
        before = program.info
