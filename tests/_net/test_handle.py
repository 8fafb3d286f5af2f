"""`from_` of every socket type, which takes a `socket2.Socket` or an `OwnedFd`."""

import errno
import os
import socket as python
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Self, assert_type, get_args, get_origin, get_type_hints

import pytest

from stdnet import Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream, UdpSocket, io
from stdnet._fd import UntypedOwner
from stdnet._net.handle import Handle, Sibling
from stdnet.os.fd import OwnedFd
from stdnet.os.unix.net import UnixDatagram, UnixListener, UnixStream
from stdnet.result import Ok
from stdnet.socket2 import Domain, SockAddr, Socket, Type

TYPES: Final[dict[type[Handle], tuple[Domain, Type]]] = {
    TcpStream: (Domain.IPV4, Type.STREAM),
    TcpListener: (Domain.IPV6, Type.STREAM),
    UdpSocket: (Domain.IPV4, Type.DGRAM),
    UnixStream: (Domain.UNIX, Type.STREAM),
    UnixListener: (Domain.UNIX, Type.STREAM),
    UnixDatagram: (Domain.UNIX, Type.DGRAM),
}

LOCALHOST: Final = SocketAddr(Ipv4Addr.LOCALHOST, 0)

each_kind = pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.__name__)


def socket_of(kind: type[Handle]) -> Socket:
    """Returns a new socket that is right for the type."""
    return Socket.new(*TYPES[kind]).unwrap()


def owned_of(kind: type[Handle]) -> OwnedFd:
    return OwnedFd.from_(socket_of(kind))


OWNERS: Final[dict[str, Callable[[type[Handle]], UntypedOwner]]] = {
    "Socket": socket_of,
    "OwnedFd": owned_of,
}

each_owner = pytest.mark.parametrize("make", OWNERS.values(), ids=OWNERS)


@each_kind
@each_owner
def test_from_moves_the_descriptor(
    kind: type[Handle], make: Callable[[type[Handle]], UntypedOwner]
) -> None:
    owner = make(kind)
    fd = owner.as_raw_fd()
    inode = os.fstat(fd).st_ino
    with kind.from_(owner) as handle:
        assert type(handle) is kind
        assert handle.as_raw_fd() == fd
        assert os.fstat(fd).st_ino == inode
        assert owner.as_raw_fd() == -1
        owner.close()  # It owns nothing now.
        assert handle.take_error() == Ok(None)
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(fd)


@each_kind
def test_every_later_call_of_the_socket_returns_ebadf(kind: type[Handle]) -> None:
    socket = socket_of(kind)
    with kind.from_(socket):
        calls: list[Callable[[], io.Result[object]]] = [
            socket.domain,
            socket.local_addr,
            socket.peer_addr,
            socket.take_error,
            socket.try_clone,
            lambda: socket.listen(1),
            lambda: socket.send(b"x"),
            lambda: socket.recv(bytearray(1)),
            lambda: socket.set_nonblocking(True),
            lambda: socket.connect(SockAddr.from_(LOCALHOST)),
        ]
        assert [call().unwrap_err().raw_os_error() for call in calls] == [9] * len(calls)


@each_kind
def test_every_later_call_of_the_owned_fd_returns_ebadf(kind: type[Handle]) -> None:
    owned = owned_of(kind)
    with kind.from_(owned):
        assert owned.try_clone().unwrap_err().raw_os_error() == 9
        assert owned.as_fd().try_clone_to_owned().unwrap_err().raw_os_error() == 9
        assert owned.into_raw_fd() == -1
        assert not owned.is_terminal()


@each_kind
@each_owner
def test_from_a_closed_owner_returns_ebadf(
    kind: type[Handle], make: Callable[[type[Handle]], UntypedOwner]
) -> None:
    owner = make(kind)
    owner.close()
    handle = kind.from_(owner)
    assert handle.as_raw_fd() == -1
    assert handle.take_error().unwrap_err().raw_os_error() == 9


@each_kind
@pytest.mark.parametrize(
    "wrong", [None, 3, "3", TcpStream, Socket, OwnedFd, object()], ids=lambda value: repr(value)[:9]
)
def test_another_type_is_a_type_error(kind: type[Handle], wrong: Any) -> None:
    text = "^the owner is an OwnedFd or a socket2.Socket, not "
    with pytest.raises(TypeError, match=text):
        kind.from_(wrong)


@each_kind
def test_a_socket_of_a_type_is_a_type_error_and_keeps_its_descriptor(kind: type[Handle]) -> None:
    """In Rust, too, a `TcpListener` becomes a `TcpStream` only by way of an `OwnedFd`."""
    with UdpSocket.bind("127.0.0.1:0").unwrap() as wrong:
        with pytest.raises(TypeError, match=r"a socket2\.Socket, not UdpSocket"):
            kind.from_(wrong)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        assert wrong.local_addr().is_ok()


@each_kind
def test_the_annotations_resolve_at_run_time(kind: type[Handle]) -> None:
    hints = get_type_hints(kind.from_)
    assert hints["return"] is Self
    assert [get_origin(each) or each for each in get_args(hints["owner"])] == [
        UntypedOwner,
        Sibling,
    ]
    assert issubclass(Socket, UntypedOwner)
    assert issubclass(OwnedFd, UntypedOwner)


def test_a_descriptor_that_is_no_socket_returns_enotsock() -> None:
    reader, writer = map(OwnedFd.from_raw_fd, os.pipe())
    with writer, TcpStream.from_(reader) as stream:
        assert stream.peer_addr().unwrap_err().raw_os_error() == 88


def test_a_tcp_socket_that_socket2_has_made_works_as_each_type() -> None:
    socket = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
    socket.set_reuse_address(True).unwrap()
    socket.bind(SockAddr.from_(LOCALHOST)).unwrap()
    socket.listen(8).unwrap()
    with assert_type(TcpListener.from_(socket), TcpListener) as listener:
        client = Socket.new(Domain.IPV4, Type.STREAM).unwrap()
        client.connect(SockAddr.from_(listener.local_addr().unwrap())).unwrap()
        with TcpStream.from_(client) as one, listener.accept().unwrap()[0] as two:
            one.write_all(b"hello").unwrap()
            one.shutdown(Shutdown.Write).unwrap()
            assert two.read_to_string() == Ok("hello")


def test_a_read_timeout_that_socket2_has_set_still_applies() -> None:
    socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
    socket.bind(SockAddr.from_(LOCALHOST)).unwrap()
    socket.set_read_timeout(0.01).unwrap()
    with UdpSocket.from_(socket) as udp:
        assert udp.recv(bytearray(1)).unwrap_err().kind() is io.ErrorKind.WouldBlock


def test_unix_sockets_that_socket2_has_made_work_as_each_type(tmp_path: Path) -> None:
    one, two = Socket.pair(Domain.UNIX, Type.STREAM).unwrap()
    with UnixStream.from_(one) as stream, UnixStream.from_(OwnedFd.from_(two)) as other:
        stream.write_all(b"hello").unwrap()
        stream.close()
        assert other.read_to_string() == Ok("hello")
    three, four = Socket.pair(Domain.UNIX, Type.DGRAM).unwrap()
    with UnixDatagram.from_(three) as datagram, UnixDatagram.from_(four) as peer:
        datagram.send(b"hello").unwrap()
        assert peer.recv(bytearray(9)) == Ok(5)
    socket = Socket.new(Domain.UNIX, Type.STREAM).unwrap()
    socket.bind(SockAddr.unix(tmp_path / "sock").unwrap()).unwrap()
    socket.listen(1).unwrap()
    with UnixListener.from_(socket) as listener, UnixStream.connect(tmp_path / "sock").unwrap():
        stream, _ = listener.accept().unwrap()
        stream.close()


def test_a_python_socket_is_converted_by_a_socket() -> None:
    with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
        python = listener.try_clone().unwrap().into_socket().unwrap()
        with TcpListener.from_(Socket.from_socket(python).unwrap()) as again:
            assert again.local_addr() == listener.local_addr()


def test_of_two_threads_that_move_a_descriptor_one_gets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    udp = UdpSocket.bind(LOCALHOST).unwrap()
    make, moved = python.socket, list[python.socket]()

    def make_late(fileno: int) -> python.socket:
        moved.append(make(fileno=udp.into_raw_fd()))  # As another thread might do just now.
        return make(fileno=fileno)

    monkeypatch.setattr(python, "socket", make_late)
    assert udp.into_socket().unwrap_err().raw_os_error() == errno.EBADF
    with moved.pop() as winner:
        assert winner.getsockname()[0] == "127.0.0.1"
