"""The tests of this folder and of others with threads, in a free-threaded build of CPython."""

import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
PYTHON: Final = next(filter(None, map(shutil.which, ("python3.14t", "python3.13t"))), None)
# From 6.148 on hypothesis has compiled code, and no wheels for these builds.
TOOLS: Final = ("pytest", "pytest-timeout", "pytest-xdist", "hypothesis<6.148")
# It bounds the memory as other builds need it. Here a heap is left of each of its 200 threads, some
# 15 MiB together, after 900 connections as after 12,000.
LEFT_OUT: Final = "tests/faults/test_soak.py::test_200_clients_at_once_leave_nothing_behind"


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.skipif(PYTHON is None, reason="no free-threaded CPython on this machine")
def test_the_promises_hold_without_the_global_interpreter_lock(tmp_path: Path) -> None:
    assert PYTHON is not None
    subprocess.run([PYTHON, "-m", "venv", tmp_path], check=True)
    python = tmp_path / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", ROOT, *TOOLS], check=True)
    done = subprocess.run(
        [
            *(python, "-m", "pytest", "-q", "--deselect", LEFT_OUT),
            *("tests/faults", "tests/properties", "tests/_net", "tests/mio"),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert done.returncode == 0, done.stdout
