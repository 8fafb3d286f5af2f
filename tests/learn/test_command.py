"""`python -m stdnet`: the screen, its arguments, and what it says to wrong ones."""

import os
import re
import signal
import subprocess
import sys
from typing import Final

import pytest

import stdnet
from stdnet.learn.language import LANGUAGES
from tests.examples.programs import PYTHON
from tests.learn.command_line import output, run
from tests.support.once import only_with

# `-P`: the installed package, as in this process, and not the folder of that name.
pytestmark = only_with("3.13")

COMMAND: Final = [*PYTHON, "-P", "-m", "stdnet"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_screen_fits_on_a_terminal(lang: str) -> None:
    lines = output("--lang", lang).splitlines()
    assert len(lines) < 24  # The prompt needs a line.
    assert [line for line in lines if len(line) > 80] == []


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


@pytest.mark.parametrize("args", [[], ["--help"]])
def test_both_languages_name_the_same_commands(args: list[str]) -> None:
    words = [
        {word for word in output(*args, "--lang", lang).split() if re.search("stdnet|-", word)}
        for lang in LANGUAGES
    ]
    assert "--list" in words[0]
    assert words[0] | {"--lang"} == words[1] | {"--lang"}


def test_the_language_may_be_written_anywhere() -> None:
    assert output("--lang=es") == output("--lang", "es")
    assert output("explain", "--lang", "es", "98") == output("--lang", "es", "explain", "98")


def test_the_commands_on_the_spanish_screen_answer_in_spanish() -> None:
    lines = output("--lang", "es").splitlines()
    commands = [line for line in lines if re.search("explain|--help|examples |learn", line)]
    assert [line for line in commands if "--lang es" not in line] == []
    assert len(commands) == 6


def test_the_version_is_that_of_the_package() -> None:
    assert output("--version") == f"stdnet {stdnet.__version__}\n"


@pytest.mark.parametrize("args", [["--help"], ["-h"], ["explain", "--help"]])
@pytest.mark.parametrize(("lang", "word"), [("en", "explains"), ("es", "explica")])
def test_help_explains_the_command(args: list[str], lang: str, word: str) -> None:
    help_ = output(*args, "--lang", lang)
    assert "python -m stdnet explain ERROR --run" in help_
    assert f"python -m stdnet explain ERROR              {word} " in help_
    assert [line for line in help_.splitlines() if len(line) > 100] == []


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
        (["learn"], "write: python -m stdnet.learn"),
        (["learn", "read", "05"], "write: python -m stdnet.learn read 05"),
        (["(os error 98)"], "write: python -m stdnet explain '(os error 98)'"),
        (["--lang"], "--lang is en or es (--lang puede ser en o es): --lang es"),
        (["--lang", "fr"], "--lang is en or es (--lang puede ser en o es): --lang es"),
        (["--version", "--list"], "--version stands alone"),
        (["--list"], "write: python -m stdnet explain --list"),
        (["--run"], "explain needs an error: python -m stdnet explain AddrInUse"),
        (
            ["explain", "--lang", "es"],
            "a explain le falta un error: python -m stdnet explain AddrInUse --lang es",
        ),
        (["98", "--lang", "es"], "se escribe: python -m stdnet explain 98 --lang es"),
        (
            ["--lang", "es", "explian", "98"],
            "no existe 'explian'; quizás se quiso escribir: explain",
        ),
        (["--version", "1", "--lang=es"], "--version no lleva otros argumentos"),
    ],
)
def test_wrong_arguments_are_answered_by_what_to_write(args: list[str], why: str) -> None:
    done = run(*args)
    assert (done.returncode, done.stdout) == (2, "")
    line, empty, *rest = done.stderr.splitlines()
    assert (line, empty) == (why, "")
    assert rest[0].startswith("python -m stdnet")
    assert ("explica un error" in done.stderr) is ("es" in args or "--lang=es" in args)


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
    imports = "import signal, stdnet; from stdnet.learn import command;"
    raised = "command.screen = lambda lang: signal.raise_signal(signal.SIGINT);"
    program = f"{imports} {raised} stdnet.run(command.command)"
    done = subprocess.run([*PYTHON, "-c", program], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")
