"""The methods that send data.

They are a hot path: most make their one system call themselves, as in `stdnet._net.stream`.
MSG_NOSIGNAL prevents SIGPIPE, even in a program that does not ignore it.
"""

from __future__ import annotations

from collections.abc import Sequence

from stdnet._core.arguments import check_method
from stdnet._core.buffer import Buffer, byte_view
from stdnet._core.containers import COUNTED, OK_COUNTS, ok_count, ok_large
from stdnet._core.error import Result
from stdnet._core.ints import i32, u64
from stdnet._sys import socket2, timeouts
from stdnet._sys.constants import MSG_OOB
from stdnet._sys.cvt import cvt, failed
from stdnet._sys.fd import HasFileno
from stdnet._sys.ownership import Socket as SystemSocket
from stdnet._sys.sock import MSG_NOSIGNAL
from stdnet._sys.sockaddr import NO_PY_ADDR, to_py
from stdnet.result._containers import Err
from stdnet.socket2._msghdr import MsgHdr, send_parts
from stdnet.socket2._sockaddr import IntoSockAddr, sockaddr_bytes


class SendCalls:
    """The methods of a socket that send data."""

    __slots__ = ()

    _sock: SystemSocket

    def send(self, buf: Buffer) -> Result[int]:
        """Sends bytes, or one message; returns how many bytes were sent.

        Waits if there is no room in the send buffer. It never raises SIGPIPE.

        Errors: `NotConnected`, `BrokenPipe`, `ConnectionReset`, `ConnectionRefused`; EMSGSIZE for a
        message that is too large; `WouldBlock` if there is no room and the socket is in
        non-blocking mode or its write time-out expires; any other error of `send(2)`.

        The crate's `Socket::send`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.STREAM).unwrap()
        >>> one.send(b"hello")
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

    def send_with_flags(self, buf: Buffer, flags: int) -> Result[int]:
        """Sends like `send`, with flags: C's MSG_….

        Errors: those of `send`.

        The crate's `Socket::send_with_flags`.

        >>> from socket import MSG_EOR
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.SEQPACKET).unwrap()
        >>> one.send_with_flags(b"record", MSG_EOR)
        Ok(6)
        """
        try:
            n = self._sock.send(buf, i32(flags) | MSG_NOSIGNAL)
        except OSError as exc:
            return failed(exc)
        except TypeError:
            byte_view(buf)  # Says what to write instead.
            raise
        return ok_count(n)

    def send_out_of_band(self, buf: Buffer) -> Result[int]:
        """Sends bytes of which the last one is urgent.

        Errors: those of `send`; EOPNOTSUPP if this kind of socket has no urgent data.

        The crate's `Socket::send_out_of_band`. C's MSG_OOB.

        >>> from stdnet import TcpListener, TcpStream
        >>> from stdnet.socket2 import SockRef
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> SockRef.from_(client).send_out_of_band(b"!")
        Ok(1)
        """
        return self.send_with_flags(buf, MSG_OOB)

    def send_vectored(self, bufs: Sequence[Buffer]) -> Result[int]:
        """Sends the bytes of several buffers like `send`.

        Errors: those of `send`; EMSGSIZE for more than 1024 buffers.

        The crate's `Socket::send_vectored`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
        >>> one.send_vectored([b"head", b"body"]), two.recv(bytearray(9))
        (Ok(8), Ok(8))
        """
        return self.send_vectored_with_flags(bufs, 0)

    def send_vectored_with_flags(self, bufs: Sequence[Buffer], flags: int) -> Result[int]:
        """Sends like `send_vectored`, with flags: C's MSG_….

        Errors: those of `send_vectored`.

        The crate's `Socket::send_vectored_with_flags`.

        >>> from socket import MSG_DONTWAIT
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
        >>> one.send_vectored_with_flags([b"head", b"body"], MSG_DONTWAIT)
        Ok(8)
        """
        try:
            n = self._sock.sendmsg(tuple(bufs), (), i32(flags) | MSG_NOSIGNAL)
        except OSError as exc:
            return failed(exc)
        return ok_count(n)

    def send_to(self, buf: Buffer, addr: IntoSockAddr) -> Result[int]:
        """Sends like `send`, to an address.

        Errors: those of `send`; `InvalidInput` or EAFNOSUPPORT for an address of another family.

        The crate's `Socket::send_to`.

        >>> from stdnet import UdpSocket
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> server = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.send_to(b"hello", server.local_addr().unwrap())
        Ok(5)
        """
        inner = self._sock
        family, name = to_py(sockaddr_bytes(addr)) or NO_PY_ADDR
        if inner.family != family:
            return self.send_to_with_flags(buf, addr, 0)
        try:
            n = inner.sendto(buf, MSG_NOSIGNAL, name)
        except OSError as exc:
            return failed(exc)
        except TypeError:
            byte_view(buf)  # Says what to write instead.
            raise
        return OK_COUNTS[n] if n < COUNTED else ok_large(n)

    def send_to_with_flags(self, buf: Buffer, addr: IntoSockAddr, flags: int) -> Result[int]:
        """Sends like `send_to`, with flags: C's MSG_….

        Errors: those of `send_to`.

        The crate's `Socket::send_to_with_flags`.

        >>> from socket import MSG_DONTWAIT
        >>> from stdnet import UdpSocket
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> server = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.send_to_with_flags(b"hello", server.local_addr().unwrap(), MSG_DONTWAIT)
        Ok(5)
        """
        api, name = socket2.select_api(self._sock, sockaddr_bytes(addr))
        try:
            n = api.sendto(buf, i32(flags) | MSG_NOSIGNAL, name)
        except OSError as exc:
            return failed(exc)
        except TypeError:
            byte_view(buf)  # Says what to write instead.
            raise
        return ok_count(n)

    def send_to_vectored(self, bufs: Sequence[Buffer], addr: IntoSockAddr) -> Result[int]:
        """Sends like `send_vectored`, to an address.

        Errors: those of `send_vectored` and `send_to`.

        The crate's `Socket::send_to_vectored`.

        >>> from stdnet import UdpSocket
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> server = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.send_to_vectored([b"head", b"body"], server.local_addr().unwrap())
        Ok(8)
        """
        return self.send_to_vectored_with_flags(bufs, addr, 0)

    def send_to_vectored_with_flags(
        self, bufs: Sequence[Buffer], addr: IntoSockAddr, flags: int
    ) -> Result[int]:
        """Sends like `send_to_vectored`, with flags: C's MSG_….

        Errors: those of `send_to_vectored`.

        The crate's `Socket::send_to_vectored_with_flags`.

        >>> from socket import MSG_DONTWAIT
        >>> from stdnet import UdpSocket
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> here = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.send_to_vectored_with_flags([b"x"], here.local_addr().unwrap(), MSG_DONTWAIT)
        Ok(1)
        """
        return socket2.sendmsg(self._sock, bufs, memoryview(b""), i32(flags), sockaddr_bytes(addr))

    def sendmsg(self, msg: MsgHdr, flags: int) -> Result[int]:
        """Sends a message with its address and control messages; returns how many bytes were sent.

        Errors: those of `send_to_vectored`; `InvalidInput` for invalid control messages.

        The crate's `Socket::sendmsg`.

        >>> from stdnet.socket2 import Domain, MsgHdr, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
        >>> one.sendmsg(MsgHdr().with_buffers([b"hello"]), 0)
        Ok(5)
        """
        addr, bufs, control = send_parts(msg)
        return socket2.sendmsg(self._sock, bufs, control, i32(flags), addr)

    def sendfile(self, file: HasFileno, offset: int, length: int | None) -> Result[int]:
        """Sends bytes of a file without copying them through the process; returns how many.

        It begins at `offset`, and leaves the position of the file alone. If `length` is `None`, it
        sends as many bytes as there are, 2 GiB at most. In the crate the length cannot be 0; here 0
        means `None`.

        Errors: those of `send`; `InvalidInput` if `file` cannot be mapped into memory, as a socket
        cannot.

        The crate's `Socket::sendfile`.

        >>> from tempfile import TemporaryFile
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.STREAM).unwrap()
        >>> with TemporaryFile() as file:
        ...     _ = file.write(b"headbody")
        ...     file.flush()
        ...     one.sendfile(file, 4, None)
        Ok(4)
        """
        check_method(file, "fileno", "file")
        start, most = u64(offset), None if length is None else u64(length)
        ready = cvt(timeouts.wait_to_write, self._sock)
        if isinstance(ready, Err):
            return ready
        return socket2.sendfile(self._sock, file, start, most)
