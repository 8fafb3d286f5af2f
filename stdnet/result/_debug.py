"""The `{:?}` text of values: how `Ok`, `Err` and panics show what is in them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, cast


class _Escapes(dict[int, str]):
    """The text of each character, for `str.translate`. It holds those of ASCII."""

    def __missing__(self, code: int) -> str:
        from stdnet.result._unicode import is_escaped  # noqa: PLC0415 - late: few texts need it

        return f"\\u{{{code:x}}}" if is_escaped(code) else chr(code)


_ESCAPES: Final = _Escapes(
    {code: chr(code) for code in range(0x20, 0x7F)}
    | {ord(char): f"\\{char}" for char in '"\\'}
    | {0x00: "\\0", 0x09: "\\t", 0x0A: "\\n", 0x0D: "\\r"}
)


def debug_str(text: str) -> str:
    r"""Returns a string as Rust's `{:?}` writes it.

    >>> from stdnet.result._debug import debug_str
    >>> print(debug_str("one\ttwo"))
    "one\ttwo"
    """
    return f'"{text.translate(_ESCAPES)}"'


def debug(value: object) -> str:
    """Returns a value as Rust's `{:?}` writes it.

    Strings and booleans are written as in Rust, inside of lists, tuples and dictionaries too.
    Everything else is its `repr`.

    >>> from stdnet.result._debug import debug
    >>> print(debug(("a", [True, None])))
    ("a", [true, None])
    """
    return _debug(value, ())


def _debug(value: object, outer: tuple[object, ...]) -> str:
    kind = type(value)
    if kind.__repr__ is str.__repr__:
        return debug_str(cast("str", value))
    if kind is bool:
        return str(value).lower()
    if kind not in (list, tuple, dict):
        return repr(value)
    if any(value is each for each in outer):
        return "..."  # It contains itself.
    inside = (*outer, value)
    if isinstance(value, dict):
        pairs = cast("dict[object, object]", value).items()
        return f"{{{', '.join(f'{_debug(k, inside)}: {_debug(v, inside)}' for k, v in pairs)}}}"
    texts = [_debug(each, inside) for each in cast("Iterable[object]", value)]
    if kind is list:
        return f"[{', '.join(texts)}]"
    return f"({texts[0]},)" if len(texts) == 1 else f"({', '.join(texts)})"
