"""Faults of the system on demand: any errno at any call, and a signal after any call.

Errno comes from the kernel itself: a thread gets a filter (seccomp) that fails one system call, and
takes it along when it ends. So nothing of stdnet or CPython is replaced. Signals come from
strace, which sends one to a program at each system call of some kind.
"""

import ctypes
import functools
import os
import platform
import struct
import subprocess
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, TypeVar

import pytest

import stdnet
from tests.faults.defects import DEFECT
from tests.support.strace import why_not

SEEDED: Final = Path(__file__).parent / "seeded"

_T = TypeVar("_T")

# The numbers of x86_64 and of aarch64.
_CALLS: Final = {
    "accept4": (288, 242),
    "bind": (49, 200),
    "close": (3, 57),
    "connect": (42, 203),
    "copy_file_range": (326, 285),
    "fcntl": (72, 25),
    "getpeername": (52, 205),
    "getsockname": (51, 204),
    "getsockopt": (55, 209),
    "ioctl": (16, 29),
    "listen": (50, 201),
    "pipe2": (293, 59),
    "readv": (19, 65),
    "recvfrom": (45, 207),
    "recvmsg": (47, 212),
    "sendmsg": (46, 211),
    "sendto": (44, 206),
    "setsockopt": (54, 208),
    "shutdown": (48, 210),
    "socket": (41, 198),
    "socketpair": (53, 199),
    "splice": (275, 76),
    "writev": (20, 66),
}
CALLS: Final = tuple(_CALLS)
"""The calls that can be made to fail."""

_PR_SET_NO_NEW_PRIVS: Final = 38
_PR_SET_SECCOMP: Final = 22
_SECCOMP_MODE_FILTER: Final = 2
_RETURN_ERRNO: Final = 0x0005_0000
_RETURN_ALLOW: Final = 0x7FFF_0000
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06


class _Program(ctypes.Structure):
    """C's `sock_fprog`."""

    _fields_ = (("len", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def _number(call: str) -> int:
    return _CALLS[call][{"x86_64": 0, "aarch64": 1}[platform.machine()]]


def _install(call: str, code: int) -> bool:
    """Has a system call of this thread fail from now on; whether the kernel agreed."""
    steps = (
        (_LOAD, 0, 0, 0),  # The number of the call.
        (_JUMP_IF_EQUAL, 0, 1, _number(call)),
        (_RETURN, 0, 0, _RETURN_ERRNO | code),
        (_RETURN, 0, 0, _RETURN_ALLOW),
    )
    code_of_filter = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *s) for s in steps))
    program = _Program(len(steps), ctypes.addressof(code_of_filter))
    libc = ctypes.CDLL(None)
    none = ctypes.c_ulong(0)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1), none, none, none)
    mode = ctypes.c_ulong(_SECCOMP_MODE_FILTER)
    return not libc.prctl(_PR_SET_SECCOMP, mode, ctypes.byref(program), none, none)


@functools.cache
def _filters() -> bool:
    if platform.machine() not in {"x86_64", "aarch64"}:
        return False
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(_install, "copy_file_range", 1).result()


needs_filters = pytest.mark.skipif(not _filters(), reason="the kernel filters no system calls here")


def failing(call: str, codes: Iterable[int], do: Callable[[], _T]) -> list[_T]:
    """Does something while a system call fails, every time that it is made; with each errno."""

    def run(code: int) -> _T:
        assert _install(call, code)  # Of several filters the last one decides.
        return do()

    with ThreadPoolExecutor(1) as pool:
        return list(pool.map(run, codes, timeout=20))


needs_signals = pytest.mark.skipif(bool(why_not()), reason=why_not())


def signalled(calls: str, program: str) -> subprocess.CompletedProcess[str]:
    """Runs a program that gets SIGURG at each of these system calls, once it is made.

    Until a program handles that signal it is ignored.
    """
    inject = ("-f", "-o", "/dev/null", "-e", f"trace={calls}", "-e", f"inject={calls}:signal=URG")
    return run("-c", program, under=("strace", *inject))


def run(
    *words: str, under: tuple[str, ...] = (), seconds: float = 50
) -> subprocess.CompletedProcess[str]:
    """Runs Python as strictly as it can, with the stdnet under test."""
    return subprocess.run(
        [*under, sys.executable, "-X", "dev", "-W", "error", *words],
        capture_output=True,
        text=True,
        timeout=seconds,
        env=environment(),
    )


def environment() -> dict[str, str]:
    """What programs need to have the stdnet under test, and the defect that was put into it."""
    roots = [Path(stdnet.__file__).parents[1], Path(__file__).parents[2]]
    defect = os.environ.get(DEFECT)
    return {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": ":".join(map(str, [*roots, *([SEEDED] if defect else [])])),
        **({DEFECT: defect} if defect else {}),
    }
