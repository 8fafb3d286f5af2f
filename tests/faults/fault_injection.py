"""Faults on demand: any errno from any system call, and a signal after any system call.

The kernel itself produces the errno: a seccomp filter makes one system call of one thread fail, and
ends with the thread. So nothing of stdnet or CPython is replaced. The signals come from strace,
which sends one to a program after each system call of some kind.
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
from tests.support.strace import why_not

DEFECT: Final = "STDNET_DEFECT"
"""The environment variable that names a defect of `defects.py`."""

WITH_DEFECT: Final = Path(__file__).parent / "with_defect"
"""The folder of the `sitecustomize` that puts this defect into a Python program."""

_T = TypeVar("_T")

# Their numbers on x86_64 and on aarch64.
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
_PR_SET_NO_NEW_PRIVS: Final = 38
_PR_SET_SECCOMP: Final = 22
_SECCOMP_MODE_FILTER: Final = 2
_RETURN_ERRNO: Final = 0x0005_0000
_RETURN_ALLOW: Final = 0x7FFF_0000
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06


class _Program(ctypes.Structure):
    """C's `struct sock_fprog`."""

    _fields_ = (("len", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def _number(call: str) -> int:
    return _CALLS[call][{"x86_64": 0, "aarch64": 1}[platform.machine()]]


def _install(call: str, code: int) -> bool:
    """Makes a system call of this thread fail from now on; returns False if the kernel refuses."""
    steps = (
        (_LOAD, 0, 0, 0),  # Loads the number of the call.
        (_JUMP_IF_EQUAL, 0, 1, _number(call)),
        (_RETURN, 0, 0, _RETURN_ERRNO | code),
        (_RETURN, 0, 0, _RETURN_ALLOW),
    )
    instructions = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *s) for s in steps))
    program = _Program(len(steps), ctypes.addressof(instructions))
    libc = ctypes.CDLL(None)
    none = ctypes.c_ulong(0)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1), none, none, none)
    mode = ctypes.c_ulong(_SECCOMP_MODE_FILTER)
    return not libc.prctl(_PR_SET_SECCOMP, mode, ctypes.byref(program), none, none)


@functools.cache
def _has_filters() -> bool:
    if platform.machine() not in {"x86_64", "aarch64"}:
        return False
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(_install, "copy_file_range", 1).result()


needs_filters = pytest.mark.skipif(not _has_filters(), reason="no seccomp filters on this machine")


def failing(call: str, codes: Iterable[int], do: Callable[[], _T]) -> list[_T]:
    """Calls `do` once for each errno, while the system call fails with it; returns the results."""

    def run(code: int) -> _T:
        assert _install(call, code)  # Of several filters the latest one decides.
        return do()

    with ThreadPoolExecutor(1) as pool:
        return list(pool.map(run, codes, timeout=20))


needs_signals = pytest.mark.skipif(bool(why_not()), reason=why_not())


def signalled(calls: str, program: str) -> subprocess.CompletedProcess[str]:
    """Runs a Python program that gets SIGURG after each of these system calls.

    That signal is ignored unless the program handles it.
    """
    inject = ("-f", "-o", "/dev/null", "-e", f"trace={calls}", "-e", f"inject={calls}:signal=URG")
    return run("-c", program, under=("strace", *inject))


def run(
    *words: str, under: tuple[str, ...] = (), seconds: float = 50
) -> subprocess.CompletedProcess[str]:
    """Runs Python in development mode, with the stdnet under test and warnings as errors."""
    return subprocess.run(
        [*under, sys.executable, "-X", "dev", "-W", "error", *words],
        capture_output=True,
        text=True,
        timeout=seconds,
        env=environment(),
    )


def environment() -> dict[str, str]:
    """Returns the environment of a program that imports the stdnet under test, and these tests.

    A defect that `defects.py` puts into this process is put into the program, too.
    """
    roots = [Path(stdnet.__file__).parents[1], Path(__file__).parents[2]]
    defect = os.environ.get(DEFECT)
    return {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": ":".join(map(str, [*roots, *([WITH_DEFECT] if defect else [])])),
        **({DEFECT: defect} if defect else {}),
    }
