"""C's <arpa/inet.h>: addresses and their texts."""

from ctypes import c_char_p, c_int, c_uint32, c_void_p
from typing import Final

from stdnet._core.arguments import check_type
from stdnet._core.buffer import Buffer
from stdnet._core.ints import i32, u32
from stdnet.c._libc import quick_function
from stdnet.c._memory import Reference, Text, decoded, readable, target, text, writable
from stdnet.c._struct import Out
from stdnet.c.netinet_in import in_addr
from stdnet.c.sys_socket import AF_INET, AF_INET6

_inet_addr: Final = quick_function("inet_addr", c_uint32, c_char_p)
_inet_aton: Final = quick_function("inet_aton", c_int, c_char_p, c_void_p)
_inet_ntoa: Final = quick_function("inet_ntoa", c_char_p, in_addr)
_inet_ntop: Final = quick_function("inet_ntop", c_char_p, c_int, c_void_p, c_void_p, c_uint32)
_inet_pton: Final = quick_function("inet_pton", c_int, c_int, c_char_p, c_void_p)

_SIZES: Final = {AF_INET: 4, AF_INET6: 16}
"""How many bytes an address has."""


def inet_pton(af: int, src: Text, dst: Out) -> int:
    """Fills the address in that a text means; 1, 0 for no address, or -1. C's `inet_pton`.

    `dst` is an `in_addr` for AF_INET, an `in6_addr` for AF_INET6, or any buffer of their size.

    >>> from stdnet.c import AF_INET, in_addr, inet_pton
    >>> addr = in_addr()
    >>> inet_pton(AF_INET, "127.0.0.1", addr), addr
    (1, in_addr(s_addr=inet_addr("127.0.0.1")))
    >>> inet_pton(AF_INET, "localhost", addr)
    0
    """
    check_type(src, str | bytes, "src")
    family = i32(af)
    return _inet_pton(family, text(src, "src"), writable(dst, _SIZES.get(family, 0)))


def inet_ntop(af: int, src: Buffer | Reference, dst: Out, size: int) -> str | None:
    """The text of an address, also filled in; `None`, C's NULL, if that fails. C's `inet_ntop`.

    `dst` has room for `size` bytes: INET_ADDRSTRLEN or INET6_ADDRSTRLEN is enough.

    >>> from stdnet.c import AF_INET6, IN6ADDR_LOOPBACK_INIT, INET6_ADDRSTRLEN, in6_addr, inet_ntop
    >>> dst = bytearray(INET6_ADDRSTRLEN)
    >>> inet_ntop(AF_INET6, in6_addr(IN6ADDR_LOOPBACK_INIT), dst, len(dst))
    '::1'
    """
    family, room = i32(af), u32(size)
    address = readable(src, _SIZES.get(family, 0))
    return decoded(_inet_ntop(family, address, writable(dst, room), room))


def inet_aton(cp: Text, inp: in_addr | Reference) -> int:
    """Fills the IPv4 address in that a text means; 1, or 0 for no address. C's `inet_aton`.

    Other than `inet_pton` it takes the old forms: fewer parts, octal, hexadecimal.

    >>> from stdnet.c import in_addr, inet_aton
    >>> addr = in_addr()
    >>> inet_aton("0x7f.1", addr), addr
    (1, in_addr(s_addr=inet_addr("127.0.0.1")))
    """
    check_type(cp, str | bytes, "cp")
    return _inet_aton(text(cp, "cp"), writable(target(inp, in_addr, "inp"), 4))


def inet_addr(cp: Text) -> int:
    """The IPv4 address that a text means, as an `s_addr`, or INADDR_NONE. C's `inet_addr`.

    >>> from stdnet.c import INADDR_LOOPBACK, INADDR_NONE, htonl, inet_addr
    >>> inet_addr("127.0.0.1") == htonl(INADDR_LOOPBACK), inet_addr("localhost") == INADDR_NONE
    (True, True)
    """
    check_type(cp, str | bytes, "cp")
    return _inet_addr(text(cp, "cp"))


def inet_ntoa(in_: in_addr) -> str:
    """The text of an IPv4 address. C's `inet_ntoa`.

    >>> from stdnet.c import in_addr, inet_addr, inet_ntoa
    >>> inet_ntoa(in_addr(inet_addr("127.1")))
    '127.0.0.1'
    """
    return decoded(_inet_ntoa(target(in_, in_addr, "in_"))) or ""
