"""Sockets of any family and type: `Socket`, and what it shares with `SockRef`.

The calls that move bytes make their one system call themselves, as those of
`stdnet._net.stream` do.
"""

from collections.abc import Sequence
from functools import partial
from typing import TypeVar, final

from stdnet._core.arguments import check_method, check_type
from stdnet._core.buffer import Buffer, WritableBuffer
from stdnet._core.containers import COUNTED, OK_COUNTS, OK_NONE, ok, ok_count, ok_large
from stdnet._core.duration import Duration, micros
from stdnet._core.error import Result
from stdnet._core.fmt import debug_option
from stdnet._core.ints import i32, u64
from stdnet._core.shutdown import Shutdown
from stdnet._fd import OwnedFd, Owner, from_inner, into_inner
from stdnet._net.handle import Handle
from stdnet._sys import sock, socket2, timeouts
from stdnet._sys.constants import MSG_OOB, SOCK_CLOEXEC
from stdnet._sys.cvt import cvt, failed
from stdnet._sys.fd import HasFileno
from stdnet._sys.ownership import Socket as SystemSocket
from stdnet._sys.sock import MSG_NOSIGNAL, MSG_PEEK
from stdnet._sys.sockaddr import NO_ADDR, to_py
from stdnet.io._traits import Read, Write
from stdnet.result import Err
from stdnet.socket2._msghdr import MsgHdr, MsgHdrMut, fill, room, to_send
from stdnet.socket2._options_ipv4 import Ipv4Options
from stdnet.socket2._options_ipv6 import Ipv6Options
from stdnet.socket2._options_socket import SocketOptions
from stdnet.socket2._options_tcp import TcpOptions
from stdnet.socket2._sockaddr import (
    IntoSockAddr,
    SockAddr,
    sock_addr_from_c,
    sock_addr_unchecked,
    sockaddr_bytes,
)
from stdnet.socket2._types import Domain, Protocol, RecvFlags, Type, recv_flags

_Handle = TypeVar("_Handle", bound=Handle)


class AnySocket(SocketOptions, Ipv4Options, Ipv6Options, TcpOptions, Read, Write):
    """What can be done with a socket, whoever owns it."""

    __slots__ = ()

    _sock: SystemSocket

    def bind(self, address: IntoSockAddr) -> Result[None]:
        """Gives the socket an address. The crate's `Socket::bind`.

        Errors: `AddrInUse`, `AddrNotAvailable`, `PermissionDenied`, `InvalidInput` for a socket
        that has one, this or EAFNOSUPPORT for an address of another family; any other of the
        system.

        >>> from stdnet import SocketAddr
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.bind(SocketAddr.from_str("127.0.0.1:0").unwrap())
        <Success: None>
        >>> socket.local_addr().unwrap().as_socket().ip()
        127.0.0.1
        """
        return socket2.bind(self._sock, sockaddr_bytes(address))

    def connect(self, address: IntoSockAddr) -> Result[None]:
        """Connects to an address, or begins to in non-blocking mode. The crate's `Socket::connect`.

        A socket of datagrams is connected at once: it sends to this address, and takes datagrams
        from nowhere else.

        Errors: `ConnectionRefused`, `TimedOut`, `HostUnreachable` …; EINPROGRESS where it has only
        begun; any other of the system.

        >>> from stdnet import TcpListener
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.connect(listener.local_addr().unwrap())
        <Success: None>
        """
        return socket2.connect(self._sock, sockaddr_bytes(address))

    def connect_timeout(self, addr: IntoSockAddr, timeout: Duration) -> Result[None]:
        """Connects to an address, if that takes no longer than the time-out.

        A `timedelta` or seconds; a negative one is a `ValueError`. Whatever comes, the socket is
        in blocking mode then. The crate's `Socket::connect_timeout`.

        Errors: `TimedOut`; those of `connect`.

        >>> from stdnet import TcpListener
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.connect_timeout(listener.local_addr().unwrap(), 5)
        <Success: None>
        """
        return socket2.connect_timeout(self._sock, sockaddr_bytes(addr), micros(timeout) / 1e6)

    def listen(self, backlog: int) -> Result[None]:
        """Lets the socket wait for connections, of which so many may wait to be accepted.

        -1 is as many as the system allows. The crate's `Socket::listen`.

        Errors: `AddrInUse`; EOPNOTSUPP for a socket without connections.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.STREAM).unwrap().listen(128)
        <Success: None>
        """
        return socket2.listen(self._sock, i32(backlog))

    def accept(self) -> "Result[tuple[Socket, SockAddr]]":
        """Waits for a connection: its socket, and the address of the peer.

        The crate's `Socket::accept`.

        Errors: `WouldBlock` in non-blocking mode, EMFILE where there are too many descriptors,
        `InvalidInput` for a socket that does not listen, any other of the system.

        >>> from stdnet.socket2 import Domain, SockAddr, Socket, Type
        >>> listener = Socket.new(Domain.UNIX, Type.SEQPACKET).unwrap()
        >>> listener.bind(SockAddr.unix(b"").unwrap()).bind(lambda _: listener.listen(1)).unwrap()
        >>> client = Socket.new(Domain.UNIX, Type.SEQPACKET).unwrap()
        >>> client.connect(listener.local_addr().unwrap()).unwrap()
        >>> socket, addr = listener.accept().unwrap()
        >>> client.send(b"one"), client.send(b"two"), socket.recv(bytearray(9))
        (<Success: 3>, <Success: 3>, <Success: 3>)
        """
        return self.accept4(SOCK_CLOEXEC)

    def accept4(self, flags: int) -> "Result[tuple[Socket, SockAddr]]":
        """`accept` with C's SOCK_CLOEXEC or SOCK_NONBLOCK, or both. The crate's `Socket::accept4`.

        Errors: those of `accept`; `InvalidInput` for other flags.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> listener = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> listener.accept4(1).failure().kind()
        InvalidInput
        """
        accepted = socket2.accept(self._sock, i32(flags))
        if isinstance(accepted, Err):
            return accepted
        inner, addr = accepted.unwrap()
        return ok((from_inner(Socket, inner), sock_addr_unchecked(addr)))

    def accept_raw(self) -> "Result[tuple[Socket, SockAddr]]":
        """`accept` of a descriptor that programs which this one becomes get, too.

        The crate's `Socket::accept_raw`.

        Errors: those of `accept`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.STREAM).unwrap().accept_raw().failure().kind()
        InvalidInput
        """
        return self.accept4(0)

    def local_addr(self) -> Result[SockAddr]:
        """The address of this end. The crate's `Socket::local_addr`.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV6, Type.DGRAM).unwrap().local_addr().unwrap().as_socket()
        [::]:0
        """
        return socket2.local_addr(self._sock).map(sock_addr_unchecked)

    def peer_addr(self) -> Result[SockAddr]:
        """The address of the other end. The crate's `Socket::peer_addr`.

        Errors: `NotConnected`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV6, Type.DGRAM).unwrap().peer_addr().failure().kind()
        NotConnected
        """
        return socket2.peer_addr(self._sock).map(sock_addr_unchecked)

    def nonblocking(self) -> Result[bool]:
        """Whether calls that would wait answer `WouldBlock`. The crate's `Socket::nonblocking`.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.STREAM).unwrap().nonblocking()
        <Success: False>
        """
        return socket2.nonblocking(self._sock)

    def set_nonblocking(self, nonblocking: bool) -> Result[None]:
        """Whether calls that would wait answer `WouldBlock`.

        The mode belongs to the socket, so clones share it. The crate's `Socket::set_nonblocking`.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.set_nonblocking(True).bind(lambda _: socket.recv(bytearray(1))).failure().kind()
        WouldBlock
        """
        return sock.set_nonblocking(self._sock, nonblocking)

    def set_cloexec(self, close_on_exec: bool) -> Result[None]:
        """Whether the programs that this one becomes do without the descriptor.

        So it is from the start. The crate's `Socket::set_cloexec`.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.DGRAM).unwrap().set_cloexec(False)
        <Success: None>
        """
        return socket2.set_cloexec(self._sock, close_on_exec)

    def shutdown(self, how: Shutdown) -> Result[None]:
        """Ends the reading half, the writing half, or both. The crate's `Socket::shutdown`.

        Errors: `NotConnected`.

        >>> from stdnet import Shutdown
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.STREAM).unwrap()
        >>> one.shutdown(Shutdown.Write), two.recv(bytearray(1))
        (<Success: None>, <Success: 0>)
        """
        return sock.shutdown(self._sock, how)

    # Receiving.

    def recv(self, buf: WritableBuffer) -> Result[int]:
        """Receives bytes, or one message, waiting if there is none; the count put into `buf`.

        0 is the end of a stream, a message of no bytes, or no room. What of a message does not
        fit into the buffer is lost. The crate's `Socket::recv`.

        Errors: `WouldBlock` where there is nothing and the mode or the time-out forbids waiting,
        `NotConnected`, `ConnectionReset`, `ConnectionRefused`, any other of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
        >>> one.send(b"hello"), two.recv(bytearray(9))
        (<Success: 5>, <Success: 5>)
        """
        try:
            n = self._sock.recv_into(buf)
            if n == 0 and not memoryview(buf).nbytes:  # CPython has asked for nothing.
                n = self._sock.recvmsg_into([buf])[0]
        except OSError as exc:
            return failed(exc)
        return OK_COUNTS[n] if n < COUNTED else ok_large(n)

    def recv_with_flags(self, buf: WritableBuffer, flags: int) -> Result[int]:
        """`recv` with flags, C's MSG_…. The crate's `Socket::recv_with_flags`.

        Errors: those of `recv`.

        >>> from socket import MSG_DONTWAIT
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
        >>> two.recv_with_flags(bytearray(9), MSG_DONTWAIT).failure().kind()
        WouldBlock
        """
        return sock.recv(self._sock, buf, i32(flags))

    def recv_out_of_band(self, buf: WritableBuffer) -> Result[int]:
        """Receives the urgent byte, C's MSG_OOB. The crate's `Socket::recv_out_of_band`.

        Errors: `InvalidInput` if there is none; those of `recv`.

        >>> from stdnet import TcpListener, TcpStream
        >>> from stdnet.socket2 import SockRef
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> SockRef.from_(client).recv_out_of_band(bytearray(1)).failure().kind()
        InvalidInput
        """
        return self.recv_with_flags(buf, MSG_OOB)

    def peek(self, buf: WritableBuffer) -> Result[int]:
        """`recv`, but what was read stays to be read again. The crate's `Socket::peek`.

        Errors: those of `recv`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.STREAM).unwrap()
        >>> one.send(b"hello"), two.peek(bytearray(9)), two.recv(bytearray(9))
        (<Success: 5>, <Success: 5>, <Success: 5>)
        """
        return self.recv_with_flags(buf, MSG_PEEK)

    def recv_vectored(self, bufs: Sequence[WritableBuffer]) -> Result[tuple[int, RecvFlags]]:
        """`recv` into several buffers in turn, and what the system says of the message.

        The crate's `Socket::recv_vectored`.

        Errors: those of `recv`; EMSGSIZE for more than 1024 buffers.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
        >>> one.send(b"headbody")
        <Success: 8>
        >>> count, flags = two.recv_vectored([bytearray(4), bytearray(2)]).unwrap()
        >>> count, flags.is_truncated()
        (6, True)
        """
        return self.recv_vectored_with_flags(bufs, 0)

    def recv_vectored_with_flags(
        self, bufs: Sequence[WritableBuffer], flags: int
    ) -> Result[tuple[int, RecvFlags]]:
        """`recv_vectored` with flags. The crate's `Socket::recv_vectored_with_flags`.

        Errors: those of `recv_vectored`.

        >>> from socket import MSG_PEEK
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
        >>> one.send(b"hello")
        <Success: 5>
        >>> two.recv_vectored_with_flags([bytearray(9)], MSG_PEEK).unwrap()[0]
        5
        """
        try:
            n, _, found, _ = self._sock.recvmsg_into(bufs, 0, i32(flags))
        except OSError as exc:
            return failed(exc)
        return ok((n, recv_flags(found)))

    def recv_from(self, buf: WritableBuffer) -> Result[tuple[int, SockAddr]]:
        """`recv`, and the address of the sender. The crate's `Socket::recv_from`.

        A sender without an address, as at the other end of a connection, has one of no bytes.

        Errors: those of `recv`.

        >>> from stdnet import UdpSocket
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> server = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> client = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> client.send_to(b"ping", server.local_addr().unwrap())
        <Success: 4>
        >>> _, addr = server.recv_from(bytearray(9)).unwrap()
        >>> server.send_to(b"pong", addr)
        <Success: 4>
        >>> count, addr = client.recv_from(bytearray(9)).unwrap()
        >>> count, addr.as_socket() == server.local_addr().unwrap()
        (4, True)
        """
        inner = self._sock
        try:
            n, name = inner.recvfrom_into(buf)
        except OSError as exc:
            return failed(exc)
        return ok((n, sock_addr_from_c(inner.family, name)))

    def recv_from_with_flags(self, buf: WritableBuffer, flags: int) -> Result[tuple[int, SockAddr]]:
        """`recv_from` with flags. The crate's `Socket::recv_from_with_flags`.

        Errors: those of `recv`.

        >>> from socket import MSG_DONTWAIT
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.recv_from_with_flags(bytearray(9), MSG_DONTWAIT).failure().kind()
        WouldBlock
        """
        inner = self._sock
        try:
            n, name = inner.recvfrom_into(buf, 0, i32(flags))
        except OSError as exc:
            return failed(exc)
        return ok((n, sock_addr_from_c(inner.family, name)))

    def recv_from_vectored(
        self, bufs: Sequence[WritableBuffer]
    ) -> Result[tuple[int, RecvFlags, SockAddr]]:
        """`recv_vectored`, and the address of the sender. The crate's `Socket::recv_from_vectored`.

        Errors: those of `recv_vectored`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
        >>> one.send(b"headbody")
        <Success: 8>
        >>> count, flags, addr = two.recv_from_vectored([bytearray(4), bytearray(9)]).unwrap()
        >>> count, flags.is_truncated(), addr.len()
        (8, False, 0)
        """
        return self.recv_from_vectored_with_flags(bufs, 0)

    def recv_from_vectored_with_flags(
        self, bufs: Sequence[WritableBuffer], flags: int
    ) -> Result[tuple[int, RecvFlags, SockAddr]]:
        """`recv_from_vectored` with flags. The crate's `Socket::recv_from_vectored_with_flags`.

        Errors: those of `recv_vectored`.

        >>> from socket import MSG_DONTWAIT
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.recv_from_vectored_with_flags([bytearray(9)], MSG_DONTWAIT).failure().kind()
        WouldBlock
        """
        inner = self._sock
        try:
            n, _, found, name = inner.recvmsg_into(bufs, 0, i32(flags))
        except OSError as exc:
            return failed(exc)
        return ok((n, recv_flags(found), sock_addr_from_c(inner.family, name)))

    def peek_from(self, buf: WritableBuffer) -> Result[tuple[int, SockAddr]]:
        """`recv_from`, but what was read stays to be read again. The crate's `Socket::peek_from`.

        Errors: those of `recv`.

        >>> from stdnet import UdpSocket
        >>> from stdnet.socket2 import SockRef
        >>> socket = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> socket.send_to(b"to me", socket.local_addr().unwrap())
        <Success: 5>
        >>> SockRef.from_(socket).peek_from(bytearray(9)).unwrap()[0], socket.recv(bytearray(9))
        (5, <Success: 5>)
        """
        return self.recv_from_with_flags(buf, MSG_PEEK)

    def peek_sender(self) -> Result[SockAddr]:
        """The address of who has sent what is received next. The crate's `Socket::peek_sender`.

        Errors: those of `recv`.

        >>> from stdnet import UdpSocket
        >>> from stdnet.socket2 import SockRef
        >>> socket = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> socket.send_to(b"to me", socket.local_addr().unwrap())
        <Success: 5>
        >>> sender = SockRef.from_(socket).peek_sender().unwrap()
        >>> sender.as_socket() == socket.local_addr().unwrap()
        True
        """
        return self.peek_from(bytearray(8)).map(lambda found: found[1])

    def recvmsg(self, msg: MsgHdrMut, flags: int) -> Result[int]:
        """Receives a message with all that goes with it; the count of its bytes.

        The crate's `Socket::recvmsg`.

        Errors: those of `recv_vectored`.

        >>> from stdnet.socket2 import Domain, MsgHdrMut, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
        >>> one.send(b"hello")
        <Success: 5>
        >>> two.recvmsg(MsgHdrMut().with_buffers([bytearray(9)]), 0)
        <Success: 5>
        """
        bufs, control = room(msg)
        received = socket2.recvmsg(self._sock, bufs, control, i32(flags))
        if isinstance(received, Err):
            return received
        n, control_len, found, sender = received.unwrap()
        fill(msg, control_len, found, sender)
        return ok_count(n)

    # Sending. No signal is sent, whatever the program has done with SIGPIPE.

    def send(self, buf: Buffer) -> Result[int]:
        """Sends bytes, or one message, waiting for room if there is none; the count of them.

        The crate's `Socket::send`.

        Errors: `NotConnected`, `BrokenPipe`, `ConnectionReset`, `ConnectionRefused`, EMSGSIZE for
        a message that is too large, `WouldBlock` where there is no room and the mode or the
        time-out forbids waiting, any other of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.STREAM).unwrap()
        >>> one.send(b"hello")
        <Success: 5>
        """
        try:
            n = self._sock.send(buf, MSG_NOSIGNAL)
        except OSError as exc:
            return failed(exc)
        return OK_COUNTS[n] if n < COUNTED else ok_large(n)

    def send_with_flags(self, buf: Buffer, flags: int) -> Result[int]:
        """`send` with flags, C's MSG_…. The crate's `Socket::send_with_flags`.

        Errors: those of `send`.

        >>> from socket import MSG_EOR
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.SEQPACKET).unwrap()
        >>> one.send_with_flags(b"record", MSG_EOR)
        <Success: 6>
        """
        try:
            n = self._sock.send(buf, i32(flags) | MSG_NOSIGNAL)
        except OSError as exc:
            return failed(exc)
        return ok_count(n)

    def send_out_of_band(self, buf: Buffer) -> Result[int]:
        """Sends bytes of which the last is urgent, C's MSG_OOB.

        The crate's `Socket::send_out_of_band`.

        Errors: those of `send`; EOPNOTSUPP where nothing is urgent.

        >>> from stdnet import TcpListener, TcpStream
        >>> from stdnet.socket2 import SockRef
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        >>> SockRef.from_(client).send_out_of_band(b"!")
        <Success: 1>
        """
        return self.send_with_flags(buf, MSG_OOB)

    def send_vectored(self, bufs: Sequence[Buffer]) -> Result[int]:
        """`send` of the bytes of several buffers. The crate's `Socket::send_vectored`.

        Errors: those of `send`; EMSGSIZE for more than 1024 buffers.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
        >>> one.send_vectored([b"head", b"body"]), two.recv(bytearray(9))
        (<Success: 8>, <Success: 8>)
        """
        return self.send_vectored_with_flags(bufs, 0)

    def send_vectored_with_flags(self, bufs: Sequence[Buffer], flags: int) -> Result[int]:
        """`send_vectored` with flags. The crate's `Socket::send_vectored_with_flags`.

        Errors: those of `send_vectored`.

        >>> from socket import MSG_DONTWAIT
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
        >>> one.send_vectored_with_flags([b"head", b"body"], MSG_DONTWAIT)
        <Success: 8>
        """
        try:
            n = self._sock.sendmsg(bufs, (), i32(flags) | MSG_NOSIGNAL)
        except OSError as exc:
            return failed(exc)
        return ok_count(n)

    def send_to(self, buf: Buffer, addr: IntoSockAddr) -> Result[int]:
        """`send` to an address. The crate's `Socket::send_to`.

        Errors: those of `send`; `InvalidInput` or EAFNOSUPPORT for an address of another family.

        >>> from stdnet import UdpSocket
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> server = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.send_to(b"hello", server.local_addr().unwrap())
        <Success: 5>
        """
        inner = self._sock
        family, name = to_py(sockaddr_bytes(addr)) or NO_ADDR
        if inner.family != family:
            return self.send_to_with_flags(buf, addr, 0)
        try:
            n = inner.sendto(buf, MSG_NOSIGNAL, name)
        except OSError as exc:
            return failed(exc)
        return OK_COUNTS[n] if n < COUNTED else ok_large(n)

    def send_to_with_flags(self, buf: Buffer, addr: IntoSockAddr, flags: int) -> Result[int]:
        """`send_to` with flags. The crate's `Socket::send_to_with_flags`.

        Errors: those of `send_to`.

        >>> from socket import MSG_DONTWAIT
        >>> from stdnet import UdpSocket
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> server = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.send_to_with_flags(b"hello", server.local_addr().unwrap(), MSG_DONTWAIT)
        <Success: 5>
        """
        same, name = socket2.addressed(self._sock, sockaddr_bytes(addr))
        try:
            n = same.sendto(buf, i32(flags) | MSG_NOSIGNAL, name)
        except OSError as exc:
            return failed(exc)
        return ok_count(n)

    def send_to_vectored(self, bufs: Sequence[Buffer], addr: IntoSockAddr) -> Result[int]:
        """`send_vectored` to an address. The crate's `Socket::send_to_vectored`.

        Errors: those of `send_vectored`; those of `send_to`.

        >>> from stdnet import UdpSocket
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> server = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.send_to_vectored([b"head", b"body"], server.local_addr().unwrap())
        <Success: 8>
        """
        return self.send_to_vectored_with_flags(bufs, addr, 0)

    def send_to_vectored_with_flags(
        self, bufs: Sequence[Buffer], addr: IntoSockAddr, flags: int
    ) -> Result[int]:
        """`send_to_vectored` with flags. The crate's `Socket::send_to_vectored_with_flags`.

        Errors: those of `send_to_vectored`.

        >>> from socket import MSG_DONTWAIT
        >>> from stdnet import UdpSocket
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> here = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.send_to_vectored_with_flags([b"x"], here.local_addr().unwrap(), MSG_DONTWAIT)
        <Success: 1>
        """
        return socket2.sendmsg(self._sock, bufs, memoryview(b""), i32(flags), sockaddr_bytes(addr))

    def sendmsg(self, msg: MsgHdr, flags: int) -> Result[int]:
        """Sends a message with all that goes with it; the count of its bytes.

        The crate's `Socket::sendmsg`.

        Errors: those of `send_to_vectored`; `InvalidInput` for what is no control message.

        >>> from stdnet.socket2 import Domain, MsgHdr, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
        >>> one.sendmsg(MsgHdr().with_buffers([b"hello"]), 0)
        <Success: 5>
        """
        addr, bufs, control = to_send(msg)
        return socket2.sendmsg(self._sock, bufs, control, i32(flags), addr)

    def sendfile(self, file: HasFileno, offset: int, length: int | None) -> Result[int]:
        """Sends bytes of a file from an offset on, past the program's memory; the count of them.

        With `None` as many as there are, 2 GiB at most. The position of the file stays. The
        crate's `Socket::sendfile`; its length is not 0, and here 0 is none, too.

        Errors: those of `send`; `InvalidInput` for what is no file of bytes.

        >>> from tempfile import TemporaryFile
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.STREAM).unwrap()
        >>> with TemporaryFile() as file:
        ...     _ = file.write(b"headbody")
        ...     file.flush()
        ...     one.sendfile(file, 4, None)
        <Success: 4>
        """
        check_method(file, "fileno", "file")
        start, most = u64(offset), None if length is None else u64(length)
        ready = cvt(timeouts.wait_to_write, self._sock)
        return ready.bind(lambda _: socket2.sendfile(self._sock, file, start, most))

    # Rust's `Read` and `Write`.

    def read(self, buf: WritableBuffer, /) -> Result[int]:
        """`recv`, as Rust's `Read` calls it.

        Errors: those of `recv`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.STREAM).unwrap()
        >>> one.write_all(b"hello"), two.read(bytearray(9))
        (<Success: None>, <Success: 5>)
        """
        return self.recv(buf)

    def read_vectored(self, bufs: Sequence[WritableBuffer]) -> Result[int]:
        """`recv_vectored`, as Rust's `Read` calls it.

        Errors: those of `recv_vectored`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.STREAM).unwrap()
        >>> one.write_all(b"hello"), two.read_vectored([bytearray(3), bytearray(3)])
        (<Success: None>, <Success: 5>)
        """
        return self.recv_vectored(bufs).map(lambda received: received[0])

    def write(self, buf: Buffer, /) -> Result[int]:
        """`send`, as Rust's `Write` calls it.

        Errors: those of `send`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.STREAM).unwrap()
        >>> one.write(b"hello")
        <Success: 5>
        """
        return self.send(buf)

    def write_vectored(self, bufs: Sequence[Buffer]) -> Result[int]:
        """`send_vectored`, as Rust's `Write` calls it.

        Errors: those of `send_vectored`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.STREAM).unwrap()
        >>> one.write_vectored([b"head", b"body"])
        <Success: 8>
        """
        return self.send_vectored(bufs)

    def flush(self) -> Result[None]:
        """Nothing: what was sent is with the system already. Rust's `Write::flush`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.STREAM).unwrap().flush()
        <Success: None>
        """
        return OK_NONE

    def __repr__(self) -> str:
        local, peer = self.local_addr().value_or(None), self.peer_addr().value_or(None)
        ends = f"local_addr: {debug_option(local)}, peer_addr: {debug_option(peer)}"
        return f"{type(self).__name__} {{ raw: {self._sock.fileno()}, {ends} }}"


@final
class Socket(AnySocket, Handle):
    """A socket of any family and type, to be set up step by step. The crate's `Socket`.

    It becomes a type of `stdnet` by `into`, and comes from one by `from_`. It is closed when the
    last reference goes away, at the end of a `with` block, or by `close()`.

    >>> from stdnet import SocketAddr, TcpListener
    >>> from stdnet.socket2 import Domain, Socket, Type
    >>> socket = Socket.new(Domain.IPV6, Type.STREAM).unwrap()
    >>> socket.set_only_v6(False).unwrap()
    >>> socket.bind(SocketAddr.from_str("[::1]:0").unwrap()).unwrap()
    >>> socket.listen(128).unwrap()
    >>> socket.into(TcpListener).local_addr().unwrap().ip()
    ::1
    """

    __slots__ = ()

    @staticmethod
    def new(domain: Domain, ty: Type, protocol: Protocol | None = None) -> "Result[Socket]":
        """A socket of the family, the type and the protocol; without one, of the usual protocol.

        Programs that this one becomes do not get it. The crate's `Socket::new`.

        Errors: `PermissionDenied` for who may not have one, as one of `Type.RAW` (CAP_NET_RAW);
        EAFNOSUPPORT, EPROTONOSUPPORT and ESOCKTNOSUPPORT for what the system does not have; EMFILE
        where there are too many descriptors.

        >>> from stdnet.socket2 import Domain, Protocol, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.DGRAM).bind(lambda socket: socket.protocol())
        <Success: IPPROTO_UDP>
        >>> print(Socket.new(Domain.IPV4, Type.DGRAM, Protocol.TCP).failure())
        Protocol not supported (os error 93)
        """
        return _new(domain, ty, protocol, True)

    @staticmethod
    def new_raw(domain: Domain, ty: Type, protocol: Protocol | None = None) -> "Result[Socket]":
        """`new` of a descriptor that programs which this one becomes get, too.

        The crate's `Socket::new_raw`.

        Errors: those of `new`.

        >>> from os import get_inheritable
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new_raw(Domain.IPV4, Type.STREAM).unwrap()
        >>> get_inheritable(socket.as_raw_fd())
        True
        """
        return _new(domain, ty, protocol, bool(int(ty) & SOCK_CLOEXEC))

    @staticmethod
    def pair(
        domain: Domain, ty: Type, protocol: Protocol | None = None
    ) -> "Result[tuple[Socket, Socket]]":
        """Two sockets that are connected to each other. The crate's `Socket::pair`.

        Programs that this one becomes do not get them.

        Errors: EOPNOTSUPP for a family that has none, as IPv4; those of `new`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.SEQPACKET).unwrap()
        >>> one.send(b"hello"), two.recv(bytearray(9))
        (<Success: 5>, <Success: 5>)
        """
        return _pair(domain, ty, protocol, True)

    @staticmethod
    def pair_raw(
        domain: Domain, ty: Type, protocol: Protocol | None = None
    ) -> "Result[tuple[Socket, Socket]]":
        """`pair` of descriptors that programs which this one becomes get, too.

        The crate's `Socket::pair_raw`.

        Errors: those of `pair`.

        >>> from os import get_inheritable
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair_raw(Domain.UNIX, Type.STREAM).unwrap()
        >>> get_inheritable(one.as_raw_fd())
        True
        """
        return _pair(domain, ty, protocol, bool(int(ty) & SOCK_CLOEXEC))

    @staticmethod
    def from_(owner: Owner) -> "Socket":
        """Takes over what any type of `stdnet` owns, which answers EBADF then.

        The crate's `Socket::from`.

        >>> from stdnet import UdpSocket
        >>> from stdnet.socket2 import Socket
        >>> Socket.from_(UdpSocket.bind("127.0.0.1:0").unwrap()).type()
        <Success: SOCK_DGRAM>
        """
        return Socket.from_owned_fd(_given(owner))

    def into(self, kind: type[_Handle]) -> _Handle:
        """Becomes a socket of that type, as Rust's `into()` does; this object answers EBADF then.

        Whether it fits the type shows with its calls. For the crate's `From<Socket>`.

        >>> from stdnet import UdpSocket
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.into(UdpSocket).local_addr()
        <Success: 0.0.0.0:0>
        """
        check_method(kind, "from_owned_fd", "kind, a type of socket,")
        return kind.from_owned_fd(_given(self))


def _given(owner: Owner) -> OwnedFd:
    check_type(owner, Owner, "the owner")
    return from_inner(OwnedFd, into_inner(owner))


def _new(domain: Domain, ty: Type, protocol: Protocol | None, cloexec: bool) -> Result[Socket]:
    return socket2.new(*_numbers(domain, ty, protocol), cloexec).map(partial(from_inner, Socket))


def _pair(
    domain: Domain, ty: Type, protocol: Protocol | None, cloexec: bool
) -> Result[tuple[Socket, Socket]]:
    made = socket2.pair(*_numbers(domain, ty, protocol), cloexec)
    return made.map(lambda both: (from_inner(Socket, both[0]), from_inner(Socket, both[1])))


def _numbers(domain: Domain, ty: Type, protocol: Protocol | None) -> tuple[int, int, int]:
    check_type(domain, Domain, "the domain")
    check_type(ty, Type, "the ty")
    check_type(protocol, Protocol | None, "the protocol")
    return int(domain), int(ty), int(protocol) if protocol is not None else 0
