"""The command `python -m stdnet.learn`."""

import sys
from difflib import get_close_matches
from typing import Final

from stdnet import Ok, io
from stdnet.examples.usage import refuse
from stdnet.learn.course.help import HELP, WORDS
from stdnet.learn.course.overview import following, listing
from stdnet.learn.course.pages import find, near, page
from stdnet.learn.course.running import NoCrate, NotHere, choose, programs, run
from stdnet.learn.course.terminal import plain, show
from stdnet.learn.judge.messages import LEARN
from stdnet.learn.language import language, language_option

OF_JUDGE: Final = ("show", "start", "check", "hint", "solution")
KNOWN: Final = ("list", "next", "read", "run", *OF_JUDGE)


def command() -> io.Result[int]:
    """Does what the arguments of `python -m stdnet.learn` say."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="replace")  # A terminal may lack letters of Spanish.
    args, lang = language(sys.argv[1:], HELP["en"])
    match args:
        case [] | ["list"]:
            print(listing(lang))
        case _ if {"--help", "-h"} & {*args}:
            print(HELP[lang])
        case ["next"]:
            print(following(lang))
        case ["read", *names]:
            return read("/".join(names), lang)
        case ["run", *words]:
            return run_program(words, lang)
        case [word, *_] if word in OF_JUDGE:
            # Only they need the judge, whose modules are many.
            from stdnet.learn.judge.command import command as judge  # noqa: PLC0415

            return judge(args, lang)
        case ["list" | "next" as word, *_]:
            return refuse(HELP[lang], WORDS[lang].stands_alone.format(word))
        case _:
            says = WORDS[lang]
            perhaps = map(says.perhaps.format, get_close_matches(args[0], KNOWN, n=1))
            return refuse(HELP[lang], says.unknown.format(args[0]) + "".join(perhaps))
    return Ok(0)


def read(asked: str, lang: str) -> io.Result[int]:
    """Shows a page."""
    found = find(asked)
    if len(found) != 1:
        return Ok(wrong_page(asked, found, "read", lang))
    show(plain(page(found[0], lang), lang))
    return Ok(0)


def wrong_page(asked: str, found: list[str], word: str, lang: str) -> int:
    """Says what to write instead of a name that no page has, or several; returns the status."""
    words = WORDS[lang]
    if not asked:
        why = words.which_page if word == "read" else words.which_program
    else:
        why = (words.several_pages if found else words.no_page).format(asked)
    names = found or near(asked) or ["00"]
    return advise(why, [f"{word} {name}" for name in names], lang)


def advise(why: str, commands: list[str], lang: str) -> int:
    """Prints what is wrong, and commands that are right; returns the status of a wrong use."""
    option = language_option(lang)
    lines = (f"    {LEARN} {each}{option}" for each in commands)
    print(why, *lines, sep="\n", file=sys.stderr)
    return 2


def run_program(words: list[str], lang: str) -> io.Result[int]:
    """Runs a program of a page, and returns its exit status."""
    asked, *which = words or [""]
    found = find(asked)
    if len(found) != 1:
        return Ok(wrong_page(asked, found, "run", lang))
    name, says = found[0], WORDS[lang]
    there = programs(name)
    if not there:
        return Ok(advise(says.no_programs.format(name), [f"read {asked}"], lang))
    chosen = choose(name, which)
    if not chosen:
        commands = [f"run {asked} {path.name}" for path in there]
        return Ok(advise(says.no_such_program.format(name, " ".join(which)), commands, lang))
    try:
        return Ok(run(chosen[0]))
    except NotHere as missing:
        why = says.no_crate if isinstance(missing, NoCrate) else says.not_here
        print(why.format(missing.name, chosen[0]), file=sys.stderr)
        if twin := choose(name, [chosen[0].stem, "python"]):
            return Ok(advise(says.in_python, [f"run {asked} {twin[0].name}"], lang))
        return Ok(2)
