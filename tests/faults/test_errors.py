"""Promises 1 to 3: whatever the system answers is an `Err`, and no descriptor is left behind."""

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
from tests.faults.families import FAMILIES, Listener, Pair, Stream, connect, connected, listen
from tests.faults.inject import failing, needs_filters, run

Call = Callable[[], io.Result[object]]


def descriptors() -> list[str]:
    return os.listdir("/proc/self/fd")


# What CPython goes on after.
_NOT_ANSWERS: Final = {errno.EINTR}
ERRNOS: Final = sorted(set(errno.errorcode) - _NOT_ANSWERS)
SCARCE: Final = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)


@contextmanager
def calls_of(family: str) -> Generator[dict[str, Call], None, None]:
    """What makes each system call, on sockets of the family."""
    listener = listen(family)
    client, server = connected(listener)
    with listener, client, server:
        buf = bytearray(8)
        stream = {
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
        yield stream


def another(listener: Listener) -> io.Result[object]:
    """One more listener of the same family, somewhere else."""
    if isinstance(listener, TcpListener):
        return TcpListener.bind(listener.local_addr().unwrap().with_port(0))
    return UnixListener.bind_addr(SocketAddr.from_abstract_name(b"another").unwrap())


@needs_filters
class TestAnyErrnoAtAnyCall:
    @pytest.mark.parametrize("family", FAMILIES)
    def test_of_streams(self, family: str) -> None:
        with calls_of(family) as calls:
            for name, call in calls.items():
                assert_fails(name, call)

    def test_of_datagrams(self) -> None:
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

    def test_of_making_options_and_modes(self) -> None:
        """What a new socket goes through: it is closed wherever that fails."""
        for name in ("setsockopt", "bind", "listen", "socket"):
            assert_fails(name, lambda: TcpListener.bind("127.0.0.1:0"))
        for name in ("ioctl", "socket", "connect"):
            others = set(ERRNOS) - ({errno.EINPROGRESS} if name == "connect" else set())
            assert_fails(name, lambda: TcpStream.connect_timeout("127.0.0.1:9", 5), others)
        assert_fails("socketpair", UnixStream.pair)
        assert_fails("pipe2", io.pipe)

    @pytest.mark.parametrize(
        ("name", "ends"),
        [
            # The kernel's own way is not open, and bytes are read and written.
            ("pipe2", False),
            ("fcntl", False),
            ("splice", True),
            ("sendto", True),
            ("recvfrom", True),
        ],
    )
    def test_copy(self, name: str, ends: bool) -> None:
        data = bytes(PIPE_SIZE + (1 << 16))
        for code in SCARCE:
            with listen("ipv4") as listener, ThreadPoolExecutor(2) as pool:
                client, server = connected(listener)
                onward, end = connected(listener)
                with client, server, onward, end:
                    sending = pool.submit(sent, client, data)
                    receiving = pool.submit(end.read_to_end, bytearray())
                    try:
                        (copied,) = failing(name, [code], partial(io.copy, server, onward))
                    finally:  # Nobody waits for what is not copied.
                        server.shutdown(Shutdown.Both)
                        onward.shutdown(Shutdown.Both)
                    assert raw(copied) == code if ends else copied == Ok(len(data))
                    assert receiving.result() == Ok(how_far(copied))
                    sending.result()


def sent(stream: Stream, data: bytes) -> None:
    """Sends all of it, or what the other end takes, and then the end."""
    stream.write_all(data)
    stream.shutdown(Shutdown.Write)


def how_far(copied: io.Result[int]) -> int:
    return copied.unwrap() if isinstance(copied, Ok) else told(copied.failure()).written


def told(error: io.Error) -> io.Copied:
    found = io.Copied.of(error)
    assert found is not None
    return found


def received(unix: UnixDatagram) -> io.Result[object]:
    ancillary = SocketAncillary(bytearray(64))
    return unix.recv_vectored_with_ancillary_from([bytearray(1)], ancillary)


def raw(answer: io.Result[object]) -> int | None:
    """The errno, if it is an `Err`."""
    return answer.failure().raw_os_error() if isinstance(answer, Err) else None


def assert_fails(name: str, call: Call, codes: Collection[int] = ERRNOS) -> None:
    """That a call answers with whatever the system answers, and leaves nothing behind."""
    before = descriptors()
    answers = zip(codes, failing(name, codes, call), strict=True)
    assert {code: answer for code, answer in answers if raw(answer) != code} == {}, name
    assert descriptors() == before


@contextmanager
def no_more_descriptors() -> Generator[None, None, None]:
    """Leaves the process no descriptor that it does not have."""
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
            answers = [raw(listener.accept()) for _ in range(10)]
            answers += [raw(next(incoming)) for _ in range(10)]
            answers += [raw(listener.accept_timeout(1)) for _ in range(10)]
        assert answers == [errno.EMFILE] * 30
        listener.set_nonblocking(True).unwrap()  # They are there, so nobody waits for them.
        for client in clients:
            with listener.accept().unwrap()[0] as server, client:
                client.write_all(b"hello").unwrap()
                assert server.read_array(5) == Ok(b"hello")

    def test_everything_else_that_takes_one(self, listener: Listener, pair: Pair) -> None:
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
            answers = [raw(call()) for call in calls]
            # What has its descriptors already goes on.
            assert client.write_all(b"hello") == Ok(None)
            client.shutdown(Shutdown.Write).unwrap()
            assert io.copy(server, server) == Ok(5)
            assert client.read_array(5) == Ok(b"hello")
        assert answers == [errno.EMFILE] * len(calls)

    def test_nothing_is_imported_at_that_moment(self) -> None:
        """In a program of its own, in which nothing has been called before."""
        done = run("-c", STARVED)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")

    def test_a_name_is_looked_up(self) -> None:
        with no_more_descriptors():
            answer = to_socket_addrs("localhost:80")
        assert isinstance(answer, Ok | Err)


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
assert client.read(bytearray(1)).failure().kind() is io.ErrorKind.WouldBlock
for _ in range(3):
    error = listener.accept().failure()
    assert error.raw_os_error() == errno.EMFILE
    assert str(error) == "Too many open files (os error 24)"
    assert repr(error).startswith("Os { code: 24")
repr(listener), repr(client), repr(one)
client.write_all(b"hello").unwrap()
client.shutdown(Shutdown.Write).unwrap()
assert io.copy(server, one).unwrap() == 5
assert io.copy(other.take(5), server).unwrap() == 5
assert client.read_to_string().unwrap() == "hello" if server.shutdown(Shutdown.Write) else False
to_socket_addrs((IPv4Address("127.0.0.1"), 80)).unwrap()
to_socket_addrs("127.0.0.1:99999").failure()
hostname()
io.Error.last_os_error()
io.stdout().flush().unwrap()
# Python's own module may have to be loaded for it.
assert client.into_socket().failure().raw_os_error() == errno.EMFILE
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
listener.accept().unwrap()
client.into_socket().unwrap().close()
"""
