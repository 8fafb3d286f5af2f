"""The graded exercises are whole, their solutions pass, and each check catches a wrong solution.

`wrong/NN_name/CHECK.py` is a wrong solution that only the check of that name catches. It is run
with little patience, as it may take none; `-m long` makes all other checks of it.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from stdnet.learn.course.pages import find
from stdnet.learn.judge import report, runner
from stdnet.learn.judge.check import Check, Failure, Skipped
from stdnet.learn.judge.exercises import Exercise, exercises
from stdnet.learn.judge.peer import PRINTED
from stdnet.learn.judge.text import Text
from tests.learn.programs import SUFFIXES, command
from tests.learn.test_programs import comments
from tests.pages.outputs import installed, reports
from tests.support.once import only_with

WRONG: Final = Path(__file__).parent / "wrong"
EXERCISES: Final = list(exercises().values())
CHECKS: Final = [(exercise, check) for exercise in EXERCISES for check in exercise.checks()]
LANGUAGES: Final = ("en", "es")

IN_C_AND_RUST: Final = (1, 2, 3, 4, 8)
"""The exercises that have solutions in C and in Rust."""

HEAVY: Final = {14: None, 15: "many_keys"}
"""The exercises, and their checks, that take seconds: of 14 all, which runs type checkers."""

PATIENT: Final = 10.0
IMPATIENT: Final = 1.0
"""The patience with solutions that are right, and with those that may keep the judge waiting."""

ENGLISH: Final = re.compile(r"\b(the|and|of|with|that|which|not|but|after|from|is|was|came)\b")
"""Words that Spanish does not have."""

QUOTED: Final = re.compile(r"`[^`]*`|«[^»]*»|b?'[^']*'|Error: .*|python -m .*")
"""What is quoted, as it stands: code, data, the texts of errors."""

once: Final = only_with("3.13")


def marks(exercise: Exercise, *, slow: bool = False) -> list[pytest.MarkDecorator]:
    """Returns the marks of a test of an exercise. Two Pythons share them out, as most only wait."""
    one = only_with("3.12" if exercise.number % 2 else "3.13")
    return [one, pytest.mark.slow] if slow else [one]


each_exercise = pytest.mark.parametrize(
    "exercise", [pytest.param(each, marks=marks(each), id=each.folder.name) for each in EXERCISES]
)


def id_of(each: Exercise | Check) -> str:
    """Returns the part of a test's name that is about an exercise, or about a check."""
    return each.folder.name if isinstance(each, Exercise) else each.name


each_check = pytest.mark.parametrize(
    ("exercise", "check"), [pytest.param(*each, marks=marks(each[0])) for each in CHECKS], ids=id_of
)


def solutions(exercise: Exercise) -> list[Path]:
    """Returns the solutions of an exercise in all languages."""
    return sorted(exercise.folder.glob("solution.*"))


def wrong(exercise: Exercise, check: Check) -> Path:
    """Returns the solution that only this check catches."""
    return WRONG / exercise.folder.name / f"{check.name}.py"


def is_heavy(exercise: Exercise, check: Check | None = None) -> bool:
    """Returns True for an exercise, or a check of it, that takes seconds."""
    if exercise.number not in HEAVY:
        return False
    name = HEAVY[exercise.number]
    return name is None or (check is not None and check.name == name)


each_check_that_may_be_slow = pytest.mark.parametrize(
    ("exercise", "check"),
    [pytest.param(*each, marks=marks(each[0], slow=is_heavy(*each))) for each in CHECKS],
    ids=id_of,
)


@each_exercise
def test_an_exercise_has_all_its_files(exercise: Exercise) -> None:
    names = {path.name for path in exercise.folder.iterdir()}
    needed = {"starter.py", "solution.py"}
    needed |= {f"{name}{lang}.md" for name in ("", "hints.") for lang in LANGUAGES}
    if exercise.number in IN_C_AND_RUST:
        needed |= {"solution.c", "solution.rs"}
    assert needed - names == set()
    assert len(exercise.checks()) >= 3


@each_exercise
def test_hints_are_numbered_alike_in_both_languages(exercise: Exercise) -> None:
    texts = [(exercise.folder / f"hints.{lang}.md").read_text("utf-8") for lang in LANGUAGES]
    numbers = [re.findall(r"^## (.*)$", text, re.MULTILINE) for text in texts]
    assert numbers[0] == numbers[1] == [str(n) for n in range(1, len(numbers[0]) + 1)]
    assert len(numbers[0]) >= 2


@each_exercise
def test_every_check_has_a_wrong_solution_and_the_other_way_round(exercise: Exercise) -> None:
    there = {path.stem for path in (WRONG / exercise.folder.name).glob("*.py")}
    assert there == {check.name for check in exercise.checks()}


@each_check
def test_a_check_is_described_in_both_languages(exercise: Exercise, check: Check) -> None:
    for lang in LANGUAGES:
        title, rule = check.title.of(lang), check.rule.of(lang)
        assert not title.endswith(".")
        assert re.match(r"[^a-z]|`", title), title
        assert rule.endswith("."), rule
    for text in (check.title, check.rule):
        assert english_words(text.es) == []
        assert text.en != text.es


@each_check
def test_a_check_names_a_lesson_or_a_page_to_read(exercise: Exercise, check: Check) -> None:
    assert len(find(check.read)) == 1


def english_words(spanish: str) -> list[str]:
    """Returns the words of a Spanish text that are English, but for what it quotes."""
    return ENGLISH.findall(QUOTED.sub("", spanish))


PROGRAMS: Final = sorted(
    path
    for exercise in EXERCISES
    for folder in (exercise.folder, WRONG / exercise.folder.name)
    for path in folder.iterdir()
    if path.suffix in SUFFIXES
)
"""The programs of all exercises, also the wrong ones."""


@once
@pytest.mark.parametrize("program", PROGRAMS, ids=lambda each: f"{each.parent.name}/{each.name}")
def test_a_program_of_an_exercise_has_no_comments(program: Path) -> None:
    assert list(comments(program)) == []


@once
def test_the_solutions_in_rust_are_formatted() -> None:
    if shutil.which("rustfmt") is None:
        pytest.skip("no rustfmt on this machine")
    in_rust = [path for path in PROGRAMS if path.suffix == ".rs"]
    command = ["rustfmt", "--edition=2024", "--check", "--config", "max_width=60"]
    done = subprocess.run([*command, *in_rust], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@once
@pytest.mark.slow
@pytest.mark.parametrize("checker", ["mypy", "basedpyright"])
def test_type_checkers_accept_what_a_student_sees(checker: str, tmp_path: Path) -> None:
    if installed(checker) == "none":
        pytest.skip(f"no {checker} on this machine")
    copies = list[Path]()
    for path in PROGRAMS:
        if path.suffix == ".py" and path.stem in ("starter", "solution"):
            copies.append(tmp_path / f"of_{path.parent.name}_{path.name}")
            shutil.copyfile(path, copies[-1])
    assert reports(checker, copies, "strict") == []


@pytest.mark.parametrize(
    ("exercise", "program"),
    [
        pytest.param(exercise, program, marks=marks(exercise, slow=is_heavy(exercise)))
        for exercise in EXERCISES
        for program in solutions(exercise)
    ],
    ids=lambda each: each.folder.name if isinstance(each, Exercise) else each.suffix,
)
def test_a_solution_passes(exercise: Exercise, program: Path) -> None:
    for outcome in runner.all_made(exercise.checks(), command(program), PATIENT):
        assert outcome.passed, f"{report.heading(outcome, 'en')}\n{report.text(outcome, 'en')}"
        assert left(outcome) == []


@each_check_that_may_be_slow
def test_a_check_catches_its_wrong_solution_and_says_why(exercise: Exercise, check: Check) -> None:
    outcome = runner.made(check, command(wrong(exercise, check)), IMPATIENT)
    if isinstance(outcome.found, Skipped):
        pytest.skip(outcome.found.reason.en)
    failure = outcome.found
    assert isinstance(failure, Failure)
    assert left(outcome) == []
    for lang in LANGUAGES:
        text = report.text(outcome, lang)
        assert f"    {report.SEEN.of(lang)}: " in text
        assert f"    {report.RULE.of(lang)}: " in text
        assert "python -m stdnet.learn read " in text
    for each in (failure.seen, failure.expected, failure.rule or check.rule):
        if isinstance(each, Text):
            assert english_words(each.es) == []


@once
@pytest.mark.parametrize("number", [3, 4, 5, 6, 7, 8, 9, 15])
def test_a_server_that_listens_elsewhere_is_caught(number: int) -> None:
    exercise = exercises()[number]
    # The first checks of exercise 9 are about the side that sends.
    check = next(each for each in exercise.checks() if number != 9 or each.name == "answered")
    program = [*command(WRONG / "elsewhere.py"), str(exercise.folder / "solution.py")]
    found = runner.made(check, program, PATIENT).found
    assert isinstance(found, Failure)
    assert re.fullmatch(
        r"it printed 127\.0\.0\.1:\d+, and should listen at 127\.0\.0\.2:\d+", found.seen.en
    )
    assert found.rule == PRINTED


def left(outcome: runner.Outcome) -> list[int]:
    """Returns the processes that a check has left."""
    return outcome.program.members() if outcome.program else []


AT_ONCE: Final = 0.2
"""The patience with a program that ends at once."""

NOTHING_IS_ENOUGH: Final = {
    ("14_results", "strict"): "type checkers have nothing to say about a file without code",
}
"""The checks that a program passes which does nothing, and why."""

STARTER_DOES: Final = {
    ("00_addresses", "ipv4"): "it prints what it reads, and these are printed as they are written",
    ("00_addresses", "each_line"): "it prints a line for each",
    ("00_addresses", "not_utf_8"): "it ends with the error",
    ("02_client", "refused"): "it connects, and ends with the error",
    ("03_echo_server", "in_use"): "it listens, or ends with the error",
    ("11_port_scanner", "open_port"): "it finds what is open",
    ("11_port_scanner", "version_6"): "it finds what is open",
    ("11_port_scanner", "closes"): "it closes each connection",
    ("11_port_scanner", "bounded"): "it has one connection at a time",
    ("12_icmp", "too_short"): "it says so of everything",
    ("13_readers", "errors"): "it passes errors on",
    ("13_readers", "write_errors"): "it passes errors on",
    ("14_results", "answer"): "it works, but for all that may fail",
    ("14_results", "strict"): "it has types",
}
"""The checks that a starter passes, and what it does right already."""


def passes(check: Check, command: list[str]) -> bool:
    """Returns True if a check was made, and has found nothing wrong."""
    return runner.made(check, command, IMPATIENT).found is None


@pytest.mark.parametrize("words", ["", "hola"])
@each_check_that_may_be_slow
def test_a_program_that_does_nothing_passes_no_check(
    exercise: Exercise, check: Check, words: str, tmp_path: Path
) -> None:
    command = ["sh", "-c", f"echo {words}"] if words else ["true"]
    outcome = runner.made(check, command, AT_ONCE)
    if isinstance(outcome.found, Skipped):  # It takes a file in Python.
        file = tmp_path / "program.py"
        file.write_text(f"print({words!r})\n" if words else "")
        outcome = runner.made(check, [sys.executable, str(file)], IMPATIENT)
    is_enough = (exercise.folder.name, check.name) in NOTHING_IS_ENOUGH
    assert (outcome.found is None) == is_enough


@pytest.mark.long
@each_check
def test_a_starter_passes_no_check(exercise: Exercise, check: Check) -> None:
    passed = passes(check, command(exercise.folder / "starter.py"))
    assert passed == ((exercise.folder.name, check.name) in STARTER_DOES)


@once
@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("source", ["print(", "import nothing", "print('hola', 1 / 0)"])
def test_a_program_with_a_mistake_passes_no_check(number: int, source: str, tmp_path: Path) -> None:
    file = tmp_path / "program.py"
    file.write_text(source)
    for check in exercises()[number].checks():
        assert not passes(check, [sys.executable, str(file)]), check.name


CHATTY: Final = """
from stdnet import Ok, io, propagate, run
@propagate
def main() -> io.Result[None]:
    for line in io.stdin().lines():
        print("hola")
        print(line.unwrap())
    return Ok(None)
run(main)
"""


@once
def test_a_program_that_prints_something_else_before_each_answer_passes_no_check(
    tmp_path: Path,
) -> None:
    file = tmp_path / "program.py"
    file.write_text(CHATTY)
    for check in exercises()[0].checks():
        assert not passes(check, [sys.executable, str(file)]), check.name


@once
@pytest.mark.parametrize(
    ("change", "seen", "rule"),
    [
        (("stream.shutdown(Shutdown.Write).unwrap()", "pass"), "nadie llamó a `shutdown`", "mitad"),
        (
            ("        _ = io.copy(stream", "        print('x')\n        _ = io.copy(stream"),
            "se imprimió algo más",
            "va solo la respuesta",
        ),
        (("addr = sys.argv[1]", "raise SystemExit(0)"), "terminó sin conectarse", "se conecta"),
    ],
)
def test_a_client_is_told_its_own_mistake(
    change: tuple[str, str], seen: str, rule: str, tmp_path: Path
) -> None:
    exercise = exercises()[2]
    source = (exercise.folder / "solution.py").read_text()
    file = tmp_path / "client.py"
    file.write_text(source.replace(*change))
    outcome = runner.made(exercise.checks()[0], [sys.executable, str(file)], IMPATIENT)
    text = " ".join(report.text(outcome, "es").split())
    assert seen in text
    assert rule in text


@pytest.mark.long
@each_check
def test_no_other_check_catches_the_wrong_solution(exercise: Exercise, check: Check) -> None:
    for other in exercise.checks():
        if other != check:
            outcome = runner.made(other, command(wrong(exercise, check)), PATIENT)
            assert outcome.passed, report.text(outcome, "en")
