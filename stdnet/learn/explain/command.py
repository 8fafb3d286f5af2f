"""The command `python -m stdnet explain`."""

import runpy
import shlex
import sys

from stdnet import Ok, io
from stdnet.learn.explain.find import find, near
from stdnet.learn.explain.page import WORDS, listing, no_program, page, program_of
from stdnet.learn.language import language_option

COMMAND = "python -m stdnet explain"


def explain(asked: str, lang: str, run: bool = False) -> io.Result[int]:
    """Prints the page about an error; `run` runs its program, too. Returns the exit status."""
    words = WORDS[lang]
    found = find(asked)
    if found is None:
        option = language_option(lang)
        commands = [
            f"    {COMMAND} {shlex.quote(each)}{option}" for each in [*near(asked), "--list"]
        ]
        print(words.unknown.format(asked), *commands, sep="\n", file=sys.stderr)
        return Ok(2)
    print(page(found, lang))
    program = program_of(found)
    if run and program:
        print(f"\n{words.output.upper()}\n", flush=True)
        runpy.run_path(str(program), run_name="__main__")
    elif run:
        print(f"\n{words.nothing_to_run} {no_program(found, lang)}")
    return Ok(0)


def show_list() -> io.Result[int]:
    """Prints a line for each error that has a page."""
    print(listing())
    return Ok(0)
