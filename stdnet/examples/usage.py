"""How the examples take their arguments: each is explained by the docstring of its program."""

import sys
from typing import NoReturn

__all__ = ["arguments", "refuse"]


def arguments(doc: str | None) -> list[str]:
    """Returns the arguments of the program; for `--help` it prints the docstring and ends."""
    args = sys.argv[1:]
    if "--help" in args or "-h" in args:
        print((doc or "").strip())
        sys.exit(0)
    return args


def refuse(doc: str | None, why: str) -> NoReturn:
    """Prints what is wrong with the arguments and how to use the program; ends with 2."""
    usage = [part for part in (doc or "").strip().split("\n\n") if "python -m" in part]
    print(why, *usage, sep="\n\n", file=sys.stderr)
    sys.exit(2)
