"""Durations: a `timedelta`, or seconds as a number. Rust's `Duration`."""

from __future__ import annotations

from datetime import timedelta
from typing import Final, TypeAlias

Duration: TypeAlias = timedelta | float

_MICROSECOND: Final = timedelta(microseconds=1)

FOREVER: Final = 1 << 62
"""More microseconds than any clock of the kernel counts. Longer durations become this one."""


def micros(dur: Duration) -> int:
    """Returns the whole microseconds of a duration, at least 1 if it is above 0.

    Raises `ValueError` if the duration is negative or not a number, which Rust's cannot be.
    """
    if not (dur >= timedelta() if isinstance(dur, timedelta) else dur >= 0):
        raise ValueError(f"a duration is 0 or more, not {dur}")
    return dur // _MICROSECOND if isinstance(dur, timedelta) else _micros_of_seconds(dur)


def _micros_of_seconds(secs: float) -> int:
    if secs > FOREVER // 1_000_000:
        return FOREVER
    # Rounded to the nanosecond first, as in Rust, so that 0.3 s does not lose a microsecond to its
    # binary fraction. In integers, as a product of floats would be rounded itself.
    numerator, denominator = secs.as_integer_ratio()
    # Ties are rounded up, in Rust to even. That makes no difference: ties are odd multiples of
    # 1/1024 s, and none of those is within a nanosecond of a whole microsecond.
    nanos = (numerator * 2_000_000_000 + denominator) // (2 * denominator)
    return 1 if nanos < 1000 and secs > 0 else nanos // 1000


def duration(count: int) -> timedelta:
    """Returns the duration of `count` microseconds."""
    return timedelta(microseconds=count)


def seconds(dur: Duration) -> float:
    """Returns a duration in seconds, for Python's clocks."""
    return micros(dur) / 1e6
