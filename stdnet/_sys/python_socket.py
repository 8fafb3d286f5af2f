"""Sockets of Python's module `socket`, taken over and handed out."""

from __future__ import annotations

import _socket
import errno
import os
import sys
from enum import IntEnum
from functools import partial
from typing import TYPE_CHECKING, Final, final

from stdnet._core.error import Error, Result, error_of
from stdnet._core.error_kind import ErrorKind
from stdnet._sys import blocking_mode, options
from stdnet._sys.cvt import failed
from stdnet._sys.ownership import (
    Socket,
    adopt_socket,
    hand_over,
    undo_default_timeout,
    uninterrupted,
)
from stdnet.result._containers import Err, Ok

if TYPE_CHECKING:
    import socket as socket_module


@final
class SocketKind:
    """The sockets that a class of stdnet stands for."""

    __slots__ = ("domains", "listens", "name", "ty")

    def __init__(
        self, name: str, domains: tuple[int, ...], ty: int, *, listens: bool = False
    ) -> None:
        self.name, self.domains, self.ty, self.listens = name, domains, ty, listens


_INET: Final = (_socket.AF_INET, _socket.AF_INET6)
_UNIX: Final = (_socket.AF_UNIX,)

TCP_STREAM: Final = SocketKind("a TCP stream", _INET, _socket.SOCK_STREAM)
TCP_LISTENER: Final = SocketKind("a TCP listener", _INET, _socket.SOCK_STREAM, listens=True)
UDP: Final = SocketKind("a UDP socket", _INET, _socket.SOCK_DGRAM)
UNIX_STREAM: Final = SocketKind("a Unix stream", _UNIX, _socket.SOCK_STREAM)
UNIX_LISTENER: Final = SocketKind("a Unix listener", _UNIX, _socket.SOCK_STREAM, listens=True)
UNIX_DATAGRAM: Final = SocketKind("a Unix datagram socket", _UNIX, _socket.SOCK_DGRAM)

_TRANSFERS: Final = (
    *("recv", "recv_into", "recvfrom", "recvfrom_into", "recvmsg", "recvmsg_into"),
    *("send", "sendall", "sendto", "sendmsg"),
)
"""The methods that move bytes."""


def from_socket(python: _socket.socket, kind: SocketKind | None) -> Result[Socket]:
    """Moves the descriptor of a Python socket into a `Socket`; None stands for any kind.

    Its time-out becomes SO_RCVTIMEO and SO_SNDTIMEO.

    Errors: `InvalidInput` if it is of another kind. The Python socket then keeps the descriptor.
    """
    _check_class(python)
    timeout = python.gettimeout()
    try:
        found = _Found(python)
        if kind is not None and not found.fits(kind):
            text = f"the socket is not {kind.name}, but {found.text(kind)}"
            return Err(Error.new(ErrorKind.InvalidInput, text))
        if timeout:
            for option in (options.READ_TIMEOUT, options.WRITE_TIMEOUT):
                if isinstance(limited := option.set(python, timeout), Err):
                    return limited
        python.setblocking(timeout != 0)
    except OSError as exc:
        return failed(exc)
    sock = hand_over(python.fileno(), partial(_socket.socket.detach, python))
    python.detach()  # Marks the object as closed, which the method of the base class does not.
    return Ok(undo_default_timeout(sock, timeout != 0))


def _check_class(python: object) -> None:
    """Raises `TypeError` unless a call on the descriptor does what the object itself would do.

    A socket of `ssl` encrypts what it sends. One of gevent, eventlet or trio waits in its own way.
    """
    cls = type(python)
    name = f"{cls.__module__}.{cls.__qualname__}"
    if not isinstance(python, _socket.socket):
        way = ": see from_raw_fd(os.dup(socket.fileno()))" if hasattr(python, "fileno") else ""
        raise TypeError(f"socket is a socket.socket, not {name}{way}")
    for method in _TRANSFERS:
        if getattr(cls, method) is not getattr(_socket.socket, method):
            raise TypeError(
                f"socket is {name}, whose {method}() is not that of socket.socket, and would be"
                " bypassed: io.from_file(socket) reads and writes by its own methods"
            )


@final
class _Found:
    """A socket as the kernel knows it. Its `family` and `type` are only what Python was told."""

    __slots__ = ("domain", "listens", "ty")

    def __init__(self, python: _socket.socket) -> None:
        """Calls `getsockopt`. Raises `OSError`."""
        ask = partial(python.getsockopt, _socket.SOL_SOCKET)
        self.domain, self.ty = _domain(python), ask(_socket.SO_TYPE)
        self.listens = bool(ask(_socket.SO_ACCEPTCONN))

    def fits(self, kind: SocketKind) -> bool:
        """Returns True for a socket of the kind."""
        same = self.domain in kind.domains and self.ty == kind.ty
        return same and self.listens is kind.listens

    def text(self, kind: SocketKind) -> str:
        """Returns what it is, in C's words."""
        import socket as socket_module  # noqa: PLC0415 - late: most programs never need it

        domain = _c_name(socket_module.AddressFamily, self.domain)
        ty = _c_name(socket_module.SocketKind, self.ty)
        listens = " that listens" if self.listens else " that does not listen"
        return f"{domain} {ty}{listens if self.listens or kind.listens else ''}"


if sys.platform == "linux":

    def _domain(python: _socket.socket) -> int:
        return python.getsockopt(_socket.SOL_SOCKET, _socket.SO_DOMAIN)

else:

    def _domain(python: _socket.socket) -> int:
        # CPython asks `getsockname`, for a socket whose family it is not told.
        return adopt_socket(uninterrupted(os.dup, python.fileno())).family


def _c_name(enum: type[IntEnum], number: int) -> str:
    try:
        return enum(number).name
    except ValueError:
        return str(number)


def into_socket(sock: Socket) -> Result[socket_module.socket]:
    """Moves the descriptor into a Python socket, and keeps its mode."""
    try:
        import socket as socket_module  # noqa: PLC0415 - late: most programs never need it

        blocking = blocking_mode.get_blocking(sock)
        python = socket_module.socket(fileno=sock.fileno())
    except OSError as exc:
        return Err(error_of(exc))
    if sock.detach() < 0:  # Another thread has taken the descriptor meanwhile.
        python.detach()
        return Err(Error.from_raw_os_error(errno.EBADF))
    python.setblocking(blocking)
    return Ok(python)
