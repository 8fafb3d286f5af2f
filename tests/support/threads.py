"""When a thread waits in the system, without a sleep for luck."""

import os
import platform
import threading
from typing import Final

FUTEX: Final = {"x86_64": 202, "aarch64": 98}[platform.machine()]
"""The system call in which a thread waits for another thread, and not for a peer."""


def wait_until_blocked() -> None:
    """Returns once another thread of this process waits in a system call for a peer."""
    while not any(map(_is_blocked, os.listdir("/proc/self/task"))):
        pass


def _is_blocked(task: str) -> bool:
    if int(task) == threading.get_native_id():
        return False
    try:
        with open(f"/proc/self/task/{task}/syscall", encoding="ascii") as file:
            number = file.read().split()[0]
    except OSError:  # The thread has ended.
        return False
    return number.isdigit() and int(number) != FUTEX
