"""Runs the programs of lessons and what-ifs, as their pages show them."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from stdnet.learn.course.pages import folder

COMPILERS: Final = {
    ".c": ["gcc", "-std=gnu17", "-Wall", "-Wextra"],
    ".rs": ["rustc", "--edition=2024"],
}
"""The compilers of programs, which take a file, and the binary behind `-o`."""

FORMS: Final = {
    "python": "{}.py",
    "libc": "{}_libc.py",
    "rust": "{}.rs",
    "c": "{}.c",
}
"""The files of a program in each language; `libc` is C in Python, by `stdnet.c`."""

SOURCES: Final = {"gcc": "sudo apt-get install gcc", "rustc": "https://rustup.rs"}
"""Where a compiler comes from."""


class NotHere(Exception):
    """A compiler is not on this machine."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name: Final = name


class NoCrate(NotHere):
    """A program in Rust uses a crate, which `rustc` without `cargo` does not find."""


def programs(page: str) -> list[Path]:
    """Returns the programs of a lesson or a what-if. Those of an exercise are its solutions."""
    if page.startswith("exercises/"):
        return []
    there = folder(page)
    found = (path for form in FORMS.values() for path in sorted(there.glob(form.format("*"))))
    return list(dict.fromkeys(found))


def choose(page: str, words: list[str]) -> list[Path]:
    """Returns the programs that words mean: a language, a program's name, both or none.

    With none it is the main program of a lesson, and both of a what-if.
    """
    there = {path.name: path for path in programs(page)}
    languages = [word for word in words if word in FORMS]
    names = [word for word in words if word not in FORMS]
    if len(names) > 1 or len(languages) > 1:
        return []
    defaults = ["main"] if page.startswith("lessons/") else ["surprise", "right"]
    found = list[Path]()
    for name in names or defaults:
        wanted = [name, *(file_name(name, language) for language in languages or FORMS)]
        found += [there[each] for each in wanted if each in there][:1]
    return found


def languages(page: str) -> dict[str, list[str]]:
    """Returns the programs of a page, by name, each with the languages that it is in."""
    there = {path.name for path in programs(page)}
    names = sorted({path.stem.removesuffix("_libc") for path in programs(page)} - {"libc"})
    return {name: [each for each in FORMS if file_name(name, each) in there] for name in names}


def file_name(program: str, language: str) -> str:
    """Returns what the file of a program in a language is called."""
    return "libc.py" if (program, language) == ("main", "libc") else FORMS[language].format(program)


def run(program: Path) -> int:
    """Runs a program to its end, and returns its exit status, as a shell does.

    What is compiled lies in a temporary folder. Raises `NotHere` without what compiles it.
    """
    if program.suffix == ".py":
        return status([sys.executable, str(program)])
    compiler = COMPILERS[program.suffix]
    if shutil.which(compiler[0]) is None:
        raise NotHere(f"{compiler[0]} ({SOURCES[compiler[0]]})")
    if "use socket2::" in program.read_text(encoding="utf-8"):
        raise NoCrate("socket2")
    with tempfile.TemporaryDirectory() as made:
        binary = str(Path(made, program.stem))
        return status([*compiler, "-o", binary, str(program)]) or status([binary])


def status(command: list[str]) -> int:
    """Runs a command, and returns its exit status; that of a signal as shells give it."""
    done = subprocess.run(command, check=False).returncode  # noqa: S603 - it is ours
    return 128 - done if done < 0 else done
