"""The commands of `python -m stdnet.learn` about graded exercises."""

import json
import os
import re
import shlex
import shutil
import signal
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final, NoReturn

from stdnet import Ok, io
from stdnet.learn.course import terminal
from stdnet.learn.judge import as_json, messages, progress, report, runner
from stdnet.learn.judge.check import Failure, Skipped
from stdnet.learn.judge.exercises import Exercise, exercises
from stdnet.learn.judge.text import Text
from stdnet.learn.language import language_option

COMMANDS: Final = ("show", "start", "check", "hint", "solution")
LANGUAGES: Final = {"python": ".py", "c": ".c", "rust": ".rs"}
"""The languages of the solutions."""


def command(args: list[str], lang: str) -> io.Result[int]:
    """Does what the arguments say, which begin with one of `COMMANDS`."""
    name, *rest = args
    match name:
        case "show":
            return show(_exercise(name, rest, lang), lang)
        case "start":
            return start(_exercise(name, rest[:1], lang), rest[1:], lang)
        case "check":
            return check(rest, lang)
        case "hint":
            every, rest = _without("--all", rest)
            return hint(_exercise(name, rest, lang), lang, every=every)
        case "solution":
            return solution(rest, lang)
        case _:
            return _refuse(messages.NO_COMMAND.format(name=name), lang)


def show(exercise: Exercise, lang: str) -> io.Result[int]:
    """Prints the task of an exercise."""
    terminal.show(terminal.plain(exercise.page(lang), lang))
    return Ok(0)


def start(exercise: Exercise, args: list[str], lang: str) -> io.Result[int]:
    """Writes the first lines of a solution."""
    match args:
        case []:
            path = default_file(exercise)
        case [name]:
            path = Path(name)
        case _:
            _refuse(messages.ONE_FILE.format(command=f"start {exercise.number}"), lang)
    text = (exercise.folder / "starter.py").read_text(encoding="utf-8")
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        other = f"{messages.LEARN} start {exercise.number} {shlex.quote(f'other_{path.name}')}"
        _refuse(messages.EXISTS.format(file=path, command=other + language_option(lang)), lang)
    except OSError as e:
        _refuse(messages.NOT_WRITTEN.format(file=path, error=e.strerror), lang)
    then = f"{messages.LEARN} check {exercise.number}"
    if args:
        then += f" {shlex.quote(str(path))}"
    print(messages.STARTED.format(file=path, command=then + language_option(lang)).of(lang))
    return Ok(0)


def check(args: list[str], lang: str) -> io.Result[int]:
    """Makes the checks of an exercise, and says what they have found."""
    own, program = args, list[str]()
    if "--" in args:
        own, program = args[: args.index("--")], args[args.index("--") + 1 :]
        if not program:
            _refuse(messages.NO_PROGRAM, lang)
    wants_json, own = _without("--json", own)
    exercise = _exercise("check", own[:1], lang)
    match own[1:]:
        case [] if program:
            program = _found(exercise, program, lang)
        case []:
            program = _of_file(exercise, default_file(exercise), lang)
        case [file] if not program:
            program = _of_file(exercise, Path(file), lang)
        case _:
            _refuse(messages.ONE_PROGRAM, lang)
    with _ending_well():
        all_passed = (as_data if wants_json else told)(exercise, program, lang)
    if all_passed:
        progress.add_passed(exercise.number)
    return Ok(0 if all_passed else 1)


def told(exercise: Exercise, program: list[str], lang: str) -> bool:
    """Prints each outcome as it comes: the first failure in full, of the others what happened."""
    print(messages.CHECKING.format(title=exercise.title(lang)).of(lang), flush=True)
    failed = skipped = total = 0
    for outcome in runner.all_made(exercise.checks(), program):
        total += 1
        failed += isinstance(outcome.found, Failure)
        skipped += isinstance(outcome.found, Skipped)
        is_later = isinstance(outcome.found, Failure) and failed > 1
        text = report.brief(outcome, lang) if is_later else report.text(outcome, lang)
        print(report.heading(outcome, lang), *filter(None, [text]), sep="\n", flush=True)
        if isinstance(outcome.found, Failure) and outcome.found.is_last:
            print("\n" + messages.NOT_BEGUN.of(lang))
            return False
    left_out = messages.LEFT_OUT.format(n=skipped) if skipped else Text("", "")
    passed = total - skipped
    counts = _counts(failed, passed).format(
        failed=failed, total=total, passed=passed, left_out=left_out
    )
    print("\n" + counts.of(lang))
    if failed:
        print(*_hints_left(exercise, lang), sep="\n")
    else:
        print(*(f"    {each}{language_option(lang)}" for each in _after(exercise)), sep="\n")
    return not failed


def _counts(failed: int, made: int) -> Text:
    """Returns the sentence about how many checks failed of those that were made."""
    if failed == 0:
        return messages.ALL_PASS
    if failed == 1:
        return messages.ONE_FAILS
    return messages.NONE_PASSES if failed == made else messages.SOME_FAIL


def _hints_left(exercise: Exercise, lang: str) -> list[str]:
    """Returns what to do about a failure: the next hint, or all of them once more."""
    hints = _sections(exercise.hints(lang).read_text(encoding="utf-8"))
    seen_all = progress.hints(exercise.number) >= len(hints)
    words, option = (messages.HINTS_AGAIN, " --all") if seen_all else (messages.BEGIN_WITH, "")
    return [
        words.of(lang),
        f"    {messages.LEARN} hint {exercise.number}{option}{language_option(lang)}",
    ]


def as_data(exercise: Exercise, program: list[str], lang: str) -> bool:
    """Prints the outcomes as one JSON object, whose members stay as they are in later versions.

    `exercise` is the number, `name` the folder's name without it, `command` what was run, `passed`
    True if no check failed, and `checks` what `as_json` says of each.
    """
    outcomes = list(runner.all_made(exercise.checks(), program))
    all_passed = all(each.passed for each in outcomes)
    found = {
        "exercise": exercise.number,
        "name": exercise.name,
        "command": program,
        "passed": all_passed,
        "checks": [as_json.of_outcome(each, lang) for each in outcomes],
    }
    # In ASCII, which every terminal and file takes, whatever is in a name or in an output.
    print(json.dumps(found, indent=2))
    return all_passed


def hint(exercise: Exercise, lang: str, *, every: bool) -> io.Result[int]:
    """Prints the next hint, or all of them."""
    path = exercise.hints(lang)
    hints = _sections(path.read_text(encoding="utf-8"))
    shown = progress.hints(exercise.number)
    last = len(hints) if every else min(shown + 1, len(hints))
    first = 1 if every else last
    for number, text in enumerate(hints[first - 1 : last], first):
        words = messages.HINT.format(n=number, total=len(hints)).of(lang)
        print(words, terminal.rendered(text, path, lang), sep="\n\n", end="\n\n")
    progress.set_hints(exercise.number, max(last, shown))
    if last < len(hints):
        print(
            messages.ONE_MORE.of(lang),
            f"    {messages.LEARN} hint {exercise.number}{language_option(lang)}",
            sep="\n",
        )
    elif shown >= last and not every:
        print(messages.NO_MORE.of(lang))
    return Ok(0)


def solution(args: list[str], lang: str) -> io.Result[int]:
    """Prints a solution, to those who have solved the exercise, and to teachers."""
    is_teacher, args = _without("--teacher", args)
    language = "python"
    if "--in" in args:
        at = args.index("--in")
        language = "".join(args[at + 1 : at + 2])
        args = [*args[:at], *args[at + 2 :]]
    exercise = _exercise("solution", args, lang)
    there = [
        each
        for each, suffix in LANGUAGES.items()
        if (exercise.folder / f"solution{suffix}").exists()
    ]
    if language not in there:
        _refuse(messages.NOT_IN.format(n=exercise.number, languages=", ".join(there)), lang)
    if not is_teacher and exercise.number not in progress.passed():
        words = messages.NOT_YET.format(n=exercise.number, option=language_option(lang))
        print(words.of(lang), file=sys.stderr)
        return Ok(1)
    path = exercise.folder / f"solution{LANGUAGES[language]}"
    print(path.read_text(encoding="utf-8"), end="")
    return Ok(0)


def default_file(exercise: Exercise) -> Path:
    """Returns the file that `start` writes and `check` takes."""
    return Path(f"exercise_{exercise.number:02}.py")


def _exercise(name: str, args: list[str], lang: str) -> Exercise:
    """Returns the exercise that the arguments name, by its number."""
    known = exercises()
    match args:
        case [number] if re.fullmatch(r"\d{1,2}", number) and int(number) in known:
            return known[int(number)]
        case [number]:
            numbers = ", ".join(map(str, known))
            return _refuse(messages.NO_EXERCISE.format(number=number, numbers=numbers), lang)
        case _:
            first = f"{messages.LEARN} {name} {min(known)}{language_option(lang)}"
            return _refuse(messages.NEEDS_NUMBER.format(name=name, command=first), lang)


def _of_file(exercise: Exercise, file: Path, lang: str) -> list[str]:
    """Returns the command that runs a file: a program in Python, or a compiled one."""
    number = exercise.number
    if file.is_dir():
        inside = shlex.quote(str(file / default_file(exercise)))
        words = messages.A_FOLDER.format(
            file=file, n=number, inside=inside, option=language_option(lang)
        )
        _refuse(words, lang)
    if not file.exists() and file.with_suffix(".py").is_file():
        other = shlex.quote(str(file.with_suffix(".py")))
        words = messages.WITH_SUFFIX.format(
            file=file, n=number, other=other, option=language_option(lang)
        )
        _refuse(words, lang)
    if not file.is_file():
        words = messages.NO_FILE.format(file=file, n=number, option=language_option(lang))
        _refuse(words, lang)
    _refuse_source(exercise, file, lang)
    if file.suffix != ".py" and os.access(file, os.X_OK):
        return [str(file.absolute())]
    return [sys.executable, str(file)]


def _refuse_source(exercise: Exercise, file: Path, lang: str) -> None:
    """Says of a program in C or Rust how it is compiled."""
    number = exercise.number
    if file.suffix in {".c", ".rs"}:
        compiler = "gcc -Wall -Wextra" if file.suffix == ".c" else "rustc"
        binary = shlex.quote(str(file.with_suffix("")))
        build = f"{compiler} -o {binary} {shlex.quote(str(file))}"
        run = f"{messages.LEARN} check {number} {binary}{language_option(lang)}"
        _refuse(messages.A_SOURCE.format(file=file, build=build, run=run), lang)


def _found(exercise: Exercise, program: list[str], lang: str) -> list[str]:
    """Returns a command, if its program is there."""
    if shutil.which(program[0]) is None:
        if Path(program[0]).is_file():
            _refuse_source(exercise, Path(program[0]), lang)
        _refuse(messages.NO_COMMAND_LINE.format(program=program[0]), lang)
    return program


def _after(exercise: Exercise) -> list[str]:
    """Returns the commands that make sense once an exercise is solved."""
    later = [number for number in exercises() if number > exercise.number]
    show_next = [f"{messages.LEARN} show {later[0]}"] if later else []
    return [f"{messages.LEARN} solution {exercise.number}", *show_next]


def _sections(text: str) -> list[str]:
    """Returns the parts below the headings `## 1`, `## 2` and so on."""
    _, *parts = re.split(r"^## \d+\n", text, flags=re.MULTILINE)
    return parts


def _without(option: str, args: list[str]) -> tuple[bool, list[str]]:
    """Returns whether an option is among the arguments, and the others."""
    return option in args, [each for each in args if each != option]


def _refuse(why: Text, lang: str) -> NoReturn:
    """Says what is wrong with the arguments, and what to write instead; ends with 2."""
    print(why.of(lang), file=sys.stderr)
    sys.exit(2)


@contextmanager
def _ending_well() -> Generator[None]:
    """Lets the student's program be ended, too, whatever ends the judge.

    SIGTERM and SIGHUP raise `SystemExit`; a pipe that nobody reads raises an exception, and does
    not kill. A shell that starts the judge in the background has it ignore SIGINT, and so would the
    student's program, which exercises interrupt.
    """
    handlers = {
        signal.SIGTERM: signal.signal(signal.SIGTERM, _end),
        signal.SIGHUP: signal.signal(signal.SIGHUP, _end),
        signal.SIGPIPE: signal.signal(signal.SIGPIPE, signal.SIG_IGN),
    }
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        handlers[signal.SIGINT] = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    except BrokenPipeError:  # Nobody reads what the judge says.
        sys.stdout = None
        sys.exit(128 + signal.SIGPIPE)
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)


def _end(number: int, _: FrameType | None) -> NoReturn:
    sys.exit(128 + number)
