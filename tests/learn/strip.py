"""The strip of a lesson: the system calls on sockets and pipes that its programs make.

A strip is short, so that it is read at a glance: `socket(AF_INET, SOCK_STREAM, 0) = 3`. Descriptors
are numbered from 3 on, in the order in which they appear, and addresses are written as Rust does.
The calls of a second thread or process stand below those of the first, behind `[2]`.
"""

import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap
from typing import Final

from tests.learn.programs import ENVIRONMENT, command, is_c, normal
from tests.support.strace import (
    CALLS,
    DESCRIPTOR,
    STRACE,
    canonical,
    name_descriptors,
    without_getsockname,
)

WIDTH: Final = 60
LANGUAGES: Final = {".c": "C", ".rs": "Rust"}

SHORTER: Final = (
    # Addresses.
    (r"\{sa_family=AF_INET, sin_port=htons\((\w+)\), sin_addr=inet_addr\(\"(.*?)\"\)\}", r"\2:\1"),
    (r"\{sa_family=AF_INET6, .*?htons\((\w+)\), .*?, \"(.*?)\", &sin6_addr\), .*?\}", r"[\2]:\1"),
    (r"\{sa_family=AF_UNIX, sun_path=(.*?)\}", r"\1"),
    (r"\{sa_family=AF_UNIX\}", "unnamed"),
    # A time-out, which strace shows as bytes, by its name in C.
    (r"(SO_\w+TIMEO)_OLD, \".*?\"(?:\.\.\.)?", r"\1, timeval"),
    # The protocol of the type, `sendto` and `recvfrom` without an address, and texts of errors.
    (r"IPPROTO_IP\)", "0)"),
    (r", NULL, (?:0|NULL)\)", ")"),
    (r"(= -1 E\w+) \(.*\)$", r"\1"),
)


def strip(programs: list[Path]) -> str:
    """Returns the strip of a program and its twins. Those that make the same calls share a part."""
    parts = dict[str, list[str]]()
    for program in programs:
        text = "".join(f"  {line}\n" for line in shown_calls(program))
        parts.setdefault(text, []).append(language(program))
    return "\n".join(f"{', '.join(names)}\n{text}" for text, names in parts.items())


def language(program: Path) -> str:
    """Returns what a program is written in."""
    return LANGUAGES.get(program.suffix, "stdnet.c" if is_c(program) else "stdnet")


def shown_calls(program: Path) -> Iterator[str]:
    """Runs a program; yields the lines of its part of a strip."""
    names = dict[str, str]()
    for number, calls in enumerate(filter(None, traced(program)), 1):
        found = [canonical(name_descriptors(normal(call), names)) for call in calls]
        for call in without_additions(found, program):
            thread = f"[{number}] " if number > 1 else ""
            yield from wrap(thread + short(call), WIDTH - 2, subsequent_indent="    ")


def without_additions(calls: list[str], program: Path) -> Iterator[str]:
    """Leaves out what only CPython does, or only Rust without `-O`, which checks what it closes."""
    if program.suffix == ".py":
        yield from (call for call in without_getsockname(calls) if "FIOCLEX" not in call)
    else:
        yield from (call for call in calls if "F_GETFD" not in call)


def traced(program: Path) -> list[list[str]]:
    """Returns the system calls of each thread of a program that its sockets and pipes are in."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as cwd:
        strace = [*STRACE, "-ff", "-y", "-s", "12", "-e", f"trace={CALLS}", "-o", f"{folder}/log"]
        subprocess.run(
            [*strace, *command(program)],
            cwd=cwd,
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=30,
        )
        logs = sorted(Path(folder).iterdir(), key=lambda path: int(path.suffix[1:]))
        return [list(filter(is_shown, log.read_text("utf-8").splitlines())) for log in logs]


def is_shown(call: str) -> bool:
    """Returns True for a call on a socket or a pipe, and for one that should have made it."""
    return bool(DESCRIPTOR.search(call)) or call.startswith("socket")


def short(call: str) -> str:
    """Returns a call with its arguments as a reader wants them."""
    call = re.sub(r"#(\d+)", lambda found: str(int(found[1]) + 3), call)
    for pattern, written in SHORTER:
        call = re.sub(pattern, written, call)
    return call
