"""Rust at the other end of a Unix socket: datagrams, descriptors and credentials, both ways."""

import os
import subprocess
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stdnet import Ok, io
from stdnet.io import PipeWriter, pipe
from stdnet.os.fd import OwnedFd
from stdnet.os.unix.net import (
    AncillaryData,
    SocketAddr,
    SocketAncillary,
    SocketCred,
    UnixDatagram,
    UnixListener,
    UnixStream,
)
from tests.support import oracle

Place = tuple[str, str, SocketAddr]
"""A kind of address, its text, and the address."""

ROOM = 64
"""As much of a datagram as the echo takes."""


@contextmanager
def rust(*words: str) -> Generator[subprocess.Popen[str], None, None]:
    """The other end."""
    program = oracle.program("unix_peer")
    with subprocess.Popen([program, *words], stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def own_cred() -> SocketCred:
    cred = SocketCred()
    cred.set_pid(os.getpid())
    cred.set_uid(os.geteuid())
    cred.set_gid(os.getegid())
    return cred


def received(ancillary: SocketAncillary) -> tuple[list[OwnedFd], list[SocketCred]]:
    """The descriptors and the credentials that have come."""
    fds, creds = list[OwnedFd](), list[SocketCred]()
    for message in ancillary.messages():
        match message.unwrap():
            case AncillaryData.ScmRights() as rights:
                fds += rights
            case AncillaryData.ScmCredentials() as credentials:
                creds += credentials
    return fds, creds


def exchange(stream: UnixStream) -> str:
    """Does what the other end does; what it writes to the pipe that it was passed."""
    stream.set_passcred(True).unwrap()
    ancillary = SocketAncillary(bytearray(128))
    reader, writer = pipe().unwrap()
    with reader:
        with writer:
            assert ancillary.add_creds([own_cred()])
            assert ancillary.add_fds([writer])
            assert stream.send_vectored_with_ancillary([b"!"], ancillary) == Ok(1)
        assert stream.recv_vectored_with_ancillary([bytearray(1)], ancillary) == Ok(1)
        (fd,), (cred,) = received(ancillary)
        assert not os.get_inheritable(fd.as_raw_fd())
        assert cred.get_pid() == stream.peer_cred().unwrap().pid
        with PipeWriter.from_owned_fd(fd) as writer:
            writer.write_all("Grüße".encode()).unwrap()
        return reader.read_to_string().unwrap()


def at(kind: str, where: str) -> Place:
    make = SocketAddr.from_pathname if kind == "path" else SocketAddr.from_abstract_name
    return kind, where, make(where).unwrap()


@pytest.fixture(params=["path", "name"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A free address of each kind in turn."""
    return at(str(request.param), str(tmp_path / "sock"))


@oracle.needs_rustc
def test_rust_connects(place: Place) -> None:
    kind, where, addr = place
    with (
        UnixListener.bind_addr(addr).unwrap() as listener,
        rust("connect", kind, where) as process,
    ):
        stream, _ = listener.accept_timeout(30).unwrap()
        with stream:
            assert stream.peer_cred().unwrap().pid == process.pid
            assert exchange(stream) == "1 of the peer: true"
        said, _ = process.communicate(timeout=30)
    assert said == "Grüße\n"


@oracle.needs_rustc
def test_rust_listens(place: Place) -> None:
    kind, where, addr = place
    with rust("listen", kind, where) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        with UnixStream.connect_addr(addr).unwrap() as stream:
            assert stream.peer_addr() == Ok(addr)
            assert exchange(stream) == "1 of the peer: true"
        said, _ = process.communicate(timeout=30)
    assert said == "Grüße\n"


@contextmanager
def echo(place: Place, how: str) -> Generator[tuple[int, UnixDatagram], None, None]:
    """The process of Rust's socket at that place, and a socket at another one for its answers."""
    kind, where, _ = place
    *_, here = at(kind, f"{where}-here")
    with rust("echo", kind, where, how) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        with UnixDatagram.bind_addr(here).unwrap() as socket:
            socket.set_read_timeout(30).unwrap()
            yield process.pid, socket


datagrams = st.tuples(st.binary(max_size=2 * ROOM), st.integers(0, 2 * ROOM))
"""What is sent, and how much room there is for the answer."""

SOME = [(b"", 9), (b"hello", 0), (b"hello", 4), (bytes(ROOM + 1), ROOM + 1), (b"hello", 9)]
AT_ONCE = 8
"""So many datagrams the system holds on to for every socket."""


@oracle.needs_rustc
def test_datagrams_to_an_address(place: Place) -> None:
    kind, where, addr = place

    @given(st.lists(datagrams, max_size=AT_ONCE))
    @example(SOME)
    @settings(max_examples=50)
    def property_of(sent: list[tuple[bytes, int]]) -> None:
        for data, room in sent:
            for send in sends:
                assert send(data) == Ok(len(data))
                answer, buf = data[:ROOM], bytearray(room)
                assert socket.peek_from(buf) == Ok((min(len(answer), room), addr))
                assert socket.recv_from(buf) == Ok((min(len(answer), room), addr))
                assert buf == answer[:room].ljust(room, b"\0")

    with echo(place, "send_to") as (_, socket):
        sends: list[Callable[[bytes], io.Result[int]]]
        sends = [lambda data: socket.send_to_addr(data, addr)]
        if kind == "path":
            sends.append(lambda data: socket.send_to(data, where))
        property_of()


@oracle.needs_rustc
def test_datagrams_between_two_that_are_connected(place: Place) -> None:
    kind, where, addr = place

    @given(st.lists(datagrams, max_size=AT_ONCE))
    @example(SOME)
    @settings(max_examples=50)
    def property_of(sent: list[tuple[bytes, int]]) -> None:
        for data, _ in sent:
            assert socket.send(data) == Ok(len(data))
        for data, room in sent:
            answer, buf = data[:ROOM], bytearray(room)
            assert socket.peek(buf) == Ok(min(len(answer), room))
            assert socket.recv(buf) == Ok(min(len(answer), room))
            assert buf == answer[:room].ljust(room, b"\0")

    with echo(place, "connect") as (_, socket):
        (socket.connect(where) if kind == "path" else socket.connect_addr(addr)).unwrap()
        assert socket.peer_addr() == Ok(addr)
        property_of()
        # Rust's end has a peer, too, and hears nobody else.
        with UnixDatagram.unbound().unwrap() as stranger:
            assert stranger.connect_addr(addr).failure().kind() is io.ErrorKind.PermissionDenied


@oracle.needs_rustc
@pytest.mark.parametrize("data", [b"", b"hello", bytes(ROOM + 1)], ids=["empty", "fits", "cut"])
def test_descriptors_and_credentials_beside_a_datagram(place: Place, data: bytes) -> None:
    kind, where, addr = place
    reader, writer = pipe().unwrap()
    ancillary = SocketAncillary(bytearray(128))
    with echo(place, "ancillary") as (pid, socket), reader:
        socket.set_passcred(True).unwrap()
        with writer:
            assert ancillary.add_creds([own_cred()])
            assert ancillary.add_fds([writer])
            bufs = [data[:3], data[3:]]
            if kind == "path":
                sent = socket.send_vectored_with_ancillary_to(bufs, ancillary, where)
            else:
                socket.connect_addr(addr).unwrap()
                sent = socket.send_vectored_with_ancillary(bufs, ancillary)
        assert sent == Ok(len(data))
        cut = str(len(data) > ROOM).lower()
        answer = f"{min(len(data), ROOM)} bytes, cut: {cut}, of process {os.getpid()}".encode()
        buf, rest = bytearray(5), bytearray(len(answer) - 6)
        taken = socket.recv_vectored_with_ancillary_from([buf, rest], ancillary)
        assert taken == Ok((len(answer) - 1, True, addr))
        assert buf + rest == answer[:-1]
        (fd,), (cred,) = received(ancillary)
        assert cred.get_pid() == pid
        assert not os.get_inheritable(fd.as_raw_fd())
        with PipeWriter.from_owned_fd(fd) as writer:
            writer.write_all("Grüße".encode()).unwrap()
        # Nobody else has the writing end any more.
        assert reader.read_to_string() == Ok("Grüße")
