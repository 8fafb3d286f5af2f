"""What all values have in common: they do not change, and compare by what they hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Generic, Never, TypeVar

from stdnet._core.fmt import pad

_Family = TypeVar("_Family")


class Constant:
    """What does not change."""

    __slots__ = ()

    def __setattr__(self, name: str, value: object) -> Never:
        raise AttributeError(f"{type(self).__name__} is immutable")

    def __delattr__(self, name: str) -> Never:
        raise AttributeError(f"{type(self).__name__} is immutable")


class Value(Constant, Generic[_Family]):
    """An immutable value, written as its text, and ordered among its family.

    Its key is bytes, or a tuple, that compare as Rust orders the values.
    """

    __slots__ = ("_key",)

    _key: Any

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Value):
            return NotImplemented
        same: bool = self._key == other._key
        return same

    def __hash__(self) -> int:
        return hash(self._key)

    # What is no value has no key, and another family's is of another type; `isinstance` would be
    # half the time of a sort.

    def __lt__(self, other: Value[_Family]) -> bool:
        try:
            ordered: bool = self._key < other._key
        except (AttributeError, TypeError):
            return NotImplemented
        return ordered

    def __le__(self, other: Value[_Family]) -> bool:
        try:
            ordered: bool = self._key <= other._key
        except (AttributeError, TypeError):
            return NotImplemented
        return ordered

    def __gt__(self, other: Value[_Family]) -> bool:
        try:
            ordered: bool = self._key > other._key
        except (AttributeError, TypeError):
            return NotImplemented
        return ordered

    def __ge__(self, other: Value[_Family]) -> bool:
        try:
            ordered: bool = self._key >= other._key
        except (AttributeError, TypeError):
            return NotImplemented
        return ordered

    def __repr__(self) -> str:
        return str(self)

    def __format__(self, spec: str, /) -> str:
        return pad(str(self), spec)


set_key: Final[Callable[[Value[Any], object], None]] = vars(Value)["_key"].__set__
"""Fills a new value, past its immutability."""
