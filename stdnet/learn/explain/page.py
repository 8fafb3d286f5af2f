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
from stdnet.learn.explain.table import ELSEWHERE, ENTRIES, KINDS, Entry
from stdnet.learn.language import LANGUAGES, language_option

FOLDER: Final = Path(__file__).parent


class Words(NamedTuple):
    """The words of a page that do not depend on the error."""

    also: str
    elsewhere: str
    never: str
    program: str
    no_program: str
    nothing_to_run: str
    says: str
    no_code: str
    of_rust: str
    of_stdnet: str
    prints: str
    matches: str
    after: str
    output: str
    unknown: str


WORDS: Final = {
    "en": Words(
        also="The same kind:",
        elsewhere="No call of a socket gives it:",
        never="No call of a socket gives it.",
        program="A program that provokes it",
        no_program="No program provokes it here:",
        nothing_to_run="Nothing to run.",
        says="What each one says",
        no_code="Rust keeps the text of this error, and drops its code.",
        of_rust="C and Python print no such text: Rust and stdnet make this error themselves.",
        of_stdnet="C, Python and Rust print no such text: stdnet makes this error itself.",
        prints="prints",
        matches="matches it by",
        after="after",
        output="What the program prints",
        unknown="no error is called {!r}; write perhaps",
    ),
    "es": Words(
        also="Del mismo tipo:",
        elsewhere="Ninguna llamada de un socket lo da:",
        never="Ninguna llamada de un socket lo da.",
        program="Un programa que lo provoca (comentado en inglés)",
        no_program="Aquí ningún programa lo provoca:",
        nothing_to_run="Nada que ejecutar.",
        says="Qué dice cada uno",
        no_code="Rust conserva el texto de este error y descarta su código.",
        of_rust="C y Python no imprimen este texto: el error lo crean Rust y stdnet.",
        of_stdnet="C, Python y Rust no imprimen este texto: el error lo crea stdnet.",
        prints="imprime",
        matches="lo reconoce con",
        after="después de",
        output="Qué imprime el programa",
        unknown="ningún error se llama {!r}; se puede probar con",
    ),
}


def page(found: Found, lang: str) -> str:
    """Returns the page about an error, or about a kind and the first of its errors."""
    entry = entry_of(found)
    faults = faults_of(found, entry)
    shown = faults[0] if isinstance(found, io.ErrorKind) else found
    words = WORDS[lang]
    parts = [heading(shown, faults, words)]
    if entry is not None:
        parts.append(text_of(entry, lang))
    if program := program_of(found):
        parts.append(program_part(program, found, lang))
    else:
        parts.append(no_program(found, lang))
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


def no_program(found: Found, lang: str) -> str:
    """Returns why no program provokes an error, or where it comes from if it has no entry."""
    words, at = WORDS[lang], LANGUAGES.index(lang)
    entry = entry_of(found)
    if entry is not None:
        return f"{words.no_program} {entry.unprovoked[at]}."
    kind = found if isinstance(found, io.ErrorKind) else found.kind
    reason = ELSEWHERE.get(name_of(found)) or ELSEWHERE.get(kind.name)
    return f"{words.elsewhere} {reason[at]}." if reason else words.never


def name_of(found: Found) -> str:
    """Returns what `explain` finds it by. A text without a name has that of its kind."""
    return found.kind.name if isinstance(found, Fixed) else found.name


def text_of(entry: Entry, lang: str) -> str:
    """Returns the entry for a terminal: its Markdown, with headings in capitals."""
    lines = markdown(entry.name, lang).splitlines()
    return "\n".join(line[3:].upper() if line.startswith("## ") else line for line in lines)


def markdown(name: str, lang: str) -> str:
    """Returns the Markdown of an entry, without its comments."""
    text = (FOLDER / "entries" / f"{name}.{lang}.md").read_text(encoding="utf-8")
    return re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL).strip()


def program_of(found: Found) -> Path | None:
    """Returns the path of the program that provokes an error, if there is one."""
    entry = entry_of(found)
    if entry is None or entry.unprovoked:
        return None
    return FOLDER / "programs" / f"{entry.name}.py"


def program_part(program: Path, found: Found, lang: str) -> str:
    """Returns a program, and the command that runs it."""
    source = program.read_text(encoding="utf-8").rstrip()
    command = f"python -m stdnet explain {name_of(found)} --run{language_option(lang)}"
    return f"{WORDS[lang].program.upper()}: {command}\n\n{source}"


def says_part(shown: Fault, call: str, words: Words) -> str:
    """Returns what C, Python, Rust and stdnet print, and how a program recognizes the error."""
    said = shown.said(call)
    display, debug = display_and_debug(shown)
    of_rust = "" if isinstance(shown, Fixed) and not shown.of_rust else "Rust {} = "
    printer = "perror" if isinstance(shown, Errno) else "gai_strerror"
    after = f", {words.after} `{said.imports}`" if said.imports else ""
    rows = [
        (f"C ({printer}) {words.prints}", said.printed_by_c),
        (f"Python {words.prints}", said.printed_by_python),
        (f"{of_rust}stdnet str", display),
        (f"{of_rust.replace('{}', '{:?}')}stdnet repr", debug),
        (f"C {words.matches}", said.matched_by_c),
        (f"Rust {words.matches}", said.matched_by_rust),
        (f"stdnet {words.matches}{after}", said.matched_by_stdnet),
    ]
    lines = [f"{name}:\n    {text}" for name, text in rows if text]
    return "\n".join([words.says.upper(), "", *missing(shown, words), *lines])


def missing(shown: Fault, words: Words) -> list[str]:
    """Returns what C, Python or Rust does not have, as a sentence if there is something."""
    match shown:
        case Errno():
            return []
        case Lookup():
            return [words.no_code]
        case Fixed():
            return [words.of_rust if shown.of_rust else words.of_stdnet]


def listing() -> str:
    """Returns a line for each error that has an entry."""
    lines = [f"{fault.kind.name:<20} {title(fault)}" for entry in ENTRIES for fault in entry.faults]
    return "\n".join(lines)
