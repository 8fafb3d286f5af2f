"""Scripts of operations on TCP listeners and streams, performed by stdnet.

`tests/oracle/tcp.rs` says what they are, and performs them with Rust's std.
"""

import os
import socket
import sys
from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fcntl import ioctl
from select import POLLERR, POLLHUP, POLLIN, POLLRDHUP, poll
from string import ascii_letters, digits
from termios import FIONREAD
from types import TracebackType
from typing import Final, Generic, Self, TypeVar

from stdnet import Shutdown, SocketAddr, TcpListener, TcpStream, io
from stdnet.result import Err, Ok
from tests.support.told import done, duration, failure, flag, micros, option, short, told

_T = TypeVar("_T")
_Socket = TypeVar("_Socket", TcpListener, TcpStream)

_LETTERS: Final = (ascii_letters + digits).encode()
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


class NotDoneError(Exception):
    """What an operation answers that is not tried."""


@dataclass
class Handle(Generic[_Socket]):
    """A socket, and the names of the ports of its ends."""

    socket: _Socket
    ports: dict[int, str]

    def named(self, text: str) -> str:
        """The text, with names instead of ports and without the descriptor."""
        text = text.replace(f"fd: {self.socket.as_raw_fd()}", "fd: _")
        for port, name in self.ports.items():
            text = text.replace(f":{port}", f":{name}")
        return text

    def __repr__(self) -> str:
        return self.named(repr(self.socket))


class World:
    """The listeners and the streams of a script."""

    def __init__(self) -> None:
        self._listeners: list[Handle[TcpListener] | None] = []
        self._streams: list[Handle[TcpStream] | None] = []
        self._homes: list[SocketAddr.V4 | SocketAddr.V6 | None] = []
        self._connected: list[tuple[SocketAddr, SocketAddr, str]] = []
        self._written = 0
        self._myself = socket.socket(type=socket.SOCK_DGRAM)
        self._myself.bind(("127.0.0.1", 0))
        self._myself.connect(self._myself.getsockname())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._myself.close()
        for handle in (*self._listeners, *self._streams):
            if handle is not None:
                handle.socket.close()

    def answer(self, operation: str) -> str:
        """Performs an operation, and waits until its effects have arrived."""
        try:
            answer = self._perform(*operation.split(":"))
        except NotDoneError as instead:
            answer = str(instead)
        self._settle()
        return answer

    def _settle(self) -> None:
        for handle in self._streams:
            if handle is not None:
                handle.socket.set_quickack(True)
        for _ in range(3):
            self._myself.send(b"0")
            self._myself.recv(1)

    # What an argument stands for.

    def _listener(self, word: str) -> Handle[TcpListener]:
        return _present(self._listeners, word)

    def _stream(self, word: str) -> Handle[TcpStream]:
        return _present(self._streams, word)

    def _addr(self, word: str) -> SocketAddr:
        if word in _ADDRS:
            return SocketAddr.from_str(_ADDRS[word]).unwrap()
        return _present(self._homes, word)

    def _addrs(self, words: str) -> list[SocketAddr]:
        addrs = list[SocketAddr]()
        for word in filter(None, words.split("+")):
            try:
                addrs.append(self._addr(word))
            except NotDoneError:
                continue
        return addrs

    def _pattern(self, n: int) -> bytes:
        start = self._written
        self._written += n
        return bytes(_LETTERS[at % len(_LETTERS)] for at in range(start, self._written))

    # New sockets.

    def _new_listener(self, bound: io.Result[TcpListener]) -> str:
        match bound:
            case Ok(listener):
                addr = listener.local_addr().unwrap()
                handle = Handle(listener, {addr.port(): f"L{len(self._listeners)}"})
                self._homes.append(addr)
                self._listeners.append(handle)
                return f"Ok({handle!r})"
            case Err(e):
                self._homes.append(None)
                self._listeners.append(None)
                return failure(e)

    def _new_client(self, connected: io.Result[TcpStream]) -> str:
        match connected:
            case Ok(stream):
                name = f"S{len(self._streams)}"
                local, peer = stream.local_addr().unwrap(), stream.peer_addr().unwrap()
                self._connected.append((local, peer, name))
                handle = Handle(stream, {local.port(): name, peer.port(): self._home(peer)})
                self._streams.append(handle)
                return f"Ok({handle!r})"
            case Err(e):
                self._streams.append(None)
                return failure(e)

    def _home(self, peer: SocketAddr) -> str:
        """The name of the listener there."""
        kind = peer.port(), peer.is_ipv4()
        homes = [home and (home.port(), home.is_ipv4()) for home in self._homes]
        return f"L{max(at for at, home in enumerate(homes) if home == kind)}"

    def _accept(self, word: str, how: str) -> str:
        """A stream from the listener, the other end of one that connected."""
        handle = self._listener(word)
        listener = handle.socket
        if os.get_blocking(listener.fileno()) and not _events(listener, POLLIN):
            raise NotDoneError("waits")
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
                return failure(e)

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
                    self._homes.append(self._homes[_number(word)])
                return answer
            case "clone" | "raw" | "close":
                return _replace(self._streams, word, name)
            case "write" | "write_all" | "write_vectored":
                bufs = [self._pattern(n) for n in _sizes(value)]
                return _WRITES[name](self._stream(word).socket, bufs)
            case "only_v6" | "set_only_v6":
                return _OF_LISTENERS[name](self._listener(word).socket, value)
            case _ if name in _OF_STREAMS:
                stream = self._stream(word)
                return stream.named(_OF_STREAMS[name](stream.socket, value))
            case _:
                handle = self._listener(word) if word.startswith("L") else self._stream(word)
                return handle.named(_OF_BOTH[name](handle.socket, value))


def answers(script: str) -> list[str]:
    """What each operation of the script answers."""
    with World() as world:
        return [world.answer(operation) for operation in script.split(" ")]


def _number(word: str) -> int:
    return int(word[1:])


def _present(slots: Sequence[_T | None], word: str) -> _T:
    number = _number(word)
    found = slots[number] if number < len(slots) else None
    if found is None:
        raise NotDoneError("none")
    return found


def _replace(slots: list[Handle[_Socket] | None], word: str, how: str) -> str:
    """What makes an owner of a descriptor, or ends one."""
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
    return stream, stream.peer_addr().value_or(None)


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
                    return failure(e)


# What would wait for long.

_PATIENCE: Final = timedelta(milliseconds=100)


def _events(owner: TcpListener | TcpStream, events: int) -> int:
    asked = poll()
    asked.register(owner, events)
    return sum(found for _, found in asked.poll(0))


def _unless_it_waits(stream: TcpStream, enough: int) -> None:
    """Not done if reading so many bytes would wait for long."""
    arrived = array("i", [0])
    ioctl(stream.fileno(), FIONREAD, arrived)
    if (
        os.get_blocking(stream.fileno())
        and (stream.read_timeout().unwrap() or timedelta.max) > _PATIENCE
        and not _events(stream, POLLRDHUP) & (POLLRDHUP | POLLHUP | POLLERR)
        and arrived[0] < enough
    ):
        raise NotDoneError("waits")


# Values and results as the oracle writes them.


def _sizes(value: str) -> list[int]:
    return [int(n) for n in value.split(",") if n]


# What a stream does.


def _read(stream: TcpStream, value: str) -> str:
    _unless_it_waits(stream, 1)
    buf = bytearray(b"." * int(value))
    return f"{told(stream.read(buf))} {short(buf)}"


def _peek(stream: TcpStream, value: str) -> str:
    _unless_it_waits(stream, 1)
    buf = bytearray(b"." * int(value))
    return f"{told(stream.peek(buf))} {short(buf)}"


def _read_exact(stream: TcpStream, value: str) -> str:
    buf = bytearray(b"." * int(value))
    _unless_it_waits(stream, len(buf))
    return f"{done(stream.read_exact(buf))} {short(buf)}"


def _read_to_end(stream: TcpStream, _: str) -> str:
    _unless_it_waits(stream, sys.maxsize)
    buf = bytearray(b".")
    return f"{told(stream.read_to_end(buf))} {short(buf)}"


def _read_to_string(stream: TcpStream, _: str) -> str:
    _unless_it_waits(stream, sys.maxsize)
    return told(stream.read_to_string(), lambda text: short(text.encode()))


def _read_vectored(stream: TcpStream, value: str) -> str:
    bufs = [bytearray(b"." * n) for n in _sizes(value)]
    if any(bufs):
        _unless_it_waits(stream, 1)
    return f"{told(stream.read_vectored(bufs))} {','.join(map(short, bufs))}"


_WRITES: Final[dict[str, Callable[[TcpStream, list[bytes]], str]]] = {
    "write": lambda stream, bufs: told(stream.write(bufs[0])),
    "write_all": lambda stream, bufs: done(stream.write_all(bufs[0])),
    "write_vectored": lambda stream, bufs: told(stream.write_vectored(bufs)),
}

_OF_STREAMS: Final[dict[str, Callable[[TcpStream, str], str]]] = {
    "peer": lambda stream, _: told(stream.peer_addr()),
    "read": _read,
    "peek": _peek,
    "read_exact": _read_exact,
    "read_to_end": _read_to_end,
    "read_to_string": _read_to_string,
    "read_vectored": _read_vectored,
    "flush": lambda stream, _: done(stream.flush()),
    "shutdown": lambda stream, value: done(stream.shutdown(Shutdown[value])),
    "nodelay": lambda stream, _: flag(stream.nodelay()),
    "set_nodelay": lambda stream, value: done(stream.set_nodelay(value == "1")),
    "linger": lambda stream, _: micros(stream.linger()),
    "set_linger": lambda stream, value: done(stream.set_linger(duration(value))),
    "read_timeout": lambda stream, _: micros(stream.read_timeout()),
    "set_read_timeout": lambda stream, value: done(stream.set_read_timeout(duration(value))),
    "write_timeout": lambda stream, _: micros(stream.write_timeout()),
    "set_write_timeout": lambda stream, value: done(stream.set_write_timeout(duration(value))),
    "deferaccept": lambda stream, _: told(
        stream.deferaccept().map(lambda dur: dur // _MICROSECOND)
    ),
    "set_deferaccept": lambda stream, value: done(
        stream.set_deferaccept(int(value) * _MICROSECOND)
    ),
}

_OF_LISTENERS: Final[dict[str, Callable[[TcpListener, str], str]]] = {
    "only_v6": lambda listener, _: flag(listener.only_v6()),
    "set_only_v6": lambda listener, value: done(listener.set_only_v6(value == "1")),
}

_OF_BOTH: Final[dict[str, Callable[[TcpListener | TcpStream, str], str]]] = {
    "debug": lambda owner, _: repr(owner),
    "local": lambda owner, _: told(owner.local_addr()),
    "take_error": lambda owner, _: option(owner.take_error()),
    "nonblocking": lambda owner, value: done(owner.set_nonblocking(value == "1")),
    "ttl": lambda owner, _: told(owner.ttl()),
    "set_ttl": lambda owner, value: done(owner.set_ttl(int(value))),
}
