"""C's <poll.h>: waits until descriptors are ready."""

from __future__ import annotations

from collections.abc import Sequence
from ctypes import c_int, c_short, c_ulong, c_void_p
from struct import Struct as Layout
from typing import Final, final

from stdnet._core.ints import i32
from stdnet.c._libc import function
from stdnet.c._memory import Reference, as_mut_ptr, deref_all
from stdnet.c._struct import Number, Struct, flags_formatter, struct

# fmt: off
__all__ = [
    "POLLIN", "POLLPRI", "POLLOUT", "POLLERR", "POLLHUP", "POLLNVAL", "POLLRDNORM", "POLLRDBAND",
    "POLLWRNORM", "POLLWRBAND", "POLLMSG", "POLLREMOVE", "POLLRDHUP",
    "pollfd", "poll",
]
# fmt: on

POLLIN: Final = 0x1
POLLPRI: Final = 0x2
POLLOUT: Final = 0x4
POLLERR: Final = 0x8
POLLHUP: Final = 0x10
POLLNVAL: Final = 0x20
POLLRDNORM: Final = 0x40
POLLRDBAND: Final = 0x80
POLLWRNORM: Final = 0x100
POLLWRBAND: Final = 0x200
POLLMSG: Final = 0x400
POLLREMOVE: Final = 0x1000
POLLRDHUP: Final = 0x2000

_POLLFD: Final = Layout("@ihh")
_show_events: Final = flags_formatter(globals(), "POLL")
_poll: Final = function("poll", c_int, c_void_p, c_ulong, c_int)


@final
@struct
class pollfd(Struct):
    """A descriptor, the events to wait for, and those that came. C's `struct pollfd`.

    >>> from stdnet.c import POLLIN, pollfd
    >>> pollfd(0, POLLIN)
    pollfd(fd=0, events=POLLIN, revents=0)
    """

    __slots__ = ()

    fd: Number = Number(c_int)
    events: Number = Number(c_short, _show_events)
    revents: Number = Number(c_short, _show_events)


def poll(fds: pollfd | Reference | Sequence[pollfd], nfds: int, timeout: int) -> int:
    """Waits for events; returns how many descriptors have some, 0 on time-out, or -1. C's `poll`.

    `fds` is a `pollfd` or a list of these; their `revents` are set. `timeout` is in milliseconds: 0
    returns at once, less than 0 waits without a limit.

    >>> from array import array
    >>> from stdnet.c import *
    >>> sv = array("i", [-1, -1])
    >>> socketpair(AF_UNIX, SOCK_STREAM, 0, sv)
    0
    >>> fds = [pollfd(sv[0], POLLIN), pollfd(sv[1], POLLIN | POLLOUT)]
    >>> poll(fds, 2, -1)
    1
    >>> fds[1]  # doctest: +ELLIPSIS
    pollfd(fd=..., events=POLLIN | POLLOUT, revents=POLLOUT)
    >>> close(sv[0]), close(sv[1])
    (0, 0)
    """
    each = deref_all(fds, pollfd, "fds")
    if not 0 <= i32(nfds) <= len(each):
        raise ValueError(f"{nfds} of {len(each)} pollfd")
    # C gets a copy, which no other thread can change meanwhile.
    array = bytearray(b"".join(map(bytes, each[:nfds])))
    result = _poll(as_mut_ptr(array, len(array)), nfds, i32(timeout))
    for one, (_, _, revents) in zip(each, _POLLFD.iter_unpack(array), strict=False):
        one.revents = revents
    return result
