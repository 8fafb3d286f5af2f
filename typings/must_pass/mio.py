"""The types of mio in a program."""

import socket
from pathlib import Path
from typing import assert_never, assert_type

import stdnet
from stdnet import Err, Ipv4Addr, Ipv6Addr, Ok, Shutdown, SocketAddr, io, propagate
from stdnet.mio import Events, Interest, Poll, Registry, Token, Waker
from stdnet.mio.event import Event, Source
from stdnet.mio.net import (
    TcpListener,
    TcpStream,
    UdpSocket,
    UnixDatagram,
    UnixListener,
    UnixStream,
)
from stdnet.mio.unix import SourceFd, pipe
from stdnet.os.fd import BorrowedFd, OwnedFd
from stdnet.os.unix.net import SocketAddr as UnixAddr
from stdnet.os.unix.net import UnixStream as StdUnixStream

SERVER = Token(0)


@propagate
def server(addr: SocketAddr.V4 | SocketAddr.V6) -> io.Result[None]:
    poll = Poll.new().unwrap()
    events = Events.with_capacity(128)
    listener = TcpListener.bind(addr).unwrap()
    poll.registry().register(listener, SERVER, Interest.READABLE).unwrap()
    streams = dict[Token, TcpStream]()
    poll.poll(events, None).unwrap()
    for event in events:
        assert_type(event, Event)
        match event.token():
            case Token(0):
                stream, peer = listener.accept().unwrap()
                assert_type(stream, TcpStream)
                assert_type(peer, SocketAddr.V4 | SocketAddr.V6)
                token = Token(len(streams) + 1)
                interests = Interest.READABLE | Interest.WRITABLE
                poll.registry().register(stream, token, interests).unwrap()
                streams[token] = stream
            case token:
                assert_type(token, Token)
                answer(streams[token], event).unwrap()
    return Ok(None)


def answer(stream: TcpStream, event: Event) -> io.Result[int]:
    if not event.is_readable():
        return Ok(0)
    buf = bytearray(64)
    match stream.read(buf):
        case Ok(0):
            return Ok(0)
        case Ok(n):
            assert_type(n, int)
            return stream.write(buf[:n])
        case Err(error) if error.kind() == io.ErrorKind.WouldBlock:
            return Ok(0)
        case Err() as failed:
            return failed


def every_result_is_matched(poll: Poll, listener: TcpListener, events: Events) -> int:
    accepted = listener.accept()
    match accepted:
        case Ok((stream, addr)):
            assert_type(stream, TcpStream)
            assert_type(addr, SocketAddr.V4 | SocketAddr.V6)
        case Err(error):
            assert_type(error, io.Error)
        case _:
            assert_never(accepted)
    polled = poll.poll(events, 1.5)
    match polled:
        case Ok(nothing):
            assert_type(nothing, None)
        case Err(error):
            assert_type(error, io.Error)
        case _:
            assert_never(polled)
    made = pipe.new()
    match made:
        case Ok((sender, receiver)):
            assert_type(sender, pipe.Sender)
            assert_type(receiver, pipe.Receiver)
            return 0
        case Err(error):
            assert_type(error, io.Error)
            return 1


def polls(poll: Poll, registry: Registry, events: Events) -> None:
    assert_type(Poll.new(), io.Result[Poll])
    assert_type(poll.registry(), Registry)
    assert_type(poll.poll(events, None), io.Result[None])
    assert_type(poll.as_raw_fd(), int)
    assert_type(registry.try_clone(), io.Result[Registry])
    assert_type(registry.as_raw_fd(), int)
    assert_type(registry.as_fd(), BorrowedFd)
    with Poll.new().unwrap() as closed:
        assert_type(closed, Poll)


def values(events: Events, event: Event) -> None:
    assert_type(Events.with_capacity(1), Events)
    assert_type(events.capacity(), int)
    assert_type(events.is_empty(), bool)
    assert_type(list(events.iter()), list[Event])
    assert_type(list(events), list[Event])
    assert_type(events.clear(), None)
    assert_type(event.token(), Token)
    assert_type(event.is_readable(), bool)
    assert_type(event.is_writable(), bool)
    assert_type(event.is_error(), bool)
    assert_type(event.is_read_closed(), bool)
    assert_type(event.is_write_closed(), bool)
    assert_type(event.is_priority(), bool)
    assert_type(event.is_aio(), bool)
    assert_type(event.is_lio(), bool)
    interests = Interest.READABLE | Interest.WRITABLE
    interests |= Interest.PRIORITY
    assert_type(interests, Interest)
    assert_type(interests.add(Interest.READABLE), Interest)
    assert_type(interests.remove(Interest.READABLE), Interest | None)
    assert_type(interests.is_readable(), bool)
    assert_type(interests.is_writable(), bool)
    assert_type(interests.is_priority(), bool)
    assert_type(interests < Interest.READABLE, bool)
    assert_type(int(Token(3)), int)
    assert_type(Token(3) < Token(4), bool)
    assert_type({Token(3): "three"}, dict[Token, str])


def sources(registry: Registry, tcp: TcpStream, owned: OwnedFd, python: socket.socket) -> None:
    own: list[Source] = [tcp, SourceFd(3)]
    for source in own:
        assert_type(registry.register(source, Token(1), Interest.READABLE), io.Result[None])
        assert_type(source.register(registry, Token(1), Interest.READABLE), io.Result[None])
        assert_type(source.reregister(registry, Token(1), Interest.READABLE), io.Result[None])
        assert_type(source.deregister(registry), io.Result[None])
    assert_type(registry.register(owned, Token(1), Interest.READABLE), io.Result[None])
    assert_type(registry.reregister(python, Token(1), Interest.READABLE), io.Result[None])
    assert_type(registry.deregister(owned), io.Result[None])


class Pair:
    """A source of a program's own: two streams with one token."""

    def __init__(self, one: UnixStream, other: UnixStream) -> None:
        self.streams = one, other

    def register(self, registry: Registry, token: Token, interests: Interest) -> io.Result[None]:
        one, other = self.streams
        return registry.register(one, token, interests).and_then(
            lambda _: registry.register(other, token, interests)
        )

    def reregister(self, registry: Registry, token: Token, interests: Interest) -> io.Result[None]:
        one, other = self.streams
        return registry.reregister(one, token, interests).and_then(
            lambda _: registry.reregister(other, token, interests)
        )

    def deregister(self, registry: Registry) -> io.Result[None]:
        one, other = self.streams
        return registry.deregister(one).and_then(lambda _: registry.deregister(other))


def a_source_of_ones_own(registry: Registry, pair: Pair) -> io.Result[None]:
    source: Source = pair
    return registry.register(source, Token(1), Interest.READABLE)


def wakers(registry: Registry) -> None:
    assert_type(Waker.new(registry, Token(1)), io.Result[Waker])
    assert_type(Waker.new(registry, Token(1)).unwrap().wake(), io.Result[None])


def listeners(listener: TcpListener, std: stdnet.TcpListener) -> None:
    assert_type(TcpListener.from_std(std), TcpListener)
    assert_type(stdnet.TcpListener.from_(listener), stdnet.TcpListener)
    assert_type(listener.local_addr(), io.Result[SocketAddr.V4 | SocketAddr.V6])
    assert_type(listener.ttl(), io.Result[int])
    assert_type(listener.set_ttl(9), io.Result[None])
    assert_type(listener.take_error(), io.Result[io.Error | None])


def streams(stream: TcpStream, addr: SocketAddr.V4 | SocketAddr.V6) -> None:
    assert_type(TcpStream.connect(addr), io.Result[TcpStream])
    assert_type(TcpStream.from_owned_fd(OwnedFd.from_(stream)), TcpStream)
    assert_type(stdnet.TcpStream.from_(stream), stdnet.TcpStream)
    assert_type(stream.peer_addr(), io.Result[SocketAddr.V4 | SocketAddr.V6])
    assert_type(stream.local_addr(), io.Result[SocketAddr.V4 | SocketAddr.V6])
    assert_type(stream.set_ttl(9), io.Result[None])
    assert_type(stream.ttl(), io.Result[int])
    assert_type(stream.shutdown(Shutdown.Write), io.Result[None])
    assert_type(stream.set_nodelay(True), io.Result[None])
    assert_type(stream.nodelay(), io.Result[bool])
    assert_type(stream.take_error(), io.Result[io.Error | None])
    assert_type(stream.peek(bytearray(1)), io.Result[int])
    assert_type(stream.read(memoryview(bytearray(1))), io.Result[int])
    assert_type(stream.read_vectored([bytearray(1)]), io.Result[int])
    assert_type(stream.write(b"x"), io.Result[int])
    assert_type(stream.write_vectored([b"x"]), io.Result[int])
    assert_type(stream.flush(), io.Result[None])
    assert_type(stream.try_io(one_byte), io.Result[bytes])


def one_byte() -> io.Result[bytes]:
    return Ok(b"x")


def datagrams(udp: UdpSocket, addr: SocketAddr.V4 | SocketAddr.V6) -> None:
    assert_type(UdpSocket.bind(addr), io.Result[UdpSocket])
    assert_type(stdnet.UdpSocket.from_(udp), stdnet.UdpSocket)
    assert_type(udp.send_to(b"x", addr), io.Result[int])
    assert_type(udp.recv_from(bytearray(1)), io.Result[tuple[int, SocketAddr.V4 | SocketAddr.V6]])
    assert_type(udp.peek_from(bytearray(1)), io.Result[tuple[int, SocketAddr.V4 | SocketAddr.V6]])
    assert_type(udp.connect(addr), io.Result[None])
    assert_type(udp.send(b"x"), io.Result[int])
    assert_type(udp.recv(bytearray(1)), io.Result[int])
    assert_type(udp.peek(bytearray(1)), io.Result[int])
    assert_type(udp.try_io(one_byte), io.Result[bytes])


def options_of_datagrams(udp: UdpSocket, v4: Ipv4Addr, v6: Ipv6Addr) -> None:
    assert_type(udp.local_addr(), io.Result[SocketAddr.V4 | SocketAddr.V6])
    assert_type(udp.peer_addr(), io.Result[SocketAddr.V4 | SocketAddr.V6])
    assert_type(udp.take_error(), io.Result[io.Error | None])
    assert_type(udp.set_broadcast(True), io.Result[None])
    assert_type(udp.broadcast(), io.Result[bool])
    assert_type(udp.set_multicast_loop_v4(True), io.Result[None])
    assert_type(udp.multicast_loop_v4(), io.Result[bool])
    assert_type(udp.set_multicast_loop_v6(True), io.Result[None])
    assert_type(udp.multicast_loop_v6(), io.Result[bool])
    assert_type(udp.set_multicast_ttl_v4(9), io.Result[None])
    assert_type(udp.multicast_ttl_v4(), io.Result[int])
    assert_type(udp.set_ttl(9), io.Result[None])
    assert_type(udp.ttl(), io.Result[int])
    assert_type(udp.only_v6(), io.Result[bool])
    assert_type(udp.join_multicast_v4(v4, v4), io.Result[None])
    assert_type(udp.leave_multicast_v4(v4, v4), io.Result[None])
    assert_type(udp.join_multicast_v6(v6, 1), io.Result[None])
    assert_type(udp.leave_multicast_v6(v6, 1), io.Result[None])


def unix_sockets(listener: UnixListener, stream: UnixStream, name: UnixAddr) -> None:
    assert_type(UnixListener.bind(Path("/tmp/x")), io.Result[UnixListener])
    assert_type(UnixListener.bind_addr(name), io.Result[UnixListener])
    assert_type(listener.accept(), io.Result[tuple[UnixStream, UnixAddr]])
    assert_type(listener.local_addr(), io.Result[UnixAddr])
    assert_type(listener.take_error(), io.Result[io.Error | None])
    assert_type(UnixStream.connect("/tmp/x"), io.Result[UnixStream])
    assert_type(UnixStream.connect_addr(name), io.Result[UnixStream])
    assert_type(UnixStream.pair(), io.Result[tuple[UnixStream, UnixStream]])
    assert_type(StdUnixStream.from_(stream), StdUnixStream)
    assert_type(stream.local_addr(), io.Result[UnixAddr])
    assert_type(stream.peer_addr(), io.Result[UnixAddr])
    assert_type(stream.take_error(), io.Result[io.Error | None])
    assert_type(stream.shutdown(Shutdown.Both), io.Result[None])
    assert_type(stream.read(bytearray(1)), io.Result[int])
    assert_type(stream.write(b"x"), io.Result[int])
    assert_type(stream.try_io(one_byte), io.Result[bytes])


def unix_datagrams(sock: UnixDatagram, name: UnixAddr) -> None:
    assert_type(UnixDatagram.bind("/tmp/x"), io.Result[UnixDatagram])
    assert_type(UnixDatagram.bind_addr(name), io.Result[UnixDatagram])
    assert_type(UnixDatagram.unbound(), io.Result[UnixDatagram])
    assert_type(UnixDatagram.pair(), io.Result[tuple[UnixDatagram, UnixDatagram]])
    assert_type(sock.connect("/tmp/x"), io.Result[None])
    assert_type(sock.local_addr(), io.Result[UnixAddr])
    assert_type(sock.peer_addr(), io.Result[UnixAddr])
    assert_type(sock.send_to(b"x", "/tmp/x"), io.Result[int])
    assert_type(sock.recv_from(bytearray(1)), io.Result[tuple[int, UnixAddr]])
    assert_type(sock.send(b"x"), io.Result[int])
    assert_type(sock.recv(bytearray(1)), io.Result[int])
    assert_type(sock.take_error(), io.Result[io.Error | None])
    assert_type(sock.shutdown(Shutdown.Both), io.Result[None])
    assert_type(sock.try_io(one_byte), io.Result[bytes])


def descriptors(listener: TcpListener, sender: pipe.Sender, owned: OwnedFd) -> None:
    assert_type(TcpListener.from_raw_fd(3), TcpListener)
    assert_type(TcpListener.from_owned_fd(owned), TcpListener)
    assert_type(listener.as_raw_fd(), int)
    assert_type(listener.fileno(), int)
    assert_type(listener.as_fd(), BorrowedFd)
    assert_type(listener.into_raw_fd(), int)
    assert_type(pipe.Sender.from_raw_fd(3), pipe.Sender)
    assert_type(sender.into_raw_fd(), int)
    assert_type(OwnedFd.from_(sender), OwnedFd)


def pipes(sender: pipe.Sender, receiver: pipe.Receiver) -> None:
    assert_type(sender.write(b"x"), io.Result[int])
    assert_type(receiver.read(bytearray(1)), io.Result[int])
    assert_type(sender.set_nonblocking(False), io.Result[None])
    assert_type(pipe.Receiver.from_owned_fd(OwnedFd.from_(receiver)), pipe.Receiver)
    readers: list[io.Read] = [receiver]
    writers: list[io.Write] = [sender]
    assert_type(len(readers) + len(writers), int)
