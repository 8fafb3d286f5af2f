"""Linux's epoll: one call waits for many descriptors. mio's `sys::unix::Selector`.

The kernel would keep 64 bits of data for each descriptor, and mio keeps its tokens there. CPython's
`epoll` keeps the number of the descriptor, so a `Selector` has a table of the tokens by number.

The mode is edge-triggered: an event comes once, when the state of the descriptor changes. So an
event that is lost never comes again, and one that reaches the wrong token may end a healthy
connection. Three rules prevent this:

1. A token is in the table before the kernel may report its descriptor, and so is what rule 3 needs.
2. What the kernel has reported is kept until it is in the caller's `Batch`. If a signal handler
   raises in between, the next `select` returns it.
3. After the kernel has reported a number, and before the table is read, another thread may close
   that descriptor, and the next one that is registered may get the number. Such numbers are
   `reused`. Their events are dropped, and EPOLL_CTL_MOD makes the kernel report the new descriptor
   if it is ready.

See `epoll(7)`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from errno import EBADF, EINVAL
from fcntl import F_DUPFD_CLOEXEC, fcntl
from itertools import starmap
from time import monotonic
from typing import Final, Generic, TypeVar
from weakref import ref

from stdnet._core.containers import OK_NONE
from stdnet._core.error import Error, Result
from stdnet._core.ints import I32_MAX
from stdnet._sys.cvt import cvt, failed
from stdnet._sys.ownership import (
    DROPS_LATE,
    PYPY,
    Fd,
    no_fd,
    one_at_a_time,
    uninterrupted,
    vacate,
)
from stdnet.result._containers import Err, Ok

if sys.platform != "linux":
    raise ImportError("stdnet.mio needs Linux")

from select import EPOLLERR as EPOLLERR
from select import EPOLLET as EPOLLET
from select import EPOLLHUP as EPOLLHUP
from select import EPOLLIN as EPOLLIN
from select import EPOLLOUT as EPOLLOUT
from select import EPOLLPRI as EPOLLPRI

from stdnet._sys.pristine_select import epoll

EPOLLRDHUP: Final = 0x2000
"""The peer has shut down its writing side. PyPy's `select` has no name for it."""

_Token = TypeVar("_Token")
_Event = TypeVar("_Event")
_Value = TypeVar("_Value")

_LONGEST: Final = I32_MAX // 1000
"""The seconds of the longest time-out: milliseconds are a C `int`."""

_MOST: Final = I32_MAX // 12
"""The number of events that the kernel accepts; each takes 12 bytes."""

_forks = 0
"""How many forks there are between this process and the one that imported stdnet."""


def _count_fork() -> None:
    global _forks  # noqa: PLW0603 - a process has one number
    _forks += 1


os.register_at_fork(after_in_child=_count_fork)


class Batch(Generic[_Event]):
    """The events of one call of `Selector.select`, and how many there may be."""

    __slots__ = ("capacity", "events")

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.events: list[_Event] = []


class _Instance(Generic[_Token]):
    """The state that all descriptors of one epoll share."""

    __slots__ = ("forks", "reused", "tokens", "undelivered", "waker")

    def __init__(self) -> None:
        self.forks = _forks
        self.tokens = dict[int, _Token]()
        self.reused = dict[int, int]()
        """The numbers that were free since the last wait began, and the bits that they wait for."""
        self.undelivered = list[tuple[int, int]]()
        self.waker: ref[object] | None = None


def _put_back(table: dict[int, _Value], number: int, before: _Value | None) -> None:
    """Gives a number the value that it had before, if it had one."""
    if before is None:
        table.pop(number, None)
    else:
        table[number] = before


class Selector(Generic[_Token, _Event]):
    """The owner of a descriptor of an epoll.

    `make_event` makes an event of a token and of the bits that the kernel reports.
    """

    __slots__ = ("_epoll", "_instance", "_make_event")

    def __init__(
        self,
        poller: epoll,
        make_event: Callable[[tuple[_Token, int]], _Event],
        instance: _Instance[_Token],
    ) -> None:
        self._epoll: epoll | Fd = poller
        self._make_event = make_event
        self._instance = instance

    def select(self, batch: Batch[_Event], timeout: float | None) -> Result[None]:
        """Waits for events, at most `timeout` seconds, and puts them into the batch."""
        batch.events = []
        capacity = batch.capacity
        if not 0 < capacity <= _MOST:
            return Err(Error.from_raw_os_error(EINVAL))
        # -1 is for ever; PyPy does not take None.
        timeout = -1 if timeout is None else min(timeout, _LONGEST)
        end = monotonic() + timeout if timeout > 0 else 0
        instance = self._instance
        undelivered, reused = instance.undelivered, instance.reused
        while True:
            reported: list[tuple[int, int]] = []
            try:
                if undelivered:
                    reported = undelivered[:capacity]
                    del undelivered[:capacity]
                else:
                    reused.clear()
                    # As in `uninterrupted`: no signal handler runs before the result has a name.
                    (reported,) = starmap(self._epoll.poll, [(timeout, capacity)])
                if reused:
                    self._rearm(reported)
                token_of, make_event = instance.tokens.get, self._make_event
                batch.events = [
                    make_event((token, bits))
                    for number, bits in reported
                    if (token := token_of(number)) is not None and number not in reused
                ]
            except BaseException as exc:
                undelivered += reported
                if isinstance(exc, OSError):
                    return failed(exc)
                raise
            if batch.events or not reported:
                return OK_NONE
            # Other threads have closed all of these, or they were not registered here. So the wait
            # goes on; of the former there may be more than the capacity.
            if timeout >= 0:
                timeout = max(end - monotonic(), 0)
                if not timeout and not reused:
                    return OK_NONE

    def _rearm(self, reported: list[tuple[int, int]]) -> None:
        """Makes the kernel report again those numbers that are reused."""
        reused = self._instance.reused
        for number, _ in reported:
            done = 0
            # Again if another thread has registered it anew in between, with other bits.
            while (bits := reused.get(number, 0)) and bits != done:
                done = bits
                _ = cvt(self._epoll.modify, number, bits)

    def register(self, number: int, token: _Token, bits: int) -> Result[None]:
        """Calls `epoll_ctl` with EPOLL_CTL_ADD."""
        # A token that is there already is that of a descriptor that was closed by itself.
        is_reused = number in self._instance.tokens or number in self._instance.reused
        return self._set(number, token, bits, self._epoll.register, is_reused)

    def reregister(self, number: int, token: _Token, bits: int) -> Result[None]:
        """Calls `epoll_ctl` with EPOLL_CTL_MOD."""
        is_reused = number in self._instance.reused
        return self._set(number, token, bits, self._epoll.modify, is_reused)

    def _set(
        self,
        number: int,
        token: _Token,
        bits: int,
        control: Callable[[int, int], None],
        is_reused: bool,
    ) -> Result[None]:
        if number < 0:
            return Err(Error.from_raw_os_error(EBADF))
        tokens, reused = self._instance.tokens, self._instance.reused
        token_before, bits_before = tokens.get(number), reused.get(number)
        # Before the call, as the thread that waits may see the event before the call returns.
        if is_reused:
            reused[number] = bits
        tokens[number] = token
        try:
            control(number, bits)
        except OSError as exc:
            # If a signal handler raised it, the kernel may know the descriptor: the token stays.
            error = failed(exc)
            _put_back(tokens, number, token_before)
            _put_back(reused, number, bits_before)
            return error
        return OK_NONE

    def deregister(self, number: int) -> Result[None]:
        """Calls `epoll_ctl` with EPOLL_CTL_DEL."""
        if number < 0:
            return Err(Error.from_raw_os_error(EBADF))
        try:
            self._epoll.unregister(number)
        except OSError as exc:
            return failed(exc)
        instance = self._instance
        instance.tokens.pop(number, None)
        instance.reused[number] = 0
        return OK_NONE

    def forget(self, number: int) -> None:
        """Deregisters a descriptor that is about to be closed, if it is still registered.

        A forked child shares the epoll with its parent, and leaves it as it is.
        """
        if self._instance.forks == _forks:
            _ = self.deregister(number)

    @one_at_a_time
    def claim_waker(self, waker: object) -> bool:
        """Makes the object the one waker; returns False if there is one that is still in use."""
        held = self._instance.waker
        if held is not None and held() is not None:
            return False
        self._instance.waker = ref(waker)
        return True

    def release_waker(self) -> None:
        """Says that the waker is no longer in use."""
        self._instance.waker = None

    def try_clone(self) -> Result[Selector[_Token, _Event]]:
        """Duplicates the descriptor; the tokens are shared."""
        number = self.fileno()
        if number < 0:
            return Err(Error.from_raw_os_error(EBADF))
        try:
            twin = epoll.fromfd(uninterrupted(fcntl, number, F_DUPFD_CLOEXEC, 3))
        except OSError as exc:
            return failed(exc)
        return Ok(Selector(twin, self._make_event, self._instance))

    def is_twin_of(self, other: Selector[_Token, _Event]) -> bool:
        """Returns True if both have a descriptor of the same epoll."""
        return self._instance is other._instance

    def fileno(self) -> int:
        """Returns the descriptor, or -1 if it is closed."""
        return self._epoll.fileno()

    def owner(self) -> object:
        """Returns the object that keeps the descriptor open."""
        return self._epoll

    def close(self) -> None:
        """Closes the descriptor, or lets the last call that uses it do so."""
        poller, self._epoll = self._epoll, _CLOSED
        if DROPS_LATE and isinstance(poller, epoll):
            if PYPY:
                poller.close()
            else:
                vacate(poller.fileno())


_CLOSED: Final = no_fd()
"""The content of every `Selector` that is closed: each of its methods raises EBADF."""


def new_selector(
    make_event: Callable[[tuple[_Token, int]], _Event],
) -> Result[Selector[_Token, _Event]]:
    """Calls `epoll_create1` with EPOLL_CLOEXEC."""
    try:
        return Ok(Selector(epoll(), make_event, _Instance[_Token]()))
    except OSError as exc:
        return failed(exc)
