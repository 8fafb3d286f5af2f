"""Records what the programs of lessons and what-ifs print, and the system calls that they make.

python -m tests.learn.record                   of all of them
python -m tests.learn.record 05 whatif/reset   of one lesson, and of one what-if

The system calls, which need strace, are recorded where the page shows them, or is not yet written.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.learn.programs import (
    LESSONS,
    WHATIF,
    by_name,
    calls,
    folders,
    has_raw_socket,
    is_c,
    outputs,
    page,
    printed,
)
from tests.learn.strip import strip
from tests.pages.outputs import ROOT
from tests.support.strace import why_not


def record(folder: Path) -> Iterator[str]:
    """Writes the files of a lesson or a what-if; yields what is wrong."""
    for twins in by_name(folder):
        yield from record_outputs(twins)
        if has_raw_socket(twins[0]):
            yield from record_outputs(twins, is_refused=True)
        file = calls(twins[0])
        if is_wanted(file):
            if why_not():
                yield f"{file.name} is left as it is: {why_not()}"
            else:
                file.write_text(strip(twins), encoding="utf-8")


def record_outputs(twins: list[Path], is_refused: bool = False) -> Iterator[str]:
    """Writes what a program and its twins print; yields a line if twins do not print the same."""
    shared, of_c = outputs(twins[0], is_refused)
    texts = dict[Path, str]()
    for program in twins:
        file = of_c if is_c(program) else shared
        text = printed(program, is_refused)
        if texts.setdefault(file, text) != text:
            yield f"{program.name} prints what its twin does not:\n{text}"
    if len({*texts.values()}) == 1:  # All print the same, or there is one half alone.
        texts = {shared: texts.popitem()[1]}
        of_c.unlink(missing_ok=True)
    for file, text in texts.items():
        file.write_text(text, encoding="utf-8")


def is_wanted(file: Path) -> bool:
    """Returns True if system calls are to be recorded in a file."""
    shown = page(file.parent)
    if shown.exists():
        return f"<!-- file: {file.relative_to(ROOT)} " in shown.read_text(encoding="utf-8")
    return file.name == "calls.txt" and file.parent.parent == LESSONS


def chosen(word: str) -> Path:
    """Returns the folder that a word of the command line means."""
    names = [WHATIF / "programs" / word.removeprefix("whatif/"), *LESSONS.glob(f"{word}*/")]
    found = [folder for folder in folders() if folder in names]
    if len(found) != 1:
        sys.exit(f"{word}: no lesson or what-if with programs, or several")
    return found[0]


def main() -> int:
    """Does what the command line says; returns the status."""
    status = 0
    for folder in map(chosen, sys.argv[1:]) if sys.argv[1:] else folders():
        try:
            for wrong in record(folder):
                print(f"{folder.name}: {wrong}", file=sys.stderr)
                status = 1
        except pytest.skip.Exception as skipped:
            print(f"{folder.name}: {skipped}", file=sys.stderr)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
