"""Scripts of operations on TCP listeners and streams, carried out by stdnet.

`tests/oracle/tcp.rs` describes the operations, and carries them out with Rust's std.
"""

import os
import sys
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fcntl import ioctl
from select import POLLERR, POLLHUP, POLLIN, POLLRDHUP, poll
from termios import FIONREAD
from types import TracebackType
from typing import Final, Generic, Self, TypeVar

from stdnet import Shutdown, SocketAddr, TcpListener, TcpStream, io
from stdnet.result import Err, Ok
from tests.support.letters import Letters
from tests.support.loopback_barrier import LoopbackBarrier
from tests.support.rust_debug import (
    abbreviate,
    parse_micros,
    show,
    show_error,
    show_micros,
    show_option,
    show_unit,
)

_T = TypeVar("_T")
_Socket = TypeVar("_Socket", TcpListener, TcpStream)

_MICROSECOND: Final = timedelta(microseconds=1)

_ADDRS: Final = {
    "v4": "127.0.0.1:0",
    "v6": "[::1]:0",
    "any4": "0.0.0.0:0",
    "closed4": "127.0.0.1:1",
    "closed6": "[::1]:1",
    "foreign4": "192.0.2.1:0",
    "foreign6": "[2001:db8::1]:0",
}


class SkippedError(Exception):
    """Raised for an operation that is not tried; its text is the answer."""


@dataclass
class Handle(Generic[_Socket]):
    """A socket, and names for the ports of both of its addresses."""

    socket: _Socket
    ports: dict[int, str]

    def named(self, text: str) -> str:
        """Replaces the ports in a text by their names, and the descriptor by `_`."""
        text = text.replace(f"fd: {self.socket.as_raw_fd()}", "fd: _")
        for port, name in self.ports.items():
            text = text.replace(f":{port}", f":{name}")
        return text

    def __repr__(self) -> str:
        return self.named(repr(self.socket))


class ScriptRunner:
    """The listeners and the streams of a script, each by number."""

    def __init__(self) -> None:
        self._listeners: list[Handle[TcpListener] | None] = []
        self._streams: list[Handle[TcpStream] | None] = []
        self._listener_addrs: list[SocketAddr.V4 | SocketAddr.V6 | None] = []
        self._connected: list[tuple[SocketAddr, SocketAddr, str]] = []
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
        for handle in (*self._listeners, *self._streams):
            if handle is not None:
                handle.socket.close()

    def answer(self, operation: str) -> str:
        """Performs an operation, waits until its packets have arrived, and returns its answer."""
        try:
            answer = self._perform(*operation.split(":"))
        except SkippedError as instead:
            answer = str(instead)
        self._wait_for_packets()
        return answer

    def _wait_for_packets(self) -> None:
        """Waits until everything that was sent has arrived."""
        # Acknowledgements are not delayed, as small writes may wait for them.
        for handle in self._streams:
            if handle is not None:
                _ = handle.socket.set_quickack(True)
        self._barrier.wait()

    # Arguments.

    def _listener(self, word: str) -> Handle[TcpListener]:
        return _present(self._listeners, word)

    def _stream(self, word: str) -> Handle[TcpStream]:
        return _present(self._streams, word)

    def _addr(self, word: str) -> SocketAddr:
        if word in _ADDRS:
            return SocketAddr.from_str(_ADDRS[word]).unwrap()
        return _present(self._listener_addrs, word)

    def _addrs(self, words: str) -> list[SocketAddr]:
        addrs = list[SocketAddr]()
        for word in filter(None, words.split("+")):
            try:
                addrs.append(self._addr(word))
            except SkippedError:
                continue
        return addrs

    # New sockets.

    def _new_listener(self, bound: io.Result[TcpListener]) -> str:
        match bound:
            case Ok(listener):
                addr = listener.local_addr().unwrap()
                handle = Handle(listener, {addr.port(): f"L{len(self._listeners)}"})
                self._listener_addrs.append(addr)
                self._listeners.append(handle)
                return f"Ok({handle!r})"
            case Err(e):
                self._listener_addrs.append(None)
                self._listeners.append(None)
                return show_error(e)

    def _new_client(self, connected: io.Result[TcpStream]) -> str:
        match connected:
            case Ok(stream):
                name = f"S{len(self._streams)}"
                local, peer = stream.local_addr().unwrap(), stream.peer_addr().unwrap()
                self._connected.append((local, peer, name))
                handle = Handle(stream, {local.port(): name, peer.port(): self._name_of(peer)})
                self._streams.append(handle)
                return f"Ok({handle!r})"
            case Err(e):
                self._streams.append(None)
                return show_error(e)

    def _name_of(self, peer: SocketAddr) -> str:
        """Returns the name of the latest listener at the address."""
        wanted = peer.port(), peer.is_ipv4()
        found = [addr and (addr.port(), addr.is_ipv4()) for addr in self._listener_addrs]
        return f"L{max(number for number, addr in enumerate(found) if addr == wanted)}"

    def _accept(self, word: str, how: str) -> str:
        """Accepts a stream, and gives its peer's port the name of the stream that connected."""
        handle = self._listener(word)
        listener = handle.socket
        if os.get_blocking(listener.fileno()) and not _events(listener, POLLIN):
            raise SkippedError("waits")
        accepted: io.Result[tuple[TcpStream, SocketAddr | None]]
        match how:
            case "accept":
                accepted = listener.accept()
            case "incoming":
                accepted = next(listener.incoming()).map(_with_peer)
            case _:
                accepted = next(listener.try_clone().unwrap().into_incoming()).map(_with_peer)
        match accepted:
            case Ok((stream, addr)):
                ports = dict(handle.ports)
                for local, peer, name in self._connected:
                    if local == addr and peer.port() in handle.ports:
                        ports[local.port()] = name
                server = Handle(stream, ports)
                self._streams.append(server)
                return f"Ok({server!r} from {server.named(str(addr or 'nobody'))})"
            case Err(e):
                self._streams.append(None)
                return show_error(e)

    # Operations.

    def _perform(self, name: str, word: str = "", value: str = "") -> str:
        match name:
            case "bind":
                return self._new_listener(TcpListener.bind(self._addrs(word)))
            case "connect":
                return self._new_client(TcpStream.connect(self._addrs(word)))
            case "connect_timeout":
                dur = int(value) * _MICROSECOND
                return self._new_client(TcpStream.connect_timeout(self._addr(word), dur))
            case "full":
                return _full(self._addr(word), int(value) * _MICROSECOND)
            case "accept" | "incoming" | "into_incoming":
                return self._accept(word, name)
            case "clone" | "raw" | "close" if word.startswith("L"):
                answer = _replace(self._listeners, word, name)
                if name == "clone":
                    self._listener_addrs.append(self._listener_addrs[_number(word)])
                return answer
            case "clone" | "raw" | "close":
                return _replace(self._streams, word, name)
            case "write" | "write_all" | "write_vectored":
                bufs = [self._letters.take(n) for n in _sizes(value)]
                return _WRITES[name](self._stream(word).socket, bufs)
            case "only_v6" | "set_only_v6":
                return _ON_LISTENERS[name](self._listener(word).socket, value)
            case _ if name in _ON_STREAMS:
                stream = self._stream(word)
                return stream.named(_ON_STREAMS[name](stream.socket, value))
            case _:
                handle = self._listener(word) if word.startswith("L") else self._stream(word)
                return handle.named(_ON_BOTH[name](handle.socket, value))


def answers(script: str) -> list[str]:
    """Performs the operations of a script; returns the answer of each."""
    with ScriptRunner() as runner:
        return [runner.answer(operation) for operation in script.split(" ")]


def _number(word: str) -> int:
    return int(word[1:])


def _present(slots: Sequence[_T | None], word: str) -> _T:
    number = _number(word)
    found = slots[number] if number < len(slots) else None
    if found is None:
        raise SkippedError("none")
    return found


def _replace(slots: list[Handle[_Socket] | None], word: str, how: str) -> str:
    """Clones a socket, takes it apart and together again, or closes it."""
    handle = _present(slots, word)
    match how:
        case "clone":
            clone = Handle(handle.socket.try_clone().unwrap(), dict(handle.ports))
            slots.append(clone)
            return repr(clone)
        case "raw":
            handle.socket = type(handle.socket).from_raw_fd(handle.socket.into_raw_fd())
            return repr(handle)
        case _:
            slots[_number(word)] = None
            handle.socket.close()
            return "closed"


def _with_peer(stream: TcpStream) -> tuple[TcpStream, SocketAddr | None]:
    return stream, stream.peer_addr().unwrap_or(None)


def _full(addr: SocketAddr, timeout: timedelta) -> str:
    with (
        TcpListener.bind(addr).unwrap() as listener,
        TcpStream.connect(listener.local_addr().unwrap()).unwrap() as stream,
    ):
        if timeout:
            stream.set_write_timeout(timeout).unwrap()
        else:
            stream.set_nonblocking(True).unwrap()
        while True:
            match stream.write(bytes(65536)):
                case Ok():
                    continue
                case Err(e):
                    return show_error(e)


# Operations that would wait for long are not tried.

_PATIENCE: Final = timedelta(milliseconds=100)


def _events(owner: TcpListener | TcpStream, events: int) -> int:
    asked = poll()
    asked.register(owner, events)
    return sum(found for _, found in asked.poll(0))


def _unless_it_waits(stream: TcpStream, enough: int) -> None:
    """Raises `SkippedError` if reading `enough` bytes would wait for long."""
    arrived = array("i", [0])
    ioctl(stream.fileno(), FIONREAD, arrived)
    if (
        os.get_blocking(stream.fileno())
        and (stream.read_timeout().unwrap() or timedelta.max) > _PATIENCE
        and not _events(stream, POLLRDHUP) & (POLLRDHUP | POLLHUP | POLLERR)
        and arrived[0] < enough
    ):
        raise SkippedError("waits")


def _sizes(value: str) -> list[int]:
    return [int(n) for n in value.split(",") if n]


# Operations on streams.


def _read(stream: TcpStream, value: str) -> str:
    _unless_it_waits(stream, 1)
    buf = bytearray(b"." * int(value))
    return f"{show(stream.read(buf))} {abbreviate(buf)}"


def _peek(stream: TcpStream, value: str) -> str:
    _unless_it_waits(stream, 1)
    buf = bytearray(b"." * int(value))
    return f"{show(stream.peek(buf))} {abbreviate(buf)}"


def _read_exact(stream: TcpStream, value: str) -> str:
    buf = bytearray(b"." * int(value))
    _unless_it_waits(stream, len(buf))
    return f"{show_unit(stream.read_exact(buf))} {abbreviate(buf)}"


def _read_to_end(stream: TcpStream, _: str) -> str:
    _unless_it_waits(stream, sys.maxsize)
    buf = bytearray(b".")
    return f"{show(stream.read_to_end(buf))} {abbreviate(buf)}"


def _read_to_string(stream: TcpStream, _: str) -> str:
    _unless_it_waits(stream, sys.maxsize)
    return show(stream.read_to_string(), lambda text: abbreviate(text.encode()))


def _read_vectored(stream: TcpStream, value: str) -> str:
    bufs = [bytearray(b"." * n) for n in _sizes(value)]
    if any(bufs):
        _unless_it_waits(stream, 1)
    return f"{show(stream.read_vectored(bufs))} {','.join(map(abbreviate, bufs))}"


_WRITES: Final[dict[str, Callable[[TcpStream, list[bytes]], str]]] = {
    "write": lambda stream, bufs: show(stream.write(bufs[0])),
    "write_all": lambda stream, bufs: show_unit(stream.write_all(bufs[0])),
    "write_vectored": lambda stream, bufs: show(stream.write_vectored(bufs)),
}

_ON_STREAMS: Final[dict[str, Callable[[TcpStream, str], str]]] = {
    "peer": lambda stream, _: show(stream.peer_addr()),
    "read": _read,
    "peek": _peek,
    "read_exact": _read_exact,
    "read_to_end": _read_to_end,
    "read_to_string": _read_to_string,
    "read_vectored": _read_vectored,
    "flush": lambda stream, _: show_unit(stream.flush()),
    "shutdown": lambda stream, value: show_unit(stream.shutdown(Shutdown[value])),
    "nodelay": lambda stream, _: show(stream.nodelay()),
    "set_nodelay": lambda stream, value: show_unit(stream.set_nodelay(value == "1")),
    "linger": lambda stream, _: show_micros(stream.linger()),
    "set_linger": lambda stream, value: show_unit(stream.set_linger(parse_micros(value))),
    "read_timeout": lambda stream, _: show_micros(stream.read_timeout()),
    "set_read_timeout": lambda stream, value: show_unit(
        stream.set_read_timeout(parse_micros(value))
    ),
    "write_timeout": lambda stream, _: show_micros(stream.write_timeout()),
    "set_write_timeout": lambda stream, value: show_unit(
        stream.set_write_timeout(parse_micros(value))
    ),
    "deferaccept": lambda stream, _: show(
        stream.deferaccept().map(lambda dur: dur // _MICROSECOND)
    ),
    "set_deferaccept": lambda stream, value: show_unit(
        stream.set_deferaccept(int(value) * _MICROSECOND)
    ),
}

_ON_LISTENERS: Final[dict[str, Callable[[TcpListener, str], str]]] = {
    "only_v6": lambda listener, _: show(listener.only_v6()),
    "set_only_v6": lambda listener, value: show_unit(listener.set_only_v6(value == "1")),
}

_ON_BOTH: Final[dict[str, Callable[[TcpListener | TcpStream, str], str]]] = {
    "debug": lambda owner, _: repr(owner),
    "local": lambda owner, _: show(owner.local_addr()),
    "take_error": lambda owner, _: show_option(owner.take_error()),
    "nonblocking": lambda owner, value: show_unit(owner.set_nonblocking(value == "1")),
    "ttl": lambda owner, _: show(owner.ttl()),
    "set_ttl": lambda owner, value: show_unit(owner.set_ttl(int(value))),
}
