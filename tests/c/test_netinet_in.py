"""<netinet/in.h>: byte order, and structures and their texts."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stdnet import c
from tests.c.test_layout import rows
from tests.support.addresses import ports, u32s


def test_byte_order_is_converted_as_in_c() -> None:
    for row in rows("htonl"):
        number = row["number"]
        assert isinstance(number, int)
        assert c.htonl(number) == row["htonl"]
        assert c.ntohl(number) == row["ntohl"]
        assert c.htons(number & 0xFFFF) == row["htons"]
        assert c.ntohs(number & 0xFFFF) == row["ntohs"]


@given(ports)
def test_ntohs_is_the_inverse_of_htons(port: int) -> None:
    assert c.ntohs(c.htons(port)) == port
    assert bytes(c.sockaddr_in(sin_port=c.htons(port)))[2:4] == port.to_bytes(2, "big")


@given(u32s)
def test_ntohl_is_the_inverse_of_htonl(number: int) -> None:
    assert c.ntohl(c.htonl(number)) == number
    assert bytes(c.in_addr(c.htonl(number))) == number.to_bytes(4, "big")


@pytest.mark.parametrize("function", [c.htons, c.ntohs])
def test_htons_and_ntohs_refuse_more_than_16_bits(function: "type[int]") -> None:
    for wrong in (-1, 0x10000):
        with pytest.raises(ValueError, match="u16 is 0 to 65535"):
            function(wrong)
    with pytest.raises(TypeError):
        function("80")


@pytest.mark.parametrize("function", [c.htonl, c.ntohl])
def test_htonl_and_ntohl_refuse_more_than_32_bits(function: "type[int]") -> None:
    for wrong in (-1, 1 << 32):
        with pytest.raises(ValueError, match="u32 is 0 to 4294967295"):
            function(wrong)
    with pytest.raises(TypeError):
        function(1.5)


@given(u32s, ports, st.binary(max_size=16))
def test_a_structure_holds_the_values_of_its_members(scope: int, port: int, octets: bytes) -> None:
    addr = c.sockaddr_in6(c.AF_INET6, c.htons(port), 0, c.in6_addr(octets), scope)
    again = c.sockaddr_in6.from_buffer_copy(bytes(addr))
    assert again.sin6_port == c.htons(port)
    assert again.sin6_addr.s6_addr == octets.ljust(16, b"\0")
    assert again.sin6_scope_id == scope


def test_a_cast_and_a_nested_structure_share_the_memory() -> None:
    storage = c.sockaddr_storage()
    c.sockaddr_in.from_buffer(storage).sin_family = c.AF_INET
    assert storage.ss_family == c.AF_INET
    inner = c.sockaddr_in()
    inner.sin_addr.s_addr = c.htonl(c.INADDR_LOOPBACK)
    assert inner.sin_addr.s_addr == c.inet_addr("127.0.0.1")


def test_wrong_values_of_members_are_refused() -> None:
    addr = c.sockaddr_in()
    for wrong in (-1, 1 << 16):
        with pytest.raises(ValueError, match="sin_port is 0 to 65535"):
            addr.sin_port = wrong
    with pytest.raises(TypeError):
        addr.sin_port = "80"  # type: ignore[assignment] # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(TypeError, match="sin_addr is in_addr, not int"):
        addr.sin_addr = 1  # type: ignore[assignment] # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(AttributeError):
        addr.sin_prot = 80  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue]
    with pytest.raises(ValueError, match="s6_addr has 16 bytes, not 17"):
        c.in6_addr(bytes(17))
    with pytest.raises(TypeError, match="sockaddr_in is made of: sin_family, sin_port, sin_addr"):
        c.sockaddr_in(sin6_port=1)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    with pytest.raises(TypeError, match="in_addr is made of: s_addr"):
        c.in_addr(1, 2)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    with pytest.raises(TypeError, match="in_addr is made of: s_addr"):
        c.in_addr(1, s_addr=2)  # type: ignore[misc] # pyright: ignore[reportCallIssue]
    assert bytes(addr) == bytes(16)


def test_the_repr_of_a_structure_is_code_that_makes_it() -> None:
    loopback = c.in_addr(c.htonl(c.INADDR_LOOPBACK))
    addr = c.sockaddr_in(c.AF_INET, c.htons(80), loopback)
    assert repr(addr) == (
        "sockaddr_in(sin_family=AF_INET, sin_port=htons(80), "
        'sin_addr=in_addr(s_addr=inet_addr("127.0.0.1")))'
    )
    again = eval(repr(addr), vars(c).copy())
    assert bytes(again) == bytes(addr)


def test_a_dump_shows_an_ipv6_address_as_text() -> None:
    addr = c.sockaddr_in6(c.AF_INET6, c.htons(443))
    addr.sin6_addr = c.in6addr_loopback
    assert addr.hexdump().splitlines() == [
        "sockaddr_in6, 28 bytes",
        " 0  0a 00                    sin6_family                AF_INET6",
        " 2  01 bb                    sin6_port         network  htons(443)",
        " 4  00 00 00 00              sin6_flowinfo     network  htonl(0)",
        " 8  00 00 00 00 00 00 00 00  sin6_addr.s6_addr network  ::1",
        "16  00 00 00 00 00 00 00 01",
        "24  00 00 00 00              sin6_scope_id              0",
    ]
    addr.sin6_addr.s6_addr = b"\xff"
    assert bytes(c.in6addr_loopback) == c.IN6ADDR_LOOPBACK_INIT
    assert bytes(c.in6addr_any) == c.IN6ADDR_ANY_INIT


def test_a_dump_leaves_out_repeated_lines() -> None:
    assert c.sockaddr_un(c.AF_UNIX, b"/path/of/a").hexdump().splitlines() == [
        "sockaddr_un, 110 bytes",
        "  0  01 00                    sun_family          AF_UNIX",
        "  2  2f 70 61 74 68 2f 6f 66  sun_path            b'/path/of/a'",
        " 10  2f 61 00 00 00 00 00 00",
        " 18  00 00 00 00 00 00 00 00",
        "*",
        "106  00 00 00 00",
    ]


def bytes_in_dump(dump: str) -> bytes:
    """Returns the bytes that a dump shows."""
    held = b""
    for at, octets in re.findall(r"^ *(\d+)  (\w\w(?: \w\w)*)", dump, re.MULTILINE):
        while len(held) < int(at):  # After a line with a `*`.
            held += held[-8:]
        held += bytes.fromhex(octets)
    return held


@given(st.binary(min_size=128, max_size=128) | st.just(bytes(128)))
def test_every_byte_is_in_a_dump(held: bytes) -> None:
    for kind in (c.sockaddr_storage, c.sockaddr, c.sockaddr_un, c.sockaddr_in6, c.timeval):
        one = kind.from_buffer_copy(held)
        assert bytes_in_dump(one.hexdump()) == bytes(one)


@given(st.binary(min_size=28, max_size=28))
def test_the_repr_of_any_structure_is_code_that_makes_it(held: bytes) -> None:
    names = vars(c).copy()
    for kind in (c.sockaddr_in6, c.in_addr, c.in6_addr, c.ipv6_mreq, c.ip_mreqn, c.timeval):
        one = kind.from_buffer_copy(held.ljust(32))
        assert bytes(eval(repr(one), names)) == bytes(one)
