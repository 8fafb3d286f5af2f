"""The syllabus: what the lecture notes explain, with the lesson and the exercise for it."""

from collections.abc import Iterable, Iterator

from stdnet.learn.course.overview import exercise_pages, lesson_pages
from stdnet.learn.course.pages import minutes, page, title
from stdnet.learn.course.table import HEADINGS, Heading
from tests.pages.generated.markdown import table


def syllabus_en() -> str:
    """Returns the syllabus in English."""
    head = ("in the notes", "lessons", "minutes:", "exercises")
    return table(head, ((heading.en, *row(heading, "en")) for heading in HEADINGS))


def syllabus_es() -> str:
    """Returns the syllabus in Spanish."""
    head = ("en los apuntes", "lecciones", "minutos:", "ejercicios")
    return table(head, ((heading.es, *row(heading, "es")) for heading in HEADINGS))


def row(heading: Heading, lang: str) -> Iterator[str]:
    """Yields the lessons about a heading, their minutes, and the exercises, with links."""
    lessons = lesson_pages()
    yield links(heading.lessons, lessons, lang)
    yield " + ".join(str(minutes(lessons[n])) for n in heading.lessons if n in lessons)
    yield links(heading.exercises, exercise_pages(), lang)


def links(numbers: Iterable[int], pages: dict[int, str], lang: str) -> str:
    """Returns links to those pages that are there, as a page in the folder `teach` has them."""
    names = ((number, pages[number]) for number in numbers if number in pages)
    return ", ".join(
        f"[{number}. {title(name, lang)}](../{name}/{page(name, lang).name})"
        for number, name in names
    )
