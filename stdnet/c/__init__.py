"""The C library, header by header: `-1` and `errno()`, `struct sockaddr_in`.

Functions have C's names, arguments and results. Where C takes the address of a structure, pass the
structure itself, or `byref` of it; the call writes to it in place. A length that C writes to is a
`socklen_t`. A call that waits lets other threads run, and a signal interrupts it with EINTR.

An argument that would crash a program in C raises an exception before the call: `TypeError` for a
wrong type; `ValueError` for a buffer shorter than its length says, for a pointer to memory that has
been freed, and for a number out of range. The constants have the values of Linux on most
processors: x86, ARM, RISC-V.

>>> from stdnet.c import *
>>> sockfd = socket(AF_INET, SOCK_STREAM, 0)
>>> addr = sockaddr_in(AF_INET, htons(1), in_addr(inet_addr("127.0.0.1")))
>>> connect(sockfd, addr, sizeof(addr))
-1
>>> strerror(errno())
'Connection refused'
>>> cvt(connect(sockfd, addr, sizeof(addr))).unwrap_err().kind()
ConnectionRefused
>>> close(sockfd)
0
"""

# ruff: noqa: F403, F405 - the names are those that each header lists in its `__all__`
import sys

if sys.platform != "linux":
    raise ImportError("stdnet.c needs Linux: its constants and structures are those of Linux")
assert sys.platform == "linux"  # By this mypy knows that nothing is here on other systems.

from ctypes import byref as byref
from ctypes import c_int as c_int
from ctypes import sizeof as sizeof
from typing import TYPE_CHECKING

from stdnet.c._cvt import *
from stdnet.c._libc import *
from stdnet.c.arpa_inet import *
from stdnet.c.net_if import *
from stdnet.c.netdb import *
from stdnet.c.netinet_in import *
from stdnet.c.netinet_tcp import *
from stdnet.c.netinet_udp import *
from stdnet.c.stddef import *
from stdnet.c.stdio import *
from stdnet.c.string import *
from stdnet.c.sys_errno import *
from stdnet.c.sys_fcntl import *
from stdnet.c.sys_poll import *
from stdnet.c.sys_socket import *
from stdnet.c.sys_time import *
from stdnet.c.sys_uio import *
from stdnet.c.sys_un import *
from stdnet.c.unistd import *
from stdnet.result._public import publish as _publish

if not TYPE_CHECKING:
    # Type checkers re-export what a star imports. mypy only understands an `__all__` of literals,
    # and would take these names for private.
    __all__ = ["byref", "c_int", "sizeof"]
    __all__ += sys_socket.__all__
    __all__ += netinet_in.__all__
    __all__ += netinet_tcp.__all__
    __all__ += netinet_udp.__all__
    __all__ += arpa_inet.__all__
    __all__ += netdb.__all__
    __all__ += sys_un.__all__
    __all__ += sys_uio.__all__
    __all__ += sys_time.__all__
    __all__ += sys_poll.__all__
    __all__ += sys_fcntl.__all__
    __all__ += unistd.__all__
    __all__ += net_if.__all__
    __all__ += string.__all__
    __all__ += stdio.__all__
    __all__ += stddef.__all__
    __all__ += sys_errno.__all__
    __all__ += _libc.__all__
    __all__ += _cvt.__all__

    _publish(__name__, map(globals().get, __all__))
