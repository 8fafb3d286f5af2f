"""What is no `ReadWrite`, no `Listener`, no `SocketLike`, no `Stream`."""

from collections.abc import Iterator
from typing import TypeVar

from stdnet import Listener, Ok, SocketLike, Stream, TcpListener, TcpStream, UdpSocket, io
from stdnet.os.unix.net import UnixListener, UnixStream

S = TypeVar("S", bound=io.ReadWrite)


def same(stream: S) -> S:
    return stream


class Both(io.Read, io.Write):
    """By itself it is no subclass of `io.ReadWrite`."""

    def read(self, buf: io.WritableBuffer, /) -> io.Result[int]:
        return Ok(memoryview(buf).nbytes)

    def write(self, buf: io.Buffer, /) -> io.Result[int]:
        return Ok(memoryview(buf).nbytes)

    def flush(self) -> io.Result[None]:
        return Ok(None)


class WithoutWrite(io.ReadWrite):
    def read(self, buf: io.WritableBuffer, /) -> io.Result[int]:
        return Ok(memoryview(buf).nbytes)


class WithoutAddr:
    def accept(self) -> io.Result[tuple[TcpStream, int]]:
        raise NotImplementedError

    def incoming(self) -> Iterator[io.Result[TcpStream]]:
        raise NotImplementedError


same(Both())  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]
same(io.stdin())  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]
same(io.sink())  # type: ignore[type-var]  # pyright: ignore[reportArgumentType]
WithoutWrite()  # type: ignore[abstract]  # pyright: ignore[reportAbstractUsage]


def wrong(tcp: TcpListener, unix: UnixListener, stream: TcpStream, udp: UdpSocket) -> None:
    _0: Listener = stream  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    _1: Listener = WithoutAddr()  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    _2: Listener[UnixStream] = tcp  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    _3: Listener[UnixStream, str] = unix  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    _4: Stream = udp  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    _5: SocketLike = stream.split()[0]  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    _6: SocketLike = io.stdin()  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]


# `_: SocketLike[str] = udp` would make pyright refuse a `UdpSocket` in lists of them, too.
def of_another_address(socket: SocketLike[int]) -> str:
    return socket.local_addr().unwrap()  # type: ignore[return-value]  # pyright: ignore[reportReturnType]
