"""The processes that a solution has started, also those that became daemons.

A process inherits the environment of the one that started it, even if it then leaves the session
or loses its parent. So the judge marks the environment of a solution, and looks for the mark.
"""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import Final
from uuid import uuid4

MARK: Final = "STDNET_JUDGED"
PROC: Final = Path("/proc")
FEW_ARENAS: Final = {"MALLOC_ARENA_MAX": "2"}
"""Else glibc reserves 64 MiB for each thread, which count for the limit of memory."""

ATTEMPTS: Final = 500
WALKS: Final = 3
"""How often none must be found: one may end during a walk, and its child be too new for it."""


def marked_environment() -> tuple[bytes, dict[str, str]]:
    """Returns a new mark, and the environment of the judge with it."""
    mark = uuid4().hex
    environment = {**os.environ, MARK: mark, **FEW_ARENAS}
    # The judged program buffers its output as it does when the student runs it.
    environment.pop("PYTHONUNBUFFERED", None)
    return f"{MARK}={mark}".encode(), environment


def members(mark: bytes) -> list[int]:
    """Returns the living processes with a mark in their environment, the newest first."""
    found = list[int]()
    for pid in sorted(_processes(), reverse=True):
        # It may end meanwhile, or belong to another user.
        with suppress(OSError):
            if mark in (PROC / str(pid) / "environ").read_bytes():
                found.append(pid)
    return found


def kill(mark: bytes) -> None:
    """Kills all processes with a mark, and those that they start meanwhile."""
    missing = 0
    for _ in range(ATTEMPTS):
        found = members(mark)
        for pid in found:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        missing = 0 if found else missing + 1
        if missing == WALKS:
            return
        time.sleep(0.001)


def descriptors(mark: bytes) -> int:
    """Returns how many descriptors are open in all processes with a mark."""
    return sum(_entries(pid, "fd") for pid in members(mark))


def threads(mark: bytes) -> int:
    """Returns how many threads all processes with a mark have."""
    return sum(_entries(pid, "task") for pid in members(mark))


def threads_of_user() -> int:
    """Returns how many threads the user has, which is what the kernel limits."""
    found = 0
    for pid in _processes():
        with suppress(OSError):  # It has ended.
            if (PROC / str(pid)).stat().st_uid == os.getuid():
                found += _entries(pid, "task")
    return found


def _processes() -> list[int]:
    """Returns all processes, on a system that shows them as files."""
    names = os.listdir(PROC) if PROC.is_dir() else []
    return [int(name) for name in names if name.isdecimal()]


def _entries(pid: int, folder: str) -> int:
    try:
        return len(os.listdir(PROC / str(pid) / folder))
    except OSError:  # It has ended.
        return 0
