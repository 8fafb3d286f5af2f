"""`@propagate`: what is a `?`, what panics, and that nothing is kept alive."""

import asyncio
import gc
import inspect
import subprocess
import sys
import weakref
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial, wraps
from operator import attrgetter, call, methodcaller
from typing import Any, Self, get_type_hints

import pytest
from returns.maybe import Maybe
from returns.primitives.exceptions import UnwrapFailedError
from returns.result import Failure
from returns.result import Result as Open

from stdnet.result import Err, Ok, Panic, Result, propagate


def half(n: int) -> Result[int, str]:
    return Err(f"{n} is odd") if n % 2 else Ok(n // 2)


async def half_later(n: int) -> Result[int, str]:
    await asyncio.sleep(0)
    return half(n)


@propagate
def quarter(n: int, *, plus: int = 0) -> Result[int, str]:
    """Returns a fourth of `n`."""
    return Ok(half(half(n).unwrap()).unwrap() + plus)


@propagate
async def quarter_later(n: int) -> Result[int, str]:
    """Returns a fourth of `n`, later."""
    return await half_later((await half_later(n)).unwrap())


def test_the_first_err_is_returned() -> None:
    assert quarter(12) == Ok(3)
    assert quarter(12, plus=1) == Ok(4)
    assert quarter(6) == Err("3 is odd")
    assert quarter(5) == Err("5 is odd")


def test_the_very_same_err_is_returned() -> None:
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


def plain(n: int) -> int:
    return half(n).unwrap() + 1


ASKED_BY_ITSELF: dict[str, Callable[[int], Result[Any, str]]] = {
    "text": propagate(lambda n: Ok(half(n).unwrap())),
    "lambda": propagate(lambda n: Ok(call(lambda: half(n).unwrap()))),
    "list comprehension": propagate(lambda n: Ok([half(each).unwrap() for each in [n]])),
    "set comprehension": propagate(lambda n: Ok({half(each).unwrap() for each in [n]})),
    "dict comprehension": propagate(lambda n: Ok({each: half(each).unwrap() for each in [n]})),
    "generator expression": propagate(lambda n: Ok(sum(half(each).unwrap() for each in [n]))),
    "deep": propagate(lambda n: Ok([call(lambda: [half(n).unwrap() for _ in "a"]) for _ in "b"])),
    "map": propagate(lambda n: Ok(list(map(lambda each: half(each).unwrap(), [n])))),  # noqa: C417
    "sorted": propagate(lambda n: Ok(sorted([n], key=lambda each: half(each).unwrap()))),
    "methodcaller": propagate(lambda n: Ok(list(map(methodcaller("unwrap"), [half(n)])))),
    "bound method": propagate(lambda n: Ok(list(map(call, [half(n).unwrap])))),
    "thread": propagate(lambda n: Ok(in_a_thread(lambda: half(n).unwrap()))),
}


def in_a_thread(function: Callable[[], int]) -> int:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(function).result()


@pytest.mark.parametrize("name", ASKED_BY_ITSELF)
def test_an_unwrap_that_is_written_in_the_function_is_a_question(name: str) -> None:
    assert ASKED_BY_ITSELF[name](2).is_ok()
    assert ASKED_BY_ITSELF[name](1) == Err("1 is odd")


@propagate
def by_a_nested_def(n: int) -> Result[int, str]:
    def nested() -> int:
        return half(n).unwrap()

    return Ok(nested())


@propagate
def by_a_generator_function(n: int) -> Result[int, str]:
    def each() -> Iterator[int]:
        yield half(n).unwrap()

    return Ok(sum(each()))


class Property:
    def __init__(self, n: int) -> None:
        self.n = n

    @property
    def half(self) -> int:
        return half(self.n).unwrap()

    def __len__(self) -> int:
        return half(self.n).unwrap()


ASKED_BY_ANOTHER: dict[str, Callable[[int], Result[Any, str]]] = {
    "function": propagate(lambda n: Ok(plain(n))),
    "function by map": propagate(lambda n: Ok(list(map(plain, [n])))),
    "nested def": by_a_nested_def,
    "generator function": by_a_generator_function,
    "property": propagate(lambda n: Ok(Property(n).half)),
    "magic method": propagate(lambda n: Ok(len(Property(n)))),
    "thread": propagate(lambda n: Ok(in_a_thread(partial(plain, n)))),
    "expect": propagate(lambda n: Ok(half(n).expect("an even number"))),
}


@pytest.mark.parametrize("name", ASKED_BY_ANOTHER)
def test_an_unwrap_of_anything_else_panics(name: str) -> None:
    assert ASKED_BY_ANOTHER[name](2).is_ok()
    with pytest.raises(Panic, match="1 is odd"):
        ASKED_BY_ANOTHER[name](1)


def test_a_panic_that_was_caught_on_its_way_is_no_question_any_more() -> None:
    @propagate
    def question() -> Result[int, str]:
        try:
            return Ok(plain(1))
        except Panic:
            return Ok(half(3).unwrap())

    assert question() == Err("3 is odd")


def test_an_err_of_returns_that_is_unwrapped_comes_out_as_an_err() -> None:
    failure: Open[int, str] = Failure("no")

    @propagate
    def question() -> Result[int, str]:
        return Ok(failure.unwrap())

    assert type(question()) is Err
    assert question() == Err("no")


def test_a_generator_function_is_refused() -> None:
    def generator() -> Iterator[int]:
        yield 1

    async def later() -> AsyncIterator[int]:
        yield 1

    functions: list[Any] = [generator, later, partial(generator)]
    for function in functions:
        with pytest.raises(TypeError, match="a generator function"):
            propagate(function)


# Decorated later, which stdnet's plugin for mypy cannot know.
untyped_half: Callable[[int], Any] = half


class Called:
    def __call__(self, n: int) -> Result[int, str]:
        return Ok(untyped_half(n).unwrap())


class CalledLater:
    async def __call__(self, n: int) -> Result[int, str]:
        return Ok(untyped_half(n).unwrap())


def wrapped(function: Callable[[int], Any]) -> Callable[[int], Any]:
    @wraps(function)
    def wrapper(n: int) -> Any:
        return function(n)

    return wrapper


def test_the_function_below_partials_methods_objects_and_wraps_is_meant() -> None:
    called: Any = Called()
    bound: Any = called.__call__
    asking: Any = quarter.__wrapped__  # type: ignore[attr-defined]  # pyright: ignore[reportFunctionMemberAccess]
    for function in (called, bound, wrapped(called), partial(bound), wrapped(partial(asking))):
        assert propagate(function)(12).is_ok()
        assert propagate(function)(1) == Err("1 is odd")


def test_a_coroutine_function_below_a_decorator_is_awaited() -> None:
    async def later(n: int) -> Result[int, str]:
        return Ok(untyped_half(n).unwrap())

    for function in (wrapped(later), CalledLater(), partial(wrapped(later))):
        propagated: Any = propagate(function)
        assert asyncio.run(propagated(2)) == Ok(1)
        assert asyncio.run(propagated(1)) == Err("1 is odd")


def test_a_decorator_that_hides_the_function_makes_every_question_panic() -> None:
    def hiding(function: Callable[[int], Result[int, str]]) -> Callable[[int], Result[int, str]]:
        return lambda n: function(n)  # noqa: PLW0108

    @propagate
    @hiding
    def question(n: int) -> Result[int, str]:
        return Ok(half(n).unwrap())

    assert question(2) == Ok(1)
    with pytest.raises(Panic):
        question(1)


def test_a_group_of_the_functions_own_questions_is_the_first_of_them() -> None:
    @propagate
    async def question(n: int) -> Result[int, str]:
        async with asyncio.TaskGroup() as outer:
            _ = outer.create_task(asyncio.sleep(0 if n == 2 else 60))
            async with asyncio.TaskGroup():
                return Ok(half(n).unwrap())

    assert asyncio.run(question(2)) == Ok(1)
    assert asyncio.run(question(1)) == Err("1 is odd")


def grouped(*others: Exception) -> Result[int, str]:
    @propagate
    def question() -> Result[int, str]:
        try:
            return Ok(half(1).unwrap())
        except Panic as panic:
            raise ExceptionGroup("several", [panic, *others]) from None

    return question()


def test_a_group_with_any_other_leaf_passes() -> None:
    assert grouped() == Err("1 is odd")
    with pytest.raises(ExceptionGroup) as raised:
        grouped(ValueError("of its own"))
    assert [type(each) for each in raised.value.exceptions] == [Panic, ValueError]
    with pytest.raises(ExceptionGroup):
        grouped(ExceptionGroup("inner", [Panic(Err("of another"), "why")]))


class BuiltIn:
    """A function without a code object, as mypyc makes them."""

    def __init__(self, function: Callable[[int], Result[int, str]]) -> None:
        self.__name__ = function.__name__
        self.call = function

    # The `__call__` of a built-in function has no code object either.
    __call__ = property(attrgetter("call"))


COMPILED = """
from stdnet.result import Err, Ok, Panic, Result, propagate

def half(n: int) -> Result[int, str]:
    return Err(f"{n} is odd") if n % 2 else Ok(n // 2)

def quarter(n: int) -> Result[int, str]:
    return Ok(half(half(n).unwrap()).unwrap())

def panicking(n: int) -> Result[int, str]:
    return Ok(inner(n))

def inner(n: int) -> int:
    return half(n).unwrap()
"""


def test_a_function_without_a_code_object_is_known_by_its_name() -> None:
    namespace: dict[str, Any] = {}
    exec(COMPILED, namespace)
    built_in: Any = BuiltIn(namespace["quarter"])
    compiled: Any = partial(built_in)
    assert propagate(compiled)(4) == Ok(1)
    assert propagate(compiled)(6) == Err("3 is odd")
    panicking: Any = BuiltIn(namespace["panicking"])
    with pytest.raises(Panic):
        propagate(panicking)(1)


IMPORTED = """
import sys
from stdnet import Err, Ok, Result, io, propagate

@propagate
def question() -> io.Result[int]:
    return Ok(result.unwrap())

result = Err(io.Error.other("no"))
before = set(sys.modules)
assert question() is result
print(sorted(set(sys.modules) - before))
"""


def test_nothing_is_imported_at_the_first_err() -> None:
    done = subprocess.run([sys.executable, "-c", IMPORTED], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_a_decorated_function_in_between_returns_its_own_err() -> None:
    @propagate
    def recovers(n: int) -> Result[int, str]:
        return Ok(quarter(n).unwrap_or(-1))

    assert recovers(6) == Ok(-1)


def test_a_function_within_a_function_has_questions_of_its_own() -> None:
    @propagate
    def outer(n: int) -> Result[str, str]:
        @propagate
        def inner(m: int) -> Result[int, str]:
            return Ok(half(m).unwrap() + half(n).unwrap())

        return inner(n + 1).or_else(lambda _: inner(n)).map(str)

    assert outer(2) == Ok("2")
    assert outer(1) == Err("1 is odd")


def test_a_function_may_call_itself() -> None:
    @propagate
    def depth(n: int) -> Result[int, str]:
        return Ok(0) if n == 1 else Ok(depth(half(n).unwrap()).unwrap() + 1)

    assert depth(64) == Ok(6)
    assert depth(24) == Err("3 is odd")


def test_lambdas_and_partials_can_be_decorated() -> None:
    assert propagate(lambda: Ok(half(1).unwrap()))() == Err("1 is odd")
    assert propagate(partial(quarter, 12, plus=1))() == Ok(4)
    assert asyncio.run(propagate(partial(quarter_later, 6))()) == Err("3 is odd")


class Halver:
    def __init__(self, n: int) -> None:
        self.n = n

    @propagate
    def method(self, times: int) -> Result[Self, str]:
        """Halves the number `times` times."""
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


def test_all_kinds_of_methods_can_be_decorated() -> None:
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


def test_coroutine_functions_can_be_decorated() -> None:
    async def together() -> list[Result[int, str]]:
        return await asyncio.gather(*map(quarter_later, [12, 6, 5]))

    assert asyncio.run(together()) == [Ok(3), Err("3 is odd"), Err("5 is odd")]


def test_a_coroutine_function_stays_one() -> None:
    assert inspect.iscoroutinefunction(quarter_later)
    assert not inspect.iscoroutinefunction(quarter)


def test_name_docstring_and_signature_are_kept() -> None:
    functions: list[Callable[..., Any]] = [quarter, quarter_later, Halver.method]
    assert [function.__name__ for function in functions] == ["quarter", "quarter_later", "method"]
    assert [function.__doc__ for function in functions] == [
        "Returns a fourth of `n`.",
        "Returns a fourth of `n`, later.",
        "Halves the number `times` times.",
    ]
    assert Halver.method.__qualname__ == "Halver.method"
    assert str(inspect.signature(quarter)).startswith("(n: int, *, plus: int = 0) -> ")
    assert get_type_hints(quarter) == get_type_hints(half) | {"plus": int}


def test_unwrap_err_panics() -> None:
    @propagate
    def question() -> Result[int, str]:
        return Ok(half(2).unwrap_err())  # type: ignore[arg-type]  # pyright: ignore[reportReturnType]

    with pytest.raises(Panic, match="unwrap_err"):
        question()


def test_an_unwrap_of_another_container_panics() -> None:
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
def test_other_exceptions_pass_through(kind: type[BaseException]) -> None:
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


def test_the_returned_err_keeps_nothing_else_alive() -> None:
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
        assert answer.unwrap_err().__traceback__ is None
        assert answer.unwrap_err().__context__ is None


anything: Any = len
NOT_CALLABLE: list[Any] = [classmethod(anything), property(anything), 5]


@pytest.mark.parametrize("function", NOT_CALLABLE)
def test_what_cannot_be_called_is_refused_at_the_decoration(function: Any) -> None:
    with pytest.raises(TypeError, match="@propagate stands next to the `def`, below @"):
        propagate(function)
