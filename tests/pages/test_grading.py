"""The program of `teach/grading` makes the table and the text for a student that the page shows."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pages.checks import commands
from tests.pages.fill import LEARN, PROGRAMS
from tests.support.once import only_with

PAGE = LEARN / "teach" / "grading"
RIGHT = LEARN / "exercises" / "01_sockaddr_in" / "solution.c"
WRONG = Path(__file__).parents[1] / "learn" / "wrong" / "01_sockaddr_in" / "port.py"

pytestmark = [
    only_with("3.13"),
    pytest.mark.slow,
    pytest.mark.skipif(not PAGE.with_suffix(".en.md").exists(), reason="the page is not there"),
    pytest.mark.skipif(shutil.which("gcc") is None, reason="there is no gcc"),
]


def graded(folder: Path, command: str, lang: str) -> str:
    """Runs a command of the page over three submissions, and returns the table."""
    submissions = folder / "submissions"
    submissions.mkdir()
    right = RIGHT.read_text(encoding="utf-8")
    (submissions / "ana.c").write_text(right, encoding="utf-8")
    shutil.copyfile(WRONG, submissions / "bruno.py")
    (submissions / "carla.c").write_text(right.replace("return 1;", "return 1"), encoding="utf-8")
    shutil.copyfile(PROGRAMS / "grade.py", folder / "grade.py")
    command = command.replace("python", shlex.quote(sys.executable))
    command = command.replace("submissions", f"submissions {lang}")
    subprocess.run(command, shell=True, cwd=folder, check=True, timeout=300)
    return (folder / "grades.csv").read_text(encoding="utf-8")


def without_seconds(text: str) -> str:
    """Returns a text in which rows of the table have no seconds."""
    return re.sub(r"^([a-z.]+,\d+,\d+),\d+,", r"\1,", text, flags=re.MULTILINE)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_folder_becomes_the_table_of_the_page(lang: str, tmp_path: Path) -> None:
    page = PAGE.with_suffix(f".{lang}.md").read_text(encoding="utf-8")
    command, _ = commands(page)
    table = graded(tmp_path, command, lang)
    assert f"```text\n{without_seconds(table)}```\n" in without_seconds(page)
    said = (tmp_path / "submissions" / "bruno.py.txt").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```text\n(ok .*\nfailed(?:.*\n)*?)```\n", page)
    assert shown in said
    assert len(re.findall("^ok ", said, re.MULTILINE)) == 7
    assert "error:" in (tmp_path / "submissions" / "carla.c.txt").read_text(encoding="utf-8")


@pytest.mark.timeout(300)
def test_a_class_is_graded_without_a_network(tmp_path: Path) -> None:
    _, command = commands(PAGE.with_suffix(".en.md").read_text(encoding="utf-8"))
    try:
        up = 'unshare -rn sh -c "ip link set lo up"'
        subprocess.run(up, shell=True, check=True, capture_output=True)
    except subprocess.CalledProcessError:
        pytest.skip("this user cannot make a network")
    assert "ana.c,8,8," in graded(tmp_path, command, "en")
