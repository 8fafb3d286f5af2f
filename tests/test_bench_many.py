"""Every server of the benchmark of many connections runs. Its speed is not tested."""

import platform
import sys
from contextlib import closing
from importlib import import_module
from pathlib import Path

import pytest

from tests.bench.many import results
from tests.bench.many.__main__ import report
from tests.bench.many.client import Clients, Server, batches
from tests.bench.many.kinds import BASE, KINDS, LABELS, RUST
from tests.bench.many.runner import SMOKE, Column, column, measure
from tests.bench.many.server import SERVERS
from tests.bench.stopwatch import Cost
from tests.support.once import only_with

pytestmark = [pytest.mark.slow, only_with("3.11")]


def measured(name: str, *rounds: dict[str, float]) -> Column:
    """Returns the column of rounds with these processor times."""
    taken = [{server: Cost(2 * cpu, cpu) for server, cpu in each.items()} for each in rounds]
    return column(KINDS[name], taken, {RUST: "no cargo"})


@pytest.mark.parametrize("name", SERVERS)
def test_every_server_serves_clients(name: str) -> None:
    try:
        import_module(SERVERS[name][1])
    except ImportError as reason:
        pytest.skip(str(reason))
    assert serve("accept", name).cpu > 0


@pytest.mark.parametrize("kind", ["echo-64", "http-1000", "idle"])
def test_every_kind_of_work_is_done(kind: str) -> None:
    assert serve(kind, BASE).cpu >= 0  # Idle connections may fit into what the server has.


def serve(kind: str, name: str) -> Cost:
    """Lets the clients of a server work twice, and returns the cost of the first time."""
    command = [sys.executable, "-m", "tests.bench.many.server", name, KINDS[kind].answer]
    with closing(Server(command)) as server, closing(Clients(KINDS[kind], server)) as clients:
        cost = clients.run(100)
        clients.run(100)
        return cost


@pytest.mark.parametrize("name", ["echo-1", "idle"])
def test_servers_that_take_turns_make_a_column(name: str) -> None:
    found = measure(KINDS[name], ["threads", BASE, RUST], SMOKE)
    assert found.costs.keys() | found.missing.keys() == {"threads", BASE, RUST}
    assert found.costs.keys() >= {"threads", BASE}
    assert KINDS[name].label in "\n".join(report([found], ["threads", BASE]))


def test_ratios_are_those_of_the_same_round() -> None:
    found = measured("echo-64", {"mio": 3, BASE: 1}, {"mio": 40, BASE: 10}, {"mio": 10, BASE: 5})
    assert found.costs == {BASE: (1, 1), "mio": (3, 3)}
    assert found.targets == {"mio": (2.5, 3, 3.5)}


def test_a_missed_target_is_marked() -> None:
    found = measured("echo-64", {"mio": 161, BASE: 100}, {"mio": 163, BASE: 100})
    *_, line = results.targets([found])
    assert [cell.strip() for cell in line.split("|")[1:-1]] == [
        "echo, 64: `stdnet.mio` ÷ `select.epoll`",
        "!1.62",
        "1.61-1.62",
        "1.60",
        "1.40",
    ]


def test_all_servers_have_a_label() -> None:
    assert {*SERVERS, RUST} == {*LABELS}


def test_batches_have_all_elements_together() -> None:
    assert list(batches(130, 64)) == [64, 64, 2]


def test_a_recorded_run_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "RECORD", tmp_path / "speed_many.json")
    columns = [measured("accept", {"mio": 1.5, BASE: 0.25}), measured("idle", {"mio": 0.25})]
    results.record(columns)
    assert results.recorded() == (platform.python_version(), columns)
