"""Every public item that the crate socket2 has on Linux is in `stdnet.socket2`, or is waived.

`tests/data/socket2-api.tsv` lists them with their signatures. `socket2-0.6.5-api.tsv` lists what
hands out memory, makes sockets without close-on-exec, or concerns few programs. The rules are those
of `tests/test_api.py`, for the items of Rust's standard library.

`tests/socket2/test_against_crate.py` compares what they do with the crate.
"""

import csv
import inspect
import re
from functools import cache
from pathlib import Path
from typing import Final

import stdnet.socket2
from tests.test_api import Row, documented, exists, lookup

WAIVED: Final = {
    "CcidEndpoints::deref": "`dccp_available_ccids` returns the `bytes`",
    "MaybeUninitSlice::new": "Python has no uninitialised buffers: any writable buffer is taken",
    "SockAddr::as_ptr": "a pointer: `as_bytes` returns the bytes",
    "SockAddr::set_length": "an address is immutable: `SockAddr.new(addr.as_storage(), length)`",
    "SockAddr::try_init": "fills memory through pointers: `SockAddr.new` takes a filled storage",
    "SockAddrStorage::view_as": "reinterprets memory: `view` returns the bytes",
}
"""The items that have no counterpart, with the reason."""


@cache
def listed(name: str) -> list[Row]:
    """Returns a list, as rows of the list of Rust's standard library."""
    path = Path(__file__).parent / "data" / name
    with path.open(encoding="utf-8", newline="") as lines:
        _, *found = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return [row(*fields) for fields in found]


def all_rows() -> list[Row]:
    """Returns both lists."""
    return listed("socket2-api.tsv") + listed("socket2-0.6.5-api.tsv")


def rows() -> list[Row]:
    """Returns the rows that are not waived."""
    return [
        row for row in all_rows() if f"{row.item[len('socket2::') :]}::{row.name}" not in WAIVED
    ]


def row(item: str, name: str, signature: str) -> Row:
    """Returns a row of the list of Rust's standard library."""
    kind = "method" if signature.startswith("fn(") else "const"
    named = signature.replace("fn(", f"fn {name}(", 1)
    return Row(f"socket2::{item}", kind, "", name, "", "stable", named)


def path(row: Row) -> str:
    """Returns the qualified name in Python."""
    return f"stdnet.{row.item.replace('::', '.')}.{row.name}"


def functions() -> list[Row]:
    """Returns the rows of functions and methods."""
    return [row for row in rows() if row.kind == "method"]


def test_every_item_exists() -> None:
    assert len(listed("socket2-api.tsv")) == 213
    assert [str(row) for row in rows() if not exists(path(row))] == []


def test_every_waived_item_is_listed_and_missing() -> None:
    waived = {str(row).removeprefix("socket2::"): row for row in all_rows() if row not in rows()}
    assert waived.keys() == WAIVED.keys()
    assert [name for name, row in waived.items() if exists(path(row))] == []


def test_a_missing_name_is_found() -> None:
    assert not exists(path(row("Socket", "set_cork", "fn(&self, cork: bool)")))


def test_sockref_has_the_methods_of_socket() -> None:
    """In the crate, `SockRef` dereferences to `Socket`."""
    methods = [row for row in functions() if row.item == "socket2::Socket"]
    borrowed = [row for row in methods if "&self" in row.signature]
    assert len(borrowed) > 150
    of_sockref = [path(row).replace(".Socket.", ".SockRef.") for row in borrowed]
    assert [name for name in of_sockref if not exists(name)] == []


def test_a_constant_is_an_instance_of_its_class() -> None:
    for row in rows():
        if row.kind == "const":
            assert type(lookup(path(row))).__name__ == row.signature.removeprefix("const ")


def test_parameters_have_the_names_of_the_crate() -> None:
    for row in functions():
        function = lookup(path(row))
        assert callable(function)
        parameters = inspect.signature(function).parameters.values()
        # One that can only be None is not the crate's: see `tests/test_api.py`.
        names = [each.name for each in parameters if each.annotation != "None"]
        names = [name for name in names if name != "self"]
        # Not by `rust_parameters`, which makes exceptions for some functions of std.
        of_the_crate = re.findall(r"(\w+): ", row.signature.partition(") ->")[0])
        assert (str(row), names) == (str(row), of_the_crate)


def test_a_function_returns_a_result_exactly_if_it_does_in_the_crate() -> None:
    for row in functions():
        function = lookup(path(row))
        assert callable(function)
        returned = str(inspect.signature(function).return_annotation)
        fallible = "Result" in returned or "Ok[" in returned
        assert (str(row), fallible) == (str(row), "-> io::Result<" in row.signature)


def test_everything_public_has_an_example() -> None:
    for name, item in documented(stdnet.socket2.__name__):
        assert (name, ">>> " in (inspect.getdoc(item) or "")) == (name, True)
