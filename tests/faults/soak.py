"""Runs many clients at once against an echo server: `python -m tests.faults.soak --seconds N`.

The server has a thread for each connection, and the clients check every byte. The program prints
how much data went through, and fails if there were errors, or if descriptors or memory are left.
"""

import argparse
import gc
import os
import random
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from stdnet import Ok, Shutdown, io
from tests.faults.stream_pairs import FAMILIES, Listener, Stream, connect, listen

MAX_GROWTH: Final = 6 << 20
"""How many bytes of memory the process may have gained at the end."""


def resident_memory() -> int:
    """Returns the resident memory of this process, in bytes."""
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def descriptors() -> int:
    """Returns the number of open descriptors of this process."""
    return len(os.listdir("/proc/self/fd"))


@dataclass
class Figures:
    """The connections, bytes and errors of a run."""

    connections: int = 0
    bytes: int = 0
    errors: list[str] = field(default_factory=list[str])
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, length: int) -> None:
        """Counts a connection and the bytes that it has echoed."""
        with self._lock:
            self.connections += 1
            self.bytes += length

    def fail(self, error: str) -> None:
        """Records an error."""
        with self._lock:
            self.errors.append(error)


def serve(listener: Listener, figures: Figures) -> None:
    """Echoes each connection on a thread of its own, until the listener is stopped."""

    def echo(stream: Stream) -> None:
        with stream:
            echoed = io.copy(stream, stream)
            if not isinstance(echoed, Ok):
                figures.fail(f"server: {echoed.unwrap_err()}")

    threads = list[threading.Thread]()
    for incoming in listener.incoming():
        if not isinstance(incoming, Ok):
            break
        threads = [thread for thread in threads if thread.is_alive()]
        thread = threading.Thread(target=echo, args=[incoming.unwrap()])
        thread.start()
        threads.append(thread)
    for thread in threads:
        thread.join()


def talk(listener: Listener, draw: random.Random, figures: Figures) -> None:
    """Connects, sends pieces of random length, and checks what comes back."""
    sent = 0
    with connect(listener).unwrap() as stream:
        for _ in range(draw.randint(1, 8)):
            piece = draw.randbytes(draw.choice([1, 64, 1000, 5000, 20_000]))
            stream.write_all(piece).unwrap()
            if stream.read_array(len(piece)).unwrap() != piece:
                figures.fail("other bytes came back")
            sent += len(piece)
        stream.shutdown(Shutdown.Write).unwrap()
        if stream.read(bytearray(1)) != Ok(0):
            figures.fail("more came back")
    figures.count(sent)


def soak(clients: int, go_on: Callable[[Figures], bool], families: tuple[str, ...]) -> Figures:
    """Runs the clients at once, each with one connection after another while `go_on` is true."""
    figures = Figures()
    listeners = [listen(family) for family in families]
    servers = [threading.Thread(target=serve, args=[each, figures]) for each in listeners]

    def client(number: int) -> None:
        draw = random.Random(number)
        while go_on(figures):
            try:
                talk(listeners[number % len(listeners)], draw, figures)
            except Exception as exc:
                figures.fail(f"client: {exc!r}")

    threads = [threading.Thread(target=client, args=[number]) for number in range(clients)]
    for thread in (*servers, *threads):
        thread.start()
    for thread in threads:
        thread.join()
    for listener in listeners:
        listener.stop().unwrap()
    for server in servers:
        server.join()
    for listener in listeners:
        listener.close()
    return figures


def main() -> None:
    """Runs the clients, prints the figures, and fails if anything is left."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--connections", type=int, default=sys.maxsize)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--family", choices=FAMILIES, action="append")
    args = parser.parse_args()
    families: tuple[str, ...] = tuple(args.family or FAMILIES)

    # First a short run, as caches, and the memory of as many threads, stay.
    soak(args.clients, lambda figures: figures.connections < 2 * args.clients, families)
    gc.collect()
    memory, open_before, start = resident_memory(), descriptors(), time.monotonic()
    figures = soak(
        args.clients,
        lambda figures: (
            time.monotonic() - start < args.seconds and figures.connections < args.connections
        ),
        families,
    )
    taken = time.monotonic() - start
    gc.collect()
    more_memory, more_open = resident_memory() - memory, descriptors() - open_before
    print(f"clients at once   {args.clients} ({', '.join(families)})")
    print(f"seconds           {taken:.1f}")
    print(f"connections       {figures.connections} ({figures.connections / taken:.0f} a second)")
    print(f"bytes each way    {figures.bytes} ({figures.bytes / taken / 1e6:.1f} MB a second)")
    print(f"more descriptors  {more_open}")
    print(f"more memory       {more_memory / 1024:.0f} KiB")
    print(f"errors            {len(figures.errors)} {figures.errors[:3] or ''}")
    if figures.errors or more_open or more_memory > MAX_GROWTH:
        sys.exit("something was left behind")


if __name__ == "__main__":
    main()
