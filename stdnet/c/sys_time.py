"""C's <sys/time.h>: a duration."""

from __future__ import annotations

from ctypes import c_long
from typing import final

from stdnet.c._struct import Number, Struct, struct

__all__ = ["timeval"]


@final
@struct
class timeval(Struct):
    """A duration in seconds and microseconds, as SO_RCVTIMEO has it. C's `struct timeval`.

    On 32 bits it is that of a `time_t` of 32 bits, as are SO_RCVTIMEO and all functions of
    `stdnet.c`: those that glibc gives to a program without _TIME_BITS=64.

    >>> from stdnet.c import timeval
    >>> timeval(tv_sec=1, tv_usec=500_000)
    timeval(tv_sec=1, tv_usec=500000)
    """

    __slots__ = ()

    tv_sec: Number = Number(c_long)
    tv_usec: Number = Number(c_long)
