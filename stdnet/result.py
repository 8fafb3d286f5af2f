"""Rust's `Result`, made of the containers of the package `returns`.

`Ok` is `returns.result.Success` and `Err` is `returns.result.Failure`, at run time the very same
classes. What a type checker sees is in `result.pyi`: there they are the two final halves of the
union `Result[T, E]`, so that a `match` over a result is known to be exhaustive.

>>> from stdnet.result import Err, Ok, Result
>>> def half(n: int) -> Result[int, str]:
...     return Ok(n // 2) if n % 2 == 0 else Err(f"{n} is odd")
>>> match half(8):
...     case Ok(n):
...         print(n)
...     case Err(why):
...         print(why)
4
"""

# pyright: basic
# The types are in `result.pyi`.

from functools import wraps
from inspect import iscoroutinefunction
from typing import TypeVar

from returns.primitives.exceptions import UnwrapFailedError
from returns.result import Failure, Success

__all__ = ["Ok", "Err", "Result", "propagate", "sealed", "is_ok", "is_err"]

_T_co = TypeVar("_T_co", covariant=True)
_E_co = TypeVar("_E_co", covariant=True)

Ok, Err = Success, Failure
Result = Success[_T_co] | Failure[_E_co]


def sealed(result):
    """The same object, typed as the sealed union: for a result that other code of `returns` made.

    >>> from returns.result import Result as Open
    >>> from stdnet.result import Ok, sealed
    >>> def other_code() -> Open[int, str]:
    ...     return Ok(1)
    >>> sealed(other_code()) == Ok(1)
    True
    """
    return result


def is_ok(result):
    """Whether the result is an `Ok`; a type checker narrows it. Rust's `Result::is_ok`.

    >>> from stdnet.result import Err, Ok, is_ok
    >>> is_ok(Ok(1)), is_ok(Err("no"))
    (True, False)
    """
    return isinstance(result, Success)


def is_err(result):
    """Whether the result is an `Err`; a type checker narrows it. Rust's `Result::is_err`.

    >>> from stdnet.result import Err, Ok, is_err
    >>> is_err(Ok(1)), is_err(Err("no"))
    (False, True)
    """
    return isinstance(result, Failure)


def propagate(function):
    """Makes `.unwrap()` inside the function Rust's `?` operator.

    The function, or coroutine function, returns a `Result`. Where it unwraps an `Err`, it ends
    there and that `Err` is its answer. This holds for unwraps in plain functions that it calls,
    too, as they do not answer for themselves. `Ok(1).failure()`, the opposite mistake, still
    raises.

    It stands next to the `def`, below every other decorator (`@staticmethod`, `@property`).

    >>> from stdnet.result import Err, Ok, Result, propagate
    >>> def half(n: int) -> Result[int, str]:
    ...     return Ok(n // 2) if n % 2 == 0 else Err(f"{n} is odd")
    >>> @propagate
    ... def quarter(n: int) -> Result[int, str]:
    ...     return half(half(n).unwrap())
    >>> quarter(12) == Ok(3), quarter(6) == Err("3 is odd"), quarter(5) == Err("5 is odd")
    (True, True, True)
    """

    @wraps(function)
    def propagating(*args, **kwargs):
        try:
            return function(*args, **kwargs)
        except UnwrapFailedError as stopped:
            if isinstance(stopped.halted_container, Failure):
                return stopped.halted_container
            raise

    @wraps(function)
    async def propagating_awaited(*args, **kwargs):
        try:
            return await function(*args, **kwargs)
        except UnwrapFailedError as stopped:
            if isinstance(stopped.halted_container, Failure):
                return stopped.halted_container
            raise

    return propagating_awaited if iscoroutinefunction(function) else propagating
