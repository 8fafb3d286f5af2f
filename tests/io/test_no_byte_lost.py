"""Readers and writers in all combinations: no byte is lost or doubled, an error is returned once.

A stack of readers, adapters around scripted ones, is read by random calls. At any point a scripted
reader may return few bytes, none though more will follow, `WouldBlock`, `Interrupted` or another
error, or raise an exception. `left` finds the bytes that can still be read from the whole stack.
Each call must take from their front what it returns, and nothing else.

A stack of writers, with buffers over a scripted one, is written to in the same way. What it was
given must be written or buffered, in order.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from stdnet import io
from stdnet.io import (
    BufRead,
    BufReader,
    BufWriter,
    Chain,
    Cursor,
    ErrorKind,
    LineWriter,
    Read,
    Take,
    Write,
)
from stdnet.result import Err, Ok
from tests.support.once import share
from tests.support.scripted_io import Panic, Sink, Source, Steps

pytestmark = [
    pytest.mark.slow,
    # At the end of a test, a buffer may hold what its scripted writer refuses.
    pytest.mark.filterwarnings("ignore:.* buffered bytes:ResourceWarning"),
]

# Plans of readers, from the outermost to the innermost.


class Plan:
    """A plan of a reader."""

    def build(self, sources: list[Source], *, first: bool) -> Read:
        """Builds the reader, and adds its sources to the list.

        If it is the first of a chain, no read returns 0 before the end of its data.
        """
        raise NotImplementedError


class Scripted(Plan):
    """A reader that follows a script."""

    def __init__(self, data: bytes, steps: list[str], *, vectored: bool) -> None:
        self.data, self.steps, self.vectored = data, steps, vectored

    def build(self, sources: list[Source], *, first: bool) -> Read:
        steps = [step for step in self.steps if not (first and step == "0")]
        source = Source(self.data, ",".join(steps) or "-", vectored=self.vectored)
        sources.append(source)
        return source

    def __repr__(self) -> str:
        return f"Source({self.data!r}, {self.steps}, vectored={self.vectored})"


class InMemory(Plan):
    """A `Cursor`."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def build(self, sources: list[Source], *, first: bool) -> Read:
        return Cursor(self.data)

    def __repr__(self) -> str:
        return f"Cursor({self.data!r})"


class Buffered(Plan):
    """A `BufReader` around a reader."""

    def __init__(self, inner: Plan, capacity: int) -> None:
        self.inner, self.capacity = inner, capacity

    def build(self, sources: list[Source], *, first: bool) -> Read:
        return BufReader(self.inner.build(sources, first=first), capacity=self.capacity)

    def __repr__(self) -> str:
        return f"{self.inner}.buffered({self.capacity})"


class Limited(Plan):
    """A `Take` around a reader."""

    def __init__(self, inner: Plan, limit: int) -> None:
        self.inner, self.limit = inner, limit

    def build(self, sources: list[Source], *, first: bool) -> Read:
        return self.inner.build(sources, first=first).take(self.limit)

    def __repr__(self) -> str:
        return f"{self.inner}.take({self.limit})"


class Chained(Plan):
    """A `Chain` of two readers."""

    def __init__(self, one: Plan, two: Plan) -> None:
        self.one, self.two = one, two

    def build(self, sources: list[Source], *, first: bool) -> Read:
        return self.one.build(sources, first=True).chain(self.two.build(sources, first=first))

    def __repr__(self) -> str:
        return f"{self.one}.chain({self.two})"


FAILURES = st.sampled_from(["eInterrupted", "eWouldBlock", "eConnectionReset", "p"])
STEPS = st.lists(st.integers(0, 9).map(str) | FAILURES, max_size=12)
WORDS = [b"a", b"bc\r", b"\n", b"\r\n", b"line\n", "\u20ac".encode(), b"defghijk;", b"\xff"]
DATA = st.lists(st.sampled_from(WORDS), max_size=12).map(b"".join)
SIZES = st.integers(0, 12) | st.integers(0, 70)
DELIMITERS = st.sampled_from(b"\n;a")

scripted = st.builds(Scripted, DATA, STEPS, vectored=st.booleans())
leaves = scripted | scripted | st.builds(InMemory, DATA)


def around(inner: st.SearchStrategy[Plan]) -> st.SearchStrategy[Plan]:
    """Draws a plan with one more adapter around the inner plan."""
    buffered = st.builds(Buffered, inner, st.integers(1, 20))
    return st.one_of(
        buffered,
        st.builds(Limited, buffered, SIZES),
        st.builds(Limited, inner, SIZES),
        st.builds(Chained, buffered, buffered),
        st.builds(Chained, inner, inner),
    )


once = around(leaves)
twice = around(leaves | once)
plans = st.one_of(once, twice, around(twice))


def left(reader: Read) -> bytes:
    """Returns all bytes that can still be read."""
    match reader:
        case Source():
            return reader.data[reader.pos :]
        case Cursor():
            return bytes(reader.get_ref())[reader.position() :]
        case BufReader():
            return bytes(reader.buffer()) + left(reader.get_ref())
        case Take():
            return left(reader.get_ref())[: reader.limit()]
        case Chain():
            first, second = reader.get_ref()
            return left(first) + left(second)
        case _:
            raise AssertionError(reader)


Writer = BufWriter[Write] | LineWriter[Write]
Layer = tuple[type[BufWriter[Write]] | type[LineWriter[Write]], int]
"""A writer with a buffer, and its capacity."""

LAYERS = st.lists(
    st.tuples(st.sampled_from([BufWriter[Write], LineWriter[Write]]), st.integers(0, 20)),
    max_size=3,
)


def stacked(sink: Sink, layers: list[Layer]) -> list[Writer]:
    """Returns writers with buffers, each over the one before, and the first over the sink."""
    writers: list[Writer] = []
    for kind, capacity in layers:
        writers.append(kind(writers[-1] if writers else sink, capacity=capacity))
    return writers


class Reading(RuleBasedStateMachine):
    """Reads from a stack of readers."""

    @initialize(plan=plans)
    def begin(self, plan: Plan) -> None:
        self.sources: list[Source] = []
        self.seen: list[io.Error] = []
        self.reader = plan.build(self.sources, first=False)
        self.rest = left(self.reader)
        self.iterate()

    def iterate(self) -> None:
        """Makes new iterators, which the rules continue at any time."""
        self.loops: list[Iterator[io.Result[str]]] = []
        if isinstance(self.reader, BufRead):
            self.loops = [iter(self.reader.lines()), self.reader.lines()]
            self.parts = {byte: self.reader.split(byte) for byte in b"\n;a"}

    def note(self, result: io.Result[object]) -> bool:
        """Notes an error; returns True if there is none."""
        if isinstance(result, Err):
            self.seen.append(result.unwrap_err())
        return isinstance(result, Ok)

    def check(self, data: bytes | bytearray) -> None:
        """Checks that a call that returned these bytes has taken them and no others."""
        assert data + left(self.reader) == self.rest
        self.rest = left(self.reader)

    def take_used(self) -> bytes:
        """Returns the bytes that a call has taken, if it does not return them itself."""
        rest = left(self.reader)
        assert self.rest.endswith(rest)
        used = self.rest[: len(self.rest) - len(rest)]
        self.rest = rest
        return used

    @rule(n=SIZES)
    def read(self, n: int) -> None:
        buf, count = bytearray(n), 0
        with suppress(Panic):
            result = self.reader.read(buf)
            count = result.unwrap() if self.note(result) else 0
        self.check(buf[:count])

    @rule(sizes=st.lists(SIZES, max_size=4))
    def read_vectored(self, sizes: list[int]) -> None:
        bufs, count = [bytearray(n) for n in sizes], 0
        with suppress(Panic):
            result = self.reader.read_vectored(bufs)
            count = result.unwrap() if self.note(result) else 0
        self.check(b"".join(bufs)[:count])

    @rule(n=SIZES)
    def read_exact(self, n: int) -> None:
        buf = bytearray(n)
        with suppress(Panic):
            if self.note(self.reader.read_exact(buf)):
                self.check(buf)
        assert len(self.take_used()) <= n  # They may be in the buffer or lost.

    @rule(n=SIZES)
    def read_array(self, n: int) -> None:
        with suppress(Panic):
            result = self.reader.read_array(n)
            if self.note(result):
                self.check(result.unwrap())
        assert len(self.take_used()) <= n

    @rule(limit=SIZES | st.none())
    def read_to_end(self, limit: int | None) -> None:
        buf = bytearray()
        with suppress(Panic):
            self.note((self.reader if limit is None else self.reader.take(limit)).read_to_end(buf))
        self.check(buf)

    @rule(n=st.integers(1, 5))
    def single_bytes(self, n: int) -> None:
        each, found = self.reader.bytes(), bytearray()
        with suppress(Panic):
            for result in map(next, [each] * n, [Ok(None)] * n):
                if self.note(result) and (byte := result.unwrap()) is not None:
                    found.append(byte)
        self.check(found)

    @rule(steps=STEPS, layers=LAYERS)
    def copy(self, steps: list[str], layers: list[Layer]) -> None:
        sink = Sink(",".join(step for step in steps if step != "p") or "-")
        writers = stacked(sink, layers)
        writer = writers[-1] if writers else sink
        unwritten = b""
        with suppress(Panic):
            result = io.copy(self.reader, writer)
            if isinstance(result, Err):
                copied = io.Copied.of(result.unwrap_err())
                assert copied is not None
                unwritten = copied.unwritten
                if result.unwrap_err() not in sink.steps.failures:
                    self.note(result)
        sink.steps = Steps()
        for writer in reversed(writers):
            writer.flush().unwrap()
        self.check(sink.written + unwritten)

    # Methods of readers with a buffer.

    def is_buffered(self) -> bool:
        """Returns True if the reader has a buffer."""
        return isinstance(self.reader, BufRead)

    @property
    def buf_reader(self) -> BufRead:
        """Returns the reader, which has a buffer."""
        assert isinstance(self.reader, BufRead)
        return self.reader

    @precondition(is_buffered)
    @rule(amt=SIZES)
    def consume(self, amt: int) -> None:
        shown = b""
        with suppress(Panic):
            result = self.buf_reader.fill_buf()
            if self.note(result):
                shown = bytes(result.unwrap())[:amt]
                del result
                self.buf_reader.consume(len(shown))
        self.check(shown)

    @precondition(is_buffered)
    @rule(byte=DELIMITERS)
    def read_until(self, byte: int) -> None:
        buf = bytearray()
        with suppress(Panic):
            self.note(self.buf_reader.read_until(byte, buf))
        self.check(buf)

    @precondition(is_buffered)
    @rule(byte=DELIMITERS)
    def skip_until(self, byte: int) -> None:
        skipped = None
        with suppress(Panic):
            result = self.buf_reader.skip_until(byte)
            if self.note(result):
                skipped = result.unwrap()
        used = self.take_used()
        assert skipped is None or skipped == len(used)
        assert used.find(byte) in {-1, len(used) - 1}

    @precondition(is_buffered)
    @rule(n=st.integers(1, 5))
    def read_line(self, n: int) -> None:
        for _ in range(n):
            line = b""
            with suppress(Panic):
                result = self.buf_reader.read_line()
                if self.note(result):
                    line = result.unwrap().encode()
                elif result.unwrap_err().kind() is ErrorKind.InvalidData:
                    line = self.rest[: len(self.rest) - len(left(self.reader))]
                    assert line.find(b"\n") in {-1, len(line) - 1}
            self.check(line)

    def items(
        self, found: Iterator[io.Result[str]] | Iterator[io.Result[bytes]], n: int
    ) -> Iterator[bytes]:
        """Yields the next `n` items, until one is not UTF-8."""
        for item in map(next, [found] * n, [None] * n):
            if item is None:  # The iterator has ended.
                self.iterate()
                return
            if self.note(item):
                given = item.unwrap()
                yield given if isinstance(given, bytes) else given.encode()
            elif item.unwrap_err().kind() is ErrorKind.InvalidData:
                return

    def check_items(self, given: Iterator[bytes], end: bytes) -> None:
        """Checks that each item was followed by its delimiter, except at an end of the data."""
        pattern = b""
        invalid = len(self.seen)
        try:
            for item in given:
                pattern += re.escape(item) + end
        except Panic:
            self.iterate()
        # A line that is not UTF-8 is taken, and ends the items.
        if any(e.kind() is ErrorKind.InvalidData for e in self.seen[invalid:]):
            pattern += rb"[^\n]*\n?"
        assert re.fullmatch(pattern, self.take_used())

    @precondition(is_buffered)
    @rule(which=st.integers(0, 1), n=st.integers(1, 5))
    def lines(self, which: int, n: int) -> None:
        self.check_items(self.items(self.loops[which], n), rb"(?:\r?\n)?")

    @precondition(is_buffered)
    @rule(byte=DELIMITERS, n=st.integers(1, 3))
    def split(self, byte: int, n: int) -> None:
        self.check_items(self.items(self.parts[byte], n), re.escape(bytes([byte])) + b"?")

    @invariant()
    def each_error_is_returned_once(self) -> None:
        own = {ErrorKind.InvalidData, ErrorKind.UnexpectedEof, ErrorKind.WriteZero}
        seen = [e for e in self.seen if e.kind() not in own]
        failures = [e for source in self.sources for e in source.steps.failures]
        ids = set(map(id, seen))
        retried = [e for e in failures if id(e) not in ids]
        assert len(failures) == len(retried) + len(seen)
        assert {e.kind() for e in retried} <= {ErrorKind.Interrupted}


TestReading = Reading.TestCase
TestReading.settings = settings(max_examples=share(250), stateful_step_count=25)


class Writing(RuleBasedStateMachine):
    """Writes to a stack of writers."""

    @initialize(layers=LAYERS.filter(bool), steps=STEPS, vectored=st.booleans())
    def begin(self, layers: list[Layer], steps: list[str], vectored: bool) -> None:
        self.sink = Sink(",".join(steps) or "-", vectored=vectored)
        self.writers = stacked(self.sink, layers)
        self.taken = b""
        self.seen: list[io.Error] = []
        self.panicked = False

    @property
    def writer(self) -> Writer:
        """Returns the outermost writer."""
        return self.writers[-1]

    def total(self) -> int:
        """Returns how many bytes are written or buffered."""
        return len(self.sink.written) + sum(map(buffered, self.writers))

    def check(self, write: Callable[[], io.Result[int | None]], data: bytes, *, some: bool) -> None:
        """Makes a call to write the data. If it fails, it may have taken `some`, or none."""
        count = None
        try:
            result = write()
            if isinstance(result, Ok):
                count = result.unwrap()
                count = len(data) if count is None else count
            else:
                self.seen.append(result.unwrap_err())
        except Panic:
            self.panicked = True
        if count is None:
            count = self.total() - len(self.taken)
            assert 0 <= count <= (len(data) if some else 0)
        self.taken += data[:count]

    @rule(data=DATA)
    def write(self, data: bytes) -> None:
        self.check(lambda: self.writer.write(data), data, some=False)

    @rule(data=DATA)
    def write_all(self, data: bytes) -> None:
        self.check(lambda: self.writer.write_all(data), data, some=True)

    @rule(bufs=st.lists(DATA, max_size=4))
    def write_vectored(self, bufs: list[bytes]) -> None:
        self.check(lambda: self.writer.write_vectored(bufs), b"".join(bufs), some=False)

    @rule(bufs=st.lists(DATA, max_size=4))
    def write_all_vectored(self, bufs: list[bytes]) -> None:
        self.check(lambda: self.writer.write_all_vectored(bufs), b"".join(bufs), some=True)

    @rule(data=DATA, steps=st.lists(st.integers(1, 9).map(str), max_size=5))
    def copy(self, data: bytes, steps: list[str]) -> None:
        source = Source(data, ",".join(steps) or "-")
        unwritten = b""

        def copy() -> io.Result[int]:
            nonlocal unwritten
            result = io.copy(source, self.writer)
            if isinstance(result, Err):
                copied = io.Copied.of(result.unwrap_err())
                assert copied is not None
                unwritten = copied.unwritten
            return result

        before = len(self.taken)
        self.check(copy, data, some=True)
        # An exception cannot report what was read but not written.
        if not self.panicked:
            assert self.taken[before:] + unwritten + left(source) == data

    @rule(level=st.integers(0, 2))
    def flush(self, level: int) -> None:
        self.check(self.writers[level % len(self.writers)].flush, b"", some=False)

    @rule()
    def into_inner(self) -> None:
        def below() -> io.Result[None]:
            return self.writer.into_inner().map(lambda _: None).map_err(lambda e: e.into_error())

        self.check(below, b"", some=False)

    @invariant()
    def every_byte_is_written_or_buffered(self) -> None:
        assert self.total() == len(self.taken)
        assert self.taken.startswith(self.sink.written)
        at = len(self.sink.written)
        for writer in self.writers:
            end = at + buffered(writer)
            if isinstance(writer, BufWriter):
                assert writer.buffer() == self.taken[at:end]
            at = end

    @invariant()
    def each_error_is_returned_once(self) -> None:
        seen = [e for e in self.seen if e.kind() is not ErrorKind.WriteZero]
        self.sink.steps.assert_seen_once(seen)

    def teardown(self) -> None:
        """Checks that writers that go away write their buffers, unless there was a panic."""
        self.sink.steps = Steps()
        while self.writers:
            self.writers.pop()
        assert self.taken.startswith(self.sink.written)
        assert self.panicked or self.taken == self.sink.written


def buffered(writer: Writer) -> int:
    """Returns how many bytes are in the buffer, which only `repr` shows of a `LineWriter`."""
    level = re.search(r".*buffer: (\d+)/", repr(writer))
    assert level
    return int(level[1])


TestWriting = Writing.TestCase
TestWriting.settings = settings(max_examples=share(80), stateful_step_count=25)


STEPS_WITHOUT_END = st.lists(st.integers(1, 9).map(str) | FAILURES, max_size=12)
TEXT = st.lists(st.sampled_from(["a", "bc\r", "\n", "line\n", "\u20ac", "end"]), max_size=8).map(
    "".join
)


@given(
    texts=st.tuples(TEXT, TEXT),
    steps=st.tuples(STEPS_WITHOUT_END, STEPS_WITHOUT_END),
    capacities=st.tuples(st.integers(1, 9), st.integers(1, 9)),
    calls=st.lists(st.sampled_from(["read_line", "read", "split"]), min_size=1, max_size=8),
)
@example(("a", "bc"), ([], ["2", "eWouldBlock"]), (9, 9), ["read_line"])
@example(("", "abcd"), ([], ["2", "o", "eWouldBlock"]), (9, 2), ["read", "read_line"])
@example(("abc", "d"), (["1", "1", "eWouldBlock"], []), (1, 9), ["read", "read_line"])
def test_a_failed_read_across_a_chain_loses_no_byte(
    texts: tuple[str, str],
    steps: tuple[list[str], list[str]],
    capacities: tuple[int, int],
    calls: list[str],
) -> None:
    first, second = (
        BufReader(Source(text.encode(), ",".join(words) or "-"), capacity=capacity)
        for text, words, capacity in zip(texts, steps, capacities, strict=True)
    )
    chain = first.chain(second)
    rest = left(chain).decode()
    for call in [*calls, *["read_line"] * 40]:
        given, buf = "", bytearray(1)
        with suppress(Panic):
            if call == "read_line":
                given = chain.read_line().unwrap_or("")
            elif call == "split":
                # The item lacks its delimiter, which the reader has taken too.
                failed = isinstance(next(chain.split(ord("\n")), Ok(b"")), Err)
                given = "" if failed else rest[: len(rest) - len(left(chain).decode())]
            elif rest[:1].isascii():
                given = buf[: chain.read(buf).unwrap_or(0)].decode()
        assert rest == given + left(chain).decode()
        rest = left(chain).decode()
        # Each reader has got back its own bytes.
        assert texts[0].encode().endswith(left(first))
        assert texts[1].encode().endswith(left(second))
    assert rest == ""
