"""The other end of all connections: `python -m tests.bench.peer PATH`.

It listens at a TCP port, which it prints, and at the path. The first line that comes in over a
connection says what to do, in a process of its own:

- `echo`: send back what comes in.
- `sink`: take all that comes in.
- `repeat HEX COUNT`: send these bytes so often.
- `drive PORT SIZE COUNT`: connect to the port, send so many messages, wait for the echo of each.
- `dial PORT COUNT`: connect to the port so often, and wait for the end of each connection.
- `hold PORT COUNT`: connect to the port so often, for as long as this connection stands.
- `datagrams echo` or `datagrams sink`: take datagrams at the UDP port that it tells, for as long as
  the connection stands.
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
AT_ONCE: Final = 64
"""Connections that wait for their end; fewer than wait for `accept`."""

LINGER_0: Final = struct.pack("ii", 1, 0)
"""Leaves no port in TIME_WAIT, of which a benchmark would soon have used all."""


class Peer:
    """The peer as those who work see it."""

    def __init__(self, port: int, path: str) -> None:
        self.port = port
        self.path = path

    def tcp(self, command: str) -> socket.socket:
        """A connection at whose other end this is done."""
        sock = socket.create_connection(("127.0.0.1", self.port))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.sendall(command.encode() + b"\n")
        return sock

    def unix(self, command: str) -> socket.socket:
        """The same over a Unix socket."""
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


def repeat(sock: socket.socket, piece: str, count: str) -> None:
    data = bytes.fromhex(piece)
    at_once = max(CHUNK // len(data), 1)
    whole, rest = divmod(int(count), at_once)
    for _ in range(whole):
        sock.sendall(data * at_once)
    sock.sendall(data * rest)


def drive(_sock: socket.socket, port: str, size: str, count: str) -> None:
    buf = bytearray(int(size))
    with socket.create_connection(("127.0.0.1", int(port))) as sock:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _ in range(int(count)):
            sock.sendall(buf)
            sock.recv_into(buf)


def dial(_sock: socket.socket, port: str, count: str) -> None:
    waiting = deque[socket.socket]()
    for _ in range(int(count)):
        sock = socket.create_connection(("127.0.0.1", int(port)))
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_0)
        waiting.append(sock)
        if len(waiting) == AT_ONCE:
            see_the_end(waiting.popleft())
    while waiting:
        see_the_end(waiting.popleft())


def hold(stay: socket.socket, port: str, count: str) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    socks = [socket.create_connection(("127.0.0.1", int(port))) for _ in range(int(count))]
    stay.recv(1)
    for sock in socks:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_0)


def see_the_end(sock: socket.socket) -> None:
    with sock:
        sock.recv(1)


def datagrams(sock: socket.socket, how: str) -> None:
    udp = socket.socket(type=socket.SOCK_DGRAM)
    udp.bind(("127.0.0.1", 0))
    Thread(
        target={"echo": echo_datagrams, "sink": sink_datagrams}[how], args=[udp], daemon=True
    ).start()
    sock.sendall(b"%d\n" % udp.getsockname()[1])
    sock.recv(1)


def echo_datagrams(udp: socket.socket) -> None:
    while True:
        data, addr = udp.recvfrom(2048)
        udp.sendto(data, addr)


def sink_datagrams(udp: socket.socket) -> None:
    buf = bytearray(2048)
    while True:
        udp.recv_into(buf)


COMMANDS: Final[dict[str, Callable[..., None]]] = {
    work.__name__: work for work in (echo, sink, repeat, drive, dial, hold, datagrams)
}


def obey(sock: socket.socket) -> None:
    """Does what the first line says."""
    line = bytearray()
    while not line.endswith(b"\n"):
        line += sock.recv(1)
    name, *words = line.decode().split()
    COMMANDS[name](sock, *words)


def main(path: str) -> None:
    """Serves for ever."""
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
                    obey(sock)
                except ConnectionError:  # Who works has seen enough.
                    pass
                finally:
                    os._exit(0)
            sock.close()


if __name__ == "__main__":
    main(sys.argv[1])
