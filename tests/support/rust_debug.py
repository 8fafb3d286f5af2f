"""Results in the form in which the oracle programs print them.

`debug` is Rust's `{:?}`. `debug_hex` is the same, with bytes and text as hex digits, as they can be
anything. The `show` functions print an error as `{:?}` and then as `{}`, to compare both texts.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Final, TypeVar, cast

from stdnet import Err, Ok, Result, io
from stdnet._core import fmt

_T = TypeVar("_T")

_MICROSECOND: Final = timedelta(microseconds=1)


def debug_value(value: object) -> str:
    """Returns Rust's `{:?}` of a value, of a list, or of a tuple."""
    match value:
        case list():
            return f"[{_debug_values(cast('list[object]', value))}]"
        case tuple():
            return f"({_debug_values(cast('tuple[object, ...]', value))})"
        case _:
            return fmt.debug(value)


def _debug_values(values: Iterable[object]) -> str:
    return ", ".join(map(debug_value, values))


def debug(result: Result[object, object] | None) -> str:
    """Returns Rust's `{:?}` of a `Result`, or of an `Option` that is `None`."""
    match result:
        case None:
            return "None"
        case Ok(None):
            return "Ok(())"
        case Ok(value):
            return f"Ok({debug_value(value)})"
        case Err(error):
            return f"Err({error!r})"


def debug_hex(result: io.Result[object]) -> str:
    """Returns Rust's `{:?}` of a `Result`, with bytes and text as hex digits."""
    match result:
        case Ok(str(text)):
            return f'Ok("{text.encode().hex()}")'
        case Ok(bytes(data)):
            return f'Ok("{data.hex()}")'
        case _:
            return debug(result)


def debug_hex_items(items: Iterator[io.Result[object]], n: int) -> str:
    """Returns Rust's `{:?}` of a `Vec` of what the next `n` calls of `next` return."""
    found = [next(items, None) for _ in range(n)]
    shown = ["None" if item is None else f"Some({debug_hex(item)})" for item in found]
    return f"[{', '.join(shown)}]"


def show_error(error: io.Error) -> str:
    """Returns both texts of an error."""
    return f"Err({error!r}) {error}"


def show(result: io.Result[_T], show_value: Callable[[_T], str] = debug_value) -> str:
    """Returns the text of a `Result`."""
    match result:
        case Ok(value):
            return f"Ok({show_value(value)})"
        case Err(error):
            return show_error(error)


def show_unit(result: io.Result[None]) -> str:
    """Returns the text of an `io::Result<()>`."""
    return show(result, lambda _: "()")


def show_option(result: io.Result[_T | None]) -> str:
    """Returns the text of an `io::Result<Option<T>>`."""
    return show(result, lambda value: "None" if value is None else f"Some({value!r})")


def show_micros(result: io.Result[timedelta | None]) -> str:
    """Returns the text of an `io::Result<Option<Duration>>`, in microseconds."""
    return show_option(result.map(lambda dur: None if dur is None else dur // _MICROSECOND))


def parse_micros(text: str) -> timedelta | None:
    """Parses an `Option<Duration>`: a count of microseconds, or `none`."""
    return None if text == "none" else int(text) * _MICROSECOND


def abbreviate(data: bytes | bytearray) -> str:
    """Returns bytes, which are ASCII letters; of more than 64 the count and the Adler-32 sum."""
    return (
        data.decode() if len(data) <= 64 else f"{len(data)} bytes of sum {zlib.adler32(data):08x}"
    )
