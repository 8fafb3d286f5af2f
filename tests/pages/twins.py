"""The twins: a page in English and the same page in Spanish.

Each section of the Spanish page ends with the hashes that both texts had when someone last compared
them.
"""

import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.pages.parts import Block, Prose, parse, prose
from tests.pages.terms import TERMS

HASHES: Final = re.compile(r"\n*<!-- twin: (?P<en>\w+) (?P<es>\w+) -->\n*$")


@dataclass(frozen=True)
class Section:
    """A heading and what follows, up to the next heading. The text before the first is one, too."""

    title: str
    text: str

    @property
    def level(self) -> int:
        return len(self.title) - len(self.title.lstrip("#"))

    @property
    def hash(self) -> str:
        words = " ".join(prose(self.text).split())
        return hashlib.sha256(words.encode()).hexdigest()[:8]


def sections(text: str) -> list[Section]:
    """Returns the sections of a page. Together their texts are the page.

    A page without a title, such as an entry of `explain`, is one section.
    """
    if not re.search(r"^# ", prose(text), re.MULTILINE):
        return [Section("", text)]
    found = [""]
    for part in parse(text):
        if not isinstance(part, Prose):
            found[-1] += str(part)
            continue
        for line in part.text.splitlines(keepends=True):
            if re.match(r"#{1,6} ", line):
                found.append("")
            found[-1] += line
    return [Section(text.partition("\n")[0], text) for text in found if text.strip()]


def is_english(path: Path) -> bool:
    """Returns True for a page that has to have a twin in Spanish."""
    return path.name == "README.md" or path.name == "en.md" or path.name.endswith(".en.md")


def is_spanish(path: Path) -> bool:
    return path.name == "es.md" or path.name.endswith(".es.md")


def twin(path: Path) -> Path:
    """Returns the path of the Spanish twin."""
    if path.name == "README.md":
        return path.with_name("README.es.md")
    return path.with_name(f"{path.name.removesuffix('en.md')}es.md")


def lonely(pages: Collection[Path]) -> Iterator[str]:
    """Yields the pages in one language alone. Those in `reference` are in English."""
    for path in sorted(pages):
        if path.parent.name == "reference":
            continue
        if not is_english(path) and not is_spanish(path):
            yield f"{path}: its name has no language"
        elif (english(path) if is_spanish(path) else twin(path)) not in pages:
            yield f"{path}: its twin is missing"


def english(path: Path) -> Path:
    """Returns the path of the English twin of a Spanish page."""
    if path.name == "README.es.md":
        return path.with_name("README.md")
    return path.with_name(f"{path.name.removesuffix('es.md')}en.md")


def shared(text: str) -> list[str]:
    """Returns the blocks that twins share: all but drawings, which may have words in them."""
    blocks = (part for part in parse(text) if isinstance(part, Block))
    return [str(block) for block in blocks if block.marker or block.info != "text"]


def differences(english: str, spanish: str) -> Iterator[str]:
    """Yields how twins differ, and which sections have changed since they were compared."""
    ours, theirs = sections(english), sections(spanish)
    if [section.level for section in ours] != [section.level for section in theirs]:
        titles = ([section.title for section in both] for both in (ours, theirs))
        yield "the sections differ: {} and {}".format(*titles)
        return
    if shared(english) != shared(spanish):
        blocks = "\n".join(sorted({*shared(english)} ^ {*shared(spanish)})) or "in another order"
        yield f"the blocks differ:\n{blocks}"
    for one, other in zip(ours, theirs, strict=True):
        hashes = HASHES.search(other.text)
        if hashes is None:
            yield f"nobody has compared {one.title!r} and {other.title!r}"
        elif hashes["en"] != one.hash:
            yield f"{one.title!r} has changed: look at {other.title!r}"
        elif hashes["es"] != other.hash:
            yield f"{other.title!r} has changed: look at {one.title!r}"


def other_terms(spanish: str) -> Iterator[str]:
    """Yields the words of a Spanish page for which the glossary has another term."""
    words = " ".join(prose(spanish).split())
    for term in TERMS:
        if term.others:
            for found in re.finditer(rf"\b(?:{term.others})\b", words, re.IGNORECASE):
                yield f"{found[0]!r}: write {term.es!r}"


def is_used(term: str, text: str) -> bool:
    """Returns True if a text has a term, in the singular or in the plural."""
    words = r"\s+".join(rf"{re.escape(word)}(?:s|es)?" for word in term.split())
    return re.search(rf"\b{words}\b", prose(text), re.IGNORECASE) is not None


def looked_at(english: str, spanish: str) -> str:
    """Returns the Spanish page with new hashes."""
    pairs = zip(sections(english), sections(spanish), strict=True)
    texts = (
        f"{HASHES.sub('', other.text).rstrip()}\n\n<!-- twin: {one.hash} {other.hash} -->\n"
        for one, other in pairs
    )
    return "\n".join(texts)
