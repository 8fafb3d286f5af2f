"""`Ok` and `Err` objects at a fraction of the usual cost.

To make a container of `returns`, Python runs two constructors. That takes as long as the system
call that the container reports. Containers are immutable and compare by value, so common ones are
made once and shared, and all others are filled without the constructors. Only `is` can tell.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import lru_cache, partial
from itertools import repeat, starmap
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
# If a release of `returns` keeps the value elsewhere, its constructor is called.
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
"""The two halves of `ok`, for hot paths that cannot afford a Python call."""


def ok(value: _T) -> Ok[_T]:
    """Returns `Ok(value)`."""
    made: Ok[_T] = _new(Ok)
    _fill(made, value)
    return made


def err(error: _E) -> Err[_E]:
    """Returns `Err(error)`, with a trace if `returns` collects traces."""
    if _fill_trace is None:
        return Err(error)
    made: Any = _new(Err)
    _fill(made, error)
    _fill_trace(made, made._get_trace())
    failure: Err[_E] = made
    return failure


def oks(values: list[_T]) -> list[Ok[_T]]:
    """Returns the `Ok` of each value. It takes C code 0.7 of the time of `ok`."""
    made: list[Ok[_T]] = list(starmap(_new, repeat((Ok,), len(values))))
    deque(map(_fill, made, values), maxlen=0)
    return made


OK_NONE: Final = Ok(None)
"""Rust's `Ok(())`."""

COUNTED: Final = 4097
"""The number of counts in `OK_COUNTS`: those of up to 4 KiB."""

OK_COUNTS: Final = oks(list(range(COUNTED)))
"""`Ok(n)` for each small byte count. Hot paths look it up here themselves."""

ok_large: Final = lru_cache(64)(cast("Callable[[int], Ok[int]]", ok))
"""Returns `Ok(n)` for a large count. Bulk transfers report the same few counts again and again."""


def ok_count(n: int) -> Ok[int]:
    """Returns `Ok(n)` for a byte count."""
    return OK_COUNTS[n] if n < COUNTED else ok_large(n)
