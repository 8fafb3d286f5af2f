"""Tests that hold on macOS alone. `test_platforms.py` runs them, in a process like there."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from struct import pack
from typing import cast

import pytest

from stdnet import Ipv4Addr, SocketAddr, TcpListener, TcpStream, UdpSocket
from stdnet._fd import Owner
from stdnet._sys import options, unix
from stdnet._sys.ownership import Socket as SystemSocket
from stdnet.os.unix.net import (
    AncillaryData,
    SocketAncillary,
    UnixDatagram,
    UnixListener,
    UnixStream,
)
from stdnet.os.unix.net import SocketAddr as UnixAddr
from stdnet.result import Ok
from stdnet.socket2 import Domain, SockAddr, Socket, SockRef, Type
from tests.platforms.macos import SO_SELECT_ERR_QUEUE


class Recorder:
    """Stands for a socket of an Apple kernel."""

    def __init__(self, *answers: bytes | int) -> None:
        self.asked = list[tuple[int, int, object]]()
        self._answers = list(answers)

    def setsockopt(self, level: int, name: int, value: object) -> None:
        self.asked.append((level, name, value))

    def getsockopt(self, level: int, name: int, size: int = 0) -> bytes | int:
        self.asked.append((level, name, size))
        return self._answers.pop(0)

    def socket(self) -> SystemSocket:
        return cast("SystemSocket", self)


def test_an_address_begins_with_its_length_and_family() -> None:
    v4 = SockAddr.from_(SocketAddr.from_str("127.0.0.1:80").unwrap())
    assert v4.as_bytes() == b"\0\x02\0\x50\x7f\0\0\x01" + bytes(8)
    assert (v4.family(), str(v4.as_socket())) == (2, "127.0.0.1:80")
    v6 = SockAddr.from_(SocketAddr.from_str("[::1%3]:80").unwrap())
    assert v6.as_bytes() == pack("=xBH", 10, 0x5000) + bytes(19) + b"\x01" + pack("=I", 3)
    assert str(v6.as_socket()) == "[::1%3]:80"
    path = SockAddr.unix("/tmp/sock").unwrap()
    assert path.as_bytes() == b"\0\x01/tmp/sock\0"
    assert path.as_pathname() == Path("/tmp/sock")


def test_a_path_has_at_most_103_bytes() -> None:
    assert UnixAddr.from_pathname("x" * 103).is_ok()
    assert UnixAddr.from_pathname("x" * 104).is_err()
    assert SockAddr.unix("x" * 104).is_err()


def new_sockets(folder: Path) -> Iterator[Owner]:
    """Yields sockets that were created in all ways."""
    listener = TcpListener.bind("127.0.0.1:0").unwrap()
    addr = listener.local_addr().unwrap()
    yield listener
    yield TcpStream.connect(addr).unwrap()
    yield TcpStream.connect_timeout(addr, 5).unwrap()
    yield UdpSocket.bind("127.0.0.1:0").unwrap()
    yield UnixListener.bind(folder / "listener").unwrap()
    yield UnixStream.connect(folder / "listener").unwrap()
    yield UnixDatagram.bind(folder / "datagram").unwrap()
    yield UnixDatagram.unbound().unwrap()
    yield from UnixStream.pair().unwrap()
    yield from UnixDatagram.pair().unwrap()
    yield Socket.new(Domain.IPV6, Type.STREAM).unwrap()
    yield from Socket.pair(Domain.UNIX, Type.STREAM).unwrap()


def test_no_new_socket_raises_sigpipe_and_no_program_inherits_it(tmp_path: Path) -> None:
    with ExitStack() as stack:
        for owner in new_sockets(tmp_path):
            stack.enter_context(owner)
            # `macos.py` puts this option in the place of SO_NOSIGPIPE.
            option = owner._sock.getsockopt(1, SO_SELECT_ERR_QUEUE)  # pyright: ignore[reportPrivateUsage]
            assert option == 1
            assert not os.get_inheritable(owner.as_raw_fd())


def test_a_received_descriptor_is_not_inherited() -> None:
    one, two = UnixStream.pair().unwrap()
    with one, two:
        ancillary = SocketAncillary(bytearray(64))
        assert ancillary.add_fds([one])
        assert one.send_vectored_with_ancillary([b"x"], ancillary) == Ok(1)
        ancillary.clear()
        assert two.recv_vectored_with_ancillary([bytearray(1)], ancillary) == Ok(1)
        (message,) = ancillary.messages()
        match message:
            case Ok(AncillaryData.ScmRights() as fds):
                (received,) = fds
                assert not os.get_inheritable(received.as_raw_fd())
                received.close()
            case _:
                pytest.fail(f"{message}")


def test_a_connection_is_in_blocking_mode() -> None:
    with (
        TcpListener.bind("127.0.0.1:0").unwrap() as listener,
        TcpStream.connect(listener.local_addr().unwrap()).unwrap(),
        listener.accept_timeout(5).unwrap()[0] as stream,
    ):
        assert SockRef.from_(stream).nonblocking() == Ok(False)


def test_a_timeval_has_32_bits_of_microseconds() -> None:
    sock = Recorder(pack("=qi4x", 1, 500_000))
    assert options.READ_TIMEOUT.set(sock.socket(), 1.5).is_ok()
    assert options.READ_TIMEOUT.get(sock.socket()) == Ok(timedelta(seconds=1.5))
    assert [value for *_, value in sock.asked] == [pack("=qi4x", 1, 500_000), 16]


def test_the_source_comes_before_the_interface() -> None:
    sock, (source, group, interface) = Recorder(), map(Ipv4Addr, *[(10, 224, 127)] * 4)
    assert options.JOIN_SOURCE_V4.set(sock.socket(), source, group, interface).is_ok()
    assert sock.asked == [(0, 70, group.octets() + source.octets() + interface.octets())]


def test_a_peer_has_a_user_a_group_and_a_process() -> None:
    xucred = pack("@IIhI", 0, 501, 1, 20) + bytes(60)
    sock = Recorder(xucred, 4711)
    assert unix.peer_cred(sock.socket()) == Ok((501, 20, 4711))
    assert sock.asked == [(0, 1, 76), (0, 2, 0)]
