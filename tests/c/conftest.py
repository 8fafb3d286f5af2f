"""Fixtures for sockets as C has them: descriptors, which are closed after the test."""

from array import array
from collections.abc import Iterator

import pytest

from stdnet import c

Pair = tuple[int, int]


@pytest.fixture
def pair() -> Iterator[Pair]:
    """Yields two connected stream sockets."""
    sv = array("i", [-1, -1])
    assert c.socketpair(c.AF_UNIX, c.SOCK_STREAM, 0, sv) == 0
    yield sv[0], sv[1]
    for fd in sv:
        c.close(fd)


@pytest.fixture
def datagrams() -> Iterator[Pair]:
    """Yields two connected datagram sockets."""
    sv = array("i", [-1, -1])
    assert c.socketpair(c.AF_UNIX, c.SOCK_DGRAM, 0, sv) == 0
    yield sv[0], sv[1]
    for fd in sv:
        c.close(fd)


@pytest.fixture
def sockfd() -> Iterator[int]:
    """Yields a TCP socket that is not connected."""
    fd = c.socket(c.AF_INET, c.SOCK_STREAM | c.SOCK_CLOEXEC, 0)
    yield fd
    c.close(fd)


@pytest.fixture
def listening(sockfd: int) -> c.sockaddr_in:
    """Makes `sockfd` listen on a port of the loopback, and returns its address."""
    addr = c.sockaddr_in(c.AF_INET, 0, c.in_addr(c.htonl(c.INADDR_LOOPBACK)))
    assert c.bind(sockfd, addr, c.sizeof(addr)) == 0
    assert c.listen(sockfd, 8) == 0
    assert c.getsockname(sockfd, addr, c.socklen_t(c.sizeof(addr))) == 0
    return addr
