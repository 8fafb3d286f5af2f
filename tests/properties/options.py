"""Tables of socket options: the method of each in Rust, and its level, name and value in C."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from struct import Struct
from sys import byteorder
from typing import Final, TypeAlias

from stdnet import c, io
from tests.properties.calls import FailedError
from tests.support import oracle

Value: TypeAlias = bool | int | timedelta | None

_INT: Final = Struct("@i")
_TWO_INTS: Final = Struct("@ii")
_TIMEVAL: Final = Struct("@ll")
_INT_MAX: Final = (1 << 31) - 1


@dataclass(frozen=True, repr=False)
class Kind:
    """A type of option values: the conversion to C's bytes and back, and values to try."""

    size: int
    to_c: Callable[[Value], bytes]
    from_c: Callable[[bytes], Value]
    values: Sequence[Value]


@dataclass(frozen=True, repr=False)
class Option:
    """A socket option, by the name of its method in Rust."""

    name: str
    level: int
    optname: int
    kind: Kind
    is_read: bool = True
    is_lasting: bool = True
    """False if the kernel changes it by itself."""

    def __repr__(self) -> str:
        return self.name


def _micros(count: int) -> timedelta:
    return timedelta(microseconds=count)


def _seconds(dur: Value) -> int:
    assert isinstance(dur, timedelta)
    return min(dur // timedelta(seconds=1), _INT_MAX)


def _timeval(dur: Value) -> bytes:
    """Converts as Rust does: `None` is C's 0, and so a zero duration is refused."""
    count = 0 if dur is None else _count(dur)
    if count == 0 and dur is not None:
        raise FailedError(io.Error.from_(io.ErrorKind.InvalidInput))
    return _TIMEVAL.pack(*divmod(count, 1_000_000))


def _count(dur: Value) -> int:
    assert isinstance(dur, timedelta)
    return dur // _micros(1)


def _duration(value: bytes) -> Value:
    seconds, micros = _TIMEVAL.unpack(value)
    return timedelta(seconds=seconds, microseconds=micros) or None


def _linger(dur: Value) -> bytes:
    return _TWO_INTS.pack(dur is not None, 0 if dur is None else _seconds(dur))


def _lingers(value: bytes) -> Value:
    on, seconds = _TWO_INTS.unpack(value)
    return timedelta(seconds=seconds) if on else None


def _u32(value: Value) -> bytes:
    assert isinstance(value, int)
    return value.to_bytes(4, byteorder)


def _int(value: bytes) -> int:
    (number,) = _INT.unpack(value)
    return int(number)


_FLAG: Final = Kind(
    4, lambda value: _INT.pack(bool(value)), lambda value: bool(_int(value)), [False, True]
)
_NUMBER: Final = Kind(
    4,
    _u32,
    lambda value: int.from_bytes(value, byteorder),
    [0, 1, 64, 255, 256, _INT_MAX, _INT_MAX + 1, 0xFFFF_FFFF],
)
_LONG: Final = _micros(10**19 if oracle.IS_64_BIT else 10**15)
_TIMEOUT: Final = Kind(
    _TIMEVAL.size,
    _timeval,
    _duration,
    # Multiples of the kernel's tick at any CONFIG_HZ, so that they are read back exactly.
    [None, _micros(0), _micros(20_000), _micros(500_000), timedelta(seconds=1), _LONG],
)
_LINGER: Final = Kind(
    8, _linger, _lingers, [None, _micros(0), _micros(500_000), timedelta(seconds=1)]
)
_WHOLE_SECONDS: Final = Kind(
    4,
    lambda dur: _INT.pack(_seconds(dur)),
    lambda value: timedelta(seconds=_int(value)),
    [_micros(0), timedelta(seconds=1), _micros(9_999_999)],
)

_TIMEOUTS: Final = (
    Option("read_timeout", c.SOL_SOCKET, c.SO_RCVTIMEO, _TIMEOUT),
    Option("write_timeout", c.SOL_SOCKET, c.SO_SNDTIMEO, _TIMEOUT),
)
_TTL: Final = Option("ttl", c.IPPROTO_IP, c.IP_TTL, _NUMBER)

OF_TCP_STREAMS: Final = (
    *_TIMEOUTS,
    _TTL,
    Option("linger", c.SOL_SOCKET, c.SO_LINGER, _LINGER),
    Option("nodelay", c.IPPROTO_TCP, c.TCP_NODELAY, _FLAG),
    Option("quickack", c.IPPROTO_TCP, c.TCP_QUICKACK, _FLAG, is_lasting=False),
    Option("deferaccept", c.IPPROTO_TCP, c.TCP_DEFER_ACCEPT, _WHOLE_SECONDS),
)
OF_TCP_LISTENERS: Final = (
    _TTL,
    Option("only_v6", c.IPPROTO_IPV6, c.IPV6_V6ONLY, _FLAG),
)
OF_UDP: Final = (
    *_TIMEOUTS,
    _TTL,
    Option("broadcast", c.SOL_SOCKET, c.SO_BROADCAST, _FLAG),
    Option("multicast_loop_v4", c.IPPROTO_IP, c.IP_MULTICAST_LOOP, _FLAG),
    Option("multicast_ttl_v4", c.IPPROTO_IP, c.IP_MULTICAST_TTL, _NUMBER),
    Option("multicast_loop_v6", c.IPPROTO_IPV6, c.IPV6_MULTICAST_LOOP, _FLAG),
)
OF_UNIX: Final = (
    *_TIMEOUTS,
    Option("passcred", c.SOL_SOCKET, c.SO_PASSCRED, _FLAG),
    Option("mark", c.SOL_SOCKET, c.SO_MARK, _NUMBER, is_read=False),
)


@dataclass(frozen=True, repr=False)
class Membership:
    """A socket option that joins or leaves a multicast group, by the name of its method in Rust."""

    name: str
    level: int
    optname: int

    def __repr__(self) -> str:
        return self.name


MEMBERSHIPS_V4: Final = (
    Membership("join_multicast_v4", c.IPPROTO_IP, c.IP_ADD_MEMBERSHIP),
    Membership("leave_multicast_v4", c.IPPROTO_IP, c.IP_DROP_MEMBERSHIP),
)
MEMBERSHIPS_V6: Final = (
    Membership("join_multicast_v6", c.IPPROTO_IPV6, c.IPV6_ADD_MEMBERSHIP),
    Membership("leave_multicast_v6", c.IPPROTO_IPV6, c.IPV6_DROP_MEMBERSHIP),
)
