"""The options of IPv4, C's IPPROTO_IP. By C's names."""

from stdnet._core.error import Result
from stdnet._core.ip_addr import Ipv4Addr
from stdnet._sys import options
from stdnet._sys.ownership import Socket as SystemSocket
from stdnet.socket2._interface import InterfaceIndexOrAddress, chosen
from stdnet.socket2._sockaddr import SockAddr, sock_addr_unchecked


class Ipv4Options:
    """What can be set and asked of a socket of IPv4."""

    __slots__ = ()

    _sock: SystemSocket

    def join_multicast_v4(self, multiaddr: Ipv4Addr, interface: Ipv4Addr) -> Result[None]:
        """Joins a multicast group, at the interface with this address.

        With `0.0.0.0` the system chooses the interface. The crate's `Socket::join_multicast_v4`,
        C's IP_ADD_MEMBERSHIP.

        Errors: `AddrInUse` if it is a member already, `InvalidInput` for what is no group, ENODEV
        if there is no such interface.

        >>> from stdnet import Ipv4Addr
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> group = Ipv4Addr(239, 1, 2, 3)
        >>> socket.join_multicast_v4(group, Ipv4Addr.LOCALHOST)
        <Success: None>
        """
        return options.JOIN_V4.set(self._sock, multiaddr, interface)

    def join_multicast_v4_n(
        self, multiaddr: Ipv4Addr, interface: InterfaceIndexOrAddress
    ) -> Result[None]:
        """Joins a multicast group, at an interface by its number or address.

        The crate's `Socket::join_multicast_v4_n`, C's IP_ADD_MEMBERSHIP.

        Errors: `AddrInUse` if it is a member already, `InvalidInput` for what is no group, ENODEV
        if there is no such interface.

        >>> from stdnet import Ipv4Addr
        >>> from stdnet.socket2 import Domain, InterfaceIndexOrAddress, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> group = Ipv4Addr(239, 1, 2, 3)
        >>> socket.join_multicast_v4_n(group, InterfaceIndexOrAddress.Index(1))
        <Success: None>
        """
        return options.JOIN_V4_N.set(self._sock, multiaddr, chosen(interface))

    def join_ssm_v4(self, source: Ipv4Addr, group: Ipv4Addr, interface: Ipv4Addr) -> Result[None]:
        """Joins a multicast group, as far as one sender is concerned (source-specific multicast).

        The crate's `Socket::join_ssm_v4`, C's IP_ADD_SOURCE_MEMBERSHIP.

        Errors: `AddrInUse` if it is a member already, `InvalidInput` for what is no group, ENODEV
        if there is no such interface.

        >>> from stdnet import Ipv4Addr
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> group = Ipv4Addr(239, 1, 2, 3)
        >>> socket.join_ssm_v4(Ipv4Addr.LOCALHOST, group, Ipv4Addr.LOCALHOST)
        <Success: None>
        """
        return options.JOIN_SOURCE_V4.set(self._sock, source, group, interface)

    def leave_multicast_v4(self, multiaddr: Ipv4Addr, interface: Ipv4Addr) -> Result[None]:
        """Leaves a group that `join_multicast_v4` joined. The crate's `Socket::leave_multicast_v4`.

        Errors: `AddrNotAvailable` if it is no member.

        >>> from stdnet import Ipv4Addr
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> group = Ipv4Addr(239, 1, 2, 3)
        >>> socket.leave_multicast_v4(group, Ipv4Addr.LOCALHOST).failure().kind()
        AddrNotAvailable
        """
        return options.LEAVE_V4.set(self._sock, multiaddr, interface)

    def leave_multicast_v4_n(
        self, multiaddr: Ipv4Addr, interface: InterfaceIndexOrAddress
    ) -> Result[None]:
        """Leaves a group that `join_multicast_v4_n` joined.

        The crate's `Socket::leave_multicast_v4_n`.

        Errors: `AddrNotAvailable` if it is no member.

        >>> from stdnet import Ipv4Addr
        >>> from stdnet.socket2 import Domain, InterfaceIndexOrAddress, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> group, lo = Ipv4Addr(239, 1, 2, 3), InterfaceIndexOrAddress.Address(Ipv4Addr.LOCALHOST)
        >>> socket.leave_multicast_v4_n(group, lo).failure().kind()
        AddrNotAvailable
        """
        return options.LEAVE_V4_N.set(self._sock, multiaddr, chosen(interface))

    def leave_ssm_v4(self, source: Ipv4Addr, group: Ipv4Addr, interface: Ipv4Addr) -> Result[None]:
        """Leaves a group that `join_ssm_v4` joined. The crate's `Socket::leave_ssm_v4`.

        Errors: `AddrNotAvailable` if it is no member.

        >>> from stdnet import Ipv4Addr
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> group = Ipv4Addr(239, 1, 2, 3)
        >>> lo = Ipv4Addr.LOCALHOST
        >>> socket.join_ssm_v4(lo, group, lo).bind(lambda _: socket.leave_ssm_v4(lo, group, lo))
        <Success: None>
        """
        return options.LEAVE_SOURCE_V4.set(self._sock, source, group, interface)

    def freebind_v4(self) -> Result[bool]:
        """Whether an address may be bound that no interface has.

        The crate's `Socket::freebind_v4`, C's IP_FREEBIND.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.STREAM).bind(lambda socket: socket.freebind_v4())
        <Success: False>
        """
        return options.FREEBIND_V4.get(self._sock)

    def set_freebind_v4(self, freebind: bool) -> Result[None]:
        """Whether an address may be bound that no interface has, or not yet.

        The crate's `Socket::set_freebind_v4`.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_freebind_v4(True).bind(lambda _: socket.freebind_v4())
        <Success: True>
        """
        return options.FREEBIND_V4.set(self._sock, freebind)

    def header_included_v4(self) -> Result[bool]:
        """Whether what is sent begins with its IP header.

        The crate's `Socket::header_included_v4`, C's IP_HDRINCL.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.header_included_v4()
        <Success: False>
        """
        return options.HEADER_INCLUDED_V4.get(self._sock)

    def set_header_included_v4(self, included: bool) -> Result[None]:
        """Whether what is sent begins with its IP header, in raw sockets.

        The crate's `Socket::set_header_included_v4`.

        Errors: ENOPROTOOPT for a socket that is not raw.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> print(socket.set_header_included_v4(True).failure())
        Protocol not available (os error 92)
        """
        return options.HEADER_INCLUDED_V4.set(self._sock, included)

    def multicast_all_v4(self) -> Result[bool]:
        """Whether datagrams to multicast groups arrive that only other sockets have joined.

        The crate's `Socket::multicast_all_v4`, C's IP_MULTICAST_ALL.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.DGRAM).bind(lambda socket: socket.multicast_all_v4())
        <Success: True>
        """
        return options.MULTICAST_ALL_V4.get(self._sock)

    def set_multicast_all_v4(self, all: bool) -> Result[None]:  # noqa: A002 - the crate's name
        """Whether datagrams to multicast groups arrive that only other sockets have joined.

        The crate's `Socket::set_multicast_all_v4`.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.set_multicast_all_v4(False).bind(lambda _: socket.multicast_all_v4())
        <Success: False>
        """
        return options.MULTICAST_ALL_V4.set(self._sock, all)

    def multicast_if_v4(self) -> Result[Ipv4Addr]:
        """The interface by which multicast is sent, by its address.

        The crate's `Socket::multicast_if_v4`, C's IP_MULTICAST_IF.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.DGRAM).bind(lambda socket: socket.multicast_if_v4())
        <Success: 0.0.0.0>
        """
        return options.MULTICAST_IF_V4.get(self._sock)

    def set_multicast_if_v4(self, interface: Ipv4Addr) -> Result[None]:
        """The interface by which multicast is sent, by its address.

        The crate's `Socket::set_multicast_if_v4`.

        Errors: `AddrNotAvailable` if no interface has the address.

        >>> from stdnet import Ipv4Addr
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.set_multicast_if_v4(Ipv4Addr.LOCALHOST).bind(lambda _: socket.multicast_if_v4())
        <Success: 127.0.0.1>
        """
        return options.MULTICAST_IF_V4.set(self._sock, interface)

    def multicast_loop_v4(self) -> Result[bool]:
        """Whether multicast that is sent comes back to this machine.

        The crate's `Socket::multicast_loop_v4`, C's IP_MULTICAST_LOOP.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.DGRAM).bind(lambda socket: socket.multicast_loop_v4())
        <Success: True>
        """
        return options.MULTICAST_LOOP_V4.get(self._sock)

    def set_multicast_loop_v4(self, loop_v4: bool) -> Result[None]:
        """Whether multicast that is sent comes back to this machine.

        The crate's `Socket::set_multicast_loop_v4`.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.set_multicast_loop_v4(False).bind(lambda _: socket.multicast_loop_v4())
        <Success: False>
        """
        return options.MULTICAST_LOOP_V4.set(self._sock, loop_v4)

    def multicast_ttl_v4(self) -> Result[int]:
        """How many hops multicast may take.

        The crate's `Socket::multicast_ttl_v4`, C's IP_MULTICAST_TTL.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.DGRAM).bind(lambda socket: socket.multicast_ttl_v4())
        <Success: 1>
        """
        return options.MULTICAST_TTL_V4.get(self._sock)

    def set_multicast_ttl_v4(self, ttl: int) -> Result[None]:
        """How many hops multicast may take, a `u32`.

        The crate's `Socket::set_multicast_ttl_v4`.

        Errors: `InvalidInput` above 255.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.set_multicast_ttl_v4(3).bind(lambda _: socket.multicast_ttl_v4())
        <Success: 3>
        """
        return options.MULTICAST_TTL_V4.set(self._sock, ttl)

    def recv_tos_v4(self) -> Result[bool]:
        """Whether datagrams come with their type of service.

        The crate's `Socket::recv_tos_v4`, C's IP_RECVTOS.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.DGRAM).bind(lambda socket: socket.recv_tos_v4())
        <Success: False>
        """
        return options.RECV_TOS_V4.get(self._sock)

    def set_recv_tos_v4(self, recv_tos: bool) -> Result[None]:
        """Whether datagrams come with their type of service, as a control message.

        The crate's `Socket::set_recv_tos_v4`.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.set_recv_tos_v4(True).bind(lambda _: socket.recv_tos_v4())
        <Success: True>
        """
        return options.RECV_TOS_V4.set(self._sock, recv_tos)

    def tos_v4(self) -> Result[int]:
        """The type of service of packets that are sent. The crate's `Socket::tos_v4`, C's IP_TOS.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.DGRAM).bind(lambda socket: socket.tos_v4())
        <Success: 0>
        """
        return options.TOS_V4.get(self._sock)

    def set_tos_v4(self, tos: int) -> Result[None]:
        """The type of service of packets that are sent, a `u32` of which 8 bits count.

        Of a stream the two lowest bits are the system's. The crate's `Socket::set_tos_v4`.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.set_tos_v4(16).bind(lambda _: socket.tos_v4())
        <Success: 16>
        """
        return options.TOS_V4.set(self._sock, tos)

    def ip_transparent_v4(self) -> Result[bool]:
        """Whether the socket may use addresses of others, as a transparent proxy does.

        The crate's `Socket::ip_transparent_v4`, C's IP_TRANSPARENT.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> Socket.new(Domain.IPV4, Type.STREAM).bind(lambda socket: socket.ip_transparent_v4())
        <Success: False>
        """
        return options.TRANSPARENT_V4.get(self._sock)

    def set_ip_transparent_v4(self, transparent: bool) -> Result[None]:
        """Whether the socket may use addresses of others, as a transparent proxy does.

        The crate's `Socket::set_ip_transparent_v4`.

        Errors: `PermissionDenied` without CAP_NET_ADMIN.

        >>> from stdnet import is_ok
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> is_allowed = is_ok(socket.set_ip_transparent_v4(True))
        """
        return options.TRANSPARENT_V4.set(self._sock, transparent)

    def ttl_v4(self) -> Result[int]:
        """How many hops packets may take. The crate's `Socket::ttl_v4`, C's IP_TTL.

        Errors: any of the system.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_ttl_v4(32).bind(lambda _: socket.ttl_v4())
        <Success: 32>
        """
        return options.TTL.get(self._sock)

    def set_ttl_v4(self, ttl: int) -> Result[None]:
        """How many hops packets may take, a `u32`. The crate's `Socket::set_ttl_v4`.

        Errors: `InvalidInput` for 0, and above 255.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_ttl_v4(32).bind(lambda _: socket.ttl_v4())
        <Success: 32>
        """
        return options.TTL.set(self._sock, ttl)

    def original_dst_v4(self) -> Result[SockAddr]:
        """Where a connection was going before the firewall redirected it here.

        The crate's `Socket::original_dst_v4`, C's SO_ORIGINAL_DST.

        Errors: `NotFound` for one that was not redirected, ENOPROTOOPT where there is no such
        firewall.

        >>> from stdnet import is_err
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> is_err(socket.original_dst_v4())
        True
        """
        return options.ORIGINAL_DST_V4.get(self._sock).map(sock_addr_unchecked)
