"""Random calls return the same from `stdnet.socket2` and from `stdnet.c`.

Two connected pairs of sockets are used in the same way, one by `stdnet.c` and the other by
`stdnet.socket2`: with any flags, invalid control messages, addresses of other families and lengths.
Everything that a call returns is compared: the count or the errno, the bytes, the flags, the length
of the address.
"""

from array import array
from collections.abc import Callable, Generator
from contextlib import contextmanager
from struct import pack
from typing import Final, Protocol, TypeAlias, final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stdnet import Shutdown, c, io
from stdnet.result import Err
from stdnet.socket2 import MsgHdr, MsgHdrMut, SockAddr, SockAddrStorage, Socket
from stdnet.socket2._types import recv_flags
from tests.support import oracle
from tests.support.once import share

Outcome: TypeAlias = tuple[object, ...]
"""The result of a call: the count and all that was received, or "errno" and its value."""
Step: TypeAlias = tuple[int, str, tuple[object, ...]]
"""The index of the end of the pair, the method that is called on it, and the arguments."""

KINDS: Final = {
    "unix-stream": (c.AF_UNIX, c.SOCK_STREAM),
    "unix-datagram": (c.AF_UNIX, c.SOCK_DGRAM),
    "unix-seqpacket": (c.AF_UNIX, c.SOCK_SEQPACKET),
    "tcp4": (c.AF_INET, c.SOCK_STREAM),
    "tcp6": (c.AF_INET6, c.SOCK_STREAM),
    "udp4": (c.AF_INET, c.SOCK_DGRAM),
    "udp6": (c.AF_INET6, c.SOCK_DGRAM),
}
HOWS: Final = {Shutdown.Read: c.SHUT_RD, Shutdown.Write: c.SHUT_WR, Shutdown.Both: c.SHUT_RDWR}


def loopback(family: int) -> c.sockaddr_in | c.sockaddr_in6:
    """Returns the loopback address with port 0, for which the kernel chooses a port."""
    if family == c.AF_INET:
        return c.sockaddr_in(family, 0, c.in_addr(c.htonl(c.INADDR_LOOPBACK)))
    return c.sockaddr_in6(family, sin6_addr=c.in6addr_loopback)


def bound(family: int, kind: int) -> tuple[int, c.sockaddr_in | c.sockaddr_in6]:
    """Creates a socket at a port that the kernel chooses; returns it and its address."""
    sockfd, addr = c.socket(family, kind, 0), loopback(family)
    assert c.bind(sockfd, addr, c.sizeof(addr)) == 0
    assert c.getsockname(sockfd, addr, c.socklen_t(c.sizeof(addr))) == 0
    return sockfd, addr


def connected(family: int, kind: int) -> tuple[int, int]:
    """Creates two sockets that are connected to each other."""
    if family == c.AF_UNIX:
        sv = array("i", [-1, -1])
        assert c.socketpair(family, kind, 0, sv) == 0
        return sv[0], sv[1]
    one, addr = bound(family, kind)
    other, peer = bound(family, kind)
    if kind == c.SOCK_STREAM:
        assert c.listen(one, 1) == 0
        assert c.connect(other, addr, c.sizeof(addr)) == 0
        accepted = c.accept(one, None, None)
        c.close(one)
        return accepted, other
    assert c.connect(one, peer, c.sizeof(peer)) == 0
    assert c.connect(other, addr, c.sizeof(addr)) == 0
    return one, other


class Endpoint(Protocol):
    """One end of a connected pair. Its methods never wait."""

    def send(self, buf: bytes, flags: int) -> Outcome: ...
    def send_to(self, buf: bytes, flags: int, addr: bytes) -> Outcome: ...
    def send_message(self, bufs: list[bytes], control: bytes, flags: int) -> Outcome: ...
    def recv(self, size: int, flags: int) -> Outcome: ...
    def recv_from(self, size: int, flags: int) -> Outcome: ...
    def recv_message(self, sizes: list[int], control: int, flags: int) -> Outcome: ...
    def shutdown(self, how: Shutdown) -> Outcome: ...
    def take_error(self) -> Outcome: ...
    def close(self) -> None: ...


@final
class CEndpoint:
    """An end that is used by `stdnet.c`."""

    def __init__(self, sockfd: int) -> None:
        self._sockfd = sockfd

    def _outcome(self, result: int, *received: object) -> Outcome:
        return ("errno", c.errno()) if result == -1 else (result, *received)

    def send(self, buf: bytes, flags: int) -> Outcome:
        return self._outcome(c.send(self._sockfd, buf, len(buf), flags | c.MSG_NOSIGNAL))

    def send_to(self, buf: bytes, flags: int, addr: bytes) -> Outcome:
        name = c.sockaddr_storage.from_buffer_copy(addr.ljust(128, b"\0"))
        flags |= c.MSG_NOSIGNAL
        return self._outcome(c.sendto(self._sockfd, buf, len(buf), flags, name, len(addr)))

    def send_message(self, bufs: list[bytes], control: bytes, flags: int) -> Outcome:
        iov = [c.iovec(buf, len(buf)) for buf in bufs]
        msg = c.msghdr(None, 0, iov, len(iov), bytearray(control), len(control))
        return self._outcome(c.sendmsg(self._sockfd, msg, flags | c.MSG_NOSIGNAL))

    def recv(self, size: int, flags: int) -> Outcome:
        buf = bytearray(size)
        return self._outcome(c.recv(self._sockfd, buf, size, flags), buf)

    def recv_from(self, size: int, flags: int) -> Outcome:
        buf, addr, addrlen = bytearray(size), c.sockaddr_storage(), c.socklen_t(128)
        result = c.recvfrom(self._sockfd, buf, size, flags, addr, addrlen)
        return self._outcome(result, buf, addrlen.value)

    def recv_message(self, sizes: list[int], control: int, flags: int) -> Outcome:
        bufs, room = [bytearray(size) for size in sizes], bytearray(control)
        iov = [c.iovec(buf, len(buf)) for buf in bufs]
        msg = c.msghdr(c.sockaddr_storage(), 128, iov, len(iov), room, control)
        result = c.recvmsg(self._sockfd, msg, flags)
        found = recv_flags(msg.msg_flags)
        return self._outcome(result, bufs, found, msg.msg_controllen, msg.msg_namelen)

    def shutdown(self, how: Shutdown) -> Outcome:
        return self._outcome(c.shutdown(self._sockfd, HOWS[how]))

    def take_error(self) -> Outcome:
        code = c.c_int()
        c.getsockopt(self._sockfd, c.SOL_SOCKET, c.SO_ERROR, code, c.socklen_t(4))
        return (code.value,)

    def close(self) -> None:
        assert c.close(self._sockfd) == 0


@final
class Socket2Endpoint:
    """An end that is used by a `Socket`."""

    def __init__(self, sockfd: int) -> None:
        self._socket = Socket.from_raw_fd(sockfd)

    def _outcome(self, result: io.Result[int], *received: object) -> Outcome:
        if isinstance(result, Err):
            return "errno", result.unwrap_err().raw_os_error()
        return (result.unwrap(), *received)

    def send(self, buf: bytes, flags: int) -> Outcome:
        return self._outcome(self._socket.send_with_flags(buf, flags))

    def send_to(self, buf: bytes, flags: int, addr: bytes) -> Outcome:
        storage = SockAddrStorage()
        storage.view()[: len(addr)] = addr
        name = SockAddr.new(storage, len(addr))
        return self._outcome(self._socket.send_to_with_flags(buf, name, flags))

    def send_message(self, bufs: list[bytes], control: bytes, flags: int) -> Outcome:
        msg = MsgHdr().with_buffers(bufs).with_control(control)
        return self._outcome(self._socket.sendmsg(msg, flags))

    def recv(self, size: int, flags: int) -> Outcome:
        buf = bytearray(size)
        return self._outcome(self._socket.recv_with_flags(buf, flags), buf)

    def recv_from(self, size: int, flags: int) -> Outcome:
        buf = bytearray(size)
        received = self._socket.recv_from_with_flags(buf, flags)
        if isinstance(received, Err):
            return self._outcome(received)
        n, addr = received.unwrap()
        return n, buf, addr.len()

    def recv_message(self, sizes: list[int], control: int, flags: int) -> Outcome:
        bufs = [bytearray(size) for size in sizes]
        msg = MsgHdrMut().with_buffers(bufs).with_control(bytearray(control))
        msg = msg.with_addr(SockAddrStorage())
        received = self._socket.recvmsg(msg, flags)
        addr = msg.addr()
        length = 0 if addr is None else addr.len()
        return self._outcome(received, bufs, msg.flags(), msg.control_len(), length)

    def shutdown(self, how: Shutdown) -> Outcome:
        return self._outcome(self._socket.shutdown(how).map(lambda _: 0))

    def take_error(self) -> Outcome:
        error = self._socket.take_error().unwrap()
        return (0 if error is None else error.raw_os_error(),)

    def close(self) -> None:
        self._socket.close()


@contextmanager
def pairs(kind: str) -> Generator[list[tuple[Endpoint, Endpoint]], None, None]:
    """Yields both ends of a pair, each as a `CEndpoint` and as a `Socket2Endpoint`."""
    family, ty = KINDS[kind]
    ends: list[tuple[Endpoint, Endpoint]] = [
        (CEndpoint(in_c), Socket2Endpoint(in_socket2))
        for in_c, in_socket2 in zip(connected(family, ty), connected(family, ty), strict=True)
    ]
    try:
        yield ends
    finally:
        for end in ends:
            for endpoint in end:
                endpoint.close()


sizes = st.sampled_from([0, 1, 2, 5, 100, 3000])
data = st.builds(bytes.__mul__, st.sampled_from([b"a", b"b"]), sizes)
flags = st.sampled_from(
    [
        *(0, c.MSG_PEEK, c.MSG_TRUNC, c.MSG_OOB, c.MSG_EOR, c.MSG_WAITALL, c.MSG_DONTROUTE),
        *(c.MSG_MORE, c.MSG_ERRQUEUE, c.MSG_CONFIRM, c.MSG_FASTOPEN, c.MSG_PEEK | c.MSG_TRUNC),
    ]
).map(c.MSG_DONTWAIT.__or__)
CONTROLS: Final = [
    b"",
    # A kernel of 64 bits refuses them from a process of 32 bits.
    *((b"123", bytes(16), bytes(17)) if oracle.IS_64_BIT else ()),
    pack("@Nii", c.CMSG_LEN(0), 0, 0),
    pack("@Nii", c.CMSG_LEN(4), c.SOL_SOCKET, c.SCM_RIGHTS),
    pack("@Niii", c.CMSG_LEN(4), c.SOL_SOCKET, c.SCM_RIGHTS, -1),
    pack("@Niii", c.CMSG_LEN(4), c.IPPROTO_IP, c.IP_TTL, 9).ljust(c.CMSG_SPACE(4), b"\0"),
    pack("@Niii", c.CMSG_SPACE(4), c.SOL_SOCKET, 99, 0).ljust(c.CMSG_SPACE(4), b"\0"),
]
NAMES: Final = [
    bytes(c.sockaddr_un(c.AF_UNIX, "/nobody/is/here")),
    bytes(c.sockaddr_un(c.AF_UNIX, "\0nobody is here")),
    bytes(c.sockaddr_in(c.AF_INET, c.htons(1), c.in_addr(c.htonl(c.INADDR_LOOPBACK)))),
    bytes(c.sockaddr_in6(c.AF_INET6, c.htons(1), sin6_addr=c.in6addr_loopback)),
    bytes(2),
]
names = st.sampled_from(NAMES).flatmap(
    lambda name: st.sampled_from([len(name), 128, 111, 110, 28, 27, 24, 16, 15, 3, 2, 1, 0]).map(
        lambda length: name.ljust(128, b"\0")[:length]
    )
)


def steps_of(name: str, *arguments: st.SearchStrategy[object]) -> st.SearchStrategy[Step]:
    return st.tuples(st.sampled_from([0, 1]), st.just(name), st.tuples(*arguments))


steps = st.one_of(
    steps_of("send", data, flags),
    steps_of("send_to", data, flags, names),
    steps_of("send_message", st.lists(data, max_size=3), st.sampled_from(CONTROLS), flags),
    steps_of("recv", sizes, flags),
    steps_of("recv_from", sizes, flags),
    steps_of("recv_message", st.lists(sizes, max_size=3), st.sampled_from([0, 16, 64]), flags),
    steps_of("take_error"),
    steps_of("shutdown", st.sampled_from(Shutdown)),
)


@pytest.mark.parametrize("kind", KINDS)
def test_any_calls_return_the_same_as_in_c(kind: str) -> None:
    @given(st.lists(steps, max_size=15))
    @settings(max_examples=share(60))
    def check(script: list[Step]) -> None:
        with pairs(kind) as ends:
            for end, name, arguments in script:
                in_c, in_socket2 = (called(endpoint, name, arguments) for endpoint in ends[end])
                assert in_socket2 == in_c

    check()


def called(endpoint: Endpoint, name: str, arguments: tuple[object, ...]) -> Outcome:
    call: Callable[..., Outcome] = getattr(endpoint, name)
    return call(*arguments)
