"""The process of one implementation: `python -m tests.bench.worker SCENARIO NAME PORT PATH`.

It reads counts from its input, one in each line. It does the work that number of times, and prints
the wall-clock time and the processor time in seconds. If it cannot do the work, it prints the
reason and ends.
"""

import gc
import sys

from tests.bench.libraries import Missing
from tests.bench.peer import Peer
from tests.bench.scenarios import SCENARIOS


def main(scenario: str, name: str, port: str, path: str) -> None:
    """Works until its input ends."""
    work = SCENARIOS[scenario].work[name]
    peer = Peer(int(port), path)
    gc.collect()
    gc.freeze()  # The garbage collector need not scan the imported modules.
    for line in sys.stdin:
        try:
            wall, cpu = work(peer, int(line))
        except (Missing, ImportError) as reason:
            write_line(f"missing: {reason}")
            return
        write_line(f"{wall!r} {cpu!r}")


def write_line(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
