"""Scripts of operations with `stdnet.mio`.

`tests/oracle/mio_scripts.rs` describes them, and carries them out with the crate mio. As that does
with the argument `trace`, `python -m tests.support.mio_scripts` marks each operation for strace.
"""

import os
import re
import socket
import struct
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from fcntl import F_DUPFD_CLOEXEC, fcntl, ioctl
from functools import reduce
from pathlib import Path
from termios import TIOCOUTQ
from typing import Final, Self, TypeVar, cast

import stdnet
from stdnet import Ipv4Addr, Ipv6Addr, Shutdown, SocketAddr, io
from stdnet.mio import Events, Interest, Poll, Registry, Token, Waker
from stdnet.mio._event import make_event
from stdnet.mio.event import Event
from stdnet.mio.net import (
    TcpListener,
    TcpStream,
    UdpSocket,
    UnixDatagram,
    UnixListener,
    UnixStream,
)
from stdnet.mio.unix import SourceFd, pipe
from stdnet.os.unix import net as unix
from stdnet.result import Err, Ok
from tests.faults.interrupting_signals import alarms
from tests.support.loopback_barrier import LoopbackBarrier
from tests.support.rust_debug import debug_value, show, show_error, show_option, show_unit

_T = TypeVar("_T")
_Ordered = TypeVar("_Ordered", Interest, Token)


class _Fd(int):
    """A descriptor of the script itself, which `SourceFd` registers."""


_Source = (
    TcpListener
    | TcpStream
    | UdpSocket
    | UnixListener
    | UnixStream
    | UnixDatagram
    | pipe.Sender
    | pipe.Receiver
)
_Thing = Poll | Registry | Waker | _Source | _Fd

_SIOCOUTQNSD: Final = 0x894B
_CLOSED: Final = 1_000_000_000
_ADDRS: Final = {"v4": "127.0.0.1:0", "v6": "[::1]:0", "closed4": "127.0.0.1:1"}
_INTERESTS: Final = {"r": Interest.READABLE, "w": Interest.WRITABLE, "p": Interest.PRIORITY}
_LINGER_AT_ONCE: Final = struct.pack("@ii", 1, 0)


# Arguments.


def _interests(word: str) -> Interest:
    return reduce(Interest.add, map(_INTERESTS.__getitem__, word))


def _bytes(word: str) -> bytes:
    return b"" if word == "-" else bytes.fromhex(word)


def _bool(word: str) -> bool:
    return word == "1"


def _v4(word: str) -> Ipv4Addr:
    return Ipv4Addr.from_str(word).unwrap()


def _v6(word: str) -> Ipv6Addr:
    return Ipv6Addr.from_str(word).unwrap()


def _path(word: str) -> str:
    return word.removeprefix("path:")


def _abstract() -> unix.SocketAddr:
    return unix.SocketAddr.from_abstract_name(_abstract_name()).unwrap()


def _abstract_name() -> str:
    return f"stdnet-{os.getpid():08}"


_PARSERS: Final[dict[str, Sequence[Callable[[str], object]]]] = {
    "shutdown": [Shutdown.__getitem__],
    "send": [_bytes],
    "write": [_bytes],
    "write_vectored": [lambda words: list(map(_bytes, words.split("+")))],
    "join_multicast_v4": [_v4, _v4],
    "leave_multicast_v4": [_v4, _v4],
    "join_multicast_v6": [_v6, int],
    "leave_multicast_v6": [_v6, int],
    "set_ttl": [int],
    "set_multicast_ttl_v4": [int],
}
"""How the arguments of a method are parsed. Those of every other setter are a `bool`."""


# Answers.


def _flags(value: Event | Interest, *names: str) -> str:
    """Returns the names whose `is_` method returns True."""
    return " ".join(name for name in names if getattr(value, f"is_{name}")())


def _event(event: Event) -> tuple[int, str]:
    """Returns the token of an event, and what it says."""
    names = "readable", "writable", "error", "read_closed", "write_closed", "priority", "aio", "lio"
    return event.token(), _flags(event, *names)


def _list(events: Events) -> str:
    """Returns the events in the order of their tokens."""
    found = sorted(map(_event, events))
    return f"[{', '.join(f'{int(token)}: {flags}' for token, flags in found)}]"


def _interest(value: Interest) -> str:
    return f"{value!r}: {_flags(value, 'readable', 'writable', 'priority', 'aio', 'lio')}"


def _ordering(one: _Ordered, other: _Ordered) -> str:
    return "Equal" if one == other else "Less" if one < other else "Greater"


def _show_received(method: Callable[..., io.Result[object]], name: str, size: str) -> str:
    """Calls a method that fills buffers; returns the count, the bytes, and the sender if told."""
    bufs = [bytearray(int(word)) for word in size.split("+")]
    match method(bufs if name.endswith("vectored") else bufs[0]):
        case Ok(int(count)):
            return f'Ok({count} "{b"".join(bufs)[:count].hex()}")'
        case Ok(both):
            count, addr = cast("tuple[int, object]", both)
            return f'Ok({count} "{bufs[0][:count].hex()}" {addr!r})'
        case Err(error):
            return show_error(error)


def _exhaust(step: Callable[[], io.Result[int]]) -> bool:
    """Reads or writes until it would block; returns True if nothing was moved."""
    is_first = True
    while step().inspect_err(_expect_would_block).unwrap_or(0):
        is_first = False
    return is_first


def _expect_would_block(error: io.Error) -> None:
    assert error.kind() == io.ErrorKind.WouldBlock


class ScriptRunner:
    """What the operations of a script have made, by name, and a folder for their paths."""

    def __init__(self) -> None:
        self._things: list[tuple[str, _Thing]] = []
        # Those of all sockets, also of those that are closed.
        self._ports: list[tuple[str, int]] = []
        self._before = Path.cwd()
        self._folder = tempfile.TemporaryDirectory(prefix="stdnet-")
        os.chdir(self._folder.name)
        self._barrier = LoopbackBarrier()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._barrier.close()
        while self._things:
            _close(self._things.pop()[1])
        os.chdir(self._before)
        self._folder.cleanup()

    def answer(self, operation: str) -> str:
        """Performs an operation; returns its answer without what differs from run to run."""
        answer = self._perform(operation)
        self._barrier.wait()
        return self._named(answer)

    def trace(self, operation: str, mark: str) -> None:
        """Performs an operation, with a mark before and after it."""
        _step(mark)
        self._perform(operation)
        _step("-")
        self._barrier.wait()

    def _named(self, text: str) -> str:
        """Replaces ports, descriptors, inodes and the abstract name."""
        for name, thing in self._things:
            if isinstance(thing, TcpListener | TcpStream | UdpSocket):
                port = thing.local_addr().map(lambda addr: addr.port()).unwrap_or(0)
                if port and (name, port) not in self._ports:
                    self._ports.append((name, port))
        text = re.sub(r"(?<=fd: )\d+|(?<=pipe:\[)\d+", "_", text)
        text = text.replace(_abstract_name(), "stdnet-_")
        for name, port in self._ports:
            text = text.replace(f":{port}", f":{name}")
        return text

    def _find(self, name: str) -> _Thing | None:
        return next((thing for known, thing in reversed(self._things) if known == name), None)

    def _get(self, name: str, kind: type[_T]) -> _T:
        thing = self._find(name)
        assert isinstance(thing, kind)
        return thing

    def _take(self, name: str) -> _Thing:
        """Returns what has the name, and forgets it."""
        at = max(i for i, (known, _) in enumerate(self._things) if known == name)
        return self._things.pop(at)[1]

    def _fd(self, name: str) -> int:
        thing = self._find(name)
        assert thing is not None
        assert not isinstance(thing, Waker)
        return int(thing) if isinstance(thing, _Fd) else thing.as_raw_fd()

    def _source(self, name: str) -> _Source | SourceFd:
        match self._find(name):
            case Poll() as poll:
                return SourceFd(poll.as_raw_fd())
            case _Fd() as fd:
                return SourceFd(int(fd))
            case None | Registry() | Waker():
                raise AssertionError(name)
            case source:
                return source

    def _inet(self, word: str) -> SocketAddr.V4 | SocketAddr.V6:
        if word in _ADDRS:
            return SocketAddr.from_str(_ADDRS[word]).unwrap()
        thing = self._find(word)
        assert isinstance(thing, TcpListener | TcpStream | UdpSocket)
        return thing.local_addr().unwrap()

    def _perform(self, operation: str) -> str:
        name, _, words = operation.partition("=")
        args = words.split(",") if words else []
        target, dot, method = name.rpartition(".")
        is_source = method in {"register", "reregister", "deregister", "close"}
        if (dot and self._find(target) is None) or (is_source and self._find(args[0]) is None):
            return "Ok(none)"
        if not dot:
            return self._make(name, args)
        match self._find(target):
            case Poll() as poll:
                return self._call_poll(poll, method, args)
            case Registry() as registry:
                return self._call_registry(registry, method, args)
            case _:
                return self._call(target, method, args)

    # Operations that make and drop what has a name, and that calculate with values.

    def _make(self, name: str, args: Sequence[str]) -> str:
        match name, args:
            case "poll", [new]:
                return self._add([new], Poll.new().map(lambda it: [it]))
            case "registry", [new, poll]:
                clone = self._get(poll, Poll).registry().try_clone()
                return self._add([new], clone.map(lambda it: [it]))
            case "waker", [new, poll, token]:
                try:
                    waker = Waker.new(self._get(poll, Poll).registry(), Token(int(token)))
                except RuntimeError as panic:
                    return f"RuntimeError({panic})"
                return self._add([new], waker.map(lambda it: [it]))
            case "listen", [new, addr]:
                return self._add([new], TcpListener.bind(self._inet(addr)).map(lambda it: [it]))
            case "connect", [new, addr]:
                return self._add([new], TcpStream.connect(self._inet(addr)).map(lambda it: [it]))
            case "udp", [new, addr]:
                return self._add([new], UdpSocket.bind(self._inet(addr)).map(lambda it: [it]))
            case "unix_pair", [one, other]:
                return self._add([one, other], UnixStream.pair().map(list))
            case "datagram_pair", [one, other]:
                return self._add([one, other], UnixDatagram.pair().map(list))
            case "pipe", [sender, receiver]:
                return self._add([sender, receiver], pipe.new().map(lambda ends: [*ends]))
            case (("unix_listen" | "unix_connect" | "unix_datagram"), [new, addr]):
                return self._add([new], _unix(name, addr).map(lambda it: [it]))
            case "accept", [listener, new]:
                return self._accept(listener, new)
            case "from_std", [new, kind, addr]:
                return self._add([new], self._from_std(kind, addr).map(lambda it: [it]))
            case "into_std", [old]:
                return _into_std(self._take(old))
            case _:
                return self._with_descriptors(name, args) or _calculate(name, args)

    def _with_descriptors(self, name: str, args: Sequence[str]) -> str:
        """Performs an operation on a descriptor as such; returns an empty text for any other."""
        match name, args:
            case "dup", [old, new]:
                return self._add([new], Ok([_Fd(fcntl(self._fd(old), F_DUPFD_CLOEXEC, 3))]))
            case "replace", [old, new]:
                os.dup2(self._fd(new), self._fd(old))
            case "named_client", [new, addr]:
                client = socket.socket(socket.AF_UNIX)
                client.bind(f"\0{_abstract_name()}")
                client.connect(_path(addr))
                client.setblocking(False)
                return self._add([new], Ok([UnixStream.from_raw_fd(client.detach())]))
            case "file", [new]:
                return self._add([new], Ok([_Fd(os.open("file", os.O_CREAT | os.O_WRONLY))]))
            case "closed", [new]:
                return self._add([new], Ok([_Fd(_CLOSED)]))
            case "close", [old]:
                _close(self._take(old))
            case _:
                return ""
        return "Ok(())"

    def _add(self, names: Sequence[str], made: io.Result[Sequence[_Thing]]) -> str:
        match made:
            case Ok(things):
                self._things += zip(names, things, strict=True)
                return "Ok(())"
            case Err(error):
                return show_error(error)

    def _accept(self, listener: str, new: str) -> str:
        target = self._find(listener)
        assert isinstance(target, TcpListener | UnixListener)
        match target.accept():
            case Ok((stream, addr)):
                self._things.append((new, stream))
                return f"Ok({addr!r})"
            case Err(error):
                return show_error(error)

    def _from_std(self, kind: str, addr: str) -> io.Result[_Source]:
        match kind:
            case "listener":
                listener = stdnet.TcpListener.bind(self._inet(addr))
                return listener.map(_without_blocking).map(TcpListener.from_std)
            case "stream":
                stream = stdnet.TcpStream.connect(self._inet(addr))
                return stream.map(_without_blocking).map(TcpStream.from_std)
            case "udp":
                udp = stdnet.UdpSocket.bind(self._inet(addr))
                return udp.map(_without_blocking).map(UdpSocket.from_std)
            case "unix_listener":
                named = unix.UnixListener.bind(_path(addr))
                return named.map(_without_blocking).map(UnixListener.from_std)
            case "unix_stream":
                connected = unix.UnixStream.connect(_path(addr))
                return connected.map(_without_blocking).map(UnixStream.from_std)
            case _:
                bound = unix.UnixDatagram.bind(_path(addr))
                return bound.map(_without_blocking).map(UnixDatagram.from_std)

    # Operations of a Poll and of a Registry.

    def _call_registry(self, registry: Registry, method: str, args: Sequence[str]) -> str:
        match method, args:
            case "debug", _:
                return f"Ok({registry!r})"
            case "register", [name, token, of]:
                source = self._source(name)
                return show_unit(registry.register(source, Token(int(token)), _interests(of)))
            case "reregister", [name, token, of]:
                source = self._source(name)
                return show_unit(registry.reregister(source, Token(int(token)), _interests(of)))
            case "deregister", [name]:
                return show_unit(registry.deregister(self._source(name)))
            case _:
                raise AssertionError(method)

    def _call_poll(self, poll: Poll, method: str, args: Sequence[str]) -> str:
        match method, args:
            case "debug", _:
                return f"Ok({poll!r})"
            case (("poll" | "wait"), [capacity]):
                events = Events.with_capacity(int(capacity))
                timeout = 10 if method == "wait" else 0
                return show(poll.poll(events, timeout), lambda _: _list(events))
            case "debug_events", [capacity]:
                events = Events.with_capacity(int(capacity))
                before = repr(events)
                poll.poll(events, 0).unwrap()
                found = f"{before} {events!r} {debug_value(events.is_empty())}"
                events.clear()
                return f"Ok({found} {events!r} {debug_value(events.is_empty())})"
            case "poll_woken", [name]:
                events = Events.with_capacity(8)
                waker = self._get(name, Waker)
                thread = threading.Thread(target=lambda: waker.wake().unwrap())
                thread.start()
                result = poll.poll(events, None)
                thread.join()
                return show(result, lambda _: _list(events))
            case "poll_max", _:
                events = Events.with_capacity(8)
                return show(poll.poll(events, timedelta.max), lambda _: _list(events))
            case "poll_interrupted", [micros]:
                events = Events.with_capacity(8)
                with alarms(0.001, first=0.001) as seen:
                    result = poll.poll(events, int(micros) / 1_000_000)
                assert seen
                return show(result, lambda _: _list(events))
            case "poll_for", [micros]:
                events, seconds = Events.with_capacity(8), int(micros) / 1_000_000
                began = time.monotonic()
                poll.poll(events, seconds).unwrap()
                waited = debug_value(time.monotonic() - began >= seconds)
                return f"Ok({_list(events)} waited: {waited})"
            case _:
                return self._call_registry(poll.registry(), method, args)

    # Operations of everything else.

    def _call(self, name: str, method: str, args: Sequence[str]) -> str:
        target = self._find(name)
        match method, target:
            case "debug", _Fd():
                return f"Ok({SourceFd(7)!r})"  # Only the form counts: the descriptor differs.
            case "debug", _:
                return f"Ok({target!r})"
            case "is_nonblocking", _:
                return f"Ok({debug_value(not os.get_blocking(self._fd(name)))})"
            case (("reset" | "send_out_of_band"), _):
                return _call_python(self._fd(name), method, args)
            case "fill", _:
                return self._fill(name)
            case "drain", (TcpStream() | UnixStream() | pipe.Receiver()) as reader:
                _exhaust(lambda: reader.read(bytearray(4096)))
                return "Ok(())"
            case "try_io", (TcpStream() | UdpSocket() | UnixStream() | UnixDatagram()) as sock:
                return show(sock.try_io(_blocks if args == ["blocks"] else _works))
            case "try_io", (pipe.Sender() | pipe.Receiver()) as end:
                return show(end.try_io(_blocks if args == ["blocks"] else _works))
            case "send_to", UdpSocket() as sock:
                return show(sock.send_to(_bytes(args[0]), self._inet(args[1])))
            case "send_to", UnixDatagram() as sock:
                return show(sock.send_to(_bytes(args[0]), _path(args[1])))
            case "connect", UdpSocket() as sock:
                return show_unit(sock.connect(self._inet(args[0])))
            case "connect", UnixDatagram() as sock:
                return show_unit(sock.connect(_path(args[0])))
            case _:
                call: Callable[..., io.Result[object]] = getattr(target, method)
                return _show_call(call, method, args)

    def _fill(self, name: str) -> str:
        """Writes until the buffers are full, and stay so when all of it has arrived."""
        writer = self._find(name)
        if isinstance(writer, Waker):
            return _fill_counter(writer)
        assert isinstance(writer, TcpStream | UnixStream | pipe.Sender)
        while not _exhaust(lambda: writer.write(bytes(4096))):
            # The peer acknowledges some of it later, and then there is room again.
            while isinstance(writer, TcpStream) and _unacknowledged(writer.fileno()):
                self._barrier.wait()
        return "Ok(())"


def _unacknowledged(fd: int) -> int:
    """Returns how many bytes of those that are sent the peer has not acknowledged."""
    unsent, all_ = (ioctl(fd, request, bytes(4)) for request in (_SIOCOUTQNSD, TIOCOUTQ))
    return int.from_bytes(all_, sys.byteorder) - int.from_bytes(unsent, sys.byteorder)


def _fill_counter(waker: Waker) -> str:
    """Brings the counter of a waker to its limit. Only the `repr` shows its descriptor."""
    (fd,) = re.findall(r"(?<=fd: )\d+", repr(waker))
    os.eventfd_write(int(fd), (1 << 64) - 2)
    return "Ok(())"


def _close(thing: _Thing) -> None:
    if not isinstance(thing, _Fd):
        thing.close()
    elif thing != _CLOSED:
        os.close(thing)


def _unix(name: str, addr: str) -> io.Result[_Source]:
    match name, addr:
        case "unix_listen", "abstract":
            return UnixListener.bind_addr(_abstract())
        case "unix_listen", _:
            return UnixListener.bind(_path(addr))
        case "unix_connect", "abstract":
            return UnixStream.connect_addr(_abstract())
        case "unix_connect", _:
            return UnixStream.connect(_path(addr))
        case _, "unbound":
            return UnixDatagram.unbound()
        case _, "abstract":
            return UnixDatagram.bind_addr(_abstract())
        case _:
            return UnixDatagram.bind(_path(addr))


_S = TypeVar(
    "_S",
    stdnet.TcpListener,
    stdnet.TcpStream,
    stdnet.UdpSocket,
    unix.UnixListener,
    unix.UnixStream,
    unix.UnixDatagram,
)


def _without_blocking(sock: _S) -> _S:
    sock.set_nonblocking(True).unwrap()
    return sock


def _into_std(thing: _Thing) -> str:
    """Converts a socket into one of std, whose mode stays as it is."""
    match thing:
        case TcpListener():
            return _describe(stdnet.TcpListener.from_(thing))
        case TcpStream():
            return _describe(stdnet.TcpStream.from_(thing))
        case UdpSocket():
            return _describe(stdnet.UdpSocket.from_(thing))
        case UnixListener():
            return _describe(unix.UnixListener.from_(thing))
        case UnixStream():
            return _describe(unix.UnixStream.from_(thing))
        case UnixDatagram():
            return _describe(unix.UnixDatagram.from_(thing))
        case _:
            raise AssertionError(thing)


def _describe(sock: _S) -> str:
    try:
        nonblocking = debug_value(not os.get_blocking(sock.as_raw_fd()))
        return f"Ok({sock!r} nonblocking: {nonblocking})"
    finally:
        sock.close()


def _works() -> io.Result[int]:
    return Ok(7)


def _blocks() -> io.Result[int]:
    return Err(io.Error.from_(io.ErrorKind.WouldBlock))


def _calculate(name: str, args: Sequence[str]) -> str:
    """Performs an operation on values."""
    match name, args:
        case "interest", [of]:
            return f"Ok({_interest(_interests(of))})"
        case "event", [bits]:
            event = make_event((Token(0), int(bits)))
            return f"Ok({_event(event)[1]} {event!r})"
        case "add", [one, other]:
            added = _interests(one)
            added |= _interests(other)
            assert added == _interests(one) | _interests(other)
            assert added == _interests(one).add(_interests(other))
            return f"Ok({_interest(added)})"
        case "remove", [one, other]:
            left = _interests(one).remove(_interests(other))
            return f"Ok({'None' if left is None else f'Some({left!r})'})"
        case "compare", [one, other]:
            return f"Ok({_ordering(_interests(one), _interests(other))})"
        case "token", [n]:
            return f"Ok({Token(int(n))!r} {int(Token(int(n)))})"
        case "compare_tokens", [n, m]:
            first, second = Token(int(n)), Token(int(m))
            same = f"{debug_value(first == second)} same hash: "
            same += debug_value(hash(first) == hash(second))
            return f"Ok({_ordering(first, second)} {same})"
        case _:
            raise AssertionError(name)


def _show_call(call: Callable[..., io.Result[object]], method: str, args: Sequence[str]) -> str:
    """Calls a method of a source whose arguments need nothing but themselves."""
    if method in {"read", "read_vectored", "recv", "recv_from", "peek", "peek_from"}:
        return _show_received(call, method, args[0])
    if method == "take_error":
        return show_option(call())
    parsers = _PARSERS.get(method, [_bool] * len(args))
    result = call(*(parse(arg) for parse, arg in zip(parsers, args, strict=True)))
    return show(result, lambda value: "()" if value is None else debug_value(value))


def _call_python(fd: int, method: str, args: Sequence[str]) -> str:
    """Does with Python's socket what mio has no method for."""
    sock = socket.socket(fileno=fd)
    try:
        if method == "send_out_of_band":
            return f"Ok({sock.send(_bytes(args[0]), socket.MSG_OOB)})"
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_AT_ONCE)
        return "Ok(())"
    finally:
        sock.detach()


def answers(script: str) -> list[str]:
    """Returns what each operation of a script returns."""
    with ScriptRunner() as runner:
        return [runner.answer(operation) for operation in script.split(" ")]


def _step(name: str) -> None:
    """Marks where the system calls of an operation begin, and where they end."""
    with suppress(FileNotFoundError):
        os.chdir(f"/step/{name}")


def _trace(scripts: Sequence[str]) -> None:
    for i, script in enumerate(scripts):
        with ScriptRunner() as runner:
            for j, operation in enumerate(script.split(" ")):
                runner.trace(operation, f"{i}.{j}")


if __name__ == "__main__":
    _trace(sys.argv[1:])
