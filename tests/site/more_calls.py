"""Calls the methods of sockets and pipes that no docstring shows with their type.

`marked_examples.py` runs this as one more example. A method that fails here, as sockets without
the protocol DCCP have none of its options, makes its system call all the same. `mio_calls.py` has
the methods of `stdnet.mio`.
"""

# The results are of no interest here, but the system calls are.
# mypy: disable-error-code="unused-result"

from collections.abc import Callable
from tempfile import TemporaryDirectory
from typing import TypeVar

from stdnet import SocketAddr, TcpListener, TcpStream, UdpSocket
from stdnet.io import PipeReader, PipeWriter, Read, ReadWrite, Write, pipe
from stdnet.os.fd import OwnedFd
from stdnet.os.unix.net import SocketAddr as UnixAddr
from stdnet.os.unix.net import UnixDatagram, UnixListener, UnixStream
from stdnet.socket2 import Domain, Protocol, Socket, Type

AnySocket = TcpListener | TcpStream | UdpSocket | UnixDatagram | UnixListener | UnixStream | Socket
WithTimeouts = TcpStream | UdpSocket | UnixDatagram | UnixStream | Socket
S = TypeVar("S", TcpListener, TcpStream, UdpSocket, UnixDatagram, UnixListener, UnixStream, Socket)


def tcp_pair() -> tuple[TcpStream, TcpStream]:
    """Returns both ends of a connection."""
    listener = TcpListener.bind("127.0.0.1:0").unwrap()
    client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
    return client, listener.accept().unwrap()[0]


def unix_pair() -> tuple[UnixStream, UnixStream]:
    """Returns both ends of a connection."""
    return UnixStream.pair().unwrap()


def socket2_pair() -> tuple[Socket, Socket]:
    """Returns both ends of a connection."""
    return Socket.pair(Domain.UNIX, Type.STREAM, None).unwrap()


def abstract_listener() -> UnixListener:
    """Returns a listener with a name that the kernel has not in use."""
    unique = str(TcpListener.bind("127.0.0.1:0").unwrap().local_addr().unwrap())
    return UnixListener.bind_addr(UnixAddr.from_abstract_name(unique).unwrap()).unwrap()


def read(reader: Read, writer: Write) -> None:
    """Calls the methods of a reader but for those that read to the end."""
    writer.write_all(b"hello" * 4)
    reader.read(bytearray(4))
    reader.read_exact(bytearray(4))
    reader.read_vectored([bytearray(2), bytearray(2)])
    reader.read_array(4)
    reader.is_read_vectored()
    reader.by_ref()
    reader.take(4)
    reader.bytes()
    reader.chain(reader)


def read_to_the_end(reader: Read) -> None:
    """Calls the other methods of a reader, whose writer is closed."""
    reader.read_to_end(bytearray())
    reader.read_to_string()


def write(writer: Write) -> None:
    """Calls the methods of a writer."""
    writer.write(b"hello")
    writer.write_all(b"hello")
    writer.write_vectored([b"hello", b"world"])
    writer.write_all_vectored([b"hello", b"world"])
    writer.write_fmt("hello")
    writer.flush()
    writer.is_write_vectored()
    writer.by_ref()


def read_and_write(pair: tuple[ReadWrite, Write]) -> None:
    """Calls the methods of a reader and writer."""
    stream, peer = pair
    write(stream)
    read(stream, peer)
    del pair, peer
    read_to_the_end(stream)


def halves(client: TcpStream, server: TcpStream) -> None:
    """Calls the methods of the halves of a stream."""
    reader, writer = client.split()
    write(writer)
    read(reader, server)
    server.write_all(b"hello")
    reader.peek(bytearray(5))
    for half in (reader, writer):
        half.as_fd()
        half.as_raw_fd()
        half.fileno()
    server.close()
    read_to_the_end(reader)
    reader.close()
    writer.close()
    reader, _ = unix_pair()[0].split()
    OwnedFd.from_raw_fd(reader.into_raw_fd())
    _, writer = unix_pair()[0].split()
    OwnedFd.from_raw_fd(writer.into_raw_fd())


def pipes() -> None:
    """Calls the methods of the ends of a pipe."""
    reader, writer = pipe().unwrap()
    write(writer)
    read(reader, writer)
    reader.try_clone()
    for end in (reader, writer):
        end.as_fd()
        end.as_raw_fd()
        end.fileno()
    writer = PipeWriter.from_raw_fd(writer.into_raw_fd())
    writer = PipeWriter.from_owned_fd(OwnedFd.from_(writer))
    writer.close()
    read_to_the_end(reader)
    reader = PipeReader.from_raw_fd(reader.into_raw_fd())
    owned = OwnedFd.from_(reader)
    owned.as_fd()
    owned.fileno()
    owned = OwnedFd.from_raw_fd(owned.into_raw_fd())
    owned.close()


def any_socket(kind: type[S], socket: S) -> None:
    """Calls the methods that all sockets have, and closes the socket."""
    socket.set_nonblocking(True)
    socket.set_nonblocking(False)
    socket.take_error()
    socket.try_clone()
    socket.as_fd()
    socket.as_raw_fd()
    socket.fileno()
    socket = kind.from_raw_fd(socket.into_raw_fd())
    socket = kind.from_owned_fd(OwnedFd.from_(socket))
    socket = kind.from_(OwnedFd.from_(socket))
    socket = kind.from_socket(socket.into_socket().unwrap()).unwrap()
    socket.close()


def timeouts(socket: WithTimeouts) -> None:
    """Calls the methods that set and get the time-outs."""
    socket.set_read_timeout(1)
    socket.read_timeout()
    socket.set_write_timeout(1)
    socket.write_timeout()


def connections() -> None:
    """Makes connections with a time-out, which the docstrings show failing."""
    listener = TcpListener.bind("127.0.0.1:0").unwrap()
    client = TcpStream.connect_timeout(listener.local_addr().unwrap(), 60).unwrap()
    listener.accept_timeout(60)
    listener.ttl()
    client.quickack()
    client.ttl()
    with TemporaryDirectory() as folder:
        unix = UnixListener.bind(f"{folder}/sock").unwrap()
        UnixStream.connect_timeout(f"{folder}/sock", 60)
        unix.accept_timeout(60)
        unix.stop()


def options() -> None:
    """Calls the getters and setters that only one type has."""
    udp = UdpSocket.bind("127.0.0.1:0").unwrap()
    udp.ttl()
    stream, _ = unix_pair()
    stream.passcred()
    datagram = UnixDatagram.unbound().unwrap()
    datagram.passcred()
    datagram.set_mark(1)


def socket2() -> None:
    """Calls the methods that only `socket2.Socket` has."""
    stream, peer = tcp_pair()
    client, server = Socket.from_(stream), Socket.from_(peer)
    client.send_out_of_band(b"!")
    server.recv_out_of_band(bytearray(1))
    udp = UdpSocket.bind("127.0.0.1:0").unwrap()
    addr: SocketAddr.V4 | SocketAddr.V6 = udp.local_addr().unwrap()
    udp.send_to(b"hello", addr)
    receiver = Socket.from_(udp)
    receiver.peek_from(bytearray(5))
    receiver.peek_sender()
    listener = Socket.from_(TcpListener.bind("127.0.0.1:0").unwrap())
    other = Socket.new(Domain.IPV4, Type.STREAM, Protocol.TCP).unwrap()
    other.connect(listener.local_addr().unwrap())
    listener.accept4(0)


def dccp() -> None:
    """Calls the getters and setters of DCCP, a protocol that few kernels have."""
    socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
    getters: list[Callable[[], object]] = [
        socket.dccp_available_ccids,
        socket.dccp_cur_mps,
        socket.dccp_qpolicy_txqlen,
        socket.dccp_recv_cscov,
        socket.dccp_send_cscov,
        socket.dccp_server_timewait,
        socket.dccp_service,
        socket.dccp_tx_ccid,
        socket.dccp_xx_ccid,
    ]
    for get in getters:
        get()
    socket.set_dccp_ccid(2)
    socket.set_dccp_qpolicy_txqlen(1)
    socket.set_dccp_recv_cscov(1)
    socket.set_dccp_send_cscov(1)
    socket.set_dccp_server_timewait(True)
    socket.set_dccp_service(1)


def main() -> None:
    """Calls all of them."""
    read_and_write(tcp_pair())
    read_and_write(unix_pair())
    read_and_write(socket2_pair())
    halves(*tcp_pair())
    pipes()
    for pair in (tcp_pair(), unix_pair(), socket2_pair(), UnixDatagram.pair().unwrap()):
        timeouts(pair[0])
    timeouts(UdpSocket.bind("127.0.0.1:0").unwrap())
    any_socket(TcpStream, tcp_pair()[0])
    any_socket(TcpListener, TcpListener.bind("127.0.0.1:0").unwrap())
    any_socket(UdpSocket, UdpSocket.bind("127.0.0.1:0").unwrap())
    any_socket(UnixListener, abstract_listener())
    any_socket(UnixStream, unix_pair()[0])
    any_socket(UnixDatagram, UnixDatagram.unbound().unwrap())
    any_socket(Socket, socket2_pair()[0])
    connections()
    options()
    socket2()
    dccp()
