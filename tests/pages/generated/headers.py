"""The tables of `stdnet.c`: the functions, structures and constants of each header of C."""

import inspect
import re
from collections.abc import Iterator
from operator import itemgetter
from types import ModuleType
from typing import Final

from stdnet import c
from tests.pages.generated.markdown import code, codes, section, table
from tests.support.public_names import exports

HEAD: Final = ("C", "stdnet.c", "what it does")


def c_by_header() -> str:
    """Returns a section for each header of C, in the order of the alphabet."""
    titled = sorted(((header(each), each) for each in modules() if header(each)), key=itemgetter(0))
    return "\n".join(section(code(f"<{title}>"), *contents(each)) for title, each in titled)


def c_without_header() -> str:
    """Returns what stdnet adds to C: errno as functions, and the step to a result of Rust."""
    names = [name for each in modules() if not header(each) for name in exports(each.__name__)]
    return table(HEAD, map(described, names))


def modules() -> list[ModuleType]:
    """Returns the modules of which `stdnet.c` consists."""
    found = {value.__name__: value for value in vars(c).values() if inspect.ismodule(value)}
    return [found[name] for name in sorted(found) if hasattr(found[name], "__all__")]


def header(module: ModuleType) -> str:
    """Returns the name of the header that a module stands for, or an empty text."""
    found = re.match(r"C's <(.*?)>: ", inspect.getdoc(module) or "")
    return found[1] if found else ""


def contents(module: ModuleType) -> Iterator[str]:
    """Yields the summary of a header, its functions and structures, and its constants."""
    names = exports(module.__name__)
    summary, *_ = (inspect.getdoc(module) or "").partition(": ")[2].splitlines()
    yield f"{summary[0].upper()}{summary[1:]}\n"
    if callables := [name for name in names if callable(getattr(c, name))]:
        yield table(HEAD, map(described, callables))
    constants = [name for name in names if name not in callables]
    if constants:
        yield constants_by_prefix(constants)


def described(name: str) -> tuple[str, str, str]:
    """Returns the row of a function or a structure."""
    value: object = getattr(c, name)
    words = " ".join((inspect.getdoc(value) or "").partition("\n\n>>>")[0].split())
    in_c = re.search(r"C's `([^`]+)`\.", words)
    summary = re.split(r"\.(?: |$)", words, maxsplit=1)[0] + "."
    parameters = inspect.signature(value).parameters if inspect.isfunction(value) else None
    call = name if parameters is None else f"{name}({', '.join(parameters)})"
    return code(in_c[1] if in_c else ""), code(call), summary


def constants_by_prefix(names: list[str]) -> str:
    """Returns a line for each prefix, `AF_`, `SO_` …, and one for the names without relatives."""
    groups = dict[str, list[str]]()
    for name in names:
        groups.setdefault(name.partition("_")[0], []).append(name)
    families = [group for group in groups.values() if len(group) > 1]
    single = [name for group in groups.values() if len(group) == 1 for name in group]
    return "".join(f"- {codes(group)}\n" for group in (*families, single) if group)
