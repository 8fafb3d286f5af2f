"""`Ok` objects that are shared, and functions with which hot paths make others.

To make an `Ok` takes a tenth of the time of a system call. Results are immutable and compare by
value, so common ones are made once and shared. Only `is` shows that an object is shared.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import lru_cache, partial
from itertools import repeat, starmap
from typing import Any, Final, TypeVar, cast

from stdnet.result._containers import Ok, fill

_T = TypeVar("_T")

_new: Final = cast("Callable[[type], Any]", object.__new__)
new_ok: Final[Callable[[], Ok[Any]]] = partial(_new, Ok)
fill_ok: Final = cast("Callable[[Ok[Any], Any], None]", fill)
"""The two halves of `Ok(value)`, for hot paths that cannot afford the Python call of `__init__`."""


def oks(values: list[_T]) -> list[Ok[_T]]:
    """Returns the `Ok` of each value, made by C code: 0.7 of the time of `Ok(value)`."""
    made: list[Ok[_T]] = list(starmap(_new, repeat((Ok,), len(values))))
    deque(map(fill_ok, made, values), maxlen=0)
    return made


OK_NONE: Final = Ok(None)
"""Rust's `Ok(())`."""

COUNTED: Final = 4097
"""The number of counts in `OK_COUNTS`: those of up to 4 KiB."""

OK_COUNTS: Final = oks(list(range(COUNTED)))
"""`Ok(n)` for each small byte count. Hot paths look it up here themselves."""

ok_large: Final = lru_cache(64)(cast("Callable[[int], Ok[int]]", Ok))
"""Returns `Ok(n)` for a large count. Bulk transfers report the same few counts again and again."""


def ok_count(n: int) -> Ok[int]:
    """Returns `Ok(n)` for a byte count."""
    return OK_COUNTS[n] if n < COUNTED else ok_large(n)
