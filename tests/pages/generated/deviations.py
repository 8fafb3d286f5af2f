"""The tables of what Rust has and stdnet has not, or has under another name."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from tests.pages.generated.markdown import code, codes, table
from tests.support import mio_api, result_api, rust_api, socket2_api

HEAD: Final = ("left out", "why", "of")


def left_out_of_std() -> str:
    """Returns the items of Rust's standard library that are left out, and why."""
    missing = [row for row in rust_api.rows() if not rust_api.is_here(row)]
    return table(HEAD, reasons(rust_api.WAIVED, missing))


def left_out_of_result() -> str:
    """Returns the items of Rust's `Result` that are left out, and why."""
    missing = [row for row in result_api.rows() if not result_api.exists(row)]
    return table(HEAD, reasons(result_api.LEFT_OUT, missing))


def left_out_of_socket2() -> str:
    """Returns the items of the crate socket2 that are left out, and why."""
    items = [(*name.split("::"), why) for name, why in socket2_api.WAIVED.items()]
    return table(HEAD, [(code(member), why, code(kind)) for kind, member, why in items])


def left_out_of_mio() -> str:
    """Returns the items of the crate mio that are left out, and why."""
    missing = [row for row in mio_api.all_rows() if mio_api.is_waived(row)]
    return table(HEAD, reasons(mio_api.WAIVED, missing))


def reasons(
    waived: Mapping[str, str], rows: Iterable[rust_api.Row | result_api.Row]
) -> list[tuple[str, str, str]]:
    """Returns a row of the table for each reason, and for the types that lack the same members."""
    members = dict[tuple[str, str], list[str]]()
    for row in rows:
        why = next(why for pattern, why in waived.items() if re.fullmatch(pattern, str(row)))
        member = f"{row.trait}::{row.name}" if row.trait else row.name or row.signature
        members.setdefault((why, member), []).append(row.item)
    merged = dict[tuple[str, str], list[str]]()
    for (why, member), items in members.items():
        merged.setdefault((why, codes(items)), []).append(member)
    return [(codes(names), why, items) for (why, items), names in merged.items()]


def names_of_python() -> str:
    """Returns the traits whose methods have a name of Python's, and the setters of values."""
    of_traits = [(code(trait), code(name)) for trait, name in rust_api.DUNDERS.items()]
    setters = [(code(name), code(other)) for name, other in rust_api.RENAMED.items()]
    return table(("Rust", "stdnet"), [*of_traits, *setters])
