"""Unix sockets that never wait. mio's `net::UnixStream`, `UnixListener` and `UnixDatagram`."""

from __future__ import annotations

from typing import SupportsIndex, final

from stdnet._core.arguments import check_type, explained_if_missing
from stdnet._core.error import Result
from stdnet._core.ints import i32
from stdnet._core.unix_addr import IntoPath, SocketAddr
from stdnet._fd import from_inner, into_inner, try_from_inner, try_pair_from_inner
from stdnet._net.handle import Sibling
from stdnet._net.stream import AnyStream
from stdnet._sys import nonblocking, unix
from stdnet._sys.constants import SOCK_NONBLOCK
from stdnet._sys.unix import unix_addr_from_py
from stdnet.mio._io_source import IoSource, TryIo
from stdnet.os.unix.net import _datagram as std_datagram
from stdnet.os.unix.net import _listener as std_listener
from stdnet.os.unix.net import _stream as std_stream
from stdnet.os.unix.net._datagram import AnyUnixDatagram
from stdnet.os.unix.net._listener import AnyUnixListener
from stdnet.os.unix.net._unix_socket import AnyUnixSocket
from stdnet.result._containers import Err, Ok


@final
class UnixStream(TryIo, IoSource, AnyUnixSocket, AnyStream, Sibling[std_stream.UnixStream]):
    """A Unix stream socket in non-blocking mode.

    No call waits: one that would returns `WouldBlock`. Register the stream at the `Registry` of a
    `Poll`, whose events say when to go on. An event comes once, so on each one **read until
    `WouldBlock`**, and write until `WouldBlock` or until all is written. A read that does not fill
    the buffer says nothing: it also stops before a message with descriptors or credentials.

    The connection is closed when the last reference to the stream goes away, at the end of a `with`
    block, or by `close()`, which also deregisters it. mio's `net::UnixStream`.

    >>> from stdnet.mio import Events, Interest, Poll, Token
    >>> from stdnet.mio.net import UnixStream
    >>> one, two = UnixStream.pair().unwrap()
    >>> poll, events = Poll.new().unwrap(), Events.with_capacity(8)
    >>> poll.registry().register(one, Token(1), Interest.READABLE).unwrap()
    >>> two.write_all(b"hello").unwrap()
    >>> poll.poll(events, None).unwrap()
    >>> one.read(bytearray(64))
    Ok(5)
    """

    __slots__ = ()

    @staticmethod
    @explained_if_missing
    def connect(path: IntoPath) -> Result[UnixStream]:
        """Connects to the listener at a path.

        A Unix socket is connected at once or not at all.

        Errors: `WouldBlock` if the queue of the listener is full, and no event will come: try again
        later; those of `stdnet.os.unix.net.UnixStream.connect`.

        mio's `UnixStream::connect`.

        >>> from stdnet.mio.net import UnixStream
        >>> print(UnixStream.connect("/nobody/is/here").unwrap_err())
        No such file or directory (os error 2)
        """
        return SocketAddr.from_pathname(path).and_then(UnixStream.connect_addr)

    @staticmethod
    def connect_addr(address: SocketAddr) -> Result[UnixStream]:
        """Connects to the listener at an address: a path or an abstract name.

        Errors: those of `connect`.

        mio's `UnixStream::connect_addr`.

        >>> from stdnet.mio.net import UnixStream
        >>> from stdnet.os.unix.net import SocketAddr
        >>> addr = SocketAddr.from_abstract_name("nobody is here").unwrap()
        >>> UnixStream.connect_addr(addr).unwrap_err().kind()
        ConnectionRefused
        """
        return try_from_inner(UnixStream, unix.begin_connect(address))

    @staticmethod
    def pair() -> Result[tuple[UnixStream, UnixStream]]:
        """Creates two streams that are connected to each other and have no address.

        Errors: EMFILE if the process has too many open descriptors.

        mio's `UnixStream::pair`.

        >>> from stdnet.mio.net import UnixStream
        >>> one, two = UnixStream.pair().unwrap()
        >>> one.read(bytearray(1)).unwrap_err().kind()
        WouldBlock
        """
        return try_pair_from_inner(UnixStream, unix.stream_pair(SOCK_NONBLOCK))

    @staticmethod
    def from_std(stream: std_stream.UnixStream) -> UnixStream:
        """Takes the descriptor of a stream of std, whose calls return EBADF from then on.

        Put it into non-blocking mode before: the mode stays as it is. `UnixStream.from_` of std is
        the way back.

        mio's `UnixStream::from_std`.

        >>> from stdnet import os
        >>> from stdnet.mio.net import UnixStream
        >>> one, two = os.unix.net.UnixStream.pair().unwrap()
        >>> one.set_nonblocking(True).unwrap()
        >>> UnixStream.from_std(one).read(bytearray(1)).unwrap_err().kind()
        WouldBlock
        """
        check_type(stream, std_stream.UnixStream, "the stream", "a std UnixStream")
        return from_inner(UnixStream, into_inner(stream))


@final
class UnixListener(IoSource, AnyUnixListener, Sibling[std_listener.UnixListener]):
    """A Unix stream socket in non-blocking mode that listens for connections.

    Register it with `Interest.READABLE`. An event comes once, so on each one **accept until
    `WouldBlock`**: several connections may have come.

    It is closed when the last reference to it goes away, at the end of a `with` block, or by
    `close()`, which also deregisters it. The file at its path stays, unless `bind` was called with
    `unlink_on_close`. mio's `net::UnixListener`.

    >>> from stdnet.mio.net import UnixListener, UnixStream
    >>> from stdnet.os.unix.net import SocketAddr
    >>> listener = UnixListener.bind_addr(SocketAddr.from_pathname("").unwrap()).unwrap()
    >>> client = UnixStream.connect_addr(listener.local_addr().unwrap()).unwrap()
    >>> stream, addr = listener.accept().unwrap()
    >>> stream.write(b"hello"), client.read(bytearray(64))
    (Ok(5), Ok(5))
    """

    __slots__ = ()

    @staticmethod
    @explained_if_missing
    def bind(
        path: IntoPath, *, backlog: SupportsIndex = -1, unlink_on_close: bool = False
    ) -> Result[UnixListener]:
        """Creates a listener at a path, and a file there.

        The keywords are those of `stdnet.os.unix.net.UnixListener.bind`. An addition to mio's API.

        Errors: `AddrInUse` if there is a file already; `NotFound` if its directory does not exist;
        those of `stdnet.os.unix.net.UnixListener.bind`.

        mio's `UnixListener::bind`.

        >>> from tempfile import TemporaryDirectory
        >>> from stdnet.mio.net import UnixListener
        >>> with TemporaryDirectory() as folder:
        ...     listener = UnixListener.bind(f"{folder}/sock").unwrap()
        ...     print(UnixListener.bind(f"{folder}/sock").unwrap_err())
        Address already in use (os error 98)
        """
        addr = SocketAddr.from_pathname(path)
        if isinstance(addr, Err):
            return addr
        return UnixListener.bind_addr(
            addr.unwrap(), backlog=backlog, unlink_on_close=unlink_on_close
        )

    @staticmethod
    def bind_addr(
        address: SocketAddr, *, backlog: SupportsIndex = -1, unlink_on_close: bool = False
    ) -> Result[UnixListener]:
        """Creates a listener at an address: a path or an abstract name.

        For the unnamed address the kernel chooses an abstract name. The keywords are those of
        `bind`. An addition to mio's API.

        Errors: those of `bind`.

        mio's `UnixListener::bind_addr`.

        >>> from stdnet.mio.net import UnixListener
        >>> from stdnet.os.unix.net import SocketAddr
        >>> listener = UnixListener.bind_addr(SocketAddr.from_pathname("").unwrap()).unwrap()
        >>> listener.local_addr().unwrap().is_unnamed()
        False
        """
        listening = unix.listen(address, i32(backlog), unlink_on_close, SOCK_NONBLOCK)
        return try_from_inner(UnixListener, listening)

    @staticmethod
    def from_std(listener: std_listener.UnixListener) -> UnixListener:
        """Takes the descriptor of a listener of std, whose calls return EBADF from then on.

        Put it into non-blocking mode before: the mode stays as it is. `UnixListener.from_` of std
        is the way back.

        mio's `UnixListener::from_std`.

        >>> from stdnet import os
        >>> from stdnet.mio.net import UnixListener
        >>> addr = os.unix.net.SocketAddr.from_pathname("").unwrap()
        >>> listener = os.unix.net.UnixListener.bind_addr(addr).unwrap()
        >>> listener.set_nonblocking(True).unwrap()
        >>> UnixListener.from_std(listener).accept().unwrap_err().kind()
        WouldBlock
        """
        check_type(listener, std_listener.UnixListener, "the listener", "a std UnixListener")
        return from_inner(UnixListener, into_inner(listener))

    def close(self) -> None:
        """Deregisters this source, closes the descriptor, and removes the file.

        The file at its path is removed if `bind` was called with `unlink_on_close`, at once. Every
        later call returns EBADF.

        An addition to mio's API. In Rust, `drop` closes the descriptor.

        >>> from tempfile import TemporaryDirectory
        >>> from stdnet.mio.net import UnixListener, UnixStream
        >>> with TemporaryDirectory() as folder:
        ...     listener = UnixListener.bind(f"{folder}/sock", unlink_on_close=True).unwrap()
        ...     listener.close()
        ...     print(UnixStream.connect(f"{folder}/sock").unwrap_err())
        No such file or directory (os error 2)
        """
        unix.unlink(self._sock)
        super().close()

    def accept(self) -> Result[tuple[UnixStream, SocketAddr]]:
        """Accepts a connection; returns its stream, which never waits, and the peer's address.

        On an event, accept until `WouldBlock`: one event may stand for several connections. The
        address is the peer's also if it is an abstract name, where mio 1.2 returns the unnamed one.

        After EMFILE the connections stay in the queue, and no further event comes for them. So
        accept again when another connection has been closed.

        Errors: `WouldBlock` if no connection waits; EMFILE if the process has too many open
        descriptors; any other error of `accept(2)`.

        mio's `UnixListener::accept`.

        >>> from stdnet.mio.net import UnixListener
        >>> from stdnet.os.unix.net import SocketAddr
        >>> listener = UnixListener.bind_addr(SocketAddr.from_pathname("").unwrap()).unwrap()
        >>> listener.accept().unwrap_err().kind()
        WouldBlock
        """
        accepted = nonblocking.accept(self._sock)
        if not isinstance(accepted, tuple):
            return accepted
        sock, name = accepted
        addr = unix_addr_from_py(name)
        if isinstance(addr, Err):
            return addr
        return Ok((from_inner(UnixStream, sock), addr.unwrap()))


@final
class UnixDatagram(TryIo, IoSource, AnyUnixDatagram, Sibling[std_datagram.UnixDatagram]):
    """A Unix datagram socket in non-blocking mode.

    No call waits: one that would returns `WouldBlock`. Register the socket at the `Registry` of a
    `Poll`, whose events say when to go on. An event comes once, so on each one **receive until
    `WouldBlock`**: several datagrams may have come.

    It is closed when the last reference to it goes away, at the end of a `with` block, or by
    `close()`, which also deregisters it. The file at its path stays. mio's `net::UnixDatagram`.

    >>> from stdnet.mio.net import UnixDatagram
    >>> one, two = UnixDatagram.pair().unwrap()
    >>> one.send(b"hello"), two.recv(bytearray(64))
    (Ok(5), Ok(5))
    """

    __slots__ = ()

    @staticmethod
    @explained_if_missing
    def bind(path: IntoPath) -> Result[UnixDatagram]:
        """Creates a socket at a path, and a file there.

        Errors: `AddrInUse` if there is a file already; those of
        `stdnet.os.unix.net.UnixDatagram.bind`.

        mio's `UnixDatagram::bind`.

        >>> from stdnet.mio.net import UnixDatagram
        >>> UnixDatagram.bind("/nobody/is/here").unwrap_err().kind()
        NotFound
        """
        return SocketAddr.from_pathname(path).and_then(UnixDatagram.bind_addr)

    @staticmethod
    def bind_addr(address: SocketAddr) -> Result[UnixDatagram]:
        """Creates a socket at an address: a path or an abstract name.

        For the unnamed address the kernel chooses an abstract name.

        Errors: those of `bind`.

        mio's `UnixDatagram::bind_addr`.

        >>> from stdnet.mio.net import UnixDatagram
        >>> from stdnet.os.unix.net import SocketAddr
        >>> addr = SocketAddr.from_abstract_name("an example of a mailbox").unwrap()
        >>> UnixDatagram.bind_addr(addr).unwrap().local_addr()
        Ok("an example of a mailbox" (abstract))
        """
        return try_from_inner(UnixDatagram, unix.bind(address, SOCK_NONBLOCK))

    @staticmethod
    def unbound() -> Result[UnixDatagram]:
        """Creates a socket without an address, which can send but not be sent to.

        Errors: EMFILE if the process has too many open descriptors.

        mio's `UnixDatagram::unbound`.

        >>> from stdnet.mio.net import UnixDatagram
        >>> UnixDatagram.unbound().unwrap().recv(bytearray(64)).unwrap_err().kind()
        WouldBlock
        """
        return try_from_inner(UnixDatagram, unix.unbound(SOCK_NONBLOCK))

    @staticmethod
    def pair() -> Result[tuple[UnixDatagram, UnixDatagram]]:
        """Creates two sockets that are connected to each other and have no address.

        Errors: EMFILE if the process has too many open descriptors.

        mio's `UnixDatagram::pair`.

        >>> from stdnet.mio.net import UnixDatagram
        >>> one, two = UnixDatagram.pair().unwrap()
        >>> two.recv(bytearray(64)).unwrap_err().kind()
        WouldBlock
        """
        return try_pair_from_inner(UnixDatagram, unix.datagram_pair(SOCK_NONBLOCK))

    @staticmethod
    def from_std(socket: std_datagram.UnixDatagram) -> UnixDatagram:
        """Takes the descriptor of a socket of std, whose calls return EBADF from then on.

        Put it into non-blocking mode before: the mode stays as it is. `UnixDatagram.from_` of std
        is the way back.

        mio's `UnixDatagram::from_std`.

        >>> from stdnet import os
        >>> from stdnet.mio.net import UnixDatagram
        >>> socket = os.unix.net.UnixDatagram.unbound().unwrap()
        >>> socket.set_nonblocking(True).unwrap()
        >>> UnixDatagram.from_std(socket).recv(bytearray(64)).unwrap_err().kind()
        WouldBlock
        """
        check_type(socket, std_datagram.UnixDatagram, "the socket", "a std UnixDatagram")
        return from_inner(UnixDatagram, into_inner(socket))
