"""Each function fails as in C: with its result, and with the cause in `errno()`."""

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
    """Returns a length that C may write to."""
    return c.socklen_t(LEN)


# Calls on a descriptor that is not open.
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


def assert_failed(result: int, code: int) -> None:
    """Asserts that a call has returned -1 and left an errno."""
    assert (result, c.errno(), c.strerror(code)) == (-1, code, os.strerror(code))


def test_socket_fails_for_unknown_arguments() -> None:
    assert_failed(c.socket(-1, c.SOCK_STREAM, 0), c.EAFNOSUPPORT)
    assert_failed(c.socket(c.AF_INET, -1, 0), c.EINVAL)
    assert_failed(c.socket(c.AF_INET, c.SOCK_STREAM, c.IPPROTO_UDP), c.EPROTONOSUPPORT)


def test_socketpair_fails_for_internet_sockets() -> None:
    assert_failed(c.socketpair(c.AF_INET, c.SOCK_STREAM, 0, array("i", [0, 0])), c.EOPNOTSUPP)


def test_calls_in_a_wrong_state_fail(sockfd: int) -> None:
    assert_failed(c.accept(sockfd, None, None), c.EINVAL)
    assert_failed(c.getpeername(sockfd, ADDR, length()), c.ENOTCONN)
    assert_failed(c.recv(sockfd, BUF, 8, 0), c.ENOTCONN)
    assert_failed(c.send(sockfd, b"x", 1, c.MSG_NOSIGNAL), c.EPIPE)
    assert_failed(c.shutdown(sockfd, c.SHUT_RD), c.ENOTCONN)
    assert_failed(c.shutdown(sockfd, 3), c.EINVAL)
    assert_failed(c.bind(sockfd, ADDR, LEN - 1), c.EINVAL)
    assert_failed(c.connect(sockfd, ADDR, 1), c.EINVAL)


def test_wrong_options_fail(sockfd: int) -> None:
    assert_failed(c.setsockopt(sockfd, c.SOL_SOCKET, -1, c.c_int(1), 4), c.ENOPROTOOPT)
    assert_failed(c.setsockopt(sockfd, c.SOL_SOCKET, c.SO_KEEPALIVE, c.c_int(1), 3), c.EINVAL)
    assert_failed(c.getsockopt(sockfd, c.SOL_SOCKET, -1, c.c_int(), c.socklen_t(4)), c.ENOPROTOOPT)


def test_a_taken_address_is_eaddrinuse(listening: c.sockaddr_in) -> None:
    other = c.socket(c.AF_INET, c.SOCK_STREAM, 0)
    assert_failed(c.bind(other, byref(listening), LEN), c.EADDRINUSE)
    foreign = c.sockaddr_in(c.AF_INET, 0, c.in_addr(c.inet_addr("192.0.2.1")))
    assert_failed(c.bind(other, foreign, LEN), c.EADDRNOTAVAIL)
    c.close(other)


def test_a_call_that_would_wait_is_eagain(pair: tuple[int, int]) -> None:
    assert_failed(c.recv(pair[0], BUF, 8, c.MSG_DONTWAIT), c.EAGAIN)
    assert c.fcntl(pair[0], c.F_SETFL, c.O_NONBLOCK) == 0
    assert_failed(c.read(pair[0], BUF, 8), c.EAGAIN)
    assert_failed(c.readv(pair[0], c.iovec(BUF, 8), 1), c.EAGAIN)
    assert_failed(c.recvmsg(pair[0], MSG, 0), c.EAGAIN)


def test_an_address_without_a_length_is_efault(sockfd: int, listening: c.sockaddr_in) -> None:
    client = c.socket(c.AF_INET, c.SOCK_STREAM, 0)
    assert c.connect(client, listening, LEN) == 0
    assert_failed(c.accept(sockfd, ADDR, None), c.EFAULT)
    c.close(client)


def test_poll_fails_for_too_many_descriptors() -> None:
    many = [c.pollfd(-1)] * 100_000
    result = c.poll(many, len(many), 0)
    assert (result, c.errno()) == (
        -1,
        c.EINVAL,
    ) or result == 0  # The limit of open files is that high.


def test_gethostname_fails_if_the_name_does_not_fit() -> None:
    assert_failed(c.gethostname(bytearray(1), 1), c.ENAMETOOLONG)


def test_interfaces_that_do_not_exist_are_not_found() -> None:
    c.set_errno(0)
    assert (c.if_nametoindex("no-such-one"), c.errno()) == (0, c.ENODEV)
    assert (c.if_indextoname(0x7FFFFFFF, bytearray(16)), c.errno()) == (None, c.ENXIO)


def test_a_text_that_is_no_address_is_refused() -> None:
    assert c.inet_pton(c.AF_INET, "localhost", c.in_addr()) == 0
    assert_failed(c.inet_pton(-1, "127.0.0.1", c.in_addr()), c.EAFNOSUPPORT)
    assert c.inet_ntop(-1, c.in_addr(), bytearray(16), 16) is None
    assert c.errno() == c.EAFNOSUPPORT
    assert c.inet_ntop(c.AF_INET, c.in_addr(), bytearray(16), 3) is None
    assert c.errno() == c.ENOSPC
    assert c.inet_aton("localhost", c.in_addr()) == 0
    assert c.inet_addr("localhost") == c.INADDR_NONE


def test_getnameinfo_returns_an_eai_code() -> None:
    host = bytearray(4)
    addr = c.sockaddr_in(c.AF_INET, 0, c.in_addr(c.inet_addr("127.0.0.1")))
    numeric = c.NI_NUMERICHOST
    assert c.getnameinfo(addr, LEN, host, 4, None, 0, numeric) == c.EAI_OVERFLOW
    assert c.getnameinfo(addr, 3, host, 4, None, 0, numeric) == c.EAI_FAMILY
    assert c.getnameinfo(addr, LEN, host, 4, None, 0, 1 << 20) == c.EAI_BADFLAGS


def test_getaddrinfo_returns_an_eai_code() -> None:
    res = c.addrinfo_p()
    numeric = c.addrinfo(c.AI_NUMERICHOST)
    assert c.getaddrinfo("localhost", None, numeric, res) == c.EAI_NONAME
    assert c.getaddrinfo(None, None, None, res) == c.EAI_NONAME
    assert c.getaddrinfo("::1", None, c.addrinfo(ai_family=-1), res) == c.EAI_FAMILY
    assert c.getaddrinfo("::1", "no-such-service", None, res) == c.EAI_SERVICE
    assert not res
    with pytest.raises(ValueError, match="the pointer is NULL"):
        _ = res.contents
