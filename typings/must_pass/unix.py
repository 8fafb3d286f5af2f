"""The types of Unix sockets and ancillary data in a program."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import assert_type

from stdnet import Err, Ok, Result, io
from stdnet.os.fd import OwnedFd
from stdnet.os.linux.net import SocketAddrExt, UnixSocketExt
from stdnet.os.unix.net import (
    AncillaryData,
    AncillaryError,
    Incoming,
    ScmCredentials,
    ScmRights,
    SocketAddr,
    SocketAncillary,
    SocketCred,
    UCred,
    UnixDatagram,
    UnixListener,
    UnixStream,
)


def addresses(addr: SocketAddr) -> None:
    assert_type(SocketAddr.from_pathname("/tmp/sock"), io.Result[SocketAddr])
    assert_type(SocketAddr.from_pathname(Path("sock")), io.Result[SocketAddr])
    assert_type(SocketAddr.from_abstract_name(b"name"), io.Result[SocketAddr])
    assert_type(addr.as_pathname(), Path | None)
    assert_type(addr.as_abstract_name(), bytes | None)
    on_linux: SocketAddrExt = addr
    assert_type(on_linux.as_abstract_name(), bytes | None)


def calls(stream: UnixStream, listener: UnixListener, datagram: UnixDatagram) -> None:
    assert_type(UnixStream.connect("sock"), io.Result[UnixStream])
    assert_type(UnixStream.connect_timeout(b"sock", 1), io.Result[UnixStream])
    assert_type(UnixStream.pair(), io.Result[tuple[UnixStream, UnixStream]])
    assert_type(stream.peer_cred(), io.Result[UCred])
    assert_type(stream.read_timeout(), io.Result[timedelta | None])
    assert_type(stream.try_clone(), io.Result[UnixStream])
    assert_type(stream.take(3), io.Take[UnixStream])
    assert_type(UnixListener.bind("sock", unlink_on_close=True), io.Result[UnixListener])
    assert_type(listener.accept(), io.Result[tuple[UnixStream, SocketAddr]])
    assert_type(listener.accept_timeout(1), io.Result[tuple[UnixStream, SocketAddr]])
    assert_type(listener.incoming(), Incoming)
    for incoming in listener:
        assert_type(incoming, io.Result[UnixStream])
    assert_type(datagram.recv_from(bytearray(1)), io.Result[tuple[int, SocketAddr]])
    assert_type(datagram.send_to(b"x", "sock"), io.Result[int])
    assert_type(UnixDatagram.from_owned_fd(OwnedFd.from_(stream)), UnixDatagram)
    on_linux: UnixSocketExt = datagram
    assert_type(on_linux.passcred(), io.Result[bool])


def received(ancillary: SocketAncillary) -> Iterable[OwnedFd | SocketCred]:
    for message in ancillary.messages():
        assert_type(message, Result[ScmRights | ScmCredentials, AncillaryError.Unknown])
        match message:
            case Ok(data):
                match data:
                    case AncillaryData.ScmRights():
                        assert_type(data, ScmRights)
                        yield from data
                    case AncillaryData.ScmCredentials() as creds:
                        yield from creds
            case Err(AncillaryError.Unknown(cmsg_level, cmsg_type)):
                assert_type((cmsg_level, cmsg_type), tuple[int, int])


def ancillary(stream: UnixStream, datagram: UnixDatagram, fd: OwnedFd, cred: SocketCred) -> None:
    messages = SocketAncillary(bytearray(128))
    assert_type(messages.add_fds([fd, 0, stream]), bool)
    assert_type(messages.add_creds([cred]), bool)
    assert_type(stream.send_vectored_with_ancillary([b"x"], messages), io.Result[int])
    buf = bytearray(1)
    assert_type(stream.recv_vectored_with_ancillary([buf], messages), io.Result[int])
    assert_type(
        datagram.recv_vectored_with_ancillary_from([buf], messages),
        io.Result[tuple[int, bool, SocketAddr]],
    )
