import unicodedata
from collections.abc import Iterator
from itertools import chain
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stdnet._core.fmt import debug, debug_str, debug_struct
from tests.support import oracle

# Unicode 14 to 15.1 count it as a non-spacing mark, Unicode 17 does not.
RECLASSIFIED = {"\N{AHOM CONSONANT SIGN MEDIAL RA}"}


@pytest.fixture(scope="module")
def rust() -> Iterator[oracle.Oracle]:
    with oracle.Oracle("fmt") as process:
        yield process


@pytest.mark.parametrize("answer", oracle.golden("fmt"))
def test_debug_str_is_rusts(answer: oracle.Answer) -> None:
    assert debug_str(str(answer["text"])) == answer["debug"]


@oracle.needs_rustc
@given(st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs", "Cn"])))
def test_debug_str_is_what_rust_says(rust: oracle.Oracle, text: str) -> None:
    assert debug_str(text) == rust.ask(oracle.word(text))["debug"]


@oracle.needs_rustc
def test_debug_str_escapes_the_characters_that_rust_escapes(rust: oracle.Oracle) -> None:
    ranges = cast("list[tuple[int, int]]", rust.ask("escaped")["escaped"])
    escaped = set(map(chr, chain.from_iterable(range(low, high + 1) for low, high in ranges)))
    # Python's Unicode is older: it escapes what is not assigned there yet.
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
    assert [debug("a"), debug(True), debug(False), debug(7), debug(None)] == [
        '"a"',
        "true",
        "false",
        "7",
        "None",
    ]


def test_debug_struct_writes_its_fields_in_order() -> None:
    assert debug_struct("Take", inner="x", limit=3) == 'Take { inner: "x", limit: 3 }'
