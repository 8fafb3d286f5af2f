"""The command `python -m stdnet`."""

import re
import shlex
import sys
from difflib import get_close_matches
from typing import Final

import stdnet
from stdnet import Ok, io
from stdnet.examples.usage import arguments, refuse
from stdnet.learn.explain.command import explain, show_list
from stdnet.learn.explain.find import find
from stdnet.learn.explain.table import LANGUAGES
from stdnet.learn.screen import screen

WORDS: Final = ["explain", "--list", "--run", "--lang", "--help", "--version"]


def command(doc: str | None) -> io.Result[int]:
    """Does what the arguments of `python -m stdnet` say; `doc` explains them."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="replace")  # A terminal may lack letters of Spanish.
    args, lang = language(arguments(doc), doc)
    match args:
        case []:
            print(screen(lang))
        case ["--version"]:
            print(f"stdnet {stdnet.__version__}")
        case ["explain", "--list"]:
            return show_list()
        case ["explain", *words] if asked := " ".join(each for each in words if each != "--run"):
            return explain(asked, lang, run="--run" in words)
        case _:
            return refuse(doc, instead(args))
    return Ok(0)


def language(args: list[str], doc: str | None) -> tuple[list[str], str]:
    """Returns the arguments without `--lang`, and the language."""
    split = [part for each in args for part in re.split("(?<=^--lang)=", each)]
    if "--lang" not in split:
        return args, LANGUAGES[0]
    at = split.index("--lang")
    match split[at + 1 :]:
        case [lang, *after] if lang in LANGUAGES:
            return [*split[:at], *after], lang
        case _:
            return refuse(doc, f"--lang is one of {', '.join(LANGUAGES)}: --lang es")


def instead(args: list[str]) -> str:
    """Returns what to write instead of these arguments."""
    asked = " ".join(args)
    if args[0] == "explain":
        return "explain needs an error: python -m stdnet explain AddrInUse"
    if args[0] == "examples":
        program = "".join(f".{name}" for name in args[1:2])
        return f"write: python -m {shlex.join([f'stdnet.examples{program}', *args[2:]])}"
    if find(asked):
        return f"write: python -m stdnet explain {shlex.quote(asked)}"
    if args[0] in WORDS:
        return f"{args[0]} stands alone"
    alike = get_close_matches(args[0], WORDS, n=1)
    return f"there is no {args[0]!r}" + (f"; write perhaps: {alike[0]}" if alike else "")
