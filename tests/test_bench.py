"""Every scenario of the benchmark runs. Its speed is not tested."""

import platform
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench import results
from tests.bench.peer import Peer
from tests.bench.results import json_lines, markdown
from tests.bench.runner import ROOT, SMOKE, Row, measure, start_peer
from tests.bench.scenarios import SCENARIOS
from tests.bench.stopwatch import Cost
from tests.support.once import only_with

pytestmark = [only_with("3.12"), pytest.mark.slow]


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
    assert row.scenario.label in "\n".join(markdown(iter([row]), ["raw", "stdnet"]))


@pytest.mark.parametrize("implementation", ["returns", "uvloop", "rust"])
def test_an_implementation_is_measured_or_reported_missing(implementation: str) -> None:
    row = measure(SCENARIOS["import"], ["raw", implementation], SMOKE)
    assert row.costs.keys() >= {"raw"}
    assert (implementation in row.costs) is not (implementation in row.missing)


def test_a_recorded_run_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "RECORD", tmp_path / "speed.json")
    costs = {"raw": Cost(1.0, 1.0), "stdnet": Cost(1.0625, 1.125)}
    rows = [Row(SCENARIOS["echo"], costs, {"rust": "no rustc"}, misses_target=True)]
    results.record(rows)
    assert results.recorded() == (platform.python_version(), results.rust_version(), rows)
    (line,) = list(results.table(iter(rows), ["raw", "stdnet", "rust"]))[2:]
    assert line.split() == [
        "|",
        "TCP",
        "round",
        "trip,",
        "64",
        "B,",
        "client",
        "|",
        "1.05",
        "|",
        "!1.06/1.12",
        "|",
        "|",
    ]


@pytest.mark.parametrize("words", ["bench echo", "bench --quick", "bench.many idle"])
def test_a_part_of_the_table_is_not_recorded(words: str) -> None:
    table, word = words.split()
    command = [sys.executable, "-m", f"tests.{table}", "--record", word]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2
    assert "is not recorded" in done.stderr
