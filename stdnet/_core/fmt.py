"""Text as Rust's `core::fmt` writes it: `{}` with a width, and `{:?}`."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from stdnet.result._debug import debug as result_debug

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
    """Returns a value as `{:?}` writes it, a `timedelta` as a `Duration`."""
    return debug_duration(value) if isinstance(value, timedelta) else result_debug(value)


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
