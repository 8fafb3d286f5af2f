from datetime import timedelta
from fractions import Fraction
from math import inf, nan
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stdnet._core.duration import FOREVER, Duration, duration, micros


@given(st.timedeltas(min_value=timedelta()))
def test_a_timedelta_round_trips(dur: timedelta) -> None:
    assert duration(micros(dur)) == dur


@given(st.floats(0, 1e6))
@example(0.3)
@example(1e-6)
@example(0.1 + 0.2)
@example(562949.9707559994)
def test_seconds_are_rounded_to_the_nanosecond_then_cut_to_the_microsecond(seconds: float) -> None:
    exact = round(Fraction(seconds) * 10**9) // 1000
    assert micros(seconds) == (exact or (1 if seconds > 0 else 0))


@given(st.integers(0, 2**40))
def test_whole_seconds_are_exact(seconds: int) -> None:
    assert micros(seconds) == seconds * 1_000_000


@given(st.floats(0, 1e-6, exclude_min=True))
def test_anything_above_zero_is_at_least_a_microsecond(seconds: float) -> None:
    assert micros(seconds) == 1


def test_zero_seconds_are_zero_microseconds() -> None:
    assert micros(0) == micros(0.0) == micros(-0.0) == micros(timedelta()) == 0


@pytest.mark.parametrize("seconds", [inf, 1e300, 1e20, 2**64, 10**400])
def test_a_duration_beyond_every_clock_is_forever(seconds: float) -> None:
    assert micros(seconds) == FOREVER


def test_what_no_timedelta_can_hold_becomes_the_longest() -> None:
    assert duration(FOREVER) == duration(micros(timedelta.max) + 1) == timedelta.max


@pytest.mark.parametrize("dur", [-1, -1e-10, -inf, nan, timedelta(microseconds=-1), timedelta.min])
def test_a_negative_duration_or_nan_raises_value_error(dur: Duration) -> None:
    with pytest.raises(ValueError, match="a duration is 0 or more"):
        micros(dur)


@pytest.mark.parametrize("dur", ["1", None, b"1", 1j, []])
def test_a_value_that_is_not_a_number_raises_type_error(dur: Any) -> None:
    with pytest.raises(TypeError):
        micros(dur)
