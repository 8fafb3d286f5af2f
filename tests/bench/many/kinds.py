"""The kinds of work, the servers that do it, and the targets."""

from dataclasses import dataclass
from typing import Final, Literal

from tests.bench.many.answers import MESSAGE, REQUEST


@dataclass(frozen=True)
class Kind:
    """A column of the table."""

    name: str
    label: str
    connections: int
    """The number of connections, which are made before the time is taken.

    If connections are what is measured: those that are open at a time.
    """
    count: int
    """The number of exchanges of a round, in some hundredths of a second."""
    answer: Literal["echo", "http"] = "echo"
    measured: Literal["exchanges", "connections", "memory"] = "exchanges"

    @property
    def request(self) -> bytes:
        """Returns what a client asks."""
        return REQUEST if self.answer == "http" else MESSAGE


_ALL: Final = (
    Kind("echo-1", "echo, 1", 1, 400),
    Kind("echo-64", "echo, 64", 64, 1920),
    Kind("http-1000", "HTTP, 1,000", 1000, 2000, "http"),
    Kind("http-5000", "HTTP, 5,000", 5000, 5000, "http"),
    Kind("accept", "connect, echo, close", 64, 640, measured="connections"),
    Kind("idle", "KiB, idle", 5000, 5000, measured="memory"),
)

KINDS: Final = {kind.name: kind for kind in _ALL}


BASE: Final = "epoll"
"""The server to which the others are compared."""

RUST: Final = "rust"

LABELS: Final = {
    "threads": "a thread each",
    "stdnet-threads": "a thread each, stdnet",
    BASE: "`select.epoll`",
    "mio": "`stdnet.mio`",
    "mio-drained": "`stdnet.mio`, until `WouldBlock`",
    "asyncio": "asyncio, streams",
    "asyncio-protocols": "asyncio, protocols",
    "uvloop": "uvloop, streams",
    "uvloop-protocols": "uvloop, protocols",
    "trio": "trio",
    "anyio": "anyio",
    RUST: "mio in Rust",
}
"""The servers, in the order of the table."""


@dataclass(frozen=True)
class Target:
    """A limit of the processor time of one server, relative to that of another."""

    kind: str
    server: str
    base: str | None
    """The other server. None if the limit is a number of KiB."""
    must: float
    """More than this is a defect."""
    aim: float


TARGETS: Final = (
    Target("echo-64", "mio", "epoll", 1.60, 1.40),
    Target("echo-64", "mio-drained", "asyncio", 1.10, 1.00),
    Target("http-1000", "mio", "asyncio", 0.55, 0.45),
    Target("accept", "mio", "asyncio", 0.45, 0.35),
    Target("idle", "mio", None, 0.5, 0.3),
)
