"""The operations of a sequence, which stdnet and C implement, and what they return."""

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
from tests.properties.addresses import AddressNames, Family, KernelChoices, Place, Slot, Where
from tests.properties.calls import Calls, FailedError
from tests.properties.options import Membership, Option, Value
from tests.support.loopback_barrier import LoopbackBarrier

CONNECT_TIMEOUT: Final = 0.03
"""The time-out of `connect_timeout`, in seconds."""

UNKNOWN: Final = 0
"""The event of an operation that waits for another socket to have room, which `poll` cannot see."""

_TIMEVAL: Final = Struct("@ll")
_TIMEOUTS: Final = {c.POLLIN: c.SO_RCVTIMEO, c.POLLOUT: c.SO_SNDTIMEO, UNKNOWN: c.SO_SNDTIMEO}
_INFO_SIZE: Final = 148
_NOT_SENT: Final = slice(144, 148)
"""The place of `tcpi_notsent_bytes` in C's `struct tcp_info`."""


@dataclass(frozen=True)
class Done:
    """The outcome of an operation that succeeded."""

    value: object


@dataclass(frozen=True)
class Failed:
    """The outcome of an operation that failed."""

    code: str
    waited: bool
    """False if it returned EAGAIN before its time-out was over."""


@dataclass(frozen=True)
class Wait:
    """The event of a socket that an operation may wait for."""

    slot: Slot
    event: int


_MAX_WAIT: Final = 0.1
"""An operation that would wait for longer, in seconds, is not tried."""


class Skipped:
    """The outcome of an operation that was not tried, as it would wait for long."""

    def __repr__(self) -> str:
        return "Skipped()"


SKIPPED: Final = Skipped()

Outcome = Done | Failed | Skipped


@dataclass(frozen=True)
class Shared:
    """The objects that the implementations of a sequence share."""

    barrier: LoopbackBarrier
    choices: KernelChoices = field(default_factory=KernelChoices)


class Implementation(ABC):
    """An implementation of the operations, and the sockets of one sequence.

    An operation returns its value, or raises `FailedError`. One that creates a socket gives it the
    next number, and returns its address.
    """

    def __init__(self, calls: Calls, family: Family, shared: Shared) -> None:
        self.calls = calls
        self.family = family
        self._names = AddressNames(family, shared.choices)
        self._addresses = list[str]()
        self._barrier = shared.barrier

    # For the state machines.

    def perform(
        self, operation: "Callable[[Implementation], object]", waits: Wait | None
    ) -> Outcome:
        """Performs an operation, waits until its packets have arrived, and returns its outcome."""
        limit = 0.0 if waits is None else self._waiting_time(waits.slot, waits.event)
        if waits and limit > _MAX_WAIT:
            return SKIPPED
        begun = monotonic()
        try:
            return Done(operation(self))
        except FailedError as failed:
            # Half of it, as the kernel counts in ticks of a few milliseconds.
            waited = failed.args != ("EAGAIN",) or monotonic() - begun >= limit / 2
            return Failed(str(failed), waited)
        finally:
            self._wait_for_packets(waits)

    def _waiting_time(self, slot: Slot, event: int) -> float:
        """Returns for how many seconds a call would wait for the event, at most."""
        fd = self.fd(slot)
        if fd < 0 or self.calls.fcntl(fd, c.F_GETFL) & c.O_NONBLOCK:
            return 0.0
        if self.calls.poll(fd, event, 0):
            return 0.0
        value = self.calls.getsockopt(fd, c.SOL_SOCKET, _TIMEOUTS[event], _TIMEVAL.size)
        seconds, micros = _TIMEVAL.unpack(value)
        return float(seconds + micros / 1e6) or inf

    def _wait_for_packets(self, waits: Wait | None) -> None:
        """Waits until all packets have arrived.

        TCP holds a small write back until the earlier ones are acknowledged. So acknowledgements
        are sent at once, until nothing is held back.
        """
        if self.family.domain == c.AF_UNIX:
            return
        self._barrier.wait()
        while waits and waits.event == c.POLLOUT and self._has_unsent_data(waits.slot):
            for slot in range(len(self._addresses)):
                with suppress(FailedError):
                    self.calls.setsockopt(self.fd(slot), c.IPPROTO_TCP, c.TCP_QUICKACK, _YES)
            self._barrier.wait()

    def _has_unsent_data(self, slot: Slot) -> bool:
        """Returns True if a connected TCP socket has data that it has not sent yet."""
        fd = self.fd(slot)
        try:
            info = self.calls.getsockopt(fd, c.IPPROTO_TCP, c.TCP_INFO, _INFO_SIZE)
        except FailedError:  # It is not TCP, or closed.
            return False
        return any(info[_NOT_SENT]) and not self.calls.poll(fd, 0, 0)

    def close_all(self) -> None:
        """Closes all sockets, and removes their files."""
        for slot in range(len(self._addresses)):
            self.close(slot)
        self.family.close()

    # Addresses.

    def _address(self, where: Where) -> str:
        """Returns the address of a place, or of a socket of the sequence, open or closed."""
        return self.family.text(where) if isinstance(where, Place) else self._addresses[where]

    def normalize(self, text: str) -> str:
        """Returns an address as it is in every implementation."""
        return self._names.normalize(text)

    def _add(self, text: str, *, is_new: bool = False) -> str:
        """Gives the next number to the socket at this address; returns the normalized address."""
        self._addresses.append(text)
        return self._names.normalize(text, is_new=is_new)

    # Operations.

    @abstractmethod
    def fd(self, slot: Slot) -> int:
        """Returns the descriptor, or -1 after `close`."""

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
        """Writes until there is no room, reads from the other socket, and closes both.

        Returns the error of the last write, and True if everything has arrived.
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
            while self._has_data(other) and (piece := self.recv(other, 1 << 16)):
                received += piece
        self.close(one)
        self.close(other)
        return why, received.endswith(written)

    def _has_data(self, slot: Slot) -> bool:
        """Waits a moment for data; returns True if there are some, or the socket is closed."""
        fd = self.fd(slot)
        return fd < 0 or bool(self.calls.poll(fd, c.POLLIN, 100))


_YES: Final = (1).to_bytes(4, byteorder)
