"""`From[E]` types its `from_`, and a class that has one is called and matched as any other."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, NamedTuple, Self, TypeAlias, TypeVar, assert_never, assert_type

from stdnet import AddrParseError, Err, From, Ok, Result, TcpStream, io, propagate

T = TypeVar("T")


@dataclass(frozen=True)
class Lost(From[io.Error]):
    source: io.Error


@dataclass(frozen=True)
class Garbled(From[AddrParseError | UnicodeDecodeError]):
    source: AddrParseError | UnicodeDecodeError


class Refused(Exception, From[str]): ...


class Named(NamedTuple):
    """A class of one's own, which has a `from_` without `From`."""

    number: int

    @staticmethod
    def from_(error: int) -> "Named":
        return Named(error)


@dataclass(frozen=True)
class Counted(From[str]):
    """A class that defines its `from_` itself."""

    length: int

    @classmethod
    def from_(cls, error: str, /) -> Self:
        return cls(len(error))


@dataclass(frozen=True)
class Wrapped(From[T], Generic[T]):
    inner: T


FetchError: TypeAlias = Lost | Garbled


@propagate
def fetch(addr: str) -> Result[str, FetchError]:
    stream = TcpStream.connect(addr).unwrap()
    return Ok(str(stream.peer_addr().unwrap()))


@propagate
async def fetch_later(addr: str) -> Result[str, FetchError]:
    return Ok(fetch(addr).unwrap())


def calls(e: io.Error, parse: AddrParseError, decode: UnicodeDecodeError) -> None:
    assert_type(Lost.from_(e), Lost)
    assert_type(Garbled.from_(parse), Garbled)
    assert_type(Garbled.from_(decode), Garbled)
    assert_type(Refused.from_("no"), Refused)
    assert_type(Named.from_(1), Named)
    assert_type(Counted.from_("no"), Counted)
    assert_type(Wrapped[int].from_(1), Wrapped[int])
    assert_type(Lost.from_(e).source, io.Error)


def as_a_callback(r: io.Result[int], function: Callable[[io.Error], Lost]) -> None:
    assert_type(r.map_err(Lost.from_), Result[int, Lost])
    assert_type(r.map_err(function), Result[int, Lost])
    as_callback: Callable[[io.Error], Lost] = Lost.from_
    print(as_callback)


def constructors_stay(e: io.Error) -> None:
    assert_type(Lost(e), Lost)
    assert_type(Lost(source=e), Lost)


def matched(addr: str) -> str:
    match fetch(addr):
        case Ok(text):
            return text
        case Err(e):
            assert_type(e, Lost | Garbled)
            match e:
                case Lost(source):
                    assert_type(source, io.Error)
                    return str(source.kind())
                case Garbled(source):
                    assert_type(source, AddrParseError | UnicodeDecodeError)
                    return str(source)
                case _:
                    assert_never(e)


async def later(addr: str) -> None:
    assert_type(await fetch_later(addr), Result[str, FetchError])


def is_a(error: Lost) -> From[io.Error]:
    return error
