"""The table of all names: stdnet, Rust, the system calls in C, and Python's `socket`."""

from collections.abc import Iterator
from typing import Final

from tests.pages.generated.additions import module_of
from tests.pages.generated.markdown import code, codes, section, table
from tests.site.counterparts import Counterparts, RustItem, counterparts
from tests.support import rust_api
from tests.test_additions import MODULES

HEAD: Final = ("stdnet", "Rust", "C", "Python")

RUST: Final = {
    **{name: f"std::{module}" for module, name in rust_api.MODULES.items()},
    "stdnet.socket2": "socket2",
    **{name: name.removeprefix("stdnet.").replace(".", "::") for name in rust_api.MODULES_OF_MIO},
}
"""The module of Rust that a module is called after."""


def names() -> str:
    """Returns a table for each module, and one for each of its classes."""
    of_module = dict[str, list[str]]()
    for name in counterparts():
        # `Err` has the methods of `Ok`.
        if not name.startswith("stdnet.Err."):
            of_module.setdefault(module_of(name), []).append(name)
    return "\n".join(
        part for module in MODULES for part in sections(module, sorted(of_module[module]))
    )


def sections(module: str, members: list[str]) -> Iterator[str]:
    """Yields a section for the names of a module itself, and one for each class."""
    of_owner = dict[str, list[str]]()
    for name in sorted(members, key=lambda name: name.count(".") > module.count(".") + 1):
        of_owner.setdefault(name.rpartition(".")[0], []).append(name)
    for owner, group in of_owner.items():
        rows = [row(name.removeprefix(f"{owner}."), counterparts()[name]) for name in group]
        yield section(
            title(owner, module), without_empty_columns(rows), level=2 + (owner != module)
        )


def title(owner: str, module: str) -> str:
    """Returns the heading of a section."""
    if owner == module:
        return f"{code(module)}, Rust's {code(RUST[module])}"
    if owner == "stdnet.Ok":
        return "`stdnet.Ok` and `stdnet.Err`, the two halves of Rust's `Result`"
    return code(owner)


def without_empty_columns(rows: list[tuple[str, ...]]) -> str:
    """Returns a table of the columns in which something stands."""
    kept = [number for number in range(len(HEAD)) if any(each[number] for each in rows)]
    lines = [[each[number] for number in kept] for each in (HEAD, *rows)]
    return table(lines[0], lines[1:])


def row(name: str, found: Counterparts) -> tuple[str, ...]:
    """Returns the row of a name."""
    of_rust = codes(dict.fromkeys(map(short, found.rust)))
    of_c = "none" if found.c == () else codes(found.c or ())
    return code(name), of_rust, of_c, codes(found.python)


def short(item: RustItem) -> str:
    """Returns `TcpStream::connect`, or `Read::read` for the method of a trait.

    `io::Result` keeps its module, as it is not `Result`.
    """
    *_, owner, name = item.path.split("::")
    if (owner, name) == ("io", "Result"):
        return "io::Result"
    return f"{item.trait or owner}::{name}" if owner[0].isupper() else name
