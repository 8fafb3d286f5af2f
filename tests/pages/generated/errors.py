"""The tables of errors: what C, Rust and stdnet call each, and where it is explained."""

import errno
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from stdnet.io import ErrorKind
from stdnet.learn.explain.faults import Errno, Fixed, Lookup
from stdnet.learn.explain.page import entry_of
from stdnet.learn.explain.table import ENTRIES
from tests.pages.generated.markdown import code, table
from tests.support.oracle import ORACLE


class CallError(NamedTuple):
    """An error of a system call, as Rust has it."""

    code: int
    kind: str
    text: str

    @property
    def names(self) -> list[str]:
        """The names of C. Some errors have two: EAGAIN is EWOULDBLOCK."""
        return [name for name in dir(errno) if getattr(errno, name) == self.code]


@cache
def call_errors() -> list[CallError]:
    """Returns the errors that have a name in C, by their number."""
    lines = (ORACLE / "golden" / "error.jsonl").read_text(encoding="utf-8").splitlines()
    errors = [row["error"] for row in map(json.loads, lines) if row.get("code") in errno.errorcode]
    return [
        CallError(each["code"], each["kind"], re.sub(r" \(os error .*", "", each["display"]))
        for each in errors
    ]


def explained(text: str, fault: Errno | Fixed | Lookup) -> str:
    """Returns a text that links to the page about the error, if there is one."""
    entry = entry_of(fault)
    return text if entry is None else f"[{text}](../explain/entries/{entry.name}.en.md)"


def call_rows(kind: str) -> Iterator[tuple[str, str]]:
    """Yields a row for each error of a kind: its names with the number, and its text in C."""
    for error in call_errors():
        if error.kind == kind:
            names = [explained(code(name), Errno(name)) for name in error.names]
            yield f"{', '.join(names)} {error.code}", error.text


def errors_with_a_kind() -> str:
    """Returns the errors of system calls for which Rust has a kind, in the order of the kinds."""
    rows = [
        (code(kind.name), *row, str(kind))
        for kind in ErrorKind
        if kind is not ErrorKind.Uncategorized
        for row in call_rows(kind.name)
    ]
    return table(("`io.ErrorKind`", "errno", "C's text", "Rust's text of the kind"), rows)


def errors_without_a_kind() -> str:
    """Returns the other errors of system calls, by their numbers."""
    return table(("errno", "C's text"), call_rows("Uncategorized"))


def errors_without_an_errno() -> str:
    """Returns the errors that the library makes itself."""
    faults = [fault for entry in ENTRIES for fault in entry.faults if isinstance(fault, Fixed)]
    rows = [
        (code(repr(each.kind)), explained(each.text, each), "Rust" if each.of_rust else "stdnet")
        for each in faults
    ]
    return table(("`io.ErrorKind`", "text", "of"), rows)


def errors_of_getaddrinfo() -> str:
    """Returns the errors of looking up a name."""
    faults = [fault for entry in ENTRIES for fault in entry.faults if isinstance(fault, Lookup)]
    rows = [(f"{explained(code(each.name), each)} {each.code}", each.text) for each in faults]
    return table(("`GaiError.code`", "C's text"), rows)
