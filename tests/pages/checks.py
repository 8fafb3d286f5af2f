"""Checks of a page. Each function yields what is wrong."""

import builtins
import errno
import importlib
import inspect
import io
import re
import select
import signal
import socket
import sys
import threading
import typing
from collections.abc import Iterator, Mapping
from concurrent import futures
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from stdnet.learn.explain.table import BY_NAME
from stdnet.learn.judge.exercises import exercises
from tests.pages.commands import COMMANDS, NOT_RUN
from tests.pages.fill import FILE, LEARN, PROGRAMS
from tests.pages.outputs import ROOT, SUFFIXES
from tests.pages.parts import Block, Prose, parse, prose
from tests.support.public_names import public_classes, public_functions, public_modules

CODE: Final = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
LINK: Final = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
RUN: Final = re.compile(
    r"python -m stdnet\.learn run (?P<number>\d\d)(?: (?!(?:c|libc|rust|python)$)(?P<name>\w+))?"
    r"(?: (?:c|libc|rust|python))?"
)
NAME: Final = re.compile(r"[A-Za-z_]\w*(?:\.\w+)*")

OTHERS: Final = {
    *("Arc", "Box", "Drop", "ExitCode", "Mutex", "Rc", "RefCell", "Weak"),
    *("NULL", "epoll_ctl", "memset"),
    *("Fold.collect", "typing_extensions", "reportUnusedCallResult"),
    "notes.txt",
}
"""Names in code font that are Rust's, C's, other packages' or made up."""


def unexplained_blocks(text: str) -> Iterator[str]:
    """Yields the blocks that nothing keeps true: not included, run, a doctest or marked `text`."""
    for block, after in blocks(text):
        if not is_kept_true(block, after):
            yield f"a block is neither included, run, a doctest nor `text`:\n{block}"
    for line in prose(text).splitlines():
        if line.lstrip().startswith(("```", "~~~")):
            yield f"a fence is not at the start of its line, or its marker is wrong: {line}"
    for part in parse(text):
        if isinstance(part, Prose) and (found := re.search(r"<!-- (?:file|output)\b.*", part.text)):
            yield f"there is no block below {found[0]}"


def blocks(text: str) -> list[tuple[Block, Block | None]]:
    """Returns the blocks of a page, each with the next one."""
    found = [part for part in parse(text) if isinstance(part, Block)]
    return list(zip(found, [*found, None][1:], strict=True))


def is_kept_true(block: Block, after: Block | None) -> bool:
    """Returns True for a block whose text or behaviour a test compares."""
    if found := FILE.fullmatch(block.marker):
        return Path(found["path"]).suffix == SUFFIXES.get(block.info, f".{block.info}")
    if block.is_output:
        return block.info == "text"
    if block.marker or block.info not in {"python", "sh", "text"}:
        return False
    # A program is run for its output, or read by a checker for its reports.
    return not block.is_program or (after is not None and after.is_output)


def commands(text: str) -> Iterator[str]:
    """Yields the lines of the `sh` blocks of a page."""
    for block, _ in blocks(text):
        if block.info == "sh":
            yield from filter(None, block.body.splitlines())


def unknown_commands(text: str) -> Iterator[str]:
    """Yields the commands of a page that nothing is known to run."""
    for command in commands(text):
        if command not in {*COMMANDS, *NOT_RUN}:
            yield f"nothing runs the command {command!r}: see `commands.py`"


def missing_programs(text: str) -> Iterator[str]:
    """Yields the commands in code font that run a program of a lesson which is not there."""
    for code in CODE.findall(prose(text)):
        found = RUN.fullmatch(code)
        if found and not list(
            LEARN.glob(f"lessons/{found['number']}_*/{found['name'] or 'main'}.*")
        ):
            yield f"`{code}` finds no program"


def missing_runners(known: Mapping[str, str]) -> Iterator[str]:
    """Yields the commands whose test is not there."""
    for command, runner in known.items():
        file, _, name = runner.partition("::")
        path = ROOT / file
        if not path.is_file() or (name and f"def {name}(" not in path.read_text("utf-8")):
            yield f"{command}: there is no {runner}"


def broken_links(text: str, path: Path) -> Iterator[str]:
    """Yields the links to files and headings that are not there."""
    for link in LINK.findall(prose(text)):
        file, _, anchor = link.partition("#")
        if ":" in link:
            continue
        target = path.parent / file if file else path
        if not target.exists():
            yield f"{link}: there is no such file"
        elif anchor and anchor not in anchors(text if not file else target.read_text()):
            yield f"{link}: there is no such heading"


def anchors(text: str) -> set[str]:
    """Returns the anchors that headings get on GitHub and from MyST."""
    titles = re.findall(r"^#{1,6} (.+)$", prose(text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def unresolved_names(text: str) -> Iterator[str]:
    """Yields the names in code font that look like names of stdnet and are none.

    A name with a dot, an underscore, a capital or parentheses looks like one.
    """
    in_blocks = {word for block, _ in blocks(text) for word in re.findall(r"\w+", block.body)}
    for code in CODE.findall(prose(text)):
        name, _, call = code.partition("(")
        looks_like_one = call or re.search(r"[._A-Z]", name)
        is_shown = in_blocks.issuperset(name.split("."))
        if looks_like_one and NAME.fullmatch(name) and not (is_shown or is_known(name)):
            yield f"`{code}` is no name of stdnet, Rust or Python"


def is_known(name: str) -> bool:
    """Returns True for what exists in stdnet, Rust's API or Python's library, and for files."""
    modules = ("", "builtins.", "stdnet.", "stdnet.examples.")
    if name in OTHERS or any(resolves(f"{module}{name}") for module in modules):
        return True
    if (ROOT / name).exists() or (PROGRAMS / name).exists() or name in files_of_pages():
        return True
    first, _, last = name.rpartition(".")
    if first[:1].isupper():
        return any(kind.__name__ == first and hasattr(kind, last) for _, kind in public_classes())
    return last in known_names()


@cache
def files_of_pages() -> set[str]:
    """Returns the names of the programs and outputs that lessons and what-ifs show."""
    return {path.name for path in LEARN.rglob("*.*")}


def resolves(path: str) -> bool:
    """Returns True for a module, or an attribute of one, of stdnet or of Python's library."""
    parts = path.split(".")
    if parts[0] not in {"stdnet", "returns", *sys.stdlib_module_names}:
        return False
    for length in range(len(parts), 0, -1):
        module = ".".join(parts[:length])
        if any(part.startswith("__") for part in parts[:length]) or not is_module(module):
            continue
        value: object = importlib.import_module(module)
        for attribute in parts[length:]:
            if not hasattr(value, attribute):
                return False
            value = getattr(value, attribute)
        return True
    return False


def is_module(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except (ModuleNotFoundError, ValueError):
        return False


@cache
def known_names() -> set[str]:
    """Returns the names of functions, members, parameters, constants and Rust items."""
    known = {*dir(builtins), *dir(errno), *dir(io), *dir(signal), *dir(socket)}
    known |= {*dir(int), *dir(str), *dir(bytes)}
    known |= {*dir(Path), *dir(select.epoll), *threading.__all__, *futures.__all__}
    known.update(dir(typing))
    for module in public_modules():
        known.update(module.__all__)
    for _, kind in public_classes():
        known.update(dir(kind))
    for _, function in public_functions():
        known.update(inspect.signature(function).parameters)
    known.update(BY_NAME)
    for exercise in exercises().values():
        known.update(check.name for check in exercise.checks())
    for table in (ROOT / "tests" / "data").glob("*api.tsv"):
        known.update(re.findall(r"\w+", table.read_text(encoding="utf-8")))
    return known


def examples(text: str) -> str:
    """Returns the `>>>` examples of a page, which share their names."""
    return "\n".join(block.body for block, _ in blocks(text) if block.is_doctest)


def python_programs(text: str) -> Iterator[str]:
    """Yields the Python programs that a page shows, whole, but those that a checker refuses."""
    for block, after in blocks(text):
        is_refused = after is not None and re.match(r"output: (?!.*without)", after.marker)
        if block.is_program and block.info == "python" and not is_refused:
            found = FILE.fullmatch(block.marker)
            yield (ROOT / found["path"]).read_text("utf-8") if found else block.body
