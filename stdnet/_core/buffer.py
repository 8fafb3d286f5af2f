"""What Rust's `&[u8]` and `&mut [u8]` parameters take: Python's buffers."""

from __future__ import annotations

import sys
from typing import Never, Protocol, TypeAlias

if sys.version_info >= (3, 12):
    from collections.abc import Buffer as Buffer
else:
    from typing_extensions import Buffer as Buffer

__all__ = ["Buffer", "IoSlice", "IoSliceMut", "WritableBuffer"]


class WritableBuffer(Protocol):
    """Rust's `&mut [u8]`: a `bytearray`, a writable `memoryview`, an `array`, an `mmap`.

    For the parameter of your own `Read.read`. Python's own types do not tell a writable buffer
    from a read-only one; that items can be assigned does, so a type checker refuses `bytes`.

    >>> from stdnet.io import WritableBuffer
    >>> def fill(buf: WritableBuffer) -> int:
    ...     view = memoryview(buf)
    ...     view[:] = bytes(len(view))
    ...     return len(view)
    >>> fill(bytearray(3))
    3
    """

    def __buffer__(self, flags: int, /) -> memoryview: ...

    def __setitem__(self, key: Never, value: Never, /) -> object: ...


IoSlice: TypeAlias = memoryview
"""Rust's `io::IoSlice`: a view of bytes to write. Wherever a list of these is taken, a list of
any bytes-like objects is."""

IoSliceMut: TypeAlias = memoryview
"""Rust's `io::IoSliceMut`: a view of bytes to read into."""


def byte_view(buf: Buffer) -> memoryview:
    """The bytes of a buffer, whatever its items; `TypeError` if they do not lie side by side."""
    view = memoryview(buf)
    # A shape that holds a zero cannot be cast.
    return view.cast("B") if view.nbytes else memoryview(b"")


def byte_view_mut(buf: WritableBuffer) -> memoryview:
    """The bytes of a buffer to read into; `TypeError` if it is read-only."""
    view = memoryview(buf)
    if view.readonly:
        raise TypeError(f"a buffer to read into is writable, not {type(buf).__name__}")
    return view.cast("B") if view.nbytes else memoryview(bytearray())


def within(n: int, buf: memoryview) -> int:
    """The byte count that a `read` or `write` of `buf` reported; `ValueError` if it cannot be."""
    if 0 <= n <= len(buf):
        return n
    raise ValueError(f"{n} bytes of a buffer of {len(buf)} were reported")
