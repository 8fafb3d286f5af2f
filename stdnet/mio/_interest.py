"""Interests: what a program wants to be told about a source."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import ClassVar, Final, Never, final

from stdnet._core.arguments import check_type, explained_if_missing, no_constructor
from stdnet._core.value import Value, set_key
from stdnet._sys.epoll import EPOLLET, EPOLLIN, EPOLLOUT, EPOLLPRI, EPOLLRDHUP

_READABLE: Final = 1
_WRITABLE: Final = 2
_PRIORITY: Final = 16


@final
class Interest(Value["Interest"]):
    """One or more kinds of readiness of a source, of which a program wants to be told.

    An event may tell more than that: errors and a closed connection are always reported.

    mio's `Interest`.

    >>> from stdnet.mio import Interest
    >>> Interest.READABLE | Interest.WRITABLE
    READABLE | WRITABLE
    """

    __slots__ = ("_epoll_bits",)

    _key: tuple[str, int]
    _epoll_bits: int

    READABLE: ClassVar[Interest]
    """Interest in reading, and in the end of what can be read. mio's `Interest::READABLE`."""

    WRITABLE: ClassVar[Interest]
    """Interest in writing. mio's `Interest::WRITABLE`."""

    PRIORITY: ClassVar[Interest]
    """Interest in urgent data, which TCP sends by MSG_OOB. mio's `Interest::PRIORITY`."""

    @explained_if_missing
    def __init__(self, _no_constructor: Never, /, *_: Never, **__: Never) -> None:
        raise no_constructor("Interest", _no_constructor)

    def add(self, other: Interest) -> Interest:
        """Returns an interest in what this one or the other is interested in.

        mio's `Interest::add`.

        >>> from stdnet.mio import Interest
        >>> Interest.READABLE.add(Interest.PRIORITY)
        READABLE | PRIORITY
        """
        check_type(other, Interest, "the other interest", "an Interest")
        return _INTERESTS[self._key[1] | other._key[1]]

    def remove(self, other: Interest) -> Interest | None:
        """Returns this interest without the other one, or `None` if nothing is left.

        mio's `Interest::remove`.

        >>> from stdnet.mio import Interest
        >>> both = Interest.READABLE | Interest.WRITABLE
        >>> both.remove(Interest.READABLE), both.remove(both)
        (WRITABLE, None)
        """
        check_type(other, Interest, "the other interest", "an Interest")
        return _INTERESTS.get(self._key[1] & ~other._key[1])

    def __or__(self, other: Interest) -> Interest:
        return self.add(other)

    def is_readable(self) -> bool:
        """Returns True if reading is of interest. mio's `Interest::is_readable`.

        >>> from stdnet.mio import Interest
        >>> Interest.READABLE.is_readable()
        True
        """
        return self._key[1] & _READABLE != 0

    def is_writable(self) -> bool:
        """Returns True if writing is of interest. mio's `Interest::is_writable`.

        >>> from stdnet.mio import Interest
        >>> Interest.READABLE.is_writable()
        False
        """
        return self._key[1] & _WRITABLE != 0

    def is_priority(self) -> bool:
        """Returns True if urgent data is of interest. mio's `Interest::is_priority`.

        >>> from stdnet.mio import Interest
        >>> Interest.PRIORITY.is_priority()
        True
        """
        return self._key[1] & _PRIORITY != 0

    def is_aio(self) -> bool:
        """Returns False, as Linux has no such interest. mio's `Interest::is_aio`.

        >>> from stdnet.mio import Interest
        >>> Interest.READABLE.is_aio()
        False
        """
        return False

    def is_lio(self) -> bool:
        """Returns False, as Linux has no such interest. mio's `Interest::is_lio`.

        >>> from stdnet.mio import Interest
        >>> Interest.READABLE.is_lio()
        False
        """
        return False

    def __str__(self) -> str:
        return " | ".join(name for bit, name, _ in _KINDS if self._key[1] & bit)

    def __reduce__(self) -> tuple[object, ...]:
        return Interest._of_bits, (self._key[1],)

    @classmethod
    def _of_bits(cls, bits: int) -> Interest:
        """Returns an interest from its pickle."""
        return _INTERESTS[bits]


_KINDS: Final = (
    (_READABLE, "READABLE", EPOLLIN | EPOLLRDHUP),
    (_WRITABLE, "WRITABLE", EPOLLOUT),
    (_PRIORITY, "PRIORITY", EPOLLPRI),
)
"""The kinds of interest in mio's order: the bit by which it sorts, the name, and epoll's bits."""


def _new_interest(bits: int) -> Interest:
    interest = object.__new__(Interest)
    set_key(interest, ("Interest", bits))
    of_epoll = EPOLLET
    for bit, _, epoll_bits in _KINDS:
        if bits & bit:
            of_epoll |= epoll_bits
    object.__setattr__(interest, "_epoll_bits", of_epoll)
    return interest


_INTERESTS: Final = {
    bits: _new_interest(bits)
    for bits in range(1, 2 * _PRIORITY)
    if not bits & ~(_READABLE | _WRITABLE | _PRIORITY)
}
"""All seven, so that none is made twice."""

Interest.READABLE = _INTERESTS[_READABLE]
Interest.WRITABLE = _INTERESTS[_WRITABLE]
Interest.PRIORITY = _INTERESTS[_PRIORITY]


epoll_bits: Final[Callable[[Interest], int]] = attrgetter("_epoll_bits")
"""Returns what `epoll_ctl` calls the interest. A function in C, as each registration calls it."""
