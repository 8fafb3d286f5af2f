"""Rust at the other end of a Unix socket: descriptors and credentials, both ways."""

import os
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from stdnet import Ok
from stdnet.io import PipeWriter, pipe
from stdnet.os.fd import OwnedFd
from stdnet.os.unix.net import (
    AncillaryData,
    SocketAddr,
    SocketAncillary,
    SocketCred,
    UnixListener,
    UnixStream,
)
from tests.support import oracle


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
        fds, creds = list[OwnedFd](), list[SocketCred]()
        for message in ancillary.messages():
            match message.unwrap():
                case AncillaryData.ScmRights() as received:
                    fds += received
                case AncillaryData.ScmCredentials() as received:
                    creds += received
        (fd,), (cred,) = fds, creds
        assert not os.get_inheritable(fd.as_raw_fd())
        assert cred.get_pid() == stream.peer_cred().unwrap().pid
        with PipeWriter.from_owned_fd(fd) as writer:
            writer.write_all("Grüße".encode()).unwrap()
        return reader.read_to_string().unwrap()


@pytest.fixture(params=["path", "name"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str, SocketAddr]:
    """A kind of address, its text, and the address."""
    where = str(tmp_path / "sock")
    if request.param == "path":
        return "path", where, SocketAddr.from_pathname(where).unwrap()
    return "name", where, SocketAddr.from_abstract_name(where).unwrap()


@oracle.needs_rustc
def test_rust_connects(place: tuple[str, str, SocketAddr]) -> None:
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
def test_rust_listens(place: tuple[str, str, SocketAddr]) -> None:
    kind, where, addr = place
    with rust("listen", kind, where) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        with UnixStream.connect_addr(addr).unwrap() as stream:
            assert stream.peer_addr() == Ok(addr)
            assert exchange(stream) == "1 of the peer: true"
        said, _ = process.communicate(timeout=30)
    assert said == "Grüße\n"
