"""A sentence in both languages of the course."""

from dataclasses import dataclass
from typing import final


@final
@dataclass(frozen=True)
class Text:
    """A sentence in English and the same sentence in Spanish.

    >>> from stdnet.learn.judge.text import Text
    >>> Text("{n} bytes came", "llegaron {n} bytes").format(n=3).of("es")
    'llegaron 3 bytes'
    """

    en: str
    es: str

    def of(self, lang: str) -> str:
        """Returns the sentence in a language, "en" or "es"."""
        return self.es if lang == "es" else self.en

    def format(self, **values: object) -> "Text":
        """Fills in the fields of both sentences. A field that is a `Text` has each language."""
        return Text(*(_filled(self.of(lang), values, lang) for lang in ("en", "es")))


def byte_count(n: int) -> Text:
    """Returns a number of bytes, as one says it.

    >>> from stdnet.learn.judge.text import byte_count
    >>> byte_count(1).of("en"), byte_count(2).of("es")
    ('1 byte', '2 bytes')
    """
    noun = "byte" if n == 1 else "bytes"
    return Text(f"{n} {noun}", f"{n} {noun}")


def _filled(sentence: str, values: dict[str, object], lang: str) -> str:
    texts = {
        name: value.of(lang) if isinstance(value, Text) else value for name, value in values.items()
    }
    return sentence.format(**texts)
