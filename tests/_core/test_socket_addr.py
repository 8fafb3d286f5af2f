"""Socket addresses: their texts, order and conversions are those of Rust."""

import copy
import ipaddress
import pickle
import socket
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stdnet._core.ip_addr import IpAddr, Ipv4Addr, Ipv6Addr
from stdnet._core.parser import AddrKind, AddrParseError
from stdnet._core.socket_addr import SocketAddr, SocketAddrV4, SocketAddrV6
from stdnet.result import Err
from tests.support import oracle
from tests.support.addresses import any_text, ip_addrs, ports, socket_addrs, socket_addrs_v6, u32s
from tests.support.once import share

SPECS = ["50", ">20", "*^41", "é<30", "020", ">020", "0^20", ".4", "-^9.3", ".0", "1"]

V4 = SocketAddrV4(Ipv4Addr.LOCALHOST, 80)
V6 = SocketAddrV6(Ipv6Addr.LOCALHOST, 80, 10, 3)


def parts(addr: SocketAddr.V4 | SocketAddr.V6) -> list[str | int]:
    match addr:
        case SocketAddr.V4(ip, port):
            return [ip.octets().hex(), port, 0, 0]
        case SocketAddr.V6(ip, port, flowinfo, scope_id):
            return [ip.octets().hex(), port, flowinfo, scope_id]


def socket_addr(
    octets: str, port: int, flowinfo: int, scope_id: int
) -> SocketAddr.V4 | SocketAddr.V6:
    match IpAddr.from_(bytes.fromhex(octets)):
        case IpAddr.V4() as ip:
            return SocketAddrV4(ip, port)
        case IpAddr.V6() as ip:
            return SocketAddrV6(ip, port, flowinfo, scope_id)


def described(a: SocketAddr.V4 | SocketAddr.V6, b: SocketAddr.V4 | SocketAddr.V6) -> oracle.Answer:
    """Returns two socket addresses in the fields of `addr_value.rs`."""
    assert (a <= b, a > b, a >= b) == (a < b or a == b, b < a, not a < b)
    assert a != b or hash(a) == hash(b)
    return {
        "socket": [parts(a), parts(b)],
        "text": str(a),
        "debug": repr(a),
        "cmp": "Less" if a < b else "Equal" if a == b else "Greater",
        "with_ip": parts(a.with_ip(b.ip())),
    }


def with_flow_label_only(addr: SocketAddr.V4 | SocketAddr.V6) -> SocketAddr.V4 | SocketAddr.V6:
    """Returns the address with only the flow information that Python's tuple has."""
    match addr:
        case SocketAddr.V4():
            return addr
        case SocketAddr.V6():
            return addr.with_flowinfo(addr.flowinfo() & socket.htonl(0xF_FFFF))


def test_socket_addresses_match_rusts_recorded_answers() -> None:
    for row in oracle.golden("addr_value"):
        match row:
            case {"socket": [[str(a), int(c), int(d), int(e)], [str(b), int(f), int(g), int(h)]]}:
                assert described(socket_addr(a, c, d, e), socket_addr(b, f, g, h)) == row
            case {"padded": str(octets)}:
                addr = SocketAddr(IpAddr.from_(bytes.fromhex(octets)), 80)
                assert [format(addr, spec) for spec in SPECS] == row["socket"]
            case _:
                assert "v4" in row or "v6" in row or "pair" in row


@pytest.fixture(scope="module")
def rust() -> Iterator[oracle.Oracle]:
    with oracle.Oracle("addr_value") as process:
        yield process


@oracle.needs_rustc
@pytest.mark.parametrize(
    "examples",
    [300, pytest.param(20_000, marks=[pytest.mark.long, pytest.mark.timeout(1200)])],
)
def test_any_socket_address_matches_rusts_answer(rust: oracle.Oracle, examples: int) -> None:
    @settings(max_examples=share(examples), deadline=None)
    @given(socket_addrs, socket_addrs)
    def check(a: SocketAddr.V4 | SocketAddr.V6, b: SocketAddr.V4 | SocketAddr.V6) -> None:
        assert described(a, b) == rust.ask("socket", *map(str, [*parts(a), *parts(b)]))

    check()


@given(socket_addrs)
def test_every_form_converts_back_to_the_address(addr: SocketAddr.V4 | SocketAddr.V6) -> None:
    # The flow information is not part of the text.
    parsed = addr.with_flowinfo(0) if isinstance(addr, SocketAddrV6) else addr
    assert SocketAddr.from_str(str(addr)).unwrap() == parsed
    assert SocketAddr.parse_ascii(str(addr).encode()).unwrap() == parsed
    assert SocketAddr.from_tuple(addr.to_tuple()).unwrap() == with_flow_label_only(addr)
    assert SocketAddr.from_(addr) is addr
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(addr, protocol)) == addr
    assert copy.copy(addr) == copy.deepcopy(addr) == addr
    assert hash(copy.copy(addr)) == hash(addr)


@given(ip_addrs, ports)
def test_the_version_of_the_ip_decides_the_variant(ip: IpAddr.V4 | IpAddr.V6, port: int) -> None:
    addr = SocketAddr(ip, port)
    assert addr == SocketAddr.new(ip, port) == SocketAddr.from_((ip, port))
    assert (addr.ip(), addr.port()) == (ip, port)
    assert (addr.is_ipv4(), addr.is_ipv6()) == (ip.is_ipv4(), ip.is_ipv6())
    assert type(addr) is (SocketAddrV4 if ip.is_ipv4() else SocketAddrV6)
    octets = ip.octets()
    for form in (octets, tuple(octets), list(octets), ip.to_ipaddress()):
        assert SocketAddr.from_((cast("Any", form), port)) == addr


@given(socket_addrs, ports)
def test_with_port_changes_only_the_port(addr: SocketAddr.V4 | SocketAddr.V6, port: int) -> None:
    moved = addr.with_port(port)
    assert moved.port() == port
    assert moved.with_port(addr.port()) == addr
    assert type(moved) is type(addr)


@given(socket_addrs_v6, u32s, u32s)
def test_with_flowinfo_and_with_scope_id_change_nothing_else(
    addr: SocketAddrV6, flowinfo: int, scope: int
) -> None:
    moved = addr.with_flowinfo(flowinfo).with_scope_id(scope)
    assert (moved.ip(), moved.port()) == (addr.ip(), addr.port())
    assert (moved.flowinfo(), moved.scope_id()) == (flowinfo, scope)
    assert moved == SocketAddrV6.new(addr.ip(), addr.port(), flowinfo, scope)


def test_with_ip_keeps_flow_information_and_scope_within_ipv6() -> None:
    assert V6.with_ip(Ipv6Addr.UNSPECIFIED) == SocketAddrV6(Ipv6Addr.UNSPECIFIED, 80, 10, 3)
    assert V6.with_ip(Ipv4Addr.LOCALHOST) == V4
    assert V4.with_ip(Ipv6Addr.LOCALHOST) == SocketAddrV6(Ipv6Addr.LOCALHOST, 80, 0, 0)


@given(st.lists(socket_addrs))
def test_ipv4_addresses_sort_before_ipv6_addresses(
    addrs: list[SocketAddr.V4 | SocketAddr.V6],
) -> None:
    assert sorted(addrs) == sorted(addrs, key=lambda addr: (addr.ip(), *parts(addr)[1:]))


@given(socket_addrs)
def test_a_socket_address_equals_only_socket_addresses(addr: SocketAddr.V4 | SocketAddr.V6) -> None:
    for other in (addr.to_tuple(), str(addr), addr.ip(), None):
        assert addr != other
    assert len({addr, copy.deepcopy(addr), str(addr)}) == 2


@pytest.mark.parametrize("addr", [V4, V6])
def test_comparison_with_another_type_is_left_to_that_type(addr: SocketAddr) -> None:
    compares: list[Callable[..., bool]]
    compares = [type(addr).__lt__, type(addr).__le__, type(addr).__gt__, type(addr).__ge__]
    for compare in compares:
        assert compare(addr, 1) is NotImplemented
        assert compare(addr, Ipv4Addr.LOCALHOST) is NotImplemented
    with pytest.raises(TypeError):
        assert addr < Ipv4Addr.LOCALHOST  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue]


@pytest.mark.parametrize("addr", [V4, V6])
@pytest.mark.parametrize("name", ["_key", "V4", "_ip", "other", "__class__"])
def test_a_socket_address_is_immutable(addr: SocketAddr, name: str) -> None:
    with pytest.raises(AttributeError, match="immutable"):
        setattr(addr, name, ())
    with pytest.raises(AttributeError, match="immutable"):
        delattr(addr, name)
    assert not hasattr(addr, "__dict__")


def test_v4_and_v6_are_the_only_variants() -> None:
    assert SocketAddr.V4 is SocketAddrV4
    assert SocketAddr.V6 is SocketAddrV6
    with pytest.raises(TypeError):
        type("SocketAddrV5", (SocketAddr,), {})
    with pytest.raises(TypeError):
        type("MyAddr", (SocketAddrV4,), {})


@pytest.mark.parametrize("port", [-1, 65536, 1 << 70])
def test_a_port_out_of_range_raises_value_error(port: int) -> None:
    makers: list[Callable[[], object]] = [
        lambda: SocketAddr(Ipv4Addr.LOCALHOST, port),
        lambda: SocketAddr.new(Ipv6Addr.LOCALHOST, port),
        lambda: SocketAddrV4(Ipv4Addr.LOCALHOST, port),
        lambda: SocketAddrV4.new(Ipv4Addr.LOCALHOST, port),
        lambda: SocketAddrV6(Ipv6Addr.LOCALHOST, port, 0, 0),
        lambda: SocketAddr.from_((Ipv4Addr.LOCALHOST, port)),
        lambda: SocketAddr.from_tuple(("127.0.0.1", port)),
        lambda: SocketAddr.from_tuple(("::1", port, 0, 0)),
        lambda: V4.with_port(port),
        lambda: V6.with_port(port),
    ]
    for maker in makers:
        with pytest.raises(ValueError, match="u16"):
            maker()


@pytest.mark.parametrize("octet", [-1, 256, 1 << 70])
def test_an_octet_out_of_range_raises_value_error(octet: int) -> None:
    for octets in ([octet, 0, 0, 1], (127, 0, 0, octet), [*[0] * 15, octet]):
        with pytest.raises(ValueError, match="u8"):
            SocketAddr.from_((octets, 80))


def test_a_wrong_number_of_octets_raises_value_error() -> None:
    with pytest.raises(ValueError, match="16 octets, not 3"):
        SocketAddr.from_(([127, 0, 1], 80))


@pytest.mark.parametrize("number", [-1, 1 << 32])
def test_flow_information_or_scope_out_of_range_raises_value_error(number: int) -> None:
    makers: list[Callable[[], object]] = [
        lambda: SocketAddrV6(Ipv6Addr.LOCALHOST, 80, number, 0),
        lambda: SocketAddrV6(Ipv6Addr.LOCALHOST, 80, 0, number),
        lambda: V6.with_flowinfo(number),
        lambda: V6.with_scope_id(number),
        lambda: SocketAddr.from_tuple(("::1", 80, number, 0)),
        lambda: SocketAddr.from_tuple(("::1", 80, 0, number)),
    ]
    for maker in makers:
        with pytest.raises(ValueError, match="u32"):
            maker()


def test_a_wrong_type_raises_type_error() -> None:
    wrong_ips: list[object] = [None, "127.0.0.1", b"\x7f\0\0\1", ipaddress.ip_address("::1")]
    makers: list[Callable[..., object]] = [SocketAddr, SocketAddr.new, SocketAddrV4]
    for wrong in wrong_ips:
        for maker in makers:
            with pytest.raises(TypeError):
                maker(wrong, 80)
    wrong_version: list[tuple[Callable[..., object], tuple[object, ...]]] = [
        (SocketAddrV4, (Ipv6Addr.LOCALHOST, 80)),
        (SocketAddrV6, (Ipv4Addr.LOCALHOST, 80, 0, 0)),
        (SocketAddr, (Ipv4Addr.LOCALHOST, "80")),
        (SocketAddr, ()),
        (V4.with_ip, ("127.0.0.1",)),
        (SocketAddr.from_, (None,)),
        (SocketAddr.from_, ([Ipv4Addr.LOCALHOST, 80],)),
        (SocketAddr.from_, (("127.0.0.1", 80),)),
        (SocketAddr.from_, ([[127, 0, 0, 1], 80],)),
        (SocketAddr.from_, (([127, 0, 0, "1"], 80),)),
    ]
    for maker, arguments in wrong_version:
        with pytest.raises(TypeError):
            maker(*arguments)


@pytest.mark.parametrize(
    "host", ["localhost", "", "<broadcast>", "0", "127.1", "[::1]", "fe80::1%eth0", "fe80::1%3"]
)
def test_a_tuple_whose_host_is_not_an_ip_address_is_an_error(host: str) -> None:
    assert SocketAddr.from_tuple((host, 80)) == Err(AddrParseError(AddrKind.Ipv4))
    assert SocketAddr.from_tuple((host, 80, 0, 0)) == Err(AddrParseError(AddrKind.Ipv6))


def test_a_tuple_with_a_host_of_the_other_version_is_an_error() -> None:
    assert SocketAddr.from_tuple(("::1", 80)) == Err(AddrParseError(AddrKind.Ipv4))
    assert SocketAddr.from_tuple(("127.0.0.1", 80, 0, 0)) == Err(AddrParseError(AddrKind.Ipv6))


@given(any_text)
def test_any_host_in_a_tuple_is_parsed_without_an_exception(host: str) -> None:
    for result in (SocketAddr.from_tuple((host, 80)), SocketAddr.from_tuple((host, 80, 0, 0))):
        assert result.map(SocketAddr.port).unwrap_or(80) == 80


@pytest.mark.parametrize("flow_label", [0, 1, 0x1_2345, 0xF_FFFF])
def test_a_tuple_has_the_flow_label_as_a_number(flow_label: int) -> None:
    addr = SocketAddrV6(Ipv6Addr.LOCALHOST, 80, socket.htonl(flow_label), 0)
    assert addr.to_tuple() == ("::1", 80, flow_label, 0)
    assert SocketAddr.from_tuple(("::1", 80, flow_label, 0)).unwrap() == addr


def test_python_sockets_take_and_return_the_tuple() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(SocketAddr.from_str("127.0.0.1:0").unwrap().to_tuple())
        bound = SocketAddr.from_tuple(udp.getsockname()).unwrap()
        assert bound.ip() == Ipv4Addr.LOCALHOST
        assert bound.to_tuple() == udp.getsockname()
