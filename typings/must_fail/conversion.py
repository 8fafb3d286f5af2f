"""`From[E]` called with another error, or with a `from_` that contradicts it."""

from dataclasses import dataclass
from typing import Self

from stdnet import From, Result, io


@dataclass(frozen=True)
class Lost(From[io.Error]):
    source: io.Error


def another_error(r: Result[int, str]) -> None:
    Lost.from_("no")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Lost.from_()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Lost.from_(error=io.Error.other("no"))  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    r.map_err(Lost.from_)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    number: int = Lost.from_(io.Error.other("no"))  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    print(number)


@dataclass(frozen=True)
class Narrower(From[io.Error]):
    text: str

    @classmethod
    def from_(cls, error: str, /) -> Self:  # type: ignore[override]  # pyright: ignore[reportIncompatibleMethodOverride]
        return cls(error)


@dataclass(frozen=True)
class OfNothing(From):  # type: ignore[type-arg]  # pyright: ignore[reportMissingTypeArgument]
    source: io.Error


class OfTwo(From[io.Error, str]): ...  # type: ignore[type-arg]  # pyright: ignore[reportInvalidTypeArguments]
