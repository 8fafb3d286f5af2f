"""What all datagram sockets share: whole messages, each by itself.

The calls that move bytes are the hot path: see `stdnet._net.stream`.
"""

from __future__ import annotations

from stdnet._core.buffer import Buffer, WritableBuffer
from stdnet._core.containers import COUNTED, OK_COUNTS, ok_large
from stdnet._core.error import Result
from stdnet._net.handle import HandleWithTimeouts
from stdnet._sys import sock
from stdnet._sys.cvt import failed
from stdnet._sys.sock import MSG_NOSIGNAL, MSG_PEEK


class Datagram(HandleWithTimeouts):
    """A datagram socket.

    Several threads may use it at once.
    """

    __slots__ = ()

    def send(self, buf: Buffer) -> Result[int]:
        """Sends a datagram to the peer that `connect` chose; the count of its bytes.

        It goes as a whole or not at all, and may be of no bytes. Whether it arrives is not known.

        Errors: EDESTADDRREQ without `connect`, `ConnectionRefused` for an earlier datagram that
        nobody took, EMSGSIZE for one that is too large, `WouldBlock` where there is no room and
        the mode or the time-out forbids waiting, any other of the system. Rust's `send`.

        >>> from stdnet import UdpSocket
        >>> server = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> client = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> client.connect(server.local_addr().unwrap()).unwrap()
        >>> client.send(b"hello")
        <Success: 5>
        """
        try:
            n = self._sock.send(buf, MSG_NOSIGNAL)
        except OSError as exc:
            return failed(exc)
        return OK_COUNTS[n] if n < COUNTED else ok_large(n)

    def recv(self, buf: WritableBuffer) -> Result[int]:
        """Takes one datagram, waiting if there is none; the count of bytes put into `buf`.

        What does not fit into the buffer is lost, without a sign. `Ok(0)` is a datagram of no
        bytes, or one that a buffer of no bytes took. After `connect` it comes from that peer.

        Errors: `WouldBlock` where there is nothing and the mode or the time-out forbids waiting,
        `ConnectionRefused` for an earlier `send` that nobody took, any other of the system.
        Rust's `recv`.

        >>> from stdnet import UdpSocket
        >>> server = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> server.send_to(b"hello", server.local_addr().unwrap())
        <Success: 5>
        >>> buf = bytearray(1500)
        >>> n = server.recv(buf).unwrap()
        >>> bytes(buf[:n])
        b'hello'
        """
        try:
            n = self._sock.recv_into(buf)
            if n == 0 and not memoryview(buf).nbytes:  # CPython has asked for nothing.
                n = self._sock.recvmsg_into([buf])[0]
        except OSError as exc:
            return failed(exc)
        return OK_COUNTS[n] if n < COUNTED else ok_large(n)

    def peek(self, buf: WritableBuffer) -> Result[int]:
        """Like `recv`, but the datagram stays to be taken again.

        Errors: those of `recv`. Rust's `peek`, C's MSG_PEEK.

        >>> from stdnet import UdpSocket
        >>> server = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> server.send_to(b"hello", server.local_addr().unwrap()).unwrap()
        5
        >>> server.peek(bytearray(2)), server.recv(bytearray(1500))
        (<Success: 2>, <Success: 5>)
        """
        return sock.recv(self._sock, buf, MSG_PEEK)
