from collections.abc import Callable
from typing import Any, SupportsIndex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stdnet._core import ints

RANGES = [
    (ints.u8, 0, 2**8 - 1),
    (ints.u16, 0, 2**16 - 1),
    (ints.u32, 0, 2**32 - 1),
    (ints.u64, 0, 2**64 - 1),
    (ints.u128, 0, 2**128 - 1),
    (ints.i32, -(2**31), 2**31 - 1),
    (ints.i64, -(2**63), 2**63 - 1),
]

Check = Callable[[SupportsIndex], int]
each_int = pytest.mark.parametrize(("check", "low", "high"), RANGES)


@each_int
@given(data=st.data())
def test_a_number_in_the_range_is_returned(
    check: Check, low: int, high: int, data: st.DataObject
) -> None:
    number = data.draw(st.integers(low, high))
    assert check(number) == number


@each_int
def test_the_ends_of_the_range_are_accepted_and_nothing_beyond(
    check: Check, low: int, high: int
) -> None:
    assert (check(low), check(high)) == (low, high)
    for beyond in (low - 1, high + 1):
        with pytest.raises(ValueError, match=rf"{low} to {high}, not {beyond}"):
            check(beyond)


@each_int
@pytest.mark.parametrize("value", [1.0, "1", None, b"1"])
def test_a_value_that_is_not_an_integer_raises_type_error(
    check: Check, low: int, high: int, value: Any
) -> None:
    with pytest.raises(TypeError):
        check(value)


@each_int
def test_the_result_is_a_plain_int(check: Check, low: int, high: int) -> None:
    class Index:
        def __index__(self) -> int:
            return high

    assert check(Index()) == high
    assert type(check(True)) is int
