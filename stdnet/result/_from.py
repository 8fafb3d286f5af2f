"""`From`, and what `?` does with an error that the function does not return as it is.

At the first `Err` of a function its return annotation is read. The error types in it decide about
each error: it passes, a `from_` converts it, or the program panics, where rustc would not compile
it. If the annotation cannot be read, or its error type is `Any`, every error passes.
"""

from __future__ import annotations

import builtins
import sys
import typing
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator
from contextlib import suppress
from functools import partial
from inspect import getattr_static
from types import FunctionType, NoneType, SimpleNamespace, UnionType
from typing import (
    Any,
    Final,
    Generic,
    Literal,
    NewType,
    NoReturn,
    Self,
    TypeAlias,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_overloads,
    get_type_hints,
    is_typeddict,
)

from returns.result import Failure, Success
from returns.result import Result as Open

from stdnet.result._containers import Err, Ok
from stdnet.result._panic import Panic

_E = TypeVar("_E")


class From(Generic[_E]):
    """A class that `?` makes of an error. Rust's `impl From<E> for …`, and thiserror's `#[from]`.

    A subclass of `From[E]` is called with the error. It may define its own `from_` instead. Of
    several errors it is made by `From[A | B]`.

    >>> from dataclasses import dataclass
    >>> from stdnet import From, Ok, Result, SocketAddr, TcpStream, io, propagate
    >>> @dataclass(frozen=True)
    ... class Lost(From[io.Error]):
    ...     source: io.Error
    >>> @propagate
    ... def connect(port: int) -> Result[TcpStream, Lost]:
    ...     return Ok(TcpStream.connect(("127.0.0.1", port)).unwrap())
    >>> connect(1).unwrap_err().source.kind()
    ConnectionRefused
    """

    __slots__ = ()

    @classmethod
    def from_(cls, error: _E, /) -> Self:
        """Makes one of the error. Rust's `From::from`.

        >>> from stdnet import From
        >>> class Code(int, From[str]): ...
        >>> Code.from_("7")
        7
        """
        return cls(error)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


_From: Final = vars(From)["from_"]

_Match: TypeAlias = Callable[[object], bool]
_Method: TypeAlias = "staticmethod[..., Any] | classmethod[Any, ..., Any]"

_NO_ROOM: Final = (MemoryError, RecursionError)
"""Errors that do not mean that an annotation is unreadable: the next attempt may succeed."""


class _Unchecked(Exception):
    """The annotation takes any error, or cannot be read."""


class Conversion:
    """The conversion that `?` does with the errors of one function."""

    __slots__ = ("_function", "_targets", "passing")

    passing: set[type]
    """The classes of errors that are known to pass."""

    _targets: tuple[_Target, ...] | None
    """The errors that the function returns; None before they are known."""

    def __init__(self, function: object) -> None:
        self._function = function
        self.passing = set()
        self._targets = None

    def __call__(self, err: Err[Any]) -> Err[Any]:
        """Returns the `Err` itself, or one of a converted error. Raises `Panic`."""
        error: object = err.unwrap_err()
        if self._targets is None:
            self._targets = _targets(self._function)
        for target in self._targets:
            if target.takes(error):
                if target.by_class:
                    self.passing.add(type(error))
                return err
        # No comprehension, which would capture a variable.
        found = list[_Target]()
        for target in self._targets:
            if target.converts(error):
                found.append(target)
        if len(found) == 1:
            return Err(found[0].kind.from_(error))
        panic = Panic(err, _unconvertible(type(error), self._targets, found))
        raise panic from (error if isinstance(error, BaseException) else None)


class _Target:
    """One of the errors that a function returns."""

    __slots__ = ("_converted", "by_class", "kind", "name", "takes")

    _converted: tuple[_Match, ...] | None
    """The types that the `from_` of the class takes; None before it is known."""

    def __init__(self, name: str, takes: _Match, kind: Any = None, by_class: bool = True) -> None:
        self.name = name
        self.takes = takes
        self.kind = kind
        self.by_class = by_class
        self._converted = None

    def converts(self, error: object) -> bool:
        """Returns True if the class has a `from_` that takes the error."""
        if self._converted is None:
            self._converted = tuple(_converted(self.kind))
        for takes in self._converted:  # noqa: SIM110 - a generator would capture a variable
            if takes(error):
                return True
        return False


def _unconvertible(kind: type, targets: Iterable[_Target], found: list[_Target]) -> str:
    names = [target.name for target in targets]
    name = " | ".join(names) or "Never"
    # Many programs have their own `Error` besides that of `io`.
    error = f"{kind.__module__}.{kind.__name__}" if kind.__name__ in names else kind.__name__
    start = f"`?` couldn't convert the error to `{name}`: the trait `From<{error}>` is "
    if found:
        several = ", ".join([f"`{target.name}`" for target in found])
        return f"{start}implemented for several: {several}"
    return f"{start}not implemented for `{name}`"


# The return annotation.


def _targets(function: object) -> tuple[_Target, ...]:
    """Reads the errors in the return annotation of a function."""
    try:
        return_type = _evaluate(_annotations(function)["return"], function)
        errors = [error for part in _errors(return_type) for error in _members(part)]
        return tuple(map(_target, errors))
    except _NO_ROOM:
        raise
    except Exception:
        return (_Target("Any", _takes_all),)


def _annotations(function: object) -> dict[str, object]:
    try:
        found: dict[str, object] = getattr(function, "__annotations__", {})
    except NameError:  # Python 3.14 evaluates them when they are asked for.
        found = _texts_of_annotations(function)
    return found


if sys.version_info >= (3, 14):

    def _texts_of_annotations(function: Any) -> dict[str, object]:
        from annotationlib import Format, get_annotations  # noqa: PLC0415 - late: slow, and rare

        return {**get_annotations(function, format=Format.STRING)}

else:

    def _texts_of_annotations(_: object) -> dict[str, object]:
        return {}


def _evaluate(annotation: object, function: object, **names: object) -> Any:
    """Returns what an annotation means, with the strings in it looked up."""
    # Since Python 3.14 names that are only in annotations are those of `__annotate__`.
    for each in (getattr(function, "__annotate__", None), function):
        if isinstance(each, FunctionType):
            cells = zip(each.__code__.co_freevars, each.__closure__ or (), strict=True)
            for name, cell in cells:
                with suppress(ValueError):  # It is not assigned yet.
                    names[name] = cell.cell_contents
    holder = SimpleNamespace(__annotations__={"it": annotation})
    module: dict[str, object] = getattr(function, "__globals__", {})
    names = {**vars(builtins), **module, **names}
    while True:
        try:
            return get_type_hints(holder, module, names)["it"]
        except NameError as e:
            if e.name is None or e.name in names:
                raise
            # A name that is missing does not hide what the others say.
            names[e.name] = _Unresolved


class _Unresolved:
    """Stands for a name that is not there at run time, as one imported under `TYPE_CHECKING`."""

    def __class_getitem__(cls, _: object) -> type[Self]:
        return cls


def _alias_value(tp: Any) -> Any:
    """Returns what stands behind a `type X = …`, or behind `X[int]`; else the type itself."""
    while True:
        origin = get_origin(tp)
        if _is_alias(origin):
            given, parameters = get_args(tp), origin.__type_params__
            given += tuple(map(_default, parameters[len(given) :]))
            arguments = dict(zip(parameters, given, strict=True))
            value = origin.__value__
            tp = value[tuple(arguments[each] for each in value.__parameters__)]
        elif _is_alias(tp):
            tp = tp.__value__
        else:
            return tp


def _default(parameter: Any) -> Any:
    """Returns the default of a type parameter, which Python 3.13 brought, or `Any`."""
    return parameter.__default__ if getattr(parameter, "has_default", bool)() else Any


def _is_alias(tp: object) -> bool:
    # Of `typing` since Python 3.12, and of `typing_extensions`.
    return type(tp).__name__ == "TypeAliasType"


def _errors(tp: Any) -> Iterator[Any]:
    """Yields the error types of a `Result`, of its halves, and of what awaits one."""
    tp = _alias_value(tp)
    origin, arguments = get_origin(tp), get_args(tp)
    if origin in (Union, UnionType):
        for each in arguments:
            if each is not NoneType:
                yield from _errors(each)
    elif origin is Coroutine or origin is Awaitable:
        yield from _errors(arguments[-1])
    elif origin in (Err, Failure):
        yield arguments[0]
    elif origin is Open:
        yield arguments[1]
    elif origin not in (Ok, Success) and tp not in (Ok, Success):
        raise _Unchecked


def _members(tp: Any) -> Iterator[Any]:
    """Yields the members of a union; of any other type that type."""
    tp = _alias_value(tp)
    if get_origin(tp) in (Union, UnionType):
        for each in get_args(tp):
            yield from _members(each)
    elif isinstance(tp, NewType):
        yield from _members(tp.__supertype__)
    elif tp not in (typing.Never, NoReturn):
        yield tp


def _target(tp: Any) -> _Target:
    """Returns the test of whether an error is of the type."""
    if tp is Any or tp is _Unresolved or isinstance(tp, TypeVar):
        raise _Unchecked
    if get_origin(tp) is Literal:
        values = get_args(tp)
        name = f"Literal[{', '.join(map(repr, values))}]"
        return _Target(name, partial(_is_one_of, values), by_class=False)
    kind: Any = NoneType if tp is None else get_origin(tp) or tp
    if not isinstance(kind, type):
        raise _Unchecked
    return _Target(getattr(tp, "__name__", kind.__name__), _instance_check(kind), kind)


def _is_one_of(values: tuple[object, ...], error: object) -> bool:
    return any(type(error) is type(value) and error == value for value in values)


_NUMBERS: Final = {float: (float, int), complex: (complex, float, int)}
"""What a type checker takes for these."""


def _instance_check(kind: type) -> _Match:
    if is_typeddict(kind):
        return lambda error: isinstance(error, dict)
    if getattr(kind, "_is_protocol", False) and not getattr(kind, "_is_runtime_protocol", False):
        return _takes_all
    kinds = _NUMBERS.get(kind, (kind,))
    return lambda error: isinstance(error, kinds)


# The parameter of a `from_`.


def _converted(kind: Any) -> Iterator[_Match]:
    """Yields what the `from_` of a class takes; nothing if it has none."""
    # A field of this name is no conversion.
    found = getattr_static(kind, "from_", None)
    if isinstance(found, staticmethod | classmethod):
        for source in _sources(kind) if found is _From else _parameters(cast("_Method", found)):
            try:
                yield from [_target(each).takes for each in _members(source)]
            except _Unchecked:
                yield _takes_all


def _takes_all(_: object) -> bool:
    return True


def _parameters(found: _Method) -> Iterator[Any]:
    """Yields the types of the parameter of a `from_`, one for each of its overloads."""
    function: Any = found.__func__
    for each in get_overloads(function) or [function]:
        # An overload of a static or class method is one itself.
        plain = getattr(each, "__func__", each)
        name = plain.__code__.co_varnames[isinstance(found, classmethod)]
        try:
            yield _evaluate(_annotations(plain).get(name, Any), plain)
        except _NO_ROOM:
            raise
        except Exception:
            yield Any


def _sources(kind: type) -> Iterator[Any]:
    """Yields what `From[…]` says among the bases of a class."""
    for each in kind.__mro__:
        for base in vars(each).get("__orig_bases__", ()):
            if get_origin(base) is From:
                holder = SimpleNamespace(__globals__=vars(sys.modules[each.__module__]))
                try:
                    yield _evaluate(get_args(base)[0], holder, **{each.__name__: each})
                except _NO_ROOM:
                    raise
                except Exception:
                    yield Any
