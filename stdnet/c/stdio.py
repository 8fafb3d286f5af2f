"""C's <stdio.h>: a message about the last error."""

from __future__ import annotations

from ctypes import c_char_p, c_int
from typing import Final

from stdnet.c._libc import function
from stdnet.c._memory import Text, c_string

__all__ = ["perror"]

_perror: Final = function("perror", c_int, c_char_p)


def perror(s: Text | None) -> None:
    """Writes a text and the message of the current errno to descriptor 2. C's `perror`.

    `None` writes the message alone.

    >>> from stdnet.c import ECONNREFUSED, perror, set_errno
    >>> before = set_errno(ECONNREFUSED)
    >>> perror("connect")  # writes `connect: Connection refused`
    """
    _perror(c_string(s, "s"))
