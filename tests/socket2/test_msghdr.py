"""`sendmsg` and `recvmsg`, with addresses and control messages."""

import os
from struct import calcsize, pack, unpack_from

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stdnet import Ipv4Addr, SocketAddr, UdpSocket, c, io
from stdnet._sys.cmsg import emit_cmsgs, parse_cmsgs
from stdnet._sys.sockaddr import to_py
from stdnet.os.fd import OwnedFd
from stdnet.result import Ok
from stdnet.socket2 import Domain, MsgHdr, MsgHdrMut, SockAddr, SockAddrStorage, Socket, Type

HEADER = calcsize("@Nii")
SOL_SOCKET = 1
SCM_RIGHTS = 1
SCM_CREDENTIALS = 2


def pair(ty: Type = Type.DGRAM) -> tuple[Socket, Socket]:
    return Socket.pair(Domain.UNIX, ty).unwrap()


def rights(*fds: int) -> bytes:
    """Returns a control message that passes the descriptors."""
    data = pack(f"@{len(fds)}i", *fds)
    header = pack("@Nii", HEADER + len(data), SOL_SOCKET, SCM_RIGHTS)
    return (header + data).ljust(c.CMSG_SPACE(len(data)), b"\0")


def test_several_buffers_are_sent_and_filled_in_turn() -> None:
    one, two = pair()
    with one, two:
        sent = MsgHdr.new().with_buffers([b"head", bytearray(b"bo"), memoryview(b"dy")])
        assert one.sendmsg(sent, 0) == Ok(8)
        first, second = bytearray(3), bytearray(9)
        msg = MsgHdrMut.new().with_buffers([first, second])
        assert two.recvmsg(msg, 0) == Ok(8)
        assert first + second == b"headbody" + bytes(4)
        assert not msg.flags().is_truncated()


def test_with_buffers_changes_a_copy_and_not_the_message() -> None:
    base = MsgHdr().with_buffers([b"base"])
    changed = base.with_buffers([b"more"])
    one, two = pair()
    with one, two:
        buf = bytearray(4)
        for message, expected in ((base, b"base"), (changed, b"more")):
            one.sendmsg(message, 0).unwrap()
            two.recv(buf).unwrap()
            assert buf == expected


def test_a_message_goes_to_an_address_and_comes_with_that_of_its_sender() -> None:
    server = UdpSocket.bind("127.0.0.1:0").unwrap()
    client = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
    with server, client:
        here = server.local_addr().unwrap()
        assert client.sendmsg(MsgHdr().with_addr(here).with_buffers([b"x"]), 0) == Ok(1)
        storage = SockAddrStorage()
        msg = MsgHdrMut().with_addr(storage).with_buffers([bytearray(9)])
        with Socket.from_(server) as socket:
            assert socket.recvmsg(msg, 0) == Ok(1)
        sender = msg.addr()
        assert sender is not None
        assert sender.as_bytes() == bytes(storage.view()[:16])
        addr = sender.as_socket()
        assert addr is not None
        assert (addr.ip(), addr.port() != 0) == (Ipv4Addr.LOCALHOST, True)


def test_the_sender_is_unknown_without_a_storage_for_its_address() -> None:
    one, two = pair()
    with one, two:
        one.send(b"x").unwrap()
        msg = MsgHdrMut().with_buffers([bytearray(1)])
        assert two.recvmsg(msg, 0) == Ok(1)
        assert msg.addr() is None


def test_an_unnamed_sender_has_no_address() -> None:
    one, two = pair()
    with one, two:
        one.send(b"x").unwrap()
        msg = MsgHdrMut().with_addr(SockAddrStorage()).with_buffers([bytearray(1)])
        assert two.recvmsg(msg, 0) == Ok(1)
        assert msg.addr() is None


def test_a_control_message_passes_a_descriptor() -> None:
    one, two = pair()
    reader, writer = map(OwnedFd.from_raw_fd, os.pipe())
    with one, two, reader, writer:
        sent = MsgHdr().with_buffers([b"x"]).with_control(rights(writer.as_raw_fd()))
        assert one.sendmsg(sent, 0) == Ok(1)
        control = bytearray(64)
        msg = MsgHdrMut().with_buffers([bytearray(1)]).with_control(control)
        assert msg.control_len() == 64
        assert two.recvmsg(msg, 0) == Ok(1)
        assert msg.control_len() == c.CMSG_SPACE(4)
        assert unpack_from("@Nii", control) == (HEADER + 4, SOL_SOCKET, SCM_RIGHTS)
        (fd,) = unpack_from("@i", control, HEADER)
        with OwnedFd.from_raw_fd(fd) as arrived:
            os.write(arrived.as_raw_fd(), b"through")
        assert os.read(reader.as_raw_fd(), 9) == b"through"


def test_a_control_message_holds_the_credentials_of_the_sender() -> None:
    one, two = pair()
    with one, two:
        two.set_passcred(True).unwrap()
        one.send(b"x").unwrap()
        control = bytearray(64)
        msg = MsgHdrMut().with_buffers([bytearray(1)]).with_control(control)
        two.recvmsg(msg, 0).unwrap()
        assert msg.control_len() == c.CMSG_SPACE(12)
        assert unpack_from("@Nii", control) == (HEADER + 12, SOL_SOCKET, SCM_CREDENTIALS)
        assert unpack_from("@iII", control, HEADER) == (os.getpid(), os.getuid(), os.getgid())


def test_descriptors_for_which_there_is_no_room_are_closed() -> None:
    """The kernel closes them; `conftest.py` counts the descriptors after each test."""
    one, two = pair()
    with one, two:
        for room in (0, 8, HEADER, HEADER + 4):
            one.sendmsg(MsgHdr().with_control(rights(0, 1, 2)), 0).unwrap()
            control = bytearray(room)
            msg = MsgHdrMut().with_control(control)
            assert two.recvmsg(msg, 0) == Ok(0)
            assert msg.control_len() <= room
            if room == HEADER + 4:
                os.close(unpack_from("@i", control, HEADER)[0])


@pytest.mark.parametrize(
    "control",
    [
        pack("@Nii", 0, SOL_SOCKET, SCM_RIGHTS),
        pack("@Nii", HEADER - 1, SOL_SOCKET, SCM_RIGHTS),
        pack("@Nii", HEADER + 1, SOL_SOCKET, SCM_RIGHTS),
        pack("@Nii", 1 << 30, SOL_SOCKET, SCM_RIGHTS),
    ],
)
def test_a_control_message_of_a_wrong_size_is_refused(control: bytes) -> None:
    one, two = pair()
    with one, two:
        error = one.sendmsg(MsgHdr().with_control(control), 0).unwrap_err()
        assert error.kind() is io.ErrorKind.InvalidInput


def test_control_bytes_shorter_than_a_header_are_ignored() -> None:
    one, two = pair()
    with one, two:
        assert one.sendmsg(MsgHdr().with_control(b"short"), 0) == Ok(0)


def test_a_truncated_datagram_is_flagged() -> None:
    one, two = pair()
    with one, two:
        one.send(b"long").unwrap()
        msg = MsgHdrMut().with_buffers([bytearray(1)])
        assert two.recvmsg(msg, 0) == Ok(1)
        assert msg.flags().is_truncated()


def test_control_messages_go_to_addresses_that_cpython_cannot_write() -> None:
    server = Socket.from_(UdpSocket.bind("[::1]:0").unwrap())
    with server, Socket.new(Domain.IPV6, Type.DGRAM).unwrap() as client:
        here = server.local_addr().unwrap().as_socket_ipv6()
        assert here is not None
        # CPython takes a flow label alone, and no traffic class.
        to = here.with_flowinfo(c.htonl(0x0FF0_0000))
        assert to_py(SockAddr.from_(to).as_bytes()) is None
        message = MsgHdr().with_addr(to).with_buffers([b"head", b"body"])
        hops = pack("@Niii", HEADER + 4, c.IPPROTO_IPV6, c.IPV6_HOPLIMIT, 7).ljust(
            c.CMSG_SPACE(4), b"\0"
        )
        server.set_recv_hoplimit_v6(True).unwrap()
        assert client.sendmsg(message.with_control(hops), 0) == Ok(8)
        buf, control = bytearray(9), bytearray(64)
        msg = MsgHdrMut().with_buffers([buf]).with_control(control)
        assert server.recvmsg(msg, 0) == Ok(8)
        assert buf + control[: msg.control_len()] == b"headbody\0" + hops
        refused = client.sendmsg(message.with_control(hops[:-8]), 0)
        assert refused.unwrap_err().kind() is io.ErrorKind.InvalidInput
        unknown = pack("@Nii", HEADER, c.IPPROTO_IPV6, 255)
        refused = client.sendmsg(message.with_control(unknown), 0)
        assert refused.unwrap_err().kind() is io.ErrorKind.InvalidInput


def test_repr_is_that_of_the_crate() -> None:
    assert (repr(MsgHdr()), repr(MsgHdrMut())) == ('"MsgHdr"', '"MsgHdrMut"')


def test_an_address_of_another_family_is_refused() -> None:
    one, two = pair()
    with one, two:
        to = MsgHdr().with_addr(SocketAddr(Ipv4Addr.LOCALHOST, 80)).with_buffers([b"x"])
        assert one.sendmsg(to, 0).unwrap_err().kind() is io.ErrorKind.InvalidInput


@given(
    messages=st.lists(st.tuples(st.integers(0, 300), st.integers(0, 99), st.binary(max_size=40)))
)
def test_written_control_messages_are_read_back(
    messages: list[tuple[int, int, bytes]],
) -> None:
    room = bytearray(8192)
    end = emit_cmsgs(messages, memoryview(room))
    assert end % calcsize("@N") == 0
    assert list(parse_cmsgs(memoryview(room)[:end])) == messages


@given(control=st.binary(max_size=100))
def test_reading_control_messages_accepts_or_rejects_any_bytes(control: bytes) -> None:
    try:
        found = list(parse_cmsgs(memoryview(control)))
    except ValueError:
        return
    assert sum(HEADER + len(data) for _, _, data in found) <= len(control)


def test_wrong_arguments_raise_and_a_closed_socket_returns_ebadf() -> None:
    one, two = pair()
    with one, two:
        with pytest.raises(TypeError):
            two.recvmsg(MsgHdr(), 0).unwrap()  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - that is the test
        with pytest.raises(TypeError):
            one.sendmsg(MsgHdrMut(), 0).unwrap()  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - that is the test
        with pytest.raises(TypeError):
            MsgHdrMut().with_control(b"fixed")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - that is the test
        with pytest.raises(ValueError, match="i32"):
            one.sendmsg(MsgHdr(), 1 << 31).unwrap()
    assert one.sendmsg(MsgHdr(), 0).unwrap_err().raw_os_error() == 9
    assert two.recvmsg(MsgHdrMut(), 0).unwrap_err().raw_os_error() == 9
