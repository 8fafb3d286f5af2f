"""Unix datagram sockets. Rust's `std::os::unix::net::UnixDatagram`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import final

from stdnet._core.arguments import explained_if_missing
from stdnet._core.buffer import Buffer, WritableBuffer, byte_view, byte_view_mut
from stdnet._core.containers import COUNTED, OK_COUNTS, fill_ok, new_ok, ok_large
from stdnet._core.error import Result
from stdnet._core.shutdown import Shutdown
from stdnet._core.unix_addr import UNNAMED, IntoPath, SocketAddr, sun_path
from stdnet._fd import try_from_inner, try_pair_from_inner
from stdnet._net.datagram import AnyDatagram, Datagram
from stdnet._sys import sock, unix
from stdnet._sys.cvt import failed
from stdnet._sys.python_socket import UNIX_DATAGRAM
from stdnet._sys.sock import MSG_NOSIGNAL, MSG_PEEK
from stdnet._sys.unix import (
    NOT_A_UNIX_SOCKET,
    cached_unix_addr,
    failed_un,
    is_unix,
    unix_addr_from_py,
)
from stdnet.os.unix.net._ancillary import SocketAncillary, receive, send
from stdnet.os.unix.net._unix_socket import AnyUnixSocket, UnixSocket
from stdnet.result._containers import Err, Ok


class AnyUnixDatagram(AnyUnixSocket, AnyDatagram):
    """A Unix datagram socket, of std or of `stdnet.mio`."""

    __slots__ = ()

    @explained_if_missing
    def connect(self, path: IntoPath) -> Result[None]:
        """Connects the socket to a peer, to which `send` sends and from which `recv` receives.

        The socket then receives from this peer only.

        Errors: `NotFound` if there is no file at the path; `ConnectionRefused` if no socket is
        bound to it; EPERM if the peer is connected to another socket; `InvalidInput` if the path is
        too long or has a NUL byte; any other error of `connect(2)`.

        Rust's `UnixDatagram::connect`.

        >>> from stdnet.os.unix.net import UnixDatagram
        >>> UnixDatagram.unbound().unwrap().connect("/nobody/is/here").unwrap_err().kind()
        NotFound
        """
        return SocketAddr.from_pathname(path).and_then(self.connect_addr)

    def connect_addr(self, socket_addr: SocketAddr) -> Result[None]:
        """Connects the socket to a peer by its address: a path or an abstract name.

        Errors: those of `connect`.

        Rust's `UnixDatagram::connect_addr`. An addition to mio's API.

        >>> from stdnet.os.unix.net import SocketAddr, UnixDatagram
        >>> server = UnixDatagram.bind_addr(SocketAddr.from_pathname("").unwrap()).unwrap()
        >>> client = UnixDatagram.unbound().unwrap()
        >>> client.connect_addr(server.local_addr().unwrap()).unwrap()
        >>> client.send(b"hello")
        Ok(5)
        """
        return unix.connect_datagram(self._sock, socket_addr)

    def recv_from(self, buf: WritableBuffer) -> Result[tuple[int, SocketAddr]]:
        """Receives a datagram into `buf` and returns its size and the address of its sender.

        Waits until a datagram arrives. Bytes that do not fit into `buf` are discarded without an
        error and are not counted.

        In `stdnet.mio` it never waits: on each event receive until `WouldBlock`, as with `recv`.

        Errors: `WouldBlock` if the read time-out expires, or if no datagram has arrived in
        non-blocking mode; any other error of `recvfrom(2)`.

        Rust's `UnixDatagram::recv_from`.

        >>> from stdnet.os.unix.net import UnixDatagram
        >>> one, two = UnixDatagram.pair().unwrap()
        >>> one.send(b"hello").unwrap()
        5
        >>> two.recv_from(bytearray(100))
        Ok((5, (unnamed)))
        """
        try:
            n, name = self._sock.recvfrom_into(buf)
        except OSError as exc:
            return failed(exc)
        except TypeError:
            byte_view_mut(buf)  # Says what to write instead.
            raise
        addr = cached_unix_addr(name) if name else UNNAMED
        if addr is None:
            return NOT_A_UNIX_SOCKET.err()
        received = new_ok()
        fill_ok(received, (n, addr))
        return received

    @explained_if_missing
    def send_to(self, buf: Buffer, path: IntoPath) -> Result[int]:
        """Sends a datagram to the socket at a path and returns its size in bytes.

        Waits while the queue of the receiver is full.

        In `stdnet.mio` it never waits, and returns `WouldBlock` then. `connect` and `send` are
        better there: only the events of a connected socket say when the queue has room.

        Errors: those of `connect`; EMSGSIZE if `buf` is too large for a datagram; `WouldBlock` if
        the write time-out expires, or if there is no room in non-blocking mode.

        Rust's `UnixDatagram::send_to`.

        >>> from stdnet.os.unix.net import UnixDatagram
        >>> UnixDatagram.unbound().unwrap().send_to(b"hello", "/nobody/is/here").unwrap_err().kind()
        NotFound
        """
        addr = SocketAddr.from_pathname(path)
        return addr if isinstance(addr, Err) else self.send_to_addr(buf, addr.unwrap())

    def send_to_addr(self, buf: Buffer, socket_addr: SocketAddr) -> Result[int]:
        """Sends a datagram to an address: a path or an abstract name.

        It waits, or returns `WouldBlock`, as `send_to` does.

        Errors: those of `send_to`.

        Rust's `UnixDatagram::send_to_addr`. An addition to mio's API.

        >>> from stdnet.os.unix.net import SocketAddr, UnixDatagram
        >>> server = UnixDatagram.bind_addr(SocketAddr.from_pathname("").unwrap()).unwrap()
        >>> client = UnixDatagram.unbound().unwrap()
        >>> client.send_to_addr(b"hello", server.local_addr().unwrap())
        Ok(5)
        """
        name = sun_path(socket_addr)
        try:
            n = self._sock.sendto(buf, MSG_NOSIGNAL, name)
        except OSError as exc:
            return failed_un(exc)
        except TypeError:
            byte_view(buf)  # Says what to write instead.
            if is_unix(self._sock):
                raise
            return unix.send_to_other_family(self._sock, buf, name)
        return OK_COUNTS[n] if n < COUNTED else ok_large(n)

    def shutdown(self, how: Shutdown) -> Result[None]:
        """Shuts down the reading half, the writing half, or both.

        This applies to all clones, too. Calls that wait in other threads return.

        Errors: any error of `shutdown(2)`.

        Rust's `UnixDatagram::shutdown`.

        >>> from stdnet import Shutdown
        >>> from stdnet.os.unix.net import UnixDatagram
        >>> one, two = UnixDatagram.pair().unwrap()
        >>> one.shutdown(Shutdown.Both).unwrap()
        >>> print(two.send(b"hello").unwrap_err())
        Broken pipe (os error 32)
        """
        return sock.shutdown(self._sock, how)


@final
class UnixDatagram(AnyUnixDatagram, UnixSocket, Datagram):
    """A Unix datagram socket.

    It sends and receives whole messages. They are reliable: each arrives once, and in order. The
    socket is closed when the last reference to it goes away, at the end of a `with` block, or by
    `close()`. The file at its path stays.

    Rust's `std::os::unix::net::UnixDatagram`.

    >>> from tempfile import TemporaryDirectory
    >>> from stdnet.os.unix.net import UnixDatagram
    >>> with TemporaryDirectory() as folder:
    ...     server = UnixDatagram.bind(f"{folder}/sock").unwrap()
    ...     UnixDatagram.unbound().unwrap().send_to(b"hello", f"{folder}/sock")
    Ok(5)
    >>> buf = bytearray(100)
    >>> server.recv_from(buf).unwrap(), bytes(buf[:5])
    ((5, (unnamed)), b'hello')
    """

    __slots__ = ()

    _KIND = UNIX_DATAGRAM

    @staticmethod
    @explained_if_missing
    def bind(path: IntoPath) -> Result[UnixDatagram]:
        """Creates a socket at a path, and a file there.

        Errors: `AddrInUse` if there is a file already; `NotFound` if its directory does not exist;
        `PermissionDenied` if the process may not write there; `InvalidInput` if the path is too
        long or has a NUL byte; any other error of `bind(2)`.

        Rust's `UnixDatagram::bind`.

        >>> from stdnet.os.unix.net import UnixDatagram
        >>> UnixDatagram.bind("/nobody/is/here").unwrap_err().kind()
        NotFound
        """
        return SocketAddr.from_pathname(path).and_then(UnixDatagram.bind_addr)

    @staticmethod
    def bind_addr(socket_addr: SocketAddr) -> Result[UnixDatagram]:
        """Creates a socket at an address: a path or an abstract name.

        For the unnamed address the kernel chooses an abstract name.

        Errors: those of `bind`.

        Rust's `UnixDatagram::bind_addr`.

        >>> from stdnet.os.unix.net import SocketAddr, UnixDatagram
        >>> addr = SocketAddr.from_abstract_name("an example of a mailbox").unwrap()
        >>> UnixDatagram.bind_addr(addr).unwrap().local_addr()
        Ok("an example of a mailbox" (abstract))
        """
        return try_from_inner(UnixDatagram, unix.bind(socket_addr))

    @staticmethod
    def unbound() -> Result[UnixDatagram]:
        """Creates a socket without an address, which can send but not be sent to.

        Errors: EMFILE if the process has too many open descriptors.

        Rust's `UnixDatagram::unbound`.

        >>> from stdnet.os.unix.net import UnixDatagram
        >>> UnixDatagram.unbound().unwrap().local_addr()
        Ok((unnamed))
        """
        return try_from_inner(UnixDatagram, unix.unbound())

    @staticmethod
    def pair() -> Result[tuple[UnixDatagram, UnixDatagram]]:
        """Creates two sockets that are connected to each other and have no address.

        Errors: EMFILE if the process has too many open descriptors.

        Rust's `UnixDatagram::pair`.

        >>> from stdnet.os.unix.net import UnixDatagram
        >>> one, two = UnixDatagram.pair().unwrap()
        >>> one.send(b"hello"), two.recv(bytearray(100))
        (Ok(5), Ok(5))
        """
        return try_pair_from_inner(UnixDatagram, unix.datagram_pair())

    def peek_from(self, buf: WritableBuffer) -> Result[tuple[int, SocketAddr]]:
        """Receives a datagram like `recv_from`, but leaves it in the queue for the next call.

        Errors: those of `recv_from`.

        Unstable in Rust: `UnixDatagram::peek_from`. C's MSG_PEEK.

        >>> from stdnet.os.unix.net import UnixDatagram
        >>> one, two = UnixDatagram.pair().unwrap()
        >>> one.send(b"hello").unwrap()
        5
        >>> two.peek_from(bytearray(100)), two.recv(bytearray(100))
        (Ok((5, (unnamed))), Ok(5))
        """
        try:
            n, name = self._sock.recvfrom_into(buf, 0, MSG_PEEK)
        except OSError as exc:
            return failed(exc)
        except TypeError:
            byte_view_mut(buf)  # Says what to write instead.
            raise
        addr = cached_unix_addr(name) if name else UNNAMED
        return NOT_A_UNIX_SOCKET.err() if addr is None else Ok((n, addr))

    def peek(self, buf: WritableBuffer) -> Result[int]:
        """Receives a datagram like `recv`, but leaves it in the queue for the next call.

        Errors: those of `recv`.

        Unstable in Rust: `UnixDatagram::peek`. C's MSG_PEEK.

        >>> from stdnet.os.unix.net import UnixDatagram
        >>> one, two = UnixDatagram.pair().unwrap()
        >>> one.send(b"hello").unwrap()
        5
        >>> two.peek(bytearray(2)), two.recv(bytearray(100))
        (Ok(2), Ok(5))
        """
        return super().peek(buf)

    def recv_vectored_with_ancillary_from(
        self, bufs: Sequence[WritableBuffer], ancillary: SocketAncillary
    ) -> Result[tuple[int, bool, SocketAddr]]:
        """Receives a datagram into several buffers in turn, and its control messages.

        Returns the number of bytes put into the buffers, True if the datagram was longer, and the
        address of the sender. The ancillary data is cleared first. Descriptors arrive as `OwnedFd`.
        Child programs do not inherit them. The kernel closes those that do not fit.

        Errors: those of `recv_from`; EMSGSIZE for more than 1024 buffers.

        Unstable in Rust: `UnixDatagram::recv_vectored_with_ancillary_from`. C's `recvmsg`.

        >>> from stdnet.os.unix.net import SocketAncillary, UnixDatagram
        >>> one, two = UnixDatagram.pair().unwrap()
        >>> one.send(b"hello").unwrap()
        5
        >>> ancillary = SocketAncillary(bytearray(64))
        >>> two.recv_vectored_with_ancillary_from([bytearray(4)], ancillary)
        Ok((4, true, (unnamed)))
        """
        received = receive(self._sock, bufs, ancillary)
        if isinstance(received, Err):
            return received
        n, truncated, name, *_ = received.unwrap()
        addr = unix_addr_from_py(name)
        if isinstance(addr, Err):
            return addr
        return Ok((n, truncated, addr.unwrap()))

    def recv_vectored_with_ancillary(
        self, bufs: Sequence[WritableBuffer], ancillary: SocketAncillary
    ) -> Result[tuple[int, bool]]:
        """Receives like `recv_vectored_with_ancillary_from`, but does not return the sender.

        Errors: those of `recv_vectored_with_ancillary_from`.

        Unstable in Rust: `UnixDatagram::recv_vectored_with_ancillary`.

        >>> from stdnet.os.unix.net import SocketAncillary, UnixDatagram
        >>> one, two = UnixDatagram.pair().unwrap()
        >>> one.send(b"hello").unwrap()
        5
        >>> two.recv_vectored_with_ancillary([bytearray(8)], SocketAncillary(bytearray(64)))
        Ok((5, false))
        """
        received = self.recv_vectored_with_ancillary_from(bufs, ancillary)
        if isinstance(received, Err):
            return received
        n, truncated, _ = received.unwrap()
        return Ok((n, truncated))

    def send_vectored_with_ancillary_to(
        self, bufs: Sequence[Buffer], ancillary: SocketAncillary, path: IntoPath
    ) -> Result[int]:
        """Sends the bytes of several buffers and control messages to the socket at a path.

        They are one datagram. Returns its size in bytes. The ancillary data does not change.

        Errors: those of `send_to`; EBADF for a descriptor that is not open; `PermissionDenied` for
        credentials that are not the sender's; EMSGSIZE for more than 1024 buffers.

        Unstable in Rust: `UnixDatagram::send_vectored_with_ancillary_to`. C's `sendmsg`.

        >>> from stdnet.os.unix.net import SocketAncillary, UnixDatagram
        >>> socket, ancillary = UnixDatagram.unbound().unwrap(), SocketAncillary(bytearray(64))
        >>> sent = socket.send_vectored_with_ancillary_to([b"hello"], ancillary, "/nobody/is/here")
        >>> sent.unwrap_err().kind()
        NotFound
        """
        addr = SocketAddr.from_pathname(path)
        if isinstance(addr, Err):
            return addr
        return send(self._sock, bufs, ancillary, addr.unwrap())

    def send_vectored_with_ancillary(
        self, bufs: Sequence[Buffer], ancillary: SocketAncillary
    ) -> Result[int]:
        """Sends the bytes of several buffers and control messages to the connected peer.

        They are one datagram. Returns its size in bytes. The ancillary data does not change.

        Errors: those of `send`; EBADF for a descriptor that is not open; `PermissionDenied` for
        credentials that are not the sender's; EMSGSIZE for more than 1024 buffers.

        Unstable in Rust: `UnixDatagram::send_vectored_with_ancillary`. C's `sendmsg`.

        >>> from stdnet.os.unix.net import SocketAncillary, UnixDatagram
        >>> one, two = UnixDatagram.pair().unwrap()
        >>> one.send_vectored_with_ancillary([b"hel", b"lo"], SocketAncillary(bytearray(64)))
        Ok(5)
        """
        return send(self._sock, bufs, ancillary)
