"""The golden answers are what Rust says today."""

import pytest

from tests.support import oracle


@oracle.needs_rustc
@pytest.mark.parametrize("name", oracle.names())
def test_golden_answers_are_those_of_a_fresh_run(name: str) -> None:
    committed = (oracle.GOLDEN / f"{name}.jsonl").read_text(encoding="utf-8")
    assert committed == oracle.fresh(name)
