"""Hypothesis strategies for the questions to the crate socket2.

`tests/oracle/socket2_values.rs` and `socket2_scripts.rs` describe them.
"""

from struct import Struct
from typing import Final

from hypothesis import strategies as st

# Values.

_i32 = st.integers(-(1 << 31), (1 << 31) - 1) | st.integers(-3, 300)
_u8, _u16, _u32 = (st.integers(0, (1 << bits) - 1) for bits in (8, 16, 32))
_micros = st.integers(0, 1 << 40) | st.integers(0, 3_000_000)
_octets = st.binary(min_size=4, max_size=4) | st.binary(min_size=16, max_size=16)


def _word(content: bytes) -> str:
    return content.hex() or "-"


_paths = st.one_of(
    # Without NUL bytes, with which the crate and stdnet differ on purpose.
    st.binary(max_size=112).map(lambda path: path.replace(b"\0", b"")),
    st.binary(max_size=112).map(lambda name: b"\0" + name),
)
# A family, and as many bytes as the longest address of IP has.
_families = st.sampled_from([0, 2, 10, 40]) | _u16.filter(lambda family: family != 1)
_sockaddrs = st.tuples(_families.map(Struct("=H").pack), st.binary(min_size=26, max_size=26)).map(
    b"".join
)


def _option(values: st.SearchStrategy[int]) -> st.SearchStrategy[str]:
    return st.just("none") | values.map(str)


def _question(kind: str, *words: st.SearchStrategy[object]) -> st.SearchStrategy[str]:
    return st.tuples(st.just(kind), *words).map(lambda parts: ":".join(map(str, parts)))


questions = st.one_of(
    _question("number", st.sampled_from(["Domain", "Type", "Protocol"]), _i32),
    _question("flags", _i32),
    _question("for_address", _octets.map(_word)),
    _question("keepalive", _option(_micros), _option(_micros), _option(_u32)),
    _question("filter", _u16, _u8, _u8, _u32),
    _question("interface:index", _u32),
    _question("msghdr_mut", _u8),
    _question("storage", st.binary(max_size=128).map(_word)),
    _question("new", _sockaddrs.map(_word)),
    _question("socket_addr", _octets.map(_word), _u16, _u32, _u32),
    _question("unix", _paths.map(_word)),
    _question("vsock", _u32, _u32),
)
"""Questions about values."""


# Scripts.

_KINDS: Final = [
    *("new=a,2,1,none", "new=a,10,1,none", "new=a,2,2,none", "new=a,10,2,none"),
    *("new=a,1,1,none", "new=a,1,2,none", "new=a,1,5,none", "new=a,2,3,1", "new=a,10,3,58"),
    *("pair=a,b,1,1,none", "joined=a,b,127.0.0.1,1", "joined=a,b,::1,1", "joined=a,b,::1,2"),
    *("pipe=a", "closed=a"),
]

_flag = st.sampled_from(["0", "1"])
_number = st.one_of(_u32, st.integers(0, 300), st.sampled_from([(1 << 31) - 1, 1 << 31])).map(str)
_size = st.integers(0, (1 << 31) - 1).map(str)
_duration = st.one_of(
    st.sampled_from(["none", "0", "max"]), st.integers(0, 1 << 50).map(str), _micros.map(str)
)
_seconds = st.one_of(st.just("none"), st.integers(0, (1 << 31) - 1).map(lambda n: f"{n}000000"))
_index = st.one_of(st.just("none"), st.integers(1, 1 << 31).map(str), st.just("1"))
_v4 = st.sampled_from(["127.0.0.1", "0.0.0.0", "239.1.2.3", "232.1.2.3", "192.0.2.1", "10.0.0.1"])
_v6 = st.sampled_from(["ff01::123", "ff02::1", "::1", "::", "2001:db8::1"])
_interface = st.sampled_from(["0", "1", "99999"])
_filters = st.sampled_from(["-", "6:0:0:3", "6:0:0:0", "21:0:9:0", "48:0:0:0+21:0:1:69+6:0:0:9"])
_keepalives = st.tuples(_duration, _duration, _option(_u32 | st.integers(0, 200))).map(",".join)
_algorithms = st.sampled_from([b"reno", b"cubic", b"none", b"", b"a" * 20]).map(_word)
_devices = st.one_of(st.just("none"), st.sampled_from([b"lo", b"none", b"", b"l" * 20]).map(_word))


def _args(*parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map(",".join)


_SETTERS: Final[dict[str, st.SearchStrategy[str]]] = {
    **{
        f"set_{name}": _flag
        for name in (
            *("broadcast", "keepalive", "out_of_band_inline", "passcred", "reuse_address"),
            *("reuse_port", "header_included_v4", "ip_transparent_v4", "multicast_all_v4"),
            *("multicast_loop_v4", "recv_tos_v4", "header_included_v6", "ip_transparent_v6"),
            *("multicast_all_v6", "multicast_loop_v6", "only_v6", "recv_tclass_v6"),
            *("recv_hoplimit_v6", "tcp_nodelay", "tcp_cork", "tcp_quickack", "freebind_v4"),
            *("tcp_thin_linear_timeouts", "freebind_v6", "cloexec", "nonblocking"),
            "dccp_server_timewait",
        )
    },
    **{
        f"set_{name}": _number
        for name in (
            *("priority", "mark", "multicast_ttl_v4", "ttl_v4", "tos_v4", "multicast_hops_v6"),
            *("multicast_if_v6", "unicast_hops_v6", "tcp_mss", "tcp_notsent_lowat", "tclass_v6"),
            *("busy_poll", "dccp_service", "dccp_send_cscov", "dccp_recv_cscov"),
            "dccp_qpolicy_txqlen",
        )
    },
    "set_cpu_affinity": _size,
    "set_recv_buffer_size": _size,
    "set_send_buffer_size": _size,
    "set_linger": _seconds,
    "set_read_timeout": _duration,
    "set_write_timeout": _duration,
    "set_tcp_user_timeout": _duration,
    "set_tcp_keepalive": _keepalives,
    "set_multicast_if_v4": _v4,
    "set_tcp_congestion": _algorithms,
    "set_dccp_ccid": _u8.map(str),
    "bind_device": _devices,
    "bind_device_by_index_v4": _index,
    "bind_device_by_index_v6": _index,
    "attach_filter": _filters,
    "join_multicast_v4": _args(_v4, _v4),
    "leave_multicast_v4": _args(_v4, _v4),
    "join_multicast_v4_n": _args(_v4, _v4 | _interface),
    "leave_multicast_v4_n": _args(_v4, _v4 | _interface),
    "join_ssm_v4": _args(_v4, _v4, _v4),
    "leave_ssm_v4": _args(_v4, _v4, _v4),
    "join_multicast_v6": _args(_v6, _interface),
    "leave_multicast_v6": _args(_v6, _interface),
}
_GETTERS: Final = [
    *("nonblocking", "is_cloexec", "broadcast", "take_error", "keepalive", "linger", "passcred"),
    *("out_of_band_inline", "priority", "recv_buffer_size", "read_timeout", "reuse_address"),
    *("send_buffer_size", "write_timeout", "header_included_v4", "ip_transparent_v4", "mark"),
    *("multicast_all_v4", "multicast_if_v4", "multicast_loop_v4", "multicast_ttl_v4", "ttl_v4"),
    *("tos_v4", "recv_tos_v4", "original_dst_v4", "ip_transparent_v6", "multicast_hops_v6"),
    *("multicast_all_v6", "multicast_if_v6", "multicast_loop_v6", "unicast_hops_v6", "only_v6"),
    *("recv_tclass_v6", "recv_hoplimit_v6", "original_dst_v6", "tcp_keepalive_time", "tcp_mss"),
    *("tcp_keepalive_interval", "tcp_keepalive_retries", "tcp_nodelay", "is_listener", "domain"),
    *("protocol", "tcp_cork", "tcp_quickack", "tcp_thin_linear_timeouts", "tcp_notsent_lowat"),
    *("device_index_v4", "device_index_v6", "reuse_port", "freebind_v4"),
    *("freebind_v6", "tcp_user_timeout", "detach_filter", "tclass_v6", "busy_poll", "type"),
    *("cookie", "device", "dccp_service", "dccp_tx_ccid", "dccp_xx_ccid", "dccp_send_cscov"),
    *("dccp_recv_cscov", "dccp_qpolicy_txqlen", "dccp_cur_mps", "dccp_available_ccids"),
    *("local_addr", "peer_addr", "debug"),
]


def _script(firsts: list[str], operations: st.SearchStrategy[list[str]]) -> st.SearchStrategy[str]:
    """Returns a strategy for scripts that begin with one of the first operations."""
    return st.tuples(st.sampled_from(firsts), operations.map(" ".join)).map(" ".join)


def _set(name: str) -> st.SearchStrategy[str]:
    """Draws a call of a setter, followed by the getter if there is one."""
    getter = name.removeprefix("set_")
    after = f" a.{getter}" if getter in _GETTERS else ""
    return _SETTERS[name].map(lambda value: f"a.{name}={value}{after}")


_options = st.one_of(
    st.sampled_from(sorted(_SETTERS)).flatmap(_set),
    st.sampled_from(_GETTERS).map("a.{}".format),
)
option_scripts = _script(_KINDS, st.lists(_options, min_size=1, max_size=6))
"""Scripts that get and set options of a socket."""

_PAIRS: Final = [
    *("pair=a,b,1,1,none", "pair=a,b,1,2,none", "pair=a,b,1,5,none", "joined=a,b,127.0.0.1,1"),
    *("joined=a,b,::1,1", "joined=a,b,127.0.0.1,2", "joined=a,b,::1,2"),
]
_data = st.binary(max_size=12).map(_word)
_many_data = st.lists(_data, min_size=1, max_size=3).map("+".join)
_room = st.integers(0, 15).map(str)
_rooms = st.lists(_room, min_size=1, max_size=3).map("+".join)
# MSG_DONTWAIT, MSG_EOR, MSG_MORE, MSG_DONTROUTE and a number that is no flag.
_send_flags = st.sampled_from(["0", "64", "128", "32768", "4", "1024"])
# MSG_DONTWAIT, with MSG_PEEK, MSG_TRUNC or both.
_recv_flags = st.sampled_from(["0", "64", "66", "96", "98"])
_control = st.sampled_from(["-", "rights:1", "rights:3", "00", "1000000000000000ffffffffffffffff"])
_control_room = st.integers(0, 64).map(str)
_to = st.sampled_from(["v6", "path:none", "vsock", "short:0", "short:1", "short:2", "short:10"])

_CALLS: Final[dict[str, st.SearchStrategy[str]]] = {
    "send": _data,
    "send_with_flags": _args(_data, _send_flags),
    "send_vectored": _many_data,
    "send_vectored_with_flags": _args(_many_data, _send_flags),
    "send_to": _args(_data, _to),
    "send_to_vectored": _args(_many_data, _to),
    "write": _data,
    "write_vectored": _many_data,
    "sendmsg": _args(_many_data, _control, st.just("none"), st.just("0"), _send_flags),
    "sendfile": _args(st.integers(0, 30).map(str), _option(st.integers(1, 30))),
    "recv": _room,
    "recv_with_flags": _args(_room, _recv_flags),
    "recv_out_of_band": _room,
    "peek": _room,
    "read": _room,
    "read_vectored": _rooms,
    "recv_from": _room,
    "recv_from_with_flags": _args(_room, _recv_flags),
    "peek_from": _room,
    "recv_vectored": _rooms,
    "recv_vectored_with_flags": _args(_rooms, _recv_flags),
    "recv_from_vectored": _rooms,
    "recv_from_vectored_with_flags": _args(_rooms, _recv_flags),
    "recvmsg": _args(_rooms, _control_room, _flag, _recv_flags),
    "shutdown": st.sampled_from(["Read", "Write", "Both"]),
    "set_passcred": _flag,
    "set_recv_tos_v4": _flag,
    "set_recv_tclass_v6": _flag,
    "set_recv_hoplimit_v6": _flag,
    "set_nonblocking": _flag,
    "attach_filter": _filters,
}
_calls = st.one_of(
    st.builds(
        "{}.{}".format,
        st.sampled_from("ab"),
        st.sampled_from(sorted(_CALLS)).flatmap(
            lambda name: _CALLS[name].map(lambda args: f"{name}={args}")
        ),
    ),
    st.builds("{}.{}".format, st.sampled_from("ab"), st.sampled_from(["peek_sender", "peer_addr"])),
    st.sampled_from(["close=a", "try_clone=a,c"]),
)


def _has_a_peer(script: str) -> bool:
    """Returns False if a UDP socket may send to a closed one.

    The kernel reports that by ICMP, but not more than 50 times at once: see `icmp_msgs_burst`.
    """
    return "close=a" not in script or not script.startswith(
        ("joined=a,b,127.0.0.1,2", "joined=a,b,::1,2")
    )


exchanges = _script(_PAIRS, st.lists(_calls, min_size=1, max_size=8)).filter(_has_a_peer)
"""Scripts in which two connected sockets send and receive."""
