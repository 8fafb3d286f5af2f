"""The C library: the handle, functions of it, and its errno."""

import ctypes
from collections.abc import Callable
from ctypes import CDLL, PyDLL
from typing import TYPE_CHECKING, Final, TypeVar

from stdnet._core.ints import i32

if TYPE_CHECKING:
    from _ctypes import _CData, _SimpleCData  # pyright: ignore[reportPrivateUsage] - C's types

_T = TypeVar("_T")

_LIBC: Final = CDLL(None, use_errno=True)
_QUICK: Final = PyDLL(None, use_errno=True)


def errno() -> int:
    """The calling thread's errno, as the last function of `stdnet.c` left it. C's `errno`.

    What Python itself calls in between does not change it. A signal's handler that calls functions
    of `stdnet.c` does, as in C.

    >>> from stdnet import c
    >>> before = c.set_errno(11)
    >>> c.errno()
    11
    """
    return ctypes.get_errno()


def set_errno(value: int) -> int:
    """Sets the calling thread's errno, a C `int`; answers the one before. C's `errno = value`.

    >>> from stdnet import c
    >>> before = c.set_errno(11)
    >>> c.set_errno(before)
    11
    """
    return ctypes.set_errno(i32(value))


def function(
    name: str, result: "type[_SimpleCData[_T]]", *arguments: "type[_CData]"
) -> Callable[..., _T]:
    """A function that may wait: other threads run meanwhile."""
    return _function(_LIBC, name, result, *arguments)


def quick_function(
    name: str, result: "type[_SimpleCData[_T]]", *arguments: "type[_CData]"
) -> Callable[..., _T]:
    """A function that only computes: no other thread can touch its arguments meanwhile."""
    return _function(_QUICK, name, result, *arguments)


def _function(
    library: CDLL, name: str, result: "type[_SimpleCData[_T]]", *arguments: "type[_CData]"
) -> Callable[..., _T]:
    found = library[name]
    found.restype = result
    # That a Struct is a ctypes.Structure the checkers are not told.
    found.argtypes = arguments  # type: ignore[assignment] # pyright: ignore[reportAttributeAccessIssue]
    return found
