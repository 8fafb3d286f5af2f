"""The committed golden files are what the oracle programs print."""

import pytest

from tests.support import oracle


@oracle.needs_rustc
@pytest.mark.parametrize("name", oracle.names())
def test_a_fresh_run_prints_the_golden_file(name: str) -> None:
    committed = (oracle.GOLDEN / f"{name}.jsonl").read_text(encoding="utf-8")
    assert committed == oracle.fresh(name)
