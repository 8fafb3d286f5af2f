"""C's <sys/uio.h>: bytes from and to several buffers at once."""

from collections.abc import Sequence
from ctypes import c_int, c_size_t, c_ssize_t, c_void_p
from struct import Struct as Layout
from typing import Final, TypeAlias, final

from stdnet._core.buffer import Buffer
from stdnet._core.ints import i32
from stdnet.c._libc import function
from stdnet.c._memory import Pin, Reference, check, several
from stdnet.c._struct import Address, Kept, Number, Struct, struct

IOV_MAX: Final = 1024
UIO_MAXIOV: Final = 1024

_IOVEC: Final = Layout("@PN")
_readv: Final = function("readv", c_ssize_t, c_int, c_void_p, c_int)
_writev: Final = function("writev", c_ssize_t, c_int, c_void_p, c_int)


@final
@struct
class iovec(Struct):
    """A buffer, and how much of it. C's `struct iovec`.

    The buffer stays alive, and keeps its size, for as long as this refers to it.

    >>> from stdnet.c import iovec
    >>> buf = bytearray(b"Hello")
    >>> iov = iovec(buf, len(buf))
    >>> iov.iov_base is buf, iov.iov_len
    (True, 5)
    """

    __slots__ = ()

    iov_base: Address[Buffer] = Address()
    iov_len: Number = Number(c_size_t)


Iovecs: TypeAlias = iovec | Sequence[iovec] | Reference
"""C's `struct iovec *`: one, or a list."""


@final
class Vector:
    """An array of `struct iovec` that nobody else can change, and what it points to."""

    __slots__ = ("_pins", "array")

    array: bytes
    """The structures, one after the other."""

    def __init__(self, iov: Iovecs | None, iovcnt: int, *, to_write: bool) -> None:
        each = list_of(iov)
        if not 0 <= iovcnt <= len(each):
            raise ValueError(f"{iovcnt} of {len(each)} iovec")
        self._pins = list[Pin | None]()
        self.array = b"".join(self._packed(one, to_write) for one in each[:iovcnt])

    @property
    def kept(self) -> Kept:
        """It as what a pointer points to."""
        return Kept(self, Pin(self.array).address)

    def _packed(self, iov: iovec, to_write: bool) -> bytes:
        pin = iovec.iov_base.memory(iov)
        size = iov.iov_len
        self._pins.append(pin)
        check(pin, size, to_write=to_write)
        return _IOVEC.pack(0 if pin is None else pin.address, size)


def list_of(iov: Iovecs | None) -> list[iovec]:
    """One or several of them as a list."""
    return [] if iov is None else several(iov, iovec, "iov")


def readv(fd: int, iov: Iovecs, iovcnt: int) -> int:
    """Reads into buffers, one after the other; the count of bytes, or -1. C's `readv`.

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
    vector = Vector(iov, iovcnt, to_write=True)
    return _readv(fd, vector.array, iovcnt)


def writev(fd: int, iov: Iovecs, iovcnt: int) -> int:
    """Writes buffers, one after the other; the count of bytes, or -1. C's `writev`.

    >>> from stdnet.c import STDOUT_FILENO, iovec, writev
    >>> writev(STDOUT_FILENO, [iovec(b"", 0), iovec(b"", 0)], 2)
    0
    """
    fd, iovcnt = i32(fd), i32(iovcnt)
    vector = Vector(iov, iovcnt, to_write=False)
    return _writev(fd, vector.array, iovcnt)
