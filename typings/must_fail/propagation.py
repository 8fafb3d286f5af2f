"""`@propagate` on functions that return no `Result`, and calls that do not fit the function."""

from collections.abc import AsyncIterator, Iterator

from stdnet.result import Err, Ok, Result, propagate


class Error(Exception): ...


def half(n: int) -> Result[int, Error]:
    return Err(Error()) if n % 2 else Ok(n // 2)


async def half_later(n: int) -> Result[int, Error]:
    return half(n)


@propagate  # type: ignore[type-var]  # pyright: ignore[reportArgumentType, reportUntypedFunctionDecorator]
def a_plain_value(n: int) -> int:
    return half(n).unwrap()


@propagate  # type: ignore[type-var]  # pyright: ignore[reportArgumentType, reportUntypedFunctionDecorator]
def none(n: int) -> None:
    half(n).unwrap()


@propagate  # type: ignore[type-var]  # pyright: ignore[reportArgumentType, reportUntypedFunctionDecorator]
def an_optional_result(n: int) -> Result[int, Error] | None:
    return half(n) if n else None


@propagate  # type: ignore[type-var]  # pyright: ignore[reportArgumentType, reportUntypedFunctionDecorator]
async def a_plain_value_later(n: int) -> int:
    return (await half_later(n)).unwrap()


@propagate  # type: ignore[type-var]  # pyright: ignore[reportArgumentType, reportUntypedFunctionDecorator]
def a_generator(n: int) -> Iterator[int]:
    yield half(n).unwrap()


@propagate  # type: ignore[type-var]  # pyright: ignore[reportArgumentType, reportUntypedFunctionDecorator]
async def an_async_generator(n: int) -> AsyncIterator[int]:
    yield half(n).unwrap()


propagate(half(1))  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]


@propagate
def quarter(n: int) -> Result[int, Error]:
    return half(half(n).unwrap())


@propagate
def text_of_a_number(n: int) -> Result[str, Error]:
    return Ok(half(n).unwrap())  # type: ignore[arg-type]  # pyright: ignore[reportReturnType]


@propagate
async def quarter_later(n: int) -> Result[int, Error]:
    return await half_later((await half_later(n)).unwrap())


def a_wrong_argument() -> None:
    quarter("8")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def an_argument_too_many() -> None:
    quarter(8, 8)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]


def a_wrong_return_type() -> Result[str, Error]:
    return quarter(8)  # type: ignore[return-value]  # pyright: ignore[reportReturnType]


async def not_awaited() -> Result[int, Error]:
    return quarter_later(8)  # type: ignore[return-value]  # pyright: ignore[reportReturnType]


async def unwrapped_before_awaited() -> None:
    half_later(8).unwrap()  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]


async def a_coroutine_that_is_never_awaited() -> None:
    quarter_later(8)  # type: ignore[unused-coroutine]  # pyright: ignore[reportUnusedCoroutine]


class Connection:
    @propagate
    def read(self, n: int) -> Result[bytes, Error]:
        return Ok(bytes(half(n).unwrap()))

    @propagate
    def write(self, n: int) -> Result[int, Error]:
        return Ok(half(n))  # type: ignore[arg-type]  # pyright: ignore[reportReturnType]


def a_wrong_argument_of_a_method(connection: Connection) -> None:
    connection.read(b"")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def without_self() -> None:
    Connection.read(1)  # type: ignore[arg-type, call-arg]  # pyright: ignore[reportCallIssue]
