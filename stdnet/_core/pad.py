"""Rust's `Formatter::pad`: how a text that is written as a whole follows a format spec."""

from __future__ import annotations

import re
from typing import Final

# Before a width, a 0 makes Python fill with zeros; Rust does so with numbers, never with a text.
_ZERO_FLAG: Final = re.compile("((?:.?[<^>])?)0*(.*)", re.DOTALL).fullmatch


def pad(text: str, spec: str) -> str:
    """The text, cut to a precision and filled to a width: `[[fill]align][width][.precision]`."""
    found = _ZERO_FLAG(spec)
    return format(text, found[1] + found[2] if found else spec)
