"""`publish`: classes and functions say which public module exports them."""

from __future__ import annotations

from collections.abc import Iterable
from types import FunctionType
from typing import ForwardRef


def publish(module: str, values: Iterable[object]) -> None:
    """Sets the `__module__` of classes and functions of private modules to a public module.

    Tracebacks, `help` and pickles then name the module that users import from. A public module
    calls it for its `__all__`.

    Methods keep theirs: there `typing.get_overloads` and pydantic look up their annotations. The
    price is that `inspect.getsource` finds no class, as it reads the module that a class names.
    """
    for value in values:
        if isinstance(value, type | FunctionType) and "._" in value.__module__:
            if isinstance(value, type):
                _keep_annotations(value)
                publish(module, _classes_inside(value))
            value.__module__ = module


def _keep_annotations(kind: type) -> None:
    """Binds the strings in a class's annotations to the module that they are in."""
    annotations: dict[str, object] = vars(kind).get("__annotations__", {})
    for name, annotation in annotations.items():
        if isinstance(annotation, str):
            annotations[name] = ForwardRef(annotation, module=kind.__module__, is_class=True)


def _classes_inside(kind: type) -> list[type]:
    """Returns the classes whose qualified name says that they are in the class."""
    prefix = f"{kind.__qualname__}."
    inner = [each for each in vars(kind).values() if isinstance(each, type)]
    return [each for each in inner if each.__qualname__.startswith(prefix)]
