"""The committed golden files are what the oracle programs print."""

import pytest

from tests.support import oracle, socket2_crate


@oracle.needs_rustc
@pytest.mark.parametrize("name", oracle.names())
def test_a_fresh_run_prints_the_golden_file(name: str) -> None:
    if oracle.uses_socket2(name):
        socket2_crate.skip_without()
    committed = (oracle.GOLDEN / f"{name}.jsonl").read_text(encoding="utf-8")
    assert committed == oracle.fresh(name)
