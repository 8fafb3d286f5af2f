"""Addresses, ancillary data and scripts of operations on Unix sockets, as stdnet answers them.

`tests/oracle/unix.rs` says what they are, and answers them with Rust's std.
"""

import os
import re
import tempfile
from collections.abc import Callable, Iterable
from datetime import timedelta
from itertools import count
from pathlib import Path
from string import ascii_letters, digits
from types import TracebackType
from typing import Final, Self, TypeVar, cast

from stdnet import Shutdown, io
from stdnet.os.fd import OwnedFd
from stdnet.os.unix.net import (
    AncillaryData,
    SocketAddr,
    SocketAncillary,
    SocketCred,
    UCred,
    UnixDatagram,
    UnixListener,
    UnixStream,
)
from stdnet.result import Err, Ok
from tests.support.oracle import Answer
from tests.support.told import done, duration, failure, micros, option, told

_T = TypeVar("_T")
_S = TypeVar("_S", UnixListener, UnixStream, UnixDatagram)
_Ends = UnixStream | UnixDatagram
_Socket = UnixListener | UnixStream | UnixDatagram

_LETTERS: Final = (ascii_letters + digits).encode()
_MICROSECOND: Final = timedelta(microseconds=1)
_numbers = count()


class NotDoneError(Exception):
    """What an operation answers that is not tried."""


def answer(question: str) -> object:
    """The answer to a question, as the oracle writes it."""
    match question.split(" "):
        case ["path", word]:
            return _address(SocketAddr.from_pathname(_unhex(word)))
        case ["name", word]:
            return _address(SocketAddr.from_abstract_name(_unhex(word)))
        case ["ancillary", capacity, *items]:
            return _ancillary(int(capacity), " ".join(items))
        case ["script", *script]:
            with World() as world:
                return {"answers": [world.answer(operation) for operation in script]}
        case _:
            raise AssertionError(question)


def expected(row: object) -> object:
    """The oracle's answer; Python's paths leave out what means nothing, as a doubled slash."""
    answer = cast("Answer", row)
    if answer.get("pathname") is None:
        return answer
    path = Path(os.fsdecode(bytes.fromhex(str(answer["pathname"]))))
    return {**answer, "pathname": os.fsencode(path).hex()}


def _unhex(word: str) -> bytes:
    return b"" if word == "-" else bytes.fromhex(word)


def _address(made: io.Result[SocketAddr]) -> Answer:
    match made:
        case Ok(addr):
            path, name = addr.as_pathname(), addr.as_abstract_name()
            return {
                "debug": repr(addr),
                "unnamed": addr.is_unnamed(),
                "pathname": None if path is None else os.fsencode(path).hex(),
                "abstract": None if name is None else name.hex(),
            }
        case Err(e):
            error = {"kind": repr(e.kind()), "code": e.raw_os_error()}
            return {"error": {**error, "display": str(e), "debug": repr(e)}}


def _ancillary(capacity: int, items: str) -> Answer:
    ancillary = SocketAncillary(bytearray(b"\xaa" * capacity))
    cred = SocketCred()
    cred.set_pid(4711)
    cred.set_uid(1000)
    cred.set_gid(0xFFFF_FFFF)
    added = _add(ancillary, items, 7, cred)
    fields = ancillary.capacity(), ancillary.len(), ancillary.is_empty(), ancillary.truncated()
    full = repr(ancillary)
    ancillary.clear()
    text = f"{added} {' '.join(map(_debug, fields))}"
    return {"fields": text, "debug": full, "cleared": repr(ancillary)}


class World:
    """The sockets of a script, and a folder for their paths."""

    def __init__(self) -> None:
        self._sockets: list[_Socket | None] = []
        self._prefix = f"stdnet-test-{os.getpid()}-{next(_numbers)}-"
        self._folder = tempfile.TemporaryDirectory(prefix="stdnet-")
        self._written = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._folder.cleanup()
        for socket in self._sockets:
            if socket is not None:
                socket.close()

    def answer(self, operation: str) -> str:
        """Performs an operation."""
        try:
            answer = self._perform(*operation.split(":"))
        except NotDoneError:
            return "none"
        for chance, name in ((self._folder.name, "FOLDER"), (self._prefix, "PREFIX")):
            answer = answer.replace(chance, name)
        answer = re.sub(r"fd: \d+", "fd: _", answer)
        return re.sub(r'"[0-9a-f]{5}" \(abstract\)', '"CHOSEN" (abstract)', answer)

    # What an argument stands for.

    def _path(self, word: str) -> str | Path:
        folder = Path(self._folder.name)
        special: dict[str, str | Path] = {
            "unnamed": "",
            "missing": folder / "missing/sock",
            "long": str(folder / ("x" * 108)),
            "nul": str(folder / "a\0b"),
        }
        return special[word] if word in special else folder / word

    def _name(self, word: str) -> SocketAddr:
        return SocketAddr.from_abstract_name(f"{self._prefix}{word}").unwrap()

    def _pattern(self, n: int) -> bytes:
        start = self._written
        self._written += n
        return bytes(_LETTERS[at % len(_LETTERS)] for at in range(start, self._written))

    def _get(self, word: str) -> _Socket:
        number = int(word)
        found = self._sockets[number] if number < len(self._sockets) else None
        if found is None:
            raise NotDoneError
        return found

    def _a(self, kind: type[_S], word: str) -> _S:
        found = self._get(word)
        if not isinstance(found, kind):
            raise NotDoneError
        return found

    def _ends(self, word: str) -> _Ends:
        found = self._get(word)
        if isinstance(found, UnixListener):
            raise NotDoneError
        return found

    # New sockets.

    def _new(self, made: io.Result[_Socket]) -> str:
        match made:
            case Ok(socket):
                answer = f"Ok({socket!r})"
                socket.set_nonblocking(True).unwrap()
                self._sockets.append(socket)
                return answer
            case Err(e):
                self._sockets.append(None)
                return failure(e)

    def _new_at(self, name: str, word: str) -> str:
        if word.startswith("a"):
            addr = self._name(word)
            match name:
                case "listen":
                    return self._new(UnixListener.bind_addr(addr))
                case "connect":
                    return self._new(UnixStream.connect_addr(addr))
                case _:
                    return self._new(UnixDatagram.bind_addr(addr))
        path = self._path(word)
        match name:
            case "listen":
                return self._new(UnixListener.bind(path))
            case "connect":
                return self._new(UnixStream.connect(path))
            case _:
                return self._new(UnixDatagram.bind(path))

    def _accept(self, listener: UnixListener) -> str:
        match listener.accept():
            case Ok((stream, addr)):
                return f"{self._new(Ok(stream))} from {addr}"
            case Err() as failed:
                return self._new(failed)

    # Operations.

    def _perform(self, name: str, word: str = "", value: str = "", *more: str) -> str:
        match name:
            case "listen" | "connect" | "bind":
                return self._new_at(name, word)
            case "unbound":
                return self._new(UnixDatagram.unbound())
            case "pair" | "dpair":
                pair = UnixStream.pair() if name == "pair" else UnixDatagram.pair()
                return " ".join(self._new(Ok(socket)) for socket in pair.unwrap())
            case "accept":
                return self._accept(self._a(UnixListener, word))
            case "incoming":
                return self._new(next(self._a(UnixListener, word).incoming()))
            case "clone":
                return self._new(self._get(word).try_clone())
            case "raw":
                old = self._get(word)
                self._sockets[int(word)] = None
                if isinstance(old, UnixListener):
                    return self._new(Ok(UnixListener.from_raw_fd(old.into_raw_fd())))
                return self._new(Ok(type(old).from_owned_fd(OwnedFd.from_(old))))
            case "close":
                self._get(word).close()
                self._sockets[int(word)] = None
                return "closed"
            case "pass":
                return self._pass(word, int(value), *more)
            case "take":
                return _take(self._ends(word), int(value), int(more[0]))
            case _ if name in _OF_ALL:
                return _OF_ALL[name](self._get(word))
            case _ if name in _OF_ENDS:
                return _OF_ENDS[name](self._ends(word), value)
            case "write" | "write_vectored" | "read" | "read_vectored" | "cred":
                return self._stream(name, word, value)
            case _:
                return self._datagram(name, word, value, *more)

    def _stream(self, name: str, word: str, value: str) -> str:
        # The oracle, too, makes the bytes before it looks for the socket.
        bufs = [self._pattern(n) for n in _sizes(value)] if name.startswith("write") else []
        stream = self._a(UnixStream, word)
        match name:
            case "write":
                return _told(stream.write(bufs[0]))
            case "write_vectored":
                return _told(stream.write_vectored(bufs))
            case "read":
                return _filled(int(value), stream.read)
            case "read_vectored":
                into = [bytearray(b"." * n) for n in _sizes(value)]
                return f"{_told(stream.read_vectored(into))} {_texts(*into)}"
            case _:
                return _told(stream.peer_cred(), _whose)

    def _datagram(self, name: str, word: str, value: str, to: str = "") -> str:
        data = self._pattern(int(value)) if name in {"send", "send_to"} else b""
        datagram = self._a(UnixDatagram, word)
        match name:
            case "connect_to":
                return done(
                    datagram.connect_addr(self._name(value))
                    if value.startswith("a")
                    else datagram.connect(self._path(value))
                )
            case "send":
                return _told(datagram.send(data))
            case "send_to" if to.startswith("a"):
                return _told(datagram.send_to_addr(data, self._name(to)))
            case "send_to":
                return _told(datagram.send_to(data, self._path(to)))
            case "recv":
                return _filled(int(value), datagram.recv)
            case "recv_from":
                return _filled(int(value), datagram.recv_from)
            case "peek_from":
                return _filled(int(value), datagram.peek_from)
            case _:
                raise AssertionError(name)

    def _pass(self, word: str, size: int, room: str, items: str, to: str | None = None) -> str:
        data = self._pattern(size)
        ancillary = SocketAncillary(bytearray(int(room)))
        bufs = [data[: size // 2], data[size // 2 :]]
        null = OwnedFd.from_raw_fd(os.open(os.devnull, os.O_RDONLY))
        with null:
            added = _add(ancillary, items, null.as_raw_fd(), _own_cred())
            ends = self._ends(word)
            if to is None:
                sent = ends.send_vectored_with_ancillary(bufs, ancillary)
            elif isinstance(ends, UnixDatagram):
                path = self._path(to)
                sent = ends.send_vectored_with_ancillary_to(bufs, ancillary, path)
            else:
                raise NotDoneError
        return f"{added} {_told(sent)} {ancillary.len()}"


def _filled(size: int, receive: Callable[[bytearray], io.Result[object]]) -> str:
    buf = bytearray(b"." * size)
    return f"{_told(receive(buf))} {buf.decode()}"


def _take(ends: _Ends, size: int, room: int) -> str:
    half, rest = bytearray(b"." * (size // 2)), bytearray(b"." * (size - size // 2))
    ancillary = SocketAncillary(bytearray(room))
    result = (
        _told(ends.recv_vectored_with_ancillary([half, rest], ancillary))
        if isinstance(ends, UnixStream)
        else _told(ends.recv_vectored_with_ancillary_from([half, rest], ancillary))
    )
    return f"{result} {_texts(half, rest)} {_shown(ancillary)}"


def _shown(ancillary: SocketAncillary) -> str:
    """What has been received."""
    length, truncated = ancillary.len(), ancillary.truncated()
    shown = [f"{length} {_debug(ancillary.is_empty())} {_debug(truncated)}"]
    for message in ancillary.messages():
        match message:
            case Ok(data):
                shown.append(_data(data))
            case Err(e):
                shown.append(repr(e))
    return " ".join(shown)


def _data(data: AncillaryData.ScmRights | AncillaryData.ScmCredentials) -> str:
    match data:
        case AncillaryData.ScmRights() as fds:
            received = list(fds)
            assert not any(os.get_inheritable(fd.fileno()) for fd in received)
            return f"{len(received)} descriptors"
        case AncillaryData.ScmCredentials() as creds:
            triples = [(cred.get_pid(), cred.get_uid(), cred.get_gid()) for cred in creds]
            return f"credentials {_debug([triple == _myself() for triple in triples])}"


def _add(ancillary: SocketAncillary, items: str, fd: int, cred: SocketCred) -> str:
    """Adds messages; whether there was room for each."""
    added = list[bool]()
    for item in filter(None, items.split(",")):
        number = int(item[1:] or "1")
        match item[0]:
            case "f":
                added.append(ancillary.add_fds([fd] * number))
            case "c":
                added.append(ancillary.add_creds([cred] * number))
            case _:
                added.append(ancillary.add_fds([1_000_000]))
    return _debug(added)


def _myself() -> tuple[int, int, int]:
    return os.getpid(), os.geteuid(), os.getegid()


def _own_cred() -> SocketCred:
    cred = SocketCred()
    pid, uid, gid = _myself()
    cred.set_pid(pid)
    cred.set_uid(uid)
    cred.set_gid(gid)
    return cred


def _whose(cred: UCred) -> str:
    return "mine" if (cred.pid, cred.uid, cred.gid) == _myself() else repr(cred)


def _sizes(value: str) -> list[int]:
    return [int(n) for n in value.split(",") if n]


def _texts(*bufs: bytearray) -> str:
    return ",".join(buf.decode() for buf in bufs)


def _debugs(values: Iterable[object]) -> str:
    return ", ".join(map(_debug, values))


def _debug(value: object) -> str:
    """A value as Rust's `{:?}` writes it."""
    match value:
        case bool():
            return str(value).lower()
        case list():
            return f"[{_debugs(cast('list[object]', value))}]"
        case tuple():
            return f"({_debugs(cast('tuple[object, ...]', value))})"
        case _:
            return repr(value)


def _told(result: io.Result[_T], show: Callable[[_T], str] = _debug) -> str:
    return told(result, show)


_OF_ALL: Final[dict[str, Callable[[_Socket], str]]] = {
    "debug": repr,
    "local": lambda socket: _told(socket.local_addr()),
    "take_error": lambda socket: option(socket.take_error()),
}

_OF_ENDS: Final[dict[str, Callable[[_Ends, str], str]]] = {
    "peer": lambda ends, _: _told(ends.peer_addr()),
    "peek": lambda ends, value: _filled(int(value), ends.peek),
    "shutdown": lambda ends, value: done(ends.shutdown(Shutdown[value])),
    "passcred": lambda ends, _: _told(ends.passcred()),
    "set_passcred": lambda ends, value: done(ends.set_passcred(value == "1")),
    "read_timeout": lambda ends, _: micros(ends.read_timeout()),
    "write_timeout": lambda ends, _: micros(ends.write_timeout()),
    "set_read_timeout": lambda ends, value: done(ends.set_read_timeout(duration(value))),
    "set_write_timeout": lambda ends, value: done(ends.set_write_timeout(duration(value))),
}
