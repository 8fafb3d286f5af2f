"""`Ok` values that cost next to nothing.

Making a container of `returns` runs two Python constructors, half a microsecond: as much as the
system call it reports. Containers are immutable and compare by value, so those that recur are
made once and shared, and the others are filled past their constructors. Only `is` can tell.
"""

from types import MemberDescriptorType
from typing import Final, TypeVar

from returns.primitives.container import BaseContainer

from stdnet.result import Ok

_T = TypeVar("_T")

_slot: object = vars(BaseContainer).get("_inner_value")

if isinstance(_slot, MemberDescriptorType):
    _new = object.__new__
    _fill = _slot.__set__

    def ok(value: _T) -> Ok[_T]:
        """`Ok(value)`, past its constructors."""
        made: Ok[_T] = _new(Ok)
        _fill(made, value)
        return made

else:  # Another release of `returns` keeps its value elsewhere.

    def ok(value: _T) -> Ok[_T]:
        """`Ok(value)`."""
        return Ok(value)


OK_NONE: Final = Ok(None)
"""Rust's `Ok(())`."""

OK_COUNTS: Final = list(map(ok, range(4097)))
"""`Ok(n)` for the byte counts of small reads and writes; past 4 KiB the price no longer shows."""


def ok_count(n: int) -> Ok[int]:
    """`Ok(n)` for a byte count."""
    return OK_COUNTS[n] if n < len(OK_COUNTS) else ok(n)
