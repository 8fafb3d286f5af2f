"""The parts of a page: prose, fenced blocks, and generated regions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

NOT_PROSE: Final = re.compile(
    r"^<!-- generated: (?P<name>\S+) -->\n(?P<table>(?:.*\n)*?)<!-- end -->\n"
    r"|^(?:<!-- (?P<marker>(?:file|output)\b.*) -->\n)?"
    r"```(?P<info>.*)\n(?P<body>(?:.*\n)*?)```\n",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Prose:
    """Text between blocks, with its line breaks."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Block:
    """A fenced block. `marker` is the comment above it, without `<!--` and `-->`."""

    marker: str
    info: str
    body: str

    def __str__(self) -> str:
        above = f"<!-- {self.marker} -->\n" if self.marker else ""
        return f"{above}```{self.info}\n{self.body}```\n"

    @property
    def is_output(self) -> bool:
        return self.marker.startswith("output")

    @property
    def is_doctest(self) -> bool:
        return self.body.startswith(">>> ")

    @property
    def is_program(self) -> bool:
        """Returns True for what an output block below may show the output of."""
        return not self.is_output and self.info in {"python", "rust", "c"} and not self.is_doctest


@dataclass(frozen=True)
class Generated:
    """A region that a function of `tables.py` writes."""

    name: str
    table: str

    def __str__(self) -> str:
        return f"<!-- generated: {self.name} -->\n{self.table}<!-- end -->\n"


Part: TypeAlias = Prose | Block | Generated


def parse(text: str) -> Iterator[Part]:
    """Yields the parts of a page. Together their texts are the page."""
    end = 0
    for found in NOT_PROSE.finditer(text):
        if found.start() > end:
            yield Prose(text[end : found.start()])
        if found["name"]:
            yield Generated(found["name"], found["table"])
        else:
            yield Block(found["marker"] or "", found["info"], found["body"])
        end = found.end()
    if end < len(text):
        yield Prose(text[end:])


def prose(text: str) -> str:
    """Returns a page without its blocks, generated regions and comments."""
    parts = "".join(str(part) for part in parse(text) if isinstance(part, Prose))
    return re.sub(r"<!--.*?-->\n?", "", parts, flags=re.DOTALL)
