"""The tables of the structures of C: where each member is, and how large."""

import json
from functools import cache
from itertools import groupby
from typing import NamedTuple

from tests.pages.generated.markdown import code, section, table
from tests.support.oracle import ORACLE


class Place(NamedTuple):
    """The place of a member in its structure, in bytes; of the whole, if it has no name."""

    struct: str
    member: str
    offset: int
    size: int

    def text(self) -> str:
        """Returns `offset + size`, or the size of the whole."""
        return f"{self.offset} + {self.size}" if self.member else str(self.size)


@cache
def places(name: str) -> list[Place]:
    """Returns what gcc says, in the order of the program that it has compiled."""
    lines = (ORACLE / "golden" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if "struct" in row]
    return [
        Place(
            row["struct"],
            row.get("member", ""),
            row.get("offset", 0),
            row.get("size") or row["sizeof"],
        )
        for row in rows
    ]


def layouts() -> str:
    """Returns a table for each structure, with its members and, in the last row, its size."""
    both = zip(places("layout"), places("layout_32"), strict=True)
    sections = list[str]()
    for struct, group in groupby(both, key=lambda pair: pair[0].struct):
        whole, *members = group
        rows = [
            (code(wide.member) or "the whole", wide.text(), narrow.text())
            for wide, narrow in (*members, whole)
        ]
        # A type without members is not a structure.
        title = code(f"struct {struct}" if members else struct)
        sections.append(section(title, table(("member", "64 bits:", "32 bits:"), rows)))
    return "\n".join(sections)
