"""The three families of stream sockets behind the same few calls."""

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
    """A listener at an address that is free."""
    match family:
        case "ipv4":
            return TcpListener.bind("127.0.0.1:0").unwrap()
        case "ipv6":
            return TcpListener.bind("[::1]:0").unwrap()
        case _:
            # In no file system, so that nothing is left in one.
            name = SocketAddr.from_abstract_name(secrets.token_bytes(12)).unwrap()
            return UnixListener.bind_addr(name).unwrap()


def connect(listener: Listener) -> io.Result[Stream]:
    """A connection to a listener, which has to accept it."""
    if isinstance(listener, TcpListener):
        return TcpStream.connect(listener.local_addr().unwrap())
    return UnixStream.connect_addr(listener.local_addr().unwrap())


def connected(listener: Listener) -> Pair:
    """The two ends of a new connection: who connected, and who accepted."""
    client = connect(listener).unwrap()
    server, _ = listener.accept().unwrap()
    return client, server


def python_socket(listener: Listener) -> socket.socket:
    """A socket of Python that has connected to the listener."""
    client = socket.socket(family_of(listener))
    client.connect(name_of(listener))
    return client


def family_of(listener: Listener) -> socket.AddressFamily:
    """Python's number of the family."""
    if isinstance(listener, UnixListener):
        return socket.AF_UNIX
    return socket.AF_INET if listener.local_addr().unwrap().is_ipv4() else socket.AF_INET6


def name_of(listener: Listener) -> tuple[str, int] | bytes:
    """The address as Python writes it."""
    if isinstance(listener, TcpListener):
        addr = listener.local_addr().unwrap()
        return str(addr.ip()), addr.port()
    return b"\0" + (listener.local_addr().unwrap().as_abstract_name() or b"")


def is_tcp(stream: Stream | Listener) -> bool:
    """Whether there are packets that cross a network, of which some may be lost."""
    return isinstance(stream, TcpStream | TcpListener)
