"""Says what is wrong with a command, and what to write instead."""

import sys

from stdnet.learn.course.help import WORDS
from stdnet.learn.judge.messages import LEARN
from stdnet.learn.language import language_option


def advise(why: str, commands: list[str], lang: str) -> int:
    """Prints what is wrong, and commands that are right; returns the status of a wrong use."""
    option = language_option(lang)
    lines = (f"    {LEARN} {each}{option}" for each in commands)
    print(why, *lines, sep="\n", file=sys.stderr)
    return 2


def wrong_option(option: str, lang: str) -> int:
    """Says that there is no such option; returns the status of a wrong use."""
    return advise(WORDS[lang].no_option.format(option), ["--help"], lang)
