"""Text as Rust's `core::fmt` writes it: `{}` with a width, and `{:?}`."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final
from unicodedata import category

_ALIGNMENT: Final = re.compile(".?[<^>]", re.DOTALL)
_MICROSECOND: Final = timedelta(microseconds=1)


def pad(text: str, spec: str) -> str:
    """Returns the text, cut to a precision and filled to a width. Rust's `Formatter::pad`.

    The spec is `[[fill]align][width][.precision]`.
    """
    found = _ALIGNMENT.match(spec)
    alignment = found[0] if found else ""
    # A 0 before the width makes Python fill with zeros. Rust does so for numbers, never for text.
    return format(text, alignment + spec[len(alignment) :].lstrip("0"))


def debug(value: object) -> str:
    """Returns a value as `{:?}` writes it; the `repr` of stdnet's own values does so already."""
    match value:
        case str():
            return debug_str(value)
        case bool():
            return str(value).lower()
        case timedelta():
            return debug_duration(value)
        case _:
            return repr(value)


def debug_struct(name: str, **fields: object) -> str:
    """Returns a structure as `{:?}` writes it."""
    inside = ", ".join(f"{field}: {debug(value)}" for field, value in fields.items())
    return f"{name} {{ {inside} }}"


def debug_option(value: object) -> str:
    """Returns an `Option` as `{:?}` writes it. Its `None` is Python's."""
    return "None" if value is None else f"Some({debug(value)})"


def debug_duration(dur: timedelta) -> str:
    """Returns a `Duration` as `{:?}` writes it: in s, in ms, or in µs."""
    micros = dur // _MICROSECOND
    for unit, size, digits in (("s", 1_000_000, 6), ("ms", 1000, 3), ("µs", 1, 0)):
        if micros >= size:
            whole, rest = divmod(micros, size)
            return f"{whole}.{rest:0{digits}}".rstrip("0").rstrip(".") + unit
    return "0ns"


def debug_str(text: str) -> str:
    """Returns a string as `{:?}` writes it: in quotes, with escapes."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    # A character of Grapheme_Extend would merge with the one before it, which may be the quote.
    extends = category(char) in {"Mn", "Me"} or char in _OTHER_GRAPHEME_EXTEND
    return f"\\u{{{ord(char):x}}}" if extends or not char.isprintable() else char


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
