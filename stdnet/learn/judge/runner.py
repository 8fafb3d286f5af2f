"""Makes the checks of an exercise, one after another."""

import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Timer
from typing import Final, final

from stdnet import Err, Ok
from stdnet.learn.judge.check import Check, Failure, Skipped
from stdnet.learn.judge.process import PATIENCE, Program, Solution
from stdnet.learn.judge.text import Text
from stdnet.learn.judge.tracebacks import not_begun

LONGEST: Final = 60.0
"""The seconds that a check may take."""

TOO_LONG: Final = Text(
    "the check was not over after {seconds} s: the program is too slow",
    "la prueba no terminó en {seconds} s: el programa es demasiado lento",
)


OWN_FAULT: Final = Text(
    "the judge itself failed, in {place}: {exc}", "falló el propio juez, en {place}: {exc}"
)
NOT_THE_PROGRAMS: Final = Text(
    "This is a fault of the judge: it says nothing about the program. Please report it, with the "
    "program that shows it.",
    "Es un error del juez, que no dice nada del programa. Conviene comunicarlo junto con el "
    "programa que lo muestra.",
)


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


def own_fault(exc: Exception) -> Failure:
    """Returns what is said of an exception that the judge did not expect."""
    *_, frame = traceback.extract_tb(exc.__traceback__)
    place = f"{Path(frame.filename).name}:{frame.lineno}"
    seen = OWN_FAULT.format(exc=f"{type(exc).__name__}: {exc}", place=place)
    return Failure(seen, rule=NOT_THE_PROGRAMS)


def made(
    check: Check, command: Sequence[str], patience: float = PATIENCE, longest: float = LONGEST
) -> Outcome:
    """Makes a check. A program that is merely slow is ended after the longest time."""
    solution = Solution(command, patience=patience)
    found: Failure | Skipped | None = None
    too_long = Event()

    def end() -> None:
        too_long.set()
        solution.kill()

    watch = Timer(longest, end)
    watch.start()
    try:
        try:
            match check.run(solution):
                case Err(e):
                    found = e
                case Ok():
                    pass
        finally:
            watch.cancel()
            watch.join()
            for program in solution.programs:
                program.close()
    except Exception as exc:  # Whatever it is, the other checks are made.
        found = own_fault(exc)
    if too_long.is_set():
        found = Failure(TOO_LONG.format(seconds=f"{longest:g}"))
    last = solution.programs[-1] if solution.programs else None
    if isinstance(found, Failure) and last is not None:
        why = not_begun(last.stderr.decode(errors="replace"))
        found = Failure(why, is_last=True) if why else found
    return Outcome(check, found, last)


def all_made(
    checks: Sequence[Check], command: Sequence[str], patience: float = PATIENCE
) -> Iterator[Outcome]:
    """Yields the outcome of each check as soon as it is made.

    If the program did not even begin, that is the outcome of the other checks as well.
    """
    last: Outcome | None = None
    for each in checks:
        outcome = replace(last, check=each) if last else made(each, command, patience)
        yield outcome
        if isinstance(outcome.found, Failure) and outcome.found.is_last:
            last = outcome
