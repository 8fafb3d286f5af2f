"""A process that works: `python -m tests.bench.worker SCENARIO WHO PORT PATH`.

For each line of its input, a count, it does the work so often and prints what that has cost, in
seconds of time and of the processor's. What it cannot do it says instead, and ends.
"""

import gc
import sys

from tests.bench.libraries import Missing
from tests.bench.peer import Peer
from tests.bench.scenarios import SCENARIOS


def main(scenario: str, who: str, port: str, path: str) -> None:
    """Works until there is nothing more to do."""
    work = SCENARIOS[scenario].by[who]
    peer = Peer(int(port), path)
    gc.collect()
    gc.freeze()  # What has been imported is nobody's cost.
    for line in sys.stdin:
        try:
            wall, cpu = work(peer, int(line))
        except (Missing, ImportError) as why:
            say(f"missing: {why}")
            return
        say(f"{wall!r} {cpu!r}")


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
