"""TCP connections and listeners. Rust's `std::net::TcpStream` and `std::net::TcpListener`."""

from __future__ import annotations

import sys
from datetime import timedelta
from functools import partial
from typing import SupportsIndex, final

from stdnet._core.arguments import explained, linux_only, no_argument
from stdnet._core.duration import Duration, seconds
from stdnet._core.error import INVALID_ARGUMENT, Result
from stdnet._core.fmt import debug_struct
from stdnet._core.ints import i32
from stdnet._core.socket_addr import SocketAddr
from stdnet._fd import from_inner, into_inner, try_from_inner
from stdnet._net.handle import SocketOwner
from stdnet._net.listener import Connections, ListeningHandle
from stdnet._net.stream import AnyStream, Stream
from stdnet._net.to_socket_addrs import IntoSocketAddrs, each_addr, each_addr_timeout
from stdnet._sys import inet, options, timeouts
from stdnet._sys.cvt import failed
from stdnet._sys.inet_addr import inet_addr_from_py
from stdnet._sys.ownership import Socket
from stdnet._sys.python_socket import TCP_LISTENER, TCP_STREAM
from stdnet._sys.sock import BACKLOG
from stdnet.result._containers import Ok, is_ok


class AnyTcpStream(AnyStream):
    """A TCP connection, of std or of `stdnet.mio`."""

    __slots__ = ()

    def peer_addr(self) -> Result[SocketAddr.V4 | SocketAddr.V6]:
        """Returns the address of the peer.

        Errors: `NotConnected` if the connection has ended.

        Rust's `TcpStream::peer_addr`.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> stream = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> stream.peer_addr() == listener.local_addr()
        True
        """
        return inet.peer_addr(self._sock)

    def local_addr(self) -> Result[SocketAddr.V4 | SocketAddr.V6]:
        """Returns the address of the local end of the connection.

        Errors: any error of `getsockname(2)`.

        Rust's `TcpStream::local_addr`.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> stream = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> stream.local_addr().unwrap().ip()
        127.0.0.1
        """
        return inet.local_addr(self._sock)

    def set_nodelay(self, nodelay: bool) -> Result[None]:
        """Sets TCP_NODELAY: small writes are sent at once instead of being coalesced.

        Errors: any error of `setsockopt(2)`.

        Rust's `TcpStream::set_nodelay`. C's TCP_NODELAY.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> stream = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> stream.set_nodelay(True)
        Ok(None)
        """
        return options.NODELAY.set(self._sock, nodelay)

    def nodelay(self) -> Result[bool]:
        """Returns True if small writes are sent at once; see `set_nodelay`.

        Errors: any error of `getsockopt(2)`.

        Rust's `TcpStream::nodelay`.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> stream = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> stream.nodelay()
        Ok(false)
        """
        return options.NODELAY.get(self._sock)

    def set_ttl(self, ttl: int) -> Result[None]:
        """Sets IP_TTL: how many hops a packet may take. `ttl` is a `u32`.

        Errors: `InvalidInput` if the kernel does not accept the number, such as 0 or 256.

        Rust's `TcpStream::set_ttl`. C's IP_TTL.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> stream = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> stream.set_ttl(32), stream.set_ttl(256).unwrap_err().kind()
        (Ok(None), InvalidInput)
        """
        return options.TTL.set(self._sock, ttl)

    def ttl(self) -> Result[int]:
        """Returns how many hops a packet may take; see `set_ttl`.

        Errors: any error of `getsockopt(2)`.

        Rust's `TcpStream::ttl`.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> stream = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> stream.set_ttl(32).and_then(lambda _: stream.ttl())
        Ok(32)
        """
        return options.TTL.get(self._sock)

    def __repr__(self) -> str:
        return debug_struct("TcpStream", **_debug_fields(self._sock))


class AnyTcpListener(SocketOwner):
    """A TCP socket that listens, of std or of `stdnet.mio`."""

    __slots__ = ()

    def local_addr(self) -> Result[SocketAddr.V4 | SocketAddr.V6]:
        """Returns the address at which the listener listens.

        Errors: any error of `getsockname(2)`.

        Rust's `TcpListener::local_addr`.

        >>> from stdnet import TcpListener
        >>> TcpListener.bind("127.0.0.1:0").unwrap().local_addr().unwrap().ip()
        127.0.0.1
        """
        return inet.local_addr(self._sock)

    def set_ttl(self, ttl: int) -> Result[None]:
        """Sets IP_TTL: how many hops a packet may take. `ttl` is a `u32`.

        This applies to connections that are accepted later, too.

        Errors: `InvalidInput` if the kernel does not accept the number, such as 0 or 256.

        Rust's `TcpListener::set_ttl`. C's IP_TTL.

        >>> from stdnet import TcpListener
        >>> TcpListener.bind("127.0.0.1:0").unwrap().set_ttl(32)
        Ok(None)
        """
        return options.TTL.set(self._sock, ttl)

    def ttl(self) -> Result[int]:
        """Returns how many hops a packet may take; see `set_ttl`.

        Errors: any error of `getsockopt(2)`.

        Rust's `TcpListener::ttl`.

        >>> from stdnet import TcpListener
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> listener.set_ttl(32).and_then(lambda _: listener.ttl())
        Ok(32)
        """
        return options.TTL.get(self._sock)

    def __repr__(self) -> str:
        return debug_struct("TcpListener", **_debug_fields(self._sock))


def _debug_fields(sock: Socket) -> dict[str, object]:
    """Returns the fields of Rust's `Debug`: the addresses that are known, and the descriptor."""
    addrs = {"addr": inet.local_addr(sock), "peer": inet.peer_addr(sock)}
    known: dict[str, object] = {name: addr.unwrap() for name, addr in addrs.items() if is_ok(addr)}
    return {**known, "fd": sock.fileno()}


@linux_only("set_quickack", "quickack", "set_deferaccept", "deferaccept")
@final
class TcpStream(AnyTcpStream, Stream[SocketAddr.V4 | SocketAddr.V6]):
    """A TCP connection between a local and a remote socket.

    `connect` opens a connection to a remote host; a `TcpListener` accepts connections from there.
    Bytes arrive in order, both ways. The boundaries between writes are not preserved. The stream is
    a `stdnet.io.Read` and a `stdnet.io.Write`, and has all of their methods.

    The connection is closed when the last reference to the stream goes away, at the end of a
    `with` block, or by `close()`. `shutdown` ends one direction only. What a `BufWriter`
    around it still holds then is lost: flush that before.

    Rust's `std::net::TcpStream`.

    >>> from stdnet import TcpListener, TcpStream
    >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
    >>> with TcpStream.connect(listener.local_addr().unwrap()).unwrap() as client:
    ...     client.write_all(b"hello").unwrap()
    >>> server, addr = listener.accept().unwrap()
    >>> server.read_to_string()
    Ok("hello")
    """

    __slots__ = ()

    _KIND = TCP_STREAM

    @staticmethod
    @explained
    def connect(addr: IntoSocketAddrs) -> Result[TcpStream]:
        """Connects to a remote host.

        `addr` is anything that `to_socket_addrs` accepts. If it stands for several addresses, they
        are tried in turn until a connection succeeds.

        Errors: if no address accepts the connection, the error of the last one, such as
        `ConnectionRefused`, `TimedOut` or `HostUnreachable`, with the errors of the earlier ones as
        notes; `InvalidInput` if there are no addresses; those of `to_socket_addrs`.

        Rust's `TcpStream::connect`.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> stream = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> print(TcpStream.connect("127.0.0.1:1").unwrap_err())
        Connection refused (os error 111)
        """
        return try_from_inner(TcpStream, each_addr(addr, inet.connect))

    @staticmethod
    def connect_timeout(addr: IntoSocketAddrs, timeout: Duration) -> Result[TcpStream]:
        """Connects to a remote host before the time-out expires.

        `timeout` is a `timedelta` or a number of seconds; a negative one raises `ValueError`.

        Rust's function takes one address. This one takes anything that `connect` does, and gives
        each address in turn an equal share of the time that is left. The lookup of a host name is
        not part of that time.

        Errors: `TimedOut` if the connection takes longer; `InvalidInput` if `timeout` is 0; those
        of `connect`.

        Rust's `TcpStream::connect_timeout`.

        >>> from stdnet import TcpListener, TcpStream
        >>> addr = TcpListener.bind("127.0.0.1:0").unwrap().local_addr().unwrap()
        >>> TcpStream.connect_timeout(addr, 1.5).unwrap_err().kind()
        ConnectionRefused
        """
        connected = each_addr_timeout(addr, seconds(timeout), inet.connect_timeout)
        return try_from_inner(TcpStream, connected)

    def set_linger(self, linger: Duration | None) -> Result[None]:
        """Sets SO_LINGER: how long `close` waits for bytes that are not sent yet.

        The time is cut to whole seconds. With `None`, `close` returns at once and the kernel goes
        on sending. With 0, `close` discards the bytes and resets the connection.

        Errors: any error of `setsockopt(2)`.

        Unstable in Rust: `TcpStream::set_linger`. C's SO_LINGER.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> stream = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> stream.set_linger(0)
        Ok(None)
        """
        return options.LINGER.set(self._sock, linger)

    def linger(self) -> Result[timedelta | None]:
        """Returns how long `close` waits for bytes that are not sent yet; see `set_linger`.

        Errors: any error of `getsockopt(2)`.

        Unstable in Rust: `TcpStream::linger`.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> stream = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> stream.linger()
        Ok(None)
        """
        return options.LINGER.get(self._sock)

    if sys.platform == "linux":

        def set_quickack(self, quickack: bool) -> Result[None]:
            """Sets TCP_QUICKACK: segments are acknowledged at once, without delay.

            The flag is not permanent: the kernel may change it later.

            Errors: any error of `setsockopt(2)`.

            Rust's `TcpStreamExt::set_quickack`. C's TCP_QUICKACK.

            >>> from stdnet import TcpListener, TcpStream
            >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
            >>> stream = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
            >>> stream.set_quickack(False)
            Ok(None)
            """
            return options.QUICKACK.set(self._sock, quickack)

        def quickack(self) -> Result[bool]:
            """Returns True if segments are acknowledged at once; see `set_quickack`.

            Errors: any error of `getsockopt(2)`.

            Rust's `TcpStreamExt::quickack`.

            >>> from stdnet import TcpListener, TcpStream
            >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
            >>> stream = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
            >>> stream.set_quickack(False).and_then(lambda _: stream.quickack())
            Ok(false)
            """
            return options.QUICKACK.get(self._sock)

        def set_deferaccept(self, accept: Duration) -> Result[None]:
            """Sets TCP_DEFER_ACCEPT: how long a connection without data is kept from `accept`.

            The time is cut to whole seconds.

            Errors: any error of `setsockopt(2)`.

            Unstable in Rust: `TcpStreamExt::set_deferaccept`. C's TCP_DEFER_ACCEPT.

            >>> from stdnet import TcpListener, TcpStream
            >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
            >>> stream = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
            >>> stream.set_deferaccept(5)
            Ok(None)
            """
            return options.DEFER_ACCEPT.set(self._sock, accept)

        def deferaccept(self) -> Result[timedelta]:
            """Returns how long a connection without data is kept from `accept`.

            Errors: any error of `getsockopt(2)`.

            Unstable in Rust: `TcpStreamExt::deferaccept`.

            >>> from stdnet import TcpListener, TcpStream
            >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
            >>> stream = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
            >>> stream.deferaccept().unwrap()
            datetime.timedelta(0)
            """
            return options.DEFER_ACCEPT.get(self._sock)


@final
class TcpListener(AnyTcpListener, ListeningHandle[TcpStream, SocketAddr.V4 | SocketAddr.V6]):
    """A TCP socket that listens for connections.

    `bind` creates a listener; `accept` and `incoming` return its connections. It is closed when the
    last reference to it goes away, at the end of a `with` block, or by `close()`.

    Rust's `std::net::TcpListener`.

    >>> from stdnet import TcpListener, TcpStream
    >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
    >>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
    >>> stream, addr = listener.accept().unwrap()
    >>> client.local_addr().unwrap() == addr
    True
    """

    __slots__ = ()

    _KIND = TCP_LISTENER

    @staticmethod
    @explained
    def bind(
        addr: IntoSocketAddrs,
        *,
        backlog: SupportsIndex = BACKLOG,
        reuse_address: bool = True,
        only_v6: bool | None = None,
    ) -> Result[TcpListener]:
        """Creates a listener bound to an address, ready to accept connections.

        `addr` is anything that `to_socket_addrs` accepts. If it stands for several addresses, they
        are tried in turn until one can be bound. With port 0 the kernel chooses a free port, which
        `local_addr` returns.

        The keywords set what Rust's function fixes. An addition to Rust's API. `backlog` is how
        many connections may wait to be accepted, an `i32`. `reuse_address` sets SO_REUSEADDR: the
        address can be bound again while connections of an earlier listener linger. `only_v6` sets
        IPV6_V6ONLY: a listener at an IPv6 address accepts no IPv4 connections; with `None` the
        kernel decides.

        Errors: if no address can be bound, the error of the last one, such as `AddrInUse`,
        `AddrNotAvailable` or `PermissionDenied`, with the errors of the earlier ones as notes;
        `InvalidInput` if there are no addresses; those of `to_socket_addrs`.

        Rust's `TcpListener::bind`.

        >>> from stdnet import TcpListener
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> print(TcpListener.bind(listener.local_addr().unwrap()).unwrap_err())
        Address already in use (os error 98)
        >>> everywhere = TcpListener.bind("[::]:0", only_v6=True).unwrap()
        >>> everywhere.only_v6()
        Ok(true)
        """
        listen = partial(
            inet.listen, backlog=i32(backlog), reuse_address=reuse_address, only_v6=only_v6
        )
        return try_from_inner(TcpListener, each_addr(addr, listen))

    def accept(
        self, timeout: None = None
    ) -> Result[tuple[TcpStream, SocketAddr.V4 | SocketAddr.V6]]:
        """Waits for a connection and returns its stream and the address of the peer.

        In a loop, close the stream by `with`, as the example does: a variable keeps it open until
        the next connection comes.

        For a limit of time call `accept_timeout`: `timeout` is there for the text of the error.

        Errors: `WouldBlock` in non-blocking mode if no connection waits; EMFILE if the process has
        too many open descriptors (the connection stays in the queue); any other error of
        `accept(2)`.

        Rust's `TcpListener::accept`.

        >>> from stdnet import Err, Ok, TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> match listener.accept():
        ...     case Ok((stream, addr)):
        ...         with stream:
        ...             print("a client at", addr.ip())
        ...     case Err(e):
        ...         print("no client:", e)
        a client at 127.0.0.1
        """
        if timeout is not None:
            raise no_argument("accept", "accept_timeout(5)")
        try:
            accepted, name = timeouts.accept(self._sock)
        except OSError as exc:
            return failed(exc)
        return self._connection(accepted, name)

    def _connection(
        self, accepted: Socket, name: object
    ) -> Result[tuple[TcpStream, SocketAddr.V4 | SocketAddr.V6]]:
        addr = inet_addr_from_py(name)
        if addr is None:
            return INVALID_ARGUMENT.err()
        return Ok((from_inner(TcpStream, accepted), addr))

    def incoming(self) -> Incoming:
        """Returns an endless iterator over the connections.

        Each item is the result of an `accept`, without the address of the peer. An `Err` does not
        end the iteration.

        Close each stream at the end of its pass, by `with`. Where Rust drops it, Python's loop
        variable keeps it open until the next connection comes, and its peer waits.

        Rust's `TcpListener::incoming`.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> client.write_all(b"hello").unwrap()
        >>> for incoming in listener.incoming():
        ...     with incoming.unwrap() as stream:
        ...         print(stream.read_array(5))
        ...     break
        Ok(b'hello')
        """
        return Incoming(self)

    def into_incoming(self) -> IntoIncoming:
        """Moves the listener into an endless iterator over its connections.

        Every later call on this object returns EBADF.

        Unstable in Rust: `TcpListener::into_incoming`.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> stream = next(listener.into_incoming()).unwrap()
        >>> stream.peer_addr() == client.local_addr()
        True
        """
        return IntoIncoming(from_inner(TcpListener, into_inner(self)))

    def set_only_v6(self, only_v6: bool) -> Result[None]:
        """Sets IPV6_V6ONLY, which the kernel allows before `bind` only: this always fails.

        Use the keyword `only_v6` of `bind`. Deprecated in Rust since 1.16.

        Errors: `InvalidInput` for an IPv6 listener, as it is bound; ENOPROTOOPT for an IPv4
        listener.

        Rust's `TcpListener::set_only_v6`. C's IPV6_V6ONLY.

        >>> from stdnet import TcpListener
        >>> TcpListener.bind("[::1]:0").unwrap().set_only_v6(True).unwrap_err().kind()
        InvalidInput
        """
        return options.ONLY_V6.set(self._sock, only_v6)

    def only_v6(self) -> Result[bool]:
        """Returns True if an IPv6 listener accepts no IPv4 connections.

        Deprecated in Rust since 1.16.

        Errors: EOPNOTSUPP for an IPv4 listener.

        Rust's `TcpListener::only_v6`.

        >>> from stdnet import TcpListener, is_err
        >>> is_err(TcpListener.bind("127.0.0.1:0").unwrap().only_v6())
        True
        """
        return options.ONLY_V6.get(self._sock)


@final
class Incoming(Connections[TcpStream]):
    """An endless iterator over the connections of a `TcpListener`.

    Rust's `std::net::Incoming`.

    >>> from stdnet import TcpListener
    >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
    >>> listener.set_nonblocking(True).unwrap()
    >>> next(listener.incoming()).unwrap_err().kind()
    WouldBlock
    """

    __slots__ = ()


@final
class IntoIncoming(Connections[TcpStream]):
    """An endless iterator over the connections of a `TcpListener` that it owns.

    Unstable in Rust: `std::net::IntoIncoming`.

    >>> from stdnet import TcpListener
    >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
    >>> listener.set_nonblocking(True).unwrap()
    >>> next(listener.into_incoming()).unwrap_err().kind()
    WouldBlock
    """

    __slots__ = ()
