"""UDP sockets that never wait. mio's `net::UdpSocket`."""

from __future__ import annotations

from typing import final

from stdnet._core.arguments import check_type, explained_if_missing
from stdnet._core.buffer import Buffer
from stdnet._core.error import Result
from stdnet._core.socket_addr import SocketAddr
from stdnet._fd import from_inner, into_inner, try_from_inner
from stdnet._net import udp as std
from stdnet._net.handle import Sibling
from stdnet._net.udp import AnyUdpSocket
from stdnet._sys import inet, options
from stdnet._sys.constants import SOCK_NONBLOCK
from stdnet._sys.inet_addr import socket_addr_to_py
from stdnet.mio._io_source import IoSource, TryIo


@final
class UdpSocket(TryIo, IoSource, AnyUdpSocket, Sibling[std.UdpSocket]):
    """A UDP socket in non-blocking mode.

    No call waits: one that would returns `WouldBlock`. Register the socket at the `Registry` of a
    `Poll`, whose events say when to go on. An event comes once, so on each one **receive until
    `WouldBlock`**: several datagrams may have come. A datagram that does not fill the buffer says
    nothing about that.

    It is closed when the last reference to it goes away, at the end of a `with` block, or by
    `close()`, which also deregisters it. mio's `net::UdpSocket`.

    >>> from stdnet import Err, Ok, SocketAddr, io
    >>> from stdnet.mio import Events, Interest, Poll, Token
    >>> from stdnet.mio.net import UdpSocket
    >>> local = SocketAddr.from_str("127.0.0.1:0").unwrap()
    >>> server, client = UdpSocket.bind(local).unwrap(), UdpSocket.bind(local).unwrap()
    >>> poll, events = Poll.new().unwrap(), Events.with_capacity(8)
    >>> poll.registry().register(server, Token(0), Interest.READABLE).unwrap()
    >>> for text in (b"one", b"two"):
    ...     print(client.send_to(text, server.local_addr().unwrap()))
    Ok(3)
    Ok(3)
    >>> poll.poll(events, None).unwrap()
    >>> buf = bytearray(1500)
    >>> while True:
    ...     match server.recv_from(buf):
    ...         case Ok((n, addr)):
    ...             print(bytes(buf[:n]))
    ...         case Err(io.Error(io.ErrorKind.WouldBlock)):
    ...             break
    ...         case Err(e):
    ...             print("not received:", e)
    b'one'
    b'two'
    """

    __slots__ = ()

    @staticmethod
    @explained_if_missing
    def bind(
        addr: SocketAddr, *, reuse_address: bool = False, only_v6: bool | None = None
    ) -> Result[UdpSocket]:
        """Creates a socket bound to an address.

        `addr` is one `SocketAddr`. With port 0 the kernel chooses a free port. The keywords are
        those of `stdnet.UdpSocket.bind`. An addition to mio's API.

        Errors: `AddrInUse`, `AddrNotAvailable`, `PermissionDenied`; any other error of `bind(2)`;
        EMFILE if the process has too many open descriptors.

        mio's `UdpSocket::bind`.

        >>> from stdnet import SocketAddr
        >>> from stdnet.mio.net import UdpSocket
        >>> socket = UdpSocket.bind(SocketAddr.from_str("127.0.0.1:0").unwrap()).unwrap()
        >>> socket.recv(bytearray(1500)).unwrap_err().kind()
        WouldBlock
        """
        check_type(addr, SocketAddr, "the address", "a single SocketAddr")
        return try_from_inner(UdpSocket, inet.bind(addr, reuse_address, only_v6, SOCK_NONBLOCK))

    @staticmethod
    def from_std(socket: std.UdpSocket) -> UdpSocket:
        """Takes the descriptor of a socket of std, whose calls return EBADF from then on.

        Put it into non-blocking mode before: the mode stays as it is. `UdpSocket.from_` of std is
        the way back.

        mio's `UdpSocket::from_std`.

        >>> import stdnet
        >>> from stdnet.mio.net import UdpSocket
        >>> socket = stdnet.UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> socket.set_nonblocking(True).unwrap()
        >>> UdpSocket.from_std(socket).recv(bytearray(1500)).unwrap_err().kind()
        WouldBlock
        """
        check_type(socket, std.UdpSocket, "the socket", "a stdnet.UdpSocket")
        return from_inner(UdpSocket, into_inner(socket))

    @explained_if_missing
    def connect(self, addr: SocketAddr) -> Result[None]:
        """Connects the socket to a peer, to which `send` sends and from which `recv` receives.

        Nothing is sent, so `Ok` does not mean that the peer exists. `addr` is one `SocketAddr`.

        Errors: EAFNOSUPPORT for an address of the other IP version; EACCES for a broadcast address
        without `set_broadcast`; any other error of `connect(2)`.

        mio's `UdpSocket::connect`.

        >>> from stdnet import SocketAddr
        >>> from stdnet.mio.net import UdpSocket
        >>> socket = UdpSocket.bind(SocketAddr.from_str("127.0.0.1:0").unwrap()).unwrap()
        >>> socket.connect(SocketAddr.from_str("127.0.0.1:9").unwrap())
        Ok(None)
        """
        check_type(addr, SocketAddr, "the address", "a single SocketAddr")
        return inet.connect_datagram(self._sock, addr)

    @explained_if_missing
    def send_to(self, buf: Buffer, target: SocketAddr) -> Result[int]:
        """Sends a datagram to an address and returns its size in bytes.

        The datagram is sent whole or not at all. `Ok` does not mean that it arrives.

        Errors: `WouldBlock` if there is no room: wait for an event of `Interest.WRITABLE`; EMSGSIZE
        if `buf` is too large for a datagram; those of `stdnet.UdpSocket.send_to`.

        mio's `UdpSocket::send_to`.

        >>> from stdnet import SocketAddr
        >>> from stdnet.mio.net import UdpSocket
        >>> socket = UdpSocket.bind(SocketAddr.from_str("127.0.0.1:0").unwrap()).unwrap()
        >>> socket.send_to(b"hello", socket.local_addr().unwrap())
        Ok(5)
        """
        check_type(target, SocketAddr, "the target", "a single SocketAddr")
        return inet.send_to(self._sock, buf, *socket_addr_to_py(target))

    def only_v6(self) -> Result[bool]:
        """Returns True if a socket at an IPv6 address receives no IPv4 datagrams.

        Errors: EOPNOTSUPP for an IPv4 socket; any other error of `getsockopt(2)`.

        mio's `UdpSocket::only_v6`. C's IPV6_V6ONLY.

        >>> from stdnet import SocketAddr
        >>> from stdnet.mio.net import UdpSocket
        >>> addr = SocketAddr.from_str("[::1]:0").unwrap()
        >>> UdpSocket.bind(addr, only_v6=True).unwrap().only_v6()
        Ok(true)
        """
        return options.ONLY_V6.get(self._sock)
