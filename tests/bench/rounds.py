"""The turns that those who work take, and the ratios that come of them."""

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

from tests.bench.clock import Cost
from tests.bench.scenarios import Scenario

ROOT: Final = Path(__file__).parents[2]
SOURCE: Final = Path(__file__).with_name("bench.rs")


class Effort(NamedTuple):
    """How much is measured."""

    processes: int
    """So many processes in turn: each has its own luck with memory."""
    rounds: int
    """In each of them, after a round that does not count."""
    part: int
    """The part of a scenario's count that a round has."""


FULL: Final = Effort(7, 4, 1)
QUICK: Final = Effort(1, 5, 8)
SMOKE: Final = Effort(1, 1, 200)


class Row(NamedTuple):
    """What came of a scenario: by each, in times of the raw sockets, or in KiB."""

    scenario: Scenario
    costs: dict[str, Cost]
    missing: dict[str, str]

    @property
    def missed(self) -> bool:
        """Whether stdnet has not reached what it is to reach."""
        most = self.scenario.wall, self.scenario.cpu
        pairs = zip(self.costs["stdnet"], most, strict=True)
        return any(target is not None and cost > target for cost, target in pairs)


class Worker:
    """A process that works."""

    def __init__(self, command: Sequence[str | Path]) -> None:
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.missing = ""

    def round(self, count: int) -> Cost | None:
        """Lets it work; None if it cannot, or could not before."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        if self.missing:
            return None
        try:
            stdin.write(f"{count}\n")
            stdin.flush()
        except BrokenPipeError:
            answer = ""
        else:
            answer = stdout.readline()
        if not answer or answer.startswith("missing"):
            self.missing = answer.removeprefix("missing:").strip() or "it has failed"
            return None
        wall, cpu = answer.split()
        return Cost(float(wall), float(cpu))

    def end(self) -> None:
        """Ends it."""
        self._process.communicate()


class Other(NamedTuple):
    """The other end of all connections."""

    pid: int
    at: list[str]
    """Its port and path."""

    def rest(self) -> None:
        """Waits until it has done all it was asked for.

        What one who works leaves to be read would else be done in the time of the next.
        """
        serving = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        end = monotonic() + 5
        while serving.read_text() and monotonic() < end:
            sleep(0.001)


@contextmanager
def peer(apart: bool) -> Generator[Other, None, None]:
    """The other end of all connections, for as long as it is needed."""
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/peer"
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.peer", path],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        if apart:
            os.sched_setaffinity(process.pid, {min(_CPUS)})
        try:
            assert process.stdout is not None
            yield Other(process.pid, [process.stdout.readline().strip(), path])
        finally:
            process.kill()
            process.communicate()


_CPUS: Final = os.sched_getaffinity(0)


def on_one_processor() -> None:
    """Keeps this process, and all that it starts, on one processor."""
    os.sched_setaffinity(0, {max(_CPUS)})


def rust() -> Path | None:
    """The work in Rust, compiled; None without a compiler."""
    if shutil.which("rustc") is None:
        return None
    folder = Path(tempfile.gettempdir()) / f"stdnet-bench-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    binary = folder / "bench"
    if not binary.exists() or binary.stat().st_mtime < SOURCE.stat().st_mtime:
        unfinished = folder / f"bench.{os.getpid()}"
        subprocess.run(["rustc", "--edition=2024", "-O", "-o", unfinished, SOURCE], check=True)
        unfinished.rename(binary)
    return binary


def commands(scenario: Scenario, who: Sequence[str], at: list[str]) -> dict[str, list[str | Path]]:
    """How to start each that is wanted."""
    named = [name for name in scenario.by if name in who]
    python = [sys.executable, "-m", "tests.bench.worker", scenario.name]
    started: dict[str, list[str | Path]] = {name: [*python, name, *at] for name in named}
    program = rust() if "rust" in who else None
    if program is not None:
        started["rust"] = [program, scenario.name, *at]
    return started


def measure(scenario: Scenario, who: Sequence[str], effort: Effort) -> Row:
    """Lets all take turns."""
    seen: dict[str, list[Cost]] = {}
    missing = {"rust": "no rustc"} if "rust" in who and rust() is None else {}
    count = max(scenario.count // effort.part, 1)
    for _ in range(effort.processes):
        with peer(scenario.apart) as other, ExitStack() as ends:
            workers = dict[str, Worker]()
            for name, command in commands(scenario, who, other.at).items():
                workers[name] = Worker(command)
                ends.callback(workers[name].end)
            for number in range(effort.rounds + 1):
                # There and back, as who comes later finds the machine as the others have left it.
                turns = list(workers) if number % 2 else list(reversed(workers))
                took = dict[str, Cost | None]()
                for name in turns:
                    took[name] = workers[name].round(count)
                    other.rest()
                base = took["raw"]
                if base is None:
                    raise RuntimeError(f"nothing to compare with: {workers['raw'].missing}")
                for name, cost in took.items():
                    # The first round warms up; but memory that was had once stays.
                    if cost is not None and (number > 0) is not scenario.kib:
                        seen.setdefault(name, []).append(
                            cost if scenario.kib else ratio(cost, base)
                        )
            missing |= {name: worker.missing for name, worker in workers.items() if worker.missing}
    costs = {name: Cost(*map(median, zip(*all_, strict=True))) for name, all_ in seen.items()}
    return Row(scenario, costs, missing)


def ratio(cost: Cost, base: Cost) -> Cost:
    """The cost in times of the base."""
    return Cost(cost.wall / base.wall, cost.cpu / max(base.cpu, 1e-9))
