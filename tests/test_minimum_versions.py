"""The oldest versions that are declared are those in README and on the pages, and they work."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any, Final

import pytest

from tests import test_mypy_plugin

ROOT: Final = Path(__file__).parents[1]
PYPROJECT: Final = ROOT / "pyproject.toml"
REQUIREMENTS: Final = ROOT / "tests" / "requirements.txt"

pytestmark = pytest.mark.skipif(not PYPROJECT.exists(), reason="pyproject.toml is not beside this")

CONCERNED: Final = (
    *("tests/result", "tests/_core", "tests/io/test_buf_reader.py", "tests/io/test_buf_writer.py"),
    "tests/faults/test_generic_sockets.py",
    *("tests/test_typings.py", "tests/test_checkers.py", "tests/test_mypy_plugin.py"),
    *("tests/test_recommended_settings.py", "tests/test_packaging.py"),
)
"""The tests of what comes from other packages: containers, generated data, checkers, archives."""


def pyproject() -> Any:
    return tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))


def requirements() -> list[str]:
    """Returns what stdnet and its tests need."""
    lines = REQUIREMENTS.read_text(encoding="utf-8").splitlines()
    return [*pyproject()["project"]["dependencies"], *filter(re.compile(r"\w").match, lines)]


def declared() -> dict[str, str]:
    """Returns the oldest version of each package that stdnet and its tests need."""
    found = (
        re.fullmatch(r"([\w-]+)(?:\[\w+\])?[>=]=([\d.]+)(?:;.*)?", each) for each in requirements()
    )
    return {each[1]: each[2] for each in found if each}


def page(name: str) -> str:
    """Returns a page as one line, whose line breaks may be anywhere."""
    return " ".join((ROOT / name).read_text(encoding="utf-8").split())


def test_every_requirement_has_an_oldest_version() -> None:
    assert len(declared()) == len(requirements())
    assert declared()["pytest"] == pyproject()["tool"]["pytest"]["ini_options"]["minversion"]


def test_the_pages_name_the_declared_versions() -> None:
    assert f"`mypy server.py` ({declared()['mypy']} or later)" in page("README.md")
    checkers = page("stdnet/learn/howto/checkers.en.md")
    assert f"under mypy ({declared()['mypy']} or later)" in checkers
    assert f"{declared()['mypy']}.0" == test_mypy_plugin.OLDEST
    python: str = pyproject()["project"]["requires-python"]
    assert f"with CPython {python.removeprefix('>=')} or later" in page("README.md")


def test_the_readme_names_what_is_needed_at_run_time() -> None:
    names = [re.split(r"\W", each)[0] for each in pyproject()["project"]["dependencies"]]
    assert names == ["returns", "typing_extensions"]
    assert "needs `returns`, and before Python 3.13 `typing_extensions`" in page("README.md")


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="the oldest Python has the oldest all")
def test_the_oldest_versions_pass_the_tests_that_concern_them(tmp_path: Path) -> None:
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    (backend,) = pyproject()["build-system"]["requires"]
    oldest = [f"{name}=={number}" for name, number in declared().items()]
    install = [python, "-m", "pip", "install", "-q", backend.replace(">=", "=="), *oldest]
    installed = subprocess.run(install, capture_output=True, text=True)
    if installed.returncode != 0:
        pytest.skip(f"pip cannot install them: {installed.stderr}")
    subprocess.run(
        [python, "-m", "pip", "install", "-q", "--no-build-isolation", "--no-deps", ROOT],
        check=True,
    )
    # The checkout is checked with the newest types of the other packages, the contracts with any.
    options = ["-q", "-p", "no:cacheprovider", "-k", "not accepts_the_checkout"]
    command = [str(python.with_name("pytest")), *options, *CONCERNED]
    tested = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert tested.returncode == 0, tested.stdout
