"""A C program and `stdnet.c` talk to each other, in both roles."""

import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from stdnet import c
from stdnet.c.sys_socket import Sockaddr
from tests.support import oracle

pytestmark = oracle.needs_gcc

KINDS = ["tcp4", "tcp6", "udp4", "udp6", "unix"]
WORDS = "Grüße aus C".encode() * 20


@contextmanager
def peer(*words: str) -> Generator[subprocess.Popen[bytes], None, None]:
    """Starts the C program, and kills it at the end."""
    command: list[str | Path] = [oracle.program("c_peer"), *words]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def address_of(kind: str, place: str) -> Sockaddr:
    """Returns the address of a loopback port or of a path."""
    if kind == "unix":
        return c.sockaddr_un(c.AF_UNIX, place.encode())
    if kind.endswith("4"):
        return c.sockaddr_in(c.AF_INET, c.htons(int(place)), c.in_addr(c.htonl(c.INADDR_LOOPBACK)))
    loopback = c.in6_addr(c.IN6ADDR_LOOPBACK_INIT)
    return c.sockaddr_in6(c.AF_INET6, c.htons(int(place)), sin6_addr=loopback)


def socket_for(kind: str) -> int:
    """Creates a socket for one of `KINDS`."""
    families = {"x": c.AF_UNIX, "4": c.AF_INET, "6": c.AF_INET6}
    return c.socket(families[kind[-1]], c.SOCK_DGRAM if kind[0] == "u" and kind != "unix" else 1, 0)


@pytest.mark.parametrize("kind", KINDS)
def test_stdnet_is_the_client_of_a_c_server(kind: str, tmp_path: Path) -> None:
    place = str(tmp_path / "socket") if kind == "unix" else "0"
    with peer("serve", kind, place) as process:
        assert process.stdout is not None
        port = process.stdout.readline().decode().strip()
        addr = address_of(kind, place if kind == "unix" else port)
        sockfd = socket_for(kind)
        assert c.connect(sockfd, addr, c.sizeof(addr)) == 0
        assert c.send(sockfd, WORDS, len(WORDS), c.MSG_NOSIGNAL) == len(WORDS)
        buf = bytearray(len(WORDS))
        assert c.recv(sockfd, buf, len(buf), c.MSG_WAITALL) == len(WORDS)
        assert buf == WORDS
        assert c.close(sockfd) == 0
        assert process.wait(10) == 0


@pytest.mark.parametrize("kind", KINDS)
def test_stdnet_is_the_server_of_a_c_client(kind: str, tmp_path: Path) -> None:
    place = str(tmp_path / "socket") if kind == "unix" else "0"
    sockfd, addr = socket_for(kind), address_of(kind, place)
    assert c.bind(sockfd, addr, c.sizeof(addr)) == 0
    if kind != "unix":
        assert c.getsockname(sockfd, addr, c.socklen_t(c.sizeof(addr))) == 0
        place = str(int.from_bytes(bytes(addr)[2:4], "big"))
    if kind.startswith("udp"):
        with peer("connect", kind, place) as process:
            out = answer_datagram(process, sockfd)
    else:
        assert c.listen(sockfd, 1) == 0
        with peer("connect", kind, place) as process:
            out = answer_stream(process, sockfd)
    assert out == WORDS
    assert c.close(sockfd) == 0


def answer_datagram(process: subprocess.Popen[bytes], sockfd: int) -> bytes:
    """Echoes one datagram, and returns what the program prints."""
    send_input(process)
    buf, src, addrlen = bytearray(4096), c.sockaddr_storage(), c.socklen_t(128)
    n = c.recvfrom(sockfd, buf, len(buf), 0, src, addrlen)
    assert c.sendto(sockfd, buf, n, 0, src, addrlen.value) == n
    return process.communicate(timeout=10)[0]


def answer_stream(process: subprocess.Popen[bytes], sockfd: int) -> bytes:
    """Echoes one connection, and returns what the program prints."""
    send_input(process)
    conn, buf = c.accept(sockfd, None, None), bytearray(4096)
    while (n := c.read(conn, buf, len(buf))) > 0:
        assert c.write(conn, buf, n) == n
    assert c.close(conn) == 0
    return process.communicate(timeout=10)[0]


def send_input(process: subprocess.Popen[bytes]) -> None:
    """Writes the bytes that the program is to send to its standard input."""
    assert process.stdin is not None
    process.stdin.write(WORDS)
    process.stdin.flush()
