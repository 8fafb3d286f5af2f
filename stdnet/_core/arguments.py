"""Checks of arguments. A wrong type raises `TypeError`, as in Python's own functions.

Rust's compiler does not accept such a program, so there is no `Err` for it. The text is one line:
what is expected, what was given, and what to write instead, from `stdnet._core.instead`.

The right program pays nothing where every call counts: there the check is made after the call has
failed, as `except TypeError` takes no time until then.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from inspect import Parameter
from types import NoneType, UnionType
from typing import Any, Final, Never, ParamSpec, TypeVar

from stdnet._core.instead import INSTEAD, LONGEST, NAMES, RESULTS

_P = ParamSpec("_P")
_T = TypeVar("_T")
_F = TypeVar("_F", bound=Callable[..., Any])

_MISSING: Final = Parameter.empty


def check_type(value: object, kind: type | UnionType, what: str, expected: str = "") -> None:
    """Raises `TypeError` unless the value is an instance of `kind`.

    >>> from stdnet._core.arguments import check_type
    >>> check_type("1", int, "the port")
    Traceback (most recent call last):
    TypeError: the port is int, not str
    """
    if not isinstance(value, kind):
        raise wrong_type(value, what, expected or _name(kind))


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


def wrong_type(value: object, what: str, expected: str, instead: str = "") -> TypeError:
    """Returns the error of a value of a wrong type, with what to write instead.

    Unless that is given, the table has it, under what is expected or under `what`.

    >>> from stdnet._core.arguments import wrong_type
    >>> wrong_type(b"::1", "the host", "a str or an IP address")
    TypeError("the host is a str or an IP address, not bytes: write b'::1'.decode()")
    """
    instead = instead or _instead(value, expected) or _instead(value, what)
    missing = value is _MISSING
    wrong = f"{what} is missing" if missing else f"{what} is {expected}, not {_given(value)}"
    error = TypeError(f"{wrong}: write {instead}" if instead else wrong)
    error.__suppress_context__ = True  # What has failed before says less.
    return error


def wrong_int(value: object, kind: str) -> TypeError:
    """Returns the error of a value that is no integer of a type of Rust's."""
    is_char = isinstance(value, str | bytes) and len(value) == 1 and not value.isdigit()
    return wrong_type(value, kind, "an int", f"ord({value!r})" if is_char else "")


def check_parts(name: str, parts: str, *given: object) -> None:
    """Raises `TypeError` if a constructor was not given all of the parts.

    >>> from stdnet import Ipv4Addr
    >>> Ipv4Addr("127.0.0.1")
    Traceback (most recent call last):
    TypeError: Ipv4Addr takes four octets, not str: write Ipv4Addr.from_str('127.0.0.1').unwrap()
    """
    if given[-1] is not _MISSING:
        return
    present = [value for value in given if value is not _MISSING]
    wrong = ", ".join(map(_given, present)) or "nothing"
    instead = _instead(present[0] if len(present) == 1 else None, f"{name}()")
    raise TypeError(f"{name} takes {parts}, not {wrong}: write {instead}") from None


def no_constructor(name: str, first: object = _MISSING) -> TypeError:
    """Returns the error of a class whose objects are made by functions.

    >>> from stdnet import TcpStream
    >>> TcpStream("127.0.0.1", 80)
    Traceback (most recent call last):
    TypeError: TcpStream has no constructor: write TcpStream.connect("127.0.0.1:8080").unwrap()
    """
    return TypeError(f"{name} has no constructor: write {_instead(first, f'{name}()')}")


def not_iterable(value: object, instead: str) -> TypeError:
    """Returns the error of a loop over an object that has a method for that."""
    return TypeError(f"{type(value).__name__} is not iterable: write {instead}")


def no_argument(call: str, instead: str) -> TypeError:
    """Returns the error of a call that got an argument and takes none.

    The call has a parameter for it all the same, as Python's own text would only count arguments.

    >>> from stdnet import TcpListener
    >>> TcpListener.bind("127.0.0.1:0").unwrap().accept(timeout=5)
    Traceback (most recent call last):
    TypeError: accept takes no argument: write accept_timeout(5)
    """
    return TypeError(f"{call} takes no argument: write {instead}")


def explained_if_missing(call: _F) -> _F:
    """Adds default values, so that a call that lacks arguments reaches the check of the first one.

    Python's own text would only name the parameters. The default value is the one by which
    `inspect` says that there is none, so the signature stays as it is, and so does the time of a
    call that has all arguments.
    """
    defaults: tuple[object, ...] = call.__defaults__ or ()
    required = call.__code__.co_argcount - _is_method(call) - len(defaults)
    call.__defaults__ = (_MISSING,) * required + defaults
    return call


def explained(call: Callable[_P, _T]) -> Callable[_P, _T]:
    """Says what to write instead if a function of one address gets more arguments, or none.

    This costs a Python call, which a `bind` or `connect` can afford.

    >>> from stdnet import TcpStream
    >>> TcpStream.connect("127.0.0.1", 80)
    Traceback (most recent call last):
    TypeError: TcpStream.connect takes one address: write connect(('127.0.0.1', 80))
    """

    @wraps(call)
    def explaining(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        try:
            return call(*args, **kwargs)
        except TypeError as exc:
            if exc.__traceback__ is None or exc.__traceback__.tb_next is not None:
                raise  # The function has begun.
            raise _wrong_count(call, args[_is_method(call) :], kwargs) or exc from None

    return explaining


def _wrong_count(
    call: Callable[..., object], args: tuple[object, ...], kwargs: dict[str, object]
) -> TypeError | None:
    """Returns the error of a call with other arguments than one address and known keywords."""
    name = call.__name__
    has_timeout = call.__qualname__ == "TcpStream.connect"
    match *args, *(kwargs[key] for key in ("host", "port", "timeout") if key in kwargs):
        case str(addr), int() | float() as timeout if addr.count(":") == 1 and has_timeout:
            instead = f"connect_timeout({addr!r}, {timeout!r})"
        case str(host), int(port), *_ if host.count(":") != 1:
            instead = f"{name}({(host, port)!r})"
        case _ if len(args) == 1:
            return None
        case _:
            instead = f'{name}("127.0.0.1:8080")'
    return TypeError(f"{call.__qualname__} takes one address: write {instead}")


def _is_method(call: Callable[..., object]) -> bool:
    return call.__code__.co_varnames[:1] in {("self",), ("cls",)}


def _name(kind: type | UnionType) -> str:
    kinds: tuple[type, ...] = (kind,) if isinstance(kind, type) else kind.__args__
    return " or ".join("None" if each is NoneType else each.__name__ for each in kinds)


def _given(value: object) -> str:
    if value is None:
        return "None"
    return f"the class {value.__name__}" if isinstance(value, type) else type(value).__name__


def _instead(value: object, key: str) -> str:
    """Returns what to write instead of the value, or an empty text."""
    rows = INSTEAD.get(key)
    if rows is None:
        return ""
    for kind in type(value).__mro__ if value is not _MISSING else ():
        template = rows.get(kind.__name__) or RESULTS.get(kind.__name__)
        if template is not None:
            return template.format(_shown(value, kind))
    return rows["any"]


def _shown(value: object, kind: type) -> str:
    """Returns the value as a program has it, or a name for it if it is long."""
    name = NAMES.get(kind)
    if name is None:
        return ""
    text = repr(kind(value))  # An enum of integers becomes a number.
    return text if len(text) <= LONGEST else name


def linux_only(*names: str) -> Callable[[type[_T]], type[_T]]:
    """Returns a decorator of a class that defines these names on Linux alone.

    On another system, an `AttributeError` says so, and a type checker knows none of them.
    """

    def explain(cls: type[_T]) -> type[_T]:
        if sys.platform != "linux":
            for name in names:
                setattr(cls, name, _LinuxOnly(name))
        return cls

    return explain


class _LinuxOnly:
    """Stands for an attribute that only Linux has."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, obj: object, cls: type) -> Never:
        raise AttributeError(f"{cls.__name__}.{self._name} needs Linux", name=self._name, obj=obj)
