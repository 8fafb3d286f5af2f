"""Unix sockets whose peer is a program in Rust (`tests/oracle/unix_peer.rs`)."""

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

Address = tuple[str, str, SocketAddr]
"""The kind of an address, "path" or "name", its text, and the address itself."""

ECHO_SIZE = 64
"""The size of the echo's buffer. The rest of a datagram is discarded."""


@contextmanager
def rust(*words: str) -> Generator[subprocess.Popen[str], None, None]:
    """Runs the program in Rust."""
    program = oracle.program("unix_peer")
    with subprocess.Popen([program, *words], stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def own_cred() -> SocketCred:
    """Returns the credentials of this process."""
    cred = SocketCred()
    cred.set_pid(os.getpid())
    cred.set_uid(os.geteuid())
    cred.set_gid(os.getegid())
    return cred


def received(ancillary: SocketAncillary) -> tuple[list[OwnedFd], list[SocketCred]]:
    """Takes and returns the received descriptors and credentials."""
    fds, creds = list[OwnedFd](), list[SocketCred]()
    for message in ancillary.messages():
        match message.unwrap():
            case AncillaryData.ScmRights() as rights:
                fds += rights
            case AncillaryData.ScmCredentials() as credentials:
                creds += credentials
    return fds, creds


def exchange(stream: UnixStream) -> str:
    """Exchanges a pipe and credentials with the peer; returns what it writes to that pipe."""
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


def make_address(kind: str, text: str) -> Address:
    make = SocketAddr.from_pathname if kind == "path" else SocketAddr.from_abstract_name
    return kind, text, make(text).unwrap()


@pytest.fixture(params=["path", "name"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Address:
    """Returns a free address of each kind in turn."""
    return make_address(str(request.param), str(tmp_path / "sock"))


@oracle.needs_rustc
def test_a_client_in_rust_exchanges_descriptors_and_credentials(address: Address) -> None:
    kind, text, addr = address
    with (
        UnixListener.bind_addr(addr).unwrap() as listener,
        rust("connect", kind, text) as process,
    ):
        stream, _ = listener.accept_timeout(30).unwrap()
        with stream:
            assert stream.peer_cred().unwrap().pid == process.pid
            assert exchange(stream) == "1 of the peer: true"
        printed, _ = process.communicate(timeout=30)
    assert printed == "Grüße\n"


@oracle.needs_rustc
def test_a_server_in_rust_exchanges_descriptors_and_credentials(address: Address) -> None:
    kind, text, addr = address
    with rust("listen", kind, text) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        with UnixStream.connect_addr(addr).unwrap() as stream:
            assert stream.peer_addr() == Ok(addr)
            assert exchange(stream) == "1 of the peer: true"
        printed, _ = process.communicate(timeout=30)
    assert printed == "Grüße\n"


@contextmanager
def echo(address: Address, how: str) -> Generator[tuple[int, UnixDatagram], None, None]:
    """Runs an echo in Rust at the address; yields its process id, and a socket for the answers."""
    kind, text, _ = address
    *_, own = make_address(kind, f"{text}-own")
    with rust("echo", kind, text, how) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        with UnixDatagram.bind_addr(own).unwrap() as socket:
            socket.set_read_timeout(30).unwrap()
            yield process.pid, socket


datagrams = st.tuples(st.binary(max_size=2 * ECHO_SIZE), st.integers(0, 2 * ECHO_SIZE))
"""The bytes to send, and the size of the buffer for the answer."""

EXAMPLES = [
    (b"", 9),
    (b"hello", 0),
    (b"hello", 4),
    (bytes(ECHO_SIZE + 1), ECHO_SIZE + 1),
    (b"hello", 9),
]
QUEUE_LENGTH = 8
"""The kernel queues at least this number of datagrams for each socket."""


@oracle.needs_rustc
def test_datagrams_to_an_address_are_echoed(address: Address) -> None:
    kind, text, addr = address

    @given(st.lists(datagrams, max_size=QUEUE_LENGTH))
    @example(EXAMPLES)
    @settings(max_examples=50)
    def are_echoed(sent: list[tuple[bytes, int]]) -> None:
        for data, size in sent:
            for send in sends:
                assert send(data) == Ok(len(data))
                answer, buf = data[:ECHO_SIZE], bytearray(size)
                assert socket.peek_from(buf) == Ok((min(len(answer), size), addr))
                assert socket.recv_from(buf) == Ok((min(len(answer), size), addr))
                assert buf == answer[:size].ljust(size, b"\0")

    with echo(address, "send_to") as (_, socket):
        sends: list[Callable[[bytes], io.Result[int]]]
        sends = [lambda data: socket.send_to_addr(data, addr)]
        if kind == "path":
            sends.append(lambda data: socket.send_to(data, text))
        are_echoed()


@oracle.needs_rustc
def test_datagrams_between_connected_sockets_are_echoed(address: Address) -> None:
    kind, text, addr = address

    @given(st.lists(datagrams, max_size=QUEUE_LENGTH))
    @example(EXAMPLES)
    @settings(max_examples=50)
    def are_echoed(sent: list[tuple[bytes, int]]) -> None:
        for data, _ in sent:
            assert socket.send(data) == Ok(len(data))
        for data, size in sent:
            answer, buf = data[:ECHO_SIZE], bytearray(size)
            assert socket.peek(buf) == Ok(min(len(answer), size))
            assert socket.recv(buf) == Ok(min(len(answer), size))
            assert buf == answer[:size].ljust(size, b"\0")

    with echo(address, "connect") as (_, socket):
        (socket.connect(text) if kind == "path" else socket.connect_addr(addr)).unwrap()
        assert socket.peer_addr() == Ok(addr)
        are_echoed()
        # The peer is connected, too, and receives from this socket only.
        with UnixDatagram.unbound().unwrap() as third:
            assert third.connect_addr(addr).unwrap_err().kind() is io.ErrorKind.PermissionDenied


@oracle.needs_rustc
@pytest.mark.parametrize(
    "data", [b"", b"hello", bytes(ECHO_SIZE + 1)], ids=["empty", "fits", "cut"]
)
def test_descriptors_and_credentials_are_sent_along_with_a_datagram(
    address: Address, data: bytes
) -> None:
    kind, text, addr = address
    reader, writer = pipe().unwrap()
    ancillary = SocketAncillary(bytearray(128))
    with echo(address, "ancillary") as (pid, socket), reader:
        socket.set_passcred(True).unwrap()
        with writer:
            assert ancillary.add_creds([own_cred()])
            assert ancillary.add_fds([writer])
            bufs = [data[:3], data[3:]]
            if kind == "path":
                sent = socket.send_vectored_with_ancillary_to(bufs, ancillary, text)
            else:
                socket.connect_addr(addr).unwrap()
                sent = socket.send_vectored_with_ancillary(bufs, ancillary)
        assert sent == Ok(len(data))
        cut = str(len(data) > ECHO_SIZE).lower()
        answer = f"{min(len(data), ECHO_SIZE)} bytes, cut: {cut}, of process {os.getpid()}".encode()
        buf, rest = bytearray(5), bytearray(len(answer) - 6)
        taken = socket.recv_vectored_with_ancillary_from([buf, rest], ancillary)
        assert taken == Ok((len(answer) - 1, True, addr))
        assert buf + rest == answer[:-1]
        (fd,), (cred,) = received(ancillary)
        assert cred.get_pid() == pid
        assert not os.get_inheritable(fd.as_raw_fd())
        with PipeWriter.from_owned_fd(fd) as writer:
            writer.write_all("Grüße".encode()).unwrap()
        # The pipe ends, as no other process has its writing end any more.
        assert reader.read_to_string() == Ok("Grüße")
