"""Every public item of Rust's networking is in stdnet, or is left out for a reason.

`tests/support/rust_api.py` reads the list of the items and has the rules that name the Python
counterpart of each. `SCORE` is the number of items that are here, and of those without counterpart.

`tests/test_additions.py` checks the opposite direction.
"""

import ast
import importlib
import inspect
import re
from collections import Counter
from collections.abc import Callable
from typing import Final

import pytest

import stdnet.c
from tests.support.public_names import documented, exports
from tests.support.rust_api import WAIVED, Row, is_here, lookup, rows, verdict

SCORE: Final = {"here": 993, "waived": 60}


def test_every_item_is_in_stdnet_or_waived() -> None:
    wrong = {"missing", "here, though waived"}
    assert [f"{row} is {verdict(row)}" for row in rows() if verdict(row) in wrong] == []
    assert Counter(map(verdict, rows())) == SCORE


@pytest.mark.parametrize(
    ("item", "trait", "name"),
    [
        ("net::TcpStream", "", "set_cork"),
        ("net::TcpStream", "TcpStreamExt", "cork"),
        ("io::Error", "PartialOrd", "lt"),
        ("io::Error", "From<Elapsed>", "from"),
        ("net::SocketAddr", "Iterator", "next"),
    ],
)
def test_a_missing_item_is_reported(item: str, trait: str, name: str) -> None:
    assert verdict(Row(item, "method", trait, name, "", "stable", "fn f() -> Error")) == "missing"


@pytest.mark.parametrize("pattern", WAIVED)
def test_every_waiver_is_used(pattern: str) -> None:
    assert any(re.fullmatch(pattern, str(row)) for row in rows() if not is_here(row))


PARAMETERS: Final = {
    "io::Cursor::split": ["byte"],
    "io::Repeat Read::read_to_end": ["buf"],
    "io::StdinLock BufRead::consume": ["amt"],
    "io::read_to_string": ["reader"],
    "downcast": ["kind"],
    "read_array": ["n"],
    "read_line": [],
    "read_to_string": [],
    "set_read_timeout": ["dur"],
    "set_write_timeout": ["dur"],
    "set_ip": ["ip"],
    "set_port": ["port"],
    "set_flowinfo": ["flowinfo"],
    "set_scope_id": ["scope_id"],
    "write_fmt": ["text"],
}
"""The parameters of functions that differ from Rust's.

Types and counts of bytes are values in Python, the text that `read_to_string` fills is its result,
and `format_args!` is an f-string. Some of Rust's types name a parameter otherwise than the trait
does, or have two methods of the same name.
"""


def rust_parameters(row: Row) -> list[str]:
    """Returns the names of the parameters, without `self`."""
    found = re.search(r"fn \w+(<[^(]*>)?\((.*?)\)( ->| ?where|$)", row.signature)
    assert found, row.signature
    names = [name.lstrip("_") for name in re.findall(r"(\w+): ", found[2])]
    return PARAMETERS.get(str(row), PARAMETERS.get(row.name, names))


def function(row: Row) -> Callable[..., object]:
    """Returns the counterpart of a function."""
    *_, path = row.counterparts
    value = lookup(path)
    assert callable(value), path
    return value


def functions() -> list[Row]:
    """Returns the rows of functions that stdnet has under the same name."""
    return [row for row in rows() if row.is_function and verdict(row) == "here"]


def test_parameters_have_the_names_of_rust() -> None:
    for row in functions():
        parameters = inspect.signature(function(row)).parameters.values()
        # Keywords are additions, as Rust has none. A parameter that can only be None is not one of
        # Rust's: it lets a wrong argument have a text of its own.
        names = [
            each.name.lstrip("_")
            for each in parameters
            if each.kind != each.KEYWORD_ONLY and each.annotation != "None"
        ]
        names = [name for name in names if name != "self"]
        assert (str(row), names) == (str(row), rust_parameters(row))


def test_functions_that_can_fail_in_rust_return_a_result() -> None:
    for row in functions():
        returned = str(inspect.signature(function(row)).return_annotation)
        fallible = re.search(r"\b_?Result\b|\bOk\b", returned) is not None
        assert (str(row), fallible) == (
            str(row),
            re.search("->.* ?Result<", row.signature) is not None,
        )


def test_the_docstrings_of_unstable_functions_say_so() -> None:
    for row in functions():
        if str(row) == "io::Cursor BufRead::split":  # The same method as `Cursor::split`.
            continue
        text = " ".join((inspect.getdoc(function(row)) or "").split())
        unstable = "Unstable in Rust" in text
        assert (str(row), unstable) == (str(row), row.stability == "unstable")


FACADES: Final = (
    *("stdnet", "stdnet.io", "stdnet.os.unix.net", "stdnet.socket2"),
    *("stdnet.mio", "stdnet.mio.event", "stdnet.mio.net", "stdnet.mio.unix"),
)
PUBLIC: Final = (
    *(*FACADES, "stdnet.c", "stdnet.mio.unix.pipe", "stdnet.os.fd", "stdnet.os.linux.net"),
    "stdnet.result",
)


@pytest.mark.parametrize("module", FACADES)
def test_a_facade_exports_its_imports_by_name(module: str) -> None:
    facade = importlib.import_module(module)
    seen = {name for name, value in vars(facade).items() if not inspect.ismodule(value)}
    tree = ast.parse(inspect.getsource(facade))
    imported = [
        each
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module != module  # Its modules.
        for each in node.names
    ]
    # What the facade itself calls.
    imported = [each for each in imported if not str(each.asname).startswith("_")]
    # `X as X` marks the name as exported for type checkers.
    assert all(each.asname == each.name for each in imported)
    assert sorted(each.name for each in imported) == sorted(exports(module))
    assert {name for name in seen if not name.startswith("_")} == set(exports(module))


def test_the_facade_of_c_exports_the_names_of_all_headers() -> None:
    headers = [value for value in vars(stdnet.c).values() if inspect.ismodule(value)]
    names: list[str] = [name for header in headers for name in vars(header).get("__all__", [])]
    assert sorted(exports("stdnet.c")) == sorted([*names, "byref", "c_int", "sizeof"])


@pytest.mark.parametrize("module", PUBLIC)
def test_every_public_function_and_class_has_an_example(module: str) -> None:
    for name, value in documented(module):
        assert (name, ">>> " in (inspect.getdoc(value) or "")) == (name, True)
