"""The commands that pages show, and the tests that run them."""

from typing import Final

README: Final = "tests/pages/test_readme.py::test_the_commands_of_readme_work"

COMMANDS: Final[dict[str, str]] = {
    "python3 -m venv .venv && . .venv/bin/activate": README,
    "pip install stdnet": README,
    "python3 -m venv .venv && .venv/bin/pip install -q . && "
    ".venv/bin/python -m stdnet.examples.echo": README,
    # It is what decides about each commit.
    "python3 -m venv .venv && .venv/bin/pip install -q . -r tests/requirements.txt && "
    ".venv/bin/pytest": ".ci/tests",
    ".venv/bin/pip install -q . -r tests/requirements-dev.txt && "
    ".venv/bin/python -m tests.bench": "tests/test_bench.py",
}
"""A test as `FILE::NAME`, a file of tests, or a program of `.ci`."""
