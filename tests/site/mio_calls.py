"""Calls the methods of `stdnet.mio` that no docstring shows with their type.

`marked_examples.py` runs this as one more example.
"""

# The results are of no interest here, but the system calls are.
# mypy: disable-error-code="unused-result"

from tempfile import TemporaryDirectory
from typing import TypeVar

from stdnet import Ipv4Addr, Ipv6Addr, Ok, Shutdown, SocketAddr
from stdnet.mio import Interest, Poll, Registry, Token
from stdnet.mio.net import (
    TcpListener,
    TcpStream,
    UdpSocket,
    UnixDatagram,
    UnixListener,
    UnixStream,
)
from stdnet.mio.unix import SourceFd, pipe
from stdnet.os.fd import OwnedFd
from stdnet.os.unix.net import SocketAddr as UnixAddr
from tests.site.more_calls import read, read_and_write, read_to_the_end, write

Socket = TcpListener | TcpStream | UdpSocket | UnixDatagram | UnixListener | UnixStream
Source = Socket | pipe.Receiver | pipe.Sender | SourceFd
S = TypeVar("S", TcpListener, TcpStream, UdpSocket, UnixDatagram, UnixListener, UnixStream)

LOOPBACK = SocketAddr.new(Ipv4Addr.LOCALHOST, 0)


def tcp_pair() -> tuple[TcpStream, TcpStream]:
    """Returns both ends of a connection."""
    listener = TcpListener.bind(LOOPBACK).unwrap()
    client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
    return client, listener.accept().unwrap()[0]


def unnamed() -> UnixAddr:
    """Returns an address for which the kernel chooses a name."""
    return UnixAddr.from_pathname("").unwrap()


def registered(registry: Registry, source: Source) -> None:
    """Calls the methods of a source, and leaves it registered."""
    source.register(registry, Token(1), Interest.READABLE)
    source.reregister(registry, Token(1), Interest.WRITABLE)
    source.deregister(registry)
    source.register(registry, Token(1), Interest.READABLE)


def any_socket(registry: Registry, kind: type[S], socket: S) -> None:
    """Calls the methods that all sockets have, and closes the socket."""
    socket.local_addr()
    socket.take_error()
    socket.as_fd()
    socket.as_raw_fd()
    socket.fileno()
    socket = kind.from_raw_fd(socket.into_raw_fd())
    socket = kind.from_owned_fd(OwnedFd.from_(socket))
    socket = kind.from_(OwnedFd.from_(socket))
    registered(registry, socket)
    socket.close()


def streams() -> None:
    """Calls the other methods of streams and listeners."""
    listener = TcpListener.bind(LOOPBACK).unwrap()
    listener.set_ttl(32)
    listener.ttl()
    client, _server = tcp_pair()
    client.set_nodelay(True)
    client.nodelay()
    client.set_ttl(32)
    client.ttl()
    one, two = UnixStream.pair().unwrap()
    for stream, peer in ((client, _server), (one, two)):
        stream.peer_addr()
        peer.write_all(b"hello")
        stream.peek(bytearray(5))
        stream.try_io(lambda: Ok(None))
        stream.shutdown(Shutdown.Write)
    with TemporaryDirectory() as folder:
        _listener = UnixListener.bind(f"{folder}/sock").unwrap()
        UnixStream.connect(f"{folder}/sock")


def unix_datagrams() -> None:
    """Calls the other methods of Unix datagram sockets."""
    one, two = UnixDatagram.pair().unwrap()
    one.send(b"hello")
    two.peek(bytearray(5))
    two.recv_from(bytearray(5))
    one.peer_addr()
    one.try_io(lambda: Ok(None))
    one.shutdown(Shutdown.Both)
    with TemporaryDirectory() as folder:
        server = UnixDatagram.bind(f"{folder}/sock").unwrap()
        client = UnixDatagram.unbound().unwrap()
        client.send_to(b"hello", f"{folder}/sock")
        client.connect(f"{folder}/sock")
    client = UnixDatagram.unbound().unwrap()
    server = UnixDatagram.bind_addr(unnamed()).unwrap()
    client.send_to_addr(b"hello", server.local_addr().unwrap())
    client.connect_addr(server.local_addr().unwrap())


def udp() -> None:
    """Calls the other methods of UDP sockets."""
    socket = UdpSocket.bind(LOOPBACK).unwrap()
    socket.connect(socket.local_addr().unwrap())
    socket.peer_addr()
    socket.send(b"hello")
    socket.peek(bytearray(5))
    socket.peek_from(bytearray(5))
    socket.try_io(lambda: Ok(None))
    socket.set_broadcast(True)
    socket.broadcast()
    socket.set_multicast_loop_v4(True)
    socket.multicast_loop_v4()
    socket.set_multicast_ttl_v4(1)
    socket.multicast_ttl_v4()
    socket.set_ttl(32)
    socket.ttl()
    group = Ipv4Addr(224, 0, 0, 251)
    socket.join_multicast_v4(group, Ipv4Addr.LOCALHOST)
    socket.leave_multicast_v4(group, Ipv4Addr.LOCALHOST)
    of_v6 = UdpSocket.bind(SocketAddr.new(Ipv6Addr.LOCALHOST, 0)).unwrap()
    of_v6.set_multicast_loop_v6(True)
    of_v6.multicast_loop_v6()
    group_v6 = Ipv6Addr(0xFF02, 0, 0, 0, 0, 0, 0, 0xFB)
    of_v6.join_multicast_v6(group_v6, 0)
    of_v6.leave_multicast_v6(group_v6, 0)


def pipes(registry: Registry) -> None:
    """Calls the methods of the ends of a pipe."""
    sender, receiver = pipe.new().unwrap()
    write(sender)
    receiver.set_nonblocking(True)
    for end in (sender, receiver):
        end.as_fd()
        end.as_raw_fd()
        end.fileno()
        end.try_io(lambda: Ok(None))
    sender = pipe.Sender.from_raw_fd(sender.into_raw_fd())
    sender = pipe.Sender.from_owned_fd(OwnedFd.from_(sender))
    receiver = pipe.Receiver.from_raw_fd(receiver.into_raw_fd())
    receiver = pipe.Receiver.from_owned_fd(OwnedFd.from_(receiver))
    read(receiver, sender)
    registered(registry, SourceFd(sender.as_raw_fd()))
    SourceFd(sender.as_raw_fd()).deregister(registry)
    registered(registry, sender)
    sender.close()
    read_to_the_end(receiver)
    registered(registry, receiver)
    receiver.close()


def main() -> None:
    """Calls all of them."""
    registry = Poll.new().unwrap().registry()
    read_and_write(tcp_pair())
    read_and_write(UnixStream.pair().unwrap())
    any_socket(registry, TcpStream, tcp_pair()[0])
    any_socket(registry, TcpListener, TcpListener.bind(LOOPBACK).unwrap())
    any_socket(registry, UdpSocket, UdpSocket.bind(LOOPBACK).unwrap())
    any_socket(registry, UnixListener, UnixListener.bind_addr(unnamed()).unwrap())
    any_socket(registry, UnixStream, UnixStream.pair().unwrap()[0])
    any_socket(registry, UnixDatagram, UnixDatagram.unbound().unwrap())
    streams()
    unix_datagrams()
    udp()
    pipes(registry)
