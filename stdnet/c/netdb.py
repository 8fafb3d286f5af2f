"""C's <netdb.h>: names of hosts and services, and their addresses."""

from collections.abc import Iterator
from ctypes import byref, c_char_p, c_int, c_uint32, c_void_p, sizeof, string_at
from itertools import pairwise
from typing import ClassVar, Final, final

from stdnet._core.ints import i32, u32
from stdnet.c._libc import function, quick_function
from stdnet.c._memory import Pin, Reference, Text, decoded, target, text, writable
from stdnet.c._struct import (
    Kept,
    Number,
    Out,
    Pointer,
    Struct,
    by_class,
    flags,
    forget,
    one_of,
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

_SOCKADDR: Final[dict[int, type[Sockaddr]]] = {AF_INET: sockaddr_in, AF_INET6: sockaddr_in6}
_TYPES: Final = {
    "SOCK_STREAM": SOCK_STREAM,
    "SOCK_DGRAM": SOCK_DGRAM,
    "SOCK_RAW": SOCK_RAW,
}
_PROTOCOLS: Final = {
    "IPPROTO_TCP": IPPROTO_TCP,
    "IPPROTO_UDP": IPPROTO_UDP,
}
_NUL: Final = bytes(256)
"""What stands behind an address, as C looks for the end of a path that need not have one."""


@final
@struct
class addrinfo(Struct):
    """An address of a host and a service, and the next one. C's `struct addrinfo`.

    As a hint one sets the first four members. The answer of `getaddrinfo` has the others: after
    `freeaddrinfo` to follow them is a `ValueError`. `ai_addr` is a `sockaddr_in` or `sockaddr_in6`.

    >>> from stdnet.c import AF_INET, AI_PASSIVE, SOCK_STREAM, addrinfo
    >>> hints = addrinfo(AI_PASSIVE, AF_INET, ai_socktype=SOCK_STREAM)
    >>> hints.ai_next is None
    True
    """

    __slots__ = ()

    ai_flags: Number = Number(c_int, flags(globals(), "AI_"))
    ai_family: Number = Number(c_int, show_family)
    ai_socktype: Number = Number(c_int, one_of(_TYPES, "SOCK_"))
    ai_protocol: Number = Number(c_int, one_of(_PROTOCOLS, "IPPROTO_"))
    ai_addrlen: Number = Number(c_uint32)
    ai_addr: ClassVar[Pointer[Sockaddr]] = Pointer()
    ai_canonname: ClassVar[Pointer[str]] = Pointer()
    ai_next: ClassVar[Pointer["addrinfo"]] = Pointer(by_class)


@final
class addrinfo_p:
    """A pointer to an `addrinfo`, NULL until `getaddrinfo` sets it. C's `struct addrinfo *`.

    >>> from stdnet.c import addrinfo_p
    >>> res = addrinfo_p()
    >>> bool(res)
    False
    """

    __slots__ = ("_to",)

    def __init__(self) -> None:
        self._to: addrinfo | None = None

    def __bool__(self) -> bool:
        return self._to is not None

    @property
    def contents(self) -> addrinfo:
        """What it points to; `ValueError` where that is nothing, or nothing any more."""
        if self._to is None:
            raise ValueError("the pointer is NULL")
        return _allocated(self._to)

    def __repr__(self) -> str:
        return f"<addrinfo_p {'NULL' if self._to is None else hex(Pin(self._to).address)}>"


def getaddrinfo(
    node: Text | None,
    service: Text | None,
    hints: addrinfo | Reference | None,
    res: addrinfo_p,
) -> int:
    """The addresses of a host and a service; 0, or one of EAI_…. C's `getaddrinfo`.

    `res` points to the first of them then, until `freeaddrinfo`.

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
    answer = target(res, addrinfo_p, "res")
    found = c_void_p()
    code = _getaddrinfo(text(node, "node"), text(service, "service"), _hints(hints), byref(found))
    if code == 0:
        try:
            answer._to = _copied(found.value)  # pyright: ignore[reportPrivateUsage]
        finally:
            _freeaddrinfo(found)
    return code


def _hints(hints: addrinfo | Reference | None) -> object:
    """The four members that C looks at, and no pointer."""
    if hints is None:
        return None
    given = target(hints, addrinfo, "hints")
    return byref(addrinfo(given.ai_flags, given.ai_family, given.ai_socktype, given.ai_protocol))


def _copied(address: int | None) -> addrinfo:
    """The list that C has allocated, in memory of Python."""
    copies = list[addrinfo]()
    while address:
        there = addrinfo.from_address(address)
        copies.append(_copy(there))
        address = addrinfo.ai_next.address(there)
    for one, following in pairwise(copies):
        addrinfo.ai_next.point(one, Kept(following, Pin(following).address))
    return copies[0]


def _copy(there: addrinfo) -> addrinfo:
    """One of the list."""
    copy = addrinfo(there.ai_flags, there.ai_family, there.ai_socktype, there.ai_protocol)
    copy.ai_addrlen = there.ai_addrlen
    if address := addrinfo.ai_addr.address(there):
        kind = _SOCKADDR.get(there.ai_family, sockaddr_storage)
        addr = kind.from_buffer_copy(_held(address, there.ai_addrlen, sizeof(kind)))
        addrinfo.ai_addr.point(copy, Kept(addr, Pin(addr).address))
    if address := addrinfo.ai_canonname.address(there):
        name = string_at(address)
        pin = Pin(name + b"\0")
        addrinfo.ai_canonname.point(copy, Kept(decoded(name), pin.address, pin))
    return copy


def _held(address: int, size: int, room: int) -> bytes:
    """The bytes at an address of C, and zeros in the rest of the room."""
    return string_at(address, size).ljust(room, b"\0")


def _allocated(ai: addrinfo) -> addrinfo:
    """The answer, which has an address that is still there."""
    if ai.ai_addr is None:
        raise ValueError("it is no answer of getaddrinfo")
    return ai


def freeaddrinfo(res: addrinfo_p | addrinfo | Reference) -> None:
    """Ends the life of what `getaddrinfo` has answered. C's `freeaddrinfo`.

    A second time is a `ValueError`, and so is to follow a pointer into it. An address that was
    taken from it before stays.

    >>> from stdnet.c import AI_NUMERICHOST, addrinfo, addrinfo_p, freeaddrinfo, getaddrinfo
    >>> res = addrinfo_p()
    >>> getaddrinfo("::1", None, addrinfo(AI_NUMERICHOST), res)
    0
    >>> freeaddrinfo(res)
    >>> res.contents
    Traceback (most recent call last):
    ValueError: ai_addr points to memory that nothing keeps alive
    """
    first = res.contents if isinstance(res, addrinfo_p) else target(res, addrinfo, "res")
    for ai in list(_each(_allocated(first))):
        forget(ai)


def _each(ai: addrinfo | None) -> Iterator[addrinfo]:
    """It, and all that follow."""
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
    r"""The names of an address and its port, filled in; 0, or one of EAI_…. C's `getnameinfo`.

    `host` has room for `hostlen` bytes, of which NI_MAXHOST are enough; `serv` for `servlen`.

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
    name = Pin(target(addr, Sockaddr, "addr"))
    _ = name.pointer(size)
    return _getnameinfo(
        *(bytes(name.owner)[:size] + _NUL, size),
        *(writable(host, host_size), host_size),
        *(writable(serv, serv_size), serv_size),
        i32(flags),
    )


def gai_strerror(errcode: int) -> str:
    """The text of one of EAI_…. C's `gai_strerror`.

    >>> from stdnet.c import EAI_NONAME, gai_strerror
    >>> gai_strerror(EAI_NONAME)
    'Name or service not known'
    """
    return decoded(_gai_strerror(i32(errcode))) or ""
