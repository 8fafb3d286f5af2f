from collections.abc import Iterator
from datetime import timedelta
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stdnet._core.fmt import debug, debug_duration, debug_option, debug_struct, pad
from stdnet.result._debug import debug_str
from tests.support import oracle
from tests.support.escaped_runs import escaped_ranges


@pytest.fixture(scope="module")
def rust() -> Iterator[oracle.Oracle]:
    with oracle.Oracle("fmt") as process:
        yield process


@pytest.mark.parametrize("answer", oracle.golden("fmt")[:-1])
def test_debug_str_matches_rusts_recorded_answer(answer: oracle.Answer) -> None:
    assert debug_str(str(answer["text"])) == answer["debug"]


def test_debug_str_escapes_the_characters_that_rust_escapes() -> None:
    escaped = set(chain.from_iterable(range(low, high + 1) for low, high in escaped_ranges()))
    named = {char: debug_str(char)[1:-1] for char in "\t\r\n'\"\\\0"}
    texts = [f"\\u{{{code:x}}}" if code in escaped else chr(code) for code in range(0x11_0000)]
    for char, text in named.items():
        texts[ord(char)] = text
    assert debug_str("".join(map(chr, range(0x11_0000)))) == f'"{"".join(texts)}"'


@oracle.needs_rustc
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_debug_str_matches_rusts_answer(rust: oracle.Oracle, text: str) -> None:
    assert debug_str(text) == rust.ask(oracle.word(text))["debug"]


@oracle.needs_rustc
def test_debug_str_matches_rusts_answer_for_all_characters(rust: oracle.Oracle) -> None:
    text = "".join(map(chr, chain(range(0xD800), range(0xE000, 0x11_0000))))
    assert debug_str(text) == rust.ask("all")["debug"]


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
