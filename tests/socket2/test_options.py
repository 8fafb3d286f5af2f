"""Every option has its default, is set and read back, and refuses invalid values.

Each row of `OPTIONS` is tried on sockets of several kinds, the types of `std` among them. C's
`getsockopt` reads the value as well, which is compared byte for byte.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from errno import (
    EADDRNOTAVAIL,
    EBADF,
    EINVAL,
    ENODEV,
    ENOENT,
    ENOPROTOOPT,
    ENOTSOCK,
)
from struct import pack
from typing import Any, Final, NamedTuple

import pytest

from stdnet import Ipv4Addr, Ipv6Addr, TcpListener, TcpStream, UdpSocket, c, io
from stdnet._net.handle import Handle
from stdnet.os.unix.net import UnixDatagram, UnixStream
from stdnet.result import Err, Ok
from stdnet.socket2 import (
    Domain,
    InterfaceIndexOrAddress,
    Protocol,
    Socket,
    SockFilter,
    SockRef,
    TcpKeepalive,
    Type,
)

KINDS: Final = {
    "tcp4": (Domain.IPV4, Type.STREAM, None),
    "tcp6": (Domain.IPV6, Type.STREAM, None),
    "udp4": (Domain.IPV4, Type.DGRAM, None),
    "udp6": (Domain.IPV6, Type.DGRAM, None),
    "raw4": (Domain.IPV4, Type.RAW, Protocol.ICMPV4),
    "raw6": (Domain.IPV6, Type.RAW, Protocol.ICMPV6),
    "unix": (Domain.UNIX, Type.STREAM, None),
    "unix-datagram": (Domain.UNIX, Type.DGRAM, None),
}
STD: Final[dict[str, tuple[str, type[Handle]]]] = {
    "TcpListener": ("tcp4", TcpListener),
    "TcpListener-v6": ("tcp6", TcpListener),
    "TcpStream": ("tcp4", TcpStream),
    "UdpSocket": ("udp4", UdpSocket),
    "UdpSocket-v6": ("udp6", UdpSocket),
    "UnixDatagram": ("unix-datagram", UnixDatagram),
    "UnixStream": ("unix", UnixStream),
}
"""The types of `std` that have options of their own. A `Socket` of the kind becomes one."""

ANY: Final = object()
"""A default that depends on the settings of the machine, or a row that refuses no value."""


class Option(NamedTuple):
    """A row of `OPTIONS`: the kinds of sockets, C's name, the method, and the values.

    `first` is the default, `value` is set, `raw` are its bytes in C, `back` is read back. `refused`
    cannot be set: the error has the number `errno`.
    """

    kinds: str
    level: str
    optname: str
    name: str
    first: object
    value: object
    raw: bytes
    back: object = ANY
    refused: object = ANY
    errno: int = 0

    def __str__(self) -> str:
        return self.name

    def get(self, socket: Handle | SockRef) -> io.Result[object]:
        """Calls the getter."""
        getter: Callable[[], io.Result[object]] = getattr(socket, self.name)
        return getter()

    def set(self, socket: Handle | SockRef, value: object) -> io.Result[None]:
        """Calls the setter."""
        setter: Callable[[object], io.Result[None]] = getattr(
            socket, SETTERS.get(self.name, f"set_{self.name}")
        )
        wrap = WRAPPERS.get(self.name)
        return setter(value if wrap is None else wrap(value))

    def c_value(self, socket: Handle) -> bytes:
        """Returns the bytes that C's `getsockopt` reads."""
        buf = bytearray(64)
        optlen = c.socklen_t(len(buf))
        level: int = getattr(c, self.level)
        optname: int = getattr(c, self.optname)
        assert c.getsockopt(socket.as_raw_fd(), level, optname, buf, optlen) == 0
        return bytes(buf[: optlen.value])


SETTERS: Final = {
    "device": "bind_device",
    "device_index_v4": "bind_device_by_index_v4",
    "device_index_v6": "bind_device_by_index_v6",
    "tcp_keepalive_interval": "set_tcp_keepalive",
    "tcp_keepalive_retries": "set_tcp_keepalive",
    "tcp_keepalive_time": "set_tcp_keepalive",
}
WRAPPERS: Final[dict[str, Callable[[Any], TcpKeepalive]]] = {
    "tcp_keepalive_interval": TcpKeepalive().with_interval,
    "tcp_keepalive_retries": TcpKeepalive().with_retries,
    "tcp_keepalive_time": TcpKeepalive().with_time,
}

YES: Final = pack("@i", 1)
NO: Final = pack("@i", 0)


NO_CPU: Final = (1 << 64) - 1
"""C's -1 as a `usize`, as in the crate."""


def number(n: int) -> bytes:
    return pack("@i", n)


def seconds(n: int) -> timedelta:
    return timedelta(seconds=n)


IP: Final = "tcp4 tcp6 udp4 udp6"
ALL: Final = f"{IP} unix unix-datagram"
UNIX: Final = "UnixDatagram UnixStream"
MOVERS: Final = f"TcpStream UdpSocket {UNIX}"
S: Final = "SOL_SOCKET"
I4: Final = "IPPROTO_IP"
I6: Final = "IPPROTO_IPV6"
T: Final = "IPPROTO_TCP"

# In the order of the levels, and of C's names within a level.
OPTIONS: Final = [
    Option(IP, S, "SO_BINDTODEVICE", "device", None, b"lo", b"lo\0", b"lo", b"none", ENODEV),
    Option(IP, S, "SO_BINDTOIFINDEX", "device_index_v4", None, 1, YES, 1, 1 << 31, EINVAL),
    Option(IP, S, "SO_BINDTOIFINDEX", "device_index_v6", None, 1, YES, 1, 1 << 31, EINVAL),
    Option("udp4 udp6 unix UdpSocket", S, "SO_BROADCAST", "broadcast", False, True, YES, True),
    Option(IP, S, "SO_BUSY_POLL", "busy_poll", 0, 50, number(50), 50, 1 << 31, EINVAL),
    Option("tcp4 udp6", S, "SO_INCOMING_CPU", "cpu_affinity", NO_CPU, 0, NO, 0),
    Option("tcp4 udp6", S, "SO_INCOMING_CPU", "cpu_affinity", NO_CPU, NO_CPU, number(-1), NO_CPU),
    Option(ALL, S, "SO_KEEPALIVE", "keepalive", False, True, YES, True),
    Option(f"{ALL} TcpStream", S, "SO_LINGER", "linger", None, 2.5, pack("@ii", 1, 2), seconds(2)),
    Option(ALL, S, "SO_LINGER", "linger", None, 0, pack("@ii", 1, 0), seconds(0)),
    Option(IP, S, "SO_MARK", "mark", 0, 0xDEAD_BEEF, pack("@I", 0xDEAD_BEEF), 0xDEAD_BEEF),
    Option(ALL, S, "SO_OOBINLINE", "out_of_band_inline", False, True, YES, True),
    Option(f"unix {UNIX}", S, "SO_PASSCRED", "passcred", False, True, YES, True),
    Option(IP, S, "SO_PRIORITY", "priority", 0, 5, number(5), 5),
    Option(ALL, S, "SO_RCVBUF", "recv_buffer_size", ANY, 10_000, number(20_000), 20_000),
    Option(ALL, S, "SO_RCVTIMEO", "read_timeout", None, 2.5, pack("@ll", 2, 500_000), 2.5),
    Option(ALL, S, "SO_RCVTIMEO", "read_timeout", None, 0, pack("@ll", 0, 0), None),
    Option(MOVERS, S, "SO_RCVTIMEO", "read_timeout", None, 2.5, pack("@ll", 2, 500_000), 2.5, 0),
    Option(ALL, S, "SO_REUSEADDR", "reuse_address", False, True, YES, True),
    Option(IP, S, "SO_REUSEPORT", "reuse_port", False, True, YES, True),
    Option(ALL, S, "SO_SNDBUF", "send_buffer_size", ANY, 10_000, number(20_000), 20_000),
    Option(
        ALL, S, "SO_SNDTIMEO", "write_timeout", None, timedelta(seconds=3), pack("@ll", 3, 0), 3
    ),
    Option(MOVERS, S, "SO_SNDTIMEO", "write_timeout", None, 3, pack("@ll", 3, 0), 3, 0),
    Option("tcp4 udp4", I4, "IP_FREEBIND", "freebind_v4", False, True, YES, True),
    Option("raw4", I4, "IP_HDRINCL", "header_included_v4", False, True, YES, True),
    Option("udp4", I4, "IP_MULTICAST_ALL", "multicast_all_v4", True, False, NO, False),
    Option(
        *("udp4", I4, "IP_MULTICAST_IF", "multicast_if_v4", Ipv4Addr.UNSPECIFIED),
        *(Ipv4Addr.LOCALHOST, bytes([127, 0, 0, 1]), Ipv4Addr.LOCALHOST),
        *(Ipv4Addr(192, 0, 2, 1), EADDRNOTAVAIL),
    ),
    Option("udp4 UdpSocket", I4, "IP_MULTICAST_LOOP", "multicast_loop_v4", True, False, NO, False),
    Option(
        *("udp4 UdpSocket", I4, "IP_MULTICAST_TTL", "multicast_ttl_v4", 1, 9, number(9), 9),
        *(256, EINVAL),
    ),
    Option("udp4", I4, "IP_RECVTOS", "recv_tos_v4", False, True, YES, True),
    Option("udp4 raw4", I4, "IP_TOS", "tos_v4", 0, 0x10, number(0x10), 0x10),
    Option("tcp4 udp4", I4, "IP_TRANSPARENT", "ip_transparent_v4", False, True, YES, True),
    Option(
        *("TcpListener TcpStream UdpSocket", I4, "IP_TTL", "ttl", ANY, 7, number(7), 7),
        *(256, EINVAL),
    ),
    Option("tcp4 udp4", I4, "IP_TTL", "ttl_v4", ANY, 7, number(7), 7, 0, EINVAL),
    Option("tcp6 udp6", I6, "IPV6_FREEBIND", "freebind_v6", False, True, YES, True),
    Option("raw6", I6, "IPV6_HDRINCL", "header_included_v6", False, True, YES, True),
    Option("udp6", I6, "IPV6_MULTICAST_ALL", "multicast_all_v6", True, False, NO, False),
    Option(
        *("udp6", I6, "IPV6_MULTICAST_HOPS", "multicast_hops_v6", 1, 9, number(9), 9),
        *(256, EINVAL),
    ),
    Option("udp6", I6, "IPV6_MULTICAST_IF", "multicast_if_v6", 0, 1, YES, 1, 1 << 20, ENODEV),
    Option(
        *("udp6 UdpSocket-v6", I6, "IPV6_MULTICAST_LOOP", "multicast_loop_v6"),
        *(True, False, NO, False),
    ),
    Option("udp6", I6, "IPV6_RECVHOPLIMIT", "recv_hoplimit_v6", False, True, YES, True),
    Option("udp6", I6, "IPV6_RECVTCLASS", "recv_tclass_v6", False, True, YES, True),
    Option("udp6 tcp6", I6, "IPV6_TCLASS", "tclass_v6", 0, 0x10, number(16), 16, 256, EINVAL),
    Option("tcp6 udp6", I6, "IPV6_TRANSPARENT", "ip_transparent_v6", False, True, YES, True),
    Option(
        *("tcp6 udp6", I6, "IPV6_UNICAST_HOPS", "unicast_hops_v6", ANY, 7, number(7), 7),
        *(256, EINVAL),
    ),
    Option("tcp6 udp6 TcpListener-v6", I6, "IPV6_V6ONLY", "only_v6", ANY, True, YES, True),
    Option(
        *("tcp4 tcp6", T, "TCP_CONGESTION", "tcp_congestion", ANY, b"reno"),
        *(b"reno".ljust(16, b"\0"), b"reno", b"none", ENOENT),
    ),
    Option("tcp4 tcp6", T, "TCP_CORK", "tcp_cork", False, True, YES, True),
    Option("TcpStream", T, "TCP_DEFER_ACCEPT", "deferaccept", seconds(0), 7.5, number(7), 7),
    Option(
        *("tcp4 tcp6", T, "TCP_KEEPCNT", "tcp_keepalive_retries", ANY, 5, number(5), 5),
        *(128, EINVAL),
    ),
    Option(
        *("tcp4 tcp6", T, "TCP_KEEPIDLE", "tcp_keepalive_time", ANY, 77.9, number(77)),
        *(seconds(77), timedelta(days=1), EINVAL),
    ),
    Option(
        *("tcp4 tcp6", T, "TCP_KEEPINTVL", "tcp_keepalive_interval", ANY, 7, number(7)),
        *(seconds(7), 0, EINVAL),
    ),
    Option("tcp4 tcp6", T, "TCP_MAXSEG", "tcp_mss", 536, 1000, number(1000), 1000, 1, EINVAL),
    Option("TcpStream", T, "TCP_NODELAY", "nodelay", False, True, YES, True),
    Option("tcp4 tcp6", T, "TCP_NODELAY", "tcp_nodelay", False, True, YES, True),
    Option(
        *("tcp4 tcp6", T, "TCP_NOTSENT_LOWAT", "tcp_notsent_lowat", ANY),
        *(0xFFFF_FFFE, pack("@I", 0xFFFF_FFFE), 0xFFFF_FFFE),
    ),
    Option("TcpStream", T, "TCP_QUICKACK", "quickack", True, False, NO, False),
    Option("tcp4 tcp6", T, "TCP_QUICKACK", "tcp_quickack", True, False, NO, False),
    Option(
        *("tcp4 tcp6", T, "TCP_THIN_LINEAR_TIMEOUTS", "tcp_thin_linear_timeouts"),
        *(False, True, YES, True),
    ),
    Option(
        *("tcp4 tcp6", T, "TCP_USER_TIMEOUT", "tcp_user_timeout", None, 1.5, number(1500)),
        *(timedelta(milliseconds=1500), 1e9, EINVAL),
    ),
]
PRIVILEGED: Final = {"busy_poll", "mark", "ip_transparent_v4", "ip_transparent_v6"}
"""The options that require CAP_NET_ADMIN or CAP_NET_RAW."""

needs_root = "requires CAP_NET_ADMIN and CAP_NET_RAW"


def cases() -> list[object]:
    return [
        pytest.param(
            option,
            kind,
            id=f"{option.name}-{kind}-{option.value}",
            marks=[pytest.mark.skipif(os.geteuid() != 0, reason=needs_root)]
            if option.name in PRIVILEGED or kind.startswith("raw")
            else [],
        )
        for option in OPTIONS
        for kind in option.kinds.split()
    ]


def made(kind: str) -> Socket:
    return Socket.new(*KINDS[kind]).unwrap()


def owner(kind: str) -> Handle:
    """Creates a socket of a kind: a `Socket`, or a type of `std`."""
    same, std_type = STD.get(kind, (kind, Socket))
    return made(same).into(std_type)


def owner_of(kinds: str) -> type[Handle]:
    """Returns the type of a socket of the first of the kinds."""
    kind, *_ = kinds.split()
    return STD[kind][1] if kind in STD else Socket


def test_at_least_60_options_are_set_and_read_back() -> None:
    both_ways = {
        (owner_of(kind), option.name) for option in OPTIONS for kind in option.kinds.split()
    }
    assert len(both_ways) >= 60


def test_the_rows_are_sorted_by_level_and_c_name() -> None:
    levels = [S, I4, I6, T]
    order = [(levels.index(option.level), option.optname) for option in OPTIONS]
    assert order == sorted(order)


@pytest.mark.parametrize(("option", "kind"), cases())
def test_an_option_is_set_and_read_back(option: Option, kind: str) -> None:
    back = seconds_of(option.back)
    with owner(kind) as socket:
        first = option.get(socket).unwrap()
        assert option.first is ANY or first == option.first
        if option.refused is not ANY:
            before = option.c_value(socket)
            refused = option.set(socket, option.refused).unwrap_err()
            assert refused.raw_os_error() == (option.errno or None)
            assert option.c_value(socket) == before
        assert option.set(socket, option.value) == Ok(None)
        assert option.c_value(socket) == option.raw
        assert seconds_of(option.get(socket).unwrap()) == back
        # A clone and a `SockRef` share the option.
        with socket.try_clone().unwrap() as clone:
            assert seconds_of(option.get(clone).unwrap()) == back
        if isinstance(socket, Socket):
            assert seconds_of(option.get(SockRef.from_(socket)).unwrap()) == back


def seconds_of(value: object) -> object:
    return value.total_seconds() if isinstance(value, timedelta) else value


@pytest.mark.parametrize("option", OPTIONS, ids=str)
def test_an_option_of_a_closed_socket_is_ebadf(option: Option) -> None:
    socket = made("tcp4").into(owner_of(option.kinds))
    socket.close()
    assert option.get(socket).unwrap_err().raw_os_error() == EBADF
    assert option.set(socket, option.value).unwrap_err().raw_os_error() == EBADF


@pytest.mark.parametrize("option", OPTIONS, ids=str)
def test_an_option_of_a_pipe_is_enotsock(option: Option) -> None:
    reader, writer = os.pipe()
    os.close(writer)
    with owner_of(option.kinds).from_raw_fd(reader) as pipe:
        for owner in (pipe, SockRef.from_(pipe)) if isinstance(pipe, Socket) else (pipe,):
            assert option.get(owner).unwrap_err().raw_os_error() == ENOTSOCK
            assert option.set(owner, option.value).unwrap_err().raw_os_error() == ENOTSOCK


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *(("tcp_nodelay", kind) for kind in ("udp4", "unix")),
        *((f"{name}_v6", "tcp4") for name in ("only", "tclass", "unicast_hops")),
        ("header_included_v6", "tcp6"),
    ],
)
def test_an_option_of_another_kind_of_socket_is_refused(name: str, kind: str) -> None:
    (option,) = (option for option in OPTIONS if option.name == name)
    with made(kind) as socket:
        code = option.set(socket, option.value).unwrap_err().raw_os_error()
        assert code in {ENOPROTOOPT, c.EOPNOTSUPP}


def test_set_tcp_keepalive_sets_parameters_until_one_is_refused() -> None:
    with made("tcp4") as socket:
        assert socket.set_tcp_keepalive(TcpKeepalive().with_time(60).with_retries(3)) == Ok(None)
        assert socket.keepalive() == Ok(True)
        assert socket.tcp_keepalive_time() == Ok(seconds(60))
        assert socket.tcp_keepalive_retries() == Ok(3)
        # A parameter after one that is refused is not set.
        refused = TcpKeepalive().with_time(0).with_retries(5)
        assert socket.set_tcp_keepalive(refused).unwrap_err().kind() is io.ErrorKind.InvalidInput
        assert socket.tcp_keepalive_retries() == Ok(3)


# Options that are only read.

READ_ONLY: Final = {
    "is_listener": ("tcp4", "SO_ACCEPTCONN", False, NO),
    "domain": ("tcp6", "SO_DOMAIN", Domain.IPV6, number(10)),
    "protocol": ("udp4", "SO_PROTOCOL", Protocol.UDP, number(17)),
    "type": ("unix", "SO_TYPE", Type.STREAM, YES),
    "take_error": ("tcp4", "SO_ERROR", None, NO),
}


@pytest.mark.parametrize("name", READ_ONLY)
def test_a_read_only_option_is_read(name: str) -> None:
    kind, optname, value, raw = READ_ONLY[name]
    option = Option(kind, S, optname, name, value, value, raw)
    with made(kind) as socket:
        assert option.get(socket).unwrap() == value
        assert option.c_value(socket) == raw


PROGRAMS: Final = [
    [(0x06, 0, 0, 3)],
    [(0x30, 0, 0, 0), (0x15, 0, 1, 69), (0x06, 0, 0, 9), (0x06, 0, 0, 0)],
]


def c_filter(socket: Socket) -> bytes:
    """Returns the bytes of the `sock_filter`s that the socket has, read by SO_GET_FILTER."""
    buf, count = bytearray(8 * 64), c.socklen_t(64)
    fd = socket.as_raw_fd()
    assert c.getsockopt(fd, c.SOL_SOCKET, c.SO_GET_FILTER, buf, count) == 0
    return bytes(buf[: 8 * count.value])


def test_a_filter_is_attached_replaced_and_detached() -> None:
    with made("udp4") as socket:
        assert c_filter(socket) == b""
        for program in PROGRAMS:
            assert socket.attach_filter([SockFilter(*each) for each in program]) == Ok(None)
            expected = b"".join(pack("@HBBI", *each) for each in program)
            assert c_filter(socket) == expected
            assert socket.attach_filter([]).unwrap_err().raw_os_error() == EINVAL
            assert c_filter(socket) == expected
        assert socket.detach_filter() == Ok(None)
        assert c_filter(socket) == b""
        assert socket.detach_filter().unwrap_err().raw_os_error() == ENOENT


def test_every_socket_has_a_cookie_of_its_own() -> None:
    option = Option("tcp4", S, "SO_COOKIE", "cookie", ANY, 0, b"")
    with made("tcp4") as one, made("tcp4") as other:
        assert one.cookie().unwrap() == int.from_bytes(option.c_value(one), "little")
        assert one.cookie() != other.cookie()


# Options that the kernel of this machine may not have.


class Recorder(socket.socket):
    """A socket whose options are recorded, and are all 7."""

    def __init__(self) -> None:
        super().__init__(socket.AF_UNIX)
        self.calls: list[tuple[int, int, int | bytes]] = []

    def setsockopt(self, level: int, optname: int, value: Any, _: int | None = None) -> None:
        self.calls.append((level, optname, value))

    def getsockopt(self, level: int, optname: int, size: int = 0) -> Any:
        self.calls.append((level, optname, size))
        return b"\2\3" if size else 7


DCCP: Final[list[tuple[int, str, str, int]]] = [
    (2, "dccp_service", "set_dccp_service", 0xDEAD_BEEF),
    (5, "dccp_cur_mps", "", 0),
    (6, "dccp_server_timewait", "set_dccp_server_timewait", True),
    (10, "dccp_send_cscov", "set_dccp_send_cscov", 4),
    (11, "dccp_recv_cscov", "set_dccp_recv_cscov", 4),
    (12, "dccp_available_ccids", "", 0),
    (13, "", "set_dccp_ccid", 2),
    (14, "dccp_tx_ccid", "", 0),
    (15, "dccp_xx_ccid", "", 0),
    (17, "dccp_qpolicy_txqlen", "set_dccp_qpolicy_txqlen", 9),
]
"""C's number of each option, the getter, the setter and a value for it."""


@pytest.mark.parametrize(("optname", "getter", "setter", "value"), DCCP)
def test_an_option_of_dccp_is_passed_to_the_kernel(
    optname: int, getter: str, setter: str, value: int
) -> None:
    with made("udp4") as owner, Recorder() as recorder:
        object.__setattr__(owner, "_sock", recorder)
        if setter:
            assert getattr(owner, setter)(value) == Ok(None)
            c_int = value - (1 << 32) if value > 1 << 31 else value
            in_c = bytes([2]) if setter == "set_dccp_ccid" else c_int
            assert recorder.calls.pop() == (c.SOL_DCCP, optname, in_c)
        if getter == "dccp_available_ccids":
            assert getattr(owner, getter)() == Ok(b"\2\3")
        elif getter:
            assert getattr(owner, getter)() == Ok(getter == "dccp_server_timewait" or 7)
            assert recorder.calls == [(c.SOL_DCCP, optname, 0)]


@pytest.mark.parametrize("number", [-1, 256])
def test_a_congestion_control_of_dccp_is_a_byte(number: int) -> None:
    with made("udp4") as socket, pytest.raises(ValueError, match="is 0 to 255"):
        _ = socket.set_dccp_ccid(number)


# Multicast groups.

GROUP: Final = Ipv4Addr(239, 1, 2, 3)
GROUP_V6: Final = Ipv6Addr(0xFF01, 0, 0, 0, 0, 0, 0, 0x123)
LOOPBACK: Final = Ipv4Addr.LOCALHOST
BY_INDEX: Final = InterfaceIndexOrAddress.Index(1)
BY_ADDRESS: Final = InterfaceIndexOrAddress.Address(LOOPBACK)

MEMBERSHIPS: Final[dict[str, tuple[str, tuple[object, ...]]]] = {
    "multicast_v4": ("udp4", (GROUP, LOOPBACK)),
    "multicast_v4_n by index": ("udp4", (GROUP, BY_INDEX)),
    "multicast_v4_n by address": ("udp4", (GROUP, BY_ADDRESS)),
    "ssm_v4": ("udp4", (LOOPBACK, Ipv4Addr(232, 1, 2, 3), LOOPBACK)),
    "multicast_v6": ("udp6", (GROUP_V6, 1)),
}


@pytest.mark.parametrize("name", MEMBERSHIPS)
def test_a_group_is_joined_once_and_left_once(name: str) -> None:
    kind, arguments = MEMBERSHIPS[name]
    suffix = name.partition(" ")[0]
    with made(kind) as socket:
        join: Callable[..., io.Result[None]] = getattr(socket, f"join_{suffix}")
        leave: Callable[..., io.Result[None]] = getattr(socket, f"leave_{suffix}")
        assert leave(*arguments).unwrap_err().kind() in {
            io.ErrorKind.AddrNotAvailable,
            io.ErrorKind.InvalidInput,
        }
        assert join(*arguments) == Ok(None)
        assert join(*arguments).unwrap_err().kind() in {
            io.ErrorKind.AddrInUse,
            io.ErrorKind.AddrNotAvailable,
        }
        assert leave(*arguments) == Ok(None)
        assert isinstance(leave(*arguments), Err)


def test_a_wrong_type_raises() -> None:
    with made("udp4") as socket:
        mistakes: list[Callable[[], io.Result[None]]] = [
            lambda: socket.join_multicast_v4("239.1.2.3", LOOPBACK),  # type: ignore[arg-type] # pyright: ignore[reportArgumentType] - that is the test
            lambda: socket.join_multicast_v4_n(GROUP, 1),  # type: ignore[arg-type] # pyright: ignore[reportArgumentType] - that is the test
            lambda: socket.join_ssm_v4(GROUP, GROUP, None),  # type: ignore[arg-type] # pyright: ignore[reportArgumentType] - that is the test
            lambda: socket.set_multicast_if_v4(1),  # type: ignore[arg-type] # pyright: ignore[reportArgumentType] - that is the test
            lambda: socket.set_mark("1"),  # type: ignore[arg-type] # pyright: ignore[reportArgumentType] - that is the test
            lambda: socket.bind_device("lo"),  # type: ignore[arg-type] # pyright: ignore[reportArgumentType] - that is the test
        ]
        for mistake in mistakes:
            with pytest.raises(TypeError):
                mistake()


@pytest.mark.parametrize("name", ["mark", "priority", "ttl_v4", "tos_v4", "recv_buffer_size"])
def test_a_number_out_of_range_raises(name: str) -> None:
    with made("udp4") as socket:
        setter: Callable[[int], io.Result[None]] = getattr(socket, f"set_{name}")
        for wrong in (-1, 1 << 64):
            with pytest.raises(ValueError, match="is 0 to"):
                setter(wrong)


def test_a_size_is_capped_at_the_int_max_of_c() -> None:
    with made("udp4") as socket:
        assert socket.set_recv_buffer_size((1 << 64) - 1) == Ok(None)
        most = socket.recv_buffer_size().unwrap()
        assert socket.set_recv_buffer_size((1 << 31) - 1) == Ok(None)
        assert socket.recv_buffer_size() == Ok(most)


UNPRIVILEGED: Final = """
import os
from stdnet.socket2 import Domain, Protocol, Socket, Type
os.setuid(65534)  # After the imports, as `nobody` may be unable to read the installed files.
socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
socket6 = Socket.new(Domain.IPV6, Type.STREAM).unwrap()
for refused in (
    socket.set_mark(1),
    socket.set_ip_transparent_v4(True),
    socket6.set_ip_transparent_v6(True),
    socket.set_priority(7),
    Socket.new(Domain.IPV4, Type.RAW, Protocol.ICMPV4),
):
    print(repr(refused.unwrap_err().kind()))
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="gives up the privileges of root")
def test_privileged_options_are_denied_without_the_privilege() -> None:
    done = subprocess.run(
        [sys.executable, "-c", UNPRIVILEGED], capture_output=True, text=True, timeout=30
    )
    assert (done.stdout.split(), done.stderr) == (["PermissionDenied"] * 5, "")
