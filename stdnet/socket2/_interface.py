"""Network interfaces, given by index or address: `InterfaceIndexOrAddress`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Never, Self, TypeAlias, final

from stdnet._core.arguments import check_type
from stdnet._core.ints import u32
from stdnet._core.ip_addr import Ipv4Addr
from stdnet._core.value import NotInherited, Value, set_key

if TYPE_CHECKING:
    # For aliases of what is defined below: a quoted alias in a class is text to some checkers.
    import stdnet.socket2._interface as this_module  # noqa: PLW0406


class InterfaceIndexOrAddress(Value["InterfaceIndexOrAddress"]):
    """A network interface, given by its index or by an address that it has.

    Its variants are `InterfaceIndexOrAddress.Index(n)`, which takes a `u32`, and
    `InterfaceIndexOrAddress.Address(ip)`, which takes an `Ipv4Addr`.

    The crate's enum `InterfaceIndexOrAddress`.

    >>> from stdnet import Ipv4Addr
    >>> from stdnet.socket2 import InterfaceIndexOrAddress
    >>> InterfaceIndexOrAddress.Index(1), InterfaceIndexOrAddress.Address(Ipv4Addr.LOCALHOST)
    (Index(1), Address(127.0.0.1))
    """

    __slots__ = ()

    if TYPE_CHECKING:
        Index: TypeAlias = this_module.Index
        """An interface, by its index. The crate's `InterfaceIndexOrAddress::Index`."""
        Address: TypeAlias = this_module.Address
        """An interface, by its address. The crate's `InterfaceIndexOrAddress::Address`."""

    def __new__(cls, *_: Never) -> Self:
        raise TypeError(
            "it is an InterfaceIndexOrAddress.Index or an InterfaceIndexOrAddress.Address"
        )

    def __init_subclass__(cls) -> None:
        if cls.__module__ != __name__:
            raise TypeError("there are no others than Index and Address")

    def __str__(self) -> str:
        return f"{type(self).__name__}({self._key[1]})"

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), self._key[1:]


class _Variant:
    """Hides from a variant what its enum has as attributes: see `NotInherited`."""

    __slots__ = ()

    if not TYPE_CHECKING:
        Index = Address = NotInherited()


@final
class Index(_Variant, InterfaceIndexOrAddress):
    """The index of an interface: `InterfaceIndexOrAddress.Index`."""

    __qualname__ = "InterfaceIndexOrAddress.Index"
    __slots__ = ()
    __match_args__ = ("_index",)

    _key: tuple[str, int]

    def __new__(cls, index: int) -> Self:
        made = object.__new__(cls)
        set_key(made, ("Index", u32(index)))
        return made

    @property
    def _index(self) -> int:
        return self._key[1]


@final
class Address(_Variant, InterfaceIndexOrAddress):
    """An address of an interface: `InterfaceIndexOrAddress.Address`."""

    __qualname__ = "InterfaceIndexOrAddress.Address"
    __slots__ = ()
    __match_args__ = ("_address",)

    _key: tuple[str, Ipv4Addr]

    def __new__(cls, address: Ipv4Addr) -> Self:
        check_type(address, Ipv4Addr, "the address")
        made = object.__new__(cls)
        set_key(made, ("Address", address))
        return made

    @property
    def _address(self) -> Ipv4Addr:
        return self._key[1]


if not TYPE_CHECKING:
    InterfaceIndexOrAddress.Index = Index
    InterfaceIndexOrAddress.Address = Address


# Private to stdnet.


def index_or_address(interface: InterfaceIndexOrAddress) -> int | Ipv4Addr:
    """Returns the index or the address."""
    match interface:
        case Index(index):
            return index
        case Address(address):
            return address
        case _:
            name = type(interface).__name__
            raise TypeError(f"the interface is an InterfaceIndexOrAddress, not {name}")
