"""Finds the pages of the course by the names that readers use."""

import re
from difflib import get_close_matches
from pathlib import Path
from typing import Final

import stdnet

FOLDER: Final = Path(stdnet.__file__).parent / "learn"
NUMBERED: Final = re.compile(r"(?:(?P<kind>lesson|exercise)s?/)?(?P<number>\d{1,2})")
MINUTES: Final = re.compile(r"\b(\d+) min")


def pages() -> list[str]:
    """Returns the names of all pages, such as `rust/result` and `lessons/05_connect`.

    `explain` shows its entries, and hints are shown one at a time.
    """
    paths = FOLDER.rglob("*.md")
    shown = (path for path in paths if "entries" not in path.parts and path.name[:6] != "hints.")
    return sorted({name(path) for path in shown})


def name(path: Path) -> str:
    """Returns the name of a page, which is the same in all languages."""
    return re.sub(r"(?:[./](?:en|es))?\.md$", "", path.relative_to(FOLDER).as_posix())


def short(name: str) -> str:
    """Returns what one writes for the name of a page: a lesson has a number."""
    numbered = re.match(r"lessons/(\d+)_", name)
    return numbered[1] if numbered else name


def page(name: str, lang: str) -> Path:
    """Returns the file of a page. Those in `reference` are in English alone."""
    files = (FOLDER / f"{name}/{lang}.md", FOLDER / f"{name}.{lang}.md", FOLDER / f"{name}.md")
    return next(file for file in files if file.exists())


def find(asked: str) -> list[str]:
    """Returns the names of the pages that a reader may mean.

    A page is found by its number, its name, or the last part of its name.
    """
    names = pages()
    if not asked:
        return []
    if numbered := NUMBERED.fullmatch(asked):
        start = f"{numbered['kind'] or 'lesson'}s/{int(numbered['number']):02}_"
        return [each for each in names if each.startswith(start)]
    if asked in names:
        return [asked]
    return [each for each in names if asked in (each.rpartition("/")[2], each.partition("_")[2])]


def near(asked: str) -> list[str]:
    """Returns the names that are most like one that no page has, or those of a whole group."""
    names = pages()
    group, _, last = asked.rpartition("/")
    lasts = {each.rpartition("/")[2]: each for each in names}
    alike = [lasts[each] for each in get_close_matches(last, lasts, n=3)]
    parts = [name for each, name in lasts.items() if last and last in each]
    of_group = [name for name in names if name.startswith((f"{asked}/", f"{group}/"))]
    return alike or parts or of_group


def folder(name: str) -> Path:
    """Returns the folder in which the programs of a lesson or a what-if are."""
    kind, _, last = name.partition("/")
    return FOLDER / "whatif" / "programs" / last if kind == "whatif" else FOLDER / name


def title(name: str, lang: str) -> str:
    """Returns the heading of a page, without the number of a lesson."""
    heading = page(name, lang).read_text(encoding="utf-8").partition("\n")[0]
    return re.sub(r"^# (?:\d+\. )?", "", heading)


def minutes(name: str) -> int:
    """Returns how many minutes a lesson takes, which its page says."""
    found = MINUTES.search(page(name, "en").read_text(encoding="utf-8"))
    return int(found[1]) if found else 0
