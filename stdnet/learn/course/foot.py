"""The end of a page in a terminal: how to run its programs."""

from stdnet.learn.course.help import WORDS
from stdnet.learn.course.pages import short
from stdnet.learn.course.running import languages
from stdnet.learn.judge.messages import LEARN
from stdnet.learn.language import language_option


def foot(name: str, lang: str) -> str:
    """Returns the commands that run the programs of a page; nothing if it has none."""
    words, option, there = WORDS[lang], language_option(lang), languages(name)
    if not there:
        return ""
    if name.startswith("whatif/"):
        commands = ["", "surprise", "right"]
    else:
        commands = [
            ("" if program == "main" else f"{program} ")
            + (f"[{'|'.join(known)}]" if len(known) > 1 else "")
            for program, known in sorted(there.items(), key=lambda each: each[0] != "main")
        ]
    lines = ["", "", words.programs_here, "-" * len(words.programs_here), "", words.to_run]
    command = f"    {LEARN} run {short(name)}"
    lines += [f"{command} {each}".rstrip() + option for each in [*commands, "--save"]]
    return "\n".join(lines)
