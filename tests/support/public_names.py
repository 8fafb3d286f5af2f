"""The public names of the package, for tests that look at all of them."""

import importlib
import inspect
import pkgutil
import typing
from collections.abc import Callable, Iterator
from types import FunctionType, ModuleType
from typing import Final

import stdnet

LEFT_OUT: Final = ("stdnet.examples", "stdnet.learn", "stdnet.__main__", "stdnet.mypy_plugin")


def is_ours(value: object) -> bool:
    """Returns True for a class or function of stdnet."""
    return str(getattr(value, "__module__", "")).partition(".")[0] == "stdnet"


def exports(module: str) -> list[str]:
    """Returns the public names of a module."""
    names: list[str] = importlib.import_module(module).__all__
    return names


def documented(module: str) -> Iterator[tuple[str, object]]:
    """Yields the public functions, classes and methods of a module, each with its name.

    Protocols are left out: the classes that implement them have the examples.
    """
    for name in exports(module):
        value: object = getattr(importlib.import_module(module), name)
        if not is_ours(value):
            continue  # An alias, or a class of another package.
        if not inspect.isclass(value):
            yield name, value
        elif not vars(value).get("_is_protocol", False):
            yield name, value
            for inner, member in inspect.getmembers(value, inspect.isroutine):
                if not inner.startswith("_") and is_ours(member):
                    yield f"{name}.{inner}", member


def public_modules() -> list[ModuleType]:
    """Returns the modules that users import from, the headers of C among them."""
    found = pkgutil.walk_packages(stdnet.__path__, "stdnet.")
    names = ["stdnet", *(each.name for each in found)]
    public = [name for name in names if "._" not in name and not name.startswith(LEFT_OUT)]
    return [module for module in map(importlib.import_module, public) if hasattr(module, "__all__")]


def public_names() -> Iterator[tuple[str, object]]:
    """Yields each public name, with its module, and what it refers to."""
    for module in public_modules():
        for name in module.__all__:
            yield f"{module.__name__}.{name}", getattr(module, name)


def public_classes() -> Iterator[tuple[str, type]]:
    """Yields the public classes of stdnet, and the variants of enums."""
    for path, value in public_names():
        if isinstance(value, type) and is_ours(value):
            yield path, value
            for name, inner in vars(value).items():
                if isinstance(inner, type) and issubclass(inner, value):
                    yield f"{path}.{name}", inner


def public_functions() -> Iterator[tuple[str, Callable[..., object]]]:
    """Yields the public functions of stdnet, and its classes' methods, overloads and getters.

    Methods that a class inherits from private base classes are among them.
    """
    for path, value in public_names():
        if isinstance(value, FunctionType):
            yield from with_overloads(path, value)
    for path, kind in public_classes():
        for name, member in inspect.getmembers_static(kind):
            for function in functions_of(member):
                if is_ours(function):
                    yield from with_overloads(f"{path}.{name}", function)


def functions_of(member: object) -> list[FunctionType]:
    """Returns the functions behind a member of a class."""
    if isinstance(member, property):
        candidates: list[object] = [member.fget, member.fset]
    else:
        candidates = [getattr(member, "__func__", member)]
    return [each for each in candidates if isinstance(each, FunctionType)]


def with_overloads(
    path: str, function: Callable[..., object]
) -> Iterator[tuple[str, Callable[..., object]]]:
    """Yields a function and its overloads."""
    yield path, function
    for number, each in enumerate(typing.get_overloads(function)):
        yield f"{path}[{number}]", each
