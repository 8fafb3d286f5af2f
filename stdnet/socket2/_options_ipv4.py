"""The options of IPv4, C's IPPROTO_IP, in the order of C's names."""

from __future__ import annotations

import sys

from stdnet._core.arguments import linux_only
from stdnet._core.error import Result
from stdnet._core.ip_addr import Ipv4Addr
from stdnet._sys import options
from stdnet._sys.ownership import Socket as SystemSocket
from stdnet.socket2._interface import InterfaceIndexOrAddress, index_or_address
from stdnet.socket2._sockaddr import SockAddr, sock_addr_unchecked


@linux_only(
    "freebind_v4",
    "set_freebind_v4",
    "multicast_all_v4",
    "set_multicast_all_v4",
    "ip_transparent_v4",
    "set_ip_transparent_v4",
    "original_dst_v4",
)
class Ipv4Options:
    """The options of IPv4 sockets. See `ip(7)`."""

    __slots__ = ()

    _sock: SystemSocket

    def join_multicast_v4(self, multiaddr: Ipv4Addr, interface: Ipv4Addr) -> Result[None]:
        """Joins a multicast group on the interface that has this address.

        With `0.0.0.0` the kernel chooses the interface.

        Errors: `AddrInUse` if the socket is a member already; `InvalidInput` if `multiaddr` is not
        a multicast address; ENODEV if there is no such interface.

        The crate's `Socket::join_multicast_v4`. C's IP_ADD_MEMBERSHIP.

        >>> from stdnet import Ipv4Addr
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> group = Ipv4Addr(239, 1, 2, 3)
        >>> socket.join_multicast_v4(group, Ipv4Addr.LOCALHOST)
        Ok(None)
        """
        return options.JOIN_V4.set(self._sock, multiaddr, interface)

    def join_multicast_v4_n(
        self, multiaddr: Ipv4Addr, interface: InterfaceIndexOrAddress
    ) -> Result[None]:
        """Joins a multicast group on an interface given by its index or address.

        Errors: `AddrInUse` if the socket is a member already; `InvalidInput` if `multiaddr` is not
        a multicast address; ENODEV if there is no such interface.

        The crate's `Socket::join_multicast_v4_n`. C's IP_ADD_MEMBERSHIP.

        >>> from stdnet import Ipv4Addr
        >>> from stdnet.socket2 import Domain, InterfaceIndexOrAddress, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> group = Ipv4Addr(239, 1, 2, 3)
        >>> socket.join_multicast_v4_n(group, InterfaceIndexOrAddress.Index(1))
        Ok(None)
        """
        return options.JOIN_V4_N.set(self._sock, multiaddr, index_or_address(interface))

    def join_ssm_v4(self, source: Ipv4Addr, group: Ipv4Addr, interface: Ipv4Addr) -> Result[None]:
        """Joins a multicast group for the datagrams of one sender.

        This is source-specific multicast: datagrams of other senders are not received. Joining the
        group once more with another source adds that sender.

        Errors: `AddrNotAvailable` if the socket has joined for this sender already; `InvalidInput`
        if `group` is not a multicast address; ENODEV if there is no such interface.

        The crate's `Socket::join_ssm_v4`. C's IP_ADD_SOURCE_MEMBERSHIP.

        >>> from stdnet import Ipv4Addr
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> group = Ipv4Addr(239, 1, 2, 3)
        >>> socket.join_ssm_v4(Ipv4Addr.LOCALHOST, group, Ipv4Addr.LOCALHOST)
        Ok(None)
        """
        return options.JOIN_SOURCE_V4.set(self._sock, source, group, interface)

    def leave_multicast_v4(self, multiaddr: Ipv4Addr, interface: Ipv4Addr) -> Result[None]:
        """Leaves a group that `join_multicast_v4` joined.

        Errors: `AddrNotAvailable` if the socket is not a member.

        The crate's `Socket::leave_multicast_v4`. C's IP_DROP_MEMBERSHIP.

        >>> from stdnet import Ipv4Addr
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> group = Ipv4Addr(239, 1, 2, 3)
        >>> socket.leave_multicast_v4(group, Ipv4Addr.LOCALHOST).unwrap_err().kind()
        AddrNotAvailable
        """
        return options.LEAVE_V4.set(self._sock, multiaddr, interface)

    def leave_multicast_v4_n(
        self, multiaddr: Ipv4Addr, interface: InterfaceIndexOrAddress
    ) -> Result[None]:
        """Leaves a group that `join_multicast_v4_n` joined.

        Errors: `AddrNotAvailable` if the socket is not a member.

        The crate's `Socket::leave_multicast_v4_n`. C's IP_DROP_MEMBERSHIP.

        >>> from stdnet import Ipv4Addr
        >>> from stdnet.socket2 import Domain, InterfaceIndexOrAddress, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> group, lo = Ipv4Addr(239, 1, 2, 3), InterfaceIndexOrAddress.Address(Ipv4Addr.LOCALHOST)
        >>> socket.leave_multicast_v4_n(group, lo).unwrap_err().kind()
        AddrNotAvailable
        """
        return options.LEAVE_V4_N.set(self._sock, multiaddr, index_or_address(interface))

    def leave_ssm_v4(self, source: Ipv4Addr, group: Ipv4Addr, interface: Ipv4Addr) -> Result[None]:
        """Leaves a group that `join_ssm_v4` joined.

        Errors: `InvalidInput` if the socket is not a member; `AddrNotAvailable` if it has not
        joined for this sender.

        The crate's `Socket::leave_ssm_v4`. C's IP_DROP_SOURCE_MEMBERSHIP.

        >>> from stdnet import Ipv4Addr
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> group = Ipv4Addr(239, 1, 2, 3)
        >>> lo = Ipv4Addr.LOCALHOST
        >>> socket.join_ssm_v4(lo, group, lo).unwrap()
        >>> socket.leave_ssm_v4(lo, group, lo)
        Ok(None)
        """
        return options.LEAVE_SOURCE_V4.set(self._sock, source, group, interface)

    if sys.platform == "linux":

        def freebind_v4(self) -> Result[bool]:
            """Returns True if `bind` takes an address that no interface has.

            Errors: any error of `getsockopt(2)`.

            The crate's `Socket::freebind_v4`. C's IP_FREEBIND.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
            >>> socket.freebind_v4()
            Ok(false)
            """
            return options.FREEBIND_V4.get(self._sock)

        def set_freebind_v4(self, freebind: bool) -> Result[None]:
            """Sets or clears IP_FREEBIND: `bind` takes an address that no interface has yet.

            Errors: any error of `setsockopt(2)`.

            The crate's `Socket::set_freebind_v4`.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
            >>> socket.set_freebind_v4(True).unwrap()
            >>> socket.freebind_v4()
            Ok(true)
            """
            return options.FREEBIND_V4.set(self._sock, freebind)

    def header_included_v4(self) -> Result[bool]:
        """Returns True if data that is sent begins with its IP header.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::header_included_v4`. C's IP_HDRINCL.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.header_included_v4()
        Ok(false)
        """
        return options.HEADER_INCLUDED_V4.get(self._sock)

    def set_header_included_v4(self, included: bool) -> Result[None]:
        """Sets or clears IP_HDRINCL: data that is sent on a raw socket begins with its IP header.

        Errors: ENOPROTOOPT if the socket is not raw.

        The crate's `Socket::set_header_included_v4`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> print(socket.set_header_included_v4(True).unwrap_err())
        Protocol not available (os error 92)
        """
        return options.HEADER_INCLUDED_V4.set(self._sock, included)

    if sys.platform == "linux":

        def multicast_all_v4(self) -> Result[bool]:
            """Returns True if datagrams to groups of other sockets are received.

            Errors: any error of `getsockopt(2)`.

            The crate's `Socket::multicast_all_v4`. C's IP_MULTICAST_ALL.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
            >>> socket.multicast_all_v4()
            Ok(true)
            """
            return options.MULTICAST_ALL_V4.get(self._sock)

        def set_multicast_all_v4(self, all: bool) -> Result[None]:  # noqa: A002 - the crate's name
            """Sets or clears IP_MULTICAST_ALL: datagrams to the groups of all sockets are received.

            If it is cleared, only datagrams to groups that this socket has joined are received.

            Errors: any error of `setsockopt(2)`.

            The crate's `Socket::set_multicast_all_v4`.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
            >>> socket.set_multicast_all_v4(False).unwrap()
            >>> socket.multicast_all_v4()
            Ok(false)
            """
            return options.MULTICAST_ALL_V4.set(self._sock, all)

    def multicast_if_v4(self) -> Result[Ipv4Addr]:
        """Returns the address of the interface that sends multicast.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::multicast_if_v4`. C's IP_MULTICAST_IF.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.multicast_if_v4()
        Ok(0.0.0.0)
        """
        return options.MULTICAST_IF_V4.get(self._sock)

    def set_multicast_if_v4(self, interface: Ipv4Addr) -> Result[None]:
        """Sets IP_MULTICAST_IF: the interface that sends multicast, given by its address.

        Errors: `AddrNotAvailable` if no interface has the address.

        The crate's `Socket::set_multicast_if_v4`.

        >>> from stdnet import Ipv4Addr
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.set_multicast_if_v4(Ipv4Addr.LOCALHOST).unwrap()
        >>> socket.multicast_if_v4()
        Ok(127.0.0.1)
        """
        return options.MULTICAST_IF_V4.set(self._sock, interface)

    def multicast_loop_v4(self) -> Result[bool]:
        """Returns True if sent multicast is also received on this machine.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::multicast_loop_v4`. C's IP_MULTICAST_LOOP.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.multicast_loop_v4()
        Ok(true)
        """
        return options.MULTICAST_LOOP_V4.get(self._sock)

    def set_multicast_loop_v4(self, loop_v4: bool) -> Result[None]:
        """Sets or clears IP_MULTICAST_LOOP: sent multicast is looped back to this machine.

        Errors: any error of `setsockopt(2)`.

        The crate's `Socket::set_multicast_loop_v4`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.set_multicast_loop_v4(False).unwrap()
        >>> socket.multicast_loop_v4()
        Ok(false)
        """
        return options.MULTICAST_LOOP_V4.set(self._sock, loop_v4)

    def multicast_ttl_v4(self) -> Result[int]:
        """Returns the value of IP_MULTICAST_TTL: the time-to-live of multicast that is sent.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::multicast_ttl_v4`. C's IP_MULTICAST_TTL.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.multicast_ttl_v4()
        Ok(1)
        """
        return options.MULTICAST_TTL_V4.get(self._sock)

    def set_multicast_ttl_v4(self, ttl: int) -> Result[None]:
        """Sets IP_MULTICAST_TTL: how many hops sent multicast may take.

        `ttl` is a `u32`. With 1, the default, multicast does not leave the local network.

        Errors: `InvalidInput` above 255.

        The crate's `Socket::set_multicast_ttl_v4`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.set_multicast_ttl_v4(3).unwrap()
        >>> socket.multicast_ttl_v4()
        Ok(3)
        """
        return options.MULTICAST_TTL_V4.set(self._sock, ttl)

    def recv_tos_v4(self) -> Result[bool]:
        """Returns True if datagrams come with their type of service.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::recv_tos_v4`. C's IP_RECVTOS.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.recv_tos_v4()
        Ok(false)
        """
        return options.RECV_TOS_V4.get(self._sock)

    def set_recv_tos_v4(self, recv_tos: bool) -> Result[None]:
        """Sets or clears IP_RECVTOS: datagrams come with their type of service.

        It is a control message: see `recvmsg`.

        Errors: any error of `setsockopt(2)`.

        The crate's `Socket::set_recv_tos_v4`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.set_recv_tos_v4(True).unwrap()
        >>> socket.recv_tos_v4()
        Ok(true)
        """
        return options.RECV_TOS_V4.set(self._sock, recv_tos)

    def tos_v4(self) -> Result[int]:
        """Returns the value of IP_TOS: the type of service of packets that are sent.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::tos_v4`. C's IP_TOS.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.tos_v4()
        Ok(0)
        """
        return options.TOS_V4.get(self._sock)

    def set_tos_v4(self, tos: int) -> Result[None]:
        """Sets IP_TOS: the type of service of packets that are sent.

        `tos` is a `u32`, of which the kernel takes the low 8 bits. On a stream socket it keeps the
        two lowest for itself (ECN).

        Errors: any error of `setsockopt(2)`.

        The crate's `Socket::set_tos_v4`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
        >>> socket.set_tos_v4(16).unwrap()
        >>> socket.tos_v4()
        Ok(16)
        """
        return options.TOS_V4.set(self._sock, tos)

    if sys.platform == "linux":

        def ip_transparent_v4(self) -> Result[bool]:
            """Returns True if the socket may use addresses of other machines.

            Errors: any error of `getsockopt(2)`.

            The crate's `Socket::ip_transparent_v4`. C's IP_TRANSPARENT.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
            >>> socket.ip_transparent_v4()
            Ok(false)
            """
            return options.TRANSPARENT_V4.get(self._sock)

        def set_ip_transparent_v4(self, transparent: bool) -> Result[None]:
            """Sets or clears IP_TRANSPARENT: the socket may use addresses of other machines.

            A transparent proxy does so: its local address is that of the machine it stands for.

            Errors: `PermissionDenied` without CAP_NET_ADMIN.

            The crate's `Socket::set_ip_transparent_v4`.

            >>> from stdnet import is_ok
            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
            >>> is_allowed = is_ok(socket.set_ip_transparent_v4(True))
            """
            return options.TRANSPARENT_V4.set(self._sock, transparent)

    def ttl_v4(self) -> Result[int]:
        """Returns the value of IP_TTL: the time-to-live of packets that are sent.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::ttl_v4`. C's IP_TTL.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_ttl_v4(32).unwrap()
        >>> socket.ttl_v4()
        Ok(32)
        """
        return options.TTL.get(self._sock)

    def set_ttl_v4(self, ttl: int) -> Result[None]:
        """Sets IP_TTL: how many hops sent packets may take.

        `ttl` is a `u32`.

        Errors: `InvalidInput` for 0, and above 255.

        The crate's `Socket::set_ttl_v4`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        >>> socket.set_ttl_v4(32).unwrap()
        >>> socket.ttl_v4()
        Ok(32)
        """
        return options.TTL.set(self._sock, ttl)

    if sys.platform == "linux":

        def original_dst_v4(self) -> Result[SockAddr]:
            """Returns where the connection went before a firewall redirected it.

            Errors: `NotFound` if the connection was not redirected; ENOPROTOOPT if no firewall
            tracks it.

            The crate's `Socket::original_dst_v4`. C's SO_ORIGINAL_DST.

            >>> from stdnet import is_err
            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
            >>> is_err(socket.original_dst_v4())
            True
            """
            return options.ORIGINAL_DST_V4.get(self._sock).map(sock_addr_unchecked)
