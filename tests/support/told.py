"""Values and results as the oracle programs write them."""

import zlib
from collections.abc import Callable
from datetime import timedelta
from typing import Final, TypeVar

from stdnet import Err, Ok, io

_T = TypeVar("_T")

_MICROSECOND: Final = timedelta(microseconds=1)


def duration(value: str) -> timedelta | None:
    """So many microseconds, or none."""
    return None if value == "none" else int(value) * _MICROSECOND


def short(data: bytes | bytearray) -> str:
    """Bytes, which are letters, or length and Adler-32 where they are many."""
    return (
        data.decode() if len(data) <= 64 else f"{len(data)} bytes of sum {zlib.adler32(data):08x}"
    )


def failure(error: io.Error) -> str:
    """Both texts of an error."""
    return f"Err({error!r}) {error}"


def told(result: io.Result[_T], show: Callable[[_T], str] = repr) -> str:
    """A result."""
    match result:
        case Ok(value):
            return f"Ok({show(value)})"
        case Err(error):
            return failure(error)


def done(result: io.Result[None]) -> str:
    """A result of nothing."""
    return told(result, lambda _: "()")


def flag(result: io.Result[bool]) -> str:
    """A result of yes or no."""
    return told(result, lambda value: str(value).lower())


def option(result: io.Result[_T | None]) -> str:
    """A result of something or nothing."""
    return told(result, lambda value: "None" if value is None else f"Some({value!r})")


def micros(result: io.Result[timedelta | None]) -> str:
    """A result of microseconds."""
    return option(result.map(lambda dur: None if dur is None else dur // _MICROSECOND))
