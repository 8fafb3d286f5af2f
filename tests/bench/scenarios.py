"""The table of scenarios, with their targets."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tests.bench.libraries import Work
from tests.bench.work import (
    addresses,
    buffered,
    calls,
    connections,
    copying,
    datagrams,
    imports,
    streams,
)


@dataclass(frozen=True)
class Scenario:
    """A row of the table."""

    name: str
    label: str
    work: Mapping[str, Work]
    """The work, by the name of the implementation."""
    count: int
    """The number of times that a round does the work, in about a tenth of a second."""
    wall_target: float | None
    """The limit of the wall-clock time, relative to the raw sockets. None if there is no limit."""
    cpu_target: float | None = None
    """The limit of the processor time."""
    peer_apart: bool = False
    """True if the peer runs on another processor."""
    in_kib: bool = False
    """True if the result is a number of KiB instead of a ratio."""


_ALL: Final = (
    Scenario("echo", "TCP round trip, 64 B, client", streams.ECHO, 4000, 1.05),
    Scenario("limited", "the same with a 5 s limit on each call", streams.LIMITED, 4000, 0.95),
    Scenario("server", "server, one connection", streams.SERVER, 4000, 1.04),
    Scenario("send", "bulk send, 64 KiB", streams.SEND, 2000, 1.03),
    Scenario("receive", "bulk receive, 64 KiB", streams.RECEIVE, 2000, 1.03),
    Scenario("accept", "accept", connections.ACCEPT, 1000, 1.02),
    Scenario("cycle", "connect + accept + close", connections.CYCLE, 1000, 0.95),
    Scenario("copy", "io.copy, socket to socket", copying.SOCKETS, 256, 1.25, 0.45),
    Scenario(
        "copy-apart", "the same, ends elsewhere", copying.SOCKETS, 256, 0.85, 0.35, peer_apart=True
    ),
    # Relative to `sendfile`, which takes half the processor time, but lets a later write to the
    # file change what was copied.
    Scenario("copy-file", "io.copy, file to socket", copying.FILE, 256, 1.00),
    Scenario("copy-to-file", "io.copy, socket to file", copying.TO_FILE, 64, None),
    Scenario("lines", "BufReader.lines", buffered.LINES, 200_000, 2.60),
    Scenario("read-line", "BufReader.read_line", buffered.READ_LINE, 200_000, 3.80),
    Scenario("frames", "BufReader.read_exact, twice a frame", buffered.FRAMES, 100_000, 1.40),
    Scenario("arrays", "BufReader.read_array, twice a frame", buffered.ARRAYS, 100_000, None),
    Scenario("writes", "BufWriter.write of 32 B", buffered.WRITES, 200_000, 1.25),
    Scenario("udp", "UDP ping-pong", datagrams.PINGS, 4000, 1.10),
    Scenario("udp-send", "UDP send", datagrams.SENDS, 10_000, 1.07),
    Scenario("unix", "Unix ping-pong", streams.UNIX, 4000, 1.08),
    Scenario("pair", "write + read on a socket pair", calls.PAIR, 50_000, 1.18),
    Scenario("would-block", "a read that returns WouldBlock", calls.WOULD_BLOCK, 50_000, 1.90),
    Scenario("parse", "parse addresses", addresses.PARSE, 20_000, 0.20),
    Scenario("print", "print addresses", addresses.PRINT, 20_000, 0.20),
    Scenario("sort", "sort addresses", addresses.SORT, 20_000, 0.25),
    Scenario("hash", "hash addresses", addresses.HASH, 100_000, 0.55),
    Scenario("test", "test addresses", addresses.TEST, 20_000, 0.36),
    Scenario("import", "process that imports it", imports.IMPORT, 4, 2.9),
    Scenario(
        "memory", "memory of an idle connection, KiB", connections.HOLD, 2000, 0.5, in_kib=True
    ),
)

SCENARIOS: Final = {scenario.name: scenario for scenario in _ALL}
