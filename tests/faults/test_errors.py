"""Promises 1 to 3: each error of a system call is an `Err`, and no descriptor is left open."""

import errno
import os
import resource
from collections.abc import Callable, Collection, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Final

import pytest

from stdnet import Err, Ok, Shutdown, TcpListener, TcpStream, UdpSocket, io, to_socket_addrs
from stdnet._sys.kernel_copy import PIPE_SIZE
from stdnet.os.unix.net import SocketAddr, SocketAncillary, UnixDatagram, UnixListener, UnixStream
from tests.faults.fault_injection import failing, needs_filters, run
from tests.faults.stream_pairs import FAMILIES, Listener, Pair, Stream, connect, connected, listen

Call = Callable[[], io.Result[object]]


def descriptors() -> list[str]:
    return os.listdir("/proc/self/fd")


# After EINTR, CPython makes the call again.
ERRNOS: Final = sorted(set(errno.errorcode) - {errno.EINTR})
SCARCE: Final = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)


@contextmanager
def calls_of(family: str) -> Generator[dict[str, Call], None, None]:
    """Yields a call of stdnet for each system call, on sockets of the family."""
    listener = listen(family)
    client, server = connected(listener)
    with listener, client, server:
        buf = bytearray(8)
        yield {
            "accept4": listener.accept,
            "recvfrom": lambda: client.read(buf),
            "recvmsg": lambda: client.read_vectored([buf]),
            "sendto": lambda: client.write(b"x"),
            "sendmsg": lambda: client.write_vectored([b"x"]),
            "shutdown": lambda: client.shutdown(Shutdown.Read),
            "getsockname": client.local_addr,
            "getpeername": client.peer_addr,
            "getsockopt": client.take_error,
            "setsockopt": lambda: client.set_read_timeout(1),
            "fcntl": client.try_clone,
            "ioctl": lambda: client.set_nonblocking(False),
            "socket": lambda: connect(listener),
            "connect": lambda: connect(listener),
            "bind": lambda: another(listener),
            "listen": lambda: another(listener),
        }


def another(listener: Listener) -> io.Result[object]:
    """Creates another listener of the same family, at another address."""
    if isinstance(listener, TcpListener):
        return TcpListener.bind(listener.local_addr().expect("it is bound").with_port(0))
    name = SocketAddr.from_abstract_name(os.urandom(12)).expect("it is short")
    return UnixListener.bind_addr(name)


@needs_filters
class TestAnyErrno:
    @pytest.mark.parametrize("family", FAMILIES)
    def test_a_stream_returns_any_errno(self, family: str) -> None:
        with calls_of(family) as calls:
            for name, call in calls.items():
                assert_fails(name, call)

    def test_a_datagram_socket_returns_any_errno(self) -> None:
        buf = bytearray(1)
        with UdpSocket.bind("127.0.0.1:0").unwrap() as udp, UnixDatagram.unbound().unwrap() as unix:
            for socket_ in (udp, unix):
                assert_fails("recvfrom", lambda s=socket_: s.recv(buf))  # type: ignore[misc]
                assert_fails("recvfrom", lambda s=socket_: s.recv_from(buf))  # type: ignore[misc]
                assert_fails("sendto", lambda s=socket_: s.send(b"x"))  # type: ignore[misc]
                assert_fails("getsockname", socket_.local_addr)
            assert_fails("connect", lambda: udp.connect("127.0.0.1:9"))
            assert_fails("sendto", lambda: udp.send_to(b"x", "127.0.0.1:9"))
            assert_fails("recvmsg", lambda: received(unix))

    def test_a_socket_that_cannot_be_set_up_is_closed(self) -> None:
        for name in ("setsockopt", "bind", "listen", "socket"):
            assert_fails(name, lambda: TcpListener.bind("127.0.0.1:0"))
        for name in ("ioctl", "socket", "connect"):
            others = set(ERRNOS) - ({errno.EINPROGRESS} if name == "connect" else set())
            assert_fails(name, lambda: TcpStream.connect_timeout("127.0.0.1:9", 5), others)
        assert_fails("socketpair", UnixStream.pair)
        assert_fails("pipe2", io.pipe)

    @pytest.mark.parametrize(
        ("name", "fails"),
        [
            # Without a pipe the kernel cannot move the bytes, so they are read and written.
            ("pipe2", False),
            ("fcntl", False),
            ("splice", True),
            ("sendto", True),
            ("recvfrom", True),
        ],
    )
    def test_copy_reports_an_errno_and_how_far_it_came(self, name: str, fails: bool) -> None:
        data = bytes(PIPE_SIZE + (1 << 16))
        for code in SCARCE:
            with listen("ipv4") as listener, ThreadPoolExecutor(2) as pool:
                client, server = connected(listener)
                onward, end = connected(listener)
                with client, server, onward, end:
                    sending = pool.submit(send, client, data)
                    receiving = pool.submit(end.read_to_end, bytearray())
                    try:
                        (copied,) = failing(name, [code], partial(io.copy, server, onward))
                    finally:  # The other threads do not wait for what is not copied.
                        _ = server.shutdown(Shutdown.Both), onward.shutdown(Shutdown.Both)
                    assert errno_of(copied) == code if fails else copied == Ok(len(data))
                    assert receiving.result() == Ok(copied_bytes(copied))
                    sending.result()


def send(stream: Stream, data: bytes) -> None:
    """Sends the data, or as much as the peer takes, and then the end of the stream."""
    _ = stream.write_all(data), stream.shutdown(Shutdown.Write)


def copied_bytes(result: io.Result[int]) -> int:
    """Returns how many bytes an `io.copy` has copied, also if it failed then."""
    match result:
        case Ok(count):
            return count
        case Err(error):
            progress = io.Copied.of(error)
            assert progress is not None
            return progress.written


def received(unix: UnixDatagram) -> io.Result[object]:
    ancillary = SocketAncillary(bytearray(64))
    return unix.recv_vectored_with_ancillary_from([bytearray(1)], ancillary)


def errno_of(result: io.Result[object]) -> int | None:
    """Returns the errno of an `Err`, or None."""
    return result.unwrap_err().raw_os_error() if isinstance(result, Err) else None


def assert_fails(name: str, call: Call, codes: Collection[int] = ERRNOS) -> None:
    """Asserts that a call returns each errno of the system call, and leaves no descriptor open."""
    before = descriptors()
    results = zip(codes, failing(name, codes, call), strict=True)
    assert {code: result for code, result in results if errno_of(result) != code} == {}, name
    assert descriptors() == before


@contextmanager
def no_more_descriptors() -> Generator[None, None, None]:
    """Sets RLIMIT_NOFILE so that the process can open no more descriptors."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    lowest_free = os.dup(0)
    os.close(lowest_free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest_free, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


class TestOutOfDescriptors:
    def test_connections_stay_queued(self, listener: Listener) -> None:
        clients = [connect(listener).unwrap() for _ in range(3)]
        with no_more_descriptors():
            incoming = listener.incoming()
            codes = [errno_of(listener.accept()) for _ in range(10)]
            codes += [errno_of(next(incoming)) for _ in range(10)]
            codes += [errno_of(listener.accept_timeout(1)) for _ in range(10)]
        assert codes == [errno.EMFILE] * 30
        listener.set_nonblocking(True).unwrap()  # The connections are there already.
        for client in clients:
            with listener.accept().unwrap()[0] as server, client:
                client.write_all(b"hello").unwrap()
                assert server.read_array(5) == Ok(b"hello")

    def test_every_call_that_takes_a_descriptor_returns_emfile(
        self, listener: Listener, pair: Pair
    ) -> None:
        client, server = pair
        calls: list[Call] = [
            lambda: connect(listener),
            lambda: TcpListener.bind("127.0.0.1:0"),
            lambda: TcpStream.connect_timeout("127.0.0.1:9", 5),
            lambda: UdpSocket.bind("127.0.0.1:0"),
            UnixDatagram.unbound,
            UnixStream.pair,
            io.pipe,
            client.try_clone,
            listener.try_clone,
            lambda: client.as_fd().try_clone_to_owned(),
        ]
        with no_more_descriptors():
            codes = [errno_of(call()) for call in calls]
            # Connections that are open still work.
            assert client.write_all(b"hello") == Ok(None)
            client.shutdown(Shutdown.Write).unwrap()
            assert io.copy(server, server) == Ok(5)
            assert client.read_array(5) == Ok(b"hello")
        assert codes == [errno.EMFILE] * len(calls)

    def test_no_call_imports_a_module(self) -> None:
        # In a new process, where no earlier call has imported it.
        done = run("-c", STARVED)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")

    def test_name_resolution_returns_a_result(self) -> None:
        with no_more_descriptors():
            result = to_socket_addrs("localhost:80")
        assert isinstance(result, Ok | Err)


STARVED: Final = """
import errno, os, resource
from ipaddress import IPv4Address
from stdnet import Shutdown, TcpListener, TcpStream, UdpSocket, hostname, io, to_socket_addrs
from stdnet.os.unix.net import UnixListener, UnixStream

listener = TcpListener.bind("127.0.0.1:0").unwrap()
client = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
server, _ = listener.accept().unwrap()
waiting = TcpStream.connect(listener.local_addr().unwrap()).unwrap()
one, other = UnixStream.pair().unwrap()
free = os.dup(0)
os.close(free)
resource.setrlimit(resource.RLIMIT_NOFILE, (free, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))

client.set_read_timeout(0.01).unwrap()
assert client.read(bytearray(1)).unwrap_err().kind() is io.ErrorKind.WouldBlock
for _ in range(3):
    error = listener.accept().unwrap_err()
    assert error.raw_os_error() == errno.EMFILE
    assert str(error) == "Too many open files (os error 24)"
    assert repr(error).startswith("Os { code: 24")
repr(listener), repr(client), repr(one)
client.write_all(b"hello").unwrap()
client.shutdown(Shutdown.Write).unwrap()
assert io.copy(server, one).unwrap() == 5
assert io.copy(other.take(5), server).unwrap() == 5
server.shutdown(Shutdown.Write).unwrap()
assert client.read_to_string().unwrap() == "hello"
to_socket_addrs((IPv4Address("127.0.0.1"), 80)).unwrap()
to_socket_addrs("127.0.0.1:99999").unwrap_err()
hostname().unwrap()
io.Error.last_os_error()
io.stdout().flush().unwrap()
# This imports Python's `socket`, which may not be loaded yet.
assert client.into_socket().unwrap_err().raw_os_error() == errno.EMFILE
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
listener.accept().unwrap()
client.into_socket().unwrap().close()
"""
