"""Addresses are parsed by exactly Rust's grammar."""

import copy
import pickle
from collections.abc import Callable, Iterator
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stdnet._core.buffer import Buffer
from stdnet._core.ints import U32_MAX
from stdnet._core.ip_addr import IpAddr, Ipv4Addr, Ipv6Addr
from stdnet._core.parser import AddrKind, AddrParseError, read_number
from stdnet._core.socket_addr import SocketAddr, SocketAddrV4, SocketAddrV6
from stdnet.result import Err, Ok, Result
from tests.support import oracle
from tests.support.addresses import any_text, near_addresses
from tests.support.once import share

Parsed: TypeAlias = Result[IpAddr, AddrParseError] | Result[SocketAddr, AddrParseError]

FROM_STR: dict[str, Callable[[str], Parsed]] = {
    "Ip": IpAddr.from_str,
    "Ipv4": Ipv4Addr.from_str,
    "Ipv6": Ipv6Addr.from_str,
    "Socket": SocketAddr.from_str,
    "SocketV4": SocketAddrV4.from_str,
    "SocketV6": SocketAddrV6.from_str,
}
PARSE_ASCII: dict[str, Callable[[Buffer], Parsed]] = {
    "Ip": IpAddr.parse_ascii,
    "Ipv4": Ipv4Addr.parse_ascii,
    "Ipv6": Ipv6Addr.parse_ascii,
    "Socket": SocketAddr.parse_ascii,
    "SocketV4": SocketAddrV4.parse_ascii,
    "SocketV6": SocketAddrV6.parse_ascii,
}


def accepted(results: dict[str, Parsed]) -> dict[str, str]:
    """Returns the addresses that were parsed, by parser; checks the errors of the other parsers."""
    found: dict[str, str] = {}
    for name, result in results.items():
        match result:
            case Ok(addr):
                found[name] = str(addr)
            case Err(error):
                assert error == AddrParseError(AddrKind[name])
    return found


def parsed(text: str) -> dict[str, str]:
    return accepted({name: parse(text) for name, parse in FROM_STR.items()})


def parsed_ascii(octets: Buffer) -> dict[str, str]:
    return accepted({name: parse(octets) for name, parse in PARSE_ASCII.items()})


def test_texts_and_bytes_match_rusts_recorded_answers() -> None:
    for row in oracle.golden("addr_parse"):
        match row:
            case {"text": str(text), "ok": answer}:
                assert parsed(text) == answer, text
                assert parsed_ascii(text.encode()) == answer, text
            case {"bytes": str(digits), "ok": answer}:
                assert parsed_ascii(bytes.fromhex(digits)) == answer, digits
            case _:
                assert "error" in row


@pytest.fixture(scope="module")
def rust() -> Iterator[oracle.Oracle]:
    with oracle.Oracle("addr_parse") as process:
        yield process


EXAMPLES = pytest.mark.parametrize(
    "examples",
    [300, pytest.param(20_000, marks=[pytest.mark.long, pytest.mark.timeout(1200)])],
)


@oracle.needs_rustc
@EXAMPLES
def test_a_text_near_an_address_matches_rusts_answer(rust: oracle.Oracle, examples: int) -> None:
    @settings(max_examples=share(examples), deadline=None)
    @given(near_addresses())
    def check(text: str) -> None:
        answer = rust.ask(oracle.word(text))
        assert parsed(text) == answer
        assert parsed_ascii(text.encode()) == answer

    check()


@oracle.needs_rustc
@EXAMPLES
def test_bytes_match_rusts_answer(rust: oracle.Oracle, examples: int) -> None:
    @settings(max_examples=share(examples), deadline=None)
    @given(st.binary() | st.text("0123456789aF.:[]%").map(str.encode))
    def check(octets: bytes) -> None:
        assert parsed_ascii(octets) == rust.ask(oracle.word(octets))

    check()


@given(any_text | near_addresses())
def test_any_text_is_parsed_without_an_exception(text: str) -> None:
    assert set(parsed(text)) <= set(FROM_STR)


@given(st.binary())
def test_any_bytes_are_parsed_without_an_exception(octets: bytes) -> None:
    parsed = parsed_ascii(octets)
    assert parsed == parsed_ascii(bytearray(octets)) == parsed_ascii(memoryview(octets))


@pytest.mark.parametrize("parse", FROM_STR.values(), ids=FROM_STR)
@pytest.mark.parametrize("text", ["\udc00", "127.0.0.1\udc00", "[::1]:\ud800", "::\0", "\u0661"])
def test_a_surrogate_a_nul_or_a_foreign_digit_is_refused(
    parse: Callable[[str], Parsed], text: str
) -> None:
    assert isinstance(parse(text), Err)


@pytest.mark.parametrize("parse", FROM_STR.values(), ids=FROM_STR)
@pytest.mark.parametrize("wrong", [None, 1, b"127.0.0.1", ["1"], {}, 1.5])
def test_from_str_of_another_type_raises_type_error(
    parse: Callable[[object], Parsed], wrong: object
) -> None:
    with pytest.raises(TypeError):
        parse(wrong)


@pytest.mark.parametrize("parse", PARSE_ASCII.values(), ids=PARSE_ASCII)
@pytest.mark.parametrize("wrong", [None, 1, "127.0.0.1", [49], 1.5])
def test_parse_ascii_of_another_type_raises_type_error(
    parse: Callable[[object], Parsed], wrong: object
) -> None:
    with pytest.raises(TypeError):
        parse(wrong)


@pytest.mark.parametrize("piece", ["1", ".", ":", "::", "[", "%", "0", " ", "f:"])
def test_a_text_of_a_million_characters_is_refused_at_once(piece: str) -> None:
    assert parsed(piece * 1_000_000) == {}


@given(st.integers(0, U32_MAX), st.integers(0, 30))
def test_a_number_may_begin_with_zeros_and_ends_at_its_limit(number: int, zeros: int) -> None:
    text = "0" * zeros + str(number)
    assert read_number(text, number) == number
    assert number == 0 or read_number(text, number - 1) is None


def test_errors_have_rusts_texts() -> None:
    rows = [row for row in oracle.golden("addr_parse") if "error" in row]
    assert len(rows) == len(AddrKind)
    for row in rows:
        error = AddrParseError(AddrKind[str(row["error"])])
        assert str(error) == row["display"]
        assert repr(error) == row["debug"]
        assert [f"{error:>50}", f"{error:.9}"] == row["padded"]


@pytest.mark.parametrize("kind", AddrKind)
def test_errors_compare_by_value(kind: AddrKind) -> None:
    error = AddrParseError(kind)
    assert error == AddrParseError(kind)
    assert hash(error) == hash(AddrParseError(kind))
    assert [other for other in AddrKind if AddrParseError(other) == error] == [kind]
    assert error != ValueError(kind)
    assert copy.copy(error) == copy.deepcopy(error) == error
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(error, protocol)) == error


def test_an_error_is_a_value_error_that_can_be_raised() -> None:
    with pytest.raises(ValueError, match=r"^invalid IPv4 address syntax$"):
        raise Ipv4Addr.from_str("localhost").unwrap_err()


def test_every_failure_has_a_new_error() -> None:
    first, second = Ipv4Addr.from_str("").unwrap_err(), Ipv4Addr.from_str("").unwrap_err()
    assert first == second
    assert first is not second
