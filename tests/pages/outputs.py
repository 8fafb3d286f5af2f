"""Runs the programs of pages, and type checkers on them, for the blocks that show what they print.

A program that a page shows in part is run as a whole. It ends with status 0.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
SETTINGS: Final = Path(__file__).parent / "programs" / "checkers.toml"
"""The settings that README recommends."""

SUFFIXES: Final = {"python": ".py", "rust": ".rs", "c": ".c"}

COMPILERS: Final = {
    ".rs": ["rustc", "--edition=2024", "-D", "warnings", "-o"],
    ".c": ["gcc", "-Wall", "-Wextra", "-Werror", "-o"],
}


class Missing(Exception):
    """A program is not on this machine."""


def output(name: str, program: Path) -> str:
    """Returns what a program prints, or what the type checker of that name reports about it."""
    return CHECKERS[name](program) if name else printed(program)


def printed(program: Path) -> str:
    """Runs a program, and returns what it prints."""
    with tempfile.TemporaryDirectory() as folder:
        if program.suffix == ".py":
            return ran([sys.executable, "-W", "error", str(program)], folder)
        binary = str(Path(folder, program.stem))
        ran([*COMPILERS[program.suffix], binary, str(program)], folder)
        return ran([binary], folder)


def mypy(program: Path) -> str:
    """Returns what mypy reports with the recommended settings."""
    cache = ["--cache-dir", str(shared_folder() / "mypy_cache")]
    return checked("mypy", program, "-m", "mypy", "--no-error-summary", *cache)


def basedpyright(program: Path) -> str:
    """Returns what basedpyright reports with the recommended settings."""
    return checked("basedpyright", program, "-m", "basedpyright")


CHECKERS: Final[dict[str, Callable[[Path], str]]] = {"mypy": mypy, "basedpyright": basedpyright}


def checked(package: str, program: Path, *command: str) -> str:
    """Runs a type checker in a folder with the program and the recommended settings."""
    if find_spec(package) is None:
        raise Missing(f"{package} is not installed")
    with tempfile.TemporaryDirectory() as folder:
        shutil.copyfile(SETTINGS, Path(folder, "pyproject.toml"))
        shutil.copyfile(program, Path(folder, program.name))
        return ran([sys.executable, *command, program.name], folder, statuses=(0, 1))


def ran(command: Sequence[str], folder: str, statuses: Sequence[int] = (0,)) -> str:
    """Runs a command, and returns what it prints."""
    if shutil.which(command[0]) is None:
        raise Missing(f"{command[0]} is not on this machine")
    env = {name: value for name, value in os.environ.items() if name != "MYPYPATH"}
    done = subprocess.run(
        command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode not in statuses:
        raise AssertionError(f"{command} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout


def shared_folder() -> Path:
    """Returns a folder for what several runs can use."""
    folder = Path(tempfile.gettempdir()) / f"stdnet-pages-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
