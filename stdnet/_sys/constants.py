"""C's constants: those that public types name, and those that `_socket` does not have.

The latter are Linux's numbers, and those of Apple's systems and the BSDs. On Linux, Alpha, MIPS,
PA-RISC and SPARC have other ones for some of the options of SOL_SOCKET, and are not supported.
"""

import sys
from _socket import (
    AF_INET,
    AF_INET6,
    AF_UNIX,
    AF_UNSPEC,
    IPPROTO_ICMP,
    IPPROTO_ICMPV6,
    IPPROTO_SCTP,
    IPPROTO_TCP,
    IPPROTO_UDP,
    MSG_DONTROUTE,
    MSG_EOR,
    MSG_OOB,
    MSG_TRUNC,
    SOCK_DGRAM,
    SOCK_RAW,
    SOCK_RDM,
    SOCK_SEQPACKET,
    SOCK_STREAM,
)
from typing import Final

if sys.platform == "linux":
    from _socket import (
        AF_PACKET,
        AF_VSOCK,
        IPPROTO_MPTCP,
        IPPROTO_UDPLITE,
        MSG_CMSG_CLOEXEC,
        MSG_CONFIRM,
        SOCK_CLOEXEC,
        SOCK_NONBLOCK,
    )

__all__ = [
    "AF_INET",
    "AF_INET6",
    "AF_UNIX",
    "AF_UNSPEC",
    "IPPROTO_ICMP",
    "IPPROTO_ICMPV6",
    "IPPROTO_SCTP",
    "IPPROTO_TCP",
    "IPPROTO_UDP",
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

SO_RCVTIMEO_NEW: Final = 66

if sys.platform == "linux":
    __all__ += ["AF_PACKET", "AF_VSOCK", "IPPROTO_MPTCP", "IPPROTO_UDPLITE"]

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

    SOL_DCCP: Final = 269
    DCCP_SOCKOPT_SERVICE: Final = 2
    DCCP_SOCKOPT_GET_CUR_MPS: Final = 5
    DCCP_SOCKOPT_SERVER_TIMEWAIT: Final = 6
    DCCP_SOCKOPT_SEND_CSCOV: Final = 10
    DCCP_SOCKOPT_RECV_CSCOV: Final = 11
    DCCP_SOCKOPT_AVAILABLE_CCIDS: Final = 12
    DCCP_SOCKOPT_CCID: Final = 13
    DCCP_SOCKOPT_TX_CCID: Final = 14
    DCCP_SOCKOPT_RX_CCID: Final = 15
    DCCP_SOCKOPT_QPOLICY_TXQLEN: Final = 17
else:
    # These systems have no such flags. CPython makes descriptors close-on-exec after the call.
    MSG_CMSG_CLOEXEC: Final = 0
    MSG_CONFIRM: Final = 0
    SOCK_CLOEXEC: Final = 0
    SOCK_NONBLOCK: Final = 0

    IP_ADD_SOURCE_MEMBERSHIP: Final = 70
    IP_DROP_SOURCE_MEMBERSHIP: Final = 71

if sys.platform == "darwin":
    SO_NOSIGPIPE: Final = 0x1022
    SO_LINGER_SEC: Final = 0x1080
    SOL_LOCAL: Final = 0
    LOCAL_PEERPID: Final = 2
    IP_BOUND_IF: Final = 25
    IPV6_BOUND_IF: Final = 125
