"""Fills in the blocks of pages."""

import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent
from typing import Final

from tests.pages.outputs import ROOT, SUFFIXES, Missing, output
from tests.pages.parts import Block, Generated, Part, parse
from tests.pages.tables import TABLES

LEARN: Final = ROOT / "stdnet" / "learn"
PROGRAMS: Final = ROOT / "tests" / "pages" / "programs"
READMES: Final = (ROOT / "README.md", ROOT / "README.es.md")

FILE: Final = re.compile(r"file: (?P<path>\S+)(?: step: (?P<step>\S+))?")
OUTPUT: Final = re.compile(r"output(?:: (?P<name>\S+))?(?: without: (?P<step>\S+))?")
STEP: Final = re.compile(r"^\s*(?:#|//|/\*) (?P<edge>step|end): (?P<name>\S+)(?: \*/)?\n$")

KINDS: Final = ("file", "output", "generated")


def pages() -> list[Path]:
    """Returns all pages that are there."""
    return [path for path in (*READMES, *sorted(LEARN.rglob("*.md"))) if path.exists()]


def filled(text: str, kinds: tuple[str, ...] = KINDS) -> str:
    """Returns a page with its blocks filled in again. Raises `Missing` if a program is missing."""
    return "".join(str(part) for part in filled_parts(text, kinds))


def filled_parts(text: str, kinds: tuple[str, ...]) -> Iterator[Part]:
    program: Block | None = None
    for part in parse(text):
        match part:
            case Generated(name) if "generated" in kinds:
                yield Generated(name, TABLES[name]().rstrip("\n") + "\n")
            case Block(marker, info) if FILE.fullmatch(marker):
                block = Block(marker, info, included(marker)) if "file" in kinds else part
                program = block if block.is_program else program
                yield block
            case Block(marker, info) if part.is_output and "output" in kinds:
                assert program is not None, f"{marker}: no program stands above"
                yield Block(marker, info, output_of(program, marker))
            case _:
                if isinstance(part, Block) and part.is_program:
                    program = part
                yield part


def included(marker: str) -> str:
    """Returns the file, or the step of the file, that a marker names."""
    found = FILE.fullmatch(marker)
    assert found, marker
    lines = (ROOT / found["path"]).read_text(encoding="utf-8").splitlines(keepends=True)
    shown = step(lines, found["step"]) if found["step"] else ["".join(without_steps(lines))]
    assert any(shown), f"{marker}: it is empty"
    between = "\n\n" if found["path"].endswith(".py") else "\n"  # PEP 8.
    return between.join(dedent(text).strip("\n") + "\n" for text in shown)


def step(lines: list[str], name: str) -> list[str]:
    """Returns what stands between `step: NAME` and `end: NAME`, which may be in several places."""
    found = dict[int, str]()
    for place, line in places(lines, name):
        found[place] = found.get(place, "") + line
    return [text for place, text in found.items() if place]


def without_step(lines: list[str], name: str) -> str:
    """Returns a program without what stands between `step: NAME` and `end: NAME`."""
    return "".join(line for place, line in places(lines, name) if not place)


def places(lines: list[str], name: str) -> Iterator[tuple[int, str]]:
    """Yields each line with the number of the place that it is in; 0 is none, or a comment."""
    place, is_inside = 0, False
    for line in lines:
        edge = STEP.match(line)
        if edge and edge["name"] == name:
            is_inside = edge["edge"] == "step"
            place += is_inside
        yield 0 if edge else place * is_inside, line
    assert not is_inside, f"the step {name} has no end"


def without_steps(lines: list[str]) -> Iterator[str]:
    """Yields the lines that are not the edge of a step."""
    return (line for line in lines if not STEP.match(line))


def output_of(program: Block, marker: str) -> str:
    """Returns what the program above an output block prints, or what a checker says about it."""
    found = OUTPUT.fullmatch(marker)
    assert found, marker
    source = FILE.fullmatch(program.marker)
    if source and not found["step"]:
        return output(found["name"] or "", ROOT / source["path"])
    with tempfile.TemporaryDirectory() as folder:
        if source:
            lines = (ROOT / source["path"]).read_text(encoding="utf-8").splitlines(keepends=True)
            path = Path(folder, Path(source["path"]).name)
            path.write_text(without_step(lines, found["step"]), encoding="utf-8")
        else:
            path = Path(folder, f"program{SUFFIXES[program.info]}")
            path.write_text(program.body, encoding="utf-8")
        return output(found["name"] or "", path)


def fill(path: Path, report: Callable[[str], object]) -> None:
    """Fills in a page on disk."""
    old = path.read_text(encoding="utf-8")
    new = old
    for kind in KINDS:
        try:
            new = filled(new, (kind,))
        except Missing as exc:
            report(f"{path.relative_to(ROOT)}: nothing of the kind {kind} is filled in: {exc}")
    if new != old:
        path.write_text(new, encoding="utf-8")
        report(f"{path.relative_to(ROOT)}: filled in")
