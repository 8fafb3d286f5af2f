"""A world: sockets in their order, and what can be done with them."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from math import inf
from struct import Struct
from sys import byteorder
from time import monotonic
from typing import Final

from stdnet import Shutdown, c
from tests.properties.addresses import Chosen, Family, Names, Place, Slot, Where
from tests.properties.calls import Calls, FailedError
from tests.properties.options import Membership, Option, Value
from tests.properties.tide import Tide

MOMENT: Final = 0.03
"""How long a connection may take, in seconds."""

UNKNOWN: Final = 0
"""The event to wait for with what needs room that is not the socket's own."""

_TIMEVAL: Final = Struct("@ll")
_TIMEOUTS: Final = {c.POLLIN: c.SO_RCVTIMEO, c.POLLOUT: c.SO_SNDTIMEO, UNKNOWN: c.SO_SNDTIMEO}
_INFO_SIZE: Final = 148
_NOT_SENT: Final = slice(144, 148)
"""Where C's `tcp_info` has `tcpi_notsent_bytes`."""


@dataclass(frozen=True)
class Done:
    """An operation that has succeeded."""

    value: object


@dataclass(frozen=True)
class Failed:
    """An operation that has failed."""

    code: str
    in_time: bool
    """Whether it waited as long as its time-out says."""


@dataclass(frozen=True)
class Wait:
    """What an operation may wait for: an event at a socket."""

    slot: Slot
    event: int


_LIMIT: Final = 0.1
"""What would wait for more seconds is not tried."""


class Waits:
    """An operation that is not tried, as it would wait for long."""

    def __repr__(self) -> str:
        return "Waits()"


WAITS: Final = Waits()

Answer = Done | Failed | Waits


@dataclass(frozen=True)
class Commons:
    """What the worlds of a sequence have in common."""

    tide: Tide
    chosen: Chosen = field(default_factory=Chosen)


class World(ABC):
    """The sockets of a sequence of operations.

    An operation answers with its value, or raises `FailedError`. One that makes a socket gives it
    the next number.
    """

    def __init__(self, calls: Calls, family: Family, commons: Commons) -> None:
        self.calls = calls
        self.family = family
        self._names = Names(family, commons.chosen)
        self._homes = list[str]()
        self._tide = commons.tide

    # What the machine asks for.

    def answer(self, operation: "Callable[[World], object]", waits: Wait | None) -> Answer:
        """What the operation answers, once its effects have arrived."""
        patience = 0.0 if waits is None else self._patience(waits.slot, waits.event)
        if waits and patience > _LIMIT:
            return WAITS
        begun = monotonic()
        try:
            return Done(operation(self))
        except FailedError as failed:
            # The system's clock ticks every few milliseconds.
            in_time = failed.args != ("EAGAIN",) or monotonic() - begun >= patience / 2
            return Failed(str(failed), in_time)
        finally:
            self._settle(waits)

    def _patience(self, slot: Slot, event: int) -> float:
        """For how many seconds the socket waits until it is ready."""
        fd = self.fd(slot)
        if fd < 0 or self.calls.fcntl(fd, c.F_GETFL) & c.O_NONBLOCK:
            return 0.0
        if self.calls.poll(fd, event, 0):
            return 0.0
        value = self.calls.getsockopt(fd, c.SOL_SOCKET, _TIMEOUTS[event], _TIMEVAL.size)
        seconds, micros = _TIMEVAL.unpack(value)
        return float(seconds + micros / 1e6) or inf

    def _settle(self, waits: Wait | None) -> None:
        """Comes back when everything has arrived that is under way.

        TCP holds little writes back until earlier ones are acknowledged.
        """
        if self.family.domain == c.AF_UNIX:
            return
        self._tide.turn()
        while waits and waits.event == c.POLLOUT and self._is_held_back(waits.slot):
            for slot in range(len(self._homes)):
                with suppress(FailedError):
                    self.calls.setsockopt(self.fd(slot), c.IPPROTO_TCP, c.TCP_QUICKACK, _YES)
            self._tide.turn()

    def _is_held_back(self, slot: Slot) -> bool:
        """Whether there is something that has not been sent yet to somebody."""
        fd = self.fd(slot)
        try:
            info = self.calls.getsockopt(fd, c.IPPROTO_TCP, c.TCP_INFO, _INFO_SIZE)
        except FailedError:  # It is not TCP, or closed.
            return False
        return any(info[_NOT_SENT]) and not self.calls.poll(fd, 0, 0)

    def close_all(self) -> None:
        """Closes all that is open."""
        for slot in range(len(self._homes)):
            self.close(slot)
        self.family.close()

    # Addresses.

    def _text(self, where: Where) -> str:
        """The address of a place, or that at which a socket of the sequence is or was."""
        return self.family.text(where) if isinstance(where, Place) else self._homes[where]

    def shown(self, text: str) -> str:
        """An address as all worlds show it."""
        return self._names.shown(text)

    def _added(self, text: str, *, is_new: bool = False) -> str:
        """Gives the next number to the socket at this address; answers the address."""
        self._homes.append(text)
        return self._names.shown(text, is_new=is_new)

    # Operations.

    @abstractmethod
    def fd(self, slot: Slot) -> int:
        """The descriptor; -1 once it is closed."""

    @abstractmethod
    def listen(self, where: Where, backlog: int | None) -> str: ...

    @abstractmethod
    def connect(self, where: Where) -> str: ...

    @abstractmethod
    def connect_timeout(self, where: Where) -> str: ...

    @abstractmethod
    def accept(self, slot: Slot) -> tuple[str, str]: ...

    @abstractmethod
    def bind(self, where: Where) -> str: ...

    @abstractmethod
    def unbound(self) -> str: ...

    @abstractmethod
    def stream_pair(self) -> str: ...

    @abstractmethod
    def datagram_pair(self) -> str: ...

    @abstractmethod
    def try_clone(self, slot: Slot) -> str: ...

    @abstractmethod
    def close(self, slot: Slot) -> None: ...

    @abstractmethod
    def send(self, slot: Slot, buf: bytes) -> int: ...

    @abstractmethod
    def recv(self, slot: Slot, size: int) -> bytes: ...

    @abstractmethod
    def peek(self, slot: Slot, size: int) -> bytes: ...

    @abstractmethod
    def choose_peer(self, slot: Slot, where: Where) -> None: ...

    @abstractmethod
    def send_to(self, slot: Slot, buf: bytes, where: Where) -> int: ...

    @abstractmethod
    def recv_from(self, slot: Slot, size: int) -> tuple[bytes, str]: ...

    @abstractmethod
    def peek_from(self, slot: Slot, size: int) -> tuple[bytes, str]: ...

    @abstractmethod
    def shutdown(self, slot: Slot, how: Shutdown) -> None: ...

    @abstractmethod
    def local_addr(self, slot: Slot) -> str: ...

    @abstractmethod
    def peer_addr(self, slot: Slot) -> str: ...

    @abstractmethod
    def take_error(self, slot: Slot) -> str | None: ...

    @abstractmethod
    def set_nonblocking(self, slot: Slot, nonblocking: bool) -> None: ...

    @abstractmethod
    def get(self, slot: Slot, option: Option) -> Value: ...

    @abstractmethod
    def set(self, slot: Slot, option: Option, value: Value) -> None: ...

    @abstractmethod
    def member(self, slot: Slot, how: Membership, group: str, interface: str | int) -> None: ...

    def flood(self, one: Slot, other: Slot) -> tuple[str, bool]:
        """Writes until there is no room, reads at the other end, and closes both.

        Why there is no more room, and whether everything has arrived.
        """
        self.set_nonblocking(one, True)
        written, received, why = bytearray(), bytearray(), ""
        while not why:
            piece = bytes(range(256)) * 256
            try:
                n = self.send(one, piece)
            except FailedError as failed:
                why = str(failed)
            else:
                written += piece[:n]
                why = "" if n else "nothing written"
        with suppress(FailedError):
            self.shutdown(one, Shutdown.Write)
        with suppress(FailedError):
            while self._comes(other) and (piece := self.recv(other, 1 << 16)):
                received += piece
        self.close(one)
        self.close(other)
        return why, received.endswith(written)

    def _comes(self, slot: Slot) -> bool:
        """Waits until there is something to read."""
        fd = self.fd(slot)
        return fd < 0 or bool(self.calls.poll(fd, c.POLLIN, 100))


_YES: Final = (1).to_bytes(4, byteorder)
