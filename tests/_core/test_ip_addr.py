"""IP addresses: their texts, order, predicates and conversions are those of Rust."""

import copy
import ipaddress
import pickle
import re
import subprocess
import sys
from array import array
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stdnet._core.ip_addr import (
    IpAddr,
    Ipv4Addr,
    Ipv6Addr,
    Ipv6MulticastScope,
    ipv6_text,
    shorten_first,
)
from tests.support import oracle
from tests.support.addresses import ip_addrs, ipv4_addrs, ipv6_addrs
from tests.support.once import share

V4_PREDICATES = [
    *["is_unspecified", "is_loopback", "is_private", "is_link_local", "is_global", "is_shared"],
    *["is_benchmarking", "is_reserved", "is_multicast", "is_broadcast", "is_documentation"],
]
V6_PREDICATES = [
    *["is_unspecified", "is_loopback", "is_global", "is_unique_local", "is_unicast"],
    *["is_unicast_link_local", "is_documentation", "is_benchmarking", "is_unicast_global"],
    *["is_multicast", "is_ipv4_mapped"],
]
SPECS = ["50", ">20", "*^41", "é<30", "020", ">020", "0^20", ".4", "-^9.3", ".0", "1"]


def hex_octets(addr: IpAddr) -> str:
    return addr.octets().hex()


def str_or_none(addr: IpAddr | None) -> str | None:
    return None if addr is None else str(addr)


def ip(octets: str) -> IpAddr.V4 | IpAddr.V6:
    return IpAddr.from_(bytes.fromhex(octets))


def described(addr: IpAddr.V4 | IpAddr.V6) -> oracle.Answer:
    """Returns an address in the fields of `addr_value.rs`."""
    match addr:
        case IpAddr.V4():
            return {
                "v4": hex_octets(addr),
                "text": str(addr),
                "debug": repr(addr),
                "is": [name for name in V4_PREDICATES if getattr(addr, name)()],
                "bits": addr.to_bits(),
                "compatible": str_or_none(addr.to_ipv6_compatible()),
                "mapped": str_or_none(addr.to_ipv6_mapped()),
                "not": str_or_none(~addr),
            }
        case IpAddr.V6():
            scope = addr.multicast_scope()
            return {
                "v6": hex_octets(addr),
                "text": str(addr),
                "debug": repr(addr),
                "is": [name for name in V6_PREDICATES if getattr(addr, name)()],
                "segments": list(addr.segments()),
                "scope": None if scope is None else repr(scope),
                "ipv4": str_or_none(addr.to_ipv4()),
                "ipv4_mapped": str_or_none(addr.to_ipv4_mapped()),
                "canonical": str_or_none(addr.to_canonical()),
                "not": str_or_none(~addr),
            }


def ordering(less: bool, equal: bool) -> str:
    return "Less" if less else "Equal" if equal else "Greater"


def compared(a: IpAddr.V4 | IpAddr.V6, b: IpAddr.V4 | IpAddr.V6) -> oracle.Answer:
    """Returns the comparison of two addresses in the fields of `addr_value.rs`."""
    assert (a <= b, a > b, a >= b) == (a < b or a == b, b < a, not a < b)
    fields: oracle.Answer = {
        "pair": [hex_octets(a), hex_octets(b)],
        "cmp": ordering(a < b, a == b),
    }
    match a, b:
        case Ipv4Addr(), Ipv4Addr():
            return fields | {"and": str(a & b), "or": str(a | b)}
        case Ipv6Addr(), Ipv6Addr():
            return fields | {"and": str(a & b), "or": str(a | b)}
        case _:
            return fields


def test_addresses_match_rusts_recorded_answers() -> None:
    for row in oracle.golden("addr_value"):
        match row:
            case {"v4": str(octets)} | {"v6": str(octets)}:
                assert described(ip(octets)) == row
            case {"pair": [str(first), str(second)]}:
                assert compared(ip(first), ip(second)) == row
            case {"padded": str(octets)}:
                assert [format(ip(octets), spec) for spec in SPECS] == row["ip"]
            case _:
                assert "socket" in row


@pytest.fixture(scope="module")
def rust() -> Iterator[oracle.Oracle]:
    with oracle.Oracle("addr_value") as process:
        yield process


@oracle.needs_rustc
@pytest.mark.parametrize(
    "examples",
    [300, pytest.param(20_000, marks=[pytest.mark.long, pytest.mark.timeout(1200)])],
)
def test_any_address_matches_rusts_answer(rust: oracle.Oracle, examples: int) -> None:
    @settings(max_examples=share(examples), deadline=None)
    @given(ip_addrs, ip_addrs)
    def check(a: IpAddr.V4 | IpAddr.V6, b: IpAddr.V4 | IpAddr.V6) -> None:
        assert described(a) == rust.ask("ip", hex_octets(a))
        assert compared(a, b) == rust.ask("pair", hex_octets(a), hex_octets(b))

    check()


@given(ip_addrs)
def test_every_form_converts_back_to_the_address(addr: IpAddr.V4 | IpAddr.V6) -> None:
    assert IpAddr.from_str(str(addr)).unwrap() == addr
    assert IpAddr.parse_ascii(str(addr).encode()).unwrap() == addr
    assert IpAddr.from_(addr.octets()) == addr
    assert IpAddr.from_(addr.to_ipaddress()) == addr
    assert type(addr).from_octets(addr.octets()) == addr
    assert type(addr).from_bits(addr.to_bits()) == addr
    assert addr.as_octets() == addr.octets()
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(addr, protocol)) == addr
    assert copy.copy(addr) == copy.deepcopy(addr) == addr
    assert hash(copy.copy(addr)) == hash(addr)


@given(st.ip_addresses())
def test_octets_as_bytes_a_tuple_or_a_list_are_those_of_ipaddress(
    expected: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    kind: Any = Ipv4Addr if expected.version == 4 else Ipv6Addr
    octets = expected.packed
    forms: list[Any] = [bytearray(octets), memoryview(octets), tuple(octets), list(octets)]
    for form in (octets, *forms):
        for convert in (IpAddr.from_, kind.from_, kind.from_octets):
            addr = convert(form)
            assert type(addr) is kind
            assert addr.to_ipaddress() == expected


@given(ipv6_addrs)
def test_segments_convert_back_to_the_address(addr: Ipv6Addr) -> None:
    segments = addr.segments()
    assert Ipv6Addr.from_segments(segments) == Ipv6Addr(*segments) == addr
    for form in (segments, list(segments)):
        assert IpAddr.from_(form) == Ipv6Addr.from_(form) == Ipv6Addr.from_segments(form) == addr


def test_eight_numbers_are_segments_and_eight_bytes_are_nothing() -> None:
    assert str(IpAddr.from_([1, 2, 3, 4, 5, 6, 7, 8])) == "1:2:3:4:5:6:7:8"
    with pytest.raises(ValueError, match="16 octets, not 8"):
        IpAddr.from_(bytes([1, 2, 3, 4, 5, 6, 7, 8]))


@given(ip_addrs)
def test_the_text_is_that_of_ipaddress(addr: IpAddr.V4 | IpAddr.V6) -> None:
    theirs = addr.to_ipaddress()
    if isinstance(theirs, ipaddress.IPv6Address) and theirs.ipv4_mapped:
        assert str(addr) == f"::ffff:{theirs.ipv4_mapped}"
    else:
        assert str(addr) == str(theirs)


@given(st.lists(ip_addrs))
def test_ipv4_addresses_sort_before_ipv6_addresses(addrs: list[IpAddr.V4 | IpAddr.V6]) -> None:
    assert sorted(addrs) == sorted(addrs, key=lambda addr: (addr.is_ipv6(), addr.octets()))


@given(ip_addrs)
def test_an_address_equals_only_addresses(addr: IpAddr.V4 | IpAddr.V6) -> None:
    for other in (addr.octets(), str(addr), addr.to_bits(), addr.to_ipaddress(), None):
        assert addr != other
    assert len({addr, copy.deepcopy(addr), str(addr)}) == 2


class Foreign:
    """An object that compares itself with addresses."""

    def __lt__(self, other: object) -> bool:
        return True

    __gt__ = __le__ = __ge__ = __lt__


@pytest.mark.parametrize("addr", [Ipv4Addr.LOCALHOST, Ipv6Addr.LOCALHOST])
def test_comparison_with_another_type_is_left_to_that_type(addr: IpAddr) -> None:
    compares: list[Callable[..., bool]]
    compares = [type(addr).__lt__, type(addr).__le__, type(addr).__gt__, type(addr).__ge__]
    for compare in compares:
        assert compare(addr, 1) is NotImplemented
        assert compare(addr, "::") is NotImplemented
    assert addr < Foreign()
    assert Foreign() > addr
    with pytest.raises(TypeError):
        assert addr < 1  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue]


def test_bit_operations_refuse_the_other_version() -> None:
    v4: Any = Ipv4Addr.BROADCAST
    v6: Any = Ipv6Addr.LOCALHOST
    for a, b in ((v4, v6), (v6, v4), (v4, 1), (v6, 1)):
        for operation in ("__and__", "__or__"):
            assert getattr(a, operation)(b) is NotImplemented


@pytest.mark.parametrize("addr", [Ipv4Addr.LOCALHOST, Ipv6Addr.LOCALHOST])
@pytest.mark.parametrize("name", ["_key", "V4", "LOCALHOST", "port", "__class__"])
def test_an_address_is_immutable(addr: IpAddr, name: str) -> None:
    with pytest.raises(AttributeError, match="immutable"):
        setattr(addr, name, b"")
    with pytest.raises(AttributeError, match="immutable"):
        delattr(addr, name)
    assert not hasattr(addr, "__dict__")


def test_v4_and_v6_are_the_only_variants() -> None:
    assert IpAddr.V4 is Ipv4Addr
    assert IpAddr.V6 is Ipv6Addr
    with pytest.raises(TypeError):
        IpAddr()  # type: ignore[abstract]
    with pytest.raises(TypeError):
        type("Ipv5Addr", (IpAddr,), {})
    with pytest.raises(TypeError):
        type("MyAddr", (Ipv4Addr,), {})


def test_the_constants_have_rusts_values() -> None:
    assert str(Ipv4Addr.LOCALHOST) == "127.0.0.1"
    assert str(Ipv4Addr.UNSPECIFIED) == "0.0.0.0"
    assert str(Ipv4Addr.BROADCAST) == "255.255.255.255"
    assert str(Ipv6Addr.LOCALHOST) == "::1"
    assert str(Ipv6Addr.UNSPECIFIED) == "::"
    assert (Ipv4Addr.BITS, Ipv6Addr.BITS) == (32, 128)


@pytest.mark.parametrize("octet", [-1, 256, 1 << 70])
def test_an_octet_out_of_range_raises_value_error(octet: int) -> None:
    for octets in ((octet, 0, 0, 0), (0, octet, 0, 0), (0, 0, octet, 0), (0, 0, 0, octet)):
        with pytest.raises(ValueError, match="u8"):
            Ipv4Addr(*octets)
        with pytest.raises(ValueError, match="u8"):
            Ipv4Addr.new(*octets)


@pytest.mark.parametrize("octet", [-1, 256, 1 << 70])
@pytest.mark.parametrize("kind", [Ipv4Addr, Ipv6Addr])
def test_an_octet_of_a_tuple_or_list_out_of_range_raises_value_error(kind: Any, octet: int) -> None:
    conversions: list[Any] = [IpAddr.from_, kind.from_, kind.from_octets]
    size = kind.BITS // 8
    for place in range(size):
        octets = [0] * size
        octets[place] = octet
        for convert in conversions:
            for form in (octets, tuple(octets)):
                with pytest.raises(ValueError, match="u8 is 0 to 255"):
                    convert(form)


@pytest.mark.parametrize("segment", [-1, 65536, 1 << 70])
@pytest.mark.parametrize("place", range(8))
def test_a_segment_out_of_range_raises_value_error(segment: int, place: int) -> None:
    segments = [0] * 8
    segments[place] = segment
    a, b, c, d, e, f, g, h = segments
    with pytest.raises(ValueError, match="u16"):
        Ipv6Addr(a, b, c, d, e, f, g, h)
    with pytest.raises(ValueError, match="u16"):
        Ipv6Addr.new(a, b, c, d, e, f, g, h)
    with pytest.raises(ValueError, match="u16"):
        Ipv6Addr.from_segments((a, b, c, d, e, f, g, h))


@pytest.mark.parametrize("bits", [-1, 1 << 128])
def test_bits_out_of_range_raise_value_error(bits: int) -> None:
    with pytest.raises(ValueError, match="u32"):
        Ipv4Addr.from_bits(bits)
    with pytest.raises(ValueError, match="u128"):
        Ipv6Addr.from_(bits)


@given(st.binary(max_size=20), st.sampled_from([bytes, list, tuple]))
def test_a_wrong_number_of_octets_raises_value_error(octets: bytes, form: type) -> None:
    for size, from_octets in ((4, Ipv4Addr.from_octets), (16, Ipv6Addr.from_octets)):
        if len(octets) != size:
            with pytest.raises(ValueError, match=f"{size} octets, not {len(octets)}"):
                from_octets(form(octets))
    is_segments = len(octets) == 8 and form is not bytes
    if len(octets) not in (4, 16) and not is_segments:
        with pytest.raises(ValueError, match=f"16 octets, not {len(octets)}"):
            IpAddr.from_(form(octets))


@pytest.mark.parametrize("wrong", [None, "1", 1.0, b"\1"])
def test_a_wrong_type_raises_type_error(wrong: int) -> None:
    with pytest.raises(TypeError):
        Ipv4Addr(wrong, 0, 0, 0)
    with pytest.raises(TypeError):
        Ipv6Addr(0, 0, 0, 0, 0, 0, 0, wrong)
    with pytest.raises(TypeError):
        Ipv4Addr.from_bits(wrong)


@pytest.mark.parametrize("wrong", [None, "127.0.0.1", 1.0, object(), ipaddress.ip_network("::/0")])
def test_from_refuses_every_other_type(wrong: bytes) -> None:
    conversions: list[Callable[[bytes], object]] = [IpAddr.from_, Ipv4Addr.from_, Ipv6Addr.from_]
    for from_ in conversions:
        with pytest.raises(TypeError):
            from_(wrong)


def test_from_takes_any_bytes_like_object() -> None:
    for octets in (b"\x7f\0\0\1", bytearray(b"\x7f\0\0\1"), memoryview(b"\x7f\0\0\1")):
        assert IpAddr.from_(octets) == Ipv4Addr.from_(octets) == Ipv4Addr.LOCALHOST
    for items in (array("B", b"\x7f\0\0\1"), array("H", b"\x7f\0\0\1")):
        assert IpAddr.from_(items) == Ipv4Addr.from_octets(items) == Ipv4Addr.LOCALHOST


@pytest.mark.parametrize(
    "wrong",
    [4, 16, "127.0.0.1", {127, 0, 1}, range(4), [1.0, 0, 0, 1], ("1", 0, 0, 1), [b"\1"] * 16],
)
def test_octets_are_bytes_or_a_tuple_or_list_of_integers(wrong: Any) -> None:
    for from_octets in (Ipv4Addr.from_octets, Ipv6Addr.from_octets):
        with pytest.raises(TypeError):
            from_octets(wrong)
    with pytest.raises(TypeError):
        IpAddr.from_(wrong)


@pytest.mark.parametrize(
    "addr", [Ipv4Addr.LOCALHOST, Ipv6Addr.LOCALHOST, *map(ipaddress.ip_address, ("1.2.3.4", "::1"))]
)
def test_an_address_is_no_octets(addr: Any) -> None:
    for from_octets in (Ipv4Addr.from_octets, Ipv6Addr.from_octets):
        with pytest.raises(TypeError):
            from_octets(addr)


@pytest.mark.parametrize(
    ("name", "networks"),
    [
        ("is_loopback", ["127.0.0.0/8"]),
        ("is_private", ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]),
        ("is_link_local", ["169.254.0.0/16"]),
        ("is_shared", ["100.64.0.0/10"]),
        ("is_benchmarking", ["198.18.0.0/15"]),
        ("is_multicast", ["224.0.0.0/4"]),
    ],
)
def test_a_predicate_is_true_in_its_networks_and_nowhere_else(
    name: str, networks: list[str]
) -> None:
    # Two octets decide, as no prefix is longer than 16 bits.
    expected = {
        part.network_address.packed
        for network in map(ipaddress.IPv4Network, networks)
        for part in network.subnets(new_prefix=16)
    }
    each = (bytes((a, b, 0, 0)) for a in range(256) for b in range(256))
    assert {octets for octets in each if getattr(Ipv4Addr.from_octets(octets), name)()} == expected


def test_from_octets_copies_the_octets() -> None:
    octets = bytearray(4)
    addr = Ipv4Addr.from_octets(octets)
    octets[0] = 1
    assert addr == Ipv4Addr.UNSPECIFIED


def test_from_an_address_returns_an_equal_address() -> None:
    assert Ipv4Addr.from_(Ipv4Addr.LOCALHOST) == Ipv4Addr.LOCALHOST
    assert Ipv6Addr.from_(Ipv6Addr.LOCALHOST) == Ipv6Addr.LOCALHOST
    assert IpAddr.from_(Ipv6Addr.LOCALHOST) == Ipv6Addr.LOCALHOST


def test_from_refuses_octets_of_the_other_version() -> None:
    with pytest.raises(ValueError, match="4 octets"):
        Ipv4Addr.from_(ipaddress.ip_address("::1").packed)
    with pytest.raises(ValueError, match="16 octets"):
        Ipv6Addr.from_(ipaddress.ip_address("127.0.0.1").packed)


def test_from_refuses_an_ipaddress_object_with_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        IpAddr.from_(ipaddress.IPv6Address("fe80::1%eth0"))
    assert str(IpAddr.from_(ipaddress.IPv6Address("fe80::1"))) == "fe80::1"


def test_a_pattern_takes_what_the_constructor_takes() -> None:
    match Ipv4Addr(10, 20, 30, 40):
        case Ipv4Addr(10, b, c, d):
            assert (b, c, d) == (20, 30, 40)
        case _:
            pytest.fail("10.20.30.40 begins with 10")
    match Ipv6Addr(1, 2, 3, 4, 5, 6, 7, 8):
        case Ipv6Addr(1, b, c, d, e, f, g, h):
            assert (b, c, d, e, f, g, h) == (2, 3, 4, 5, 6, 7, 8)
        case _:
            pytest.fail("1:2:3:4:5:6:7:8 begins with 1")


@given(ip_addrs)
def test_a_match_over_the_variants_is_exhaustive(addr: IpAddr.V4 | IpAddr.V6) -> None:
    match addr:
        case IpAddr.V4():
            version = 4
        case IpAddr.V6():
            version = 6
    assert version == addr.to_ipaddress().version
    assert (addr.is_ipv4(), addr.is_ipv6()) == (version == 4, version == 6)


@given(ipv4_addrs)
def test_the_canonical_form_of_a_mapped_address_is_the_ipv4_address(addr: Ipv4Addr) -> None:
    assert addr.to_canonical() == addr
    assert addr.to_ipv6_mapped().to_canonical() == addr
    assert addr.to_ipv6_compatible().to_canonical() == addr.to_ipv6_compatible()


def test_a_multicast_scope_is_found_by_its_number() -> None:
    for scope in Ipv6MulticastScope:
        assert Ipv6Addr(0xFF00 | scope.value, 0, 0, 0, 0, 0, 0, 1).multicast_scope() is scope
    named = [scope.value for scope in Ipv6MulticastScope]
    for number in set(range(16)) - set(named):
        assert Ipv6Addr(0xFF00 | number, 0, 0, 0, 0, 0, 0, 1).multicast_scope() is None


@given(ip_addrs)
def test_predicates_agree_with_ipaddress(addr: IpAddr.V4 | IpAddr.V6) -> None:
    theirs = addr.to_ipaddress()
    if addr == addr.to_canonical():
        assert addr.is_loopback() == theirs.is_loopback
        assert addr.is_unspecified() == theirs.is_unspecified
        assert addr.is_multicast() == theirs.is_multicast
    match addr:
        case IpAddr.V4():
            assert addr.is_link_local() == theirs.is_link_local
            assert not addr.is_private() or theirs.is_private
        case IpAddr.V6():
            assert addr.to_ipv4_mapped() is not None or (
                addr.is_unicast_link_local() == theirs.is_link_local
            )
            assert not addr.is_unique_local() or theirs.is_private


def test_importing_addresses_does_not_import_ipaddress() -> None:
    script = "import sys, stdnet._core.socket_addr as s; sys.exit('ipaddress' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script]).returncode == 0


def text_of_musl(segments: list[int]) -> str:
    """Returns what musl's `inet_ntop` makes of an address.

    It compares runs by their characters: one at the start lacks the colon in front.
    """
    text = ":".join(f"{segment:x}" for segment in segments)
    starts = [0, *(colon.start() for colon in re.finditer(":", text))]
    rests = (text[start:] for start in starts)
    longest = max((rest[: len(rest) - len(rest.lstrip(":0"))] for rest in rests), key=len)
    return text.replace(longest, "::", 1) if len(longest) > 3 else text


@given(st.lists(st.sampled_from([0, 0, 0, 1, 0xF00]), min_size=8, max_size=8))
def test_the_text_of_an_ipv6_address_is_the_same_with_musl(segments: list[int]) -> None:
    octets = b"".join(segment.to_bytes(2, "big") for segment in segments)
    if octets[:10] != bytes(10):  # Neither IPv4-compatible nor IPv4-mapped.
        assert shorten_first(text_of_musl(segments)) == ipv6_text(octets)
