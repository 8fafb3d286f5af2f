"""C's <string.h>: the messages of errors."""

from __future__ import annotations

from ctypes import c_char_p, c_int
from typing import Final

from stdnet._core.ints import i32
from stdnet.c._libc import quick_function
from stdnet.c._memory import from_c_string

__all__ = ["strerror"]

_strerror: Final = quick_function("strerror", c_char_p, c_int)


def strerror(errnum: int) -> str:
    """Returns the message of an errno. C's `strerror`.

    >>> from stdnet.c import ECONNREFUSED, strerror
    >>> strerror(ECONNREFUSED)
    'Connection refused'
    """
    return from_c_string(_strerror(i32(errnum))) or ""
