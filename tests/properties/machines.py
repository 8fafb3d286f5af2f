"""State machines for Hypothesis: random sequences of operations, with the same outcome everywhere.

A machine has a rule for each operation. It performs the operation with stdnet, and in C, and
compares the outcomes. The machines differ in the family of their addresses, in their options, and
in whether they have socket pairs.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import ClassVar, Final, TypeAlias

from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    initialize,
    multiple,
    rule,
)

from stdnet import Shutdown, c
from tests.properties.addresses import Family, Ip, Place, Slot, Unix, Where
from tests.properties.c_implementation import CImplementation
from tests.properties.calls import Calls, StdnetCalls
from tests.properties.implementation import UNKNOWN, Done, Implementation, Outcome, Shared, Wait
from tests.properties.options import (
    MEMBERSHIPS_V4,
    MEMBERSHIPS_V6,
    OF_TCP_LISTENERS,
    OF_TCP_STREAMS,
    OF_UDP,
    OF_UNIX,
    Membership,
    Option,
    Value,
)
from tests.properties.stdnet_implementation import IpStdnet, UnixStdnet
from tests.support.loopback_barrier import LoopbackBarrier

New: TypeAlias = MultipleResults[Slot]
"""The sockets that an operation has created."""

sockets: Bundle[Slot] = Bundle("sockets")
listeners: Bundle[Slot] = Bundle("listeners")
streams: Bundle[Slot] = Bundle("streams")
datagrams: Bundle[Slot] = Bundle("datagrams")

to_bind = st.sampled_from(
    [Place.FREE] * 3 + [Place.ANY, Place.FOREIGN, Place.MALFORMED, Place.LONG]
)
to_reach = st.sampled_from(
    [Place.FREE, Place.ANY, Place.CLOSED, Place.OTHER, Place.MALFORMED, Place.LONG]
)

few = st.sampled_from([0, 1, 64]) | st.integers(0, 3000)
"""Sizes so small that TCP's window has room for all writes of a sequence."""
many = few | st.integers(0, 70_000) | st.sampled_from([65_507, 65_508, 65_527, 65_528, 200_000])
"""Sizes around the largest datagram, but none that a writable Unix socket has no room for."""

backlogs = st.sampled_from([None, -1, 0, 0, 1, 2, 128, 4096, 2**31 - 1, -(2**31)])
hows = st.sampled_from(Shutdown)

_QUEUE: Final = 10
"""How many datagrams wait at a Unix socket: the default of `net.unix.max_dgram_qlen`."""


def choices(options: tuple[Option, ...]) -> st.SearchStrategy[tuple[Option, Value]]:
    """Returns a strategy for one of the options and a value for it."""
    return st.sampled_from(options).flatmap(
        lambda option: st.tuples(st.just(option), st.sampled_from(option.kind.values))
    )


@dataclass(frozen=True)
class Environment:
    """The objects that all sequences share."""

    barrier: LoopbackBarrier
    compiled: Sequence[Calls]
    """Another way to call C's functions, besides `stdnet.c`, if there is a compiler."""


class Machine(RuleBasedStateMachine):
    """The operations that every socket has."""

    environment: ClassVar[Environment]

    def __init__(self) -> None:
        super().__init__()
        shared = Shared(self.environment.barrier)
        self._choices = shared.choices
        own = StdnetCalls()
        self.implementations: list[Implementation] = [self.stdnet(own, shared)]
        for calls in [own, *self.environment.compiled]:
            self.implementations.append(CImplementation(calls, self.family(), shared))
        self._slots = count()
        self._written = 0

    def family(self) -> Family:
        """Returns the family of the addresses, for one implementation."""
        raise NotImplementedError

    def stdnet(self, calls: Calls, shared: Shared) -> Implementation:
        """Returns the implementation by stdnet."""
        return IpStdnet(calls, self.family(), shared)

    def teardown(self) -> None:
        for impl in self.implementations:
            impl.close_all()

    def compare(
        self, operation: Callable[[Implementation], object], waits: Wait | None = None
    ) -> Outcome:
        """Performs an operation with all implementations; asserts that the outcomes are equal."""
        first, *others = [impl.perform(operation, waits) for impl in self.implementations]
        for other in others:
            is_same = first == other or self._choices.has_repeated
            assert is_same, f"stdnet: {first}, C: {other}"
        return first

    def create(
        self,
        operation: Callable[[Implementation], object],
        number: int = 1,
        waits: Wait | None = None,
    ) -> New:
        """Performs an operation that creates sockets; returns their numbers."""
        succeeded = isinstance(self.compare(operation, waits), Done)
        return multiple(*(next(self._slots) for _ in range(number if succeeded else 0)))

    def pattern(self, size: int) -> bytes:
        """Returns the next bytes of an endless pattern, so that lost or swapped bytes are seen."""
        start = self._written
        self._written += size
        return bytes(at % 251 for at in range(start, self._written))

    @rule(slot=sockets)
    def close(self, slot: Slot) -> None:
        self.compare(lambda impl: impl.close(slot))

    @rule(slot=sockets)
    def local_addr(self, slot: Slot) -> None:
        self.compare(lambda impl: impl.local_addr(slot))

    @rule(slot=sockets)
    def take_error(self, slot: Slot) -> None:
        self.compare(lambda impl: impl.take_error(slot))

    @rule(slot=sockets, nonblocking=st.booleans())
    def set_nonblocking(self, slot: Slot, nonblocking: bool) -> None:
        self.compare(lambda impl: impl.set_nonblocking(slot, nonblocking))

    def set_and_get(self, slot: Slot, choice: tuple[Option, Value]) -> None:
        """Sets an option and gets it at once, as the kernel may change some later."""
        option, value = choice

        def perform(impl: Implementation) -> Value:
            impl.set(slot, option, value)
            return impl.get(slot, option) if option.is_read else None

        self.compare(perform)

    def get_option(self, slot: Slot, option: Option) -> None:
        """Gets an option."""
        if option.is_read and option.is_lasting:
            self.compare(lambda impl: impl.get(slot, option))


class StreamMachine(Machine):
    """Operations on listeners and on connected streams."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting = 0
        self._peers = dict[Slot, Slot]()

    @initialize(targets=(sockets, listeners))
    def opening(self) -> New:
        """Creates a listener."""
        return self.create(lambda impl: impl.listen(Place.FREE, None))

    @initialize(targets=(sockets, streams))
    def opening_pair(self) -> New:
        """Creates two connected streams."""
        (listener,) = self.create(lambda impl: impl.listen(Place.FREE, None))
        (client,) = self.create(lambda impl: impl.connect(listener))
        (server,) = self.create(lambda impl: impl.accept(listener))
        return self.paired(client, server)

    def paired(self, one: Slot, other: Slot) -> New:
        """Remembers that two streams are connected to each other."""
        self._peers |= {one: other, other: one}
        return multiple(one, other)

    # Not at the address of a client: its port may still belong to a connection of another program.
    @rule(targets=(sockets, listeners), where=to_bind | listeners, backlog=backlogs)
    def listen(self, where: Where, backlog: int | None) -> New:
        return self.create(lambda impl: impl.listen(where, backlog))

    @rule(targets=(sockets, streams), where=to_reach | sockets, in_time=st.booleans())
    def connect(self, where: Where, in_time: bool) -> New:
        # A listener has room for one connection. With more, `connect` might wait for long.
        if in_time or self._waiting:
            made = self.create(lambda impl: impl.connect_timeout(where))
        else:
            made = self.create(lambda impl: impl.connect(where))
        self._waiting += len(made.values)
        return made

    @rule(targets=(sockets, streams), slot=listeners)
    def accept(self, slot: Slot) -> New:
        made = self.create(lambda impl: impl.accept(slot), waits=Wait(slot, c.POLLIN))
        self._waiting -= len(made.values)
        return made

    @rule(targets=(sockets, listeners), slot=listeners)
    def clone_listener(self, slot: Slot) -> New:
        return self.create(lambda impl: impl.try_clone(slot))

    @rule(targets=(sockets, streams), slot=streams)
    def clone(self, slot: Slot) -> New:
        return self.create(lambda impl: impl.try_clone(slot))

    def write(self, slot: Slot, size: int) -> None:
        """Writes `size` bytes."""
        buf = self.pattern(size)
        self.compare(lambda impl: impl.send(slot, buf), waits=Wait(slot, c.POLLOUT))

    @rule(slot=streams, size=many)
    def read(self, slot: Slot, size: int) -> None:
        self.compare(lambda impl: impl.recv(slot, size), Wait(slot, c.POLLIN))

    @rule(slot=streams, size=few)
    def peek(self, slot: Slot, size: int) -> None:
        self.compare(lambda impl: impl.peek(slot, size), Wait(slot, c.POLLIN))

    @rule(slot=streams, how=hows)
    def shutdown(self, slot: Slot, how: Shutdown) -> None:
        self.compare(lambda impl: impl.shutdown(slot, how))

    @rule(slot=streams)
    def peer_addr(self, slot: Slot) -> None:
        self.compare(lambda impl: impl.peer_addr(slot))

    @rule(slot=streams)
    def flood(self, slot: Slot) -> None:
        """Fills a connection, and closes it, as the kernel decides how much there is room for."""
        if other := self._peers.get(slot):
            self.compare(lambda impl: impl.flood(slot, other))


class TcpMachine(StreamMachine):
    """Operations on TCP sockets."""

    @rule(slot=streams, size=few)
    def write_few(self, slot: Slot, size: int) -> None:
        self.write(slot, size)

    @rule(slot=streams, choice=choices(OF_TCP_STREAMS))
    def set_option(self, slot: Slot, choice: tuple[Option, Value]) -> None:
        self.set_and_get(slot, choice)

    @rule(slot=streams, option=st.sampled_from(OF_TCP_STREAMS))
    def option(self, slot: Slot, option: Option) -> None:
        self.get_option(slot, option)

    @rule(slot=listeners, choice=choices(OF_TCP_LISTENERS))
    def set_listener_option(self, slot: Slot, choice: tuple[Option, Value]) -> None:
        self.set_and_get(slot, choice)

    @rule(slot=listeners, option=st.sampled_from(OF_TCP_LISTENERS))
    def listener_option(self, slot: Slot, option: Option) -> None:
        self.get_option(slot, option)


class TcpV4(TcpMachine):
    """TCP over IPv4."""

    def family(self) -> Family:
        return Ip(4)


class TcpV6(TcpMachine):
    """TCP over IPv6."""

    def family(self) -> Family:
        return Ip(6)


class UnixStreams(StreamMachine):
    """Unix stream sockets."""

    def family(self) -> Family:
        return Unix()

    def stdnet(self, calls: Calls, shared: Shared) -> Implementation:
        return UnixStdnet(calls, self.family(), shared)

    @rule(targets=(sockets, streams))
    def pair(self) -> New:
        made = self.create(lambda impl: impl.stream_pair(), 2)
        return self.paired(*made)

    @rule(slot=streams, size=many)
    def write_many(self, slot: Slot, size: int) -> None:
        self.write(slot, size)

    @rule(slot=streams, choice=choices(OF_UNIX))
    def set_option(self, slot: Slot, choice: tuple[Option, Value]) -> None:
        self.set_and_get(slot, choice)

    @rule(slot=streams, option=st.sampled_from(OF_UNIX))
    def option(self, slot: Slot, option: Option) -> None:
        self.get_option(slot, option)


class DatagramMachine(Machine):
    """Operations on datagram sockets, with or without a peer."""

    def __init__(self) -> None:
        super().__init__()
        self._sent = 0

    @initialize(targets=(sockets, datagrams))
    def opening(self) -> New:
        """Creates two sockets."""
        one = self.create(lambda impl: impl.bind(Place.FREE))
        return multiple(*one, *self.create(lambda impl: impl.bind(Place.FREE)))

    @rule(targets=(sockets, datagrams), where=to_bind | sockets)
    def bind(self, where: Where) -> New:
        return self.create(lambda impl: impl.bind(where))

    @rule(targets=(sockets, datagrams), slot=datagrams)
    def clone(self, slot: Slot) -> New:
        return self.create(lambda impl: impl.try_clone(slot))

    @rule(slot=datagrams, where=to_reach | sockets)
    def connect(self, slot: Slot, where: Where) -> None:
        self.compare(lambda impl: impl.choose_peer(slot, where))

    @rule(slot=datagrams, size=many)
    def send(self, slot: Slot, size: int) -> None:
        buf = self.pattern(size)
        self.sent(lambda impl: impl.send(slot, buf), slot)

    @rule(slot=datagrams, size=many, where=to_reach | sockets)
    def send_to(self, slot: Slot, size: int, where: Where) -> None:
        buf = self.pattern(size)
        self.sent(lambda impl: impl.send_to(slot, buf, where), slot)

    def sent(self, operation: Callable[[Implementation], object], slot: Slot) -> None:
        """Sends a datagram. A Unix socket waits while the receiver's queue is full."""
        event = c.POLLOUT if self._sent < _QUEUE else UNKNOWN
        self._sent += isinstance(self.compare(operation, waits=Wait(slot, event)), Done)

    @rule(slot=datagrams, size=many)
    def recv(self, slot: Slot, size: int) -> None:
        self.compare(lambda impl: impl.recv(slot, size), waits=Wait(slot, c.POLLIN))

    @rule(slot=datagrams, size=few)
    def peek(self, slot: Slot, size: int) -> None:
        self.compare(lambda impl: impl.peek(slot, size), waits=Wait(slot, c.POLLIN))

    @rule(slot=datagrams, size=many)
    def recv_from(self, slot: Slot, size: int) -> None:
        self.compare(lambda impl: impl.recv_from(slot, size), waits=Wait(slot, c.POLLIN))

    @rule(slot=datagrams, size=few)
    def peek_from(self, slot: Slot, size: int) -> None:
        self.compare(lambda impl: impl.peek_from(slot, size), waits=Wait(slot, c.POLLIN))

    @rule(slot=datagrams)
    def peer_addr(self, slot: Slot) -> None:
        self.compare(lambda impl: impl.peer_addr(slot))


class UdpMachine(DatagramMachine):
    """Operations on UDP sockets: options and multicast groups."""

    @rule(slot=datagrams, choice=choices(OF_UDP))
    def set_option(self, slot: Slot, choice: tuple[Option, Value]) -> None:
        self.set_and_get(slot, choice)

    @rule(slot=datagrams, option=st.sampled_from(OF_UDP))
    def option(self, slot: Slot, option: Option) -> None:
        self.get_option(slot, option)

    @rule(
        slot=datagrams,
        how=st.sampled_from(MEMBERSHIPS_V4),
        group=st.sampled_from(["224.0.0.251", "239.1.2.3", "127.0.0.1"]),
        interface=st.sampled_from(["127.0.0.1", "192.0.2.1"]),
    )
    def member_v4(self, slot: Slot, how: Membership, group: str, interface: str) -> None:
        self.compare(lambda impl: impl.member(slot, how, group, interface))

    @rule(
        slot=datagrams,
        how=st.sampled_from(MEMBERSHIPS_V6),
        group=st.sampled_from(["ff02::fb", "ff0e::1:2:3", "::1"]),
        interface=st.sampled_from([1, 0x7FFF_FFFF]),
    )
    def member_v6(self, slot: Slot, how: Membership, group: str, interface: int) -> None:
        self.compare(lambda impl: impl.member(slot, how, group, interface))


class UdpV4(UdpMachine):
    """UDP over IPv4."""

    def family(self) -> Family:
        return Ip(4)


class UdpV6(UdpMachine):
    """UDP over IPv6."""

    def family(self) -> Family:
        return Ip(6)


class UnixDatagrams(DatagramMachine):
    """Unix datagram sockets."""

    def family(self) -> Family:
        return Unix()

    def stdnet(self, calls: Calls, shared: Shared) -> Implementation:
        return UnixStdnet(calls, self.family(), shared)

    @rule(targets=(sockets, datagrams))
    def unbound(self) -> New:
        return self.create(lambda impl: impl.unbound())

    @rule(targets=(sockets, datagrams))
    def pair(self) -> New:
        return self.create(lambda impl: impl.datagram_pair(), 2)

    @rule(slot=datagrams, how=hows)
    def shutdown(self, slot: Slot, how: Shutdown) -> None:
        self.compare(lambda impl: impl.shutdown(slot, how))

    @rule(slot=datagrams, choice=choices(OF_UNIX))
    def set_option(self, slot: Slot, choice: tuple[Option, Value]) -> None:
        self.set_and_get(slot, choice)

    @rule(slot=datagrams, option=st.sampled_from(OF_UNIX))
    def option(self, slot: Slot, option: Option) -> None:
        self.get_option(slot, option)


MACHINES: Final = (TcpV4, TcpV6, UdpV4, UdpV6, UnixStreams, UnixDatagrams)
"""The machines of all protocols."""
