"""How structures of C are declared: each member once, with its type in C and in Python.

A structure is a `ctypes.Structure` of the same layout. Its members check what they are set to, and
know how they look in C. A member that is a pointer keeps alive what it points to; nothing follows
it once that is gone.
"""

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
    # What ctypes has no public names for. Its `Structure` answers `Any` for every name.
    from _ctypes import _CData, _SimpleCData  # pyright: ignore[reportPrivateUsage]

    Structure = _CData  # pyright: ignore[reportGeneralTypeIssues] - for the checkers alone, yes
else:
    from ctypes import Structure

_S = TypeVar("_S", bound="Struct")
_T = TypeVar("_T")
_B = TypeVar("_B", bound=Buffer)

Row: TypeAlias = tuple[int, bytes, str, str, str]
"""Offset, bytes, name, byte order and meaning of a member."""

_COLUMNS: Final = 8
"""So many bytes stand in a line of a dump."""


class Struct(Structure):  # pyright: ignore[reportGeneralTypeIssues] - a base all the same
    """A structure of C."""

    __slots__ = ("_kept",)

    _kept: dict[str, "Kept"]
    """What the pointers point to, by their names."""

    _members: ClassVar[tuple["Member", ...]] = ()

    if TYPE_CHECKING:

        @classmethod
        def from_buffer(cls, source: "WritableBuffer | Struct", offset: int = 0, /) -> Self:
            """The structure that is in the memory of a buffer: C's cast of a pointer."""
            ...

        @classmethod
        def from_buffer_copy(cls, source: Buffer, offset: int = 0, /) -> Self:
            """The structure whose bytes are in a buffer, in memory of its own."""
            ...

        @classmethod
        def from_address(cls, address: int, /) -> Self:
            """The structure at an address, which no function of `stdnet.c` takes."""
            ...
    else:

        def __init__(self, *values: object, **named: object) -> None:
            names = [member.name for member in self._members if member.is_given]
            given = dict(zip(names, values, strict=False))
            if len(values) > len(names) or given.keys() & named or named.keys() - {*names}:
                raise TypeError(f"{type(self).__name__} is made of: {', '.join(names)}")
            for name, value in chain(given.items(), named.items()):
                setattr(self, name, value)

    def hexdump(self) -> str:
        """The bytes, line by line: offset, bytes, member, byte order, and what they mean.

        `network` marks a member in network byte order, the most significant byte first; the others
        are in the order of this machine. A `*` stands for lines that are as the one before.

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
        names = max(len(name) for _, _, name, _, _ in rows)
        columns = min(_COLUMNS, max(len(held) for _, held, _, _, _ in rows)) * 3
        lines = [f"{type(self).__name__}, {size} bytes"]
        for at, held, name, order, meaning in rows:
            told = f"{name:{names}} {order:7}  {meaning}"
            for begin, octets in _in_lines(held):
                shown = f"{octets.hex(' '):{columns}} {'' if begin else told}"
                lines.append(f"{at + begin:{len(str(size))}}  {shown}".rstrip() if octets else "*")
        return "\n".join(lines)

    def __repr__(self) -> str:
        shown = (f"{each.name}={each.show(self)}" for each in self._members if not each.is_padding)
        return f"{type(self).__name__}({', '.join(shown)})"


def _in_lines(held: bytes) -> Iterator[tuple[int, bytes]]:
    """Where each line begins, and its bytes; none once for all that repeat the one before."""
    lines = [(at, held[at : at + _COLUMNS]) for at in range(0, len(held), _COLUMNS)]
    for octets, group in groupby(lines, itemgetter(1)):
        (at, _), *again = group
        yield at, octets
        if again:
            yield at + _COLUMNS, b""


def _rows(struct: Struct, start: int, prefix: str) -> Iterator[Row]:
    """The members, and the holes between them."""
    held = bytes(struct)
    end = 0
    for member in struct._members:  # pyright: ignore[reportPrivateUsage]
        if end < member.offset:
            yield start + end, held[end : member.offset], "(padding)", "", ""
        yield from member.rows(struct, start, prefix)
        end = member.offset + member.size
    if end < len(held):
        yield start + end, held[end:], "(padding)", "", ""


Out: TypeAlias = WritableBuffer | Struct | c_int | Reference
"""What C can write to."""


class Kept(NamedTuple):
    """What a pointer points to."""

    owner: object
    address: int
    pin: Pin | None = None


def _kept(struct: Struct) -> dict[str, Kept]:
    """What the pointers point to, by their names."""
    try:
        return struct._kept  # pyright: ignore[reportPrivateUsage]
    except AttributeError:
        struct._kept = {}  # pyright: ignore[reportPrivateUsage]
        return struct._kept  # pyright: ignore[reportPrivateUsage]


def forget(struct: Struct) -> None:
    """Lets all pointers dangle, as what they point to is freed."""
    _kept(struct).clear()


def by_class(meant: object) -> str:
    """What a pointer points to, by its class."""
    return f"<{type(meant).__name__}>"


def _by_value(meant: object) -> str:
    """What a pointer points to: structures as they are, buffers by their class."""
    match meant:
        case Struct() | str() | list() | tuple():
            return f"{meant!r}"
        case _:
            return by_class(meant)


class Member:
    """A member of a structure."""

    __slots__ = ("_get", "_set", "kind", "name", "offset", "order", "size")

    is_given: ClassVar[bool] = True
    """Whether who makes the structure can give it."""
    is_padding: ClassVar[bool] = False
    name: str
    offset: int
    """Where it begins. C's `offsetof`."""
    size: int
    """How many bytes it has."""
    _get: Callable[[Struct], Any]
    _set: Callable[[Struct, Any], None]
    kind: type["_CData"]
    """Its type in C."""

    def __init__(self, kind: type["_CData"], *, network: bool = False) -> None:
        self.kind = kind
        self.order = "network" if network else ""

    def __set_name__(self, owner: type[Struct], name: str) -> None:
        self.name = name

    def bind(self, owner: type[Struct]) -> None:
        """Takes the place of the member that `ctypes` has made."""
        field = vars(owner)[self.name]
        self.offset, self.size = field.offset, field.size
        self._get, self._set = field.__get__, field.__set__
        setattr(owner, self.name, self)

    def bytes_of(self, struct: Struct) -> bytes:
        """What it holds."""
        return bytes(struct)[self.offset : self.offset + self.size]

    def show(self, struct: Struct) -> str:
        """Its value as one would write it."""
        return repr(self._get(struct))

    def meaning(self, struct: Struct) -> str:
        """What its bytes say to who sees them beside it."""
        return "" if self.is_padding else self.show(struct)

    def rows(self, struct: Struct, start: int, prefix: str) -> Iterator[Row]:
        """How a dump shows it."""
        held, meaning = self.bytes_of(struct), self.meaning(struct)
        yield start + self.offset, held, prefix + self.name, self.order, meaning


@final
class Number(Member):
    """An integer, of the range that its type has in C."""

    __slots__ = ("_shown", "_values")

    def __init__(
        self,
        kind: type["_SimpleCData[int]"],
        shown: Callable[[int], str] = str,
        *,
        network: bool = False,
    ) -> None:
        super().__init__(kind, network=network)
        bits = 8 * sizeof(kind)
        is_signed = kind(-1).value < 0
        self._values = range(-1 << bits - 1, 1 << bits - 1) if is_signed else range(1 << bits)
        self._shown = shown

    @overload
    def __get__(self, struct: None, owner: type[Struct]) -> Self: ...
    @overload
    def __get__(self, struct: Struct, owner: type[Struct] | None = None) -> int: ...
    def __get__(self, struct: Struct | None, owner: type[Struct] | None = None) -> Self | int:
        return self if struct is None else self._get(struct)

    def __set__(self, struct: Struct, value: int) -> None:
        number = index(value)
        if number not in self._values:
            low, high = self._values[0], self._values[-1]
            raise ValueError(f"{self.name} is {low} to {high}, not {number}")
        self._set(struct, number)

    def show(self, struct: Struct) -> str:
        return self._shown(self.__get__(struct))


class Octets(Member):
    """An array of bytes, all of it; what is set is filled up with zeros."""

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
        """What it holds, for those who read it."""
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
    """What nobody reads or sets."""

    __slots__ = ()

    is_given: ClassVar[bool] = False
    is_padding: ClassVar[bool] = True


@final
class Nested(Member, Generic[_S]):
    """A structure within; what is set is copied."""

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
    """A pointer; it keeps alive what it points to, and is `ValueError` to follow where it cannot.

    It is read, and is NULL at first. What can also be set is an `Address`.
    """

    __slots__ = ("_shown",)

    is_given: ClassVar[bool] = False

    def __init__(self, shown: Callable[[object], str] = _by_value) -> None:
        super().__init__(c_void_p)
        self._shown = shown

    @overload
    def __get__(self, struct: None, owner: type[Struct]) -> Self: ...
    @overload
    def __get__(self, struct: Struct, owner: type[Struct] | None = None) -> _T | None: ...
    def __get__(self, struct: Struct | None, owner: type[Struct] | None = None) -> Self | _T | None:
        if struct is None:
            return self
        kept = self.kept(struct)
        return None if kept is None else cast("_T", kept.owner)

    def __set__(self, struct: Struct, value: Never) -> None:
        raise AttributeError(f"{self.name} is set by C alone")

    def address(self, struct: Struct) -> int | None:
        """The pointer itself; `None` where it is NULL."""
        address: int | None = self._get(struct)
        return address

    def kept(self, struct: Struct) -> Kept | None:
        """What it points to; `None` where it is NULL."""
        address = self.address(struct)
        if address is None:
            return None
        kept = _kept(struct).get(self.name)
        if kept is None or kept.address != address:
            raise ValueError(f"{self.name} points to memory that nothing keeps alive")
        return kept

    def point(self, struct: Struct, kept: Kept) -> None:
        """Lets it point to something."""
        _kept(struct)[self.name] = kept
        self._set(struct, kept.address)

    def clear(self, struct: Struct) -> None:
        """Lets it be NULL."""
        _kept(struct).pop(self.name, None)
        self._set(struct, None)

    def show(self, struct: Struct) -> str:
        try:
            kept = self.kept(struct)
        except ValueError:
            return "<dangling>"
        return "None" if kept is None else self._shown(kept.owner)


class Address(Pointer[_B]):
    """A pointer to a buffer or a structure of the program's own."""

    __slots__ = ()

    is_given: ClassVar[bool] = True

    def __set__(self, struct: Struct, value: _B | None) -> None:
        if value is None:
            self.clear(struct)
        else:
            pin = Pin(value)
            self.point(struct, Kept(pin.owner, pin.address, pin))

    def memory(self, struct: Struct) -> Pin | None:
        """The memory that it points to."""
        kept = self.kept(struct)
        return None if kept is None else kept.pin


@dataclass_transform(eq_default=False)
def struct(kind: type[_S], /) -> type[_S]:
    """Lays a structure out from its members, in their order."""
    members = [each for each in vars(kind).values() if isinstance(each, Member)]
    kind._fields_ = [(each.name, each.kind) for each in members]  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue]
    kind._members = tuple(members)  # pyright: ignore[reportPrivateUsage]
    for each in members:
        each.bind(kind)
    return kind


def member_of(kind: type[Struct], name: str) -> Member:
    """The member of that name; `ValueError` where there is none."""
    check_type(name, str, "the member")
    if not hasattr(kind, "_members"):
        raise TypeError(f"the type is a structure, not a {type(kind).__name__}")
    for member in kind._members:  # pyright: ignore[reportPrivateUsage]
        if member.name == name:
            return member
    raise ValueError(f"the structure has no member {name}")


def one_of(names: Mapping[str, object], prefix: str) -> Callable[[int], str]:
    """Shows a number by the first constant with that prefix which has it."""
    table: dict[object, str] = {
        value: name for name, value in reversed([*names.items()]) if name.startswith(prefix)
    }

    def shown(number: int) -> str:
        return table.get(number, str(number))

    return shown


def flags(names: Mapping[str, object], prefix: str) -> Callable[[int], str]:
    """Shows a number as the constants with that prefix whose bits are set in it."""
    table = [(name, bit) for name, bit in names.items() if name.startswith(prefix)]

    def shown(number: int) -> str:
        parts = list[str]()
        for name, bit in table:
            if isinstance(bit, int) and bit and number & bit == bit:
                parts.append(name)
                number &= ~bit
        if number or not parts:
            parts.append(str(number))
        return " | ".join(parts)

    return shown
