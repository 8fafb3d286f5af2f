"""Makes the checks of an exercise, one after another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import final

from stdnet import Err, Ok
from stdnet.learn.judge.check import Check, Failure, Skipped
from stdnet.learn.judge.process import PATIENCE, Program, Solution


@final
@dataclass(frozen=True)
class Outcome:
    """What a check has found, and the program in which it did."""

    check: Check
    found: Failure | Skipped | None
    program: Program | None = None
    """The last program that the check started. It has ended."""

    @property
    def passed(self) -> bool:
        """Returns False for a failure. A check that cannot be made here has not failed."""
        return not isinstance(self.found, Failure)


def made(check: Check, command: Sequence[str], patience: float = PATIENCE) -> Outcome:
    """Makes a check."""
    solution = Solution(command, patience=patience)
    found: Failure | Skipped | None = None
    try:
        match check.run(solution):
            case Err(e):
                found = e
            case Ok():
                pass
    finally:
        for program in solution.programs:
            program.close()
    return Outcome(check, found, solution.programs[-1] if solution.programs else None)


def all_made(
    checks: Sequence[Check], command: Sequence[str], patience: float = PATIENCE
) -> Iterator[Outcome]:
    """Yields the outcome of each check as soon as it is made."""
    for each in checks:
        yield made(each, command, patience)
