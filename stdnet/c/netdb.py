"""C's <netdb.h>: addresses of host and service names, and the names of addresses."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref, c_char_p, c_int, c_uint32, c_void_p, sizeof, string_at
from itertools import pairwise
from typing import ClassVar, Final, final

from stdnet._core.ints import i32, u32
from stdnet.c._libc import function, quick_function
from stdnet.c._memory import (
    Pin,
    Reference,
    Text,
    as_mut_ptr,
    c_string,
    check_size,
    deref,
    from_c_string,
)
from stdnet.c._struct import (
    Number,
    Out,
    Pointee,
    Pointer,
    Struct,
    constant_formatter,
    flags_formatter,
    invalidate_pointers,
    show_class,
    struct,
)
from stdnet.c.netinet_in import IPPROTO_TCP, IPPROTO_UDP, sockaddr_in, sockaddr_in6
from stdnet.c.sys_socket import (
    AF_INET,
    AF_INET6,
    SOCK_DGRAM,
    SOCK_RAW,
    SOCK_STREAM,
    Sockaddr,
    show_family,
    sockaddr_storage,
)

# fmt: off
__all__ = [
    "AI_PASSIVE", "AI_CANONNAME", "AI_NUMERICHOST", "AI_V4MAPPED", "AI_ALL", "AI_ADDRCONFIG",
    "AI_IDN", "AI_CANONIDN", "AI_IDN_ALLOW_UNASSIGNED", "AI_IDN_USE_STD3_ASCII_RULES",
    "AI_NUMERICSERV",
    "EAI_BADFLAGS", "EAI_NONAME", "EAI_AGAIN", "EAI_FAIL", "EAI_NODATA", "EAI_FAMILY",
    "EAI_SOCKTYPE", "EAI_SERVICE", "EAI_ADDRFAMILY", "EAI_MEMORY", "EAI_SYSTEM", "EAI_OVERFLOW",
    "EAI_INPROGRESS", "EAI_CANCELED", "EAI_NOTCANCELED", "EAI_ALLDONE", "EAI_INTR",
    "EAI_IDN_ENCODE",
    "NI_NUMERICHOST", "NI_NUMERICSERV", "NI_NOFQDN", "NI_NAMEREQD", "NI_DGRAM", "NI_IDN",
    "NI_MAXSERV", "NI_IDN_ALLOW_UNASSIGNED", "NI_IDN_USE_STD3_ASCII_RULES", "NI_MAXHOST",
    "addrinfo", "addrinfo_p", "getaddrinfo", "freeaddrinfo", "getnameinfo", "gai_strerror",
]
# fmt: on

AI_PASSIVE: Final = 0x1
AI_CANONNAME: Final = 0x2
AI_NUMERICHOST: Final = 0x4
AI_V4MAPPED: Final = 0x8
AI_ALL: Final = 0x10
AI_ADDRCONFIG: Final = 0x20
AI_IDN: Final = 0x40
AI_CANONIDN: Final = 0x80
AI_IDN_ALLOW_UNASSIGNED: Final = 0x100
AI_IDN_USE_STD3_ASCII_RULES: Final = 0x200
AI_NUMERICSERV: Final = 0x400

EAI_BADFLAGS: Final = -1
EAI_NONAME: Final = -2
EAI_AGAIN: Final = -3
EAI_FAIL: Final = -4
EAI_NODATA: Final = -5
EAI_FAMILY: Final = -6
EAI_SOCKTYPE: Final = -7
EAI_SERVICE: Final = -8
EAI_ADDRFAMILY: Final = -9
EAI_MEMORY: Final = -10
EAI_SYSTEM: Final = -11
EAI_OVERFLOW: Final = -12
EAI_INPROGRESS: Final = -100
EAI_CANCELED: Final = -101
EAI_NOTCANCELED: Final = -102
EAI_ALLDONE: Final = -103
EAI_INTR: Final = -104
EAI_IDN_ENCODE: Final = -105

NI_NUMERICHOST: Final = 1
NI_NUMERICSERV: Final = 2
NI_NOFQDN: Final = 4
NI_NAMEREQD: Final = 8
NI_DGRAM: Final = 16
NI_IDN: Final = 32
NI_MAXSERV: Final = 32
NI_IDN_ALLOW_UNASSIGNED: Final = 64
NI_IDN_USE_STD3_ASCII_RULES: Final = 128
NI_MAXHOST: Final = 1025

_freeaddrinfo: Final = quick_function("freeaddrinfo", c_int, c_void_p)
_gai_strerror: Final = quick_function("gai_strerror", c_char_p, c_int)
_getaddrinfo: Final = function("getaddrinfo", c_int, c_char_p, c_char_p, c_void_p, c_void_p)
_getnameinfo: Final = function(
    *("getnameinfo", c_int, c_void_p, c_uint32, c_void_p, c_uint32, c_void_p, c_uint32, c_int)
)

_SOCKADDRS: Final[dict[int, type[Sockaddr]]] = {AF_INET: sockaddr_in, AF_INET6: sockaddr_in6}
_TYPES: Final = {
    "SOCK_STREAM": SOCK_STREAM,
    "SOCK_DGRAM": SOCK_DGRAM,
    "SOCK_RAW": SOCK_RAW,
}
_PROTOCOLS: Final = {
    "IPPROTO_TCP": IPPROTO_TCP,
    "IPPROTO_UDP": IPPROTO_UDP,
}
_ZEROS: Final = bytes(256)
"""The bytes behind an address: C looks for the NUL of a path, which may fill `sun_path`."""


@final
@struct
class addrinfo(Struct):
    """A node in the list of addresses of a host and a service. C's `struct addrinfo`.

    Set the first four members for hints; `getaddrinfo` sets the others. `ai_addr` is a
    `sockaddr_in` or a `sockaddr_in6`. Reading a pointer after `freeaddrinfo` raises `ValueError`.

    >>> from stdnet.c import AF_INET, AI_PASSIVE, SOCK_STREAM, addrinfo
    >>> hints = addrinfo(AI_PASSIVE, AF_INET, ai_socktype=SOCK_STREAM)
    >>> hints.ai_next is None
    True
    """

    __slots__ = ()

    ai_flags: Number = Number(c_int, flags_formatter(globals(), "AI_"))
    ai_family: Number = Number(c_int, show_family)
    ai_socktype: Number = Number(c_int, constant_formatter(_TYPES, "SOCK_"))
    ai_protocol: Number = Number(c_int, constant_formatter(_PROTOCOLS, "IPPROTO_"))
    ai_addrlen: Number = Number(c_uint32)
    ai_addr: ClassVar[Pointer[Sockaddr]] = Pointer()
    ai_canonname: ClassVar[Pointer[str]] = Pointer()
    ai_next: ClassVar[Pointer[addrinfo]] = Pointer(show_class)


@final
class addrinfo_p:
    """A pointer to an `addrinfo`, NULL until `getaddrinfo` sets it. C's `struct addrinfo *`.

    >>> from stdnet.c import addrinfo_p
    >>> res = addrinfo_p()
    >>> bool(res)
    False
    """

    __slots__ = ("_first",)

    def __init__(self) -> None:
        self._first: addrinfo | None = None

    def __bool__(self) -> bool:
        return self._first is not None

    @property
    def contents(self) -> addrinfo:
        """Returns the node it points to. Raises `ValueError` for NULL and after `freeaddrinfo`."""
        if self._first is None:
            raise ValueError("the pointer is NULL")
        return _check_allocated(self._first)

    def __repr__(self) -> str:
        return f"<addrinfo_p {'NULL' if self._first is None else hex(Pin(self._first).address)}>"


def getaddrinfo(
    node: Text | None,
    service: Text | None,
    hints: addrinfo | Reference | None,
    res: addrinfo_p,
) -> int:
    """Looks up the addresses of a host and a service; returns 0, or one of EAI_….

    `res` then points to the first node of a list, until `freeaddrinfo`. For EAI_SYSTEM, `errno()`
    has the cause. C's `getaddrinfo`.

    >>> from stdnet.c import *
    >>> hints, res = addrinfo(AI_NUMERICHOST, ai_socktype=SOCK_STREAM), addrinfo_p()
    >>> getaddrinfo("127.0.0.1", "80", hints, res)
    0
    >>> ai = res.contents
    >>> while ai is not None:
    ...     print(ai.ai_socktype == SOCK_STREAM, ai.ai_addrlen, ai.ai_addr.sin_addr)
    ...     ai = ai.ai_next
    True 16 in_addr(s_addr=inet_addr("127.0.0.1"))
    >>> freeaddrinfo(res)
    """
    pointer = deref(res, addrinfo_p, "res")
    found = c_void_p()
    code = _getaddrinfo(
        c_string(node, "node"), c_string(service, "service"), _hints(hints), byref(found)
    )
    if code == 0:
        try:
            pointer._first = _copy_list(found.value)  # pyright: ignore[reportPrivateUsage]
        finally:
            _freeaddrinfo(found)
    return code


def _hints(hints: addrinfo | Reference | None) -> object:
    """Returns hints with the four members that C looks at, and without pointers."""
    if hints is None:
        return None
    given = deref(hints, addrinfo, "hints")
    return byref(addrinfo(given.ai_flags, given.ai_family, given.ai_socktype, given.ai_protocol))


def _copy_list(address: int | None) -> addrinfo:
    """Copies the list that C has allocated to memory of Python, and returns its first node."""
    copies = list[addrinfo]()
    while address:
        original = addrinfo.from_address(address)
        copies.append(_copy_node(original))
        address = addrinfo.ai_next.address(original)
    for node, following in pairwise(copies):
        addrinfo.ai_next.set_pointee(node, Pointee(following, Pin(following).address))
    return copies[0]


def _copy_node(node: addrinfo) -> addrinfo:
    """Returns a copy of a node in memory of Python, whose `ai_next` is NULL."""
    copy = addrinfo(node.ai_flags, node.ai_family, node.ai_socktype, node.ai_protocol)
    copy.ai_addrlen = node.ai_addrlen
    if address := addrinfo.ai_addr.address(node):
        kind = _SOCKADDRS.get(node.ai_family, sockaddr_storage)
        octets = string_at(address, node.ai_addrlen).ljust(sizeof(kind), b"\0")
        addr = kind.from_buffer_copy(octets)
        addrinfo.ai_addr.set_pointee(copy, Pointee(addr, Pin(addr).address))
    if address := addrinfo.ai_canonname.address(node):
        name = string_at(address)
        pin = Pin(name + b"\0")
        addrinfo.ai_canonname.set_pointee(copy, Pointee(from_c_string(name), pin.address, pin))
    return copy


def _check_allocated(ai: addrinfo) -> addrinfo:
    """Returns the node. Raises `ValueError` if `getaddrinfo` has not made it, or it is freed."""
    if ai.ai_addr is None:
        raise ValueError("it is no answer of getaddrinfo")
    return ai


def freeaddrinfo(res: addrinfo_p | addrinfo | Reference) -> None:
    """Frees the list that `getaddrinfo` has made. C's `freeaddrinfo`.

    Freeing it again, or reading a pointer of its nodes, raises `ValueError`. An address that was
    read from it before stays valid.

    >>> from stdnet.c import AI_NUMERICHOST, addrinfo, addrinfo_p, freeaddrinfo, getaddrinfo
    >>> res = addrinfo_p()
    >>> getaddrinfo("::1", None, addrinfo(AI_NUMERICHOST), res)
    0
    >>> freeaddrinfo(res)
    >>> res.contents
    Traceback (most recent call last):
    ValueError: ai_addr points to memory that nothing keeps alive
    """
    first = res.contents if isinstance(res, addrinfo_p) else deref(res, addrinfo, "res")
    for ai in list(_nodes(_check_allocated(first))):
        invalidate_pointers(ai)


def _nodes(ai: addrinfo | None) -> Iterator[addrinfo]:
    """Yields a node and all that follow it."""
    while ai is not None:
        yield ai
        ai = ai.ai_next


def getnameinfo(
    addr: Sockaddr | Reference,
    addrlen: int,
    host: Out | None,
    hostlen: int,
    serv: Out | None,
    servlen: int,
    flags: int,
) -> int:
    r"""Looks up the names of an address and its port; returns 0, or one of EAI_….

    They are written to `host`, which has room for `hostlen` bytes, and to `serv`, which has room
    for `servlen`: NI_MAXHOST and NI_MAXSERV are enough. C's `getnameinfo`.

    >>> from stdnet.c import *
    >>> addr = sockaddr_in(AF_INET, htons(80), in_addr(htonl(INADDR_LOOPBACK)))
    >>> host, serv = bytearray(16), bytearray(6)
    >>> flags = NI_NUMERICHOST | NI_NUMERICSERV
    >>> getnameinfo(addr, sizeof(addr), host, len(host), serv, len(serv), flags)
    0
    >>> host.rstrip(b"\0"), serv.rstrip(b"\0")
    (bytearray(b'127.0.0.1'), bytearray(b'80'))
    """
    size, host_size, serv_size = u32(addrlen), u32(hostlen), u32(servlen)
    pin = Pin(deref(addr, Sockaddr, "addr"))
    check_size(pin, size, to_write=False)
    return _getnameinfo(
        *(bytes(pin.owner)[:size] + _ZEROS, size),
        *(as_mut_ptr(host, host_size), host_size),
        *(as_mut_ptr(serv, serv_size), serv_size),
        i32(flags),
    )


def gai_strerror(errcode: int) -> str:
    """Returns the message of one of EAI_…. C's `gai_strerror`.

    >>> from stdnet.c import EAI_NONAME, gai_strerror
    >>> gai_strerror(EAI_NONAME)
    'Name or service not known'
    """
    return from_c_string(_gai_strerror(i32(errcode))) or ""
