"""The languages of the pages, and the option `--lang` of the commands."""

import re
from typing import Final

from stdnet.examples.usage import refuse

LANGUAGES: Final = ("en", "es")
"""The languages of the pages. The first one needs no option."""


def language(args: list[str], usage: str) -> tuple[list[str], str | None]:
    """Returns the arguments without `--lang`, and the language that it names, if it is there.

    What follows `--` belongs to another program, and stays as it is.
    """
    end = args.index("--") if "--" in args else len(args)
    split = [part for each in args[:end] for part in re.split("(?<=^--lang)=", each)]
    if "--lang" not in split:
        return args, None
    at = split.index("--lang")
    match split[at + 1 :]:
        case [lang, *after] if lang in LANGUAGES:
            return [*split[:at], *after, *args[end:]], lang
        case _:
            return refuse(usage, "--lang is en or es (--lang puede ser en o es): --lang es")


def language_option(lang: str) -> str:
    """Returns what a command ends with so that it answers in a language."""
    return "" if lang == LANGUAGES[0] else f" --lang {lang}"
