"""Rust's `UnixStream`."""

from collections.abc import Sequence
from functools import partial
from typing import final

from stdnet._core.buffer import Buffer, WritableBuffer
from stdnet._core.containers import ok, ok_count
from stdnet._core.duration import Duration, seconds
from stdnet._core.error import Result
from stdnet._core.unix_addr import IntoPath, SocketAddr
from stdnet._fd import from_inner
from stdnet._net.stream import Stream
from stdnet._sys import unix
from stdnet.os.unix.net._ancillary import SocketAncillary, receive, send
from stdnet.os.unix.net._ucred import UCred
from stdnet.os.unix.net._unix_socket import UnixSocket
from stdnet.result import Ok


@final
class UnixStream(UnixSocket, Stream):
    """A connection within the machine: bytes both ways, in order, without boundaries.

    Rust's `std::os::unix::net::UnixStream`. `read` and `write` are in `stdnet.io.Read` and
    `stdnet.io.Write`, with all that these provide. The connection is closed when the last
    reference goes away, at the end of a `with` block, or by `close()`.

    >>> from stdnet.os.unix.net import UnixStream
    >>> one, two = UnixStream.pair().unwrap()
    >>> with one:
    ...     one.write_all(b"hello").unwrap()
    >>> two.read_to_string()
    <Success: hello>
    """

    __slots__ = ()

    @staticmethod
    def connect(path: IntoPath) -> "Result[UnixStream]":
        """Connects to the listener at the path. Rust's `UnixStream::connect`.

        Errors: `NotFound`, `ConnectionRefused` where nobody listens, `PermissionDenied`,
        `InvalidInput` for what no socket's path can be, any other of the system.

        >>> from stdnet.os.unix.net import UnixStream
        >>> print(UnixStream.connect("/nobody/is/here").failure())
        No such file or directory (os error 2)
        """
        return SocketAddr.from_pathname(path).bind(UnixStream.connect_addr)

    @staticmethod
    def connect_addr(socket_addr: SocketAddr) -> "Result[UnixStream]":
        """Connects to the listener at the address, that of a path or an abstract name.

        Errors: those of `connect`. Rust's `UnixStream::connect_addr`.

        >>> from stdnet.os.unix.net import SocketAddr, UnixStream
        >>> addr = SocketAddr.from_abstract_name("nobody is here").unwrap()
        >>> UnixStream.connect_addr(addr).failure().kind()
        ConnectionRefused
        """
        return unix.connect(socket_addr).map(partial(from_inner, UnixStream))

    @staticmethod
    def connect_timeout(path: IntoPath | SocketAddr, timeout: Duration) -> "Result[UnixStream]":
        """Connects, if that takes no longer than the time-out. Beside Rust.

        It takes time where many wait to be accepted already. A `timedelta` or seconds; a negative
        one is a `ValueError`.

        Errors: `TimedOut`; `InvalidInput` for 0; those of `connect`.

        >>> from stdnet.os.unix.net import UnixStream
        >>> UnixStream.connect_timeout("/nobody/is/here", 1.5).failure().kind()
        NotFound
        """
        limit = seconds(timeout)
        addr = ok(path) if isinstance(path, SocketAddr) else SocketAddr.from_pathname(path)
        connected = addr.bind(partial(unix.connect_timeout, timeout=limit))
        return connected.map(partial(from_inner, UnixStream))

    @staticmethod
    def pair() -> "Result[tuple[UnixStream, UnixStream]]":
        """Two streams that are connected to each other. Rust's `UnixStream::pair`.

        Errors: EMFILE where there are too many descriptors.

        >>> from stdnet.os.unix.net import UnixStream
        >>> one, two = UnixStream.pair().unwrap()
        >>> two.write_all(b"hello").unwrap()
        >>> one.read_array(5)
        <Success: b'hello'>
        """
        pair = unix.stream_pair()
        if not isinstance(pair, Ok):
            return pair
        one, two = pair.unwrap()
        return ok((from_inner(UnixStream, one), from_inner(UnixStream, two)))

    def peer_cred(self) -> Result[UCred]:
        """Who connected, listened, or made the pair. C's SO_PEERCRED.

        Unstable in Rust: `UnixStream::peer_cred`.

        Errors: any of the system.

        >>> import os
        >>> from stdnet.os.unix.net import UnixStream
        >>> one, two = UnixStream.pair().unwrap()
        >>> one.peer_cred().unwrap().pid == os.getpid()
        True
        """
        return unix.peer_cred(self._sock).map(_ucred)

    def peek(self, buf: WritableBuffer, /) -> Result[int]:
        """Like `read`, but what was read stays to be read again.

        Errors: those of `read`. Unstable in Rust: `UnixStream::peek`, C's MSG_PEEK.

        >>> from stdnet.os.unix.net import UnixStream
        >>> one, two = UnixStream.pair().unwrap()
        >>> one.write_all(b"hello").unwrap()
        >>> buf = bytearray(5)
        >>> two.peek(buf), two.read(buf)
        (<Success: 5>, <Success: 5>)
        """
        return super().peek(buf)

    def recv_vectored_with_ancillary(
        self, bufs: Sequence[WritableBuffer], ancillary: SocketAncillary
    ) -> Result[int]:
        """Reads into several buffers in turn, and control messages into the ancillary data.

        What was in the ancillary data is forgotten. Descriptors arrive as `OwnedFd`, and are not
        inherited by child programs; those that do not fit are closed by the system. Unstable in
        Rust: `UnixStream::recv_vectored_with_ancillary`.

        Errors: those of `read`; EMSGSIZE for more than 1024 buffers.

        >>> from stdnet.os.unix.net import SocketAncillary, UnixStream
        >>> one, two = UnixStream.pair().unwrap()
        >>> ancillary = SocketAncillary(bytearray(64))
        >>> one.write_all(b"hello").unwrap()
        >>> two.recv_vectored_with_ancillary([bytearray(5)], ancillary)
        <Success: 5>
        >>> ancillary.is_empty()
        True
        """
        received = receive(self._sock, bufs, ancillary)
        return ok_count(received.unwrap().n) if isinstance(received, Ok) else received

    def send_vectored_with_ancillary(
        self, bufs: Sequence[Buffer], ancillary: SocketAncillary
    ) -> Result[int]:
        """Writes the bytes of several buffers, and the control messages of the ancillary data.

        The messages go with the first byte; without any byte they do not go. The ancillary data
        stay as they are. Unstable in Rust: `UnixStream::send_vectored_with_ancillary`.

        Errors: those of `write`; EBADF for a descriptor that is not open; `PermissionDenied` for
        credentials of others; EMSGSIZE for more than 1024 buffers.

        >>> from stdnet.os.unix.net import SocketAncillary, UnixStream
        >>> one, two = UnixStream.pair().unwrap()
        >>> ancillary = SocketAncillary(bytearray(64))
        >>> ancillary.add_fds([one])
        True
        >>> one.send_vectored_with_ancillary([b"hel", b"lo"], ancillary)
        <Success: 5>
        """
        return send(self._sock, bufs, ancillary)


def _ucred(cred: tuple[int, int, int]) -> UCred:
    pid, uid, gid = cred
    return UCred(uid, gid, pid)
