"""Markdown: of docstrings, which are Markdown already but for their examples, and in general."""

import re
from collections.abc import Iterator
from typing import Final

LABEL: Final = re.compile(r"^(Errors|Panics|Raises): ")
"""The beginning of a paragraph that says how a call can fail."""


def markdown(doc: str) -> str:
    """Returns a docstring as Markdown, with its examples in fences."""
    return "\n\n".join(blocks(doc))


def blocks(doc: str) -> Iterator[str]:
    """Yields the paragraphs of a docstring, and its examples."""
    example = list[str]()
    for paragraph in re.split(r"\n\s*\n", doc.strip("\n")):
        if paragraph.startswith(">>> "):
            example.append(paragraph)
            continue
        if example:
            yield fence("pycon", "\n\n".join(example))
            example.clear()
        if paragraph:
            yield LABEL.sub(r"**\1:** ", paragraph)
    if example:
        yield fence("pycon", "\n\n".join(example))


def fence(language: str, text: str, ticks: str = "```") -> str:
    """Returns a fenced block."""
    return f"{ticks}{language}\n{text}\n{ticks}"


def join(*blocks: str) -> str:
    """Joins blocks of Markdown."""
    return "\n\n".join(filter(None, blocks)) + "\n"


def summary(doc: str) -> str:
    """Returns the first sentence of a docstring, which ends with the first line or before."""
    first, *_ = doc.split("\n\n", 1)
    sentence, end, _ = re.sub(r"\s+", " ", first).partition(". ")
    return sentence + end.strip()
