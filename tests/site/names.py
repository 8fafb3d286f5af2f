"""The public names: where each one lives, and how a page writes it."""

import ast
import importlib
import inspect
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from tests.support.rust_api import MODULES_OF_MIO
from tests.test_surface import definitions

MODULES: Final = (
    "stdnet.result",
    "stdnet",
    "stdnet.io",
    "stdnet.os.fd",
    "stdnet.os.unix.net",
    "stdnet.os.linux.net",
    "stdnet.socket2",
    *MODULES_OF_MIO,
    "stdnet.c",
)
"""The modules with public names. A name lives in the first one that has it."""


class Origin(NamedTuple):
    """A name, and the module in whose source it is defined."""

    module: str
    name: str


class Home(NamedTuple):
    """A public name, and the module from which users import it."""

    module: str
    name: str

    def __str__(self) -> str:
        return f"{self.module}.{self.name}"

    @property
    def value(self) -> object:
        """Returns what the name refers to."""
        found: object = importlib.import_module(self.module)
        for part in self.name.split("."):
            found = getattr(found, part)
        return found

    def seen_from(self, module: str) -> str:
        """Returns the name as a page of a module writes it: as short as is clear there."""
        is_known = self.module in {module, "stdnet", "stdnet.result"}
        there = homes().get(origin(module, self.name), self)
        if is_known and there == self:
            return self.name
        # `TcpStream` alone would be that of `stdnet.mio.net` there.
        return str(self) if self.module == "stdnet" else str(self).removeprefix("stdnet.")


@cache
def exported(module: str) -> tuple[str, ...]:
    """Returns the public names of a module, in the order of its documentation."""
    return tuple(importlib.import_module(module).__all__)


@cache
def imports(module: str) -> dict[str, Origin]:
    """Returns what each name stands for that a module imports. A module has no name of its own."""
    file = sys.modules[module].__file__
    assert file is not None
    stub = Path(file).with_suffix(".pyi")
    source = stub if stub.exists() else Path(file)
    found = dict[str, Origin]()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            for each in node.names:
                if each.name != "*":
                    found[each.asname or each.name] = Origin(node.module, each.name)
                else:
                    stars = exported(node.module)
                    found.update((name, Origin(node.module, name)) for name in stars)
        elif isinstance(node, ast.Import):
            found.update((each.asname, Origin(each.name, "")) for each in node.names if each.asname)
    return found


def origin(module: str, name: str) -> Origin:
    """Returns where the name is defined that a module uses."""
    return imports(module).get(name, Origin(module, name))


@cache
def homes() -> dict[Origin, Home]:
    """Returns the public name of each definition that has one."""
    found = dict[Origin, Home]()
    for module in MODULES:
        for name in exported(module):
            found.setdefault(origin(module, name), Home(module, name))
    for place, home in list(found.items()):
        for name, target in variants(place):
            found.setdefault(target, Home(home.module, f"{home.name}.{name}"))
    return found


def variants(place: Origin) -> Iterator[tuple[str, Origin]]:
    """Yields the classes that a class names as its variants, such as `V4` of `IpAddr`."""
    if not place.module.startswith("stdnet"):
        return
    for qualified, nodes in definitions(place.module).items():
        owner, _, name = qualified.rpartition(".")
        if owner == place.name:
            match nodes[0]:
                case ast.AnnAssign(
                    annotation=ast.Name("TypeAlias"), value=ast.Attribute(attr=target)
                ):
                    yield name, Origin(place.module, target)
                case _:
                    pass


def other_names() -> Iterator[tuple[str, Home]]:
    """Yields further names of what lives elsewhere: `stdnet.Ok`, `stdnet.IpAddr.V4`."""
    for module in MODULES:
        for name in exported(module):
            place = origin(module, name)
            home = homes()[place]
            if home.module != module:
                yield f"{module}.{name}", home
            for variant, target in variants(place):
                there = homes()[target]
                if str(there) != f"{module}.{name}.{variant}":
                    yield f"{module}.{name}.{variant}", there


@cache
def classes() -> dict[type, Home]:
    """Returns the public name of each class of stdnet that has one."""
    found = dict[type, Home]()
    for place, home in homes().items():
        kind = home.value
        if inspect.isclass(kind) and is_class(place):
            found[kind] = home
    return found


def is_class(place: Origin) -> bool:
    """Returns True if stdnet defines the name as a class, and not as an alias."""
    if not place.module.startswith("stdnet"):
        return False
    return any(
        isinstance(node, ast.ClassDef) for node in definitions(place.module).get(place.name, [])
    )
