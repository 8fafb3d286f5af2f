"""Each function fails as in C: its result says so, and `errno()` why."""

import os
from array import array
from collections.abc import Callable
from ctypes import byref

import pytest

from stdnet import c

ADDR = c.sockaddr_in(c.AF_INET)
LEN = c.sizeof(ADDR)
BUF = bytearray(8)
MSG = c.msghdr(msg_iov=c.iovec(BUF, 8), msg_iovlen=1)


def length() -> c.socklen_t:
    """A length that C may write to."""
    return c.socklen_t(LEN)


# On a descriptor that is not open.
BAD: list[Callable[[], int]] = [
    lambda: c.connect(-1, ADDR, LEN),
    lambda: c.bind(-1, ADDR, LEN),
    lambda: c.listen(-1, 1),
    lambda: c.accept(-1, None, None),
    lambda: c.accept(-1, ADDR, length()),
    lambda: c.accept4(-1, None, None, 0),
    lambda: c.shutdown(-1, c.SHUT_WR),
    lambda: c.send(-1, b"x", 1, 0),
    lambda: c.recv(-1, BUF, 8, 0),
    lambda: c.sendto(-1, b"x", 1, 0, ADDR, LEN),
    lambda: c.recvfrom(-1, BUF, 8, 0, ADDR, length()),
    lambda: c.sendmsg(-1, MSG, 0),
    lambda: c.recvmsg(-1, MSG, 0),
    lambda: c.read(-1, BUF, 8),
    lambda: c.write(-1, b"x", 1),
    lambda: c.readv(-1, c.iovec(BUF, 8), 1),
    lambda: c.writev(-1, c.iovec(BUF, 8), 1),
    lambda: c.close(-1),
    lambda: c.dup(-1),
    lambda: c.getsockname(-1, ADDR, length()),
    lambda: c.getpeername(-1, ADDR, length()),
    lambda: c.getsockopt(-1, c.SOL_SOCKET, c.SO_TYPE, c.c_int(), c.socklen_t(4)),
    lambda: c.setsockopt(-1, c.SOL_SOCKET, c.SO_KEEPALIVE, c.c_int(1), 4),
    lambda: c.fcntl(-1, c.F_GETFD),
]


@pytest.mark.parametrize("call", BAD)
def test_a_descriptor_that_is_not_open_is_ebadf(call: Callable[[], int]) -> None:
    c.set_errno(0)
    assert (call(), c.errno()) == (-1, c.EBADF)


def fails(result: int, code: int) -> None:
    assert (result, c.errno(), c.strerror(code)) == (-1, code, os.strerror(code))


def test_socket_fails() -> None:
    fails(c.socket(-1, c.SOCK_STREAM, 0), c.EAFNOSUPPORT)
    fails(c.socket(c.AF_INET, -1, 0), c.EINVAL)
    fails(c.socket(c.AF_INET, c.SOCK_STREAM, c.IPPROTO_UDP), c.EPROTONOSUPPORT)


def test_socketpair_fails() -> None:
    fails(c.socketpair(c.AF_INET, c.SOCK_STREAM, 0, array("i", [0, 0])), c.EOPNOTSUPP)


def test_calls_out_of_turn_fail(sockfd: int) -> None:
    fails(c.accept(sockfd, None, None), c.EINVAL)
    fails(c.getpeername(sockfd, ADDR, length()), c.ENOTCONN)
    fails(c.recv(sockfd, BUF, 8, 0), c.ENOTCONN)
    fails(c.send(sockfd, b"x", 1, c.MSG_NOSIGNAL), c.EPIPE)
    fails(c.shutdown(sockfd, c.SHUT_RD), c.ENOTCONN)
    fails(c.shutdown(sockfd, 3), c.EINVAL)
    fails(c.bind(sockfd, ADDR, LEN - 1), c.EINVAL)
    fails(c.connect(sockfd, ADDR, 1), c.EINVAL)


def test_options_fail(sockfd: int) -> None:
    fails(c.setsockopt(sockfd, c.SOL_SOCKET, -1, c.c_int(1), 4), c.ENOPROTOOPT)
    fails(c.setsockopt(sockfd, c.SOL_SOCKET, c.SO_KEEPALIVE, c.c_int(1), 3), c.EINVAL)
    fails(c.getsockopt(sockfd, c.SOL_SOCKET, -1, c.c_int(), c.socklen_t(4)), c.ENOPROTOOPT)


def test_a_taken_address_is_eaddrinuse(listening: c.sockaddr_in) -> None:
    other = c.socket(c.AF_INET, c.SOCK_STREAM, 0)
    fails(c.bind(other, byref(listening), LEN), c.EADDRINUSE)
    foreign = c.sockaddr_in(c.AF_INET, 0, c.in_addr(c.inet_addr("192.0.2.1")))
    fails(c.bind(other, foreign, LEN), c.EADDRNOTAVAIL)
    c.close(other)


def test_a_call_that_would_wait_is_eagain(pair: tuple[int, int]) -> None:
    fails(c.recv(pair[0], BUF, 8, c.MSG_DONTWAIT), c.EAGAIN)
    assert c.fcntl(pair[0], c.F_SETFL, c.O_NONBLOCK) == 0
    fails(c.read(pair[0], BUF, 8), c.EAGAIN)
    fails(c.readv(pair[0], c.iovec(BUF, 8), 1), c.EAGAIN)
    fails(c.recvmsg(pair[0], MSG, 0), c.EAGAIN)


def test_an_address_without_a_length_is_efault(sockfd: int, listening: c.sockaddr_in) -> None:
    client = c.socket(c.AF_INET, c.SOCK_STREAM, 0)
    assert c.connect(client, listening, LEN) == 0
    fails(c.accept(sockfd, ADDR, None), c.EFAULT)
    c.close(client)


def test_poll_fails_on_too_many() -> None:
    many = [c.pollfd(-1)] * 100_000
    result = c.poll(many, len(many), 0)
    assert (result, c.errno()) == (-1, c.EINVAL) or result == 0  # As many as there may be files.


def test_gethostname_with_too_little_room_fails() -> None:
    fails(c.gethostname(bytearray(1), 1), c.ENAMETOOLONG)


def test_interfaces_that_are_not_there() -> None:
    c.set_errno(0)
    assert (c.if_nametoindex("no-such-one"), c.errno()) == (0, c.ENODEV)
    assert (c.if_indextoname(0x7FFFFFFF, bytearray(16)), c.errno()) == (None, c.ENXIO)


def test_addresses_that_are_none() -> None:
    assert c.inet_pton(c.AF_INET, "localhost", c.in_addr()) == 0
    fails(c.inet_pton(-1, "127.0.0.1", c.in_addr()), c.EAFNOSUPPORT)
    assert c.inet_ntop(-1, c.in_addr(), bytearray(16), 16) is None
    assert c.errno() == c.EAFNOSUPPORT
    assert c.inet_ntop(c.AF_INET, c.in_addr(), bytearray(16), 3) is None
    assert c.errno() == c.ENOSPC
    assert c.inet_aton("localhost", c.in_addr()) == 0
    assert c.inet_addr("localhost") == c.INADDR_NONE


def test_getnameinfo_fails() -> None:
    host = bytearray(4)
    addr = c.sockaddr_in(c.AF_INET, 0, c.in_addr(c.inet_addr("127.0.0.1")))
    numeric = c.NI_NUMERICHOST
    assert c.getnameinfo(addr, LEN, host, 4, None, 0, numeric) == c.EAI_OVERFLOW
    assert c.getnameinfo(addr, 3, host, 4, None, 0, numeric) == c.EAI_FAMILY
    assert c.getnameinfo(addr, LEN, host, 4, None, 0, 1 << 20) == c.EAI_BADFLAGS


def test_getaddrinfo_fails() -> None:
    res = c.addrinfo_p()
    numeric = c.addrinfo(c.AI_NUMERICHOST)
    assert c.getaddrinfo("localhost", None, numeric, res) == c.EAI_NONAME
    assert c.getaddrinfo(None, None, None, res) == c.EAI_NONAME
    assert c.getaddrinfo("::1", None, c.addrinfo(ai_family=-1), res) == c.EAI_FAMILY
    assert c.getaddrinfo("::1", "no-such-service", None, res) == c.EAI_SERVICE
    assert not res
    with pytest.raises(ValueError, match="the pointer is NULL"):
        _ = res.contents
