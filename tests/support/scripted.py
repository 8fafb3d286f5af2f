"""The two ends of the scripts of `tests/oracle/buffered.rs`, and how Rust writes results."""

from collections import deque
from collections.abc import Iterable, Sequence

from stdnet import io
from stdnet.result import Err, Ok, Result


class Panic(Exception):
    """What Rust's panics are here."""


def failure(how: str) -> Err[io.Error]:
    """The error that a word of a question means."""
    if how.isdecimal():
        return Err(io.Error.from_raw_os_error(int(how)))
    if how == "Other":
        return Err(io.Error.other("oh no"))
    return Err(io.Error.from_(io.ErrorKind[how]))


def items(text: str) -> list[str]:
    """A list of a question."""
    return [] if text == "-" else text.split(",")


def parts(text: str) -> list[bytes]:
    """A list of buffers."""
    return [bytes.fromhex(part.strip("-")) for part in text.split(",")]


def seek_from(text: str) -> io.SeekFrom:
    """Where a question seeks to."""
    kinds = {"s": io.SeekFrom.Start, "e": io.SeekFrom.End, "c": io.SeekFrom.Current}
    return kinds[text[0]](int(text[1:]))


def debug(result: Result[object, object] | None) -> str:
    """`{:?}` of a Rust `Result`, or of an `Option` of one."""
    match result:
        case None:
            return "None"
        case Ok(None):
            return "Ok(())"
        case Ok(bool() as value):
            return f"Ok({str(value).lower()})"
        case Ok(value):
            return f"Ok({value!r})"
        case Err(error):
            return f"Err({error!r})"


def sizes(bufs: Iterable[io.Buffer]) -> str:
    """How large the buffers of a vectored call are."""
    return "+".join(str(memoryview(buf).nbytes) for buf in bufs)


class Steps:
    """What the next calls come to: how much they may move, or that they fail."""

    def __init__(self, words: str = "-") -> None:
        self._words = deque(items(words))
        self.failures: list[io.Error] = []
        """What has failed so far."""

    def left(self) -> int:
        """How many calls are still told what they come to."""
        return len(self._words)

    def assert_seen_once(self, seen: list[io.Error]) -> None:
        """That these are the failures so far, in their order, but for those that were retried."""
        assert [e for e in self.failures if e in seen] == seen
        assert {e.kind() for e in self.failures if e not in seen} <= {io.ErrorKind.Interrupted}

    def next(self, most: int) -> io.Result[int]:
        """How much of so much the next call moves."""
        word = self._words.popleft() if self._words else "o"
        if word == "p":
            raise Panic
        if word.startswith("e"):
            failed = failure(word[1:])
            self.failures.append(failed.failure())
            return failed
        return Ok(most if word == "o" else min(int(word), most))


class Source(io.Read, io.Seek):
    """A reader over data, which notes its calls."""

    def __init__(
        self, data: bytes, steps: str = "-", seeks: str = "-", *, vectored: bool = False
    ) -> None:
        self.data = data
        self.pos = 0
        self.steps = Steps(steps)
        self.seeks = Steps(seeks)
        self.vectored = vectored
        self.calls: list[str] = []
        self.reads = 0

    def _take(self, most: int) -> io.Result[bytes]:
        self.reads += 1
        result = self.steps.next(most)
        if isinstance(result, Err):
            return result
        data = self.data[self.pos :][: result.unwrap()]
        self.pos += len(data)
        return Ok(data)

    def read(self, buf: io.WritableBuffer, /) -> io.Result[int]:
        view = memoryview(buf)
        self.calls.append(f"read {len(view)}")
        result = self._take(len(view))
        data = result.value_or(b"")
        view[: len(data)] = data
        return result.map(len)

    def read_vectored(self, bufs: Sequence[io.WritableBuffer]) -> io.Result[int]:
        self.calls.append(f"read_vectored {sizes(bufs)}")
        result = self._take(sum(memoryview(buf).nbytes for buf in bufs))
        rest = result.value_or(b"")
        for buf in bufs:
            view = memoryview(buf)
            part = rest[: len(view)]
            view[: len(part)] = part
            rest = rest[len(part) :]
        return result.map(len)

    def is_read_vectored(self) -> bool:
        return self.vectored

    def read_to_end(self, buf: bytearray) -> io.Result[int]:
        self.calls.append("read_to_end")
        before = len(buf)
        while True:
            result = self._take(1 << 64)
            if isinstance(result, Err):
                return result
            if not result.unwrap():
                return Ok(len(buf) - before)
            buf += result.unwrap()

    def seek(self, pos: io.SeekFrom, /) -> io.Result[int]:
        self.calls.append(f"seek {pos!r}")
        allowed = self.seeks.next(0)
        if isinstance(allowed, Err):
            return allowed
        match pos:
            case io.SeekFrom.Start(n):
                target = n
            case io.SeekFrom.End(n):
                target = len(self.data) + n
            case io.SeekFrom.Current(n):
                target = self.pos + n
            case _:
                raise AssertionError(pos)
        if not 0 <= target < 1 << 64:
            return Err(io.Error.from_(io.ErrorKind.InvalidInput))
        self.pos = target
        return Ok(target)

    def __repr__(self) -> str:
        return str(self.pos)


class Sink(io.Write, io.Seek):
    """A writer that notes its calls."""

    def __init__(self, steps: str = "-", flushes: str = "-", *, vectored: bool = False) -> None:
        self.steps = Steps(steps)
        self.flushes = Steps(flushes)
        self.vectored = vectored
        self.written = bytearray()
        self.calls: list[str] = []

    def _accept(self, data: bytes) -> io.Result[int]:
        result = self.steps.next(len(data))
        self.written += data[: result.value_or(0)]
        return result

    def write(self, buf: io.Buffer, /) -> io.Result[int]:
        self.calls.append(f"write {sizes([buf])}")
        return self._accept(bytes(buf))

    def write_vectored(self, bufs: Sequence[io.Buffer]) -> io.Result[int]:
        self.calls.append(f"write_vectored {sizes(bufs)}")
        return self._accept(b"".join(bufs))

    def is_write_vectored(self) -> bool:
        return self.vectored

    def flush(self) -> io.Result[None]:
        self.calls.append("flush")
        return self.flushes.next(0).map(lambda _: None)

    def seek(self, pos: io.SeekFrom, /) -> io.Result[int]:
        self.calls.append(f"seek {pos!r}")
        return Ok(len(self.written))

    def __repr__(self) -> str:
        return str(len(self.written))
