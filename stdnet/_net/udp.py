"""UDP: `UdpSocket`."""

from __future__ import annotations

from functools import partial
from typing import Final, final

from stdnet._core.buffer import Buffer, WritableBuffer
from stdnet._core.containers import COUNTED, OK_COUNTS, fill_ok, new_ok, ok, ok_large
from stdnet._core.error import INVALID_ARGUMENT, Result, SimpleMessage
from stdnet._core.error_kind import ErrorKind
from stdnet._core.fmt import debug_struct
from stdnet._core.ip_addr import Ipv4Addr, Ipv6Addr
from stdnet._core.socket_addr import SocketAddr
from stdnet._fd import from_inner
from stdnet._net.datagram import Datagram
from stdnet._net.to_socket_addrs import IntoSocketAddrs, each_addr, to_socket_addrs
from stdnet._sys import inet, options
from stdnet._sys.cvt import failed
from stdnet._sys.inet_addr import cached_inet_addr, kept_name, socket_addr_to_py
from stdnet._sys.sock import MSG_NOSIGNAL, MSG_PEEK
from stdnet.result import Err, is_ok

_NO_DESTINATION: Final = SimpleMessage(ErrorKind.InvalidInput, "no addresses to send data to")


@final
class UdpSocket(Datagram):
    """A UDP socket: datagrams to and from anybody. Rust's `std::net::UdpSocket`.

    A datagram arrives whole, twice, or not at all, and may overtake another. After `connect` the
    socket sends to one peer and hears nobody else. It is closed when the last reference goes
    away, at the end of a `with` block, or by `close()`.

    >>> from stdnet import UdpSocket
    >>> server = UdpSocket.bind("127.0.0.1:0").unwrap()
    >>> client = UdpSocket.bind("127.0.0.1:0").unwrap()
    >>> client.send_to(b"hello", server.local_addr().unwrap())
    <Success: 5>
    >>> buf = bytearray(1500)
    >>> n, addr = server.recv_from(buf).unwrap()
    >>> bytes(buf[:n]), addr == client.local_addr().unwrap()
    (b'hello', True)
    """

    __slots__ = ()

    @staticmethod
    def bind(
        addr: IntoSocketAddrs, *, reuse_address: bool = False, only_v6: bool | None = None
    ) -> Result[UdpSocket]:
        """A socket at the first of the addresses that is free; port 0 lets the system choose one.

        Beside Rust, keywords change what Rust fixes: whether the port may have several sockets,
        as listeners to a multicast group want it (C's SO_REUSEADDR), and whether an IPv6 address
        takes no IPv4 datagrams (C's IPV6_V6ONLY; the system decides if it is `None`).

        Errors: why the last address failed, `AddrInUse`, `AddrNotAvailable`, `PermissionDenied` …;
        the failures of those before are notes on it. Why there is no address: see
        `to_socket_addrs`. Rust's `UdpSocket::bind`.

        >>> from stdnet import UdpSocket
        >>> socket = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> print(UdpSocket.bind(socket.local_addr().unwrap()).failure())
        Address already in use (os error 98)
        >>> shared = UdpSocket.bind("127.0.0.1:0", reuse_address=True).unwrap()
        >>> UdpSocket.bind(shared.local_addr().unwrap(), reuse_address=True).map(bool)
        <Success: True>
        """
        bind = partial(inet.bind, reuse_address=reuse_address, only_v6=only_v6)
        return each_addr(addr, bind).map(partial(from_inner, UdpSocket))

    def connect(self, addr: IntoSocketAddrs) -> Result[None]:
        """Chooses the peer that `send` means and from which alone `recv` takes datagrams.

        Nothing is sent, so nobody need be there. It is the first of the addresses that the system
        takes; another call chooses another peer.

        Errors: why the last address failed, EAFNOSUPPORT for one of the other version, EACCES for
        a broadcast address without `set_broadcast` …; the failures of those before are notes on
        it. Why there is no address: see `to_socket_addrs`. Rust's `UdpSocket::connect`.

        >>> from stdnet import UdpSocket
        >>> socket = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> socket.connect("127.0.0.1:9")
        <Success: None>
        >>> print(socket.peer_addr().unwrap())
        127.0.0.1:9
        """
        return each_addr(addr, partial(inet.connect_datagram, self._sock))

    def send_to(self, buf: Buffer, addr: IntoSocketAddrs) -> Result[int]:
        """Sends a datagram to the first of the addresses; the count of its bytes.

        It goes as a whole or not at all, and may be of no bytes. Whether it arrives is not known.
        The lookup of a host name may wait.

        Errors: `InvalidInput` if there are no addresses, EMSGSIZE for a datagram that is too
        large (65,507 bytes is the most of IPv4), `PermissionDenied` for a broadcast address
        without `set_broadcast`, EAFNOSUPPORT for an IPv6 address from an IPv4 socket,
        `WouldBlock` where there is no room and the mode or the time-out forbids waiting, any
        other of the system. Why there is no address: see `to_socket_addrs`. Rust's
        `UdpSocket::send_to`, C's `sendto`.

        >>> from stdnet import UdpSocket
        >>> server = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> client = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> client.send_to(b"hello", server.local_addr().unwrap())
        <Success: 5>
        >>> print(client.send_to(b"hello", []).failure())
        no addresses to send data to
        """
        try:
            family, name = kept_name(addr)
        except AttributeError:  # Nothing was sent there yet, or it is no address by itself.
            return self._send_to_first(buf, addr)
        owned = self._sock
        if owned.family != family:
            return inet.send_to_other(owned, buf, family, name)
        try:
            n = owned.sendto(buf, MSG_NOSIGNAL, name)
        except OSError as exc:
            return failed(exc)
        return OK_COUNTS[n] if n < COUNTED else ok_large(n)

    def _send_to_first(self, buf: Buffer, addr: IntoSocketAddrs) -> Result[int]:
        addrs = to_socket_addrs(addr)
        if isinstance(addrs, Err):
            return addrs
        for first in addrs.unwrap():
            socket_addr_to_py(first)
            return self.send_to(buf, first)
        return _NO_DESTINATION.err()

    def recv_from(self, buf: WritableBuffer) -> Result[tuple[int, SocketAddr.V4 | SocketAddr.V6]]:
        """Takes one datagram, waiting if there is none: its size in `buf`, and who has sent it.

        What does not fit into the buffer is lost, without a sign. The size 0 is a datagram of no
        bytes, or one that a buffer of no bytes took.

        Errors: those of `recv`. Rust's `UdpSocket::recv_from`, C's `recvfrom`.

        >>> from stdnet import Err, Ok, UdpSocket
        >>> server = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> server.send_to(b"hello", server.local_addr().unwrap()).unwrap()
        5
        >>> buf = bytearray(1500)
        >>> match server.recv_from(buf):
        ...     case Ok((n, addr)):
        ...         print(bytes(buf[:n]), "of", addr.ip())
        ...     case Err(e):
        ...         print("nothing:", e)
        b'hello' of 127.0.0.1
        """
        try:
            n, name = self._sock.recvfrom_into(buf)
        except OSError as exc:
            return failed(exc)
        addr = cached_inet_addr(name)
        if addr is None:
            return INVALID_ARGUMENT.err()
        answer = new_ok()
        fill_ok(answer, (n, addr))
        return answer

    def peek_from(self, buf: WritableBuffer) -> Result[tuple[int, SocketAddr.V4 | SocketAddr.V6]]:
        """Like `recv_from`, but the datagram stays to be taken again.

        Errors: those of `recv`. Rust's `UdpSocket::peek_from`, C's MSG_PEEK.

        >>> from stdnet import UdpSocket
        >>> server = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> server.send_to(b"hello", server.local_addr().unwrap()).unwrap()
        5
        >>> buf = bytearray(1500)
        >>> server.peek_from(buf) == server.recv_from(buf)
        True
        """
        try:
            n, name = self._sock.recvfrom_into(buf, 0, MSG_PEEK)
        except OSError as exc:
            return failed(exc)
        addr = cached_inet_addr(name)
        return INVALID_ARGUMENT.err() if addr is None else ok((n, addr))

    def peer_addr(self) -> Result[SocketAddr.V4 | SocketAddr.V6]:
        """The peer that `connect` chose. Rust's `UdpSocket::peer_addr`.

        Errors: `NotConnected` without `connect`.

        >>> from stdnet import UdpSocket
        >>> UdpSocket.bind("127.0.0.1:0").unwrap().peer_addr().failure().kind()
        NotConnected
        """
        return inet.peer_addr(self._sock)

    def local_addr(self) -> Result[SocketAddr.V4 | SocketAddr.V6]:
        """The address of this socket. Rust's `UdpSocket::local_addr`.

        Errors: any of the system.

        >>> from stdnet import UdpSocket
        >>> UdpSocket.bind("127.0.0.1:0").unwrap().local_addr().unwrap().ip()
        127.0.0.1
        """
        return inet.local_addr(self._sock)

    def set_broadcast(self, broadcast: bool) -> Result[None]:
        """Whether it may send to a broadcast address. Rust's `UdpSocket::set_broadcast`.

        Errors: any of the system. C's SO_BROADCAST.

        >>> from stdnet import UdpSocket
        >>> UdpSocket.bind("127.0.0.1:0").unwrap().set_broadcast(True)
        <Success: None>
        """
        return options.BROADCAST.set(self._sock, broadcast)

    def broadcast(self) -> Result[bool]:
        """Whether it may send to a broadcast address. Rust's `UdpSocket::broadcast`.

        Errors: any of the system.

        >>> from stdnet import UdpSocket
        >>> UdpSocket.bind("127.0.0.1:0").unwrap().broadcast()
        <Success: False>
        """
        return options.BROADCAST.get(self._sock)

    def set_multicast_loop_v4(self, multicast_loop_v4: bool) -> Result[None]:
        """Whether what it sends to an IPv4 group comes back to this machine, too.

        Errors: any of the system. Rust's `UdpSocket::set_multicast_loop_v4`, C's
        IP_MULTICAST_LOOP.

        >>> from stdnet import UdpSocket
        >>> UdpSocket.bind("127.0.0.1:0").unwrap().set_multicast_loop_v4(False)
        <Success: None>
        """
        return options.MULTICAST_LOOP_V4.set(self._sock, multicast_loop_v4)

    def multicast_loop_v4(self) -> Result[bool]:
        """Whether what it sends to an IPv4 group comes back to this machine, too.

        Errors: any of the system. Rust's `UdpSocket::multicast_loop_v4`.

        >>> from stdnet import UdpSocket
        >>> UdpSocket.bind("127.0.0.1:0").unwrap().multicast_loop_v4()
        <Success: True>
        """
        return options.MULTICAST_LOOP_V4.get(self._sock)

    def set_multicast_ttl_v4(self, multicast_ttl_v4: int) -> Result[None]:
        """How many hops what it sends to an IPv4 group may take, a `u32`; 1 from the start.

        With 0 it stays on this machine.

        Errors: `InvalidInput` for what the system does not take, 256. Rust's
        `UdpSocket::set_multicast_ttl_v4`, C's IP_MULTICAST_TTL.

        >>> from stdnet import UdpSocket
        >>> socket = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> socket.set_multicast_ttl_v4(4), socket.set_multicast_ttl_v4(256).failure().kind()
        (<Success: None>, InvalidInput)
        """
        return options.MULTICAST_TTL_V4.set(self._sock, multicast_ttl_v4)

    def multicast_ttl_v4(self) -> Result[int]:
        """How many hops what it sends to an IPv4 group may take.

        Errors: any of the system. Rust's `UdpSocket::multicast_ttl_v4`.

        >>> from stdnet import UdpSocket
        >>> UdpSocket.bind("127.0.0.1:0").unwrap().multicast_ttl_v4()
        <Success: 1>
        """
        return options.MULTICAST_TTL_V4.get(self._sock)

    def set_multicast_loop_v6(self, multicast_loop_v6: bool) -> Result[None]:
        """Whether what it sends to an IPv6 group comes back to this machine, too.

        Errors: the system's for an IPv4 socket. Rust's `UdpSocket::set_multicast_loop_v6`, C's
        IPV6_MULTICAST_LOOP.

        >>> from stdnet import UdpSocket
        >>> UdpSocket.bind("[::1]:0").unwrap().set_multicast_loop_v6(False)
        <Success: None>
        """
        return options.MULTICAST_LOOP_V6.set(self._sock, multicast_loop_v6)

    def multicast_loop_v6(self) -> Result[bool]:
        """Whether what it sends to an IPv6 group comes back to this machine, too.

        Errors: the system's for an IPv4 socket. Rust's `UdpSocket::multicast_loop_v6`.

        >>> from stdnet import UdpSocket
        >>> UdpSocket.bind("[::1]:0").unwrap().multicast_loop_v6()
        <Success: True>
        """
        return options.MULTICAST_LOOP_V6.get(self._sock)

    def set_ttl(self, ttl: int) -> Result[None]:
        """How many hops its datagrams may take, a `u32`. Rust's `UdpSocket::set_ttl`, C's IP_TTL.

        Errors: `InvalidInput` for what the system does not take, 0 or 256.

        >>> from stdnet import UdpSocket
        >>> socket = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> socket.set_ttl(32), socket.set_ttl(256).failure().kind()
        (<Success: None>, InvalidInput)
        """
        return options.TTL.set(self._sock, ttl)

    def ttl(self) -> Result[int]:
        """How many hops its datagrams may take. Rust's `UdpSocket::ttl`.

        Errors: any of the system.

        >>> from stdnet import UdpSocket
        >>> socket = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> socket.set_ttl(32).bind(lambda _: socket.ttl())
        <Success: 32>
        """
        return options.TTL.get(self._sock)

    def join_multicast_v4(self, multiaddr: Ipv4Addr, interface: Ipv4Addr) -> Result[None]:
        """Takes what is sent to an IPv4 group, too, at the interface with that address.

        `Ipv4Addr.UNSPECIFIED` lets the system choose the interface.

        Errors: `InvalidInput` for an address that is no group's, ENODEV where there is no such
        interface, `AddrInUse` for a group it has joined, any other of the system. Rust's
        `UdpSocket::join_multicast_v4`, C's IP_ADD_MEMBERSHIP.

        >>> from stdnet import Ipv4Addr, UdpSocket
        >>> socket = UdpSocket.bind("0.0.0.0:0").unwrap()
        >>> group = Ipv4Addr(224, 0, 0, 251)
        >>> socket.join_multicast_v4(group, Ipv4Addr.LOCALHOST)
        <Success: None>
        >>> socket.join_multicast_v4(group, Ipv4Addr.LOCALHOST).failure().kind()
        AddrInUse
        """
        return options.JOIN_V4.set(self._sock, multiaddr, interface)

    def join_multicast_v6(self, multiaddr: Ipv6Addr, interface: int) -> Result[None]:
        """Takes what is sent to an IPv6 group, too, at the interface of that number, a `u32`.

        With 0 the system chooses the interface.

        Errors: `InvalidInput` for an address that is no group's, ENODEV where there is no such
        interface, `AddrInUse` for a group it has joined, any other of the system. Rust's
        `UdpSocket::join_multicast_v6`, C's IPV6_ADD_MEMBERSHIP.

        >>> from stdnet import Ipv6Addr, UdpSocket
        >>> socket = UdpSocket.bind("[::1]:0").unwrap()
        >>> socket.join_multicast_v6(Ipv6Addr.LOCALHOST, 0).failure().kind()
        InvalidInput
        """
        return options.JOIN_V6.set(self._sock, multiaddr, interface)

    def leave_multicast_v4(self, multiaddr: Ipv4Addr, interface: Ipv4Addr) -> Result[None]:
        """Undoes `join_multicast_v4` of the same two. Rust's `UdpSocket::leave_multicast_v4`.

        Errors: `AddrNotAvailable` for a group that it has not joined. C's IP_DROP_MEMBERSHIP.

        >>> from stdnet import Ipv4Addr, UdpSocket
        >>> socket = UdpSocket.bind("0.0.0.0:0").unwrap()
        >>> group = Ipv4Addr(224, 0, 0, 251)
        >>> socket.leave_multicast_v4(group, Ipv4Addr.LOCALHOST).failure().kind()
        AddrNotAvailable
        """
        return options.LEAVE_V4.set(self._sock, multiaddr, interface)

    def leave_multicast_v6(self, multiaddr: Ipv6Addr, interface: int) -> Result[None]:
        """Undoes `join_multicast_v6` of the same two. Rust's `UdpSocket::leave_multicast_v6`.

        Errors: `AddrNotAvailable` for a group that it has not joined. C's IPV6_DROP_MEMBERSHIP.

        >>> from stdnet import Ipv6Addr, UdpSocket
        >>> socket = UdpSocket.bind("[::1]:0").unwrap()
        >>> group = Ipv6Addr(0xFF02, 0, 0, 0, 0, 0, 0, 0xFB)
        >>> socket.leave_multicast_v6(group, 0).failure().kind()
        AddrNotAvailable
        """
        return options.LEAVE_V6.set(self._sock, multiaddr, interface)

    def __repr__(self) -> str:
        addr = self.local_addr()
        known: dict[str, object] = {"addr": addr.unwrap()} if is_ok(addr) else {}
        return debug_struct("UdpSocket", **known, fd=self.fileno())
