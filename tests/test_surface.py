"""The public surface equals `tests/data/surface.txt`, so that every change shows up in a review.

The file lists every public name of every public module, and the members of each class, with their
signatures as the source has them. After an intended change:

    python -m tests.test_surface
"""

import ast
import importlib
import inspect
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Final

import stdnet

ROOT: Final = Path(stdnet.__file__).parent
SURFACE: Final = Path(__file__).parent / "data" / "surface.txt"

LEFT_OUT: Final = (
    "stdnet.c.",
    "stdnet.examples",
    "stdnet.learn",
    "stdnet.__main__",
    "stdnet.mypy_plugin",
)

# The module in which a default value or a type is looked up is not part of the surface.
DEFAULT_PREFIX: Final = re.compile(r"=(?:[a-z_]+\.)+(?=[A-Z])")
TYPE_PREFIX: Final = re.compile(r"\b_[a-z_]+\.(?=[A-Z])")

Definition = ast.FunctionDef | ast.AsyncFunctionDef


def public_modules() -> Iterator[ModuleType]:
    """Yields the modules that users import from.

    The headers of `stdnet.c` are left out, as it has all of their names, and so are the examples
    and the plugin for mypy.
    """
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT.parent).with_suffix("").parts
        name = ".".join(parts).removesuffix(".__init__")
        if "._" not in name and not name.startswith(LEFT_OUT):
            yield importlib.import_module(name)


@cache
def definitions(module: str) -> dict[str, list[ast.stmt]]:
    """Returns the definitions of a module by qualified name. Overloads share a name."""
    file = sys.modules[module].__file__
    assert file is not None
    stub = Path(file).with_suffix(".pyi")
    source = stub if stub.exists() else Path(file)
    found = dict[str, list[ast.stmt]]()
    collect(found, "", ast.parse(source.read_text(encoding="utf-8")).body)
    return found


def defining_module(value: type | FunctionType) -> str:
    """Returns the name of the module in whose source a class or a function is."""
    if isinstance(value, FunctionType):
        name: str = value.__globals__["__name__"]
        return name
    return next(
        name
        for name, module in sys.modules.items()
        if name.partition(".")[0] == "stdnet"
        and vars(module).get(value.__name__) is value
        and value.__name__ in definitions(name)
    )


def collect(found: dict[str, list[ast.stmt]], prefix: str, body: list[ast.stmt]) -> None:
    """Adds the definitions in a body, including those in its classes and conditions."""
    for node in body:
        match node:
            case ast.If(_, then, otherwise):
                collect(found, prefix, then + otherwise)
            case ast.ClassDef(name, body=inner):
                found.setdefault(prefix + name, []).append(node)
                collect(found, f"{prefix}{name}.", inner)
            case ast.FunctionDef(name) | ast.AsyncFunctionDef(name):
                found.setdefault(prefix + name, []).append(node)
            case ast.Assign([ast.Name(name)]) | ast.AnnAssign(ast.Name(name)):
                found.setdefault(prefix + name, []).append(node)
            case _:
                pass


def signatures(name: str, nodes: list[ast.stmt]) -> Iterator[str]:
    """Yields a line for each signature: of the overloads, if there are any, or of the function."""
    functions = [node for node in nodes if isinstance(node, Definition)]
    overloads = [node for node in functions if "overload" in decorators(node)]
    for node in overloads or functions:
        marks = "".join(
            f"@{mark} "
            for mark in ("abstractmethod", "classmethod", "property", "staticmethod")
            if mark in decorators(node)
        )
        returns = "" if node.returns is None else f" -> {ast.unparse(node.returns)}"
        parameters = DEFAULT_PREFIX.sub("=", ast.unparse(node.args))
        yield TYPE_PREFIX.sub("", f"{marks}{name}({parameters}){returns}")


def decorators(node: Definition) -> list[str]:
    """Returns the names of a function's decorators."""
    return [ast.unparse(each) for each in node.decorator_list]


def members(kind: type) -> Iterator[str]:
    """Yields the public members of a class, including those inherited from stdnet's classes."""
    seen = set[str]()
    for base in inspect.getmro(kind):
        if not base.__module__.startswith("stdnet"):
            continue
        found = definitions(defining_module(base))
        prefix = f"{base.__qualname__}."
        for qualified, nodes in found.items():
            name = qualified.removeprefix(prefix)
            if not qualified.startswith(prefix) or "." in name or name in seen or is_hidden(name):
                continue
            seen.add(name)
            lines = list(signatures(f"{kind.__name__}.{name}", nodes))
            yield from lines or [f"{kind.__name__}.{name}"]


def is_hidden(name: str) -> bool:
    """Returns True for a private name."""
    return name == "__slots__" or (name.startswith("_") and not name.endswith("__"))


def describe(module: ModuleType, name: str) -> Iterator[str]:
    """Yields the lines for a public name."""
    value: object = getattr(module, name)
    if inspect.isclass(value):
        yield f"class {name}"
        if value.__module__.startswith("stdnet"):
            yield from sorted(members(value))
    elif inspect.isfunction(value):
        yield from signatures(
            f"def {name}", definitions(defining_module(value))[value.__qualname__]
        )
    elif isinstance(value, int | str | bytes):
        yield f"{name} = {value!r}"
    else:
        yield name


def surface() -> str:
    """Returns the whole surface as text."""
    lines = list[str]()
    for module in public_modules():
        names: list[str] = getattr(module, "__all__", [])
        if names:
            lines += ["", f"# {module.__name__}"]
        for name in sorted(names):
            lines += describe(module, name)
    return "\n".join(lines).strip() + "\n"


def test_the_public_surface_is_the_recorded_one() -> None:
    assert surface().splitlines() == SURFACE.read_text(encoding="utf-8").splitlines()


if __name__ == "__main__":
    SURFACE.write_text(surface(), encoding="utf-8")
