"""The memory that a function of C is given: alive, and as large as it is told."""

import ctypes
from collections.abc import Sequence
from ctypes import byref, c_char, c_int, c_void_p, sizeof
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar, cast, final

from stdnet._core.arguments import check_type
from stdnet._core.buffer import Buffer, WritableBuffer

_REFERENCE: Final[type[object]] = type(byref(c_int()))
_DATA: Final[type[object]] = ctypes.Structure.__mro__[1]

if TYPE_CHECKING:
    # What ctypes has no public names for.
    from _ctypes import _CArgObject, _CData, _Pointer  # pyright: ignore[reportPrivateUsage]

    Reference: TypeAlias = _CArgObject
    """What `byref` answers."""
else:
    from ctypes import _Pointer

    Reference = _REFERENCE

_T = TypeVar("_T")

Text: TypeAlias = str | bytes
"""C's `const char *`, of which a `str` is encoded in UTF-8."""

Pointer: TypeAlias = Reference | bytes | None
"""What `ctypes` passes as an address."""


def target(value: object, kind: type[_T], what: str) -> _T:
    """The object, also where it is passed by `byref`; `TypeError` for one of another class."""
    meant = dereferenced(value)
    if isinstance(meant, kind):
        _owned(meant)
        return meant
    # C's name; that of all addresses, `Sockaddr`, is Python's alone.
    raise TypeError(f"{what} is {kind.__name__.lower()}, not {type(meant).__name__}")


def several(values: _T | Reference | Sequence[_T], kind: type[_T], what: str) -> list[_T]:
    """One object or a sequence of them, as a list."""
    each = cast("Sequence[object]", values) if isinstance(values, Sequence) else [values]
    return [target(one, kind, what) for one in each]


def dereferenced(value: object) -> object:
    """What a `byref` refers to; anything else itself."""
    if not isinstance(value, _REFERENCE):
        return value
    reference: Reference = value  # type: ignore[assignment] # mypy does not know the class
    meant = cast("_CData", getattr(value, "_obj"))  # noqa: B009 - no checker knows of it
    if ctypes.cast(reference, c_void_p).value != ctypes.addressof(meant):
        raise ValueError("a reference is to the beginning of an object")
    return meant


def _owned(value: object) -> None:
    """`ValueError` for an object of C that neither has its own memory nor keeps another's alive.

    Such are made by `from_address`, and by following a pointer of ctypes.
    """
    if not isinstance(value, _DATA):
        return
    memory = cast("_CData", value)
    while not (memory._b_needsfree_ or memory._objects):
        base = cast("_CData | None", memory._b_base_)
        if base is None or isinstance(base, _Pointer):
            raise ValueError("nothing keeps the memory alive that the object is at")
        memory = base


@final
class Pin:
    """The memory of a buffer, which neither moves nor goes away while the pin lives."""

    __slots__ = ("_memory", "owner", "size", "writable")

    owner: Buffer
    """What it is the memory of."""
    size: int
    """How many bytes it has."""
    writable: bool
    """Whether C may write to it."""

    def __init__(self, buf: Buffer | Reference) -> None:
        # `memoryview` raises the TypeError for what is no buffer.
        owner = cast("WritableBuffer", dereferenced(buf))
        self.owner = owner
        with memoryview(owner) as view:
            if not view.c_contiguous:
                raise TypeError("the bytes of the buffer do not lie side by side")
            _owned(view.obj)
            self.size = view.nbytes
            self.writable = not view.readonly
            self._memory: bytes | c_char
            if self.writable and self.size:
                self._memory = c_char.from_buffer(owner)
            else:
                self._memory = owner if isinstance(owner, bytes) else view.tobytes()

    @property
    def address(self) -> int:
        """Where it is."""
        memory = self._memory
        at = ctypes.c_char_p(memory) if isinstance(memory, bytes) else byref(memory)
        return ctypes.cast(at, c_void_p).value or 0

    def pointer(self, size: int) -> Pointer:
        """Where so many bytes can be read."""
        if not 0 <= size <= self.size:
            raise ValueError(f"{size} bytes of a buffer of {self.size}")
        return self._memory if isinstance(self._memory, bytes) else byref(self._memory)

    def pointer_mut(self, size: int) -> Pointer:
        """Where so many bytes can be written."""
        if not self.writable:
            raise TypeError(f"what C writes to is writable, not {type(self.owner).__name__}")
        return self.pointer(size)


def readable(buf: Buffer | Reference | None, size: int) -> Pointer:
    """The memory of a buffer that C reads; `ValueError` if it is shorter than said."""
    # The usual buffers need no pin.
    if type(buf) is bytes and size <= len(buf):
        return buf
    return _quick(buf, size) or (_null(size) if buf is None else Pin(buf).pointer(size))


def writable(buf: WritableBuffer | Buffer | Reference | None, size: int) -> Pointer:
    """The memory of a buffer that C writes; `ValueError` if it is shorter than said."""
    return _quick(buf, size) or (_null(size) if buf is None else Pin(buf).pointer_mut(size))


def _quick(buf: object, size: int) -> Reference | None:
    """The memory of a `bytearray` or of an object of C, if it is as long as said."""
    if type(buf) is bytearray:
        return byref(c_char.from_buffer(buf)) if 0 < size <= len(buf) else None
    if isinstance(buf, _DATA):
        memory = cast("_CData", buf)
        _owned(memory)
        return byref(memory) if size <= sizeof(memory) else None
    return None


def check(pin: Pin | None, size: int, *, to_write: bool) -> Pin | None:
    """The memory that a pointer points to, which has so many bytes to read or to write."""
    if pin is None:
        _null(size)
    else:
        _ = pin.pointer_mut(size) if to_write else pin.pointer(size)
    return pin


def _null(size: int) -> Pointer:
    if size:
        raise ValueError(f"{size} bytes at NULL")
    return None


def text(value: Text | None, what: str) -> bytes | None:
    """A text as C has it; `ValueError` for one that C would cut short."""
    if value is None:
        return None
    check_type(value, str | bytes, what)
    encoded = value.encode() if isinstance(value, str) else value
    if b"\0" in encoded:
        raise ValueError(f"{what} holds a NUL, where a text of C ends")
    return encoded


def decoded(value: bytes | None) -> str | None:
    """A text of C as a `str`."""
    return None if value is None else value.decode(errors="surrogateescape")
