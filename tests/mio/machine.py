"""A state machine for Hypothesis: a `Poll` and a plain epoll hear of the same events.

Every operation is done once, and each registration at both: at the `Poll`, and with the same mask
at CPython's own `epoll`. What the latter reports are numbers of descriptors, so a model maps them
to tokens as the documentation says: an event has the token of the source that has the number now,
or had it last; `close()` of the types of `stdnet.mio` deregisters; nothing else does.
"""

import os
import select
import socket
import warnings
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    consumes,
    multiple,
    rule,
)

from stdnet import Err, io
from stdnet.mio import Events, Interest, Poll, Registry, Token, net, unix
from stdnet.os.fd import OwnedFd
from stdnet.os.unix import net as std

MASKS: Final = {
    Interest.READABLE: select.EPOLLIN | select.EPOLLRDHUP,
    Interest.WRITABLE: select.EPOLLOUT,
    Interest.PRIORITY: select.EPOLLPRI,
}
"""What `epoll_ctl(2)` calls the interests."""

Owner = net.UnixStream | net.UnixDatagram | unix.pipe.Sender | unix.pipe.Receiver | std.UnixStream
AnyOwner = Owner | OwnedFd | socket.socket


@dataclass(eq=False)
class End:
    """One end of a connection."""

    owner: AnyOwner | None
    number: int
    deregisters: bool = False
    """True if `close()` deregisters it: a type of `stdnet.mio` that was registered as itself."""


def std_pair() -> Sequence[AnyOwner]:
    """Returns two connected streams of std in non-blocking mode."""
    ends = std.UnixStream.pair().unwrap()
    for end in ends:
        end.set_nonblocking(True).unwrap()
    return ends


def python_pair() -> Sequence[AnyOwner]:
    """Returns two connected sockets of Python in non-blocking mode."""
    ends = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    for end in ends:
        end.setblocking(False)
    return ends


def owned_pipe() -> Sequence[AnyOwner]:
    """Returns the ends of a pipe in non-blocking mode."""
    return [OwnedFd.from_raw_fd(number) for number in os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)]


PAIRS: Final[dict[str, Callable[[], Sequence[AnyOwner]]]] = {
    "streams": lambda: net.UnixStream.pair().unwrap(),
    "datagrams": lambda: net.UnixDatagram.pair().unwrap(),
    "pipe": lambda: unix.pipe.new().unwrap(),
    "std": std_pair,
    "python": python_pair,
    "owned": owned_pipe,
}

ends: Bundle[End] = Bundle("ends")
ended: Bundle[End] = Bundle("ended")
twins: Bundle[OwnedFd] = Bundle("twins")

all_ends = st.one_of(ends, ended)
tokens = st.integers(0, 2**64 - 1).map(Token)
interests = st.lists(st.sampled_from([*MASKS]), min_size=1).map(
    lambda chosen: [interest for interest in MASKS if interest in chosen]
)
SIZES: Final = st.sampled_from([1, 100, 70_000])


def mask_of(chosen: Sequence[Interest]) -> int:
    """Returns the bits of these interests for `epoll_ctl`."""
    mask = select.EPOLLET
    for interest in chosen:
        mask |= MASKS[interest]
    return mask


def union_of(chosen: Sequence[Interest]) -> Interest:
    """Returns one interest in all of these."""
    first, *others = chosen
    for other in others:
        first |= other
    return first


def errno_of(call: Callable[..., object], *arguments: int) -> int | None:
    """Calls a method of CPython's epoll; returns the errno, or None."""
    try:
        call(*arguments)
    except OSError as exc:
        return exc.errno
    return None


def outcome(result: io.Result[None]) -> int | None:
    """Returns the errno of a result, or None."""
    return result.unwrap_err().raw_os_error() if isinstance(result, Err) else None


class PollMachine(RuleBasedStateMachine):
    """The operations."""

    def __init__(self) -> None:
        super().__init__()
        self.plain = select.epoll()
        self.poll = Poll.new().unwrap()
        self.registries = [self.poll.registry(), self.poll.registry().try_clone().unwrap()]
        self.tokens = dict[int, Token]()
        self.opened = list[End]()
        self.doubles = list[OwnedFd]()

    def teardown(self) -> None:
        self.hears_the_same(64)
        for end in self.opened:
            if end.owner is not None:
                end.owner.close()
        for twin in self.doubles:
            twin.close()
        for registry in self.registries:
            registry.close()
        self.plain.close()

    @rule(target=ends, kind=st.sampled_from([*PAIRS]), token=tokens, chosen=interests)
    def open(self, kind: str, token: Token, chosen: list[Interest]) -> MultipleResults[End]:
        """Opens two ends, and registers the first one."""
        made = [End(owner, owner.fileno()) for owner in PAIRS[kind]()]
        self.opened += made
        self.register(made[0], token, chosen, by_number=False, by_clone=False)
        return multiple(*made)

    def source(self, end: End, by_number: bool) -> unix.SourceFd | AnyOwner:
        """Returns what to register: the end itself, or its number."""
        return unix.SourceFd(end.number) if by_number or end.owner is None else end.owner

    def registry(self, by_clone: bool) -> Registry:
        return self.registries[by_clone]

    @rule(
        end=all_ends,
        token=tokens,
        chosen=interests,
        by_number=st.booleans(),
        by_clone=st.booleans(),
    )
    def register_it(
        self, end: End, token: Token, chosen: list[Interest], by_number: bool, by_clone: bool
    ) -> None:
        self.register(end, token, chosen, by_number, by_clone)

    def register(
        self, end: End, token: Token, chosen: list[Interest], by_number: bool, by_clone: bool
    ) -> None:
        source = self.source(end, by_number)
        done = self.registry(by_clone).register(source, token, union_of(chosen))
        assert outcome(done) == errno_of(self.plain.register, end.number, mask_of(chosen))
        if done.is_ok():
            self.tokens[end.number] = token
            end.deregisters |= source is end.owner and has_own_close(end)

    @rule(
        end=all_ends,
        token=tokens,
        chosen=interests,
        by_number=st.booleans(),
        by_clone=st.booleans(),
    )
    def reregister(
        self, end: End, token: Token, chosen: list[Interest], by_number: bool, by_clone: bool
    ) -> None:
        source = self.source(end, by_number)
        done = self.registry(by_clone).reregister(source, token, union_of(chosen))
        assert outcome(done) == errno_of(self.plain.modify, end.number, mask_of(chosen))
        if done.is_ok():
            self.tokens[end.number] = token

    @rule(end=all_ends, by_number=st.booleans(), by_clone=st.booleans())
    def deregister(self, end: End, by_number: bool, by_clone: bool) -> None:
        source = self.source(end, by_number)
        done = self.registry(by_clone).deregister(source)
        assert outcome(done) == errno_of(self.plain.unregister, end.number)
        if done.is_ok():
            self.tokens.pop(end.number, None)
            end.deregisters &= source is not end.owner

    @rule(target=twins, end=ends)
    def dup(self, end: End) -> OwnedFd:
        twin = OwnedFd.from_raw_fd(os.dup(end.number))
        self.doubles.append(twin)
        return twin

    @rule(twin=twins)
    def close_a_dup(self, twin: OwnedFd) -> None:
        twin.close()

    @rule(
        target=ended,
        end=consumes(ends),
        how=st.sampled_from(["close", "close", "drop", "std", "number"]),
        is_kept=st.booleans(),
    )
    def end_it(self, end: End, how: str, is_kept: bool) -> End:
        """Ends it in some way; a duplicate may keep the open file."""
        owner, end.owner = end.owner, None
        assert owner is not None
        if is_kept:
            self.doubles.append(OwnedFd.from_raw_fd(os.dup(end.number)))
        match how:
            case "close":
                if end.deregisters and errno_of(self.plain.unregister, end.number) is None:
                    self.tokens.pop(end.number, None)
                owner.close()
            case "std" if isinstance(owner, net.UnixStream):
                std.UnixStream.from_(owner).close()
            case "number" if not isinstance(owner, socket.socket):
                os.close(owner.into_raw_fd())
            case _ if isinstance(owner, socket.socket):  # It warns when it is dropped.
                owner.close()
            case _:
                pass
        return end

    @rule(end=ends, size=SIZES)
    def write(self, end: End, size: int) -> None:
        with suppress(OSError):
            os.write(end.number, bytes(size))

    @rule(end=ends, size=SIZES)
    def read(self, end: End, size: int) -> None:
        with suppress(OSError):
            os.read(end.number, size)

    @rule(end=ends, how=st.sampled_from([socket.SHUT_RD, socket.SHUT_WR, socket.SHUT_RDWR]))
    def shutdown(self, end: End, how: int) -> None:
        if isinstance(end.owner, net.UnixStream | net.UnixDatagram | std.UnixStream):
            with socket.socket(fileno=os.dup(end.number)) as same, suppress(OSError):
                same.shutdown(how)

    @rule(end=ends, what=st.sampled_from(["close", "write", "register", "deregister"]))
    def fork(self, end: End, what: str) -> None:
        """Lets a child process do something with an end."""
        assert end.owner is not None
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # The tests may have threads.
            child = os.fork()
        if not child:
            self.in_child(end.owner, end.number, what)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        if what == "deregister":
            assert errno_of(self.plain.unregister, end.number) is not None

    def in_child(self, owner: AnyOwner, number: int, what: str) -> None:
        done = True
        match what:
            case "close":
                owner.close()
            case "write":
                with suppress(OSError):
                    os.write(number, b"x")
            case "register":
                result = self.poll.registry().register(owner, Token(9), Interest.READABLE)
                mask = mask_of([Interest.READABLE])
                done = outcome(result) == errno_of(self.plain.register, number, mask)
                owner.close()
            case _:
                result = self.poll.registry().deregister(owner)
                done = outcome(result) == errno_of(self.plain.unregister, number)
        os._exit(not done)

    @rule(capacity=st.sampled_from([1, 2, 64]))
    def hears_the_same(self, capacity: int) -> None:
        """Polls until there is no event any more."""
        events = Events.with_capacity(capacity)
        heard = list[tuple[Token, int]]()
        expected = list[tuple[Token, int]]()
        while True:
            reported = self.plain.poll(0, capacity)
            self.poll.poll(events, 0).unwrap()
            heard += [(event.token(), event[1]) for event in events]
            expected += [
                (self.tokens[number], bits) for number, bits in reported if number in self.tokens
            ]
            if not reported:
                break
        assert sorted(heard) == sorted(expected)
        assert events.is_empty()


def has_own_close(end: End) -> bool:
    """Returns True if the type is one of `stdnet.mio`."""
    return type(end.owner).__module__.startswith("stdnet.mio")
