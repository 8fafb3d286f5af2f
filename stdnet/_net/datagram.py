"""The base class of datagram sockets, which send and receive whole messages.

The calls that move bytes are the hot path: see `stdnet._net.stream`.
"""

from __future__ import annotations

from stdnet._core.arguments import explained_if_missing
from stdnet._core.buffer import Buffer, WritableBuffer, byte_view, byte_view_mut
from stdnet._core.containers import COUNTED, OK_COUNTS, ok_large
from stdnet._core.error import Result
from stdnet._net.handle import HandleWithTimeouts, SocketOwner
from stdnet._sys import sock
from stdnet._sys.cvt import failed
from stdnet._sys.sock import MSG_NOSIGNAL, MSG_PEEK


class AnyDatagram(SocketOwner):
    """A datagram socket, of std or of `stdnet.mio`."""

    __slots__ = ()

    @explained_if_missing
    def send(self, buf: Buffer) -> Result[int]:
        """Sends a datagram to the connected peer and returns its size in bytes.

        `connect` sets the peer. The datagram is sent whole or not at all, and may be empty. `Ok`
        does not mean that it arrives.

        In `stdnet.mio` it never waits. After `WouldBlock` keep the datagram until the next event of
        `Interest.WRITABLE`.

        Errors: EDESTADDRREQ if the socket is not connected (`NotConnected` if it is a Unix
        socket); `ConnectionRefused` if an earlier datagram found no socket at the peer's address;
        EMSGSIZE if `buf` is too large for a datagram; `WouldBlock` if the write time-out expires,
        or if there is no room in non-blocking mode; any other error of `send(2)`.

        Rust's `UdpSocket::send` and `UnixDatagram::send`.

        >>> from stdnet import UdpSocket
        >>> server = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> client = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> client.connect(server.local_addr().unwrap()).unwrap()
        >>> client.send(b"hello")
        Ok(5)
        """
        try:
            n = self._sock.send(buf, MSG_NOSIGNAL)
        except OSError as exc:
            return failed(exc)
        except TypeError:
            byte_view(buf)  # Says what to write instead.
            raise
        return OK_COUNTS[n] if n < COUNTED else ok_large(n)

    @explained_if_missing
    def recv(self, buf: WritableBuffer) -> Result[int]:
        """Receives a datagram into `buf` and returns how many bytes were put there.

        Waits until a datagram arrives; a connected socket receives from its peer only. Bytes that
        do not fit into `buf` are discarded without an error. `Ok(0)` means that the datagram or
        `buf` was empty.

        In `stdnet.mio` it never waits. On each event receive until `WouldBlock`, as several
        datagrams may have come: no other event comes for what is left.

        Errors: `WouldBlock` if the read time-out expires, or if no datagram has arrived in
        non-blocking mode; `ConnectionRefused` if an earlier datagram found no socket at the peer's
        address; any other error of `recv(2)`.

        Rust's `UdpSocket::recv` and `UnixDatagram::recv`.

        >>> from stdnet import UdpSocket
        >>> server = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> server.send_to(b"hello", server.local_addr().unwrap())
        Ok(5)
        >>> buf = bytearray(1500)
        >>> n = server.recv(buf).unwrap()
        >>> bytes(buf[:n])
        b'hello'
        """
        try:
            n = self._sock.recv_into(buf)
            if n == 0 and not memoryview(buf).nbytes:  # CPython has made no system call.
                n = self._sock.recvmsg_into([buf])[0]
        except OSError as exc:
            return failed(exc)
        except TypeError:
            byte_view_mut(buf)  # Says what to write instead.
            raise
        return OK_COUNTS[n] if n < COUNTED else ok_large(n)

    @explained_if_missing
    def peek(self, buf: WritableBuffer) -> Result[int]:
        """Receives a datagram like `recv`, but leaves it in the queue for the next call.

        In `stdnet.mio` it returns `WouldBlock` if no datagram has arrived. No other event comes for
        the one that it leaves.

        Errors: those of `recv`.

        Rust's `UdpSocket::peek` and `UnixDatagram::peek`. C's MSG_PEEK. For a `UnixDatagram` it is
        an addition to mio's API.

        >>> from stdnet import UdpSocket
        >>> server = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> server.send_to(b"hello", server.local_addr().unwrap()).unwrap()
        5
        >>> server.peek(bytearray(2)), server.recv(bytearray(1500))
        (Ok(2), Ok(5))
        """
        return sock.recv(self._sock, buf, MSG_PEEK)


class Datagram(HandleWithTimeouts, AnyDatagram):
    """A datagram socket, which sends and receives whole messages.

    Several threads may use it at once.
    """

    __slots__ = ()
