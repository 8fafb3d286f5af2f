"""Turns: one call at a time is inside of an object, and a second one is refused.

A buffer that two threads change at the same time doubles bytes and loses others. Rust forbids it
by types, and a `RefCell` at run time. With a lock, one call would wait for the other, but `with` of
an `RLock` takes two thirds of the time of a `read_line`, 190 of 280 ns, and a turn 10 ns.

A turn is safe because CPython changes threads, and runs signal handlers, only where a function is
called or a loop goes back. So nothing comes between the check of `taken` and its change, if they
follow each other in one function. Hot methods have these lines themselves:

    turn = self._turn
    if turn.taken:
        turn.refuse()
    turn.taken = True
    try:
        ...
    finally:
        turn.taken = False

All others write `with self._turn:`. In a free-threaded build of CPython something may come between.
There `taken` is a property over a lock, and to look at it takes the turn if it is free.
"""

import os
from _thread import allocate_lock
from types import TracebackType
from typing import TYPE_CHECKING, Never, final
from weakref import WeakSet

from stdnet._sys.ownership import FREE_THREADED


@final
class Turn:
    """The right to be inside of an object, which one call at a time has."""

    __slots__ = ("__weakref__", "_lock" if FREE_THREADED else "taken")

    taken: bool

    def __init__(self) -> None:
        if FREE_THREADED:
            self._lock = allocate_lock()
        else:
            self.taken = False
        _turns.add(self)

    if FREE_THREADED and not TYPE_CHECKING:

        @property
        def taken(self):
            return not self._lock.acquire(blocking=False)

        @taken.setter
        def taken(self, value):
            if not value and self._lock.locked():
                self._lock.release()

    def __enter__(self) -> None:
        if self.taken:
            self.refuse()
        self.taken = True

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.taken = False

    @staticmethod
    def refuse() -> Never:
        """Raises the `RuntimeError` of a second call."""
        raise RuntimeError(
            "this reader is in use by another thread, or by the call that a signal handler"
            " interrupts: threads that share it need a lock, as in Rust"
        )


_turns = WeakSet[Turn]()


def _free_all() -> None:
    """Frees all turns in a forked child: no thread is left that would do it."""
    for turn in _turns:
        turn.taken = False


os.register_at_fork(after_in_child=_free_all)
