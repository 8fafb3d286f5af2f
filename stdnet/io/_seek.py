"""The abstract class `Seek`, and `SeekFrom`, its positions. Rust's `Seek` and `SeekFrom`."""

from __future__ import annotations

from abc import ABCMeta, abstractmethod
from typing import TYPE_CHECKING, Final, Never, Self, TypeAlias, final

from stdnet._core.containers import OK_NONE, ok_count
from stdnet._core.error import Result
from stdnet._core.ints import i64, u64
from stdnet._core.value import Immutable, NotInherited
from stdnet.result._containers import Err

if TYPE_CHECKING:
    # For aliases of what is defined below: a quoted alias in a class is text to some checkers.
    import stdnet.io._seek as this_module  # noqa: PLW0406


class SeekFrom(Immutable):
    """A position to seek to. Rust's enum `std::io::SeekFrom`.

    `SeekFrom.Start(n)` counts from the start, and `n` is a `u64`. `SeekFrom.End(n)` counts from the
    end and `SeekFrom.Current(n)` from the current position, and `n` is an `i64`. A number outside
    of its range raises `ValueError`. Other subclasses cannot be made.

    >>> from stdnet.io import SeekFrom
    >>> def describe(pos: SeekFrom) -> str:
    ...     match pos:
    ...         case SeekFrom.Start(n):
    ...             return f"byte {n}"
    ...         case SeekFrom.End(n):
    ...             return f"{n} from the end"
    ...         case SeekFrom.Current(n):
    ...             return f"{n} from here"
    >>> describe(SeekFrom.End(-3))
    '-3 from the end'
    """

    __slots__ = ("_offset",)

    _offset: int

    if TYPE_CHECKING:
        Start: TypeAlias = this_module.Start
        """A position counted from the start. Rust's `SeekFrom::Start`."""
        End: TypeAlias = this_module.End
        """A position counted from the end. Rust's `SeekFrom::End`."""
        Current: TypeAlias = this_module.Current
        """A position counted from the current one. Rust's `SeekFrom::Current`."""

    def __new__(cls, *_: Never) -> Self:
        raise TypeError("a SeekFrom is a SeekFrom.Start, a SeekFrom.End or a SeekFrom.Current")

    def __init_subclass__(cls) -> None:
        if cls.__module__ != __name__:
            raise TypeError("a SeekFrom is a SeekFrom.Start, a SeekFrom.End or a SeekFrom.Current")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SeekFrom):
            return NotImplemented
        return type(self) is type(other) and self._offset == other._offset

    def __hash__(self) -> int:
        return hash((type(self), self._offset))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._offset})"

    def __reduce__(self) -> tuple[type, tuple[int]]:
        return type(self), (self._offset,)


_new: Final = object.__new__
_set_offset: Final = vars(SeekFrom)["_offset"].__set__


class _Variant:
    """Hides from a variant what its enum has as attributes: see `NotInherited`."""

    __slots__ = ()

    if not TYPE_CHECKING:
        Start = End = Current = NotInherited()


@final
class Start(_Variant, SeekFrom):
    """A position `offset` bytes after the start. Rust's `SeekFrom::Start`.

    >>> from stdnet.io import Cursor, SeekFrom
    >>> Cursor(b"abcdef").seek(SeekFrom.Start(2)).unwrap()
    2
    """

    __qualname__ = "SeekFrom.Start"
    __slots__ = ()
    __match_args__ = ("_offset",)

    def __new__(cls, offset: int) -> Self:
        self = _new(cls)
        _set_offset(self, u64(offset))
        return self


@final
class End(_Variant, SeekFrom):
    """A position `offset` bytes after the end, mostly a negative number. Rust's `SeekFrom::End`.

    >>> from stdnet.io import Cursor, SeekFrom
    >>> Cursor(b"abcdef").seek(SeekFrom.End(-2)).unwrap()
    4
    """

    __qualname__ = "SeekFrom.End"
    __slots__ = ()
    __match_args__ = ("_offset",)

    def __new__(cls, offset: int) -> Self:
        self = _new(cls)
        _set_offset(self, i64(offset))
        return self


@final
class Current(_Variant, SeekFrom):
    """A position `offset` bytes after the current one. Rust's `SeekFrom::Current`.

    >>> from stdnet.io import Cursor, SeekFrom
    >>> Cursor(b"abcdef").seek(SeekFrom.Current(3)).unwrap()
    3
    """

    __qualname__ = "SeekFrom.Current"
    __slots__ = ()
    __match_args__ = ("_offset",)

    def __new__(cls, offset: int) -> Self:
        self = _new(cls)
        _set_offset(self, i64(offset))
        return self


if not TYPE_CHECKING:
    SeekFrom.Start, SeekFrom.End, SeekFrom.Current = Start, End, Current


class _InstanceCheck(ABCMeta):
    """The metaclass of `Seek`: some objects, such as a `BufReader`, can seek if what they wrap can.

    These have a property `_can_seek`, and are instances of `Seek` only if it is True.
    """

    def __instancecheck__(cls, instance: object) -> bool:
        return super().__instancecheck__(instance) and getattr(instance, "_can_seek", True) is True


class Seek(metaclass=_InstanceCheck):
    """A reader or writer with a position that can be set. Rust's `std::io::Seek`.

    A class of your own defines `seek`, and inherits all other methods.

    >>> from stdnet.io import Cursor, SeekFrom
    >>> reader = Cursor(b"abcdef")
    >>> reader.seek(SeekFrom.End(-2)).unwrap()
    4
    >>> reader.read_to_string().unwrap()
    'ef'
    """

    __slots__ = ()

    @abstractmethod
    def seek(self, pos: SeekFrom, /) -> Result[int]:
        """Sets the position; returns the new one, counted from the start. Rust's `Seek::seek`.

        A position past the end is allowed. What it means depends on the class.

        Errors: a position before the start, which is `InvalidInput` in the library's own classes;
        others of the class.

        >>> from stdnet.io import Cursor, SeekFrom
        >>> Cursor(b"abcdef").seek(SeekFrom.Start(9)).unwrap()
        9
        >>> Cursor(b"abcdef").seek(SeekFrom.Current(-1)).unwrap_err().kind()
        InvalidInput
        """

    def rewind(self) -> Result[None]:
        """Goes back to the start. Rust's `Seek::rewind`.

        Errors: those of `seek`.

        >>> from stdnet.io import Cursor
        >>> reader = Cursor(b"abc")
        >>> reader.read_array(2).unwrap()
        b'ab'
        >>> reader.rewind().unwrap()
        >>> reader.read_array(2).unwrap()
        b'ab'
        """
        result = self.seek(Start(0))
        return result if isinstance(result, Err) else OK_NONE

    def stream_len(self) -> Result[int]:
        """Returns the number of bytes from the start to the end. Rust's `Seek::stream_len`.

        Unstable in Rust. It takes up to three calls of `seek`. The position is restored, unless one
        of them fails.

        Errors: those of `seek`.

        >>> from stdnet.io import Cursor
        >>> Cursor(b"abc").stream_len().unwrap()
        3
        """
        before = self.stream_position()
        if isinstance(before, Err):
            return before
        end = self.seek(End(0))
        if isinstance(end, Err):
            return end
        if (pos := before.unwrap()) != end.unwrap():
            back = self.seek(Start(pos))
            if isinstance(back, Err):
                return back
        return ok_count(end.unwrap())

    def stream_position(self) -> Result[int]:
        """Returns the current position, counted from the start. Rust's `Seek::stream_position`.

        Errors: those of `seek`.

        >>> from stdnet.io import Cursor
        >>> reader = Cursor(b"abc")
        >>> reader.read_array(2).unwrap()
        b'ab'
        >>> reader.stream_position().unwrap()
        2
        """
        return self.seek(Current(0))

    def seek_relative(self, offset: int) -> Result[None]:
        """Moves the position by `offset`, an `i64`. Rust's `Seek::seek_relative`.

        Errors: those of `seek`.

        >>> from stdnet.io import Cursor
        >>> reader = Cursor(b"abcdef")
        >>> reader.seek_relative(4).unwrap()
        >>> reader.read_to_string().unwrap()
        'ef'
        """
        result = self.seek(Current(offset))
        return result if isinstance(result, Err) else OK_NONE


def seeker(value: object) -> Seek | None:
    """Returns the value if it can seek, else None."""
    # A function of an `object`: mypy takes it for impossible that a `Read` is a `Seek`, too.
    return value if isinstance(value, Seek) else None
