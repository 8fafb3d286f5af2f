"""C's `sockaddr` of any family, and CPython's name for the same.

`_socket` takes and gives no bytes but a name: a tuple, or a path. A name that is given is turned
into bytes here, and bytes into a name where one tells them whole.
"""

from _socket import (
    AF_INET,
    AF_INET6,
    AF_NETLINK,
    AF_PACKET,
    AF_UNIX,
    AF_UNSPEC,
    AF_VSOCK,
    htonl,
    if_nametoindex,
    inet_ntop,
    inet_pton,
)
from _socket import htons as htons
from _socket import ntohs as ntohs
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from os import fsencode
from struct import Struct
from typing import Final, TypeAlias

from stdnet._core.containers import ok
from stdnet._core.error import NO_UTF8, Result
from stdnet._core.unix_addr import PATH_TOO_LONG, SUN_PATH_MAX, IntoPath

PyAddr: TypeAlias = tuple[object, ...] | str | bytes
"""How CPython writes an address."""

STORAGE_SIZE: Final = 128
"""The size of C's `sockaddr_storage`, in which every address has room."""

FAMILY: Final = Struct("=H")
"""`sa_family`, with which every address begins."""
SOCKADDR_IN: Final = Struct("=HH4s8x")
"""`sin_family`, `sin_port` as it is sent, `sin_addr`."""
SOCKADDR_IN6: Final = Struct("=HHI16sI")
"""`sin6_family`, `sin6_port` and `sin6_flowinfo` as they are sent, `sin6_addr`, `sin6_scope_id`."""
SOCKADDR_LL: Final = Struct("=HHiHBB8s")
"""`sll_family`, `sll_protocol` as it is sent, `sll_ifindex`, `sll_hatype`, `sll_pkttype`,
`sll_halen`, `sll_addr`."""
SOCKADDR_NL: Final = Struct("=H2xII")
"""`nl_family`, `nl_pid`, `nl_groups`."""
SOCKADDR_VM: Final = Struct("=H2xII4x")
"""`svm_family`, `svm_port`, `svm_cid`."""

CACHE_SIZE: Final = 1024
"""So many addresses are remembered, as they are likely to come again."""

_FLOW_LABEL: Final = 0xF_FFFF
"""The bits of the flow information that CPython takes."""


def family_of(addr: bytes) -> int:
    """The family of an address; AF_UNSPEC where there are no bytes."""
    family: int = FAMILY.unpack_from(addr)[0] if len(addr) >= FAMILY.size else AF_UNSPEC
    return family


def sockaddr_un(path: IntoPath) -> Result[bytes]:
    """The address of a path, or of a NUL byte and an abstract name."""
    try:
        name = fsencode(path)
    except UnicodeEncodeError:
        return NO_UTF8.err()
    if name and not name.startswith(b"\0"):
        name += b"\0"
    return PATH_TOO_LONG.err() if len(name) > SUN_PATH_MAX else ok(FAMILY.pack(AF_UNIX) + name)


NO_ADDR: Final[tuple[int, PyAddr]] = -1, b""
"""The name, of no family at all, of an address that has none."""


@lru_cache(CACHE_SIZE)
def to_py(addr: bytes) -> tuple[int, PyAddr] | None:
    """The family of an address and its name; None if no name of CPython's tells it whole."""
    family = family_of(addr)
    if family not in _TO_PY:
        return None
    struct, name = _TO_PY[family]
    found = name(addr) if len(addr) >= struct.size else None
    return None if found is None else (family, found)


def from_py(family: int, name: object) -> bytes:
    """The address of a name, which a socket of that family gave; no bytes if it gave no name."""
    # No two families that a socket can meet write their names alike, but for tuples of two numbers.
    match name:
        case str(host), int(port):
            return SOCKADDR_IN.pack(AF_INET, htons(port), inet_pton(AF_INET, host))
        case str(host), int(port), int(flow), int(scope_id):
            octets = inet_pton(AF_INET6, host)
            return SOCKADDR_IN6.pack(AF_INET6, htons(port), htonl(flow), octets, scope_id)
        case str(path):
            # The system ends it with a NUL byte, even where it fills all of C's `sun_path`.
            return FAMILY.pack(AF_UNIX) + (fsencode(path) + b"\0" if path else b"")
        case bytes(abstract):
            return FAMILY.pack(AF_UNIX) + abstract
        case str(device), int(protocol), int(pkttype), int(hatype), bytes(hw):
            index, halen = _index(device), len(hw)
            return SOCKADDR_LL.pack(AF_PACKET, htons(protocol), index, hatype, pkttype, halen, hw)
        case int(pid), int(groups) if family == AF_NETLINK:
            return SOCKADDR_NL.pack(AF_NETLINK, pid, groups)
        case int(cid), int(port):
            return SOCKADDR_VM.pack(AF_VSOCK, port, cid)
        case int(other), bytes(data):
            return FAMILY.pack(other) + data
        case _:
            return b""


def _index(device: str) -> int:
    """The number of an interface, or 0 if it has gone."""
    with suppress(OSError):
        return if_nametoindex(device)
    return 0


def _name_v4(addr: bytes) -> PyAddr:
    _, port, octets = SOCKADDR_IN.unpack_from(addr)
    return inet_ntop(AF_INET, octets), ntohs(port)


def _name_v6(addr: bytes) -> PyAddr | None:
    _, port, flow, octets, scope_id = SOCKADDR_IN6.unpack_from(addr)
    label = htonl(flow)
    if label > _FLOW_LABEL:
        return None
    return inet_ntop(AF_INET6, octets), ntohs(port), label, scope_id


def _name_unix(addr: bytes) -> PyAddr | None:
    path = addr[FAMILY.size :]
    if len(path) > SUN_PATH_MAX:
        return None
    if path.startswith(b"\0"):
        return path
    path = path.partition(b"\0")[0]
    return path if len(path) < SUN_PATH_MAX else None


_TO_PY: Final[dict[int, tuple[Struct, Callable[[bytes], PyAddr | None]]]] = {
    AF_INET: (SOCKADDR_IN, _name_v4),
    AF_INET6: (SOCKADDR_IN6, _name_v6),
    AF_UNIX: (FAMILY, _name_unix),
}
KNOWN_FAMILIES: Final = frozenset(_TO_PY)
"""The families whose addresses CPython's names tell whole. That of a packet, say, has the name of
an interface in the place of its number, and none at all for all interfaces."""
