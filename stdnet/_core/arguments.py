"""Checks of arguments. A wrong type raises `TypeError`, as in Python's own functions.

Rust's compiler does not accept such a program, so there is no `Err` for it.
"""

from __future__ import annotations

from types import UnionType


def check_type(value: object, kind: type | UnionType, what: str, expected: str = "") -> None:
    """Raises `TypeError` unless the value is an instance of `kind`.

    >>> from stdnet._core.arguments import check_type
    >>> check_type("1", int, "the port")
    Traceback (most recent call last):
    TypeError: the port is int, not str
    """
    if not isinstance(value, kind):
        name = expected or (kind.__name__ if isinstance(kind, type) else kind)
        raise TypeError(f"{what} is {name}, not {type(value).__name__}")


def check_method(value: object, name: str, what: str) -> None:
    """Raises `TypeError` unless the value has the method that a `Protocol` requires.

    >>> from stdnet._core.arguments import check_method
    >>> check_method(3, "fileno", "the file")
    Traceback (most recent call last):
    TypeError: the file has the method fileno(), which int has not
    """
    if not callable(getattr(value, name, None)):
        kind = value if isinstance(value, type) else type(value)
        raise TypeError(f"{what} has the method {name}(), which {kind.__name__} has not")
