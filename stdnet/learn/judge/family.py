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
ATTEMPTS: Final = 200


def marked_environment() -> tuple[bytes, dict[str, str]]:
    """Returns a new mark, and the environment of the judge with it."""
    mark = uuid4().hex
    environment = {**os.environ, MARK: mark}
    # The judged program buffers its output as it does when the student runs it.
    environment.pop("PYTHONUNBUFFERED", None)
    return f"{MARK}={mark}".encode(), environment


def members(mark: bytes) -> list[int]:
    """Returns the living processes with a mark in their environment."""
    found = list[int]()
    for name in os.listdir(PROC) if PROC.is_dir() else ():
        # It may end meanwhile, or belong to another user.
        with suppress(OSError):
            if name.isdecimal() and mark in (PROC / name / "environ").read_bytes():
                found.append(int(name))
    return found


def kill(mark: bytes) -> None:
    """Kills all processes with a mark, and those that they start meanwhile."""
    for _ in range(ATTEMPTS):
        found = members(mark)
        if not found:
            return
        for pid in found:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.001)


def descriptors(mark: bytes) -> int:
    """Returns how many descriptors are open in all processes with a mark."""
    return sum(_entries(pid, "fd") for pid in members(mark))


def threads(mark: bytes) -> int:
    """Returns how many threads all processes with a mark have."""
    return sum(_entries(pid, "task") for pid in members(mark))


def _entries(pid: int, folder: str) -> int:
    try:
        return len(os.listdir(PROC / str(pid) / folder))
    except OSError:  # It has ended.
        return 0
