"""A waker, by which other threads wake the one that waits in `Poll.poll`."""

from __future__ import annotations

from typing import Never, final

from stdnet._core.arguments import explained_if_missing, no_constructor
from stdnet._core.closing import Closing
from stdnet._core.error import Result
from stdnet._sys.epoll import Selector
from stdnet._sys.eventfd import add_one, eventfd
from stdnet._sys.fd import debug_file
from stdnet._sys.ownership import DROPS_LATE, Fd, close_now, no_fd, one_at_a_time
from stdnet.mio._event import Event
from stdnet.mio._interest import Interest
from stdnet.mio._poll import Registry, checked_selector_of, register_fd
from stdnet.mio._token import Token
from stdnet.result._containers import Err, Ok


@final
class Waker(Closing):
    """Wakes the thread that waits in `Poll.poll`, from any thread or from a signal handler.

    The event that `wake` causes has the waker's token and is readable. There is nothing to read:
    what is to be done has to be somewhere else, such as in a queue. Two calls before the next
    `poll` are one event, so **take everything out of the queue on each event**.

    The waker is closed when the last reference to it goes away, at the end of a `with` block, or by
    `close()`. mio's `Waker`, Linux's `eventfd`.

    >>> from queue import SimpleQueue
    >>> from threading import Thread
    >>> from stdnet.mio import Events, Poll, Token, Waker
    >>> WAKE = Token(10)
    >>> poll, events = Poll.new().unwrap(), Events.with_capacity(8)
    >>> waker, queue = Waker.new(poll.registry(), WAKE).unwrap(), SimpleQueue[str]()
    >>> def work() -> None:
    ...     queue.put("done")
    ...     waker.wake().unwrap()
    >>> thread = Thread(target=work)
    >>> thread.start()
    >>> poll.poll(events, None).unwrap()
    >>> [event.token() for event in events], queue.get_nowait()
    ([Token(10)], 'done')
    >>> thread.join()
    """

    __slots__ = ("__weakref__", "_fd", "_selector")

    _fd: Fd
    _selector: Selector[Token, Event]

    @explained_if_missing
    def __init__(self, _no_constructor: Never, /, *_: Never, **__: Never) -> None:
        raise no_constructor("Waker", _no_constructor)

    @staticmethod
    @explained_if_missing
    def new(registry: Registry, token: Token) -> Result[Waker]:
        """Creates a waker whose events have this token.

        A `Poll` has one waker at a time: share it between threads. A second one raises
        `RuntimeError`, where mio panics in its debug builds.

        Errors: EMFILE if the process has too many open descriptors; those of `Registry.register`.

        mio's `Waker::new`.

        >>> from stdnet.mio import Poll, Token, Waker
        >>> poll = Poll.new().unwrap()
        >>> waker = Waker.new(poll.registry(), Token(10)).unwrap()
        >>> Waker.new(poll.registry(), Token(11))
        Traceback (most recent call last):
        RuntimeError: Only a single `Waker` can be active per `Poll` instance
        """
        selector = checked_selector_of(registry)
        made = eventfd()
        if isinstance(made, Err):
            return made
        waker = object.__new__(Waker)
        waker._fd, waker._selector = made.unwrap(), selector
        if not selector.claim_waker(waker):
            raise RuntimeError("Only a single `Waker` can be active per `Poll` instance")
        done = register_fd(registry, waker._fd.fileno(), token, Interest.READABLE)
        if isinstance(done, Err):
            waker.close()
            return done
        return Ok(waker)

    def wake(self) -> Result[None]:
        """Makes `Poll.poll` return an event, now or when it is called next.

        Errors: EBADF if the waker is closed.

        mio's `Waker::wake`.

        >>> from stdnet.mio import Events, Poll, Token, Waker
        >>> poll, events = Poll.new().unwrap(), Events.with_capacity(8)
        >>> waker = Waker.new(poll.registry(), Token(10)).unwrap()
        >>> waker.wake().and_then(lambda _: waker.wake()).unwrap()
        >>> poll.poll(events, None).map(lambda _: len(events))
        Ok(1)
        """
        return add_one(self._fd)

    def close(self) -> None:
        """Closes the waker. Another one can be made after that.

        An addition to mio's API. In Rust, `drop` closes the descriptor.

        >>> from stdnet.mio import Poll, Token, Waker
        >>> registry = Poll.new().unwrap().registry()
        >>> Waker.new(registry, Token(10)).unwrap().close()
        >>> with Waker.new(registry, Token(10)).unwrap() as waker:
        ...     waker.wake()
        Ok(None)
        """
        inner = _into_inner(self)
        if inner.fileno() < 0:
            return
        try:
            self._selector.forget(inner.fileno())
            self._selector.release_waker()
        finally:
            if DROPS_LATE:
                close_now(inner)

    def __reduce__(self) -> Never:
        raise TypeError("a Waker is not copied or pickled: share it")

    def __repr__(self) -> str:
        return f"Waker {{ inner: Waker {{ fd: {debug_file(self._fd)} }} }}"


@one_at_a_time
def _into_inner(waker: Waker) -> Fd:
    """Takes the descriptor out. Of two threads that close the waker, one gets it."""
    inner = waker._fd  # pyright: ignore[reportPrivateUsage]
    waker._fd = no_fd()  # pyright: ignore[reportPrivateUsage]
    return inner
