"""The commands show, start, check, hint and solution, and what the course remembers."""

import json
import os
import stat
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Final

import pytest

from stdnet import Err, Ok, Result
from stdnet.learn.judge import as_json, messages, progress
from stdnet.learn.judge.check import Check, Failure, Skipped
from stdnet.learn.judge.command import COMMANDS, command
from stdnet.learn.judge.exercises import Exercise, exercises
from stdnet.learn.judge.process import Solution
from stdnet.learn.judge.runner import Outcome
from stdnet.learn.judge.text import Text
from tests.learn.command_line import Done
from tests.support.once import only_with

pytestmark = only_with("3.13")

LANGUAGES: Final = ("en", "es")
SOLUTION: Final = exercises()[2].folder / "solution.py"


@pytest.fixture(autouse=True)
def somewhere_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs each test in an empty folder, as someone who has solved nothing."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)


def learn(*args: str, lang: str = "en") -> Done:
    """Runs `python -m stdnet.learn` with arguments."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            status: object = command(list(args), lang).unwrap()
        except SystemExit as end:
            status = end.code
    return Done(status, out.getvalue(), err.getvalue())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_show_prints_the_task_without_comments(lang: str) -> None:
    done = learn("show", "2", lang=lang)
    assert done.returncode == 0
    assert done.stdout.startswith("2. ")
    assert "<!--" not in done.stdout


def test_start_writes_the_file_that_check_takes() -> None:
    done = learn("start", "2")
    assert done.returncode == 0
    assert "python -m stdnet.learn check 2\n" in done.stdout
    assert Path("exercise_02.py").read_text() == SOLUTION.with_name("starter.py").read_text()
    assert learn("check", "2").returncode == 1


def test_start_keeps_a_file_that_is_there() -> None:
    Path("mine.py").write_text("mine")
    done = learn("start", "2", "mine.py")
    assert done.returncode == 2
    assert "python -m stdnet.learn start 2 other_mine.py" in done.stderr
    assert Path("mine.py").read_text() == "mine"


def test_start_says_why_a_file_cannot_be_written() -> None:
    done = learn("start", "2", "no/such/folder.py")
    assert done.returncode == 2
    assert done.stderr == "no/such/folder.py cannot be written: No such file or directory\n"
    done = learn("start", "2", "no/such/folder.py", lang="es")
    assert done.stderr.endswith(": «No such file or directory»\n")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_check_prints_a_line_for_each_check(lang: str) -> None:
    done = learn("check", "2", str(SOLUTION), lang=lang)
    assert (done.returncode, done.stderr) == (0, "")
    title, *lines = [line for line in done.stdout.splitlines() if line]
    assert exercises()[2].title(lang) in title
    checks = exercises()[2].checks()
    assert [line.split()[1] for line in lines[: len(checks)]] == [f"{c.name}:" for c in checks]
    assert f"python -m stdnet.learn solution 2{' --lang es' * (lang == 'es')}" in done.stdout


def test_check_explains_the_first_failure_in_full_and_of_the_others_what_happened() -> None:
    done = learn("check", "2", "--", "true")
    assert done.returncode == 1
    assert done.stdout.count("not ok") == 5
    assert done.stdout.count("    What happened: ") == 5
    assert done.stdout.count("    The rule: ") == 1
    assert "None of the 5 checks passes." in done.stdout
    assert done.stdout.endswith("python -m stdnet.learn hint 2\n")


def test_check_runs_any_command() -> None:
    done = learn("check", "2", "--", sys.executable, str(SOLUTION))
    assert done.returncode == 0


def test_check_runs_a_compiled_file() -> None:
    path = Path("client")
    path.write_text(f'#!/bin/sh\nexec {sys.executable} {SOLUTION} "$@"\n')
    path.chmod(0o755)
    assert learn("check", "2", "client").returncode == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_check_prints_json(lang: str) -> None:
    done = learn("check", "2", "--json", "--", "true", lang=lang)
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert [*found] == ["exercise", "name", "command", "passed", "checks"]
    assert (found["exercise"], found["name"], found["passed"]) == (2, "client", False)
    assert found["command"] == ["true"]
    first = found["checks"][0]
    parts = ["seen", "rule", "read", "sent", "received", "expected", "program"]
    assert [*first] == ["name", "title", "outcome", "text", *parts]
    check = exercises()[2].checks()[0]
    assert (first["name"], first["title"]) == (check.name, check.title.of(lang))
    assert first["outcome"] == "failed"
    assert check.rule.of(lang) != first["rule"]
    for part in ("seen", "rule", "read"):
        assert first[part] in " ".join(first["text"].split())
    assert first["program"]["status"] == 0
    assert first["program"]["arguments"][0].startswith("127.0.0.1:")


def test_json_has_data_as_texts_of_bytes() -> None:
    check = exercises()[2].checks()[0]
    data = bytes(5000)
    other = data[:4000] + b"\xff" + data[4001:]
    failure = Failure(Text("", ""), data, other, [b"a", b"bc"], read="05")
    found = as_json.of_outcome(Outcome(check, failure), "en")
    assert found["sent"] == {"pieces": 2, "size": 3, "start": 0, "data": "abc"}
    zeros = "\0" * 500
    assert found["received"] == {
        "size": 5000,
        "start": 3500,
        "data": f"{zeros}\xff{zeros[1:]}",
    }
    assert found["expected"] == {"size": 5000, "start": 3500, "data": zeros * 2}
    assert (found["read"], found["program"]) == ("05", None)


@pytest.mark.parametrize("number", [9, 15, 40])
def test_json_is_whole_whatever_ends_the_program(number: int) -> None:
    source = f"import os, sys; os.write(2, b'\\xff\\0\\xed'); os.kill(os.getpid(), {number})"
    done = learn("check", "2", "--json", "--", sys.executable, "-I", "-S", "-c", source)
    programs = [each["program"] for each in json.loads(done.stdout)["checks"]]
    assert {(each["status"], each["signal"]) for each in programs} == {(None, number)}
    assert done.stdout.isascii()


def test_checks_that_cannot_be_made_here_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    checks = exercises()[2].checks()

    def none(_: Solution) -> Result[None, Failure | Skipped]:
        return Err(Skipped(Text("no network", "falta la red")))

    def fewer(_: Exercise) -> list[Check]:
        return [replace(checks[0], run=none), checks[2], checks[3]]

    monkeypatch.setattr(Exercise, "checks", fewer)
    done = learn("check", "2", str(SOLUTION), lang="es")
    assert done.returncode == 0
    assert "omitida answer: " in done.stdout
    assert "Pasan las 2 pruebas; omitidas aquí: 1." in done.stdout


def counted(failing: int, monkeypatch: pytest.MonkeyPatch, lang: str) -> str:
    """Returns what is said after three checks, some of which fail."""
    checks = exercises()[2].checks()

    def bad(_: Solution) -> Result[None, Failure | Skipped]:
        return Err(Failure(Text("it is wrong", "está mal")))

    def good(_: Solution) -> Result[None, Failure | Skipped]:
        return Ok(None)

    def some(_: Exercise) -> list[Check]:
        runs = [bad] * failing + [good] * (3 - failing)
        return [replace(checks[0], run=run) for run in runs]

    monkeypatch.setattr(Exercise, "checks", some)
    return learn("check", "2", str(SOLUTION), lang=lang).stdout.split("\n\n")[-1]


@pytest.mark.parametrize(
    ("failing", "said"),
    [
        (1, "Falla 1 de 3 pruebas."),
        (2, "Fallan 2 de 3 pruebas."),
        (3, "No pasa ninguna de las 3 pruebas."),
    ],
)
def test_failures_are_counted(failing: int, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert counted(failing, monkeypatch, "es").splitlines()[0] == said


def test_a_hint_is_offered_as_long_as_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    progress.set_hints(2, 3)
    text = counted(1, monkeypatch, "es")
    assert text.endswith("hay una pista:\n    python -m stdnet.learn hint 2 --lang es\n")
    progress.set_hints(2, 4)
    text = counted(1, monkeypatch, "es")
    assert text.endswith("otra vez:\n    python -m stdnet.learn hint 2 --all --lang es\n")


def test_checks_of_a_program_that_does_not_begin_are_left_out() -> None:
    Path("broken.py").write_text("print(")
    done = learn("check", "2", "broken.py", lang="es")
    assert done.returncode == 1
    assert done.stdout.count("mal  ") == 1
    assert "La regla" not in done.stdout
    assert done.stdout.endswith("\n\n" + messages.NOT_BEGUN.es + "\n")
    found = json.loads(learn("check", "2", "broken.py", "--json").stdout)
    assert [each["outcome"] for each in found["checks"]] == ["failed"] * 5
    assert {each["rule"] for each in found["checks"]} == {None}


def test_json_of_a_solution_says_ok() -> None:
    done = learn("check", "2", str(SOLUTION), "--json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["passed"]) == (0, True)
    assert {(each["outcome"], each["text"]) for each in found["checks"]} == {("ok", "")}


def test_the_solution_is_shown_once_ones_own_passes() -> None:
    done = learn("solution", "2")
    assert (done.returncode, done.stdout) == (1, "")
    assert "python -m stdnet.learn hint 2" in done.stderr
    learn("check", "2", str(SOLUTION))
    assert progress.passed() == {2}
    assert learn("solution", "2") == Done(0, SOLUTION.read_text(), "")


def test_a_failure_is_not_remembered() -> None:
    learn("check", "2", "--", "true")
    assert progress.passed() == set()


@pytest.mark.parametrize(("language", "suffix"), [("python", ".py"), ("c", ".c"), ("rust", ".rs")])
def test_a_teacher_sees_the_solution_in_each_language(language: str, suffix: str) -> None:
    done = learn("solution", "2", "--teacher", "--in", language)
    assert done == Done(0, SOLUTION.with_suffix(suffix).read_text(), "")


def test_hints_are_shown_one_by_one() -> None:
    shown = [learn("hint", "2").stdout for _ in range(6)]
    assert [text.splitlines()[0] for text in shown] == [
        *(f"Hint {n} of 4" for n in (1, 2, 3, 4, 4, 4))
    ]
    assert ["python -m stdnet.learn hint 2" in text for text in shown] == [True] * 3 + [False] * 3
    assert [messages.NO_MORE.en in text for text in shown] == [False] * 4 + [True] * 2


def test_all_hints_are_shown_at_once() -> None:
    text = learn("hint", "2", "--all", lang="es").stdout
    assert [line for line in text.splitlines() if line.startswith("Pista")] == [
        f"Pista {n} de 4" for n in (1, 2, 3, 4)
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("args", "instead"),
    [
        (["show"], "python -m stdnet.learn show 0"),
        (["show", "1", "2"], "python -m stdnet.learn show 0"),
        (["show", "77"], "77"),
        (["show", "client"], "client"),
        (["check"], "python -m stdnet.learn check 0"),
        (["check", "2"], "python -m stdnet.learn start 2"),
        (["check", "2", "no.py"], "python -m stdnet.learn start 2"),
        (["check", "2", "."], "python -m stdnet.learn check 2 exercise_02.py"),
        (["check", "2", "there"], "python -m stdnet.learn check 2 there.py"),
        (["check", "2", "--"], "python -m stdnet.learn check 2 -- ./client"),
        (["check", "2", "a", "b"], "python -m stdnet.learn check 2 -- ./client"),
        (["check", "2", "a", "--", "b"], "python -m stdnet.learn check 2 -- ./client"),
        (["check", "2", "--", "./no-such-program"], "./no-such-program"),
        (["check", "2", "client.c"], "gcc -Wall -Wextra -o client client.c"),
        (["check", "2", "client.rs"], "rustc -o client client.rs"),
        (["check", "2", "--", "./client.c"], "gcc -Wall -Wextra -o client client.c"),
        (["check", "2", "--", "./no.c"], "./no.c"),
        (["start", "2", "a", "b"], "start 2"),
        (["hint"], "python -m stdnet.learn hint 0"),
        (["solution"], "python -m stdnet.learn solution 0"),
        (["solution", "2", "--teacher", "--in", "cobol"], "python, c, rust"),
        (["solution", "0", "--teacher", "--in", "c"], "python"),
    ],
    ids=" ".join,
)
def test_wrong_arguments_are_told_what_to_write(args: list[str], instead: str, lang: str) -> None:
    for name in ("client.c", "client.rs", "there.py"):
        Path(name).touch()
    done = learn(*args, lang=lang)
    assert (done.returncode, done.stdout) == (2, "")
    assert instead in done.stderr
    assert done.stderr.count("\n") <= 3


def test_the_messages_are_in_both_languages() -> None:
    texts = [each for each in vars(messages).values() if isinstance(each, Text)]
    assert len(texts) > 15
    assert [each.en for each in texts if each.en == each.es] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_the_usage_names_every_command(name: str) -> None:
    for lang in LANGUAGES:
        assert f"python -m stdnet.learn {name} N" in messages.USAGE.of(lang)


# What is remembered.


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "1", '{"passed": 2}', '{"passed": ["2", null]}', '{"hints": []}', "\xff"],
)
def test_a_file_that_makes_no_sense_says_nothing(text: str) -> None:
    path = progress.file()
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="latin-1")
    assert progress.passed() == set()
    assert progress.hints(2) == 0
    progress.add_passed(2)
    progress.set_hints(3, 1)
    assert (progress.passed(), progress.hints(3)) == ({2}, 1)


def cannot_be_a_folder() -> None:
    Path("state").touch()


def cannot_be_a_file() -> None:
    progress.file().mkdir(parents=True)


@pytest.mark.parametrize("spoil", [cannot_be_a_folder, cannot_be_a_file])
def test_a_file_that_cannot_be_written_is_no_error(spoil: Callable[[], None]) -> None:
    spoil()
    assert learn("check", "2", str(SOLUTION)).returncode == 0
    assert learn("hint", "2").returncode == 0
    assert progress.passed() == set()


def test_nothing_else_is_left_beside_the_file() -> None:
    progress.add_passed(4)
    assert [path.name for path in progress.file().parent.iterdir()] == ["learn.json"]
    assert stat.S_ISREG(os.stat(progress.file()).st_mode)


def test_without_a_state_folder_it_is_in_the_home_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", "/somewhere")
    assert progress.file() == Path("/somewhere/.local/state/stdnet/learn.json")
