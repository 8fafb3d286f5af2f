"""The processes that a solution has started, also those that became daemons.

A process that loses its parent gets a new one: the judge, which asks the kernel for that. So all
that comes of a solution stays below the judge, whatever it does with its session, its group or its
environment. The environment of a solution has a mark besides, which tells the families of two
solutions from each other.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress
from ctypes import CDLL
from dataclasses import dataclass
from pathlib import Path
from typing import Final, final
from uuid import uuid4

MARK: Final = "STDNET_JUDGED"
PROC: Final = Path("/proc")
FEW_ARENAS: Final = {"MALLOC_ARENA_MAX": "2"}
"""Else glibc reserves 64 MiB for each thread, which count for the limit of memory."""

ATTEMPTS: Final = 500
WALKS: Final = 3
"""How often none must be found: one may end during a walk, and its child be too new for it."""

PR_SET_CHILD_SUBREAPER: Final = 36


@final
class Family:
    """A process of the judge, and all that come of it. `close` ends them."""

    def __init__(self) -> None:
        mark = uuid4().hex
        self._mark = f"{MARK}={mark}".encode()
        self.environment: dict[str, str] = {**os.environ, MARK: mark, **FEW_ARENAS}
        # The judged program buffers its output as it does when the student runs it.
        self.environment.pop("PYTHONUNBUFFERED", None)
        self.first: int | None = None
        """The process that the judge itself has started, and waits for."""
        self._earlier = frozenset(_children(_processes()))
        _living.add(self)
        _adopt_orphans(True)

    def members(self) -> list[int]:
        """Returns those that live, the newest first."""
        return self._members(_processes())

    def _members(self, processes: dict[int, _Process]) -> list[int]:
        found = {pid for pid in processes if self._mark in _environment(pid)}
        new = found | {pid for pid in _children(processes) if self._is_own(pid)}
        while new:
            found |= new
            new = {pid for pid, each in processes.items() if each.parent in new} - found
        return sorted((pid for pid in found if not processes[pid].is_over), reverse=True)

    def kill(self) -> None:
        """Kills all of them, and those that they start meanwhile."""
        missing = 0
        for _ in range(ATTEMPTS):
            processes = _processes()
            killed = [_killed(pid) for pid in self._members(processes)]
            self._reap(processes)
            missing = 0 if any(killed) else missing + 1
            if missing == WALKS:
                return
            time.sleep(0.001)

    def close(self) -> None:
        """Says that the judge has waited for the first one, and takes no more orphans for it."""
        _living.discard(self)
        if not _living:
            _adopt_orphans(False)

    def descriptors(self) -> int:
        """Returns how many descriptors they have open; 0 if that cannot be seen."""
        return sum(_entries(pid, "fd") for pid in self.members())

    def threads(self) -> int:
        """Returns how many threads they have; 0 if that cannot be seen."""
        return sum(_entries(pid, "task") for pid in self.members())

    def _is_own(self, child: int) -> bool:
        """Returns False for a child of the judge that is known to be another's."""
        if child in self._earlier or any(child == each.first for each in _living - {self}):
            return False
        environment = _environment(child)
        return self._mark in environment or f"{MARK}=".encode() not in environment

    def _reap(self, processes: dict[int, _Process]) -> None:
        """Waits for the orphans that had ended, as their parent has to."""
        firsts = {each.first for each in _living}
        for pid in _children(processes) - self._earlier - firsts:
            if processes[pid].is_over:
                with suppress(ChildProcessError):
                    os.waitpid(pid, os.WNOHANG)


_living: Final = set[Family]()


@final
@dataclass(frozen=True)
class _Process:
    parent: int
    is_over: bool
    """True if only its parent has to wait for it."""


def threads_of_user() -> int:
    """Returns how many threads the user has, which is what the kernel limits."""
    found = 0
    for pid in _numbers():
        with suppress(OSError):  # It has ended.
            if (PROC / str(pid)).stat().st_uid == os.getuid():
                found += _entries(pid, "task")
    return found


def _adopt_orphans(yes: bool) -> None:
    """Makes this process the parent of those below it that lose theirs, or no longer."""
    if sys.platform == "linux":
        CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, int(yes), 0, 0, 0)


def _numbers() -> list[int]:
    """Returns all processes, on a system that shows them as files."""
    names = os.listdir(PROC) if PROC.is_dir() else []
    return [int(name) for name in names if name.isdecimal()]


def _processes() -> dict[int, _Process]:
    found = dict[int, _Process]()
    for pid in _numbers():
        with suppress(OSError):  # It has ended.
            # The name before it, in parentheses, may be anything.
            state, parent, *_ = _read(pid, "stat").rpartition(b")")[2].split()
            found[pid] = _Process(int(parent), state in {b"Z", b"X"})
    return found


def _children(processes: dict[int, _Process]) -> set[int]:
    """Returns the children of the judge."""
    return {pid for pid, each in processes.items() if each.parent == os.getpid()}


def _environment(pid: int) -> bytes:
    try:
        return _read(pid, "environ")
    except OSError:  # It has ended, or belongs to another user.
        return b""


def _read(pid: int, name: str) -> bytes:
    """Returns a file of a process. A walk reads hundreds, of which `Path` would take most time."""
    with open(f"{PROC}/{pid}/{name}", "rb", buffering=0) as file:
        return file.read()


def _killed(pid: int) -> bool:
    """Kills a process; returns False if that cannot be done."""
    try:
        os.kill(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _entries(pid: int, folder: str) -> int:
    try:
        return len(os.listdir(PROC / str(pid) / folder))
    except OSError:  # It has ended, or belongs to another user.
        return 0
