"""`Poll`, which waits for events, its `Registry`, and what can be registered there."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from io import UnsupportedOperation
from operator import attrgetter
from typing import TYPE_CHECKING, Final, Never, Protocol, TypeAlias, final

from stdnet._core.arguments import (
    check_type,
    explained_if_missing,
    no_constructor,
    wrong_type,
)
from stdnet._core.closing import Closing
from stdnet._core.duration import Duration, seconds
from stdnet._core.error import Result
from stdnet._core.ints import i32
from stdnet._fd import BorrowedFd, Owner, RawFd, borrow_fd
from stdnet._sys.epoll import Selector, new_selector
from stdnet._sys.fd import HasFileno
from stdnet.mio._event import Event, Events, batch_of, make_event
from stdnet.mio._interest import Interest, epoll_bits
from stdnet.mio._token import Token
from stdnet.result._containers import Err, Ok

if TYPE_CHECKING:
    from typing_extensions import TypeIs


class Source(Protocol):
    """A type of your own that can be registered. mio's trait `event::Source`.

    Its methods pass the call on to what is inside: `registry.register(self.inner, token,
    interests)`. All sockets of `stdnet.mio.net` are sources.

    >>> from stdnet import io
    >>> from stdnet.mio import Interest, Poll, Registry, Token, net
    >>> class Client:
    ...     def __init__(self, stream: net.UnixStream) -> None:
    ...         self.stream = stream
    ...
    ...     def register(
    ...         self, registry: Registry, token: Token, interests: Interest
    ...     ) -> io.Result[None]:
    ...         return registry.register(self.stream, token, interests)
    ...
    ...     def reregister(
    ...         self, registry: Registry, token: Token, interests: Interest
    ...     ) -> io.Result[None]:
    ...         return registry.reregister(self.stream, token, interests)
    ...
    ...     def deregister(self, registry: Registry) -> io.Result[None]:
    ...         return registry.deregister(self.stream)
    >>> one, two = net.UnixStream.pair().unwrap()
    >>> Poll.new().unwrap().registry().register(Client(one), Token(1), Interest.READABLE)
    Ok(None)
    """

    @abstractmethod
    def register(self, registry: Registry, token: Token, interests: Interest) -> Result[None]:
        """Registers what is inside. `Registry.register` calls it. mio's `Source::register`."""
        ...

    @abstractmethod
    def reregister(self, registry: Registry, token: Token, interests: Interest) -> Result[None]:
        """Registers what is inside anew. `Registry.reregister` calls it.

        mio's `Source::reregister`.
        """
        ...

    @abstractmethod
    def deregister(self, registry: Registry) -> Result[None]:
        """Deregisters what is inside. `Registry.deregister` calls it.

        mio's `Source::deregister`.
        """
        ...


IntoSource: TypeAlias = Source | HasFileno
"""What can be registered: a `Source`, or an object that has a descriptor and `fileno()`.

So the sockets of `stdnet`, an `OwnedFd` and the sockets of Python can be registered as they are.
Put them into non-blocking mode first.
"""


@final
class Registry(Closing):
    """The list of the sources of a `Poll`.

    It may be used from other threads while one thread waits in `Poll.poll`. mio's `Registry`.

    >>> from stdnet.mio import Poll
    >>> Poll.new().unwrap().registry()
    Registry
    """

    __slots__ = ("__weakref__", "_selector")

    _selector: Selector[Token, Event]

    @explained_if_missing
    def __init__(self, _no_constructor: Never, /, *_: Never, **__: Never) -> None:
        raise no_constructor("Registry", _no_constructor)

    @explained_if_missing
    def register(self, source: IntoSource, token: Token, interests: Interest) -> Result[None]:
        """Registers a source: from now on `Poll.poll` returns its events, with this token.

        If it is ready already, the first event comes with the next `poll`. After that one comes
        only when something changes, so go on with the source until it returns `WouldBlock`. A
        socket of `stdnet` or of Python has to be in non-blocking mode for that: the mode is not
        changed here.

        Close a source only after it is deregistered, if a duplicate of its descriptor stays open;
        `close()` of the types of `stdnet.mio` does that itself.

        Errors: `AlreadyExists` if the descriptor is registered here already; `PermissionDenied`
        if it is that of a file, which is always ready; EBADF if it is closed; any other error of
        `epoll_ctl(2)`; those of a `Source` of your own.

        mio's `Registry::register`.

        >>> from stdnet.mio import Interest, Poll, Token, net
        >>> registry = Poll.new().unwrap().registry()
        >>> one, two = net.UnixStream.pair().unwrap()
        >>> registry.register(one, Token(1), Interest.READABLE)
        Ok(None)
        >>> registry.register(one, Token(1), Interest.READABLE).unwrap_err().kind()
        AlreadyExists
        """
        if _is_source(source):
            return _checked(source.register(self, token, interests), "register")
        held = _hold(source)
        return register_fd(self, _fileno(held), token, interests)

    @explained_if_missing
    def reregister(self, source: IntoSource, token: Token, interests: Interest) -> Result[None]:
        """Replaces the token and the interests of a registered source.

        If it is ready for the new interests, an event comes with the next `poll`, even if one came
        before.

        Errors: `NotFound` if the source is not registered here; those of `register`.

        mio's `Registry::reregister`.

        >>> from stdnet.mio import Interest, Poll, Token, net
        >>> registry = Poll.new().unwrap().registry()
        >>> one, two = net.UnixStream.pair().unwrap()
        >>> registry.register(one, Token(1), Interest.READABLE).unwrap()
        >>> registry.reregister(one, Token(2), Interest.READABLE | Interest.WRITABLE)
        Ok(None)
        """
        if _is_source(source):
            return _checked(source.reregister(self, token, interests), "reregister")
        held = _hold(source)
        return reregister_fd(self, _fileno(held), token, interests)

    @explained_if_missing
    def deregister(self, source: IntoSource) -> Result[None]:
        """Removes a source: no event of it comes any more. The source stays open.

        Events that the last `poll` has returned already are still there.

        Errors: `NotFound` if the source is not registered here; EBADF if it is closed.

        mio's `Registry::deregister`.

        >>> from stdnet.mio import Interest, Poll, Token, net
        >>> registry = Poll.new().unwrap().registry()
        >>> one, two = net.UnixStream.pair().unwrap()
        >>> registry.register(one, Token(1), Interest.READABLE).unwrap()
        >>> registry.deregister(one)
        Ok(None)
        >>> print(registry.deregister(one).unwrap_err())
        No such file or directory (os error 2)
        """
        if _is_source(source):
            return _checked(source.deregister(self), "deregister")
        held = _hold(source)
        return deregister_fd(self, _fileno(held))

    def try_clone(self) -> Result[Registry]:
        """Creates a registry of the same `Poll`, with a descriptor of its own.

        The registry of `Poll.registry()` may be used by other threads as well. So this is needed
        only where a registry outlives its `Poll`.

        Errors: EMFILE if the process has too many open descriptors; EBADF if the `Poll` is closed.

        mio's `Registry::try_clone`.

        >>> from stdnet.mio import Poll
        >>> poll = Poll.new().unwrap()
        >>> with poll.registry().try_clone().unwrap() as registry:
        ...     registry.as_raw_fd() == poll.as_raw_fd()
        False
        """
        twin = self._selector.try_clone()
        return twin if isinstance(twin, Err) else Ok(_registry(twin.unwrap()))

    def as_raw_fd(self) -> RawFd:
        """Returns the descriptor of the epoll, or -1 if it is closed. mio's `AsRawFd`.

        >>> from stdnet.mio import Poll
        >>> Poll.new().unwrap().registry().as_raw_fd() > 2
        True
        """
        return self._selector.fileno()

    def as_fd(self) -> BorrowedFd:
        """Borrows the descriptor of the epoll. mio's `AsFd`.

        >>> from stdnet.mio import Poll
        >>> registry = Poll.new().unwrap().registry()
        >>> registry.as_fd().as_raw_fd() == registry.as_raw_fd()
        True
        """
        return borrow_fd(self._selector.fileno(), self._selector.owner())

    def close(self) -> None:
        """Closes the descriptor. For that of `Poll.registry()` this is `Poll.close()`.

        An addition to mio's API. In Rust, `drop` closes the descriptor.

        >>> from stdnet.mio import Poll
        >>> registry = Poll.new().unwrap().registry().try_clone().unwrap()
        >>> registry.close()
        >>> registry.as_raw_fd()
        -1
        """
        self._selector.close()

    def __reduce__(self) -> Never:
        raise TypeError("a Registry is not copied or pickled: see try_clone()")

    def __repr__(self) -> str:
        return "Registry"


selector_of: Final[Callable[[Registry], Selector[Token, Event]]] = attrgetter("_selector")
"""Returns what is inside a registry."""


def _registry(selector: Selector[Token, Event]) -> Registry:
    registry = object.__new__(Registry)
    registry._selector = selector  # pyright: ignore[reportPrivateUsage]
    return registry


def register_fd(registry: Registry, fd: int, token: Token, interests: Interest) -> Result[None]:
    """Registers a descriptor by its number."""
    selector = _checked_selector(registry, token, interests)
    return selector.register(fd, token, epoll_bits(interests))


def reregister_fd(registry: Registry, fd: int, token: Token, interests: Interest) -> Result[None]:
    """Registers a descriptor anew by its number."""
    selector = _checked_selector(registry, token, interests)
    return selector.reregister(fd, token, epoll_bits(interests))


def deregister_fd(registry: Registry, fd: int) -> Result[None]:
    """Deregisters a descriptor by its number."""
    return checked_selector_of(registry).deregister(fd)


def checked_selector_of(registry: Registry) -> Selector[Token, Event]:
    """Returns what is inside a registry, or raises `TypeError` if it is of another type."""
    check_type(registry, Registry, "the registry", "a Registry")
    return selector_of(registry)


def _checked_selector(
    registry: Registry, token: Token, interests: Interest
) -> Selector[Token, Event]:
    """Returns what is inside the registry, or raises `TypeError` if one is of another type."""
    if type(token) is not Token:
        raise wrong_type(token, "the token", "a Token")
    check_type(interests, Interest, "the interest", "an Interest")
    return checked_selector_of(registry)


_NO_SOURCES: Final = (Registry, type)
"""What has the methods of a `Source` and is none: a registry, and the classes of sources."""


def _is_source(source: IntoSource) -> TypeIs[Source]:
    """Returns True for a `Source`. Pollers of Python have `register` and `fileno`, too."""
    return hasattr(source, "reregister") and not isinstance(source, _NO_SOURCES)


def _hold(source: HasFileno) -> HasFileno:
    """Returns an object that keeps the number taken, even if another thread closes the source."""
    return source.as_fd() if isinstance(source, Owner) else source


def _checked(done: Result[None], method: str) -> Result[None]:
    """Returns the result of a method of a `Source`, or raises `TypeError` if it is none."""
    if isinstance(done, (Ok, Err)):  # pyright: ignore[reportUnnecessaryIsInstance]  # without a checker
        return done
    raise wrong_type(done, f"the result of {method}()", "Ok or Err", "return Ok(None)")


def _fileno(source: HasFileno) -> int:
    """Returns the descriptor of the object, or -1 if it is closed."""
    if not hasattr(source, "fileno") or isinstance(source, type):
        raise wrong_type(source, "the source", "an object with fileno()")
    try:
        number = source.fileno()
    except UnsupportedOperation:  # A file of Python that has none, such as `BytesIO`.
        raise wrong_type(source, "the source", "an object with a descriptor") from None
    except ValueError:  # A file of Python that is closed.
        return -1
    return i32(number)


@final
class Poll(Closing):
    """Waits for events of many sources at once, in one thread.

    Register each source at the `registry()` with a `Token`. Then, in a loop, `poll` waits until
    something has happened, and the events say to which sources.

    Events are edge-triggered: one comes when a source *becomes* ready, and another one is only sure
    to come after the source has returned `WouldBlock`. So on each event go on with it, accept, read
    or write, until `WouldBlock`. What is left undone stays undone: the program waits, and so does
    its peer. Only a `TcpStream` may stop earlier, on conditions that its docstring names.

    An event may come although nothing is to be done, so every call has to expect `WouldBlock`.

    Close what is finished with: `connections.pop(token).close()`. In Rust the stream that is
    removed is dropped; here a variable of the loop may still hold it, and its peer waits. And if a
    duplicate is left, say in a forked child, only `close` ends its events: those of one that is
    dropped go on, and bear the token of the source that has its number by then.

    A forked child has the same epoll, whose sources are those of the parent: make a new `Poll`
    there.

    The descriptor is closed when the last reference to the `Poll` and its registry goes away, at
    the end of a `with` block, or by `close()`. mio's `Poll`, Linux's `epoll`.

    >>> from stdnet import Err, Ipv4Addr, Ok, SocketAddr, io, propagate
    >>> from stdnet.mio import Events, Interest, Poll, Token
    >>> from stdnet.mio.net import TcpListener, TcpStream
    >>> @propagate
    ... def greet_two() -> io.Result[list[bytes]]:
    ...     poll, events = Poll.new().unwrap(), Events.with_capacity(128)
    ...     server = TcpListener.bind(SocketAddr.new(Ipv4Addr.LOCALHOST, 0)).unwrap()
    ...     poll.registry().register(server, Token(0), Interest.READABLE).unwrap()
    ...     addr = server.local_addr().unwrap()
    ...     clients = {Token(n): TcpStream.connect(addr).unwrap() for n in (1, 2)}
    ...     for token, client in clients.items():
    ...         poll.registry().register(client, token, Interest.READABLE).unwrap()
    ...     received = list[bytes]()
    ...     while len(received) < 2:
    ...         poll.poll(events, None).unwrap()
    ...         for event in events:
    ...             match event.token():
    ...                 case Token(0):
    ...                     while True:
    ...                         match server.accept():
    ...                             case Ok((stream, _)):
    ...                                 with stream:
    ...                                     stream.write_all(b"hello").unwrap()
    ...                             case Err(io.Error(io.ErrorKind.WouldBlock)):
    ...                                 break
    ...                             case Err(e):
    ...                                 return Err(e)
    ...                 case token:
    ...                     buf = bytearray(64)
    ...                     match clients[token].read(buf):
    ...                         case Ok(n) if n > 0:
    ...                             received.append(bytes(buf[:n]))
    ...                         case Ok() | Err(io.Error(io.ErrorKind.WouldBlock)):
    ...                             pass
    ...                         case Err(e):
    ...                             return Err(e)
    ...     return Ok(received)
    >>> greet_two()
    Ok([b'hello', b'hello'])
    """

    __slots__ = ("__weakref__", "_registry")

    _registry: Registry

    @explained_if_missing
    def __init__(self, _no_constructor: Never, /, *_: Never, **__: Never) -> None:
        raise no_constructor("Poll", _no_constructor)

    @staticmethod
    def new() -> Result[Poll]:
        """Creates a `Poll` without sources.

        Errors: EMFILE if the process has too many open descriptors; any other error of
        `epoll_create1(2)`.

        mio's `Poll::new`.

        >>> from stdnet.mio import Poll
        >>> Poll.new()
        Ok(Poll)
        """
        selector = new_selector(make_event)
        if isinstance(selector, Err):
            return selector
        poll = object.__new__(Poll)
        poll._registry = _registry(selector.unwrap())
        return Ok(poll)

    def registry(self) -> Registry:
        """Returns the registry, where sources are registered. mio's `Poll::registry`.

        >>> from stdnet.mio import Poll
        >>> Poll.new().unwrap().registry()
        Registry
        """
        return self._registry

    @explained_if_missing
    def poll(self, events: Events, timeout: Duration | None) -> Result[None]:
        """Waits for events and puts them into `events`, in the place of those that were there.

        Waits at most for `timeout`, a `timedelta` or a number of seconds, rounded up to a
        millisecond; with `None`, for ever; with 0, not at all. Without an event in time, the
        result is `Ok` and `events` is empty. A negative time-out raises `ValueError`.

        Handle each event until its source returns `WouldBlock`: see `Poll`.

        A signal runs its handler, and the call goes on waiting for the rest of the time, where
        mio returns `Interrupted`. If the handler raises, as that of Ctrl-C does, the exception
        comes out of this call, and no event is lost: `events` is empty and the next call returns
        them, or `events` holds them already. The latter is so if the signal came in the moment
        between this call and what the program does next.

        One thread at a time may call it. Others may register sources meanwhile.

        Errors: `InvalidInput` if the capacity of `events` is 0, or above 178,956,970, which is the
        most that Linux takes; EBADF if this is closed; any other error of `epoll_wait(2)`.

        mio's `Poll::poll`.

        >>> from stdnet.mio import Events, Poll
        >>> poll, events = Poll.new().unwrap(), Events.with_capacity(128)
        >>> poll.poll(events, 0.001), events
        (Ok(None), [])
        """
        check_type(events, Events, "the buffer for events", "an Events")
        return selector_of(self._registry).select(
            batch_of(events), None if timeout is None else seconds(timeout)
        )

    def as_raw_fd(self) -> RawFd:
        """Returns the descriptor of the epoll, or -1 if it is closed. mio's `AsRawFd`.

        >>> from stdnet.mio import Poll
        >>> Poll.new().unwrap().as_raw_fd() > 2
        True
        """
        return self._registry.as_raw_fd()

    def fileno(self) -> int:
        """Returns what `as_raw_fd` does, for `select`, `selectors` and `asyncio`.

        It can be read when there are events, but for those that an exception of a signal handler
        has kept for the next `poll`. An addition to mio's API.

        >>> from stdnet.mio import Poll
        >>> poll = Poll.new().unwrap()
        >>> poll.fileno() == poll.as_raw_fd()
        True
        """
        return self._registry.as_raw_fd()

    def close(self) -> None:
        """Closes the descriptor. Every later call, of the registry too, returns EBADF.

        The sources stay open. If another thread waits in `poll`, it goes on waiting, and so does
        this one if a signal handler closes it meanwhile: a `Waker` wakes it.

        An addition to mio's API. In Rust, `drop` closes the descriptor.

        >>> from stdnet.mio import Events, Poll
        >>> poll = Poll.new().unwrap()
        >>> poll.close()
        >>> poll.poll(Events.with_capacity(8), None).unwrap_err().raw_os_error()
        9
        """
        self._registry.close()

    def __reduce__(self) -> Never:
        raise TypeError("a Poll is not copied or pickled")

    def __repr__(self) -> str:
        return "Poll"
