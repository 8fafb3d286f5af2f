"""`python -m stdnet`: the screen, its arguments, and what it says to wrong ones."""

import os
import signal
import subprocess
import sys
from typing import Final

import pytest

import stdnet
from stdnet.learn.explain.table import LANGUAGES
from stdnet.learn.screen import PAGES
from tests.examples.programs import PYTHON
from tests.learn.command_line import output, run

# `-P`: the installed package, as in this process, and not the folder of that name.
COMMAND: Final = [*PYTHON, "-P", "-m", "stdnet"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_screen_fits_on_a_terminal(lang: str) -> None:
    lines = output("--lang", lang).splitlines()
    assert len(lines) < 24  # The prompt needs a line.
    assert [line for line in lines if len(line) > 80 and str(PAGES) not in line] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_folders_of_pages_on_the_screen_are_there(lang: str) -> None:
    *_, line, folder = output("--lang", lang).splitlines()
    assert folder.strip() == str(PAGES)
    named = [name for name in ("howto", "rust", "reference") if name in line]
    there = [path.name for path in PAGES.iterdir() if any(path.glob("*.md"))]
    assert sorted(named) == sorted(there)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_program_on_the_screen_runs(lang: str) -> None:
    lines = output("--lang", lang).split("\n\n")
    program = "\n".join(line.removeprefix("    ") for line in "\n".join(lines[1:3]).splitlines())
    done = subprocess.run([*PYTHON, "-c", program], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("Connection refused (os error 111)\n")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_command_on_the_screen_runs(lang: str) -> None:
    lines = output("--lang", lang).splitlines()
    commands = [line.strip().split("   ")[0] for line in lines if line.startswith("    python ")]
    assert len(commands) >= 6
    for command in commands:
        done = subprocess.run(
            ["sh", "-c", command.replace("python", sys.executable, 1)],
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert (command, done.returncode, done.stderr) == (command, 0, "")


def test_english_is_the_default_whatever_the_environment_says() -> None:
    spanish = {**os.environ, "LANG": "es_ES.UTF-8", "LC_ALL": "es_ES.UTF-8"}
    done = subprocess.run(COMMAND, env=spanish, capture_output=True, text=True, timeout=60)
    assert done.stdout == output() == output("--lang", "en")


def test_both_languages_name_the_same_commands() -> None:
    words = [
        {word for word in output("--lang", lang).split() if "stdnet" in word or "-" in word}
        for lang in LANGUAGES
    ]
    assert {"--list", "stdnet.examples", "stdnet.examples.echo"} <= words[0]
    assert words[0] == words[1]


def test_the_language_may_be_written_anywhere() -> None:
    assert output("--lang=es") == output("--lang", "es")
    assert output("explain", "--lang", "es", "98") == output("--lang", "es", "explain", "98")


def test_the_version_is_that_of_the_package() -> None:
    assert output("--version") == f"stdnet {stdnet.__version__}\n"


@pytest.mark.parametrize("args", [["--help"], ["-h"], ["explain", "--help"]])
def test_help_explains_the_command(args: list[str]) -> None:
    assert "python -m stdnet explain ERROR --run" in output(*args)


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (["explian", "98"], "there is no 'explian'; write perhaps: explain"),
        (["--lsit"], "there is no '--lsit'; write perhaps: --list"),
        (["nothing-like-it"], "there is no 'nothing-like-it'"),
        (["explain"], "explain needs an error: python -m stdnet explain AddrInUse"),
        (["explain", "--run"], "explain needs an error: python -m stdnet explain AddrInUse"),
        (["AddrInUse"], "write: python -m stdnet explain AddrInUse"),
        (["98"], "write: python -m stdnet explain 98"),
        (["examples"], "write: python -m stdnet.examples"),
        (["examples", "echo"], "write: python -m stdnet.examples.echo"),
        (["examples", "echo", "serve", ":0"], "write: python -m stdnet.examples.echo serve :0"),
        (["(os error 98)"], "write: python -m stdnet explain '(os error 98)'"),
        (["--lang"], "--lang is one of en, es: --lang es"),
        (["--lang", "fr"], "--lang is one of en, es: --lang es"),
        (["--version", "--list"], "--version stands alone"),
    ],
)
def test_wrong_arguments_are_answered_by_what_to_write(args: list[str], why: str) -> None:
    done = run(*args)
    assert (done.returncode, done.stdout) == (2, "")
    line, empty, *rest = done.stderr.splitlines()
    assert (line, empty) == (why, "")
    assert rest[0].startswith("python -m stdnet")


@pytest.mark.parametrize("args", [[], ["explain", "98"], ["explain", "--list"]])
def test_an_output_without_a_reader_ends_it_without_a_word(args: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [*COMMAND, *args], stdout=writer, stderr=subprocess.PIPE, text=True, timeout=60
        )
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (-signal.SIGPIPE, "")


def test_a_program_that_calls_main_keeps_its_signals() -> None:
    before = signal.getsignal(signal.SIGPIPE)
    output("--version")
    assert signal.getsignal(signal.SIGPIPE) is before is signal.SIG_IGN


def test_ctrl_c_ends_it_by_sigint() -> None:
    interrupted = "import signal, stdnet.learn.command as command, stdnet.__main__ as main;"
    raised = "command.screen = lambda lang: signal.raise_signal(signal.SIGINT);"
    program = f"{interrupted} {raised} from stdnet import run; run(main.main)"
    done = subprocess.run([*PYTHON, "-c", program], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")
