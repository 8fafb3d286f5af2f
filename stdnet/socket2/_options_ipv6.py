"""The options of IPv6, C's IPPROTO_IPV6, in the order of C's names."""

from __future__ import annotations

import sys

from stdnet._core.arguments import linux_only
from stdnet._core.error import Result
from stdnet._core.ip_addr import Ipv6Addr
from stdnet._sys import options
from stdnet._sys.ownership import Socket as SystemSocket
from stdnet.socket2._sockaddr import SockAddr, sock_addr_unchecked


@linux_only(
    "freebind_v6",
    "set_freebind_v6",
    "header_included_v6",
    "set_header_included_v6",
    "multicast_all_v6",
    "set_multicast_all_v6",
    "ip_transparent_v6",
    "set_ip_transparent_v6",
    "original_dst_v6",
)
class Ipv6Options:
    """The options of IPv6 sockets. See `ipv6(7)`."""

    __slots__ = ()

    _sock: SystemSocket

    def join_multicast_v6(self, multiaddr: Ipv6Addr, interface: int) -> Result[None]:
        """Joins a multicast group on the interface that has this index.

        `interface` is a `u32`; with 0 the kernel chooses the interface.

        Errors: `AddrInUse` if the socket is a member already; `InvalidInput` if `multiaddr` is not
        a multicast address; ENODEV if there is no such interface.

        The crate's `Socket::join_multicast_v6`. C's IPV6_ADD_MEMBERSHIP.

        >>> from stdnet import Ipv6Addr
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV6, Type.DGRAM).unwrap()
        >>> socket.join_multicast_v6(Ipv6Addr(0xFF01, 0, 0, 0, 0, 0, 0, 0x123), 1)
        Ok(None)
        """
        return options.JOIN_V6.set(self._sock, multiaddr, interface)

    def leave_multicast_v6(self, multiaddr: Ipv6Addr, interface: int) -> Result[None]:
        """Leaves a group that `join_multicast_v6` joined.

        Errors: `AddrNotAvailable` if the socket is not a member.

        The crate's `Socket::leave_multicast_v6`. C's IPV6_DROP_MEMBERSHIP.

        >>> from stdnet import Ipv6Addr
        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV6, Type.DGRAM).unwrap()
        >>> group = Ipv6Addr(0xFF01, 0, 0, 0, 0, 0, 0, 0x123)
        >>> socket.leave_multicast_v6(group, 1).unwrap_err().kind()
        AddrNotAvailable
        """
        return options.LEAVE_V6.set(self._sock, multiaddr, interface)

    if sys.platform == "linux":

        def freebind_v6(self) -> Result[bool]:
            """Returns True if `bind` takes an address that no interface has.

            Errors: any error of `getsockopt(2)`.

            The crate's `Socket::freebind_v6`. C's IPV6_FREEBIND.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV6, Type.STREAM).unwrap()
            >>> socket.freebind_v6()
            Ok(false)
            """
            return options.FREEBIND_V6.get(self._sock)

        def set_freebind_v6(self, freebind: bool) -> Result[None]:
            """Sets or clears IPV6_FREEBIND: `bind` takes an address that no interface has yet.

            Errors: any error of `setsockopt(2)`.

            The crate's `Socket::set_freebind_v6`.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV6, Type.STREAM).unwrap()
            >>> socket.set_freebind_v6(True).unwrap()
            >>> socket.freebind_v6()
            Ok(true)
            """
            return options.FREEBIND_V6.set(self._sock, freebind)

        def header_included_v6(self) -> Result[bool]:
            """Returns True if data that is sent begins with its IP header.

            The crate (0.6.5) reads another option in its place, IPV6_2292HOPOPTS.

            Errors: ENOPROTOOPT if the socket is not raw.

            The crate's `Socket::header_included_v6`. C's IPV6_HDRINCL.

            >>> from stdnet import is_err
            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> is_err(Socket.new(Domain.IPV6, Type.STREAM).unwrap().header_included_v6())
            True
            """
            return options.HEADER_INCLUDED_V6.get(self._sock)

        def set_header_included_v6(self, included: bool) -> Result[None]:
            """Sets or clears IPV6_HDRINCL: data sent on a raw socket begins with its IP header.

            Errors: ENOPROTOOPT if the socket is not raw.

            The crate's `Socket::set_header_included_v6`.

            >>> from stdnet import is_err
            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> is_err(Socket.new(Domain.IPV6, Type.STREAM).unwrap().set_header_included_v6(True))
            True
            """
            return options.HEADER_INCLUDED_V6.set(self._sock, included)

        def multicast_all_v6(self) -> Result[bool]:
            """Returns True if datagrams to groups of other sockets are received.

            Errors: any error of `getsockopt(2)`.

            The crate's `Socket::multicast_all_v6`. C's IPV6_MULTICAST_ALL.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV6, Type.DGRAM).unwrap()
            >>> socket.multicast_all_v6()
            Ok(true)
            """
            return options.MULTICAST_ALL_V6.get(self._sock)

        def set_multicast_all_v6(self, all: bool) -> Result[None]:  # noqa: A002 - the crate's name
            """Sets or clears IPV6_MULTICAST_ALL: datagrams to all sockets' groups are received.

            If it is cleared, only datagrams to groups that this socket has joined are received.

            Errors: any error of `setsockopt(2)`.

            The crate's `Socket::set_multicast_all_v6`.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV6, Type.DGRAM).unwrap()
            >>> socket.set_multicast_all_v6(False).unwrap()
            >>> socket.multicast_all_v6()
            Ok(false)
            """
            return options.MULTICAST_ALL_V6.set(self._sock, all)

    def multicast_hops_v6(self) -> Result[int]:
        """Returns the value of IPV6_MULTICAST_HOPS: the hop limit of multicast that is sent.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::multicast_hops_v6`. C's IPV6_MULTICAST_HOPS.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV6, Type.DGRAM).unwrap()
        >>> socket.multicast_hops_v6()
        Ok(1)
        """
        return options.MULTICAST_HOPS_V6.get(self._sock)

    def set_multicast_hops_v6(self, hops: int) -> Result[None]:
        """Sets IPV6_MULTICAST_HOPS: how many hops sent multicast may take.

        `hops` is a `u32`. With 1, the default, multicast does not leave the local network.

        Errors: `InvalidInput` above 255.

        The crate's `Socket::set_multicast_hops_v6`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV6, Type.DGRAM).unwrap()
        >>> socket.set_multicast_hops_v6(3).unwrap()
        >>> socket.multicast_hops_v6()
        Ok(3)
        """
        return options.MULTICAST_HOPS_V6.set(self._sock, hops)

    def multicast_if_v6(self) -> Result[int]:
        """Returns the index of the interface that sends multicast, IPV6_MULTICAST_IF; 0 for any.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::multicast_if_v6`. C's IPV6_MULTICAST_IF.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV6, Type.DGRAM).unwrap()
        >>> socket.multicast_if_v6()
        Ok(0)
        """
        return options.MULTICAST_IF_V6.get(self._sock)

    def set_multicast_if_v6(self, interface: int) -> Result[None]:
        """Sets IPV6_MULTICAST_IF: the index of the interface that sends multicast; 0 for any.

        Errors: ENODEV if there is no such interface.

        The crate's `Socket::set_multicast_if_v6`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV6, Type.DGRAM).unwrap()
        >>> socket.set_multicast_if_v6(1).unwrap()
        >>> socket.multicast_if_v6()
        Ok(1)
        """
        return options.MULTICAST_IF_V6.set(self._sock, interface)

    def multicast_loop_v6(self) -> Result[bool]:
        """Returns True if sent multicast is also received on this machine.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::multicast_loop_v6`. C's IPV6_MULTICAST_LOOP.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV6, Type.DGRAM).unwrap()
        >>> socket.multicast_loop_v6()
        Ok(true)
        """
        return options.MULTICAST_LOOP_V6.get(self._sock)

    def set_multicast_loop_v6(self, loop_v6: bool) -> Result[None]:
        """Sets or clears IPV6_MULTICAST_LOOP: sent multicast is looped back to this machine.

        Errors: any error of `setsockopt(2)`.

        The crate's `Socket::set_multicast_loop_v6`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV6, Type.DGRAM).unwrap()
        >>> socket.set_multicast_loop_v6(False).unwrap()
        >>> socket.multicast_loop_v6()
        Ok(false)
        """
        return options.MULTICAST_LOOP_V6.set(self._sock, loop_v6)

    def recv_hoplimit_v6(self) -> Result[bool]:
        """Returns True if datagrams come with their hop limit.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::recv_hoplimit_v6`. C's IPV6_RECVHOPLIMIT.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV6, Type.DGRAM).unwrap()
        >>> socket.recv_hoplimit_v6()
        Ok(false)
        """
        return options.RECV_HOPLIMIT_V6.get(self._sock)

    def set_recv_hoplimit_v6(self, recv_hoplimit: bool) -> Result[None]:
        """Sets or clears IPV6_RECVHOPLIMIT: datagrams come with their hop limit.

        It is a control message: see `recvmsg`.

        Errors: any error of `setsockopt(2)`.

        The crate's `Socket::set_recv_hoplimit_v6`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV6, Type.DGRAM).unwrap()
        >>> socket.set_recv_hoplimit_v6(True).unwrap()
        >>> socket.recv_hoplimit_v6()
        Ok(true)
        """
        return options.RECV_HOPLIMIT_V6.set(self._sock, recv_hoplimit)

    def recv_tclass_v6(self) -> Result[bool]:
        """Returns True if datagrams come with their traffic class.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::recv_tclass_v6`. C's IPV6_RECVTCLASS.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV6, Type.DGRAM).unwrap()
        >>> socket.recv_tclass_v6()
        Ok(false)
        """
        return options.RECV_TCLASS_V6.get(self._sock)

    def set_recv_tclass_v6(self, recv_tclass: bool) -> Result[None]:
        """Sets or clears IPV6_RECVTCLASS: datagrams come with their traffic class.

        It is a control message: see `recvmsg`.

        Errors: any error of `setsockopt(2)`.

        The crate's `Socket::set_recv_tclass_v6`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV6, Type.DGRAM).unwrap()
        >>> socket.set_recv_tclass_v6(True).unwrap()
        >>> socket.recv_tclass_v6()
        Ok(true)
        """
        return options.RECV_TCLASS_V6.set(self._sock, recv_tclass)

    def tclass_v6(self) -> Result[int]:
        """Returns the value of IPV6_TCLASS: the traffic class of packets that are sent.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::tclass_v6`. C's IPV6_TCLASS.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV6, Type.DGRAM).unwrap()
        >>> socket.tclass_v6()
        Ok(0)
        """
        return options.TCLASS_V6.get(self._sock)

    def set_tclass_v6(self, tclass: int) -> Result[None]:
        """Sets IPV6_TCLASS: the traffic class of packets that are sent, 0 to 255.

        Errors: `InvalidInput` above 255.

        The crate's `Socket::set_tclass_v6`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV6, Type.DGRAM).unwrap()
        >>> socket.set_tclass_v6(16).unwrap()
        >>> socket.tclass_v6()
        Ok(16)
        """
        return options.TCLASS_V6.set(self._sock, tclass)

    if sys.platform == "linux":

        def ip_transparent_v6(self) -> Result[bool]:
            """Returns True if the socket may use addresses of other machines.

            Errors: any error of `getsockopt(2)`.

            The crate's `Socket::ip_transparent_v6`. C's IPV6_TRANSPARENT.

            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV6, Type.STREAM).unwrap()
            >>> socket.ip_transparent_v6()
            Ok(false)
            """
            return options.TRANSPARENT_V6.get(self._sock)

        def set_ip_transparent_v6(self, transparent: bool) -> Result[None]:
            """Sets or clears IPV6_TRANSPARENT: the socket may use addresses of other machines.

            A transparent proxy does so: its local address is that of the machine it stands for.

            Errors: `PermissionDenied` without CAP_NET_ADMIN.

            The crate's `Socket::set_ip_transparent_v6`.

            >>> from stdnet import is_ok
            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV6, Type.STREAM).unwrap()
            >>> is_allowed = is_ok(socket.set_ip_transparent_v6(True))
            """
            return options.TRANSPARENT_V6.set(self._sock, transparent)

    def unicast_hops_v6(self) -> Result[int]:
        """Returns the value of IPV6_UNICAST_HOPS: the hop limit of packets that are sent.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::unicast_hops_v6`. C's IPV6_UNICAST_HOPS.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV6, Type.STREAM).unwrap()
        >>> socket.set_unicast_hops_v6(32).unwrap()
        >>> socket.unicast_hops_v6()
        Ok(32)
        """
        return options.UNICAST_HOPS_V6.get(self._sock)

    def set_unicast_hops_v6(self, hops: int) -> Result[None]:
        """Sets IPV6_UNICAST_HOPS: how many hops sent packets may take.

        `hops` is a `u32`.

        Errors: `InvalidInput` above 255.

        The crate's `Socket::set_unicast_hops_v6`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV6, Type.STREAM).unwrap()
        >>> socket.set_unicast_hops_v6(32).unwrap()
        >>> socket.unicast_hops_v6()
        Ok(32)
        """
        return options.UNICAST_HOPS_V6.set(self._sock, hops)

    def only_v6(self) -> Result[bool]:
        """Returns True if the socket is restricted to IPv6.

        Errors: any error of `getsockopt(2)`.

        The crate's `Socket::only_v6`. C's IPV6_V6ONLY.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV6, Type.STREAM).unwrap()
        >>> socket.set_only_v6(True).unwrap()
        >>> socket.only_v6()
        Ok(true)
        """
        return options.ONLY_V6.get(self._sock)

    def set_only_v6(self, only_v6: bool) -> Result[None]:
        """Sets or clears IPV6_V6ONLY: the socket is restricted to IPv6.

        If it is cleared, the socket also sends to and receives from IPv4-mapped IPv6 addresses. It
        must be set before `bind`.

        Errors: `InvalidInput` if the socket is bound already.

        The crate's `Socket::set_only_v6`.

        >>> from stdnet.socket2 import Domain, Socket, Type
        >>> socket = Socket.new(Domain.IPV6, Type.STREAM).unwrap()
        >>> socket.set_only_v6(True).unwrap()
        >>> socket.only_v6()
        Ok(true)
        """
        return options.ONLY_V6.set(self._sock, only_v6)

    if sys.platform == "linux":

        def original_dst_v6(self) -> Result[SockAddr]:
            """Returns where the connection went before a firewall redirected it.

            Errors: `NotFound` if the connection was not redirected; ENOPROTOOPT if no firewall
            tracks it.

            The crate's `Socket::original_dst_v6`. C's SO_ORIGINAL_DST.

            >>> from stdnet import is_err
            >>> from stdnet.socket2 import Domain, Socket, Type
            >>> socket = Socket.new(Domain.IPV6, Type.STREAM).unwrap()
            >>> is_err(socket.original_dst_v6())
            True
            """
            return options.ORIGINAL_DST_V6.get(self._sock).map(sock_addr_unchecked)
