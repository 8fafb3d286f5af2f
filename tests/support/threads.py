"""Waiting for a thread to block in a system call, without a sleep of arbitrary length."""

import platform
import threading
from typing import Final

FUTEX: Final = {"x86_64": 202, "aarch64": 98}[platform.machine()]
"""The system call in which a thread waits for another thread, and not for a peer."""


def wait_until_blocked() -> None:
    """Returns once another thread of this program waits in a system call for a peer."""
    while not any(map(_is_blocked, threading.enumerate())):
        pass


def _is_blocked(thread: threading.Thread) -> bool:
    if thread is threading.current_thread():
        return False
    try:
        with open(f"/proc/self/task/{thread.native_id}/syscall", encoding="ascii") as file:
            number = file.read().split()[0]
    except OSError:  # The thread has ended.
        return False
    return number.isdigit() and int(number) != FUTEX
