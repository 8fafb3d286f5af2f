"""Every public item of the crate socket2 that Linux has is in `stdnet.socket2`.

`tests/data/socket2-api.tsv` lists them with their signatures. The rules are those of the Rust
list: see `tests/test_api.py`.
"""

import csv
import inspect
import re
from functools import cache
from pathlib import Path

import stdnet.socket2
from tests.test_api import Row, documented, exists, lookup


@cache
def rows() -> list[Row]:
    """The list, as rows of the Rust list."""
    path = Path(__file__).parent / "data" / "socket2-api.tsv"
    with path.open(encoding="utf-8", newline="") as lines:
        _, *found = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return [row(*fields) for fields in found]


def row(item: str, name: str, signature: str) -> Row:
    """A row of the Rust list."""
    kind = "method" if signature.startswith("fn(") else "const"
    named = signature.replace("fn(", f"fn {name}(", 1)
    return Row(f"socket2::{item}", kind, "", name, "", "stable", named)


def path(row: Row) -> str:
    """The name in Python."""
    return f"stdnet.{row.item.replace('::', '.')}.{row.name}"


def functions() -> list[Row]:
    """What is called."""
    return [row for row in rows() if row.kind == "method"]


def test_every_row_is_here() -> None:
    assert len(rows()) == 213
    assert [str(row) for row in rows() if not exists(path(row))] == []


def test_a_missing_name_is_found() -> None:
    assert not exists(path(row("Socket", "set_cork", "fn(&self, cork: bool)")))


def test_sockref_has_what_socket_has() -> None:
    """The crate's `SockRef` derefs to `Socket`."""
    methods = [row for row in functions() if row.item == "socket2::Socket"]
    borrowed = [row for row in methods if "&self" in row.signature]
    assert len(borrowed) > 150
    of_sockref = [path(row).replace(".Socket.", ".SockRef.") for row in borrowed]
    assert [name for name in of_sockref if not exists(name)] == []


def test_constants_are_of_their_class() -> None:
    for row in rows():
        if row.kind == "const":
            assert type(lookup(path(row))).__name__ == row.signature.removeprefix("const ")


def test_parameters_have_the_names_of_the_crate() -> None:
    for row in functions():
        meant = lookup(path(row))
        assert callable(meant)
        names = [name for name in inspect.signature(meant).parameters if name != "self"]
        # `rust_parameters` makes exceptions for some of std's.
        of_the_crate = re.findall(r"(\w+): ", row.signature.partition(") ->")[0])
        assert (str(row), names) == (str(row), of_the_crate)


def test_what_can_fail_in_the_crate_answers_a_result() -> None:
    for row in functions():
        meant = lookup(path(row))
        assert callable(meant)
        answer = str(inspect.signature(meant).return_annotation)
        fallible = "Result" in answer or "Success" in answer or "Ok[" in answer
        assert (str(row), fallible) == (str(row), "-> io::Result<" in row.signature)


def test_everything_public_has_an_example() -> None:
    for name, meant in documented(stdnet.socket2.__name__):
        assert (name, ">>> " in (inspect.getdoc(meant) or "")) == (name, True)
