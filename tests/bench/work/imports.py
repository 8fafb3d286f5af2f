"""A process that imports a module, and ends."""

import os
import resource
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Final

from tests.bench.libraries import Missing, Work
from tests.bench.peer import Peer
from tests.bench.stopwatch import Cost

PYCACHE: Final = Path(tempfile.gettempdir()) / f"stdnet-bench-{os.getuid()}" / "pycache"
"""The folder for compiled modules. An installed package has them, too."""


def processes(module: str, _peer: Peer, count: int) -> Cost:
    """Runs `count` processes that import the module."""
    env = {
        **os.environ,
        "PYTHONPYCACHEPREFIX": str(PYCACHE),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    wall, cpu = perf_counter(), cpu_of_children()
    for _ in range(count):
        command = [sys.executable, "-c", f"import {module}"]
        if subprocess.run(command, env=env, stderr=subprocess.DEVNULL).returncode:
            raise Missing(module)
    return Cost(perf_counter() - wall, cpu_of_children() - cpu)


def cpu_of_children() -> float:
    """Returns the processor time of all child processes so far, in seconds."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


IMPORT: Final[dict[str, Work]] = {
    name: partial(processes, module)
    for name, module in {
        "raw": "socket",
        "stdnet": "stdnet",
        "returns": "socket, returns.result",
        "asyncio": "asyncio",
        "uvloop": "asyncio, uvloop",
        "trio": "trio",
        "anyio": "anyio",
    }.items()
}
