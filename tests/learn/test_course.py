"""`python -m stdnet.learn`: its lists, its pages in a terminal, and the programs that it runs."""

import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from stdnet.learn.course import pages, running, terminal
from stdnet.learn.course.command import KNOWN, OF_JUDGE
from stdnet.learn.course.help import HELP, WORDS
from stdnet.learn.course.overview import following
from stdnet.learn.course.table import EXERCISES, HEADINGS, LESSONS, Lesson, lessons_before, order
from stdnet.learn.judge import progress
from stdnet.learn.judge.command import COMMANDS
from stdnet.learn.judge.exercises import Exercise, exercises
from stdnet.learn.language import LANGUAGES, language
from tests.examples.programs import PYTHON
from tests.learn import command_line
from tests.learn.command_line import Done, learn
from tests.learn.programs import normal
from tests.support.once import only_with
from tests.support.oracle import needs_gcc, needs_rustc

pytestmark = only_with("3.13")

COMMAND: Final = [*PYTHON, "-P", "-m", "stdnet.learn"]

NO_HALF: Final = "there is no page 'half'; write perhaps:"
HALF_CLOSE: Final = "read whatif/half_close"
SAVED: Final = re.compile(r"`python -m stdnet\.learn run ([^`]*) --save\b")

NO_TEACH: Final = "there is no page 'teach/nothing_like'; write perhaps:"
TEACH: Final = [f"read {page}" for page in pages.pages() if page.startswith("teach/")]
IS_THERE: Final = (
    "main.py is there already, and stays as it is; for example: "
    "python -m stdnet.learn run 00 main.py --save main_2.py"
)

NOTES: Final = """
    sin conexión; con ACK; con conexión
    stream; datagram; raw; sequenced packet
    socket connect close read write send recv sendto recvfrom bind listen backlog accept cliaddr
    sockaddr sockaddr_in in_addr
    TcpListener::bind incoming accept Read Write
"""
"""What the headings of the notes name, in Spanish or in code."""


def output(*args: str) -> str:
    """Returns what a command prints that succeeds."""
    done = learn(*args)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def run_apart(*args: str) -> Done:
    """Runs a command in a process of its own, whose programs write to the same output."""
    done = subprocess.run([*COMMAND, *args], capture_output=True, text=True, timeout=60)
    return Done(done.returncode, done.stdout, done.stderr)


# The table.


def test_every_heading_of_the_notes_has_its_lesson_and_its_exercise() -> None:
    headings = " ".join(heading.es for heading in HEADINGS)
    words = [word.strip() for word in re.split(r"[;\n]|(?<=\w) (?=[a-zA-Z_:]+(?: |\n))", NOTES)]
    assert [word for word in filter(None, words) if word not in headings] == []
    numbers = {lesson.number for lesson in LESSONS}
    for heading in HEADINGS:
        assert heading.lessons
        assert numbers.issuperset(heading.lessons)
        led_to = {
            n for lesson in LESSONS if lesson.number in heading.lessons for n in lesson.exercises
        }
        assert heading.exercises
        assert led_to.issuperset(heading.exercises), heading


def test_every_exercise_is_practised_by_a_lesson() -> None:
    assert all(lessons_before(number) for number in range(len(EXERCISES)))
    assert {n for lesson in LESSONS for n in lesson.exercises} == {*range(len(EXERCISES))}


def test_the_order_has_everything_once_and_no_exercise_before_its_lessons() -> None:
    found = order()
    assert [each for each in found if isinstance(each, Lesson)] == [*LESSONS]
    assert [each for each in found if isinstance(each, int)] == [*range(len(EXERCISES))]
    for number in range(len(EXERCISES)):
        assert all(found.index(each) < found.index(number) for each in lessons_before(number))


@pytest.mark.parametrize("exercise", exercises().values(), ids=lambda each: each.name)
def test_a_check_says_which_page_to_read(exercise: Exercise) -> None:
    asked = [check.read for check in exercise.checks()]
    assert asked
    assert [each for each in asked if len(pages.find(each)) != 1] == []


def test_every_folder_of_a_lesson_or_an_exercise_is_in_the_table() -> None:
    listed = {lesson.folder for lesson in LESSONS}
    assert {path.name for path in (pages.FOLDER / "lessons").glob("[0-9]*/")} == listed
    folders = {path.name for path in (pages.FOLDER / "exercises").glob("[0-9]*/")}
    assert folders == {f"{number:02}_{name}" for number, name in enumerate(EXERCISES)}


@pytest.mark.parametrize("page", [page for page in pages.pages() if page.startswith("lessons/")])
def test_a_lesson_says_its_number_and_how_long_it_takes(page: str) -> None:
    texts = [pages.page(page, lang).read_text(encoding="utf-8") for lang in LANGUAGES]
    for text in texts:
        assert text.startswith(f"# {int(page[8:10])}. ")
    english, spanish = (pages.MINUTES.search(text) for text in texts)
    assert english
    assert spanish
    assert english[1] == spanish[1]
    assert 5 <= pages.minutes(page) <= 60


# The lists.


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_has_every_page(lang: str) -> None:
    text = output("--lang", lang)
    assert text == output("list", f"--lang={lang}")
    assert [line for line in text.splitlines() if len(line) > 80] == []
    for page in pages.pages():
        folder, _, name = page.partition("/")
        if folder in ("lessons", "exercises"):
            assert f" {pages.title(page, lang)}" in text
        else:
            assert re.search(rf"^  {folder}/(?:.*\n {{14}})*.*\b{name}\b", text, re.MULTILINE)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_commands_of_the_list_work(lang: str) -> None:
    lines = output("--lang", lang).splitlines()
    commands = [line[4:].partition("   ")[0].split() for line in lines if line[:4] == "    "]
    commands = [command for command in commands if command[:1] == ["python"]]
    assert len(commands) == 4
    for command in commands:
        assert command[:3] == ["python", "-m", "stdnet.learn"]
        if command[3] != "run":
            assert output(*command[3:])


def test_what_is_done_is_marked() -> None:
    before = output()
    assert "[x]  0  " not in before
    progress.add_passed(0)
    assert "[0]" not in before
    assert "[0]" in output()
    assert "[x]  0  " in output()


def test_a_lesson_is_next_until_it_was_read_or_practised() -> None:
    assert "Lesson 01" in output("next")
    output("read", "01")
    assert "Lesson 01" not in output("next")
    assert "Lesson 02" in output("next")
    progress.add_passed(0)  # It practises lessons 0 and 3, and not lesson 2.
    assert "Lesson 03" not in output("next")
    assert "Lesson 02" in output("next")
    progress.add_passed(8)
    assert "Lesson 02" not in output("next")


def test_what_comes_next_is_the_first_exercise_that_is_not_done_with_its_lessons() -> None:
    first = output("next")
    assert "Lesson 00, 15 minutes: Start\n    python -m stdnet.learn read 00\n" in first
    for number in range(len(EXERCISES)):
        assert f"\n    python -m stdnet.learn show {number}\n" in output("next")
        progress.add_passed(number)
    assert output("next") == "All exercises are done.\n"
    assert following("es") == "Todos los ejercicios están resueltos."


# Pages.


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", pages.pages())
def test_a_page_is_readable_in_80_columns(page: str, lang: str) -> None:
    text = output("read", page, "--lang", lang)
    shown = [line for line in text.splitlines() if not line.startswith("    ")]
    # What is in code font, and an address, stays on one line.
    long = [line for line in shown if len(line) > 80 and "`" not in line]
    assert long == []
    prose = re.sub("`[^`]*`", "", "\n".join(shown))
    assert re.findall(r"<!--|-->|\]\([^)]|^#+ |\*\*|^```", prose, re.MULTILINE) == []
    title = pages.page(page, lang).read_text(encoding="utf-8").partition("\n")[0]
    assert text.startswith(f"{title.removeprefix('# ')}\n===")


def test_a_page_keeps_its_programs_as_they_are() -> None:
    text = output("read", "00")
    program = pages.FOLDER / "lessons" / "00_start" / "refused.rs"
    source = program.read_text(encoding="utf-8")
    assert (
        "  refused.rs:\n" + "".join(f"    {line}".rstrip() + "\n" for line in source.splitlines())
        in text
    )


MARKDOWN: Final = """\
# A title with `code`

<!-- generated: x -->
A *paragraph* with **strong** words, `code with  **stars**` and a [link](../rust/result.en.md) that
goes on and on, until it is much longer than one line of a terminal.

- One item that [leads](https://example.org/) out of the pages, and that is long as well, longer
  than a line.
  - An item in it.
1. A number.

## A heading

| a | b |
|---|--:|
| `1 \\| 2` | much text that does not fit into one line of a terminal, so that it takes two lines |

<!-- file: stdnet/learn/lessons/00_start/main.rs step: echo -->
```rust
# no heading
```

```text
a *drawing*
```

The [last](en.md#answer), [an error](../explain/entries/emfile.en.md), [lesson
2](../lessons/02_types/es.md), [exercise 3](../exercises/03_echo_server/es.md).
"""

PLAIN: Final = """\
A title with `code`
===================

A paragraph with strong words, `code with **stars**` and a link that goes on
and on, until it is much longer than one line of a terminal.
      véase: python -m stdnet.learn read rust/result --lang es

- One item that leads out of the pages, and that is long as well, longer than
  a line.
      véase: https://example.org/
  - An item in it.
1. A number.

A heading
---------

a        b
-------  ---------------------------------------------------------------------
`1 | 2`  much text that does not fit into one line of a terminal, so that it
         takes two lines

  main.rs (fragmento; entero: run 00 main.rs --save):
    # no heading

    a *drawing*

The last, an error, lesson 2, exercise 3.
      véase: python -m stdnet explain emfile --lang es
      véase: python -m stdnet.learn read 02 --lang es
      véase: python -m stdnet.learn show 3 --lang es
"""


def test_markdown_becomes_plain_text() -> None:
    path = pages.FOLDER / "howto" / "en.md"
    assert terminal.rendered(MARKDOWN, path, "es") + "\n" == PLAIN


def test_a_no_break_space_is_none_to_break_at() -> None:
    words = "x" * 70 + " 1\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}000 bytes"
    table = f"| {words} | b |\n|---|---|\n| {'y' * 60} | c |\n"
    for text in (f"{words}\n", table):
        lines = terminal.rendered(text, pages.FOLDER / "x.en.md", "en").splitlines()
        assert any("1 000 000" in line for line in lines), lines
    assert "\N{NO-BREAK SPACE}" not in terminal.rendered(f"# {words}\n", pages.FOLDER, "en")


@pytest.mark.parametrize(
    ("file", "label"),
    [
        ("06_read_write/main.c", "main.c"),
        ("06_read_write/full.c step: full", "full.c (a part; the whole: run 06 full.c --save)"),
        ("06_read_write/expected.c.txt", "output of main.c and libc.py"),
        ("06_read_write/expected.txt", "output of main.rs and main.py"),
        ("06_read_write/full.txt", "output"),
        ("00_start/expected.txt", "output"),
        ("14_raw_seqpacket/ping.refused.c.txt", "output of ping.c and ping_libc.py"),
        ("06_read_write/calls.txt", ""),
        ("02_types/swapped.calls.txt", ""),
    ],
)
def test_a_block_says_what_it_is(file: str, label: str) -> None:
    assert terminal.label_of(f" file: stdnet/learn/lessons/{file} ", "en") == label


def test_a_part_of_a_program_elsewhere_says_that_it_is_one() -> None:
    comment = " file: tests/pages/programs/drop.py step: seen "
    assert terminal.label_of(comment, "es") == "drop.py (fragmento)"


@pytest.mark.parametrize(
    "page", [page for page in pages.pages() if page.startswith(("lessons/", "whatif/"))]
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_ends_with_the_commands_that_run_its_programs(page: str, lang: str) -> None:
    text = output("read", page, "--lang", lang)
    lines = text.splitlines()[-20:]
    commands = [
        line.removeprefix("    python -m stdnet.learn run ").removesuffix(" --lang es")
        for line in lines[lines.index(WORDS[lang].to_run) + 1 :]
    ]
    assert all(line.endswith(" --lang es" * (lang == "es")) for line in lines[-len(commands) :])
    named = set[Path]()
    for command in commands:
        asked, *words = re.sub(r"[][|]", " ", command.removesuffix("--save")).split()
        assert pages.find(asked) == [page]
        names = [word for word in words if word not in running.FORMS]
        choices = [[word] for word in words if word in running.FORMS] or [[]]
        for choice in choices:
            chosen = running.choose(page, [*names, *choice])
            assert chosen, command
            named.update(chosen)
    assert commands[-1].endswith(" --save")
    if page.startswith("lessons/"):
        assert named == set(running.programs(page))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_programs_that_a_lesson_lets_one_change_can_be_written(lang: str) -> None:
    lessons = set[str]()
    for page in pages.pages():
        text = pages.page(page, lang).read_text(encoding="utf-8")
        for asked, *words in map(str.split, SAVED.findall(text)):
            assert pages.find(asked) == [page]
            assert running.choose(page, words), words
            lessons.add(asked)
    # The others ask for a function, or for an answer.
    assert {f"{lesson.number:02}" for lesson in LESSONS} - lessons == {"10", "11", "13"}


@pytest.mark.parametrize("page", ["howto/c", "exercises/00_addresses"])
def test_a_page_without_programs_to_run_has_no_foot(page: str) -> None:
    assert WORDS["en"].programs_here not in output("read", page)
    assert learn("run", page, "solution").returncode == 2


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (["00"], "lessons/00_start"),
        (["0"], "lessons/00_start"),
        (["start"], "lessons/00_start"),
        (["00_start"], "lessons/00_start"),
        (["lesson", "0"], "lessons/00_start"),
        (["lessons/00_start"], "lessons/00_start"),
        (["rust/result"], "rust/result"),
        (["result"], "rust/result"),
        (["howto", "c"], "howto/c"),
        (["promises"], "reference/promises"),
    ],
)
def test_a_page_has_several_names(asked: list[str], found: str) -> None:
    assert pages.find("/".join(asked)) == [found]
    assert output("read", *asked) == output("read", found)


def test_every_page_is_found_by_its_name_alone() -> None:
    assert [page for page in pages.pages() if pages.find(page) != [page]] == []


def test_a_terminal_shows_a_page_by_a_pager(tmp_path: Path) -> None:
    pager = tmp_path / "pager"
    pager.write_text('#!/bin/sh\necho "paged: $(head -n 1)"; cat >/dev/null\n')
    pager.chmod(0o755)
    ours, theirs = os.openpty()
    environment = {**os.environ, "PAGER": str(pager), "MANPAGER": "", "TERM": "xterm"}
    try:
        done = subprocess.run(
            [*COMMAND, "read", "00"],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environment,
            timeout=60,
        )
        assert done.returncode == 0
        assert os.read(ours, 4096).decode().strip() == "paged: 0. Start"
    finally:
        os.close(ours)
        os.close(theirs)


# Programs.

EXPECTED: Final = pages.FOLDER / "lessons" / "00_start"


@pytest.mark.parametrize(
    "words",
    [
        ["00"],
        ["0", "python"],
        ["start", "main.py"],
        pytest.param(["00", "rust"], marks=needs_rustc),
    ],
)
def test_a_program_runs_and_prints_what_its_page_says(words: list[str]) -> None:
    done = run_apart("run", *words)
    assert (done.returncode, done.stderr) == (0, "")
    assert normal(done.stdout) == (EXPECTED / "expected.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("lang", "titles"),
    [
        ("en", ["What surprises: surprise.py", "What is right: right.py"]),
        ("es", ["Lo que sorprende: surprise.py", "Lo correcto: right.py"]),
    ],
)
def test_both_programs_of_a_what_if_run(lang: str, titles: list[str]) -> None:
    folder = pages.FOLDER / "whatif" / "programs" / "half_close"
    surprise, right = (
        (folder / f"{name}.txt").read_text(encoding="utf-8") for name in ("surprise", "right")
    )
    done = run_apart("run", "whatif/half_close", "--lang", lang)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{titles[0]}\n{surprise}{titles[1]}\n{right}"
    assert run_apart("run", "half_close", "right").stdout == right


@pytest.mark.parametrize(
    ("words", "files"),
    [
        (["00", "--save"], {"main.py": "python main.py"}),
        (["00", "refused", "--save", "mine.py"], {"mine.py": "python mine.py"}),
        (["half_close", "--save"], {"surprise.py": "python surprise.py", "right.py": "right.py"}),
        pytest.param(
            ["06", "full", "c", "--save"],
            {"full.c": "gcc -std=gnu17 -Wall -Wextra -o full full.c && ./full"},
            marks=needs_gcc,
        ),
        pytest.param(
            ["00", "rust", "--save"],
            {"main.rs": "rustc --edition=2024 -o main main.rs && ./main"},
            marks=needs_rustc,
        ),
    ],
)
def test_a_program_is_written_to_a_file(
    words: list[str], files: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = output("run", *words)
    assert {path.name for path in tmp_path.glob("*.*")} == {*files}
    for name, command in files.items():
        assert f"{name} is written. To run it:\n    " in done
        assert f"{command}\n" in done
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert re.findall(r"(?:step|end): ", text) == []
        indented = "".join(f"    {line}".rstrip() + "\n" for line in text.splitlines())
        if "full" not in words:  # Its page shows a part of it.
            assert indented in output("read", words[0])
    for line in done.splitlines():
        if line.startswith("    "):
            command = line.replace("python", shlex.quote(sys.executable), 1)
            ended = subprocess.run(["sh", "-c", command], capture_output=True, timeout=60)
            assert ended.returncode == (1 if "refused" in words else 0)


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (
            ["00", "--save"],
            [IS_THERE],
        ),
        (
            ["00", "--save", "rust"],
            [
                "rust does not end like main.py, which it would hold; write for example:",
                *("run 00 main.py --save", "run 00 main.rs --save"),
            ],
        ),
        (
            ["half_close", "--save", "mine.py"],
            [
                "one file holds one program; these are several:",
                "run half_close surprise --save mine.py",
                "run half_close right --save mine.py",
            ],
        ),
        (
            ["00", "--save", "a.py", "b.py"],
            [
                "--save takes one file at most; write for example:",
                "run 00 main.py --save a.py",
            ],
        ),
        (
            ["00", "--save", "no/mine.py"],
            ["no/mine.py cannot be written: No such file or directory"],
        ),
        (["00", "--sav"], ["there is no option --sav; the options are in:", "--help"]),
    ],
)
def test_what_cannot_be_written_says_why(
    words: list[str], lines: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "main.py").write_text("mine\n")
    done = learn("run", *words)
    assert (done.returncode, done.stdout) == (2, "")
    first, *commands = done.stderr.splitlines()
    assert [
        first,
        *(each.removeprefix("    python -m stdnet.learn ") for each in commands),
    ] == lines
    assert [path.name for path in tmp_path.glob("*.*")] == ["main.py"]
    assert (tmp_path / "main.py").read_text() == "mine\n"


def test_a_program_that_fails_gives_its_status() -> None:
    done = run_apart("run", "00", "refused")
    text = (EXPECTED / "refused.txt").read_text(encoding="utf-8")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr + "[status 1]\n" == text


def test_a_program_that_a_signal_ends_gives_the_status_of_a_shell(tmp_path: Path) -> None:
    program = tmp_path / "ended.py"
    program.write_text("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n")
    assert running.run(program) == 128 + signal.SIGKILL


def make_programs(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).touch()


@pytest.mark.parametrize(
    ("words", "chosen"),
    [
        ([], "main.py"),
        (["python"], "main.py"),
        (["c"], "main.c"),
        (["libc"], "libc.py"),
        (["rust"], "main.rs"),
        (["late"], "late.py"),
        (["late", "c"], "late.c"),
        (["libc", "late"], "late_libc.py"),
        (["late", "rust"], None),
        (["late.c"], "late.c"),
        (["in_c"], "in_c.c"),
        (["c", "rust"], None),
        (["late", "main"], None),
        (["early"], None),
    ],
)
def test_words_choose_a_program(
    words: list[str], chosen: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_programs(tmp_path, "main.c", "libc.py", "main.rs", "main.py", "expected.txt")
    make_programs(tmp_path, "late.c", "late_libc.py", "late.py", "in_c.c")

    def here(page: str) -> Path:
        return tmp_path

    monkeypatch.setattr(running, "folder", here)
    found = running.choose("lessons/05_connect", words)
    assert [path.name for path in found] == ([] if chosen is None else [chosen])


@needs_gcc
def test_a_program_in_c_is_compiled(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    program = tmp_path / "three.c"
    program.write_text("int main(void) { return 3; }\n")
    assert (running.run(program), capfd.readouterr().err) == (3, "")
    program.write_text("int main(void) { return three; }\n")
    assert running.run(program) == 1
    assert "three" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("lang", "why", "instead"),
    [
        ("en", "this program needs rustc (https://rustup.rs),", "The same in Python:"),
        ("es", "este programa necesita rustc (https://rustup.rs),", "Lo mismo en Python:"),
    ],
)
def test_without_a_compiler_a_program_is_run_in_python(
    lang: str, why: str, instead: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    done = learn("run", "00", "rust", "--lang", lang)
    assert (done.returncode, done.stdout) == (2, "")
    first, second, command = done.stderr.splitlines()
    assert first.startswith(why)
    assert second == instead
    assert command.startswith("    python -m stdnet.learn run 00 main.py")


@needs_rustc
@pytest.mark.parametrize(
    ("lang", "why"),
    [
        ("en", "this program uses the crate socket2"),
        ("es", "este programa usa el crate socket2"),
    ],
)
def test_a_program_with_a_crate_is_run_in_python(lang: str, why: str) -> None:
    done = run_apart("run", "14", "rust", "--lang", lang)
    assert (done.returncode, done.stdout) == (2, "")
    first, _, command = done.stderr.splitlines()
    assert first.startswith(why)
    assert "run 14 main.py" in command


# The command.


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (["red", "00"], "there is no 'red'; write perhaps: read"),
        (["dance"], "there is no 'dance'"),
        (["--list"], "there is no '--list'; write perhaps: list"),
        (["list", "all"], "list stands alone"),
        (["--lang", "fr"], "--lang is en or es (--lang puede ser en o es): --lang es"),
        (["chek", "--lang", "es"], "no existe 'chek'; quizás se quiso escribir: check"),
    ],
)
def test_wrong_arguments_are_answered_by_the_help(args: list[str], why: str) -> None:
    done = learn(*args)
    assert (done.returncode, done.stdout) == (2, "")
    line, empty, *rest = done.stderr.splitlines()
    assert (line, empty) == (why, "")
    assert rest[0].startswith("python -m stdnet.learn [list]")


@pytest.mark.parametrize(
    ("args", "lines"),
    [
        (
            ["read", "nobody_lisens"],
            ["there is no page 'nobody_lisens'; write perhaps:", "read whatif/nobody_listens"],
        ),
        (["read", "half"], [NO_HALF, HALF_CLOSE]),
        (["read", "whatif/half"], [NO_HALF.replace("half", "whatif/half"), HALF_CLOSE]),
        (["read", "teach"], ["there is no page 'teach'; write perhaps:", *TEACH]),
        (["read", "teach/nothing_like"], [NO_TEACH, *TEACH]),
        (["read", "zzz"], ["there is no page 'zzz'; the list has all of them:", "list"]),
        (["run", "teach"], ["there is no page 'teach'; the list has all of them:", "list"]),
        (["read", "00", "01"], ["read takes one page:", "read 00", "read 01"]),
        (
            ["read", "00", "--lan", "es"],
            ["there is no option --lan; the options are in:", "--help"],
        ),
        (["read", "c"], ["'c' may be several pages:", "read howto/c", "read reference/c"]),
        (["read"], ["read needs a page:", "read 00"]),
        (["run"], ["run needs a lesson or a what-if:", "run 00"]),
        (
            ["run", "exercise/2"],
            ["exercises/02_client has no programs to run; to read it:", "read exercise/2"],
        ),
        (["run", "howto/c"], ["howto/c has no programs to run; to read it:", "read howto/c"]),
        (
            ["run", "00", "refsed"],
            [
                "lessons/00_start has no program 'refsed'; it has:",
                *("run 00 main.py", "run 00 refused.py", "run 00 main.rs", "run 00 refused.rs"),
            ],
        ),
        (
            ["read", "--lang", "es"],
            ["a read le falta una página:", "read 00 --lang es"],
        ),
    ],
)
def test_wrong_names_are_answered_by_what_to_write(args: list[str], lines: list[str]) -> None:
    done = learn(*args)
    assert (done.returncode, done.stdout) == (2, "")
    first, *commands = done.stderr.splitlines()
    assert [
        first,
        *(each.removeprefix("    python -m stdnet.learn ") for each in commands),
    ] == lines


def test_the_language_is_remembered() -> None:
    english, spanish = output("list"), output("list", "--lang", "es")
    assert spanish != english
    assert output("list") == spanish
    assert output("--help") == HELP["es"] + "\n"
    assert learn("dance").stderr.startswith("no existe 'dance'")
    assert output("list", "--lang", "en") == english == output("list")


def test_only_the_course_remembers_the_language() -> None:
    english = command_line.output()
    assert output("list", "--lang", "es")
    assert command_line.output() == english
    assert command_line.output("--lang", "en") == english
    assert command_line.output("--lang", "es") != english
    assert output("list").startswith("Sockets en C")


def test_a_remembered_language_that_is_none_is_english() -> None:
    english = output("list")
    progress.set_language("fr")
    assert output("list") == english


def test_what_follows_two_dashes_belongs_to_a_program() -> None:
    args = ["check", "1", "--", "./a", "--lang", "es"]
    assert language(args, "") == (args, None)
    assert language(["--lang=es", *args], "") == (args, "es")
    done = command_line.learn("check", "1", "--", "./no-such-program", "-h")
    assert "./no-such-program" in done.stderr


def test_the_spanish_help_has_no_english_word_for_an_argument() -> None:
    assert re.findall(r"PAGE|NAME|LANGUAGE|FILE|COMMAND", output("--help", "--lang", "es")) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_help_names_every_command(lang: str) -> None:
    text = output("--help", "--lang", lang)
    assert text == output("read", "-h", "--lang", lang)
    assert [word for word in KNOWN if not re.search(rf"stdnet\.learn \[?{word}\b", text)] == []
    assert [line for line in text.splitlines() if len(line) > 100] == []


def test_the_judge_has_its_commands() -> None:
    assert OF_JUDGE == COMMANDS
    done = learn("check", "99")
    assert done.returncode == 2
    assert "99" in done.stderr


def test_reading_needs_no_judge() -> None:
    program = (
        "import sys, stdnet; from stdnet.learn.course.command import command;"
        "sys.argv[1:] = ['next'];"
        "sys.stdout.write('');"
        "command().unwrap(); print('stdnet.learn.judge.command' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", program], capture_output=True, text=True, timeout=60
    )
    assert done.stdout.endswith("\nFalse\n"), done


def test_an_output_without_a_reader_ends_it_without_a_word() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [*COMMAND, "read", "00"], stdout=writer, stderr=subprocess.PIPE, text=True, timeout=60
        )
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (-signal.SIGPIPE, "")
