"""The glossary: the terms of the pages, from one language to the other."""

import unicodedata

from stdnet.learn.course.overview import lesson_pages
from tests.pages.generated.markdown import table
from tests.pages.generated.syllabus import numbers
from tests.pages.terms import TERMS


def glossary_en() -> str:
    """Returns the glossary from English to Spanish."""
    terms = sorted(TERMS, key=lambda term: alphabetical(term.en))
    rows = ((term.en, term.es, link(term.lesson, "en"), term.en_sentence) for term in terms)
    return table(("English", "Spanish", "lesson:", "a sentence"), rows)


def glossary_es() -> str:
    """Returns the glossary from Spanish to English."""
    terms = sorted(TERMS, key=lambda term: alphabetical(term.es))
    rows = ((term.es, term.en, link(term.lesson, "es"), term.es_sentence) for term in terms)
    return table(("español", "inglés", "lección:", "una frase"), rows)


def alphabetical(term: str) -> str:
    """Returns a term as a dictionary orders it: without accents and capitals."""
    letters = unicodedata.normalize("NFD", term.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def link(lesson: int, lang: str) -> str:
    """Returns a link to a lesson."""
    return numbers((lesson,), lesson_pages(), lang)
