"""An `.unwrap()` in a function that returns a `Result`, and has no `@propagate`.

The docstring of `question.py` explains the comments.
"""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Generator, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache, wraps
from typing import Any, Never, ParamSpec, Protocol, TypeVar, final, overload

from returns.result import Result as Open
from returns.result import Success

from stdnet import Err, Ok, Result, io, propagate

T = TypeVar("T")
E = TypeVar("E")
P = ParamSpec("P")
OneOfTwo = TypeVar("OneOfTwo", int, str)


class Lost(Exception): ...


def lost(n: int = 0) -> Result[int, Lost]:
    return Ok(n) if n else Err(Lost())


async def later(n: int) -> Result[int, Lost]:
    return lost(n)


async def lost_later() -> Result[int, Lost]:
    return lost()


# Reported.


def a_function() -> Result[int, Lost]:
    return Ok(lost().unwrap())  # E: missing-propagate


async def a_coroutine() -> Result[int, Lost]:
    return Ok((await lost_later()).unwrap())  # E: missing-propagate


def whatever_the_error() -> io.Result[int]:
    return Ok(lost().unwrap())  # E: missing-propagate


def only_an_err(err: Err[Lost]) -> Err[Lost]:
    err.unwrap()  # E: missing-propagate


def for_returns() -> Open[int, Lost]:
    return Success(lost().unwrap())  # E: missing-propagate


def with_any_error() -> Result[int, Any]:
    return Ok(lost().unwrap())  # E: missing-propagate


def of_any_error(r: Result[int, Any]) -> Result[int, Lost]:
    return Ok(r.unwrap())  # E: missing-propagate


def of_a_type_variable(r: Result[T, E]) -> Result[T, E]:
    return Ok(r.unwrap())  # E: missing-propagate


def checked_twice(r: Result[OneOfTwo, Lost]) -> Result[OneOfTwo, Lost]:
    return Ok(r.unwrap())  # E: missing-propagate


class Client:
    def a_method(self) -> Result[int, Lost]:
        return Ok(lost().unwrap())  # E: missing-propagate

    @staticmethod
    def a_static_method() -> Result[int, Lost]:
        return Ok(lost().unwrap())  # E: missing-propagate

    @classmethod
    def a_class_method(cls) -> Result[int, Lost]:
        return Ok(lost().unwrap())  # E: missing-propagate

    @property
    def a_property(self) -> Result[int, Lost]:
        return Ok(lost().unwrap())  # E: missing-propagate

    @final
    async def a_coroutine_method(self) -> Result[int, Lost]:
        return Ok((await lost_later()).unwrap())  # E: missing-propagate


@overload
def overloaded(n: int) -> Result[int, Lost]: ...
@overload
def overloaded(n: str) -> Result[str, Lost]: ...
def overloaded(n: int | str) -> Result[int, Lost] | Result[str, Lost]:
    return Ok(lost().unwrap())  # E: missing-propagate


@cache
def cached(n: int) -> Result[int, Lost]:
    return Ok(lost(n).unwrap())  # E: missing-propagate


@lru_cache(maxsize=8)
def cached_some(n: int) -> Result[int, Lost]:
    return Ok(lost(n).unwrap())  # E: missing-propagate


def in_a_lambda_and_a_comprehension(numbers: list[int]) -> Result[int, Lost]:
    get: Callable[[], int] = lambda: lost().unwrap()  # noqa: E731  # E: missing-propagate
    total = sum(lost(n).unwrap() for n in numbers)  # E: missing-propagate
    biggest = max(numbers, key=lambda n: lost(n).unwrap())  # E: missing-propagate
    return Ok(get() + total + biggest)


@propagate
def a_function_inside() -> Result[int, Lost]:
    def inner() -> Result[int, Lost]:
        return Ok(lost().unwrap())  # E: missing-propagate

    return Ok(inner().unwrap())


# Not reported.


@propagate
def decorated() -> Result[int, Lost]:
    return Ok(lost().unwrap())


def it_says_why() -> Result[int, Lost]:
    return Ok(lost().expect("there is a number"))


def it_asks_otherwise() -> Result[int, Lost]:
    return Ok(lost().unwrap_or(0) + lost().unwrap_or_else(lambda _: 0))


def there_is_no_err(ok: Ok[int]) -> Result[int, Lost]:
    return Ok(ok.unwrap())


def a_value() -> int:
    return lost().unwrap()


def nothing() -> None:
    lost().unwrap()


def never(err: Err[Lost]) -> Never:
    err.unwrap()


async def a_value_later() -> int:
    return (await lost_later()).unwrap()


def a_result_or_none() -> Result[int, Lost] | None:
    return Ok(lost().unwrap())


def a_list_of_results() -> list[Result[int, Lost]]:
    return [Ok(lost().unwrap())]


def a_tuple_of_results() -> tuple[Result[int, Lost], int]:
    return Ok(1), lost().unwrap()


def it_returns_no_err() -> Ok[int]:
    return Ok(lost().unwrap())


def it_never_returns_an_err() -> Result[int, Never]:
    return Ok(lost().unwrap())


def results_one_by_one() -> Iterator[Result[int, Lost]]:
    yield Ok(lost().unwrap())


async def results_one_by_one_later() -> AsyncIterator[Result[int, Lost]]:
    yield Ok((await lost_later()).unwrap())


def results_to_await() -> Awaitable[Result[int, Lost]]:
    return later(lost().unwrap())


@contextmanager
def a_context() -> Generator[Result[int, Lost]]:
    yield Ok(lost().unwrap())


def a_result_of_returns(r: Open[int, Lost]) -> Open[int, Lost]:
    return Success(r.unwrap())


class Source(ABC):
    @abstractmethod
    def read(self) -> Result[int, Lost]: ...


class Reads(Protocol):
    def read(self) -> Result[int, Lost]: ...


def a_function_that_returns_none_inside() -> Result[int, Lost]:
    def show() -> None:
        print(lost().unwrap())

    class Local:
        number = lost().unwrap()

    show()
    return Ok(Local.number)


print(lost(1).unwrap())


class InAClass:
    number = lost(1).unwrap()


# A decorator of another package may use `@propagate`.


def logged(function: Callable[P, Result[T, E]]) -> Callable[P, Result[T, E]]:
    @wraps(function)
    def logging(*args: P.args, **kwargs: P.kwargs) -> Result[T, E]:
        return function(*args, **kwargs).inspect_err(print)

    return propagate(logging)


class App:
    def route(self, path: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
        def register(function: Callable[P, T]) -> Callable[P, T]:
            print(path)
            return function

        return register


app = App()


@logged
def behind_another_decorator() -> Result[int, Lost]:
    return Ok(lost().unwrap())


@app.route("/")
def behind_a_call() -> Result[int, Lost]:
    return Ok(lost().unwrap())


def _plain() -> Result[int, Lost]:
    return Ok(lost().unwrap())


async def _later() -> Result[int, Lost]:
    return Ok((await lost_later()).unwrap())


propagating = propagate(_plain)
propagating_later: Callable[[], Coroutine[Any, Any, Result[int, Lost]]] = propagate(_later)


def made_here() -> Callable[[], Result[int, Lost]]:
    def inner() -> Result[int, Lost]:
        return Ok(lost().unwrap())

    return propagate(inner)
