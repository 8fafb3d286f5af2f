"""What all types of `stdnet.mio` that own a descriptor have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Never, TypeVar

from stdnet._core.arguments import explained_if_missing, no_constructor
from stdnet._core.error import Result
from stdnet._fd import Owner, into_inner
from stdnet._sys.epoll import Selector
from stdnet._sys.ownership import DROPS_LATE
from stdnet.mio._event import Event
from stdnet.mio._interest import Interest
from stdnet.mio._poll import Registry, deregister_fd, register_fd, reregister_fd, selector_of
from stdnet.mio._token import Token
from stdnet.result._containers import Ok

_T = TypeVar("_T")


class IoSource(Owner):
    """The owner of a descriptor that can be registered, and is deregistered when it is closed.

    mio's `IoSource`.
    """

    __slots__ = ("_selectors",)

    _selectors: tuple[Selector[Token, Event], ...]
    """Those with which it is registered; there is no attribute if it never was."""

    @explained_if_missing
    def __init__(self, _no_constructor: Never, /, *_: Never, **__: Never) -> None:
        # A type of std may have the same name.
        path = f"{type(self).__module__}.{type(self).__name__}"
        raise no_constructor(path.removeprefix("stdnet."), _no_constructor)

    def __reduce__(self) -> Never:
        raise TypeError(f"a {type(self).__name__} is not copied or pickled: share it")

    @explained_if_missing
    def register(self, registry: Registry, token: Token, interests: Interest) -> Result[None]:
        """Does what `registry.register(self, token, interests)` does. mio's `Source::register`.

        Errors: those of `Registry.register`.

        >>> from stdnet.mio import Interest, Poll, Token, net
        >>> poll = Poll.new().unwrap()
        >>> one, two = net.UnixStream.pair().unwrap()
        >>> one.register(poll.registry(), Token(1), Interest.READABLE)
        Ok(None)
        """
        inner = self._sock  # Nothing else gets its number while this refers to it.
        done = register_fd(registry, inner.fileno(), token, interests)
        if isinstance(done, Ok):
            self._selectors = (*getattr(self, "_selectors", ()), selector_of(registry))
        return done

    @explained_if_missing
    def reregister(self, registry: Registry, token: Token, interests: Interest) -> Result[None]:
        """Does what `registry.reregister(self, token, interests)` does.

        Errors: those of `Registry.reregister`.

        mio's `Source::reregister`.

        >>> from stdnet.mio import Interest, Poll, Token, net
        >>> poll = Poll.new().unwrap()
        >>> one, two = net.UnixStream.pair().unwrap()
        >>> one.register(poll.registry(), Token(1), Interest.READABLE).unwrap()
        >>> one.reregister(poll.registry(), Token(1), Interest.WRITABLE)
        Ok(None)
        """
        inner = self._sock
        return reregister_fd(registry, inner.fileno(), token, interests)

    @explained_if_missing
    def deregister(self, registry: Registry) -> Result[None]:
        """Does what `registry.deregister(self)` does. mio's `Source::deregister`.

        Errors: those of `Registry.deregister`.

        >>> from stdnet.mio import Interest, Poll, Token, net
        >>> poll = Poll.new().unwrap()
        >>> one, two = net.UnixStream.pair().unwrap()
        >>> one.register(poll.registry(), Token(1), Interest.READABLE).unwrap()
        >>> one.deregister(poll.registry())
        Ok(None)
        """
        inner = self._sock
        done = deregister_fd(registry, inner.fileno())
        if isinstance(done, Ok):
            selector = selector_of(registry)
            others = getattr(self, "_selectors", ())
            self._selectors = tuple(each for each in others if not each.is_twin_of(selector))
        return done

    def close(self) -> None:
        """Deregisters this source, and closes the descriptor. Every later call returns EBADF.

        So no event of it comes any more, even if a duplicate keeps it open. What this object does
        not know stays registered: a descriptor that was registered by its number or before it was
        moved here, or at a clone of a registry that is closed since. In a forked child all stays
        registered, as the parent has the same epoll.

        An addition to mio's API. In Rust, `drop` closes the descriptor.

        >>> from stdnet.mio import Interest, Poll, Token, net
        >>> poll = Poll.new().unwrap()
        >>> one, two = net.UnixStream.pair().unwrap()
        >>> poll.registry().register(one, Token(1), Interest.READABLE).unwrap()
        >>> one.close()
        >>> poll.registry().deregister(one).unwrap_err().raw_os_error()
        9
        """
        inner = into_inner(self)
        # Of two threads that close it, one has the descriptor. Until it lets go of it, no other
        # file can get the number.
        number = inner.fileno()
        try:
            if number >= 0:
                for selector in getattr(self, "_selectors", ()):
                    selector.forget(number)
        finally:
            if DROPS_LATE:
                self._close_now(inner)


class TryIo:
    """The method `try_io`."""

    __slots__ = ()

    def try_io(self, f: Callable[[], Result[_T]]) -> Result[_T]:
        """Calls the function, which uses the descriptor by itself, and returns its result.

        It is for calls that this type does not have; `io.attempt` makes a `Result` of what raises
        `OSError`. On other systems mio has to know when a call would wait. On Linux this is no more
        than the call.

        Errors: those of `f`.

        mio's `try_io`.

        >>> import os
        >>> from stdnet import io
        >>> from stdnet.mio import unix
        >>> sender, receiver = unix.pipe.new().unwrap()
        >>> receiver.try_io(lambda: io.attempt(os.read, receiver.fileno(), 5)).unwrap_err().kind()
        WouldBlock
        >>> sender.try_io(lambda: io.attempt(os.write, sender.fileno(), b"hello"))
        Ok(5)
        """
        return f()
