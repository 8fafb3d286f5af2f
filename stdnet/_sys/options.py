"""The options of a socket: one row each, with the type of its value.

Rust's `getsockopt` and `setsockopt`. The rows stand by level, and there by C's name.
"""

from _socket import (
    IP_ADD_MEMBERSHIP,
    IP_DROP_MEMBERSHIP,
    IP_MULTICAST_LOOP,
    IP_MULTICAST_TTL,
    IP_TTL,
    IPPROTO_IP,
    IPPROTO_IPV6,
    IPPROTO_TCP,
    IPV6_JOIN_GROUP,
    IPV6_LEAVE_GROUP,
    IPV6_MULTICAST_LOOP,
    IPV6_V6ONLY,
    SO_BROADCAST,
    SO_ERROR,
    SO_LINGER,
    SO_RCVTIMEO,
    SO_SNDTIMEO,
    SOL_SOCKET,
    TCP_DEFER_ACCEPT,
    TCP_NODELAY,
    TCP_QUICKACK,
    socket,
)
from datetime import timedelta
from struct import Struct
from typing import Final, final

from stdnet._core.duration import Duration, duration, micros
from stdnet._core.error import ZERO_TIMEOUT, Error, Result
from stdnet._core.ints import I32_MAX, U32_MAX, u32
from stdnet._core.ip_addr import Ipv4Addr, Ipv6Addr
from stdnet._core.panic import expect
from stdnet._core.ready import ok
from stdnet._sys.cvt import cvt, failed

_SECOND: Final = 1_000_000
_TIME_MAX: Final = (1 << 63) - 1
_TIMEVAL: Final = Struct("@ll")
_LINGER: Final = Struct("@ii")
_INTERFACE: Final = Struct("@I")


class _Option:
    """Where C finds the option."""

    __slots__ = ("level", "name")

    def __init__(self, level: int, name: int) -> None:
        self.level = level
        self.name = name


@final
class Flag(_Option):
    """A C `int` that means yes or no."""

    __slots__ = ()

    def get(self, sock: socket) -> Result[bool]:
        """Whether it is set."""
        return cvt(sock.getsockopt, self.level, self.name).map(bool)

    def set(self, sock: socket, value: bool) -> Result[None]:
        """Sets or clears it."""
        return cvt(sock.setsockopt, self.level, self.name, 1 if value else 0)


@final
class Number(_Option):
    """A C `int` that Rust takes for a `u32`."""

    __slots__ = ()

    def get(self, sock: socket) -> Result[int]:
        """The number."""
        return cvt(sock.getsockopt, self.level, self.name).map(U32_MAX.__and__)

    def set(self, sock: socket, value: int) -> Result[None]:
        """Sets the number."""
        number = u32(value)
        return cvt(
            sock.setsockopt,
            self.level,
            self.name,
            number if number <= I32_MAX else number - U32_MAX - 1,
        )


@final
class Seconds(_Option):
    """A duration in a C `int`."""

    __slots__ = ()

    def get(self, sock: socket) -> Result[timedelta]:
        """The duration."""
        return cvt(sock.getsockopt, self.level, self.name).map(
            lambda seconds: duration(seconds * _SECOND)
        )

    def set(self, sock: socket, value: Duration) -> Result[None]:
        """Sets the duration; what is left of a whole second is dropped."""
        return cvt(sock.setsockopt, self.level, self.name, min(micros(value) // _SECOND, I32_MAX))


@final
class Timeout(_Option):
    """A C `timeval`, in which 0 means for ever."""

    __slots__ = ()

    def get(self, sock: socket) -> Result[timedelta | None]:
        """The duration; for ever if `None`."""
        try:
            seconds, rest = _TIMEVAL.unpack(sock.getsockopt(self.level, self.name, _TIMEVAL.size))
        except OSError as exc:
            return failed(exc)
        count = seconds * _SECOND + rest
        return ok(duration(count) if count else None)

    def set(self, sock: socket, value: Duration | None) -> Result[None]:
        """Sets the duration."""
        count = 0 if value is None else micros(value)
        if count == 0 and value is not None:
            return ZERO_TIMEOUT.err()
        seconds, rest = divmod(count, _SECOND)
        return cvt(
            sock.setsockopt, self.level, self.name, _TIMEVAL.pack(min(seconds, _TIME_MAX), rest)
        )


@final
class Linger(_Option):
    """A C `linger`: on or off, and whole seconds."""

    __slots__ = ()

    def get(self, sock: socket) -> Result[timedelta | None]:
        """The duration; off if `None`."""
        try:
            on, seconds = _LINGER.unpack(sock.getsockopt(self.level, self.name, _LINGER.size))
        except OSError as exc:
            return failed(exc)
        return ok(duration(seconds * _SECOND) if on else None)

    def set(self, sock: socket, value: Duration | None) -> Result[None]:
        """Sets the duration; what is left of a whole second is dropped."""
        seconds = 0 if value is None else min(micros(value) // _SECOND, I32_MAX)
        return cvt(sock.setsockopt, self.level, self.name, _LINGER.pack(value is not None, seconds))


@final
class PendingError(_Option):
    """An errno that is cleared by reading it."""

    __slots__ = ()

    def take(self, sock: socket) -> Result[Error | None]:
        """The error, if there is one."""
        return cvt(sock.getsockopt, self.level, self.name).map(
            lambda code: Error.from_raw_os_error(code) if code else None
        )


@final
class MembershipV4(_Option):
    """A C `ip_mreq`: a group, and the address of an interface."""

    __slots__ = ()

    def set(self, sock: socket, multiaddr: Ipv4Addr, interface: Ipv4Addr) -> Result[None]:
        """Joins or leaves the group."""
        expect(multiaddr, Ipv4Addr, "the multiaddr")
        expect(interface, Ipv4Addr, "the interface")
        group = multiaddr.octets() + interface.octets()
        return cvt(sock.setsockopt, self.level, self.name, group)


@final
class MembershipV6(_Option):
    """A C `ipv6_mreq`: a group, and the number of an interface."""

    __slots__ = ()

    def set(self, sock: socket, multiaddr: Ipv6Addr, interface: int) -> Result[None]:
        """Joins or leaves the group."""
        expect(multiaddr, Ipv6Addr, "the multiaddr")
        group = multiaddr.octets() + _INTERFACE.pack(u32(interface))
        return cvt(sock.setsockopt, self.level, self.name, group)


BROADCAST: Final = Flag(SOL_SOCKET, SO_BROADCAST)
ERROR: Final = PendingError(SOL_SOCKET, SO_ERROR)
LINGER: Final = Linger(SOL_SOCKET, SO_LINGER)
READ_TIMEOUT: Final = Timeout(SOL_SOCKET, SO_RCVTIMEO)
WRITE_TIMEOUT: Final = Timeout(SOL_SOCKET, SO_SNDTIMEO)

JOIN_V4: Final = MembershipV4(IPPROTO_IP, IP_ADD_MEMBERSHIP)
LEAVE_V4: Final = MembershipV4(IPPROTO_IP, IP_DROP_MEMBERSHIP)
MULTICAST_LOOP_V4: Final = Flag(IPPROTO_IP, IP_MULTICAST_LOOP)
MULTICAST_TTL_V4: Final = Number(IPPROTO_IP, IP_MULTICAST_TTL)
TTL: Final = Number(IPPROTO_IP, IP_TTL)

JOIN_V6: Final = MembershipV6(IPPROTO_IPV6, IPV6_JOIN_GROUP)
LEAVE_V6: Final = MembershipV6(IPPROTO_IPV6, IPV6_LEAVE_GROUP)
MULTICAST_LOOP_V6: Final = Flag(IPPROTO_IPV6, IPV6_MULTICAST_LOOP)
ONLY_V6: Final = Flag(IPPROTO_IPV6, IPV6_V6ONLY)

DEFER_ACCEPT: Final = Seconds(IPPROTO_TCP, TCP_DEFER_ACCEPT)
NODELAY: Final = Flag(IPPROTO_TCP, TCP_NODELAY)
QUICKACK: Final = Flag(IPPROTO_TCP, TCP_QUICKACK)
