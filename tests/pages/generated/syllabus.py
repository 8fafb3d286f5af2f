"""The syllabus: what the lecture notes explain, and a course of eight sessions."""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from stdnet.learn.course.overview import exercise_pages, lesson_pages
from stdnet.learn.course.pages import minutes, page, title
from stdnet.learn.course.table import HEADINGS, Heading
from tests.pages.generated.markdown import codes, table


class Session(NamedTuple):
    """What is done in 90 minutes, and afterwards at home."""

    lessons: tuple[int, ...]
    live: tuple[str, ...]
    """The programs that the teacher runs, as `python -m stdnet.learn run` takes them."""
    homework: tuple[int, ...]
    """Exercises for all."""
    more: tuple[int, ...]
    """Exercises for those who want more."""


SESSIONS: Final = (
    Session((0, 1), ("00", "01 stream", "01 lost"), (0,), ()),
    Session((2, 3), ("02 table", "03 htons"), (1,), ()),
    Session((4, 5), ("04 late", "05 phases"), (), (11,)),
    Session((6, 7), ("06 full", "07 cut"), (2,), (8,)),
    Session((8, 9), ("08 backlog", "09 loop"), (3, 4), ()),
    Session((10, 11), ("10", "11 keeps"), (5, 6), (14,)),
    Session((12, 13), ("12 ahead", "13 unnumbered"), (7,), (9, 13)),
    Session((14,), ("14", "14 ping"), (), (10, 12, 15)),
)


def syllabus_en() -> str:
    """Returns the syllabus in English."""
    head = ("in the notes", "lessons", "minutes:", "exercises")
    return table(head, ((heading.en, *row(heading, "en")) for heading in HEADINGS))


def syllabus_es() -> str:
    """Returns the syllabus in Spanish."""
    head = ("en los apuntes", "lecciones", "minutos:", "ejercicios")
    return table(head, ((heading.es, *row(heading, "es")) for heading in HEADINGS))


def sessions_en() -> str:
    """Returns the sessions in English."""
    head = ("session:", "lessons", "minutes:", "run", "homework", "for those who want more")
    return table(head, sessions("en"))


def sessions_es() -> str:
    """Returns the sessions in Spanish."""
    head = ("clase:", "lecciones", "minutos:", "ejecutar", "tarea", "para quien quiera más")
    return table(head, sessions("es"))


def sessions(lang: str) -> Iterator[tuple[str, ...]]:
    """Yields the rows of the sessions, with the minutes that it takes to read the lessons."""
    lessons, exercises = lesson_pages(), exercise_pages()
    for number, session in enumerate(SESSIONS, 1):
        yield (
            str(number),
            numbers(session.lessons, lessons, lang),
            str(sum(minutes(lessons[n]) for n in session.lessons)),
            codes(session.live),
            numbers(session.homework, exercises, lang),
            numbers(session.more, exercises, lang),
        )


def row(heading: Heading, lang: str) -> Iterator[str]:
    """Yields the lessons about a heading, their minutes, and the exercises, with links."""
    lessons = lesson_pages()
    yield links(heading.lessons, lessons, lang)
    yield " + ".join(str(minutes(lessons[n])) for n in heading.lessons)
    yield links(heading.exercises, exercise_pages(), lang)


def numbers(found: Iterable[int], pages: dict[int, str], lang: str) -> str:
    """Returns the numbers of pages, as links from a page in the folder `teach`."""
    return ", ".join(f"[{n}](../{pages[n]}/{page(pages[n], lang).name})" for n in found)


def links(numbers: Iterable[int], pages: dict[int, str], lang: str) -> str:
    """Returns links to pages with their titles, as a page in the folder `teach` has them."""
    return ", ".join(
        f"[{n}. {title(pages[n], lang)}](../{pages[n]}/{page(pages[n], lang).name})"
        for n in numbers
    )
