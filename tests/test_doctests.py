"""Every example in a docstring or the README runs, and shows what it says."""

import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest

import stdnet

MODULES = ["stdnet", *(found.name for found in pkgutil.walk_packages(stdnet.__path__, "stdnet."))]
README = Path(__file__).parents[1] / "README.md"


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true(name: str) -> None:
    if name.endswith("__main__"):
        pytest.skip("a program")
    if name == "stdnet.mypy_plugin":
        pytest.importorskip("mypy")
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.skipif(not README.exists(), reason="the README is not installed")
def test_the_examples_of_the_readme_are_true() -> None:
    done = doctest.testfile(str(README), module_relative=False)
    assert done.attempted > 0
    assert done.failed == 0
