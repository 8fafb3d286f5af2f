import os
import sys
from dataclasses import dataclass, field
from threading import Lock, Thread
from types import TracebackType
from typing import Self

from stdnet import Err, Ok, TcpListener, TcpStream, io, propagate, run

MAX_KEY = 64
MAX_LINE = 100
MAX_VALUE = 1 << 20
NEWLINE = ord("\n")


@dataclass(frozen=True)
class Request:
    verb: str
    key: str
    value: bytes = b""

    def encode(self) -> bytes:
        match self.verb:
            case "SET":
                return f"SET {self.key} {len(self.value)}\n".encode() + self.value
            case _:
                return f"{self.verb} {self.key}\n".encode()


def is_key(text: str) -> bool:
    visible = text.isascii() and text.isprintable() and " " not in text
    return visible and 1 <= len(text) <= MAX_KEY


def is_size(text: str) -> bool:
    return text.isascii() and text.isdecimal() and int(text) <= MAX_VALUE


@propagate
def read_words(reader: io.BufRead) -> io.Result[list[str]]:
    line = bytearray()
    n = reader.take(MAX_LINE).read_until(NEWLINE, line).unwrap()
    if line.endswith(b"\n"):
        return Ok(line[:-1].decode("ascii", "replace").split(" "))
    if n == MAX_LINE:
        return Err(io.Error(io.ErrorKind.InvalidData, "line too long"))
    if n:
        return Err(io.Error.from_(io.ErrorKind.UnexpectedEof))
    return Ok([])


@propagate
def read_request(reader: io.BufRead) -> io.Result[Request | None]:
    match read_words(reader).unwrap():
        case []:
            return Ok(None)
        case ["SET", key, size] if is_key(key) and is_size(size):
            return Ok(Request("SET", key, reader.read_array(int(size)).unwrap()))
        case ["GET" | "DEL" as verb, key] if is_key(key):
            return Ok(Request(verb, key))
        case _:
            return Err(io.Error(io.ErrorKind.InvalidData, "malformed request"))


@propagate
def replay(path: str, values: dict[str, bytes]) -> io.Result[None]:
    with io.attempt(open, path, "rb").unwrap() as file:
        reader = io.BufReader(io.from_file(file))
        while request := read_request(reader).unwrap():
            if request.verb == "SET":
                values[request.key] = request.value
            else:
                _ = values.pop(request.key, None)
    return Ok(None)


@dataclass
class Store:
    log: io.Write
    values: dict[str, bytes]
    lock: Lock = field(default_factory=Lock)

    @classmethod
    @propagate
    def open(cls, path: str) -> io.Result[Self]:
        values: dict[str, bytes] = {}
        match replay(path, values):
            case Ok(_) | Err(io.Error(io.ErrorKind.NotFound | io.ErrorKind.UnexpectedEof)):
                pass
            case Err() as failed:
                return failed
        with io.attempt(open, f"{path}.new", "wb").unwrap() as file:
            for key, value in values.items():
                record = Request("SET", key, value).encode()
                io.from_file(file).write_all(record).unwrap()
        io.attempt(os.replace, f"{path}.new", path).unwrap()
        log = io.attempt(open, path, "ab", buffering=0).unwrap()
        return Ok(cls(io.from_file(log), values))

    @propagate
    def answer(self, request: Request) -> io.Result[bytes]:
        with self.lock:
            match request:
                case Request("GET", key) if key in self.values:
                    value = self.values[key]
                    return Ok(f"VALUE {len(value)}\n".encode() + value)
                case Request("SET", key, value):
                    self.log.write_all(request.encode()).unwrap()
                    self.values[key] = value
                    return Ok(b"OK\n")
                case Request("DEL", key) if key in self.values:
                    self.log.write_all(request.encode()).unwrap()
                    del self.values[key]
                    return Ok(b"OK\n")
                case _:
                    return Ok(b"NONE\n")


@propagate
def talk(stream: TcpStream, store: Store) -> io.Result[None]:
    reader = io.BufReader(stream)
    while request := read_request(reader).unwrap():
        stream.write_all(store.answer(request).unwrap()).unwrap()
    return Ok(None)


def serve_one(stream: TcpStream, store: Store) -> None:
    with stream:
        match talk(stream, store):
            case Ok(_):
                pass
            case Err(io.Error(io.ErrorKind.InvalidData) as e):
                _ = stream.write_all(f"ERROR {e}\n".encode())
            case Err(e):
                print(e, file=sys.stderr)


@propagate
def serve(addr: str, path: str) -> io.Result[None]:
    store = Store.open(path).unwrap()
    listener = TcpListener.bind(addr).unwrap()
    print("listening on", listener.local_addr().unwrap(), flush=True)
    for incoming in listener.incoming():
        match incoming:
            case Ok(stream):
                Thread(target=serve_one, args=(stream, store), daemon=True).start()
            case Err(e):
                print(e, file=sys.stderr)
    return Ok(None)


class Client:
    def __init__(self, stream: TcpStream) -> None:
        self.stream = stream
        self.reader = io.BufReader(stream)

    @classmethod
    def connect(cls, addr: str) -> io.Result[Self]:
        return TcpStream.connect(addr).map(cls)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stream.close()

    @propagate
    def get(self, key: str) -> io.Result[bytes | None]:
        match self._ask(Request("GET", key)).unwrap():
            case ["VALUE", size] if is_size(size):
                value = bytearray(int(size))
                if self.reader.read(value).unwrap() < len(value):
                    return Err(io.Error.from_(io.ErrorKind.UnexpectedEof))
                return Ok(bytes(value))
            case ["NONE"]:
                return Ok(None)
            case words:
                return Err(refusal(words))

    @propagate
    def set(self, key: str, value: bytes) -> io.Result[None]:
        match self._ask(Request("SET", key, value)).unwrap():
            case ["OK"]:
                return Ok(None)
            case words:
                return Err(refusal(words))

    @propagate
    def delete(self, key: str) -> io.Result[bool]:
        match self._ask(Request("DEL", key)).unwrap():
            case ["OK"]:
                return Ok(True)
            case ["NONE"]:
                return Ok(False)
            case words:
                return Err(refusal(words))

    @propagate
    def _ask(self, request: Request) -> io.Result[list[str]]:
        if not is_key(request.key):
            return Err(io.Error(io.ErrorKind.InvalidInput, "invalid key"))
        self.stream.write_all(request.encode()).unwrap()
        return read_words(self.reader)


def refusal(words: list[str]) -> io.Error:
    match words:
        case []:
            return io.Error.from_(io.ErrorKind.UnexpectedEof)
        case ["ERROR", *text]:
            return io.Error.other(" ".join(text))
        case _:
            return io.Error(io.ErrorKind.InvalidData, " ".join(words))


def main() -> io.Result[None]:
    match sys.argv[1:]:
        case [addr, path]:
            return serve(addr, path)
        case _:
            return Err(io.Error.from_(io.ErrorKind.InvalidInput))


if __name__ == "__main__":
    run(main)
