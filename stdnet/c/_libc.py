"""The C library: functions of it, made by `ctypes`, and its errno."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import CDLL
from typing import TYPE_CHECKING, Final, TypeVar

from stdnet._core.ints import i32

if TYPE_CHECKING:
    from _ctypes import _CData, _SimpleCData  # pyright: ignore[reportPrivateUsage] - C's types

__all__ = ["errno", "set_errno"]

_T = TypeVar("_T")

_LIBC: Final = CDLL(None, use_errno=True)
# PyPy has no `PyDLL`.
_LIBC_WITH_GIL: Final[CDLL] = getattr(ctypes, "PyDLL", CDLL)(None, use_errno=True)


def errno() -> int:
    """Returns the calling thread's errno, as the last function of `stdnet.c` left it. C's `errno`.

    System calls that Python itself makes in between do not change it. A signal handler that calls
    functions of `stdnet.c` does, as in C.

    >>> from stdnet import c
    >>> before = c.set_errno(11)
    >>> c.errno()
    11
    """
    return ctypes.get_errno()


def set_errno(value: int) -> int:
    """Sets the calling thread's errno and returns the previous one. C's `errno = value`.

    `value` is a C `int`.

    >>> from stdnet import c
    >>> before = c.set_errno(11)
    >>> c.set_errno(before)
    11
    """
    return ctypes.set_errno(i32(value))


def function(
    name: str, result: type[_SimpleCData[_T]], *arguments: type[_CData]
) -> Callable[..., _T]:
    """Returns a C function that releases the GIL: other threads run while it waits."""
    return _function(_LIBC, name, result, *arguments)


def quick_function(
    name: str, result: type[_SimpleCData[_T]], *arguments: type[_CData]
) -> Callable[..., _T]:
    """Returns a C function that holds the GIL: no other thread changes its arguments meanwhile.

    It must not wait.
    """
    return _function(_LIBC_WITH_GIL, name, result, *arguments)


def _function(
    library: CDLL, name: str, result: type[_SimpleCData[_T]], *arguments: type[_CData]
) -> Callable[..., _T]:
    found = library[name]
    found.restype = result
    # The checkers do not know that a Struct is a ctypes.Structure.
    found.argtypes = arguments  # type: ignore[assignment] # pyright: ignore[reportAttributeAccessIssue]
    return found
