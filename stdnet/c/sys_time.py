"""C's <sys/time.h>: durations."""

from ctypes import c_long
from typing import final

from stdnet.c._struct import Number, Struct, struct


@final
@struct
class timeval(Struct):
    """Seconds and microseconds: SO_RCVTIMEO, SO_SNDTIMEO. C's `struct timeval`.

    >>> from stdnet.c import timeval
    >>> timeval(tv_sec=1, tv_usec=500_000)
    timeval(tv_sec=1, tv_usec=500000)
    """

    __slots__ = ()

    tv_sec: Number = Number(c_long)
    tv_usec: Number = Number(c_long)
