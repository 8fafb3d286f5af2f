"""The instructions of classic BPF: `SockFilter`."""

from __future__ import annotations

from struct import Struct
from typing import Final, Self, final

from stdnet._core.arguments import check_type
from stdnet._core.fmt import debug_struct
from stdnet._core.ints import u8, u16, u32
from stdnet._core.value import Value, set_key

_SOCK_FILTER: Final = Struct("@HBBI")


@final
class SockFilter(Value["SockFilter"]):
    """An instruction of a packet filter, C's `sock_filter`.

    `code` (`u16`) is the operation and `k` (`u32`) its operand. A comparison skips the next `jt`
    instructions if it is true, and the next `jf` if it is false (both `u8`). It is immutable. See
    `Socket.attach_filter`. `str` shows the numbers; `repr` does not, as in the crate.

    The crate's `SockFilter`.

    >>> from stdnet.socket2 import SockFilter
    >>> print(SockFilter(0x06, 0, 0, 0xFFFF))  # BPF_RET | BPF_K: take the packet
    SockFilter { code: 6, jt: 0, jf: 0, k: 65535 }
    """

    __slots__ = ()

    _key: tuple[str, int, int, int, int]

    def __new__(cls, code: int, jt: int, jf: int, k: int) -> Self:
        made = object.__new__(cls)
        set_key(made, ("SockFilter", u16(code), u8(jt), u8(jf), u32(k)))
        return made

    @staticmethod
    def new(code: int, jt: int, jf: int, k: int) -> SockFilter:
        """Creates an instruction, as `SockFilter(code, jt, jf, k)` does.

        The crate's `SockFilter::new`.

        >>> from stdnet.socket2 import SockFilter
        >>> SockFilter.new(0x06, 0, 0, 0) == SockFilter(0x06, 0, 0, 0)
        True
        """
        return SockFilter(code, jt, jf, k)

    def __str__(self) -> str:
        _, code, jt, jf, k = self._key
        return debug_struct("SockFilter", code=code, jt=jt, jf=jf, k=k)

    def __repr__(self) -> str:
        return "SockFilter { .. }"

    def __reduce__(self) -> tuple[object, ...]:
        return SockFilter, self._key[1:]


# Private to stdnet.


def sock_filter_bytes(filter: SockFilter) -> bytes:  # noqa: A002 - C's name
    """Returns the bytes of C's `sock_filter`."""
    check_type(filter, SockFilter, "the filter")
    _, code, jt, jf, k = filter._key  # pyright: ignore[reportPrivateUsage]
    return _SOCK_FILTER.pack(code, jt, jf, k)
