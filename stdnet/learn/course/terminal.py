"""Shows a page in a terminal: Markdown as plain text of 80 columns."""

import pydoc
import re
import sys
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from textwrap import indent, wrap
from typing import Final

from stdnet.learn.course.help import WORDS
from stdnet.learn.course.pages import FOLDER, name, short
from stdnet.learn.course.running import file_name
from stdnet.learn.language import language_option

WIDTH: Final = 78
NO_BREAK: Final = "\N{NO-BREAK SPACE}"
PROGRAMS: Final = (".c", ".rs", ".py")

BLOCK: Final = re.compile(
    r"<!--(?P<comment>(?s:.*?))-->\n"
    r"|```.*\n(?P<code>(?:.*\n)*?)```\n"
    r"|(?P<level>#{1,6}) (?P<title>.+)\n"
    r"|(?P<table>(?:\|.*\n)+)"
    r"|(?P<bullet> *(?:[-*]|\d+\.) )(?P<item>.*\n(?:(?! *(?:[-*]|\d+\.) ) +\S.*\n)*)"
    r"|(?P<paragraph>(?:(?!```|<!--|#+ |\|| *(?:[-*]|\d+\.) ).+\n)+)"
)
FILE: Final = re.compile(r" file: (?P<path>\S+)(?P<step> step: \S+)? ")
OUTPUT: Final = re.compile(r"(?!calls\.)(?P<program>\w+)(?:\.refused)?(?P<in_c>\.c)?\.txt")
LINK: Final = re.compile(r"\[([^\]]*)\]\(([^)\s]+)\)")
CODE: Final = re.compile(r"(`[^`]+`)")
EMPHASIS: Final = re.compile(r"(?<![\w*])(\*{1,2})(?=\S)(.+?)(?<=\S)\1(?![\w*])")
UNDERLINES: Final = {1: "=", 2: "-"}


def show(text: str) -> None:
    """Prints a text; in a terminal, page by page."""
    if sys.stdout.isatty():
        pydoc.pager(text)
    else:
        print(text)


def plain(path: Path, lang: str) -> str:
    """Returns a page of the course as plain text."""
    return rendered(path.read_text(encoding="utf-8"), path, lang)


def rendered(text: str, path: Path, lang: str) -> str:
    """Returns a part of a page as plain text."""
    return "\n".join(lines(text, path, lang)).strip()


def command_of(target: str, path: Path, lang: str) -> str:
    """Returns the command that shows what a page links to, or nothing if there is none."""
    if "://" in target:
        return target
    file = (path.parent / target.partition("#")[0]).resolve()
    if file == path or not file.is_relative_to(FOLDER.parent):
        return ""
    if file.parent.name == "entries":
        error = file.name.partition(".")[0]
        return f"python -m stdnet explain {error}{language_option(lang)}"
    if file.suffix == ".md":
        page, option = name(file), language_option(lang)
        if page.startswith("exercises/"):
            return f"python -m stdnet.learn show {int(page[10:12])}{option}"
        return f"python -m stdnet.learn read {short(page)}{option}"
    return str(file)


def label_of(comment: str, lang: str) -> str:
    """Returns what stands above the block that a comment fills: a program's name, or an output."""
    found = FILE.fullmatch(comment)
    if not found:
        return ""
    file, words = FOLDER.parent.parent / found["path"], WORDS[lang]
    if file.suffix in PROGRAMS:
        if not found["step"]:
            return file.name
        if file.is_relative_to(FOLDER / "lessons"):
            return words.a_part.format(file.name, file.parent.name[:2], file.name)
        return words.part_alone.format(file.name)
    output = OUTPUT.fullmatch(file.name)
    if not output or not file.is_relative_to(FOLDER / "lessons"):
        return file.name if file.suffix == ".toml" else ""
    program = output["program"].replace("expected", "main")
    if output["in_c"]:
        return words.output_of.format(f"{program}.c", file_name(program, "libc"))
    if file.with_suffix(".c.txt").exists():
        return words.output_of.format(f"{program}.rs", f"{program}.py")
    return words.output


def lines(text: str, path: Path, lang: str) -> Iterator[str]:
    """Yields the lines of a text in Markdown, which is a part of a page."""
    label = ""
    was_item = False
    for found in BLOCK.finditer(text):
        if found["comment"] is not None:
            label = label_of(found["comment"], lang)
            continue
        if not (was_item and found["item"]):
            yield ""
        was_item = bool(found["item"])
        yield from block(found, label)
        label = ""
        targets = (
            command_of(target, path, lang) for _, target in LINK.findall(CODE.sub("", found[0]))
        )
        for followed in dict.fromkeys(targets):
            if followed:
                yield f"      {WORDS[lang].see}: {followed}"


def block(found: re.Match[str], label: str) -> Iterator[str]:
    """Yields the lines of a block. `label` says which program it is, or that it is an output."""
    match found.lastgroup:
        case "code":
            if label:
                yield f"  {label}:"
            yield indent(found["code"], "    ").rstrip("\n")
        case "title":
            title = inline(found["title"]).replace(NO_BREAK, " ")
            yield title
            if underline := UNDERLINES.get(len(found["level"])):
                yield underline * len(title)
        case "table":
            yield from table(found["table"])
        case "item":
            bullet = found["bullet"]
            yield from filled(found["item"], bullet, " " * len(bullet))
        case _:
            yield from filled(found["paragraph"])


def filled(text: str, first: str = "", others: str = "", width: int = WIDTH) -> list[str]:
    """Returns the lines of a paragraph. What is in code font stays on one line."""
    made = wrap(
        CODE.sub(lambda found: found[0].replace(" ", NO_BREAK), inline(text)),
        width,
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace(NO_BREAK, " ") for line in made]


def inline(text: str) -> str:
    """Returns a text without links and emphasis. What is in code font keeps its marks."""
    text = " ".join(re.findall(r"[^ \t\n]+", text))  # A no-break space stays.
    code = iter(CODE.findall(text))
    # What is in code font may look like a link, and stand in one.
    without = CODE.sub("\0", text)
    return re.sub("\0", lambda _: next(code), EMPHASIS.sub(r"\2", LINK.sub(r"\1", without)))


def table(text: str) -> Iterator[str]:
    """Yields the lines of a table, in columns that fit."""
    head, _, *body = ([*map(inline, cells(line))] for line in text.splitlines())
    columns = list(zip(head, *body, strict=True))
    widths = fitting(
        [max(map(len, column)) for column in columns],
        [max(map(len, " ".join(column).split(" ")), default=0) for column in columns],
    )
    yield from row(head, widths)
    yield "  ".join("-" * width for width in widths)
    for each in body:
        yield from row(each, widths)


def cells(line: str) -> list[str]:
    """Returns the cells of a row."""
    found = re.split(r"(?<!\\)\|", line.strip())[1:-1]
    return [each.strip().replace("\\|", "|") for each in found]


def fitting(widths: list[int], words: list[int]) -> list[int]:
    """Returns widths of columns that fit on a line: the widest become narrower.

    A column becomes narrower than its longest word only if there is no other way.
    """
    room = WIDTH - 2 * (len(widths) - 1)
    found = list(widths)
    while sum(found) > room:
        spare = [width if width > word else 0 for width, word in zip(found, words, strict=True)]
        at = max(range(len(found)), key=lambda n: (spare[n], found[n]))
        found[at] -= 1
    return found


def row(texts: list[str], widths: list[int]) -> Iterator[str]:
    """Yields the lines of a row."""
    columns = (wrap(text, width) for text, width in zip(texts, widths, strict=True))
    for parts in zip_longest(*columns, fillvalue=""):
        line = "  ".join(f"{part:{width}}" for part, width in zip(parts, widths, strict=True))
        yield line.rstrip().replace(NO_BREAK, " ")
