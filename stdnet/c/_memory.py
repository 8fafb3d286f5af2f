"""Checks of the memory that a C function gets: it is alive, and as large as its length says."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from ctypes import byref, c_char, c_int, c_void_p, sizeof
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar, cast, final

from stdnet._core.arguments import check_type
from stdnet._core.buffer import Buffer, WritableBuffer

_BYREF: Final[type[object]] = type(byref(c_int()))
_POINTER: Final[type[object]] = ctypes.POINTER(c_int).__mro__[1]
_REFERENCE: Final[type[object]] = _POINTER if issubclass(_BYREF, _POINTER) else _BYREF
"""The type of the result of `byref`: that of a pointer in PyPy."""
_DATA: Final[type[object]] = _POINTER.__mro__[1]
"""The base class of all ctypes objects."""
_SAYS_WHO_OWNS: Final = c_int()._b_needsfree_

if TYPE_CHECKING:
    # Classes for which ctypes has no public names.
    from _ctypes import _CArgObject, _CData, _Pointer  # pyright: ignore[reportPrivateUsage]

    Reference: TypeAlias = _CArgObject
    """The type of the result of `byref`."""
else:
    from ctypes import _Pointer

    Reference = _REFERENCE

_T = TypeVar("_T")

Text: TypeAlias = str | bytes
"""C's `const char *`. A `str` is encoded in UTF-8."""

PointerArgument: TypeAlias = Reference | bytes | None
"""Objects that `ctypes` passes as an address."""


def deref(value: object, kind: type[_T], name: str) -> _T:
    """Returns the object that an argument is, or that its `byref` refers to.

    Raises `TypeError` if it is no `kind`.
    """
    referent = _referent(value)
    if isinstance(referent, kind):
        _check_owned(referent)
        return referent
    # In lower case, because C knows the base class `Sockaddr` as `struct sockaddr`.
    raise TypeError(f"{name} is {kind.__name__.lower()}, not {type(referent).__name__}")


def deref_all(values: _T | Reference | Sequence[_T], kind: type[_T], name: str) -> list[_T]:
    """Returns one object, or each of a sequence, as a list. Raises `TypeError` as `deref` does."""
    each = cast("Sequence[object]", values) if isinstance(values, Sequence) else [values]
    return [deref(one, kind, name) for one in each]


def _referent(value: object) -> object:
    """Returns what a `byref` refers to, and any other value as it is."""
    if not isinstance(value, _REFERENCE):
        return value
    reference = cast("Reference", value)
    referent = cast("_CData", getattr(value, "_obj"))  # noqa: B009 - no checker knows of it
    if ctypes.cast(reference, c_void_p).value != ctypes.addressof(referent):
        raise ValueError("a reference is to the beginning of an object")
    return referent


def _check_owned(value: object) -> None:
    """Raises `ValueError` for a ctypes object if nothing keeps its memory alive.

    Such an object comes from `from_address`, or from following a pointer of ctypes. The others own
    their memory, or hold a reference to the object that does. PyPy does not say which it is.
    """
    if not (isinstance(value, _DATA) and _SAYS_WHO_OWNS):
        return
    memory = cast("_CData", value)
    while not (memory._b_needsfree_ or memory._objects):
        base = cast("_CData | None", memory._b_base_)
        if base is None or isinstance(base, _Pointer):
            raise ValueError("nothing keeps the memory alive that the object is at")
        memory = base


@final
class Pin:
    """A hold on the memory of a buffer, which is neither moved nor freed while the pin lives."""

    __slots__ = ("_memory", "owner", "size", "writable")

    owner: Buffer
    """The buffer."""
    size: int
    """Its length in bytes."""
    writable: bool
    """True if C may write to it."""

    def __init__(self, buf: Buffer | Reference) -> None:
        # `memoryview` raises the TypeError for an object that is no buffer.
        owner = cast("WritableBuffer", _referent(buf))
        self.owner = owner
        with memoryview(owner) as view:
            if not view.c_contiguous:
                raise TypeError("the bytes of the buffer do not lie side by side")
            _check_owned(view.obj)
            self.size = view.nbytes
            self.writable = not view.readonly
            self._memory: bytes | c_char
            if self.writable and self.size:
                self._memory = c_char.from_buffer(owner)
            else:
                self._memory = owner if isinstance(owner, bytes) else view.tobytes()

    @property
    def address(self) -> int:
        """Returns the address of the first byte."""
        memory = self._memory
        at = ctypes.c_char_p(memory) if isinstance(memory, bytes) else byref(memory)
        return ctypes.cast(at, c_void_p).value or 0

    def as_ptr(self, size: int) -> PointerArgument:
        """Returns a pointer to `size` bytes that C reads. Raises `ValueError` if it has fewer."""
        if not 0 <= size <= self.size:
            raise ValueError(f"{size} bytes of a buffer of {self.size}")
        return self._memory if isinstance(self._memory, bytes) else byref(self._memory)

    def as_mut_ptr(self, size: int) -> PointerArgument:
        """Returns a pointer to `size` bytes that C writes.

        Raises `ValueError` if it has fewer, and `TypeError` if it is read-only.
        """
        if not self.writable:
            raise TypeError(f"what C writes to is writable, not {type(self.owner).__name__}")
        return self.as_ptr(size)


def as_ptr(buf: Buffer | Reference | None, size: int) -> PointerArgument:
    """Returns a pointer to `size` bytes that C reads. Raises `ValueError` if `buf` has fewer."""
    # The usual buffers need no pin.
    if type(buf) is bytes and size <= len(buf):
        return buf
    return _byref_if_long_enough(buf, size) or (
        _null_ptr(size) if buf is None else Pin(buf).as_ptr(size)
    )


def as_mut_ptr(buf: WritableBuffer | Buffer | Reference | None, size: int) -> PointerArgument:
    """Returns a pointer to `size` bytes that C writes.

    Raises `ValueError` if `buf` has fewer, and `TypeError` if it is read-only.
    """
    return _byref_if_long_enough(buf, size) or (
        _null_ptr(size) if buf is None else Pin(buf).as_mut_ptr(size)
    )


def _byref_if_long_enough(buf: object, size: int) -> Reference | None:
    """Returns a reference to a `bytearray` or a ctypes object of at least `size` bytes."""
    if type(buf) is bytearray:
        return byref(c_char.from_buffer(buf)) if 0 < size <= len(buf) else None
    if isinstance(buf, _DATA):
        memory = cast("_CData", buf)
        _check_owned(memory)
        return byref(memory) if size <= sizeof(memory) else None
    return None


def check_size(pin: Pin | None, size: int, *, to_write: bool) -> Pin | None:
    """Checks that C can read, or write, `size` bytes where a pointer points; returns its pin.

    `None` is NULL. Raises as `as_ptr` and `as_mut_ptr` do.
    """
    if pin is None:
        _null_ptr(size)
    else:
        _ = pin.as_mut_ptr(size) if to_write else pin.as_ptr(size)
    return pin


def _null_ptr(size: int) -> PointerArgument:
    """Returns NULL. Raises `ValueError` if C is to find any bytes there."""
    if size:
        raise ValueError(f"{size} bytes at NULL")
    return None


def c_string(value: Text | None, name: str) -> bytes | None:
    """Returns the bytes of a text. Raises `ValueError` for a NUL, where C would cut it short."""
    if value is None:
        return None
    check_type(value, str | bytes, name)
    encoded = value.encode() if isinstance(value, str) else value
    if b"\0" in encoded:
        raise ValueError(f"{name} holds a NUL, where a text of C ends")
    return encoded


def from_c_string(value: bytes | None) -> str | None:
    """Returns a text that C has returned as a `str`, and NULL as `None`."""
    return None if value is None else value.decode(errors="surrogateescape")
