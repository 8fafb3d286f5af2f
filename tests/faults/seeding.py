"""A plugin of pytest that runs each test with its defects: see `test_defects.py`.

All is imported once. Then a process is forked for each test and each of its defects, so that none
outlives its test, and one that hangs can be ended. What came of it is written as lines of JSON.
"""

import json
import os
import select
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import Phase, settings

from tests.faults.defects import DEFECT, ROWS, Row, put_in

_tried: Final = set[Row]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--found", help="where to write what the tests have found")
    parser.addoption("--rows", choices=["all", "short"], help="how much of the table to try")


def pytest_collection() -> None:
    """Has Hypothesis draw the same examples each time, and keep none."""
    same = settings(settings.get_profile("stdnet"), derandomize=True, database=None)
    settings.register_profile("seeding", same, phases=[Phase.explicit, Phase.generate])
    settings.load_profile("seeding")


def pytest_collection_finish(session: pytest.Session) -> None:
    write(session.config, collected=sorted({name_of(item) for item in session.items}))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> bool:
    """Runs a test with its defects, and never without."""
    for row in rows_of(item):
        attempt(row, item)
    return True


def rows_of(item: pytest.Item) -> Iterator[Row]:
    """The defects that the test is to find in this run, with these parameters."""
    rows = [row for row in ROWS if row.test == name_of(item) and row.only in item.name]
    for row in rows:
        if item.config.getoption("--rows") == "all" or not (row.long or row in _tried):
            _tried.add(row)
            yield row


def name_of(item: pytest.Item) -> str:
    """The name of a test in the table."""
    path, *names = item.nodeid.partition("[")[0].split("::")
    return ".".join([Path(path).stem, *names])


def attempt(row: Row, item: pytest.Item) -> None:
    """Runs a test with a defect, for as long as that may take."""
    start = time.monotonic()
    child = os.fork()
    if not child:
        os.setsid()
        try:
            run(row, item, start)
        finally:
            os._exit(0)
    end = os.pidfd_open(child)
    if not select.select([end], [], [], row.limit)[0]:
        found(row, item, start, ["it hangs"])
    os.close(end)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)


def run(row: Row, item: pytest.Item, start: float) -> None:
    """Puts the defect into this process and those that it starts, and runs the test."""
    os.environ[DEFECT] = row.name
    put_in(row.name)
    said = list[str]()
    item.config.pluginmanager.register(Listener(said))
    for report in runtestprotocol(item, log=False):
        if isinstance(report.longrepr, tuple):
            said.append(f"skipped: {report.longrepr[2]}")
    found(row, item, start, said)


class Listener:
    """Hears what goes wrong, and in which statement of the test."""

    def __init__(self, said: list[str]) -> None:
        self._said = said

    def pytest_exception_interact(
        self, node: pytest.Item, call: pytest.CallInfo[None], report: pytest.TestReport
    ) -> None:
        assert call.excinfo is not None
        at = [entry for entry in call.excinfo.traceback if entry.path == node.path][-1:]
        words = [str(report.when), *(str(entry.statement) for entry in at), call.excinfo.exconly()]
        self._said.append(" ".join(" ".join(words).split()))


def found(row: Row, item: pytest.Item, start: float, said: list[str]) -> None:
    taken = round(time.monotonic() - start, 2)
    write(
        item.config,
        test=row.test,
        defect=row.name,
        item=item.name,
        seconds=taken,
        said="; ".join(said),
    )


def write(config: pytest.Config, **line: object) -> None:
    with Path(str(config.getoption("--found"))).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
