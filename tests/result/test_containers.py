"""`Ok` and `Err`: the laws of containers, Rust's methods, and the containers of `returns`."""

import copy
import math
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from types import MemberDescriptorType
from typing import Any, Final, TypeAlias, TypeVar, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from returns.pipeline import is_successful
from returns.pointfree import bind, map_
from returns.primitives.container import BaseContainer
from returns.primitives.exceptions import ImmutableStateError, UnwrapFailedError
from returns.primitives.tracing import collect_traces
from returns.result import Failure, Success
from returns.result import Result as Open

from stdnet import io
from stdnet.result import Err, Ok, Panic, Result, collect, is_err, is_ok, propagate, sealed
from stdnet.result._debug import debug
from tests.support import oracle

Value: TypeAlias = int | str | bytes | tuple[int, ...] | None


def pure(value: Value) -> Value:
    return value


def fallible(value: Value) -> Result[Value, Value]:
    return Ok(value)


values: st.SearchStrategy[Value] = st.one_of(
    st.integers(), st.text(), st.binary(), st.none(), st.lists(st.integers()).map(tuple)
)
oks = values.map(Ok)
errs = values.map(Err)
results: st.SearchStrategy[Result[Value, Value]] = st.one_of(oks, errs)
functions = st.functions(like=pure, returns=values, pure=True)
fallibles = st.functions(like=fallible, returns=results, pure=True)


def payload(r: Result[Value, Value]) -> Value:
    match r:
        case Ok(value):
            return value
        case Err(error):
            return error


@given(results)
def test_map_and_map_err_of_the_identity_change_nothing(r: Result[Value, Value]) -> None:
    assert r.map(lambda value: value) == r
    assert r.map_err(lambda error: error) == r


@given(results, functions, functions)
def test_map_and_map_err_compose(
    r: Result[Value, Value], f: Callable[[Value], Value], g: Callable[[Value], Value]
) -> None:
    assert r.map(f).map(g) == r.map(lambda value: g(f(value)))
    assert r.map_err(f).map_err(g) == r.map_err(lambda error: g(f(error)))


@given(values, functions)
def test_map_and_map_err_change_their_own_half_only(
    value: Value, f: Callable[[Value], Value]
) -> None:
    assert Ok(value).map(f) == Ok(f(value))
    assert Ok(value).map_err(f) == Ok(value)
    assert Err(value).map_err(f) == Err(f(value))
    assert Err(value).map(f) == Err(value)


@given(values, results, fallibles)
def test_ok_is_neutral_in_and_then_and_err_in_or_else(
    value: Value, r: Result[Value, Value], f: Callable[[Value], Result[Value, Value]]
) -> None:
    assert Ok(value).and_then(f) == Ok(value).bind(f) == f(value)
    assert Err(value).or_else(f) == f(value)
    assert r.and_then(Ok[Value]) == r.bind(Ok[Value]) == r
    assert r.or_else(Err[Value]) == r


@given(results, fallibles, fallibles)
def test_and_then_and_or_else_are_associative(
    r: Result[Value, Value],
    f: Callable[[Value], Result[Value, Value]],
    g: Callable[[Value], Result[Value, Value]],
) -> None:
    assert r.and_then(f).and_then(g) == r.and_then(lambda value: f(value).and_then(g))
    assert r.or_else(f).or_else(g) == r.or_else(lambda error: f(error).or_else(g))


@given(values, fallibles)
def test_the_other_half_passes_and_then_and_or_else_untouched(
    value: Value, f: Callable[[Value], Result[Value, Value]]
) -> None:
    ok, err = Ok(value), Err(value)
    assert err.and_then(f) is err
    assert ok.or_else(f) is ok


@given(results, functions)
def test_swap_exchanges_the_halves(r: Result[Value, Value], f: Callable[[Value], Value]) -> None:
    assert is_ok(r.swap()) is is_err(r)
    assert r.swap().swap() == r
    assert r.swap().map(f).swap() == r.map_err(f)


@given(results, functions, values)
def test_apply_is_map_by_a_result(
    r: Result[Value, Value], f: Callable[[Value], Value], error: Value
) -> None:
    assert r.apply(Ok(f)) == r.map(f)
    assert Ok(None).apply(Err(error)) == Err(error)
    assert Err(None).apply(Err(error)) == Err(None)


@given(values, values)
def test_the_payload_comes_out_as_it_went_in(value: Value, default: Value) -> None:
    assert Ok(value).unwrap() is value
    assert Ok(value).unwrap_or(default) is value
    assert list(Ok(value)) == [value]
    assert Err(value).unwrap_err() is value
    assert Err(value).unwrap_or(default) is default


@given(results, results)
def test_equality_is_of_the_half_and_its_payload(
    a: Result[Value, Value], b: Result[Value, Value]
) -> None:
    assert (a == a) is a.equals(a) is True
    assert a != a.swap()
    assert (a == b) is (b == a) is a.equals(b)
    assert (a == b) is (is_ok(a) is is_ok(b) and payload(a) == payload(b))
    assert a != b or hash(a) == hash(b)


# Rust's methods

ANSWERS: Final = [answer for answer in oracle.golden("result") if "call" in answer]


def question(r: Result[int, str]) -> Result[int, str]:
    @propagate
    def ask() -> Result[int, str]:
        return Ok(r.unwrap() + 1)

    return ask()


def inspected(r: Result[int, str]) -> tuple[object, list[object]]:
    seen = list[object]()
    return r.inspect(seen.append), seen


def inspected_err(r: Result[int, str]) -> tuple[object, list[object]]:
    seen = list[object]()
    return r.inspect_err(seen.append), seen


def asked(r: Result[int, str]) -> int:
    count = 0

    def counting() -> Iterator[Result[int, str]]:
        nonlocal count
        results: list[Result[int, str]] = [r, Ok(3)]
        for each in results:
            count += 1
            yield each

    _ = collect(counting())
    return count


def nothing(_: int) -> int | None:
    return None


CALLS: Final[dict[str, Callable[[Result[int, str]], object]]] = {
    "is_ok": lambda r: r.is_ok(),
    "is_err": lambda r: r.is_err(),
    "is_ok_and even": lambda r: r.is_ok_and(lambda n: n % 2 == 0),
    "is_ok_and odd": lambda r: r.is_ok_and(lambda n: n % 2 == 1),
    "is_err_and short": lambda r: r.is_err_and(lambda e: len(e) < 3),
    "is_err_and long": lambda r: r.is_err_and(lambda e: len(e) >= 3),
    "ok": lambda r: option(r.ok()),
    "err": lambda r: option(r.err()),
    "map": lambda r: r.map(lambda n: n + 1),
    "map_err": lambda r: r.map_err(len),
    "map_or": lambda r: r.map_or(-1, lambda n: n + 1),
    "map_or_else": lambda r: r.map_or_else(len, lambda n: n + 1),
    "inspect": inspected,
    "inspect_err": inspected_err,
    "and ok": lambda r: r.and_(Ok("late")),
    "and err": lambda r: r.and_(Err("late")),
    "and_then ok": lambda r: r.and_then(lambda n: Ok(n + 1)),
    "and_then err": lambda r: r.and_then(lambda _: Err("late")),
    "or ok": lambda r: r.or_(Ok(7)),
    "or err": lambda r: r.or_(Err(7)),
    "or_else ok": lambda r: r.or_else(lambda e: Ok(len(e))),
    "or_else err": lambda r: r.or_else(lambda e: Err(len(e))),
    "unwrap": lambda r: r.unwrap(),
    "expect": lambda r: r.expect("a number"),
    "unwrap_err": lambda r: r.unwrap_err(),
    "expect_err": lambda r: r.expect_err("no number"),
    "unwrap_or": lambda r: r.unwrap_or(0),
    "unwrap_or_else": lambda r: r.unwrap_or_else(len),
    "as_ref": lambda r: r.as_ref(),
    "as_mut": lambda r: r.as_mut(),
    "iter": lambda r: list(r.iter()),
    "into_iter": lambda r: list(r.into_iter()),
    "for": lambda r: list(r.iter()),  # `for x in r` itself is the do-notation of `returns`
    "transpose some": lambda r: option(r.map(lambda n: n or None).transpose()),
    "transpose none": lambda r: option(r.map(nothing).transpose()),
    "flatten ok": lambda r: r.map(lambda n: Ok(n + 1)).flatten(),
    "flatten err": lambda r: r.map(lambda _: Err("inside")).flatten(),
    "collect": lambda r: collect([Ok(1), r, Ok(3)]),
    "collect stops": asked,
    "sum": lambda r: collect([Ok(1), r]).map(sum),
    "product": lambda r: collect([Ok(2), r]).map(math.prod),
    "eq itself": lambda r: r == copy.copy(r),
    "eq ok": lambda r: r == Ok(5),
    "eq err": lambda r: r == Err("no"),
    "question": question,
}


class Some:
    """Rust's `Some`, which Python does not distinguish from the value in it."""

    def __init__(self, value: object) -> None:
        self.value = value

    def __repr__(self) -> str:
        return f"Some({debug(self.value)})"


def option(value: object) -> object:
    return None if value is None else Some(value)


def answer(call: Callable[[Result[int, str]], object], r: Result[int, str]) -> str:
    try:
        return debug(call(r))
    except Panic as panic:
        return f"panic: {panic}"


@pytest.mark.parametrize(
    "row",
    [row for row in ANSWERS if row["call"] != "debug"],
    ids=lambda row: f"{row['call']}-{row['half']}",
)
def test_each_method_returns_what_it_does_in_rust(row: oracle.Answer) -> None:
    r: Result[int, str] = Ok(5) if row["half"] == "ok" else Err("no")
    assert answer(CALLS[str(row["call"])], r) == row["answer"]


def test_each_method_is_compared() -> None:
    assert {row["call"] for row in ANSWERS} - {"debug"} == set(CALLS)


PAYLOADS: Final[dict[str, Result[object, object]]] = {
    "text": Ok('a "b"\n\u00e9\u007f'),
    "bool": Ok(True),
    "number": Err(-3),
    "tuple": Ok((["a"], 80, False)),
    "one-tuple": Ok(("a",)),
    "empty list": Ok([]),
    "nested": Ok(Err("inside")),
    "io error": Err(io.Error.from_raw_os_error(111)),
    "io message": Err(io.Error.other("oh no")),
}


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_result_is_written_as_in_rust(name: str) -> None:
    (expected,) = [
        row["answer"] for row in ANSWERS if (row["call"], row["half"]) == ("debug", name)
    ]
    assert repr(PAYLOADS[name]) == str(PAYLOADS[name]) == expected


def test_dictionaries_and_none_are_written_with_rusts_texts() -> None:
    assert repr(Ok({"a": [True, None]})) == 'Ok({"a": [true, None]})'


def test_a_list_that_contains_itself_is_written() -> None:
    loop: list[object] = []
    loop.append(loop)
    assert repr(Ok(loop)) == "Ok([...])"


# The containers


def test_the_halves_are_containers_of_returns() -> None:
    assert isinstance(Ok(1), Success | Open)
    assert isinstance(Err(1), Failure | Open)
    assert issubclass(Ok, Success)
    assert issubclass(Err, Failure)
    assert not isinstance(Success(1), Ok)
    assert not isinstance(Err(1), Ok)


def test_neither_half_has_subclasses() -> None:
    with pytest.raises(TypeError, match="Ok has no subclasses"):
        type("Mine", (Ok,), {})
    with pytest.raises(TypeError, match="Err has no subclasses"):
        type("Mine", (Err,), {})


def test_payloads_are_immutable() -> None:
    halves: list[Any] = [Ok(1), Err(1)]
    for half in halves:
        with pytest.raises(ImmutableStateError):
            half._inner_value = 2
        with pytest.raises(ImmutableStateError):
            half.other = 1


def test_a_result_is_neither_true_nor_false() -> None:
    halves: list[Any] = [Ok(True), Err(False)]
    for half in halves:
        with pytest.raises(TypeError, match="neither true nor false: match it, or ask is_ok"):
            bool(half)


def test_results_are_not_ordered() -> None:
    with pytest.raises(TypeError):
        assert Ok(1) < Ok(2)  # type: ignore[operator]  # pyright: ignore[reportOperatorIssue]


@given(values)
def test_a_half_equals_that_of_returns(value: Value) -> None:
    assert Ok(value) == Success(value)
    assert Success(value) == Ok(value)
    assert Err(value) == Failure(value)
    assert Failure(value) == Err(value)
    assert Ok(value) != Failure(value)
    assert Failure(value) != Ok(value)
    assert Ok(value).equals(Success(value))
    assert hash(Ok(value)) == hash(Success(value))
    assert hash(Err(value)) == hash(Failure(value))
    assert Ok(value) != value


@given(results)
def test_results_can_be_pickled_and_copied(r: Result[Value, Value]) -> None:
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        loaded = pickle.loads(pickle.dumps(r, protocol))
        assert loaded == r
        assert type(loaded) is type(r)
    assert copy.copy(r) is r
    assert copy.deepcopy(r) is r


def test_an_err_that_was_pickled_has_no_trace() -> None:
    loaded: Err[str] = pickle.loads(pickle.dumps(Err("no")))
    assert loaded.trace is Err("no").trace is None


def test_old_pickles_of_returns_load_as_such() -> None:
    loaded = pickle.loads(pickle.dumps(Success(1)))
    assert type(loaded) is Success


def test_code_of_returns_takes_both_halves() -> None:
    def increase(n: int) -> Result[int, str]:
        return Ok(n + 1)

    one: Result[int, str] = Ok(1)
    assert map_(increase)(one) == Ok(Ok(2))
    assert bind(increase)(Ok(1)) == Ok(2)
    assert is_successful(Ok(1))
    assert not is_successful(Err(1))
    assert Open.do(a + b for a in Ok(1) for b in Ok(2)) == Ok(3)
    no: Result[int, str] = Err("no")
    assert Open.do(a + b for a in Ok(1) for b in no) == no


def test_a_match_by_the_classes_of_returns_holds() -> None:
    def value_of(r: Open[int, str]) -> object:
        match r:
            case Success(n):
                return n
            case Failure(why):
                return why
            case _:
                pytest.fail("a half is one of the two")

    assert value_of(Ok(1)) == 1
    assert value_of(Err("no")) == "no"


def test_the_names_of_returns_are_the_same_functions() -> None:
    for half in (Ok, Err):
        names: dict[str, Any] = dict(vars(half))
        assert names["alt"] is names["map_err"]
        assert names["bind"] is names["bind_result"] is names["and_then"]
        assert names["lash"] is names["or_else"]
        assert names["failure"] is names["unwrap_err"]
        assert names["value_or"] is names["unwrap_or"]


def test_every_method_of_returns_returns_one_of_the_two_halves() -> None:
    failure: Any = Failure("no")
    made: list[object] = [
        Ok(1).swap(),
        Err(1).swap(),
        Ok(1).apply(Ok(str)),
        Ok(1).apply(failure),
        Ok.from_value(1),
        Ok.from_failure(1),
        Err.from_value(1),
        Err.from_failure(1),
        Ok.from_result(Success(1)),
        Err.from_result(Failure(1)),
    ]
    assert {type(each) for each in made} == {Ok, Err}


def test_is_ok_and_is_err_take_all_four_classes() -> None:
    halves: list[Any] = [Ok(1), Success(1), Err(1), Failure(1)]
    assert [is_ok(half) for half in halves] == [True, True, False, False]
    assert [is_err(half) for half in halves] == [False, False, True, True]


def test_sealed_makes_a_half_of_a_container_of_returns() -> None:
    ok, err = Ok(1), Err(1)
    assert sealed(ok) is ok
    assert sealed(err) is err
    assert type(sealed(Success(1))) is Ok
    assert type(sealed(Failure(1))) is Err
    with pytest.raises(TypeError, match="a Result is sealed, not int"):
        sealed(1)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_sealed_keeps_the_trace() -> None:
    with collect_traces():
        failure = Failure(1)
    assert failure.trace is not None
    assert sealed(failure).unwrap_err() == 1
    assert getattr(sealed(failure), "trace", None) is failure.trace


def test_collect_takes_what_returns_made() -> None:
    made: list[Any] = [Success(1), Failure("no"), Success(2)]
    assert collect(made[:1]) == Ok([1])
    assert collect(made) == Err("no")
    assert type(collect(made)) is Err


def test_collect_makes_another_collection() -> None:
    results: list[Result[int, str]] = [Ok(1), Ok(2), Ok(1)]
    assert collect(results, set) == Ok({1, 2})
    assert collect(iter(results), tuple) == Ok((1, 2, 1))
    assert collect([]) == Ok([])


def describe(r: Result[tuple[str, int], Exception]) -> str:
    match r:
        case Ok((host, port)):
            return f"{host}:{port}"
        case Err(OSError(errno=number)):
            return f"errno {number}"
        case Err(error):
            return str(error)


def test_match_looks_into_the_payload() -> None:
    assert describe(Ok(("localhost", 80))) == "localhost:80"
    assert describe(Err(OSError(111, "refused"))) == "errno 111"
    assert describe(Err(ValueError("no"))) == "no"


def test_traces_of_returns_begin_at_the_caller() -> None:
    def fail() -> Err[str]:
        return Err("no")

    assert fail().trace is None
    with collect_traces():
        trace = fail().trace
    assert trace is not None
    assert trace[0].function == "fail"


T = TypeVar("T")
IoResult: TypeAlias = Result[T, OSError]


def test_result_is_an_alias_at_run_time() -> None:
    def annotated(a: Result[int, str], b: IoResult[bytes], c: "IoResult[None] | None") -> None: ...

    assert get_type_hints(annotated) == {
        "a": Ok[int] | Err[str],
        "b": Ok[bytes] | Err[OSError],
        "c": Ok[None] | Err[OSError] | None,
        "return": type(None),
    }


def test_returns_keeps_payloads_in_the_slots_that_are_filled() -> None:
    for half in (Ok(1), Err(1)):
        assert not hasattr(half, "__dict__")
    assert isinstance(vars(BaseContainer)["_inner_value"], MemberDescriptorType)
    assert isinstance(vars(Open)["_trace"], MemberDescriptorType)


# A release of `returns` that keeps the value elsewhere.
WITHOUT_SLOTS: Final = """
from returns.primitives.container import BaseContainer
inner = {}
del BaseContainer._inner_value
BaseContainer._inner_value = property(lambda self: inner[id(self)])
BaseContainer.__init__ = lambda self, value: inner.__setitem__(id(self), value)
from stdnet.result import Err, Ok
print(Ok(1).unwrap(), Err(2).unwrap_err(), Err(2).trace)
"""


def test_without_the_slots_of_returns_its_constructors_are_called() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT_SLOTS], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("1 2 None\n", "")


# Panics


def panic_of(call: Callable[[], object]) -> Panic:
    with pytest.raises(Panic) as raised:
        call()
    return raised.value


def test_a_panic_is_the_exception_of_returns() -> None:
    err = Err("no")
    panic = panic_of(err.unwrap)
    assert isinstance(panic, UnwrapFailedError)
    assert panic.halted_container is err


def test_an_error_that_is_an_exception_is_the_cause_of_a_panic() -> None:
    error = ValueError("no")
    assert panic_of(Err(error).unwrap).__cause__ is error
    assert panic_of(lambda: Err(error).expect("yes")).__cause__ is error
    assert panic_of(Err("no").unwrap).__cause__ is None


def test_a_panic_can_be_pickled_and_copied() -> None:
    panic = panic_of(lambda: Err("no").expect("yes"))
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        loaded: Panic = pickle.loads(pickle.dumps(panic, protocol))
        assert str(loaded) == str(panic) == 'yes: "no"'
        assert loaded.halted_container == Err("no")
    assert str(copy.copy(panic)) == str(panic)


PYTEST: Final = """
from stdnet import Err
def test_it():
    Err("bad MAC").unwrap()
"""


def test_pytest_shows_the_users_line_last(tmp_path: Any) -> None:
    (tmp_path / "test_it.py").write_text(PYTEST)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert "test_it.py:4: Panic" in done.stdout
    assert "_containers.py" not in done.stdout
    assert "FAILED test_it.py::test_it - stdnet.result.Panic: called" in done.stdout


def test_the_text_of_a_panic_is_made_when_it_is_asked_for() -> None:
    class Loud:
        def __repr__(self) -> str:
            raise AssertionError("nobody asked")

    panic = panic_of(Err(Loud()).unwrap)
    with pytest.raises(AssertionError):
        str(panic)
