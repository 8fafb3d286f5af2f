"""Rust's `Duration`: a `timedelta`, or seconds as a number."""

from datetime import timedelta
from math import inf
from typing import Final, TypeAlias

Duration: TypeAlias = timedelta | float

_MICROSECOND: Final = timedelta(microseconds=1)

FOREVER: Final = 1 << 62
"""More microseconds than any clock of the system counts."""


def micros(dur: Duration) -> int:
    """The whole microseconds of a duration, at least 1 if it is above 0.

    Raises `ValueError` for what no `Duration` of Rust can be: negative or not a number.
    """
    count = _micros_of_timedelta(dur) if isinstance(dur, timedelta) else _micros_of_seconds(dur)
    if count < 0:
        raise ValueError(f"a duration is not negative: {dur}")
    return count


def _micros_of_timedelta(dur: timedelta) -> int:
    return dur // _MICROSECOND


def _micros_of_seconds(seconds: float) -> int:
    if seconds != seconds:
        raise ValueError("a duration is a number, not NaN")
    if seconds == inf or seconds > FOREVER // 1_000_000:
        return FOREVER
    # To the nanosecond first, as Rust does, lest 0.3 s lose a microsecond to its binary fraction.
    count = round(seconds * 1e9) // 1000
    return 1 if count == 0 and seconds > 0 else count


def duration(count: int) -> timedelta:
    """The duration of so many microseconds."""
    return timedelta(microseconds=count)
