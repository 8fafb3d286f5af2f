"""A process that imports something, and ends."""

import os
import resource
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Final

from tests.bench.clock import Cost
from tests.bench.libraries import Missing, Work
from tests.bench.peer import Peer

COMPILED: Final = Path(tempfile.gettempdir()) / f"stdnet-bench-{os.getuid()}" / "pycache"
"""Where the processes keep what they have compiled, as an installed package would."""


def processes(module: str, _peer: Peer, count: int) -> Cost:
    """Starts so many processes that import the module."""
    env = {
        **os.environ,
        "PYTHONPYCACHEPREFIX": str(COMPILED),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    begin, used = perf_counter(), children()
    for _ in range(count):
        if subprocess.run(
            [sys.executable, "-c", f"import {module}"], env=env, stderr=-3
        ).returncode:
            raise Missing(module)
    return Cost(perf_counter() - begin, children() - used)


def children() -> float:
    """Seconds of the processor that child processes have had."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


IMPORT: Final[dict[str, Work]] = {
    who: partial(processes, module)
    for who, module in {
        "raw": "socket",
        "stdnet": "stdnet",
        "returns": "socket, returns.result",
        "asyncio": "asyncio",
        "uvloop": "asyncio, uvloop",
        "trio": "trio",
        "anyio": "anyio",
    }.items()
}
