"""`@propagate` keeps the signatures of functions and methods, of coroutine functions too."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Generic, Self, TypeAlias, TypeVar, assert_type

from returns.result import Result as Open

from stdnet.result import Err, Ok, Result, propagate

T = TypeVar("T")
U = TypeVar("U")
E = TypeVar("E")


class Error(Exception): ...


IoResult: TypeAlias = Result[T, Error]


def half(n: int) -> IoResult[int]:
    return Err(Error()) if n % 2 else Ok(n // 2)


async def half_later(n: int) -> IoResult[int]:
    await asyncio.sleep(0)
    return half(n)


@propagate
def quarter(n: int, *, times: int = 1) -> IoResult[int]:
    for _ in range(times):
        n = half(half(n).unwrap()).unwrap()
    return Ok(n)


@propagate
def unit(n: int) -> IoResult[None]:
    assert_type(half(n).unwrap(), int)
    return Ok(None)


@propagate
def by_recursion(n: int) -> IoResult[int]:
    return Ok(0) if n == 0 else by_recursion(half(n).unwrap()).map(lambda depth: depth + 1)


@propagate
async def quarter_later(n: int) -> IoResult[int]:
    return await half_later((await half_later(n)).unwrap())


@propagate
def both(a: Result[T, E], b: Result[U, E]) -> Result[tuple[T, U], E]:
    return Ok((a.unwrap(), b.unwrap()))


@propagate
async def both_later(a: Result[T, E], b: Coroutine[Any, Any, Result[U, E]]) -> IoResult[None]:
    a.unwrap()
    assert_type((await b).unwrap(), U)
    return Ok(None)


@propagate
def only_ok(n: int) -> Ok[int]:
    return Ok(n)


@propagate
def of_returns(n: int) -> Open[int, Error]:
    return half(half(n).unwrap())


def functions() -> None:
    assert_type(quarter(8), IoResult[int])
    assert_type(quarter(8, times=2), IoResult[int])
    assert_type(unit(8), IoResult[None])
    assert_type(by_recursion(8), IoResult[int])
    assert_type(both(quarter(8), Ok("a")), IoResult[tuple[int, str]])
    assert_type(only_ok(1), Ok[int])
    assert_type(of_returns(1), Open[int, Error])
    match quarter(8):
        case Ok(n):
            assert_type(n, int)
        case Err(e):
            assert_type(e, Error)


async def coroutine_functions() -> None:
    assert_type(await quarter_later(8), IoResult[int])
    assert_type(await both_later(Ok(1), half_later(8)), IoResult[None])
    assert_type(
        await asyncio.gather(quarter_later(4), quarter_later(8)),
        tuple[IoResult[int], IoResult[int]],
    )


class Connection(Generic[T]):
    def __init__(self, value: T) -> None:
        self.value = value

    @propagate
    def read(self, n: int) -> IoResult[tuple[T, int]]:
        return Ok((self.value, half(n).unwrap()))

    @propagate
    async def read_later(self, n: int) -> IoResult[tuple[T, int]]:
        return Ok((self.value, (await half_later(n)).unwrap()))

    @propagate
    def chained(self, n: int) -> IoResult[Self]:
        half(n).unwrap()
        return Ok(self)

    @classmethod
    @propagate
    def connect(cls, value: T) -> IoResult[Self]:
        return Ok(cls(value))

    @staticmethod
    @propagate
    def probe(n: int) -> IoResult[int]:
        return half(half(n).unwrap())

    @property
    @propagate
    def state(self) -> IoResult[T]:
        return Ok(self.value)


async def methods(connection: Connection[str]) -> None:
    assert_type(connection.read(2), IoResult[tuple[str, int]])
    assert_type(await connection.read_later(2), IoResult[tuple[str, int]])
    assert_type(connection.chained(2), IoResult[Connection[str]])
    assert_type(Connection[str].connect("a"), IoResult[Connection[str]])
    assert_type(Connection[str].probe(4), IoResult[int])
    assert_type(connection.probe(4), IoResult[int])
    assert_type(connection.state, IoResult[str])
    assert_type(Connection[str].read(connection, 2), IoResult[tuple[str, int]])


def as_a_callback(n: int) -> None:
    assert_type(half(n).bind(quarter), IoResult[int])
    step: Callable[[int], IoResult[int]] = quarter
    assert_type(propagate(step)(1), IoResult[int])
    assert_type(list(map(quarter, [1])), list[Ok[int] | Err[Error]])
