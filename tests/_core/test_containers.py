"""`Ok` objects that are shared, or made without the constructor, are like all others."""

import pickle
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stdnet._core.containers import COUNTED, OK_COUNTS, OK_NONE, fill_ok, new_ok, ok_count, oks
from stdnet.result import Err, Ok

VALUES: list[object] = [None, 0, 7, "a", b"b", (1, 2), frozenset({3}), Ok(1), Err("no")]


@pytest.mark.parametrize("value", VALUES)
def test_an_ok_that_is_filled_is_one_of_the_constructor(value: object) -> None:
    filled = new_ok()
    fill_ok(filled, value)
    for made in (filled, *oks([value])):
        assert type(made) is Ok
        assert made.unwrap() is value
        assert (made, hash(made), repr(made)) == (Ok(value), hash(Ok(value)), repr(Ok(value)))
        assert pickle.loads(pickle.dumps(made)) == Ok(value)


@given(st.lists(st.text()))
def test_oks_makes_an_ok_of_each_value(values: list[str]) -> None:
    assert oks(values) == list(map(Ok, values))


@given(st.integers(0, 2**64))
def test_ok_count_is_an_ok_of_the_count(n: int) -> None:
    assert ok_count(n) == Ok(n)
    assert type(ok_count(n)) is Ok


def test_small_counts_are_made_once() -> None:
    assert list(map(Ok, range(COUNTED))) == OK_COUNTS
    assert ok_count(0) is ok_count(0)
    assert ok_count(COUNTED - 1) is ok_count(COUNTED - 1)
    assert ok_count(COUNTED) == Ok(COUNTED)


def test_ok_none_is_an_ok_of_none() -> None:
    assert Ok(None) == OK_NONE


# A release of `returns` that keeps the value elsewhere.
WITHOUT_SLOTS = """
from returns.primitives.container import BaseContainer
inner = {}
del BaseContainer._inner_value
BaseContainer._inner_value = property(lambda self: inner[id(self)])
BaseContainer.__init__ = lambda self, value: inner.__setitem__(id(self), value)
from stdnet._core.containers import OK_COUNTS, OK_NONE, ok_count, oks
print(OK_COUNTS[5].unwrap(), OK_NONE.unwrap(), ok_count(10**6).unwrap(), oks(["x"])[0].unwrap())
"""


def test_without_the_slots_of_returns_its_constructor_is_called() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT_SLOTS], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("5 None 1000000 x\n", "")
