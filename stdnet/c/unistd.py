"""C's <unistd.h>: calls on any descriptor, and the name of this machine."""

from __future__ import annotations

from ctypes import c_int, c_size_t, c_ssize_t, c_void_p
from typing import Final

from stdnet._core.buffer import Buffer
from stdnet._core.ints import i32, u64
from stdnet.c._libc import function
from stdnet.c._memory import as_mut_ptr, as_ptr
from stdnet.c._struct import Out

# fmt: off
__all__ = [
    "STDIN_FILENO", "STDOUT_FILENO", "STDERR_FILENO", "HOST_NAME_MAX",
    "read", "write", "close", "dup", "gethostname",
]
# fmt: on

STDIN_FILENO: Final = 0
STDOUT_FILENO: Final = 1
STDERR_FILENO: Final = 2

HOST_NAME_MAX: Final = 64

_close: Final = function("close", c_int, c_int)
_dup: Final = function("dup", c_int, c_int)
_gethostname: Final = function("gethostname", c_int, c_void_p, c_size_t)
_read: Final = function("read", c_ssize_t, c_int, c_void_p, c_size_t)
_write: Final = function("write", c_ssize_t, c_int, c_void_p, c_size_t)


def read(fd: int, buf: Out | None, count: int) -> int:
    """Reads up to `count` bytes; returns how many, 0 at the end, or -1. C's `read`.

    >>> from array import array
    >>> from stdnet.c import *
    >>> sv = array("i", [-1, -1])
    >>> socketpair(AF_UNIX, SOCK_STREAM, 0, sv)
    0
    >>> write(sv[0], b"Hello", 5)
    5
    >>> buf = bytearray(64)
    >>> read(sv[1], buf, len(buf))
    5
    >>> buf[:5], close(sv[0]), close(sv[1])
    (bytearray(b'Hello'), 0, 0)
    """
    size = u64(count)
    return _read(i32(fd), as_mut_ptr(buf, size), size)


def write(fd: int, buf: Buffer | None, count: int) -> int:
    """Writes up to `count` bytes; returns how many, or -1. C's `write`.

    >>> from array import array
    >>> from stdnet.c import *
    >>> sv = array("i", [-1, -1])
    >>> socketpair(AF_UNIX, SOCK_STREAM, 0, sv)
    0
    >>> write(sv[0], b"Hello", 5)
    5
    >>> buf = bytearray(64)
    >>> read(sv[1], buf, len(buf))
    5
    >>> buf[:5], close(sv[0]), close(sv[1])
    (bytearray(b'Hello'), 0, 0)
    """
    size = u64(count)
    return _write(i32(fd), as_ptr(buf, size), size)


def close(fd: int) -> int:
    """Closes a descriptor; returns 0, or -1. C's `close`.

    >>> from stdnet.c import EBADF, close, errno
    >>> close(-1), errno() == EBADF
    (-1, True)
    """
    return _close(i32(fd))


def dup(oldfd: int) -> int:
    """Duplicates a descriptor; returns the new one, or -1. C's `dup`.

    Both refer to the same open file. The new one does not have FD_CLOEXEC.

    >>> from stdnet.c import close, dup
    >>> close(dup(1))
    0
    """
    return _dup(i32(oldfd))


def gethostname(name: Out | None, len: int) -> int:
    r"""Writes the name of this machine and a NUL to `name`; returns 0, or -1. C's `gethostname`.

    It fails with ENAMETOOLONG if the name does not fit in `len` bytes; HOST_NAME_MAX + 1 are
    enough.

    >>> from stdnet.c import HOST_NAME_MAX, gethostname
    >>> name = bytearray(HOST_NAME_MAX + 1)
    >>> gethostname(name, len(name)), name.endswith(b"\0")
    (0, True)
    """
    size = u64(len)
    return _gethostname(as_mut_ptr(name, size), size)
