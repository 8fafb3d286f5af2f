"""C's <unistd.h>: descriptors, and the name of this machine."""

from ctypes import c_int, c_size_t, c_ssize_t, c_void_p
from typing import Final

from stdnet._core.buffer import Buffer
from stdnet._core.ints import i32, u64
from stdnet.c._libc import function
from stdnet.c._memory import readable, writable
from stdnet.c._struct import Out

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
    """Reads bytes; how many, 0 at the end, or -1. C's `read`.

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
    return _read(i32(fd), writable(buf, size), size)


def write(fd: int, buf: Buffer | None, count: int) -> int:
    """Writes bytes; how many, or -1. C's `write`.

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
    return _write(i32(fd), readable(buf, size), size)


def close(fd: int) -> int:
    """Closes a descriptor; 0, or -1. C's `close`.

    >>> from stdnet.c import EBADF, close, errno
    >>> close(-1), errno() == EBADF
    (-1, True)
    """
    return _close(i32(fd))


def dup(oldfd: int) -> int:
    """Another descriptor of the same open file; its number, or -1. C's `dup`.

    >>> from stdnet.c import close, dup
    >>> close(dup(1))
    0
    """
    return _dup(i32(oldfd))


def gethostname(name: Out | None, len: int) -> int:
    r"""The name of this machine, filled in with a NUL at its end; 0, or -1. C's `gethostname`.

    >>> from stdnet.c import HOST_NAME_MAX, gethostname
    >>> name = bytearray(HOST_NAME_MAX + 1)
    >>> gethostname(name, len(name)), name.endswith(b"\0")
    (0, True)
    """
    size = u64(len)
    return _gethostname(writable(name, size), size)
