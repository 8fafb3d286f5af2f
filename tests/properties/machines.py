"""The operations: sequences of them are performed in all worlds, and answered alike.

A machine has a rule for each operation. What differs between the protocols is the family of their
addresses, their options, and whether they have pairs.
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
from tests.properties.c_world import CWorld
from tests.properties.calls import Calls, StdnetC
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
from tests.properties.std_world import IpWorld, UnixWorld
from tests.properties.tide import Tide
from tests.properties.world import UNKNOWN, Answer, Commons, Done, Wait, World

New: TypeAlias = MultipleResults[Slot]
"""The sockets that an operation has made."""

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
"""So few bytes that TCP's window has room for all of a sequence."""
many = few | st.integers(0, 70_000) | st.sampled_from([65_507, 65_508, 65_527, 65_528, 200_000])
"""No more than a Unix socket that is ready has room for."""

backlogs = st.sampled_from([None, -1, 0, 0, 1, 2, 128, 4096, 2**31 - 1, -(2**31)])
hows = st.sampled_from(Shutdown)

_QUEUE: Final = 10
"""So many datagrams wait at a Unix socket, if the system is not told otherwise."""


def choices(options: tuple[Option, ...]) -> st.SearchStrategy[tuple[Option, Value]]:
    """An option, and a value for it."""
    return st.sampled_from(options).flatmap(
        lambda option: st.tuples(st.just(option), st.sampled_from(option.kind.values))
    )


@dataclass(frozen=True)
class Ground:
    """What the worlds of all sequences stand on."""

    tide: Tide
    more_calls: Sequence[Calls]
    """Who makes the calls of the worlds in C, beside `stdnet.c`."""


class Machine(RuleBasedStateMachine):
    """The worlds, and what can be done with any socket."""

    ground: ClassVar[Ground]

    def __init__(self) -> None:
        super().__init__()
        commons = Commons(self.ground.tide)
        self._chosen = commons.chosen
        own = StdnetC()
        self.worlds: list[World] = [self.std_world(own, commons)]
        for calls in [own, *self.ground.more_calls]:
            self.worlds.append(CWorld(calls, self.family(), commons))
        self._slots = count()
        self._written = 0

    def family(self) -> Family:
        """The family of the addresses, for one world."""
        raise NotImplementedError

    def std_world(self, calls: Calls, commons: Commons) -> World:
        """The world of stdnet."""
        return IpWorld(calls, self.family(), commons)

    def teardown(self) -> None:
        for world in self.worlds:
            world.close_all()

    def same(self, operation: Callable[[World], object], waits: Wait | None = None) -> Answer:
        """What all worlds answer."""
        first, *others = [world.answer(operation, waits) for world in self.worlds]
        for other in others:
            same = first == other or self._chosen.has_repeated
            assert same, f"stdnet answers {first}, C {other}"
        return first

    def made(
        self,
        operation: Callable[[World], object],
        number: int = 1,
        waits: Wait | None = None,
    ) -> New:
        """The sockets that an operation has made in all worlds; none if it has failed."""
        succeeded = isinstance(self.same(operation, waits), Done)
        return multiple(*(next(self._slots) for _ in range(number if succeeded else 0)))

    def pattern(self, size: int) -> bytes:
        """Bytes that tell where they have been written."""
        start = self._written
        self._written += size
        return bytes(at % 251 for at in range(start, self._written))

    @rule(slot=sockets)
    def close(self, slot: Slot) -> None:
        self.same(lambda world: world.close(slot))

    @rule(slot=sockets)
    def local_addr(self, slot: Slot) -> None:
        self.same(lambda world: world.local_addr(slot))

    @rule(slot=sockets)
    def take_error(self, slot: Slot) -> None:
        self.same(lambda world: world.take_error(slot))

    @rule(slot=sockets, nonblocking=st.booleans())
    def set_nonblocking(self, slot: Slot, nonblocking: bool) -> None:
        self.same(lambda world: world.set_nonblocking(slot, nonblocking))

    def set_and_get(self, slot: Slot, choice: tuple[Option, Value]) -> None:
        """Sets an option. Asked for at once, as the system may change its mind."""
        option, value = choice

        def perform(world: World) -> Value:
            world.set(slot, option, value)
            return world.get(slot, option) if option.is_read else None

        self.same(perform)

    def get_option(self, slot: Slot, option: Option) -> None:
        """Gets an option."""
        if option.is_read and option.is_lasting:
            self.same(lambda world: world.get(slot, option))


class StreamMachine(Machine):
    """Listeners, and streams from one end to the other."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting = 0
        self._peers = dict[Slot, Slot]()

    @initialize(targets=(sockets, listeners))
    def opening(self) -> New:
        """A listener."""
        return self.made(lambda world: world.listen(Place.FREE, None))

    @initialize(targets=(sockets, streams))
    def opening_pair(self) -> New:
        """Two streams, connected."""
        (listener,) = self.made(lambda world: world.listen(Place.FREE, None))
        (client,) = self.made(lambda world: world.connect(listener))
        (server,) = self.made(lambda world: world.accept(listener))
        return self.paired(client, server)

    def paired(self, one: Slot, other: Slot) -> New:
        """The two ends of a connection."""
        self._peers |= {one: other, other: one}
        return multiple(one, other)

    # The port of a client may still be that of a connection which another program has had.
    @rule(targets=(sockets, listeners), where=to_bind | listeners, backlog=backlogs)
    def listen(self, where: Where, backlog: int | None) -> New:
        return self.made(lambda world: world.listen(where, backlog))

    @rule(targets=(sockets, streams), where=to_reach | sockets, in_time=st.booleans())
    def connect(self, where: Where, in_time: bool) -> New:
        # A listener has room for one; whether there is some for more, only time can tell.
        if in_time or self._waiting:
            made = self.made(lambda world: world.connect_timeout(where))
        else:
            made = self.made(lambda world: world.connect(where))
        self._waiting += len(made.values)
        return made

    @rule(targets=(sockets, streams), slot=listeners)
    def accept(self, slot: Slot) -> New:
        made = self.made(lambda world: world.accept(slot), waits=Wait(slot, c.POLLIN))
        self._waiting -= len(made.values)
        return made

    @rule(targets=(sockets, listeners), slot=listeners)
    def clone_listener(self, slot: Slot) -> New:
        return self.made(lambda world: world.try_clone(slot))

    @rule(targets=(sockets, streams), slot=streams)
    def clone(self, slot: Slot) -> New:
        return self.made(lambda world: world.try_clone(slot))

    def write(self, slot: Slot, size: int) -> None:
        """Writes so many bytes."""
        buf = self.pattern(size)
        self.same(lambda world: world.send(slot, buf), waits=Wait(slot, c.POLLOUT))

    @rule(slot=streams, size=many)
    def read(self, slot: Slot, size: int) -> None:
        self.same(lambda world: world.recv(slot, size), Wait(slot, c.POLLIN))

    @rule(slot=streams, size=few)
    def peek(self, slot: Slot, size: int) -> None:
        self.same(lambda world: world.peek(slot, size), Wait(slot, c.POLLIN))

    @rule(slot=streams, how=hows)
    def shutdown(self, slot: Slot, how: Shutdown) -> None:
        self.same(lambda world: world.shutdown(slot, how))

    @rule(slot=streams)
    def peer_addr(self, slot: Slot) -> None:
        self.same(lambda world: world.peer_addr(slot))

    @rule(slot=streams)
    def flood(self, slot: Slot) -> None:
        """Also the end of both ends, as how much there is room for is the system's matter."""
        if other := self._peers.get(slot):
            self.same(lambda world: world.flood(slot, other))


class TcpMachine(StreamMachine):
    """TCP, whose bytes and errors need time to arrive."""

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
    """Unix sockets for streams."""

    def family(self) -> Family:
        return Unix()

    def std_world(self, calls: Calls, commons: Commons) -> World:
        return UnixWorld(calls, self.family(), commons)

    @rule(targets=(sockets, streams))
    def pair(self) -> New:
        made = self.made(lambda world: world.stream_pair(), 2)
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
    """Datagrams, with or without a chosen peer."""

    def __init__(self) -> None:
        super().__init__()
        self._sent = 0

    @initialize(targets=(sockets, datagrams))
    def opening(self) -> New:
        """One who sends and one who receives, or the other way round."""
        one = self.made(lambda world: world.bind(Place.FREE))
        return multiple(*one, *self.made(lambda world: world.bind(Place.FREE)))

    @rule(targets=(sockets, datagrams), where=to_bind | sockets)
    def bind(self, where: Where) -> New:
        return self.made(lambda world: world.bind(where))

    @rule(targets=(sockets, datagrams), slot=datagrams)
    def clone(self, slot: Slot) -> New:
        return self.made(lambda world: world.try_clone(slot))

    @rule(slot=datagrams, where=to_reach | sockets)
    def connect(self, slot: Slot, where: Where) -> None:
        self.same(lambda world: world.choose_peer(slot, where))

    @rule(slot=datagrams, size=many)
    def send(self, slot: Slot, size: int) -> None:
        buf = self.pattern(size)
        self.sent(lambda world: world.send(slot, buf), slot)

    @rule(slot=datagrams, size=many, where=to_reach | sockets)
    def send_to(self, slot: Slot, size: int, where: Where) -> None:
        buf = self.pattern(size)
        self.sent(lambda world: world.send_to(slot, buf, where), slot)

    def sent(self, operation: Callable[[World], object], slot: Slot) -> None:
        """Sends; a Unix socket waits if the receiver has ten datagrams or more."""
        event = c.POLLOUT if self._sent < _QUEUE else UNKNOWN
        self._sent += isinstance(self.same(operation, waits=Wait(slot, event)), Done)

    @rule(slot=datagrams, size=many)
    def recv(self, slot: Slot, size: int) -> None:
        self.same(lambda world: world.recv(slot, size), waits=Wait(slot, c.POLLIN))

    @rule(slot=datagrams, size=few)
    def peek(self, slot: Slot, size: int) -> None:
        self.same(lambda world: world.peek(slot, size), waits=Wait(slot, c.POLLIN))

    @rule(slot=datagrams, size=many)
    def recv_from(self, slot: Slot, size: int) -> None:
        self.same(lambda world: world.recv_from(slot, size), waits=Wait(slot, c.POLLIN))

    @rule(slot=datagrams, size=few)
    def peek_from(self, slot: Slot, size: int) -> None:
        self.same(lambda world: world.peek_from(slot, size), waits=Wait(slot, c.POLLIN))

    @rule(slot=datagrams)
    def peer_addr(self, slot: Slot) -> None:
        self.same(lambda world: world.peer_addr(slot))


class UdpMachine(DatagramMachine):
    """UDP: options and multicast groups."""

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
        self.same(lambda world: world.member(slot, how, group, interface))

    @rule(
        slot=datagrams,
        how=st.sampled_from(MEMBERSHIPS_V6),
        group=st.sampled_from(["ff02::fb", "ff0e::1:2:3", "::1"]),
        interface=st.sampled_from([1, 0x7FFF_FFFF]),
    )
    def member_v6(self, slot: Slot, how: Membership, group: str, interface: int) -> None:
        self.same(lambda world: world.member(slot, how, group, interface))


class UdpV4(UdpMachine):
    """UDP over IPv4."""

    def family(self) -> Family:
        return Ip(4)


class UdpV6(UdpMachine):
    """UDP over IPv6."""

    def family(self) -> Family:
        return Ip(6)


class UnixDatagrams(DatagramMachine):
    """Unix sockets for datagrams."""

    def family(self) -> Family:
        return Unix()

    def std_world(self, calls: Calls, commons: Commons) -> World:
        return UnixWorld(calls, self.family(), commons)

    @rule(targets=(sockets, datagrams))
    def unbound(self) -> New:
        return self.made(lambda world: world.unbound())

    @rule(targets=(sockets, datagrams))
    def pair(self) -> New:
        return self.made(lambda world: world.datagram_pair(), 2)

    @rule(slot=datagrams, how=hows)
    def shutdown(self, slot: Slot, how: Shutdown) -> None:
        self.same(lambda world: world.shutdown(slot, how))

    @rule(slot=datagrams, choice=choices(OF_UNIX))
    def set_option(self, slot: Slot, choice: tuple[Option, Value]) -> None:
        self.set_and_get(slot, choice)

    @rule(slot=datagrams, option=st.sampled_from(OF_UNIX))
    def option(self, slot: Slot, option: Option) -> None:
        self.get_option(slot, option)


MACHINES: Final = (TcpV4, TcpV6, UdpV4, UdpV6, UnixStreams, UnixDatagrams)
"""Every protocol."""
