"""Rust's `Duration`: a `timedelta`, or seconds as a number."""

from __future__ import annotations

from datetime import timedelta
from typing import Final, TypeAlias

Duration: TypeAlias = timedelta | float

_MICROSECOND: Final = timedelta(microseconds=1)

FOREVER: Final = 1 << 62
"""More microseconds than any clock of the system counts."""


def micros(dur: Duration) -> int:
    """The whole microseconds of a duration, at least 1 if it is above 0.

    Raises `ValueError` for what no `Duration` of Rust can be: negative or not a number.
    """
    if not (dur >= timedelta() if isinstance(dur, timedelta) else dur >= 0):
        raise ValueError(f"a duration is 0 or more, not {dur}")
    return dur // _MICROSECOND if isinstance(dur, timedelta) else _micros_of_seconds(dur)


def _micros_of_seconds(seconds: float) -> int:
    if seconds > FOREVER // 1_000_000:
        return FOREVER
    # To the nanosecond first, as Rust does, lest 0.3 s lose a microsecond to its binary fraction;
    # and in whole numbers, as a product of floats is rounded itself.
    numerator, denominator = seconds.as_integer_ratio()
    # Halves may go up: they are of multiples of 1/1024 s, none of which is next to a microsecond.
    nanos = (numerator * 2_000_000_000 + denominator) // (2 * denominator)
    return 1 if nanos < 1000 and seconds > 0 else nanos // 1000


def duration(count: int) -> timedelta:
    """The duration of so many microseconds."""
    return timedelta(microseconds=count)


def seconds(dur: Duration) -> float:
    """The same in seconds, for Python's clocks."""
    return micros(dur) / 1e6
