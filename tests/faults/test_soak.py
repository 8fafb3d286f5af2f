"""Promise 10: many clients at once, and nothing left behind, not even a warning at the end."""

import re
import subprocess

import pytest

from tests.faults.families import FAMILIES
from tests.faults.inject import run
from tests.faults.soak import Figures, soak


def assert_clean(done: subprocess.CompletedProcess[str], connections: int) -> None:
    assert (done.returncode, done.stderr) == (0, "")
    figures = dict(re.findall(r"^(.*?)  +(\d+)", done.stdout, re.MULTILINE))
    assert int(figures["connections"]) >= connections
    assert (figures["more descriptors"], figures["errors"]) == ("0", "0")


def test_200_clients_at_once() -> None:
    """As strictly as Python can: nothing is printed but the figures, at exit neither."""
    assert_clean(run("-m", "tests.faults.soak", "--seconds", "30", "--connections", "900"), 900)


def test_what_is_wrong_is_counted() -> None:
    """Lest a soak be clean that saw nothing."""

    def go_on(figures: Figures) -> bool:
        figures.fail("seen")
        return False

    assert soak(3, go_on, FAMILIES).errors == ["seen"] * 3


@pytest.mark.long
@pytest.mark.timeout(300)
@pytest.mark.parametrize("family", FAMILIES)
def test_20_000_connections(family: str) -> None:
    words = ("--seconds", "250", "--connections", "20000", "--clients", "50", "--family", family)
    assert_clean(run("-m", "tests.faults.soak", *words, seconds=280), 20_000)
