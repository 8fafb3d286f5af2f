"""Rust's `core::fmt`: the `{:?}` text of strings and structures."""

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


def debug_str(text: str) -> str:
    """A string as Rust's `{:?}` writes it."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    # A combining mark would merge with the quote before it.
    if char.isprintable() and category(char) not in {"Mn", "Me"}:
        return char
    return f"\\u{{{ord(char):x}}}"


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
