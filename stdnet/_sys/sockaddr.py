"""Conversions between C's `sockaddr` of any family, as bytes, and CPython's form of an address.

`_socket` takes and returns addresses as tuples, and paths of Unix sockets. `from_py` turns any of
these into a `sockaddr`; `to_py` does the reverse for the families where nothing is lost.
"""

import sys
from _socket import (
    AF_INET,
    AF_INET6,
    AF_UNIX,
    AF_UNSPEC,
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

from stdnet._core.error import NO_UTF8, Error, Result
from stdnet._core.unix_addr import PATH_TOO_LONG, SUN_PATH_MAX, IntoPath
from stdnet.result._containers import Err, Ok

if sys.platform == "linux":
    from _socket import AF_NETLINK, AF_PACKET, AF_VSOCK

PyAddr: TypeAlias = tuple[object, ...] | str | bytes
"""An address in CPython's form. By C's use of the word, locals with one are called `name`."""

STORAGE_SIZE: Final = 128
"""The size of C's `sockaddr_storage`, into which every address fits."""

_FAMILY: Final = "=H" if sys.platform == "linux" else "=xB"
"""On the BSDs and Apple's systems, `sa_family` is the second byte. The first one is `sa_len`, which
the kernel replaces by the length that a call is given; it is 0 here, as in Rust."""

FAMILY: Final = Struct(_FAMILY)
"""`sa_family`, with which every `sockaddr` begins."""
SOCKADDR_IN: Final = Struct(f"{_FAMILY}H4s8x")
"""`sin_family`, `sin_port` in network byte order, `sin_addr`. See `ip(7)`."""
SOCKADDR_IN6: Final = Struct(f"{_FAMILY}HI16sI")
"""`sin6_family`, `sin6_port` and `sin6_flowinfo` in network byte order, `sin6_addr`,
`sin6_scope_id`. See `ipv6(7)`."""

ADDR_CACHE_SIZE: Final = 1024
"""The number of addresses that a cache holds: programs meet the same ones again and again."""

_FLOW_LABEL: Final = 0xF_FFFF
"""The bits of `sin6_flowinfo` that CPython accepts: the flow label, without the traffic class."""


def family_of(addr: bytes | bytearray) -> int:
    """Returns the family of an address; AF_UNSPEC if it is too short to have one."""
    family: int = FAMILY.unpack_from(addr)[0] if len(addr) >= FAMILY.size else AF_UNSPEC
    return family


def sockaddr_un(path: IntoPath) -> Result[bytes]:
    """Returns the address of a path, or of a NUL byte and an abstract name.

    Errors: `InvalidInput` if it does not fit into `sun_path`, or for a text that has no encoding.
    """
    try:
        name = fsencode(path)
    except UnicodeEncodeError:
        return NO_UTF8.err()
    if name and not name.startswith(b"\0"):
        name += b"\0"
    if len(name) > SUN_PATH_MAX:
        # Std has a fixed error with this text; the crate socket2 creates a custom one.
        return Err(Error(*PATH_TOO_LONG))
    return Ok(FAMILY.pack(AF_UNIX) + name)


NO_PY_ADDR: Final[tuple[int, PyAddr]] = -1, b""
"""Stands for the result of `to_py` if it is None: an address of a family that no socket has."""


@lru_cache(ADDR_CACHE_SIZE)
def to_py(addr: bytes) -> tuple[int, PyAddr] | None:
    """Returns the family of an address and CPython's form of it.

    Returns None if CPython's form would lose something.
    """
    family = family_of(addr)
    if family not in _TO_PY:
        return None
    struct, convert = _TO_PY[family]
    name = convert(addr) if len(addr) >= struct.size else None
    return None if name is None else (family, name)


def from_py(family: int, name: object) -> bytes:
    """Returns the `sockaddr` of an address that a socket of the family returned.

    Returns no bytes if the socket returned no address.
    """
    # No two families that a socket can meet have the same form, except for tuples of two numbers.
    match name:
        case str(host), int(port):
            return SOCKADDR_IN.pack(AF_INET, htons(port), inet_pton(AF_INET, host))
        case str(host), int(port), int(flow), int(scope_id):
            octets = inet_pton(AF_INET6, host)
            return SOCKADDR_IN6.pack(AF_INET6, htons(port), htonl(flow), octets, scope_id)
        case str(path):
            # The kernel appends a NUL byte, even to a path that fills all of `sun_path`. CPython
            # then reads on past it.
            octets = fsencode(path)[:SUN_PATH_MAX]
            return FAMILY.pack(AF_UNIX) + (octets + b"\0" if octets else b"")
        case bytes(abstract):
            return FAMILY.pack(AF_UNIX) + abstract
        case int(other), bytes(data):
            return FAMILY.pack(other) + data
        case _:
            return _from_py_of_linux(family, name)


if sys.platform == "linux":
    SOCKADDR_LL: Final = Struct("=HHiHBB8s")
    """`sll_family`, `sll_protocol` in network byte order, `sll_ifindex`, `sll_hatype`,
    `sll_pkttype`, `sll_halen`, `sll_addr`. See `packet(7)`."""
    SOCKADDR_NL: Final = Struct("=H2xII")
    """`nl_family`, `nl_pid`, `nl_groups`. See `netlink(7)`."""
    SOCKADDR_VM: Final = Struct("=H2xII4x")
    """`svm_family`, `svm_port`, `svm_cid`. See `vsock(7)`."""

    def _from_py_of_linux(family: int, name: object) -> bytes:
        match name:
            case str(device), int(protocol), int(pkttype), int(hatype), bytes(hw):
                index, halen = _index(device), len(hw)
                return SOCKADDR_LL.pack(
                    AF_PACKET, htons(protocol), index, hatype, pkttype, halen, hw
                )
            case int(pid), int(groups) if family == AF_NETLINK:
                return SOCKADDR_NL.pack(AF_NETLINK, pid, groups)
            case int(cid), int(port):
                return SOCKADDR_VM.pack(AF_VSOCK, port, cid)
            case _:
                return b""

    def _index(device: str) -> int:
        """Returns the index of an interface, or 0 if it does not exist any more."""
        with suppress(OSError):
            return if_nametoindex(device)
        return 0

else:

    def _from_py_of_linux(_family: int, _name: object) -> bytes:
        return b""


def _v4_to_py(addr: bytes) -> PyAddr:
    _, port, octets = SOCKADDR_IN.unpack_from(addr)
    return inet_ntop(AF_INET, octets), ntohs(port)


def _v6_to_py(addr: bytes) -> PyAddr | None:
    _, port, flow, octets, scope_id = SOCKADDR_IN6.unpack_from(addr)
    label = htonl(flow)
    if label > _FLOW_LABEL:
        return None
    return inet_ntop(AF_INET6, octets), ntohs(port), label, scope_id


def _unix_to_py(addr: bytes) -> PyAddr | None:
    path = addr[FAMILY.size :]
    if len(path) > SUN_PATH_MAX:
        return None
    if path.startswith(b"\0"):
        return path
    path = path.partition(b"\0")[0]
    return path if len(path) < SUN_PATH_MAX else None


_TO_PY: Final[dict[int, tuple[Struct, Callable[[bytes], PyAddr | None]]]] = {
    AF_INET: (SOCKADDR_IN, _v4_to_py),
    AF_INET6: (SOCKADDR_IN6, _v6_to_py),
    AF_UNIX: (FAMILY, _unix_to_py),
}
LOSSLESS_FAMILIES: Final = frozenset(_TO_PY)
"""The families whose addresses lose nothing in CPython's form.

That of AF_PACKET, for one, has the name of an interface in place of its index, and has nothing for
"all interfaces", the index 0.
"""
