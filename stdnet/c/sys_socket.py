"""C's <sys/socket.h>: sockets."""

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
from stdnet.c._memory import Reference, check, readable, target, writable
from stdnet.c._struct import (
    Address,
    Kept,
    Number,
    Octets,
    Out,
    Padding,
    Pointer,
    Struct,
    flags,
    one_of,
    struct,
)
from stdnet.c.sys_uio import Iovecs, Vector, list_of

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

show_family: Final = one_of(globals(), "AF_")


@final
class socklen_t(c_uint32):
    """The length of an address or an option, which C writes to. C's `socklen_t`.

    >>> from stdnet.c import sizeof, sockaddr_in, socklen_t
    >>> addrlen = socklen_t(sizeof(sockaddr_in))
    >>> addrlen.value
    16
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return f"socklen_t({self.value})"


class Sockaddr(Struct):
    """What C's `struct sockaddr *` points to: an address of any family."""

    __slots__ = ()


@final
@struct
class sockaddr(Sockaddr):
    """An address of any family, of which it shows but the family. C's `struct sockaddr`.

    It has no room for the addresses of all families: `sockaddr_storage` has.

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

    C's cast to the structure of the family is `from_buffer`, which shares the memory.

    >>> from stdnet.c import AF_INET, sockaddr_in, sockaddr_storage
    >>> storage = sockaddr_storage()
    >>> sockaddr_in.from_buffer(storage).sin_family = AF_INET
    >>> storage
    sockaddr_storage(ss_family=AF_INET)
    """

    __slots__ = ()

    ss_family: Number = Number(c_uint16, show_family)
    _ss_padding = Padding(c_ubyte * 118)
    _ss_align = Padding(c_ulong)


@final
@struct
class linger(Struct):
    """Whether, and for how many seconds, `close` waits for what is unsent. C's `struct linger`.

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
    """Who the peer of a Unix socket is: SO_PEERCRED. C's `struct ucred`.

    >>> from stdnet.c import ucred
    >>> ucred(1, 0, 0)
    ucred(pid=1, uid=0, gid=0)
    """

    __slots__ = ()

    pid: Number = Number(c_int)
    uid: Number = Number(c_uint)
    gid: Number = Number(c_uint)


@final
class _Array(Pointer[Iovecs]):
    """A pointer to the first `iovec` of those it was given."""

    __slots__ = ()

    is_given: ClassVar[bool] = True

    def __set__(self, struct: Struct, value: Iovecs | None) -> None:
        each = list_of(value)
        if each:
            self.point(struct, Kept(value, addressof(each[0])))
        else:
            self.clear(struct)


@final
@struct
class msghdr(Struct):
    """A message: its address, its bytes, and what is told besides. C's `struct msghdr`.

    `msg_iov` is an `iovec` or a list of these. What it refers to stays alive.

    >>> from stdnet.c import iovec, msghdr
    >>> msg = msghdr(msg_iov=[iovec(b"He", 2), iovec(b"llo", 3)], msg_iovlen=2)
    >>> msg.msg_control is None
    True
    """

    __slots__ = ()

    msg_name: Address[Buffer] = Address()
    msg_namelen: Number = Number(c_uint32)
    msg_iov: _Array = _Array()
    msg_iovlen: Number = Number(c_size_t)
    msg_control: Address[WritableBuffer] = Address()
    msg_controllen: Number = Number(c_size_t)
    msg_flags: Number = Number(c_int, flags(globals(), "MSG_"))


class _InRoom(Struct):
    """A structure that lies in a memory with more behind it."""

    __slots__ = ("_room",)

    _room: memoryview
    """The memory from here to the end."""


@final
@struct
class cmsghdr(_InRoom):
    """The head of a control message, whose data follow it. C's `struct cmsghdr`.

    >>> from stdnet.c import CMSG_LEN, SCM_RIGHTS, SOL_SOCKET, cmsghdr
    >>> cmsghdr(CMSG_LEN(4), SOL_SOCKET, SCM_RIGHTS).cmsg_len
    20
    """

    __slots__ = ()

    cmsg_len: Number = Number(c_size_t)
    cmsg_level: Number = Number(c_int, one_of(globals(), "SOL_"))
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
    *((0, 41), (0, 48), (41, 48)),  # IP_MSFILTER, MCAST_MSFILTER: as many sources as the value says
    (6, 35),  # TCP_ZEROCOPY_RECEIVE: to the addresses that are in the value
    (6, 41),  # TCP_AO_GET_KEYS: as many keys as the value says
}
"""Options, by level and name, whose value `getsockopt` writes without a look at `optlen`."""

_INSTRUCTION: Final = 8
"""The size of C's `sock_filter`, of which SO_GET_FILTER counts how many there are."""


@final
class _Room:
    """Where C writes an address and its length.

    The length is one that no other thread can change while C looks at it.
    """

    __slots__ = ("_length", "_size", "pointers")

    pointers: tuple[object, object]

    def __init__(
        self, addr: Sockaddr | Reference | None, addrlen: socklen_t | Reference | None
    ) -> None:
        self._length = None if addrlen is None else target(addrlen, socklen_t, "addrlen")
        self._size = socklen_t(0 if self._length is None else self._length.value)
        if addr is None:
            self.pointers = (None, None)
        else:
            name = writable(target(addr, Sockaddr, "addr"), self._size.value)
            self.pointers = (name, None if self._length is None else byref(self._size))

    def answered(self, result: int) -> int:
        """Tells how long the address is."""
        if self._length is not None:
            self._length.value = self._size.value
        return result


def _name(addr: Sockaddr | Reference, addrlen: int) -> tuple[object, int]:
    """An address that C reads, and its length."""
    size = u32(addrlen)
    return readable(target(addr, Sockaddr, "addr"), size), size


@final
class _Message:
    """A `struct msghdr` that no other thread can change, and what it points to."""

    __slots__ = ("_msg", "_pins", "_vector", "header")

    def __init__(self, msg: msghdr, *, to_write: bool) -> None:
        self._msg = msg
        self.header = header = msghdr.from_buffer_copy(bytes(msg))
        self._pins = (
            check(msghdr.msg_name.memory(msg), header.msg_namelen, to_write=to_write),
            check(msghdr.msg_control.memory(msg), header.msg_controllen, to_write=to_write),
        )
        self._vector = Vector(msg.msg_iov, header.msg_iovlen, to_write=to_write)
        msghdr.msg_iov.point(header, self._vector.kept)

    def answer(self) -> None:
        """Tells what has come."""
        self._msg.msg_namelen = self.header.msg_namelen
        self._msg.msg_controllen = self.header.msg_controllen
        self._msg.msg_flags = self.header.msg_flags


def socket(domain: int, type: int, protocol: int) -> int:
    """A new socket; its descriptor, or -1. C's `socket`.

    >>> from stdnet.c import AF_INET, SOCK_STREAM, close, errno, socket, EAFNOSUPPORT
    >>> sockfd = socket(AF_INET, SOCK_STREAM, 0)
    >>> close(sockfd)
    0
    >>> socket(-1, SOCK_STREAM, 0), errno() == EAFNOSUPPORT
    (-1, True)
    """
    return _socket(i32(domain), i32(type), i32(protocol))


def socketpair(domain: int, type: int, protocol: int, sv: WritableBuffer) -> int:
    """Two connected sockets, into an array of two C `int`; 0, or -1. C's `socketpair`.

    >>> from array import array
    >>> from stdnet.c import AF_UNIX, SOCK_STREAM, close, socketpair
    >>> sv = array("i", [-1, -1])
    >>> socketpair(AF_UNIX, SOCK_STREAM, 0, sv)
    0
    >>> close(sv[0]), close(sv[1])
    (0, 0)
    """
    pair = writable(sv, 2 * sizeof(c_int))
    return _socketpair(i32(domain), i32(type), i32(protocol), pair)


def connect(sockfd: int, addr: Sockaddr | Reference, addrlen: int) -> int:
    """Connects a socket to an address; 0, or -1. C's `connect`.

    `addr` is a `sockaddr_in`, `sockaddr_in6`, `sockaddr_un` …, and `addrlen` its size. A socket of
    datagrams is connected at once: it sends there, and receives from there alone.

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
    name, size = _name(addr, addrlen)
    return _connect(i32(sockfd), name, size)


def bind(sockfd: int, addr: Sockaddr | Reference, addrlen: int) -> int:
    """Gives a socket its address; 0, or -1. C's `bind`.

    `addr` is a `sockaddr_in`, `sockaddr_in6`, `sockaddr_un` …, and `addrlen` its size. The port
    `htons(0)` lets the system choose one, which `getsockname` tells.

    >>> from stdnet.c import *
    >>> sockfd = socket(AF_INET, SOCK_STREAM, 0)
    >>> addr = sockaddr_in(AF_INET, htons(0), in_addr(htonl(INADDR_LOOPBACK)))
    >>> bind(sockfd, addr, sizeof(addr))
    0
    >>> close(sockfd)
    0
    """
    name, size = _name(addr, addrlen)
    return _bind(i32(sockfd), name, size)


def listen(sockfd: int, backlog: int) -> int:
    """Lets a socket wait for connections; 0, or -1. C's `listen`.

    About `backlog` of them may wait to be accepted, and no more than the system allows.

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
    """The next connection; its descriptor, or -1. C's `accept`.

    `addrlen` holds the size of `addr`, and then that of the peer's address, which may be greater.

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
    room = _Room(addr, addrlen)
    return room.answered(_accept(i32(sockfd), *room.pointers))


def accept4(
    sockfd: int,
    addr: Sockaddr | Reference | None,
    addrlen: socklen_t | Reference | None,
    flags: int,
) -> int:
    """`accept` with SOCK_CLOEXEC or SOCK_NONBLOCK for the new descriptor. C's `accept4`.

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
    room = _Room(addr, addrlen)
    return room.answered(_accept4(i32(sockfd), *room.pointers, i32(flags)))


def getsockname(sockfd: int, addr: Sockaddr | Reference, addrlen: socklen_t | Reference) -> int:
    """The address of a socket itself, filled in; 0, or -1. C's `getsockname`.

    `addrlen` holds the size of `addr`, and then that of the address, which may be greater.

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
    room = _Room(target(addr, Sockaddr, "addr"), target(addrlen, socklen_t, "addrlen"))
    return room.answered(_getsockname(i32(sockfd), *room.pointers))


def getpeername(sockfd: int, addr: Sockaddr | Reference, addrlen: socklen_t | Reference) -> int:
    """The address of the other end, filled in; 0, or -1. C's `getpeername`.

    `addrlen` holds the size of `addr`, and then that of the address, which may be greater.

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
    room = _Room(target(addr, Sockaddr, "addr"), target(addrlen, socklen_t, "addrlen"))
    return room.answered(_getpeername(i32(sockfd), *room.pointers))


def shutdown(sockfd: int, how: int) -> int:
    """Ends a half of a connection, or both: SHUT_RD, SHUT_WR, SHUT_RDWR; 0, or -1. C's `shutdown`.

    >>> from stdnet.c import AF_INET, ENOTCONN, SHUT_WR, SOCK_STREAM, close, errno, shutdown, socket
    >>> sockfd = socket(AF_INET, SOCK_STREAM, 0)
    >>> shutdown(sockfd, SHUT_WR), errno() == ENOTCONN
    (-1, True)
    >>> close(sockfd)
    0
    """
    return _shutdown(i32(sockfd), i32(how))


def send(sockfd: int, buf: Buffer | None, len: int, flags: int) -> int:
    """Sends bytes; how many, or -1. C's `send`.

    Without MSG_NOSIGNAL the signal SIGPIPE tells of a connection that has ended; Python ignores it.

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
    return _send(i32(sockfd), readable(buf, size), size, i32(flags))


def recv(sockfd: int, buf: Out | None, len: int, flags: int) -> int:
    """Receives bytes; how many, 0 at the end, or -1. C's `recv`.

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
    return _recv(i32(sockfd), writable(buf, size), size, i32(flags))


def sendto(
    sockfd: int,
    buf: Buffer | None,
    len: int,
    flags: int,
    dest_addr: Sockaddr | Reference | None,
    addrlen: int,
) -> int:
    """Sends bytes to an address; how many, or -1. C's `sendto`.

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
    name, length = (None, u32(addrlen)) if dest_addr is None else _name(dest_addr, addrlen)
    return _sendto(i32(sockfd), readable(buf, size), size, i32(flags), name, length)


def recvfrom(
    sockfd: int,
    buf: Out | None,
    len: int,
    flags: int,
    src_addr: Sockaddr | Reference | None,
    addrlen: socklen_t | Reference | None,
) -> int:
    """Receives bytes, and the address they come from; how many, or -1. C's `recvfrom`.

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
    memory = writable(buf, size)
    room = _Room(src_addr, addrlen)
    return room.answered(_recvfrom(i32(sockfd), memory, size, i32(flags), *room.pointers))


def sendmsg(sockfd: int, msg: msghdr | Reference, flags: int) -> int:
    """Sends a message; the count of its bytes, or -1. C's `sendmsg`.

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
    message = _Message(target(msg, msghdr, "msg"), to_write=False)
    return _sendmsg(i32(sockfd), byref(message.header), i32(flags))


def recvmsg(sockfd: int, msg: msghdr | Reference, flags: int) -> int:
    """Receives a message; the count of its bytes, or -1. C's `recvmsg`.

    `msg_namelen`, `msg_controllen` and `msg_flags` are set to what has come.

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
    message = _Message(target(msg, msghdr, "msg"), to_write=True)
    result = _recvmsg(i32(sockfd), byref(message.header), i32(flags))
    message.answer()
    return result


def getsockopt(
    sockfd: int, level: int, optname: int, optval: Out, optlen: socklen_t | Reference
) -> int:
    """Fills an option in; 0, or -1. C's `getsockopt`.

    `optlen` holds the size of `optval`, and then that of the option; for SO_GET_FILTER both are
    counts of instructions of 8 bytes. The few options for which C writes past what `optlen` says
    are a `ValueError`.

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
    length = target(optlen, socklen_t, "optlen")
    size = socklen_t(length.value)
    unit = _INSTRUCTION if (level, optname) == (SOL_SOCKET, SO_GET_FILTER) else 1
    value = writable(optval, size.value * unit)
    result = _getsockopt(i32(sockfd), level, optname, value, byref(size))
    length.value = size.value
    return result


def setsockopt(
    sockfd: int, level: int, optname: int, optval: Buffer | Reference | None, optlen: int
) -> int:
    """Sets an option; 0, or -1. C's `setsockopt`.

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
    return _setsockopt(i32(sockfd), i32(level), i32(optname), readable(optval, size), size)


def CMSG_ALIGN(len: int) -> int:
    """The length with what it takes for the next control message. C's `CMSG_ALIGN`.

    >>> from stdnet.c import CMSG_ALIGN
    >>> CMSG_ALIGN(5)
    8
    """
    unit = sizeof(c_size_t)
    return (u64(len) + unit - 1) // unit * unit


def CMSG_LEN(len: int) -> int:
    """The `cmsg_len` of a control message with so many bytes of data. C's `CMSG_LEN`.

    >>> from stdnet.c import CMSG_LEN
    >>> CMSG_LEN(4)
    20
    """
    return CMSG_ALIGN(sizeof(cmsghdr)) + u64(len)


def CMSG_SPACE(len: int) -> int:
    """The room that a control message with so many bytes of data takes. C's `CMSG_SPACE`.

    >>> from stdnet.c import CMSG_SPACE
    >>> CMSG_SPACE(4)
    24
    """
    return CMSG_ALIGN(sizeof(cmsghdr)) + CMSG_ALIGN(len)


def CMSG_FIRSTHDR(mhdr: msghdr | Reference) -> cmsghdr | None:
    """The first control message, in the memory of `msg_control`. C's `CMSG_FIRSTHDR`.

    >>> from array import array
    >>> from stdnet.c import *
    >>> msg = msghdr(msg_control=bytearray(CMSG_SPACE(4)), msg_controllen=CMSG_SPACE(4))
    >>> cmsg = CMSG_FIRSTHDR(msg)
    >>> cmsg.cmsg_len, cmsg.cmsg_level, cmsg.cmsg_type = CMSG_LEN(4), SOL_SOCKET, SCM_RIGHTS
    >>> CMSG_DATA(cmsg)[:] = array("i", [0]).tobytes()
    >>> CMSG_NXTHDR(msg, cmsg) is None
    True
    """
    return _control_message(_control(target(mhdr, msghdr, "mhdr")))


def CMSG_NXTHDR(mhdr: msghdr | Reference, cmsg: cmsghdr | Reference) -> cmsghdr | None:
    """The control message after another one, or `None`. C's `CMSG_NXTHDR`.

    >>> from stdnet.c import CMSG_FIRSTHDR, CMSG_LEN, CMSG_NXTHDR, CMSG_SPACE, cmsghdr, msghdr
    >>> msg = msghdr(msg_control=bytearray(2 * CMSG_SPACE(4)), msg_controllen=2 * CMSG_SPACE(4))
    >>> first = CMSG_FIRSTHDR(msg)
    >>> first.cmsg_len = CMSG_LEN(4)
    >>> second = CMSG_NXTHDR(msg, first)
    >>> second.cmsg_len
    0
    """
    control = _control(target(mhdr, msghdr, "mhdr"))
    before = target(cmsg, cmsghdr, "cmsg")
    length = before.cmsg_len
    if length < sizeof(cmsghdr):
        return None
    begin = control.nbytes - _room(before).nbytes + CMSG_ALIGN(length)
    return _control_message(control[max(begin, 0) :]) if begin < control.nbytes else None


def CMSG_DATA(cmsg: cmsghdr | Reference) -> memoryview:
    """The data of a control message, which `cmsg_len` ends. C's `CMSG_DATA`.

    >>> from stdnet.c import CMSG_DATA, CMSG_FIRSTHDR, CMSG_LEN, CMSG_SPACE, msghdr
    >>> msg = msghdr(msg_control=bytearray(CMSG_SPACE(4)), msg_controllen=CMSG_SPACE(4))
    >>> cmsg = CMSG_FIRSTHDR(msg)
    >>> cmsg.cmsg_len = CMSG_LEN(4)
    >>> CMSG_DATA(cmsg).nbytes
    4
    """
    message = target(cmsg, cmsghdr, "cmsg")
    return _room(message)[CMSG_LEN(0) : message.cmsg_len]


def _control(msg: msghdr) -> memoryview:
    """The control messages as far as `msg_controllen` says."""
    size = msg.msg_controllen
    control = msg.msg_control
    check(msghdr.msg_control.memory(msg), size, to_write=True)
    return byte_view_mut(bytearray() if control is None else control)[:size]


def _control_message(room: memoryview) -> cmsghdr | None:
    """The control message at the beginning of the room, if there is one."""
    if room.nbytes < sizeof(cmsghdr):
        return None
    message = cmsghdr.from_buffer(room)
    message._room = room  # pyright: ignore[reportPrivateUsage]
    return message


def _room(message: cmsghdr) -> memoryview:
    """The memory from a control message to the end of all."""
    try:
        return message._room  # pyright: ignore[reportPrivateUsage]
    except AttributeError:
        raise ValueError("it is no control message that CMSG_FIRSTHDR has found") from None
