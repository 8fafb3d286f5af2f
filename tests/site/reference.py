"""Writes the reference: a page for each public module, each class, and each header of C."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Final

from stdnet.result import Err, Ok
from tests.site.counterparts import Counterparts, counterparts_of
from tests.site.items import Item, class_of, item_of
from tests.site.markdown import fence, join, markdown, summary
from tests.site.names import (
    MODULES,
    Home,
    Origin,
    classes,
    exported,
    homes,
    is_class,
    origin,
    other_names,
)

Place = tuple[Origin, Home]

HEADER: Final = re.compile(r"stdnet\.c\.[a-z]\w+")
"""A module of `stdnet.c` that is a header of C."""

RESULT: Final = Home("stdnet.result", "Result")
HALVES: Final = {Ok: Home("stdnet.result", "Ok"), Err: Home("stdnet.result", "Err")}
"""The two halves of a `Result`, on one page, as their methods share their descriptions."""

BROKEN_LINE: Final = re.compile(r"(?<=\])(?=pub )|(?<=\S)(?=where \w+: )")
"""Where a definition of Rust has a new line that the lists of its API do not have."""

NOT_SHOWN: Final = {"__setattr__", "__delattr__", "__reduce__", "__repr__"}
"""Methods for Python itself, and what every object has."""


def write(folder: Path) -> dict[str, str]:
    """Writes the pages, and returns what other names describe.

    These are other names of an item, such as `stdnet.Ok`, and the members that a class inherits.
    """
    others = {name: str(home) for name, home in other_names()}
    for module in MODULES:
        for name, page in pages(module, others):
            (folder / f"{name}.md").write_text(page, encoding="utf-8")
    return others


def pages(module: str, others: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yields the pages of a module, with their names. Adds what classes inherit to `others`."""
    own = [(place, home) for place, home in homes().items() if home.module == module]
    inline, children = list[Place](), list[str]()
    for place, home in own:
        if HEADER.fullmatch(place.module) or home in HALVES.values():
            continue
        if home == RESULT:
            children.append(str(home))
            yield str(home), result_page(others)
        elif not is_class(place):
            inline.append((place, home))
        elif "." not in home.name:  # The page of a class has its variants.
            children.append(str(home))
            yield str(home), class_page(home, others)
    in_headers = [each for each in own if HEADER.fullmatch(each[0].module)]
    for header, names in groupby(in_headers, lambda each: each[0].module):
        children.append(header)
        yield header, header_page(header, list(names), others)
    yield module, module_page(module, inline, children)


def module_page(module: str, inline: list[Place], children: list[str]) -> str:
    """Returns the page of a module: what it is, what it has, and its functions."""
    doc = inspect.getdoc(importlib.import_module(module)) or ""
    return join(
        f"# {module}",
        f"```{{py:module}} {module}\n```",
        markdown(doc),
        *([] if module == "stdnet.c" else ["## All names", overview(module)]),
        *(["## Functions and types"] if inline else []),
        *(described(item_of(*each)) for each in inline),
        toctree(children),
    )


def overview(module: str) -> str:
    """Returns a table of a module's names, with their summaries."""
    lines = ["| Name | |", "|---|---|"]
    for name in exported(module):
        place = origin(module, name)
        home = homes()[place]
        doc = inspect.getdoc(home.value) if is_class(place) else item_of(place, home).doc
        text = summary(doc or "").replace("|", r"\|")
        lines.append(f"| {link(home, name)} | {text} |")
    return "\n".join(lines)


def class_page(home: Home, others: dict[str, str]) -> str:
    """Returns the page of a class, with its variants."""
    variants = [each for each in homes().values() if str(each).startswith(f"{home}.")]
    return join(
        f"# {title(home)}",
        f"```{{py:currentmodule}} {home.module}\n```",
        *class_parts(home, others),
        *(["## Variants"] if variants else []),
        *(part for each in variants for part in class_parts(each, others, level=3)),
    )


def class_parts(home: Home, others: dict[str, str], level: int = 2) -> Iterator[str]:
    """Yields what a page says about a class."""
    kind = home.value
    assert inspect.isclass(kind)
    found = class_of(kind, home)
    for names in found.inherited.values():
        others.update((f"{home}.{each.name.rpartition('.')[2]}", str(each)) for each in names)
    bases = ", ".join(link(base, base.seen_from(home.module)) for base in found.bases)
    yield described(found.item, *([f"Bases: {bases}"] if bases else []))
    members = [each for each in found.members if each.kind != "attribute"]
    for heading, items in (
        ("Attributes", [each for each in found.members if each.kind == "attribute"]),
        ("Methods", members),
    ):
        if items:
            yield f"{'#' * level} {heading}" if level == 2 else ""
            yield from map(described, items)
    special = [f"`{each.name}`" for each in found.special if each.name not in NOT_SHOWN]
    if special:
        yield f"Special methods: {', '.join(special)}"
    for base, names in found.inherited.items():
        shown = ", ".join(link(each, each.name.rpartition(".")[2]) for each in names)
        yield f"From {link(base, base.seen_from(home.module))}: {shown}."


def result_page(others: dict[str, str]) -> str:
    """Returns the page of `Ok`, `Err` and `Result`, with the methods of both."""
    place = origin(RESULT.module, RESULT.name)
    ok, err = (class_of(kind, home) for kind, home in HALVES.items())
    both = {each.name: each for each in ok.members}
    for name in both:
        others[f"{RESULT}.{name}"] = f"{HALVES[Ok]}.{name}"
    alone = [each for each in err.members if each.name not in both]
    return join(
        "# Result",
        f"```{{py:currentmodule}} {RESULT.module}\n```",
        described(item_of(place, RESULT)),
        described(ok.item),
        described(err.item),
        "## Methods of both",
        *(described(each, twin=both[each.name]) for each in err.members if each.name in both),
        "## Methods of `Err` alone",
        *map(described, alone),
    )


def header_page(header: str, names: list[Place], others: dict[str, str]) -> str:
    """Returns the page of a header of C: its functions, structures and constants."""
    doc = inspect.getdoc(importlib.import_module(header)) or ""
    name = re.match(r"C's <(.*?)>", doc)
    assert name is not None
    constants = [home for _, home in names if isinstance(home.value, int)]
    structures = [home for place, home in names if is_class(place)]
    rest = [item_of(*each) for each in names if each[1] not in {*constants, *structures}]
    functions = [each for each in rest if each.kind == "function"]
    values = [each for each in rest if each.kind != "function"]
    return join(
        f"# `<{name[1]}>`",
        "```{py:currentmodule} stdnet.c\n```",
        markdown(doc),
        *(["## Functions"] if functions else []),
        *map(described, functions),
        *(["## Structures"] if structures else []),
        *(part for each in structures for part in class_parts(each, others, level=3)),
        *(["## Constants"] if constants else []),
        constant_list(constants),
        *map(described, values),
    )


def constant_list(constants: Iterable[Home]) -> str:
    """Returns the constants with their values, in groups by the beginning of their names."""
    groups = groupby(constants, lambda home: home.name.partition("_")[0])
    lists = ("\n".join(f"{home.name} {home.value}" for home in group) for _, group in groups)
    return join(*(fence("{constants}", each) for each in lists))


def described(item: Item, *after: str, twin: Item | None = None) -> str:
    """Returns the directives for an item, after those for one that shares its description."""
    headings = [
        (each.kind, signature, (*each.options, *([":no-index:"] if number else [])))
        for each in (twin, item)
        if each is not None
        for number, signature in enumerate(each.signatures)
    ]
    body = join(markdown(item.doc), *after, counterparts(item.home))
    *bare, last = headings
    return join(*(directive(*each) for each in bare), directive(*last, body))


def directive(kind: str, signature: str, options: Iterable[str], body: str = "") -> str:
    """Returns a directive of the Python domain."""
    content = "\n".join([*options, "", body] if body else options)
    return fence(f"{{py:{kind}}} {signature}", content, "````")


def counterparts(home: Home) -> str:
    """Returns what the item is called in Rust, in C, and in Python's `socket` module."""
    found = known_counterparts(home)
    signatures = {shortened(each.signature): each.trait for each in found.rust}
    name = home.name.rpartition(".")[2]
    lines = [
        f"- Rust{f', `{trait}`' if trait else ''}: `{signature}`"
        for signature, trait in signatures.items()
        if signature not in {"", name}
    ]
    lines += [f"- C: {', '.join(map(call, found.c))}"] if found.c else []
    lines += (
        [f"- Python: {', '.join(f'`{each}`' for each in found.python)}"] if found.python else []
    )
    return "\n".join(["{.counterparts}", *lines]) if lines else ""


def known_counterparts(home: Home) -> Counterparts:
    """Returns the counterparts of an item, or of the same method of a derived class.

    `Stream` has methods of Rust's `TcpStream`, and is itself no type of Rust's.
    """
    found = counterparts_of(recorded_name(home))
    owner, _, member = home.name.rpartition(".")
    base = Home(home.module, owner)
    if found == Counterparts() and owner and not counterparts_of(recorded_name(base)).rust:
        for kind, derived in classes().items():
            if base.value in set[object](kind.__mro__[1:]):
                return counterparts_of(f"{derived}.{member}")
    return found


def recorded_name(home: Home) -> str:
    """Returns the name that `counterparts` has: it calls `stdnet.result.Ok` `stdnet.Ok`."""
    return str(home).replace("stdnet.result.", "stdnet.")


def shortened(signature: str) -> str:
    """Returns a definition of Rust without the body of a type, and with its parts apart."""
    return BROKEN_LINE.sub(" ", signature.partition(" {")[0])


def call(name: str) -> str:
    """Returns a system call as a link to the function of C, if `stdnet.c` has it."""
    function, space, option = name.partition(" ")
    is_known = function in exported("stdnet.c")
    shown = link(Home("stdnet.c", function), function) if is_known else f"`{function}`"
    return f"{shown}{space}{option and f'`{option}`'}"


def title(home: Home) -> str:
    """Returns the title of a class's page: as users write its name after `import stdnet`."""
    return str(home).removeprefix("stdnet.")


def link(home: Home, text: str) -> str:
    """Returns a link to an item."""
    return f"{{py:obj}}`{text} <{home}>`"


def toctree(children: Iterable[str]) -> str:
    """Returns the list of the pages below a page, which only the navigation shows."""
    lines = "\n".join(children)
    return fence("{toctree}", f":hidden:\n\n{lines}") if lines else ""
