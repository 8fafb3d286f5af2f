"""Socket options. Rust's `getsockopt` and `setsockopt`.

At the end is one row for each option: its class says how C represents the value and which Python
type stands for it. The rows are sorted by level and then by C's name; those that only Linux has
are the last. What the options do is in `socket(7)`, `ip(7)`, `ipv6(7)` and `tcp(7)`, and in the
kernel's `networking/dccp.rst`.
"""

import sys
from _socket import (
    IP_ADD_MEMBERSHIP,
    IP_DROP_MEMBERSHIP,
    IP_HDRINCL,
    IP_MULTICAST_IF,
    IP_MULTICAST_LOOP,
    IP_MULTICAST_TTL,
    IP_RECVTOS,
    IP_TOS,
    IP_TTL,
    IPPROTO_IP,
    IPPROTO_IPV6,
    IPPROTO_TCP,
    IPV6_JOIN_GROUP,
    IPV6_LEAVE_GROUP,
    IPV6_MULTICAST_HOPS,
    IPV6_MULTICAST_IF,
    IPV6_MULTICAST_LOOP,
    IPV6_RECVHOPLIMIT,
    IPV6_RECVTCLASS,
    IPV6_TCLASS,
    IPV6_UNICAST_HOPS,
    IPV6_V6ONLY,
    SO_ACCEPTCONN,
    SO_BROADCAST,
    SO_ERROR,
    SO_KEEPALIVE,
    SO_OOBINLINE,
    SO_RCVBUF,
    SO_RCVTIMEO,
    SO_REUSEADDR,
    SO_REUSEPORT,
    SO_SNDBUF,
    SO_SNDTIMEO,
    SO_TYPE,
    SOL_SOCKET,
    TCP_KEEPCNT,
    TCP_KEEPINTVL,
    TCP_MAXSEG,
    TCP_NODELAY,
    TCP_NOTSENT_LOWAT,
    socket,
)
from array import array
from datetime import timedelta
from struct import Struct
from sys import byteorder
from typing import Final, final

from stdnet._core.arguments import check_type
from stdnet._core.buffer import Buffer, byte_view
from stdnet._core.duration import Duration, duration, micros
from stdnet._core.error import ZERO_TIMEOUT, Error, Result
from stdnet._core.ints import I32_MAX, I32_MIN, U16_MAX, U32_MAX, U64_MAX, u8, u32, u64
from stdnet._core.ip_addr import Ipv4Addr, Ipv6Addr, ipv4_unchecked
from stdnet._sys.constants import (
    IP_ADD_SOURCE_MEMBERSHIP,
    IP_DROP_SOURCE_MEMBERSHIP,
    SO_RCVTIMEO_NEW,
)
from stdnet._sys.cvt import cvt, failed
from stdnet.result._containers import Err, Ok

if sys.platform == "linux":
    from _socket import (
        IP_TRANSPARENT,
        SO_BINDTODEVICE,
        SO_DOMAIN,
        SO_INCOMING_CPU,
        SO_MARK,
        SO_PASSCRED,
        SO_PRIORITY,
        SO_PROTOCOL,
        TCP_CONGESTION,
        TCP_CORK,
        TCP_DEFER_ACCEPT,
        TCP_QUICKACK,
        TCP_USER_TIMEOUT,
    )

    from stdnet._sys.constants import (
        DCCP_SOCKOPT_AVAILABLE_CCIDS,
        DCCP_SOCKOPT_CCID,
        DCCP_SOCKOPT_GET_CUR_MPS,
        DCCP_SOCKOPT_QPOLICY_TXQLEN,
        DCCP_SOCKOPT_RECV_CSCOV,
        DCCP_SOCKOPT_RX_CCID,
        DCCP_SOCKOPT_SEND_CSCOV,
        DCCP_SOCKOPT_SERVER_TIMEWAIT,
        DCCP_SOCKOPT_SERVICE,
        DCCP_SOCKOPT_TX_CCID,
        IP_FREEBIND,
        IP_MULTICAST_ALL,
        IPV6_FREEBIND,
        IPV6_HDRINCL,
        IPV6_MULTICAST_ALL,
        IPV6_TRANSPARENT,
        SO_ATTACH_FILTER,
        SO_BINDTOIFINDEX,
        SO_BUSY_POLL,
        SO_COOKIE,
        SO_DETACH_FILTER,
        SO_ORIGINAL_DST,
        SOL_DCCP,
        TCP_THIN_LINEAR_TIMEOUTS,
    )

if sys.platform == "darwin":
    from _socket import TCP_KEEPALIVE as TCP_KEEPIDLE

    # Apple's SO_LINGER does not count in seconds.
    from stdnet._sys.constants import IP_BOUND_IF, IPV6_BOUND_IF
    from stdnet._sys.constants import SO_LINGER_SEC as SO_LINGER
else:
    from _socket import SO_LINGER, TCP_KEEPIDLE

_SECOND: Final = 1_000_000
_MILLISECOND: Final = 1000
"""Durations in microseconds, the unit of `duration` and `micros`."""

if sys.platform == "darwin":
    TIMEVAL: Final = Struct("@li4x")
else:
    TIMEVAL: Final = Struct("@qq" if SO_RCVTIMEO == SO_RCVTIMEO_NEW else "@ll")
"""C's `timeval` for SO_RCVTIMEO and SO_SNDTIMEO.

On 32 bits the C headers that CPython was built with choose the options by the size of `time_t`: of
64 bits since Debian 13 on ARM, of 32 bits on x86. The number of the option then says which it is.
"""

_TIME_MAX: Final = (1 << TIMEVAL.size // 2 * 8 - 1) - 1
"""The largest `time_t`."""

_LINGER: Final = Struct("@ii")
_UINT: Final = Struct("@I")
_SOCK_FPROG: Final = Struct("@HP")
_U64_SIZE: Final = 8

_NAME_SIZE: Final = 16
"""C's IFNAMSIZ and TCP_CA_NAME_MAX."""

_STORAGE_SIZE: Final = 128
"""The size of C's `sockaddr_storage`."""

_INADDR_ANY: Final = bytes(4)

_CCIDS_MAX: Final = 256
"""A CCID is a byte, so there are no more."""


class _Option:
    """A socket option: the level and the name that C knows it by."""

    __slots__ = ("level", "name")

    def __init__(self, level: int, name: int) -> None:
        self.level = level
        self.name = name


@final
class Flag(_Option):
    """A C `int` that is a boolean."""

    __slots__ = ()

    def get(self, sock: socket) -> Result[bool]:
        """Returns True if the option is set."""
        return cvt(sock.getsockopt, self.level, self.name).map(bool)

    def set(self, sock: socket, value: bool) -> Result[None]:
        """Sets or clears the option."""
        return cvt(sock.setsockopt, self.level, self.name, 1 if value else 0)


@final
class Number(_Option):
    """A C `int` that is a `u32` in Rust."""

    __slots__ = ()

    def get(self, sock: socket) -> Result[int]:
        """Returns the number. Rust's `as u32`."""
        return cvt(sock.getsockopt, self.level, self.name).map(U32_MAX.__and__)

    def set(self, sock: socket, value: int) -> Result[None]:
        """Sets the number. Rust's `as c_int`, so that the largest numbers become negative."""
        number = u32(value)
        c_int = number if number <= I32_MAX else number - U32_MAX - 1
        return cvt(sock.setsockopt, self.level, self.name, c_int)


@final
class Size(_Option):
    """A C `int` that is a `usize` in Rust."""

    __slots__ = ()

    def get(self, sock: socket) -> Result[int]:
        """Returns the number. Rust's `as usize`, which turns -1 into the largest `usize`."""
        return cvt(sock.getsockopt, self.level, self.name).map(U64_MAX.__and__)

    def set(self, sock: socket, value: int) -> Result[None]:
        """Sets the number, limited to the largest `int`.

        What `get` returns for a negative `int` sets that `int` again.
        """
        number = u64(value)
        negative = number - U64_MAX - 1
        c_int = negative if negative >= I32_MIN else min(number, I32_MAX)
        return cvt(sock.setsockopt, self.level, self.name, c_int)


@final
class Byte(_Option):
    """A C `unsigned char`."""

    __slots__ = ()

    def set(self, sock: socket, value: int) -> Result[None]:
        """Sets the number."""
        return cvt(sock.setsockopt, self.level, self.name, bytes((u8(value),)))


@final
class ByteList(_Option):
    """A list of different C `unsigned char`s, so of no more than 256."""

    __slots__ = ()

    def get(self, sock: socket) -> Result[bytes]:
        """Returns the list."""
        return cvt(sock.getsockopt, self.level, self.name, _CCIDS_MAX)


@final
class InterfaceIndex(_Option):
    """A C `int` that is the index of an interface, from 1; 0 means none."""

    __slots__ = ()

    def get(self, sock: socket) -> Result[int | None]:
        """Returns the index, or None if none is set."""
        return cvt(sock.getsockopt, self.level, self.name).map(lambda index: index or None)

    def set(self, sock: socket, value: int | None) -> Result[None]:
        """Sets the index, or clears it with None."""
        return cvt(sock.setsockopt, self.level, self.name, _UINT.pack(u32(value or 0)))


@final
class Cookie(_Option):
    """A `u64` that the kernel has chosen for the socket."""

    __slots__ = ()

    def get(self, sock: socket) -> Result[int]:
        """Returns the cookie."""
        value = cvt(sock.getsockopt, self.level, self.name, _U64_SIZE)
        return value if isinstance(value, Err) else Ok(int.from_bytes(value.unwrap(), byteorder))


@final
class Name(_Option):
    """The name of an interface or of an algorithm, which the kernel pads with NUL bytes."""

    __slots__ = ()

    def get(self, sock: socket) -> Result[bytes]:
        """Returns the name, or no bytes if none is set."""
        name = cvt(sock.getsockopt, self.level, self.name, _NAME_SIZE)
        return name if isinstance(name, Err) else Ok(name.unwrap().rstrip(b"\0"))

    def set(self, sock: socket, value: Buffer) -> Result[None]:
        """Sets the name, or clears it with no bytes."""
        return cvt(sock.setsockopt, self.level, self.name, byte_view(value))


@final
class Sockaddr(_Option):
    """A C `sockaddr` of any family."""

    __slots__ = ()

    def get(self, sock: socket) -> Result[bytes]:
        """Returns the bytes of the address."""
        return cvt(sock.getsockopt, self.level, self.name, _STORAGE_SIZE)


@final
class FilterProgram(_Option):
    """A C `sock_fprog`: the number of instructions, and a pointer to them."""

    __slots__ = ()

    def set(self, sock: socket, instructions: bytes, count: int) -> Result[None]:
        """Attaches the instructions, which the kernel copies."""
        copy = array("B", instructions)  # Unlike `bytes`, an array knows its address in memory.
        pointer, _ = copy.buffer_info()
        program = _SOCK_FPROG.pack(min(count, U16_MAX), pointer)
        return cvt(sock.setsockopt, self.level, self.name, program)


@final
class Action(_Option):
    """An option that acts when it is set, and ignores the value."""

    __slots__ = ()

    def do(self, sock: socket) -> Result[None]:
        """Sets the option."""
        return cvt(sock.setsockopt, self.level, self.name, 0)


@final
class Milliseconds(_Option):
    """A duration in a C `unsigned int`; 0 means the kernel's default."""

    __slots__ = ()

    def get(self, sock: socket) -> Result[timedelta | None]:
        """Returns the duration, or None for the default."""
        count = cvt(sock.getsockopt, self.level, self.name)
        if isinstance(count, Err):
            return count
        millis = count.unwrap() & U32_MAX
        return Ok(duration(millis * _MILLISECOND) if millis else None)

    def set(self, sock: socket, value: Duration | None) -> Result[None]:
        """Sets the duration, rounded down to milliseconds; None sets the default."""
        count = 0 if value is None else min(micros(value) // _MILLISECOND, U32_MAX)
        return cvt(sock.setsockopt, self.level, self.name, _UINT.pack(count))


@final
class Seconds(_Option):
    """A duration in a C `int`, in seconds."""

    __slots__ = ()

    def get(self, sock: socket) -> Result[timedelta]:
        """Returns the duration."""
        seconds = cvt(sock.getsockopt, self.level, self.name)
        return seconds if isinstance(seconds, Err) else Ok(duration(seconds.unwrap() * _SECOND))

    def set(self, sock: socket, value: Duration) -> Result[None]:
        """Sets the duration, rounded down to seconds."""
        return cvt(sock.setsockopt, self.level, self.name, min(micros(value) // _SECOND, I32_MAX))


@final
class Timeout(_Option):
    """A C `timeval`; 0 means that there is no time-out."""

    __slots__ = ()

    def get(self, sock: socket) -> Result[timedelta | None]:
        """Returns the duration, or None if there is no time-out."""
        try:
            seconds, rest = TIMEVAL.unpack(sock.getsockopt(self.level, self.name, TIMEVAL.size))
        except OSError as exc:
            return failed(exc)
        # Rust's `as u64`, as a kernel of 64 bits may return more than a `time_t` of 32 bits holds.
        count = (seconds & U64_MAX) * _SECOND + rest
        return Ok(duration(count) if count else None)

    def set(self, sock: socket, value: Duration | None) -> Result[None]:
        """Sets the duration, or clears it with None.

        Errors: `InvalidInput` for 0.
        """
        count = 0 if value is None else micros(value)
        if count == 0 and value is not None:
            return ZERO_TIMEOUT.err()
        seconds, rest = divmod(count, _SECOND)
        return cvt(
            sock.setsockopt, self.level, self.name, TIMEVAL.pack(min(seconds, _TIME_MAX), rest)
        )


@final
class Linger(_Option):
    """A C `linger`: on or off, and a duration in seconds."""

    __slots__ = ()

    def get(self, sock: socket) -> Result[timedelta | None]:
        """Returns the duration, or None if it is off."""
        try:
            on, seconds = _LINGER.unpack(sock.getsockopt(self.level, self.name, _LINGER.size))
        except OSError as exc:
            return failed(exc)
        # Rust's `as u64`, so that -1, which the kernel takes for the longest time, stays long.
        return Ok(duration((seconds & U64_MAX) * _SECOND) if on else None)

    def set(self, sock: socket, value: Duration | None) -> Result[None]:
        """Sets the duration, rounded down to seconds; None turns the option off."""
        seconds = 0 if value is None else min(micros(value) // _SECOND, I32_MAX)
        return cvt(sock.setsockopt, self.level, self.name, _LINGER.pack(value is not None, seconds))


@final
class PendingError(_Option):
    """An errno that is cleared when it is read."""

    __slots__ = ()

    def take(self, sock: socket) -> Result[Error | None]:
        """Returns and clears the error, or returns None if there is none."""
        code = cvt(sock.getsockopt, self.level, self.name)
        if isinstance(code, Err):
            return code
        return Ok(Error.from_raw_os_error(code.unwrap()) if code.unwrap() else None)


@final
class MembershipV4(_Option):
    """A C `ip_mreq`: a multicast group, and the address of an interface."""

    __slots__ = ()

    def set(self, sock: socket, multiaddr: Ipv4Addr, interface: Ipv4Addr) -> Result[None]:
        """Joins or leaves the group."""
        check_type(multiaddr, Ipv4Addr, "the multiaddr")
        check_type(interface, Ipv4Addr, "the interface")
        group = multiaddr.octets() + interface.octets()
        return cvt(sock.setsockopt, self.level, self.name, group)


@final
class MembershipV4N(_Option):
    """A C `ip_mreqn`: a multicast group, and the address or the index of an interface."""

    __slots__ = ()

    def set(self, sock: socket, multiaddr: Ipv4Addr, interface: Ipv4Addr | int) -> Result[None]:
        """Joins or leaves the group."""
        check_type(multiaddr, Ipv4Addr, "the multiaddr")
        if isinstance(interface, Ipv4Addr):
            which = interface.octets() + _UINT.pack(0)
        else:
            which = _INADDR_ANY + _UINT.pack(u32(interface))
        return cvt(sock.setsockopt, self.level, self.name, multiaddr.octets() + which)


@final
class SourceMembershipV4(_Option):
    """A C `ip_mreq_source`: a multicast group, and the addresses of an interface and a sender."""

    __slots__ = ()

    def set(
        self, sock: socket, source: Ipv4Addr, group: Ipv4Addr, interface: Ipv4Addr
    ) -> Result[None]:
        """Starts or stops receiving what the sender sends to the group."""
        for addr, what in ((source, "source"), (group, "group"), (interface, "interface")):
            check_type(addr, Ipv4Addr, f"the {what}")
        ends = (interface, source) if sys.platform == "linux" else (source, interface)
        membership = group.octets() + ends[0].octets() + ends[1].octets()
        return cvt(sock.setsockopt, self.level, self.name, membership)


@final
class InterfaceV4(_Option):
    """A C `in_addr`: the address of an interface."""

    __slots__ = ()

    def get(self, sock: socket) -> Result[Ipv4Addr]:
        """Returns the address."""
        return cvt(sock.getsockopt, self.level, self.name, len(_INADDR_ANY)).map(ipv4_unchecked)

    def set(self, sock: socket, interface: Ipv4Addr) -> Result[None]:
        """Sets the address."""
        check_type(interface, Ipv4Addr, "the interface")
        return cvt(sock.setsockopt, self.level, self.name, interface.octets())


@final
class MembershipV6(_Option):
    """A C `ipv6_mreq`: a multicast group, and the index of an interface."""

    __slots__ = ()

    def set(self, sock: socket, multiaddr: Ipv6Addr, interface: int) -> Result[None]:
        """Joins or leaves the group."""
        check_type(multiaddr, Ipv6Addr, "the multiaddr")
        group = multiaddr.octets() + _UINT.pack(u32(interface))
        return cvt(sock.setsockopt, self.level, self.name, group)


IS_LISTENER: Final = Flag(SOL_SOCKET, SO_ACCEPTCONN)
BROADCAST: Final = Flag(SOL_SOCKET, SO_BROADCAST)
ERROR: Final = PendingError(SOL_SOCKET, SO_ERROR)
KEEPALIVE: Final = Flag(SOL_SOCKET, SO_KEEPALIVE)
LINGER: Final = Linger(SOL_SOCKET, SO_LINGER)
OUT_OF_BAND_INLINE: Final = Flag(SOL_SOCKET, SO_OOBINLINE)
RECV_BUFFER_SIZE: Final = Size(SOL_SOCKET, SO_RCVBUF)
READ_TIMEOUT: Final = Timeout(SOL_SOCKET, SO_RCVTIMEO)
REUSE_ADDRESS: Final = Flag(SOL_SOCKET, SO_REUSEADDR)
REUSE_PORT: Final = Flag(SOL_SOCKET, SO_REUSEPORT)
SEND_BUFFER_SIZE: Final = Size(SOL_SOCKET, SO_SNDBUF)
WRITE_TIMEOUT: Final = Timeout(SOL_SOCKET, SO_SNDTIMEO)
TYPE: Final = Number(SOL_SOCKET, SO_TYPE)

JOIN_V4: Final = MembershipV4(IPPROTO_IP, IP_ADD_MEMBERSHIP)
JOIN_V4_N: Final = MembershipV4N(IPPROTO_IP, IP_ADD_MEMBERSHIP)
JOIN_SOURCE_V4: Final = SourceMembershipV4(IPPROTO_IP, IP_ADD_SOURCE_MEMBERSHIP)
LEAVE_V4: Final = MembershipV4(IPPROTO_IP, IP_DROP_MEMBERSHIP)
LEAVE_V4_N: Final = MembershipV4N(IPPROTO_IP, IP_DROP_MEMBERSHIP)
LEAVE_SOURCE_V4: Final = SourceMembershipV4(IPPROTO_IP, IP_DROP_SOURCE_MEMBERSHIP)
HEADER_INCLUDED_V4: Final = Flag(IPPROTO_IP, IP_HDRINCL)
MULTICAST_IF_V4: Final = InterfaceV4(IPPROTO_IP, IP_MULTICAST_IF)
MULTICAST_LOOP_V4: Final = Flag(IPPROTO_IP, IP_MULTICAST_LOOP)
MULTICAST_TTL_V4: Final = Number(IPPROTO_IP, IP_MULTICAST_TTL)
RECV_TOS_V4: Final = Flag(IPPROTO_IP, IP_RECVTOS)
TOS_V4: Final = Number(IPPROTO_IP, IP_TOS)
TTL: Final = Number(IPPROTO_IP, IP_TTL)

JOIN_V6: Final = MembershipV6(IPPROTO_IPV6, IPV6_JOIN_GROUP)
LEAVE_V6: Final = MembershipV6(IPPROTO_IPV6, IPV6_LEAVE_GROUP)
MULTICAST_HOPS_V6: Final = Number(IPPROTO_IPV6, IPV6_MULTICAST_HOPS)
MULTICAST_IF_V6: Final = Number(IPPROTO_IPV6, IPV6_MULTICAST_IF)
MULTICAST_LOOP_V6: Final = Flag(IPPROTO_IPV6, IPV6_MULTICAST_LOOP)
RECV_HOPLIMIT_V6: Final = Flag(IPPROTO_IPV6, IPV6_RECVHOPLIMIT)
RECV_TCLASS_V6: Final = Flag(IPPROTO_IPV6, IPV6_RECVTCLASS)
TCLASS_V6: Final = Number(IPPROTO_IPV6, IPV6_TCLASS)
UNICAST_HOPS_V6: Final = Number(IPPROTO_IPV6, IPV6_UNICAST_HOPS)
ONLY_V6: Final = Flag(IPPROTO_IPV6, IPV6_V6ONLY)

KEEPALIVE_RETRIES: Final = Number(IPPROTO_TCP, TCP_KEEPCNT)
KEEPALIVE_TIME: Final = Seconds(IPPROTO_TCP, TCP_KEEPIDLE)
KEEPALIVE_INTERVAL: Final = Seconds(IPPROTO_TCP, TCP_KEEPINTVL)
MSS: Final = Number(IPPROTO_TCP, TCP_MAXSEG)
NODELAY: Final = Flag(IPPROTO_TCP, TCP_NODELAY)
NOTSENT_LOWAT: Final = Number(IPPROTO_TCP, TCP_NOTSENT_LOWAT)

if sys.platform == "linux":
    ATTACH_FILTER: Final = FilterProgram(SOL_SOCKET, SO_ATTACH_FILTER)
    BIND_DEVICE: Final = Name(SOL_SOCKET, SO_BINDTODEVICE)
    BIND_DEVICE_BY_INDEX_V4: Final = InterfaceIndex(SOL_SOCKET, SO_BINDTOIFINDEX)
    BIND_DEVICE_BY_INDEX_V6: Final = BIND_DEVICE_BY_INDEX_V4
    BUSY_POLL: Final = Number(SOL_SOCKET, SO_BUSY_POLL)
    COOKIE: Final = Cookie(SOL_SOCKET, SO_COOKIE)
    DETACH_FILTER: Final = Action(SOL_SOCKET, SO_DETACH_FILTER)
    DOMAIN: Final = Number(SOL_SOCKET, SO_DOMAIN)
    CPU_AFFINITY: Final = Size(SOL_SOCKET, SO_INCOMING_CPU)
    MARK: Final = Number(SOL_SOCKET, SO_MARK)
    PASSCRED: Final = Flag(SOL_SOCKET, SO_PASSCRED)
    PRIORITY: Final = Number(SOL_SOCKET, SO_PRIORITY)
    PROTOCOL: Final = Number(SOL_SOCKET, SO_PROTOCOL)

    FREEBIND_V4: Final = Flag(IPPROTO_IP, IP_FREEBIND)
    MULTICAST_ALL_V4: Final = Flag(IPPROTO_IP, IP_MULTICAST_ALL)
    TRANSPARENT_V4: Final = Flag(IPPROTO_IP, IP_TRANSPARENT)
    ORIGINAL_DST_V4: Final = Sockaddr(IPPROTO_IP, SO_ORIGINAL_DST)

    FREEBIND_V6: Final = Flag(IPPROTO_IPV6, IPV6_FREEBIND)
    HEADER_INCLUDED_V6: Final = Flag(IPPROTO_IPV6, IPV6_HDRINCL)
    MULTICAST_ALL_V6: Final = Flag(IPPROTO_IPV6, IPV6_MULTICAST_ALL)
    TRANSPARENT_V6: Final = Flag(IPPROTO_IPV6, IPV6_TRANSPARENT)
    ORIGINAL_DST_V6: Final = Sockaddr(IPPROTO_IPV6, SO_ORIGINAL_DST)

    CONGESTION: Final = Name(IPPROTO_TCP, TCP_CONGESTION)
    CORK: Final = Flag(IPPROTO_TCP, TCP_CORK)
    DEFER_ACCEPT: Final = Seconds(IPPROTO_TCP, TCP_DEFER_ACCEPT)
    QUICKACK: Final = Flag(IPPROTO_TCP, TCP_QUICKACK)
    THIN_LINEAR_TIMEOUTS: Final = Flag(IPPROTO_TCP, TCP_THIN_LINEAR_TIMEOUTS)
    USER_TIMEOUT: Final = Milliseconds(IPPROTO_TCP, TCP_USER_TIMEOUT)

    AVAILABLE_CCIDS: Final = ByteList(SOL_DCCP, DCCP_SOCKOPT_AVAILABLE_CCIDS)
    CCID: Final = Byte(SOL_DCCP, DCCP_SOCKOPT_CCID)
    CUR_MPS: Final = Number(SOL_DCCP, DCCP_SOCKOPT_GET_CUR_MPS)
    QPOLICY_TXQLEN: Final = Number(SOL_DCCP, DCCP_SOCKOPT_QPOLICY_TXQLEN)
    RECV_CSCOV: Final = Number(SOL_DCCP, DCCP_SOCKOPT_RECV_CSCOV)
    RX_CCID: Final = Number(SOL_DCCP, DCCP_SOCKOPT_RX_CCID)
    SEND_CSCOV: Final = Number(SOL_DCCP, DCCP_SOCKOPT_SEND_CSCOV)
    SERVER_TIMEWAIT: Final = Flag(SOL_DCCP, DCCP_SOCKOPT_SERVER_TIMEWAIT)
    SERVICE: Final = Number(SOL_DCCP, DCCP_SOCKOPT_SERVICE)
    TX_CCID: Final = Number(SOL_DCCP, DCCP_SOCKOPT_TX_CCID)

if sys.platform == "darwin":
    BIND_DEVICE_BY_INDEX_V4: Final = InterfaceIndex(IPPROTO_IP, IP_BOUND_IF)
    BIND_DEVICE_BY_INDEX_V6: Final = InterfaceIndex(IPPROTO_IPV6, IPV6_BOUND_IF)
