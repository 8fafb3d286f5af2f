"""`python -m stdnet explain`: its entries, its programs, and what it finds."""

import re
import subprocess
import sys
from operator import attrgetter
from typing import Final

import pytest

import stdnet
from stdnet import io, mio, socket2
from stdnet.learn.explain import page
from stdnet.learn.explain.faults import Errno, display_and_debug
from stdnet.learn.explain.table import BY_NAME, Entry
from stdnet.os import fd
from stdnet.os.unix import net
from tests.support.once import only_with

pytestmark = only_with("3.13")

ENTRIES_FOLDER: Final = page.FOLDER / "entries"
PROGRAMS_FOLDER: Final = page.FOLDER / "programs"

SECTIONS: Final = {
    "en": ["Cause", "Cure", "See also"],
    "es": ["Causa", "Solución", "Véase también"],
}
ENGLISH: Final = {"the", "and", "of", "is", "are", "with", "which", "that", "this", "not", "when"}
"""Words that a Spanish sentence does not have."""
PLACEHOLDERS: Final = {
    "NAME": "NOMBRE",
    "ADDR": "DIRECCIÓN",
    "PATH": "RUTA",
    "TARGET": "DESTINO",
}
"""What stands in a command for a word of the reader's, and its Spanish."""


def names() -> list[str]:
    """Returns the names of the entries that are written."""
    return sorted(path.name.removesuffix(".en.md") for path in ENTRIES_FOLDER.glob("*.en.md"))


def programs() -> list[str]:
    """Returns the names of the entries that have a program."""
    return sorted(path.stem for path in PROGRAMS_FOLDER.glob("*.py"))


def text(name: str, lang: str) -> str:
    return page.markdown(name, lang)


def spans(markdown: str) -> set[str]:
    """Returns what stands in code font."""
    return {" ".join(each.split()) for each in re.findall(r"`([^`]+)`", markdown)}


def in_spanish(span: str) -> str:
    """Returns a command with Spanish placeholders."""
    return re.sub(r"\b[A-Z]+\b", lambda word: PLACEHOLDERS.get(word[0], word[0]), span)


def sections(markdown: str) -> list[str]:
    return re.findall(r"^## (.+)$", markdown, flags=re.MULTILINE)


def prose(markdown: str) -> str:
    """Returns the words outside code font and quotation marks."""
    return re.sub(r'`[^`]+`|"[^"]+"', "", markdown)


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("lang", ["en", "es"])
def test_an_entry_is_a_summary_and_three_sections_on_a_screen(name: str, lang: str) -> None:
    lines = text(name, lang).splitlines()
    assert len(lines) <= 25
    assert max(map(len, lines)) <= 80
    assert lines[0].endswith(".")
    assert lines[1] == ""
    assert sections(text(name, lang)) == SECTIONS[lang]


@pytest.mark.parametrize("name", names())
def test_both_languages_name_the_same_code(name: str) -> None:
    assert {in_spanish(span) for span in spans(text(name, "en"))} == spans(text(name, "es"))


@pytest.mark.parametrize("name", names())
def test_a_spanish_entry_has_no_english_sentence(name: str) -> None:
    words = re.findall(r"\w+", prose(text(name, "es")).lower())
    assert [word for word in words if word in ENGLISH] == []


@pytest.mark.parametrize("name", names())
def test_an_entry_refers_to_entries_that_exist(name: str) -> None:
    see_also = text(name, "en").partition("## See also")[2]
    referred = [each for each in spans(see_also) if re.fullmatch(r"[a-z]+(_[a-z]+)*", each)]
    assert [each for each in referred if each not in BY_NAME] == []
    assert name not in referred


@pytest.mark.parametrize("name", names())
def test_every_name_of_stdnet_in_an_entry_exists(name: str) -> None:
    classes = [
        each for each in spans(text(name, "en")) if re.match(r"(?:io\.)?[A-Z]\w+\.\w+", each)
    ]
    assert [each for each in classes if not exists(each.split("(")[0])] == []


def exists(dotted: str) -> bool:
    """Returns True if a public module has the class, and the class the name."""
    for module in (stdnet, io, mio, socket2, fd, net):
        try:
            attrgetter(dotted)(module)
        except AttributeError:
            continue
        return True
    return False


def test_a_name_that_is_missing_is_reported() -> None:
    assert exists("TcpListener.bind")
    assert exists("io.ErrorKind.Other")
    assert not exists("TcpListener.listen")


@pytest.mark.parametrize("name", programs())
def test_a_program_is_short_and_uses_no_fixed_port_and_no_sleep(name: str) -> None:
    source = (PROGRAMS_FOLDER / f"{name}.py").read_text(encoding="utf-8")
    lines = source.splitlines()
    assert len(lines) <= 25
    assert [line for line in lines if len(line) > 80] == []
    assert "sleep" not in source
    assert re.findall(r'(?:bind|connect)\w*\("[\d.:\[\]]+:[1-9]', source) == []


@pytest.mark.parametrize("name", programs())
def test_a_program_provokes_the_error_of_its_entry(name: str) -> None:
    command = [sys.executable, "-X", "dev", "-W", "error"]
    path = str(PROGRAMS_FOLDER / f"{name}.py")
    done = subprocess.run([*command, path], capture_output=True, text=True, timeout=20)
    assert (done.returncode, done.stderr) == (0, "")
    assert provoked(BY_NAME[name], done.stdout.splitlines())


def provoked(entry: Entry, printed: list[str]) -> bool:
    """Returns True if a program has printed the text and the debug text of an error of the entry.

    An entry of a kind may show any errors of this kind, as a program can make its own.
    """
    if any({*display_and_debug(fault)} <= {*printed} for fault in entry.faults):
        return True
    only_fixed = not any(isinstance(fault, Errno) for fault in entry.faults)
    return only_fixed and any(f"kind: {entry.kind!r}" in line for line in printed)
