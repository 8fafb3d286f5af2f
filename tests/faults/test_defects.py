"""Every test of this folder finds a defect, and none is without one."""

import functools
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final, Literal

import pytest

from tests.faults.defects import ROWS, Row

pytestmark = pytest.mark.timeout(600)

FOLDER: Final = Path(__file__).parent

_CI: Final = {"CI", "BUILD_NUMBER"}

Part = Literal["short", "all"]
Line = dict[str, object]


@functools.cache
def lines(part: Part) -> list[Line]:
    """What a run of all tests of this folder, with their defects, has written."""
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as found:
        command = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider"]
        command += ["-p", "tests.faults.seeding", "--found", found.name, "--rows", part]
        # The plugin ends what takes too long. A mark asks for the long tests, too.
        command += ["--timeout=0", "-m", "long or not long", f"--ignore={__file__}", str(FOLDER)]
        # Where CI is set, pytest shows how long data differ in full, which takes minutes.
        env = {name: value for name, value in os.environ.items() if name not in _CI}
        subprocess.run(command, cwd=FOLDER.parents[1], env=env, capture_output=True, timeout=550)
        return [json.loads(line) for line in found]


def check(part: Part, row: Row) -> None:
    """That the test has found the defect, with whatever parameters it was tried."""
    attempts = [
        line
        for line in lines(part)
        if (line.get("test"), line.get("defect")) == (row.test, row.name)
    ]
    assert attempts
    for attempt in attempts:
        said = str(attempt["said"])
        if "skipped: " in said:
            pytest.skip(said)
        assert re.search(row.seen, said), attempt


def name(row: Row) -> str:
    return f"{row.test}-{row.name}"


@pytest.mark.parametrize("row", [row for row in ROWS if not row.long], ids=name)
def test_a_defect_is_found(row: Row) -> None:
    check("short", row)


@pytest.mark.long
@pytest.mark.parametrize("row", ROWS, ids=name)
def test_a_defect_is_found_with_all_parameters(row: Row) -> None:
    check("all", row)


def test_every_test_has_a_defect() -> None:
    (collected,) = [line["collected"] for line in lines("short") if "collected" in line]
    assert collected == sorted({row.test for row in ROWS})
