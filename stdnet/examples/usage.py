"""How the examples take their arguments: each is explained by the docstring of its program."""

import re
import sys
from typing import NoReturn

__all__ = ["arguments", "refuse", "usage"]


def arguments(doc: str | None) -> list[str]:
    """Returns the arguments of the program; for `--help` it prints the docstring and ends."""
    args = sys.argv[1:]
    if "--help" in args or "-h" in args:
        print((doc or "").strip())
        sys.exit(0)
    return args


def refuse(doc: str | None, why: str) -> NoReturn:
    """Prints what is wrong with the arguments and how to use the program; ends with 2."""
    print(why, usage(doc or ""), sep="\n\n", file=sys.stderr)
    sys.exit(2)


def usage(doc: str) -> str:
    """Returns the commands of a docstring, and the paragraphs that begin with an argument."""
    parts = doc.strip().split("\n\n")
    commands = "\n\n".join(part for part in parts if "python -m" in part)
    named = set(re.findall(r"[A-Z]+", commands))
    explained = [part for part in parts if part.split()[0] in named]
    return "\n\n".join([commands, *explained])
