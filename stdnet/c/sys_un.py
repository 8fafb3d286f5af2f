"""C's <sys/un.h>: the address of a Unix domain socket."""

from __future__ import annotations

from ctypes import c_uint16
from typing import final

from stdnet._core.buffer import Buffer
from stdnet.c._struct import Number, Octets, Struct, struct
from stdnet.c.sys_socket import Sockaddr, show_family

__all__ = ["sockaddr_un"]


class _Path(Octets):
    """A path without the NUL that ends it, or an abstract name without the zeros after it."""

    __slots__ = ()

    def value(self, struct: Struct) -> bytes:
        held = self.bytes_of(struct)
        path, _, _ = held.partition(b"\0")
        return path or held.rstrip(b"\0")

    def __set__(self, struct: Struct, value: Buffer | str) -> None:
        super().__set__(struct, value.encode() if isinstance(value, str) else value)


@final
@struct
class sockaddr_un(Sockaddr):
    r"""The address of a Unix domain socket. C's `struct sockaddr_un`.

    Reading `sun_path` returns a path without the NUL that ends it. An abstract name, which begins
    with a NUL, is returned without the zeros that follow it; only its `addrlen` says how long it
    is. A `str` that is assigned is encoded in UTF-8.

    >>> from stdnet.c import AF_UNIX, sockaddr_un
    >>> addr = sockaddr_un(AF_UNIX, "/tmp/socket")
    >>> addr.sun_path
    b'/tmp/socket'
    >>> addr.sun_path = b"\0abstract"
    >>> addr
    sockaddr_un(sun_family=AF_UNIX, sun_path=b'\x00abstract')
    """

    __slots__ = ()

    sun_family: Number = Number(c_uint16, show_family)
    sun_path: _Path = _Path(108)
