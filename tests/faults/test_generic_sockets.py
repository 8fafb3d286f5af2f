"""A function over any stream, listener or socket takes the library's and the program's own.

The types of such functions are checked by `typings/must_pass/any_socket.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread
from typing import get_args, get_type_hints

import pytest

from stdnet import Listener, Ok, SocketLike, Stream, TcpListener, TcpStream, UdpSocket, io
from stdnet.os.fd import OwnedFd
from stdnet.os.unix.net import UnixDatagram, UnixStream
from stdnet.socket2 import Domain, Socket, SockRef, Type
from tests.faults import stream_pairs


class Both(io.Read, io.Write):
    """A class that does not know `ReadWrite`."""

    def read(self, buf: io.WritableBuffer, /) -> io.Result[int]:
        return Ok(memoryview(buf).nbytes)

    def write(self, buf: io.Buffer, /) -> io.Result[int]:
        return Ok(memoryview(buf).nbytes)

    def flush(self) -> io.Result[None]:
        return Ok(None)


class Loopback(io.ReadWrite):
    """A stream of the program: what is written can be read."""

    def __init__(self, data: bytes = b"") -> None:
        self.data = bytearray(data)

    def read(self, buf: io.WritableBuffer, /) -> io.Result[int]:
        view = memoryview(buf)
        n = min(len(view), len(self.data))
        view[:n] = self.data[:n]
        del self.data[:n]
        return Ok(n)

    def write(self, buf: io.Buffer, /) -> io.Result[int]:
        self.data += buf
        return Ok(memoryview(buf).nbytes)

    def flush(self) -> io.Result[None]:
        return Ok(None)


class LoopbackListener:
    """A listener of the program, which derives from nothing."""

    def accept(self) -> io.Result[tuple[Loopback, str]]:
        return Ok((Loopback(b"ping\n"), "a peer"))

    def incoming(self) -> Iterator[io.Result[Loopback]]:
        return iter([Ok(Loopback(b"ping\n"))])

    def local_addr(self) -> io.Result[str]:
        return Ok("nowhere")


def echo_line(stream: io.ReadWrite) -> str:
    line = io.BufReader(stream).read_line().unwrap()
    stream.write_all(line.encode()).unwrap()
    return line


def serve_one(listener: Listener) -> str:
    stream, _ = listener.accept().unwrap()
    return echo_line(stream)


@pytest.mark.parametrize("family", stream_pairs.FAMILIES)
def test_a_function_over_listeners_serves_every_family(family: str) -> None:
    with stream_pairs.listen(family) as listener:
        lines = list[str]()
        server = Thread(target=lambda: lines.append(serve_one(listener)))
        server.start()
        with stream_pairs.connect(listener).unwrap() as client:
            client.write_all(b"ping\n").unwrap()
            assert client.read_array(5) == Ok(b"ping\n")
        server.join()
    assert lines == ["ping\n"]


def test_a_function_over_listeners_serves_one_of_the_program() -> None:
    assert serve_one(LoopbackListener()) == "ping\n"
    assert isinstance(LoopbackListener(), Listener)
    assert not isinstance(Loopback(), Listener)


def test_a_function_over_read_and_write_takes_references_and_memory() -> None:
    one, two = UnixStream.pair().unwrap()
    with one, two:
        two.write_all(b"ping\n").unwrap()
        assert echo_line(SockRef.from_(one)) == "ping\n"
        assert two.read_array(5) == Ok(b"ping\n")
    file = io.Cursor(bytearray(b"ping\n"))
    assert echo_line(file) == "ping\n"
    assert file.into_inner() == b"ping\nping\n"


@pytest.mark.parametrize(
    "kind",
    [TcpStream, UnixStream, Stream, Socket, SockRef, io.Cursor, io.Empty, io.File, Loopback, Both],
)
def test_what_reads_and_writes_is_a_subclass_of_it(kind: type) -> None:
    assert issubclass(kind, io.ReadWrite)


@pytest.mark.parametrize("kind", [io.Sink, io.Stdin, io.BufReader, io.PipeWriter, UdpSocket, int])
def test_what_only_reads_or_writes_is_none(kind: type) -> None:
    assert not issubclass(kind, io.ReadWrite)
    assert not issubclass(kind, Loopback)


def test_a_subclass_of_read_write_has_subclasses_of_its_own() -> None:
    assert not issubclass(Both, Loopback)
    assert not isinstance(Both(), Loopback)
    assert Loopback().by_ref().data == b""


def test_every_socket_is_like_a_socket() -> None:
    one, two = UnixStream.pair().unwrap()
    with (
        TcpListener.bind("127.0.0.1:0").unwrap() as listener,
        TcpStream.connect(listener.local_addr().unwrap()).unwrap() as stream,
        stream_pairs.listen("unix") as unix_listener,
        UdpSocket.bind("127.0.0.1:0").unwrap() as udp,
        UnixDatagram.unbound().unwrap() as unix,
        Socket.new(Domain.IPV4, Type.STREAM).unwrap() as raw,
        one,
        two,
    ):
        sockets: list[SocketLike] = [listener, stream, unix_listener, udp, unix, raw, one, two]
        for socket in sockets:
            assert isinstance(socket, SocketLike)
            assert isinstance(socket, Listener) is hasattr(socket, "incoming")
            assert isinstance(socket, Stream) is (type(socket) in {TcpStream, UnixStream})
            socket.set_nonblocking(True).unwrap()
            with socket.try_clone().unwrap() as clone:
                assert type(clone) is type(socket)
                assert clone.local_addr() == socket.local_addr()
                assert clone.fileno() == clone.as_fd().as_raw_fd()
            assert socket.take_error() == Ok(None)
    assert not issubclass(OwnedFd, SocketLike)
    assert not issubclass(io.File, SocketLike)


def test_a_stream_is_made_by_its_subclasses_alone() -> None:
    with pytest.raises(TypeError, match="abstract"):
        Stream()  # type: ignore[abstract,call-arg]  # pyright: ignore[reportCallIssue, reportAbstractUsage]


def test_type_arguments_can_be_left_out_at_run_time() -> None:
    # Before Python 3.13 `typing` itself knows no defaults of type variables.
    def listen(
        a: Listener, b: Listener[TcpStream], c: Listener[TcpStream, str], d: Stream[str]
    ) -> SocketLike[str]:
        raise NotImplementedError

    hints = get_type_hints(listen)
    assert hints["a"] is Listener
    assert get_args(hints["b"])[0] is TcpStream
    assert get_args(hints["c"]) == (TcpStream, str)
    assert get_args(hints["d"]) == get_args(hints["return"]) == (str,)
