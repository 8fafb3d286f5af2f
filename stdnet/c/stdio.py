"""C's <stdio.h>: a failure told."""

from ctypes import c_char_p, c_int
from typing import Final

from stdnet.c._libc import function
from stdnet.c._memory import Text, text

_perror: Final = function("perror", c_int, c_char_p)


def perror(s: Text | None) -> None:
    """Writes a text and that of the errno to descriptor 2. C's `perror`.

    >>> from stdnet.c import ECONNREFUSED, perror, set_errno
    >>> before = set_errno(ECONNREFUSED)
    >>> perror("connect")  # writes `connect: Connection refused`
    """
    _perror(text(s, "s"))
