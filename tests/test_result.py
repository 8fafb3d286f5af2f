"""`Result` at run time: the container laws, and `@propagate` in everything that can be called."""

import asyncio
import copy
import gc
import inspect
import pickle
import weakref
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import partial
from typing import Any, Self, TypeAlias, TypeVar, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from returns.maybe import Maybe
from returns.primitives.exceptions import ImmutableStateError, UnwrapFailedError
from returns.primitives.tracing import collect_traces
from returns.result import Failure, Success
from returns.result import Result as Open

from stdnet.result import Err, Ok, Result, is_err, is_ok, propagate, sealed

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


# The laws


@given(results)
def test_map_and_alt_of_the_identity_change_nothing(r: Result[Value, Value]) -> None:
    assert r.map(lambda value: value) == r
    assert r.alt(lambda error: error) == r


@given(results, functions, functions)
def test_map_and_alt_compose(
    r: Result[Value, Value], f: Callable[[Value], Value], g: Callable[[Value], Value]
) -> None:
    assert r.map(f).map(g) == r.map(lambda value: g(f(value)))
    assert r.alt(f).alt(g) == r.alt(lambda error: g(f(error)))


@given(values, functions)
def test_map_and_alt_change_their_own_half_only(value: Value, f: Callable[[Value], Value]) -> None:
    assert Ok(value).map(f) == Ok(f(value))
    assert Ok(value).alt(f) == Ok(value)
    assert Err(value).alt(f) == Err(f(value))
    assert Err(value).map(f) == Err(value)


@given(values, results, fallibles)
def test_ok_is_neutral_in_bind_and_err_in_lash(
    value: Value, r: Result[Value, Value], f: Callable[[Value], Result[Value, Value]]
) -> None:
    assert Ok(value).bind(f) == Ok(value).bind_result(f) == f(value)
    assert Err(value).lash(f) == f(value)
    assert r.bind(Ok[Value]) == r.bind_result(Ok[Value]) == r
    assert r.lash(Err[Value]) == r


@given(results, fallibles, fallibles)
def test_bind_and_lash_are_associative(
    r: Result[Value, Value],
    f: Callable[[Value], Result[Value, Value]],
    g: Callable[[Value], Result[Value, Value]],
) -> None:
    assert r.bind(f).bind(g) == r.bind(lambda value: f(value).bind(g))
    assert r.lash(f).lash(g) == r.lash(lambda error: f(error).lash(g))


@given(values, fallibles)
def test_the_other_half_passes_bind_and_lash_untouched(
    value: Value, f: Callable[[Value], Result[Value, Value]]
) -> None:
    ok, err = Ok(value), Err(value)
    assert err.bind(f) is err
    assert ok.lash(f) is ok


@given(results, functions)
def test_swap_exchanges_the_halves(r: Result[Value, Value], f: Callable[[Value], Value]) -> None:
    assert is_ok(r.swap()) is is_err(r)
    assert r.swap().swap() == r
    assert r.swap().map(f).swap() == r.alt(f)


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
    assert Ok(value).value_or(default) is value
    assert list(Ok(value)) == [value]
    assert Err(value).failure() is value
    assert Err(value).value_or(default) is default


@given(results, results)
def test_equality_is_of_the_half_and_its_payload(
    a: Result[Value, Value], b: Result[Value, Value]
) -> None:
    assert (a == a) is a.equals(a) is True
    assert a != a.swap()
    assert (a == b) is (b == a) is a.equals(b)
    assert (a == b) is (is_ok(a) is is_ok(b) and payload(a) == payload(b))
    assert a != b or hash(a) == hash(b)


@given(results)
def test_pickle_and_copy(r: Result[Value, Value]) -> None:
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(r, protocol)) == r
    assert copy.copy(r) is r
    assert copy.deepcopy(r) is r


# The containers


def test_the_classes_are_those_of_returns() -> None:
    halves: list[object] = [Ok, Err]
    assert halves == [Success, Failure]


def test_payloads_are_immutable() -> None:
    with pytest.raises(ImmutableStateError):
        setattr(Ok(1), "_inner_value", 2)  # noqa: B010


def test_the_opposite_half_panics() -> None:
    error = ValueError("no")
    with pytest.raises(UnwrapFailedError):
        Ok(1).failure()
    with pytest.raises(UnwrapFailedError) as panic:
        Err(error).unwrap()
    assert panic.value.__cause__ is error


def test_is_ok_and_is_err() -> None:
    assert is_ok(Ok(None))
    assert not is_ok(Err(None))
    assert is_err(Err(None))
    assert not is_err(Ok(None))


def test_sealed_is_the_same_object() -> None:
    r: Open[int, str] = Success(1)
    assert sealed(r) is r


def describe(r: Result[tuple[str, int], Exception]) -> str:
    match r:
        case Ok((host, port)):
            return f"{host}:{port}"
        case Err(OSError(errno=number)):
            return f"errno {number}"
        case Err(error):
            return str(error)


def test_match() -> None:
    assert describe(Ok(("localhost", 80))) == "localhost:80"
    assert describe(Err(OSError(111, "refused"))) == "errno 111"
    assert describe(Err(ValueError("no"))) == "no"


def test_traces_of_returns() -> None:
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
        "a": Success[int] | Failure[str],
        "b": Success[bytes] | Failure[OSError],
        "c": Success[None] | Failure[OSError] | None,
        "return": type(None),
    }


# propagate


def half(n: int) -> Result[int, str]:
    return Err(f"{n} is odd") if n % 2 else Ok(n // 2)


async def half_later(n: int) -> Result[int, str]:
    await asyncio.sleep(0)
    return half(n)


@propagate
def quarter(n: int, *, plus: int = 0) -> Result[int, str]:
    """A fourth of it."""
    return Ok(half(half(n).unwrap()).unwrap() + plus)


@propagate
async def quarter_later(n: int) -> Result[int, str]:
    """A fourth of it, soon."""
    return await half_later((await half_later(n)).unwrap())


def test_the_first_err_is_the_answer() -> None:
    assert quarter(12) == Ok(3)
    assert quarter(12, plus=1) == Ok(4)
    assert quarter(6) == Err("3 is odd")
    assert quarter(5) == Err("5 is odd")


def test_the_very_same_err_is_the_answer() -> None:
    @propagate
    def question(r: Result[int, str]) -> Result[None, str]:
        r.unwrap()
        return Ok(None)

    err = Err("no")
    assert question(err) is err


def test_what_follows_does_not_run_but_finally_does() -> None:
    steps: list[str] = []

    @contextmanager
    def resource() -> Generator[None]:
        try:
            yield
        finally:
            steps.append("closed")

    @propagate
    def question() -> Result[None, str]:
        with resource():
            steps.append("before")
            half(1).unwrap()
            steps.append("after")
        return Ok(None)

    assert question() == Err("1 is odd")
    assert steps == ["before", "closed"]


def test_a_plain_function_in_between_does_not_answer() -> None:
    def plain(n: int) -> int:
        return half(n).unwrap() + 1

    @propagate
    def question(n: int) -> Result[list[int], str]:
        return Ok([plain(n), *map(plain, [n])])

    assert question(2) == Ok([2, 2])
    assert question(1) == Err("1 is odd")
    with pytest.raises(UnwrapFailedError):
        plain(1)


def test_a_propagating_function_in_between_does_answer() -> None:
    @propagate
    def recovers(n: int) -> Result[int, str]:
        return Ok(quarter(n).value_or(-1))

    assert recovers(6) == Ok(-1)


def test_a_function_within_a_function() -> None:
    @propagate
    def outer(n: int) -> Result[str, str]:
        @propagate
        def inner(m: int) -> Result[int, str]:
            return Ok(half(m).unwrap() + half(n).unwrap())

        return inner(n + 1).lash(lambda _: inner(n)).map(str)

    assert outer(2) == Ok("2")
    assert outer(1) == Err("1 is odd")


def test_recursion() -> None:
    @propagate
    def depth(n: int) -> Result[int, str]:
        return Ok(0) if n == 1 else Ok(depth(half(n).unwrap()).unwrap() + 1)

    assert depth(64) == Ok(6)
    assert depth(24) == Err("3 is odd")


def test_lambda_and_partial() -> None:
    assert propagate(lambda: Ok(half(1).unwrap()))() == Err("1 is odd")
    assert propagate(partial(quarter, 12, plus=1))() == Ok(4)
    assert asyncio.run(propagate(partial(quarter_later, 6))()) == Err("3 is odd")


class Halver:
    def __init__(self, n: int) -> None:
        self.n = n

    @propagate
    def method(self, times: int) -> Result[Self, str]:
        """Divided."""
        for _ in range(times):
            self.n = half(self.n).unwrap()
        return Ok(self)

    @propagate
    async def method_later(self) -> Result[int, str]:
        return Ok((await half_later(self.n)).unwrap())

    @classmethod
    @propagate
    def of(cls, n: int) -> Result[Self, str]:
        return Ok(cls(half(n).unwrap()))

    @staticmethod
    @propagate
    def static(n: int) -> Result[int, str]:
        return Ok(half(n).unwrap())

    @property
    @propagate
    def state(self) -> Result[int, str]:
        return Ok(half(self.n).unwrap())

    @propagate
    def __call__(self) -> Result[int, str]:
        return Ok(half(self.n).unwrap())


class Quarterer(Halver):
    @propagate
    def method(self, times: int) -> Result[Self, str]:
        super().method(times).unwrap()
        return super().method(times)


def test_methods() -> None:
    assert Halver(4).method(2).map(lambda halver: halver.n) == Ok(1)
    assert Halver(4).method(3) == Err("1 is odd")
    assert Halver.method(Halver(1), 1) == Err("1 is odd")
    assert Quarterer(4).method(1).map(lambda halver: halver.n) == Ok(1)
    assert Quarterer(2).method(1) == Err("1 is odd")
    assert asyncio.run(Halver(1).method_later()) == Err("1 is odd")
    assert type(Quarterer.of(4).unwrap()) is Quarterer
    assert Quarterer.of(1) == Err("1 is odd")
    assert Halver.static(1) == Halver(1).static(1) == Err("1 is odd")
    assert Halver(1).state == Err("1 is odd")
    assert Halver(1)() == Err("1 is odd")


def test_coroutine_functions() -> None:
    async def together() -> list[Result[int, str]]:
        return await asyncio.gather(*map(quarter_later, [12, 6, 5]))

    assert asyncio.run(together()) == [Ok(3), Err("3 is odd"), Err("5 is odd")]


def test_a_coroutine_function_stays_one() -> None:
    assert inspect.iscoroutinefunction(quarter_later)
    assert not inspect.iscoroutinefunction(quarter)


def test_name_docstring_and_signature_stay() -> None:
    functions: list[Callable[..., Any]] = [quarter, quarter_later, Halver.method]
    assert [function.__name__ for function in functions] == ["quarter", "quarter_later", "method"]
    assert [function.__doc__ for function in functions] == [
        "A fourth of it.",
        "A fourth of it, soon.",
        "Divided.",
    ]
    assert Halver.method.__qualname__ == "Halver.method"
    assert str(inspect.signature(quarter)).startswith("(n: int, *, plus: int = 0) -> ")
    assert get_type_hints(quarter) == get_type_hints(half) | {"plus": int}


def test_the_opposite_mistake_still_panics() -> None:
    @propagate
    def question() -> Result[int, str]:
        return Ok(half(2).failure())  # type: ignore[arg-type]  # pyright: ignore[reportReturnType]

    with pytest.raises(UnwrapFailedError):
        question()


def test_another_container_still_panics() -> None:
    @propagate
    def question(maybe: Maybe[int]) -> Result[int, str]:
        return Ok(maybe.unwrap())

    @propagate
    async def question_later(maybe: Maybe[int]) -> Result[int, str]:
        return Ok(maybe.unwrap())

    assert question(Maybe.from_value(1)) == Ok(1)
    with pytest.raises(UnwrapFailedError):
        question(Maybe.from_optional(None))
    with pytest.raises(UnwrapFailedError):
        asyncio.run(question_later(Maybe.from_optional(None)))


@pytest.mark.parametrize("kind", [ValueError, KeyboardInterrupt, asyncio.CancelledError])
def test_other_exceptions_pass(kind: type[BaseException]) -> None:
    @propagate
    def question() -> Result[int, str]:
        raise kind

    @propagate
    async def question_later() -> Result[int, str]:
        raise kind

    with pytest.raises(kind):
        question()
    with pytest.raises(kind):
        question_later().send(None)


def test_the_answer_keeps_nothing_else_alive() -> None:
    class Local: ...

    alive: list[weakref.ref[Local]] = []

    @propagate
    def question() -> Result[int, Exception]:
        local = Local()
        alive.append(weakref.ref(local))
        error: Result[int, Exception] = Err(ValueError("no"))
        return Ok(error.unwrap())

    @propagate
    async def question_later() -> Result[int, Exception]:
        local = Local()
        alive.append(weakref.ref(local))
        error: Result[int, Exception] = Err(ValueError("no"))
        return Ok(error.unwrap())

    gc.disable()
    try:
        answers = [question(), asyncio.run(question_later())]
        assert [ref() for ref in alive] == [None, None]
    finally:
        gc.enable()
    for answer in answers:
        assert answer.failure().__traceback__ is None
        assert answer.failure().__context__ is None
