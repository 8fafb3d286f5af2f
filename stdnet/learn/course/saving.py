"""Writes the programs of lessons and what-ifs to files, where they can be changed."""

import re
import shlex
import sys
from pathlib import Path
from typing import Final

from stdnet.learn.course.advice import advise
from stdnet.learn.course.help import WORDS
from stdnet.learn.course.running import COMPILERS
from stdnet.learn.judge.messages import EXISTS, LEARN, NOT_WRITTEN
from stdnet.learn.language import language_option

STEP: Final = re.compile(r"^[ ]*(?:#|//|/\*) (?:step|end): \S+(?: \*/)?\n", re.MULTILINE)
"""The comments around the part of a program that a page shows alone."""


def save(asked: str, chosen: list[Path], files: list[str], lang: str) -> int:
    """Writes programs to files, called like them or as asked, and says how to run them."""
    says = WORDS[lang]
    if len(files) > 1:
        return advise(says.one_file, [f"run {asked} {chosen[0].name} --save {files[0]}"], lang)
    if files and len(chosen) > 1:
        commands = [f"run {asked} {each.stem} --save {files[0]}" for each in chosen]
        return advise(says.one_program, commands, lang)
    for program in chosen:
        file = Path(files[0] if files else program.name)
        if file.suffix != program.suffix:
            why = says.other_ending.format(file, program.name)
            alike = [path.name for path in program.parent.glob(f"{program.stem}.[cpr]*")]
            commands = [f"run {asked} {each} --save" for each in sorted(alike)]
            return advise(why, commands, lang)
        try:
            with file.open("x", encoding="utf-8") as opened:
                opened.write(source(program))
        except FileExistsError:
            other = file.with_stem(f"{file.stem}_2")
            command = f"{LEARN} run {asked} {program.name} --save {shlex.quote(str(other))}"
            words = EXISTS.format(file=file, command=command + language_option(lang))
            print(words.of(lang), file=sys.stderr)
            return 2
        except OSError as e:
            print(NOT_WRITTEN.format(file=file, error=e.strerror).of(lang), file=sys.stderr)
            return 2
        print(says.written.format(file), f"    {command_line(file)}", sep="\n")
    return 0


def source(program: Path) -> str:
    """Returns a program as its page shows it, which does not have the comments around a step."""
    return STEP.sub("", program.read_text(encoding="utf-8"))


def command_line(program: Path) -> str:
    """Returns what runs a file, in a shell."""
    name = shlex.quote(str(program))
    if program.suffix == ".py":
        return f"python {name}"
    binary = shlex.quote(str(program.with_suffix("")))
    here = "" if program.is_absolute() else "./"
    return f"{shlex.join(COMPILERS[program.suffix])} -o {binary} {name} && {here}{binary}"
