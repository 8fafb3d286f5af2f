"""Every call of `stdnet.mio` that fails returns an `Err`, and leaves no descriptor open."""

import errno
import os
import re
import socket
from collections.abc import Callable
from copy import copy
from pathlib import Path
from typing import Final, Protocol

import pytest

from stdnet import Err, Ok, SocketAddr, io
from stdnet.mio import Events, Interest, Poll, Token, Waker, net, unix
from stdnet.os.unix import net as std
from tests.faults.fault_injection import failing, needs_filters
from tests.faults.test_errors import ERRNOS, no_more_descriptors

ANY: Final = SocketAddr.from_str("127.0.0.1:0").unwrap()
CLIENTS: Final = 10
Call = Callable[[], io.Result[object]]


def errno_of(result: io.Result[object]) -> int | None:
    """Returns the errno of an `Err`, or None."""
    return result.unwrap_err().raw_os_error() if isinstance(result, Err) else None


def abstract() -> std.SocketAddr:
    """Returns an abstract name that is new."""
    return std.SocketAddr.from_abstract_name(os.urandom(12)).unwrap()


def calls_that_open() -> dict[str, Call]:
    """Returns every call that opens a descriptor."""
    poll = Poll.new().unwrap()
    tcp = net.TcpListener.bind(ANY).unwrap()
    name = abstract()
    unix_listener = net.UnixListener.bind_addr(name).unwrap()
    waiting = [
        net.TcpStream.connect(tcp.local_addr().unwrap()).unwrap(),
        net.UnixStream.connect_addr(name).unwrap(),
    ]
    return {
        "Poll.new": Poll.new,
        "Registry.try_clone": poll.registry().try_clone,
        "Waker.new": lambda: Waker.new(poll.registry(), Token(1)),
        "TcpListener.bind": lambda: net.TcpListener.bind(ANY),
        "TcpListener.accept": lambda: (tcp.accept(), waiting)[0],
        "TcpStream.connect": lambda: net.TcpStream.connect(tcp.local_addr().unwrap()),
        "UdpSocket.bind": lambda: net.UdpSocket.bind(ANY),
        "UnixListener.bind_addr": lambda: net.UnixListener.bind_addr(abstract()),
        "UnixListener.bind": lambda: net.UnixListener.bind("/proc/nowhere"),
        "UnixListener.accept": unix_listener.accept,
        "UnixStream.connect_addr": lambda: net.UnixStream.connect_addr(name),
        "UnixStream.connect": lambda: net.UnixStream.connect("/proc/nowhere"),
        "UnixStream.pair": net.UnixStream.pair,
        "UnixDatagram.bind_addr": lambda: net.UnixDatagram.bind_addr(abstract()),
        "UnixDatagram.bind": lambda: net.UnixDatagram.bind("/proc/nowhere"),
        "UnixDatagram.unbound": net.UnixDatagram.unbound,
        "UnixDatagram.pair": net.UnixDatagram.pair,
        "pipe.new": unix.pipe.new,
    }


def test_every_call_that_opens_a_descriptor_returns_emfile() -> None:
    calls = calls_that_open()
    before = os.listdir("/proc/self/fd")
    with no_more_descriptors():
        codes = {name: errno_of(call()) for name, call in calls.items()}
    assert codes == dict.fromkeys(calls, errno.EMFILE)
    assert os.listdir("/proc/self/fd") == before
    # Then each of them works again; the folder /proc takes no sockets.
    again = {name: call() for name, call in calls.items()}
    failed = {name for name, result in again.items() if result.is_err()}
    assert failed == {name for name in calls if name in PATHS}


PATHS: Final = {"UnixListener.bind", "UnixStream.connect", "UnixDatagram.bind"}

# The system calls of each, but the one that closes. EINPROGRESS is no error of `connect`.
SYSTEM_CALLS: Final = {
    "Registry.try_clone": ("fcntl",),
    "TcpListener.bind": ("socket", "setsockopt", "bind", "listen"),
    "TcpListener.accept": ("accept4", "ioctl"),
    "TcpStream.connect": ("socket", "connect"),
    "UdpSocket.bind": ("socket", "bind"),
    "UnixListener.bind_addr": ("socket", "bind", "listen"),
    "UnixListener.accept": ("accept4",),
    "UnixStream.connect_addr": ("socket", "connect"),
    "UnixStream.pair": ("socketpair",),
    "UnixDatagram.bind_addr": ("socket", "bind"),
    "UnixDatagram.unbound": ("socket",),
    "UnixDatagram.pair": ("socketpair",),
    "pipe.new": ("pipe2",),
}


@needs_filters
@pytest.mark.parametrize("name", SYSTEM_CALLS)
def test_any_errno_of_its_system_calls_is_returned(name: str) -> None:
    call = calls_that_open()[name]
    for system_call in SYSTEM_CALLS[name]:
        codes = [code for code in ERRNOS if system_call != "connect" or code != errno.EINPROGRESS]
        if system_call == "ioctl":  # The connection is lost with its mode, so there is one only.
            codes = [errno.EIO]
        before = os.listdir("/proc/self/fd")
        results = dict(zip(codes, map(errno_of, failing(system_call, codes, call)), strict=True))
        assert {code: result for code, result in results.items() if code != result} == {}
        assert os.listdir("/proc/self/fd") == before


def accept_all(listener: net.TcpListener) -> tuple[list[net.TcpStream], io.Error]:
    """Accepts until an error, as a program does on an event."""
    accepted = list[net.TcpStream]()
    while isinstance(result := listener.accept(), Ok):
        accepted.append(result.unwrap()[0])
    return accepted, result.unwrap_err()


def test_without_descriptors_accept_spins_not_and_loses_no_connection() -> None:
    poll, events = Poll.new().unwrap(), Events.with_capacity(8)
    listener = net.TcpListener.bind(ANY).unwrap()
    poll.registry().register(listener, Token(0), Interest.READABLE).unwrap()
    addr = listener.local_addr().unwrap()
    clients = [net.TcpStream.connect(addr).unwrap() for _ in range(CLIENTS)]
    poll.poll(events, 5).unwrap()
    assert [event.token() for event in events] == [Token(0)]
    with no_more_descriptors():
        accepted, error = accept_all(listener)
        assert (accepted, error.raw_os_error()) == ([], errno.EMFILE)
        # No event comes for those that wait, so a loop does not spin.
        for _ in range(3):
            poll.poll(events, 0.001).unwrap()
            assert events.is_empty()
    # As the docstring says, the program accepts again when it has closed something.
    accepted, error = accept_all(listener)
    assert error.kind() is io.ErrorKind.WouldBlock
    assert len(accepted) == CLIENTS
    ports = {each.local_addr().unwrap().port() for each in clients}
    assert {each.peer_addr().unwrap().port() for each in accepted} == ports


def test_one_more_connection_is_an_event_for_all_that_wait() -> None:
    poll, events = Poll.new().unwrap(), Events.with_capacity(8)
    listener = net.TcpListener.bind(ANY).unwrap()
    poll.registry().register(listener, Token(0), Interest.READABLE).unwrap()
    addr = listener.local_addr().unwrap()
    first = net.TcpStream.connect(addr).unwrap()
    poll.poll(events, 5).unwrap()
    second = net.TcpStream.connect(addr).unwrap()
    poll.poll(events, 5).unwrap()
    assert len(events) == 1
    accepted, _ = accept_all(listener)
    assert {each.peer_addr() for each in accepted} == {first.local_addr(), second.local_addr()}


def each_call_of_a_poll(poll: Poll) -> dict[str, Call]:
    """Returns every call that uses the epoll."""
    registry, source = poll.registry(), net.UnixDatagram.unbound().unwrap()
    token, interests = Token(1), Interest.READABLE
    return {
        "poll": lambda: poll.poll(Events.with_capacity(1), None),
        "register": lambda: registry.register(source, token, interests),
        "reregister": lambda: registry.reregister(source, token, interests),
        "deregister": lambda: registry.deregister(source),
        "source.register": lambda: source.register(registry, token, interests),
        "source.reregister": lambda: source.reregister(registry, token, interests),
        "source.deregister": lambda: source.deregister(registry),
        "fd.register": lambda: unix.SourceFd(0).register(registry, token, interests),
        "fd.reregister": lambda: unix.SourceFd(0).reregister(registry, token, interests),
        "fd.deregister": lambda: unix.SourceFd(0).deregister(registry),
        "try_clone": registry.try_clone,
        "Waker.new": lambda: Waker.new(registry, token),
    }


def test_every_call_of_a_closed_poll_returns_ebadf() -> None:
    poll = Poll.new().unwrap()
    poll.close()
    poll.close()
    calls = each_call_of_a_poll(poll)
    codes = {name: errno_of(call()) for name, call in calls.items()}
    assert codes == dict.fromkeys(calls, errno.EBADF)
    registry = poll.registry()
    numbers = (poll.as_raw_fd(), poll.fileno(), registry.as_raw_fd(), registry.as_fd().as_raw_fd())
    assert set(numbers) == {-1}


def test_a_clone_of_the_registry_outlives_its_poll() -> None:
    poll = Poll.new().unwrap()
    with poll.registry().try_clone().unwrap() as clone:
        poll.close()
        one, _other = net.UnixStream.pair().unwrap()
        assert clone.register(one, Token(1), Interest.READABLE) == Ok(None)
        assert clone.deregister(one) == Ok(None)
        with clone.try_clone().unwrap() as another:
            assert another.as_raw_fd() > 2
    assert errno_of(clone.register(one, Token(1), Interest.READABLE)) == errno.EBADF


class Closing(Protocol):
    """A source that can be closed."""

    def fileno(self) -> int: ...
    def close(self) -> None: ...


CLOSED: Final[dict[str, Callable[[], Closing]]] = {
    "mio": lambda: net.UnixStream.pair().unwrap()[0],
    "listener": lambda: net.TcpListener.bind(ANY).unwrap(),
    "datagrams": lambda: net.UdpSocket.bind(ANY).unwrap(),
    "pipe": lambda: unix.pipe.new().unwrap()[0],
    "std": lambda: std.UnixStream.pair().unwrap()[0],
    "python": socket.socket,
    "file": lambda: open(__file__, "rb"),  # noqa: SIM115 - it is closed by the test
}


@pytest.mark.parametrize("kind", CLOSED)
def test_a_closed_source_is_ebadf(kind: str) -> None:
    registry = Poll.new().unwrap().registry()
    source = CLOSED[kind]()
    source.close()
    token, interests = Token(1), Interest.READABLE
    assert errno_of(registry.register(source, token, interests)) == errno.EBADF
    assert errno_of(registry.reregister(source, token, interests)) == errno.EBADF
    assert errno_of(registry.deregister(source)) == errno.EBADF


@pytest.mark.parametrize("number", [-1, -(2**31), 2**31 - 1, 999_999])
def test_a_number_that_is_not_open_is_ebadf(number: int) -> None:
    registry = Poll.new().unwrap().registry()
    source = unix.SourceFd(number)
    for _ in range(2):
        assert errno_of(registry.register(source, Token(1), Interest.READABLE)) == errno.EBADF
        assert errno_of(registry.reregister(source, Token(1), Interest.READABLE)) == errno.EBADF
        assert errno_of(registry.deregister(source)) == errno.EBADF


def test_what_cannot_be_registered() -> None:
    poll = Poll.new().unwrap()
    registry = poll.registry()
    with open(Path(__file__), "rb") as file:
        assert errno_of(registry.register(file, Token(1), Interest.READABLE)) == errno.EPERM
    assert errno_of(registry.register(poll, Token(1), Interest.READABLE)) == errno.EINVAL
    with Poll.new().unwrap() as other:
        assert registry.register(other, Token(1), Interest.READABLE) == Ok(None)
        assert errno_of(registry.register(other, Token(2), Interest.READABLE)) == errno.EEXIST
    one, _other = net.UnixStream.pair().unwrap()
    assert errno_of(registry.reregister(one, Token(1), Interest.READABLE)) == errno.ENOENT
    assert errno_of(registry.deregister(one)) == errno.ENOENT


def test_a_refused_registration_leaves_the_first_one() -> None:
    poll, events = Poll.new().unwrap(), Events.with_capacity(8)
    registry = poll.registry()
    one, other = net.UnixStream.pair().unwrap()
    registry.register(one, Token(1), Interest.READABLE).unwrap()
    registry.register(one, Token(2), Interest.WRITABLE).unwrap_err()
    registry.deregister(unix.SourceFd(-1)).unwrap_err()
    other.write(b"x").unwrap()
    poll.poll(events, 5).unwrap()
    assert [(event.token(), event.is_writable()) for event in events] == [(Token(1), False)]


def test_a_wrong_type_raises_and_the_text_says_what_to_write() -> None:
    poll = Poll.new().unwrap()
    one, _other = net.UnixStream.pair().unwrap()
    wrong: list[tuple[str, tuple[object, ...], str]] = [
        ("register", (one, 1, Interest.READABLE), "write Token(1)"),
        ("register", (one, Token(1), 1), "write Interest.READABLE"),
        ("register", (3, Token(1), Interest.READABLE), "write unix.SourceFd(3)"),
        ("reregister", (None, Token(1), Interest.READABLE), "write a socket of stdnet.mio.net"),
        ("deregister", (3,), "write unix.SourceFd(3)"),
    ]
    for method, arguments, text in wrong:
        with pytest.raises(TypeError, match=re.escape(text)):
            getattr(poll.registry(), method)(*arguments)
    one.register(poll.registry(), Token(1), Interest.READABLE).unwrap()
    for name in ("register", "reregister", "deregister"):
        call: Callable[..., object] = getattr(one, name)
        with pytest.raises(TypeError, match=re.escape("write poll.registry()")):
            call(*(poll, Token(1), Interest.READABLE)[: 1 if name == "deregister" else 3])
    for each in (poll, poll.registry(), one):
        with pytest.raises(TypeError, match="is not copied or pickled"):
            copy(each)
