"""Every scenario of the benchmark runs; how fast is not a matter of tests."""

from collections.abc import Iterator

import pytest

from tests.bench.__main__ import lines, table
from tests.bench.peer import Peer
from tests.bench.rounds import SMOKE, measure, peer
from tests.bench.scenarios import SCENARIOS


@pytest.fixture(scope="module")
def other_end() -> Iterator[Peer]:
    """The other end of all connections."""
    with peer(apart=False) as other:
        port, path = other.at
        yield Peer(int(port), path)


@pytest.mark.parametrize("who", ["raw", "stdnet"])
@pytest.mark.parametrize("name", SCENARIOS)
def test_work(name: str, who: str, other_end: Peer) -> None:
    scenario = SCENARIOS[name]
    cost = scenario.by[who](other_end, max(scenario.count // SMOKE.part, 1))
    assert cost.wall >= 0
    assert cost.cpu >= 0


@pytest.mark.parametrize("name", ["echo", "copy-apart", "memory"])
def test_measured_by_processes_that_take_turns(name: str) -> None:
    row = measure(SCENARIOS[name], ["raw", "stdnet"], SMOKE)
    assert not row.missing
    assert set(row.costs) == {"raw", "stdnet"}
    if not row.scenario.kib:
        assert row.costs["raw"] == (1, 1)
    assert row.costs["stdnet"].wall >= 0
    assert name in "".join(lines(iter([row])))
    assert row.scenario.what in "\n".join(table(iter([row]), ["raw", "stdnet"]))


@pytest.mark.parametrize("who", ["returns", "uvloop", "rust"])
def test_who_is_missing_is_left_out(who: str) -> None:
    row = measure(SCENARIOS["import"], ["raw", who], SMOKE)
    assert row.costs.keys() >= {"raw"}
    assert (who in row.costs) is not (who in row.missing)
