"""Writes the pages about errors, which `python -m stdnet explain` shows in a terminal."""

import re
from functools import partial
from pathlib import Path
from typing import Final

from stdnet.learn.explain import page, table
from stdnet.learn.explain.faults import title
from stdnet.learn.language import LANGUAGES, language_option
from tests.site.markdown import fence, join

ERRORS: Final = {
    "en": ("Errors", "Error", "What it says"),
    "es": ("Errores", "Error", "Qué dice"),
}
HEADINGS: Final = {"en": "", "es": "El error "}
CODE: Final = re.compile(r"`(\w+)`")
OTHER: Final = {"en": ("es", "En español"), "es": ("en", "In English")}


def write(source: Path) -> None:
    """Writes a page for each error and language, and a list of them for each language."""
    folder = source / "explain"
    (folder / "entries").mkdir(parents=True)
    for lang in LANGUAGES:
        for entry in table.ENTRIES:
            text = error_page(entry, lang)
            (folder / "entries" / f"{entry.name}.{lang}.md").write_text(text, encoding="utf-8")
        (folder / f"index.{lang}.md").write_text(index(lang), encoding="utf-8")


def name_of(entry: table.Entry) -> str:
    """Returns the name of an error: its kind, or its errno if it has none."""
    return entry.name.upper() if entry.name not in table.KINDS else entry.kind.name


def error_page(entry: table.Entry, lang: str) -> str:
    """Returns the page about an error."""
    words = page.WORDS[lang]
    other, label = OTHER[lang]
    return join(
        "---\norphan: true\n---",
        f"# {HEADINGS[lang]}{name_of(entry)}",
        f"[{label}]({entry.name}.{other}.md)",
        "\n".join(f"- {title(fault)}" for fault in entry.faults),
        CODE.sub(partial(linked, lang), page.markdown(entry.name, lang)),
        *program(entry, lang),
        f"## {words.says}",
        says(entry, words),
    )


def linked(lang: str, code: re.Match[str]) -> str:
    """Returns the name of another page as a link."""
    name = code[1]
    return f"[`{name}`]({name}.{lang}.md)" if name in table.BY_NAME else code[0]


def program(entry: table.Entry, lang: str) -> tuple[str, ...]:
    """Returns the program that provokes the error, or why there is none."""
    path = page.program_of(entry.faults[0])
    if path is None:
        return (page.no_program(entry.faults[0], lang),)
    source = path.read_text(encoding="utf-8").strip()
    option = language_option(lang)
    command = f"python -m stdnet explain {name_of(entry)} --run{option}"
    return (f"## {page.WORDS[lang].program}", fence("sh", command), fence("python", source))


def says(entry: table.Entry, words: page.Words) -> str:
    """Returns what C, Python, Rust and stdnet say, as a list."""
    _, _, *lines = page.says_part(entry.faults[0], entry.call, words).splitlines()
    return "\n".join(
        f"  `` {line.strip()} ``" if line.startswith(" ") else f"- {line}" for line in lines
    )


def index(lang: str) -> str:
    """Returns the list of the errors."""
    heading, *columns = ERRORS[lang]
    other, label = OTHER[lang]
    rows = [
        f"| [{name_of(each)}](entries/{each.name}.{lang}.md) | {titles} |"
        for each in sorted(table.ENTRIES, key=name_of)
        for titles in ["<br>".join(map(title, each.faults))]
    ]
    head = [f"| {' | '.join(columns)} |", "|---|---|"]
    return join(f"# {heading}", f"[{label}](index.{other}.md)", "\n".join([*head, *rows]))
