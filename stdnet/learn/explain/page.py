"""The page about an error: its entry, its program, and what C, Python, Rust and stdnet say."""

import re
from pathlib import Path
from typing import Final, NamedTuple

from stdnet import io
from stdnet.learn.explain.faults import (
    Errno,
    Fault,
    Fixed,
    Lookup,
    display_and_debug,
    errnos,
    title,
)
from stdnet.learn.explain.find import Found
from stdnet.learn.explain.table import ELSEWHERE, ENTRIES, KINDS, LANGUAGES, Entry

FOLDER: Final = Path(__file__).parent


class Words(NamedTuple):
    """The words of a page that do not depend on the error."""

    also: str
    elsewhere: str
    never: str
    program: str
    no_program: str
    says: str
    prints: str
    matches: str
    output: str
    unknown: str


WORDS: Final = {
    "en": Words(
        also="The same kind:",
        elsewhere="No call of a socket gives it:",
        never="No call of a socket gives it.",
        program="A program that provokes it",
        no_program="No program provokes it here; its cause says how it happens.",
        says="What each one says",
        prints="prints",
        matches="matches it by",
        output="What the program prints",
        unknown="no error is called {!r}; write perhaps",
    ),
    "es": Words(
        also="Del mismo tipo:",
        elsewhere="Ninguna llamada de un socket lo da:",
        never="Ninguna llamada de un socket lo da.",
        program="Un programa que lo provoca",
        no_program="Aquí ningún programa lo provoca; la causa dice cómo ocurre.",
        says="Qué dice cada uno",
        prints="imprime",
        matches="lo reconoce con",
        output="Qué imprime el programa",
        unknown="ningún error se llama {!r}; quizás se busca",
    ),
}


def page(found: Found, lang: str) -> str:
    """Returns the page about an error, or about a kind and the first of its errors."""
    entry = entry_of(found)
    faults = faults_of(found, entry)
    shown = faults[0] if isinstance(found, io.ErrorKind) else found
    words = WORDS[lang]
    parts = [heading(shown, faults, words)]
    if entry is None:
        parts.append(why_not(shown, lang))
    else:
        parts += [text_of(entry, lang), program_part(entry, found, lang)]
    parts.append(says_part(shown, "call" if entry is None else entry.call, words))
    return "\n\n".join(parts)


def entry_of(found: Found) -> Entry | None:
    """Returns the entry of an error or a kind, if there is one."""
    if isinstance(found, io.ErrorKind):
        return next((entry for entry in ENTRIES if KINDS.get(entry.name) is found), None)
    return next((entry for entry in ENTRIES if found in entry.faults), None)


def faults_of(found: Found, entry: Entry | None) -> list[Fault]:
    """Returns all errors of the same kind; those without a kind have only their entry."""
    if entry is not None:
        return list(entry.faults)
    if not isinstance(found, io.ErrorKind) and found.kind is io.ErrorKind.Uncategorized:
        return [found]
    kind = found if isinstance(found, io.ErrorKind) else found.kind
    return [each for each in errnos() if each.kind is kind]


def heading(shown: Fault, faults: list[Fault], words: Words) -> str:
    """Returns the line about the error, and the others of its kind."""
    lines = [f"{shown.kind!r}: {title(shown)}"]
    if others := [title(each) for each in faults if each != shown]:
        lines += ["", words.also, *(f"    {each}" for each in others)]
    return "\n".join(lines)


def why_not(shown: Fault, lang: str) -> str:
    """Returns where an error without an entry comes from."""
    words = WORDS[lang]
    name = shown.name if isinstance(shown, Errno | Lookup) else ""
    reason = ELSEWHERE.get(name) or ELSEWHERE.get(shown.kind.name)
    return f"{words.elsewhere} {reason[LANGUAGES.index(lang)]}." if reason else words.never


def text_of(entry: Entry, lang: str) -> str:
    """Returns the entry for a terminal: its Markdown, with headings in capitals."""
    lines = markdown(entry.name, lang).splitlines()
    return "\n".join(line[3:].upper() if line.startswith("## ") else line for line in lines)


def markdown(name: str, lang: str) -> str:
    """Returns the Markdown of an entry, without its comments."""
    text = (FOLDER / "entries" / f"{name}.{lang}.md").read_text(encoding="utf-8")
    return re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL).strip()


def program_of(entry: Entry) -> Path:
    """Returns the path of the program that provokes the error."""
    return FOLDER / "programs" / f"{entry.name}.py"


def program_part(entry: Entry, found: Found, lang: str) -> str:
    """Returns the program, and the command that runs it."""
    words = WORDS[lang]
    if entry.unprovoked:
        return words.no_program
    name = found.name if isinstance(found, io.ErrorKind | Errno | Lookup) else found.kind.name
    source = program_of(entry).read_text(encoding="utf-8").rstrip()
    command = f"python -m stdnet explain {name} --run"
    if lang != LANGUAGES[0]:
        command += f" --lang {lang}"
    return f"{words.program.upper()}: {command}\n\n{source}"


def says_part(shown: Fault, call: str, words: Words) -> str:
    """Returns what C, Python, Rust and stdnet print, and how a program recognizes the error."""
    said = shown.said(call)
    display, debug = display_and_debug(shown)
    of_rust = "" if isinstance(shown, Fixed) and not shown.of_rust else "Rust {} = "
    printer = "perror" if isinstance(shown, Errno) else "gai_strerror"
    rows = [
        (f"C ({printer}) {words.prints}", said.printed_by_c),
        (f"Python {words.prints}", said.printed_by_python),
        (f"{of_rust}stdnet str", display),
        (f"{of_rust.replace('{}', '{:?}')}stdnet repr", debug),
        (f"C {words.matches}", said.matched_by_c),
        (f"Rust {words.matches}", said.matched_by_rust),
        (f"stdnet {words.matches}", said.matched_by_stdnet),
    ]
    lines = [f"{name}:\n    {text}" for name, text in rows if text]
    return "\n".join([words.says.upper(), "", *lines])


def listing() -> str:
    """Returns a line for each error that has an entry."""
    lines = [f"{fault.kind.name:<20} {title(fault)}" for entry in ENTRIES for fault in entry.faults]
    return "\n".join(lines)
