"""What a check of an exercise is, and how it ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias, final

from stdnet import From, Result, io
from stdnet.learn.judge.text import Text

if TYPE_CHECKING:
    from stdnet.learn.judge.process import Solution


@final
@dataclass(frozen=True)
class Failure(From[io.Error]):
    """A fault that a check has seen, as a teacher tells it.

    `rule` and `read` are those of the check if they are left out.
    """

    seen: Text
    """The sentence about what happened instead, without its last stop."""
    expected: bytes | Text | None = None
    received: bytes | None = None
    """The bytes that came back; None if they say nothing."""
    sent: Sequence[bytes] = ()
    """The pieces that the judge sent."""
    rule: Text | None = None
    read: str | None = None
    received_as: Text | None = None
    """The name of `received` where the program did not send it back."""
    is_last: bool = False
    """True if the program did not even begin: no other check makes sense, and no rule."""

    @classmethod
    def from_(cls, error: io.Error, /) -> Failure:
        """Makes one of an error of the judge's own sockets."""
        return cls(BROKEN.format(error=error))


BROKEN = Text("the connection to the program broke: {error}", "la conexión se cortó: {error}")


@final
@dataclass(frozen=True)
class Skipped:
    """Why a check cannot be made here, as the Err of its `Result`."""

    reason: Text


Run: TypeAlias = "Callable[[Solution], Result[None, Failure] | Result[None, Failure | Skipped]]"


@final
@dataclass(frozen=True)
class Check:
    """A question to a solution."""

    name: str
    title: Text
    """The sentence about what a right solution does, without its last stop."""
    rule: Text
    """Why: what holds for every program of this kind. A whole sentence."""
    read: str
    """The lesson or page that explains it, as `python -m stdnet.learn read` takes it."""
    run: Run


def check(*, title: Text, rule: Text, read: str) -> Callable[[Run], Check]:
    """Makes a check of a function, which gives the check its name."""

    def decorate(run: Run) -> Check:
        return Check(run.__name__, title, rule, read, run)

    return decorate


NOT_COUNTED: Final = Text(
    "what the program has open cannot be counted here",
    "aquí no se puede contar lo que el programa tiene abierto",
)
