"""`Ok` and `Err` values that cost next to nothing.

Making a container of `returns` runs two Python constructors, half a microsecond: as much as the
system call it reports. Containers are immutable and compare by value, so those that recur are
made once and shared, and the others are filled past their constructors. Only `is` can tell.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import lru_cache, partial
from itertools import repeat
from sys import getrefcount
from types import MemberDescriptorType
from typing import Any, Final, TypeVar, cast

from returns.primitives.container import BaseContainer
from returns.result import Result as Open
from returns.result import Success

from stdnet.result import Err, Ok

_T = TypeVar("_T")
_E = TypeVar("_E")

_slot: object = vars(BaseContainer).get("_inner_value")
_new: Final = cast("Callable[[type], Any]", object.__new__)
# A release of `returns` that keeps its value elsewhere gets its constructor called.
_fill: Final = cast(
    "Callable[[Ok[Any], Any], None]",
    _slot.__set__ if isinstance(_slot, MemberDescriptorType) else vars(Success)["__init__"],
)
_trace_slot: object = vars(Open).get("_trace")
_fill_trace: Final = cast(
    "Callable[[Err[Any], object], None] | None",
    _trace_slot.__set__
    if isinstance(_slot, MemberDescriptorType) and isinstance(_trace_slot, MemberDescriptorType)
    else None,
)


new_ok: Final[Callable[[], Ok[Any]]] = partial(_new, Ok)
fill_ok: Final = _fill
"""The two steps of `ok`, for who would not even call one function of Python more."""


def ok(value: _T) -> Ok[_T]:
    """`Ok(value)`, past its constructors."""
    made: Ok[_T] = _new(Ok)
    _fill(made, value)
    return made


def err(error: _E) -> Err[_E]:
    """`Err(error)`, past its constructors; traced as by them, where `returns` collects traces."""
    if _fill_trace is None:
        return Err(error)
    made: Any = _new(Err)
    _fill(made, error)
    _fill_trace(made, made._get_trace())
    failure: Err[_E] = made
    return failure


def oks(values: list[_T]) -> list[Ok[_T]]:
    """`Ok` of each value, without a Python frame a piece."""
    made: list[Ok[_T]] = list(map(_new, repeat(Ok, len(values))))
    deque(map(_fill, made, values), maxlen=0)
    return made


_ALONE: Final = max(map(getrefcount, [object()]))
"""How many references `map` counts to what is in one list and nowhere else."""


def oks_again(spent: list[Ok[_T]], values: list[_T]) -> list[Ok[_T]]:
    """`oks`, which fills those of an earlier call anew, if nobody has kept one of them.

    This is what `zip` does with its tuple: what nothing but the list refers to is as good as new,
    and costs half. Not even a weak reference can tell, as containers have none. The caller must be
    the only one that has the list, which is used up.
    """
    del spent[len(values) :]
    if list(map(getrefcount, spent)).count(_ALONE) < len(spent):
        return oks(values)
    deque(map(_fill, spent, values), maxlen=0)
    return spent + oks(values[len(spent) :])


OK_NONE: Final = Ok(None)
"""Rust's `Ok(())`."""

COUNTED: Final = 4097
"""So many counts are ready, those up to 4 KiB."""

OK_COUNTS: Final = oks(list(range(COUNTED)))
"""`Ok(n)` for the byte counts of small reads and writes, which look it up themselves."""


ok_large: Final = lru_cache(64)(cast("Callable[[int], Ok[int]]", ok))
"""`Ok(n)` for the counts past these. In bulk the same few come again and again."""


def ok_count(n: int) -> Ok[int]:
    """`Ok(n)` for a byte count."""
    return OK_COUNTS[n] if n < COUNTED else ok_large(n)
