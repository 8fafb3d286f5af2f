"""Readers and writers that follow a script, as those of `tests/oracle/read_write.rs` do."""

from collections import deque
from collections.abc import Iterator, Sequence

from stdnet import io
from stdnet._core.fmt import debug
from stdnet.result import Err, Ok


def rust_debug(result: io.Result[object]) -> str:
    """What a method answered, as Rust's `{:?}` writes it; bytes and texts as hex digits."""
    match result:
        case Ok(None):
            return "Ok(())"
        case Ok(str(text)):
            return f'Ok("{text.encode().hex()}")'
        case Ok(bytes(data)):
            return f'Ok("{data.hex()}")'
        case Ok(value):
            return f"Ok({debug(value)})"
        case Err(error):
            return f"Err({error!r})"


def rust_items(items: Iterator[io.Result[object]], n: int) -> str:
    """What the next `n` calls of an iterator's `next` answer, as a Rust `Vec` of them."""
    found = [next(items, None) for _ in range(n)]
    shown = ["None" if item is None else f"Some({rust_debug(item)})" for item in found]
    return f"[{', '.join(shown)}]"


class Letters(io.Read):
    """The letter `a`, for ever."""

    def read(self, buf: io.WritableBuffer, /) -> io.Result[int]:
        view = memoryview(buf)
        view[:] = b"a" * len(view)
        return Ok(len(view))


class Script(io.Read):
    """Each step is data, or the result that a `read` has; then comes `Ok(0)` for ever."""

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
        whole = bytearray(sum(map(_len, bufs)))
        result = self.read(whole)
        rest = whole[: result.value_or(0)]
        for buf in bufs:
            n = min(_len(buf), len(rest))
            memoryview(buf)[:n] = rest[:n]
            del rest[:n]
        return result

    def is_read_vectored(self) -> bool:
        return self.vectored

    def __repr__(self) -> str:
        return (
            f"{len(self.steps)}/{sum(len(step) for step in self.steps if isinstance(step, bytes))}"
        )


class BufScript(Script, io.BufRead):
    """A `Script` that has each piece of data as its buffer.

    It takes back what was read of a line, as the library's own readers do, only if it is told to.
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
    """Has nothing to read; each step is the failure of a `seek`, or `None` where it succeeds."""

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
    """Each step is how many bytes a `write` takes at most, or its error; then it takes all."""

    def __init__(self, *steps: int | Err[io.Error], vectored: bool = False) -> None:
        self.steps = deque(steps)
        self.vectored = vectored
        self.written = bytearray()
        self.calls: list[list[int]] = []

    def _accept(self, bufs: Sequence[io.Buffer]) -> io.Result[int]:
        self.calls.append(list(map(_len, bufs)))
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


def _len(buf: io.Buffer) -> int:
    return memoryview(buf).nbytes
