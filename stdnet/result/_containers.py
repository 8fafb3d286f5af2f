"""`Ok`, `Err` and the functions on both. The types are in `_containers.pyi`.

`Ok` and `Err` are subclasses of the containers of the package `returns`, so all code that knows
these takes them. Each half has each method: the one that has nothing to do returns itself.

A method has the same docstring in both, about a `Result`: on a value of the union, type checkers
show that of `Ok` only.
"""

# pyright: basic
# The types are in `_containers.pyi`.

from abc import ABCMeta
from types import MemberDescriptorType
from typing import TypeVar

from returns.primitives.container import BaseContainer
from returns.result import Failure, Success
from returns.result import Result as Open

from stdnet.result._debug import debug
from stdnet.result._panic import Panic

__all__ = ["Ok", "Err", "Result", "collect", "is_err", "is_ok", "sealed"]

_T_co = TypeVar("_T_co", covariant=True)
_E_co = TypeVar("_E_co", covariant=True)

_value_slot = vars(BaseContainer).get("_inner_value")
_trace_slot = vars(Open).get("_trace")
if isinstance(_value_slot, MemberDescriptorType) and isinstance(_trace_slot, MemberDescriptorType):
    # To fill the slots takes half the time of the constructors of `returns`.
    fill, _fill_trace = _value_slot.__set__, _trace_slot.__set__
else:
    # A release of `returns` that keeps its value elsewhere.
    fill, _fill_trace = vars(Success)["__init__"], None

# `collect_traces` of `returns` replaces this while it is active.
_NO_TRACE = Failure._get_trace


class _HalfMeta(ABCMeta):
    """The class of `Ok` and `Err`, without the virtual subclasses that slow `isinstance` down."""

    __instancecheck__ = type.__instancecheck__
    __subclasscheck__ = type.__subclasscheck__


class Ok(Success[_T_co], metaclass=_HalfMeta):  # pyright: ignore[reportGeneralTypeIssues]
    """A success, and its value. Rust's `Ok`.

    >>> from stdnet import Ok
    >>> Ok(5)
    Ok(5)
    >>> Ok(5).map(lambda n: n + 1).unwrap()
    6
    """

    __slots__ = ()
    __match_args__ = ("_inner_value",)

    def __init__(self, inner_value):
        fill(self, inner_value)

    def __init_subclass__(cls):
        raise TypeError("Ok has no subclasses, as it is one of two halves")

    def __repr__(self):
        return f"Ok({debug(self._inner_value)})"

    __str__ = __repr__

    def __eq__(self, other):
        if isinstance(other, Success):
            return bool(self._inner_value == other._inner_value)
        return False if isinstance(other, Failure) else NotImplemented

    def __hash__(self):
        return hash(self._inner_value)

    def __reduce__(self):
        return Ok, (self._inner_value,)

    def __bool__(self):
        raise TypeError(_NO_BOOL)

    def is_ok(self):
        """Returns True if the result is an `Ok`. Rust's `Result::is_ok`.

        No type checker narrows by it: use `match`, or the function `is_ok(result)`.

        >>> from stdnet import Err, Ok
        >>> Ok(1).is_ok(), Err("no").is_ok()
        (True, False)
        """
        return True

    def is_err(self):
        """Returns True if the result is an `Err`. Rust's `Result::is_err`.

        No type checker narrows by it: use `match`, or the function `is_err(result)`.

        >>> from stdnet import Err, Ok
        >>> Ok(1).is_err(), Err("no").is_err()
        (False, True)
        """
        return False

    def is_ok_and(self, function):
        """Returns `function(value)` for an `Ok`, or False for an `Err`.

        Rust's `Result::is_ok_and`.

        >>> from stdnet import Err, Ok
        >>> Ok(2).is_ok_and(lambda n: n > 1), Ok(0).is_ok_and(lambda n: n > 1)
        (True, False)
        >>> Err("no").is_ok_and(lambda n: n > 1)
        False
        """
        return function(self._inner_value)

    def is_err_and(self, function):
        """Returns `function(error)` for an `Err`, or False for an `Ok`.

        Rust's `Result::is_err_and`.

        >>> from stdnet import Err, Ok
        >>> Err("no").is_err_and(str.islower), Err("NO").is_err_and(str.islower)
        (True, False)
        >>> Ok(2).is_err_and(str.islower)
        False
        """
        return False

    def ok(self):
        """Returns the value of an `Ok`, or None for an `Err`. Rust's `Result::ok`.

        An `Ok(None)` gives None, too.

        >>> from stdnet import Err, Ok
        >>> Ok(1).ok(), Err("no").ok()
        (1, None)
        """
        return self._inner_value

    def err(self):
        """Returns the error of an `Err`, or None for an `Ok`. Rust's `Result::err`.

        An `Err(None)` gives None, too.

        >>> from stdnet import Err, Ok
        >>> Ok(1).err(), Err("no").err()
        (None, 'no')
        """
        return

    def map(self, function):
        """Returns an `Ok` of `function(value)`, or the `Err` as it is. Rust's `Result::map`.

        >>> from stdnet import Err, Ok
        >>> Ok(1).map(str), Err("no").map(str)
        (Ok("1"), Err("no"))
        """
        return Ok(function(self._inner_value))

    def map_err(self, function):
        """Returns an `Err` of `function(error)`, or the `Ok` as it is. Rust's `Result::map_err`.

        >>> from stdnet import Err, Ok
        >>> Ok(1).map_err(len), Err("no").map_err(len)
        (Ok(1), Err(2))
        """
        return self

    alt = map_err

    def map_or(self, default_value, function):
        """Returns `function(value)` for an `Ok`, or `default_value` for an `Err`.

        Rust's `Result::map_or`. Use `map_or_else` to compute the default only if needed.

        >>> from stdnet import Err, Ok
        >>> Ok("abc").map_or(0, len), Err("no").map_or(0, len)
        (3, 0)
        """
        return function(self._inner_value)

    def map_or_else(self, default_function, function):
        """Returns `function(value)` for an `Ok`, or `default_function(error)` for an `Err`.

        Rust's `Result::map_or_else`.

        >>> from stdnet import Err, Ok
        >>> Ok("abc").map_or_else(lambda e: -1, len), Err("no").map_or_else(lambda e: -1, len)
        (3, -1)
        """
        return function(self._inner_value)

    def inspect(self, function):
        """Calls `function` with the value of an `Ok`, and returns the result as it is.

        Rust's `Result::inspect`.

        >>> from stdnet import Err, Ok
        >>> Ok(1).inspect(print)
        1
        Ok(1)
        >>> Err("no").inspect(print)
        Err("no")
        """
        function(self._inner_value)
        return self

    def inspect_err(self, function):
        """Calls `function` with the error of an `Err`, and returns the result as it is.

        Rust's `Result::inspect_err`.

        >>> from stdnet import Err, Ok
        >>> Err("no").inspect_err(print)
        no
        Err("no")
        >>> Ok(1).inspect_err(print)
        Ok(1)
        """
        return self

    def and_(self, result):
        """Returns `result` if this one is an `Ok`, or this `Err` as it is. Rust's `Result::and`.

        Use `and_then` to make the other result only if needed.

        >>> from stdnet import Err, Ok
        >>> Ok(1).and_(Ok("late")), Err("no").and_(Ok("late"))
        (Ok("late"), Err("no"))
        """
        return result

    def and_then(self, function):
        """Returns the result of `function(value)` for an `Ok`, or the `Err` as it is.

        Rust's `Result::and_then`.

        >>> from stdnet import Err, Ok
        >>> def half(n):
        ...     return Ok(n // 2) if n % 2 == 0 else Err(f"{n} is odd")
        >>> Ok(4).and_then(half), Ok(3).and_then(half), Err("no").and_then(half)
        (Ok(2), Err("3 is odd"), Err("no"))
        """
        return function(self._inner_value)

    bind = bind_result = and_then

    def or_(self, result):
        """Returns `result` if this one is an `Err`, or this `Ok` as it is. Rust's `Result::or`.

        Use `or_else` to make the other result only if needed.

        >>> from stdnet import Err, Ok
        >>> Ok(1).or_(Ok(2)), Err("no").or_(Ok(2)), Err("no").or_(Err("late"))
        (Ok(1), Ok(2), Err("late"))
        """
        return self

    def or_else(self, function):
        """Returns the result of `function(error)` for an `Err`, or the `Ok` as it is.

        Rust's `Result::or_else`.

        >>> from stdnet import Err, Ok
        >>> Ok(1).or_else(lambda e: Ok(len(e))), Err("no").or_else(lambda e: Ok(len(e)))
        (Ok(1), Ok(2))
        """
        return self

    lash = or_else

    def unwrap(self):
        """Returns the value of an `Ok`. An `Err` is a `?` under `@propagate`, and panics elsewhere.

        Rust's `Result::unwrap`. A call written in a function with `@propagate`, its lambdas and
        comprehensions included, but no nested `def`, is the `?` operator. The function returns the
        `Err`, with its error converted by `From` if need be.

        Panics: if the result is an `Err` and the call is no `?`, or if the function neither returns
        nor converts its error.

        >>> from stdnet import Err, Ok, Result, propagate
        >>> Ok(1).unwrap()
        1
        >>> Err("no").unwrap()
        Traceback (most recent call last):
        stdnet.result.Panic: called `Result::unwrap()` on an `Err` value: "no"
        >>> @propagate
        ... def double(result: Result[int, str]) -> Result[int, str]:
        ...     return Ok(2 * result.unwrap())
        >>> double(Ok(1)), double(Err("no"))
        (Ok(2), Err("no"))
        """
        return self._inner_value

    def expect(self, msg):
        """Returns the value of an `Ok`, and panics with `msg` on an `Err`. Rust's `Result::expect`.

        `msg` says why there should be no `Err`.

        Panics: if the result is an `Err`, also in a function with `@propagate`.

        >>> from stdnet import Err, Ok
        >>> Ok(1).expect("the frame was checked")
        1
        >>> Err("bad MAC").expect("the frame was checked")
        Traceback (most recent call last):
        stdnet.result.Panic: the frame was checked: "bad MAC"
        """
        return self._inner_value

    def unwrap_err(self):
        """Returns the error of an `Err`, and panics on an `Ok`. Rust's `Result::unwrap_err`.

        Panics: if the result is an `Ok`, also in a function with `@propagate`.

        >>> from stdnet import Err, Ok
        >>> Err("no").unwrap_err()
        'no'
        >>> Ok(1).unwrap_err()
        Traceback (most recent call last):
        stdnet.result.Panic: called `Result::unwrap_err()` on an `Ok` value: 1
        """
        __tracebackhide__ = True
        raise Panic(self, "called `Result::unwrap_err()` on an `Ok` value")

    failure = unwrap_err

    def expect_err(self, msg):
        """Returns the error of an `Err`, and panics with `msg` on an `Ok`.

        Rust's `Result::expect_err`.

        Panics: if the result is an `Ok`, also in a function with `@propagate`.

        >>> from stdnet import Err, Ok
        >>> Err("no").expect_err("the door is closed")
        'no'
        >>> Ok(1).expect_err("the door is closed")
        Traceback (most recent call last):
        stdnet.result.Panic: the door is closed: 1
        """
        __tracebackhide__ = True
        raise Panic(self, msg)

    def unwrap_or(self, default_value):
        """Returns the value of an `Ok`, or `default_value` for an `Err`.

        Rust's `Result::unwrap_or`. Use `unwrap_or_else` to compute the default only if needed.

        >>> from stdnet import Err, Ok
        >>> Ok(1).unwrap_or(0), Err("no").unwrap_or(0)
        (1, 0)
        """
        return self._inner_value

    value_or = unwrap_or

    def unwrap_or_else(self, function):
        """Returns the value of an `Ok`, or `function(error)` for an `Err`.

        Rust's `Result::unwrap_or_else`.

        >>> from stdnet import Err, Ok
        >>> Ok(1).unwrap_or_else(len), Err("no").unwrap_or_else(len)
        (1, 2)
        """
        return self._inner_value

    def as_ref(self):
        """Returns the result itself: Python has references only. Rust's `Result::as_ref`.

        >>> from stdnet import Err, Ok
        >>> Ok(1).as_ref(), Err("no").as_ref()
        (Ok(1), Err("no"))
        """
        return self

    def as_mut(self):
        """Returns the result itself: Python has references only. Rust's `Result::as_mut`.

        >>> from stdnet import Err, Ok
        >>> Ok(1).as_mut(), Err("no").as_mut()
        (Ok(1), Err("no"))
        """
        return self

    def iter(self):
        """Returns an iterator over the value of an `Ok`; an `Err` has none. Rust's `Result::iter`.

        Looping over the result itself is for the do-notation of `returns`, and panics on an `Err`.

        >>> from stdnet import Err, Ok
        >>> list(Ok(1).iter()), list(Err("no").iter())
        ([1], [])
        """
        return iter((self._inner_value,))

    def into_iter(self):
        """Returns an iterator over the value of an `Ok`, as `iter` does; an `Err` has none.

        Rust's `Result::into_iter`.

        >>> from stdnet import Err, Ok
        >>> list(Ok(1).into_iter()), list(Err("no").into_iter())
        ([1], [])
        """
        return iter((self._inner_value,))

    def transpose(self):
        """Returns None for an `Ok(None)`, or any other result as it is. Rust's `Result::transpose`.

        >>> from stdnet import Err, Ok
        >>> Ok(1).transpose(), Ok(None).transpose(), Err("no").transpose()
        (Ok(1), None, Err("no"))
        """
        return None if self._inner_value is None else self

    def flatten(self):
        """Returns the result inside an `Ok`, or the `Err` as it is. Rust's `Result::flatten`.

        >>> from stdnet import Err, Ok
        >>> Ok(Ok(1)).flatten(), Ok(Err("late")).flatten(), Err("no").flatten()
        (Ok(1), Err("late"), Err("no"))
        """
        return self._inner_value

    def swap(self):
        """Returns an `Err` of the value of an `Ok`, or an `Ok` of the error of an `Err`.

        Kept from `returns`.

        >>> from stdnet import Err, Ok
        >>> Ok(1).swap(), Err("no").swap()
        (Err(1), Ok("no"))
        """
        return Err(self._inner_value)

    def apply(self, container):
        """Calls the function in `container` with the value, and returns an `Ok` of what it returns.

        If one of the two is an `Err`, returns that, and this one if both are. Kept from `returns`.

        >>> from stdnet import Err, Ok
        >>> Ok(1).apply(Ok(str)), Ok(1).apply(Err("late")), Err("no").apply(Err("late"))
        (Ok("1"), Err("late"), Err("no"))
        """
        if isinstance(container, Success):
            return Ok(container._inner_value(self._inner_value))
        return sealed(container)

    def equals(self, other):
        """Returns True if both are an `Ok`, or both an `Err`, and what they hold is equal.

        Kept from `returns`.

        >>> from stdnet import Err, Ok
        >>> Ok(1).equals(Ok(1)), Err("no").equals(Err("no")), Ok(1).equals(Err(1))
        (True, True, False)
        """
        return self == other

    @classmethod
    def from_value(cls, inner_value):
        """Returns an `Ok` of the value. Kept from `returns`.

        >>> from stdnet import Err, Ok
        >>> Ok.from_value(1), Err.from_value(1)
        (Ok(1), Ok(1))
        """
        return Ok(inner_value)

    @classmethod
    def from_failure(cls, inner_value):
        """Returns an `Err` of the error. Kept from `returns`.

        >>> from stdnet import Err, Ok
        >>> Ok.from_failure("no"), Err.from_failure("no")
        (Err("no"), Err("no"))
        """
        return Err(inner_value)

    @classmethod
    def from_result(cls, inner_value):
        """Returns the result as an `Ok` or `Err`, as `sealed` does. Kept from `returns`.

        >>> from returns.result import Failure, Success
        >>> from stdnet import Ok
        >>> Ok.from_result(Success(1)), Ok.from_result(Failure("no")), Ok.from_result(Ok(1))
        (Ok(1), Err("no"), Ok(1))
        """
        return sealed(inner_value)


class Err(Failure[_E_co], metaclass=_HalfMeta):  # pyright: ignore[reportGeneralTypeIssues]
    """A failure, and its error. Rust's `Err`.

    >>> from stdnet import Err
    >>> Err("no")
    Err("no")
    >>> Err("no").map_err(len).unwrap_err()
    2
    """

    __slots__ = ()
    __match_args__ = ("_inner_value",)

    if _fill_trace is not None:

        def __init__(self, inner_value):
            fill(self, inner_value)
            if Failure._get_trace is not _NO_TRACE:
                _fill_trace(self, self._get_trace())  # pyright: ignore[reportOptionalCall]

    def __init_subclass__(cls):
        raise TypeError("Err has no subclasses, as it is one of two halves")

    @property
    def trace(self):
        """Returns the frames that led to the error if `returns` collects traces, else None.

        >>> from stdnet import Err
        >>> Err("no").trace is None
        True
        """
        return getattr(self, "_trace", None)

    def __repr__(self):
        return f"Err({debug(self._inner_value)})"

    __str__ = __repr__

    def __eq__(self, other):
        if isinstance(other, Failure):
            return bool(self._inner_value == other._inner_value)
        return False if isinstance(other, Success) else NotImplemented

    def __hash__(self):
        return hash(self._inner_value)

    def __reduce__(self):
        return Err, (self._inner_value,)

    def __bool__(self):
        raise TypeError(_NO_BOOL)

    def is_ok(self):
        """Returns True if the result is an `Ok`. Rust's `Result::is_ok`.

        No type checker narrows by it: use `match`, or the function `is_ok(result)`.

        >>> from stdnet import Err, Ok
        >>> Ok(1).is_ok(), Err("no").is_ok()
        (True, False)
        """
        return False

    def is_err(self):
        """Returns True if the result is an `Err`. Rust's `Result::is_err`.

        No type checker narrows by it: use `match`, or the function `is_err(result)`.

        >>> from stdnet import Err, Ok
        >>> Ok(1).is_err(), Err("no").is_err()
        (False, True)
        """
        return True

    def is_ok_and(self, function):
        """Returns `function(value)` for an `Ok`, or False for an `Err`.

        Rust's `Result::is_ok_and`.

        >>> from stdnet import Err, Ok
        >>> Ok(2).is_ok_and(lambda n: n > 1), Ok(0).is_ok_and(lambda n: n > 1)
        (True, False)
        >>> Err("no").is_ok_and(lambda n: n > 1)
        False
        """
        return False

    def is_err_and(self, function):
        """Returns `function(error)` for an `Err`, or False for an `Ok`.

        Rust's `Result::is_err_and`.

        >>> from stdnet import Err, Ok
        >>> Err("no").is_err_and(str.islower), Err("NO").is_err_and(str.islower)
        (True, False)
        >>> Ok(2).is_err_and(str.islower)
        False
        """
        return function(self._inner_value)

    def ok(self):
        """Returns the value of an `Ok`, or None for an `Err`. Rust's `Result::ok`.

        An `Ok(None)` gives None, too.

        >>> from stdnet import Err, Ok
        >>> Ok(1).ok(), Err("no").ok()
        (1, None)
        """
        return

    def err(self):
        """Returns the error of an `Err`, or None for an `Ok`. Rust's `Result::err`.

        An `Err(None)` gives None, too.

        >>> from stdnet import Err, Ok
        >>> Ok(1).err(), Err("no").err()
        (None, 'no')
        """
        return self._inner_value

    def map(self, function):
        """Returns an `Ok` of `function(value)`, or the `Err` as it is. Rust's `Result::map`.

        >>> from stdnet import Err, Ok
        >>> Ok(1).map(str), Err("no").map(str)
        (Ok("1"), Err("no"))
        """
        return self

    def map_err(self, function):
        """Returns an `Err` of `function(error)`, or the `Ok` as it is. Rust's `Result::map_err`.

        >>> from stdnet import Err, Ok
        >>> Ok(1).map_err(len), Err("no").map_err(len)
        (Ok(1), Err(2))
        """
        return Err(function(self._inner_value))

    alt = map_err

    def map_or(self, default_value, function):
        """Returns `function(value)` for an `Ok`, or `default_value` for an `Err`.

        Rust's `Result::map_or`. Use `map_or_else` to compute the default only if needed.

        >>> from stdnet import Err, Ok
        >>> Ok("abc").map_or(0, len), Err("no").map_or(0, len)
        (3, 0)
        """
        return default_value

    def map_or_else(self, default_function, function):
        """Returns `function(value)` for an `Ok`, or `default_function(error)` for an `Err`.

        Rust's `Result::map_or_else`.

        >>> from stdnet import Err, Ok
        >>> Ok("abc").map_or_else(lambda e: -1, len), Err("no").map_or_else(lambda e: -1, len)
        (3, -1)
        """
        return default_function(self._inner_value)

    def inspect(self, function):
        """Calls `function` with the value of an `Ok`, and returns the result as it is.

        Rust's `Result::inspect`.

        >>> from stdnet import Err, Ok
        >>> Ok(1).inspect(print)
        1
        Ok(1)
        >>> Err("no").inspect(print)
        Err("no")
        """
        return self

    def inspect_err(self, function):
        """Calls `function` with the error of an `Err`, and returns the result as it is.

        Rust's `Result::inspect_err`.

        >>> from stdnet import Err, Ok
        >>> Err("no").inspect_err(print)
        no
        Err("no")
        >>> Ok(1).inspect_err(print)
        Ok(1)
        """
        function(self._inner_value)
        return self

    def and_(self, result):
        """Returns `result` if this one is an `Ok`, or this `Err` as it is. Rust's `Result::and`.

        Use `and_then` to make the other result only if needed.

        >>> from stdnet import Err, Ok
        >>> Ok(1).and_(Ok("late")), Err("no").and_(Ok("late"))
        (Ok("late"), Err("no"))
        """
        return self

    def and_then(self, function):
        """Returns the result of `function(value)` for an `Ok`, or the `Err` as it is.

        Rust's `Result::and_then`.

        >>> from stdnet import Err, Ok
        >>> def half(n):
        ...     return Ok(n // 2) if n % 2 == 0 else Err(f"{n} is odd")
        >>> Ok(4).and_then(half), Ok(3).and_then(half), Err("no").and_then(half)
        (Ok(2), Err("3 is odd"), Err("no"))
        """
        return self

    bind = bind_result = and_then

    def or_(self, result):
        """Returns `result` if this one is an `Err`, or this `Ok` as it is. Rust's `Result::or`.

        Use `or_else` to make the other result only if needed.

        >>> from stdnet import Err, Ok
        >>> Ok(1).or_(Ok(2)), Err("no").or_(Ok(2)), Err("no").or_(Err("late"))
        (Ok(1), Ok(2), Err("late"))
        """
        return result

    def or_else(self, function):
        """Returns the result of `function(error)` for an `Err`, or the `Ok` as it is.

        Rust's `Result::or_else`.

        >>> from stdnet import Err, Ok
        >>> Ok(1).or_else(lambda e: Ok(len(e))), Err("no").or_else(lambda e: Ok(len(e)))
        (Ok(1), Ok(2))
        """
        return function(self._inner_value)

    lash = or_else

    def unwrap(self):
        """Returns the value of an `Ok`. An `Err` is a `?` under `@propagate`, and panics elsewhere.

        Rust's `Result::unwrap`. A call written in a function with `@propagate`, its lambdas and
        comprehensions included, but no nested `def`, is the `?` operator. The function returns the
        `Err`, with its error converted by `From` if need be.

        Panics: if the result is an `Err` and the call is no `?`, or if the function neither returns
        nor converts its error.

        >>> from stdnet import Err, Ok, Result, propagate
        >>> Ok(1).unwrap()
        1
        >>> Err("no").unwrap()
        Traceback (most recent call last):
        stdnet.result.Panic: called `Result::unwrap()` on an `Err` value: "no"
        >>> @propagate
        ... def double(result: Result[int, str]) -> Result[int, str]:
        ...     return Ok(2 * result.unwrap())
        >>> double(Ok(1)), double(Err("no"))
        (Ok(2), Err("no"))
        """
        __tracebackhide__ = True
        error = self._inner_value
        if isinstance(error, BaseException):
            raise Panic(self, _UNWRAP) from error
        raise Panic(self, _UNWRAP)

    def expect(self, msg):
        """Returns the value of an `Ok`, and panics with `msg` on an `Err`. Rust's `Result::expect`.

        `msg` says why there should be no `Err`.

        Panics: if the result is an `Err`, also in a function with `@propagate`.

        >>> from stdnet import Err, Ok
        >>> Ok(1).expect("the frame was checked")
        1
        >>> Err("bad MAC").expect("the frame was checked")
        Traceback (most recent call last):
        stdnet.result.Panic: the frame was checked: "bad MAC"
        """
        __tracebackhide__ = True
        error = self._inner_value
        if isinstance(error, BaseException):
            raise Panic(self, msg) from error
        raise Panic(self, msg)

    def unwrap_err(self):
        """Returns the error of an `Err`, and panics on an `Ok`. Rust's `Result::unwrap_err`.

        Panics: if the result is an `Ok`, also in a function with `@propagate`.

        >>> from stdnet import Err, Ok
        >>> Err("no").unwrap_err()
        'no'
        >>> Ok(1).unwrap_err()
        Traceback (most recent call last):
        stdnet.result.Panic: called `Result::unwrap_err()` on an `Ok` value: 1
        """
        return self._inner_value

    failure = unwrap_err

    def expect_err(self, msg):
        """Returns the error of an `Err`, and panics with `msg` on an `Ok`.

        Rust's `Result::expect_err`.

        Panics: if the result is an `Ok`, also in a function with `@propagate`.

        >>> from stdnet import Err, Ok
        >>> Err("no").expect_err("the door is closed")
        'no'
        >>> Ok(1).expect_err("the door is closed")
        Traceback (most recent call last):
        stdnet.result.Panic: the door is closed: 1
        """
        return self._inner_value

    def unwrap_or(self, default_value):
        """Returns the value of an `Ok`, or `default_value` for an `Err`.

        Rust's `Result::unwrap_or`. Use `unwrap_or_else` to compute the default only if needed.

        >>> from stdnet import Err, Ok
        >>> Ok(1).unwrap_or(0), Err("no").unwrap_or(0)
        (1, 0)
        """
        return default_value

    value_or = unwrap_or

    def unwrap_or_else(self, function):
        """Returns the value of an `Ok`, or `function(error)` for an `Err`.

        Rust's `Result::unwrap_or_else`.

        >>> from stdnet import Err, Ok
        >>> Ok(1).unwrap_or_else(len), Err("no").unwrap_or_else(len)
        (1, 2)
        """
        return function(self._inner_value)

    def as_ref(self):
        """Returns the result itself: Python has references only. Rust's `Result::as_ref`.

        >>> from stdnet import Err, Ok
        >>> Ok(1).as_ref(), Err("no").as_ref()
        (Ok(1), Err("no"))
        """
        return self

    def as_mut(self):
        """Returns the result itself: Python has references only. Rust's `Result::as_mut`.

        >>> from stdnet import Err, Ok
        >>> Ok(1).as_mut(), Err("no").as_mut()
        (Ok(1), Err("no"))
        """
        return self

    def iter(self):
        """Returns an iterator over the value of an `Ok`; an `Err` has none. Rust's `Result::iter`.

        Looping over the result itself is for the do-notation of `returns`, and panics on an `Err`.

        >>> from stdnet import Err, Ok
        >>> list(Ok(1).iter()), list(Err("no").iter())
        ([1], [])
        """
        return iter(())

    def into_iter(self):
        """Returns an iterator over the value of an `Ok`, as `iter` does; an `Err` has none.

        Rust's `Result::into_iter`.

        >>> from stdnet import Err, Ok
        >>> list(Ok(1).into_iter()), list(Err("no").into_iter())
        ([1], [])
        """
        return iter(())

    def transpose(self):
        """Returns None for an `Ok(None)`, or any other result as it is. Rust's `Result::transpose`.

        >>> from stdnet import Err, Ok
        >>> Ok(1).transpose(), Ok(None).transpose(), Err("no").transpose()
        (Ok(1), None, Err("no"))
        """
        return self

    def flatten(self):
        """Returns the result inside an `Ok`, or the `Err` as it is. Rust's `Result::flatten`.

        >>> from stdnet import Err, Ok
        >>> Ok(Ok(1)).flatten(), Ok(Err("late")).flatten(), Err("no").flatten()
        (Ok(1), Err("late"), Err("no"))
        """
        return self

    def swap(self):
        """Returns an `Err` of the value of an `Ok`, or an `Ok` of the error of an `Err`.

        Kept from `returns`.

        >>> from stdnet import Err, Ok
        >>> Ok(1).swap(), Err("no").swap()
        (Err(1), Ok("no"))
        """
        return Ok(self._inner_value)

    def apply(self, container):
        """Calls the function in `container` with the value, and returns an `Ok` of what it returns.

        If one of the two is an `Err`, returns that, and this one if both are. Kept from `returns`.

        >>> from stdnet import Err, Ok
        >>> Ok(1).apply(Ok(str)), Ok(1).apply(Err("late")), Err("no").apply(Err("late"))
        (Ok("1"), Err("late"), Err("no"))
        """
        return self

    def equals(self, other):
        """Returns True if both are an `Ok`, or both an `Err`, and what they hold is equal.

        Kept from `returns`.

        >>> from stdnet import Err, Ok
        >>> Ok(1).equals(Ok(1)), Err("no").equals(Err("no")), Ok(1).equals(Err(1))
        (True, True, False)
        """
        return self == other

    @classmethod
    def from_value(cls, inner_value):
        """Returns an `Ok` of the value. Kept from `returns`.

        >>> from stdnet import Err, Ok
        >>> Ok.from_value(1), Err.from_value(1)
        (Ok(1), Ok(1))
        """
        return Ok(inner_value)

    @classmethod
    def from_failure(cls, inner_value):
        """Returns an `Err` of the error. Kept from `returns`.

        >>> from stdnet import Err, Ok
        >>> Ok.from_failure("no"), Err.from_failure("no")
        (Err("no"), Err("no"))
        """
        return Err(inner_value)

    @classmethod
    def from_result(cls, inner_value):
        """Returns the result as an `Ok` or `Err`, as `sealed` does. Kept from `returns`.

        >>> from returns.result import Failure, Success
        >>> from stdnet import Ok
        >>> Ok.from_result(Success(1)), Ok.from_result(Failure("no")), Ok.from_result(Ok(1))
        (Ok(1), Err("no"), Ok(1))
        """
        return sealed(inner_value)


_UNWRAP = "called `Result::unwrap()` on an `Err` value"
_NO_BOOL = "a Result is neither true nor false: match it, or ask is_ok()"

Result = Ok[_T_co] | Err[_E_co]
"""An `Ok` with a value, or an `Err` with an error. Rust's `Result`.

`Result[int, str]` is the type of what holds an `int`, or a `str` as its error. It is the union of
`Ok[int]` and `Err[str]`, so that a type checker knows that a `match` over both is exhaustive.
"""


def is_ok(result):
    """Returns True if the result is an `Ok` or a `Success`; a type checker narrows it.

    >>> from stdnet import Err, Ok, is_ok
    >>> is_ok(Ok(1)), is_ok(Err("no"))
    (True, False)
    """
    return isinstance(result, Success)


def is_err(result):
    """Returns True if the result is an `Err` or a `Failure`; a type checker narrows it.

    >>> from stdnet import Err, Ok, is_err
    >>> is_err(Ok(1)), is_err(Err("no"))
    (False, True)
    """
    return isinstance(result, Failure)


def sealed(result):
    """Returns the result as an `Ok` or `Err`, if other code of `returns` made it.

    An `Ok` or `Err` is returned as it is.

    >>> from returns.result import Success
    >>> from stdnet import sealed
    >>> sealed(Success(1))
    Ok(1)
    """
    if isinstance(result, Ok) or isinstance(result, Err):  # noqa: SIM101 - ABCMeta is not asked
        return result
    if isinstance(result, Success):
        return Ok(result._inner_value)
    if isinstance(result, Failure):
        made = Err(result._inner_value)
        if _fill_trace is not None:
            _fill_trace(made, result.trace)
        return made
    raise TypeError(f"a Result is sealed, not {type(result).__name__}")


def collect(results, into=list):
    """Returns an `Ok` of all values, or the first `Err`. Rust's `collect::<Result<Vec<_>, _>>()`.

    No item of `results` is read after the first `Err`. `into`, such as `set`, makes another
    collection than a list of the values. Rust's `sum` and `product` are `collect(results).map(sum)`
    and `collect(results).map(math.prod)`.

    >>> from stdnet import Err, Ok, Result, collect
    >>> collect([Ok(1), Ok(2)])
    Ok([1, 2])
    >>> results: list[Result[int, str]] = [Ok(1), Err("no"), Ok(3)]
    >>> collect(results)
    Err("no")
    >>> collect([Ok(1), Ok(1)], set)
    Ok({1})
    """
    values = []
    for result in results:
        if isinstance(result, Success):
            values.append(result._inner_value)
        else:
            return sealed(result)
    return Ok(values if into is list else into(values))
