"""The programs of lessons and what-ifs, and what they print.

A lesson has `main.c`, its twin `libc.py`, `main.rs`, and its twin `main.py`; any of them may be
left out. Further programs are called NAME.c, NAME_libc.py, NAME.rs and NAME.py. What they print is
in `expected.txt` or `NAME.txt`; where C and its twin print something else, that is in
`expected.c.txt` or `NAME.c.txt`.

What a program with a raw socket prints without the capability CAP_NET_RAW is in `NAME.refused.txt`
and `NAME.refused.c.txt`.
"""

import ctypes
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import termios
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from threading import Thread
from typing import Final

import pytest

import stdnet
from stdnet.learn.course import running
from tests.pages.fill import LEARN, without_steps
from tests.support import crates
from tests.support.compiled import compiled

LESSONS: Final = LEARN / "lessons"
WHATIF: Final = LEARN / "whatif"

COMPILERS: Final = {
    ".c": [*running.COMPILERS[".c"], "-Werror"],
    ".rs": [*running.COMPILERS[".rs"], "-D", "warnings"],
}
SUFFIXES: Final = (*COMPILERS, ".py")

# A terminal would make some programs write in colours.
ENVIRONMENT: Final = {
    **os.environ,
    "NO_COLOR": "1",
    "PYTHONPATH": str(Path(stdnet.__file__).parents[1]),
}

LIBC: Final = ctypes.CDLL(None)
PR_CAPBSET_DROP: Final = 24
CAP_NET_RAW: Final = 13

PORT: Final = re.compile(r"(?<=:)\d{4,5}\b|(?<=htons\()\d{4,5}(?=\))")


def folders() -> list[Path]:
    """Returns the folders of all lessons and what-ifs that have programs."""
    found = [*LESSONS.glob("*/"), *(WHATIF / "programs").glob("*/")]
    return sorted(folder for folder in found if programs(folder))


def programs(folder: Path) -> list[Path]:
    """Returns the programs of a lesson or a what-if."""
    found = [path for path in folder.iterdir() if path.suffix in SUFFIXES]
    return sorted(found, key=lambda path: (name(path), not is_c(path), path.suffix == ".py"))


def by_name(folder: Path) -> Iterator[list[Path]]:
    """Yields each program of a folder together with its twins."""
    for _, twins in groupby(programs(folder), name):
        yield list(twins)


def page(folder: Path) -> Path:
    """Returns the page, in English, on which the programs of a folder stand."""
    if folder.parent == LESSONS:
        return folder / "en.md"
    return WHATIF / f"{folder.name}.en.md"


def name(program: Path) -> str:
    """Returns the name that a program shares with its twins."""
    return "main" if program.stem == "libc" else program.stem.removesuffix("_libc")


def is_c(program: Path) -> bool:
    """Returns True for a program in C, and for its twin in `stdnet.c`."""
    return program.suffix == ".c" or program.stem == "libc" or program.stem.endswith("_libc")


def outputs(program: Path, is_refused: bool = False) -> tuple[Path, Path]:
    """Returns the files of what all twins print, and of what C and its twin print instead."""
    stem = "expected" if name(program) == "main" else name(program)
    stem = f"{stem}.refused" if is_refused else stem
    return program.with_name(f"{stem}.txt"), program.with_name(f"{stem}.c.txt")


def output(program: Path, is_refused: bool = False) -> Path:
    """Returns the file of what a program prints."""
    shared, of_c = outputs(program, is_refused)
    return of_c if is_c(program) and of_c.exists() else shared


def has_raw_socket(program: Path) -> bool:
    """Returns True for a program that prints something else without the capability."""
    return outputs(program, is_refused=True)[0].exists()


def calls(program: Path) -> Path:
    """Returns the file of the system calls of a program and its twins."""
    stem = "" if name(program) == "main" else f"{name(program)}."
    return program.with_name(f"{stem}calls.txt")


def lines(program: Path) -> list[str]:
    """Returns the lines of a program, but those that are the edge of a step."""
    return list(without_steps(program.read_text(encoding="utf-8").splitlines(keepends=True)))


def command(program: Path) -> list[str]:
    """Returns the command that runs a program; compiles it first if it has to be."""
    if program.suffix == ".py":
        return [sys.executable, "-P", "-W", "error", str(program)]
    compiler = COMPILERS[program.suffix]
    if shutil.which(compiler[0]) is None:
        pytest.skip(f"no {compiler[0]} on this machine")
    if program.suffix == ".rs" and (used := crates.used(program)):
        crates.skip_without(used)
        compiler = [*compiler, *crates.link_flags(used)]
    return [str(compiled(program, compiler))]


def printed(program: Path, is_refused: bool = False) -> str:
    """Runs a program, and returns what a terminal shows: all that it prints, and its status.

    Ports that the kernel chose are PORT. A terminal, as C and Python write line by line to it.
    `is_refused` takes CAP_NET_RAW away from the program.
    """
    whole = command(program)
    if has_raw_socket(program) and not is_refused and not may_open_raw_sockets():
        pytest.skip("a raw socket needs the capability CAP_NET_RAW")
    ours, theirs = os.openpty()
    plain_lines(theirs)
    shown = list[bytes]()
    reader = Thread(target=lambda: shown.extend(chunks(ours)))
    reader.start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(
                whole,
                cwd=folder,
                env=ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=theirs,
                stderr=theirs,
                timeout=30,
                preexec_fn=give_up_raw_sockets if is_refused else None,
            )
    finally:
        os.close(theirs)
        reader.join()
        os.close(ours)
    text = b"".join(shown).decode()
    assert "Exception ignored in" not in text, text  # So Python reports a file left open.
    return normal(text) + ending(done.returncode)


def may_open_raw_sockets() -> bool:
    try:
        socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP).close()
    except PermissionError:
        return False
    return True


def give_up_raw_sockets() -> None:
    """Lets no program that this process becomes have the capability. Only root has it to lose."""
    LIBC.prctl(PR_CAPBSET_DROP, CAP_NET_RAW, 0, 0, 0)


def plain_lines(terminal: int) -> None:
    """Lets a terminal leave line breaks as they are."""
    modes = termios.tcgetattr(terminal)
    modes[1] &= ~termios.OPOST
    termios.tcsetattr(terminal, termios.TCSANOW, modes)


def chunks(terminal: int) -> Iterator[bytes]:
    """Yields what a terminal shows, until no program has it open."""
    while True:
        try:
            yield os.read(terminal, 4096)
        except OSError:
            return


def normal(text: str) -> str:
    """Returns a text without the ports that the kernel chose."""
    return PORT.sub(lambda found: "PORT" if int(found[0]) > 1023 else found[0], text)


def ending(status: int) -> str:
    """Returns the line that says how a program ended, if not with 0."""
    if status < 0:
        return f"[{signal.Signals(-status).name}]\n"
    return f"[status {status}]\n" if status else ""
