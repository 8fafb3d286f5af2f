import unicodedata
from collections.abc import Iterator
from datetime import timedelta
from itertools import chain
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stdnet._core.fmt import debug, debug_duration, debug_option, debug_struct, pad
from stdnet.result._debug import debug_str
from tests.support import oracle

# A non-spacing mark in Unicode 14 to 15.1, but not in Unicode 17.
RECLASSIFIED = {"\N{AHOM CONSONANT SIGN MEDIAL RA}"}


@pytest.fixture(scope="module")
def rust() -> Iterator[oracle.Oracle]:
    with oracle.Oracle("fmt") as process:
        yield process


@pytest.mark.parametrize("answer", oracle.golden("fmt"))
def test_debug_str_matches_rusts_recorded_answer(answer: oracle.Answer) -> None:
    assert debug_str(str(answer["text"])) == answer["debug"]


@oracle.needs_rustc
@given(st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs", "Cn"])))
def test_debug_str_matches_rusts_answer(rust: oracle.Oracle, text: str) -> None:
    assert debug_str(text) == rust.ask(oracle.word(text))["debug"]


@oracle.needs_rustc
def test_debug_str_escapes_the_characters_that_rust_escapes(rust: oracle.Oracle) -> None:
    ranges = cast("list[tuple[int, int]]", rust.ask("escaped")["escaped"])
    escaped = set(map(chr, chain.from_iterable(range(low, high + 1) for low, high in ranges)))
    # Characters that the older Unicode of Python has not assigned yet are left out.
    known = (chr(code) for code in chain(range(0xD800), range(0xE000, 0x11_0000)))
    different = [
        char
        for char in known
        if unicodedata.category(char) != "Cn"
        and (debug_str(char) != f'"{char}"') != (char in escaped)
    ]
    assert set(different) <= RECLASSIFIED


def test_debug_str_escapes_a_lone_surrogate() -> None:
    assert debug_str("a\ud800") == '"a\\u{d800}"'


def test_debug_writes_strings_booleans_and_reprs() -> None:
    written = [debug("a"), debug(True), debug(False), debug(7), debug(None)]
    assert written == ['"a"', "true", "false", "7", "None"]


def test_debug_struct_writes_its_fields_in_order() -> None:
    assert debug_struct("Take", inner="x", limit=3) == 'Take { inner: "x", limit: 3 }'


def test_debug_option_writes_none_or_some_value() -> None:
    assert debug_option(None) == "None"
    assert debug_option("a") == 'Some("a")'
    assert debug_option(timedelta(milliseconds=1500)) == "Some(1.5s)"


@pytest.mark.parametrize(
    ("micros", "text"),
    [
        *((0, "0ns"), (1, "1µs"), (999, "999µs"), (1000, "1ms"), (1500, "1.5ms")),
        *((999_999, "999.999ms"), (1_000_000, "1s"), (1_000_001, "1.000001s"), (90_000_000, "90s")),
    ],
)
def test_debug_duration_writes_the_largest_unit(micros: int, text: str) -> None:
    assert debug_duration(timedelta(microseconds=micros)) == text


@pytest.mark.parametrize(
    ("spec", "padded"),
    [
        *(("", "ab"), ("5", "ab   "), (">5", "   ab"), ("*^6", "**ab**"), (".1", "a")),
        *(("05", "ab   "), (">05", "   ab"), ("0>5", "000ab"), ("0<05", "ab000"), ("<>4", "<<ab")),
    ],
)
def test_pad_takes_a_zero_for_a_fill_but_not_for_a_flag(spec: str, padded: str) -> None:
    assert pad("ab", spec) == padded
