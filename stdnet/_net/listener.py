"""The protocol `Listener`; the base classes of listeners and of their iterators."""

from __future__ import annotations

import sys
from abc import abstractmethod
from collections.abc import Iterator
from operator import itemgetter
from time import monotonic
from typing import TYPE_CHECKING, Generic, Never, Protocol, runtime_checkable

from stdnet._core.arguments import check_type, not_iterable
from stdnet._core.duration import Duration, seconds
from stdnet._core.error import ZERO_TIMEOUT, Result
from stdnet._core.fmt import debug_struct
from stdnet._core.shutdown import Shutdown
from stdnet._net.handle import Addr_co, Handle
from stdnet._net.stream import Stream
from stdnet._sys import sock, timeouts
from stdnet._sys.ownership import Socket
from stdnet.io._traits import ReadWrite
from stdnet.result._containers import Err

if sys.version_info >= (3, 13):
    from typing import TypeVar
else:
    from typing_extensions import TypeVar

Stream_co = TypeVar("Stream_co", covariant=True, default=ReadWrite)
_S_co = TypeVar("_S_co", bound=Stream, covariant=True)


@runtime_checkable
class Listener(Protocol[Stream_co, Addr_co]):
    """Any listener: a `TcpListener`, a `UnixListener`, a class of your own with these methods.

    `Listener[S, A]` accepts streams of the type `S`, from addresses of the type `A`. A plain
    `Listener` accepts any `io.ReadWrite`, from any address.

    An addition to Rust's API. It is for functions that are generic over listeners. The crates axum
    and tokio-util have a trait of this name.

    >>> from stdnet import Listener, TcpListener, TcpStream, io, propagate
    >>> @propagate
    ... def greet_one(listener: Listener) -> io.Result[None]:
    ...     stream, _ = listener.accept().unwrap()
    ...     return stream.write_all(b"hello")
    >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
    >>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
    >>> greet_one(listener).unwrap()
    >>> client.read_to_string()
    Ok("hello")
    """

    def accept(self) -> Result[tuple[Stream_co, Addr_co]]:
        """Waits for a connection and returns its stream and the address of the peer."""
        ...

    def incoming(self) -> Iterator[Result[Stream_co]]:
        """Returns an endless iterator over the connections."""
        ...

    def local_addr(self) -> Result[Addr_co]:
        """Returns the address at which the listener listens."""
        ...


class ListeningHandle(Handle, Generic[_S_co, Addr_co]):
    """The owner of a socket that accepts connections."""

    __slots__ = ()

    if not TYPE_CHECKING:
        # Not `__iter__`, by which it would count as an `Iterable`.
        def __getitem__(self, _: int, /) -> Never:
            raise not_iterable(self, "for stream in listener.incoming()")

    @abstractmethod
    def accept(self) -> Result[tuple[_S_co, Addr_co]]:
        """Waits for a connection and returns its stream and the address of the peer."""

    def accept_timeout(self, timeout: Duration) -> Result[tuple[_S_co, Addr_co]]:
        """Accepts a connection that comes before the time-out expires.

        An addition to Rust's API. `timeout` is a `timedelta` or a number of seconds; a negative
        one raises `ValueError`.

        This holds however many threads and processes accept from the listener. For the moment of
        the accept, the listener is in non-blocking mode: `accept` of stdnet goes on waiting all the
        same, but a program without stdnet that shares the listener may see EAGAIN.

        Errors: `TimedOut` if no connection comes in time; `InvalidInput` if `timeout` is 0; those
        of `accept`.

        >>> from stdnet import TcpListener
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> print(listener.accept_timeout(0.01).unwrap_err())
        no connection came in time
        """
        limit = seconds(timeout)
        if not limit:
            return ZERO_TIMEOUT.err()
        accepted = timeouts.accept_until(self._sock, monotonic() + limit)
        return accepted if isinstance(accepted, Err) else self._connection(*accepted.unwrap())

    @abstractmethod
    def _connection(self, accepted: Socket, name: object) -> Result[tuple[_S_co, Addr_co]]:
        """Returns the stream and the address of a connection; CPython has written the `name`."""

    def stop(self) -> Result[None]:
        """Stops listening, for this listener and all of its clones.

        An addition to Rust's API. A thread that waits in `accept` or `incoming` gets an `Err` at
        once, `InvalidInput` (EINVAL), and so does every later call. New connections are refused.
        Connections that wait to be accepted are reset; those of a Unix socket are accepted first.

        Errors: EBADF if this object is closed; `NotConnected` on macOS, whose kernel only shuts
        down what is connected.

        >>> from threading import Timer
        >>> from stdnet import TcpListener
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> Timer(0.01, listener.stop).start()
        >>> print(listener.accept().unwrap_err())
        Invalid argument (os error 22)
        """
        return sock.shutdown(self._sock, Shutdown.Both)


class Connections(Iterator[Result[_S_co]]):
    """An endless iterator over the streams that a listener accepts."""

    __slots__ = ("_listener",)

    def __init__(self, listener: ListeningHandle[_S_co], /) -> None:
        check_type(listener, ListeningHandle, "the listener", "a TcpListener or a UnixListener")
        self._listener = listener

    def __next__(self) -> Result[_S_co]:
        return self._listener.accept().map(itemgetter(0))

    def __repr__(self) -> str:
        return debug_struct(type(self).__name__, listener=self._listener)
