"""Rust's `UnixDatagram`."""

from collections.abc import Sequence
from functools import partial
from typing import final

from stdnet._core.buffer import Buffer, WritableBuffer
from stdnet._core.containers import COUNTED, OK_COUNTS, fill_ok, new_ok, ok, ok_large
from stdnet._core.error import Result
from stdnet._core.shutdown import Shutdown
from stdnet._core.unix_addr import UNNAMED, IntoPath, SocketAddr, sun_path
from stdnet._fd import from_inner
from stdnet._net.datagram import Datagram
from stdnet._sys import sock, unix
from stdnet._sys.cvt import failed
from stdnet._sys.sock import MSG_NOSIGNAL, MSG_PEEK
from stdnet._sys.unix import NO_UNIX_SOCKET, cached_unix_addr, failed_un, is_unix, unix_addr_from_py
from stdnet.os.unix.net._ancillary import SocketAncillary, receive, send
from stdnet.os.unix.net._unix_socket import UnixSocket
from stdnet.result import Ok


@final
class UnixDatagram(UnixSocket, Datagram):
    """A socket for whole messages within the machine. Rust's `std::os::unix::net::UnixDatagram`.

    Messages arrive once, in order, and none is lost on the way. It is closed when the last
    reference goes away, at the end of a `with` block, or by `close()`; the file at its path stays.

    >>> from tempfile import TemporaryDirectory
    >>> from stdnet.os.unix.net import UnixDatagram
    >>> with TemporaryDirectory() as folder:
    ...     server = UnixDatagram.bind(f"{folder}/sock").unwrap()
    ...     UnixDatagram.unbound().unwrap().send_to(b"hello", f"{folder}/sock")
    <Success: 5>
    >>> buf = bytearray(100)
    >>> server.recv_from(buf).unwrap(), bytes(buf[:5])
    ((5, (unnamed)), b'hello')
    """

    __slots__ = ()

    @staticmethod
    def bind(path: IntoPath) -> "Result[UnixDatagram]":
        """A socket at a path, at which nothing may be yet. Rust's `UnixDatagram::bind`.

        Errors: `AddrInUse`, `NotFound` for a folder that is not there, `PermissionDenied`,
        `InvalidInput` for what no socket's path can be, any other of the system.

        >>> from stdnet.os.unix.net import UnixDatagram
        >>> UnixDatagram.bind("/nobody/is/here").failure().kind()
        NotFound
        """
        return SocketAddr.from_pathname(path).bind(UnixDatagram.bind_addr)

    @staticmethod
    def bind_addr(socket_addr: SocketAddr) -> "Result[UnixDatagram]":
        """A socket at an address, that of a path or an abstract name.

        With the address of an unnamed socket the system chooses an abstract name. Rust's
        `UnixDatagram::bind_addr`.

        Errors: those of `bind`.

        >>> from stdnet.os.unix.net import SocketAddr, UnixDatagram
        >>> addr = SocketAddr.from_abstract_name("an example of a mailbox").unwrap()
        >>> UnixDatagram.bind_addr(addr).unwrap().local_addr()
        <Success: "an example of a mailbox" (abstract)>
        """
        return unix.bind(socket_addr).map(partial(from_inner, UnixDatagram))

    @staticmethod
    def unbound() -> "Result[UnixDatagram]":
        """A socket without a name, to which nobody can answer. Rust's `UnixDatagram::unbound`.

        Errors: EMFILE where there are too many descriptors.

        >>> from stdnet.os.unix.net import UnixDatagram
        >>> UnixDatagram.unbound().unwrap().local_addr()
        <Success: (unnamed)>
        """
        return unix.unbound().map(partial(from_inner, UnixDatagram))

    @staticmethod
    def pair() -> "Result[tuple[UnixDatagram, UnixDatagram]]":
        """Two sockets that are connected to each other. Rust's `UnixDatagram::pair`.

        Errors: EMFILE where there are too many descriptors.

        >>> from stdnet.os.unix.net import UnixDatagram
        >>> one, two = UnixDatagram.pair().unwrap()
        >>> one.send(b"hello"), two.recv(bytearray(100))
        (<Success: 5>, <Success: 5>)
        """
        pair = unix.datagram_pair()
        if not isinstance(pair, Ok):
            return pair
        one, two = pair.unwrap()
        return ok((from_inner(UnixDatagram, one), from_inner(UnixDatagram, two)))

    def connect(self, path: IntoPath) -> Result[None]:
        """Chooses a peer for `send`; from now on nobody else is heard.

        Errors: `NotFound`, `ConnectionRefused` where nobody is, EPERM for a socket that has chosen
        another peer, `InvalidInput` for what no socket's path can be, any other of the system.
        Rust's `UnixDatagram::connect`.

        >>> from stdnet.os.unix.net import UnixDatagram
        >>> UnixDatagram.unbound().unwrap().connect("/nobody/is/here").failure().kind()
        NotFound
        """
        return SocketAddr.from_pathname(path).bind(self.connect_addr)

    def connect_addr(self, socket_addr: SocketAddr) -> Result[None]:
        """Chooses a peer by its address, that of a path or an abstract name.

        Errors: those of `connect`. Rust's `UnixDatagram::connect_addr`.

        >>> from stdnet.os.unix.net import SocketAddr, UnixDatagram
        >>> server = UnixDatagram.bind_addr(SocketAddr.from_pathname("").unwrap()).unwrap()
        >>> client = UnixDatagram.unbound().unwrap()
        >>> client.connect_addr(server.local_addr().unwrap()).unwrap()
        >>> client.send(b"hello")
        <Success: 5>
        """
        return unix.connect_datagram(self._sock, socket_addr)

    def recv_from(self, buf: WritableBuffer) -> Result[tuple[int, SocketAddr]]:
        """Takes one datagram, waiting if there is none: the count of its bytes, and the sender.

        What does not fit into the buffer is lost, without a sign.

        Errors: `WouldBlock` where there is nothing and the mode or the time-out forbids waiting,
        any other of the system. Rust's `UnixDatagram::recv_from`.

        >>> from stdnet.os.unix.net import UnixDatagram
        >>> one, two = UnixDatagram.pair().unwrap()
        >>> one.send(b"hello").unwrap()
        5
        >>> two.recv_from(bytearray(100))
        <Success: (5, (unnamed))>
        """
        try:
            n, name = self._sock.recvfrom_into(buf)
        except OSError as exc:
            return failed(exc)
        addr = cached_unix_addr(name) if name else UNNAMED
        if addr is None:
            return NO_UNIX_SOCKET.err()
        answer = new_ok()
        fill_ok(answer, (n, addr))
        return answer

    def peek_from(self, buf: WritableBuffer) -> Result[tuple[int, SocketAddr]]:
        """Like `recv_from`, but the datagram stays to be taken again. Unstable in Rust.

        Errors: those of `recv_from`. Rust's `UnixDatagram::peek_from`, C's MSG_PEEK.

        >>> from stdnet.os.unix.net import UnixDatagram
        >>> one, two = UnixDatagram.pair().unwrap()
        >>> one.send(b"hello").unwrap()
        5
        >>> two.peek_from(bytearray(100)), two.recv(bytearray(100))
        (<Success: (5, (unnamed))>, <Success: 5>)
        """
        try:
            n, name = self._sock.recvfrom_into(buf, 0, MSG_PEEK)
        except OSError as exc:
            return failed(exc)
        addr = cached_unix_addr(name) if name else UNNAMED
        return NO_UNIX_SOCKET.err() if addr is None else ok((n, addr))

    def peek(self, buf: WritableBuffer) -> Result[int]:
        """Like `recv`, but the datagram stays to be taken again. Unstable in Rust.

        Errors: those of `recv`. Rust's `UnixDatagram::peek`, C's MSG_PEEK.

        >>> from stdnet.os.unix.net import UnixDatagram
        >>> one, two = UnixDatagram.pair().unwrap()
        >>> one.send(b"hello").unwrap()
        5
        >>> two.peek(bytearray(2)), two.recv(bytearray(100))
        (<Success: 2>, <Success: 5>)
        """
        return super().peek(buf)

    def send_to(self, buf: Buffer, path: IntoPath) -> Result[int]:
        """Sends a datagram to the socket at the path; the count of its bytes.

        It waits while the receiver has too many already.

        Errors: those of `connect`; EMSGSIZE for one that is too large; `WouldBlock` where there is
        no room and the mode or the time-out forbids waiting. Rust's `UnixDatagram::send_to`.

        >>> from stdnet.os.unix.net import UnixDatagram
        >>> UnixDatagram.unbound().unwrap().send_to(b"hello", "/nobody/is/here").failure().kind()
        NotFound
        """
        addr = SocketAddr.from_pathname(path)
        return self.send_to_addr(buf, addr.unwrap()) if isinstance(addr, Ok) else addr

    def send_to_addr(self, buf: Buffer, socket_addr: SocketAddr) -> Result[int]:
        """Sends a datagram to an address, that of a path or an abstract name.

        Errors: those of `send_to`. Rust's `UnixDatagram::send_to_addr`.

        >>> from stdnet.os.unix.net import SocketAddr, UnixDatagram
        >>> server = UnixDatagram.bind_addr(SocketAddr.from_pathname("").unwrap()).unwrap()
        >>> client = UnixDatagram.unbound().unwrap()
        >>> client.send_to_addr(b"hello", server.local_addr().unwrap())
        <Success: 5>
        """
        name = sun_path(socket_addr)
        try:
            n = self._sock.sendto(buf, MSG_NOSIGNAL, name)
        except OSError as exc:
            return failed_un(exc)
        except TypeError:
            if is_unix(self._sock):
                raise
            return unix.send_to_foreign(self._sock, buf, name)
        return OK_COUNTS[n] if n < COUNTED else ok_large(n)

    def shutdown(self, how: Shutdown) -> Result[None]:
        """Ends receiving, sending, or both; for all clones, too. Rust's `UnixDatagram::shutdown`.

        Calls that wait in other threads end.

        Errors: `NotConnected` without a peer.

        >>> from stdnet import Shutdown
        >>> from stdnet.os.unix.net import UnixDatagram
        >>> one, two = UnixDatagram.pair().unwrap()
        >>> one.shutdown(Shutdown.Both).unwrap()
        >>> print(two.send(b"hello").failure())
        Broken pipe (os error 32)
        """
        return sock.shutdown(self._sock, how)

    def recv_vectored_with_ancillary_from(
        self, bufs: Sequence[WritableBuffer], ancillary: SocketAncillary
    ) -> Result[tuple[int, bool, SocketAddr]]:
        """Takes one datagram into several buffers, and its control messages.

        It answers the count of bytes, whether some were cut off, and the sender. What was in the
        ancillary data is forgotten. Descriptors arrive as `OwnedFd`, and are not inherited by
        child programs; those that do not fit are closed by the system. Unstable in Rust:
        `UnixDatagram::recv_vectored_with_ancillary_from`.

        Errors: those of `recv_from`; EMSGSIZE for more than 1024 buffers.

        >>> from stdnet.os.unix.net import SocketAncillary, UnixDatagram
        >>> one, two = UnixDatagram.pair().unwrap()
        >>> one.send(b"hello").unwrap()
        5
        >>> ancillary = SocketAncillary(bytearray(64))
        >>> two.recv_vectored_with_ancillary_from([bytearray(4)], ancillary)
        <Success: (4, True, (unnamed))>
        """
        received = receive(self._sock, bufs, ancillary)
        if not isinstance(received, Ok):
            return received
        n, truncated, name, *_ = received.unwrap()
        addr = unix_addr_from_py(name)
        if not isinstance(addr, Ok):
            return addr
        return ok((n, truncated, addr.unwrap()))

    def recv_vectored_with_ancillary(
        self, bufs: Sequence[WritableBuffer], ancillary: SocketAncillary
    ) -> Result[tuple[int, bool]]:
        """`recv_vectored_with_ancillary_from` without the sender. Unstable in Rust.

        Errors: those of `recv_vectored_with_ancillary_from`. Rust's
        `UnixDatagram::recv_vectored_with_ancillary`.

        >>> from stdnet.os.unix.net import SocketAncillary, UnixDatagram
        >>> one, two = UnixDatagram.pair().unwrap()
        >>> one.send(b"hello").unwrap()
        5
        >>> two.recv_vectored_with_ancillary([bytearray(8)], SocketAncillary(bytearray(64)))
        <Success: (5, False)>
        """
        return self.recv_vectored_with_ancillary_from(bufs, ancillary).map(_without_sender)

    def send_vectored_with_ancillary_to(
        self, bufs: Sequence[Buffer], ancillary: SocketAncillary, path: IntoPath
    ) -> Result[int]:
        """Sends a datagram of several buffers and control messages to the socket at the path.

        The ancillary data stay as they are. Unstable in Rust:
        `UnixDatagram::send_vectored_with_ancillary_to`.

        Errors: those of `send_to`; EBADF for a descriptor that is not open; `PermissionDenied` for
        credentials of others; EMSGSIZE for more than 1024 buffers.

        >>> from stdnet.os.unix.net import SocketAncillary, UnixDatagram
        >>> socket, ancillary = UnixDatagram.unbound().unwrap(), SocketAncillary(bytearray(64))
        >>> sent = socket.send_vectored_with_ancillary_to([b"hello"], ancillary, "/nobody/is/here")
        >>> sent.failure().kind()
        NotFound
        """
        addr = SocketAddr.from_pathname(path)
        if not isinstance(addr, Ok):
            return addr
        return send(self._sock, bufs, ancillary, addr.unwrap())

    def send_vectored_with_ancillary(
        self, bufs: Sequence[Buffer], ancillary: SocketAncillary
    ) -> Result[int]:
        """Sends a datagram of several buffers and control messages to the peer.

        The ancillary data stay as they are. Unstable in Rust:
        `UnixDatagram::send_vectored_with_ancillary`.

        Errors: those of `send`; EBADF for a descriptor that is not open; `PermissionDenied` for
        credentials of others; EMSGSIZE for more than 1024 buffers.

        >>> from stdnet.os.unix.net import SocketAncillary, UnixDatagram
        >>> one, two = UnixDatagram.pair().unwrap()
        >>> one.send_vectored_with_ancillary([b"hel", b"lo"], SocketAncillary(bytearray(64)))
        <Success: 5>
        """
        return send(self._sock, bufs, ancillary)


def _without_sender(received: tuple[int, bool, SocketAddr]) -> tuple[int, bool]:
    return received[:2]
