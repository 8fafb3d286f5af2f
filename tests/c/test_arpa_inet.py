"""<arpa/inet.h>, compared with a C program and with Python's own functions."""

import _socket
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st

from stdnet import c
from tests.c.test_layout import rows
from tests.support.addresses import any_text, near_addresses

_T = TypeVar("_T")

texts = (
    near_addresses() | any_text.map(lambda text: text.encode(errors="replace").decode())
).filter(lambda text: "\0" not in text)


def attempt(call: Callable[[], _T]) -> _T | None:
    """Returns the result of a call, or `None` if it raises."""
    try:
        return call()
    except (OSError, ValueError):
        return None


def pton(family: int, text: str) -> tuple[int, bytes]:
    """Returns the result of `inet_pton`, and the bytes that it has written on success."""
    dst = c.in_addr() if family == c.AF_INET else c.in6_addr()
    result = c.inet_pton(family, text, dst)
    return result, bytes(dst) if result == 1 else b""


def test_texts_are_parsed_as_in_c() -> None:
    for row in rows("text"):
        text = str(row["text"])
        assert pton(c.AF_INET, text) == (row["v4"], bytes.fromhex(str(row["v4_bytes"])))
        assert pton(c.AF_INET6, text) == (row["v6"], bytes.fromhex(str(row["v6_bytes"])))
        old = c.in_addr()
        assert c.inet_aton(text, old) == row["aton"]
        assert bytes(old) == bytes.fromhex(str(row["aton_bytes"])).ljust(4, b"\0")
        assert c.inet_addr(text) == row["inet_addr"]


def test_addresses_are_written_as_in_c() -> None:
    for row in rows("room"):
        octets, room = bytes.fromhex(str(row["bytes"])), row["room"]
        assert isinstance(room, int)
        dst = bytearray(room)
        c.set_errno(0)
        assert c.inet_ntop(c.AF_INET6, octets, dst, room) == row["inet_ntop"]
        assert c.errno() == row["errno"]
        assert c.inet_ntop(c.AF_INET, octets, bytearray(16), 16) == row["v4"]
        assert c.inet_ntoa(c.in_addr.from_buffer_copy(octets)) == row["inet_ntoa"]


def test_the_messages_of_errors_are_those_of_c() -> None:
    for row in rows("strerror"):
        code = row["code"]
        assert isinstance(code, int)
        assert (c.strerror(code), c.gai_strerror(code)) == (row["strerror"], row["gai_strerror"])


@given(texts)
def test_any_text_is_parsed_as_python_parses_it(text: str) -> None:
    for family in (c.AF_INET, c.AF_INET6):
        packed = attempt(partial(_socket.inet_pton, family, text))
        assert pton(family, text) == ((0, b"") if packed is None else (1, packed))
    old = c.in_addr()
    packed = attempt(lambda: _socket.inet_aton(text))
    assert (c.inet_aton(text, old), bytes(old)) == (
        (0, bytes(4)) if packed is None else (1, packed)
    )


@given(st.binary(min_size=16, max_size=16))
def test_any_address_is_written_as_python_writes_it(octets: bytes) -> None:
    v6 = c.inet_ntop(c.AF_INET6, octets, bytearray(46), 46)
    assert v6 == _socket.inet_ntop(_socket.AF_INET6, octets)
    dst = bytearray(16)
    assert c.inet_ntop(c.AF_INET, memoryview(octets)[:4], dst, 16) == _socket.inet_ntoa(octets[:4])
    assert dst.rstrip(b"\0").decode() == _socket.inet_ntoa(octets[:4])
