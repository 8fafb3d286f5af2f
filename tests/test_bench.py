"""Every scenario of the benchmark runs. Its speed is not tested."""

from collections.abc import Iterator

import pytest

from tests.bench.peer import Peer
from tests.bench.results import as_json, from_json, json_lines, markdown
from tests.bench.runner import SMOKE, measure, start_peer
from tests.bench.scenarios import SCENARIOS

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def peer() -> Iterator[Peer]:
    """Yields the peer: the process at the other end of all connections."""
    with start_peer(apart=False) as process:
        port, path = process.address
        yield Peer(int(port), path)


@pytest.mark.parametrize("implementation", ["raw", "stdnet"])
@pytest.mark.parametrize("name", SCENARIOS)
def test_every_scenario_runs(name: str, implementation: str, peer: Peer) -> None:
    scenario = SCENARIOS[name]
    cost = scenario.work[implementation](peer, max(scenario.count // SMOKE.divisor, 1))
    assert cost.wall >= 0
    assert cost.cpu >= 0


@pytest.mark.parametrize("name", ["echo", "copy-apart", "memory"])
def test_processes_that_take_turns_yield_a_row(name: str) -> None:
    row = measure(SCENARIOS[name], ["raw", "stdnet"], SMOKE)
    assert not row.missing
    assert set(row.costs) == {"raw", "stdnet"}
    if not row.scenario.in_kib:
        assert row.costs["raw"] == (1, 1)
    assert row.costs["stdnet"].wall >= 0
    assert name in "".join(json_lines(iter([row])))
    assert from_json(as_json(row)) == row
    assert row.scenario.label in "\n".join(markdown(iter([row]), ["raw", "stdnet"]))


@pytest.mark.parametrize("implementation", ["returns", "uvloop", "rust"])
def test_an_implementation_is_measured_or_reported_missing(implementation: str) -> None:
    row = measure(SCENARIOS["import"], ["raw", implementation], SMOKE)
    assert row.costs.keys() >= {"raw"}
    assert (implementation in row.costs) is not (implementation in row.missing)
