"""The base classes of values, which are immutable and compare by what they hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Generic, Never, TypeVar, final

from stdnet._core.fmt import pad

_Family = TypeVar("_Family")


class Immutable:
    """An object whose attributes can be neither set nor deleted."""

    __slots__ = ()

    def __setattr__(self, name: str, value: object) -> Never:
        raise AttributeError(f"{type(self).__name__} is immutable")

    def __delattr__(self, name: str) -> Never:
        raise AttributeError(f"{type(self).__name__} is immutable")


@final
class NotInherited:
    """An attribute that hides the one of a base class further up.

    The variants of an enum are attributes of the enum, and classes below it. Without this each
    would have all of them as attributes, which have them again: Sphinx documented them for ever.
    """

    __slots__ = ()

    def __get__(self, _: object, owner: type) -> Never:
        raise AttributeError(f"{owner.__qualname__} is a variant, and has none itself")

    # `inspect` takes an object that has only `__get__` for a method.
    def __set__(self, variant: object, _: object) -> Never:
        self.__get__(variant, type(variant))


class Value(Immutable, Generic[_Family]):
    """An immutable value that has a text, and an order among the values of one type.

    Subclasses define `__str__`, and set a key: bytes or a tuple that compare as Rust orders the
    values. The family is the type that the values can be compared with.
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

    # Other objects have no key, or a key of another type. To check for these by `isinstance` would
    # take half the time of a sort.

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
"""Sets the key of a new value, which `__setattr__` would refuse."""
