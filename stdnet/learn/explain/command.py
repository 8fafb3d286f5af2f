"""The command `python -m stdnet explain`."""

import runpy
import sys

from stdnet import Ok, io
from stdnet.learn.explain.find import find, near
from stdnet.learn.explain.page import WORDS, entry_of, listing, page, program_of

COMMAND = "python -m stdnet explain"


def explain(asked: str, lang: str, run: bool = False) -> io.Result[int]:
    """Prints the page about an error; `run` runs its program, too. Returns the exit status."""
    found = find(asked)
    if found is None:
        alike = [f"    {COMMAND} {each}" for each in near(asked)]
        print(WORDS[lang].unknown.format(asked), file=sys.stderr)
        print(*alike, f"    {COMMAND} --list", sep="\n", file=sys.stderr)
        return Ok(2)
    print(page(found, lang))
    entry = entry_of(found)
    if run and entry is not None and not entry.unprovoked:
        print(f"\n{WORDS[lang].output.upper()}\n", flush=True)
        runpy.run_path(str(program_of(entry)), run_name="__main__")
    return Ok(0)


def show_list() -> io.Result[int]:
    """Prints a line for each error that has a page."""
    print(listing())
    return Ok(0)
