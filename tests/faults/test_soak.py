"""After many clients at once, no descriptor, memory or warning is left."""

import re
import subprocess

import pytest

from tests.faults.fault_injection import run
from tests.faults.soak import Figures, soak
from tests.faults.stream_pairs import FAMILIES


def assert_clean(done: subprocess.CompletedProcess[str], connections: int) -> None:
    assert (done.returncode, done.stderr) == (0, "")
    figures = dict(re.findall(r"^(.*?)  +(\d+)", done.stdout, re.MULTILINE))
    assert int(figures["connections"]) >= connections
    assert (figures["more descriptors"], figures["errors"]) == ("0", "0")


@pytest.mark.slow
def test_200_clients_at_once_leave_nothing_behind() -> None:
    assert_clean(run("-m", "tests.faults.soak", "--seconds", "30", "--connections", "900"), 900)


def test_errors_are_counted() -> None:
    def go_on(figures: Figures) -> bool:
        figures.fail("seen")
        return False

    assert soak(3, go_on, FAMILIES).errors == ["seen"] * 3


@pytest.mark.long
@pytest.mark.timeout(300)
@pytest.mark.parametrize("family", FAMILIES)
def test_20_000_connections_leave_nothing_behind(family: str) -> None:
    words = ("--seconds", "250", "--connections", "20000", "--clients", "50", "--family", family)
    assert_clean(run("-m", "tests.faults.soak", *words, seconds=280), 20_000)
