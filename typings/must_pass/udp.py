"""The types of UDP sockets in a program."""

from array import array
from datetime import timedelta
from typing import assert_type

from stdnet import (
    Err,
    Ipv4Addr,
    Ipv6Addr,
    Ok,
    SocketAddr,
    SocketAddrV4,
    SocketAddrV6,
    UdpSocket,
    io,
)
from stdnet.os.fd import AsFd, AsRawFd, FromRawFd, IntoRawFd, OwnedFd

Received = tuple[int, SocketAddrV4 | SocketAddrV6]


def constructors(addr: SocketAddr) -> None:
    assert_type(UdpSocket.bind("localhost:80"), io.Result[UdpSocket])
    assert_type(UdpSocket.bind([addr, addr]), io.Result[UdpSocket])
    assert_type(UdpSocket.bind(addr, reuse_address=True, only_v6=None), io.Result[UdpSocket])


def datagrams(socket: UdpSocket, addr: SocketAddr) -> None:
    assert_type(socket.connect(("localhost", 80)), io.Result[None])
    assert_type(socket.send(memoryview(b"x")), io.Result[int])
    assert_type(socket.send_to(b"x", addr), io.Result[int])
    assert_type(socket.send_to(bytearray(1), "localhost:80"), io.Result[int])
    assert_type(socket.recv(bytearray(1)), io.Result[int])
    assert_type(socket.peek(memoryview(bytearray(1))), io.Result[int])
    assert_type(socket.recv_from(array("B", [0])), io.Result[Received])
    assert_type(socket.peek_from(bytearray(1)), io.Result[Received])


def the_sender_of_a_datagram(socket: UdpSocket) -> str:
    match socket.recv_from(bytearray(1)):
        case Ok((n, SocketAddr.V4(ip, port))):
            assert_type(n, int)
            assert_type(ip, Ipv4Addr)
            return f"{ip} {port}"
        case Ok((_, addr)):
            return str(addr)
        case Err(io.Error(io.ErrorKind.WouldBlock)):
            return "later"
        case Err(error):
            assert_type(error, io.Error)
            return str(error)


def options(socket: UdpSocket) -> None:
    assert_type(socket.peer_addr(), io.Result[SocketAddrV4 | SocketAddrV6])
    assert_type(socket.local_addr(), io.Result[SocketAddrV4 | SocketAddrV6])
    assert_type(socket.set_read_timeout(1), io.Result[None])
    assert_type(socket.write_timeout(), io.Result[timedelta | None])
    assert_type(socket.broadcast(), io.Result[bool])
    assert_type(socket.multicast_loop_v4(), io.Result[bool])
    assert_type(socket.multicast_ttl_v4(), io.Result[int])
    assert_type(socket.multicast_loop_v6(), io.Result[bool])
    assert_type(socket.ttl(), io.Result[int])
    assert_type(socket.take_error(), io.Result[io.Error | None])
    group, everywhere = Ipv4Addr(224, 0, 0, 251), Ipv4Addr.UNSPECIFIED
    assert_type(socket.join_multicast_v4(group, everywhere), io.Result[None])
    assert_type(socket.leave_multicast_v6(Ipv6Addr.LOCALHOST, 0), io.Result[None])


def descriptors(socket: UdpSocket) -> None:
    as_fd: AsFd = socket
    as_raw_fd: AsRawFd = socket
    into_raw_fd: IntoRawFd = socket
    from_raw_fd: type[FromRawFd] = UdpSocket
    print(as_fd, as_raw_fd, into_raw_fd, from_raw_fd)
    assert_type(socket.try_clone(), io.Result[UdpSocket])
    assert_type(UdpSocket.from_raw_fd(3), UdpSocket)
    assert_type(UdpSocket.from_owned_fd(OwnedFd.from_(socket)), UdpSocket)
    with socket as same:
        assert_type(same, UdpSocket)
