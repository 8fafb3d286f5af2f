"""Events, and the buffer that `Poll.poll` puts them into."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from operator import attrgetter
from typing import Final, Never, Self, SupportsIndex, final

from stdnet._core.arguments import explained_if_missing, no_constructor
from stdnet._core.fmt import debug_struct
from stdnet._core.ints import usize
from stdnet._sys.epoll import EPOLLERR, EPOLLHUP, EPOLLIN, EPOLLOUT, EPOLLPRI, EPOLLRDHUP, Batch
from stdnet.mio._token import Token

_READABLE: Final = EPOLLIN | EPOLLPRI
_READ_CLOSED: Final = EPOLLIN | EPOLLRDHUP
_WRITE_CLOSED: Final = EPOLLOUT | EPOLLERR


@final
class Event(tuple[Token, int]):
    """The token of a source, and what the source is ready for.

    It says what was so when it came, and may be out of date: a read may still return `WouldBlock`.
    An event comes once, when something changes. **So go on with the source until it returns
    `WouldBlock`**; what is left undone brings no other event.

    An event is a value, and may be kept. mio's `event::Event`.

    >>> from stdnet.mio import Events, Interest, Poll, Token, unix
    >>> poll, events = Poll.new().unwrap(), Events.with_capacity(8)
    >>> sender, receiver = unix.pipe.new().unwrap()
    >>> poll.registry().register(receiver, Token(1), Interest.READABLE).unwrap()
    >>> sender.write_all(b"hello").unwrap()
    >>> poll.poll(events, None).unwrap()
    >>> for event in events:
    ...     event.token(), event.is_readable(), event.is_read_closed()
    (Token(1), True, False)
    >>> buf = bytearray(4)
    >>> while (n := receiver.read(buf)).is_ok():  # Until `WouldBlock`.
    ...     print(n)
    Ok(4)
    Ok(1)
    """

    __slots__ = ()

    @explained_if_missing
    def __new__(cls, _no_constructor: Never, /, *_: Never, **__: Never) -> Self:
        raise no_constructor("Event", _no_constructor)

    def token(self) -> Token:
        """Returns the token of the source. mio's `Event::token`.

        Where a duplicate or a forked process keeps a closed source open, an event of it may have
        the token of the source that has its descriptor's number now.

        >>> from stdnet.mio import Events, Interest, Poll, Token, net
        >>> poll, events = Poll.new().unwrap(), Events.with_capacity(8)
        >>> one, two = net.UnixStream.pair().unwrap()
        >>> poll.registry().register(one, Token(1), Interest.WRITABLE).unwrap()
        >>> poll.poll(events, None).unwrap()
        >>> [event.token() for event in events]
        [Token(1)]
        """
        return self[0]

    def is_readable(self) -> bool:
        """Returns True if there is something to read, or to accept, or the end of the data.

        Go on until `WouldBlock`: what is left brings no other event. mio's `Event::is_readable`.

        >>> from stdnet.mio import Events, Interest, Poll, Token, net
        >>> poll, events = Poll.new().unwrap(), Events.with_capacity(8)
        >>> one, two = net.UnixStream.pair().unwrap()
        >>> poll.registry().register(one, Token(1), Interest.READABLE).unwrap()
        >>> two.write_all(b"hello").unwrap()
        >>> poll.poll(events, None).unwrap()
        >>> [event.is_readable() for event in events]
        [True]
        """
        return self[1] & _READABLE != 0

    def is_writable(self) -> bool:
        """Returns True if there is room to write, or a connection is established or has failed.

        Go on until `WouldBlock` or until all is written. After a `connect`, `take_error` says
        whether it has failed. mio's `Event::is_writable`.

        >>> from stdnet.mio import Events, Interest, Poll, Token, net
        >>> poll, events = Poll.new().unwrap(), Events.with_capacity(8)
        >>> one, two = net.UnixStream.pair().unwrap()
        >>> poll.registry().register(one, Token(1), Interest.WRITABLE).unwrap()
        >>> poll.poll(events, None).unwrap()
        >>> [event.is_writable() for event in events]
        [True]
        """
        return self[1] & EPOLLOUT != 0

    def is_error(self) -> bool:
        """Returns True if the source has failed. The `take_error` of a socket says how.

        mio's `Event::is_error`.

        >>> from stdnet import SocketAddr
        >>> from stdnet.mio import Events, Interest, Poll, Token, net
        >>> poll, events = Poll.new().unwrap(), Events.with_capacity(8)
        >>> stream = net.TcpStream.connect(SocketAddr.from_str("127.0.0.1:1").unwrap()).unwrap()
        >>> poll.registry().register(stream, Token(1), Interest.WRITABLE).unwrap()
        >>> poll.poll(events, None).unwrap()
        >>> [event.is_error() for event in events]
        [True]
        >>> print(stream.take_error().unwrap())
        Connection refused (os error 111)
        """
        return self[1] & EPOLLERR != 0

    def is_read_closed(self) -> bool:
        """Returns True if no more data will come: go on reading until `Ok(0)` or an error.

        The data and the end may come in one event, so that a read that does not fill the buffer
        is not the last one, and no other event comes. mio's `Event::is_read_closed`.

        >>> from stdnet.mio import Events, Interest, Poll, Token, net
        >>> poll, events = Poll.new().unwrap(), Events.with_capacity(8)
        >>> one, two = net.UnixStream.pair().unwrap()
        >>> poll.registry().register(one, Token(1), Interest.READABLE).unwrap()
        >>> two.write_all(b"hello").unwrap()
        >>> two.close()
        >>> poll.poll(events, None).unwrap()
        >>> [event.is_read_closed() for event in events]
        [True]
        >>> one.read(bytearray(8)), one.read(bytearray(8))
        (Ok(5), Ok(0))
        """
        bits = self[1]
        return bits & EPOLLHUP != 0 or bits & _READ_CLOSED == _READ_CLOSED

    def is_write_closed(self) -> bool:
        """Returns True if nothing can be written any more. mio's `Event::is_write_closed`.

        >>> from stdnet.mio import Events, Interest, Poll, Token, unix
        >>> poll, events = Poll.new().unwrap(), Events.with_capacity(8)
        >>> sender, receiver = unix.pipe.new().unwrap()
        >>> poll.registry().register(sender, Token(1), Interest.WRITABLE).unwrap()
        >>> receiver.close()
        >>> poll.poll(events, None).unwrap()
        >>> [event.is_write_closed() for event in events]
        [True]
        >>> sender.write(b"hello").unwrap_err().kind()
        BrokenPipe
        """
        bits = self[1]
        return bits & EPOLLHUP != 0 or bits & _WRITE_CLOSED == _WRITE_CLOSED or bits == EPOLLERR

    def is_priority(self) -> bool:
        """Returns True if there is urgent data, which a call with MSG_OOB receives.

        mio's `Event::is_priority`.

        >>> from stdnet import SocketAddr
        >>> from stdnet.mio import Events, Interest, Poll, Token, net
        >>> from stdnet.socket2 import SockRef
        >>> poll, events = Poll.new().unwrap(), Events.with_capacity(8)
        >>> listener = net.TcpListener.bind(SocketAddr.from_str("127.0.0.1:0").unwrap()).unwrap()
        >>> client = net.TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> stream, _ = listener.accept().unwrap()
        >>> poll.registry().register(stream, Token(1), Interest.PRIORITY).unwrap()
        >>> SockRef.from_(client).send_out_of_band(b"!").unwrap()
        1
        >>> poll.poll(events, None).unwrap()
        >>> [event.is_priority() for event in events]
        [True]
        """
        return self[1] & EPOLLPRI != 0

    def is_aio(self) -> bool:
        """Returns False, as Linux has no such events. mio's `Event::is_aio`.

        >>> from stdnet.mio import Events, Interest, Poll, Token, net
        >>> poll, events = Poll.new().unwrap(), Events.with_capacity(8)
        >>> one, two = net.UnixStream.pair().unwrap()
        >>> poll.registry().register(one, Token(1), Interest.WRITABLE).unwrap()
        >>> poll.poll(events, None).unwrap()
        >>> [event.is_aio() for event in events]
        [False]
        """
        return False

    def is_lio(self) -> bool:
        """Returns False, as Linux has no such events. mio's `Event::is_lio`.

        >>> from stdnet.mio import Events, Interest, Poll, Token, net
        >>> poll, events = Poll.new().unwrap(), Events.with_capacity(8)
        >>> one, two = net.UnixStream.pair().unwrap()
        >>> poll.registry().register(one, Token(1), Interest.WRITABLE).unwrap()
        >>> poll.poll(events, None).unwrap()
        >>> [event.is_lio() for event in events]
        [False]
        """
        return False

    def __repr__(self) -> str:
        return debug_struct(
            "Event",
            token=self.token(),
            readable=self.is_readable(),
            writable=self.is_writable(),
            error=self.is_error(),
            read_closed=self.is_read_closed(),
            write_closed=self.is_write_closed(),
            priority=self.is_priority(),
            aio=self.is_aio(),
            lio=self.is_lio(),
        )

    def __reduce__(self) -> tuple[object, ...]:
        return Event._of_parts, (tuple(self),)

    @classmethod
    def _of_parts(cls, parts: tuple[Token, int]) -> Event:
        """Returns an event from its pickle."""
        return make_event(parts)


make_event: Final[Callable[[tuple[Token, int]], Event]] = partial(tuple.__new__, Event)  # pyright: ignore[reportUnknownMemberType]
"""Makes an event of a token and of epoll's bits, in C."""


@final
class Events:
    """The events of the last `Poll.poll`, in no particular order.

    The capacity is how many one call returns at most. The others come with the next call. Each call
    replaces the events, so handle all of them before the next one.

    mio's `Events`.

    >>> from stdnet.mio import Events, Interest, Poll, Token, net
    >>> poll, events = Poll.new().unwrap(), Events.with_capacity(128)
    >>> one, two = net.UnixStream.pair().unwrap()
    >>> poll.registry().register(one, Token(1), Interest.WRITABLE).unwrap()
    >>> poll.registry().register(two, Token(2), Interest.READABLE).unwrap()
    >>> poll.poll(events, None).unwrap()
    >>> [event.token() for event in events]
    [Token(1)]
    """

    __slots__ = ("_batch",)

    _batch: Batch[Event]

    @explained_if_missing
    def __init__(self, _no_constructor: Never, /, *_: Never, **__: Never) -> None:
        raise no_constructor("Events", _no_constructor)

    @staticmethod
    def with_capacity(capacity: SupportsIndex) -> Events:
        """Returns a buffer for this many events. With 0, `Poll.poll` returns `InvalidInput`.

        mio's `Events::with_capacity`.

        >>> from stdnet.mio import Events
        >>> Events.with_capacity(1024)
        []
        """
        events = object.__new__(Events)
        events._batch = Batch(usize(capacity))
        return events

    def capacity(self) -> int:
        """Returns how many events one `Poll.poll` returns at most. mio's `Events::capacity`.

        >>> from stdnet.mio import Events
        >>> Events.with_capacity(1024).capacity()
        1024
        """
        return self._batch.capacity

    def is_empty(self) -> bool:
        """Returns True if there are no events, as after a time-out. mio's `Events::is_empty`.

        >>> from stdnet.mio import Events, Poll
        >>> poll, events = Poll.new().unwrap(), Events.with_capacity(8)
        >>> poll.poll(events, 0.001).map(lambda _: events.is_empty())
        Ok(true)
        """
        return not self._batch.events

    def iter(self) -> Iterator[Event]:
        """Returns an iterator over the events, as a `for` loop does. mio's `Events::iter`.

        >>> from stdnet.mio import Events
        >>> list(Events.with_capacity(8).iter())
        []
        """
        return iter(self._batch.events)

    def clear(self) -> None:
        """Removes the events, which `Poll.poll` does too. mio's `Events::clear`.

        >>> from stdnet.mio import Events
        >>> Events.with_capacity(8).clear()
        """
        self._batch.events = []

    def __reduce__(self) -> Never:
        raise TypeError("an Events is not copied or pickled: list(events) is")

    def __iter__(self) -> Iterator[Event]:
        return iter(self._batch.events)

    def __len__(self) -> int:
        return len(self._batch.events)

    def __repr__(self) -> str:
        return repr(self._batch.events)


batch_of: Final[Callable[[Events], Batch[Event]]] = attrgetter("_batch")
"""Returns what is inside the events, for `Poll.poll`."""
