"""Every example in a docstring runs, and shows what it says. `tests/pages` has those of pages."""

import ast
import doctest
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType

import pytest

import stdnet

MODULES = ["stdnet", *(found.name for found in pkgutil.walk_packages(stdnet.__path__, "stdnet."))]


def examples(module: ModuleType) -> Iterator[doctest.DocTest]:
    """Yields the examples of each docstring in the source of a module.

    `doctest.testmod` finds none of the methods of a class that names the public module.
    """
    parser = doctest.DocTestParser()
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            name = f"{module.__name__}.{getattr(node, 'name', '')}"
            text = ast.get_docstring(node, clean=False) or ""
            line = node.body[0].lineno - 1 if text else 0
            yield parser.get_doctest(text, vars(module).copy(), name, module.__file__, line)


# Some examples show writers that refuse bytes, and what their buffers lose is reported.
@pytest.mark.filterwarnings("ignore:.* buffered bytes:ResourceWarning")
@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true(name: str) -> None:
    if name.endswith("__main__"):
        pytest.skip("a program")
    if name == "stdnet.mypy_plugin":
        pytest.importorskip("mypy")
    runner = doctest.DocTestRunner()
    for test in examples(importlib.import_module(name)):
        runner.run(test)
    assert runner.summarize(verbose=False).failed == 0
