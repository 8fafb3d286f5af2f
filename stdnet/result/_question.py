"""`@propagate`, which makes `.unwrap()` Rust's `?` operator.

An `unwrap()` raises a panic, and the decorator returns its `Err` if the function itself has called
it. The traceback shows the caller: the last frame is that of `unwrap`, and the one before is the
caller's. The caller's code object must be the function's own, or one inside of it: a
comprehension's, a generator expression's, a lambda's. `sys._getframe` would not do, as functions
compiled by mypyc have no frames, but entries of their name in tracebacks.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from functools import partial, wraps
from inspect import isasyncgenfunction, iscoroutine, iscoroutinefunction, isgeneratorfunction
from types import CodeType, FunctionType, MethodType, TracebackType
from typing import Any, Final, TypeVar, cast

from returns.primitives.exceptions import UnwrapFailedError
from returns.result import Failure
from returns.result import Result as Open

from stdnet.result._containers import Err, sealed
from stdnet.result._from import Conversion
from stdnet.result._panic import Panic

_Function = TypeVar(
    "_Function",
    bound="Callable[..., Open[Any, Any]] | Callable[..., Coroutine[Any, Any, Open[Any, Any]]]",
)

_UNWRAP: Final = cast("FunctionType", vars(Err)["unwrap"]).__code__
_UNWRAP_OF_RETURNS: Final = cast("FunctionType", vars(Failure)["unwrap"]).__code__
_PARTS: Final = ("<lambda>", "<genexpr>", "<listcomp>", "<setcomp>", "<dictcomp>")
"""The names of the code objects that are a part of the function around them."""


def propagate(function: _Function) -> _Function:
    """Makes `.unwrap()` inside the function Rust's `?` operator.

    Where the function, or coroutine function, unwraps an `Err`, it ends there and returns that very
    `Err`. This holds for an `.unwrap()` that is written in it: in its own text, its comprehensions,
    generator expressions and lambdas. In anything else that it calls, a nested `def` too, an
    `.unwrap()` panics, and so does every `.expect(…)`.

    If the return annotation does not name the error, it is converted by the one class named there
    whose `from_` takes it, as a subclass of `From[E]` has; if there is none, the program panics.

    The decorator stands next to the `def`, below every other one (`@staticmethod`, `@property`). A
    decorator below it has to use `functools.wraps`, or each `?` panics. A generator function is a
    `TypeError`.

    >>> from stdnet import Err, Ok, Result, propagate
    >>> def half(n: int) -> Result[int, str]:
    ...     return Ok(n // 2) if n % 2 == 0 else Err(f"{n} is odd")
    >>> @propagate
    ... def quarter(n: int) -> Result[int, str]:
    ...     return half(half(n).unwrap())
    >>> quarter(12), quarter(6), quarter(5)
    (Ok(3), Err("3 is odd"), Err("5 is odd"))
    """
    candidate: Any = function
    if not callable(candidate):
        kind = type(function).__name__
        raise TypeError(f"@propagate stands next to the `def`, below @{kind}, or takes a function")
    call = cast("Callable[..., Any]", function)
    question = _Question(call)
    err_of, err_of_group = question.err_of, question.err_of_group

    @wraps(call)
    def propagating(*args: Any, **kwargs: Any) -> Any:
        __tracebackhide__ = True
        try:
            returned = call(*args, **kwargs)
        except UnwrapFailedError as stopped:
            err = err_of(stopped)
            if err is None:
                raise
            return err
        except BaseExceptionGroup as group:
            err = err_of_group(group)
            if err is None:
                raise
            return err
        return propagating_later(returned) if is_hidden and iscoroutine(returned) else returned

    async def propagating_later(coroutine: Coroutine[Any, Any, Any]) -> Any:
        __tracebackhide__ = True
        try:
            return await coroutine
        except UnwrapFailedError as stopped:
            err = err_of(stopped)
            if err is None:
                raise
            return err
        except BaseExceptionGroup as group:
            err = err_of_group(group)
            if err is None:
                raise
            return err

    @wraps(call)
    async def propagating_awaited(*args: Any, **kwargs: Any) -> Any:
        __tracebackhide__ = True
        return await propagating_later(call(*args, **kwargs))

    # A decorator below may hide that the function is a coroutine function.
    is_hidden = question.is_async and not iscoroutinefunction(call)
    made = propagating_awaited if iscoroutinefunction(call) else propagating
    return cast("_Function", made)


class _Question:
    """The `?` of one function: which panics are its own, and which `Err` each becomes."""

    __slots__ = ("_codes", "_convert", "_name", "_passing", "is_async")

    def __init__(self, function: Callable[..., Any]) -> None:
        innermost = _innermost(function)
        if isgeneratorfunction(innermost) or isasyncgenfunction(innermost):
            raise TypeError("a generator function yields and returns no Result: it has no `?`")
        code: CodeType | None = getattr(innermost, "__code__", None)
        self._codes = () if code is None else tuple(_parts(code))
        self._name = getattr(innermost, "__name__", "")
        self._convert = Conversion(innermost)
        self._passing = self._convert.passing
        self.is_async = iscoroutinefunction(innermost)

    def err_of(self, stopped: Any) -> Err[Any] | None:
        """Returns the `Err` with which the function ends; None if the `?` is not its own."""
        __tracebackhide__ = True
        err: Any = stopped.halted_container
        half: Any = err.__class__
        if half is not Err:
            if half is not Failure:
                return None
            err = sealed(err)
        if not self._called_here(stopped.__traceback__):
            return None
        if type(err.unwrap_err()) in self._passing:
            return cast("Err[Any]", err)
        try:
            return self._convert(err)
        except Panic as panic:
            # It ends at the `?`.
            raise panic.with_traceback(_without_last(stopped.__traceback__)) from panic.__cause__

    def err_of_group(self, group: BaseExceptionGroup[BaseException]) -> Err[Any] | None:
        """Returns the `Err` of the first `?` in a group, if there are only this function's own."""
        __tracebackhide__ = True
        first = None
        for each in _leaves(group):
            if not self._is_own(each):
                return None
            first = each if first is None else first
        return self.err_of(first)

    def _is_own(self, leaf: BaseException) -> bool:
        """Returns True if an exception of a group is a `?` of the function."""
        return (
            isinstance(leaf, UnwrapFailedError)
            and isinstance(leaf.halted_container, Failure)  # pyright: ignore[reportUnknownMemberType]
            and self._called_here(leaf.__traceback__)
        )

    def _called_here(self, traceback: TracebackType | None) -> bool:
        """Returns True if a panic comes from an `unwrap()` that is written in the function."""
        before, last = None, traceback
        while last is not None and last.tb_next is not None:
            before, last = last, last.tb_next
        if before is None or last is None:
            return False
        code = last.tb_frame.f_code
        if code is not _UNWRAP and code is not _UNWRAP_OF_RETURNS:
            return False
        asker = before.tb_frame.f_code
        # By identity: to compare or hash code objects takes as long as all else.
        for each in self._codes:
            if each is asker:
                return True
        return not self._codes and asker.co_name == self._name


def _leaves(group: BaseExceptionGroup[BaseException]) -> Iterator[BaseException]:
    for each in group.exceptions:
        if isinstance(each, BaseExceptionGroup):
            yield from _leaves(cast("BaseExceptionGroup[BaseException]", each))
        else:
            yield each


def _innermost(function: Any) -> Any:
    """Returns the function below partials, methods, callable objects and `functools.wraps`."""
    while True:
        if isinstance(function, partial):
            function = function.func
        elif isinstance(function, MethodType):
            function = function.__func__
        elif hasattr(function, "__wrapped__"):
            function = function.__wrapped__
        elif not hasattr(function, "__code__") and hasattr(type(function).__call__, "__code__"):
            function = type(function).__call__
        else:
            return function


def _parts(code: CodeType) -> Iterator[CodeType]:
    """Yields the code object of a function, and those that are a part of its text."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType) and constant.co_name in _PARTS:
            yield from _parts(constant)


def _without_last(traceback: TracebackType | None) -> TracebackType | None:
    """Cuts the frame of `unwrap` off, so that the traceback ends at the `?`."""
    before, last = None, traceback
    while last is not None and last.tb_next is not None:
        before, last = last, last.tb_next
    if before is not None:
        before.tb_next = None
    return traceback
