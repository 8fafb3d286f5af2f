"""`Socket` and `SockRef`: every call, on real sockets."""

import errno
import gc
import os
import signal
import socket as python_socket
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Final

import pytest

from stdnet import (
    IpAddr,
    Ipv4Addr,
    Ipv6Addr,
    Shutdown,
    SocketAddr,
    TcpListener,
    TcpStream,
    UdpSocket,
    io,
)
from stdnet._net.handle import Handle
from stdnet._sys.ownership import DROPS_LATE
from stdnet.os.fd import OwnedFd
from stdnet.os.unix.net import UnixDatagram, UnixListener, UnixStream
from stdnet.result import Ok, is_err
from stdnet.socket2 import (
    Domain,
    MsgHdr,
    Protocol,
    SockAddr,
    SockAddrStorage,
    Socket,
    SockFilter,
    SockRef,
    Type,
)

ANYWHERE: Final = SockAddr.unix(b"").unwrap()
PATIENCE: Final = 20
"""Seconds after which a test fails instead of waiting."""


def new(ip: IpAddr.V4 | IpAddr.V6, ty: Type) -> Socket:
    return Socket.new(Domain.for_address(SocketAddr(ip, 0)), ty).unwrap()


@pytest.fixture
def streams(each_ip: IpAddr.V4 | IpAddr.V6) -> Iterator[tuple[Socket, Socket]]:
    """Yields both ends of a TCP connection."""
    with new(each_ip, Type.STREAM) as listener, new(each_ip, Type.STREAM) as client:
        listener.bind(SocketAddr(each_ip, 0)).unwrap()
        listener.listen(1).unwrap()
        client.connect(listener.local_addr().unwrap()).unwrap()
        server, addr = listener.accept().unwrap()
        assert addr == client.local_addr().unwrap()
        assert server.local_addr() == listener.local_addr()
        with server:
            server.set_read_timeout(PATIENCE).unwrap()
            yield client, server


@pytest.fixture
def datagrams(each_ip: IpAddr.V4 | IpAddr.V6) -> Iterator[tuple[Socket, Socket]]:
    """Yields two UDP sockets, each bound to an address."""
    with new(each_ip, Type.DGRAM) as one, new(each_ip, Type.DGRAM) as two:
        for socket in (one, two):
            socket.bind(SocketAddr(each_ip, 0)).unwrap()
            socket.set_read_timeout(PATIENCE).unwrap()
        yield one, two


@pytest.fixture(params=[Type.STREAM, Type.DGRAM, Type.SEQPACKET], ids=repr)
def pair(request: pytest.FixtureRequest) -> Iterator[tuple[Socket, Socket]]:
    """Yields two Unix sockets that are connected to each other."""
    one, two = Socket.pair(Domain.UNIX, request.param).unwrap()
    with one, two:
        yield one, two


# Creating and closing.


@pytest.mark.parametrize(
    ("domain", "ty", "protocol"),
    [
        *((Domain.IPV4, Type.STREAM, Protocol.TCP), (Domain.IPV6, Type.STREAM, Protocol.TCP)),
        *((Domain.IPV4, Type.DGRAM, Protocol.UDP), (Domain.IPV6, Type.DGRAM, Protocol.UDP)),
        *((Domain.IPV4, Type.STREAM, Protocol.MPTCP), (Domain.IPV4, Type.DGRAM, Protocol.UDPLITE)),
        *((Domain.UNIX, ty, None) for ty in (Type.STREAM, Type.DGRAM, Type.SEQPACKET)),
    ],
)
def test_new_creates_a_socket_of_the_domain_type_and_protocol(
    domain: Domain, ty: Type, protocol: Protocol | None
) -> None:
    made = Socket.new(domain, ty, protocol)
    if is_err(made):
        pytest.skip(f"not on this system: {made.unwrap_err()}")
    with made.unwrap() as socket:
        assert socket.domain() == Ok(domain)
        assert socket.type() == Ok(ty)
        assert socket.protocol() == Ok(protocol)
        assert socket.nonblocking() == Ok(False)
        assert not os.get_inheritable(socket.as_raw_fd())


def test_new_raw_and_pair_raw_do_not_set_close_on_exec() -> None:
    made = [Socket.new_raw(Domain.UNIX, Type.STREAM).unwrap()]
    made += Socket.pair_raw(Domain.UNIX, Type.STREAM).unwrap()
    assert [os.get_inheritable(socket.as_raw_fd()) for socket in made] == [True] * 3
    assert made[0].set_cloexec(True) == Ok(None)
    assert not os.get_inheritable(made[0].as_raw_fd())
    assert made[0].set_cloexec(False) == Ok(None)
    assert os.get_inheritable(made[0].as_raw_fd())
    with Socket.new_raw(Domain.UNIX, Type.STREAM.cloexec()).unwrap() as socket:
        assert not os.get_inheritable(socket.as_raw_fd())


def test_a_type_with_nonblocking_creates_nonblocking_sockets() -> None:
    made = [Socket.new(Domain.UNIX, Type.STREAM.nonblocking()).unwrap()]
    made += Socket.pair(Domain.UNIX, Type.STREAM.nonblocking()).unwrap()
    for socket in made:
        assert socket.nonblocking() == Ok(True)
        assert socket.type() == Ok(Type.STREAM)
        assert not os.get_inheritable(socket.as_raw_fd())


@pytest.mark.parametrize(
    ("domain", "ty", "protocol", "code"),
    [
        (-1, 1, 0, errno.EAFNOSUPPORT),
        (9999, 1, 0, errno.EAFNOSUPPORT),
        (2, -1, 0, errno.EINVAL),
        (2, 9, 0, errno.ESOCKTNOSUPPORT),
        (2, 1, -1, errno.EINVAL),
        (2, 1, 17, errno.EPROTONOSUPPORT),
    ],
)
def test_new_reports_what_the_kernel_does_not_have(
    domain: int, ty: int, protocol: int, code: int
) -> None:
    asked = Domain.from_(domain), Type.from_(ty), Protocol.from_(protocol)
    assert Socket.new(*asked).unwrap_err().raw_os_error() == code
    assert is_err(Socket.pair(*asked))


def test_a_pair_of_ip_sockets_is_refused() -> None:
    failure = Socket.pair(Domain.IPV4, Type.STREAM).unwrap_err()
    assert failure.raw_os_error() == errno.EOPNOTSUPP


@pytest.mark.parametrize("timeout", [None, 0, 5])
def test_pythons_default_timeout_has_no_effect(timeout: float | None) -> None:
    python_socket.setdefaulttimeout(timeout)
    try:
        made = [Socket.new(Domain.UNIX, Type.STREAM).unwrap()]
        made += Socket.pair(Domain.UNIX, Type.STREAM).unwrap()
        made[0].bind(ANYWHERE).unwrap()
        made[0].listen(1).unwrap()
        with Socket.new(Domain.UNIX, Type.STREAM).unwrap() as client:
            client.connect(made[0].local_addr().unwrap()).unwrap()
            made += [made[0].accept().unwrap()[0], made[0].try_clone().unwrap()]
        borrowed = [SockRef.from_(socket) for socket in made]
        assert [socket.nonblocking() for socket in [*made, *borrowed]] == [Ok(False)] * 10
        made[0].set_nonblocking(True).unwrap()
        assert SockRef.from_(made[0]).nonblocking() == Ok(True)
        ty = Type.STREAM.nonblocking()
        made = [Socket.new(Domain.UNIX, ty).unwrap(), *Socket.pair(Domain.UNIX, ty).unwrap()]
        assert [socket.nonblocking() for socket in made] == [Ok(True)] * 3
    finally:
        python_socket.setdefaulttimeout(None)


def test_every_call_on_a_closed_socket_is_ebadf() -> None:
    socket = Socket.new(Domain.IPV4, Type.DGRAM).unwrap()
    ref = SockRef.from_(socket)
    socket.close()
    addr = SocketAddr(Ipv4Addr.LOCALHOST, 9)
    buf = bytearray(9)
    calls = [
        *(socket.bind(addr), socket.connect(addr), socket.connect_timeout(addr, 1)),
        *(socket.listen(1), socket.accept(), socket.local_addr(), socket.peer_addr()),
        *(socket.nonblocking(), socket.set_nonblocking(True), socket.set_cloexec(True)),
        *(socket.shutdown(Shutdown.Both), socket.recv(buf), socket.recv_from(buf)),
        *(socket.recv_vectored([buf]), socket.recv_from_vectored([buf]), socket.peek(buf)),
        *(socket.peek_sender(), socket.send(b""), socket.send_to(b"", addr)),
        *(socket.send_vectored([b""]), socket.send_to_vectored([b""], addr)),
        *(socket.try_clone(), socket.take_error()),
        *(socket.send_to(b"", ANYWHERE), socket.bind(SockAddr.new(SockAddrStorage(), 16))),
    ]
    codes = [call.map(str).unwrap_err().raw_os_error() for call in calls]
    assert codes == [errno.EBADF] * len(calls)
    assert socket.as_raw_fd() == -1
    if DROPS_LATE:
        assert ref.local_addr().unwrap_err().raw_os_error() == errno.EBADF
    else:
        # The `SockRef` keeps the descriptor open.
        assert ref.local_addr().unwrap().is_ipv4()


def test_the_last_reference_closes_the_descriptor() -> None:
    gc.collect()
    before = len(os.listdir("/proc/self/fd"))
    made = [Socket.pair(Domain.UNIX, Type.STREAM).unwrap() for _ in range(5)]
    refs = [SockRef.from_(one) for one, _ in made]
    assert len(os.listdir("/proc/self/fd")) == before + 10
    made.clear()
    assert len(os.listdir("/proc/self/fd")) == before + 5
    refs.clear()
    gc.collect()
    assert len(os.listdir("/proc/self/fd")) == before


def test_the_classes_cannot_be_called_and_new_checks_its_types() -> None:
    with pytest.raises(TypeError):
        Socket()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue] - that is the test
    with pytest.raises(TypeError):
        SockRef()  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue] - that is the test
    with pytest.raises(TypeError, match="the domain is Domain, not int"):
        Socket.new(2, Type.STREAM).unwrap()  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - that is the test
    with pytest.raises(TypeError, match="the ty is Type, not Domain"):
        Socket.new(Domain.IPV4, Domain.IPV4).unwrap()  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - that is the test


def test_repr_is_that_of_the_crate() -> None:
    with Socket.new(Domain.IPV4, Type.STREAM).unwrap() as socket:
        fd = socket.as_raw_fd()
        addr = "Some(SockAddr { ss_family: 2, len: 16 })"
        text = f"{{ raw: {fd}, local_addr: {addr}, peer_addr: None }}"
        assert repr(socket) == f"Socket {text}"
        assert repr(SockRef.from_(socket)) == f"SockRef {text}"
    assert repr(socket) == "Socket { raw: -1, local_addr: None, peer_addr: None }"


# Conversions.


def test_a_socket_with_options_becomes_a_listener_and_back(each_ip: IpAddr.V4 | IpAddr.V6) -> None:
    socket = new(each_ip, Type.STREAM)
    socket.set_reuse_port(True).unwrap()
    socket.set_recv_buffer_size(4096).unwrap()
    socket.bind(SocketAddr(each_ip, 0)).unwrap()
    socket.listen(5).unwrap()
    number = socket.as_raw_fd()
    with socket.into(TcpListener) as listener:
        assert socket.as_raw_fd() == -1
        assert listener.as_raw_fd() == number
        with TcpStream.connect(listener.local_addr().unwrap()).unwrap() as client:
            stream, addr = listener.accept().unwrap()
            with stream:
                assert addr == client.local_addr().unwrap()
                assert SockRef.from_(stream).recv_buffer_size() == Ok(8192)
        with Socket.from_(listener) as again:
            assert again.reuse_port() == Ok(True)
            assert again.is_listener() == Ok(True)
            assert listener.as_raw_fd() == -1


def test_several_listeners_share_a_port(each_ip: IpAddr.V4 | IpAddr.V6) -> None:
    listeners = list[TcpListener]()
    addr = SocketAddr(each_ip, 0)
    for _ in range(3):
        socket = new(each_ip, Type.STREAM)
        socket.set_reuse_port(True).unwrap()
        socket.bind(addr).unwrap()
        socket.listen(64).unwrap()
        listeners.append(socket.into(TcpListener))
        addr = listeners[0].local_addr().unwrap()
        listeners[-1].set_nonblocking(True).unwrap()
    clients = [TcpStream.connect(addr).unwrap() for _ in range(60)]
    shares = list[int]()
    for listener in listeners:
        accepted = list[TcpStream]()
        while isinstance(found := listener.accept(), Ok):
            accepted.append(found.unwrap()[0])
        shares.append(len(accepted))
    assert sum(shares) == len(clients)
    # The kernel chooses by a hash: 60 connections do not all come to one of three listeners.
    assert sum(share > 0 for share in shares) > 1


def test_every_socket_type_becomes_a_socket_and_back(tmp_path: Path) -> None:
    one, two = UnixStream.pair().unwrap()
    path = tmp_path / "listener"
    owners: list[tuple[type[Handle], Handle]] = [
        (TcpListener, TcpListener.bind("127.0.0.1:0").unwrap()),
        (UdpSocket, UdpSocket.bind("127.0.0.1:0").unwrap()),
        (UnixListener, UnixListener.bind(path).unwrap()),
        (UnixDatagram, UnixDatagram.unbound().unwrap()),
        (UnixStream, one),
    ]
    for kind, owner in owners:
        number = owner.as_raw_fd()
        with Socket.from_(owner) as socket:
            assert socket.as_raw_fd() == number
            assert owner.as_raw_fd() == -1
            with socket.into(kind) as back:
                assert type(back) is kind
                assert back.as_raw_fd() == number
    with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
        client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
        with Socket.from_(client).into(TcpStream) as stream:
            assert stream.peer_addr() == listener.local_addr()
    two.close()


@pytest.mark.parametrize("kind", [int, 5])
def test_into_another_type_raises_and_keeps_the_descriptor(kind: type[TcpStream]) -> None:
    with Socket.new(Domain.IPV4, Type.STREAM).unwrap() as socket:
        with pytest.raises(TypeError, match=r"^kind, a type of socket, .*, which int has not$"):
            socket.into(kind)
        assert socket.as_raw_fd() >= 0


def test_a_socket_converts_to_and_from_descriptors() -> None:
    socket = Socket.new(Domain.IPV6, Type.DGRAM).unwrap()
    owned = OwnedFd.from_(socket)
    with Socket.from_owned_fd(owned) as again:
        assert again.domain() == Ok(Domain.IPV6)
        with Socket.from_raw_fd(again.into_raw_fd()) as last, last.try_clone().unwrap() as clone:
            assert clone.as_raw_fd() != last.as_raw_fd()
            assert clone.cookie() == last.cookie()


def test_a_socket_converts_to_and_from_pythons() -> None:
    with python_socket.socket(python_socket.AF_INET, python_socket.SOCK_DGRAM) as python:
        assert SockRef.from_(python).type() == Ok(Type.DGRAM)
        assert SockRef.from_(python).as_raw_fd() == python.fileno()
        taken = Socket.from_socket(python.dup()).unwrap()
    with taken.into_socket().unwrap() as back:
        assert back.type == python_socket.SOCK_DGRAM


def test_a_socket_from_a_descriptor_sends_to_an_address(each_ip: IpAddr.V4 | IpAddr.V6) -> None:
    with UdpSocket.bind(SocketAddr(each_ip, 0)).unwrap() as server:
        here = server.local_addr().unwrap()
        with Socket.from_owned_fd(OwnedFd.from_(new(each_ip, Type.DGRAM))) as socket:
            assert socket.send_to(b"x", here) == Ok(1)
            assert SockRef.from_(socket).send_to(b"xy", here) == Ok(2)


# Borrowing.


def test_a_sockref_does_not_close_the_socket() -> None:
    socket = UdpSocket.bind("127.0.0.1:0").unwrap()
    with socket:
        for _ in range(3):
            SockRef.from_(socket).set_broadcast(True).unwrap()
        assert socket.broadcast() == Ok(True)
        ref = SockRef.from_(SockRef.from_(socket))
        with ref.try_clone().unwrap() as clone:
            assert clone.cookie() == ref.cookie()
        assert ref.fileno() == ref.as_raw_fd() == socket.as_raw_fd()


def test_a_sockref_of_a_pipe_is_enotsock_and_of_a_closed_socket_ebadf() -> None:
    reader, writer = io.pipe().unwrap()
    with reader, writer:
        ref = SockRef.from_(reader)
        assert ref.as_raw_fd() == reader.as_raw_fd()
        assert ref.type().unwrap_err().raw_os_error() == errno.ENOTSOCK
    with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
        pass
    assert SockRef.from_(listener).type().unwrap_err().raw_os_error() == errno.EBADF


# Connecting.


def test_connect_timeout_leaves_the_socket_in_blocking_mode(each_ip: IpAddr.V4 | IpAddr.V6) -> None:
    with TcpListener.bind(SocketAddr(each_ip, 0)).unwrap() as listener:
        addr = listener.local_addr().unwrap()
        with new(each_ip, Type.STREAM) as socket:
            assert socket.connect_timeout(addr, timedelta(seconds=PATIENCE)) == Ok(None)
            assert socket.nonblocking() == Ok(False)
            assert socket.peer_addr().unwrap().as_socket() == addr
    with new(each_ip, Type.STREAM) as socket:
        failure = socket.connect_timeout(addr, PATIENCE).unwrap_err()
        assert failure.kind() is io.ErrorKind.ConnectionRefused
        assert socket.nonblocking() == Ok(False)


def test_connect_timeout_expires_if_the_peer_does_not_answer(
    each_ip: IpAddr.V4 | IpAddr.V6,
) -> None:
    with new(each_ip, Type.STREAM) as listener, new(each_ip, Type.STREAM) as first:
        listener.bind(SocketAddr(each_ip, 0)).unwrap()
        listener.listen(0).unwrap()
        addr = listener.local_addr().unwrap()
        first.connect(addr).unwrap()
        for timeout in (0, 0.05):
            with new(each_ip, Type.STREAM) as late:
                start = monotonic()
                failure = late.connect_timeout(addr, timeout).unwrap_err()
                assert (repr(failure), str(failure)) == ("Kind(TimedOut)", "timed out")
                assert timeout <= monotonic() - start < 10
                assert late.nonblocking() == Ok(False)
    with pytest.raises(ValueError, match="0 or more"):
        first.connect_timeout(addr, -1).unwrap()


def test_connect_in_nonblocking_mode_returns_einprogress(each_ip: IpAddr.V4 | IpAddr.V6) -> None:
    listener = TcpListener.bind(SocketAddr(each_ip, 0)).unwrap()
    with listener, new(each_ip, Type.STREAM) as socket:
        socket.set_nonblocking(True).unwrap()
        failure = socket.connect(listener.local_addr().unwrap()).unwrap_err()
        assert failure.raw_os_error() == errno.EINPROGRESS


def test_connecting_to_af_unspec_removes_the_peer(datagrams: tuple[Socket, Socket]) -> None:
    # CPython cannot write this address.
    one, two = datagrams
    one.connect(two.local_addr().unwrap()).unwrap()
    assert one.peer_addr() == two.local_addr()
    assert one.connect(SockAddr.new(SockAddrStorage(), 16)) == Ok(None)
    assert one.peer_addr().unwrap_err().kind() is io.ErrorKind.NotConnected


def test_an_address_that_is_too_short_is_refused() -> None:
    storage = SockAddrStorage()
    storage.view()[:2] = b"\x02\x00"
    with Socket.new(Domain.IPV4, Type.DGRAM).unwrap() as socket:
        for size in range(16):
            short = SockAddr.new(storage, size)
            assert socket.bind(short).unwrap_err().raw_os_error() == errno.EINVAL
            assert is_err(socket.send_to(b"x", short))


def test_an_ipv6_socket_sends_to_an_ipv4_address() -> None:
    with (
        UdpSocket.bind("127.0.0.1:0").unwrap() as server,
        Socket.new(Domain.IPV6, Type.DGRAM).unwrap() as socket,
    ):
        addr = server.local_addr().unwrap()
        assert socket.send_to(b"x", addr) == Ok(1)
        assert socket.send_to_vectored([b"x", b"y"], addr) == Ok(2)
        assert socket.connect(addr) == Ok(None)
        peer = socket.peer_addr().unwrap().as_socket_ipv6()
        assert peer is not None
        assert peer.ip() == Ipv4Addr.LOCALHOST.to_ipv6_mapped()


def test_an_address_of_another_family_is_refused() -> None:
    with Socket.new(Domain.IPV4, Type.DGRAM).unwrap() as socket:
        v6 = SocketAddr(Ipv6Addr.LOCALHOST, 9)
        for result in (socket.bind(v6), socket.connect(v6), socket.bind(ANYWHERE)):
            assert result.unwrap_err().raw_os_error() in {errno.EAFNOSUPPORT, errno.EINVAL}
        assert socket.send_to(b"", v6).unwrap_err().raw_os_error() == errno.EAFNOSUPPORT
        with pytest.raises(TypeError, match="the address is"):
            socket.bind(("127.0.0.1", 0)).unwrap()  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - that is the test


def test_accept4_sets_the_flags_of_the_new_socket() -> None:
    with Socket.new(Domain.UNIX, Type.STREAM).unwrap() as listener:
        listener.bind(ANYWHERE).unwrap()
        listener.listen(-1).unwrap()
        clients = [Socket.new(Domain.UNIX, Type.STREAM).unwrap() for _ in range(4)]
        for client in clients:
            client.connect(listener.local_addr().unwrap()).unwrap()
        nonblock, cloexec = os.O_NONBLOCK, os.O_CLOEXEC
        for flags in (0, nonblock, cloexec, nonblock | cloexec):
            socket, addr = listener.accept4(flags).unwrap()
            with socket:
                assert addr.is_unnamed() or addr.len() == 0
                assert socket.nonblocking() == Ok(bool(flags & nonblock))
                assert os.get_inheritable(socket.as_raw_fd()) == (not flags & cloexec)
        listener.set_nonblocking(True).unwrap()
        assert listener.accept_raw().unwrap_err().kind() is io.ErrorKind.WouldBlock
        assert listener.accept4(1).unwrap_err().kind() is io.ErrorKind.InvalidInput


# Receiving and sending.


def test_stream_sockets_send_and_receive(streams: tuple[Socket, Socket]) -> None:
    client, server = streams
    assert client.send(b"hello") == Ok(5)
    buf = bytearray(9)
    assert server.peek(buf) == Ok(5)
    count, addr = server.recv_from(buf).unwrap()
    assert (count, addr.len()) == (5, 0)
    assert client.write_all(b"head body") == Ok(None)
    assert server.read_array(9) == Ok(b"head body")
    assert client.shutdown(Shutdown.Write) == Ok(None)
    assert server.recv(buf) == Ok(0)
    assert client.flush() == Ok(None)


def test_urgent_data_is_received_out_of_band(streams: tuple[Socket, Socket]) -> None:
    client, server = streams
    assert client.send_out_of_band(b"now!") == Ok(4)
    buf = bytearray(9)
    while is_err(urgent := server.recv_out_of_band(buf)):
        assert urgent.unwrap_err().kind() is io.ErrorKind.WouldBlock
    assert urgent == Ok(1)
    assert buf[:1] == b"!"
    assert server.recv(buf) == Ok(3)


def test_a_datagram_comes_with_the_address_of_its_sender(datagrams: tuple[Socket, Socket]) -> None:
    one, two = datagrams
    here, there = one.local_addr().unwrap(), two.local_addr().unwrap()
    for size in (0, 1, 1000):
        assert one.send_to(b"x" * size, there) == Ok(size)
        assert two.peek_sender() == Ok(here)
        assert two.peek_from(bytearray(2000)) == Ok((size, here))
        assert two.recv_from(bytearray(2000)) == Ok((size, here))
    assert one.send_to_vectored([b"ab", b"cd"], there) == Ok(4)
    buf = bytearray(3)
    count, flags, addr = two.recv_from_vectored([buf]).unwrap()
    assert (count, bytes(buf), flags.is_truncated(), addr) == (3, b"abc", True, here)


def test_receiving_into_an_empty_buffer_consumes_a_datagram(
    datagrams: tuple[Socket, Socket],
) -> None:
    one, two = datagrams
    there = two.local_addr().unwrap()
    calls: list[Callable[[], io.Result[int]]] = [
        lambda: two.recv(bytearray()),
        lambda: two.recv_with_flags(bytearray(), 0),
        lambda: two.recv_from(bytearray()).map(lambda found: found[0]),
        lambda: two.recv_vectored([]).map(lambda found: found[0]),
        lambda: two.recv_vectored([bytearray()]).map(lambda found: found[0]),
        lambda: two.read(bytearray()),
    ]
    for call in calls:
        one.send_to(b"lost", there).unwrap()
        assert call() == Ok(0)
    two.set_nonblocking(True).unwrap()
    assert two.recv(bytearray(9)).unwrap_err().kind() is io.ErrorKind.WouldBlock


def test_unix_sockets_of_each_type_keep_or_lose_boundaries(pair: tuple[Socket, Socket]) -> None:
    one, two = pair
    ty = one.type().unwrap()
    assert one.send_vectored([b"a", b"bc"]) == Ok(3)
    assert one.send(b"def") == Ok(3)
    buf = bytearray(9)
    assert two.recv(buf) == Ok(6 if ty == Type.STREAM else 3)
    one.close()
    if ty != Type.DGRAM:
        assert two.recv(buf) == Ok(0 if ty == Type.STREAM else 3)
        assert two.recv(buf) == Ok(0)
        assert two.send(b"x").unwrap_err().kind() is io.ErrorKind.BrokenPipe


def test_sending_raises_no_sigpipe(pair: tuple[Socket, Socket]) -> None:
    # Python ignores SIGPIPE by default; with SIG_DFL it would end the test run.
    one, two = pair
    before = signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        two.close()
        for result in (
            one.send(b"x"),
            one.send_vectored([b"x"]),
            one.send_with_flags(b"x", 0),
            one.write(b"x"),
            one.sendmsg(MsgHdr().with_buffers([b"x"]), 0),
        ):
            assert is_err(result)
    finally:
        signal.signal(signal.SIGPIPE, before)


def test_more_than_1024_buffers_are_refused(pair: tuple[Socket, Socket]) -> None:
    one, two = pair
    assert one.send_vectored([b"x"] * 1025).unwrap_err().raw_os_error() == errno.EMSGSIZE
    bufs = [bytearray(1) for _ in range(1025)]
    assert two.recv_vectored(bufs).unwrap_err().raw_os_error() == errno.EMSGSIZE


def test_a_read_timeout_and_msg_dontwait_return_wouldblock(pair: tuple[Socket, Socket]) -> None:
    one, _ = pair
    one.set_read_timeout(0.01).unwrap()
    buf = bytearray(1)
    assert one.recv(buf).unwrap_err().kind() is io.ErrorKind.WouldBlock
    one.set_read_timeout(None).unwrap()
    for result in (
        one.recv_with_flags(buf, python_socket.MSG_DONTWAIT),
        one.recv_vectored_with_flags([buf], python_socket.MSG_DONTWAIT),
        one.recv_from_with_flags(buf, python_socket.MSG_DONTWAIT),
        one.recv_from_vectored_with_flags([buf], python_socket.MSG_DONTWAIT),
    ):
        assert result.map(str).unwrap_err().kind() is io.ErrorKind.WouldBlock
    with pytest.raises(ValueError, match="i32"):
        one.recv_with_flags(buf, 1 << 31).unwrap()
    with pytest.raises(TypeError):
        one.recv(b"fixed").unwrap()  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType] - that is the test


def test_sendfile_sends_a_part_of_a_file_and_keeps_its_position(
    streams: tuple[Socket, Socket], tmp_path: Path
) -> None:
    client, server = streams
    content = bytes(range(256)) * 100
    (tmp_path / "file").write_bytes(content)
    with (tmp_path / "file").open("rb") as file:
        assert client.sendfile(file, 0, 1000) == Ok(1000)
        assert server.read_array(1000) == Ok(content[:1000])
        sent = client.sendfile(file, 25_000, None).unwrap()
        assert sent == 600
        assert server.read_array(sent) == Ok(content[25_000:])
        assert client.sendfile(file, 99_999, None) == Ok(0)
        assert client.sendfile(file, (1 << 64) - 1, 1).unwrap_err().raw_os_error() == errno.EINVAL
        assert file.tell() == 0
    assert client.sendfile(server, 0, None).unwrap_err().raw_os_error() in {
        errno.EINVAL,
        errno.ESPIPE,
    }


# Filters.

# ld len; jgt #3, 0, 1; ret #2; ret #0xffff: a packet of more than three bytes is cut to two.
CUT: Final = [
    SockFilter(0x80, 0, 0, 0),
    SockFilter(0x25, 0, 1, 3),
    SockFilter(0x06, 0, 0, 2),
    SockFilter(0x06, 0, 0, 0xFFFF),
]
DROP: Final = [SockFilter(0x06, 0, 0, 0)]


def test_a_filter_cuts_and_drops_packets(pair: tuple[Socket, Socket]) -> None:
    one, two = pair
    if one.type().unwrap() == Type.STREAM:
        pytest.skip("the kernel does not filter Unix streams")
    buf = bytearray(9)
    assert two.attach_filter(CUT) == Ok(None)
    for sent, received in ((b"abc", 3), (b"abcd", 2), (b"", 0)):
        one.send(sent).unwrap()
        assert two.recv(buf) == Ok(received)
    assert two.attach_filter(DROP) == Ok(None)
    one.send(b"lost").unwrap()
    assert two.detach_filter() == Ok(None)
    assert two.detach_filter().unwrap_err().kind() is io.ErrorKind.NotFound
    one.send(b"found").unwrap()
    assert two.recv(buf) == Ok(5)


@pytest.mark.parametrize(
    "program", [[], CUT[:1], [SockFilter(0x25, 9, 9, 0), *DROP], DROP * 5000, DROP * 65537]
)
def test_an_invalid_program_is_refused(program: list[SockFilter]) -> None:
    with Socket.new(Domain.UNIX, Type.DGRAM).unwrap() as socket:
        assert socket.attach_filter(program).unwrap_err().kind() is io.ErrorKind.InvalidInput


# Packet sockets.


@pytest.mark.skipif(os.geteuid() != 0, reason="a packet socket requires CAP_NET_RAW")
def test_a_packet_socket_receives_the_packets_of_an_interface() -> None:
    with (
        Socket.new(Domain.PACKET, Type.DGRAM).unwrap() as socket,
        UdpSocket.bind("127.0.0.1:0").unwrap() as server,
    ):
        # ldb [9]; jeq #17, 0, 3; ldh [22]; jeq #port, 0, 1; ret #0xffff; ret #0
        # Only packets to this UDP port are received.
        port = server.local_addr().unwrap().port()
        program = [(0x30, 0, 0, 9), (0x15, 0, 3, 17), (0x28, 0, 0, 22), (0x15, 0, 1, port)]
        program += [(0x06, 0, 0, 0xFFFF), (0x06, 0, 0, 0)]
        socket.attach_filter([SockFilter(*each) for each in program]).unwrap()
        storage = SockAddrStorage()
        lo = python_socket.if_nametoindex("lo")
        storage.view()[:8] = b"\x11\0\x08\0" + lo.to_bytes(4, "little")
        socket.bind(SockAddr.new(storage, 20)).unwrap()
        here = socket.local_addr().unwrap()
        assert here.domain() == Domain.PACKET
        assert here.as_bytes()[:8] == bytes(storage.view()[:8])
        socket.set_read_timeout(PATIENCE).unwrap()
        payload = os.urandom(16)
        server.send_to(payload, server.local_addr().unwrap()).unwrap()
        buf = bytearray(2048)
        packet, addr = b"", here
        while not packet.endswith(payload):
            count, addr = socket.recv_from(buf).unwrap()
            packet = bytes(buf[:count])
        assert packet[0] == 0x45
        assert addr.as_bytes()[:8] == bytes(storage.view()[:8])


# Signals.


@pytest.mark.parametrize("ty", [Type.DGRAM, Type.SEQPACKET], ids=repr)
def test_recv_continues_after_a_signal_handler(ty: Type) -> None:
    one, two = Socket.pair(Domain.UNIX, ty).unwrap()
    seen = list[int]()

    def handler(number: int, _: object) -> None:
        seen.append(number)
        one.send(b"x").unwrap()

    before = signal.signal(signal.SIGUSR1, handler)
    try:
        with one, two:
            main = threading.get_ident()
            threading.Timer(0.05, signal.pthread_kill, [main, signal.SIGUSR1]).start()
            assert two.recv(bytearray(9)) == Ok(1)
            assert seen == [signal.SIGUSR1]
    finally:
        signal.signal(signal.SIGUSR1, before)


class Interruption(Exception):
    """The exception that a signal handler raises."""


@pytest.fixture
def alarm() -> Iterator[Callable[[float], None]]:
    """Yields a function that sets the seconds until an `Interruption` is raised; 0 for never."""

    def raising(*_: object) -> None:
        raise Interruption

    def arm(seconds: float) -> None:
        signal.setitimer(signal.ITIMER_REAL, seconds)

    before = signal.signal(signal.SIGALRM, raising)
    yield arm
    arm(0)
    signal.signal(signal.SIGALRM, before)


def make_and_drop_sockets(listener: Socket, addr: SockAddr) -> None:
    """Creates sockets in every way, and leaves none open."""
    with Socket.new(Domain.UNIX, Type.STREAM).unwrap() as client:
        client.connect(addr).unwrap()
        server, _ = listener.accept().unwrap()
        SockRef.from_(server).type().unwrap()
        Socket.pair(Domain.UNIX, Type.STREAM).unwrap()
        server.try_clone().unwrap().into(UnixStream)
        Socket.from_(server)


def test_an_exception_of_a_signal_handler_leaks_no_descriptor(
    alarm: Callable[[float], None],
) -> None:
    # The delay varies, so that the signal comes between different bytecodes.
    with Socket.new(Domain.UNIX, Type.STREAM).unwrap() as listener:
        listener.bind(ANYWHERE).unwrap()
        listener.listen(-1).unwrap()
        addr = listener.local_addr().unwrap()
        make_and_drop_sockets(listener, addr)
        before = len(os.listdir("/proc/self/fd"))
        interrupted = 0
        for attempt in range(400):
            try:
                alarm(0.00002 + attempt % 100 * 0.000003)
                make_and_drop_sockets(listener, addr)
                alarm(0)
            except Interruption:
                interrupted += 1
        alarm(0)
        gc.collect()
        assert interrupted
        assert len(os.listdir("/proc/self/fd")) == before
