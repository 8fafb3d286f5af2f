"""The process of a server's clients: `python -m tests.bench.many.client KIND PROCESSOR COMMAND …`.

It starts the server by the command, and moves to another processor. Then it reads counts from its
input, one in each line. It does that much of the work, and prints the wall-clock time and the
processor time of the server in seconds. If the server cannot run, it prints the reason and ends.

The clients send all their requests, one after another, and then receive all answers, the last one
first. So they cost less than any server, and they sleep and are woken once in a pass and not once
in an answer, which would cost the server time that a client on another machine would not.

Before the time is taken, each connection does an exchange. A server that works has its memory in
the caches of the processor; those that take turns have lost it to one another.
"""

import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from typing import Final

from tests.bench.many.answers import ANSWERS
from tests.bench.many.kinds import KINDS, Kind
from tests.bench.peer import raise_descriptor_limit
from tests.bench.stopwatch import Cost
from tests.bench.worker import write_line

SPARE: Final = 64
"""The number of descriptors that a process needs besides those of the connections."""

AT_ONCE: Final = 64
"""The number of connections that wait to be accepted; less than the backlog of a listener."""

ENVIRONMENT: Final = {"MALLOC_MMAP_THRESHOLD_": "1048576", "MALLOC_TRIM_THRESHOLD_": "16777216"}
"""Makes glibc keep the memory of a server.

For each read asyncio takes 256 KiB of memory, and returns most of it. If there is no room in the
heap by chance, glibc maps and unmaps it each time, which doubles the cost of asyncio.
"""

SETTLED: Final = 0.003
"""The time in seconds after which a server that has nothing to do waits.

The kernel then has added up its processor time.
"""


class Server:
    """The process of a server."""

    def __init__(self, command: Sequence[str]) -> None:
        env = {**os.environ, **ENVIRONMENT}
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env)
        assert self._process.stdout is not None
        self.line = self._process.stdout.readline().strip()
        """Its port, or the reason why it cannot run."""

    def connect(self) -> socket.socket:
        """Connects to the server."""
        sock = socket.socket()
        sock.connect(("127.0.0.1", int(self.line)))
        return sock

    def cpu_time(self) -> float:
        """Returns the processor time of its threads so far, of those that have ended as well."""
        # The number of that clock, which `clock_getcpuclockid` returns in C.
        return time.clock_gettime((~self._process.pid << 3) | 2)

    def resident_bytes(self) -> int:
        """Returns its resident memory, without that of the kernel for it."""
        with open(f"/proc/{self._process.pid}/statm") as statm:
            return int(statm.read().split()[1]) * resource.getpagesize()

    def close(self) -> None:
        """Ends the process."""
        self._process.kill()
        self._process.communicate()


class Clients:
    """The clients of one server."""

    def __init__(self, kind: Kind, server: Server) -> None:
        self._kind = kind
        self._server = server
        self._size = len(ANSWERS[kind.answer](kind.request))
        self._connected = list[socket.socket]()

    def run(self, count: int) -> Cost:
        """Does the work with `count` exchanges, and returns its cost."""
        measured = self._kind.measured
        if measured == "memory":
            return self._memory(count)
        if measured == "connections":
            return self._time(lambda: self._come_and_go(count))
        if not self._connected:
            self._connected = self._connect(self._kind.connections)
        self._exchange(self._connected, len(self._connected))  # Fills the processor's caches.
        return self._time(lambda: self._exchange(self._connected, count))

    def close(self) -> None:
        """Closes the connections."""
        for sock in self._connected:
            sock.close()

    def _time(self, work: Callable[[], None]) -> Cost:
        time.sleep(SETTLED)
        cpu, wall = self._server.cpu_time(), time.perf_counter()
        work()
        wall = time.perf_counter() - wall
        time.sleep(SETTLED)
        return Cost(wall, self._server.cpu_time() - cpu)

    def _memory(self, count: int) -> Cost:
        self._connected += self._connect(1)  # The first one loads what all need.
        before = self._server.resident_bytes()
        self._connected += self._connect(count)
        kib = (self._server.resident_bytes() - before) / count / 1024
        return Cost(kib, kib)

    def _connect(self, count: int) -> list[socket.socket]:
        """Returns connections that the server has accepted."""
        connected = list[socket.socket]()
        for number in batches(count, AT_ONCE):
            batch = [self._server.connect() for _ in range(number)]
            self._exchange(batch, number)
            connected += batch
        return connected

    def _come_and_go(self, count: int) -> None:
        for number in batches(count, self._kind.connections):
            batch = [self._server.connect() for _ in range(number)]
            self._exchange(batch, number)
            for sock in batch:
                sock.shutdown(socket.SHUT_WR)
            for sock in reversed(batch):
                if sock.recv(1):
                    raise RuntimeError("the server sends more than an answer")
                sock.close()

    def _exchange(self, connected: Sequence[socket.socket], count: int) -> None:
        request, size, flags = self._kind.request, self._size, socket.MSG_WAITALL
        calls = [(sock.send, sock.recv) for sock in connected]
        for number in batches(count, len(calls)):
            for send, _ in calls[:number]:
                send(request)
            for _, receive in reversed(calls[:number]):
                if len(receive(size, flags)) != size:
                    raise RuntimeError("the server has closed a connection")


def batches(count: int, size: int) -> Iterator[int]:
    """Yields the sizes of batches that have `count` elements together."""
    for done in range(0, count, size):
        yield min(size, count - done)


def main(name: str, processor: str, *command: str) -> None:
    """Works until its input ends."""
    kind = KINDS[name]
    limit = raise_descriptor_limit()
    if limit < kind.connections + SPARE:
        write_line(f"missing: only {limit} descriptors")
        return
    with closing(Server(command)) as server:
        if not server.line.isdecimal():
            write_line(server.line)
            return
        os.sched_setaffinity(0, {int(processor)})
        clients = Clients(kind, server)
        for line in sys.stdin:
            wall, cpu = clients.run(int(line))
            write_line(f"{wall!r} {cpu!r}")


if __name__ == "__main__":
    main(*sys.argv[1:])
