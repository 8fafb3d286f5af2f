"""Runs `>>>` lines with the names of a student's file, for the checks of classes and functions.

    python -m stdnet.learn.judge.transcript FILE

The standard input is a JSON object: `script` has the lines, `names` the texts that they use. For
each of them a line is printed: as JSON, what it has shown. The first exception is the last one.
"""

import errno
import json
import os
import sys
from contextlib import redirect_stdout
from doctest import DocTestParser
from importlib.util import module_from_spec, spec_from_file_location
from io import StringIO
from pathlib import Path
from traceback import print_exception
from typing import Final, TextIO

from stdnet import io
from stdnet.learn.judge.scripted import Pieces, Taker

NAME: Final = "student"

OWN: Final[dict[str, object]] = {"Pieces": Pieces, "Taker": Taker, "errno": errno, "io": io}
"""What the lines find beside the names of the file."""


def names_of(file: Path) -> dict[str, object]:
    """Imports the file, as a module that is called neither `__main__` nor as one of Python's."""
    spec = spec_from_file_location(NAME, file)
    if spec is None or spec.loader is None:
        raise ImportError(f"{file} is no Python file")
    module = module_from_spec(spec)
    sys.modules[NAME] = module
    sys.path.insert(0, str(file.parent))
    spec.loader.exec_module(module)
    return vars(module)


def shown_by(source: str, names: dict[str, object]) -> tuple[str, Exception | None]:
    """Runs a line, and returns what it shows, and the exception that it raised."""
    out = StringIO()
    with redirect_stdout(out):
        try:
            exec(compile(source, "<check>", "single"), names)  # noqa: S102 - the judge's own line
        except Exception as exc:
            return f"{out.getvalue()}{type(exc).__name__}: {exc}\n", exc
    return out.getvalue(), None


def own_output() -> TextIO:
    """Returns the standard output, and lets what the file prints go to the standard error."""
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    return out


def main() -> None:
    """Does what the standard input says."""
    request = json.load(sys.stdin)
    out = own_output()
    names = names_of(Path(sys.argv[1]).absolute()) | OWN | request["names"]
    for example in DocTestParser().get_examples(request["script"]):
        shown, exc = shown_by(example.source, names)
        print(json.dumps(shown), file=out, flush=True)
        if exc is not None:
            # Without the frame of `shown_by`, which is nothing to a student.
            print_exception(exc.with_traceback(exc.__traceback__ and exc.__traceback__.tb_next))
            sys.exit(1)


if __name__ == "__main__":
    main()
