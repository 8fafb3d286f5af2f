"""The command `python -m stdnet.learn`."""

import sys
from difflib import get_close_matches
from itertools import takewhile
from pathlib import Path
from typing import Final

from stdnet import Ok, io
from stdnet.examples.usage import refuse
from stdnet.learn.course.advice import advise, wrong_option
from stdnet.learn.course.foot import foot
from stdnet.learn.course.help import HELP, WORDS
from stdnet.learn.course.overview import following, listing
from stdnet.learn.course.pages import find, near, page, short
from stdnet.learn.course.running import NoCrate, NotHere, choose, programs, run
from stdnet.learn.course.saving import save
from stdnet.learn.course.terminal import plain, show
from stdnet.learn.judge import progress
from stdnet.learn.language import LANGUAGES, language

OF_JUDGE: Final = ("show", "start", "check", "hint", "solution")
KNOWN: Final = ("list", "next", "read", "run", *OF_JUDGE)


def command() -> io.Result[int]:
    """Does what the arguments of `python -m stdnet.learn` say."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="replace")  # A terminal may lack letters of Spanish.
    last = progress.language()
    lang = last if last in LANGUAGES else LANGUAGES[0]
    args, asked = language(sys.argv[1:], HELP[lang])
    if asked is not None:
        lang = asked
        progress.set_language(lang)
    match args:
        case [] | ["list"]:
            print(listing(lang))
        case _ if {"--help", "-h"} & {*takewhile(lambda each: each != "--", args)}:
            print(HELP[lang])
        case ["next"]:
            print(following(lang))
        case ["read", *names]:
            return read(names, lang)
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


def read(names: list[str], lang: str) -> io.Result[int]:
    """Shows a page, whose name may be in two words, such as `lesson 5`."""
    asked = "/".join(names)
    found = find(asked)
    if options := [name for name in names if name[:1] == "-"]:
        return Ok(wrong_option(options[0], lang))
    if not found and sum(len(find(name)) == 1 for name in names) > 1:
        return Ok(advise(WORDS[lang].one_page, [f"read {name}" for name in names], lang))
    if len(found) != 1:
        return Ok(wrong_page(asked, found, "read", lang))
    if found[0].startswith("lessons/"):
        progress.add_lesson_read(int(short(found[0])))
    show(plain(page(found[0], lang), lang) + foot(found[0], lang))
    return Ok(0)


def wrong_page(asked: str, found: list[str], word: str, lang: str) -> int:
    """Says what to write instead of a name that no page has, or several; returns the status."""
    words = WORDS[lang]
    if not asked:
        why = words.which_page if word == "read" else words.which_program
    else:
        why = (words.several_pages if found else words.no_page).format(asked)
    names = found or near(asked)
    names = [name for name in names if word == "read" or programs(name)]
    if asked and not names:
        return advise(words.not_in_list.format(asked), ["list"], lang)
    return advise(why, [f"{word} {name}" for name in names or ["00"]], lang)


def run_program(words: list[str], lang: str) -> io.Result[int]:
    """Runs a program of a page, or writes it to a file, and returns its exit status."""
    saves = "--save" in words
    end = words.index("--save") if saves else len(words)
    words, files = words[:end], words[end + 1 :]
    if options := [word for word in [*words, *files] if word[:1] == "-"]:
        return Ok(wrong_option(options[0], lang))
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
    if saves:
        return Ok(save(asked, chosen, files, lang))
    status = 0
    for program in chosen:
        if len(chosen) > 1:
            title = says.surprise if program.stem == "surprise" else says.right
            print(title.format(program.name), flush=True)
        status = run_one(asked, name, program, lang)
    return Ok(status)


def run_one(asked: str, name: str, program: Path, lang: str) -> int:
    """Runs a program, and returns its exit status; says what is missing to run it."""
    says = WORDS[lang]
    try:
        return run(program)
    except NotHere as missing:
        why = says.no_crate if isinstance(missing, NoCrate) else says.not_here
        print(why.format(missing.name, program), file=sys.stderr)
        if twin := choose(name, [program.stem, "python"]):
            return advise(says.in_python, [f"run {asked} {twin[0].name}"], lang)
        return 2
