"""The buffers that stand for Rust's `&[u8]` and `&mut [u8]` parameters."""

from __future__ import annotations

import sys
from typing import Never, Protocol, TypeAlias

from stdnet._core.arguments import wrong_type

if sys.version_info >= (3, 12):
    from collections.abc import Buffer as _Buffer
else:
    from typing_extensions import Buffer as _Buffer

__all__ = ["Buffer", "IoSlice", "IoSliceMut", "WritableBuffer"]

Buffer: TypeAlias = _Buffer
"""Bytes to write: `bytes`, a `bytearray`, a `memoryview`, an `array`, an `mmap`. Rust's `&[u8]`.

It is `collections.abc.Buffer`, or that of `typing_extensions` before Python 3.12.
"""


class WritableBuffer(Protocol):
    """A buffer to read into: a `bytearray`, a writable `memoryview`, an `array`, an `mmap`.

    Rust's `&mut [u8]`. Annotate the parameter of your own `Read.read` with it, and begin with
    `memoryview(buf)`: the protocol has no length and no items, as those of an `array` need not be
    bytes. Python's own types do not distinguish writable buffers from read-only ones. This protocol
    also requires that items can be assigned, so a type checker refuses `bytes`.

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
"""A view of bytes to write. Rust's `io::IoSlice`.

Every function that takes a list of these takes a list of any bytes-like objects.
"""

IoSliceMut: TypeAlias = memoryview
"""A view of bytes to read into. Rust's `io::IoSliceMut`."""


def byte_view(buf: Buffer) -> memoryview:
    """Returns the bytes of a buffer, whatever the type of its items.

    Raises `TypeError` if the buffer is not contiguous.
    """
    try:
        view = memoryview(buf)
    except TypeError:
        raise wrong_data(buf) from None
    # A view with a zero in its shape cannot be cast.
    return view.cast("B") if view.nbytes else memoryview(b"")


def byte_view_mut(buf: WritableBuffer) -> memoryview:
    """Returns the bytes of a buffer to read into, whatever the type of its items.

    Raises `TypeError` if the buffer is read-only or not contiguous.
    """
    try:
        view = memoryview(buf)
    except TypeError:
        raise wrong_buffer(buf) from None
    if view.readonly:
        raise wrong_buffer(buf) from None
    return view.cast("B") if view.nbytes else memoryview(bytearray())


def wrong_data(buf: object, instead: str = "") -> TypeError:
    """Returns the error of what is to be written, but is no buffer."""
    return wrong_type(buf, "the data", "bytes or another buffer", instead)


def wrong_buffer(buf: object) -> TypeError:
    """Returns the error of a buffer that cannot be read into."""
    what, expected = "the buffer to read into", "a bytearray or another writable buffer"
    size = len(buf) if isinstance(buf, bytes) else None
    return wrong_type(buf, what, expected, "" if size is None else f"bytearray({size})")


def within(n: int, buf: memoryview) -> int:
    """Returns the byte count that a `read` or `write` of `buf` has reported.

    Raises `ValueError` if the count is negative or greater than the size of the buffer, and
    `TypeError` if it is no number.
    """
    try:
        if 0 <= n <= len(buf):
            return n
    except TypeError:
        what = "the count in the Ok of a read() or write()"
        raise wrong_type(n, what, "an int", "return Ok(n)") from None
    raise ValueError(f"{n} bytes of a buffer of {len(buf)} were reported")
