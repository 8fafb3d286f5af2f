"""C's <sys/uio.h>: reads and writes of several buffers at once."""

from __future__ import annotations

from collections.abc import Sequence
from ctypes import c_int, c_size_t, c_ssize_t, c_void_p
from struct import Struct as Layout
from typing import Final, TypeAlias, final

from stdnet._core.buffer import Buffer
from stdnet._core.ints import i32
from stdnet.c._libc import function
from stdnet.c._memory import Pin, Reference, check_size, deref_all
from stdnet.c._struct import BufferPointer, Number, Pointee, Struct, struct

__all__ = ["IOV_MAX", "UIO_MAXIOV", "iovec", "readv", "writev"]

IOV_MAX: Final = 1024
UIO_MAXIOV: Final = 1024

_IOVEC: Final = Layout("@PN")
_readv: Final = function("readv", c_ssize_t, c_int, c_void_p, c_int)
_writev: Final = function("writev", c_ssize_t, c_int, c_void_p, c_int)


@final
@struct
class iovec(Struct):
    """A buffer, and the number of its bytes to use. C's `struct iovec`.

    The buffer stays alive and keeps its size as long as the structure refers to it.

    >>> from stdnet.c import iovec
    >>> buf = bytearray(b"Hello")
    >>> iov = iovec(buf, len(buf))
    >>> iov.iov_base is buf, iov.iov_len
    (True, 5)
    """

    __slots__ = ()

    iov_base: BufferPointer[Buffer] = BufferPointer()
    iov_len: Number = Number(c_size_t)


Iovecs: TypeAlias = iovec | Sequence[iovec] | Reference
"""C's `struct iovec *`: one structure or a list of these."""


@final
class IovecArray:
    """A copy of `struct iovec`s in one array, which no other thread can change during the call.

    It keeps alive what they point to.
    """

    __slots__ = ("_pins", "array")

    array: bytes
    """The structures, one after the other."""

    def __init__(self, iov: Iovecs | None, iovcnt: int, *, to_write: bool) -> None:
        each = iovec_list(iov)
        if not 0 <= iovcnt <= len(each):
            raise ValueError(f"{iovcnt} of {len(each)} iovec")
        self._pins = list[Pin | None]()
        self.array = b"".join(self._packed(one, to_write) for one in each[:iovcnt])

    @property
    def pointee(self) -> Pointee:
        """Returns the array as what a `Pointer` points to."""
        return Pointee(self, Pin(self.array).address)

    def _packed(self, iov: iovec, to_write: bool) -> bytes:
        pin = iovec.iov_base.pin(iov)
        size = iov.iov_len
        self._pins.append(pin)
        check_size(pin, size, to_write=to_write)
        return _IOVEC.pack(0 if pin is None else pin.address, size)


def iovec_list(iov: Iovecs | None) -> list[iovec]:
    """Returns one structure or several as a list, which is empty for NULL."""
    return [] if iov is None else deref_all(iov, iovec, "iov")


def readv(fd: int, iov: Iovecs, iovcnt: int) -> int:
    """Reads into several buffers, in order; returns how many bytes, 0 at the end, or -1.

    C's `readv`.

    >>> from stdnet.c import AF_UNIX, SOCK_STREAM, close, iovec, readv, socketpair, write
    >>> from array import array
    >>> sv = array("i", [0, 0])
    >>> socketpair(AF_UNIX, SOCK_STREAM, 0, sv)
    0
    >>> write(sv[0], b"Hello", 5)
    5
    >>> first, second = bytearray(2), bytearray(8)
    >>> readv(sv[1], [iovec(first, 2), iovec(second, 8)], 2)
    5
    >>> first, second[:3]
    (bytearray(b'He'), bytearray(b'llo'))
    >>> close(sv[0]), close(sv[1])
    (0, 0)
    """
    fd, iovcnt = i32(fd), i32(iovcnt)
    iovecs = IovecArray(iov, iovcnt, to_write=True)
    return _readv(fd, iovecs.array, iovcnt)


def writev(fd: int, iov: Iovecs, iovcnt: int) -> int:
    """Writes several buffers, in order; returns how many bytes, or -1. C's `writev`.

    >>> from stdnet.c import STDOUT_FILENO, iovec, writev
    >>> writev(STDOUT_FILENO, [iovec(b"", 0), iovec(b"", 0)], 2)
    0
    """
    fd, iovcnt = i32(fd), i32(iovcnt)
    iovecs = IovecArray(iov, iovcnt, to_write=False)
    return _writev(fd, iovecs.array, iovcnt)
