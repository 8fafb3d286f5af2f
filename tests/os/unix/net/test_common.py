"""What `UnixStream`, `UnixListener` and `UnixDatagram` have in common."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from stdnet import Err, Ok, Shutdown, TcpListener, TcpStream, UdpSocket, io
from stdnet._fd import OwnedFd, Owner
from stdnet.io import PipeReader, PipeWriter, pipe
from stdnet.os.unix.net import (
    AncillaryData,
    SocketAddr,
    SocketAncillary,
    UnixDatagram,
    UnixListener,
    UnixStream,
)
from tests.os.unix.net.descriptors import open_null

UNNAMED = SocketAddr.from_pathname("").unwrap()


def test_a_socket_of_another_family_returns_the_errors_of_rust() -> None:
    with TcpListener.bind("127.0.0.1:0").unwrap() as tcp:
        datagram = UnixDatagram.from_owned_fd(OwnedFd.from_(tcp))
    with datagram:
        error = datagram.local_addr().unwrap_err()
        assert str(error) == "file descriptor did not correspond to a Unix socket"
        assert error.kind() is io.ErrorKind.InvalidInput
        assert repr(datagram) == (
            f"UnixDatagram {{ fd: FileDesc(OwnedFd {{ fd: {datagram.as_raw_fd()} }}) }}"
        )
        assert isinstance(datagram.send_to(b"x", "/x"), Err)
        assert isinstance(datagram.connect("/x"), Err)
    with UdpSocket.bind("127.0.0.1:0").unwrap() as udp:
        udp.send_to(b"x", udp.local_addr().unwrap()).unwrap()
        datagram = UnixDatagram.from_owned_fd(OwnedFd.from_(udp))
    with datagram:
        assert datagram.recv_from(bytearray(1)).unwrap_err().kind() is io.ErrorKind.InvalidInput


@pytest.mark.parametrize("kind", [UnixStream, UnixListener, UnixDatagram])
def test_every_call_on_a_closed_socket_returns_ebadf(
    kind: type[UnixStream] | type[UnixListener] | type[UnixDatagram],
) -> None:
    with open_null(1) as (fd,):
        closed = kind.from_owned_fd(fd)
    closed.close()
    ancillary = SocketAncillary(bytearray(64))
    results: list[io.Result[object]] = [
        *(closed.local_addr(), closed.take_error(), closed.try_clone())
    ]
    if isinstance(closed, UnixListener):
        results += [closed.accept(), closed.accept_timeout(1), closed.stop()]
    else:
        results += [closed.peer_addr(), closed.passcred(), closed.set_mark(1)]
        results += [closed.peek(bytearray(1)), closed.shutdown(Shutdown.Both)]
        results += [closed.send_vectored_with_ancillary([b"x"], ancillary)]
        results += [closed.recv_vectored_with_ancillary([bytearray(1)], ancillary)]
    if isinstance(closed, UnixStream):
        results += [closed.peer_cred(), closed.read(bytearray(1)), closed.write(b"x")]
    if isinstance(closed, UnixDatagram):
        results += [closed.send_to(b"x", "/x"), closed.recv_from(bytearray(1)), closed.send(b"x")]
        results += [closed.connect("/x"), closed.peek_from(bytearray(1)), closed.recv(bytearray(1))]
    assert [result.unwrap_err().raw_os_error() for result in results] == [9] * len(results)


def test_an_argument_of_a_wrong_type_raises_and_has_no_effect(
    pair: tuple[UnixStream, UnixStream],
) -> None:
    stream, other = pair
    ancillary = SocketAncillary(bytearray(64))
    creds: Callable[[object], object] = ancillary.add_creds  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    how: Callable[[object], object] = stream.shutdown  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    owned: Callable[[object], object] = UnixStream.from_owned_fd  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    python: Callable[[object], object] = UnixStream.from_socket  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    send: Callable[[list[bytes], object], object] = stream.send_vectored_with_ancillary  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    receive: Callable[[list[bytearray], object], object] = stream.recv_vectored_with_ancillary  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    for wrong in (None, 2, io.ErrorKind.Other, other):
        for call, what in ((how, "how"), (owned, "owned_fd"), (python, "socket")):
            with pytest.raises(TypeError, match=f"{what} is"):
                call(wrong)
        with pytest.raises(TypeError, match="each of creds is SocketCred"):
            creds([wrong])
        with pytest.raises(TypeError, match="ancillary is SocketAncillary"):
            send([b"x"], wrong)
        with pytest.raises(TypeError, match="ancillary is SocketAncillary"):
            receive([bytearray(1)], wrong)
    # `other` still owns its descriptor, although it was passed as an argument.
    other.write_all(b"x").unwrap()
    assert stream.read_array(1) == Ok(b"x")


def test_classes_with_named_constructors_cannot_be_called() -> None:
    for kind in (UnixStream, UnixListener, UnixDatagram, SocketAddr, AncillaryData):
        make: Callable[[int], object] = kind  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
        with pytest.raises(TypeError):
            make(1)


def one_of_each_owner() -> list[Owner]:
    """Returns an object of each class that owns a descriptor."""
    one, two = UnixStream.pair().unwrap()
    three, four = UnixStream.pair().unwrap()
    listener = TcpListener.bind("127.0.0.1:0").unwrap()
    return [
        *(one, two.split()[0], three.split()[1], four.as_fd().try_clone_to_owned().unwrap()),
        *(UnixDatagram.unbound().unwrap(), UnixListener.bind_addr(UNNAMED).unwrap()),
        *(listener, TcpStream.connect(listener.local_addr().unwrap()).unwrap()),
        UdpSocket.bind("127.0.0.1:0").unwrap(),
        *pipe().unwrap(),
        OwnedFd.from_(UnixDatagram.unbound().unwrap()),
    ]


@pytest.mark.parametrize(
    "kind",
    [
        *(UnixStream, UnixListener, UnixDatagram, TcpStream, TcpListener, UdpSocket),
        *(PipeReader, PipeWriter),
    ],
)
def test_a_descriptor_moves_from_any_owner_into_any_other(
    kind: type[UnixStream | UnixListener | UnixDatagram | TcpStream | PipeReader],
) -> None:
    for owner in one_of_each_owner():
        fd = owner.as_raw_fd()
        moved = kind.from_owned_fd(OwnedFd.from_(owner))
        assert moved.as_raw_fd() == moved.as_fd().as_raw_fd() == fd
        assert owner.as_raw_fd() == -1
        assert moved.as_fd().as_fd().as_raw_fd() == moved.fileno() == fd
        again = kind.from_raw_fd(OwnedFd.from_(moved).into_raw_fd())
        assert moved.as_raw_fd() == moved.into_raw_fd() == -1
        with again:
            assert again.as_raw_fd() == fd


def test_a_descriptor_moves_into_a_python_socket_and_out_of_one(
    pair: tuple[UnixStream, UnixStream], tmp_path: Path
) -> None:
    with pair[0].into_socket().unwrap() as python:
        assert python.family == socket.AF_UNIX
        python.sendall(b"hello")
        assert pair[1].read_array(5) == Ok(b"hello")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as python:
        python.bind(os.fsencode(tmp_path / "sock"))
        with UnixDatagram.from_socket(python).unwrap() as datagram:
            datagram.send_to(b"x", tmp_path / "sock").unwrap()
            n, addr = datagram.recv_from(bytearray(5)).unwrap()
            assert (n, addr.as_pathname()) == (1, tmp_path / "sock")


def test_sockets_are_blocking_whatever_the_default_timeout_of_python(tmp_path: Path) -> None:
    socket.setdefaulttimeout(5)
    try:
        sockets: list[UnixStream | UnixListener | UnixDatagram] = [
            *UnixStream.pair().unwrap(),
            *UnixDatagram.pair().unwrap(),
            UnixDatagram.unbound().unwrap(),
            UnixDatagram.bind(tmp_path / "datagram").unwrap(),
            listener := UnixListener.bind(tmp_path / "sock").unwrap(),
            UnixStream.connect(tmp_path / "sock").unwrap(),
            listener.accept().unwrap()[0],
        ]
    finally:
        socket.setdefaulttimeout(None)
    assert all(os.get_blocking(each.fileno()) for each in sockets)
