"""TCP and UDP sockets over IPv4 and IPv6. Rust's `sys::net::connection::socket`. See `ip(7)`."""

from __future__ import annotations

import _socket
import errno

from stdnet._core.buffer import Buffer, byte_view
from stdnet._core.containers import ok_count
from stdnet._core.error import ZERO_TIMEOUT, Result
from stdnet._core.socket_addr import SocketAddr, Tuple
from stdnet._sys.constants import SOCK_NONBLOCK
from stdnet._sys.cvt import cvt, failed
from stdnet._sys.inet_addr import socket_addr_from_py, socket_addr_to_py
from stdnet._sys.ownership import Socket, new_socket
from stdnet._sys.sock import MSG_NOSIGNAL, finish_connect, of_family, py_backlog
from stdnet.result._containers import Err, Ok


def connect(addr: SocketAddr) -> Result[Socket]:
    """Connects a stream socket to the address."""
    family, name = socket_addr_to_py(addr)
    try:
        sock = new_socket(family, _socket.SOCK_STREAM)
        sock.connect(name)
    except OSError as exc:
        return failed(exc)
    return Ok(sock)


def connect_timeout(addr: SocketAddr, timeout: float) -> Result[Socket]:
    """Connects a stream socket to the address within `timeout` seconds."""
    family, name = socket_addr_to_py(addr)
    try:
        sock = new_socket(family, _socket.SOCK_STREAM)
        sock.setblocking(False)
        begun = cvt(sock.connect, name)
        sock.setblocking(True)
    except OSError as exc:
        return failed(exc)
    match begun:
        case Ok():
            return Ok(sock)
        case Err(e) if e.raw_os_error() == errno.EINPROGRESS:
            # Rust, too, rejects the time-out 0 only here.
            return finish_connect(sock, timeout) if timeout else ZERO_TIMEOUT.err()
        case Err():
            return begun


def begin_connect(addr: SocketAddr) -> Result[Socket]:
    """Creates a stream socket in non-blocking mode, which begins to connect to the address."""
    family, name = socket_addr_to_py(addr)
    try:
        sock = new_socket(family, _socket.SOCK_STREAM | SOCK_NONBLOCK)
        begun = cvt(sock.connect, name)
    except OSError as exc:
        return failed(exc)
    if isinstance(begun, Err) and begun.unwrap_err().raw_os_error() != errno.EINPROGRESS:
        return begun
    return Ok(sock)


def listen(
    addr: SocketAddr, backlog: int, reuse_address: bool, only_v6: bool | None, flags: int = 0
) -> Result[Socket]:
    """Creates a stream socket that listens at the address. SOCK_NONBLOCK may be a flag."""
    try:
        sock = _bound(addr, _socket.SOCK_STREAM | flags, reuse_address, only_v6)
        sock.listen(py_backlog(backlog))
    except OSError as exc:
        return failed(exc)
    return Ok(sock)


def bind(
    addr: SocketAddr, reuse_address: bool, only_v6: bool | None, flags: int = 0
) -> Result[Socket]:
    """Creates a datagram socket at the address. SOCK_NONBLOCK may be a flag."""
    return cvt(_bound, addr, _socket.SOCK_DGRAM | flags, reuse_address, only_v6)


def _bound(addr: SocketAddr, kind: int, reuse_address: bool, only_v6: bool | None) -> Socket:
    family, name = socket_addr_to_py(addr)
    sock = new_socket(family, kind)
    if reuse_address:
        sock.setsockopt(_socket.SOL_SOCKET, _socket.SO_REUSEADDR, 1)
    if only_v6 is not None and family == _socket.AF_INET6:
        sock.setsockopt(_socket.IPPROTO_IPV6, _socket.IPV6_V6ONLY, only_v6)
    sock.bind(name)
    return sock


def local_addr(sock: Socket) -> Result[SocketAddr.V4 | SocketAddr.V6]:
    """Calls `getsockname`; returns the address of this end."""
    return cvt(sock.getsockname).and_then(socket_addr_from_py)


def peer_addr(sock: Socket) -> Result[SocketAddr.V4 | SocketAddr.V6]:
    """Calls `getpeername`; returns the address of the other end."""
    return cvt(sock.getpeername).and_then(socket_addr_from_py)


def connect_datagram(sock: Socket, addr: SocketAddr) -> Result[None]:
    """Sets the peer of a datagram socket."""
    family, name = socket_addr_to_py(addr)
    same = of_family(sock, family)
    if isinstance(same, Err):
        return same
    return cvt(same.unwrap().connect, name)


def send_to(sock: Socket, buf: Buffer, family: int, name: Tuple) -> Result[int]:
    """Sends a datagram to an address. `UdpSocket.send_to` of std does it itself, to be faster."""
    if sock.family != family:
        return send_to_other_family(sock, buf, family, name)
    try:
        return ok_count(sock.sendto(buf, MSG_NOSIGNAL, name))
    except OSError as exc:
        return failed(exc)
    except TypeError:
        byte_view(buf)  # Says what to write instead.
        raise


def send_to_other_family(sock: Socket, buf: Buffer, family: int, name: Tuple) -> Result[int]:
    """Sends a datagram to an address of another family than the socket's."""
    same = of_family(sock, family)
    if isinstance(same, Err):
        return same
    return cvt(same.unwrap().sendto, buf, MSG_NOSIGNAL, name)
