"""Rust's `core::fmt`: the `{:?}` text of strings and structures."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final
from unicodedata import category

_ESCAPES: Final = {
    '"': '\\"',
    "\\": "\\\\",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\0": "\\0",
}

# Letters and spacing marks that merge with the character before them, as all of "Mn" and "Me" do:
# Unicode's Other_Grapheme_Extend.
_MERGING: Final = frozenset(
    "\u09be\u09d7\u0b3e\u0b57\u0bbe\u0bd7\u0cc0\u0cc2\u0cc7\u0cc8\u0cca\u0ccb\u0cd5\u0cd6\u0d3e\u0d57"
    "\u0dcf\u0ddf\u1715\u1734\u1b35\u1b3b\u1b3d\u1b43\u1b44\u1baa\u1bf2\u1bf3\u302e\u302f\ua953\ua9c0"
    "\uff9e\uff9f\U000111c0\U00011235\U0001133e\U0001134d\U00011357\U000114b0\U000114bd"
    "\U000115af\U000116b6\U00011930\U0001193d\U00011f41\U00016ff0\U00016ff1\U0001d165"
    "\U0001d166\U0001d16d\U0001d16e\U0001d16f\U0001d170\U0001d171\U0001d172"
)


def debug_str(text: str) -> str:
    """A string as Rust's `{:?}` writes it."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    # What merges with the character before it would merge with the quote.
    if not char.isprintable() or category(char) in {"Mn", "Me"} or char in _MERGING:
        return f"\\u{{{ord(char):x}}}"
    return char


def debug(value: object) -> str:
    """A value as Rust's `{:?}` writes it: strings, booleans, and all else by its `repr`."""
    match value:
        case str():
            return debug_str(value)
        case bool():
            return str(value).lower()
        case _:
            return repr(value)


def debug_struct(name: str, **fields: object) -> str:
    """A structure as Rust's `{:?}` writes it."""
    inside = ", ".join(f"{field}: {debug(value)}" for field, value in fields.items())
    return f"{name} {{ {inside} }}"


_MICROSECOND: Final = timedelta(microseconds=1)
_UNITS: Final = (("s", 1_000_000, 6), ("ms", 1000, 3), ("µs", 1, 0))


def debug_option(value: object) -> str:
    """An `Option`, whose `None` is Python's."""
    if value is None:
        return "None"
    return f"Some({debug_duration(value) if isinstance(value, timedelta) else debug(value)})"


def debug_duration(dur: timedelta) -> str:
    """A `Duration`, in the largest unit of which it has one."""
    count = dur // _MICROSECOND
    for unit, size, digits in _UNITS:
        if count >= size:
            whole, rest = divmod(count, size)
            return f"{whole}.{rest:0{digits}}".rstrip("0").rstrip(".") + unit
    return "0ns"


# Before a width, a 0 makes Python fill with zeros; Rust does so with numbers, never with a text.
_ZERO_FLAG: Final = re.compile("((?:.?[<^>])?)0*(.*)", re.DOTALL).fullmatch


def pad(text: str, spec: str) -> str:
    """The text, cut to a precision and filled to a width: `[[fill]align][width][.precision]`."""
    found = _ZERO_FLAG(spec)
    return format(text, found[1] + found[2] if found else spec)
