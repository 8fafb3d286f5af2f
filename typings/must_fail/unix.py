"""Mistakes with Unix sockets, descriptors and ancillary data that both checkers find."""

from stdnet import Err, Ok, UdpSocket
from stdnet import SocketAddr as InetAddr
from stdnet.os.fd import AsFd, BorrowedFd, OwnedFd
from stdnet.os.linux.net import TcpStreamExt, UnixSocketExt
from stdnet.os.unix.net import (
    AncillaryData,
    ScmRights,
    SocketAddr,
    SocketAncillary,
    SocketCred,
    UnixDatagram,
    UnixListener,
    UnixStream,
)


def paths_and_addresses(addr: SocketAddr, inet: InetAddr, datagram: UnixDatagram) -> None:
    UnixStream.connect(("localhost", 80))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    UnixStream.connect(addr)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    UnixStream.connect_addr("/tmp/sock")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    UnixStream.connect_addr(inet)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    UnixStream.connect_timeout("/tmp/sock")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    datagram.send_to(b"x", addr)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    datagram.send_to_addr(b"x", "/tmp/sock")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    SocketAddr.from_pathname(bytearray(b"/tmp/sock"))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    SocketAddr()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    text: str = addr.as_pathname()  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    print(text)


def listeners(listener: UnixListener) -> None:
    UnixListener.bind("/tmp/sock", 128)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    UnixListener.bind("/tmp/sock", reuse_address=True)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    listener.write(b"x")  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    for stream in listener:
        stream.read(bytearray(1))  # type: ignore[union-attr]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]


def buffers(stream: UnixStream, datagram: UnixDatagram) -> None:
    stream.read(b"read-only")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    stream.write("text")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    datagram.recv_from(b"read-only")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    datagram.send("text")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    datagram.read(bytearray(1))  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]


def messages(stream: UnixStream, ancillary: SocketAncillary, cred: SocketCred) -> None:
    SocketAncillary(b"read-only")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    SocketAncillary(128)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    ancillary.add_fds(["0"])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
    ancillary.add_fds([cred])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
    ancillary.add_creds([(0, 0, 0)])  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
    stream.send_vectored_with_ancillary(b"x", ancillary)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    stream.recv_vectored_with_ancillary([b"read-only"], ancillary)  # type: ignore[list-item]  # pyright: ignore[reportArgumentType]
    stream.recv_vectored_with_ancillary([bytearray(1)], bytearray(64))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def a_missing_variant(ancillary: SocketAncillary) -> ScmRights | None:
    for message in ancillary.messages():
        match message:
            case Ok(data):
                match data:  # pyright: ignore[reportMatchNotExhaustive]
                    case AncillaryData.ScmRights():
                        return data
            case Err():
                pass
    return None


def received_descriptors_have_owners(fds: ScmRights) -> None:
    for fd in fds:
        number: int = fd  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
        print(number)


def descriptors(fd: OwnedFd, borrowed: BorrowedFd, udp: UdpSocket) -> None:
    OwnedFd(3)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    OwnedFd.from_(3)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    OwnedFd.from_(borrowed)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    UnixStream.from_owned_fd(3)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    UnixStream.from_owned_fd(borrowed)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    UnixStream.from_raw_fd(fd)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    BorrowedFd.borrow_raw(fd)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    BorrowedFd(3)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    as_fd: AsFd = 3  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    unix_ext: UnixSocketExt = udp  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    tcp_ext: TcpStreamExt = udp  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    stream: UnixStream = UnixDatagram.from_owned_fd(fd)  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]
    print(as_fd, unix_ext, tcp_ext, stream)
