"""The committed golden files are what the oracle programs print."""

import os

import pytest

from tests.support import crates, oracle


@oracle.needs_rustc
@pytest.mark.parametrize("name", oracle.names())
def test_a_fresh_run_prints_the_golden_file(name: str) -> None:
    if used := oracle.crate(name):
        crates.skip_without(used)
    assert oracle.golden_text(name) == oracle.fresh(name)


@pytest.mark.skipif(
    os.confstr("CS_GNU_LIBC_VERSION") != "glibc 2.36", reason="the C library is another one"
)
def test_the_c_library_of_the_golden_files_has_their_texts() -> None:
    assert oracle.reworded() == []
