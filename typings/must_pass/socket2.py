"""The types of socket2 in a program."""

from array import array
from datetime import timedelta
from pathlib import Path
from typing import assert_type

from stdnet import Err, Ipv4Addr, Ok, SocketAddr, SocketAddrV4, SocketAddrV6, TcpListener, io
from stdnet.os.fd import OwnedFd
from stdnet.os.unix.net import SocketAddr as UnixAddr
from stdnet.os.unix.net import UnixDatagram
from stdnet.socket2 import (
    Domain,
    InterfaceIndexOrAddress,
    IntoSockAddr,
    MsgHdr,
    MsgHdrMut,
    Protocol,
    RecvFlags,
    SockAddr,
    SockAddrStorage,
    Socket,
    SockFilter,
    SockRef,
    TcpKeepalive,
    Type,
)


def numbers(number: int) -> None:
    assert_type(Domain.IPV4, Domain)
    assert_type(Domain.from_(number), Domain)
    assert_type(Type.STREAM.nonblocking().cloexec(), Type)
    assert_type(Protocol.from_(number), Protocol)
    assert_type(int(Protocol.TCP), int)


def addresses(v4: SocketAddrV4, unix: UnixAddr, any_addr: SocketAddr.V4 | SocketAddr.V6) -> None:
    addrs: list[IntoSockAddr] = [v4, unix, any_addr, SockAddr.from_(v4)]
    assert_type([SockAddr.from_(addr) for addr in addrs], list[SockAddr])
    addr = SockAddr.vsock(1, 2)
    assert_type(SockAddr.unix(Path("/tmp/x")), io.Result[SockAddr])
    assert_type(SockAddr.new(SockAddrStorage(), 16), SockAddr)
    assert_type(addr.as_socket(), SocketAddrV4 | SocketAddrV6 | None)
    assert_type(addr.as_unix(), UnixAddr | None)
    assert_type(addr.as_pathname(), Path | None)
    assert_type(addr.as_abstract_namespace(), bytes | None)
    assert_type(addr.as_vsock_address(), tuple[int, int] | None)
    assert_type(addr.domain(), Domain)
    assert_type(addr.len(), int)


def sockets(addr: SocketAddr.V4 | SocketAddr.V6) -> io.Result[TcpListener]:
    match Socket.new(Domain.for_address(addr), Type.STREAM):
        case Ok(socket):
            assert_type(socket, Socket)
            assert_type(socket.bind(addr), io.Result[None])
            assert_type(socket.accept(), io.Result[tuple[Socket, SockAddr]])
            assert_type(socket.into(TcpListener), TcpListener)
            assert_type(socket.into(UnixDatagram), UnixDatagram)
            return Ok(socket.into(TcpListener))
        case Err() as refused:
            return refused


def conversions(listener: TcpListener) -> None:
    assert_type(Socket.from_(listener), Socket)
    assert_type(Socket.from_owned_fd(OwnedFd.from_(listener)), Socket)
    assert_type(SockRef.from_(listener), SockRef)
    assert_type(SockRef.from_(listener).try_clone(), io.Result[Socket])
    assert_type(Socket.from_(listener).try_clone(), io.Result[Socket])
    assert_type(Socket.pair(Domain.UNIX, Type.DGRAM, None), io.Result[tuple[Socket, Socket]])


def calls(socket: Socket | SockRef, addr: SockAddr) -> None:
    assert_type(socket.recv(bytearray(1)), io.Result[int])
    assert_type(socket.recv(array("B", [0])), io.Result[int])
    assert_type(socket.recv_from(memoryview(bytearray(1))), io.Result[tuple[int, SockAddr]])
    assert_type(socket.recv_vectored([bytearray(1)]), io.Result[tuple[int, RecvFlags]])
    assert_type(
        socket.recv_from_vectored([bytearray(1)]), io.Result[tuple[int, RecvFlags, SockAddr]]
    )
    assert_type(socket.send_to(b"x", addr), io.Result[int])
    assert_type(socket.send_vectored([b"x", bytearray(1), memoryview(b"")]), io.Result[int])
    assert_type(socket.read_to_string(), io.Result[str])
    assert_type(socket.sendmsg(MsgHdr().with_addr(addr).with_buffers([b"x"]), 0), io.Result[int])
    msg = MsgHdrMut().with_addr(SockAddrStorage()).with_buffers([bytearray(1)])
    assert_type(socket.recvmsg(msg, 0), io.Result[int])
    assert_type(msg.addr(), SockAddr | None)
    assert_type(msg.flags().is_truncated(), bool)


def options(socket: Socket | SockRef) -> None:
    assert_type(socket.keepalive(), io.Result[bool])
    assert_type(socket.linger(), io.Result[timedelta | None])
    assert_type(socket.set_linger(1.5), io.Result[None])
    assert_type(socket.type(), io.Result[Type])
    assert_type(socket.protocol(), io.Result[Protocol | None])
    assert_type(socket.take_error(), io.Result[io.Error | None])
    assert_type(socket.device(), io.Result[bytes | None])
    assert_type(socket.tcp_congestion(), io.Result[bytes])
    assert_type(socket.tcp_keepalive_time(), io.Result[timedelta])
    assert_type(socket.multicast_if_v4(), io.Result[Ipv4Addr])
    assert_type(socket.original_dst_v4(), io.Result[SockAddr])
    params = TcpKeepalive().with_time(60).with_interval(timedelta(seconds=5)).with_retries(3)
    assert_type(socket.set_tcp_keepalive(params), io.Result[None])
    assert_type(socket.attach_filter([SockFilter(6, 0, 0, 0)]), io.Result[None])


def variants_of_an_interface(
    interface: InterfaceIndexOrAddress.Index | InterfaceIndexOrAddress.Address,
) -> str:
    match interface:
        case InterfaceIndexOrAddress.Index(index):
            assert_type(index, int)
            return str(index)
        case InterfaceIndexOrAddress.Address(address):
            assert_type(address, Ipv4Addr)
            return str(address)
