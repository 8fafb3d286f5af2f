"""TCP: `TcpStream`, `TcpListener`, `Incoming`, `IntoIncoming`."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import SupportsIndex, final

from stdnet._core.containers import ok
from stdnet._core.duration import Duration, seconds
from stdnet._core.error import INVALID_ARGUMENT, Result
from stdnet._core.fmt import debug_struct
from stdnet._core.ints import i32
from stdnet._core.socket_addr import SocketAddr
from stdnet._fd import from_inner, into_inner, try_from_inner
from stdnet._net.listener import Connections, Listener
from stdnet._net.stream import Stream
from stdnet._net.to_socket_addrs import IntoSocketAddrs, each_addr, each_addr_timeout
from stdnet._sys import inet, options, timeouts
from stdnet._sys.cvt import failed
from stdnet._sys.inet_addr import inet_addr_from_py
from stdnet._sys.ownership import Socket
from stdnet._sys.sock import BACKLOG
from stdnet.result import is_ok


@final
class TcpStream(Stream):
    """A TCP connection: bytes both ways, in order, without boundaries.

    Rust's `std::net::TcpStream`. `read` and `write` are in `stdnet.io.Read` and
    `stdnet.io.Write`, with all that these provide. The connection is closed when the last
    reference goes away, at the end of a `with` block, or by `close()`.

    >>> from stdnet import TcpListener, TcpStream
    >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
    >>> with TcpStream.connect(listener.local_addr().unwrap()).unwrap() as client:
    ...     client.write_all(b"hello").unwrap()
    >>> server, addr = listener.accept().unwrap()
    >>> server.read_to_string()
    <Success: hello>
    """

    __slots__ = ()

    @staticmethod
    def connect(addr: IntoSocketAddrs) -> Result[TcpStream]:
        """Connects to the first of the addresses that takes the connection.

        Errors: why the last address failed, `ConnectionRefused`, `TimedOut`, `HostUnreachable` …;
        the failures of those before are notes on it. Why there is no address: see
        `to_socket_addrs`. Rust's `TcpStream::connect`.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> stream = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> print(TcpStream.connect("127.0.0.1:1").failure())
        Connection refused (os error 111)
        """
        return try_from_inner(TcpStream, each_addr(addr, inet.connect))

    @staticmethod
    def connect_timeout(addr: IntoSocketAddrs, timeout: Duration) -> Result[TcpStream]:
        """`connect` that takes no longer than the time-out.

        A `timedelta` or seconds; a negative one is a `ValueError`. Beside Rust, which takes one
        address, it takes all that `connect` does: each address in turn gets its equal share of
        the time that is left. The search for the addresses of a host name does not count.

        Errors: `TimedOut`; `InvalidInput` for 0; those of `connect`. Rust's
        `TcpStream::connect_timeout`.

        >>> from stdnet import TcpListener, TcpStream
        >>> addr = TcpListener.bind("127.0.0.1:0").unwrap().local_addr().unwrap()
        >>> TcpStream.connect_timeout(addr, 1.5).failure().kind()
        ConnectionRefused
        """
        connected = each_addr_timeout(addr, seconds(timeout), inet.connect_timeout)
        return try_from_inner(TcpStream, connected)

    def peer_addr(self) -> Result[SocketAddr.V4 | SocketAddr.V6]:
        """The address of the other end. Rust's `TcpStream::peer_addr`.

        Errors: `NotConnected` where the peer has gone.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> stream = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> stream.peer_addr() == listener.local_addr()
        True
        """
        return inet.peer_addr(self._sock)

    def local_addr(self) -> Result[SocketAddr.V4 | SocketAddr.V6]:
        """The address of this end. Rust's `TcpStream::local_addr`.

        Errors: any of the system.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> stream = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> stream.local_addr().unwrap().ip()
        127.0.0.1
        """
        return inet.local_addr(self._sock)

    def set_linger(self, linger: Duration | None) -> Result[None]:
        """How long `close` waits for what is unsent, in whole seconds; `None` lets it not wait.

        With 0 it drops what is unsent and resets the connection. Unstable in Rust:
        `TcpStream::set_linger`, C's SO_LINGER.

        Errors: any of the system.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> stream = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> stream.set_linger(0)
        <Success: None>
        """
        return options.LINGER.set(self._sock, linger)

    def linger(self) -> Result[timedelta | None]:
        """How long `close` waits for what is unsent. Unstable in Rust: `TcpStream::linger`.

        Errors: any of the system.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> stream = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> stream.linger()
        <Success: None>
        """
        return options.LINGER.get(self._sock)

    def set_nodelay(self, nodelay: bool) -> Result[None]:
        """Whether little writes are sent at once instead of gathered. C's TCP_NODELAY.

        Errors: any of the system. Rust's `TcpStream::set_nodelay`.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> stream = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> stream.set_nodelay(True)
        <Success: None>
        """
        return options.NODELAY.set(self._sock, nodelay)

    def nodelay(self) -> Result[bool]:
        """Whether little writes are sent at once. Rust's `TcpStream::nodelay`.

        Errors: any of the system.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> stream = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> stream.nodelay()
        <Success: False>
        """
        return options.NODELAY.get(self._sock)

    def set_ttl(self, ttl: int) -> Result[None]:
        """How many hops the packets may take, a `u32`. Rust's `TcpStream::set_ttl`, C's IP_TTL.

        Errors: `InvalidInput` for what the system does not take, 0 or 256.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> stream = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> stream.set_ttl(32), stream.set_ttl(256).failure().kind()
        (<Success: None>, InvalidInput)
        """
        return options.TTL.set(self._sock, ttl)

    def ttl(self) -> Result[int]:
        """How many hops the packets may take. Rust's `TcpStream::ttl`.

        Errors: any of the system.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> stream = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> stream.set_ttl(32).bind(lambda _: stream.ttl())
        <Success: 32>
        """
        return options.TTL.get(self._sock)

    def set_quickack(self, quickack: bool) -> Result[None]:
        """Whether each segment is acknowledged at once, until the system changes its mind.

        Errors: any of the system. Rust's `TcpStreamExt::set_quickack`, C's TCP_QUICKACK.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> stream = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> stream.set_quickack(False)
        <Success: None>
        """
        return options.QUICKACK.set(self._sock, quickack)

    def quickack(self) -> Result[bool]:
        """Whether each segment is acknowledged at once. Rust's `TcpStreamExt::quickack`.

        Errors: any of the system.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> stream = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> stream.set_quickack(False).bind(lambda _: stream.quickack())
        <Success: False>
        """
        return options.QUICKACK.get(self._sock)

    def set_deferaccept(self, accept: Duration) -> Result[None]:
        """How long a listener keeps a connection without data from `accept`, in whole seconds.

        Unstable in Rust: `TcpStreamExt::set_deferaccept`, C's TCP_DEFER_ACCEPT.

        Errors: any of the system.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> stream = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> stream.set_deferaccept(5)
        <Success: None>
        """
        return options.DEFER_ACCEPT.set(self._sock, accept)

    def deferaccept(self) -> Result[timedelta]:
        """How long a listener keeps a connection without data from `accept`.

        Unstable in Rust: `TcpStreamExt::deferaccept`.

        Errors: any of the system.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> stream = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> stream.deferaccept().unwrap()
        datetime.timedelta(0)
        """
        return options.DEFER_ACCEPT.get(self._sock)

    def __repr__(self) -> str:
        return debug_struct("TcpStream", **_debug_fields(self._sock))


@final
class TcpListener(Listener[TcpStream, SocketAddr.V4 | SocketAddr.V6]):
    """A TCP socket that waits for connections. Rust's `std::net::TcpListener`.

    It is closed when the last reference goes away, at the end of a `with` block, or by `close()`.

    >>> from stdnet import TcpListener, TcpStream
    >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
    >>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
    >>> stream, addr = listener.accept().unwrap()
    >>> client.local_addr().unwrap() == addr
    True
    """

    __slots__ = ()

    @staticmethod
    def bind(
        addr: IntoSocketAddrs,
        *,
        backlog: SupportsIndex = BACKLOG,
        reuse_address: bool = True,
        only_v6: bool | None = None,
    ) -> Result[TcpListener]:
        """Listens at the first of the addresses that is free; port 0 lets the system choose one.

        Beside Rust, keywords change what Rust fixes: how many connections wait to be accepted (an
        `i32`), whether an address can be bound again while connections of an earlier listener
        linger (C's SO_REUSEADDR), and whether an IPv6 address takes no IPv4 connections (C's
        IPV6_V6ONLY; the system decides if it is `None`).

        Errors: why the last address failed, `AddrInUse`, `AddrNotAvailable`, `PermissionDenied` …;
        the failures of those before are notes on it. Why there is no address: see
        `to_socket_addrs`. Rust's `TcpListener::bind`.

        >>> from stdnet import TcpListener
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> print(TcpListener.bind(listener.local_addr().unwrap()).failure())
        Address already in use (os error 98)
        >>> everywhere = TcpListener.bind("[::]:0", only_v6=True).unwrap()
        >>> everywhere.only_v6()
        <Success: True>
        """
        listen = partial(
            inet.listen, backlog=i32(backlog), reuse_address=reuse_address, only_v6=only_v6
        )
        return try_from_inner(TcpListener, each_addr(addr, listen))

    def local_addr(self) -> Result[SocketAddr.V4 | SocketAddr.V6]:
        """The address at which it listens. Rust's `TcpListener::local_addr`.

        Errors: any of the system.

        >>> from stdnet import TcpListener
        >>> TcpListener.bind("127.0.0.1:0").unwrap().local_addr().unwrap().ip()
        127.0.0.1
        """
        return inet.local_addr(self._sock)

    def accept(self) -> Result[tuple[TcpStream, SocketAddr.V4 | SocketAddr.V6]]:
        """Waits for a connection: its stream, and the address of the peer.

        Errors: `WouldBlock` in non-blocking mode, EMFILE where there are too many descriptors
        (the connection goes on waiting), any other of the system. Rust's `TcpListener::accept`.

        >>> from stdnet import Err, Ok, TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> match listener.accept():
        ...     case Ok((stream, addr)):
        ...         print("a client at", addr.ip())
        ...     case Err(e):
        ...         print("no client:", e)
        a client at 127.0.0.1
        """
        try:
            accepted, name = timeouts.accept(self._sock)
        except OSError as exc:
            return failed(exc)
        addr = inet_addr_from_py(name)
        if addr is None:
            return INVALID_ARGUMENT.err()
        return ok((from_inner(TcpStream, accepted), addr))

    def incoming(self) -> Incoming:
        """The connections as they come, without end. Rust's `TcpListener::incoming`.

        Each is what `accept` answers, without the address. A failure is one of them and not the
        end.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> client.write_all(b"hello").unwrap()
        >>> for stream in listener.incoming():
        ...     print(stream.bind(lambda stream: stream.read_array(5)))
        ...     break
        <Success: b'hello'>
        """
        return Incoming(self)

    def into_incoming(self) -> IntoIncoming:
        """`incoming` that owns the listener; this object answers EBADF from now on.

        Unstable in Rust: `TcpListener::into_incoming`.

        >>> from stdnet import TcpListener, TcpStream
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> stream = next(listener.into_incoming()).unwrap()
        >>> stream.peer_addr() == client.local_addr()
        True
        """
        return IntoIncoming(from_inner(TcpListener, into_inner(self)))

    def set_ttl(self, ttl: int) -> Result[None]:
        """How many hops packets may take, a `u32`, for the connections to come, too.

        Errors: `InvalidInput` for what the system does not take, 0 or 256. Rust's
        `TcpListener::set_ttl`, C's IP_TTL.

        >>> from stdnet import TcpListener
        >>> TcpListener.bind("127.0.0.1:0").unwrap().set_ttl(32)
        <Success: None>
        """
        return options.TTL.set(self._sock, ttl)

    def ttl(self) -> Result[int]:
        """How many hops packets may take. Rust's `TcpListener::ttl`.

        Errors: any of the system.

        >>> from stdnet import TcpListener
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> listener.set_ttl(32).bind(lambda _: listener.ttl())
        <Success: 32>
        """
        return options.TTL.get(self._sock)

    def set_only_v6(self, only_v6: bool) -> Result[None]:
        """Whether an IPv6 socket takes no IPv4 connections. Deprecated in Rust since 1.16.

        The system takes it before `bind` only, so here it comes too late. Rust's
        `TcpListener::set_only_v6`, C's IPV6_V6ONLY.

        Errors: `InvalidInput` for an IPv6 socket, which is bound, another for an IPv4 socket.

        >>> from stdnet import TcpListener
        >>> TcpListener.bind("[::1]:0").unwrap().set_only_v6(True).failure().kind()
        InvalidInput
        """
        return options.ONLY_V6.set(self._sock, only_v6)

    def only_v6(self) -> Result[bool]:
        """Whether an IPv6 socket takes no IPv4 connections. Deprecated in Rust since 1.16.

        Errors: the system's for an IPv4 socket. Rust's `TcpListener::only_v6`.

        >>> from stdnet import TcpListener, is_err
        >>> is_err(TcpListener.bind("127.0.0.1:0").unwrap().only_v6())
        True
        """
        return options.ONLY_V6.get(self._sock)

    def __repr__(self) -> str:
        return debug_struct("TcpListener", **_debug_fields(self._sock))


@final
class Incoming(Connections[TcpStream]):
    """The connections of a listener, without end. Rust's `std::net::Incoming`.

    >>> from stdnet import TcpListener
    >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
    >>> listener.set_nonblocking(True).unwrap()
    >>> next(listener.incoming()).failure().kind()
    WouldBlock
    """

    __slots__ = ()


@final
class IntoIncoming(Connections[TcpStream]):
    """The connections of a listener that it owns. Unstable in Rust: `std::net::IntoIncoming`.

    >>> from stdnet import TcpListener
    >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
    >>> listener.set_nonblocking(True).unwrap()
    >>> next(listener.into_incoming()).failure().kind()
    WouldBlock
    """

    __slots__ = ()


def _debug_fields(sock: Socket) -> dict[str, object]:
    """What Rust's `{:?}` says of a socket: the addresses that it has, and its descriptor."""
    ends = {"addr": inet.local_addr(sock), "peer": inet.peer_addr(sock)}
    known: dict[str, object] = {end: addr.unwrap() for end, addr in ends.items() if is_ok(addr)}
    return {**known, "fd": sock.fileno()}
