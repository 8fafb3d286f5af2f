"""The command `python -m stdnet`."""

import shlex
import sys
from difflib import get_close_matches
from typing import Final

import stdnet
from stdnet import Ok, io
from stdnet.examples.usage import refuse
from stdnet.learn.explain.command import COMMAND, explain, show_list
from stdnet.learn.explain.find import find
from stdnet.learn.help import ANSWERS, HELP
from stdnet.learn.language import LANGUAGES, language, language_option
from stdnet.learn.screen import screen

WORDS: Final = ["explain", "--list", "--run", "--lang", "--help", "--version"]


def command() -> io.Result[int]:
    """Does what the arguments of `python -m stdnet` say."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="replace")  # A terminal may lack letters of Spanish.
    args, asked = language(sys.argv[1:], HELP["en"])
    lang = asked or LANGUAGES[0]
    match args:
        case []:
            print(screen(lang))
        case _ if {"--help", "-h"} & {*args}:
            print(HELP[lang])
        case ["--version"]:
            print(f"stdnet {stdnet.__version__}")
        case ["explain", "--list"]:
            return show_list()
        case ["explain", *words] if asked := " ".join(each for each in words if each != "--run"):
            return explain(asked, lang, run="--run" in words)
        case _:
            return refuse(HELP[lang], instead(args, lang))
    return Ok(0)


def instead(args: list[str], lang: str) -> str:
    """Returns what to write instead of these arguments."""
    answers = ANSWERS[lang]
    asked = " ".join(args)
    option = language_option(lang)
    if args[0] in ("explain", "--run"):
        return answers.no_error.format(f"{COMMAND} AddrInUse{option}")
    if args[0] == "learn":
        return answers.write.format(
            shlex.join(["python", "-m", "stdnet.learn", *args[1:]]) + option
        )
    if args[0] == "examples":
        program = "".join(f".{name}" for name in args[1:2])
        command = shlex.join([f"stdnet.examples{program}", *args[2:]])
        return answers.write.format(f"python -m {command}")
    if args[0] == "--list" or find(asked):
        return answers.write.format(f"{COMMAND} {shlex.quote(asked)}{option}")
    if args[0] in WORDS:
        return answers.stands_alone.format(args[0])
    alike = get_close_matches(args[0], WORDS, n=1)
    return answers.unknown.format(args[0]) + "".join(map(answers.perhaps.format, alike))
