"""What Python says on the standard error about a program that an exception has ended."""

import re
from pathlib import Path
from typing import Final

from stdnet.learn.judge.check import Failure
from stdnet.learn.judge.text import Text

TRACEBACK: Final = "Traceback (most recent call last)"
PANICKED: Final = "panicked at "

SYNTAX: Final = ("SyntaxError", "IndentationError", "TabError")
IMPORT: Final = ("ImportError", "ModuleNotFoundError")

PLACE: Final = re.compile(r'^ *File "(?P<file>.+)", line (?P<line>\d+)(?P<in>.*)$', re.MULTILINE)
CONVERTED: Final = re.compile(r"couldn't convert the error to `(\w+)`: the trait `From<(\w+)>`")


def not_begun(stderr: str) -> Text | None:
    """Returns why a program ended before its first line was run; None if it was run."""
    kind = last_line(stderr).partition(":")[0]
    places = list(PLACE.finditer(stderr))
    if not places or kind not in SYNTAX + IMPORT:
        return None
    place = places[-1]
    where = {"file": Path(place["file"]).name, "line": place["line"]}
    if kind in SYNTAX:
        return NO_SYNTAX.format(**where)
    return NO_IMPORT.format(**where) if place["in"].endswith("<module>") else None


def exception(stderr: str, expected: Text) -> Failure | None:
    """Returns the failure of a program that an exception or a panic of Rust ended, if one did."""
    if TRACEBACK in stderr:
        if converted := CONVERTED.search(last_line(stderr)):
            promised, met = converted.groups()
            seen = WRONG_ERROR.format(promised=promised, met=met)
            return Failure(seen, expected, rule=ONE_ERROR, read="whatif/wrong_error")
        return Failure(EXCEPTION.format(last=last_line(stderr)), expected)
    return Failure(PANIC, expected) if PANICKED in stderr else None


def last_line(stderr: str) -> str:
    """Returns the line that says which exception it was."""
    return stderr.rstrip().rpartition("\n")[2]


NO_SYNTAX: Final = Text(
    "the program did not begin: a syntax error in line {line} of {file}",
    "el programa no llegó a empezar: error de sintaxis en la línea {line} de {file}",
)
NO_IMPORT: Final = Text(
    "the program did not begin: line {line} of {file} imports what is not there",
    "el programa no llegó a empezar: la línea {line} de {file} importa algo que no existe",
)
WRONG_ERROR: Final = Text(
    "the `Result` of the function has errors of type `{promised}`, and `.unwrap()` met one of "
    "type `{met}`",
    "el `Result` de la función tiene errores de tipo `{promised}`, y `.unwrap()` encontró uno de "
    "tipo `{met}`",
)
ONE_ERROR: Final = Text(
    "`.unwrap()` passes an error on to the caller only if the `Result` of the function has errors "
    "of this type, or of one that is made of it by `From`.",
    "`.unwrap()` pasa un error a quien llamó solo si el `Result` de la función tiene errores de "
    "ese tipo, o de uno que se forma a partir de él con `From`.",
)
EXCEPTION: Final = Text(
    "it ended with a traceback, of an exception that nobody caught: `{last}`",
    "terminó con un «traceback», de una excepción que nadie atrapó: `{last}`",
)
PANIC: Final = Text(
    "it ended with a panic that nobody expected", "terminó con un pánico que nadie esperaba"
)
