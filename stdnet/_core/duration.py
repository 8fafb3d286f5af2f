"""Durations: a `timedelta`, or seconds as a number. Rust's `Duration`."""

from __future__ import annotations

from datetime import timedelta
from typing import Final, TypeAlias

from stdnet._core.arguments import wrong_type

Duration: TypeAlias = timedelta | float

_MICROSECOND: Final = timedelta(microseconds=1)

_LONGEST: Final = timedelta.max // _MICROSECOND
"""The microseconds of the longest `timedelta`, some 2.7 million years."""

FOREVER: Final = (1 << 64) * 1_000_000 - 1
"""The microseconds of Rust's `Duration::MAX`. Longer durations become this one."""


def micros(dur: Duration) -> int:
    """Returns the whole microseconds of a duration, at least 1 if it is above 0.

    Raises `ValueError` if the duration is negative or not a number, which Rust's cannot be.
    """
    try:
        valid = dur >= timedelta() if isinstance(dur, timedelta) else dur >= 0
    except TypeError:
        raise wrong_type(dur, "the duration", "a timedelta or seconds") from None
    if not valid:
        raise ValueError(f"a duration is 0 or more, not {dur}")
    return dur // _MICROSECOND if isinstance(dur, timedelta) else _micros_of_seconds(dur)


def _micros_of_seconds(secs: float) -> int:
    if secs >= 1 << 64:
        return FOREVER
    # Rounded to the nanosecond first, as in Rust, so that 0.3 s does not lose a microsecond to its
    # binary fraction. In integers, as a product of floats would be rounded itself.
    numerator, denominator = secs.as_integer_ratio()
    # Ties are rounded up, in Rust to even. That makes no difference: ties are odd multiples of
    # 1/1024 s, and none of those is within a nanosecond of a whole microsecond.
    nanos = (numerator * 2_000_000_000 + denominator) // (2 * denominator)
    return 1 if nanos < 1000 and secs > 0 else nanos // 1000


def duration(count: int) -> timedelta:
    """Returns the duration of `count` microseconds, or the longest `timedelta`."""
    return timedelta(microseconds=min(count, _LONGEST))


def seconds(dur: Duration) -> float:
    """Returns a duration in seconds, for Python's clocks."""
    return micros(dur) / 1e6
