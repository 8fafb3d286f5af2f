"""Runs the programs of pages, and type checkers on them, for the blocks that show what they print.

A program that a page shows in part is run as a whole. It ends with status 0.
"""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from subprocess import DEVNULL, PIPE, STDOUT
from textwrap import dedent
from typing import Final

from tests.support.checkers import environment

ROOT: Final = Path(__file__).resolve().parents[2]
SETTINGS: Final = Path(__file__).parent / "programs" / "checkers.toml"
"""The settings that README recommends."""

SUFFIXES: Final = {"python": ".py", "rust": ".rs", "c": ".c", "text": ".txt"}

COMPILERS: Final = {
    ".rs": ["rustc", "--edition=2024", "-D", "warnings", "-o"],
    ".c": ["gcc", "-Wall", "-Wextra", "-Werror", "-o"],
}


MYPY_CACHE: Final = Path(tempfile.gettempdir(), f"stdnet-pages-{os.getuid()}")
"""The folder that mypy makes for what several runs can use."""

CHECKERS: Final = {
    "mypy": ["--no-error-summary", "--cache-dir", str(MYPY_CACHE)],
    "pyright": ["--pythonpath", sys.executable],
    "basedpyright": ["--pythonpath", sys.executable],
    "ty": ["check", "--python", sys.prefix, "--output-format=concise", "--color=never"],
    "pyrefly": [
        *["check", "--output-format=min-text", "--color=never"],
        *["--python-interpreter-path", sys.executable],
    ],
    "zuban": ["check", "--python-executable", sys.executable],
}
"""How each checker is called, with the path of the program at the end."""

VERSIONS: Final = {
    "mypy": "2.4.1",
    "pyright": "1.1.414",
    "ty": "0.0.108",
    "pyrefly": "1.5.0",
    "zuban": "0.10.2",
}
"""The checkers that the pages quote. Others may say the same in other words."""

SUMMARY: Final = re.compile(r"Found |All checks|\S+\.py$|Success|\d+ errors?, ")


class Missing(Exception):
    """A program is not on this machine."""


def output(name: str, program: Path) -> str:
    """Returns what a program prints, or what the type checker of that name reports about it."""
    if name == "checkers":
        return by_checker({checker: quoted(checker, program) for checker in VERSIONS})
    if name:
        return "".join(f"{line}\n" for line in quoted(name, program))
    return printed(program)


def printed(program: Path) -> str:
    """Runs a program, and returns what it prints."""
    with tempfile.TemporaryDirectory() as folder:
        if program.suffix == ".py":
            text = ran([sys.executable, "-W", "error", str(program)], folder)
            # So Python reports a file that nobody has closed.
            assert "Exception ignored in" not in text, text
            return text
        binary = str(Path(folder, program.stem))
        compiled = ran([*COMPILERS[program.suffix], binary, str(program)], folder)
        return compiled + ran([binary], folder)


def quoted(checker: str, program: Path) -> list[str]:
    """Returns what the version of a type checker that the pages quote says about a program."""
    if (found := installed(checker)) != VERSIONS[checker]:
        raise Missing(f"the pages quote {checker} {VERSIONS[checker]}, and here is {found}")
    return reports(checker, [program], "standard")


def reports(checker: str, programs: Sequence[Path], mode: str) -> list[str]:
    """Returns the lines that a type checker reports about programs with the recommended settings.

    `mode` is pyright's `typeCheckingMode`.
    """
    with tempfile.TemporaryDirectory() as folder:
        settings = SETTINGS.read_text(encoding="utf-8") + f'typeCheckingMode = "{mode}"\n'
        Path(folder, "pyproject.toml").write_text(settings, encoding="utf-8")
        for program in programs:
            shutil.copyfile(program, Path(folder, program.name))
        command = [str(Path(sysconfig.get_path("scripts"), checker)), *CHECKERS[checker]]
        # basedpyright hangs when it is given very many files.
        names = [program.name for program in programs] if len(programs) == 1 else ["."]
        text = ran([*command, *names], folder, statuses=(0, 1), stderr=DEVNULL)
    text = text.replace(f"{folder}/", "")
    lines = [line for line in text.splitlines() if not SUMMARY.match(line)]
    return dedent("\n".join(lines)).splitlines()


def installed(checker: str) -> str:
    """Returns the version of a type checker here."""
    try:
        return version(checker)
    except PackageNotFoundError:
        return "none"


def by_checker(reported: dict[str, list[str]]) -> str:
    """Returns the lines of all checkers, each below its name."""
    texts = (
        "\n  ".join([f"{name}:", *(lines or ["(nothing)"])]) for name, lines in reported.items()
    )
    return "".join(f"{text}\n" for text in texts)


def ran(
    command: Sequence[str], folder: str, statuses: Sequence[int] = (0,), stderr: int = STDOUT
) -> str:
    """Runs a command, and returns what it prints."""
    if shutil.which(command[0]) is None:
        raise Missing(f"{Path(command[0]).name} is not on this machine")
    done = subprocess.run(
        command, cwd=folder, env=environment(), stdout=PIPE, stderr=stderr, text=True
    )
    if done.returncode not in statuses:
        raise AssertionError(f"{command} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout
