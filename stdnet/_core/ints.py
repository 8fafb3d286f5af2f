"""Range checks of integers. Each function is named after the Rust type that it checks for."""

from __future__ import annotations

from operator import index
from typing import Final, SupportsIndex

from stdnet._core.arguments import wrong_int

U8_MAX: Final = 0xFF
U16_MAX: Final = 0xFFFF
U32_MAX: Final = 0xFFFF_FFFF
U64_MAX: Final = 0xFFFF_FFFF_FFFF_FFFF
U128_MAX: Final = (1 << 128) - 1
I32_MIN: Final = -0x8000_0000
I32_MAX: Final = 0x7FFF_FFFF
I64_MIN: Final = -0x8000_0000_0000_0000
I64_MAX: Final = 0x7FFF_FFFF_FFFF_FFFF


def _checked(value: SupportsIndex, low: int, high: int, kind: str) -> int:
    try:
        number = index(value)
    except TypeError:
        raise wrong_int(value, kind) from None
    if low <= number <= high:
        return number
    raise ValueError(f"{kind} is {low} to {high}, not {number}")


def u8(value: SupportsIndex) -> int:
    """Returns the value as an `int` that fits in a `u8`.

    Raises `ValueError` if it is out of range, and `TypeError` if it is not an integer.
    """
    return _checked(value, 0, U8_MAX, "u8")


def u16(value: SupportsIndex) -> int:
    """Returns the value as an `int` that fits in a `u16`."""
    return _checked(value, 0, U16_MAX, "u16")


def u32(value: SupportsIndex) -> int:
    """Returns the value as an `int` that fits in a `u32`."""
    return _checked(value, 0, U32_MAX, "u32")


def u64(value: SupportsIndex) -> int:
    """Returns the value as an `int` that fits in a `u64`."""
    return _checked(value, 0, U64_MAX, "u64")


def usize(value: SupportsIndex) -> int:
    """Returns the value as an `int` that fits in a `usize`, of 64 bits on every machine."""
    return _checked(value, 0, U64_MAX, "usize")


def u128(value: SupportsIndex) -> int:
    """Returns the value as an `int` that fits in a `u128`."""
    return _checked(value, 0, U128_MAX, "u128")


def i32(value: SupportsIndex) -> int:
    """Returns the value as an `int` that fits in an `i32`, C's `int`: an errno, a descriptor."""
    return _checked(value, I32_MIN, I32_MAX, "i32")


def i64(value: SupportsIndex) -> int:
    """Returns the value as an `int` that fits in an `i64`."""
    return _checked(value, I64_MIN, I64_MAX, "i64")
