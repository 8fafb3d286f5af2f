"""Threads that share a buffered reader get each byte once, or a `RuntimeError`."""

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from itertools import cycle
from threading import Barrier, Event, Thread
from time import sleep
from types import FrameType

import pytest

from stdnet import Err, Ok, io
from stdnet.io import BufRead, BufReader, Cursor, Read, Seek, SeekFrom
from tests.support.scripted_io import Script

NEWLINE = ord("\n")
LINES = [f"{n:05}{'x' * (n % 40)}" for n in range(800)]
DATA = "".join(f"{line}\n" for line in LINES).encode()
RECORDS = b"".join(b"%07d\n" % n for n in range(1000))
IN_USE = "in use by another thread"


class Slow(Read):
    """A reader in which a thread gives way to others."""

    def __init__(self, data: bytes) -> None:
        self.data = Cursor(data)

    def read(self, buf: io.WritableBuffer, /) -> io.Result[int]:
        sleep(0)
        return self.data.read(buf)


def shared(work: Callable[[], bytes | None], threads: int = 4) -> list[bytes]:
    """Calls `work` in several threads until it returns None; returns all other results."""
    found: list[bytes] = []
    faults: list[BaseException] = []

    start = Barrier(threads)

    def run() -> None:
        start.wait()
        while True:
            try:
                given = work()
            except RuntimeError as e:
                assert IN_USE in str(e)  # noqa: PT017 - it is tried again
                continue
            except BaseException as e:
                faults.append(e)
                raise
            if given is None:
                return
            found.append(given)

    running = [Thread(target=run) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    assert not faults
    return found


def read_line(reader: BufRead) -> bytes | None:
    return reader.read_line().unwrap().encode() or None


def next_line(reader: BufRead) -> bytes | None:
    line = next(reader.lines(), None)
    return None if line is None else line.unwrap().encode() + b"\n"


def split(reader: BufRead) -> bytes | None:
    part = next(reader.split(NEWLINE), None)
    return None if part is None else part.unwrap() + b"\n"


def read_until(reader: BufRead) -> bytes | None:
    buf = bytearray()
    reader.read_until(NEWLINE, buf).unwrap()
    return bytes(buf) or None


def by_a_take(reader: BufRead) -> bytes | None:
    return read_line(reader.take(1000))


def some_lines(reader: BufRead) -> bytes | None:
    """Reads lines in a loop, which gets batches of them, until it is refused or has enough."""
    found = bytearray()
    with suppress(RuntimeError):
        for line in reader.lines():
            found += line.unwrap().encode() + b"\n"
            if len(found) > 5000:
                break
    # At the end the loop has not raised, and another call says whether there is more.
    return bytes(found) or read_line(reader)


@pytest.mark.usefixtures("frequent_switches")
@pytest.mark.parametrize("capacity", [100, 8192])
@pytest.mark.parametrize(
    "read",
    [read_line, next_line, split, read_until, by_a_take, some_lines],
    ids=lambda f: f.__name__,
)
def test_each_line_goes_whole_to_one_thread(
    read: Callable[[BufRead], bytes | None], capacity: int
) -> None:
    reader = BufReader(Slow(DATA), capacity=capacity)
    found = b"".join(shared(lambda: read(reader)))
    assert sorted(found.decode().splitlines()) == LINES


def exact(reader: BufReader[Read]) -> bytes | None:
    buf = bytearray(8)
    return bytes(buf) if reader.read_exact(buf).is_ok() else None


def array(reader: BufReader[Read]) -> bytes | None:
    return reader.read_array(8).ok()


@pytest.mark.usefixtures("frequent_switches")
@pytest.mark.parametrize("capacity", [100, 8192])
@pytest.mark.parametrize("read", [exact, array])
def test_each_record_goes_whole_to_one_thread(
    read: Callable[[BufReader[Read]], bytes | None], capacity: int
) -> None:
    reader: BufReader[Read] = BufReader(Slow(RECORDS), capacity=capacity)
    assert b"".join(sorted(shared(lambda: read(reader)))) == RECORDS


@pytest.mark.usefixtures("frequent_switches")
def test_each_byte_goes_to_one_thread() -> None:
    reader = BufReader(Slow(DATA), capacity=100)
    each_byte = reader.bytes()

    def some() -> bytes | None:
        buf = bytearray(7)
        return bytes(buf[: reader.read(buf).unwrap()]) or None

    def one() -> bytes | None:
        byte = next(each_byte, None)
        return None if byte is None else bytes([byte.unwrap()])

    both = cycle([some, one])

    def either() -> bytes | None:
        return next(both)()

    assert sorted(b"".join(shared(either))) == sorted(DATA)


@pytest.mark.usefixtures("frequent_switches")
def test_threads_that_share_a_loop_lose_no_line() -> None:
    reader = BufReader(Slow(DATA))
    lines = iter(reader.lines())

    def next_of_all() -> bytes | None:
        with suppress(
            RuntimeError
        ):  # The loop has ended then, as any has that raised an exception.
            line = next(lines, None)
            return None if line is None else line.unwrap().encode() + b"\n"
        return None

    found = b"".join(shared(next_of_all)).decode()
    rest = reader.read_to_string().unwrap()
    assert sorted((found + rest).splitlines()) == LINES


CALLS: dict[str, Callable[[BufReader[Read]], object]] = {
    "read": lambda reader: reader.read(bytearray(3)),
    "read_vectored": lambda reader: reader.read_vectored([bytearray(3)]),
    "read_exact": lambda reader: reader.read_exact(bytearray(3)),
    "read_array": lambda reader: reader.read_array(3),
    "read_to_end": lambda reader: reader.read_to_end(bytearray()),
    "read_to_string": lambda reader: reader.read_to_string(),
    "read_until": lambda reader: reader.read_until(NEWLINE, bytearray()),
    "skip_until": lambda reader: reader.skip_until(NEWLINE),
    "read_line": lambda reader: reader.read_line(),
    "lines": lambda reader: next(iter(reader.lines()), None),
    "next of lines": lambda reader: next(reader.lines(), None),
    "split": lambda reader: next(reader.split(NEWLINE), None),
    "bytes": lambda reader: next(reader.bytes(), None),
    "take": lambda reader: reader.take(5).read_line(),
    "chain": lambda reader: io.empty().chain(reader).read_line(),
    "fill_buf": lambda reader: reader.fill_buf(),
    "consume": lambda reader: reader.consume(1),
    "has_data_left": lambda reader: reader.has_data_left(),
    "buffer": lambda reader: reader.buffer(),
    "peek": lambda reader: reader.peek(1),
    "into_inner": lambda reader: reader.into_inner(),
    "seek": lambda reader: seeker(reader).seek(SeekFrom.Start(0)),
    "seek_relative": lambda reader: seeker(reader).seek_relative(1),
    "rewind": lambda reader: seeker(reader).rewind(),
    "stream_len": lambda reader: seeker(reader).stream_len(),
    "stream_position": lambda reader: seeker(reader).stream_position(),
    "copy": lambda reader: io.copy(reader, io.sink()),
}
each_call = pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)


def seeker(reader: BufReader[Read]) -> Seek:
    assert isinstance(reader, Seek)
    return reader


class Door(Read, Seek):
    """A reader whose first `read` calls a function before it reads."""

    def __init__(self, enter: Callable[[], object]) -> None:
        self.enter = enter
        self.data = Cursor(b"one\ntwo\n")

    def read(self, buf: io.WritableBuffer, /) -> io.Result[int]:
        enter, self.enter = self.enter, lambda: None
        enter()
        return self.data.read(buf)

    def seek(self, pos: SeekFrom, /) -> io.Result[int]:
        return self.data.seek(pos)


@each_call
def test_a_second_thread_is_refused_and_the_first_one_loses_nothing(
    call: Callable[[BufReader[Read]], object],
) -> None:
    inside, go_on = Event(), Event()

    def wait() -> None:
        inside.set()
        go_on.wait()

    reader: BufReader[Read] = BufReader(Door(wait))
    found: list[io.Result[str]] = []
    first = Thread(target=lambda: found.append(reader.read_line()))
    first.start()
    inside.wait()
    try:
        with pytest.raises(RuntimeError, match=IN_USE):
            call(reader)
        assert "buffer: 0/8192" in repr(reader)
        assert reader.get_ref() is not None
        assert reader.capacity() == 8192
    finally:
        go_on.set()
        first.join()
    assert found == [Ok("one\n")]
    assert reader.read_line() == Ok("two\n")
    call(reader)


@each_call
def test_so_is_a_signal_handler_that_interrupts_a_call(
    call: Callable[[BufReader[Read]], object],
) -> None:
    refused: list[str] = []

    def handle(number: int, frame: FrameType | None) -> None:
        with pytest.raises(RuntimeError, match=IN_USE) as caught:
            call(reader)
        refused.append(str(caught.value))

    reader: BufReader[Read] = BufReader(Door(lambda: signal.raise_signal(signal.SIGUSR1)))
    before = signal.signal(signal.SIGUSR1, handle)
    try:
        assert reader.read_line() == Ok("one\n")
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert len(refused) == 1
    assert reader.read_line() == Ok("two\n")


@each_call
def test_an_exception_frees_the_reader(call: Callable[[BufReader[Read]], object]) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    reader: BufReader[Read] = BufReader(Door(stop))
    with suppress(KeyboardInterrupt):
        call(reader)
    with suppress(KeyboardInterrupt):
        _ = reader.read_line()
    seeker(reader).rewind().unwrap()
    assert reader.read_line() == Ok("one\n")


@pytest.mark.parametrize("wrong", [None, b"abc", "abc", 3])
def test_a_wrong_argument_frees_the_reader(wrong: object) -> None:
    reader = BufReader(Cursor(b"one\n"))
    for method in ("read", "read_exact", "read_array", "read_to_end", "read_vectored", "consume"):
        with suppress(TypeError, io.Error):
            getattr(reader, method)(wrong)
    with pytest.raises(TypeError):
        _ = reader.read_until("\n", bytearray())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    reader.rewind().unwrap()
    assert reader.read_line() == Ok("one\n")


@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
def test_a_child_that_is_forked_while_a_thread_reads_may_use_the_reader() -> None:
    inside, go_on = Event(), Event()

    def wait() -> None:
        inside.set()
        go_on.wait()

    reader: BufReader[Read] = BufReader(Door(wait))
    thread = Thread(target=reader.read_line)
    thread.start()
    inside.wait()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            status = 0 if reader.read_line() == Ok("one\n") else 2
        finally:
            os._exit(status)
    go_on.set()
    thread.join()
    assert os.waitpid(child, 0) == (child, 0)


def test_a_batch_of_a_loop_may_be_taken_back_between_any_two_lines() -> None:
    reader = BufReader(Script(DATA))
    lines = iter(reader.lines())
    found: list[str] = []
    for n in range(len(LINES) // 2):
        found.append(next(lines).unwrap())
        if n % 7 == 0:
            assert repr(reader).endswith("/8192 }")  # Takes nothing back.
        found.append(next(lines).unwrap())
        if n % 30 == 0:
            assert isinstance(reader.fill_buf(), Ok | Err)
    assert found == LINES
