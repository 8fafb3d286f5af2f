"""C's <string.h>: the texts of errors."""

from ctypes import c_char_p, c_int
from typing import Final

from stdnet._core.ints import i32
from stdnet.c._libc import quick_function
from stdnet.c._memory import decoded

_strerror: Final = quick_function("strerror", c_char_p, c_int)


def strerror(errnum: int) -> str:
    """The text of an errno. C's `strerror`.

    >>> from stdnet.c import ECONNREFUSED, strerror
    >>> strerror(ECONNREFUSED)
    'Connection refused'
    """
    return decoded(_strerror(i32(errnum))) or ""
