"""The behaviour that several example programs have in common, and their list."""

import importlib
import os
import subprocess
from pathlib import Path
from typing import Final

import pytest

from stdnet import examples
from stdnet.examples.usage import usage
from tests.examples.programs import PYTHON, command, run
from tests.support.once import only_with

pytestmark = only_with("3.13")

FOLDER: Final = Path(examples.__file__).parent

NAMES: Final = [
    path.stem
    for path in sorted(FOLDER.glob("*.py"))
    if "__main__" in path.read_text(encoding="utf-8") and path.stem != "__main__"
]
"""Every module of the folder that is a program."""


def list_programs(*args: str) -> subprocess.CompletedProcess[str]:
    """Runs `python -m stdnet.examples`."""
    whole = [*PYTHON, "-m", "stdnet.examples", *args]
    return subprocess.run(whole, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_is_the_docstring(name: str, option: str) -> None:
    done = run(name, option)
    assert (done.returncode, done.stderr) == (0, "")
    doc = importlib.import_module(f"stdnet.examples.{name}").__doc__
    assert doc is not None
    assert done.stdout == f"{doc.strip()}\n"
    assert f"python -m stdnet.examples.{name}" in done.stdout


def test_the_list_has_every_program_with_its_first_line() -> None:
    done = list_programs()
    assert (done.returncode, done.stderr) == (0, "")
    listed = [line.split(maxsplit=1) for line in done.stdout.splitlines() if line[:1] == " "]
    assert len(NAMES) > 5
    modules = [importlib.import_module(f"stdnet.examples.{name}") for name in NAMES]
    firsts = [(each.__doc__ or "").splitlines()[0] for each in modules]
    assert listed == [list(pair) for pair in zip(NAMES, firsts, strict=True)]


def test_the_list_is_in_spanish_too() -> None:
    english, spanish = (list_programs("--lang", lang).stdout for lang in ("en", "es"))
    assert english == list_programs().stdout
    assert spanish == list_programs("--lang=es").stdout
    assert spanish.startswith("Programas para ejecutar y para leer")
    assert spanish.split("\n\n")[1] == english.split("\n\n")[1]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_the_list_fits_on_a_screen(lang: str) -> None:
    lines = list_programs("--lang", lang).stdout.splitlines()
    assert len(lines) <= 24
    assert [line for line in lines if len(line) > 80 and str(FOLDER) not in line] == []


def test_the_list_explains_its_commands() -> None:
    done = list_programs("--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert "python -m stdnet.examples.NAME --help" in done.stdout


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (["echo"], "write: python -m stdnet.examples.echo"),
        (["ping", "localhost"], "write: python -m stdnet.examples.ping localhost"),
        (["dance"], "it takes no arguments but --lang en or --lang es"),
    ],
)
def test_the_list_says_what_to_write_instead(args: list[str], why: str) -> None:
    done = list_programs(*args)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[0] == why


def test_a_usage_explains_the_arguments_that_it_names() -> None:
    done = run("services", "much")
    assert done.returncode == 2
    assert "LOSS is the share of packets" in done.stderr


def test_a_usage_without_explained_arguments_is_its_commands() -> None:
    commands = "python -m stdnet.examples.NAME [N]    does it\npython -m … serve    serves"
    assert usage(f"A program of A.\n\n{commands}\n\nOther words.\n") == commands


@pytest.mark.parametrize(
    "name",
    [
        *("echo", "udp_echo", "acked_datagrams", "unix_chat", "fd_passing", "services", "c_echo"),
        *("mio_chat", "mio_echo", "mio_udp"),
    ],
)
def test_an_output_without_a_reader_ends_a_program_by_a_panic(name: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            command(name),
            stdout=writer,
            stderr=subprocess.PIPE,
            text=True,
            timeout=30,
        )
    finally:
        os.close(writer)
    assert done.returncode == 101
    assert done.stderr.splitlines()[-1] == "BrokenPipeError: [Errno 32] Broken pipe"
    assert done.stderr.count("BrokenPipeError") == 1
