"""Six type checkers accept `typings/must_pass`, but for the gaps that are known.

`typings/known_gaps.toml` names each statement that one of them reads otherwise. mypy, pyright and
basedpyright have no gap, and `test_typings.py` runs them. A gap that is gone has to leave the file,
so `tests/requirements.txt` names exact versions of the other three.

What the pages say about checkers are these runs: they name the same checkers and versions.
"""

import ast
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path
from typing import Final

import pytest

from tests.pages.parts import prose
from tests.support.checkers import environment, installed
from tests.support.once import only_with
from tests.test_minimum_versions import declared

ROOT: Final = Path(__file__).resolve().parents[1]
CONTRACTS: Final = ROOT / "typings"
PAGES: Final = {
    "English": ("README.md", "stdnet/learn/howto/checkers.en.md"),
    "Spanish": ("README.es.md", "stdnet/learn/howto/checkers.es.md"),
}
"""The pages that say something about checkers."""

COMMANDS: Final[dict[str, list[str]]] = {
    "ty": ["check", "--python", sys.prefix, "--output-format=concise", "--color=never"],
    "pyrefly": [
        *["check", "--preset=default", "--output-format=min-text", "--color=never"],
        *["--python-interpreter-path", sys.executable],
    ],
    "zuban": ["check", "--strict", "--python-executable", sys.executable],
}
"""How each checker that has gaps reads a folder without settings of its own."""

CHECKERS: Final = {"mypy", "pyright", "basedpyright", *COMMANDS}

REPORT: Final = re.compile(r"^\s*(?:ERROR |WARN )?(\S+\.py):(\d+):", re.MULTILINE)

pytestmark = [only_with("3.12"), pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture
def contracts(tmp_path: Path) -> Path:
    """Returns a folder with the contracts, where stdnet is the installed one."""
    installed()
    shutil.copytree(CONTRACTS / "must_pass", tmp_path / "must_pass")
    return tmp_path


def check(checker: str, folder: Path) -> str:
    """Returns what the checker reports on the files of a folder."""
    program = Path(sysconfig.get_path("scripts"), checker)
    if not program.exists():
        pytest.skip(f"{checker} is not installed: pip install -r tests/requirements.txt")
    command = [str(program), *COMMANDS[checker], "."]
    checked = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True)
    assert checked.returncode in {0, 1}, checked.stderr
    return checked.stdout


def statement(source: str, line: int) -> str:
    """Returns the innermost statement of a line, as one line and without its body."""
    around = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or 0)
    ]
    innermost = max(around, key=lambda node: node.lineno)
    code = ast.get_source_segment(source, innermost) or ""
    is_compound = hasattr(innermost, "body") or isinstance(innermost, ast.Match)
    return code.splitlines()[0] if is_compound else " ".join(code.split())


def reported(output: str, folder: Path) -> dict[str, set[str]]:
    """Returns the statements that are reported, by the names of the files."""
    found: dict[str, set[str]] = {}
    for path, line in REPORT.findall(output):
        source = (folder / path).read_text()
        found.setdefault(Path(path).name, set()).add(statement(source, int(line)))
    return found


def known_gaps(checker: str) -> dict[str, set[str]]:
    """Returns the statements of the file of gaps, by the names of the contracts."""
    gaps: dict[str, set[str]] = {}
    groups = tomllib.loads((CONTRACTS / "known_gaps.toml").read_text())
    for group in groups.get(checker, []):
        for path, statements in group["statements"].items():
            gaps.setdefault(path, set()).update(statements)
    return gaps


@pytest.mark.parametrize("checker", COMMANDS)
def test_a_checker_reads_the_contracts_but_for_known_gaps(checker: str, contracts: Path) -> None:
    output = check(checker, contracts)
    found, known = reported(output, contracts), known_gaps(checker)
    for path in sorted(found.keys() | known.keys()):
        assert found.get(path, set()) == known.get(path, set()), f"{checker}, {path}:\n{output}"


@pytest.mark.parametrize("checker", COMMANDS)
def test_a_checker_reports_what_is_wrong(checker: str, contracts: Path) -> None:
    wrong = "from stdnet import IpAddr\nport: int = IpAddr.V4(127, 0, 0, 1)\n"
    (contracts / "must_pass" / "wrong.py").write_text(wrong)
    found = reported(check(checker, contracts), contracts)
    assert found["wrong.py"] == {"port: int = IpAddr.V4(127, 0, 0, 1)"}


def words(language: str) -> str:
    """Returns the prose of the pages in a language, as one line."""
    pages = [ROOT / page for page in PAGES[language] if (ROOT / page).exists()]
    if not pages:
        pytest.skip(f"there is no page in {language}")
    return " ".join(prose("".join(page.read_text(encoding="utf-8") for page in pages)).split())


@pytest.mark.parametrize("language", PAGES)
def test_the_pages_name_the_checkers_that_are_run(language: str) -> None:
    names = re.findall(
        r"(?<![\w.`])(\w*(?:mypy|pyright)|ty|pyrefly|zuban)(?![\w`])", words(language)
    )
    assert set(names) == CHECKERS


@pytest.mark.parametrize("language", PAGES)
def test_the_pages_name_the_versions_that_are_run(language: str) -> None:
    named = re.findall(rf"\b({'|'.join(CHECKERS)})`? \(?(\d[\d.]*\d)", words(language))
    assert "mypy" in dict(named)
    assert set(named) <= set(declared().items())
