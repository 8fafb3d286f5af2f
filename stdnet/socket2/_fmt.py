"""The `{:?}` text of Rust's `Option` and `Duration`."""

from datetime import timedelta
from typing import Final

from stdnet._core.fmt import debug

_MICROSECOND: Final = timedelta(microseconds=1)
_UNITS: Final = (("s", 1_000_000, 6), ("ms", 1000, 3), ("µs", 1, 0))


def debug_option(value: object) -> str:
    """An `Option`, whose `None` is Python's."""
    if value is None:
        return "None"
    return f"Some({debug_duration(value) if isinstance(value, timedelta) else debug(value)})"


def debug_duration(dur: timedelta) -> str:
    """A `Duration`, in the largest unit of which it has one."""
    count = dur // _MICROSECOND
    for unit, size, digits in _UNITS:
        if count >= size:
            whole, rest = divmod(count, size)
            return f"{whole}.{rest:0{digits}}".rstrip("0").rstrip(".") + unit
    return "0ns"
