"""Checks the tests of this folder: each defect of `defects.py` must be found by its test."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.faults.defects import DEFECTS, Defect
from tests.faults.fault_injection import DEFECT

FOLDER: Final = Path(__file__).parent
ROOT: Final = FOLDER.parents[1]
PROMISES: Final = ROOT / "stdnet" / "learn" / "reference" / "promises.md"


@pytest.mark.skipif(not PROMISES.exists(), reason="the pages are not beside the tests")
def test_every_promise_has_a_defect() -> None:
    _, _, section = PROMISES.read_text(encoding="utf-8").partition("\n## Under fault\n")
    section = section.partition("\n## ")[0]
    promises = re.findall(r"^(\d+)\. (?!Not promised)", section, re.MULTILINE)
    assert sorted(map(int, promises)) == sorted({defect.promise for defect in DEFECTS})


@pytest.mark.long
@pytest.mark.timeout(200)
@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: f"{defect.promise}-{defect.name}")
def test_a_defect_is_found(defect: Defect, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"{FOLDER}/{defect.test}"]
    # Hypothesis keeps the examples that fail, and here they fail only with the defect.
    env = {**os.environ, DEFECT: defect.name, "HYPOTHESIS_STORAGE_DIRECTORY": str(tmp_path)}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=180)
    if done.returncode == 0 and " skipped" in done.stdout:
        pytest.skip("its test needs what this machine has not")
    assert done.returncode == 1, done.stdout + done.stderr
    assert re.search(defect.output, done.stdout), done.stdout
