"""Addresses, ancillary data and scripts of operations on Unix sockets, carried out by stdnet.

`tests/oracle/unix.rs` describes the questions, and answers them with Rust's std.
"""

import os
import re
import tempfile
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path
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
from tests.support.letters import Letters
from tests.support.oracle import Answer
from tests.support.rust_debug import (
    debug_value,
    parse_micros,
    show,
    show_error,
    show_micros,
    show_option,
    show_unit,
)

_S = TypeVar("_S", UnixListener, UnixStream, UnixDatagram)
_Endpoint = UnixStream | UnixDatagram
_Socket = UnixListener | UnixStream | UnixDatagram

_MICROSECOND: Final = timedelta(microseconds=1)
_numbers = count()


class SkippedError(Exception):
    """Raised for an operation on a socket that there is not, or that is of another kind."""


def answer(question: str) -> object:
    """Returns the answer to a question, in the oracle's form."""
    match question.split(" "):
        case ["path", word]:
            return _address(SocketAddr.from_pathname(_unhex(word)))
        case ["name", word]:
            return _address(SocketAddr.from_abstract_name(_unhex(word)))
        case ["ancillary", capacity, *items]:
            return _ancillary(int(capacity), " ".join(items))
        case ["script", *script]:
            with ScriptRunner() as runner:
                return {"answers": [runner.answer(operation) for operation in script]}
        case _:
            raise AssertionError(question)


def expected(row: object) -> object:
    """Returns the oracle's answer with its path as `pathlib` normalizes it: without `//`."""
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
    text = f"{added} {' '.join(map(debug_value, fields))}"
    return {"fields": text, "debug": full, "cleared": repr(ancillary)}


class ScriptRunner:
    """The sockets of a script, by number, and a folder for their paths."""

    def __init__(self) -> None:
        self._sockets: list[_Socket | None] = []
        self._prefix = f"stdnet-test-{os.getpid()}-{next(_numbers)}-"
        self._folder = tempfile.TemporaryDirectory(prefix="stdnet-")
        self._letters = Letters()

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
        """Performs an operation; returns its answer without what differs between two runs."""
        try:
            answer = self._perform(*operation.split(":"))
        except SkippedError:
            return "none"
        for text, name in ((self._folder.name, "FOLDER"), (self._prefix, "PREFIX")):
            answer = answer.replace(text, name)
        answer = re.sub(r"fd: \d+", "fd: _", answer)
        return re.sub(r'"[0-9a-f]{5}" \(abstract\)', '"CHOSEN" (abstract)', answer)

    # Arguments.

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

    def _get(self, word: str) -> _Socket:
        number = int(word)
        found = self._sockets[number] if number < len(self._sockets) else None
        if found is None:
            raise SkippedError
        return found

    def _get_as(self, kind: type[_S], word: str) -> _S:
        found = self._get(word)
        if not isinstance(found, kind):
            raise SkippedError
        return found

    def _get_endpoint(self, word: str) -> _Endpoint:
        found = self._get(word)
        if isinstance(found, UnixListener):
            raise SkippedError
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
                return show_error(e)

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
                return self._accept(self._get_as(UnixListener, word))
            case "incoming":
                return self._new(next(self._get_as(UnixListener, word).incoming()))
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
                return _receive(self._get_endpoint(word), int(value), int(more[0]))
            case _ if name in _ON_ANY:
                return _ON_ANY[name](self._get(word))
            case _ if name in _ON_ENDPOINT:
                return _ON_ENDPOINT[name](self._get_endpoint(word), value)
            case "write" | "write_vectored" | "read" | "read_vectored" | "cred":
                return self._stream(name, word, value)
            case _:
                return self._datagram(name, word, value, *more)

    def _stream(self, name: str, word: str, value: str) -> str:
        # In the oracle's order: the bytes come before the socket is looked up.
        bufs = [self._letters.take(n) for n in _sizes(value)] if name.startswith("write") else []
        stream = self._get_as(UnixStream, word)
        match name:
            case "write":
                return show(stream.write(bufs[0]))
            case "write_vectored":
                return show(stream.write_vectored(bufs))
            case "read":
                return _filled(int(value), stream.read)
            case "read_vectored":
                into = [bytearray(b"." * n) for n in _sizes(value)]
                return f"{show(stream.read_vectored(into))} {_texts(*into)}"
            case _:
                return show(stream.peer_cred(), _cred_text)

    def _datagram(self, name: str, word: str, value: str, to: str = "") -> str:
        data = self._letters.take(int(value)) if name in {"send", "send_to"} else b""
        datagram = self._get_as(UnixDatagram, word)
        match name:
            case "connect_to":
                return show_unit(
                    datagram.connect_addr(self._name(value))
                    if value.startswith("a")
                    else datagram.connect(self._path(value))
                )
            case "send":
                return show(datagram.send(data))
            case "send_to" if to.startswith("a"):
                return show(datagram.send_to_addr(data, self._name(to)))
            case "send_to":
                return show(datagram.send_to(data, self._path(to)))
            case "recv":
                return _filled(int(value), datagram.recv)
            case "recv_from":
                return _filled(int(value), datagram.recv_from)
            case "peek_from":
                return _filled(int(value), datagram.peek_from)
            case _:
                raise AssertionError(name)

    def _pass(self, word: str, size: int, room: str, items: str, to: str | None = None) -> str:
        data = self._letters.take(size)
        ancillary = SocketAncillary(bytearray(int(room)))
        bufs = [data[: size // 2], data[size // 2 :]]
        null = OwnedFd.from_raw_fd(os.open(os.devnull, os.O_RDONLY))
        with null:
            added = _add(ancillary, items, null.as_raw_fd(), _own_cred())
            endpoint = self._get_endpoint(word)
            if to is None:
                sent = endpoint.send_vectored_with_ancillary(bufs, ancillary)
            elif isinstance(endpoint, UnixDatagram):
                path = self._path(to)
                sent = endpoint.send_vectored_with_ancillary_to(bufs, ancillary, path)
            else:
                raise SkippedError
        return f"{added} {show(sent)} {ancillary.len()}"


def _filled(size: int, receive: Callable[[bytearray], io.Result[object]]) -> str:
    buf = bytearray(b"." * size)
    return f"{show(receive(buf))} {buf.decode()}"


def _receive(endpoint: _Endpoint, size: int, room: int) -> str:
    half, rest = bytearray(b"." * (size // 2)), bytearray(b"." * (size - size // 2))
    ancillary = SocketAncillary(bytearray(room))
    result = (
        show(endpoint.recv_vectored_with_ancillary([half, rest], ancillary))
        if isinstance(endpoint, UnixStream)
        else show(endpoint.recv_vectored_with_ancillary_from([half, rest], ancillary))
    )
    return f"{result} {_texts(half, rest)} {_messages_text(ancillary)}"


def _messages_text(ancillary: SocketAncillary) -> str:
    """Returns the text of the messages that have been received."""
    length, truncated = ancillary.len(), ancillary.truncated()
    shown = [f"{length} {debug_value(ancillary.is_empty())} {debug_value(truncated)}"]
    for message in ancillary.messages():
        match message:
            case Ok(data):
                shown.append(_message_text(data))
            case Err(e):
                shown.append(repr(e))
    return " ".join(shown)


def _message_text(data: AncillaryData.ScmRights | AncillaryData.ScmCredentials) -> str:
    match data:
        case AncillaryData.ScmRights() as fds:
            received = list(fds)
            assert not any(os.get_inheritable(fd.fileno()) for fd in received)
            return f"{len(received)} descriptors"
        case AncillaryData.ScmCredentials() as creds:
            triples = [(cred.get_pid(), cred.get_uid(), cred.get_gid()) for cred in creds]
            return f"credentials {debug_value([triple == _myself() for triple in triples])}"


def _add(ancillary: SocketAncillary, items: str, fd: int, cred: SocketCred) -> str:
    """Adds messages; returns which of them there was room for."""
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
    return debug_value(added)


def _myself() -> tuple[int, int, int]:
    return os.getpid(), os.geteuid(), os.getegid()


def _own_cred() -> SocketCred:
    cred = SocketCred()
    pid, uid, gid = _myself()
    cred.set_pid(pid)
    cred.set_uid(uid)
    cred.set_gid(gid)
    return cred


def _cred_text(cred: UCred) -> str:
    return "mine" if (cred.pid, cred.uid, cred.gid) == _myself() else repr(cred)


def _sizes(value: str) -> list[int]:
    return [int(n) for n in value.split(",") if n]


def _texts(*bufs: bytearray) -> str:
    return ",".join(buf.decode() for buf in bufs)


_ON_ANY: Final[dict[str, Callable[[_Socket], str]]] = {
    "debug": repr,
    "local": lambda socket: show(socket.local_addr()),
    "take_error": lambda socket: show_option(socket.take_error()),
}

_ON_ENDPOINT: Final[dict[str, Callable[[_Endpoint, str], str]]] = {
    "peer": lambda endpoint, _: show(endpoint.peer_addr()),
    "peek": lambda endpoint, value: _filled(int(value), endpoint.peek),
    "shutdown": lambda endpoint, value: show_unit(endpoint.shutdown(Shutdown[value])),
    "passcred": lambda endpoint, _: show(endpoint.passcred()),
    "set_passcred": lambda endpoint, value: show_unit(endpoint.set_passcred(value == "1")),
    "read_timeout": lambda endpoint, _: show_micros(endpoint.read_timeout()),
    "write_timeout": lambda endpoint, _: show_micros(endpoint.write_timeout()),
    "set_read_timeout": lambda endpoint, value: show_unit(
        endpoint.set_read_timeout(parse_micros(value))
    ),
    "set_write_timeout": lambda endpoint, value: show_unit(
        endpoint.set_write_timeout(parse_micros(value))
    ),
}
