"""UDP sockets. Rust's `std::net::UdpSocket`."""

from __future__ import annotations

from functools import partial
from typing import Final, final

from stdnet._core.arguments import explained, explained_if_missing
from stdnet._core.buffer import Buffer, WritableBuffer, byte_view, byte_view_mut, wrong_data
from stdnet._core.containers import COUNTED, OK_COUNTS, fill_ok, new_ok, ok_large
from stdnet._core.error import INVALID_ARGUMENT, Result, SimpleMessage
from stdnet._core.error_kind import ErrorKind
from stdnet._core.fmt import debug_struct
from stdnet._core.ip_addr import Ipv4Addr, Ipv6Addr
from stdnet._core.socket_addr import SocketAddr
from stdnet._fd import try_from_inner
from stdnet._net.datagram import AnyDatagram, Datagram
from stdnet._net.to_socket_addrs import IntoSocketAddrs, each_addr, to_socket_addrs
from stdnet._sys import inet, options
from stdnet._sys.cvt import failed
from stdnet._sys.inet_addr import cached_inet_addr, get_py_addr, socket_addr_to_py
from stdnet._sys.python_socket import UDP
from stdnet._sys.sock import MSG_NOSIGNAL, MSG_PEEK
from stdnet.result._containers import Err, Ok, is_ok

_NO_DESTINATION: Final = SimpleMessage(ErrorKind.InvalidInput, "no addresses to send data to")


class AnyUdpSocket(AnyDatagram):
    """A UDP socket, of std or of `stdnet.mio`."""

    __slots__ = ()

    @explained_if_missing
    def recv_from(self, buf: WritableBuffer) -> Result[tuple[int, SocketAddr.V4 | SocketAddr.V6]]:
        """Receives a datagram into `buf` and returns its size and the address of its sender.

        Waits until a datagram arrives. Bytes that do not fit into `buf` are discarded without an
        error and are not counted. The size 0 means that the datagram or `buf` was empty.

        In `stdnet.mio` it never waits: on each event receive until `WouldBlock`, as with `recv`.

        Errors: those of `recv`.

        Rust's `UdpSocket::recv_from`. C's `recvfrom`.

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
        except TypeError:
            byte_view_mut(buf)  # Says what to write instead.
            raise
        addr = cached_inet_addr(name)
        if addr is None:
            return INVALID_ARGUMENT.err()
        received = new_ok()
        fill_ok(received, (n, addr))
        return received

    @explained_if_missing
    def peek_from(self, buf: WritableBuffer) -> Result[tuple[int, SocketAddr.V4 | SocketAddr.V6]]:
        """Receives a datagram like `recv_from`, but leaves it in the queue for the next call.

        In `stdnet.mio` it returns `WouldBlock` if no datagram has arrived. No other event comes for
        the one that it leaves.

        Errors: those of `recv`.

        Rust's `UdpSocket::peek_from`. C's MSG_PEEK.

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
        except TypeError:
            byte_view_mut(buf)  # Says what to write instead.
            raise
        addr = cached_inet_addr(name)
        return INVALID_ARGUMENT.err() if addr is None else Ok((n, addr))

    def peer_addr(self) -> Result[SocketAddr.V4 | SocketAddr.V6]:
        """Returns the address of the connected peer.

        Errors: `NotConnected` if the socket is not connected.

        Rust's `UdpSocket::peer_addr`.

        >>> from stdnet import UdpSocket
        >>> UdpSocket.bind("127.0.0.1:0").unwrap().peer_addr().unwrap_err().kind()
        NotConnected
        """
        return inet.peer_addr(self._sock)

    def local_addr(self) -> Result[SocketAddr.V4 | SocketAddr.V6]:
        """Returns the address to which the socket is bound.

        Errors: any error of `getsockname(2)`.

        Rust's `UdpSocket::local_addr`.

        >>> from stdnet import UdpSocket
        >>> UdpSocket.bind("127.0.0.1:0").unwrap().local_addr().unwrap().ip()
        127.0.0.1
        """
        return inet.local_addr(self._sock)

    def set_broadcast(self, broadcast: bool) -> Result[None]:
        """Sets SO_BROADCAST: the socket may send to a broadcast address.

        Errors: any error of `setsockopt(2)`.

        Rust's `UdpSocket::set_broadcast`. C's SO_BROADCAST.

        >>> from stdnet import UdpSocket
        >>> UdpSocket.bind("127.0.0.1:0").unwrap().set_broadcast(True)
        Ok(None)
        """
        return options.BROADCAST.set(self._sock, broadcast)

    def broadcast(self) -> Result[bool]:
        """Returns True if the socket may send to a broadcast address.

        Errors: any error of `getsockopt(2)`.

        Rust's `UdpSocket::broadcast`.

        >>> from stdnet import UdpSocket
        >>> UdpSocket.bind("127.0.0.1:0").unwrap().broadcast()
        Ok(false)
        """
        return options.BROADCAST.get(self._sock)

    def set_multicast_loop_v4(self, multicast_loop_v4: bool) -> Result[None]:
        """Sets IP_MULTICAST_LOOP: datagrams to an IPv4 group also come back to this machine.

        Errors: any error of `setsockopt(2)`.

        Rust's `UdpSocket::set_multicast_loop_v4`. C's IP_MULTICAST_LOOP.

        >>> from stdnet import UdpSocket
        >>> UdpSocket.bind("127.0.0.1:0").unwrap().set_multicast_loop_v4(False)
        Ok(None)
        """
        return options.MULTICAST_LOOP_V4.set(self._sock, multicast_loop_v4)

    def multicast_loop_v4(self) -> Result[bool]:
        """Returns True if datagrams to an IPv4 group also come back to this machine.

        Errors: any error of `getsockopt(2)`.

        Rust's `UdpSocket::multicast_loop_v4`.

        >>> from stdnet import UdpSocket
        >>> UdpSocket.bind("127.0.0.1:0").unwrap().multicast_loop_v4()
        Ok(true)
        """
        return options.MULTICAST_LOOP_V4.get(self._sock)

    def set_multicast_ttl_v4(self, multicast_ttl_v4: int) -> Result[None]:
        """Sets IP_MULTICAST_TTL: how many hops a datagram to an IPv4 group may take.

        `multicast_ttl_v4` is a `u32`. The default is 1, so that the datagram stays in the local
        network. With 0 it stays on this machine.

        Errors: `InvalidInput` if the kernel does not accept the number, such as 256.

        Rust's `UdpSocket::set_multicast_ttl_v4`. C's IP_MULTICAST_TTL.

        >>> from stdnet import UdpSocket
        >>> socket = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> socket.set_multicast_ttl_v4(4), socket.set_multicast_ttl_v4(256).unwrap_err().kind()
        (Ok(None), InvalidInput)
        """
        return options.MULTICAST_TTL_V4.set(self._sock, multicast_ttl_v4)

    def multicast_ttl_v4(self) -> Result[int]:
        """Returns how many hops a datagram to an IPv4 group may take.

        Errors: any error of `getsockopt(2)`.

        Rust's `UdpSocket::multicast_ttl_v4`.

        >>> from stdnet import UdpSocket
        >>> UdpSocket.bind("127.0.0.1:0").unwrap().multicast_ttl_v4()
        Ok(1)
        """
        return options.MULTICAST_TTL_V4.get(self._sock)

    def set_multicast_loop_v6(self, multicast_loop_v6: bool) -> Result[None]:
        """Sets IPV6_MULTICAST_LOOP: datagrams to an IPv6 group also come back to this machine.

        Errors: ENOPROTOOPT for an IPv4 socket.

        Rust's `UdpSocket::set_multicast_loop_v6`. C's IPV6_MULTICAST_LOOP.

        >>> from stdnet import UdpSocket
        >>> UdpSocket.bind("[::1]:0").unwrap().set_multicast_loop_v6(False)
        Ok(None)
        """
        return options.MULTICAST_LOOP_V6.set(self._sock, multicast_loop_v6)

    def multicast_loop_v6(self) -> Result[bool]:
        """Returns True if datagrams to an IPv6 group also come back to this machine.

        Errors: EOPNOTSUPP for an IPv4 socket.

        Rust's `UdpSocket::multicast_loop_v6`.

        >>> from stdnet import UdpSocket
        >>> UdpSocket.bind("[::1]:0").unwrap().multicast_loop_v6()
        Ok(true)
        """
        return options.MULTICAST_LOOP_V6.get(self._sock)

    def set_ttl(self, ttl: int) -> Result[None]:
        """Sets IP_TTL: how many hops a datagram may take. `ttl` is a `u32`.

        Errors: `InvalidInput` if the kernel does not accept the number, such as 0 or 256.

        Rust's `UdpSocket::set_ttl`. C's IP_TTL.

        >>> from stdnet import UdpSocket
        >>> socket = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> socket.set_ttl(32), socket.set_ttl(256).unwrap_err().kind()
        (Ok(None), InvalidInput)
        """
        return options.TTL.set(self._sock, ttl)

    def ttl(self) -> Result[int]:
        """Returns how many hops a datagram may take.

        Errors: any error of `getsockopt(2)`.

        Rust's `UdpSocket::ttl`.

        >>> from stdnet import UdpSocket
        >>> socket = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> socket.set_ttl(32).and_then(lambda _: socket.ttl())
        Ok(32)
        """
        return options.TTL.get(self._sock)

    def join_multicast_v4(self, multiaddr: Ipv4Addr, interface: Ipv4Addr) -> Result[None]:
        """Joins an IPv4 multicast group, so that the socket also receives what is sent to it.

        `interface` is the address of the local interface that joins the group. With
        `Ipv4Addr.UNSPECIFIED` the kernel chooses one.

        Errors: `InvalidInput` if `multiaddr` is not a multicast address; ENODEV if there is no such
        interface; `AddrInUse` if the socket has already joined the group; any other error of
        `setsockopt(2)`.

        Rust's `UdpSocket::join_multicast_v4`. C's IP_ADD_MEMBERSHIP.

        >>> from stdnet import Ipv4Addr, UdpSocket
        >>> socket = UdpSocket.bind("0.0.0.0:0").unwrap()
        >>> group = Ipv4Addr(224, 0, 0, 251)
        >>> socket.join_multicast_v4(group, Ipv4Addr.LOCALHOST)
        Ok(None)
        >>> socket.join_multicast_v4(group, Ipv4Addr.LOCALHOST).unwrap_err().kind()
        AddrInUse
        """
        return options.JOIN_V4.set(self._sock, multiaddr, interface)

    def join_multicast_v6(self, multiaddr: Ipv6Addr, interface: int) -> Result[None]:
        """Joins an IPv6 multicast group, so that the socket also receives what is sent to it.

        `interface` is the index of the interface that joins the group, a `u32`. With 0 the kernel
        chooses one.

        Errors: `InvalidInput` if `multiaddr` is not a multicast address; ENODEV if there is no such
        interface; `AddrInUse` if the socket has already joined the group; any other error of
        `setsockopt(2)`.

        Rust's `UdpSocket::join_multicast_v6`. C's IPV6_ADD_MEMBERSHIP.

        >>> from stdnet import Ipv6Addr, UdpSocket
        >>> socket = UdpSocket.bind("[::1]:0").unwrap()
        >>> socket.join_multicast_v6(Ipv6Addr.LOCALHOST, 0).unwrap_err().kind()
        InvalidInput
        """
        return options.JOIN_V6.set(self._sock, multiaddr, interface)

    def leave_multicast_v4(self, multiaddr: Ipv4Addr, interface: Ipv4Addr) -> Result[None]:
        """Leaves an IPv4 multicast group that was joined with the same arguments.

        Errors: `AddrNotAvailable` if the socket has not joined the group.

        Rust's `UdpSocket::leave_multicast_v4`. C's IP_DROP_MEMBERSHIP.

        >>> from stdnet import Ipv4Addr, UdpSocket
        >>> socket = UdpSocket.bind("0.0.0.0:0").unwrap()
        >>> group = Ipv4Addr(224, 0, 0, 251)
        >>> socket.leave_multicast_v4(group, Ipv4Addr.LOCALHOST).unwrap_err().kind()
        AddrNotAvailable
        """
        return options.LEAVE_V4.set(self._sock, multiaddr, interface)

    def leave_multicast_v6(self, multiaddr: Ipv6Addr, interface: int) -> Result[None]:
        """Leaves an IPv6 multicast group that was joined with the same arguments.

        Errors: `AddrNotAvailable` if the socket has not joined the group.

        Rust's `UdpSocket::leave_multicast_v6`. C's IPV6_DROP_MEMBERSHIP.

        >>> from stdnet import Ipv6Addr, UdpSocket
        >>> socket = UdpSocket.bind("[::1]:0").unwrap()
        >>> group = Ipv6Addr(0xFF02, 0, 0, 0, 0, 0, 0, 0xFB)
        >>> socket.leave_multicast_v6(group, 0).unwrap_err().kind()
        AddrNotAvailable
        """
        return options.LEAVE_V6.set(self._sock, multiaddr, interface)

    def __repr__(self) -> str:
        addr = self.local_addr()
        known: dict[str, object] = {"addr": addr.unwrap()} if is_ok(addr) else {}
        return debug_struct("UdpSocket", **known, fd=self.fileno())


@final
class UdpSocket(AnyUdpSocket, Datagram):
    """A UDP socket.

    After `bind`, datagrams can be sent to any address with `send_to`, and received from any
    address with `recv_from`. `connect` sets a peer for `send` and `recv`; the socket then receives
    from that peer only. UDP is unordered and unreliable: a datagram arrives whole, twice, or not at
    all, and may overtake an earlier one.

    The socket is closed when the last reference to it goes away, at the end of a `with` block, or
    by `close()`.

    Rust's `std::net::UdpSocket`.

    >>> from stdnet import UdpSocket
    >>> server = UdpSocket.bind("127.0.0.1:0").unwrap()
    >>> client = UdpSocket.bind("127.0.0.1:0").unwrap()
    >>> client.send_to(b"hello", server.local_addr().unwrap())
    Ok(5)
    >>> buf = bytearray(1500)
    >>> n, addr = server.recv_from(buf).unwrap()
    >>> bytes(buf[:n]), addr == client.local_addr().unwrap()
    (b'hello', True)
    """

    __slots__ = ()

    _KIND = UDP

    @staticmethod
    @explained
    def bind(
        addr: IntoSocketAddrs, *, reuse_address: bool = False, only_v6: bool | None = None
    ) -> Result[UdpSocket]:
        """Creates a socket bound to an address.

        `addr` is anything that `to_socket_addrs` accepts. If it stands for several addresses, they
        are tried in turn until one can be bound. With port 0 the kernel chooses a free port, which
        `local_addr` returns.

        The keywords set what Rust's function fixes. An addition to Rust's API. `reuse_address` sets
        SO_REUSEADDR: several sockets can share the port, as receivers of a multicast group do.
        `only_v6` sets IPV6_V6ONLY: a socket at an IPv6 address receives no IPv4 datagrams; with
        `None` the kernel decides.

        Errors: if no address can be bound, the error of the last one, such as `AddrInUse`,
        `AddrNotAvailable` or `PermissionDenied`, with the errors of the earlier ones as notes;
        `InvalidInput` if there are no addresses; those of `to_socket_addrs`.

        Rust's `UdpSocket::bind`.

        >>> from stdnet import UdpSocket
        >>> socket = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> print(UdpSocket.bind(socket.local_addr().unwrap()).unwrap_err())
        Address already in use (os error 98)
        >>> shared = UdpSocket.bind("127.0.0.1:0", reuse_address=True).unwrap()
        >>> UdpSocket.bind(shared.local_addr().unwrap(), reuse_address=True).map(bool)
        Ok(true)
        """
        bind = partial(inet.bind, reuse_address=reuse_address, only_v6=only_v6)
        return try_from_inner(UdpSocket, each_addr(addr, bind))

    @explained
    def connect(self, addr: IntoSocketAddrs) -> Result[None]:
        """Connects the socket to a peer, to which `send` sends and from which `recv` receives.

        The socket then receives from this peer only. Nothing is sent, so `Ok` does not mean that
        the peer exists. Another call changes the peer. `addr` is anything that `to_socket_addrs`
        accepts. If it stands for several addresses, the peer is the first one that the kernel
        accepts.

        Errors: if the kernel accepts no address, the error of the last one, such as EAFNOSUPPORT
        for an address of the other IP version or EACCES for a broadcast address without
        `set_broadcast`, with the errors of the earlier ones as notes; `InvalidInput` if there are
        no addresses; those of `to_socket_addrs`.

        Rust's `UdpSocket::connect`.

        >>> from stdnet import UdpSocket
        >>> socket = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> socket.connect("127.0.0.1:9")
        Ok(None)
        >>> print(socket.peer_addr().unwrap())
        127.0.0.1:9
        """
        return each_addr(addr, partial(inet.connect_datagram, self._sock))

    @explained_if_missing
    def send_to(self, buf: Buffer, addr: IntoSocketAddrs, port: None = None) -> Result[int]:
        """Sends a datagram to an address and returns its size in bytes.

        `addr` is anything that `to_socket_addrs` accepts; the lookup of a host name may wait. If it
        stands for several addresses, only the first one is used. The datagram is sent whole or not
        at all, and may be empty. `Ok` does not mean that it arrives.

        A host and a port are a pair: `port` is there for the text of the error.

        Errors: `InvalidInput` if there are no addresses; EMSGSIZE if `buf` is too large for a
        datagram, which takes at most 65,507 bytes over IPv4; `PermissionDenied` for a broadcast
        address without `set_broadcast`; EAFNOSUPPORT for an IPv6 address and an IPv4 socket;
        `WouldBlock` if the write time-out expires, or if there is no room in non-blocking mode; any
        other error of `sendto(2)`; those of `to_socket_addrs`.

        Rust's `UdpSocket::send_to`. C's `sendto`.

        >>> from stdnet import UdpSocket
        >>> server = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> client = UdpSocket.bind("127.0.0.1:0").unwrap()
        >>> client.send_to(b"hello", server.local_addr().unwrap())
        Ok(5)
        >>> print(client.send_to(b"hello", []).unwrap_err())
        no addresses to send data to
        """
        if port is not None:
            raise TypeError(f"send_to takes one address: write send_to(data, {(addr, port)!r})")
        try:
            family, name = get_py_addr(addr)
        except AttributeError:  # Its CPython tuple is not cached, or it is no `SocketAddr`.
            return self._send_to_first(buf, addr)
        sock = self._sock
        if sock.family != family:
            return inet.send_to_other_family(sock, buf, family, name)
        try:
            n = sock.sendto(buf, MSG_NOSIGNAL, name)
        except OSError as exc:
            return failed(exc)
        except TypeError:
            byte_view(buf)  # Says what to write instead.
            raise
        return OK_COUNTS[n] if n < COUNTED else ok_large(n)

    def _send_to_first(self, buf: Buffer, addr: IntoSocketAddrs) -> Result[int]:
        try:
            addrs = to_socket_addrs(addr)
        except TypeError:
            if isinstance(buf, str | tuple | SocketAddr):
                raise wrong_data(buf, "send_to(data, addr)") from None
            raise
        if isinstance(addrs, Err):
            return addrs
        for first in addrs.unwrap():
            socket_addr_to_py(first)  # Caches the tuple for `get_py_addr`.
            return self.send_to(buf, first)
        return _NO_DESTINATION.err()
