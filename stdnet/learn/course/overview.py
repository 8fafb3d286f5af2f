"""The course at a glance, and what comes next in it."""

from collections.abc import Iterator
from itertools import groupby
from textwrap import fill

from stdnet.learn.course.help import WORDS
from stdnet.learn.course.pages import minutes, pages, title
from stdnet.learn.course.table import EXERCISES, LESSONS, Lesson, order
from stdnet.learn.judge.messages import LEARN
from stdnet.learn.judge.progress import lessons_read, passed
from stdnet.learn.language import language_option


def listing(lang: str) -> str:
    """Returns the lessons, the exercises and the other pages."""
    words, option = WORDS[lang], language_option(lang)
    commands = {
        "read 00": words.reads,
        "run 00": words.runs,
        "next": words.says_next,
        "--help": words.helps,
    }
    width = len(f"read 00{option}")
    lines = (f"    {LEARN} {each + option:{width}}   {does}" for each, does in commands.items())
    parts = [
        f"{words.course}\n\n" + "\n".join(lines),
        "\n".join(lessons(lang)),
        f"{words.exercises} {LEARN} show N{option}\n" + "\n".join(exercises(lang)),
        f"{words.others} {LEARN} read {words.page}{option}\n" + "\n".join(others()),
    ]
    return "\n\n".join(parts)


def lessons(lang: str) -> Iterator[str]:
    """Yields a line for each lesson."""
    words = WORDS[lang]
    yield f"{words.lessons:<60} {words.minutes}  {words.practised_by}"
    done, there = passed(), lesson_pages()
    for lesson in LESSONS:
        page = there[lesson.number]
        numbers = " ".join(f"[{n}]" if n in done else f"{n}" for n in lesson.exercises)
        yield f"  {lesson.number:02}  {title(page, lang):<58} {minutes(page):>5}  {numbers}"


def exercises(lang: str) -> Iterator[str]:
    """Yields a line for each exercise."""
    done = passed()
    for number, page in exercise_pages().items():
        yield f"  [{'x' if number in done else ' '}] {number:>2}  {title(page, lang)}"


def lesson_pages() -> dict[int, str]:
    """Returns the names of the pages of lessons, by number."""
    return {lesson.number: f"lessons/{lesson.folder}" for lesson in LESSONS}


def exercise_pages() -> dict[int, str]:
    """Returns the names of the pages of exercises, by number."""
    return {number: f"exercises/{number:02}_{name}" for number, name in enumerate(EXERCISES)}


def others() -> Iterator[str]:
    """Yields the names of the other pages."""
    for folder, names in groupby(pages(), lambda name: name.partition("/")[0]):
        if folder not in ("lessons", "exercises"):
            start = f"  {folder}/"
            line = "  ".join(name.partition("/")[2] for name in names)
            yield fill(line, 78, initial_indent=f"{start:<14}", subsequent_indent=" " * 14)


def following(lang: str) -> str:
    """Returns the first exercise that is not done, and the lessons before it that are new.

    A lesson is new until it was read, or an exercise that practises it is done.
    """
    words, option = WORDS[lang], language_option(lang)
    done, lessons, exercises = passed(), lesson_pages(), exercise_pages()
    known = lessons_read()
    lines = list[str]()
    for each in order():
        if isinstance(each, Lesson):
            if each.number not in known and done.isdisjoint(each.exercises):
                page, number = lessons[each.number], f"{each.number:02}"
                heading = words.next_lesson.format(number, minutes(page), title(page, lang))
                lines += [heading, f"    {LEARN} read {number}{option}"]
        elif each not in done:
            heading = words.next_exercise.format(each, title(exercises[each], lang))
            return "\n".join([*lines, heading, f"    {LEARN} show {each}{option}"])
    return words.all_done
