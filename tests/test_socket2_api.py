"""Every public item that the crate socket2 has on Linux is in `stdnet.socket2`, or is waived.

`tests/support/socket2_api.py` reads the lists of the items. The rules are those of
`tests/support/rust_api.py`, for the items of Rust's standard library.

`tests/socket2/test_against_crate.py` compares what they do with the crate.
"""

import inspect
import re

import stdnet.socket2
from tests.support.public_names import documented
from tests.support.rust_api import DATA, Row, exists, listed, lookup
from tests.support.socket2_api import WAIVED, all_rows, path, rows, to_row


def functions() -> list[Row]:
    """Returns the rows of functions and methods."""
    return [row for row in rows() if row.kind == "method"]


def test_every_item_exists() -> None:
    assert len(listed(DATA / "socket2-api.tsv")) == 213
    assert [str(row) for row in rows() if not exists(path(row))] == []


def test_every_waived_item_is_listed_and_missing() -> None:
    waived = {str(row).removeprefix("socket2::"): row for row in all_rows() if row not in rows()}
    assert waived.keys() == WAIVED.keys()
    assert [name for name, row in waived.items() if exists(path(row))] == []


def test_a_missing_name_is_found() -> None:
    assert not exists(path(to_row("Socket", "set_cork", "fn(&self, cork: bool)")))


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
