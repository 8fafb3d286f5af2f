"""C's <net/if.h>: network interfaces."""

from __future__ import annotations

from ctypes import c_char_p, c_uint, c_void_p
from typing import Final

from stdnet._core.arguments import check_type
from stdnet._core.ints import u32
from stdnet.c._libc import function
from stdnet.c._memory import Text, as_mut_ptr, c_string, from_c_string
from stdnet.c._struct import Out

# fmt: off
__all__ = [
    "IFF_UP", "IFF_BROADCAST", "IFF_DEBUG", "IFF_LOOPBACK", "IFF_POINTOPOINT", "IFF_NOTRAILERS",
    "IFF_RUNNING", "IFF_NOARP", "IFF_PROMISC", "IFF_ALLMULTI", "IFF_MASTER", "IFF_SLAVE",
    "IFF_MULTICAST", "IFF_PORTSEL", "IFF_AUTOMEDIA", "IFF_DYNAMIC",
    "IFNAMSIZ", "IF_NAMESIZE",
    "if_nametoindex", "if_indextoname",
]
# fmt: on

IFF_UP: Final = 0x1
IFF_BROADCAST: Final = 0x2
IFF_DEBUG: Final = 0x4
IFF_LOOPBACK: Final = 0x8
IFF_POINTOPOINT: Final = 0x10
IFF_NOTRAILERS: Final = 0x20
IFF_RUNNING: Final = 0x40
IFF_NOARP: Final = 0x80
IFF_PROMISC: Final = 0x100
IFF_ALLMULTI: Final = 0x200
IFF_MASTER: Final = 0x400
IFF_SLAVE: Final = 0x800
IFF_MULTICAST: Final = 0x1000
IFF_PORTSEL: Final = 0x2000
IFF_AUTOMEDIA: Final = 0x4000
IFF_DYNAMIC: Final = 0x8000

IFNAMSIZ: Final = 16

IF_NAMESIZE: Final = 16

_if_indextoname: Final = function("if_indextoname", c_char_p, c_uint, c_void_p)
_if_nametoindex: Final = function("if_nametoindex", c_uint, c_char_p)


def if_nametoindex(ifname: Text) -> int:
    """Returns the index of an interface, or 0 if none has the name. C's `if_nametoindex`.

    It fails with ENODEV.

    >>> from stdnet.c import if_nametoindex
    >>> if_nametoindex("lo")
    1
    """
    check_type(ifname, str | bytes, "ifname")
    return _if_nametoindex(c_string(ifname, "ifname"))


def if_indextoname(ifindex: int, ifname: Out) -> str | None:
    """Writes the name of an interface to `ifname`; returns it, or `None`, C's NULL.

    `ifname` has at least IF_NAMESIZE bytes. It fails with ENXIO if no interface has the index. C's
    `if_indextoname`.

    >>> from stdnet.c import IF_NAMESIZE, if_indextoname
    >>> if_indextoname(1, bytearray(IF_NAMESIZE))
    'lo'
    """
    return from_c_string(_if_indextoname(u32(ifindex), as_mut_ptr(ifname, IF_NAMESIZE)))
