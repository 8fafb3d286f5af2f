"""C's constants: those that public types name, and those that `_socket` does not have.

The latter are Linux's numbers. Alpha, MIPS, PA-RISC and SPARC have other ones for some of the
options of SOL_SOCKET, and are not supported.
"""

from _socket import (
    AF_INET,
    AF_INET6,
    AF_PACKET,
    AF_UNIX,
    AF_UNSPEC,
    AF_VSOCK,
    IPPROTO_ICMP,
    IPPROTO_ICMPV6,
    IPPROTO_MPTCP,
    IPPROTO_SCTP,
    IPPROTO_TCP,
    IPPROTO_UDP,
    IPPROTO_UDPLITE,
    MSG_CMSG_CLOEXEC,
    MSG_CONFIRM,
    MSG_DONTROUTE,
    MSG_EOR,
    MSG_OOB,
    MSG_TRUNC,
    SOCK_CLOEXEC,
    SOCK_DGRAM,
    SOCK_NONBLOCK,
    SOCK_RAW,
    SOCK_RDM,
    SOCK_SEQPACKET,
    SOCK_STREAM,
)
from typing import Final

__all__ = [
    "AF_INET",
    "AF_INET6",
    "AF_PACKET",
    "AF_UNIX",
    "AF_UNSPEC",
    "AF_VSOCK",
    "IPPROTO_ICMP",
    "IPPROTO_ICMPV6",
    "IPPROTO_MPTCP",
    "IPPROTO_SCTP",
    "IPPROTO_TCP",
    "IPPROTO_UDP",
    "IPPROTO_UDPLITE",
    "MSG_CMSG_CLOEXEC",
    "MSG_CONFIRM",
    "MSG_DONTROUTE",
    "MSG_EOR",
    "MSG_OOB",
    "MSG_TRUNC",
    "SOCK_CLOEXEC",
    "SOCK_DGRAM",
    "SOCK_NONBLOCK",
    "SOCK_RAW",
    "SOCK_RDM",
    "SOCK_SEQPACKET",
    "SOCK_STREAM",
]

IPPROTO_DCCP: Final = 33
SOCK_DCCP: Final = 6

SO_ATTACH_FILTER: Final = 26
SO_DETACH_FILTER: Final = 27
SO_BUSY_POLL: Final = 46
SO_COOKIE: Final = 57
SO_BINDTOIFINDEX: Final = 62
SO_ORIGINAL_DST: Final = 80

IP_FREEBIND: Final = 15
IP_ADD_SOURCE_MEMBERSHIP: Final = 39
IP_DROP_SOURCE_MEMBERSHIP: Final = 40
IP_MULTICAST_ALL: Final = 49

IPV6_MULTICAST_ALL: Final = 29
IPV6_HDRINCL: Final = 36
IPV6_TRANSPARENT: Final = 75
IPV6_FREEBIND: Final = 78

TCP_THIN_LINEAR_TIMEOUTS: Final = 16
