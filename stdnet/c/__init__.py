"""The C library itself: `-1` and `errno`."""

from stdnet.c._libc import errno as errno
from stdnet.c._libc import set_errno as set_errno

__all__ = ["errno", "set_errno"]
