"""C's <arpa/inet.h>: IP addresses from text, and back."""

from __future__ import annotations

from ctypes import c_char_p, c_int, c_uint32, c_void_p
from typing import Final

from stdnet._core.arguments import check_type
from stdnet._core.buffer import Buffer
from stdnet._core.ints import i32, u32
from stdnet.c._libc import quick_function
from stdnet.c._memory import Reference, Text, as_mut_ptr, as_ptr, c_string, deref, from_c_string
from stdnet.c._struct import Out
from stdnet.c.netinet_in import in_addr
from stdnet.c.sys_socket import AF_INET, AF_INET6

__all__ = ["inet_pton", "inet_ntop", "inet_aton", "inet_addr", "inet_ntoa"]

_inet_addr: Final = quick_function("inet_addr", c_uint32, c_char_p)
_inet_aton: Final = quick_function("inet_aton", c_int, c_char_p, c_void_p)
_inet_ntoa: Final = quick_function("inet_ntoa", c_char_p, in_addr)
_inet_ntop: Final = quick_function("inet_ntop", c_char_p, c_int, c_void_p, c_void_p, c_uint32)
_inet_pton: Final = quick_function("inet_pton", c_int, c_int, c_char_p, c_void_p)

_SIZES: Final = {AF_INET: 4, AF_INET6: 16}
"""The size of an address in bytes, by address family."""


def inet_pton(af: int, src: Text, dst: Out) -> int:
    """Parses an IP address into `dst`; returns 1, 0 if `src` is no address, or -1. C's `inet_pton`.

    `dst` is an `in_addr` for AF_INET, an `in6_addr` for AF_INET6, or any buffer of that size. For
    any other `af` it fails with EAFNOSUPPORT.

    >>> from stdnet.c import AF_INET, in_addr, inet_pton
    >>> addr = in_addr()
    >>> inet_pton(AF_INET, "127.0.0.1", addr), addr
    (1, in_addr(s_addr=inet_addr("127.0.0.1")))
    >>> inet_pton(AF_INET, "localhost", addr)
    0
    """
    check_type(src, str | bytes, "src")
    family = i32(af)
    return _inet_pton(family, c_string(src, "src"), as_mut_ptr(dst, _SIZES.get(family, 0)))


def inet_ntop(af: int, src: Buffer | Reference, dst: Out, size: int) -> str | None:
    """Writes an IP address to `dst` as text; returns it, or `None`, C's NULL. C's `inet_ntop`.

    `dst` has room for `size` bytes: INET_ADDRSTRLEN or INET6_ADDRSTRLEN is enough. It fails with
    ENOSPC if there is too little room, and with EAFNOSUPPORT if `af` is not AF_INET or AF_INET6.

    >>> from stdnet.c import AF_INET6, IN6ADDR_LOOPBACK_INIT, INET6_ADDRSTRLEN, in6_addr, inet_ntop
    >>> dst = bytearray(INET6_ADDRSTRLEN)
    >>> inet_ntop(AF_INET6, in6_addr(IN6ADDR_LOOPBACK_INIT), dst, len(dst))
    '::1'
    """
    family, room = i32(af), u32(size)
    address = as_ptr(src, _SIZES.get(family, 0))
    return from_c_string(_inet_ntop(family, address, as_mut_ptr(dst, room), room))


def inet_aton(cp: Text, inp: in_addr | Reference) -> int:
    """Parses an IPv4 address into `inp`; returns 1, or 0 if `cp` is no address. C's `inet_aton`.

    Unlike `inet_pton` it accepts the old forms: fewer parts, octal, hexadecimal.

    >>> from stdnet.c import in_addr, inet_aton
    >>> addr = in_addr()
    >>> inet_aton("0x7f.1", addr), addr
    (1, in_addr(s_addr=inet_addr("127.0.0.1")))
    """
    check_type(cp, str | bytes, "cp")
    return _inet_aton(c_string(cp, "cp"), as_mut_ptr(deref(inp, in_addr, "inp"), 4))


def inet_addr(cp: Text) -> int:
    """Parses an IPv4 address; returns it as an `s_addr`, or INADDR_NONE. C's `inet_addr`.

    It accepts the forms of `inet_aton`. The result for 255.255.255.255 is INADDR_NONE, too.

    >>> from stdnet.c import INADDR_LOOPBACK, INADDR_NONE, htonl, inet_addr
    >>> inet_addr("127.0.0.1") == htonl(INADDR_LOOPBACK), inet_addr("localhost") == INADDR_NONE
    (True, True)
    """
    check_type(cp, str | bytes, "cp")
    return _inet_addr(c_string(cp, "cp"))


def inet_ntoa(in_: in_addr) -> str:
    """Returns an IPv4 address as text. C's `inet_ntoa`.

    >>> from stdnet.c import in_addr, inet_addr, inet_ntoa
    >>> inet_ntoa(in_addr(inet_addr("127.1")))
    '127.0.0.1'
    """
    return from_c_string(_inet_ntoa(deref(in_, in_addr, "in_"))) or ""
