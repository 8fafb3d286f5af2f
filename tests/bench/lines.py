"""Buffered reading and writing of sockets: `python -m tests.bench.lines [THOUSANDS]`.

Each row is the processor time of stdnet divided by that of Python's own buffers, written in C: what
`socket.makefile` gives. The median over interleaved rounds.
"""

import socket
import subprocess
import sys
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from functools import partial
from io import BufferedReader, BufferedWriter
from statistics import median
from struct import Struct
from time import process_time
from typing import Final

from stdnet import TcpStream
from stdnet.io import BufReader, BufWriter

ROUNDS: Final = 9
PIECE: Final = b"x" * 32
LINE: Final = b"the quick brown fox jumps over the lazy dog: 0123456789 abcdef\n"
HEAD: Final = Struct("!I")
FRAME: Final = HEAD.pack(len(PIECE)) + PIECE

Work = Callable[[socket.socket], object]

# In a process of its own, or both ends would wait for one interpreter.
PEER: Final = """
import socket, sys
peer = socket.socket(fileno=int(sys.argv[1]))
data = bytes.fromhex(sys.argv[2]) * 1000
for _ in range(int(sys.argv[3])):
    peer.sendall(data)
peer.shutdown(socket.SHUT_WR)
while peer.recv(1 << 20):
    pass
"""


@contextmanager
def connected(sent: bytes, thousands: int) -> Generator[socket.socket, None, None]:
    """A connection whose peer sends this many thousand times, and reads what is sent to it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        server, _ = listener.accept()
    with client:
        with server:
            fd = server.fileno()
            peer = subprocess.Popen(
                [sys.executable, "-c", PEER, str(fd), sent.hex(), str(thousands)], pass_fds=[fd]
            )
        if thousands:
            client.recv(1, socket.MSG_PEEK)  # It has begun.
        yield client
    peer.wait()


def seconds(work: Work, sent: bytes, thousands: int) -> float:
    """How much of the processor it takes once."""
    with connected(sent, thousands) as sock:
        start = process_time()
        work(sock)
        return process_time() - start


def ratio(rounds: int, ours: Work, base: Work, sent: bytes = b"", thousands: int = 0) -> float:
    """The time of ours in times of the base."""
    return median(
        seconds(ours, sent, thousands) / seconds(base, sent, thousands) for _ in range(rounds)
    )


def stream(sock: socket.socket) -> TcpStream:
    """The socket as stdnet's."""
    return TcpStream.from_socket(sock).unwrap()


def reader(sock: socket.socket) -> BufferedReader:
    """The base, whose buffer is of the same size."""
    return sock.makefile("rb")


def our_lines(sock: socket.socket) -> None:
    for line in BufReader(stream(sock)).lines():
        line.unwrap()


def our_read_line(sock: socket.socket) -> None:
    ours = BufReader(stream(sock))
    while ours.read_line().unwrap():
        pass


def base_lines(sock: socket.socket) -> None:
    with reader(sock) as base:
        for _ in base:
            pass


def base_readline(sock: socket.socket) -> None:
    with reader(sock) as base:
        while base.readline():
            pass


def our_frames(count: int, sock: socket.socket) -> None:
    ours = BufReader(stream(sock))
    head = bytearray(4)
    for _ in range(count):
        ours.read_exact(head).unwrap()
        ours.read_exact(bytearray(*HEAD.unpack(head))).unwrap()


def our_arrays(count: int, sock: socket.socket) -> None:
    ours = BufReader(stream(sock))
    for _ in range(count):
        ours.read_array(*HEAD.unpack(ours.read_array(4).unwrap())).unwrap()


def base_frames(count: int, sock: socket.socket) -> None:
    with reader(sock) as base:
        for _ in range(count):
            base.read(*HEAD.unpack(base.read(4)))


def our_writes(count: int, sock: socket.socket) -> None:
    ours = BufWriter(stream(sock))
    for _ in range(count):
        ours.write(PIECE).unwrap()
    ours.flush().unwrap()


def base_writes(count: int, sock: socket.socket) -> None:
    with BufferedWriter(sock.makefile("wb", buffering=0), 8192) as base:
        for _ in range(count):
            base.write(PIECE)


def rows(thousands: int, rounds: int = ROUNDS) -> Iterable[tuple[str, float]]:
    """Each scenario and its ratio."""
    compared = partial(ratio, rounds)
    count = thousands * 1000
    yield "lines()", compared(our_lines, base_readline, LINE, thousands)
    yield "lines(), to iteration", compared(our_lines, base_lines, LINE, thousands)
    yield "read_line", compared(our_read_line, base_readline, LINE, thousands)
    base = partial(base_frames, count)
    yield "frames, read_exact", compared(partial(our_frames, count), base, FRAME, thousands)
    yield "frames, read_array", compared(partial(our_arrays, count), base, FRAME, thousands)
    yield "write of 32 bytes", compared(partial(our_writes, count), partial(base_writes, count))


def main(thousands: int) -> None:
    """Prints the table."""
    print(f"{thousands},000 lines, frames, pieces, stdnet / makefile, median of {ROUNDS} rounds")
    for scenario, value in rows(thousands):
        print(f"  {scenario:22} {value:5.2f}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
