"""C's <fcntl.h>: operations on any descriptor."""

from __future__ import annotations

from ctypes import c_int, c_long
from typing import Final

from stdnet._core.ints import i32
from stdnet.c._libc import function

# fmt: off
__all__ = [
    "F_DUPFD", "F_RDLCK", "F_GETFD", "F_SEAL_SEAL", "F_WRLCK", "F_SEAL_SHRINK", "F_SETFD",
    "F_UNLCK", "F_GETFL", "F_EXLCK", "F_SEAL_GROW", "F_SETFL", "F_GETLK", "F_SETLK", "F_SETLKW",
    "F_SEAL_WRITE", "F_SETOWN", "F_SHLCK", "F_GETOWN", "F_SETSIG", "F_GETSIG", "F_SETOWN_EX",
    "F_GETOWN_EX", "F_SEAL_FUTURE_WRITE", "F_OFD_GETLK", "F_OFD_SETLK", "F_OFD_SETLKW",
    "F_SETLEASE", "F_GETLEASE", "F_NOTIFY", "F_DUPFD_CLOEXEC", "F_SETPIPE_SZ", "F_GETPIPE_SZ",
    "F_ADD_SEALS", "F_GET_SEALS", "F_GET_RW_HINT", "F_SET_RW_HINT", "F_GET_FILE_RW_HINT",
    "F_SET_FILE_RW_HINT",
    "FD_CLOEXEC",
    "O_RDONLY", "O_WRONLY", "O_RDWR", "O_ACCMODE", "O_CREAT", "O_EXCL", "O_NOCTTY", "O_TRUNC",
    "O_APPEND", "O_NDELAY", "O_NONBLOCK", "O_DSYNC", "O_ASYNC", "O_NOATIME", "O_CLOEXEC", "O_FSYNC",
    "O_RSYNC", "O_SYNC", "O_PATH",
    "fcntl",
]
# fmt: on

F_DUPFD: Final = 0
F_RDLCK: Final = 0
F_GETFD: Final = 1
F_SEAL_SEAL: Final = 0x1
F_WRLCK: Final = 1
F_SEAL_SHRINK: Final = 0x2
F_SETFD: Final = 2
F_UNLCK: Final = 2
F_GETFL: Final = 3
F_EXLCK: Final = 4
F_SEAL_GROW: Final = 0x4
F_SETFL: Final = 4
F_GETLK: Final = 5
F_SETLK: Final = 6
F_SETLKW: Final = 7
F_SEAL_WRITE: Final = 0x8
F_SETOWN: Final = 8
F_SHLCK: Final = 8
F_GETOWN: Final = 9
F_SETSIG: Final = 10
F_GETSIG: Final = 11
F_SETOWN_EX: Final = 15
F_GETOWN_EX: Final = 16
F_SEAL_FUTURE_WRITE: Final = 0x10
F_OFD_GETLK: Final = 36
F_OFD_SETLK: Final = 37
F_OFD_SETLKW: Final = 38
F_SETLEASE: Final = 1024
F_GETLEASE: Final = 1025
F_NOTIFY: Final = 1026
F_DUPFD_CLOEXEC: Final = 1030
F_SETPIPE_SZ: Final = 1031
F_GETPIPE_SZ: Final = 1032
F_ADD_SEALS: Final = 1033
F_GET_SEALS: Final = 1034
F_GET_RW_HINT: Final = 1035
F_SET_RW_HINT: Final = 1036
F_GET_FILE_RW_HINT: Final = 1037
F_SET_FILE_RW_HINT: Final = 1038

FD_CLOEXEC: Final = 1

O_RDONLY: Final = 0x0
O_WRONLY: Final = 0x1
O_RDWR: Final = 0x2
O_ACCMODE: Final = 0x3
O_CREAT: Final = 0x40
O_EXCL: Final = 0x80
O_NOCTTY: Final = 0x100
O_TRUNC: Final = 0x200
O_APPEND: Final = 0x400
O_NDELAY: Final = 0x800
O_NONBLOCK: Final = 0x800
O_DSYNC: Final = 0x1000
O_ASYNC: Final = 0x2000
O_NOATIME: Final = 0x40000
O_CLOEXEC: Final = 0x80000
O_FSYNC: Final = 0x101000
O_RSYNC: Final = 0x101000
O_SYNC: Final = 0x101000
O_PATH: Final = 0x200000

_fcntl: Final = function("fcntl", c_int, c_int, c_int, c_long)

_WITH_INT: Final = frozenset(
    {
        *(F_DUPFD, F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_GETOWN, F_SETOWN),
        *(F_GETSIG, F_SETSIG, F_GETLEASE, F_SETLEASE, F_NOTIFY, F_GETPIPE_SZ, F_SETPIPE_SZ),
        *(F_ADD_SEALS, F_GET_SEALS),
    }
)
"""The commands whose argument is a number, or that have none. The others take a pointer."""


def fcntl(fd: int, cmd: int, arg: int = 0) -> int:
    """Runs a command on a descriptor; returns the result of the command, or -1. C's `fcntl`.

    A command whose argument is a pointer, such as F_SETLK, gets NULL: any `arg` but 0 raises
    `ValueError`.

    >>> from stdnet.c import FD_CLOEXEC, F_GETFD, F_SETFD, close, dup, fcntl
    >>> fd = dup(1)
    >>> fcntl(fd, F_SETFD, FD_CLOEXEC)
    0
    >>> fcntl(fd, F_GETFD) == FD_CLOEXEC, close(fd)
    (True, 0)
    """
    cmd, arg = i32(cmd), i32(arg)
    if arg and cmd not in _WITH_INT:
        raise ValueError(f"the command {cmd} takes a pointer, not {arg}")
    return _fcntl(i32(fd), cmd, arg)
