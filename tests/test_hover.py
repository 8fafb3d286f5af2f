"""Editors show the documentation of a public name where a program uses it.

A file that uses each name is opened in the language servers of pyright, basedpyright and ty. Where
a name is, they have to show its docstring in the source of stdnet. What a server does not show is
listed in `GAPS`; a gap that is gone has to leave the list.
"""

import ast
import inspect
import sysconfig
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import FunctionType
from typing import Final, NamedTuple

import pytest

import stdnet
from stdnet._core.value import NotInherited
from tests.support import public_names
from tests.support.language_server import LanguageServer
from tests.support.once import only_with

PYRIGHT_GAPS: Final = {
    "reads the docstring of a constant at the top level of a class only, and not in an `if`": [
        *("stdnet.socket2.Domain.PACKET", "stdnet.socket2.Domain.VSOCK"),
        *("stdnet.socket2.Type.DCCP", "stdnet.socket2.Protocol.DCCP"),
        *("stdnet.socket2.Protocol.MPTCP", "stdnet.socket2.Protocol.UDPLITE"),
    ],
}
TY_GAPS: Final = {
    "finds no members of an object whose class is generic and final": [
        *("stdnet.Result.*", "stdnet.Ok.*", "stdnet.Err.*"),
        *("stdnet.io.BufReader.*", "stdnet.io.BufWriter.*", "stdnet.io.LineWriter.*"),
        *("stdnet.io.BufChain.*", "stdnet.io.BufSeekTake.*", "stdnet.io.Cursor.*"),
        *("stdnet.io.File.*", "stdnet.io.IntoInnerError.*"),
    ],
    "shows no docstring that a method inherits": [
        *("stdnet.io.Stdin.read", "stdnet.io.Stdin.read_[!l]*", "stdnet.io.StdinLock.read*"),
        *("stdnet.io.Stdin*.is_read_vectored", "stdnet.io.StdinLock.fill_buf"),
        *("stdnet.io.StdinLock.consume", "stdnet.io.Stdout.*write*", "stdnet.io.Stdout.flush"),
        "stdnet.io.StdoutLock.*",
    ],
}
GAPS: Final[dict[str, dict[str, list[str]]]] = {
    "pyright-langserver": PYRIGHT_GAPS,
    "basedpyright-langserver": PYRIGHT_GAPS,
    "ty": TY_GAPS,
}
"""The names without documentation in each server, by the reason."""

ARGUMENTS: Final = {"ty": "server"}
"""How to start a server that is not started by `--stdio`."""


class Place(NamedTuple):
    """A name in a program."""

    name: str
    """The name with its module and class: `stdnet.TcpListener.accept`."""
    documentation: set[str]
    """What an editor may show: the docstrings of the name, up to their examples."""
    before: str
    """A line of the program, up to the end of the name."""
    after: str = ""
    """The rest of the line."""


def places() -> Iterator[Place]:
    """Yields a place for every public name. Constants of C are left out: editors show their values.

    Members that a class inherits are shown with one class only.
    """
    modules = [
        module
        for module in public_names.public_modules()
        if not module.__name__.startswith("stdnet.c.")
    ]
    for module in modules:
        yield Place(module.__name__, {explained(module)}, f"import {module.__name__}")
    for module in modules:
        for name in module.__all__:
            value: object = getattr(module, name)
            if module.__name__ != "stdnet.c" or is_ours(value):
                yield place_of(f"{module.__name__}.{name}", value)
    seen = set[tuple[type, str]]()
    for path, kind in public_names.public_classes():
        if not path.startswith("stdnet.c."):
            for owner, name, member in members(kind):
                if (owner, name) not in seen:
                    yield place_of_member(path, path, name, member)
                seen.add((owner, name))
    for _, name, member in members(stdnet.Ok):
        yield place_of_member("stdnet.Result", "stdnet.Result[int, str]", name, member)


def place_of(path: str, value: object) -> Place:
    """Returns a place for a public name: a type is in an annotation, and all else on its own."""
    documentation = documentation_of(path, value)
    if isinstance(value, FunctionType):
        return Place(path, documentation, path)
    return Place(path, documentation, f"def _(value: {path}", ") -> None: ...")


def place_of_member(path: str, annotation: str, name: str, member: object) -> Place:
    """Returns a place for a member of an object, or for a class inside of its class."""
    inner = f"{path}.{name}"
    if isinstance(member, type):
        return place_of(inner, member)
    line = f"def _(value: {annotation}) -> None: value.{name}"
    return Place(inner, documentation_of(name, member), line)


def members(kind: type) -> Iterator[tuple[type, str, object]]:
    """Yields the public members of a class, each with the class of stdnet that defines it."""
    for owner in kind.__mro__:
        for name, member in vars(owner).items():
            hidden = name.startswith("_") or isinstance(member, NotInherited)
            overridden = inspect.getattr_static(kind, name) is not member
            if public_names.is_ours(owner) and not hidden and not overridden:
                yield owner, name, member


def documentation_of(path: str, value: object) -> set[str]:
    """Returns the docstrings that a name has: that of what it is, and any after an assignment."""
    functions = public_names.functions_of(value)
    described = functions[0] if functions else value
    own = {explained(described)} if is_ours(described) else set[str]()
    return own | after_assignments().get(path.rpartition(".")[2], set())


def is_ours(value: object) -> bool:
    """Returns True for a class or function of stdnet."""
    return isinstance(value, type | FunctionType) and public_names.is_ours(value)


def explained(value: object) -> str:
    """Returns the docstring of an object, up to its example."""
    return up_to_example(inspect.getdoc(value) or "")


def up_to_example(docstring: str) -> str:
    """Returns a docstring up to its example."""
    return inspect.cleandoc(docstring).partition("\n>>> ")[0].rstrip()


@cache
def after_assignments() -> dict[str, set[str]]:
    """Returns the docstrings after assignments in stdnet, by the names."""
    found: dict[str, set[str]] = {}
    folder = Path(stdnet.__file__).parent
    for path in [*folder.rglob("*.py"), *folder.rglob("*.pyi")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for pair in pairwise(ast.iter_child_nodes(node)):
                match pair:
                    case (
                        ast.Assign([ast.Name(name)]) | ast.AnnAssign(ast.Name(name)),
                        ast.Expr(ast.Constant(str(text))),
                    ):
                        found.setdefault(name, set()).add(up_to_example(text))
                    case _:
                        pass
    return found


def undocumented(editor: LanguageServer, path: Path, found: list[Place]) -> dict[str, str]:
    """Returns what the editor shows at the names whose documentation it does not show."""
    path.write_text("".join(f"{place.before}{place.after}\n" for place in found))
    editor.open(path)
    shown = dict[str, str]()
    for line, place in enumerate(found):
        text = editor.hover(path, line, len(place.before) - 1)
        if not any(docstring and docstring in text for docstring in place.documentation):
            shown[place.name] = text
    return shown


@only_with("3.12")
@pytest.mark.parametrize(
    "server",
    [pytest.param(name, marks=pytest.mark.slow) if "pyright" in name else name for name in GAPS],
)
def test_an_editor_shows_the_documentation_of_every_public_name(
    server: str, tmp_path: Path
) -> None:
    command = Path(sysconfig.get_path("scripts"), server)
    if not command.exists():
        pytest.skip(f"{server} is not installed: pip install -r tests/requirements.txt")
    # The default of basedpyright is all platforms, where a class in an `if` has no members.
    (tmp_path / "pyrightconfig.json").write_text('{"pythonPlatform": "Linux"}')
    found = list(places())
    with LanguageServer([str(command), ARGUMENTS.get(server, "--stdio")], tmp_path) as editor:
        shown = undocumented(editor, tmp_path / "user.py", found)
    patterns = [pattern for names in GAPS[server].values() for pattern in names]
    known = {
        place.name for place in found if any(fnmatch(place.name, pattern) for pattern in patterns)
    }
    assert {name: text for name, text in shown.items() if name not in known} == {}
    assert known - shown.keys() == set(), "these gaps are gone"
