"""The handle of the C library, and its errno."""

import ctypes


def errno() -> int:
    """The calling thread's errno, as the last function of `stdnet.c` left it. C's `errno`.

    >>> from stdnet import c
    >>> before = c.set_errno(11)
    >>> c.errno()
    11
    """
    return ctypes.get_errno()


def set_errno(value: int) -> int:
    """Sets the calling thread's errno, a C `int`; answers the one before. C's `errno = value`.

    >>> from stdnet import c
    >>> before = c.set_errno(11)
    >>> c.set_errno(before)
    11
    """
    return ctypes.set_errno(value)
