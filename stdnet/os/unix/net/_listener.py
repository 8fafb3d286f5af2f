"""Unix listeners. Rust's `std::os::unix::net::UnixListener`."""

from __future__ import annotations

from typing import SupportsIndex, final

from stdnet._core.arguments import explained_if_missing, no_argument
from stdnet._core.error import Result
from stdnet._core.ints import i32
from stdnet._core.unix_addr import IntoPath, SocketAddr
from stdnet._fd import from_inner, try_from_inner
from stdnet._net.handle import SocketOwner
from stdnet._net.listener import Connections, ListeningHandle
from stdnet._sys import timeouts, unix
from stdnet._sys.cvt import failed
from stdnet._sys.ownership import Socket
from stdnet._sys.python_socket import UNIX_LISTENER
from stdnet._sys.unix import unix_addr_from_py
from stdnet.os.unix.net._stream import UnixStream
from stdnet.os.unix.net._unix_socket import debug_unix_socket
from stdnet.result._containers import Err, Ok


class AnyUnixListener(SocketOwner):
    """A Unix stream socket that listens, of std or of `stdnet.mio`."""

    __slots__ = ()

    def close(self) -> None:
        """Closes the descriptor, and removes the file if `bind` was called with `unlink_on_close`.

        Every later call returns EBADF. If another thread is in a call, or a `BorrowedFd` is left,
        these go on, and the descriptor is closed after the last of them. The file is removed at
        once.

        An addition to Rust's API. In Rust, `drop` closes the descriptor.

        >>> from tempfile import TemporaryDirectory
        >>> from stdnet.os.unix.net import UnixListener, UnixStream
        >>> with TemporaryDirectory() as folder:
        ...     listener = UnixListener.bind(f"{folder}/sock", unlink_on_close=True).unwrap()
        ...     listener.close()
        ...     print(UnixStream.connect(f"{folder}/sock").unwrap_err())
        No such file or directory (os error 2)
        """
        unix.unlink(self._sock)
        super().close()

    def local_addr(self) -> Result[SocketAddr]:
        """Returns the address at which the listener listens.

        Errors: any error of `getsockname(2)`.

        Rust's `UnixListener::local_addr`.

        >>> from stdnet.os.unix.net import SocketAddr, UnixListener
        >>> addr = SocketAddr.from_abstract_name("an example of a name").unwrap()
        >>> UnixListener.bind_addr(addr).unwrap().local_addr()
        Ok("an example of a name" (abstract))
        """
        return unix.local_addr(self._sock)

    def __repr__(self) -> str:
        return debug_unix_socket(self, local=self.local_addr())


@final
class UnixListener(AnyUnixListener, ListeningHandle[UnixStream, SocketAddr]):
    """A Unix stream socket that listens for connections.

    `bind` makes one. `accept` and `incoming` return the connections. The listener is closed when
    the last reference to it goes away, at the end of a `with` block, or by `close()`. The file at
    its path stays, unless `bind` was called with `unlink_on_close`.

    Rust's `std::os::unix::net::UnixListener`.

    >>> from tempfile import TemporaryDirectory
    >>> from stdnet.os.unix.net import UnixListener, UnixStream
    >>> with TemporaryDirectory() as folder:
    ...     listener = UnixListener.bind(f"{folder}/sock").unwrap()
    ...     client = UnixStream.connect(f"{folder}/sock").unwrap()
    >>> stream, addr = listener.accept().unwrap()
    >>> client.write_all(b"hello").unwrap()
    >>> stream.read_array(5), addr
    (Ok(b'hello'), (unnamed))
    """

    __slots__ = ()

    _KIND = UNIX_LISTENER

    @staticmethod
    @explained_if_missing
    def bind(
        path: IntoPath, *, backlog: SupportsIndex = -1, unlink_on_close: bool = False
    ) -> Result[UnixListener]:
        """Creates a listener at a path, and a file there.

        The keywords set what Rust's function fixes. An addition to Rust's API. `backlog` is how
        many connections may wait to be accepted, an `i32`; -1 is as many as the kernel allows.
        `unlink_on_close` removes the file when this object is closed, whatever clones there are,
        unless another file is at the path by then, or the descriptor has been detached.

        Errors: `AddrInUse` if there is a file already; `NotFound` if its directory does not exist;
        `PermissionDenied` if the process may not write there; `InvalidInput` if the path is too
        long or has a NUL byte; any other error of `bind(2)`.

        Rust's `UnixListener::bind`.

        >>> from tempfile import TemporaryDirectory
        >>> from stdnet.os.unix.net import UnixListener
        >>> with TemporaryDirectory() as folder:
        ...     listener = UnixListener.bind(f"{folder}/sock", unlink_on_close=True).unwrap()
        ...     print(UnixListener.bind(f"{folder}/sock").unwrap_err())
        ...     listener.close()
        ...     again = UnixListener.bind(f"{folder}/sock").unwrap()
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
        socket_addr: SocketAddr, *, backlog: SupportsIndex = -1, unlink_on_close: bool = False
    ) -> Result[UnixListener]:
        """Creates a listener at an address: a path or an abstract name.

        For the unnamed address the kernel chooses an abstract name. The keywords are those of
        `bind`. An addition to Rust's API.

        Errors: those of `bind`.

        Rust's `UnixListener::bind_addr`.

        >>> from stdnet.os.unix.net import SocketAddr, UnixListener
        >>> listener = UnixListener.bind_addr(SocketAddr.from_pathname("").unwrap()).unwrap()
        >>> listener.local_addr().unwrap().as_abstract_name() is None
        False
        """
        listening = unix.listen(socket_addr, i32(backlog), unlink_on_close)
        return try_from_inner(UnixListener, listening)

    def accept(self, timeout: None = None) -> Result[tuple[UnixStream, SocketAddr]]:
        """Waits for a connection and returns its stream and the address of the peer.

        Few clients bind an address before they connect, so this is mostly the unnamed one.

        In a loop, close the stream by `with`, as the example does: a variable keeps it open until
        the next connection comes.

        For a limit of time call `accept_timeout`: `timeout` is there for the text of the error.

        Errors: `WouldBlock` in non-blocking mode if no connection waits; EMFILE if the process has
        too many open descriptors, and then the connection goes on waiting; any other error of
        `accept(2)`.

        Rust's `UnixListener::accept`.

        >>> from stdnet.os.unix.net import SocketAddr, UnixListener, UnixStream
        >>> listener = UnixListener.bind_addr(SocketAddr.from_pathname("").unwrap()).unwrap()
        >>> client = UnixStream.connect_addr(listener.local_addr().unwrap()).unwrap()
        >>> stream, addr = listener.accept().unwrap()
        >>> with stream:
        ...     addr.is_unnamed()
        True
        """
        if timeout is not None:
            raise no_argument("accept", "accept_timeout(5)")
        try:
            accepted, name = timeouts.accept(self._sock)
        except OSError as exc:
            return failed(exc)
        return self._connection(accepted, name)

    def _connection(self, accepted: Socket, name: object) -> Result[tuple[UnixStream, SocketAddr]]:
        addr = unix_addr_from_py(name)
        if isinstance(addr, Err):
            return addr
        return Ok((from_inner(UnixStream, accepted), addr.unwrap()))

    def incoming(self) -> Incoming:
        """Returns an endless iterator over the connections.

        Each item is the result of an `accept`, without the address of the peer. An `Err` does not
        end the iteration. Iterating over the listener does the same.

        Close each stream at the end of its pass, by `with`. Where Rust drops it, Python's loop
        variable keeps it open until the next connection comes, and its peer waits.

        Rust's `UnixListener::incoming`.

        >>> from stdnet.os.unix.net import SocketAddr, UnixListener, UnixStream
        >>> listener = UnixListener.bind_addr(SocketAddr.from_pathname("").unwrap()).unwrap()
        >>> client = UnixStream.connect_addr(listener.local_addr().unwrap()).unwrap()
        >>> client.write_all(b"hello").unwrap()
        >>> for incoming in listener.incoming():
        ...     with incoming.unwrap() as stream:
        ...         print(stream.read_array(5))
        ...     break
        Ok(b'hello')
        """
        return Incoming(self)

    def __iter__(self) -> Incoming:
        return Incoming(self)


@final
class Incoming(Connections[UnixStream]):
    """An endless iterator over the connections of a `UnixListener`.

    Rust's `std::os::unix::net::Incoming`.

    >>> from stdnet.os.unix.net import SocketAddr, UnixListener
    >>> listener = UnixListener.bind_addr(SocketAddr.from_pathname("").unwrap()).unwrap()
    >>> listener.set_nonblocking(True).unwrap()
    >>> next(listener.incoming()).unwrap_err().kind()
    WouldBlock
    """

    __slots__ = ()
