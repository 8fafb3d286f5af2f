"""The runner: starts the processes, lets them take turns, and computes the ratios."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from time import monotonic, sleep
from typing import Final, NamedTuple

from tests.bench.scenarios import Scenario
from tests.bench.stopwatch import Cost

ROOT: Final = Path(__file__).parents[2]
RUST_SOURCE: Final = Path(__file__).with_name("bench.rs")


class Effort(NamedTuple):
    """The amount of work of a measurement."""

    processes: int
    """The number of processes of each implementation, one after another.

    The memory layout of a process makes it faster or slower as a whole.
    """
    rounds: int
    """The number of rounds of each process, after one that does not count."""
    divisor: int
    """The count of a scenario is divided by this."""


FULL: Final = Effort(processes=7, rounds=4, divisor=1)
QUICK: Final = Effort(processes=1, rounds=5, divisor=8)
SMOKE: Final = Effort(processes=1, rounds=1, divisor=200)


class Row(NamedTuple):
    """The result of a scenario."""

    scenario: Scenario
    costs: dict[str, Cost]
    """The cost of each implementation, relative to the raw sockets or in KiB."""
    missing: dict[str, str]
    """The implementations that could not run, and why."""
    misses_target: bool
    """True if stdnet costs more than its target."""


class Worker:
    """The process of one implementation."""

    def __init__(self, command: Sequence[str | Path]) -> None:
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.missing = ""
        """Why the process cannot do the work; empty if it can."""

    def run(self, count: int) -> Cost | None:
        """Does the work and returns its cost, or None if the process cannot do it."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        if self.missing:
            return None
        try:
            stdin.write(f"{count}\n")
            stdin.flush()
        except BrokenPipeError:
            line = ""
        else:
            line = stdout.readline()
        if not line or line.startswith("missing"):
            self.missing = line.removeprefix("missing:").strip() or "it has failed"
            return None
        wall, cpu = line.split()
        return Cost(float(wall), float(cpu))

    def close(self) -> None:
        """Closes the input of the process and waits for its end."""
        self._process.communicate()


class PeerProcess(NamedTuple):
    """The process at the other end of all connections."""

    pid: int
    address: list[str]
    """Its port and its path."""

    def wait_until_idle(self) -> None:
        """Waits until the peer has executed all commands.

        Otherwise the data that one worker has left unread would take time of the next worker.
        """
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        end = monotonic() + 5
        while children.read_text() and monotonic() < end:
            sleep(0.001)


@contextmanager
def start_peer(apart: bool) -> Generator[PeerProcess, None, None]:
    """Runs the peer for the length of a `with` block, on another processor if it is apart."""
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/peer"
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.peer", path],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        if apart:
            os.sched_setaffinity(process.pid, {min(_PROCESSORS)})
        try:
            assert process.stdout is not None
            yield PeerProcess(process.pid, [process.stdout.readline().strip(), path])
        finally:
            process.kill()
            process.communicate()


_PROCESSORS: Final = os.sched_getaffinity(0)


def use_one_processor() -> None:
    """Binds this process, and all processes that it starts, to one processor."""
    os.sched_setaffinity(0, {max(_PROCESSORS)})


def rust_program() -> Path | None:
    """Compiles the work in Rust and returns the program, or None if there is no compiler."""
    if shutil.which("rustc") is None:
        return None
    folder = Path(tempfile.gettempdir()) / f"stdnet-bench-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    binary = folder / "bench"
    if not binary.exists() or binary.stat().st_mtime < RUST_SOURCE.stat().st_mtime:
        unfinished = folder / f"bench.{os.getpid()}"
        subprocess.run(["rustc", "--edition=2024", "-O", "-o", unfinished, RUST_SOURCE], check=True)
        unfinished.rename(binary)
    return binary


def commands(
    scenario: Scenario, implementations: Sequence[str], address: list[str]
) -> dict[str, list[str | Path]]:
    """Returns the command that starts each of the implementations."""
    python = [sys.executable, "-m", "tests.bench.worker", scenario.name]
    found: dict[str, list[str | Path]] = {
        name: [*python, name, *address] for name in scenario.work if name in implementations
    }
    program = rust_program() if "rust" in implementations else None
    if program is not None:
        found["rust"] = [program, scenario.name, *address]
    return found


def measure(scenario: Scenario, implementations: Sequence[str], effort: Effort) -> Row:
    """Measures a scenario, with all implementations in turn."""
    costs: dict[str, list[Cost]] = {}
    no_rust = "rust" in implementations and rust_program() is None
    missing = {"rust": "no rustc"} if no_rust else {}
    count = max(scenario.count // effort.divisor, 1)
    for _ in range(effort.processes):
        with start_peer(scenario.peer_apart) as peer, ExitStack() as stack:
            workers = dict[str, Worker]()
            for name, command in commands(scenario, implementations, peer.address).items():
                workers[name] = Worker(command)
                stack.callback(workers[name].close)
            for number in range(effort.rounds + 1):
                taken = run_round(workers, peer, count, backwards=number % 2 == 0)
                # The first round warms up. Memory is measured in the first round only, as a process
                # keeps the memory that it has got once.
                if (number > 0) is not scenario.in_kib:
                    for name, cost in taken.items():
                        result = cost if scenario.in_kib else ratio(cost, taken["raw"])
                        costs.setdefault(name, []).append(result)
            missing |= {name: worker.missing for name, worker in workers.items() if worker.missing}
    medians = {name: Cost(*map(median, zip(*each, strict=True))) for name, each in costs.items()}
    return Row(scenario, medians, missing, misses_target(scenario, medians.get("stdnet")))


def misses_target(scenario: Scenario, cost: Cost | None) -> bool:
    """Returns True if a cost is larger than the scenario's target."""
    targets = scenario.wall_target, scenario.cpu_target
    pairs = zip(cost, targets, strict=True) if cost is not None else ()
    return any(limit is not None and each > limit for each, limit in pairs)


def run_round(
    workers: dict[str, Worker], peer: PeerProcess, count: int, backwards: bool
) -> dict[str, Cost]:
    """Lets each worker do the work once; returns the costs of the workers that can do it."""
    # The order alternates, as each worker finds the machine as the one before it has left it.
    taken = dict[str, Cost]()
    for name in reversed(workers) if backwards else workers:
        cost = workers[name].run(count)
        if cost is not None:
            taken[name] = cost
        peer.wait_until_idle()
    if "raw" not in taken:
        raise RuntimeError(f"nothing to compare with: {workers['raw'].missing}")
    return taken


def ratio(cost: Cost, base: Cost) -> Cost:
    """Returns the cost relative to the base."""
    return Cost(cost.wall / base.wall, cost.cpu / max(base.cpu, 1e-9))
