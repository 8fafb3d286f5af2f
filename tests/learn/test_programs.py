"""The programs of lessons and what-ifs are short, alike, and do what their pages say.

`python -m tests.learn.record` writes what they print.
"""

import ast
import re
import shutil
import subprocess
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.learn.programs import (
    by_name,
    calls,
    folders,
    has_raw_socket,
    lines,
    output,
    page,
    printed,
    programs,
)
from tests.learn.strip import strip
from tests.pages.fill import LEARN, STEP
from tests.pages.outputs import ROOT
from tests.support.once import only_with
from tests.support.strace import needs_strace

WIDTH: Final = 60
HEIGHT: Final = 50

FOLDERS: Final = folders()
PROGRAMS: Final = [path for folder in FOLDERS for path in programs(folder)]
IN_PYTHON: Final = [path for path in PROGRAMS if path.suffix == ".py"]
COMPILED: Final = [path for path in PROGRAMS if path.suffix != ".py"]
STRIPS: Final = [twins for folder in FOLDERS for twins in by_name(folder)]

STRING: Final = re.compile(r'"(?:\\.|[^"\\])*"')


def short(path: Path) -> str:
    """Returns the name of a program or a folder for the names of tests."""
    return str(path.relative_to(LEARN)).removeprefix("lessons/")


each_folder = pytest.mark.parametrize("folder", FOLDERS, ids=short)
each_program = pytest.mark.parametrize("program", PROGRAMS, ids=short)


@only_with("3.11")
@pytest.mark.parametrize("program", IN_PYTHON, ids=short)
def test_a_program_in_python_prints_what_is_recorded(program: Path) -> None:
    assert printed(program) == output(program).read_text(encoding="utf-8")


@only_with("3.13")
@pytest.mark.parametrize("program", COMPILED, ids=short)
def test_a_program_in_c_or_rust_prints_what_is_recorded(program: Path) -> None:
    assert printed(program) == output(program).read_text(encoding="utf-8")


@needs_strace
@only_with("3.13")
@pytest.mark.parametrize(
    "twins", [each for each in STRIPS if calls(each[0]).exists()], ids=lambda each: short(each[0])
)
def test_programs_make_the_system_calls_that_are_recorded(twins: list[Path]) -> None:
    text = strip(twins)
    assert text == calls(twins[0]).read_text(encoding="utf-8")
    assert twins_apart(text) == []


@only_with("3.11")
@pytest.mark.parametrize("program", [each for each in PROGRAMS if has_raw_socket(each)], ids=short)
def test_a_raw_socket_is_refused_without_the_capability(program: Path) -> None:
    expected = output(program, is_refused=True).read_text(encoding="utf-8")
    assert printed(program, is_refused=True) == expected


def twins_apart(strip: str) -> list[tuple[str, str]]:
    """Returns the twins that do not make the same system calls."""
    calls = dict[str, str]()
    for part in strip.split("\n\n"):
        names, _, text = part.partition("\n")
        calls |= dict.fromkeys(names.split(", "), like_rust(text.strip()))
    return [
        (one, other)
        for one, other in (("C", "stdnet.c"), ("Rust", "stdnet"))
        if {one, other} <= calls.keys() and calls[one] != calls[other]
    ]


@pytest.mark.parametrize(
    ("theirs", "ours", "apart"),
    [
        ('write(3, "a", 1) = 1', 'sendto(3, "a", 1, MSG_NOSIGNAL) = 1', []),
        ('sendto(3, "a", 1, 0) = 1', 'sendto(3, "a", 1, MSG_NOSIGNAL) = 1', []),
        ('write(3, "a", 1) = 1', 'sendto(3, "b", 1, MSG_NOSIGNAL) = 1', [("Rust", "stdnet")]),
        ("close(3) = 0", "close(4) = 0", [("Rust", "stdnet")]),
    ],
)
def test_twins_differ_only_in_how_they_avoid_sigpipe(
    theirs: str, ours: str, apart: list[tuple[str, str]]
) -> None:
    assert twins_apart(f"Rust\n  {theirs}\n\nstdnet\n  {ours}\n") == apart


def like_rust(calls: str) -> str:
    """Returns the calls without MSG_NOSIGNAL, by which stdnet avoids SIGPIPE.

    Rust's runtime ignores that signal instead.
    """
    calls = re.sub(r"\bwrite\((.*)\) =", r"sendto(\1, 0) =", calls)
    return calls.replace(", MSG_NOSIGNAL) =", ", 0) =")


@only_with("3.13")
@each_program
def test_a_program_fits_on_a_screen(program: Path) -> None:
    found = lines(program)
    assert len(found) <= HEIGHT
    assert [line for line in found if len(line.rstrip("\n")) > WIDTH] == []


@only_with("3.13")
@each_program
def test_a_program_has_no_comments(program: Path) -> None:
    assert list(comments(program)) == []


def comments(program: Path) -> Iterator[str]:
    """Yields the comments and docstrings of a program. What it does is said by its page."""
    source = program.read_text(encoding="utf-8")
    if program.suffix != ".py":
        plain = [line for line in source.splitlines(keepends=True) if not STEP.match(line)]
        yield from (line for line in plain if re.search(r"//|/\*", STRING.sub("", line)))
        return
    with program.open("rb") as file:
        for token in tokenize.tokenize(file.readline):
            if token.type == tokenize.COMMENT and not STEP.match(f"{token.string}\n"):
                yield token.string
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            yield from filter(None, [ast.get_docstring(node)])


@only_with("3.13")
@pytest.mark.parametrize(
    ("name", "source", "found"),
    [
        ("main.rs", "let a = 1; // one\n", 1),
        ("main.c", "/* one */\nint a;\n", 1),
        ("main.c", '/* step: a */\nchar *a = "http://b";\n/* end: a */\n', 0),
        ("main.py", "a = 1  # one\n", 1),
        ("main.py", '# step: a\na = "#"\n# end: a\n', 0),
        ("main.py", 'def a() -> None:\n    """Does nothing."""\n', 1),
    ],
)
def test_a_comment_is_found(name: str, source: str, found: int, tmp_path: Path) -> None:
    program = tmp_path / name
    program.write_text(source)
    assert len(list(comments(program))) == found


@only_with("3.13")
@each_folder
def test_each_output_has_its_program_and_each_program_its_output(folder: Path) -> None:
    there = {path for path in folder.iterdir() if path.suffix == ".txt"}
    used = {output(program) for program in programs(folder)}
    used |= {output(each, True) for each in programs(folder) if has_raw_socket(each)}
    possible = {calls(program) for program in programs(folder)}
    assert used <= there
    assert there - used <= possible


@only_with("3.13")
@each_folder
def test_each_program_and_its_output_stand_on_the_page(folder: Path) -> None:
    if not page(folder).exists():
        pytest.fail(f"{page(folder)} is missing")
    text = page(folder).read_text(encoding="utf-8")
    files = [path for path in folder.iterdir() if path.suffix in {".c", ".rs", ".py", ".txt"}]
    names = [str(path.relative_to(ROOT)) for path in sorted(files)]
    assert [name for name in names if f"<!-- file: {name} " not in text] == []


@only_with("3.13")
def test_programs_in_rust_are_formatted() -> None:
    if shutil.which("rustfmt") is None:
        pytest.skip("no rustfmt on this machine")
    in_rust = [str(path) for path in COMPILED if path.suffix == ".rs"]
    command = ["rustfmt", "--edition=2024", "--check", "--config", f"max_width={WIDTH}", *in_rust]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
