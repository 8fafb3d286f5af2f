"""The options of IPv6, C's IPPROTO_IPV6. By C's names."""

from stdnet._core.error import Result
from stdnet._core.ip_addr import Ipv6Addr
from stdnet._sys import options
from stdnet._sys.ownership import Socket as SystemSocket
from stdnet.socket2._sockaddr import SockAddr, sock_addr_unchecked


class Ipv6Options:
    """What can be set and asked of a socket of IPv6."""

    __slots__ = ()

    _sock: SystemSocket

    def join_multicast_v6(self, multiaddr: Ipv6Addr, interface: int) -> Result[None]:
        """Joins a multicast group, at the interface with this number.

        With 0 the system chooses the interface. A `u32`. The crate's `Socket::join_multicast_v6`,
        C's IPV6_ADD_MEMBERSHIP.

        Errors: `AddrInUse` if it is a member already, `InvalidInput` for what is no group, ENODEV
        if there is no such interface.

        >>> from stdnet import Ipv6Addr
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV6, Type.DGRAM).unwrap()
        >>> socket.join_multicast_v6(Ipv6Addr(0xFF01, 0, 0, 0, 0, 0, 0, 0x123), 1)
        <Success: None>
        """
        return options.JOIN_V6.set(self._sock, multiaddr, interface)

    def leave_multicast_v6(self, multiaddr: Ipv6Addr, interface: int) -> Result[None]:
        """Leaves a group that `join_multicast_v6` joined. The crate's `Socket::leave_multicast_v6`.

        Errors: `AddrNotAvailable` if it is no member.

        >>> from stdnet import Ipv6Addr
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV6, Type.DGRAM).unwrap()
        >>> socket.leave_multicast_v6(Ipv6Addr(0xFF01, 0, 0, 0, 0, 0, 0, 0x123), 1).failure().kind()
        AddrNotAvailable
        """
        return options.LEAVE_V6.set(self._sock, multiaddr, interface)

    def freebind_v6(self) -> Result[bool]:
        """Whether an address may be bound that no interface has.

        The crate's `Socket::freebind_v6`, C's IPV6_FREEBIND.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV6, Type.STREAM).bind(lambda socket: socket.freebind_v6())
        <Success: False>
        """
        return options.FREEBIND_V6.get(self._sock)

    def set_freebind_v6(self, freebind: bool) -> Result[None]:
        """Whether an address may be bound that no interface has, or not yet.

        The crate's `Socket::set_freebind_v6`.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV6, Type.STREAM).unwrap()
        >>> socket.set_freebind_v6(True).bind(lambda _: socket.freebind_v6())
        <Success: True>
        """
        return options.FREEBIND_V6.set(self._sock, freebind)

    def header_included_v6(self) -> Result[bool]:
        """Whether what is sent begins with its IP header.

        The crate's `Socket::header_included_v6`, C's IPV6_HDRINCL.

        Errors: ENOPROTOOPT for a socket that is not raw.

        >>> from stdnet import is_err
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> is_err(Socket.new(Domain.IPV6, Type.STREAM).unwrap().header_included_v6())
        True
        """
        return options.HEADER_INCLUDED_V6.get(self._sock)

    def set_header_included_v6(self, included: bool) -> Result[None]:
        """Whether what is sent begins with its IP header, in raw sockets.

        The crate's `Socket::set_header_included_v6`.

        Errors: ENOPROTOOPT for a socket that is not raw.

        >>> from stdnet import is_err
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> is_err(Socket.new(Domain.IPV6, Type.STREAM).unwrap().set_header_included_v6(True))
        True
        """
        return options.HEADER_INCLUDED_V6.set(self._sock, included)

    def multicast_all_v6(self) -> Result[bool]:
        """Whether datagrams to multicast groups arrive that only other sockets have joined.

        The crate's `Socket::multicast_all_v6`, C's IPV6_MULTICAST_ALL.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV6, Type.DGRAM).bind(lambda socket: socket.multicast_all_v6())
        <Success: True>
        """
        return options.MULTICAST_ALL_V6.get(self._sock)

    def set_multicast_all_v6(self, all: bool) -> Result[None]:  # noqa: A002 - the crate's name
        """Whether datagrams to multicast groups arrive that only other sockets have joined.

        The crate's `Socket::set_multicast_all_v6`.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV6, Type.DGRAM).unwrap()
        >>> socket.set_multicast_all_v6(False).bind(lambda _: socket.multicast_all_v6())
        <Success: False>
        """
        return options.MULTICAST_ALL_V6.set(self._sock, all)

    def multicast_hops_v6(self) -> Result[int]:
        """How many hops multicast may take.

        The crate's `Socket::multicast_hops_v6`, C's IPV6_MULTICAST_HOPS.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV6, Type.DGRAM).bind(lambda socket: socket.multicast_hops_v6())
        <Success: 1>
        """
        return options.MULTICAST_HOPS_V6.get(self._sock)

    def set_multicast_hops_v6(self, hops: int) -> Result[None]:
        """How many hops multicast may take, a `u32`.

        The crate's `Socket::set_multicast_hops_v6`.

        Errors: `InvalidInput` above 255.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV6, Type.DGRAM).unwrap()
        >>> socket.set_multicast_hops_v6(3).bind(lambda _: socket.multicast_hops_v6())
        <Success: 3>
        """
        return options.MULTICAST_HOPS_V6.set(self._sock, hops)

    def multicast_if_v6(self) -> Result[int]:
        """The interface by which multicast is sent, by its number; 0 for any.

        The crate's `Socket::multicast_if_v6`, C's IPV6_MULTICAST_IF.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV6, Type.DGRAM).bind(lambda socket: socket.multicast_if_v6())
        <Success: 0>
        """
        return options.MULTICAST_IF_V6.get(self._sock)

    def set_multicast_if_v6(self, interface: int) -> Result[None]:
        """The interface by which multicast is sent, by its number; 0 for any.

        The crate's `Socket::set_multicast_if_v6`.

        Errors: ENODEV if there is no such interface.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV6, Type.DGRAM).unwrap()
        >>> socket.set_multicast_if_v6(1).bind(lambda _: socket.multicast_if_v6())
        <Success: 1>
        """
        return options.MULTICAST_IF_V6.set(self._sock, interface)

    def multicast_loop_v6(self) -> Result[bool]:
        """Whether multicast that is sent comes back to this machine.

        The crate's `Socket::multicast_loop_v6`, C's IPV6_MULTICAST_LOOP.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV6, Type.DGRAM).bind(lambda socket: socket.multicast_loop_v6())
        <Success: True>
        """
        return options.MULTICAST_LOOP_V6.get(self._sock)

    def set_multicast_loop_v6(self, loop_v6: bool) -> Result[None]:
        """Whether multicast that is sent comes back to this machine.

        The crate's `Socket::set_multicast_loop_v6`.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV6, Type.DGRAM).unwrap()
        >>> socket.set_multicast_loop_v6(False).bind(lambda _: socket.multicast_loop_v6())
        <Success: False>
        """
        return options.MULTICAST_LOOP_V6.set(self._sock, loop_v6)

    def recv_hoplimit_v6(self) -> Result[bool]:
        """Whether datagrams come with their hop limit.

        The crate's `Socket::recv_hoplimit_v6`, C's IPV6_RECVHOPLIMIT.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV6, Type.DGRAM).bind(lambda socket: socket.recv_hoplimit_v6())
        <Success: False>
        """
        return options.RECV_HOPLIMIT_V6.get(self._sock)

    def set_recv_hoplimit_v6(self, recv_hoplimit: bool) -> Result[None]:
        """Whether datagrams come with their hop limit, as a control message.

        The crate's `Socket::set_recv_hoplimit_v6`.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV6, Type.DGRAM).unwrap()
        >>> socket.set_recv_hoplimit_v6(True).bind(lambda _: socket.recv_hoplimit_v6())
        <Success: True>
        """
        return options.RECV_HOPLIMIT_V6.set(self._sock, recv_hoplimit)

    def recv_tclass_v6(self) -> Result[bool]:
        """Whether datagrams come with their traffic class.

        The crate's `Socket::recv_tclass_v6`, C's IPV6_RECVTCLASS.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV6, Type.DGRAM).bind(lambda socket: socket.recv_tclass_v6())
        <Success: False>
        """
        return options.RECV_TCLASS_V6.get(self._sock)

    def set_recv_tclass_v6(self, recv_tclass: bool) -> Result[None]:
        """Whether datagrams come with their traffic class, as a control message.

        The crate's `Socket::set_recv_tclass_v6`.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV6, Type.DGRAM).unwrap()
        >>> socket.set_recv_tclass_v6(True).bind(lambda _: socket.recv_tclass_v6())
        <Success: True>
        """
        return options.RECV_TCLASS_V6.set(self._sock, recv_tclass)

    def tclass_v6(self) -> Result[int]:
        """The traffic class of packets that are sent.

        The crate's `Socket::tclass_v6`, C's IPV6_TCLASS.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV6, Type.DGRAM).bind(lambda socket: socket.tclass_v6())
        <Success: 0>
        """
        return options.TCLASS_V6.get(self._sock)

    def set_tclass_v6(self, tclass: int) -> Result[None]:
        """The traffic class of packets that are sent, 0 to 255.

        The crate's `Socket::set_tclass_v6`.

        Errors: `InvalidInput` above 255.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV6, Type.DGRAM).unwrap()
        >>> socket.set_tclass_v6(16).bind(lambda _: socket.tclass_v6())
        <Success: 16>
        """
        return options.TCLASS_V6.set(self._sock, tclass)

    def ip_transparent_v6(self) -> Result[bool]:
        """Whether the socket may use addresses of others, as a transparent proxy does.

        The crate's `Socket::ip_transparent_v6`, C's IPV6_TRANSPARENT.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV6, Type.STREAM).bind(lambda socket: socket.ip_transparent_v6())
        <Success: False>
        """
        return options.TRANSPARENT_V6.get(self._sock)

    def set_ip_transparent_v6(self, transparent: bool) -> Result[None]:
        """Whether the socket may use addresses of others, as a transparent proxy does.

        The crate's `Socket::set_ip_transparent_v6`.

        Errors: `PermissionDenied` without CAP_NET_ADMIN.

        >>> from stdnet import is_ok
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV6, Type.STREAM).unwrap()
        >>> is_allowed = is_ok(socket.set_ip_transparent_v6(True))
        """
        return options.TRANSPARENT_V6.set(self._sock, transparent)

    def unicast_hops_v6(self) -> Result[int]:
        """How many hops packets may take.

        The crate's `Socket::unicast_hops_v6`, C's IPV6_UNICAST_HOPS.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV6, Type.STREAM).unwrap()
        >>> socket.set_unicast_hops_v6(32).bind(lambda _: socket.unicast_hops_v6())
        <Success: 32>
        """
        return options.UNICAST_HOPS_V6.get(self._sock)

    def set_unicast_hops_v6(self, hops: int) -> Result[None]:
        """How many hops packets may take, a `u32`. The crate's `Socket::set_unicast_hops_v6`.

        Errors: `InvalidInput` above 255.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV6, Type.STREAM).unwrap()
        >>> socket.set_unicast_hops_v6(32).bind(lambda _: socket.unicast_hops_v6())
        <Success: 32>
        """
        return options.UNICAST_HOPS_V6.set(self._sock, hops)

    def only_v6(self) -> Result[bool]:
        """Whether the socket takes IPv6 only. The crate's `Socket::only_v6`, C's IPV6_V6ONLY.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV6, Type.STREAM).unwrap()
        >>> socket.set_only_v6(True).bind(lambda _: socket.only_v6())
        <Success: True>
        """
        return options.ONLY_V6.get(self._sock)

    def set_only_v6(self, only_v6: bool) -> Result[None]:
        """Whether the socket takes IPv6 only; before `bind`. The crate's `Socket::set_only_v6`.

        Errors: `InvalidInput` for a socket that is bound.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV6, Type.STREAM).unwrap()
        >>> socket.set_only_v6(True).bind(lambda _: socket.only_v6())
        <Success: True>
        """
        return options.ONLY_V6.set(self._sock, only_v6)

    def original_dst_v6(self) -> Result[SockAddr]:
        """Where a connection was going before the firewall redirected it here.

        The crate's `Socket::original_dst_v6`, C's SO_ORIGINAL_DST.

        Errors: `NotFound` for one that was not redirected, ENOPROTOOPT where there is no such
        firewall.

        >>> from stdnet import is_err
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV6, Type.STREAM).unwrap()
        >>> is_err(socket.original_dst_v6())
        True
        """
        return options.ORIGINAL_DST_V6.get(self._sock).map(sock_addr_unchecked)
