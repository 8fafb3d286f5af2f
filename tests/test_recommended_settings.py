"""The settings that README recommends, as pasted, find the mistakes that they are there for.

The program is `typings/must_pass/user_program.py`, in a folder with nothing but those settings.
"""

import json
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from tests.support.checkers import environment, installed
from tests.support.once import only_with

ROOT: Final = Path(__file__).resolve().parents[1]
PROGRAM: Final = ROOT / "typings" / "must_pass" / "user_program.py"

pytestmark = [only_with("3.12"), pytest.mark.slow, pytest.mark.timeout(300)]


class Mistake(NamedTuple):
    """A mistake in the place of the right code, and the rule by which each checker reports it."""

    right: str
    wrong: str
    mypy: str
    pyright: str | None


MISTAKES: Final = {
    "no_case_for_err": Mistake(
        '        case Err(e):\n            return f"nobody came: {e}"\n',
        "",
        "exhaustive-match",
        "reportReturnType",
    ),
    "an_err_is_dropped": Mistake(
        '.expect("the client listens")', "", "unused-result", "reportUnusedCallResult"
    ),
    "if_result": Mistake(
        'match serve("127.0.0.1:0"):',
        'if serve("127.0.0.1:0"):\n    print("served")\nmatch serve("127.0.0.1:0"):',
        "truthy-bool",
        "reportGeneralTypeIssues",
    ),
    # Types cannot tell these two: the plugin for mypy does.
    "an_error_that_is_not_named": Mistake(
        "@propagate\ndef serve(addr: str) -> io.Result[int]:",
        "@propagate\ndef serve(addr: str) -> Ok[int] | Err[str]:",
        "question",
        None,
    ),
    "no_propagate": Mistake("@propagate\n", "", "missing-propagate", None),
    "a_wrong_type": Mistake('b"hello\\n"', '"hello\\n"', "arg-type", "reportArgumentType"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Returns a folder with README's settings, the program, and a copy for each mistake."""
    installed()
    (tmp_path / "pyproject.toml").write_text(recommended())
    shutil.copy(PROGRAM, tmp_path / "program.py")
    program = PROGRAM.read_text(encoding="utf-8")
    for name, mistake in MISTAKES.items():
        assert program.count(mistake.right) == 1, name
        (tmp_path / f"{name}.py").write_text(program.replace(mistake.right, mistake.wrong))
    return tmp_path


def recommended() -> str:
    """Returns the block of README with the settings."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks: list[str] = re.findall(r"^```toml\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    (settings,) = [block for block in blocks if "[tool.mypy]" in block]
    return settings


def check(checker: str, folder: Path, *arguments: str) -> str:
    """Returns what a checker prints in a folder."""
    if find_spec(checker) is None:
        pytest.skip(f"{checker} is not installed: pip install -r tests/requirements.txt")
    command = [sys.executable, "-m", checker, *arguments]
    done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True)
    assert done.returncode == 1, f"{done.stdout}{done.stderr}"
    return done.stdout


def test_mypy_reports_each_mistake(folder: Path) -> None:
    output = check("mypy", folder, ".")
    found = set(re.findall(r"^(\w+)\.py:\d+: error: .*\[([\w-]+)\]$", output, re.MULTILINE))
    assert {(name, mistake.mypy) for name, mistake in MISTAKES.items()} <= found, output
    assert {name for name, _ in found} == set(MISTAKES), output


@pytest.mark.parametrize("checker", ["pyright", "basedpyright"])
def test_pyright_reports_what_types_can_tell(checker: str, folder: Path) -> None:
    output = check(checker, folder, f"--pythonpath={sys.executable}", "--outputjson")
    found = {
        (Path(each["file"]).stem, each["rule"])
        for each in json.loads(output)["generalDiagnostics"]
        if each["severity"] == "error"
    }
    expected = {(name, each.pyright) for name, each in MISTAKES.items() if each.pyright}
    assert expected <= found, output
    assert {name for name, _ in found} == {name for name, _ in expected}, output
