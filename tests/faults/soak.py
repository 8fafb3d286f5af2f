"""Many clients at once on a thread-per-connection echo: `python -m tests.faults.soak --seconds N`.

Every byte is checked. It prints how much went through, what was left behind, and fails if that is
anything.
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
from tests.faults.families import FAMILIES, Listener, Stream, connect, listen

MEMORY: Final = 6 << 20
"""How much more of it may be resident at the end, in bytes."""


def resident() -> int:
    """The memory of this process, in bytes."""
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def descriptors() -> int:
    """How many descriptors this process has."""
    return len(os.listdir("/proc/self/fd"))


@dataclass
class Figures:
    """What went through."""

    connections: int = 0
    bytes: int = 0
    errors: list[str] = field(default_factory=list[str])
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, length: int) -> None:
        """One more connection, and what it has carried."""
        with self._lock:
            self.connections += 1
            self.bytes += length

    def fail(self, what: str) -> None:
        """One more thing that should not be."""
        with self._lock:
            self.errors.append(what)


def serve(listener: Listener, figures: Figures) -> None:
    """Echoes on a thread for each connection until the listener is stopped."""

    def echo(stream: Stream) -> None:
        with stream:
            echoed = io.copy(stream, stream)
            if not isinstance(echoed, Ok):
                figures.fail(f"server: {echoed.failure()}")

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
    """One connection: pieces of random length there and back, each of which is checked."""
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
    """Has clients talk, all at once, for as long as it is to go on."""
    figures = Figures()
    listeners = [listen(family) for family in families]
    servers = [threading.Thread(target=serve, args=[each, figures]) for each in listeners]

    def client(number: int) -> None:
        draw = random.Random(number)
        while go_on(figures):
            try:
                talk(listeners[number % len(listeners)], draw, figures)
            except Exception as exc:  # Whatever it is, it is counted.
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
    """Soaks, prints the figures, and fails if anything is left."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--connections", type=int, default=sys.maxsize)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--family", choices=FAMILIES, action="append")
    args = parser.parse_args()
    families: tuple[str, ...] = tuple(args.family or FAMILIES)

    # All that is made once is there, and the memory of as many threads.
    soak(args.clients, lambda figures: figures.connections < 2 * args.clients, families)
    gc.collect()
    memory, open_before, start = resident(), descriptors(), time.monotonic()
    figures = soak(
        args.clients,
        lambda figures: (
            time.monotonic() - start < args.seconds and figures.connections < args.connections
        ),
        families,
    )
    taken = time.monotonic() - start
    gc.collect()
    more_memory, more_open = resident() - memory, descriptors() - open_before
    print(f"clients at once   {args.clients} ({', '.join(families)})")
    print(f"seconds           {taken:.1f}")
    print(f"connections       {figures.connections} ({figures.connections / taken:.0f} a second)")
    print(f"bytes each way    {figures.bytes} ({figures.bytes / taken / 1e6:.1f} MB a second)")
    print(f"more descriptors  {more_open}")
    print(f"more memory       {more_memory / 1024:.0f} KiB")
    print(f"errors            {len(figures.errors)} {figures.errors[:3] or ''}")
    if figures.errors or more_open or more_memory > MEMORY:
        sys.exit("something was left behind")


if __name__ == "__main__":
    main()
