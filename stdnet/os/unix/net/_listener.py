"""Rust's `UnixListener` and its `Incoming`."""

from functools import partial
from typing import SupportsIndex, final

from stdnet._core.containers import ok
from stdnet._core.error import Result
from stdnet._core.ints import i32
from stdnet._core.unix_addr import IntoPath, SocketAddr
from stdnet._fd import from_inner
from stdnet._net.listener import Connections, Listener
from stdnet._sys import timeouts, unix
from stdnet._sys.cvt import failed
from stdnet._sys.unix import unix_addr_from_py
from stdnet.os.unix.net._stream import UnixStream
from stdnet.os.unix.net._unix_socket import debug_unix_socket
from stdnet.result import Err


@final
class UnixListener(Listener[UnixStream, SocketAddr]):
    """A Unix socket that waits for connections. Rust's `std::os::unix::net::UnixListener`.

    It is closed when the last reference goes away, at the end of a `with` block, or by `close()`;
    the file at its path stays, unless `unlink_on_close` says otherwise.

    >>> from tempfile import TemporaryDirectory
    >>> from stdnet.os.unix.net import UnixListener, UnixStream
    >>> with TemporaryDirectory() as folder:
    ...     listener = UnixListener.bind(f"{folder}/sock").unwrap()
    ...     client = UnixStream.connect(f"{folder}/sock").unwrap()
    >>> stream, addr = listener.accept().unwrap()
    >>> client.write_all(b"hello").unwrap()
    >>> stream.read_array(5), addr
    (<Success: b'hello'>, (unnamed))
    """

    __slots__ = ()

    @staticmethod
    def bind(
        path: IntoPath, *, backlog: SupportsIndex = -1, unlink_on_close: bool = False
    ) -> "Result[UnixListener]":
        """Listens at a path, at which nothing may be yet. Rust's `UnixListener::bind`.

        Beside Rust, keywords change what Rust fixes: how many connections wait to be accepted (an
        `i32`; -1 for as many as the system allows), and whether the file is removed when this
        object is closed. It is not if another has taken its place, or if the descriptor has been
        given away; clones do not matter.

        Errors: `AddrInUse`, `NotFound` for a folder that is not there, `PermissionDenied`,
        `InvalidInput` for what no socket's path can be, any other of the system.

        >>> from tempfile import TemporaryDirectory
        >>> from stdnet.os.unix.net import UnixListener
        >>> with TemporaryDirectory() as folder:
        ...     listener = UnixListener.bind(f"{folder}/sock", unlink_on_close=True).unwrap()
        ...     print(UnixListener.bind(f"{folder}/sock").failure())
        ...     listener.close()
        ...     again = UnixListener.bind(f"{folder}/sock").unwrap()
        Address already in use (os error 98)
        """
        listen = partial(UnixListener.bind_addr, backlog=backlog, unlink_on_close=unlink_on_close)
        return SocketAddr.from_pathname(path).bind(listen)

    @staticmethod
    def bind_addr(
        socket_addr: SocketAddr, *, backlog: SupportsIndex = -1, unlink_on_close: bool = False
    ) -> "Result[UnixListener]":
        """Listens at an address, that of a path or an abstract name.

        With the address of an unnamed socket the system chooses an abstract name. The keywords are
        those of `bind`. Rust's `UnixListener::bind_addr`.

        Errors: those of `bind`.

        >>> from stdnet.os.unix.net import SocketAddr, UnixListener
        >>> listener = UnixListener.bind_addr(SocketAddr.from_pathname("").unwrap()).unwrap()
        >>> listener.local_addr().unwrap().as_abstract_name() is None
        False
        """
        listening = unix.listen(socket_addr, i32(backlog), unlink_on_close)
        return listening.map(partial(from_inner, UnixListener))

    def close(self) -> None:
        """Closes the descriptor now, and removes the file if `unlink_on_close` says so.

        The file goes at once; the descriptor when calls of other threads that are under way have
        ended, and no `BorrowedFd` is left. Every later call answers EBADF.

        >>> from tempfile import TemporaryDirectory
        >>> from stdnet.os.unix.net import UnixListener, UnixStream
        >>> with TemporaryDirectory() as folder:
        ...     listener = UnixListener.bind(f"{folder}/sock", unlink_on_close=True).unwrap()
        ...     listener.close()
        ...     print(UnixStream.connect(f"{folder}/sock").failure())
        No such file or directory (os error 2)
        """
        unix.unlink(self._sock)
        super().close()

    def local_addr(self) -> Result[SocketAddr]:
        """The address at which it listens. Rust's `UnixListener::local_addr`.

        Errors: any of the system.

        >>> from stdnet.os.unix.net import SocketAddr, UnixListener
        >>> addr = SocketAddr.from_abstract_name("an example of a name").unwrap()
        >>> UnixListener.bind_addr(addr).unwrap().local_addr()
        <Success: "an example of a name" (abstract)>
        """
        return unix.local_addr(self._sock)

    def accept(self) -> Result[tuple[UnixStream, SocketAddr]]:
        """Waits for a connection: its stream, and the address of the peer.

        That address is unnamed, as a rule. Rust's `UnixListener::accept`.

        Errors: `WouldBlock` in non-blocking mode, EMFILE where there are too many descriptors
        (the connection goes on waiting), any other of the system.

        >>> from stdnet.os.unix.net import SocketAddr, UnixListener, UnixStream
        >>> listener = UnixListener.bind_addr(SocketAddr.from_pathname("").unwrap()).unwrap()
        >>> client = UnixStream.connect_addr(listener.local_addr().unwrap()).unwrap()
        >>> stream, addr = listener.accept().unwrap()
        >>> addr.is_unnamed()
        True
        """
        try:
            accepted, name = timeouts.accept(self._sock)
        except OSError as exc:
            return failed(exc)
        addr = unix_addr_from_py(name)
        if isinstance(addr, Err):
            return addr
        return ok((from_inner(UnixStream, accepted), addr.unwrap()))

    def incoming(self) -> "Incoming":
        """The connections as they come, without end. Rust's `UnixListener::incoming`.

        Each is what `accept` answers, without the address. A failure is one of them and not the
        end. Iterating over the listener does the same.

        >>> from stdnet.os.unix.net import SocketAddr, UnixListener, UnixStream
        >>> listener = UnixListener.bind_addr(SocketAddr.from_pathname("").unwrap()).unwrap()
        >>> client = UnixStream.connect_addr(listener.local_addr().unwrap()).unwrap()
        >>> client.write_all(b"hello").unwrap()
        >>> for stream in listener.incoming():
        ...     print(stream.bind(lambda stream: stream.read_array(5)))
        ...     break
        <Success: b'hello'>
        """
        return Incoming(self)

    def __iter__(self) -> "Incoming":
        return Incoming(self)

    def __repr__(self) -> str:
        return debug_unix_socket(self, local=self.local_addr())


@final
class Incoming(Connections[UnixStream]):
    """The connections of a listener, without end. Rust's `std::os::unix::net::Incoming`.

    >>> from stdnet.os.unix.net import SocketAddr, UnixListener
    >>> listener = UnixListener.bind_addr(SocketAddr.from_pathname("").unwrap()).unwrap()
    >>> listener.set_nonblocking(True).unwrap()
    >>> next(listener.incoming()).failure().kind()
    WouldBlock
    """

    __slots__ = ()
