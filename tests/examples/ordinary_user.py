"""Starts an example program without the capability CAP_NET_RAW, and tests that need it."""

import os
import subprocess
from typing import Final

import pytest

from tests.examples.programs import PYTHON

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="a raw socket needs CAP_NET_RAW")

# The user `nobody` may not be allowed to read what root has installed: import everything first.
AS_NOBODY: Final = """
import os
from stdnet import run
from stdnet.examples import {name}
if os.geteuid() == 0:
    os.setuid(65534)
run({name}.main)
"""


def run_as_nobody(name: str, *args: str) -> subprocess.CompletedProcess[str]:
    """Runs a program to its end as the user `nobody`, or as the user that runs the tests."""
    command = [*PYTHON, "-c", AS_NOBODY.format(name=name), *args]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)
