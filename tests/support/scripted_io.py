"""Readers and writers that follow a script, as those of the oracle programs do.

The first half takes scripts as Python values, for `tests/oracle/read_write.rs` and `buf_read.rs`.
The second half takes them in the words of the questions to `tests/oracle/buffered.rs`.
"""

from collections import deque
from collections.abc import Iterable, Sequence

from stdnet import io
from stdnet.result import Err, Ok


def _size(bufs: Iterable[io.Buffer]) -> int:
    return sum(memoryview(buf).nbytes for buf in bufs)


def _scatter(data: bytes | bytearray, bufs: Iterable[io.WritableBuffer]) -> None:
    """Copies the data into the buffers, filling one after the other."""
    rest = memoryview(data)
    for buf in bufs:
        view = memoryview(buf)
        part = rest[: len(view)]
        view[: len(part)] = part
        rest = rest[len(part) :]


class Letters(io.Read):
    """A reader that yields the letter `a` for ever."""

    def read(self, buf: io.WritableBuffer, /) -> io.Result[int]:
        view = memoryview(buf)
        view[:] = b"a" * len(view)
        return Ok(len(view))


class Script(io.Read):
    """A reader whose steps are data, or what a `read` returns. At the end it returns `Ok(0)`."""

    def __init__(self, *steps: bytes | io.Result[int], vectored: bool = False) -> None:
        self.steps = deque(steps)
        self.vectored = vectored
        self.calls: int = 0

    def read(self, buf: io.WritableBuffer, /) -> io.Result[int]:
        self.calls += 1
        step = self.steps.popleft() if self.steps else Ok(0)
        if not isinstance(step, bytes):
            return step
        view = memoryview(buf)
        n = min(len(step), len(view))
        view[:n] = step[:n]
        if n < len(step):
            self.steps.appendleft(step[n:])
        return Ok(n)

    def read_vectored(self, bufs: Sequence[io.WritableBuffer]) -> io.Result[int]:
        if not self.vectored:
            return super().read_vectored(bufs)
        whole = bytearray(_size(bufs))
        result = self.read(whole)
        _scatter(whole[: result.unwrap_or(0)], bufs)
        return result

    def is_read_vectored(self) -> bool:
        return self.vectored

    def __repr__(self) -> str:
        return (
            f"{len(self.steps)}/{sum(len(step) for step in self.steps if isinstance(step, bytes))}"
        )


class BufScript(Script, io.BufRead):
    """A `Script` with a buffer: each step of data fills it once.

    With `unreads` it takes back what a failed `read_line` has read, as the library's own readers
    do.
    """

    def __init__(self, *steps: bytes | io.Result[int], unreads: bool = False) -> None:
        super().__init__(*steps)
        self.unreads = unreads

    def fill_buf(self) -> io.Result[memoryview]:
        self.calls += 1
        step = self.steps[0] if self.steps else b""
        if isinstance(step, bytes):
            return Ok(memoryview(step))
        self.steps.popleft()
        return step.map(lambda _: memoryview(b""))

    def consume(self, amount: int, /) -> None:
        if amount == 0:
            return
        step = self.steps.popleft()
        assert isinstance(step, bytes)
        assert amount <= len(step)
        if amount < len(step):
            self.steps.appendleft(step[amount:])

    def _unread(self, data: bytes | bytearray) -> bool:
        if self.unreads and data:
            self.steps.appendleft(bytes(data))
        return self.unreads or not data


class Seeker(io.Read, io.Seek):
    """An empty reader whose steps are the failures of `seek`, or `None` where it succeeds."""

    def __init__(self, *steps: Err[io.Error] | None) -> None:
        self.steps = deque(steps)
        self.sought: list[io.SeekFrom] = []

    def read(self, buf: io.WritableBuffer, /) -> io.Result[int]:
        return Ok(0)

    def seek(self, pos: io.SeekFrom, /) -> io.Result[int]:
        self.sought.append(pos)
        step = self.steps.popleft() if self.steps else None
        return Ok(0) if step is None else step

    def __repr__(self) -> str:
        return repr(self.sought)


class Acceptor(io.Write):
    """A writer whose steps are how much a `write` accepts, or its error. At the end it accepts all.

    `calls` has the sizes of the buffers of each call.
    """

    def __init__(self, *steps: int | Err[io.Error], vectored: bool = False) -> None:
        self.steps = deque(steps)
        self.vectored = vectored
        self.written = bytearray()
        self.calls: list[list[int]] = []

    def _accept(self, bufs: Sequence[io.Buffer]) -> io.Result[int]:
        self.calls.append([memoryview(buf).nbytes for buf in bufs])
        whole = b"".join(bufs)
        match self.steps.popleft() if self.steps else len(whole):
            case int(n):
                self.written += whole[:n]
                return Ok(min(n, len(whole)))
            case failed:
                return failed

    def write(self, buf: io.Buffer, /) -> io.Result[int]:
        return self._accept([buf])

    def write_vectored(self, bufs: Sequence[io.Buffer]) -> io.Result[int]:
        return self._accept(bufs) if self.vectored else super().write_vectored(bufs)

    def is_write_vectored(self) -> bool:
        return self.vectored

    def flush(self) -> io.Result[None]:
        return Ok(None)


# Scripts in the words of a question.


class Panic(Exception):
    """The exception that stands for a panic of the oracle's readers and writers."""


def failure(word: str) -> Err[io.Error]:
    """Parses an error: an errno, `Other`, or the name of an `ErrorKind`."""
    if word.isdecimal():
        return Err(io.Error.from_raw_os_error(int(word)))
    if word == "Other":
        return Err(io.Error.other("oh no"))
    return Err(io.Error.from_(io.ErrorKind[word]))


def parts(text: str) -> list[bytes]:
    """Parses a list of buffers."""
    return [bytes.fromhex(part.strip("-")) for part in text.split(",")]


def seek_from(text: str) -> io.SeekFrom:
    """Parses a position to seek to."""
    kinds = {"s": io.SeekFrom.Start, "e": io.SeekFrom.End, "c": io.SeekFrom.Current}
    return kinds[text[0]](int(text[1:]))


class Steps:
    """The outcomes of the next calls, as words that are separated by commas, or `-` for none.

    `o` moves all bytes, a number moves at most that many, `e` and an error fails, `p` panics. When
    the words are used up, all calls move all bytes.
    """

    def __init__(self, words: str = "-") -> None:
        self._words = deque([] if words == "-" else words.split(","))
        self.failures: list[io.Error] = []
        """The errors that calls have returned so far."""

    def left(self) -> int:
        """Returns how many words are not used yet."""
        return len(self._words)

    def assert_seen_once(self, seen: list[io.Error]) -> None:
        """Asserts that these very errors are the failures, in order, except `Interrupted` ones."""
        ids = list(map(id, seen))
        assert [id(e) for e in self.failures if id(e) in ids] == ids
        assert {e.kind() for e in self.failures if id(e) not in ids} <= {io.ErrorKind.Interrupted}

    def next(self, most: int) -> io.Result[int]:
        """Returns how many of `most` bytes the next call moves."""
        word = self._words.popleft() if self._words else "o"
        if word == "p":
            raise Panic
        if word.startswith("e"):
            failed = failure(word[1:])
            self.failures.append(failed.unwrap_err())
            return failed
        return Ok(most if word == "o" else min(int(word), most))


def _sizes(bufs: Iterable[io.Buffer]) -> str:
    return "+".join(str(memoryview(buf).nbytes) for buf in bufs)


class Source(io.Read, io.Seek):
    """A reader over data that records its calls."""

    def __init__(
        self, data: bytes, steps: str = "-", seeks: str = "-", *, vectored: bool = False
    ) -> None:
        self.data = data
        self.pos = 0
        self.steps = Steps(steps)
        self.seeks = Steps(seeks)
        self.vectored = vectored
        self.calls: list[str] = []

    def _take(self, most: int) -> io.Result[bytes]:
        result = self.steps.next(most)
        if isinstance(result, Err):
            return result
        data = self.data[self.pos :][: result.unwrap()]
        self.pos += len(data)
        return Ok(data)

    def read(self, buf: io.WritableBuffer, /) -> io.Result[int]:
        self.calls.append(f"read {_sizes([buf])}")
        return self._read([buf])

    def read_vectored(self, bufs: Sequence[io.WritableBuffer]) -> io.Result[int]:
        self.calls.append(f"read_vectored {_sizes(bufs)}")
        return self._read(bufs)

    def _read(self, bufs: Sequence[io.WritableBuffer]) -> io.Result[int]:
        result = self._take(_size(bufs))
        _scatter(result.unwrap_or(b""), bufs)
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
    """A writer that records its calls."""

    def __init__(self, steps: str = "-", flushes: str = "-", *, vectored: bool = False) -> None:
        self.steps = Steps(steps)
        self.flushes = Steps(flushes)
        self.vectored = vectored
        self.written = bytearray()
        self.calls: list[str] = []

    def _accept(self, bufs: Sequence[io.Buffer]) -> io.Result[int]:
        data = b"".join(bufs)
        result = self.steps.next(len(data))
        self.written += data[: result.unwrap_or(0)]
        return result

    def write(self, buf: io.Buffer, /) -> io.Result[int]:
        self.calls.append(f"write {_sizes([buf])}")
        return self._accept([buf])

    def write_vectored(self, bufs: Sequence[io.Buffer]) -> io.Result[int]:
        self.calls.append(f"write_vectored {_sizes(bufs)}")
        return self._accept(bufs)

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
