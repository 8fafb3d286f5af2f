"""Calls what Python's `socket` module has in common with stdnet, and marks the calls for strace.

The marks are those of `marked_examples.py`.
"""

import socket
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import partial

from tests.site.marked_examples import mark


@contextmanager
def called(name: str) -> Generator[None, None, None]:
    """Marks the calls in a `with` block as those of a name of Python."""
    mark("call", name)
    yield
    mark("return", "ok")


def call(name: str, function: Callable[[], object]) -> None:
    """Calls a function as one of the name of Python, and forgets what it returns."""
    with called(name):
        function()


def method(sock: socket.socket, name: str, *arguments: object) -> None:
    """Calls a method of a socket."""
    function: Callable[..., object] = getattr(sock, name)
    call(f"socket.socket.{name}", partial(function, *arguments))


def make_sockets() -> None:
    """Calls the functions that make sockets, or that need none."""
    with called("socket.create_server"):
        server = socket.create_server(("127.0.0.1", 0))
    with called("socket.create_connection"):
        client = socket.create_connection(server.getsockname(), timeout=60)
    method(server, "accept")
    method(client, "getpeername")
    method(client, "close")
    with called("socket.socket"):
        stream = socket.socket()
    method(stream, "bind", ("127.0.0.1", 0))
    method(stream, "listen")
    method(stream, "close")
    client = socket.socket()
    method(client, "settimeout", 60)
    method(client, "gettimeout")
    method(client, "connect", server.getsockname())
    method(server, "getsockname")
    method(server, "dup")
    method(server, "setblocking", True)
    method(server, "getblocking")
    method(server, "fileno")
    method(server, "setsockopt", socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    method(server, "getsockopt", socket.SOL_SOCKET, socket.SO_KEEPALIVE)
    method(server, "shutdown", socket.SHUT_RDWR)
    fd = server.detach()
    with called("socket.socket"):
        server = socket.socket(fileno=fd)
    call("socket.gethostname", socket.gethostname)
    call("socket.getaddrinfo", partial(socket.getaddrinfo, "127.0.0.1", 1))


def transfer() -> None:
    """Calls the methods that send and receive."""
    with called("socket.socketpair"):
        one, other = socket.socketpair()
    for name, data in (("send", b"hello"), ("sendall", b"hello"), ("sendmsg", [b"hello"])):
        method(one, name, data)
    method(other, "recv_into", bytearray(5))
    method(other, "recvfrom_into", bytearray(5))
    method(other, "recvmsg_into", [bytearray(5)])
    with tempfile.TemporaryFile() as file:
        file.write(b"hello")
        file.seek(0)
        method(one, "sendfile", file)
    call("socket.send_fds", partial(socket.send_fds, one, [b"hello"], [0]))
    call("socket.recv_fds", partial(socket.recv_fds, other, 5, 1))
    with socket.socket(type=socket.SOCK_DGRAM) as datagrams:
        datagrams.bind(("127.0.0.1", 0))
        method(datagrams, "sendto", b"hello", datagrams.getsockname())


def main() -> None:
    """Calls all of them."""
    mark("example", "python_calls")
    make_sockets()
    transfer()


if __name__ == "__main__":
    main()
