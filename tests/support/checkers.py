"""How tests run type checkers on the installed stdnet."""

import os
from importlib.metadata import Distribution, PackageNotFoundError, distribution

import pytest


def installed() -> Distribution:
    """Returns the installed stdnet, or skips the test if there is none."""
    try:
        return distribution("stdnet")
    except PackageNotFoundError:
        pytest.skip("stdnet is not installed")


def environment(**variables: str) -> dict[str, str]:
    """Returns the environment of a checker, which finds installed packages only."""
    inherited = {k: v for k, v in os.environ.items() if k not in {"MYPYPATH", "PYTHONPATH"}}
    # pyright would ask the package index whether there is a newer one.
    return {**inherited, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1", **variables}
