"""Sources by the number of a descriptor."""

from __future__ import annotations

from typing import final

from stdnet._core.error import Result
from stdnet._core.ints import i32
from stdnet._fd import RawFd
from stdnet.mio._interest import Interest
from stdnet.mio._poll import Registry, deregister_fd, register_fd, reregister_fd
from stdnet.mio._token import Token


@final
class SourceFd:
    """A descriptor as a source, by its number. It owns nothing.

    An object that has `fileno()` can be registered as it is. Put the descriptor into non-blocking
    mode first, and on each event go on until `WouldBlock`.

    mio's `unix::SourceFd`.

    >>> from stdnet import io
    >>> from stdnet.mio import Events, Interest, Poll, Token
    >>> from stdnet.mio.unix import SourceFd
    >>> reader, writer = io.pipe().unwrap()
    >>> poll, events = Poll.new().unwrap(), Events.with_capacity(8)
    >>> source = SourceFd(writer.as_raw_fd())
    >>> poll.registry().register(source, Token(0), Interest.WRITABLE).unwrap()
    >>> poll.poll(events, None).map(lambda _: len(events))
    Ok(1)
    """

    __slots__ = ("_fd",)

    def __init__(self, fd: RawFd, /) -> None:
        self._fd = i32(fd)

    def register(self, registry: Registry, token: Token, interests: Interest) -> Result[None]:
        """Does what `registry.register(self, token, interests)` does. mio's `Source::register`.

        Errors: those of `Registry.register`.

        >>> from stdnet.mio import Interest, Poll, Token
        >>> from stdnet.mio.unix import SourceFd
        >>> poll = Poll.new().unwrap()
        >>> SourceFd(-1).register(poll.registry(), Token(0), Interest.READABLE).is_err()
        True
        """
        return register_fd(registry, self._fd, token, interests)

    def reregister(self, registry: Registry, token: Token, interests: Interest) -> Result[None]:
        """Does what `registry.reregister(self, token, interests)` does.

        Errors: those of `Registry.reregister`.

        mio's `Source::reregister`.

        >>> from stdnet.mio import Interest, Poll, Token
        >>> from stdnet.mio.unix import SourceFd
        >>> poll = Poll.new().unwrap()
        >>> SourceFd(-1).reregister(poll.registry(), Token(0), Interest.READABLE).is_err()
        True
        """
        return reregister_fd(registry, self._fd, token, interests)

    def deregister(self, registry: Registry) -> Result[None]:
        """Does what `registry.deregister(self)` does. mio's `Source::deregister`.

        Errors: those of `Registry.deregister`.

        >>> from stdnet.mio import Poll
        >>> from stdnet.mio.unix import SourceFd
        >>> SourceFd(-1).deregister(Poll.new().unwrap().registry()).unwrap_err().raw_os_error()
        9
        """
        return deregister_fd(registry, self._fd)

    def __repr__(self) -> str:
        return f"SourceFd({self._fd})"
