"""`from_socket` takes no Python socket that is not what the class stands for."""

import os
import secrets
import socket
import ssl
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Final

import pytest

from stdnet import Ok, TcpListener, TcpStream, UdpSocket, io
from stdnet._sys.options import TIMEVAL
from stdnet.io import BufReader, ErrorKind
from stdnet.os.unix.net import UnixDatagram, UnixListener, UnixStream
from stdnet.socket2 import Socket

Kind = (
    type[TcpStream]
    | type[TcpListener]
    | type[UdpSocket]
    | type[UnixStream]
    | type[UnixListener]
    | type[UnixDatagram]
)

MPTCP: Final = 262
UNIX: Final = (UnixStream, UnixListener, UnixDatagram)


def listening(family: int) -> Callable[[], socket.socket]:
    def make() -> socket.socket:
        made = socket.socket(family)
        if family == socket.AF_UNIX:
            made.bind(b"\0" + secrets.token_bytes(8))
        made.listen()
        return made

    return make


def of(family: int, kind: int, protocol: int = 0) -> Callable[[], socket.socket]:
    return lambda: socket.socket(family, kind, protocol)


# The one class that takes each, and what an error calls it.
SOCKETS: Final[dict[str, tuple[Callable[[], socket.socket], Kind | None]]] = {
    "AF_INET SOCK_STREAM": (of(socket.AF_INET, socket.SOCK_STREAM), TcpStream),
    "AF_INET6 SOCK_STREAM": (of(socket.AF_INET6, socket.SOCK_STREAM), TcpStream),
    "AF_INET SOCK_STREAM that listens": (listening(socket.AF_INET), TcpListener),
    "AF_INET6 SOCK_STREAM that listens": (listening(socket.AF_INET6), TcpListener),
    "AF_INET SOCK_DGRAM": (of(socket.AF_INET, socket.SOCK_DGRAM), UdpSocket),
    "AF_INET6 SOCK_DGRAM": (of(socket.AF_INET6, socket.SOCK_DGRAM), UdpSocket),
    "AF_UNIX SOCK_STREAM": (of(socket.AF_UNIX, socket.SOCK_STREAM), UnixStream),
    "AF_UNIX SOCK_STREAM that listens": (listening(socket.AF_UNIX), UnixListener),
    "AF_UNIX SOCK_DGRAM": (of(socket.AF_UNIX, socket.SOCK_DGRAM), UnixDatagram),
    "AF_UNIX SOCK_SEQPACKET": (of(socket.AF_UNIX, socket.SOCK_SEQPACKET), None),
    "AF_NETLINK SOCK_RAW": (of(socket.AF_NETLINK, socket.SOCK_RAW), None),
}


@pytest.mark.parametrize("name", SOCKETS)
@pytest.mark.parametrize("cls", [TcpStream, TcpListener, UdpSocket, *UNIX])
def test_each_class_takes_its_own_kind_only(cls: Kind, name: str) -> None:
    make, right = SOCKETS[name]
    with make() as python:
        fd = python.fileno()
        python.settimeout(5)
        taken = cls.from_socket(python)
        if cls is right:
            assert python.fileno() == -1
            with taken.unwrap() as ours:
                assert ours.as_raw_fd() == fd
            return
        error = taken.unwrap_err()
        assert error.kind() is ErrorKind.InvalidInput
        assert str(error).startswith("the socket is not a ")
        assert f", but {name}" in str(error)
        # It is as before.
        assert (python.fileno(), python.gettimeout()) == (fd, 5)
        timeval = python.getsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, TIMEVAL.size)
        assert timeval == bytes(TIMEVAL.size)


def test_an_error_says_what_the_socket_is() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as python:
        assert str(TcpStream.from_socket(python).unwrap_err()) == (
            "the socket is not a TCP stream, but AF_UNIX SOCK_DGRAM"
        )
    with socket.socket() as python:
        assert str(TcpListener.from_socket(python).unwrap_err()) == (
            "the socket is not a TCP listener, but AF_INET SOCK_STREAM that does not listen"
        )


@pytest.mark.parametrize("name", SOCKETS)
def test_a_socket2_socket_takes_all(name: str) -> None:
    with SOCKETS[name][0]() as python, Socket.from_socket(python).unwrap() as taken:
        assert taken.as_raw_fd() >= 0 > python.fileno()


def test_a_multipath_socket_is_a_stream() -> None:
    try:
        python = socket.socket(socket.AF_INET, socket.SOCK_STREAM, MPTCP)
    except OSError:
        pytest.skip("no MPTCP in this kernel")
    with python, TcpStream.from_socket(python).unwrap() as stream:
        assert stream.read(bytearray(1)).unwrap_err().kind() is ErrorKind.NotConnected


def test_a_python_socket_that_says_what_it_is_not() -> None:
    one, other = socket.socketpair()
    with other, socket.socket(socket.AF_INET, socket.SOCK_DGRAM, 0, one.detach()) as lying:
        assert "AF_UNIX SOCK_STREAM" in str(UdpSocket.from_socket(lying).unwrap_err())
        with UnixStream.from_socket(lying).unwrap() as stream:
            other.sendall(b"x")
            assert stream.read_array(1) == Ok(b"x")


@pytest.mark.parametrize("cls", [TcpStream, TcpListener, UdpSocket, *UNIX, Socket])
def test_a_python_socket_that_is_none(cls: Kind | type[Socket]) -> None:
    reader, writer = os.pipe()
    with socket.socket() as lying:
        os.dup2(reader, lying.fileno())
        assert cls.from_socket(lying).unwrap_err().raw_os_error() == 88
        os.write(writer, b"x")
        assert os.read(lying.fileno(), 1) == b"x"
    os.close(reader)
    os.close(writer)


class Named(socket.socket):
    """A subclass that changes nothing about the bytes."""

    name = "server"

    def close(self) -> None:
        self.name = ""
        super().close()


def test_a_subclass_that_moves_bytes_as_the_socket_does() -> None:
    with Named() as python, TcpStream.from_socket(python).unwrap():
        assert python.fileno() == -1


class Counting(socket.socket):
    """A subclass that does more than the socket does."""

    sent = 0

    def send(self, data: object, flags: int = 0) -> int:
        self.sent += 1
        return super().send(data, flags)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("cls", [TcpStream, TcpListener, UdpSocket, *UNIX, Socket])
def test_a_subclass_with_a_method_of_its_own(cls: Kind | type[Socket]) -> None:
    with Counting() as python:
        with pytest.raises(TypeError, match=r"Counting, whose send\(\) .* io.from_file\(socket\)"):
            cls.from_socket(python).unwrap()
        assert python.fileno() >= 0
        # Who knows what it does can take the descriptor.
        with TcpStream.from_raw_fd(python.detach()):
            pass


class Wrapped:
    """A class like those of trio, eventlet and gevent: it has a socket, and is none."""

    def __init__(self, sock: socket.socket) -> None:
        self.fileno = sock.fileno


def test_a_socket_of_another_library() -> None:
    take: Callable[[object], object] = TcpStream.from_socket  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    with socket.socket() as python:
        with pytest.raises(TypeError, match=r"not tests\..*Wrapped: .*from_raw_fd\(os\.dup\("):
            take(Wrapped(python))
        with TcpStream.from_raw_fd(os.dup(python.fileno())):
            pass


def tls(server: bool) -> ssl.SSLContext:
    """Returns a context that needs no certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if server else ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("aNULL:@SECLEVEL=0")
    return context


@pytest.fixture
def tls_pair() -> Iterator[tuple[ssl.SSLSocket, ssl.SSLSocket]]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        server, _ = listener.accept()
    with ThreadPoolExecutor(1) as pool:
        shaking = pool.submit(tls(True).wrap_socket, server, True)
        ours = tls(False).wrap_socket(client)
        theirs = shaking.result(20)
    with ours, theirs:
        yield ours, theirs


@pytest.mark.parametrize("cls", [TcpStream, TcpListener, UdpSocket, *UNIX, Socket])
def test_a_tls_socket_is_not_taken(
    tls_pair: tuple[ssl.SSLSocket, ssl.SSLSocket], cls: Kind | type[Socket]
) -> None:
    ours, theirs = tls_pair
    with pytest.raises(TypeError, match=r"socket is ssl\.SSLSocket, .* io\.from_file\(socket\)"):
        cls.from_socket(ours).unwrap()
    ours.sendall(b"still encrypted")
    assert theirs.recv(99) == b"still encrypted"


def test_from_file_reads_and_writes_over_tls(
    tls_pair: tuple[ssl.SSLSocket, ssl.SSLSocket],
) -> None:
    ours, theirs = tls_pair
    file = io.from_file(ours)
    file.write_all(b"GET /\r\n").unwrap()
    assert theirs.recv(99) == b"GET /\r\n"
    theirs.sendall(b"200 OK\r\nbody")
    reader = BufReader(file)
    assert (reader.read_line(), reader.read_array(4)) == (Ok("200 OK\r\n"), Ok(b"body"))
    assert file.read(bytearray()) == Ok(0)
    assert file.flush() == Ok(None)
    ours.settimeout(0.01)
    assert file.read(bytearray(1)).unwrap_err().is_timeout()
    ours.settimeout(0)
    assert file.read(bytearray(1)).unwrap_err().kind() is ErrorKind.WouldBlock
    ours.settimeout(None)
    big = os.urandom(1 << 20)
    with ThreadPoolExecutor(1) as pool:

        def echo() -> int:
            left = len(big)
            while left:
                data = theirs.recv(1 << 16)
                theirs.sendall(data)
                left -= len(data)
            return left

        echoing = pool.submit(echo)
        back = bytearray()
        for start in range(0, len(big), 1 << 14):
            file.write_all(big[start : start + (1 << 14)]).unwrap()
            back += file.read_array(1 << 14).unwrap()
        assert echoing.result(20) == 0
    assert back == big


def test_a_copy_over_tls_does_not_bypass_it(
    tls_pair: tuple[ssl.SSLSocket, ssl.SSLSocket],
) -> None:
    ours, theirs = tls_pair
    data = os.urandom(3 << 20)
    reader, writer = io.pipe().unwrap()
    with ThreadPoolExecutor(3) as pool, reader, writer:

        def send() -> None:
            assert io.copy(io.Cursor(data), io.from_file(theirs)) == Ok(len(data))
            theirs.shutdown(socket.SHUT_WR)

        def receive() -> None:
            with closing(writer):
                assert io.copy(io.from_file(ours), writer) == Ok(len(data))

        got = bytearray()
        calls = [pool.submit(send), pool.submit(receive)]
        assert reader.read_to_end(got) == Ok(len(data))
        for call in calls:
            call.result(20)
    assert got == data
