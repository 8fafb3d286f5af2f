"""The `{:?}` text of values: how `Ok`, `Err` and panics show what is in them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, cast
from unicodedata import category

_ESCAPES: Final = {
    '"': '\\"',
    "\\": "\\\\",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\0": "\\0",
}

_OTHER_GRAPHEME_EXTEND: Final = frozenset(
    "\u09be\u09d7\u0b3e\u0b57\u0bbe\u0bd7\u0cc0\u0cc2\u0cc7\u0cc8\u0cca\u0ccb\u0cd5\u0cd6\u0d3e\u0d57"
    "\u0dcf\u0ddf\u1715\u1734\u1b35\u1b3b\u1b3d\u1b43\u1b44\u1baa\u1bf2\u1bf3\u302e\u302f\ua953\ua9c0"
    "\uff9e\uff9f\U000111c0\U00011235\U0001133e\U0001134d\U00011357\U000114b0\U000114bd"
    "\U000115af\U000116b6\U00011930\U0001193d\U00011f41\U00016ff0\U00016ff1\U0001d165"
    "\U0001d166\U0001d16d\U0001d16e\U0001d16f\U0001d170\U0001d171\U0001d172"
)
"""The letters and spacing marks that Unicode's Grapheme_Extend has besides "Mn" and "Me"."""


def debug_str(text: str) -> str:
    r"""Returns a string as Rust's `{:?}` writes it.

    >>> from stdnet.result._debug import debug_str
    >>> print(debug_str("one\ttwo"))
    "one\ttwo"
    """
    return '"' + "".join(map(_escape, text)) + '"'


def _escape(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    # A character of Grapheme_Extend would merge with the one before it, which may be the quote.
    extends = category(char) in {"Mn", "Me"} or char in _OTHER_GRAPHEME_EXTEND
    return f"\\u{{{ord(char):x}}}" if extends or not char.isprintable() else char


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
