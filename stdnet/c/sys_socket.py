"""C's <sys/socket.h>: sockets, their options, messages and control messages."""

from __future__ import annotations

from ctypes import (
    addressof,
    byref,
    c_int,
    c_size_t,
    c_ssize_t,
    c_ubyte,
    c_uint,
    c_uint16,
    c_uint32,
    c_ulong,
    c_void_p,
    sizeof,
)
from typing import ClassVar, Final, final

from stdnet._core.buffer import Buffer, WritableBuffer, byte_view_mut
from stdnet._core.ints import i32, u32, u64
from stdnet.c._libc import function
from stdnet.c._memory import Reference, as_mut_ptr, as_ptr, check_size, deref
from stdnet.c._struct import (
    BufferPointer,
    Number,
    Octets,
    Out,
    Padding,
    Pointee,
    Pointer,
    Struct,
    constant_formatter,
    flags_formatter,
    struct,
)
from stdnet.c.sys_uio import IovecArray, Iovecs, iovec_list

# fmt: off
__all__ = [
    "AF_UNSPEC", "AF_UNIX", "AF_FILE", "AF_LOCAL", "AF_INET", "AF_AX25", "AF_IPX", "AF_APPLETALK",
    "AF_NETROM", "AF_BRIDGE", "AF_ATMPVC", "AF_X25", "AF_INET6", "AF_ROSE", "AF_DECnet",
    "AF_NETBEUI", "AF_SECURITY", "AF_KEY", "AF_NETLINK", "AF_ROUTE", "AF_PACKET", "AF_ASH",
    "AF_ECONET", "AF_ATMSVC", "AF_RDS", "AF_SNA", "AF_IRDA", "AF_PPPOX", "AF_WANPIPE", "AF_LLC",
    "AF_IB", "AF_MPLS", "AF_CAN", "AF_TIPC", "AF_BLUETOOTH", "AF_IUCV", "AF_RXRPC", "AF_ISDN",
    "AF_PHONET", "AF_IEEE802154", "AF_CAIF", "AF_ALG", "AF_NFC", "AF_VSOCK", "AF_KCM", "AF_QIPCRTR",
    "AF_SMC", "AF_XDP", "AF_MCTP", "AF_MAX",
    "PF_UNSPEC", "PF_FILE", "PF_LOCAL", "PF_UNIX", "PF_INET", "PF_AX25", "PF_IPX", "PF_APPLETALK",
    "PF_NETROM", "PF_BRIDGE", "PF_ATMPVC", "PF_X25", "PF_INET6", "PF_ROSE", "PF_DECnet",
    "PF_NETBEUI", "PF_SECURITY", "PF_KEY", "PF_NETLINK", "PF_ROUTE", "PF_PACKET", "PF_ASH",
    "PF_ECONET", "PF_ATMSVC", "PF_RDS", "PF_SNA", "PF_IRDA", "PF_PPPOX", "PF_WANPIPE", "PF_LLC",
    "PF_IB", "PF_MPLS", "PF_CAN", "PF_TIPC", "PF_BLUETOOTH", "PF_IUCV", "PF_RXRPC", "PF_ISDN",
    "PF_PHONET", "PF_IEEE802154", "PF_CAIF", "PF_ALG", "PF_NFC", "PF_VSOCK", "PF_KCM", "PF_QIPCRTR",
    "PF_SMC", "PF_XDP", "PF_MCTP", "PF_MAX",
    "SOCK_STREAM", "SOCK_DGRAM", "SOCK_RAW", "SOCK_RDM", "SOCK_SEQPACKET", "SOCK_DCCP",
    "SOCK_PACKET", "SOCK_NONBLOCK", "SOCK_CLOEXEC",
    "SHUT_RD", "SHUT_WR", "SHUT_RDWR",
    "MSG_OOB", "MSG_PEEK", "MSG_DONTROUTE", "MSG_TRYHARD", "MSG_CTRUNC", "MSG_PROXY", "MSG_TRUNC",
    "MSG_DONTWAIT", "MSG_EOR", "MSG_WAITALL", "MSG_FIN", "MSG_SYN", "MSG_CONFIRM", "MSG_RST",
    "MSG_ERRQUEUE", "MSG_NOSIGNAL", "MSG_MORE", "MSG_WAITFORONE", "MSG_BATCH", "MSG_ZEROCOPY",
    "MSG_FASTOPEN", "MSG_CMSG_CLOEXEC",
    "SCM_RIGHTS", "SCM_CREDENTIALS", "SCM_TIMESTAMP", "SCM_TIMESTAMPNS", "SCM_TIMESTAMPING",
    "SCM_WIFI_STATUS", "SCM_TIMESTAMPING_OPT_STATS", "SCM_TIMESTAMPING_PKTINFO", "SCM_TXTIME",
    "SOL_IP", "SOL_SOCKET", "SOL_TCP", "SOL_UDP", "SOL_IPV6", "SOL_ICMPV6", "SOL_RAW", "SOL_DECNET",
    "SOL_X25", "SOL_PACKET", "SOL_ATM", "SOL_AAL", "SOL_IRDA", "SOL_NETBEUI", "SOL_LLC", "SOL_DCCP",
    "SOL_NETLINK", "SOL_TIPC", "SOL_RXRPC", "SOL_PPPOL2TP", "SOL_BLUETOOTH", "SOL_PNPIPE",
    "SOL_RDS", "SOL_IUCV", "SOL_CAIF", "SOL_ALG", "SOL_NFC", "SOL_KCM", "SOL_TLS", "SOL_XDP",
    "SOL_MPTCP", "SOL_MCTP", "SOL_SMC",
    "SO_DEBUG", "SO_REUSEADDR", "SO_TYPE", "SO_ERROR", "SO_DONTROUTE", "SO_BROADCAST", "SO_SNDBUF",
    "SO_RCVBUF", "SO_KEEPALIVE", "SO_OOBINLINE", "SO_NO_CHECK", "SO_PRIORITY", "SO_LINGER",
    "SO_BSDCOMPAT", "SO_REUSEPORT", "SO_PASSCRED", "SO_PEERCRED", "SO_RCVLOWAT", "SO_SNDLOWAT",
    "SO_RCVTIMEO", "SO_RCVTIMEO_OLD", "SO_SNDTIMEO", "SO_SNDTIMEO_OLD",
    "SO_SECURITY_AUTHENTICATION", "SO_SECURITY_ENCRYPTION_TRANSPORT",
    "SO_SECURITY_ENCRYPTION_NETWORK", "SO_BINDTODEVICE", "SO_ATTACH_FILTER", "SO_GET_FILTER",
    "SO_DETACH_BPF", "SO_DETACH_FILTER", "SO_PEERNAME", "SO_TIMESTAMP", "SO_TIMESTAMP_OLD",
    "SO_ACCEPTCONN", "SO_PEERSEC", "SO_SNDBUFFORCE", "SO_RCVBUFFORCE", "SO_PASSSEC",
    "SO_TIMESTAMPNS", "SO_TIMESTAMPNS_OLD", "SO_MARK", "SO_TIMESTAMPING", "SO_TIMESTAMPING_OLD",
    "SO_PROTOCOL", "SO_DOMAIN", "SO_RXQ_OVFL", "SO_WIFI_STATUS", "SO_PEEK_OFF", "SO_NOFCS",
    "SO_LOCK_FILTER", "SO_SELECT_ERR_QUEUE", "SO_BUSY_POLL", "SO_MAX_PACING_RATE",
    "SO_BPF_EXTENSIONS", "SO_INCOMING_CPU", "SO_ATTACH_BPF", "SO_ATTACH_REUSEPORT_CBPF",
    "SO_ATTACH_REUSEPORT_EBPF", "SO_CNX_ADVICE", "SO_MEMINFO", "SO_INCOMING_NAPI_ID", "SO_COOKIE",
    "SO_PEERGROUPS", "SO_ZEROCOPY", "SO_TXTIME", "SO_BINDTOIFINDEX", "SO_TIMESTAMP_NEW",
    "SO_TIMESTAMPNS_NEW", "SO_TIMESTAMPING_NEW", "SO_RCVTIMEO_NEW", "SO_SNDTIMEO_NEW",
    "SO_DETACH_REUSEPORT_BPF", "SO_PREFER_BUSY_POLL", "SO_BUSY_POLL_BUDGET", "SO_NETNS_COOKIE",
    "SO_BUF_LOCK", "SO_RESERVE_MEM", "SO_TXREHASH", "SO_RCVMARK",
    "SOMAXCONN",
    "socklen_t", "sockaddr", "sockaddr_storage", "linger", "ucred", "msghdr", "cmsghdr",
    "socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "getsockname",
    "getpeername", "shutdown", "send", "recv", "sendto", "recvfrom", "sendmsg", "recvmsg",
    "getsockopt", "setsockopt", "CMSG_ALIGN", "CMSG_LEN", "CMSG_SPACE", "CMSG_FIRSTHDR",
    "CMSG_NXTHDR", "CMSG_DATA",
]
# fmt: on

AF_UNSPEC: Final = 0
AF_UNIX: Final = 1
AF_FILE: Final = 1
AF_LOCAL: Final = 1
AF_INET: Final = 2
AF_AX25: Final = 3
AF_IPX: Final = 4
AF_APPLETALK: Final = 5
AF_NETROM: Final = 6
AF_BRIDGE: Final = 7
AF_ATMPVC: Final = 8
AF_X25: Final = 9
AF_INET6: Final = 10
AF_ROSE: Final = 11
AF_DECnet: Final = 12
AF_NETBEUI: Final = 13
AF_SECURITY: Final = 14
AF_KEY: Final = 15
AF_NETLINK: Final = 16
AF_ROUTE: Final = 16
AF_PACKET: Final = 17
AF_ASH: Final = 18
AF_ECONET: Final = 19
AF_ATMSVC: Final = 20
AF_RDS: Final = 21
AF_SNA: Final = 22
AF_IRDA: Final = 23
AF_PPPOX: Final = 24
AF_WANPIPE: Final = 25
AF_LLC: Final = 26
AF_IB: Final = 27
AF_MPLS: Final = 28
AF_CAN: Final = 29
AF_TIPC: Final = 30
AF_BLUETOOTH: Final = 31
AF_IUCV: Final = 32
AF_RXRPC: Final = 33
AF_ISDN: Final = 34
AF_PHONET: Final = 35
AF_IEEE802154: Final = 36
AF_CAIF: Final = 37
AF_ALG: Final = 38
AF_NFC: Final = 39
AF_VSOCK: Final = 40
AF_KCM: Final = 41
AF_QIPCRTR: Final = 42
AF_SMC: Final = 43
AF_XDP: Final = 44
AF_MCTP: Final = 45
AF_MAX: Final = 46

PF_UNSPEC: Final = 0
PF_FILE: Final = 1
PF_LOCAL: Final = 1
PF_UNIX: Final = 1
PF_INET: Final = 2
PF_AX25: Final = 3
PF_IPX: Final = 4
PF_APPLETALK: Final = 5
PF_NETROM: Final = 6
PF_BRIDGE: Final = 7
PF_ATMPVC: Final = 8
PF_X25: Final = 9
PF_INET6: Final = 10
PF_ROSE: Final = 11
PF_DECnet: Final = 12
PF_NETBEUI: Final = 13
PF_SECURITY: Final = 14
PF_KEY: Final = 15
PF_NETLINK: Final = 16
PF_ROUTE: Final = 16
PF_PACKET: Final = 17
PF_ASH: Final = 18
PF_ECONET: Final = 19
PF_ATMSVC: Final = 20
PF_RDS: Final = 21
PF_SNA: Final = 22
PF_IRDA: Final = 23
PF_PPPOX: Final = 24
PF_WANPIPE: Final = 25
PF_LLC: Final = 26
PF_IB: Final = 27
PF_MPLS: Final = 28
PF_CAN: Final = 29
PF_TIPC: Final = 30
PF_BLUETOOTH: Final = 31
PF_IUCV: Final = 32
PF_RXRPC: Final = 33
PF_ISDN: Final = 34
PF_PHONET: Final = 35
PF_IEEE802154: Final = 36
PF_CAIF: Final = 37
PF_ALG: Final = 38
PF_NFC: Final = 39
PF_VSOCK: Final = 40
PF_KCM: Final = 41
PF_QIPCRTR: Final = 42
PF_SMC: Final = 43
PF_XDP: Final = 44
PF_MCTP: Final = 45
PF_MAX: Final = 46

SOCK_STREAM: Final = 1
SOCK_DGRAM: Final = 2
SOCK_RAW: Final = 3
SOCK_RDM: Final = 4
SOCK_SEQPACKET: Final = 5
SOCK_DCCP: Final = 6
SOCK_PACKET: Final = 10
SOCK_NONBLOCK: Final = 0x800
SOCK_CLOEXEC: Final = 0x80000

SHUT_RD: Final = 0
SHUT_WR: Final = 1
SHUT_RDWR: Final = 2

MSG_OOB: Final = 0x1
MSG_PEEK: Final = 0x2
MSG_DONTROUTE: Final = 0x4
MSG_TRYHARD: Final = 0x4
MSG_CTRUNC: Final = 0x8
MSG_PROXY: Final = 0x10
MSG_TRUNC: Final = 0x20
MSG_DONTWAIT: Final = 0x40
MSG_EOR: Final = 0x80
MSG_WAITALL: Final = 0x100
MSG_FIN: Final = 0x200
MSG_SYN: Final = 0x400
MSG_CONFIRM: Final = 0x800
MSG_RST: Final = 0x1000
MSG_ERRQUEUE: Final = 0x2000
MSG_NOSIGNAL: Final = 0x4000
MSG_MORE: Final = 0x8000
MSG_WAITFORONE: Final = 0x10000
MSG_BATCH: Final = 0x40000
MSG_ZEROCOPY: Final = 0x4000000
MSG_FASTOPEN: Final = 0x20000000
MSG_CMSG_CLOEXEC: Final = 0x40000000

SCM_RIGHTS: Final = 1
SCM_CREDENTIALS: Final = 2
SCM_TIMESTAMP: Final = 29
SCM_TIMESTAMPNS: Final = 35
SCM_TIMESTAMPING: Final = 37
SCM_WIFI_STATUS: Final = 41
SCM_TIMESTAMPING_OPT_STATS: Final = 54
SCM_TIMESTAMPING_PKTINFO: Final = 58
SCM_TXTIME: Final = 61

SOL_IP: Final = 0
SOL_SOCKET: Final = 1
SOL_TCP: Final = 6
SOL_UDP: Final = 17
SOL_IPV6: Final = 41
SOL_ICMPV6: Final = 58
SOL_RAW: Final = 255
SOL_DECNET: Final = 261
SOL_X25: Final = 262
SOL_PACKET: Final = 263
SOL_ATM: Final = 264
SOL_AAL: Final = 265
SOL_IRDA: Final = 266
SOL_NETBEUI: Final = 267
SOL_LLC: Final = 268
SOL_DCCP: Final = 269
SOL_NETLINK: Final = 270
SOL_TIPC: Final = 271
SOL_RXRPC: Final = 272
SOL_PPPOL2TP: Final = 273
SOL_BLUETOOTH: Final = 274
SOL_PNPIPE: Final = 275
SOL_RDS: Final = 276
SOL_IUCV: Final = 277
SOL_CAIF: Final = 278
SOL_ALG: Final = 279
SOL_NFC: Final = 280
SOL_KCM: Final = 281
SOL_TLS: Final = 282
SOL_XDP: Final = 283
SOL_MPTCP: Final = 284
SOL_MCTP: Final = 285
SOL_SMC: Final = 286

SO_DEBUG: Final = 1
SO_REUSEADDR: Final = 2
SO_TYPE: Final = 3
SO_ERROR: Final = 4
SO_DONTROUTE: Final = 5
SO_BROADCAST: Final = 6
SO_SNDBUF: Final = 7
SO_RCVBUF: Final = 8
SO_KEEPALIVE: Final = 9
SO_OOBINLINE: Final = 10
SO_NO_CHECK: Final = 11
SO_PRIORITY: Final = 12
SO_LINGER: Final = 13
SO_BSDCOMPAT: Final = 14
SO_REUSEPORT: Final = 15
SO_PASSCRED: Final = 16
SO_PEERCRED: Final = 17
SO_RCVLOWAT: Final = 18
SO_SNDLOWAT: Final = 19
SO_RCVTIMEO: Final = 20
SO_RCVTIMEO_OLD: Final = 20
SO_SNDTIMEO: Final = 21
SO_SNDTIMEO_OLD: Final = 21
SO_SECURITY_AUTHENTICATION: Final = 22
SO_SECURITY_ENCRYPTION_TRANSPORT: Final = 23
SO_SECURITY_ENCRYPTION_NETWORK: Final = 24
SO_BINDTODEVICE: Final = 25
SO_ATTACH_FILTER: Final = 26
SO_GET_FILTER: Final = 26
SO_DETACH_BPF: Final = 27
SO_DETACH_FILTER: Final = 27
SO_PEERNAME: Final = 28
SO_TIMESTAMP: Final = 29
SO_TIMESTAMP_OLD: Final = 29
SO_ACCEPTCONN: Final = 30
SO_PEERSEC: Final = 31
SO_SNDBUFFORCE: Final = 32
SO_RCVBUFFORCE: Final = 33
SO_PASSSEC: Final = 34
SO_TIMESTAMPNS: Final = 35
SO_TIMESTAMPNS_OLD: Final = 35
SO_MARK: Final = 36
SO_TIMESTAMPING: Final = 37
SO_TIMESTAMPING_OLD: Final = 37
SO_PROTOCOL: Final = 38
SO_DOMAIN: Final = 39
SO_RXQ_OVFL: Final = 40
SO_WIFI_STATUS: Final = 41
SO_PEEK_OFF: Final = 42
SO_NOFCS: Final = 43
SO_LOCK_FILTER: Final = 44
SO_SELECT_ERR_QUEUE: Final = 45
SO_BUSY_POLL: Final = 46
SO_MAX_PACING_RATE: Final = 47
SO_BPF_EXTENSIONS: Final = 48
SO_INCOMING_CPU: Final = 49
SO_ATTACH_BPF: Final = 50
SO_ATTACH_REUSEPORT_CBPF: Final = 51
SO_ATTACH_REUSEPORT_EBPF: Final = 52
SO_CNX_ADVICE: Final = 53
SO_MEMINFO: Final = 55
SO_INCOMING_NAPI_ID: Final = 56
SO_COOKIE: Final = 57
SO_PEERGROUPS: Final = 59
SO_ZEROCOPY: Final = 60
SO_TXTIME: Final = 61
SO_BINDTOIFINDEX: Final = 62
SO_TIMESTAMP_NEW: Final = 63
SO_TIMESTAMPNS_NEW: Final = 64
SO_TIMESTAMPING_NEW: Final = 65
SO_RCVTIMEO_NEW: Final = 66
SO_SNDTIMEO_NEW: Final = 67
SO_DETACH_REUSEPORT_BPF: Final = 68
SO_PREFER_BUSY_POLL: Final = 69
SO_BUSY_POLL_BUDGET: Final = 70
SO_NETNS_COOKIE: Final = 71
SO_BUF_LOCK: Final = 72
SO_RESERVE_MEM: Final = 73
SO_TXREHASH: Final = 74
SO_RCVMARK: Final = 75

SOMAXCONN: Final = 4096

show_family: Final = constant_formatter(globals(), "AF_")


@final
class socklen_t(c_uint32):
    """The length of an address or an option, to which C writes. C's `socklen_t`.

    >>> from stdnet.c import sizeof, sockaddr_in, socklen_t
    >>> addrlen = socklen_t(sizeof(sockaddr_in))
    >>> addrlen.value
    16
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return f"socklen_t({self.value})"


class Sockaddr(Struct):
    """The base class of all addresses: what C's `struct sockaddr *` points to."""

    __slots__ = ()


@final
@struct
class sockaddr(Sockaddr):
    """An address of any family, of which only the family is decoded. C's `struct sockaddr`.

    It is too small for the addresses of some families; `sockaddr_storage` has room for all.

    >>> from stdnet.c import AF_INET, sockaddr
    >>> sockaddr(AF_INET).sa_family == AF_INET
    True
    """

    __slots__ = ()

    sa_family: Number = Number(c_uint16, show_family)
    sa_data: Octets = Octets(14)


@final
@struct
class sockaddr_storage(Sockaddr):
    """Room for an address of any family. C's `struct sockaddr_storage`.

    `from_buffer` casts it to the structure of the family, which shares the memory.

    >>> from stdnet.c import AF_INET, sockaddr_in, sockaddr_storage
    >>> storage = sockaddr_storage()
    >>> sockaddr_in.from_buffer(storage).sin_family = AF_INET
    >>> storage
    sockaddr_storage(ss_family=AF_INET)
    """

    __slots__ = ()

    ss_family: Number = Number(c_uint16, show_family)
    _ss_padding = Padding(c_ubyte * (126 - sizeof(c_ulong)))
    _ss_align = Padding(c_ulong)


@final
@struct
class linger(Struct):
    """The value of SO_LINGER: how many seconds `close` waits for unsent data. C's `struct linger`.

    It waits only if `l_onoff` is not 0.

    >>> from stdnet.c import linger
    >>> linger(l_onoff=1, l_linger=5)
    linger(l_onoff=1, l_linger=5)
    """

    __slots__ = ()

    l_onoff: Number = Number(c_int)
    l_linger: Number = Number(c_int)


@final
@struct
class ucred(Struct):
    """The credentials of a process: SO_PEERCRED, SCM_CREDENTIALS. C's `struct ucred`.

    >>> from stdnet.c import ucred
    >>> ucred(1, 0, 0)
    ucred(pid=1, uid=0, gid=0)
    """

    __slots__ = ()

    pid: Number = Number(c_int)
    uid: Number = Number(c_uint)
    gid: Number = Number(c_uint)


@final
class _IovecPointer(Pointer[Iovecs]):
    """A pointer that the program sets, to one `iovec` or a list of these.

    The structures of a list lie apart in memory, so the address is that of the first. A call makes
    an array of all: an `IovecArray`.
    """

    __slots__ = ()

    is_parameter: ClassVar[bool] = True

    def __set__(self, struct: Struct, value: Iovecs | None) -> None:
        iovecs = iovec_list(value)
        if iovecs:
            self.set_pointee(struct, Pointee(value, addressof(iovecs[0])))
        else:
            self.set_null(struct)


@final
@struct
class msghdr(Struct):
    """A message: the peer's address, the buffers and the control messages. C's `struct msghdr`.

    `msg_iov` is an `iovec` or a list of these. All that the structure refers to stays alive.

    >>> from stdnet.c import iovec, msghdr
    >>> msg = msghdr(msg_iov=[iovec(b"He", 2), iovec(b"llo", 3)], msg_iovlen=2)
    >>> msg.msg_control is None
    True
    """

    __slots__ = ()

    msg_name: BufferPointer[Buffer] = BufferPointer()
    msg_namelen: Number = Number(c_uint32)
    msg_iov: _IovecPointer = _IovecPointer()
    msg_iovlen: Number = Number(c_size_t)
    msg_control: BufferPointer[WritableBuffer] = BufferPointer()
    msg_controllen: Number = Number(c_size_t)
    msg_flags: Number = Number(c_int, flags_formatter(globals(), "MSG_"))


class _InBuffer(Struct):
    """A structure that lies in a buffer, in front of other data."""

    __slots__ = ("_rest",)

    _rest: memoryview
    """The bytes from here to the end of the buffer."""


@final
@struct
class cmsghdr(_InBuffer):
    """The header of a control message, whose data follow it. C's `struct cmsghdr`.

    >>> from stdnet.c import CMSG_LEN, SCM_RIGHTS, SOL_SOCKET, cmsghdr
    >>> cmsghdr(CMSG_LEN(4), SOL_SOCKET, SCM_RIGHTS).cmsg_len
    20
    """

    __slots__ = ()

    cmsg_len: Number = Number(c_size_t)
    cmsg_level: Number = Number(c_int, constant_formatter(globals(), "SOL_"))
    cmsg_type: Number = Number(c_int)


_accept: Final = function("accept", c_int, c_int, c_void_p, c_void_p)
_accept4: Final = function("accept4", c_int, c_int, c_void_p, c_void_p, c_int)
_bind: Final = function("bind", c_int, c_int, c_void_p, c_uint32)
_connect: Final = function("connect", c_int, c_int, c_void_p, c_uint32)
_getpeername: Final = function("getpeername", c_int, c_int, c_void_p, c_void_p)
_getsockname: Final = function("getsockname", c_int, c_int, c_void_p, c_void_p)
_getsockopt: Final = function("getsockopt", c_int, c_int, c_int, c_int, c_void_p, c_void_p)
_listen: Final = function("listen", c_int, c_int, c_int)
_recv: Final = function("recv", c_ssize_t, c_int, c_void_p, c_size_t, c_int)
_recvfrom: Final = function(
    "recvfrom", c_ssize_t, c_int, c_void_p, c_size_t, c_int, c_void_p, c_void_p
)
_recvmsg: Final = function("recvmsg", c_ssize_t, c_int, c_void_p, c_int)
_send: Final = function("send", c_ssize_t, c_int, c_void_p, c_size_t, c_int)
_sendmsg: Final = function("sendmsg", c_ssize_t, c_int, c_void_p, c_int)
_sendto: Final = function("sendto", c_ssize_t, c_int, c_void_p, c_size_t, c_int, c_void_p, c_uint32)
_setsockopt: Final = function("setsockopt", c_int, c_int, c_int, c_int, c_void_p, c_uint32)
_shutdown: Final = function("shutdown", c_int, c_int, c_int)
_socket: Final = function("socket", c_int, c_int, c_int, c_int)
_socketpair: Final = function("socketpair", c_int, c_int, c_int, c_int, c_void_p)

_UNBOUNDED: Final = {
    # IP_MSFILTER, MCAST_MSFILTER: the value says how many sources.
    *((0, 41), (0, 48), (41, 48)),
    # TCP_ZEROCOPY_RECEIVE: the value holds the addresses to write to.
    (6, 35),
    # TCP_AO_GET_KEYS: the value says how many keys.
    (6, 41),
}
"""The options, by level and name, for which `getsockopt` writes more than `optlen` bytes."""

_INSTRUCTION: Final = 8
"""The size of C's `struct sock_filter`. SO_GET_FILTER counts these instead of bytes."""


@final
class _AddressOut:
    """The arguments `addr` and `addrlen` of a call that writes an address.

    C gets a copy of the length, which no other thread can change during the call.
    """

    __slots__ = ("_addrlen", "_size", "pointers")

    pointers: tuple[object, object]
    """The pointers that C gets for `addr` and `addrlen`."""

    def __init__(
        self, addr: Sockaddr | Reference | None, addrlen: socklen_t | Reference | None
    ) -> None:
        self._addrlen = None if addrlen is None else deref(addrlen, socklen_t, "addrlen")
        self._size = socklen_t(0 if self._addrlen is None else self._addrlen.value)
        if addr is None:
            self.pointers = (None, None)
        else:
            address = as_mut_ptr(deref(addr, Sockaddr, "addr"), self._size.value)
            self.pointers = (address, None if self._addrlen is None else byref(self._size))

    def store_length(self, result: int) -> int:
        """Sets `addrlen` to what C has written, and returns the result of the call."""
        if self._addrlen is not None:
            self._addrlen.value = self._size.value
        return result


def _address_in(addr: Sockaddr | Reference, addrlen: int) -> tuple[object, int]:
    """Returns the arguments `addr` and `addrlen` of a call that reads an address."""
    size = u32(addrlen)
    return as_ptr(deref(addr, Sockaddr, "addr"), size), size


@final
class _Message:
    """A copy of a `struct msghdr`, which no other thread can change during the call.

    It keeps alive what it points to.
    """

    __slots__ = ("_iovecs", "_msg", "_pins", "header")

    def __init__(self, msg: msghdr, *, to_write: bool) -> None:
        self._msg = msg
        self.header = header = msghdr.from_buffer_copy(bytes(msg))
        self._pins = (
            check_size(msghdr.msg_name.pin(msg), header.msg_namelen, to_write=to_write),
            check_size(msghdr.msg_control.pin(msg), header.msg_controllen, to_write=to_write),
        )
        self._iovecs = IovecArray(msg.msg_iov, header.msg_iovlen, to_write=to_write)
        msghdr.msg_iov.set_pointee(header, self._iovecs.pointee)

    def store_lengths(self) -> None:
        """Sets the lengths and the flags of the original to what C has written."""
        self._msg.msg_namelen = self.header.msg_namelen
        self._msg.msg_controllen = self.header.msg_controllen
        self._msg.msg_flags = self.header.msg_flags


def socket(domain: int, type: int, protocol: int) -> int:
    """Creates a socket; returns its descriptor, or -1. C's `socket`.

    `type` may have SOCK_CLOEXEC and SOCK_NONBLOCK set. It fails with EAFNOSUPPORT for an unknown
    `domain`.

    >>> from stdnet.c import AF_INET, SOCK_STREAM, close, errno, socket, EAFNOSUPPORT
    >>> sockfd = socket(AF_INET, SOCK_STREAM, 0)
    >>> close(sockfd)
    0
    >>> socket(-1, SOCK_STREAM, 0), errno() == EAFNOSUPPORT
    (-1, True)
    """
    return _socket(i32(domain), i32(type), i32(protocol))


def socketpair(domain: int, type: int, protocol: int, sv: WritableBuffer) -> int:
    """Creates two connected sockets; returns 0, or -1. C's `socketpair`.

    Their descriptors are written to `sv`, an array of two C `int`.

    >>> from array import array
    >>> from stdnet.c import AF_UNIX, SOCK_STREAM, close, socketpair
    >>> sv = array("i", [-1, -1])
    >>> socketpair(AF_UNIX, SOCK_STREAM, 0, sv)
    0
    >>> close(sv[0]), close(sv[1])
    (0, 0)
    """
    pair = as_mut_ptr(sv, 2 * sizeof(c_int))
    return _socketpair(i32(domain), i32(type), i32(protocol), pair)


def connect(sockfd: int, addr: Sockaddr | Reference, addrlen: int) -> int:
    """Connects a socket to an address; returns 0, or -1. C's `connect`.

    `addr` is a `sockaddr_in`, `sockaddr_in6`, `sockaddr_un` …, and `addrlen` its size. A datagram
    socket is connected at once: it then sends to this address, and receives from it alone.

    >>> from stdnet.c import *
    >>> sockfd = socket(AF_INET, SOCK_STREAM, 0)
    >>> addr = sockaddr_in(AF_INET, htons(0), in_addr(htonl(INADDR_LOOPBACK)))
    >>> bind(sockfd, addr, sizeof(addr))
    0
    >>> listen(sockfd, SOMAXCONN)
    0
    >>> addrlen = socklen_t(sizeof(addr))
    >>> getsockname(sockfd, addr, addrlen), addrlen
    (0, socklen_t(16))
    >>> client = socket(AF_INET, SOCK_STREAM, 0)
    >>> connect(client, addr, sizeof(addr))
    0
    >>> close(client), close(sockfd)
    (0, 0)
    """
    address, size = _address_in(addr, addrlen)
    return _connect(i32(sockfd), address, size)


def bind(sockfd: int, addr: Sockaddr | Reference, addrlen: int) -> int:
    """Binds a socket to an address of this machine; returns 0, or -1. C's `bind`.

    `addr` is a `sockaddr_in`, `sockaddr_in6`, `sockaddr_un` …, and `addrlen` its size. For the port
    `htons(0)` the kernel chooses one, which `getsockname` reports. It fails with EADDRINUSE if the
    address is taken.

    >>> from stdnet.c import *
    >>> sockfd = socket(AF_INET, SOCK_STREAM, 0)
    >>> addr = sockaddr_in(AF_INET, htons(0), in_addr(htonl(INADDR_LOOPBACK)))
    >>> bind(sockfd, addr, sizeof(addr))
    0
    >>> close(sockfd)
    0
    """
    address, size = _address_in(addr, addrlen)
    return _bind(i32(sockfd), address, size)


def listen(sockfd: int, backlog: int) -> int:
    """Makes a socket listen for connections; returns 0, or -1. C's `listen`.

    About `backlog` connections may wait for `accept`; the kernel has an upper limit.

    >>> from stdnet.c import *
    >>> sockfd = socket(AF_INET, SOCK_STREAM, 0)
    >>> addr = sockaddr_in(AF_INET, htons(0), in_addr(htonl(INADDR_LOOPBACK)))
    >>> bind(sockfd, addr, sizeof(addr))
    0
    >>> listen(sockfd, SOMAXCONN), close(sockfd)
    (0, 0)
    """
    return _listen(i32(sockfd), i32(backlog))


def accept(
    sockfd: int, addr: Sockaddr | Reference | None, addrlen: socklen_t | Reference | None
) -> int:
    """Accepts a connection; returns its descriptor, or -1. C's `accept`.

    The peer's address is written to `addr`, unless that is `None`. `addrlen` holds the size of
    `addr`, and is set to the size of the address, which may be greater.

    >>> from stdnet.c import *
    >>> sockfd = socket(AF_INET, SOCK_STREAM, 0)
    >>> addr = sockaddr_in(AF_INET, htons(0), in_addr(htonl(INADDR_LOOPBACK)))
    >>> bind(sockfd, addr, sizeof(addr))
    0
    >>> listen(sockfd, SOMAXCONN)
    0
    >>> addrlen = socklen_t(sizeof(addr))
    >>> getsockname(sockfd, addr, addrlen), addrlen
    (0, socklen_t(16))
    >>> client = socket(AF_INET, SOCK_STREAM, 0)
    >>> connect(client, addr, sizeof(addr))
    0
    >>> peer = sockaddr_in()
    >>> accepted = accept(sockfd, peer, addrlen)
    >>> peer.sin_addr
    in_addr(s_addr=inet_addr("127.0.0.1"))
    >>> close(accepted), close(client), close(sockfd)
    (0, 0, 0)
    """
    out = _AddressOut(addr, addrlen)
    return out.store_length(_accept(i32(sockfd), *out.pointers))


def accept4(
    sockfd: int,
    addr: Sockaddr | Reference | None,
    addrlen: socklen_t | Reference | None,
    flags: int,
) -> int:
    """Accepts a connection; returns its descriptor, or -1. C's `accept4`.

    It is `accept` with `flags` for the new descriptor: SOCK_CLOEXEC, SOCK_NONBLOCK.

    >>> from stdnet.c import *
    >>> sockfd = socket(AF_INET, SOCK_STREAM, 0)
    >>> addr = sockaddr_in(AF_INET, htons(0), in_addr(htonl(INADDR_LOOPBACK)))
    >>> bind(sockfd, addr, sizeof(addr))
    0
    >>> listen(sockfd, SOMAXCONN)
    0
    >>> addrlen = socklen_t(sizeof(addr))
    >>> getsockname(sockfd, addr, addrlen), addrlen
    (0, socklen_t(16))
    >>> client = socket(AF_INET, SOCK_STREAM, 0)
    >>> connect(client, addr, sizeof(addr))
    0
    >>> accepted = accept4(sockfd, None, None, SOCK_CLOEXEC)
    >>> fcntl(accepted, F_GETFD) == FD_CLOEXEC
    True
    >>> close(accepted), close(client), close(sockfd)
    (0, 0, 0)
    """
    out = _AddressOut(addr, addrlen)
    return out.store_length(_accept4(i32(sockfd), *out.pointers, i32(flags)))


def getsockname(sockfd: int, addr: Sockaddr | Reference, addrlen: socklen_t | Reference) -> int:
    """Writes the socket's own address to `addr`; returns 0, or -1. C's `getsockname`.

    `addrlen` holds the size of `addr`, and is set to the size of the address, which may be greater.

    >>> from stdnet.c import *
    >>> sockfd = socket(AF_INET, SOCK_STREAM, 0)
    >>> addr = sockaddr_in(AF_INET, htons(0), in_addr(htonl(INADDR_LOOPBACK)))
    >>> bind(sockfd, addr, sizeof(addr))
    0
    >>> addrlen = socklen_t(sizeof(addr))
    >>> getsockname(sockfd, addr, addrlen), addrlen
    (0, socklen_t(16))
    >>> ntohs(addr.sin_port) > 0, close(sockfd)
    (True, 0)
    """
    out = _AddressOut(deref(addr, Sockaddr, "addr"), deref(addrlen, socklen_t, "addrlen"))
    return out.store_length(_getsockname(i32(sockfd), *out.pointers))


def getpeername(sockfd: int, addr: Sockaddr | Reference, addrlen: socklen_t | Reference) -> int:
    """Writes the peer's address to `addr`; returns 0, or -1. C's `getpeername`.

    `addrlen` holds the size of `addr`, and is set to the size of the address, which may be greater.
    It fails with ENOTCONN if the socket is not connected.

    >>> from stdnet.c import *
    >>> sockfd = socket(AF_INET, SOCK_STREAM, 0)
    >>> addr = sockaddr_in(AF_INET, htons(0), in_addr(htonl(INADDR_LOOPBACK)))
    >>> bind(sockfd, addr, sizeof(addr))
    0
    >>> listen(sockfd, SOMAXCONN)
    0
    >>> addrlen = socklen_t(sizeof(addr))
    >>> getsockname(sockfd, addr, addrlen), addrlen
    (0, socklen_t(16))
    >>> client = socket(AF_INET, SOCK_STREAM, 0)
    >>> connect(client, addr, sizeof(addr))
    0
    >>> peer = sockaddr_in()
    >>> getpeername(client, peer, addrlen)
    0
    >>> peer.sin_port == addr.sin_port
    True
    >>> close(client), close(sockfd)
    (0, 0)
    """
    out = _AddressOut(deref(addr, Sockaddr, "addr"), deref(addrlen, socklen_t, "addrlen"))
    return out.store_length(_getpeername(i32(sockfd), *out.pointers))


def shutdown(sockfd: int, how: int) -> int:
    """Shuts down one or both halves of a connection; returns 0, or -1. C's `shutdown`.

    `how` is SHUT_RD, SHUT_WR or SHUT_RDWR. It fails with ENOTCONN if the socket is not connected.

    >>> from stdnet.c import AF_INET, ENOTCONN, SHUT_WR, SOCK_STREAM, close, errno, shutdown, socket
    >>> sockfd = socket(AF_INET, SOCK_STREAM, 0)
    >>> shutdown(sockfd, SHUT_WR), errno() == ENOTCONN
    (-1, True)
    >>> close(sockfd)
    0
    """
    return _shutdown(i32(sockfd), i32(how))


def send(sockfd: int, buf: Buffer | None, len: int, flags: int) -> int:
    """Sends up to `len` bytes; returns how many, or -1. C's `send`.

    It fails with EPIPE if the connection has ended. Without MSG_NOSIGNAL the kernel then also sends
    the signal SIGPIPE, which Python ignores.

    >>> from array import array
    >>> from stdnet.c import *
    >>> sv = array("i", [-1, -1])
    >>> socketpair(AF_UNIX, SOCK_STREAM, 0, sv)
    0
    >>> send(sv[0], b"Hello", 5, MSG_NOSIGNAL)
    5
    >>> buf = bytearray(64)
    >>> recv(sv[1], buf, len(buf), 0)
    5
    >>> buf[:5]
    bytearray(b'Hello')
    >>> close(sv[0]), close(sv[1])
    (0, 0)
    """
    size = u64(len)
    return _send(i32(sockfd), as_ptr(buf, size), size, i32(flags))


def recv(sockfd: int, buf: Out | None, len: int, flags: int) -> int:
    """Receives up to `len` bytes; returns how many, 0 at the end, or -1. C's `recv`.

    >>> from array import array
    >>> from stdnet.c import *
    >>> sv = array("i", [-1, -1])
    >>> socketpair(AF_UNIX, SOCK_STREAM, 0, sv)
    0
    >>> send(sv[0], b"Hello", 5, MSG_NOSIGNAL)
    5
    >>> buf = bytearray(64)
    >>> recv(sv[1], buf, len(buf), 0)
    5
    >>> buf[:5]
    bytearray(b'Hello')
    >>> close(sv[0]), close(sv[1])
    (0, 0)
    """
    size = u64(len)
    return _recv(i32(sockfd), as_mut_ptr(buf, size), size, i32(flags))


def sendto(
    sockfd: int,
    buf: Buffer | None,
    len: int,
    flags: int,
    dest_addr: Sockaddr | Reference | None,
    addrlen: int,
) -> int:
    """Sends up to `len` bytes to an address; returns how many, or -1. C's `sendto`.

    A socket that is connected needs no `dest_addr`: it may be `None`.

    >>> from stdnet.c import *
    >>> sockfd = socket(AF_INET, SOCK_DGRAM, 0)
    >>> addr = sockaddr_in(AF_INET, htons(0), in_addr(htonl(INADDR_LOOPBACK)))
    >>> bind(sockfd, addr, sizeof(addr))
    0
    >>> addrlen = socklen_t(sizeof(addr))
    >>> getsockname(sockfd, addr, addrlen)
    0
    >>> sendto(sockfd, b"Hello", 5, 0, addr, sizeof(addr))
    5
    >>> buf, peer = bytearray(64), sockaddr_in()
    >>> recvfrom(sockfd, buf, len(buf), 0, peer, addrlen)
    5
    >>> peer.sin_port == addr.sin_port, close(sockfd)
    (True, 0)
    """
    size = u64(len)
    if dest_addr is None:
        address, length = None, u32(addrlen)
    else:
        address, length = _address_in(dest_addr, addrlen)
    return _sendto(i32(sockfd), as_ptr(buf, size), size, i32(flags), address, length)


def recvfrom(
    sockfd: int,
    buf: Out | None,
    len: int,
    flags: int,
    src_addr: Sockaddr | Reference | None,
    addrlen: socklen_t | Reference | None,
) -> int:
    """Receives up to `len` bytes and the sender's address; returns how many bytes, or -1.

    The address is written to `src_addr`, unless that is `None`. `addrlen` holds the size of
    `src_addr`, and is set to the size of the address, which may be greater. C's `recvfrom`.

    >>> from stdnet.c import *
    >>> sockfd = socket(AF_INET, SOCK_DGRAM, 0)
    >>> addr = sockaddr_in(AF_INET, htons(0), in_addr(htonl(INADDR_LOOPBACK)))
    >>> bind(sockfd, addr, sizeof(addr))
    0
    >>> addrlen = socklen_t(sizeof(addr))
    >>> getsockname(sockfd, addr, addrlen)
    0
    >>> sendto(sockfd, b"Hello", 5, 0, addr, sizeof(addr))
    5
    >>> buf, peer = bytearray(64), sockaddr_in()
    >>> recvfrom(sockfd, buf, len(buf), 0, peer, addrlen)
    5
    >>> peer.sin_port == addr.sin_port, close(sockfd)
    (True, 0)
    """
    size = u64(len)
    memory = as_mut_ptr(buf, size)
    out = _AddressOut(src_addr, addrlen)
    return out.store_length(_recvfrom(i32(sockfd), memory, size, i32(flags), *out.pointers))


def sendmsg(sockfd: int, msg: msghdr | Reference, flags: int) -> int:
    """Sends a message; returns how many bytes of its buffers, or -1. C's `sendmsg`.

    >>> from array import array
    >>> from stdnet.c import *
    >>> sv = array("i", [-1, -1])
    >>> socketpair(AF_UNIX, SOCK_STREAM, 0, sv)
    0
    >>> msg = msghdr(msg_iov=[iovec(b"He", 2), iovec(b"llo", 3)], msg_iovlen=2)
    >>> sendmsg(sv[0], msg, MSG_NOSIGNAL)
    5
    >>> buf = bytearray(64)
    >>> recvmsg(sv[1], msghdr(msg_iov=iovec(buf, len(buf)), msg_iovlen=1), 0)
    5
    >>> buf[:5]
    bytearray(b'Hello')
    >>> close(sv[0]), close(sv[1])
    (0, 0)
    """
    message = _Message(deref(msg, msghdr, "msg"), to_write=False)
    return _sendmsg(i32(sockfd), byref(message.header), i32(flags))


def recvmsg(sockfd: int, msg: msghdr | Reference, flags: int) -> int:
    """Receives a message; returns how many bytes, 0 at the end, or -1. C's `recvmsg`.

    Sets `msg_namelen`, `msg_controllen` and `msg_flags`.

    >>> from array import array
    >>> from stdnet.c import *
    >>> sv = array("i", [-1, -1])
    >>> socketpair(AF_UNIX, SOCK_STREAM, 0, sv)
    0
    >>> msg = msghdr(msg_iov=[iovec(b"He", 2), iovec(b"llo", 3)], msg_iovlen=2)
    >>> sendmsg(sv[0], msg, MSG_NOSIGNAL)
    5
    >>> buf = bytearray(64)
    >>> recvmsg(sv[1], msghdr(msg_iov=iovec(buf, len(buf)), msg_iovlen=1), 0)
    5
    >>> buf[:5]
    bytearray(b'Hello')
    >>> close(sv[0]), close(sv[1])
    (0, 0)
    """
    message = _Message(deref(msg, msghdr, "msg"), to_write=True)
    result = _recvmsg(i32(sockfd), byref(message.header), i32(flags))
    message.store_lengths()
    return result


def getsockopt(
    sockfd: int, level: int, optname: int, optval: Out, optlen: socklen_t | Reference
) -> int:
    """Writes the value of an option to `optval`; returns 0, or -1. C's `getsockopt`.

    `optlen` holds the size of `optval`, and is set to the size of the value. For SO_GET_FILTER both
    are counts of instructions of 8 bytes. Raises `ValueError` for the few options of which the
    kernel writes more than `optlen` bytes. It fails with ENOPROTOOPT for an unknown option.

    >>> from stdnet.c import *
    >>> sockfd = socket(AF_INET, SOCK_STREAM, 0)
    >>> setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, c_int(1), sizeof(c_int))
    0
    >>> optval, optlen = c_int(), socklen_t(sizeof(c_int))
    >>> getsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, optval, optlen)
    0
    >>> optval.value, optlen.value, close(sockfd)
    (1, 4, 0)
    """
    level, optname = i32(level), i32(optname)
    if (level, optname) in _UNBOUNDED:
        raise ValueError("this option is written past the length that is said")
    length = deref(optlen, socklen_t, "optlen")
    size = socklen_t(length.value)
    unit = _INSTRUCTION if (level, optname) == (SOL_SOCKET, SO_GET_FILTER) else 1
    value = as_mut_ptr(optval, size.value * unit)
    result = _getsockopt(i32(sockfd), level, optname, value, byref(size))
    length.value = size.value
    return result


def setsockopt(
    sockfd: int, level: int, optname: int, optval: Buffer | Reference | None, optlen: int
) -> int:
    """Sets an option of a socket; returns 0, or -1. C's `setsockopt`.

    It fails with ENOPROTOOPT for an unknown option, and with EINVAL if `optlen` is too small.

    >>> from stdnet.c import *
    >>> sockfd = socket(AF_INET, SOCK_STREAM, 0)
    >>> setsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, c_int(1), sizeof(c_int))
    0
    >>> optval, optlen = c_int(), socklen_t(sizeof(c_int))
    >>> getsockopt(sockfd, SOL_SOCKET, SO_REUSEADDR, optval, optlen)
    0
    >>> optval.value, optlen.value, close(sockfd)
    (1, 4, 0)
    """
    size = u32(optlen)
    return _setsockopt(i32(sockfd), i32(level), i32(optname), as_ptr(optval, size), size)


def CMSG_ALIGN(len: int) -> int:
    """Rounds a length up, so that another control message may follow. C's `CMSG_ALIGN`.

    >>> from stdnet.c import CMSG_ALIGN
    >>> CMSG_ALIGN(5)
    8
    """
    unit = sizeof(c_size_t)
    return (u64(len) + unit - 1) // unit * unit


def CMSG_LEN(len: int) -> int:
    """Returns the `cmsg_len` of a control message with `len` bytes of data. C's `CMSG_LEN`.

    >>> from stdnet.c import CMSG_LEN
    >>> CMSG_LEN(4)
    20
    """
    return CMSG_ALIGN(sizeof(cmsghdr)) + u64(len)


def CMSG_SPACE(len: int) -> int:
    """Returns the size of a control message with `len` bytes of data, padding included.

    C's `CMSG_SPACE`.

    >>> from stdnet.c import CMSG_SPACE
    >>> CMSG_SPACE(4)
    24
    """
    return CMSG_ALIGN(sizeof(cmsghdr)) + CMSG_ALIGN(len)


def CMSG_FIRSTHDR(mhdr: msghdr | Reference) -> cmsghdr | None:
    """Returns the first control message in `msg_control`, or `None`. C's `CMSG_FIRSTHDR`.

    It shares the memory of `msg_control`.

    >>> from array import array
    >>> from stdnet.c import *
    >>> msg = msghdr(msg_control=bytearray(CMSG_SPACE(4)), msg_controllen=CMSG_SPACE(4))
    >>> cmsg = CMSG_FIRSTHDR(msg)
    >>> cmsg.cmsg_len, cmsg.cmsg_level, cmsg.cmsg_type = CMSG_LEN(4), SOL_SOCKET, SCM_RIGHTS
    >>> CMSG_DATA(cmsg)[:] = array("i", [0]).tobytes()
    >>> CMSG_NXTHDR(msg, cmsg) is None
    True
    """
    return _first_message(_control(deref(mhdr, msghdr, "mhdr")))


def CMSG_NXTHDR(mhdr: msghdr | Reference, cmsg: cmsghdr | Reference) -> cmsghdr | None:
    """Returns the control message after `cmsg`, or `None`. C's `CMSG_NXTHDR`.

    It shares the memory of `msg_control`.

    >>> from stdnet.c import CMSG_FIRSTHDR, CMSG_LEN, CMSG_NXTHDR, CMSG_SPACE, cmsghdr, msghdr
    >>> msg = msghdr(msg_control=bytearray(2 * CMSG_SPACE(4)), msg_controllen=2 * CMSG_SPACE(4))
    >>> first = CMSG_FIRSTHDR(msg)
    >>> first.cmsg_len = CMSG_LEN(4)
    >>> second = CMSG_NXTHDR(msg, first)
    >>> second.cmsg_len
    0
    """
    control = _control(deref(mhdr, msghdr, "mhdr"))
    message = deref(cmsg, cmsghdr, "cmsg")
    length = message.cmsg_len
    if length < sizeof(cmsghdr):
        return None
    begin = control.nbytes - _rest(message).nbytes + CMSG_ALIGN(length)
    return _first_message(control[max(begin, 0) :]) if begin < control.nbytes else None


def CMSG_DATA(cmsg: cmsghdr | Reference) -> memoryview:
    """Returns the data of a control message, as far as its `cmsg_len`. C's `CMSG_DATA`.

    They can be written to. Raises `ValueError` if neither CMSG_FIRSTHDR nor CMSG_NXTHDR returned
    the control message.

    >>> from stdnet.c import CMSG_DATA, CMSG_FIRSTHDR, CMSG_LEN, CMSG_SPACE, msghdr
    >>> msg = msghdr(msg_control=bytearray(CMSG_SPACE(4)), msg_controllen=CMSG_SPACE(4))
    >>> cmsg = CMSG_FIRSTHDR(msg)
    >>> cmsg.cmsg_len = CMSG_LEN(4)
    >>> CMSG_DATA(cmsg).nbytes
    4
    """
    message = deref(cmsg, cmsghdr, "cmsg")
    return _rest(message)[CMSG_LEN(0) : message.cmsg_len]


def _control(msg: msghdr) -> memoryview:
    """Returns the first `msg_controllen` bytes of `msg_control`."""
    size = msg.msg_controllen
    control = msg.msg_control
    check_size(msghdr.msg_control.pin(msg), size, to_write=True)
    return byte_view_mut(bytearray() if control is None else control)[:size]


def _first_message(control: memoryview) -> cmsghdr | None:
    """Returns the control message at the beginning of the bytes, or `None` if they are too few."""
    if control.nbytes < sizeof(cmsghdr):
        return None
    message = cmsghdr.from_buffer(control)
    message._rest = control  # pyright: ignore[reportPrivateUsage]
    return message


def _rest(message: cmsghdr) -> memoryview:
    """Returns the bytes from a control message to the end of all of them."""
    try:
        return message._rest  # pyright: ignore[reportPrivateUsage]
    except AttributeError:
        raise ValueError("it is no control message that CMSG_FIRSTHDR has found") from None
