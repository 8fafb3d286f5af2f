"""C's <netinet/in.h>: addresses and options of IPv4 and IPv6, and network byte order."""

from __future__ import annotations

from ctypes import (
    c_char_p,
    c_int,
    c_ubyte,
    c_uint,
    c_uint16,
    c_uint32,
    c_void_p,
    create_string_buffer,
    sizeof,
)
from typing import ClassVar, Final, final

from stdnet._core.ints import u16, u32
from stdnet.c._libc import quick_function
from stdnet.c._struct import Nested, Number, Octets, Padding, Struct, struct
from stdnet.c.sys_socket import AF_INET6, Sockaddr, show_family

# fmt: off
__all__ = [
    "INADDR_ANY", "INADDR_LOOPBACK", "INADDR_UNSPEC_GROUP", "INADDR_ALLHOSTS_GROUP",
    "INADDR_ALLRTRS_GROUP", "INADDR_ALLSNOOPERS_GROUP", "INADDR_MAX_LOCAL_GROUP",
    "INADDR_BROADCAST", "INADDR_NONE", "INADDR_DUMMY",
    "INET6_ADDRSTRLEN", "INET_ADDRSTRLEN",
    "IN_CLASSC_NSHIFT", "IN_CLASSB_NSHIFT", "IN_CLASSA_NSHIFT", "IN_LOOPBACKNET", "IN_CLASSA_MAX",
    "IN_CLASSC_HOST", "IN_CLASSB_HOST", "IN_CLASSB_MAX", "IN_CLASSA_HOST", "IN_CLASSA_NET",
    "IN_CLASSB_NET", "IN_CLASSC_NET",
    "IPPORT_ECHO", "IPPORT_DISCARD", "IPPORT_SYSTAT", "IPPORT_DAYTIME", "IPPORT_NETSTAT",
    "IPPORT_FTP", "IPPORT_TELNET", "IPPORT_SMTP", "IPPORT_TIMESERVER", "IPPORT_NAMESERVER",
    "IPPORT_WHOIS", "IPPORT_MTP", "IPPORT_TFTP", "IPPORT_RJE", "IPPORT_FINGER", "IPPORT_TTYLINK",
    "IPPORT_SUPDUP", "IPPORT_BIFFUDP", "IPPORT_EXECSERVER", "IPPORT_LOGINSERVER",
    "IPPORT_WHOSERVER", "IPPORT_CMDSERVER", "IPPORT_EFSSERVER", "IPPORT_ROUTESERVER",
    "IPPORT_RESERVED", "IPPORT_USERRESERVED",
    "IPPROTO_IP", "IPPROTO_HOPOPTS", "IPPROTO_ICMP", "IPPROTO_IGMP", "IPPROTO_IPIP", "IPPROTO_TCP",
    "IPPROTO_EGP", "IPPROTO_PUP", "IPPROTO_UDP", "IPPROTO_IDP", "IPPROTO_TP", "IPPROTO_DCCP",
    "IPPROTO_IPV6", "IPPROTO_ROUTING", "IPPROTO_FRAGMENT", "IPPROTO_RSVP", "IPPROTO_GRE",
    "IPPROTO_ESP", "IPPROTO_AH", "IPPROTO_ICMPV6", "IPPROTO_NONE", "IPPROTO_DSTOPTS", "IPPROTO_MTP",
    "IPPROTO_BEETPH", "IPPROTO_ENCAP", "IPPROTO_PIM", "IPPROTO_COMP", "IPPROTO_SCTP", "IPPROTO_MH",
    "IPPROTO_UDPLITE", "IPPROTO_MPLS", "IPPROTO_ETHERNET", "IPPROTO_RAW", "IPPROTO_MPTCP",
    "IPV6_PMTUDISC_DONT", "IPV6_RTHDR_LOOSE", "IPV6_RTHDR_TYPE_0", "IPV6_ADDRFORM",
    "IPV6_PMTUDISC_WANT", "IPV6_RTHDR_STRICT", "IPV6_2292PKTINFO", "IPV6_PMTUDISC_DO",
    "IPV6_2292HOPOPTS", "IPV6_PMTUDISC_PROBE", "IPV6_2292DSTOPTS", "IPV6_PMTUDISC_INTERFACE",
    "IPV6_2292RTHDR", "IPV6_PMTUDISC_OMIT", "IPV6_2292PKTOPTIONS", "IPV6_CHECKSUM",
    "IPV6_2292HOPLIMIT", "IPV6_NEXTHOP", "IPV6_AUTHHDR", "IPV6_UNICAST_HOPS", "IPV6_MULTICAST_IF",
    "IPV6_MULTICAST_HOPS", "IPV6_MULTICAST_LOOP", "IPV6_ADD_MEMBERSHIP", "IPV6_JOIN_GROUP",
    "IPV6_DROP_MEMBERSHIP", "IPV6_LEAVE_GROUP", "IPV6_ROUTER_ALERT", "IPV6_MTU_DISCOVER",
    "IPV6_MTU", "IPV6_RECVERR", "IPV6_V6ONLY", "IPV6_JOIN_ANYCAST", "IPV6_LEAVE_ANYCAST",
    "IPV6_MULTICAST_ALL", "IPV6_ROUTER_ALERT_ISOLATE", "IPV6_RECVERR_RFC4884", "IPV6_IPSEC_POLICY",
    "IPV6_XFRM_POLICY", "IPV6_HDRINCL", "IPV6_RECVPKTINFO", "IPV6_PKTINFO", "IPV6_RECVHOPLIMIT",
    "IPV6_HOPLIMIT", "IPV6_RECVHOPOPTS", "IPV6_HOPOPTS", "IPV6_RXHOPOPTS", "IPV6_RTHDRDSTOPTS",
    "IPV6_RECVRTHDR", "IPV6_RTHDR", "IPV6_RECVDSTOPTS", "IPV6_DSTOPTS", "IPV6_RXDSTOPTS",
    "IPV6_RECVPATHMTU", "IPV6_PATHMTU", "IPV6_DONTFRAG", "IPV6_RECVTCLASS", "IPV6_TCLASS",
    "IPV6_AUTOFLOWLABEL", "IPV6_ADDR_PREFERENCES", "IPV6_MINHOPCOUNT", "IPV6_ORIGDSTADDR",
    "IPV6_RECVORIGDSTADDR", "IPV6_TRANSPARENT", "IPV6_UNICAST_IF", "IPV6_RECVFRAGSIZE",
    "IPV6_FREEBIND",
    "IP_PMTUDISC_DONT", "IP_DEFAULT_MULTICAST_LOOP", "IP_DEFAULT_MULTICAST_TTL", "IP_PMTUDISC_WANT",
    "IP_TOS", "IP_PMTUDISC_DO", "IP_TTL", "IP_HDRINCL", "IP_PMTUDISC_PROBE", "IP_OPTIONS",
    "IP_PMTUDISC_INTERFACE", "IP_PMTUDISC_OMIT", "IP_ROUTER_ALERT", "IP_RECVOPTS", "IP_RECVRETOPTS",
    "IP_RETOPTS", "IP_PKTINFO", "IP_PKTOPTIONS", "IP_MTU_DISCOVER", "IP_PMTUDISC", "IP_RECVERR",
    "IP_RECVTTL", "IP_RECVTOS", "IP_MTU", "IP_FREEBIND", "IP_IPSEC_POLICY", "IP_XFRM_POLICY",
    "IP_PASSSEC", "IP_TRANSPARENT", "IP_MAX_MEMBERSHIPS", "IP_ORIGDSTADDR", "IP_RECVORIGDSTADDR",
    "IP_MINTTL", "IP_NODEFRAG", "IP_CHECKSUM", "IP_BIND_ADDRESS_NO_PORT", "IP_RECVFRAGSIZE",
    "IP_RECVERR_RFC4884", "IP_MULTICAST_IF", "IP_MULTICAST_TTL", "IP_MULTICAST_LOOP",
    "IP_ADD_MEMBERSHIP", "IP_DROP_MEMBERSHIP", "IP_UNBLOCK_SOURCE", "IP_BLOCK_SOURCE",
    "IP_ADD_SOURCE_MEMBERSHIP", "IP_DROP_SOURCE_MEMBERSHIP", "IP_MSFILTER", "IP_MULTICAST_ALL",
    "IP_UNICAST_IF",
    "MCAST_EXCLUDE", "MCAST_INCLUDE", "MCAST_JOIN_GROUP", "MCAST_BLOCK_SOURCE",
    "MCAST_UNBLOCK_SOURCE", "MCAST_LEAVE_GROUP", "MCAST_JOIN_SOURCE_GROUP",
    "MCAST_LEAVE_SOURCE_GROUP", "MCAST_MSFILTER",
    "IN6ADDR_ANY_INIT", "IN6ADDR_LOOPBACK_INIT", "in6addr_any", "in6addr_loopback",
    "in_addr", "in6_addr", "sockaddr_in", "sockaddr_in6", "ip_mreqn", "ipv6_mreq",
    "htonl", "htons", "ntohl", "ntohs",
]
# fmt: on

INADDR_ANY: Final = 0x0
INADDR_LOOPBACK: Final = 0x7F000001
INADDR_UNSPEC_GROUP: Final = 0xE0000000
INADDR_ALLHOSTS_GROUP: Final = 0xE0000001
INADDR_ALLRTRS_GROUP: Final = 0xE0000002
INADDR_ALLSNOOPERS_GROUP: Final = 0xE000006A
INADDR_MAX_LOCAL_GROUP: Final = 0xE00000FF
INADDR_BROADCAST: Final = 0xFFFFFFFF
INADDR_NONE: Final = 0xFFFFFFFF
INADDR_DUMMY: Final = 0xC0000008

INET6_ADDRSTRLEN: Final = 46

INET_ADDRSTRLEN: Final = 16

IN_CLASSC_NSHIFT: Final = 0x8
IN_CLASSB_NSHIFT: Final = 0x10
IN_CLASSA_NSHIFT: Final = 0x18
IN_LOOPBACKNET: Final = 127
IN_CLASSA_MAX: Final = 0x80
IN_CLASSC_HOST: Final = 0xFF
IN_CLASSB_HOST: Final = 0xFFFF
IN_CLASSB_MAX: Final = 0x10000
IN_CLASSA_HOST: Final = 0xFFFFFF
IN_CLASSA_NET: Final = 0xFF000000
IN_CLASSB_NET: Final = 0xFFFF0000
IN_CLASSC_NET: Final = 0xFFFFFF00

IPPORT_ECHO: Final = 7
IPPORT_DISCARD: Final = 9
IPPORT_SYSTAT: Final = 11
IPPORT_DAYTIME: Final = 13
IPPORT_NETSTAT: Final = 15
IPPORT_FTP: Final = 21
IPPORT_TELNET: Final = 23
IPPORT_SMTP: Final = 25
IPPORT_TIMESERVER: Final = 37
IPPORT_NAMESERVER: Final = 42
IPPORT_WHOIS: Final = 43
IPPORT_MTP: Final = 57
IPPORT_TFTP: Final = 69
IPPORT_RJE: Final = 77
IPPORT_FINGER: Final = 79
IPPORT_TTYLINK: Final = 87
IPPORT_SUPDUP: Final = 95
IPPORT_BIFFUDP: Final = 512
IPPORT_EXECSERVER: Final = 512
IPPORT_LOGINSERVER: Final = 513
IPPORT_WHOSERVER: Final = 513
IPPORT_CMDSERVER: Final = 514
IPPORT_EFSSERVER: Final = 520
IPPORT_ROUTESERVER: Final = 520
IPPORT_RESERVED: Final = 1024
IPPORT_USERRESERVED: Final = 5000

IPPROTO_IP: Final = 0
IPPROTO_HOPOPTS: Final = 0
IPPROTO_ICMP: Final = 1
IPPROTO_IGMP: Final = 2
IPPROTO_IPIP: Final = 4
IPPROTO_TCP: Final = 6
IPPROTO_EGP: Final = 8
IPPROTO_PUP: Final = 12
IPPROTO_UDP: Final = 17
IPPROTO_IDP: Final = 22
IPPROTO_TP: Final = 29
IPPROTO_DCCP: Final = 33
IPPROTO_IPV6: Final = 41
IPPROTO_ROUTING: Final = 43
IPPROTO_FRAGMENT: Final = 44
IPPROTO_RSVP: Final = 46
IPPROTO_GRE: Final = 47
IPPROTO_ESP: Final = 50
IPPROTO_AH: Final = 51
IPPROTO_ICMPV6: Final = 58
IPPROTO_NONE: Final = 59
IPPROTO_DSTOPTS: Final = 60
IPPROTO_MTP: Final = 92
IPPROTO_BEETPH: Final = 94
IPPROTO_ENCAP: Final = 98
IPPROTO_PIM: Final = 103
IPPROTO_COMP: Final = 108
IPPROTO_SCTP: Final = 132
IPPROTO_MH: Final = 135
IPPROTO_UDPLITE: Final = 136
IPPROTO_MPLS: Final = 137
IPPROTO_ETHERNET: Final = 143
IPPROTO_RAW: Final = 255
IPPROTO_MPTCP: Final = 262

IPV6_PMTUDISC_DONT: Final = 0
IPV6_RTHDR_LOOSE: Final = 0
IPV6_RTHDR_TYPE_0: Final = 0
IPV6_ADDRFORM: Final = 1
IPV6_PMTUDISC_WANT: Final = 1
IPV6_RTHDR_STRICT: Final = 1
IPV6_2292PKTINFO: Final = 2
IPV6_PMTUDISC_DO: Final = 2
IPV6_2292HOPOPTS: Final = 3
IPV6_PMTUDISC_PROBE: Final = 3
IPV6_2292DSTOPTS: Final = 4
IPV6_PMTUDISC_INTERFACE: Final = 4
IPV6_2292RTHDR: Final = 5
IPV6_PMTUDISC_OMIT: Final = 5
IPV6_2292PKTOPTIONS: Final = 6
IPV6_CHECKSUM: Final = 7
IPV6_2292HOPLIMIT: Final = 8
IPV6_NEXTHOP: Final = 9
IPV6_AUTHHDR: Final = 10
IPV6_UNICAST_HOPS: Final = 16
IPV6_MULTICAST_IF: Final = 17
IPV6_MULTICAST_HOPS: Final = 18
IPV6_MULTICAST_LOOP: Final = 19
IPV6_ADD_MEMBERSHIP: Final = 20
IPV6_JOIN_GROUP: Final = 20
IPV6_DROP_MEMBERSHIP: Final = 21
IPV6_LEAVE_GROUP: Final = 21
IPV6_ROUTER_ALERT: Final = 22
IPV6_MTU_DISCOVER: Final = 23
IPV6_MTU: Final = 24
IPV6_RECVERR: Final = 25
IPV6_V6ONLY: Final = 26
IPV6_JOIN_ANYCAST: Final = 27
IPV6_LEAVE_ANYCAST: Final = 28
IPV6_MULTICAST_ALL: Final = 29
IPV6_ROUTER_ALERT_ISOLATE: Final = 30
IPV6_RECVERR_RFC4884: Final = 0x1F
IPV6_IPSEC_POLICY: Final = 34
IPV6_XFRM_POLICY: Final = 35
IPV6_HDRINCL: Final = 36
IPV6_RECVPKTINFO: Final = 49
IPV6_PKTINFO: Final = 50
IPV6_RECVHOPLIMIT: Final = 51
IPV6_HOPLIMIT: Final = 52
IPV6_RECVHOPOPTS: Final = 53
IPV6_HOPOPTS: Final = 54
IPV6_RXHOPOPTS: Final = 54
IPV6_RTHDRDSTOPTS: Final = 55
IPV6_RECVRTHDR: Final = 56
IPV6_RTHDR: Final = 57
IPV6_RECVDSTOPTS: Final = 58
IPV6_DSTOPTS: Final = 59
IPV6_RXDSTOPTS: Final = 59
IPV6_RECVPATHMTU: Final = 60
IPV6_PATHMTU: Final = 61
IPV6_DONTFRAG: Final = 62
IPV6_RECVTCLASS: Final = 66
IPV6_TCLASS: Final = 67
IPV6_AUTOFLOWLABEL: Final = 70
IPV6_ADDR_PREFERENCES: Final = 72
IPV6_MINHOPCOUNT: Final = 73
IPV6_ORIGDSTADDR: Final = 74
IPV6_RECVORIGDSTADDR: Final = 74
IPV6_TRANSPARENT: Final = 75
IPV6_UNICAST_IF: Final = 76
IPV6_RECVFRAGSIZE: Final = 77
IPV6_FREEBIND: Final = 78

IP_PMTUDISC_DONT: Final = 0
IP_DEFAULT_MULTICAST_LOOP: Final = 1
IP_DEFAULT_MULTICAST_TTL: Final = 1
IP_PMTUDISC_WANT: Final = 1
IP_TOS: Final = 1
IP_PMTUDISC_DO: Final = 2
IP_TTL: Final = 2
IP_HDRINCL: Final = 3
IP_PMTUDISC_PROBE: Final = 3
IP_OPTIONS: Final = 4
IP_PMTUDISC_INTERFACE: Final = 4
IP_PMTUDISC_OMIT: Final = 5
IP_ROUTER_ALERT: Final = 5
IP_RECVOPTS: Final = 6
IP_RECVRETOPTS: Final = 7
IP_RETOPTS: Final = 7
IP_PKTINFO: Final = 8
IP_PKTOPTIONS: Final = 9
IP_MTU_DISCOVER: Final = 10
IP_PMTUDISC: Final = 10
IP_RECVERR: Final = 11
IP_RECVTTL: Final = 12
IP_RECVTOS: Final = 13
IP_MTU: Final = 14
IP_FREEBIND: Final = 15
IP_IPSEC_POLICY: Final = 16
IP_XFRM_POLICY: Final = 17
IP_PASSSEC: Final = 18
IP_TRANSPARENT: Final = 19
IP_MAX_MEMBERSHIPS: Final = 20
IP_ORIGDSTADDR: Final = 20
IP_RECVORIGDSTADDR: Final = 20
IP_MINTTL: Final = 21
IP_NODEFRAG: Final = 22
IP_CHECKSUM: Final = 23
IP_BIND_ADDRESS_NO_PORT: Final = 24
IP_RECVFRAGSIZE: Final = 25
IP_RECVERR_RFC4884: Final = 26
IP_MULTICAST_IF: Final = 32
IP_MULTICAST_TTL: Final = 33
IP_MULTICAST_LOOP: Final = 34
IP_ADD_MEMBERSHIP: Final = 35
IP_DROP_MEMBERSHIP: Final = 36
IP_UNBLOCK_SOURCE: Final = 37
IP_BLOCK_SOURCE: Final = 38
IP_ADD_SOURCE_MEMBERSHIP: Final = 39
IP_DROP_SOURCE_MEMBERSHIP: Final = 40
IP_MSFILTER: Final = 41
IP_MULTICAST_ALL: Final = 49
IP_UNICAST_IF: Final = 50

MCAST_EXCLUDE: Final = 0
MCAST_INCLUDE: Final = 1
MCAST_JOIN_GROUP: Final = 42
MCAST_BLOCK_SOURCE: Final = 43
MCAST_UNBLOCK_SOURCE: Final = 44
MCAST_LEAVE_GROUP: Final = 45
MCAST_JOIN_SOURCE_GROUP: Final = 46
MCAST_LEAVE_SOURCE_GROUP: Final = 47
MCAST_MSFILTER: Final = 48

IN6ADDR_ANY_INIT: Final = bytes(16)
IN6ADDR_LOOPBACK_INIT: Final = bytes(15) + b"\1"

_htonl: Final = quick_function("htonl", c_uint32, c_uint32)
_htons: Final = quick_function("htons", c_uint16, c_uint16)
_inet_ntop: Final = quick_function("inet_ntop", c_char_p, c_int, c_char_p, c_void_p, c_uint32)
_ntohl: Final = quick_function("ntohl", c_uint32, c_uint32)
_ntohs: Final = quick_function("ntohs", c_uint16, c_uint16)


def htonl(hostlong: int) -> int:
    """Converts a number of 32 bits to network byte order. C's `htonl`.

    Raises `ValueError` for a number out of range.

    >>> import sys
    >>> from stdnet.c import htonl
    >>> htonl(0x01020304).to_bytes(4, sys.byteorder).hex()
    '01020304'
    """
    return _htonl(u32(hostlong))


def htons(hostshort: int) -> int:
    """Converts a number of 16 bits, such as a port, to network byte order. C's `htons`.

    Raises `ValueError` for a number out of range.

    >>> from stdnet.c import htons, ntohs
    >>> ntohs(htons(80))
    80
    """
    return _htons(u16(hostshort))


def ntohl(netlong: int) -> int:
    """Converts a number of 32 bits from network byte order. C's `ntohl`.

    >>> from stdnet.c import INADDR_LOOPBACK, inet_addr, ntohl
    >>> ntohl(inet_addr("127.0.0.1")) == INADDR_LOOPBACK
    True
    """
    return _ntohl(u32(netlong))


def ntohs(netshort: int) -> int:
    """Converts a number of 16 bits from network byte order. C's `ntohs`.

    >>> from stdnet.c import htons, ntohs
    >>> ntohs(htons(443))
    443
    """
    return _ntohs(u16(netshort))


def _show_port(port: int) -> str:
    return f"htons({ntohs(port)})"


def _show_long(number: int) -> str:
    return f"htonl({ntohl(number)})"


def _show_addr(addr: int) -> str:
    return 'inet_addr("{}.{}.{}.{}")'.format(*ntohl(addr).to_bytes(4, "big"))


@final
@struct
class in_addr(Struct):
    """An IPv4 address, in network byte order. C's `struct in_addr`.

    >>> from stdnet.c import INADDR_LOOPBACK, htonl, in_addr
    >>> in_addr(htonl(INADDR_LOOPBACK))
    in_addr(s_addr=inet_addr("127.0.0.1"))
    """

    __slots__ = ()

    s_addr: Number = Number(c_uint32, _show_addr, network=True)


@final
class _Ipv6Octets(Octets):
    """The bytes of an IPv6 address, which a dump shows as text."""

    __slots__ = ()

    def meaning(self, struct: Struct) -> str:
        text = create_string_buffer(INET6_ADDRSTRLEN)
        _inet_ntop(AF_INET6, self.bytes_of(struct), text, sizeof(text))
        return text.value.decode()


@final
@struct
class in6_addr(Struct):
    """An IPv6 address. C's `struct in6_addr`.

    >>> from stdnet.c import IN6ADDR_LOOPBACK_INIT, in6_addr
    >>> in6_addr(IN6ADDR_LOOPBACK_INIT).s6_addr[15]
    1
    """

    __slots__ = ()

    s6_addr: _Ipv6Octets = _Ipv6Octets(16, network=True)


in6addr_any: Final = in6_addr(IN6ADDR_ANY_INIT)
"""The address `::`. Assignment copies it: `addr.sin6_addr = in6addr_any`."""
in6addr_loopback: Final = in6_addr(IN6ADDR_LOOPBACK_INIT)
"""The address `::1`. Assignment copies it."""


@final
@struct
class sockaddr_in(Sockaddr):
    """The address of an IPv4 socket. C's `struct sockaddr_in`.

    >>> from stdnet.c import AF_INET, htons, in_addr, inet_addr, ntohs, sockaddr_in
    >>> addr = sockaddr_in(AF_INET, htons(80), in_addr(inet_addr("127.0.0.1")))
    >>> addr.sin_port = htons(8080)
    >>> ntohs(addr.sin_port)
    8080
    >>> addr.sin_addr
    in_addr(s_addr=inet_addr("127.0.0.1"))
    """

    __slots__ = ()

    sin_family: Number = Number(c_uint16, show_family)
    sin_port: Number = Number(c_uint16, _show_port, network=True)
    sin_addr: Nested[in_addr] = Nested(in_addr)
    sin_zero: ClassVar[Padding] = Padding(c_ubyte * 8)


@final
@struct
class sockaddr_in6(Sockaddr):
    """The address of an IPv6 socket. C's `struct sockaddr_in6`.

    >>> from stdnet.c import AF_INET6, IN6ADDR_LOOPBACK_INIT, htons, in6_addr, sockaddr_in6
    >>> addr = sockaddr_in6(AF_INET6, htons(80), sin6_addr=in6_addr(IN6ADDR_LOOPBACK_INIT))
    >>> addr.sin6_addr.s6_addr[15]
    1
    """

    __slots__ = ()

    sin6_family: Number = Number(c_uint16, show_family)
    sin6_port: Number = Number(c_uint16, _show_port, network=True)
    sin6_flowinfo: Number = Number(c_uint32, _show_long, network=True)
    sin6_addr: Nested[in6_addr] = Nested(in6_addr)
    sin6_scope_id: Number = Number(c_uint32)


@final
@struct
class ip_mreqn(Struct):
    """An IPv4 multicast group, and the interface on which to join it. C's `struct ip_mreqn`.

    >>> from stdnet.c import in_addr, inet_addr, ip_mreqn
    >>> ip_mreqn(in_addr(inet_addr("224.0.0.1"))).imr_ifindex
    0
    """

    __slots__ = ()

    imr_multiaddr: Nested[in_addr] = Nested(in_addr)
    imr_address: Nested[in_addr] = Nested(in_addr)
    imr_ifindex: Number = Number(c_int)


@final
@struct
class ipv6_mreq(Struct):
    """An IPv6 multicast group, and the interface on which to join it. C's `struct ipv6_mreq`.

    >>> from stdnet.c import ipv6_mreq
    >>> ipv6_mreq(ipv6mr_interface=1).ipv6mr_interface
    1
    """

    __slots__ = ()

    ipv6mr_multiaddr: Nested[in6_addr] = Nested(in6_addr)
    ipv6mr_interface: Number = Number(c_uint)
