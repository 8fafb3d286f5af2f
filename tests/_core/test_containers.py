"""Containers that are made without their constructors are like all others."""

import copy
import pickle
import subprocess
import sys
from types import MemberDescriptorType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from returns.primitives.container import BaseContainer
from returns.primitives.tracing import collect_traces
from returns.result import Failure, Success
from returns.result import Result as Open

from stdnet._core.containers import OK_COUNTS, OK_NONE, err, ok, ok_count, oks
from stdnet.result import Err, Ok

VALUES: list[object] = [None, 0, 7, "a", b"b", (1, 2), frozenset({3}), Ok(1), Err("no")]

each_value = pytest.mark.parametrize("value", VALUES)


def test_returns_keeps_values_in_the_slots_that_are_filled() -> None:
    assert isinstance(vars(BaseContainer)["_inner_value"], MemberDescriptorType)
    assert isinstance(vars(Open)["_trace"], MemberDescriptorType)
    assert not hasattr(Ok(1), "__dict__")


@each_value
def test_an_ok_equals_one_of_the_constructor(value: object) -> None:
    made, constructed = ok(value), Ok(value)
    assert type(made) is type(constructed) is Success
    assert made == constructed
    assert hash(made) == hash(constructed)
    assert repr(made) == repr(constructed)
    assert made != Failure(value)
    assert made.unwrap() is value


@each_value
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_an_ok_can_be_pickled(value: object, protocol: int) -> None:
    again = pickle.loads(pickle.dumps(ok(value), protocol))
    assert type(again) is Success
    assert again == Ok(value)


def test_an_ok_can_be_copied() -> None:
    assert copy.copy(ok([1])) == copy.deepcopy(ok([1])) == Ok([1])


def test_an_ok_matches_in_a_match_statement() -> None:
    match ok(3):
        case Success(value):
            assert value == 3


def test_an_ok_is_immutable() -> None:
    made: Any = ok(3)
    with pytest.raises(AttributeError):
        made._inner_value = 4
    with pytest.raises(AttributeError):
        made.other = 4


@each_value
def test_an_err_equals_one_of_the_constructor(value: object) -> None:
    made, constructed = err(value), Err(value)
    assert type(made) is type(constructed) is Failure
    assert made == constructed
    assert hash(made) == hash(constructed)
    assert repr(made) == repr(constructed)
    assert made != Success(value)
    assert made.failure() is value
    assert made.trace is constructed.trace is None
    assert pickle.loads(pickle.dumps(made)) == copy.copy(made) == constructed


def test_an_err_has_the_trace_of_the_constructor() -> None:
    with collect_traces():
        made, constructed = err("no").trace, Err("no").trace
    assert made is not None
    assert made == constructed
    assert made[0].function == "test_an_err_has_the_trace_of_the_constructor"


@given(st.integers(0, 2**64))
def test_ok_count_is_an_ok_of_the_count(n: int) -> None:
    assert ok_count(n) == Ok(n)
    assert type(ok_count(n)) is Success


def test_small_counts_are_made_once() -> None:
    assert list(map(Ok, range(len(OK_COUNTS)))) == OK_COUNTS
    assert ok_count(len(OK_COUNTS)) == Ok(len(OK_COUNTS))
    assert ok_count(0) is ok_count(0)


def test_ok_none_is_an_ok_of_none() -> None:
    assert Ok(None) == OK_NONE


@given(st.lists(st.text()))
def test_oks_makes_an_ok_of_each_value(values: list[str]) -> None:
    assert oks(values) == list(map(Ok, values))


def test_an_ok_is_constructed_if_returns_has_no_slot_for_the_value() -> None:
    program = """
from returns.primitives.container import BaseContainer
from returns.result import Success
del BaseContainer._inner_value
inner = {}
BaseContainer._inner_value = property(lambda self: inner[id(self)])
BaseContainer.__init__ = lambda self, value: inner.__setitem__(id(self), value)
from stdnet._core.containers import OK_COUNTS, err, ok
assert OK_COUNTS[5].unwrap() == 5 and type(ok("x")) is Success and ok("x").unwrap() == "x"
assert err("x").failure() == "x"
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=30)


def test_an_err_is_constructed_if_returns_has_no_slot_for_the_trace() -> None:
    program = """
from returns.result import Failure, Result
del Result._trace
Failure.__init__ = lambda self, value: Failure.__bases__[0].__init__(self, ("made", value))
from stdnet._core.containers import err
assert type(err("x")) is Failure and err("x").failure() == ("made", "x")
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=30)
