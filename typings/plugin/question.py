"""A `?` of an error that the function neither declares nor converts.

This folder holds the contracts of the plugin for mypy. A line with a comment `# E: code` is
reported under that code, with as many different texts as the code stands there; no other line is
reported.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import (
    Any,
    Generic,
    Literal,
    NamedTuple,
    Never,
    NewType,
    Protocol,
    Self,
    TypeAlias,
    TypedDict,
    TypeVar,
    overload,
)

from returns.result import Failure
from returns.result import Result as Open
from typing_extensions import override

import stdnet
from stdnet import AddrParseError, Err, From, Ok, Result, SocketAddr, TcpStream, io, propagate
from stdnet import propagate as question_mark

T = TypeVar("T")
E = TypeVar("E")
ErrorT = TypeVar("ErrorT", bound=Exception)
OneOfTwo = TypeVar("OneOfTwo", "Lost", "Garbled")


class Base(Exception): ...


class Lost(Base): ...


class Garbled(Exception): ...


class Wrapped(Exception, From[Lost]): ...


class WrappedOfTwo(Exception, From[Lost | Garbled]): ...


def lost(n: int = 0) -> Result[int, Lost]:
    return Ok(n) if n else Err(Lost())


def garbled(n: int = 0) -> Result[int, Garbled]:
    return Ok(n) if n else Err(Garbled())


def either(n: int = 0) -> Result[int, Lost | Garbled]:
    return lost(n) if n else garbled(n)


async def lost_later() -> Result[int, Lost]:
    return lost()


# What a function declares.


@propagate
def the_same() -> Result[int, Lost]:
    return Ok(lost().unwrap())


@propagate
def a_base() -> Result[int, Base]:
    return Ok(lost().unwrap() + garbled().unwrap())  # E: question


@propagate
def a_subclass(r: Result[int, Base]) -> Result[int, Lost]:
    return Ok(r.unwrap())  # E: question


@propagate
def another() -> Result[int, Garbled]:
    return Ok(lost().unwrap())  # E: question


@propagate
def one_of_a_union() -> Result[int, Lost | Garbled]:
    return Ok(lost().unwrap() + garbled().unwrap() + either().unwrap())


@propagate
def two_halves() -> Ok[int] | Err[Lost] | Err[Garbled]:
    return Ok(lost().unwrap() + garbled().unwrap() + either().unwrap())


@propagate
def a_member_of_a_union() -> Result[int, Lost]:
    return Ok(either().unwrap())  # E: question


@propagate
def two_members_of_a_union() -> Result[int, str]:
    return Ok(either().unwrap())  # E: question, question


@propagate
def a_union_of_halves(r: Ok[int] | Err[Lost] | Err[Garbled]) -> Result[int, Lost]:
    return Ok(r.unwrap())  # E: question


@propagate
def not_even_an_error(r: Result[int, None]) -> Result[int, int]:
    return Ok(r.unwrap())  # E: question


@propagate
def each_question_by_itself() -> Result[int, Garbled]:
    n = garbled().unwrap()
    m = lost().unwrap()  # E: question
    return Ok(n + m)


@propagate
def of_io(port: int) -> io.Result[SocketAddr]:
    lost().unwrap()  # E: question
    return Ok(TcpStream.connect(("127.0.0.1", port)).unwrap().peer_addr().unwrap())


@propagate
def chained(port: int) -> Result[int, AddrParseError]:
    return Ok(TcpStream.connect(("::1", port)).unwrap().local_addr().unwrap().port())  # E: question


@propagate
def of_the_halves(ok: Ok[int], err: Err[Lost]) -> Result[int, Garbled]:
    if ok.unwrap():
        err.unwrap()  # E: question
    return Ok(1)


@propagate
def in_another_error(r: Result[int, Lost]) -> Result[int, Garbled]:
    return Ok(r.map_err(lambda _: Garbled()).unwrap())


@propagate
def a_panic(r: Result[int, Lost]) -> Result[int, Garbled]:
    return Ok(r.expect("there is a number") + r.unwrap_or(0))


@propagate
def no_error_at_all() -> Ok[int]:
    return Ok(lost().unwrap())  # E: question


@propagate
def never_an_error() -> Result[int, Never]:
    return Ok(lost().unwrap())  # E: question


# Types of errors.

Code = NewType("Code", int)
Both: TypeAlias = Lost | Garbled
LostResult: TypeAlias = Result[T, Lost]


class Errno(TypedDict):
    errno: int


class HasErrno(Protocol):
    errno: int


class WithErrno(Exception):
    errno = 0


class Pair(NamedTuple):
    first: int
    second: str


@propagate
def a_number(r: Result[int, int]) -> Result[int, float]:
    return Ok(r.unwrap())


@propagate
def a_wider_number(r: Result[int, float]) -> Result[int, int]:
    return Ok(r.unwrap())  # E: question


@propagate
def a_literal(r: Result[int, Literal["a"]]) -> Result[int, Literal["a", "b"]]:
    return Ok(r.unwrap())


@propagate
def another_literal(r: Result[int, Literal["a", "c"]]) -> Result[int, Literal["a", "b"]]:
    return Ok(r.unwrap())  # E: question


@propagate
def any_text(r: Result[int, str]) -> Result[int, Literal["a"]]:
    return Ok(r.unwrap())  # E: question


@propagate
def a_new_type(r: Result[int, Code]) -> Result[int, int]:
    return Ok(r.unwrap())


@propagate
def a_protocol(r: Result[int, WithErrno]) -> Result[int, HasErrno]:
    return Ok(r.unwrap() + lost().unwrap())  # E: question


@propagate
def a_typed_dict(r: Result[int, Errno]) -> Result[int, str]:
    return Ok(r.unwrap())  # E: question


@propagate
def a_named_tuple(r: Result[int, Pair], s: Result[int, tuple[int, str]]) -> Result[int, Pair]:
    return Ok(r.unwrap() + s.unwrap())  # E: question


@propagate
def a_list(r: Result[int, list[str]], s: Result[int, list[int]]) -> Result[int, Sequence[str]]:
    return Ok(r.unwrap() + s.unwrap())  # E: question


@propagate
def an_alias_of_errors() -> Result[int, Both]:
    return Ok(lost().unwrap())


@propagate
def an_alias_of_results() -> LostResult[int]:
    return Ok(lost().unwrap() + garbled().unwrap())  # E: question


@propagate
def a_string() -> "Result[int, Lost]":
    return Ok(lost().unwrap() + garbled().unwrap())  # E: question


@propagate
def of_anything(r: Result[int, Any]) -> Result[int, Lost]:
    return Ok(r.unwrap())


@propagate
def into_anything() -> Result[int, Any]:
    return Ok(lost().unwrap())


@propagate
def into_anything_or_lost() -> Result[int, Lost | Any]:
    return Ok(garbled().unwrap())


@propagate
def into_an_object() -> Result[int, object]:
    return Ok(lost().unwrap())


@propagate
def of_a_type_variable(r: Result[int, E]) -> Result[int, E]:
    return Ok(r.unwrap())


@propagate
def into_a_type_variable(r: Result[int, E]) -> Result[int, E]:
    return Ok(r.unwrap() + lost().unwrap())


@propagate
def of_a_type_variable_into_another_error(r: Result[int, ErrorT]) -> Result[int, Lost]:
    return Ok(r.unwrap())


@propagate
def with_a_value_of_any_type(r: Result[T, Lost]) -> Result[T, Garbled]:
    return Ok(r.unwrap())  # E: question


@propagate
def checked_twice(r: Result[int, OneOfTwo]) -> Result[int, OneOfTwo]:
    @propagate
    def inner() -> Result[int, str]:
        return Ok(lost().unwrap())  # E: question

    return Ok(r.unwrap() + inner().unwrap_or(0))


@propagate
def of_returns(r: Open[int, Lost], f: Failure[Lost]) -> Open[int, Garbled]:
    if r.unwrap():  # E: question
        f.unwrap()  # E: question
    return lost().map_err(lambda _: Garbled())


# Kinds of functions.


@propagate
async def a_coroutine() -> Result[int, Garbled]:
    n = (await lost_later()).unwrap()  # E: question
    return Ok(n + garbled().unwrap())


class Client:
    def __init__(self, n: int) -> None:
        self.n = n

    @propagate
    def a_method(self) -> Result[int, Garbled]:
        return Ok(lost(self.n).unwrap())  # E: question

    @propagate
    async def a_coroutine_method(self) -> Result[int, Garbled]:
        return Ok((await lost_later()).unwrap())  # E: question

    @staticmethod
    @propagate
    def a_static_method() -> Result[int, Garbled]:
        return Ok(lost().unwrap())  # E: question

    @classmethod
    @propagate
    def a_class_method(cls) -> Result[Self, Garbled]:
        return Ok(cls(lost().unwrap()))  # E: question

    @property
    @propagate
    def a_property(self) -> Result[int, Garbled]:
        return Ok(lost(self.n).unwrap())  # E: question

    @property
    @propagate
    def with_a_setter(self) -> Result[int, Garbled]:
        return Ok(lost(self.n).unwrap())  # E: question

    @with_a_setter.setter
    def with_a_setter(self, n: int) -> None:
        self.n = lost(n).unwrap()

    @cached_property
    @propagate
    def cached(self) -> Result[int, Garbled]:
        return Ok(lost(self.n).unwrap())  # E: question

    @propagate
    def __call__(self) -> Result[int, Garbled]:
        return Ok(lost(self.n).unwrap())  # E: question


class Special(Client):
    @override
    @propagate
    def a_method(self) -> Result[int, Garbled]:
        return Ok(super().a_method().unwrap() + lost().unwrap())  # E: question


class Box(Generic[E]):
    def __init__(self, error: E) -> None:
        self.error = error

    @propagate
    def of_its_variable(self, r: Result[int, E]) -> Result[int, E]:
        return Ok(r.unwrap())

    @propagate
    def of_another(self, r: Result[int, Lost]) -> Result[int, list[E]]:
        return Ok(r.unwrap())  # E: question


@propagate
def of_a_box(box: Box[Lost], r: Result[int, Lost]) -> Result[int, Garbled]:
    return Ok(box.of_its_variable(r).unwrap())  # E: question


@overload
def overloaded(n: int) -> Result[int, Garbled]: ...
@overload
def overloaded(n: str) -> Result[str, Garbled]: ...
@propagate
def overloaded(n: int | str) -> Result[int, Garbled] | Result[str, Garbled]:
    return Ok(lost().unwrap())  # E: question


@cache
@propagate
def decorated_twice(n: int) -> Result[int, Garbled]:
    return Ok(lost(n).unwrap())  # E: question


@stdnet.propagate
def by_another_name() -> Result[int, Garbled]:
    return Ok(lost().unwrap())  # E: question


@question_mark
def by_a_name_of_ones_own() -> Result[int, Garbled]:
    return Ok(lost().unwrap())  # E: question


def _plain() -> Result[int, Garbled]:
    return Ok(lost().unwrap())  # E: question


propagating = propagate(_plain)

if sys.platform == "linux":

    @propagate
    def in_a_condition() -> Result[int, Garbled]:
        return Ok(lost().unwrap())  # E: question


# Places in a function.


@propagate
def in_statements(n: int) -> Result[int, Garbled]:
    for _ in range(lost().unwrap()):  # E: question
        n += lost().unwrap()  # E: question
    while lost().unwrap():  # E: question
        assert lost().unwrap()  # E: question
    try:
        n = lost().unwrap()  # E: question
    except ValueError:
        n = lost().unwrap()  # E: question
    else:
        n = lost().unwrap()  # E: question
    finally:
        n = lost().unwrap()  # E: question
    match lost().unwrap():  # E: question
        case 1 if lost().unwrap():  # E: question
            n = lost().unwrap()  # E: question
        case _:
            pass
    if lost().unwrap():  # E: question
        n = 1
    elif lost().unwrap():  # E: question
        n = 2
    with TcpStream.connect(("::1", lost().unwrap())).expect("a server"):  # E: question
        pass
    return Ok(n)


@propagate
def in_expressions(n: int) -> Result[list[int], Garbled]:
    return Ok([lost().unwrap() if n else -lost().unwrap(), n or lost().unwrap()])  # E: question


@propagate
def in_comprehensions(numbers: list[int]) -> Result[int, Garbled]:
    a = [lost(n).unwrap() for n in numbers]  # E: question
    b = {lost(n).unwrap() for n in numbers if garbled(n).unwrap()}  # E: question
    c = {n: [lost(m).unwrap() for m in numbers] for n in numbers}  # E: question
    return Ok(sum(lost(n).unwrap() for n in [*a, *b, *c]))  # E: question


@propagate
def in_lambdas(numbers: list[int]) -> Result[int, Garbled]:
    get: Callable[[], int] = lambda: lost().unwrap()  # noqa: E731  # E: question
    deep: Callable[[], Callable[[], int]] = lambda: lambda: lost().unwrap()  # noqa: E731  # E: question
    first = garbled().map(lambda n: lost(n).unwrap()).unwrap()  # E: question
    return Ok(get() + deep()() + first)


@propagate
def in_other_expressions(numbers: list[int]) -> Result[str, Garbled]:
    a, b = lost().unwrap(), garbled().unwrap()  # E: question
    if (c := lost().unwrap()) < lost().unwrap() < 3:  # E: question
        numbers[lost().unwrap()] = c  # E: question
    print(*[lost().unwrap()], sep=str(lost().unwrap()))  # E: question
    del numbers[lost().unwrap() :]  # E: question
    return Ok(f"{a} {b} {lost().unwrap():d}")  # E: question


# mypy holds errors in the arguments of these back, and takes them for wrong arguments.
@propagate
def in_arguments_of_overloaded_functions(numbers: list[int]) -> Result[int, Garbled]:
    a = max(lost().unwrap(), 1)  # E: question
    b = sorted(numbers, key=lambda n: lost(n).unwrap())  # E: question
    c = map(lambda n: lost(n).unwrap(), numbers)  # noqa: C417  # E: question
    d = numbers + [lost().unwrap()]  # noqa: RUF005  # E: question
    e = sum(lost(n).unwrap() for n in numbers)  # E: question
    f = [0] * lost().unwrap() + [lost().unwrap()]  # E: question
    g = round(lost().unwrap(), 1)  # E: question
    numbers += [lost().unwrap()]  # E: question
    return Ok(a + len(b) + sum(c) + len(d) + e + len(f) + g)


@propagate
def in_a_function_inside() -> Result[int, Lost]:
    @propagate
    def inner() -> Result[int, Garbled]:
        return Ok(lost().unwrap())  # E: question

    def plain() -> int:
        return garbled().unwrap()

    @propagate
    async def later() -> Result[int, Garbled]:
        return Ok((await lost_later()).unwrap())  # E: question

    return Ok(lost().unwrap() + inner().unwrap_or(0) + plain() + len(later.__name__))


@propagate
def around_a_function_inside() -> Result[int, Garbled]:
    @lru_cache(maxsize=lost().unwrap())  # E: question
    def inner(n: int = lost().unwrap()) -> Result[int, Lost]:  # E: question
        return Ok(n)

    def plain(n: int = lost().unwrap()) -> int:  # E: question
        return n

    return Ok(inner().unwrap_or(0) + plain())


# What a `from_` converts.


@dataclass(frozen=True)
class OfIo(From[io.Error]):
    source: io.Error


@dataclass(frozen=True)
class Parsed(From[AddrParseError | UnicodeDecodeError]):
    source: AddrParseError | UnicodeDecodeError


FetchError: TypeAlias = OfIo | Parsed


@propagate
def fetch(r: io.Result[str], s: Result[int, AddrParseError]) -> Result[int, FetchError]:
    return Ok(len(r.unwrap()) + s.unwrap())


@propagate
def fetch_and_lose(r: io.Result[str]) -> Result[int, FetchError]:
    return Ok(len(r.unwrap()) + lost().unwrap())  # E: question


@propagate
def each_member(r: Result[int, Lost | Garbled | str]) -> Result[int, Wrapped | str]:
    return Ok(r.unwrap())  # E: question


@propagate
def a_union_as_a_source() -> Result[int, WrappedOfTwo]:
    return Ok(either().unwrap())


class Sub(Lost): ...


@propagate
def a_subclass_of_the_source(r: Result[int, Sub]) -> Result[int, Wrapped]:
    return Ok(r.unwrap())


@propagate
def a_base_of_the_source(r: Result[int, Base]) -> Result[int, Wrapped]:
    return Ok(r.unwrap())  # E: question


class Inherited(Wrapped): ...


@propagate
def by_a_base() -> Result[int, Inherited]:
    return Ok(lost().unwrap())


@propagate
def by_a_subclass_of_the_declared_class(r: Result[int, Inherited]) -> Result[int, Wrapped]:
    return Ok(r.unwrap())


class Also(Exception, From[Lost]): ...


@propagate
def several_takers() -> Result[int, Wrapped | Also]:
    return Ok(lost().unwrap())  # E: question


@propagate
def declared_twice(n: int) -> Result[int, Wrapped] | Result[str, Wrapped]:
    return Ok(lost(n).unwrap())


@propagate
def declared_beside_a_taker() -> Result[int, Wrapped | Lost]:
    return Ok(lost().unwrap())


class Static(Exception):
    @staticmethod
    def from_(error: Lost | str) -> "Static":
        return Static(error)


class ByClass(Exception):
    @classmethod
    def from_(cls, error: Lost) -> Self:
        return cls(error)


class Overloaded(Exception):
    @overload
    @staticmethod
    def from_(error: Lost) -> "Overloaded": ...
    @overload
    @staticmethod
    def from_(error: str) -> "Overloaded": ...
    @staticmethod
    def from_(error: Lost | str) -> "Overloaded":
        return Overloaded(error)


class OverloadedByClass(Exception):
    @overload
    @classmethod
    def from_(cls, error: Lost) -> Self: ...
    @overload
    @classmethod
    def from_(cls, error: str, why: str = "") -> Self: ...
    @classmethod
    def from_(cls, error: Lost | str, why: str = "") -> Self:
        return cls(error, why)


class OfAnything(Exception):
    @staticmethod
    def from_(error: Any) -> "OfAnything":
        return OfAnything(error)


class OfATypeVariable(Exception):
    @staticmethod
    def from_(error: list[T]) -> "OfATypeVariable":
        return OfATypeVariable(error)


class NamedError(NamedTuple):
    number: int

    @staticmethod
    def from_(error: int) -> "NamedError":
        return NamedError(error)


class AField(Exception):
    from_: Callable[[Lost], "AField"]


class AFieldOfATuple(NamedTuple):
    from_: Callable[[Lost], "AField"]


def wrap(error: Lost) -> "AStaticMethodByAssignment":
    return AStaticMethodByAssignment(error)


class AStaticMethodByAssignment(Exception):
    from_ = staticmethod(wrap)


class AnInstanceMethod(Exception):
    def from_(self, error: Lost) -> "AnInstanceMethod":
        return AnInstanceMethod(self, error)


@dataclass(frozen=True)
class OfItsVariable(From[T], Generic[T]):
    inner: T


class ByItsVariable(Generic[T]):
    @classmethod
    def from_(cls, error: list[T]) -> Self:
        return cls() if error else cls.from_(error)


@propagate
def a_static_from_(r: Result[int, str]) -> Result[int, Static]:
    return Ok(lost().unwrap() + r.unwrap() + garbled().unwrap())  # E: question


@propagate
def a_class_method_from_() -> Result[int, ByClass]:
    return Ok(lost().unwrap() + garbled().unwrap())  # E: question


@propagate
def an_overloaded_from_(r: Result[int, str]) -> Result[int, Overloaded]:
    return Ok(lost().unwrap() + r.unwrap() + garbled().unwrap())  # E: question


@propagate
def an_overloaded_class_method_from_(r: Result[int, str]) -> Result[int, OverloadedByClass]:
    return Ok(lost().unwrap() + r.unwrap() + garbled().unwrap())  # E: question


@propagate
def a_from_of_anything() -> Result[int, OfAnything]:
    return Ok(lost().unwrap() + garbled().unwrap())


@propagate
def a_generic_from_(r: Result[int, list[int]]) -> Result[int, OfATypeVariable]:
    return Ok(r.unwrap() + lost().unwrap())  # E: question


@propagate
def a_from_of_a_named_tuple(r: Result[int, int], s: Result[int, str]) -> Result[int, NamedError]:
    return Ok(r.unwrap() + s.unwrap())  # E: question


@propagate
def a_field_called_from_() -> Result[int, AField]:
    return Ok(lost().unwrap())  # E: question


@propagate
def a_field_of_a_tuple_called_from_() -> Result[int, AFieldOfATuple]:
    return Ok(lost().unwrap())  # E: question


@propagate
def a_static_method_by_assignment() -> Result[int, AStaticMethodByAssignment]:
    return Ok(lost().unwrap())


@propagate
def an_instance_method_called_from_() -> Result[int, AnInstanceMethod]:
    return Ok(lost().unwrap())  # E: question


@propagate
def a_generic_class(r: Result[int, str]) -> Result[int, OfItsVariable[Lost]]:
    return Ok(lost().unwrap() + r.unwrap())  # E: question


@propagate
def another_generic_class(
    r: Result[int, list[int]], s: Result[int, list[str]]
) -> Result[int, ByItsVariable[int]]:
    return Ok(r.unwrap() + s.unwrap())  # E: question


@propagate
def a_kind_of_error(r: Result[int, io.ErrorKind]) -> io.Result[int]:
    return Ok(r.unwrap())


@propagate
def for_a_type_variable_nothing(r: Result[int, E]) -> Result[int, Wrapped]:
    return Ok(r.unwrap())
