"""How structures of C are declared: each member once, with its type in C and in Python.

A structure is a `ctypes.Structure` with the layout that C gives it. Its members are descriptors:

- A member checks the values that are assigned to it, and shows them in the notation of C.
- A pointer member keeps alive what it points to. It is followed only while its address is still the
  one that was set together with the object: bytes that were written over it, or copied with the
  structure, make it dangle, and reading it raises `ValueError`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from ctypes import addressof, c_int, c_ubyte, c_void_p, memmove, sizeof
from itertools import chain, groupby
from operator import index, itemgetter
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Final,
    Generic,
    NamedTuple,
    Never,
    Self,
    TypeAlias,
    TypeVar,
    cast,
    dataclass_transform,
    final,
    overload,
)

from stdnet._core.arguments import check_type
from stdnet._core.buffer import Buffer, WritableBuffer, byte_view
from stdnet.c._memory import Pin, Reference

if TYPE_CHECKING:
    # Classes for which ctypes has no public names. Its `Structure` has `Any` for every attribute.
    from _ctypes import _CData, _SimpleCData  # pyright: ignore[reportPrivateUsage]

    Structure = _CData  # pyright: ignore[reportGeneralTypeIssues] - for the checkers alone, yes
else:
    from ctypes import Structure

_S = TypeVar("_S", bound="Struct")
_T = TypeVar("_T")
_B = TypeVar("_B", bound=Buffer)

_BYTES_PER_LINE: Final = 8
"""The number of bytes in a line of a dump."""


class Row(NamedTuple):
    """A member in a dump, or the padding between two members."""

    offset: int
    data: bytes
    name: str
    order: str
    """`network`, or an empty text for the byte order of this machine."""
    meaning: str


class Struct(Structure):  # pyright: ignore[reportGeneralTypeIssues] - a base all the same
    """A structure of C."""

    __slots__ = ("_pointees",)

    _pointees: dict[str, Pointee]
    """The objects that the pointer members point to, by their names."""

    _members: ClassVar[tuple[Member, ...]] = ()

    if TYPE_CHECKING:

        @classmethod
        def from_buffer(cls, source: WritableBuffer | Struct, offset: int = 0, /) -> Self:
            """Returns a structure in the memory of a buffer, as C's cast of a pointer does."""
            ...

        @classmethod
        def from_buffer_copy(cls, source: Buffer, offset: int = 0, /) -> Self:
            """Returns a structure with the bytes of a buffer, in memory of its own."""
            ...

        @classmethod
        def from_address(cls, address: int, /) -> Self:
            """Returns the structure at an address. No function of `stdnet.c` accepts it."""
            ...
    else:

        def __init__(self, *values: object, **named: object) -> None:
            names = [member.name for member in self._members if member.is_parameter]
            given = dict(zip(names, values, strict=False))
            if len(values) > len(names) or given.keys() & named or named.keys() - {*names}:
                raise TypeError(f"{type(self).__name__} is made of: {', '.join(names)}")
            for name, value in chain(given.items(), named.items()):
                setattr(self, name, value)

    def hexdump(self) -> str:
        """Returns the bytes as text. Each line has offset, bytes, member, byte order and meaning.

        `network` marks a member in network byte order, the most significant byte first. The others
        are in the byte order of this machine. A `*` stands for lines equal to the one before.

        >>> from stdnet.c import AF_INET, htons, in_addr, inet_addr, sockaddr_in
        >>> addr = sockaddr_in(AF_INET, htons(80), in_addr(inet_addr("127.0.0.1")))
        >>> print(addr.hexdump())
        sockaddr_in, 16 bytes
         0  02 00                    sin_family               AF_INET
         2  00 50                    sin_port        network  htons(80)
         4  7f 00 00 01              sin_addr.s_addr network  inet_addr("127.0.0.1")
         8  00 00 00 00 00 00 00 00  sin_zero
        """
        size = sizeof(self)
        rows = list(_rows(self, 0, ""))
        offset_width = len(str(size))
        data_width = min(_BYTES_PER_LINE, max(len(row.data) for row in rows)) * 3
        name_width = max(len(row.name) for row in rows)
        lines = [f"{type(self).__name__}, {size} bytes"]
        for row in rows:
            description = f"{row.name:{name_width}} {row.order:7}  {row.meaning}"
            for at, data in _split_into_lines(row.data):
                shown = f"{data.hex(' '):{data_width}} {'' if at else description}"
                line = f"{row.offset + at:{offset_width}}  {shown}".rstrip()
                lines.append(line if data else "*")
        return "\n".join(lines)

    def __repr__(self) -> str:
        shown = (f"{each.name}={each.show(self)}" for each in self._members if not each.is_padding)
        return f"{type(self).__name__}({', '.join(shown)})"

    def __reduce__(self) -> tuple[object, ...]:
        # That of `ctypes` asks for a `__dict__`.
        if any(isinstance(each, Pointer) for each in self._members):
            raise TypeError(f"{type(self).__name__} has pointers, and is not copied or pickled")
        return type(self).from_buffer_copy, (bytes(self),)


def _split_into_lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yields the offset and the bytes of each line, and no bytes once for all that are repeated."""
    lines = [(at, data[at : at + _BYTES_PER_LINE]) for at in range(0, len(data), _BYTES_PER_LINE)]
    for line, group in groupby(lines, itemgetter(1)):
        (at, _), *repeated = group
        yield at, line
        if repeated:
            yield at + _BYTES_PER_LINE, b""


def _rows(struct: Struct, start: int, prefix: str) -> Iterator[Row]:
    """Yields the members of a structure and the padding between them."""
    data = bytes(struct)
    end = 0
    for member in struct._members:  # pyright: ignore[reportPrivateUsage]
        if end < member.offset:
            yield Row(start + end, data[end : member.offset], "(padding)", "", "")
        yield from member.rows(struct, start, prefix)
        end = member.offset + member.size
    if end < len(data):
        yield Row(start + end, data[end:], "(padding)", "", "")


Out: TypeAlias = WritableBuffer | Struct | c_int | Reference
"""Objects that C can write to."""


class Pointee(NamedTuple):
    """The object that a pointer points to."""

    value: object
    """The object that the program sees."""
    address: int
    """The address that C sees, whose memory `value` or `pin` keeps alive."""
    pin: Pin | None = None


def _pointees(struct: Struct) -> dict[str, Pointee]:
    """Returns what the pointer members point to, by their names."""
    try:
        return struct._pointees  # pyright: ignore[reportPrivateUsage]
    except AttributeError:
        struct._pointees = {}  # pyright: ignore[reportPrivateUsage]
        return struct._pointees  # pyright: ignore[reportPrivateUsage]


def invalidate_pointers(struct: Struct) -> None:
    """Makes all pointer members dangle: what they point to is freed."""
    _pointees(struct).clear()


def show_class(value: object) -> str:
    """Shows what a pointer points to by its class."""
    return f"<{type(value).__name__}>"


def _show_value(value: object) -> str:
    """Shows what a pointer points to: a structure by its members, a buffer by its class."""
    match value:
        case Struct() | str() | list() | tuple():
            return f"{value!r}"
        case _:
            return show_class(value)


class Member:
    """A member of a structure."""

    __slots__ = ("_get", "_set", "kind", "name", "offset", "order", "size")

    is_parameter: ClassVar[bool] = True
    """True if the constructor of the structure takes it."""
    is_padding: ClassVar[bool] = False
    name: str
    offset: int
    """The offset of its first byte. C's `offsetof`."""
    size: int
    """Its length in bytes."""
    _get: Callable[[Struct], Any]
    _set: Callable[[Struct, Any], None]
    kind: type[_CData]
    """Its type in C."""

    def __init__(self, kind: type[_CData], *, network: bool = False) -> None:
        self.kind = kind
        self.order = "network" if network else ""

    def __set_name__(self, owner: type[Struct], name: str) -> None:
        self.name = name

    def bind(self, owner: type[Struct]) -> None:
        """Replaces the descriptor that `ctypes` has made for the member, and calls it from here."""
        field = vars(owner)[self.name]
        self.offset, self.size = field.offset, field.size
        self._get, self._set = field.__get__, field.__set__
        setattr(owner, self.name, self)

    def bytes_of(self, struct: Struct) -> bytes:
        """Returns its bytes."""
        return bytes(struct)[self.offset : self.offset + self.size]

    def show(self, struct: Struct) -> str:
        """Shows its value as a program would write it."""
        return repr(self._get(struct))

    def meaning(self, struct: Struct) -> str:
        """Returns the text beside its bytes in a dump."""
        return "" if self.is_padding else self.show(struct)

    def rows(self, struct: Struct, start: int, prefix: str) -> Iterator[Row]:
        """Yields its row in a dump, or the rows of its members."""
        data, meaning = self.bytes_of(struct), self.meaning(struct)
        yield Row(start + self.offset, data, prefix + self.name, self.order, meaning)


@final
class Number(Member):
    """An integer in the range of its type in C."""

    __slots__ = ("_range", "_show")

    def __init__(
        self,
        kind: type[_SimpleCData[int]],
        show: Callable[[int], str] = str,
        *,
        network: bool = False,
    ) -> None:
        super().__init__(kind, network=network)
        bits = 8 * sizeof(kind)
        is_signed = kind(-1).value < 0
        self._range = range(-1 << bits - 1, 1 << bits - 1) if is_signed else range(1 << bits)
        self._show = show

    @overload
    def __get__(self, struct: None, owner: type[Struct]) -> Self: ...
    @overload
    def __get__(self, struct: Struct, owner: type[Struct] | None = None) -> int: ...
    def __get__(self, struct: Struct | None, owner: type[Struct] | None = None) -> Self | int:
        return self if struct is None else self._get(struct)

    def __set__(self, struct: Struct, value: int) -> None:
        number = index(value)
        if number not in self._range:
            low, high = self._range[0], self._range[-1]
            raise ValueError(f"{self.name} is {low} to {high}, not {number}")
        self._set(struct, number)

    def show(self, struct: Struct) -> str:
        return self._show(self.__get__(struct))


class Octets(Member):
    """An array of bytes. Fewer bytes that are assigned are followed by zeros."""

    __slots__ = ()

    def __init__(self, length: int, *, network: bool = False) -> None:
        super().__init__(c_ubyte * length, network=network)

    @overload
    def __get__(self, struct: None, owner: type[Struct]) -> Self: ...
    @overload
    def __get__(self, struct: Struct, owner: type[Struct] | None = None) -> bytes: ...
    def __get__(self, struct: Struct | None, owner: type[Struct] | None = None) -> Self | bytes:
        return self if struct is None else self.value(struct)

    def value(self, struct: Struct) -> bytes:
        """Returns the bytes that reading the member yields: here all of them."""
        return self.bytes_of(struct)

    def __set__(self, struct: Struct, value: Buffer) -> None:
        octets = bytes(byte_view(value))
        if len(octets) > self.size:
            raise ValueError(f"{self.name} has {self.size} bytes, not {len(octets)}")
        memmove(addressof(struct) + self.offset, octets.ljust(self.size, b"\0"), self.size)

    def show(self, struct: Struct) -> str:
        return repr(self.__get__(struct))


@final
class Padding(Member):
    """Bytes that no program reads or sets."""

    __slots__ = ()

    is_parameter: ClassVar[bool] = False
    is_padding: ClassVar[bool] = True


@final
class Nested(Member, Generic[_S]):
    """A structure inside the structure. Reading it shares the memory, assigning to it copies."""

    __slots__ = ("_kind",)

    def __init__(self, kind: type[_S]) -> None:
        super().__init__(kind)
        self._kind = kind

    @overload
    def __get__(self, struct: None, owner: type[Struct]) -> Self: ...
    @overload
    def __get__(self, struct: Struct, owner: type[Struct] | None = None) -> _S: ...
    def __get__(self, struct: Struct | None, owner: type[Struct] | None = None) -> Self | _S:
        return self if struct is None else self._get(struct)

    def __set__(self, struct: Struct, value: _S) -> None:
        check_type(value, self._kind, self.name)
        self._set(struct, value)

    def rows(self, struct: Struct, start: int, prefix: str) -> Iterator[Row]:
        return _rows(self.__get__(struct), start + self.offset, f"{prefix}{self.name}.")


class Pointer(Member, Generic[_T]):
    """A pointer that only C sets, NULL at first. Reading it returns what it points to.

    It keeps that alive. Reading it raises `ValueError` if it points to anything else.
    `BufferPointer` is the pointer that a program can set.
    """

    __slots__ = ("_show",)

    is_parameter: ClassVar[bool] = False

    def __init__(self, show: Callable[[object], str] = _show_value) -> None:
        super().__init__(c_void_p)
        self._show = show

    @overload
    def __get__(self, struct: None, owner: type[Struct]) -> Self: ...
    @overload
    def __get__(self, struct: Struct, owner: type[Struct] | None = None) -> _T | None: ...
    def __get__(self, struct: Struct | None, owner: type[Struct] | None = None) -> Self | _T | None:
        if struct is None:
            return self
        pointee = self.pointee(struct)
        return None if pointee is None else cast("_T", pointee.value)

    def __set__(self, struct: Struct, value: Never) -> None:
        raise AttributeError(f"{self.name} is set by C alone")

    def address(self, struct: Struct) -> int | None:
        """Returns the address that it holds, or `None` for NULL."""
        address: int | None = self._get(struct)
        return address

    def pointee(self, struct: Struct) -> Pointee | None:
        """Returns what it points to, or `None` for NULL. Raises `ValueError` if it dangles."""
        address = self.address(struct)
        if address is None:
            return None
        pointee = _pointees(struct).get(self.name)
        if pointee is None or pointee.address != address:
            raise ValueError(f"{self.name} points to memory that nothing keeps alive")
        return pointee

    def set_pointee(self, struct: Struct, pointee: Pointee) -> None:
        """Makes it point to something."""
        _pointees(struct)[self.name] = pointee
        self._set(struct, pointee.address)

    def set_null(self, struct: Struct) -> None:
        """Makes it NULL."""
        _pointees(struct).pop(self.name, None)
        self._set(struct, None)

    def show(self, struct: Struct) -> str:
        try:
            pointee = self.pointee(struct)
        except ValueError:
            return "<dangling>"
        return "None" if pointee is None else self._show(pointee.value)


class BufferPointer(Pointer[_B]):
    """A pointer that the program sets, to a buffer or a structure of its own."""

    __slots__ = ()

    is_parameter: ClassVar[bool] = True

    def __set__(self, struct: Struct, value: _B | None) -> None:
        if value is None:
            self.set_null(struct)
        else:
            pin = Pin(value)
            self.set_pointee(struct, Pointee(pin.owner, pin.address, pin))

    def pin(self, struct: Struct) -> Pin | None:
        """Returns the memory that it points to, or `None` for NULL."""
        pointee = self.pointee(struct)
        return None if pointee is None else pointee.pin


@dataclass_transform(eq_default=False)
def struct(kind: type[_S], /) -> type[_S]:
    """Lays out a structure: its members follow each other in the order of their declaration."""
    members = [each for each in vars(kind).values() if isinstance(each, Member)]
    kind._fields_ = [(each.name, each.kind) for each in members]  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue]
    kind._members = tuple(members)  # pyright: ignore[reportPrivateUsage]
    for each in members:
        each.bind(kind)
    return kind


def member_of(kind: type[Struct], name: str) -> Member:
    """Returns the member with a name. Raises `ValueError` if there is none."""
    check_type(name, str, "the member")
    if not hasattr(kind, "_members"):
        raise TypeError(f"the type is a structure, not a {type(kind).__name__}")
    for member in kind._members:  # pyright: ignore[reportPrivateUsage]
        if member.name == name:
            return member
    raise ValueError(f"the structure has no member {name}")


def constant_formatter(names: Mapping[str, object], prefix: str) -> Callable[[int], str]:
    """Returns a function that shows a number as the first constant with the prefix that has it."""
    table: dict[object, str] = {
        value: name for name, value in reversed([*names.items()]) if name.startswith(prefix)
    }

    def show(number: int) -> str:
        return table.get(number, str(number))

    return show


def flags_formatter(names: Mapping[str, object], prefix: str) -> Callable[[int], str]:
    """Returns a function that shows a number as the constants with the prefix that are set in it.

    Bits that have no name are shown as one number.
    """
    table = [(name, bit) for name, bit in names.items() if name.startswith(prefix)]

    def show(number: int) -> str:
        parts = list[str]()
        for name, bit in table:
            if isinstance(bit, int) and bit and number & bit == bit:
                parts.append(name)
                number &= ~bit
        if number or not parts:
            parts.append(str(number))
        return " | ".join(parts)

    return show
