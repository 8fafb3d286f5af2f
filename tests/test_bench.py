"""Every scenario of the benchmark runs; how fast is not a matter of tests."""

import pytest

from tests.bench.__main__ import lines, table
from tests.bench.rounds import SMOKE, measure
from tests.bench.scenarios import SCENARIOS


@pytest.mark.parametrize("name", SCENARIOS)
def test_scenario(name: str) -> None:
    row = measure(SCENARIOS[name], ["raw", "stdnet"], SMOKE)
    assert not row.missing
    assert set(row.costs) == {"raw", "stdnet"}
    if not row.scenario.kib:
        assert row.costs["raw"] == (1, 1)
    assert row.costs["stdnet"].wall >= 0
    assert name in "".join(lines(iter([row])))
    assert row.scenario.what in "\n".join(table(iter([row]), ["raw", "stdnet"]))


@pytest.mark.parametrize("who", ["returns", "asyncio", "uvloop", "trio", "anyio", "rust"])
def test_who_is_missing_is_left_out(who: str) -> None:
    row = measure(SCENARIOS["import"], ["raw", who], SMOKE)
    assert row.costs.keys() >= {"raw"}
    assert (who in row.costs) is not (who in row.missing)
