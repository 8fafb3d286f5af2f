"""The fuzz targets accept any bytes. `python -m tests.fuzz` runs them for longer."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS, corpus
from tests.support.addresses import any_text, near_addresses
from tests.support.strategies import addr_texts

_texts = near_addresses() | addr_texts | any_text
inputs = st.binary(max_size=300) | _texts.map(lambda text: text.encode("utf-8", "surrogatepass"))
"""Any bytes, and texts that are addresses or nearly so."""


@pytest.mark.parametrize("target", TARGETS)
def test_a_target_accepts_the_kept_inputs(target: str) -> None:
    kept = corpus(target)
    assert kept
    for data in kept:
        TARGETS[target](data)


@pytest.mark.parametrize("target", TARGETS)
@given(inputs)
@example(b"")
@example(b"[" * 10_000)
@example(b"1" * 4301)
@example(b"host:" + b"0" * 4301 + b"80")
@example(b"a" * 10_000 + b":80")
@example(b"..:80")
@example(b"[::1%lo]:80")
@example(b"[fe80::1%4294967296]:80")
@example("\ud800:80".encode("utf-8", "surrogatepass"))
@example(b"a\0b:80")
def test_a_target_accepts_any_bytes(target: str, data: bytes) -> None:
    TARGETS[target](data)
