"""Promise 1: every method returns a `Result`, whatever the descriptor and its state."""

import inspect
import os
import resource
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Final

import pytest

from stdnet import Ipv4Addr, Ipv6Addr, Ok, Shutdown, TcpListener, TcpStream, UdpSocket
from stdnet import SocketAddr as InetAddr
from stdnet.mio import Interest, Poll, Token
from stdnet.mio import net as mio
from stdnet.os.unix.net import SocketAddr, SocketAncillary, UnixDatagram, UnixListener, UnixStream
from tests.faults.stream_pairs import Pair
from tests.support.threads import wait_until_blocked

StdHandle = TcpListener | TcpStream | UdpSocket | UnixDatagram | UnixListener | UnixStream
MioHandle = (
    mio.TcpListener
    | mio.TcpStream
    | mio.UdpSocket
    | mio.UnixDatagram
    | mio.UnixListener
    | mio.UnixStream
)
Handle = StdHandle | MioHandle
HANDLES: Final[tuple[type[Handle], ...]] = (
    TcpListener,
    TcpStream,
    UdpSocket,
    UnixListener,
    UnixStream,
    UnixDatagram,
    mio.TcpListener,
    mio.TcpStream,
    mio.UdpSocket,
    mio.UnixListener,
    mio.UnixStream,
    mio.UnixDatagram,
)


def name_of(kind: type[Handle]) -> str:
    """Returns the name of a class, and of its module if another class has the same name."""
    return f"mio.{kind.__name__}" if issubclass(kind, MioHandle) else kind.__name__


each_kind: Final = pytest.mark.parametrize("kind", HANDLES, ids=name_of)


def pipe() -> int:
    reader, writer = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
    os.close(writer)
    return reader


def of_kind(family: socket.AddressFamily, kind: socket.SocketKind) -> Callable[[], int]:
    def make() -> int:
        made = socket.socket(family, kind)
        made.setblocking(False)
        return made.detach()

    return make


# Functions that create descriptors of all kinds.
DESCRIPTORS: Final[dict[str, Callable[[], int]]] = {
    "file": lambda: os.open(__file__, os.O_RDONLY),
    "folder": lambda: os.open(Path(__file__).parent, os.O_RDONLY),
    "null": lambda: os.open("/dev/null", os.O_RDWR),
    "pipe": pipe,
    "memory": lambda: os.memfd_create("stdnet"),
    "event": lambda: os.eventfd(1, os.EFD_NONBLOCK | os.EFD_CLOEXEC),
    "tcp": of_kind(socket.AF_INET, socket.SOCK_STREAM),
    "udp": of_kind(socket.AF_INET6, socket.SOCK_DGRAM),
    "unix stream": of_kind(socket.AF_UNIX, socket.SOCK_STREAM),
    "unix datagrams": of_kind(socket.AF_UNIX, socket.SOCK_DGRAM),
    "unix packets": of_kind(socket.AF_UNIX, socket.SOCK_SEQPACKET),
    "netlink": of_kind(socket.AF_NETLINK, socket.SOCK_RAW),
    "none": lambda: resource.getrlimit(resource.RLIMIT_NOFILE)[0] + 5,
}

# The arguments, by the name of the parameter.
ARGUMENTS: Final[dict[str, object]] = {
    "accept": 1,
    "addr": InetAddr(Ipv4Addr.LOCALHOST, 9),
    "ancillary": SocketAncillary(bytearray(64)),
    "backlog": 1,
    "broadcast": True,
    "buf": bytearray(1),
    "bufs": [bytearray(1)],
    "dur": 1,
    "f": lambda: Ok(None),
    "fmt": "text",
    "how": Shutdown.Both,
    "interests": Interest.READABLE,
    "limit": 4,
    "linger": 1,
    "mark": 1,
    "multicast_loop_v4": True,
    "multicast_loop_v6": True,
    "multicast_ttl_v4": 1,
    "n": 4,
    "nodelay": True,
    "nonblocking": True,
    "only_v6": True,
    "passcred": True,
    "path": "/proc/nowhere",
    "quickack": True,
    "text": "text",
    "socket_addr": SocketAddr.from_abstract_name(b"nobody").unwrap(),
    "target": InetAddr(Ipv4Addr.LOCALHOST, 9),
    "timeout": 0.01,
    "token": Token(1),
    "ttl": 9,
}

# Methods that return no result.
_NO_RESULT: Final = {"as_raw_fd", "by_ref", "bytes", "chain", "close", "fileno", "split", "take"}


def methods(kind: type[Handle]) -> Iterator[tuple[str, list[object]]]:
    """Yields the public methods that return a result, and arguments for them."""
    for name, method in inspect.getmembers(kind, inspect.isfunction):
        static = isinstance(inspect.getattr_static(kind, name), staticmethod | classmethod)
        if name.startswith("_") or name in _NO_RESULT or static:
            continue
        yield name, [argument(name, each) for each in _parameters(method)]


def _parameters(method: Callable[..., object]) -> list[str]:
    """Returns the names, without those of parameters that can only be None."""
    _, *parameters = inspect.signature(method).parameters.values()
    return [each.name for each in parameters if each.annotation != "None"]


def argument(method: str, parameter: str) -> object:
    match parameter:
        case "multiaddr":
            v6 = method.endswith("v6")
            return Ipv6Addr(0xFF02, 0, 0, 0, 0, 0, 0, 9) if v6 else Ipv4Addr(224, 0, 0, 9)
        case "interface":
            return 0 if method.endswith("v6") else Ipv4Addr.UNSPECIFIED
        case "registry":
            return Poll.new().unwrap().registry()
        case "buf" if method == "read_to_end":
            return bytearray()
        case _:
            return ARGUMENTS[parameter]


def close(returned: object) -> None:
    """Closes the descriptor that a method has given to the caller."""
    match returned:
        case int(fd) if fd > 2 and not isinstance(returned, bool):
            with suppress(OSError):
                os.close(fd)
        case Ok(socket.socket() as given):
            given.close()
        case _:
            pass


@pytest.mark.parametrize("descriptor", DESCRIPTORS)
@each_kind
def test_no_method_raises_on_a_descriptor_of_another_kind(
    kind: type[Handle], descriptor: str
) -> None:
    for name, arguments in methods(kind):
        handle = kind.from_raw_fd(DESCRIPTORS[descriptor]())
        if isinstance(handle, StdHandle):
            _ = handle.set_nonblocking(True)  # No call may wait.
        call = getattr(handle, name)
        close(call(*arguments))
        repr(handle)
        handle.close()


@each_kind
def test_no_method_raises_after_close(kind: type[Handle]) -> None:
    handle = kind.from_raw_fd(pipe())
    handle.close()
    for name, arguments in methods(kind):
        call = getattr(handle, name)
        call(*arguments)


def test_the_tests_find_the_methods() -> None:
    assert {"accept", "incoming", "try_clone"} <= dict(methods(TcpListener)).keys()
    assert {"read", "write_all", "set_linger", "peek"} <= dict(methods(TcpStream)).keys()
    assert {"send_to", "join_multicast_v6", "recv_from"} <= dict(methods(UdpSocket)).keys()
    assert {"register", "try_io", "write_all"} <= dict(methods(mio.TcpStream)).keys()
    assert {"recv_vectored_with_ancillary", "peer_cred"} <= dict(methods(UnixStream)).keys()


@pytest.mark.parametrize("method", ["read", "peek", "write", "read_exact", "write_all"])
def test_a_released_buffer_raises(pair: Pair, method: str) -> None:
    # It is the caller's mistake, as a dangling reference would be in Rust.
    view = memoryview(bytearray(4))
    view.release()
    call = getattr(pair[0], method)
    with pytest.raises((ValueError, TypeError)):
        call(view)


def test_a_buffer_cannot_be_resized_during_a_read(pair: Pair) -> None:
    client, server = pair
    buf = bytearray(4)
    with ThreadPoolExecutor(1) as pool, client:
        reading = pool.submit(server.read, buf)
        wait_until_blocked()
        with pytest.raises(BufferError):
            buf.append(1)
        client.write_all(b"data").unwrap()
        assert reading.result() == Ok(4)
    assert buf == b"data"
