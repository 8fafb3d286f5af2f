"""Stream sockets over IPv4, IPv6 and Unix, made by the same few functions."""

import secrets
import socket
from typing import Final, TypeAlias

from stdnet import TcpListener, TcpStream, io
from stdnet.os.unix.net import SocketAddr, UnixListener, UnixStream

Listener: TypeAlias = TcpListener | UnixListener
Stream: TypeAlias = TcpStream | UnixStream
Pair: TypeAlias = tuple[Stream, Stream]

FAMILIES: Final = ("ipv4", "ipv6", "unix")


def listen(family: str) -> Listener:
    """Creates a listener at a free address."""
    match family:
        case "ipv4":
            return TcpListener.bind("127.0.0.1:0").unwrap()
        case "ipv6":
            return TcpListener.bind("[::1]:0").unwrap()
        case _:
            # An abstract name leaves no file behind.
            name = SocketAddr.from_abstract_name(secrets.token_bytes(12)).unwrap()
            return UnixListener.bind_addr(name).unwrap()


def connect(listener: Listener) -> io.Result[Stream]:
    """Connects to a listener, which has not accepted the connection yet."""
    if isinstance(listener, TcpListener):
        return TcpStream.connect(listener.local_addr().expect("it is bound"))
    return UnixStream.connect_addr(listener.local_addr().expect("it is bound"))


def connected(listener: Listener) -> Pair:
    """Returns both ends of a new connection: the client and the server."""
    client = connect(listener).unwrap()
    server, _ = listener.accept().unwrap()
    return client, server


def python_socket(listener: Listener) -> socket.socket:
    """Connects a `socket.socket` to the listener."""
    client = socket.socket(_python_family(listener))
    client.connect(_python_address(listener))
    return client


def _python_family(listener: Listener) -> socket.AddressFamily:
    if isinstance(listener, UnixListener):
        return socket.AF_UNIX
    return socket.AF_INET if listener.local_addr().unwrap().is_ipv4() else socket.AF_INET6


def _python_address(listener: Listener) -> tuple[str, int] | bytes:
    if isinstance(listener, TcpListener):
        addr = listener.local_addr().unwrap()
        return str(addr.ip()), addr.port()
    return b"\0" + (listener.local_addr().unwrap().as_abstract_name() or b"")


def is_tcp(stream: Stream | Listener) -> bool:
    """Returns True for TCP, which has packets, and so resets."""
    return isinstance(stream, TcpStream | TcpListener)
