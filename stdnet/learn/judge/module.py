"""Checks of the classes and functions in a student's file, where no program is to be run.

A check of this kind has a script of `>>>` lines with what they show. A process of its own imports
the file and runs them; see `transcript.py`. That takes a file in Python.
"""

import json
from doctest import DocTestParser
from pathlib import Path
from typing import Final

from stdnet import Err, Ok, Result, propagate
from stdnet.learn.judge.check import Failure, Skipped
from stdnet.learn.judge.process import Program, Solution
from stdnet.learn.judge.text import Text

RUNNER: Final = "stdnet.learn.judge.transcript"


def file_of(solution: Solution) -> Result[str, Skipped]:
    """Returns the student's file, if the solution is one in Python."""
    match solution.command:
        case [python, *_, file] if Path(python).name.startswith("python") and file.endswith(".py"):
            return Ok(file)
        case _:
            return Err(Skipped(NO_FILE))


@propagate
def started(solution: Solution, script: str, **names: str) -> Result[Program, Skipped]:
    """Starts the script. The names are texts for its lines, such as an address."""
    file = file_of(solution).unwrap()
    runner = Solution([*solution.command[:-1], "-m", RUNNER, file], patience=solution.patience)
    program = runner.start(stdin=json.dumps({"script": script, "names": names}).encode())
    program.stdin = b""  # A failure shows the lines of the script.
    solution.programs.append(program)
    return Ok(program)


@propagate
def compared(program: Program, script: str) -> Result[None, Failure]:
    """Waits for the end of the script, and compares what each of its lines has shown."""
    ended = program.ended().unwrap()
    shown = [json.loads(line) for line in ended.stdout.splitlines()]
    earlier = list[bytes]()
    for at, example in enumerate(DocTestParser().get_examples(script)):
        line = example.source.strip()
        expected = example.want.strip().encode() or None
        if at == len(shown):
            return Err(Failure(NOT_SHOWN.format(line=line), expected, None, earlier))
        if shown[at] != example.want:
            received = shown[at].strip().encode()
            return Err(Failure(OTHER.format(line=line), expected, received, earlier))
        earlier.append(line.encode())
    return Ok(None)


@propagate
def checked(solution: Solution, script: str, **names: str) -> Result[None, Failure | Skipped]:
    """Runs a script that needs no other end."""
    with started(solution, script, **names).unwrap() as program:
        return Ok(compared(program, script).unwrap())


NO_FILE: Final = Text(
    "the check imports the classes of a file in Python, and this is a command",
    "la comprobación importa las clases de un archivo en Python, y esto es un comando",
)
OTHER: Final = Text(
    "this line did not show what it should: `{line}`",
    "esta línea no mostró lo que debía: `{line}`",
)
NOT_SHOWN: Final = Text(
    "the program ended before this line: `{line}`",
    "el programa terminó antes de esta línea: `{line}`",
)
