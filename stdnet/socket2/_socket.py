"""Sockets of any family and type: `Socket`, and the methods that it shares with `SockRef`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from errno import EINVAL
from typing import TypeVar, final

from stdnet._core.arguments import check_method, check_type, linux_only, no_argument
from stdnet._core.buffer import Buffer, WritableBuffer
from stdnet._core.containers import OK_NONE
from stdnet._core.duration import Duration, micros
from stdnet._core.error import Result
from stdnet._core.fmt import debug_option
from stdnet._core.ints import i32
from stdnet._core.shutdown import Shutdown
from stdnet._fd import OwnedFd, Owner, UntypedOwner, from_inner, into_inner
from stdnet._net.handle import Handle
from stdnet._sys import sock, socket2
from stdnet._sys.constants import SOCK_CLOEXEC, SOCK_NONBLOCK
from stdnet._sys.ownership import Socket as SystemSocket
from stdnet.io._traits import ReadWrite
from stdnet.result._containers import Err, Ok
from stdnet.socket2._options_ipv4 import Ipv4Options
from stdnet.socket2._options_ipv6 import Ipv6Options
from stdnet.socket2._options_socket import SocketOptions
from stdnet.socket2._options_tcp import TcpOptions
from stdnet.socket2._recv_calls import RecvCalls
from stdnet.socket2._send_calls import SendCalls
from stdnet.socket2._sockaddr import IntoSockAddr, SockAddr, sock_addr_unchecked, sockaddr_bytes
from stdnet.socket2._types import Domain, Protocol, Type

if sys.platform == "linux":
    from stdnet.socket2._options_dccp import DccpOptions
else:

    class DccpOptions:
        """Stands for the options of DCCP, which only Linux has had."""

        __slots__ = ()


_Handle = TypeVar("_Handle", bound=Handle)


@linux_only("accept4")
class AnySocket(
    SocketOptions,
    Ipv4Options,
    Ipv6Options,
    TcpOptions,
    DccpOptions,
    RecvCalls,
    SendCalls,
    ReadWrite,
):
    """The methods of a socket, whether `Socket` owns it or `SockRef` borrows it."""

    __slots__ = ()

    _sock: SystemSocket

    def bind(self, address: IntoSockAddr) -> Result[None]:
        """Binds the socket to an address.

        Errors: `AddrInUse`, `AddrNotAvailable`, `PermissionDenied`; `InvalidInput` if the socket is
        bound already; `InvalidInput` or EAFNOSUPPORT for an address of another family; any other
        error of `bind(2)`.

        The crate's `Socket::bind`.

        >>> from stdnet import SocketAddr
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.bind(SocketAddr.from_str("127.0.0.1:0").unwrap())
        Ok(None)
        >>> socket.local_addr().unwrap().as_socket().ip()
        127.0.0.1
        """
        return socket2.bind(self._sock, sockaddr_bytes(address))

    def connect(self, address: IntoSockAddr) -> Result[None]:
        """Connects to an address, or begins to in non-blocking mode.

        A datagram socket is connected at once: it then sends to this address, and receives from no
        other.

        Errors: `ConnectionRefused`, `TimedOut`, `HostUnreachable` …; EINPROGRESS if the connection
        has only begun; any other error of `connect(2)`.

        The crate's `Socket::connect`.

        >>> from stdnet import TcpListener
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.connect(listener.local_addr().unwrap())
        Ok(None)
        """
        return socket2.connect(self._sock, sockaddr_bytes(address))

    def connect_timeout(self, addr: IntoSockAddr, timeout: Duration) -> Result[None]:
        """Connects to an address within a time-out.

        `timeout` is a `timedelta` or a number of seconds; a negative one raises `ValueError`.
        Afterwards the socket is in blocking mode, whether it is connected or not.

        Errors: `TimedOut`; those of `connect`.

        The crate's `Socket::connect_timeout`.

        >>> from stdnet import TcpListener
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> listener = TcpListener.bind("127.0.0.1:0").unwrap()
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.connect_timeout(listener.local_addr().unwrap(), 5)
        Ok(None)
        """
        return socket2.connect_timeout(self._sock, sockaddr_bytes(addr), micros(timeout) / 1e6)

    def listen(self, backlog: int) -> Result[None]:
        """Listens for connections, of which up to `backlog` may wait to be accepted.

        -1 stands for as many as the kernel allows.

        Errors: `AddrInUse`; EOPNOTSUPP if the type of the socket has no connections.

        The crate's `Socket::listen`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.STREAM).unwrap().listen(128)
        Ok(None)
        """
        return socket2.listen(self._sock, i32(backlog))

    def accept(self, timeout: None = None) -> Result[tuple[Socket, SockAddr]]:
        """Waits for a connection; returns its socket and the address of the peer.

        For a limit of time call `set_read_timeout` before: `timeout` is there for the text of the
        error.

        Errors: `WouldBlock` in non-blocking mode; EMFILE if the process has too many open
        descriptors; `InvalidInput` if the socket does not listen; any other error of `accept4(2)`.

        The crate's `Socket::accept`.

        >>> from stdnet.socket2 import Domain, SockAddr, Socket, Type
        >>> listener = Socket.new(Domain.UNIX, Type.SEQPACKET).unwrap()
        >>> listener.bind(SockAddr.unix(b"").unwrap()).unwrap()
        >>> listener.listen(1).unwrap()
        >>> client = Socket.new(Domain.UNIX, Type.SEQPACKET).unwrap()
        >>> client.connect(listener.local_addr().unwrap()).unwrap()
        >>> socket, addr = listener.accept().unwrap()
        >>> client.send(b"one"), client.send(b"two"), socket.recv(bytearray(9))
        (Ok(3), Ok(3), Ok(3))
        """
        if timeout is not None:
            raise no_argument("accept", "set_read_timeout(5) before")
        return _accepted(socket2.accept(self._sock))

    if sys.platform == "linux":

        def accept4(self, flags: int) -> Result[tuple[Socket, SockAddr]]:
            """Accepts like `accept`, with C's SOCK_CLOEXEC or SOCK_NONBLOCK, or both.

            Errors: those of `accept`; `InvalidInput` for other flags.

            The crate's `Socket::accept4`.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> listener = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
            >>> listener.accept4(1).unwrap_err().kind()
            InvalidInput
            """
            if i32(flags) & ~(SOCK_CLOEXEC | SOCK_NONBLOCK):
                return socket2.os_error(EINVAL)
            nonblocking, cloexec = bool(flags & SOCK_NONBLOCK), bool(flags & SOCK_CLOEXEC)
            return _accepted(socket2.accept(self._sock, nonblocking, cloexec))

    def accept_raw(self) -> Result[tuple[Socket, SockAddr]]:
        """Accepts like `accept`, but does not set close-on-exec.

        A program that this process executes inherits the descriptor.

        Errors: those of `accept`.

        The crate's `Socket::accept_raw`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.STREAM).unwrap().accept_raw().unwrap_err().kind()
        InvalidInput
        """
        return _accepted(socket2.accept(self._sock, cloexec=False))

    def local_addr(self) -> Result[SockAddr]:
        """Returns the address that the socket is bound to.

        Errors: any error of `getsockname(2)`.

        The crate's `Socket::local_addr`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV6, Type.DGRAM).unwrap().local_addr().unwrap().as_socket()
        [::]:0
        """
        return socket2.local_addr(self._sock).map(sock_addr_unchecked)

    def peer_addr(self) -> Result[SockAddr]:
        """Returns the address of the peer.

        Errors: `NotConnected`.

        The crate's `Socket::peer_addr`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV6, Type.DGRAM).unwrap().peer_addr().unwrap_err().kind()
        NotConnected
        """
        return socket2.peer_addr(self._sock).map(sock_addr_unchecked)

    def nonblocking(self) -> Result[bool]:
        """Returns True if the socket is in non-blocking mode.

        Errors: any error of `fcntl(2)`.

        The crate's `Socket::nonblocking`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.STREAM).unwrap().nonblocking()
        Ok(false)
        """
        return socket2.nonblocking(self._sock)

    def set_nonblocking(self, nonblocking: bool) -> Result[None]:
        """Sets or clears non-blocking mode: calls that would wait return `WouldBlock`.

        The mode belongs to the socket, so clones share it.

        Errors: any error of `fcntl(2)`.

        The crate's `Socket::set_nonblocking`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.set_nonblocking(True).unwrap()
        >>> socket.recv(bytearray(1)).unwrap_err().kind()
        WouldBlock
        """
        return sock.set_nonblocking(self._sock, nonblocking)

    def set_cloexec(self, close_on_exec: bool) -> Result[None]:
        """Sets or clears close-on-exec, which is set by default.

        If it is set, a program that this process executes does not inherit the descriptor.

        Errors: any error of `fcntl(2)`.

        The crate's `Socket::set_cloexec`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.DGRAM).unwrap().set_cloexec(False)
        Ok(None)
        """
        return socket2.set_cloexec(self._sock, close_on_exec)

    def shutdown(self, how: Shutdown) -> Result[None]:
        """Shuts down the reading half, the writing half, or both.

        Errors: `NotConnected`.

        The crate's `Socket::shutdown`.

        >>> from stdnet import Shutdown
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.STREAM).unwrap()
        >>> one.shutdown(Shutdown.Write), two.recv(bytearray(1))
        (Ok(None), Ok(0))
        """
        return sock.shutdown(self._sock, how)

    # Rust's `Read` and `Write`.

    def read(self, buf: WritableBuffer, /) -> Result[int]:
        """Calls `recv`.

        Errors: those of `recv`.

        Rust's `Read::read`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.STREAM).unwrap()
        >>> one.write_all(b"hello"), two.read(bytearray(9))
        (Ok(None), Ok(5))
        """
        return self.recv(buf)

    def read_vectored(self, bufs: Sequence[WritableBuffer]) -> Result[int]:
        """Calls `recv_vectored`, but returns no flags.

        Errors: those of `recv_vectored`.

        Rust's `Read::read_vectored`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.STREAM).unwrap()
        >>> one.write_all(b"hello"), two.read_vectored([bytearray(3), bytearray(3)])
        (Ok(None), Ok(5))
        """
        return self.recv_vectored(bufs).map(lambda received: received[0])

    def write(self, buf: Buffer, /) -> Result[int]:
        """Calls `send`.

        Errors: those of `send`.

        Rust's `Write::write`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.STREAM).unwrap()
        >>> one.write(b"hello")
        Ok(5)
        """
        return self.send(buf)

    def write_vectored(self, bufs: Sequence[Buffer]) -> Result[int]:
        """Calls `send_vectored`.

        Errors: those of `send_vectored`.

        Rust's `Write::write_vectored`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.STREAM).unwrap()
        >>> one.write_vectored([b"head", b"body"])
        Ok(8)
        """
        return self.send_vectored(bufs)

    def flush(self) -> Result[None]:
        """Does nothing, as sent data is in the kernel already.

        Rust's `Write::flush`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.STREAM).unwrap().flush()
        Ok(None)
        """
        return OK_NONE

    def __repr__(self) -> str:
        return self._debug(self._sock.fileno())

    def _debug(self, raw: int) -> str:
        """Returns the text with the number of the descriptor."""
        local, peer = self.local_addr().unwrap_or(None), self.peer_addr().unwrap_or(None)
        ends = f"local_addr: {debug_option(local)}, peer_addr: {debug_option(peer)}"
        return f"{type(self).__name__} {{ raw: {raw}, {ends} }}"


@final
class Socket(AnySocket, Handle, UntypedOwner):
    """A socket of any family and type, to be set up step by step.

    `into` turns it into another socket type of `stdnet`, and `from_` does the reverse. It is closed
    when the last reference goes away, at the end of a `with` block, or by `close()`. What a
    `BufWriter` around it still holds then is lost: flush that before.

    The crate's `Socket`.

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
    def new(domain: Domain, ty: Type, protocol: Protocol | None = None) -> Result[Socket]:
        """Creates a socket of the given family, type and protocol.

        Without a protocol, the kernel chooses the usual one. Close-on-exec is set.

        Errors: `PermissionDenied` without the privilege that the socket requires, such as
        CAP_NET_RAW for `Type.RAW`; EAFNOSUPPORT, EPROTONOSUPPORT and ESOCKTNOSUPPORT for a family,
        a protocol and a type that the kernel does not have; EMFILE if the process has too many open
        descriptors.

        The crate's `Socket::new`.

        >>> from stdnet.socket2 import Domain, Protocol, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.protocol()
        Ok(IPPROTO_UDP)
        >>> print(Socket.new(Domain.IPV4, Type.DGRAM, Protocol.TCP).unwrap_err())
        Protocol not supported (os error 93)
        """
        return _new(domain, ty, protocol, True)

    @staticmethod
    def new_raw(domain: Domain, ty: Type, protocol: Protocol | None = None) -> Result[Socket]:
        """Creates a socket like `new`, but does not set close-on-exec.

        A program that this process executes inherits the descriptor.

        Errors: those of `new`.

        The crate's `Socket::new_raw`.

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
    ) -> Result[tuple[Socket, Socket]]:
        """Creates two sockets that are connected to each other.

        Close-on-exec is set.

        Errors: EOPNOTSUPP for a family that has no pairs, such as IPv4; those of `new`.

        The crate's `Socket::pair`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair(Domain.UNIX, Type.SEQPACKET).unwrap()
        >>> one.send(b"hello"), two.recv(bytearray(9))
        (Ok(5), Ok(5))
        """
        return _pair(domain, ty, protocol, True)

    @staticmethod
    def pair_raw(
        domain: Domain, ty: Type, protocol: Protocol | None = None
    ) -> Result[tuple[Socket, Socket]]:
        """Creates a pair like `pair`, but does not set close-on-exec.

        A program that this process executes inherits the descriptors.

        Errors: those of `pair`.

        The crate's `Socket::pair_raw`.

        >>> from os import get_inheritable
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> one, two = Socket.pair_raw(Domain.UNIX, Type.STREAM).unwrap()
        >>> get_inheritable(one.as_raw_fd())
        True
        """
        return _pair(domain, ty, protocol, bool(int(ty) & SOCK_CLOEXEC))

    # In Rust a conversion is not inherited.
    @staticmethod
    def from_(  # pyright: ignore[reportIncompatibleMethodOverride]
        owner: Owner,
    ) -> Socket:
        """Takes over the descriptor of any socket type of `stdnet`.

        Every later call on `owner` returns EBADF.

        The crate's `Socket::from`.

        >>> from stdnet import UdpSocket
        >>> from stdnet.socket2 import Socket
        >>> Socket.from_(UdpSocket.bind("127.0.0.1:0").unwrap()).type()
        Ok(SOCK_DGRAM)
        """
        return Socket.from_owned_fd(_into_owned_fd(owner))

    def into(self, kind: type[_Handle]) -> _Handle:
        """Moves the descriptor into a socket of another type, as Rust's `into()` does.

        Every later call on this object returns EBADF. The socket may be of any kind: calls that it
        does not support return an `Err`.

        It replaces the crate's `From<Socket>`.

        >>> from stdnet import UdpSocket
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.into(UdpSocket).local_addr()
        Ok(0.0.0.0:0)
        """
        check_method(kind, "from_owned_fd", "kind, a type of socket,")
        return kind.from_owned_fd(_into_owned_fd(self))


def _into_owned_fd(owner: Owner) -> OwnedFd:
    check_type(owner, Owner, "the owner")
    return from_inner(OwnedFd, into_inner(owner))


def _accepted(accepted: Result[tuple[SystemSocket, bytes]]) -> Result[tuple[Socket, SockAddr]]:
    if isinstance(accepted, Err):
        return accepted
    inner, addr = accepted.unwrap()
    return Ok((from_inner(Socket, inner), sock_addr_unchecked(addr)))


def _new(domain: Domain, ty: Type, protocol: Protocol | None, cloexec: bool) -> Result[Socket]:
    made = socket2.new(*_c_numbers(domain, ty, protocol), cloexec)
    if isinstance(made, Err):
        return made
    return Ok(from_inner(Socket, made.unwrap()))


def _pair(
    domain: Domain, ty: Type, protocol: Protocol | None, cloexec: bool
) -> Result[tuple[Socket, Socket]]:
    made = socket2.pair(*_c_numbers(domain, ty, protocol), cloexec)
    if isinstance(made, Err):
        return made
    one, other = made.unwrap()
    return Ok((from_inner(Socket, one), from_inner(Socket, other)))


def _c_numbers(domain: Domain, ty: Type, protocol: Protocol | None) -> tuple[int, int, int]:
    check_type(domain, Domain, "the domain")
    check_type(ty, Type, "the ty")
    check_type(protocol, Protocol | None, "the protocol")
    return int(domain), int(ty), int(protocol) if protocol is not None else 0
