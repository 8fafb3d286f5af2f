"""How the judge checks the classes of a student's file, and how it measures time."""

import time
from pathlib import Path
from typing import Final

import pytest

from stdnet import Err, Ok, Result
from stdnet.learn.judge.check import Failure, Skipped
from stdnet.learn.judge.module import checked
from stdnet.learn.judge.process import Solution
from stdnet.learn.judge.stopwatch import Stopwatch
from tests.support.once import only_with

pytestmark = only_with("3.13")

SCRIPT: Final = """
>>> box = Box(3)
>>> box.size, place
(3, 'here')
>>> print("printed")
printed
"""


@pytest.fixture
def student(tmp_path: Path) -> Path:
    return tmp_path / "student.py"


def run(file: Path, script: str = SCRIPT) -> Result[None, Failure | Skipped]:
    solution = Solution.of_file(file)
    return checked(solution, script, place="here")


def test_what_the_lines_show_is_compared(student: Path) -> None:
    student.write_text("class Box:\n    def __init__(self, size): self.size = size\n")
    assert run(student) == Ok(None)


def test_what_the_file_prints_itself_is_no_line(student: Path) -> None:
    student.write_text(
        "import os\n"
        "print('begins')\n"
        "os.write(1, b'{')\n"
        "class Box:\n    def __init__(self, size): self.size = size; os.write(1, b'made')\n"
    )
    assert run(student) == Ok(None)


def test_a_line_that_shows_something_else_is_named(student: Path) -> None:
    student.write_text("class Box:\n    def __init__(self, size): self.size = -size\n")
    failure = run(student).unwrap_err()
    assert isinstance(failure, Failure)
    assert failure.received == b"(-3, 'here')"
    assert failure.expected == b"(3, 'here')"
    assert failure.sent == [b"box = Box(3)"]
    assert "`box.size, place`" in failure.seen.en


def test_an_exception_ends_the_script(student: Path) -> None:
    student.write_text("class Box:\n    pass\n")
    failure = run(student).unwrap_err()
    assert isinstance(failure, Failure)
    assert failure.received == b"TypeError: Box() takes no arguments"
    assert "`box = Box(3)`" in failure.seen.en


def test_a_file_that_cannot_be_imported_shows_nothing(student: Path) -> None:
    student.write_text("import nothing_of_this_name\n")
    failure = run(student).unwrap_err()
    assert isinstance(failure, Failure)
    assert failure.received is None
    assert "`box = Box(3)`" in failure.seen.en


def test_the_file_is_not_run_as_a_program(student: Path) -> None:
    student.write_text('if __name__ == "__main__":\n    raise SystemExit("run")\n')
    assert run(student, ">>> 1 + 1\n2\n") == Ok(None)


def test_a_command_has_no_classes() -> None:
    match checked(Solution(["./server"]), SCRIPT):
        case Err(Skipped(reason)):
            assert "Python" in reason.en
        case other:
            pytest.fail(str(other))


def sleeps(process: int) -> bool:
    """Returns True if the program `sleep` has begun to wait."""
    return "(sleep) S" in Path(f"/proc/{process}/stat").read_text(encoding="utf-8")


def test_a_stopwatch_measures_what_a_program_waits_for() -> None:
    with Solution(["sleep"]).start("60") as program:
        while not all(map(sleeps, program.members())):
            time.sleep(0.001)
        start = time.monotonic()
        clock = Stopwatch(program)
        time.sleep(0.1)
        measured = clock.seconds()
        assert 0.05 < measured <= time.monotonic() - start
