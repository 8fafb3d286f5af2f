"""Functions and classes that are generic over streams, listeners and sockets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, Protocol, TypeVar, assert_type

from stdnet import (
    Err,
    Listener,
    Ok,
    Shutdown,
    SocketAddr,
    SocketLike,
    Stream,
    TcpListener,
    TcpStream,
    UdpSocket,
    io,
)
from stdnet.io import BufReader, BufWriter, Cursor
from stdnet.os.unix.net import SocketAddr as UnixAddr
from stdnet.os.unix.net import UnixDatagram, UnixListener, UnixStream
from stdnet.socket2 import SockAddr, Socket, SockRef

S = TypeVar("S", bound=io.ReadWrite)
L = TypeVar("L", bound=Listener)
A = TypeVar("A")
K = TypeVar("K", bound=SocketLike)
T = TypeVar("T", bound=Stream)
S_co = TypeVar("S_co", bound=io.ReadWrite, covariant=True)
A_co = TypeVar("A_co", covariant=True)


class Echo(io.ReadWrite):
    """A stream of the program."""

    def __init__(self) -> None:
        self.kept = bytearray()

    def read(self, buf: io.WritableBuffer, /) -> io.Result[int]:
        view = memoryview(buf)
        n = min(len(view), len(self.kept))
        view[:n] = self.kept[:n]
        if n:
            view[0] |= 0x20
        del self.kept[:n]
        return Ok(n)

    def write(self, buf: io.Buffer, /) -> io.Result[int]:
        data = bytes(buf)
        self.kept += data
        return Ok(len(data))

    def flush(self) -> io.Result[None]:
        return Ok(None)


class EchoListener:
    """A listener of the program, which derives from nothing."""

    def accept(self) -> io.Result[tuple[Echo, int]]:
        return Ok((Echo(), 1))

    def incoming(self) -> Iterator[io.Result[Echo]]:
        while True:
            yield Ok(Echo())

    def local_addr(self) -> io.Result[int]:
        return Ok(1)


class Session(Generic[S]):
    """Owns a stream of any type."""

    def __init__(self, stream: S) -> None:
        self.stream = stream
        self.lines = BufReader(stream)

    def ask(self, question: str) -> io.Result[str]:
        return self.stream.write_fmt(question).and_then(lambda _: self.lines.read_line())


def same(stream: S) -> S:
    return stream


def a_function_over_read_and_write(
    tcp: TcpStream, unix: UnixStream, socket: Socket, borrowed: SockRef
) -> None:
    assert_type(same(tcp), TcpStream)
    assert_type(same(unix), UnixStream)
    assert_type(same(socket), Socket)
    assert_type(same(borrowed), SockRef)
    assert_type(same(Echo()), Echo)
    assert_type(same(Cursor(bytearray())), Cursor[bytearray])
    assert_type(same(io.empty()), io.Empty)
    assert_type(same(tcp).by_ref(), TcpStream)
    assert_type(Session(tcp), Session[TcpStream])
    assert_type(Session(Echo()).lines, BufReader[Echo])
    assert_type(Session(unix).stream.peer_cred().is_ok(), bool)


def a_parameter_that_reads_and_writes(stream: io.ReadWrite) -> None:
    reader: io.Read = stream
    writer: io.Write = stream
    assert_type(BufReader(stream), BufReader[io.ReadWrite])
    assert_type(BufWriter(stream), BufWriter[io.ReadWrite])
    assert_type(io.copy(stream, stream), io.Result[int])
    assert_type(reader.read(bytearray(1)), io.Result[int])
    assert_type(writer.write(b""), io.Result[int])


def a_reader_that_may_write(reader: io.Read) -> None:
    if isinstance(reader, io.ReadWrite):
        assert_type(reader, io.ReadWrite)


def serve(listener: Listener[S, A], handle: Callable[[S, A], None]) -> io.Result[A]:
    match listener.accept():
        case Ok(accepted):
            stream, addr = accepted
            handle(stream, addr)
            return listener.local_addr()
        case Err() as failed:
            return failed


def on_tcp(stream: TcpStream, addr: SocketAddr.V4 | SocketAddr.V6) -> None:
    print(stream.nodelay(), addr.ip())


def on_unix(stream: UnixStream, addr: UnixAddr) -> None:
    print(stream.peer_cred(), addr.as_pathname())


def on_echo(stream: Echo, addr: int) -> None:
    print(stream.kept, addr)


def on_any(stream: io.ReadWrite, addr: object) -> None:
    print(stream.write_all(b"hello"), addr)


def a_function_over_listeners(tcp: TcpListener, unix: UnixListener, echo: EchoListener) -> None:
    assert_type(serve(tcp, on_tcp), io.Result[SocketAddr.V4 | SocketAddr.V6])
    assert_type(serve(unix, on_unix), io.Result[UnixAddr])
    assert_type(serve(echo, on_echo), io.Result[int])
    for listener in (tcp, unix, echo):
        any_listener: Listener = listener
        print(serve(any_listener, on_any))


def a_plain_listener(listener: Listener) -> None:
    assert_type(listener.accept(), io.Result[tuple[io.ReadWrite, object]])
    assert_type(listener.local_addr(), io.Result[object])
    for incoming in listener.incoming():
        assert_type(incoming, io.Result[io.ReadWrite])


def kept(listener: L) -> L:
    print(listener.local_addr())
    return listener


def a_bound_keeps_the_type(tcp: TcpListener, unix: UnixListener, echo: EchoListener) -> None:
    assert_type(kept(tcp), TcpListener)
    assert_type(kept(unix), UnixListener)
    assert_type(kept(echo), EchoListener)
    assert_type(kept(tcp).stop(), io.Result[None])


class ListenerSocket(Listener[S_co, A_co], SocketLike[A_co], Protocol[S_co, A_co]):
    """A listener that is a socket, too."""


def first(listener: ListenerSocket[S, A]) -> io.Result[tuple[S, A]]:
    return listener.set_nonblocking(True).and_then(lambda _: listener.accept())


def a_protocol_of_both(tcp: TcpListener, unix: UnixListener) -> None:
    assert_type(first(tcp), io.Result[tuple[TcpStream, SocketAddr.V4 | SocketAddr.V6]])
    assert_type(first(unix), io.Result[tuple[UnixStream, UnixAddr]])


def unblocked(socket: K) -> K:
    socket.set_nonblocking(True).unwrap()
    return socket


def a_function_over_sockets(
    stream: TcpStream, listener: UnixListener, udp: UdpSocket, unix: UnixDatagram, any_: Socket
) -> None:
    assert_type(unblocked(stream), TcpStream)
    assert_type(unblocked(listener), UnixListener)
    assert_type(unblocked(udp), UdpSocket)
    assert_type(unblocked(unix).try_clone(), io.Result[UnixDatagram])
    assert_type(unblocked(any_), Socket)
    internet: SocketLike[SocketAddr] = stream
    datagrams: SocketLike[SocketAddr] = udp
    local: SocketLike[UnixAddr] = listener
    raw: SocketLike[SockAddr] = any_
    sockets: list[SocketLike] = [internet, datagrams, local, unix, raw]
    for socket in sockets:
        with socket as entered:
            assert_type(entered, SocketLike)
            assert_type(entered.local_addr(), io.Result[object])
            assert_type(entered.take_error(), io.Result[io.Error | None])
            assert_type(entered.try_clone(), io.Result[SocketLike])
            print(entered.as_fd(), entered.as_raw_fd(), entered.fileno())


def hurried(stream: T) -> T:
    stream.set_read_timeout(5).unwrap()
    return stream


def a_function_over_streams(tcp: TcpStream, unix: UnixStream) -> None:
    assert_type(hurried(tcp), TcpStream)
    assert_type(hurried(unix), UnixStream)
    internet: Stream[SocketAddr] = tcp
    streams: list[Stream] = [internet, unix]
    for stream in streams:
        assert_type(stream.peer_addr(), io.Result[object])
        assert_type(same(stream), Stream)
        both: io.ReadWrite = stream
        socket: SocketLike = stream
        print(both, socket)


def narrowed(socket: SocketLike) -> None:
    if isinstance(socket, Stream):
        assert_type(socket.shutdown(Shutdown.Both), io.Result[None])
    elif isinstance(socket, Listener):
        assert_type(socket.set_nonblocking(True), io.Result[None])
