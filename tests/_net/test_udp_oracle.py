"""Scripts of operations on UDP sockets, compared with Rust, and a peer in Rust.

`tests/oracle/udp.rs` describes the operations.
"""

import os
import re
import subprocess
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from select import POLLIN, poll
from types import TracebackType
from typing import Final, Self

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stdnet import Err, IpAddr, Ipv4Addr, Ipv6Addr, Ok, SocketAddr, UdpSocket, io
from tests.support import oracle
from tests.support.letters import Letters
from tests.support.loopback_barrier import LoopbackBarrier
from tests.support.once import share
from tests.support.rust_debug import (
    abbreviate,
    parse_micros,
    show,
    show_error,
    show_micros,
    show_option,
    show_unit,
)

_LONG: Final = timedelta(milliseconds=100)
"""Operations that would wait longer are skipped."""

_ADDRS: Final = {
    "v4": "127.0.0.1:0",
    "v6": "[::1]:0",
    "any4": "0.0.0.0:0",
    "any6": "[::]:0",
    "closed4": "127.0.0.1:1",
    "closed6": "[::1]:1",
    "foreign4": "192.0.2.1:0",
    "foreign6": "[2001:db8::1]:0",
}
_GROUPS_V4: Final = {"group": Ipv4Addr(239, 1, 2, 3), "other": Ipv4Addr(10, 1, 2, 3)}
_GROUPS_V6: Final = {
    "group": Ipv6Addr(0xFF01, 0, 0, 0, 0, 0, 0, 0x123),
    "other": Ipv6Addr.LOCALHOST,
}
_INTERFACES: Final = {"lo": Ipv4Addr.LOCALHOST, "foreign": Ipv4Addr(192, 0, 2, 1)}


class SkippedError(Exception):
    """Raised for an operation that is not tried; its text is the answer."""


class ScriptRunner:
    """The sockets of a script, each by number."""

    def __init__(self) -> None:
        self._sockets: list[UdpSocket | None] = []
        self._addrs: list[SocketAddr | None] = []
        self._names: dict[int, str] = {}
        self._letters = Letters()
        self._barrier = LoopbackBarrier()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._barrier.close()
        for udp in self._sockets:
            if udp is not None:
                udp.close()

    def answer(self, operation: str) -> str:
        """Performs an operation, waits until its packets have arrived, and returns its answer."""
        try:
            answer = self._named(self._perform(operation))
        except SkippedError as skipped:
            answer = str(skipped)
        self._barrier.wait()
        return answer

    def _named(self, text: str) -> str:
        """Replaces the ports in a text by their names, and the descriptor by `_`."""
        text = re.sub(r"fd: \d+", "fd: _", text)
        for port, name in self._names.items():
            text = text.replace(f":{port}", f":{name}")
        return text

    def _parse_addrs(self, words: str) -> list[SocketAddr]:
        found = [self._parse_addr(word) for word in words.split("+") if word]
        return [addr for addr in found if addr is not None]

    def _parse_addr(self, word: str) -> SocketAddr | None:
        if word == "broad4":
            return SocketAddr(Ipv4Addr(127, 255, 255, 255), min(self._names, key=self._number))
        if word in _ADDRS:
            return SocketAddr.from_str(_ADDRS[word]).unwrap()
        number = int(word[1:])
        return self._addrs[number] if number < len(self._addrs) else None

    def _number(self, port: int) -> int:
        return int(self._names[port][1:])

    def _socket(self, word: str) -> UdpSocket:
        number = int(word[1:])
        found = self._sockets[number] if number < len(self._sockets) else None
        if found is None:
            raise SkippedError("none")
        return found

    def _bind(self, words: str) -> str:
        bound = UdpSocket.bind(self._parse_addrs(words))
        # A new socket must not have the port of an earlier one, which would have two names.
        with_old_ports = list[io.Result[UdpSocket]]()
        while "U" not in words and isinstance(bound, Ok) and _port(bound.unwrap()) in self._names:
            with_old_ports.append(bound)
            bound = UdpSocket.bind(self._parse_addrs(words))
        match bound:
            case Ok(udp):
                return f"Ok({self._add(udp)})"
            case Err(e):
                self._sockets.append(None)
                self._addrs.append(None)
                return show_error(e)

    def _add(self, udp: UdpSocket) -> str:
        self._names.setdefault(_port(udp), f"U{len(self._sockets)}")
        self._addrs.append(udp.local_addr().unwrap())
        self._sockets.append(udp)
        return repr(udp)

    def _perform(self, operation: str) -> str:
        match operation.split(":"):
            case ["bind", words]:
                return self._bind(words)
            case ["send", word, size]:
                udp = self._socket(word)
                return show(udp.send(self._letters.take(int(size))))
            case ["send_to", word, size, words]:
                udp = self._socket(word)
                return show(udp.send_to(self._letters.take(int(size)), self._parse_addrs(words)))
            case ["clone", word]:
                return self._add(self._socket(word).try_clone().unwrap())
            case ["raw", word]:
                again = UdpSocket.from_raw_fd(self._socket(word).into_raw_fd())
                self._sockets[int(word[1:])] = again
                return repr(again)
            case ["close", word]:
                self._socket(word).close()
                self._sockets[int(word[1:])] = None
                return "closed"
            case ["connect", word, words]:
                return show_unit(self._socket(word).connect(self._parse_addrs(words)))
            case [name, word]:
                return _GETTERS[name](self._socket(word))
            case [name, word, value]:
                return _WITH_ARGUMENT[name](self._socket(word), value)
            case [name, word, group, interface]:
                return _MULTICAST[name](self._socket(word), group, interface)
            case _:
                raise ValueError(operation)


def answers(script: str) -> list[str]:
    """Performs the operations of a script; returns the answer of each."""
    with ScriptRunner() as runner:
        return [runner.answer(operation) for operation in script.split(" ")]


def _port(udp: UdpSocket) -> int:
    return udp.local_addr().unwrap().port()


def _take(udp: UdpSocket, call: Callable[[bytearray], io.Result[object]], size: int) -> str:
    """Receives or peeks a datagram, unless that would wait for long."""
    waiter = poll()
    waiter.register(udp, POLLIN)
    if (
        not waiter.poll(0)
        and os.get_blocking(udp.fileno())
        and (udp.read_timeout().unwrap() or timedelta.max) > _LONG
    ):
        raise SkippedError("waits")
    buf = bytearray(b"." * size)
    return f"{show(call(buf))} {abbreviate(buf)}"


# Operations by name.

_GETTERS: Final[dict[str, Callable[[UdpSocket], str]]] = {
    "debug": repr,
    "local": lambda udp: show(udp.local_addr()),
    "peer": lambda udp: show(udp.peer_addr()),
    "take_error": lambda udp: show_option(udp.take_error()),
    "broadcast": lambda udp: show(udp.broadcast()),
    "loop_v4": lambda udp: show(udp.multicast_loop_v4()),
    "ttl_v4": lambda udp: show(udp.multicast_ttl_v4()),
    "loop_v6": lambda udp: show(udp.multicast_loop_v6()),
    "ttl": lambda udp: show(udp.ttl()),
    "read_timeout": lambda udp: show_micros(udp.read_timeout()),
    "write_timeout": lambda udp: show_micros(udp.write_timeout()),
}

_WITH_ARGUMENT: Final[dict[str, Callable[[UdpSocket, str], str]]] = {
    "recv": lambda udp, size: _take(udp, udp.recv, int(size)),
    "peek": lambda udp, size: _take(udp, udp.peek, int(size)),
    "recv_from": lambda udp, size: _take(udp, udp.recv_from, int(size)),
    "peek_from": lambda udp, size: _take(udp, udp.peek_from, int(size)),
    "nonblocking": lambda udp, value: show_unit(udp.set_nonblocking(value == "1")),
    "set_broadcast": lambda udp, value: show_unit(udp.set_broadcast(value == "1")),
    "set_loop_v4": lambda udp, value: show_unit(udp.set_multicast_loop_v4(value == "1")),
    "set_ttl_v4": lambda udp, value: show_unit(udp.set_multicast_ttl_v4(int(value))),
    "set_loop_v6": lambda udp, value: show_unit(udp.set_multicast_loop_v6(value == "1")),
    "set_ttl": lambda udp, value: show_unit(udp.set_ttl(int(value))),
    "set_read_timeout": lambda udp, value: show_unit(udp.set_read_timeout(parse_micros(value))),
    "set_write_timeout": lambda udp, value: show_unit(udp.set_write_timeout(parse_micros(value))),
}

_MULTICAST: Final[dict[str, Callable[[UdpSocket, str, str], str]]] = {
    "join_v4": lambda udp, group, at: show_unit(
        udp.join_multicast_v4(_GROUPS_V4[group], _INTERFACES[at])
    ),
    "leave_v4": lambda udp, group, at: show_unit(
        udp.leave_multicast_v4(_GROUPS_V4[group], _INTERFACES[at])
    ),
    "join_v6": lambda udp, group, at: show_unit(udp.join_multicast_v6(_GROUPS_V6[group], int(at))),
    "leave_v6": lambda udp, group, at: show_unit(
        udp.leave_multicast_v6(_GROUPS_V6[group], int(at))
    ),
}


@pytest.mark.parametrize("row", oracle.golden("udp"))
def test_the_golden_scripts_have_the_answers_of_rust(row: oracle.Answer) -> None:
    assert answers(str(row["script"])) == row["answers"], row["script"]


# Scripts for Hypothesis.

_udps = st.sampled_from(["U0"] * 4 + ["U1"] * 4 + ["U2"])
_sizes = st.sampled_from([0, 0, 1, 64, 1000]) | st.integers(0, 300)
_flags = st.sampled_from("01")
_v4 = st.sampled_from(["lo", "foreign"])
_v6 = st.sampled_from(["1", "999999"])
_groups = st.sampled_from(["group", "group", "other"])
# Time-outs that the kernel returns exactly as they were set, whatever its tick.
_durations = st.sampled_from(["none", "0", "20000", "500000", "1000000", f"{10**19}"])
_ttls = st.sampled_from([0, 1, 64, 255, 256, 2**31, 2**32 - 1]) | st.integers(0, 300)


def _words(*kinds: str) -> st.SearchStrategy[str]:
    """Returns a strategy for lists of addresses, of these kinds or of sockets; often of one."""
    return _udps | st.lists(st.sampled_from(kinds) | _udps, max_size=3).map("+".join)


_peers: Final = _words("v4", "v6", "closed4", "closed6", "broad4")
# The largest datagrams of IPv4 and of IPv6, and one byte more.
_sent: Final = _sizes | st.sampled_from([65507, 65508, 65527, 65528, 70000])

_forms: Final[dict[str, list[st.SearchStrategy[str]]]] = {
    "bind": [_words("v4", "v6", "any4", "any6", "foreign4", "foreign6")],
    "connect": [_udps, _peers],
    "send": [_udps, _sent.map(str)],
    "send_to": [_udps, _sent.map(str), _peers],
    "recv peek recv_from peek_from": [_udps, _sizes.map(str)],
    "debug local peer clone raw close take_error": [_udps],
    "broadcast loop_v4 ttl_v4 loop_v6 ttl read_timeout write_timeout": [_udps],
    "nonblocking set_broadcast set_loop_v4 set_loop_v6": [_udps, _flags],
    "set_ttl set_ttl_v4": [_udps, _ttls.map(str)],
    "set_read_timeout set_write_timeout": [_udps, _durations],
    "join_v4 leave_v4": [_udps, _groups, _v4],
    "join_v6 leave_v6": [_udps, _groups, _v6],
}
_operations: Final = {
    name: st.tuples(st.just(name), *arguments).map(":".join)
    for names, arguments in _forms.items()
    for name in names.split()
}


def scripts(ip: str, *names: str) -> st.SearchStrategy[str]:
    """Returns a strategy for scripts over one IP version; half of their operations are `names`."""
    bound = f"bind:v{ip} bind:v{ip}"
    nonblocking = f"{bound} nonblocking:U0:1 nonblocking:U1:1"
    unspecified = (
        f"bind:any{ip} bind:v{ip} bind:any{'6' if ip == '4' else '4'} set_read_timeout:U0:20000"
    )
    openings = [bound, nonblocking, f"{nonblocking} connect:U0:U1", f"{bound} close:U1"]
    opening = st.sampled_from([*openings, unspecified])
    anything = st.one_of(*_operations.values())
    chosen = st.one_of(*(_operations[name] for name in names)) if names else anything
    rest = st.lists(chosen | anything, min_size=1, max_size=16).map(" ".join)
    return st.builds("{} {}".format, opening, rest)


@pytest.fixture(scope="module")
def rust() -> Iterator[oracle.Oracle]:
    with oracle.Oracle("udp") as process:
        yield process


each_ip_version = pytest.mark.parametrize("ip", ["4", "6"])


def compare(rust: oracle.Oracle, ip: str, names: Sequence[str], examples: int = 40) -> None:
    """Compares the answers to scripts in which half of the operations are `names`."""

    @settings(max_examples=share(examples))
    @given(script=scripts(ip, *names))
    def have_the_same_answers(script: str) -> None:
        assert answers(script) == rust.ask(script)["answers"]

    have_the_same_answers()


@oracle.needs_rustc
@each_ip_version
@pytest.mark.parametrize(
    "names",
    [
        ["bind", "local", "close"],
        ["connect", "peer", "send", "recv", "take_error", "close"],
        ["send_to", "recv_from", "peek_from", "recv", "peek"],
        ["set_ttl_v4", "ttl_v4", "set_loop_v6", "loop_v6", "join_v4", "leave_v4", "join_v6"],
        [],
    ],
    ids=["bind", "connect", "send_to", "options", "any"],
)
def test_any_script_has_the_answers_of_rust(
    rust: oracle.Oracle, ip: str, names: Sequence[str]
) -> None:
    compare(rust, ip, names)


@oracle.needs_rustc
@pytest.mark.long
@pytest.mark.timeout(1200)
@each_ip_version
def test_many_scripts_have_the_answers_of_rust(rust: oracle.Oracle, ip: str) -> None:
    compare(rust, ip, [], examples=2000)


@oracle.needs_rustc
@pytest.mark.parametrize("connected", [False, True])
def test_datagrams_are_exchanged_with_a_program_in_rust(
    each_ip: IpAddr.V4 | IpAddr.V6, connected: bool
) -> None:
    with (
        subprocess.Popen(
            [oracle.program("udp"), "echo", str(each_ip)], stdout=subprocess.PIPE, text=True
        ) as process,
        UdpSocket.bind((each_ip, 0)).unwrap() as udp,
    ):
        assert process.stdout is not None
        peer = SocketAddr.from_str(process.stdout.readline().strip()).unwrap()
        if connected:
            udp.connect(peer).unwrap()
        addr = udp.local_addr().unwrap()
        buf = bytearray(65536)
        for size in (1, 2, 1000, 65507, 0):
            sent = bytes(at % 251 for at in range(size))
            assert (udp.send(sent) if connected else udp.send_to(sent, peer)) == Ok(size)
            assert process.stdout.readline() == f"{size} bytes of {addr}\n"
            assert udp.recv_from(buf) == Ok((size, peer))
            assert buf[:size] == sent
