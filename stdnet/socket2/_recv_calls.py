"""The methods that receive data.

They are a hot path: most make their one system call themselves, as in `stdnet._net.stream`.
"""

from __future__ import annotations

from collections.abc import Sequence

from stdnet._core.buffer import WritableBuffer, byte_view_mut
from stdnet._core.containers import COUNTED, OK_COUNTS, ok_count, ok_large
from stdnet._core.error import Result
from stdnet._core.ints import i32
from stdnet._sys import sock, socket2
from stdnet._sys.constants import MSG_OOB
from stdnet._sys.cvt import failed
from stdnet._sys.ownership import Socket as SystemSocket
from stdnet._sys.sock import MSG_PEEK
from stdnet.result._containers import Err, Ok
from stdnet.socket2._msghdr import MsgHdrMut, recv_parts, set_received
from stdnet.socket2._sockaddr import SockAddr, sock_addr_from_py
from stdnet.socket2._types import RecvFlags, recv_flags


class RecvCalls:
    """The methods of a socket that receive data."""

    __slots__ = ()

    _sock: SystemSocket

    def recv(self, buf: WritableBuffer) -> Result[int]:
        """Receives bytes, or one message, into a buffer; returns how many bytes.

        Waits if there is nothing to receive. 0 means the end of a stream, a message of no bytes, or
        a buffer of no bytes. The part of a message that does not fit into the buffer is discarded.

        Errors: `WouldBlock` if there is nothing to receive and the socket is in non-blocking mode
        or its read time-out expires; `NotConnected`, `ConnectionReset`, `ConnectionRefused`, any
        other error of `recv(2)`.

        The crate's `Socket::recv`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
        >>> one.send(b"hello"), two.recv(bytearray(9))
        (Ok(5), Ok(5))
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

    def recv_with_flags(self, buf: WritableBuffer, flags: int) -> Result[int]:
        """Receives like `recv`, with flags: C's MSG_….

        Errors: those of `recv`.

        The crate's `Socket::recv_with_flags`.

        >>> from socket import MSG_DONTWAIT
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
        >>> two.recv_with_flags(bytearray(9), MSG_DONTWAIT).unwrap_err().kind()
        WouldBlock
        """
        return sock.recv(self._sock, buf, i32(flags))

    def recv_out_of_band(self, buf: WritableBuffer) -> Result[int]:
        """Receives the urgent byte of a stream.

        Errors: `InvalidInput` if there is none; EOPNOTSUPP if this kind of socket has no urgent
        data; those of `recv`.

        The crate's `Socket::recv_out_of_band`. C's MSG_OOB.

        >>> from stdnet import TcpListener, TcpStream
        >>> from stdnet.socket2 import SockRef
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> SockRef.from_(client).recv_out_of_band(bytearray(1)).unwrap_err().kind()
        InvalidInput
        """
        return self.recv_with_flags(buf, MSG_OOB)

    def peek(self, buf: WritableBuffer) -> Result[int]:
        """Receives like `recv`, but leaves the data to be received again.

        Errors: those of `recv`.

        The crate's `Socket::peek`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.STREAM).unwrap()
        >>> one.send(b"hello"), two.peek(bytearray(9)), two.recv(bytearray(9))
        (Ok(5), Ok(5), Ok(5))
        """
        return self.recv_with_flags(buf, MSG_PEEK)

    def recv_vectored(self, bufs: Sequence[WritableBuffer]) -> Result[tuple[int, RecvFlags]]:
        """Receives into several buffers in turn; returns how many bytes, and the message's flags.

        Errors: those of `recv`; EMSGSIZE for more than 1024 buffers.

        The crate's `Socket::recv_vectored`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
        >>> one.send(b"headbody")
        Ok(8)
        >>> count, flags = two.recv_vectored([bytearray(4), bytearray(2)]).unwrap()
        >>> count, flags.is_truncated()
        (6, True)
        """
        return self.recv_vectored_with_flags(bufs, 0)

    def recv_vectored_with_flags(
        self, bufs: Sequence[WritableBuffer], flags: int
    ) -> Result[tuple[int, RecvFlags]]:
        """Receives like `recv_vectored`, with flags: C's MSG_….

        Errors: those of `recv_vectored`.

        The crate's `Socket::recv_vectored_with_flags`.

        >>> from socket import MSG_PEEK
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
        >>> one.send(b"hello")
        Ok(5)
        >>> two.recv_vectored_with_flags([bytearray(9)], MSG_PEEK).unwrap()[0]
        5
        """
        try:
            # A tuple: a buffer's `__buffer__` may change a list, and CPython would crash.
            n, _, found, _ = self._sock.recvmsg_into(tuple(bufs), 0, i32(flags))
        except OSError as exc:
            return failed(exc)
        return Ok((n, recv_flags(found)))

    def recv_from(self, buf: WritableBuffer) -> Result[tuple[int, SockAddr]]:
        """Receives like `recv`; returns how many bytes, and the address of the sender.

        If the kernel reports no address, as on a TCP connection, the address has no bytes.

        Errors: those of `recv`.

        The crate's `Socket::recv_from`.

        >>> from stdnet import UdpSocket
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> server = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> client = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> client.send_to(b"ping", server.local_addr().unwrap())
        Ok(4)
        >>> _, addr = server.recv_from(bytearray(9)).unwrap()
        >>> server.send_to(b"pong", addr)
        Ok(4)
        >>> count, addr = client.recv_from(bytearray(9)).unwrap()
        >>> count, addr.as_socket() == server.local_addr().unwrap()
        (4, True)
        """
        inner = self._sock
        try:
            n, name = inner.recvfrom_into(buf)
        except OSError as exc:
            return failed(exc)
        except TypeError:
            byte_view_mut(buf)  # Says what to write instead.
            raise
        return Ok((n, sock_addr_from_py(inner.family, name)))

    def recv_from_with_flags(self, buf: WritableBuffer, flags: int) -> Result[tuple[int, SockAddr]]:
        """Receives like `recv_from`, with flags: C's MSG_….

        Errors: those of `recv`.

        The crate's `Socket::recv_from_with_flags`.

        >>> from socket import MSG_DONTWAIT
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.recv_from_with_flags(bytearray(9), MSG_DONTWAIT).unwrap_err().kind()
        WouldBlock
        """
        inner = self._sock
        try:
            n, name = inner.recvfrom_into(buf, 0, i32(flags))
        except OSError as exc:
            return failed(exc)
        except TypeError:
            byte_view_mut(buf)  # Says what to write instead.
            raise
        return Ok((n, sock_addr_from_py(inner.family, name)))

    def recv_from_vectored(
        self, bufs: Sequence[WritableBuffer]
    ) -> Result[tuple[int, RecvFlags, SockAddr]]:
        """Receives like `recv_vectored`; also returns the address of the sender.

        Errors: those of `recv_vectored`.

        The crate's `Socket::recv_from_vectored`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
        >>> one.send(b"headbody")
        Ok(8)
        >>> count, flags, addr = two.recv_from_vectored([bytearray(4), bytearray(9)]).unwrap()
        >>> count, flags.is_truncated(), addr.len()
        (8, False, 0)
        """
        return self.recv_from_vectored_with_flags(bufs, 0)

    def recv_from_vectored_with_flags(
        self, bufs: Sequence[WritableBuffer], flags: int
    ) -> Result[tuple[int, RecvFlags, SockAddr]]:
        """Receives like `recv_from_vectored`, with flags: C's MSG_….

        Errors: those of `recv_vectored`.

        The crate's `Socket::recv_from_vectored_with_flags`.

        >>> from socket import MSG_DONTWAIT
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.recv_from_vectored_with_flags([bytearray(9)], MSG_DONTWAIT).unwrap_err().kind()
        WouldBlock
        """
        inner = self._sock
        try:
            n, _, found, name = inner.recvmsg_into(tuple(bufs), 0, i32(flags))
        except OSError as exc:
            return failed(exc)
        return Ok((n, recv_flags(found), sock_addr_from_py(inner.family, name)))

    def peek_from(self, buf: WritableBuffer) -> Result[tuple[int, SockAddr]]:
        """Receives like `recv_from`, but leaves the data to be received again.

        Errors: those of `recv`.

        The crate's `Socket::peek_from`.

        >>> from stdnet import UdpSocket
        >>> from stdnet.socket2 import SockRef
        >>> socket = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> socket.send_to(b"to me", socket.local_addr().unwrap())
        Ok(5)
        >>> SockRef.from_(socket).peek_from(bytearray(9)).unwrap()[0], socket.recv(bytearray(9))
        (5, Ok(5))
        """
        return self.recv_from_with_flags(buf, MSG_PEEK)

    def peek_sender(self) -> Result[SockAddr]:
        """Returns the address of the sender of the data that is received next.

        Errors: those of `recv`.

        The crate's `Socket::peek_sender`.

        >>> from stdnet import UdpSocket
        >>> from stdnet.socket2 import SockRef
        >>> socket = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> socket.send_to(b"to me", socket.local_addr().unwrap())
        Ok(5)
        >>> sender = SockRef.from_(socket).peek_sender().unwrap()
        >>> sender.as_socket() == socket.local_addr().unwrap()
        True
        """
        return self.peek_from(bytearray(8)).map(lambda found: found[1])

    def recvmsg(self, msg: MsgHdrMut, flags: int) -> Result[int]:
        """Receives a message with its address and control messages; returns how many bytes.

        Errors: those of `recv_vectored`.

        The crate's `Socket::recvmsg`.

        >>> from stdnet.socket2 import Domain, MsgHdrMut, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
        >>> one.send(b"hello")
        Ok(5)
        >>> two.recvmsg(MsgHdrMut().with_buffers([bytearray(9)]), 0)
        Ok(5)
        """
        bufs, control = recv_parts(msg)
        received = socket2.recvmsg(self._sock, bufs, control, i32(flags))
        if isinstance(received, Err):
            return received
        n, control_len, found, sender = received.unwrap()
        set_received(msg, control_len, found, sender)
        return ok_count(n)
