"""TCP connections and listeners that never wait. mio's `net::TcpStream` and `net::TcpListener`."""

from __future__ import annotations

from typing import SupportsIndex, final

from stdnet._core.arguments import check_type, explained_if_missing
from stdnet._core.error import INVALID_ARGUMENT, Result
from stdnet._core.ints import i32
from stdnet._core.socket_addr import SocketAddr
from stdnet._fd import from_inner, into_inner, try_from_inner
from stdnet._net import tcp as std
from stdnet._net.handle import Sibling
from stdnet._net.tcp import AnyTcpListener, AnyTcpStream
from stdnet._sys import inet, nonblocking
from stdnet._sys.constants import SOCK_NONBLOCK
from stdnet._sys.inet_addr import inet_addr_from_py
from stdnet._sys.sock import BACKLOG
from stdnet.mio._io_source import IoSource, TryIo
from stdnet.result._containers import Ok


@final
class TcpStream(TryIo, IoSource, AnyTcpStream, Sibling[std.TcpStream]):
    """A TCP connection in non-blocking mode.

    `connect` begins a connection; a `TcpListener` accepts one. No call waits: one that would
    returns `WouldBlock`. Register the stream at the `Registry` of a `Poll`, whose events say when
    to go on. An event comes once, so on each one **read until `WouldBlock`**, and write until
    `WouldBlock` or until all is written. `write_all` and `read_exact` are for small amounts: after
    `WouldBlock` it is not known how far they came. A `BufReader` around the stream keeps the
    beginning of a line until the rest of it comes.

    To save the read that returns `WouldBlock`, one may stop at a read that does not fill the buffer
    on two conditions: not `event.is_read_closed()`, as the end may have come in one event with the
    data; and a peer that sends no urgent data (MSG_OOB), as a read stops before it. This holds for
    TCP only: a Unix stream also stops between messages that come with descriptors or credentials.

    The connection is closed when the last reference to the stream goes away, at the end of a `with`
    block, or by `close()`, which also deregisters it. mio's `net::TcpStream`.

    >>> from stdnet import SocketAddr
    >>> from stdnet.mio import Events, Interest, Poll, Token
    >>> from stdnet.mio.net import TcpListener, TcpStream
    >>> listener = TcpListener.bind(SocketAddr.from_str("127.0.0.1:0").unwrap()).unwrap()
    >>> stream = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
    >>> poll, events = Poll.new().unwrap(), Events.with_capacity(8)
    >>> poll.registry().register(stream, Token(0), Interest.WRITABLE).unwrap()
    >>> poll.poll(events, None).unwrap()
    >>> stream.take_error(), stream.peer_addr() == listener.local_addr()
    (Ok(None), True)
    """

    __slots__ = ()

    @staticmethod
    @explained_if_missing
    def connect(addr: SocketAddr) -> Result[TcpStream]:
        """Begins to connect to an address, and returns the stream at once.

        Register the stream with `Interest.WRITABLE`. After the event, the connection has failed if
        `take_error` returns an error; if it has not and `peer_addr` returns `NotConnected`, it is
        not established yet, and another event comes.

        `addr` is one `SocketAddr`, as the lookup of a host name would wait: `to_socket_addrs` looks
        one up.

        Errors: EMFILE if the process has too many open descriptors; any error of `connect(2)` that
        comes at once, such as `NetworkUnreachable`. That the connection was refused comes as an
        event.

        mio's `TcpStream::connect`.

        >>> from stdnet import SocketAddr
        >>> from stdnet.mio import Events, Interest, Poll, Token
        >>> from stdnet.mio.net import TcpStream
        >>> stream = TcpStream.connect(SocketAddr.from_str("127.0.0.1:1").unwrap()).unwrap()
        >>> poll, events = Poll.new().unwrap(), Events.with_capacity(8)
        >>> poll.registry().register(stream, Token(0), Interest.WRITABLE).unwrap()
        >>> poll.poll(events, None).unwrap()
        >>> print(stream.take_error().unwrap())
        Connection refused (os error 111)
        """
        check_type(addr, SocketAddr, "the address", "a single SocketAddr")
        return try_from_inner(TcpStream, inet.begin_connect(addr))

    @staticmethod
    def from_std(stream: std.TcpStream) -> TcpStream:
        """Takes the descriptor of a stream of std, whose calls return EBADF from then on.

        Put it into non-blocking mode before: the mode stays as it is. `TcpStream.from_` of std is
        the way back.

        mio's `TcpStream::from_std`.

        >>> import stdnet
        >>> from stdnet.mio.net import TcpStream
        >>> listener = stdnet.TcpListener.bind("127.0.0.1:0").unwrap()
        >>> stream = stdnet.TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> stream.set_nonblocking(True).unwrap()
        >>> TcpStream.from_std(stream).read(bytearray(1)).unwrap_err().kind()
        WouldBlock
        """
        check_type(stream, std.TcpStream, "the stream", "a stdnet.TcpStream")
        return from_inner(TcpStream, into_inner(stream))


@final
class TcpListener(IoSource, AnyTcpListener, Sibling[std.TcpListener]):
    """A TCP socket in non-blocking mode that listens for connections.

    Register it with `Interest.READABLE`. An event comes once, so on each one **accept until
    `WouldBlock`**: several connections may have come.

    It is closed when the last reference to it goes away, at the end of a `with` block, or by
    `close()`, which also deregisters it. mio's `net::TcpListener`.

    >>> from stdnet import Err, Ok, SocketAddr, io
    >>> from stdnet.mio import Events, Interest, Poll, Token
    >>> from stdnet.mio.net import TcpListener, TcpStream
    >>> listener = TcpListener.bind(SocketAddr.from_str("127.0.0.1:0").unwrap()).unwrap()
    >>> poll, events = Poll.new().unwrap(), Events.with_capacity(8)
    >>> poll.registry().register(listener, Token(0), Interest.READABLE).unwrap()
    >>> addr = listener.local_addr().unwrap()
    >>> clients = [TcpStream.connect(addr).unwrap() for _ in range(3)]
    >>> poll.poll(events, None).unwrap()
    >>> while True:
    ...     match listener.accept():
    ...         case Ok((stream, addr)):
    ...             print(stream.write(b"hello"))
    ...         case Err(io.Error(io.ErrorKind.WouldBlock)):
    ...             break
    ...         case Err(e):
    ...             print("a client was lost:", e)
    Ok(5)
    Ok(5)
    Ok(5)
    """

    __slots__ = ()

    @staticmethod
    @explained_if_missing
    def bind(
        addr: SocketAddr,
        *,
        backlog: SupportsIndex = BACKLOG,
        reuse_address: bool = True,
        only_v6: bool | None = None,
    ) -> Result[TcpListener]:
        """Creates a listener bound to an address, ready to accept connections.

        `addr` is one `SocketAddr`. With port 0 the kernel chooses a free port. The keywords are
        those of `stdnet.TcpListener.bind`. An addition to mio's API.

        Errors: `AddrInUse`, `AddrNotAvailable`, `PermissionDenied`; any other error of `bind(2)`;
        EMFILE if the process has too many open descriptors.

        mio's `TcpListener::bind`.

        >>> from stdnet import SocketAddr
        >>> from stdnet.mio.net import TcpListener
        >>> listener = TcpListener.bind(SocketAddr.from_str("127.0.0.1:0").unwrap()).unwrap()
        >>> print(TcpListener.bind(listener.local_addr().unwrap()).unwrap_err())
        Address already in use (os error 98)
        """
        check_type(addr, SocketAddr, "the address", "a single SocketAddr")
        listening = inet.listen(addr, i32(backlog), reuse_address, only_v6, SOCK_NONBLOCK)
        return try_from_inner(TcpListener, listening)

    @staticmethod
    def from_std(listener: std.TcpListener) -> TcpListener:
        """Takes the descriptor of a listener of std, whose calls return EBADF from then on.

        Put it into non-blocking mode before: the mode stays as it is. `TcpListener.from_` of std is
        the way back.

        mio's `TcpListener::from_std`.

        >>> import stdnet
        >>> from stdnet.mio.net import TcpListener
        >>> listener = stdnet.TcpListener.bind("127.0.0.1:0").unwrap()
        >>> listener.set_nonblocking(True).unwrap()
        >>> TcpListener.from_std(listener).accept().unwrap_err().kind()
        WouldBlock
        """
        check_type(listener, std.TcpListener, "the listener", "a stdnet.TcpListener")
        return from_inner(TcpListener, into_inner(listener))

    def accept(self) -> Result[tuple[TcpStream, SocketAddr.V4 | SocketAddr.V6]]:
        """Accepts a connection; returns its stream, which never waits, and the peer's address.

        On an event, accept until `WouldBlock`: one event may stand for several connections.

        After EMFILE the connections stay in the queue, and no further event comes for them. So
        accept again when another connection has been closed.

        Errors: `WouldBlock` if no connection waits; EMFILE if the process has too many open
        descriptors; any other error of `accept(2)`.

        mio's `TcpListener::accept`.

        >>> from stdnet import SocketAddr
        >>> from stdnet.mio.net import TcpListener
        >>> listener = TcpListener.bind(SocketAddr.from_str("127.0.0.1:0").unwrap()).unwrap()
        >>> listener.accept().unwrap_err().kind()
        WouldBlock
        """
        accepted = nonblocking.accept(self._sock)
        if not isinstance(accepted, tuple):
            return accepted
        sock, name = accepted
        addr = inet_addr_from_py(name)
        if addr is None:
            return INVALID_ARGUMENT.err()
        return Ok((from_inner(TcpStream, sock), addr))
