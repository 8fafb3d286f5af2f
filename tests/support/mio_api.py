"""The items of the crate mio on Linux, and the rules that name their counterparts.

`tests/data/mio-api.tsv` lists the items of mio 1.2 with their signatures. Rules name the Python
counterpart of each. `WAIVED` lists the items without a counterpart, with the reason.
"""

import importlib
import re
from functools import cache
from typing import Final

from tests.support import rust_api
from tests.support.rust_api import DATA, DUNDERS, MODULES, MODULES_OF_MIO, listed

WAIVED: Final = {
    r"(features|guide)": "it is documentation only",
    r"event::Iter.*": "the iterator is Python's own",
    r"event::Source::impl": "every object is a reference, so that nothing has a `Box`",
    r".* Clone::clone": "an immutable value needs no copy",
    r".* From<ChildStd\w+>::from": "std::process is not ported",
}
"""The items that have no counterpart, as patterns of what `str(row)` returns, and the reasons."""

MEMBERS: Final = {
    **DUNDERS,
    "BitOrAssign": "__or__",  # `a |= b` is then `a = a | b`.
    "From<OwnedFd>": "from_owned_fd",
    "From<Token> for usize": "__int__",
    "IntoIterator": "__iter__",
}
"""Traits whose method has another name than in Rust."""


class Row(rust_api.Row):
    """An item of the crate, or a member of one."""

    def __str__(self) -> str:
        if self.is_item:
            return self.item
        member = f"{self.trait}::{self.name}" if self.trait else self.name or self.kind
        return f"{self.item} {member}" if self.trait else f"{self.item}::{member}"

    @property
    def is_item(self) -> bool:
        """Returns True for an item itself."""
        return self.kind in {"module", "re-export", "struct", "trait"}

    @property
    def is_own(self) -> bool:
        """Returns True for a function, a constant, or a method of no trait."""
        return not self.trait and self.kind in {"const", "fn", "method", "required method"}

    @property
    def has_own_name(self) -> bool:
        """Returns True for a function whose counterpart has its name, and so its signature."""
        is_renamed = self.trait in MEMBERS or self.trait.startswith("From<")
        return self.kind in {"fn", "method", "required method"} and not is_renamed

    @property
    def counterpart(self) -> str:
        """Returns the name that has to exist in Python."""
        if self.is_item or self.kind == "fn":
            return python_name(self.item)
        if target := re.fullmatch(r"From<\w+> for std::(.+)::(\w+)", self.trait):
            return f"{MODULES[target[1]]}.{target[2]}.from_"
        return f"{python_name(self.item)}.{MEMBERS.get(self.trait, self.name)}"


@cache
def all_rows() -> list[Row]:
    """Returns all rows of the list."""
    return [
        Row(item, kind, trait, name, since, "stable", signature)
        for item, kind, trait, name, since, signature, _ in listed(DATA / "mio-api.tsv")
    ]


def is_waived(row: Row) -> bool:
    """Returns True if the row has no counterpart."""
    return any(re.fullmatch(pattern, str(row)) for pattern in WAIVED)


@cache
def rows() -> list[Row]:
    """Returns the rows that are not waived."""
    return [row for row in all_rows() if not is_waived(row)]


def python_name(item: str) -> str:
    """Returns the Python name of an item: `stdnet.mio.net.TcpStream` for `net::TcpStream`."""
    return f"stdnet.mio.{item.replace('::', '.')}"


def exists(row: Row) -> bool:
    """Returns True if the counterpart of the row exists."""
    if row.kind == "module" and row.counterpart in MODULES_OF_MIO:
        return bool(importlib.import_module(row.counterpart))
    return rust_api.exists(row.counterpart)
