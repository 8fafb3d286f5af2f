"""Results in generic code: aliases, variance, protocols, overloads, collections."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, Protocol, TypeAlias, TypeVar, assert_type, overload

from stdnet.result import Err, Ok, Result, is_ok

T = TypeVar("T")
U = TypeVar("U")
E = TypeVar("E")
T_co = TypeVar("T_co", covariant=True)


class Error(Exception): ...


class Refused(Error): ...


class Lost(Error): ...


IoResult: TypeAlias = Result[T, Error]
Unit: TypeAlias = Result[None, E]
Pairs: TypeAlias = Result[tuple[T, U], Error]


def by_alias(n: int) -> IoResult[int]:
    return Ok(n) if n else Err(Refused())


def unit() -> Unit[Lost]:
    return Ok(None)


def a_pair() -> Pairs[int, str]:
    return Ok((1, "a"))


def aliases() -> None:
    assert_type(by_alias(1), Result[int, Error])
    assert_type(by_alias(1).map(str), IoResult[str])
    assert_type(unit(), Ok[None] | Err[Lost])
    assert_type(a_pair().map(lambda pair: pair[1]), IoResult[str])


def matched_by_alias(r: IoResult[T]) -> T | None:
    match r:
        case Ok(value):
            return value
        case Err(_):
            return None


def and_then(r: Result[T, E], function: Callable[[T], Result[U, E]]) -> Result[U, E]:
    match r:
        case Ok(value):
            return function(value)
        case Err() as err:
            return err


def collected(results: Iterable[Result[T, E]]) -> Result[list[T], E]:
    values: list[T] = []
    for r in results:
        match r:
            case Ok(value):
                values.append(value)
            case Err() as err:
                return err
    return Ok(values)


def mapped(r: Result[T, E], function: Callable[[T], U]) -> Result[U, E]:
    return r.map(function)


def swapped(r: Result[T, E]) -> Result[E, T]:
    return r.swap()


def first_ok(results: Iterable[Result[T, E]], default: U) -> T | U:
    return next((r.unwrap() for r in results if is_ok(r)), default)


def functions(r: IoResult[int], results: list[IoResult[int]]) -> None:
    assert_type(matched_by_alias(r), int | None)
    assert_type(and_then(r, by_alias), IoResult[int])
    assert_type(collected(results), IoResult[list[int]])
    assert_type(collected([r, r]), IoResult[list[int]])
    assert_type(mapped(r, str), IoResult[str])
    assert_type(swapped(r), Result[Error, int])
    assert_type(first_ok(results, None), int | None)


def covariant_in_the_value(r: Result[bool, Refused]) -> Result[int, Refused]:
    return r


def covariant_in_the_error(r: Result[int, Refused]) -> Result[int, Error]:
    return r


def covariant_to_a_union(r: Result[int, Refused]) -> Result[int | str, Refused | Lost]:
    return r


def covariant_to_object(r: Result[int, Refused]) -> Result[object, object]:
    return r


def covariant_in_a_sequence(results: list[Result[bool, Refused]]) -> Sequence[IoResult[int]]:
    return results


def joined_with_another_error(n: int) -> Result[int, Refused | Lost]:
    first: Result[int, Refused] = Ok(n)
    second: Result[int, Lost] = Err(Lost())
    return first if n else second


def both_errors_of_a_bind(r: Result[int, Refused], f: Callable[[int], Result[str, Lost]]) -> None:
    widened: Result[str, Refused | Lost] = r.bind(f)
    common: IoResult[str] = r.bind(f)
    assert_type(widened.unwrap(), str)
    assert_type(common.unwrap(), str)


def ok_and_err_are_results(ok: Ok[int], err: Err[Refused]) -> list[Result[int, Refused]]:
    return [ok, err]


class Source(ABC):
    @abstractmethod
    def read(self) -> IoResult[bytes]: ...

    def read_text(self) -> IoResult[str]:
        return self.read().map(lambda data: data.decode())


class Narrower(Source):
    def read(self) -> Result[bytes, Refused]:
        return Err(Refused())


class OnlyOk(Source):
    def read(self) -> Ok[bytes]:
        return Ok(b"")


class Resolver(Protocol[T_co]):
    def resolve(self) -> Result[Iterable[T_co], Error]: ...


class Loopback:
    def resolve(self) -> Result[list[int], Refused]:
        return Ok([1])


def resolved(resolver: Resolver[T]) -> IoResult[Iterable[T]]:
    return resolver.resolve()


def subclasses_and_protocols() -> None:
    assert_type(Narrower().read(), Result[bytes, Refused])
    assert_type(Narrower().read_text(), IoResult[str])
    assert_type(OnlyOk().read().unwrap(), bytes)
    assert_type(resolved(Loopback()), IoResult[Iterable[int]])


@overload
def looked_up(key: int) -> Result[str, Refused]: ...
@overload
def looked_up(key: str) -> Result[int, Lost]: ...
def looked_up(key: int | str) -> Result[str, Refused] | Result[int, Lost]:
    if isinstance(key, int):
        return Ok("")
    return Ok(0)


def overloads() -> None:
    assert_type(looked_up(1), Result[str, Refused])
    assert_type(looked_up("a"), Result[int, Lost])


@dataclass(frozen=True)
class Attempt(Generic[T]):
    outcome: IoResult[T]


class Exchange(NamedTuple):
    sent: IoResult[int]
    received: IoResult[bytes]


def held_in_fields(attempt: Attempt[int], exchange: Exchange) -> None:
    assert_type(attempt.outcome, IoResult[int])
    assert_type(Attempt(by_alias(1)).outcome.unwrap(), int)
    assert_type(exchange.received.map(len), IoResult[int])


def incoming() -> Iterator[IoResult[int]]:
    yield Ok(1)
    yield Err(Lost())


def collections(by_name: dict[str, IoResult[int]]) -> None:
    assert_type([r.unwrap() for r in incoming()], list[int])
    assert_type(next(incoming()), IoResult[int])
    assert_type(by_name["a"].value_or(0), int)
    assert_type({r.map(str) for r in incoming()}, set[Ok[str] | Err[Error]])
    kept: dict[Result[int, str], str] = {Ok(1): "one", Err("no"): "none"}
    assert_type(kept[Ok(1)], str)
