"""The process at the other end of all connections: `python -m tests.bench.peer PATH`.

It listens on a TCP port, which it prints, and on the path of a Unix socket. Each connection is
served by a process of its own. The first line of a connection is a command:

- `echo`: send the incoming bytes back.
- `sink`: read all bytes.
- `repeat HEX COUNT`: send these bytes COUNT times.
- `drive PORT SIZE COUNT`: connect to the port, send COUNT messages of SIZE bytes, and wait for the
  echo of each.
- `dial PORT COUNT`: connect to the port COUNT times, and wait for the end of each connection.
- `hold PORT COUNT`: connect to the port COUNT times, and keep the connections open for as long as
  this connection is open.
- `datagrams echo` or `datagrams sink`: report a UDP port, and receive datagrams on it for as long
  as this connection is open.
"""

import os
import resource
import signal
import socket
import struct
import sys
from collections import deque
from collections.abc import Callable
from select import select
from threading import Thread
from typing import Final

CHUNK: Final = 256 * 1024
MAX_PENDING: Final = 64
"""The number of connections that wait for their end; less than the backlog of a listener."""

LINGER_0: Final = struct.pack("ii", 1, 0)
"""SO_LINGER with 0 seconds. It leaves no port in TIME_WAIT; a benchmark would soon use up all."""


def raise_descriptor_limit() -> int:
    """Lets this process have as many descriptors as it may, and returns how many."""
    _, limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    return sys.maxsize if limit == resource.RLIM_INFINITY else limit


class Peer:
    """The address of the peer, for the workers."""

    def __init__(self, port: int, path: str) -> None:
        self.port = port
        self.path = path

    def tcp(self, command: str) -> socket.socket:
        """Connects over TCP and sends the command."""
        sock = socket.create_connection(("127.0.0.1", self.port))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.sendall(command.encode() + b"\n")
        return sock

    def unix(self, command: str) -> socket.socket:
        """Connects to the Unix socket and sends the command."""
        sock = socket.socket(socket.AF_UNIX)
        sock.connect(self.path)
        sock.sendall(command.encode() + b"\n")
        return sock


def echo(sock: socket.socket) -> None:
    buf = memoryview(bytearray(CHUNK))
    while n := sock.recv_into(buf):
        sock.sendall(buf[:n])


def sink(sock: socket.socket) -> None:
    buf = bytearray(CHUNK)
    while sock.recv_into(buf):
        pass


def repeat(sock: socket.socket, digits: str, count: str) -> None:
    data = bytes.fromhex(digits)
    batch = max(CHUNK // len(data), 1)
    batches, rest = divmod(int(count), batch)
    for _ in range(batches):
        sock.sendall(data * batch)
    sock.sendall(data * rest)


def drive(_sock: socket.socket, port: str, size: str, count: str) -> None:
    buf = bytearray(int(size))
    with socket.create_connection(("127.0.0.1", int(port))) as sock:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _ in range(int(count)):
            sock.sendall(buf)
            sock.recv_into(buf)


def dial(_sock: socket.socket, port: str, count: str) -> None:
    pending = deque[socket.socket]()
    for _ in range(int(count)):
        sock = socket.create_connection(("127.0.0.1", int(port)))
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_0)
        pending.append(sock)
        if len(pending) == MAX_PENDING:
            wait_for_end(pending.popleft())
    while pending:
        wait_for_end(pending.popleft())


def wait_for_end(sock: socket.socket) -> None:
    with sock:
        sock.recv(1)


def hold(control: socket.socket, port: str, count: str) -> None:
    raise_descriptor_limit()
    socks = [socket.create_connection(("127.0.0.1", int(port))) for _ in range(int(count))]
    control.recv(1)
    for sock in socks:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_0)


def datagrams(control: socket.socket, mode: str) -> None:
    udp = socket.socket(type=socket.SOCK_DGRAM)
    udp.bind(("127.0.0.1", 0))
    serve = {"echo": echo_datagrams, "sink": sink_datagrams}[mode]
    Thread(target=serve, args=[udp], daemon=True).start()
    control.sendall(b"%d\n" % udp.getsockname()[1])
    control.recv(1)


def echo_datagrams(udp: socket.socket) -> None:
    while True:
        data, addr = udp.recvfrom(2048)
        udp.sendto(data, addr)


def sink_datagrams(udp: socket.socket) -> None:
    buf = bytearray(2048)
    while True:
        udp.recv_into(buf)


COMMANDS: Final[dict[str, Callable[..., None]]] = {
    command.__name__: command for command in (echo, sink, repeat, drive, dial, hold, datagrams)
}


def serve_connection(sock: socket.socket) -> None:
    """Reads the command of a connection and executes it."""
    line = bytearray()
    while not line.endswith(b"\n"):
        line += sock.recv(1)
    name, *arguments = line.decode().split()
    COMMANDS[name](sock, *arguments)


def main(path: str) -> None:
    """Serves connections for ever."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    tcp = socket.create_server(("127.0.0.1", 0))
    unix = socket.socket(socket.AF_UNIX)
    unix.bind(path)
    unix.listen()
    sys.stdout.write(f"{tcp.getsockname()[1]}\n")
    sys.stdout.flush()
    while True:
        for listener in select([tcp, unix], [], [])[0]:
            sock, _ = listener.accept()
            if os.fork() == 0:
                try:
                    serve_connection(sock)
                except ConnectionError:  # The worker has closed its end.
                    pass
                finally:
                    os._exit(0)
            sock.close()


if __name__ == "__main__":
    main(sys.argv[1])
