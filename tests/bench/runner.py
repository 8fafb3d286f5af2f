"""The runner: starts the processes, lets them take turns, and computes the ratios."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from time import monotonic, sleep
from typing import Final, NamedTuple

from tests.bench.scenarios import Scenario
from tests.bench.stopwatch import Cost

ROOT: Final = Path(__file__).parents[2]
RUST_SOURCE: Final = Path(__file__).with_name("bench.rs")


Command = Sequence[str | Path]


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

    def __init__(self, command: Command) -> None:
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
            os.sched_setaffinity(process.pid, {OTHER_PROCESSOR})
        try:
            assert process.stdout is not None
            yield PeerProcess(process.pid, [process.stdout.readline().strip(), path])
        finally:
            process.kill()
            process.communicate()


_PROCESSORS: Final = os.sched_getaffinity(0)
OTHER_PROCESSOR: Final = min(_PROCESSORS)
"""The processor of the peer that is apart, if there are two."""


def use_one_processor() -> None:
    """Binds this process, and all processes that it starts, to one processor."""
    os.sched_setaffinity(0, {max(_PROCESSORS)})


def rust_program() -> Path | None:
    """Compiles the work in Rust and returns the program, or None if there is no compiler."""
    return None if shutil.which("rustc") is None else compiled(RUST_SOURCE)


def compiled(source: Path, flags: Sequence[str] = ()) -> Path:
    """Compiles a program in Rust, if it is not yet, and returns it."""
    folder = Path(tempfile.gettempdir()) / f"stdnet-bench-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    binary = folder / source.stem
    if not binary.exists() or binary.stat().st_mtime < source.stat().st_mtime:
        unfinished = folder / f"{source.stem}.{os.getpid()}"
        command: Command = ["rustc", "--edition=2024", "-O", *flags, "-o", unfinished, source]
        subprocess.run(command, check=True)
        unfinished.rename(binary)
    return binary


def commands(
    scenario: Scenario, implementations: Sequence[str], address: list[str]
) -> dict[str, Command]:
    """Returns the command that starts each of the implementations."""
    python = [sys.executable, "-m", "tests.bench.worker", scenario.name]
    found: dict[str, Command] = {
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
    # Memory is measured in the first round only: a process keeps the memory that it has got once.
    rounds = 0 if scenario.in_kib else effort.rounds
    for _ in range(effort.processes):
        with start_peer(scenario.peer_apart) as peer:
            started = commands(scenario, implementations, peer.address)
            taken = take_turns(started, "raw", count, rounds, missing, peer.wait_until_idle)
        for each in taken:
            for name, cost in each.items():
                result = cost if scenario.in_kib else ratio(cost, each["raw"])
                costs.setdefault(name, []).append(result)
    medians = {name: Cost(*map(median, zip(*each, strict=True))) for name, each in costs.items()}
    return Row(scenario, medians, missing, misses_target(scenario, medians.get("stdnet")))


def misses_target(scenario: Scenario, cost: Cost | None) -> bool:
    """Returns True if a cost is larger than the scenario's target."""
    targets = scenario.wall_target, scenario.cpu_target
    pairs = zip(cost, targets, strict=True) if cost is not None else ()
    return any(limit is not None and each > limit for each, limit in pairs)


def take_turns(
    started: Mapping[str, Command],
    base: str,
    count: int,
    rounds: int,
    missing: dict[str, str],
    settle: Callable[[], None] = lambda: None,
) -> list[dict[str, Cost]]:
    """Starts the processes by their commands, and lets them work in turn.

    Returns the costs of each round after the first one, which warms up. If there is no further one,
    the first one counts. `missing` gets the processes that cannot do the work, and why.
    """
    with ExitStack() as stack:
        workers = dict[str, Worker]()
        for name, command in started.items():
            workers[name] = Worker(command)
            stack.callback(workers[name].close)
        taken = [
            run_round(workers, count, settle, backwards=number % 2 == 0)
            for number in range(rounds + 1)
        ]
        missing |= {name: worker.missing for name, worker in workers.items() if worker.missing}
    if base not in taken[0]:
        raise RuntimeError(f"nothing to compare with: {missing[base]}")
    return taken[1:] or taken


def run_round(
    workers: dict[str, Worker], count: int, settle: Callable[[], None], backwards: bool
) -> dict[str, Cost]:
    """Lets each worker do the work once; returns the costs of the workers that can do it."""
    # The order alternates, as each worker finds the machine as the one before it has left it.
    taken = dict[str, Cost]()
    for name in reversed(workers) if backwards else workers:
        cost = workers[name].run(count)
        if cost is not None:
            taken[name] = cost
        settle()
    return taken


def ratio(cost: Cost, base: Cost) -> Cost:
    """Returns the cost relative to the base."""
    return Cost(cost.wall / base.wall, cost.cpu / max(base.cpu, 1e-9))
