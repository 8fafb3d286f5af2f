"""Every item of Rust's `core::result` is in both `Ok` and `Err`, or is left out for a reason.

`tests/support/result_api.py` reads the list of the items and has the rules that name the Python
counterpart of each. `SCORE` is the number of items that are here, and of those left out.
"""

import ast
import inspect
import operator
import re
from collections import Counter
from pathlib import Path
from typing import Final

import pytest
from returns.result import Result as Open

import stdnet
from stdnet.result import Err, Ok, _containers
from tests.support.result_api import (
    HALVES,
    LEFT_OUT,
    TRAITS,
    Row,
    exists,
    methods,
    python_name,
    rows,
    verdict,
)

SCORE: Final = {"here": 51, "left out": 46}


def test_every_item_is_in_both_halves_or_left_out() -> None:
    wrong = {"missing", "here, though left out"}
    assert [f"{row} is {verdict(row)}" for row in rows() if verdict(row) in wrong] == []
    assert Counter(map(verdict, rows())) == SCORE


@pytest.mark.parametrize(
    ("trait", "name"), [("", "unwrap_or_fail"), ("", "is"), ("Ord", "lt"), ("Display", "fmt")]
)
def test_a_missing_item_is_reported(trait: str, name: str) -> None:
    row = Row("result::Result", "method", trait, name, "", "stable", "fn f(self)")
    assert not exists(row)


@pytest.mark.parametrize("pattern", LEFT_OUT)
def test_every_reason_is_used(pattern: str) -> None:
    assert any(re.fullmatch(pattern, str(row)) for row in rows() if not exists(row))


@pytest.mark.parametrize("method", TRAITS)
def test_every_trait_is_of_rust(method: str) -> None:
    assert any(f"{row.trait}::{row.name}" == method for row in rows())


def test_the_ends_of_programs_are_here() -> None:
    """`Termination` is of `std::process`, and so not in the list."""
    assert stdnet.run.__module__ == "stdnet"
    assert "Rust's `Termination`." in (inspect.getdoc(stdnet.run) or "")


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("row", methods(), ids=lambda row: row.name)
def test_a_method_is_rusts(half: type, row: Row) -> None:
    name = python_name(row)
    assert name is not None
    method = vars(half)[name]
    assert f"Rust's `Result::{row.name}`." in " ".join((inspect.getdoc(method) or "").split())
    arguments = re.findall(r"\w+: ", row.signature.partition(") ->")[0])
    assert len(inspect.signature(method).parameters) == 1 + len(arguments)


def public(half: type) -> set[str]:
    """Returns the public names that a half defines."""
    return {name for name in vars(half) if not name.startswith("_")}


def test_both_halves_have_the_same_methods() -> None:
    assert public(Ok) == public(Err) - {"trace"}


def test_both_halves_have_the_same_docstrings() -> None:
    # Type checkers show that of `Ok` for a `Result`.
    docstrings = [{name: getattr(half, name).__doc__ for name in public(Ok)} for half in (Ok, Err)]
    assert docstrings[0] == docstrings[1]


def test_a_docstring_in_the_stub_is_that_of_the_module_up_to_its_example() -> None:
    source = Path(_containers.__file__ or "").with_suffix(".pyi").read_text(encoding="utf-8")
    found = {
        f"{half.name}.{method.name}": docstring
        for half in ast.parse(source).body
        if isinstance(half, ast.ClassDef)
        for method in half.body
        if isinstance(method, ast.FunctionDef) and (docstring := ast.get_docstring(method))
    }
    assert {"Ok.bind", "Err.bind"} < found.keys()
    for name, docstring in found.items():
        described = inspect.getdoc(operator.attrgetter(name)(_containers)) or ""
        assert docstring == described.partition("\n\n>>> ")[0]


def test_every_method_is_of_rust_or_of_returns() -> None:
    of_rust = {python_name(row) for row in methods()} | {"into_iter"}
    of_returns = {name for name in dir(Open) if not name.startswith("_")}
    assert public(Err) - of_rust - of_returns == set()


def test_every_method_of_returns_is_overridden() -> None:
    """Otherwise it would make a `Success` or a `Failure`."""
    kept = {"do", "laws"}  # They take any container.
    assert {name for name in dir(Open) if not name.startswith("_")} - public(Err) == kept


def signatures(path: Path) -> dict[str, list[str]]:
    """Returns the parameters of each method of the two halves, and of each function."""
    found = dict[str, list[str]]()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Module | ast.ClassDef):
            prefix = f"{node.name}." if isinstance(node, ast.ClassDef) else ""
            for each in node.body:
                if isinstance(each, ast.FunctionDef) and not each.name.startswith("_"):
                    found[prefix + each.name] = [arg.arg for arg in each.args.args]
    return found


def test_the_stub_has_the_parameters_of_the_module() -> None:
    module = Path(_containers.__file__)
    of_module, of_stub = signatures(module), signatures(module.with_suffix(".pyi"))
    assert len(of_module) > 60
    aliases = {"alt", "bind", "bind_result", "failure", "lash", "value_or"}
    # The module assigns these, as they are the same functions.
    expected = {f"{half.__name__}.{name}" for half in HALVES for name in aliases} | {"fill"}
    assert of_stub.keys() - of_module.keys() == expected
    assert {name: of_stub[name] for name in of_module} == of_module
