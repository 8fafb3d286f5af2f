"""Unix stream sockets. Rust's `std::os::unix::net::UnixStream`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import final

from stdnet._core.arguments import explained_if_missing
from stdnet._core.buffer import Buffer, WritableBuffer
from stdnet._core.containers import ok_count
from stdnet._core.duration import Duration, seconds
from stdnet._core.error import Result
from stdnet._core.unix_addr import IntoPath, SocketAddr
from stdnet._fd import try_from_inner, try_pair_from_inner
from stdnet._net.stream import Stream
from stdnet._sys import unix
from stdnet._sys.python_socket import UNIX_STREAM
from stdnet.os.unix.net._ancillary import SocketAncillary, receive, send
from stdnet.os.unix.net._ucred import UCred
from stdnet.os.unix.net._unix_socket import UnixSocket
from stdnet.result._containers import Err, Ok


@final
class UnixStream(UnixSocket, Stream[SocketAddr]):
    """A Unix stream socket: a connection between processes of the same machine.

    Bytes arrive in order; where one write ends and the next begins is not kept. The stream is a
    `stdnet.io.Read` and a `stdnet.io.Write`, with all of their methods.

    The connection is closed when the last reference to the stream goes away, at the end of a
    `with` block, or by `close()`. `shutdown` ends one direction only. What a `BufWriter`
    around it still holds then is lost: flush that before.

    Rust's `std::os::unix::net::UnixStream`.

    >>> from stdnet.os.unix.net import UnixStream
    >>> one, two = UnixStream.pair().unwrap()
    >>> with one:
    ...     one.write_all(b"hello").unwrap()
    >>> two.read_to_string()
    Ok("hello")
    """

    __slots__ = ()

    _KIND = UNIX_STREAM

    @staticmethod
    @explained_if_missing
    def connect(path: IntoPath) -> Result[UnixStream]:
        """Connects to the listener at a path.

        Errors: `NotFound` if there is no file at the path; `ConnectionRefused` if no listener is
        bound to it; `PermissionDenied` if the process may not write to the file; `InvalidInput` if
        the path is too long or has a NUL byte; any other error of `connect(2)`.

        Rust's `UnixStream::connect`.

        >>> from stdnet.os.unix.net import UnixStream
        >>> print(UnixStream.connect("/nobody/is/here").unwrap_err())
        No such file or directory (os error 2)
        """
        return SocketAddr.from_pathname(path).and_then(UnixStream.connect_addr)

    @staticmethod
    def connect_addr(socket_addr: SocketAddr) -> Result[UnixStream]:
        """Connects to the listener at an address: a path or an abstract name.

        Errors: those of `connect`.

        Rust's `UnixStream::connect_addr`.

        >>> from stdnet.os.unix.net import SocketAddr, UnixStream
        >>> addr = SocketAddr.from_abstract_name("nobody is here").unwrap()
        >>> UnixStream.connect_addr(addr).unwrap_err().kind()
        ConnectionRefused
        """
        return try_from_inner(UnixStream, unix.connect(socket_addr))

    @staticmethod
    def connect_timeout(path: IntoPath | SocketAddr, timeout: Duration) -> Result[UnixStream]:
        """Connects before the time-out expires.

        An addition to Rust's API. `connect` waits while the queue of the listener is full.
        `timeout` is a `timedelta` or a number of seconds; a negative one raises `ValueError`.

        Errors: `TimedOut` if the connection takes longer; `InvalidInput` if `timeout` is 0; those
        of `connect`.

        >>> from stdnet.os.unix.net import UnixStream
        >>> UnixStream.connect_timeout("/nobody/is/here", 1.5).unwrap_err().kind()
        NotFound
        """
        limit = seconds(timeout)
        addr = Ok(path) if isinstance(path, SocketAddr) else SocketAddr.from_pathname(path)
        if isinstance(addr, Err):
            return addr
        return try_from_inner(UnixStream, unix.connect_timeout(addr.unwrap(), limit))

    @staticmethod
    def pair() -> Result[tuple[UnixStream, UnixStream]]:
        """Creates two streams that are connected to each other and have no address.

        Errors: EMFILE if the process has too many open descriptors.

        Rust's `UnixStream::pair`.

        >>> from stdnet.os.unix.net import UnixStream
        >>> one, two = UnixStream.pair().unwrap()
        >>> two.write_all(b"hello").unwrap()
        >>> one.read_array(5)
        Ok(b'hello')
        """
        return try_pair_from_inner(UnixStream, unix.stream_pair())

    def peer_cred(self) -> Result[UCred]:
        """Returns the credentials of the process that connected, listened, or made the pair.

        Errors: any error of `getsockopt(2)`.

        Unstable in Rust: `UnixStream::peer_cred`. C's SO_PEERCRED.

        >>> import os
        >>> from stdnet.os.unix.net import UnixStream
        >>> one, two = UnixStream.pair().unwrap()
        >>> one.peer_cred().unwrap().pid == os.getpid()
        True
        """
        cred = unix.peer_cred(self._sock)
        return cred if isinstance(cred, Err) else Ok(UCred(*cred.unwrap()))

    def peek(self, buf: WritableBuffer, /) -> Result[int]:
        """Reads like `read`, but leaves the bytes in the queue for the next call.

        Errors: those of `read`.

        Unstable in Rust: `UnixStream::peek`. C's MSG_PEEK.

        >>> from stdnet.os.unix.net import UnixStream
        >>> one, two = UnixStream.pair().unwrap()
        >>> one.write_all(b"hello").unwrap()
        >>> buf = bytearray(5)
        >>> two.peek(buf), two.read(buf)
        (Ok(5), Ok(5))
        """
        return super().peek(buf)

    def recv_vectored_with_ancillary(
        self, bufs: Sequence[WritableBuffer], ancillary: SocketAncillary
    ) -> Result[int]:
        """Reads into several buffers in turn, and control messages into the ancillary data.

        Returns the number of bytes put into the buffers. The ancillary data is cleared first.
        Descriptors arrive as `OwnedFd`. Child programs do not inherit them. The kernel closes those
        that do not fit.

        Errors: those of `read`; EMSGSIZE for more than 1024 buffers.

        Unstable in Rust: `UnixStream::recv_vectored_with_ancillary`. C's `recvmsg`.

        >>> from stdnet.os.unix.net import SocketAncillary, UnixStream
        >>> one, two = UnixStream.pair().unwrap()
        >>> ancillary = SocketAncillary(bytearray(64))
        >>> one.write_all(b"hello").unwrap()
        >>> two.recv_vectored_with_ancillary([bytearray(5)], ancillary)
        Ok(5)
        >>> ancillary.is_empty()
        True
        """
        received = receive(self._sock, bufs, ancillary)
        return received if isinstance(received, Err) else ok_count(received.unwrap().n)

    def send_vectored_with_ancillary(
        self, bufs: Sequence[Buffer], ancillary: SocketAncillary
    ) -> Result[int]:
        """Writes the bytes of several buffers, and the control messages of the ancillary data.

        Returns the number of bytes written. The control messages arrive with the first byte; they
        are not sent without any. The ancillary data does not change.

        Errors: those of `write`; EBADF for a descriptor that is not open; `PermissionDenied` for
        credentials that are not the sender's; EMSGSIZE for more than 1024 buffers.

        Unstable in Rust: `UnixStream::send_vectored_with_ancillary`. C's `sendmsg`.

        >>> from stdnet.os.unix.net import SocketAncillary, UnixStream
        >>> one, two = UnixStream.pair().unwrap()
        >>> ancillary = SocketAncillary(bytearray(64))
        >>> ancillary.add_fds([one])
        True
        >>> one.send_vectored_with_ancillary([b"hel", b"lo"], ancillary)
        Ok(5)
        """
        return send(self._sock, bufs, ancillary)
