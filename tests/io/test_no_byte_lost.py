"""Every adaptor, over ends that fail: no byte is lost, none comes twice, an error is seen once.

A tower of adaptors stands on readers that answer short reads, ends that are none, `WouldBlock`,
`Interrupted`, errors and exceptions at any point. `left` counts what there is still to read in the
whole tower, so after each call it is what there was before, without what the call gave.

Another of writers stands on one that takes little, nothing, or fails. What it has been given is
written or held, in its order.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress

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
from tests.support.scripted import Panic, Sink, Source, Steps

# What a tower is built of, from the outside to the inside.


class Plan:
    """How to build a reader."""

    def build(self, sources: list[Source], *, first: bool) -> Read:
        """The reader. Where another comes after it, it ends when its data do, and not before."""
        raise NotImplementedError


class Scripted(Plan):
    """A reader whose calls are told what they come to."""

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
    """A cursor."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def build(self, sources: list[Source], *, first: bool) -> Read:
        return Cursor(self.data)

    def __repr__(self) -> str:
        return f"Cursor({self.data!r})"


class Buffered(Plan):
    """A buffer around a reader."""

    def __init__(self, inner: Plan, capacity: int) -> None:
        self.inner, self.capacity = inner, capacity

    def build(self, sources: list[Source], *, first: bool) -> Read:
        return BufReader(self.inner.build(sources, first=first), capacity=self.capacity)

    def __repr__(self) -> str:
        return f"{self.inner}.buffered({self.capacity})"


class Limited(Plan):
    """The first bytes of a reader."""

    def __init__(self, inner: Plan, limit: int) -> None:
        self.inner, self.limit = inner, limit

    def build(self, sources: list[Source], *, first: bool) -> Read:
        return self.inner.build(sources, first=first).take(self.limit)

    def __repr__(self) -> str:
        return f"{self.inner}.take({self.limit})"


class Chained(Plan):
    """Two readers, one after the other."""

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
    """One adaptor more."""
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
    """All that can still be read."""
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
"""A writer with a buffer, and how much that holds."""

LAYERS = st.lists(
    st.tuples(st.sampled_from([BufWriter[Write], LineWriter[Write]]), st.integers(0, 20)),
    max_size=3,
)


def stacked(sink: Sink, layers: list[Layer]) -> list[Writer]:
    """Writers on top of each other, from the bottom up."""
    writers: list[Writer] = []
    for kind, capacity in layers:
        writers.append(kind(writers[-1] if writers else sink, capacity=capacity))
    return writers


class Tower(RuleBasedStateMachine):
    """A tower, and what has been seen of it."""

    @initialize(plan=plans)
    def begin(self, plan: Plan) -> None:
        self.sources: list[Source] = []
        self.seen: list[io.Error] = []
        self.reader = plan.build(self.sources, first=False)
        self.rest = left(self.reader)
        self.iterate()

    def iterate(self) -> None:
        """Begins to iterate, which can be gone on with at any time."""
        self.loops: list[Iterator[io.Result[str]]] = []
        if isinstance(self.reader, BufRead):
            self.loops = [iter(self.reader.lines()), self.reader.lines()]
            self.parts = {byte: self.reader.split(byte) for byte in b"\n;a"}

    def sees(self, result: io.Result[object]) -> bool:
        """Notes an error; whether it is none."""
        if isinstance(result, Err):
            self.seen.append(result.failure())
        return isinstance(result, Ok)

    def gave(self, data: bytes | bytearray) -> None:
        """A call has given this, and all else is still there."""
        assert data + left(self.reader) == self.rest
        self.rest = left(self.reader)

    def gave_some(self) -> bytes:
        """A call that failed has used up what it says it may; what that was."""
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
            count = result.unwrap() if self.sees(result) else 0
        self.gave(buf[:count])

    @rule(sizes=st.lists(SIZES, max_size=4))
    def read_vectored(self, sizes: list[int]) -> None:
        bufs, count = [bytearray(n) for n in sizes], 0
        with suppress(Panic):
            result = self.reader.read_vectored(bufs)
            count = result.unwrap() if self.sees(result) else 0
        self.gave(b"".join(bufs)[:count])

    @rule(n=SIZES)
    def read_exact(self, n: int) -> None:
        buf = bytearray(n)
        with suppress(Panic):
            if self.sees(self.reader.read_exact(buf)):
                self.gave(buf)
        assert len(self.gave_some()) <= n  # The buffer holds any part of them.

    @rule(n=SIZES)
    def read_array(self, n: int) -> None:
        with suppress(Panic):
            result = self.reader.read_array(n)
            if self.sees(result):
                self.gave(result.unwrap())
        assert len(self.gave_some()) <= n

    @rule(limit=SIZES | st.none())
    def read_to_end(self, limit: int | None) -> None:
        buf = bytearray()
        with suppress(Panic):
            self.sees((self.reader if limit is None else self.reader.take(limit)).read_to_end(buf))
        self.gave(buf)

    @rule(n=st.integers(1, 5))
    def single_bytes(self, n: int) -> None:
        each, found = self.reader.bytes(), bytearray()
        with suppress(Panic):
            for result in map(next, [each] * n, [Ok(None)] * n):
                if self.sees(result) and (byte := result.unwrap()) is not None:
                    found.append(byte)
        self.gave(found)

    @rule(steps=STEPS, layers=LAYERS)
    def copy(self, steps: list[str], layers: list[Layer]) -> None:
        sink = Sink(",".join(step for step in steps if step != "p") or "-")
        writers = stacked(sink, layers)
        writer = writers[-1] if writers else sink
        unwritten = b""
        with suppress(Panic):
            result = io.copy(self.reader, writer)
            if isinstance(result, Err):
                copied = io.Copied.of(result.failure())
                assert copied is not None
                unwritten = copied.unwritten
                if result.failure() not in sink.steps.failures:
                    self.sees(result)
        sink.steps = Steps()
        for writer in reversed(writers):
            writer.flush().unwrap()
        self.gave(sink.written + unwritten)

    # What a reader with a buffer has besides.

    def buffered(self) -> bool:
        """Whether this is one."""
        return isinstance(self.reader, BufRead)

    @property
    def buf_reader(self) -> BufRead:
        """The reader, as such a one."""
        assert isinstance(self.reader, BufRead)
        return self.reader

    @precondition(buffered)
    @rule(amt=SIZES)
    def consume(self, amt: int) -> None:
        shown = b""
        with suppress(Panic):
            result = self.buf_reader.fill_buf()
            if self.sees(result):
                shown = bytes(result.unwrap())[:amt]
                del result
                self.buf_reader.consume(len(shown))
        self.gave(shown)

    @precondition(buffered)
    @rule(byte=DELIMITERS)
    def read_until(self, byte: int) -> None:
        buf = bytearray()
        with suppress(Panic):
            self.sees(self.buf_reader.read_until(byte, buf))
        self.gave(buf)

    @precondition(buffered)
    @rule(byte=DELIMITERS)
    def skip_until(self, byte: int) -> None:
        skipped = None
        with suppress(Panic):
            result = self.buf_reader.skip_until(byte)
            if self.sees(result):
                skipped = result.unwrap()
        used = self.gave_some()
        assert skipped is None or skipped == len(used)
        assert used.find(byte) in {-1, len(used) - 1}

    @precondition(buffered)
    @rule(n=st.integers(1, 5))
    def read_line(self, n: int) -> None:
        for _ in range(n):
            line = ""
            with suppress(Panic):
                result = self.buf_reader.read_line()
                if self.sees(result):
                    line = result.unwrap()
            self.gave(line.encode())

    def items(
        self, found: Iterator[io.Result[str]] | Iterator[io.Result[bytes]], n: int
    ) -> Iterator[bytes]:
        """So many items, until one of them is no text."""
        for item in map(next, [found] * n, [None] * n):
            if item is None:  # A loop has ended.
                self.iterate()
                return
            if self.sees(item):
                given = item.unwrap()
                yield given if isinstance(given, bytes) else given.encode()
            elif item.failure().kind() is ErrorKind.InvalidData:
                return

    def gave_items(self, given: Iterator[bytes], end: bytes) -> None:
        """Each item has been followed by its end, unless the data seemed to end there."""
        pattern = b""
        invalid = len(self.seen)
        try:
            for item in given:
                pattern += re.escape(item) + end
        except Panic:
            self.iterate()
        # A line that is no text is gone, and is the last.
        if any(e.kind() is ErrorKind.InvalidData for e in self.seen[invalid:]):
            pattern += rb"[^\n]*\n?"
        assert re.fullmatch(pattern, self.gave_some())

    @precondition(buffered)
    @rule(which=st.integers(0, 1), n=st.integers(1, 5))
    def lines(self, which: int, n: int) -> None:
        self.gave_items(self.items(self.loops[which], n), rb"(?:\r?\n)?")

    @precondition(buffered)
    @rule(byte=DELIMITERS, n=st.integers(1, 3))
    def split(self, byte: int, n: int) -> None:
        self.gave_items(self.items(self.parts[byte], n), re.escape(bytes([byte])) + b"?")

    @invariant()
    def an_error_is_seen_once(self) -> None:
        own = {ErrorKind.InvalidData, ErrorKind.UnexpectedEof, ErrorKind.WriteZero}
        seen = [e for e in self.seen if e.kind() not in own]
        failures = [e for source in self.sources for e in source.steps.failures]
        retried = [e for e in failures if e not in seen]
        assert len(failures) == len(retried) + len(seen)
        assert {e.kind() for e in retried} <= {ErrorKind.Interrupted}


TestTower = Tower.TestCase
TestTower.settings = settings(max_examples=250, stateful_step_count=25)


class WritingTower(RuleBasedStateMachine):
    """A tower of writers, and all that it has taken."""

    @initialize(layers=LAYERS.filter(bool), steps=STEPS, vectored=st.booleans())
    def begin(self, layers: list[Layer], steps: list[str], vectored: bool) -> None:
        self.sink = Sink(",".join(steps) or "-", vectored=vectored)
        self.writers = stacked(self.sink, layers)
        self.taken = b""
        self.seen: list[io.Error] = []
        self.panicked = False

    @property
    def writer(self) -> Writer:
        """The top of the tower."""
        return self.writers[-1]

    def total(self) -> int:
        """How many bytes are written or held."""
        return len(self.sink.written) + sum(map(held, self.writers))

    def given(self, write: Callable[[], io.Result[int | None]], data: bytes, *, some: bool) -> None:
        """A call that is given this takes as much as it says; if it fails, nothing or some."""
        count = None
        try:
            result = write()
            if isinstance(result, Ok):
                count = result.unwrap()
                count = len(data) if count is None else count
            else:
                self.seen.append(result.failure())
        except Panic:
            self.panicked = True
        if count is None:
            count = self.total() - len(self.taken)
            assert 0 <= count <= (len(data) if some else 0)
        self.taken += data[:count]

    @rule(data=DATA)
    def write(self, data: bytes) -> None:
        self.given(lambda: self.writer.write(data), data, some=False)

    @rule(data=DATA)
    def write_all(self, data: bytes) -> None:
        self.given(lambda: self.writer.write_all(data), data, some=True)

    @rule(bufs=st.lists(DATA, max_size=4))
    def write_vectored(self, bufs: list[bytes]) -> None:
        self.given(lambda: self.writer.write_vectored(bufs), b"".join(bufs), some=False)

    @rule(bufs=st.lists(DATA, max_size=4))
    def write_all_vectored(self, bufs: list[bytes]) -> None:
        self.given(lambda: self.writer.write_all_vectored(bufs), b"".join(bufs), some=True)

    @rule(data=DATA, steps=st.lists(st.integers(1, 9).map(str), max_size=5))
    def copy(self, data: bytes, steps: list[str]) -> None:
        source = Source(data, ",".join(steps) or "-")
        unwritten = b""

        def copy() -> io.Result[int]:
            nonlocal unwritten
            result = io.copy(source, self.writer)
            if isinstance(result, Err):
                copied = io.Copied.of(result.failure())
                assert copied is not None
                unwritten = copied.unwritten
            return result

        before = len(self.taken)
        self.given(copy, data, some=True)
        # But for an exception, which cannot say what it had in hand.
        if not self.panicked:
            assert self.taken[before:] + unwritten + left(source) == data

    @rule(level=st.integers(0, 2))
    def flush(self, level: int) -> None:
        self.given(self.writers[level % len(self.writers)].flush, b"", some=False)

    @rule()
    def into_inner(self) -> None:
        def below() -> io.Result[None]:
            return self.writer.into_inner().map(lambda _: None).alt(lambda e: e.into_error())

        self.given(below, b"", some=False)

    @invariant()
    def all_is_written_or_held(self) -> None:
        assert self.total() == len(self.taken)
        assert self.taken.startswith(self.sink.written)
        at = len(self.sink.written)
        for writer in self.writers:
            end = at + held(writer)
            if isinstance(writer, BufWriter):
                assert writer.buffer() == self.taken[at:end]
            at = end

    @invariant()
    def an_error_is_seen_once(self) -> None:
        seen = [e for e in self.seen if e.kind() is not ErrorKind.WriteZero]
        self.sink.steps.assert_seen_once(seen)

    def teardown(self) -> None:
        """What goes away writes what it holds, unless an exception has left that in doubt."""
        self.sink.steps = Steps()
        while self.writers:
            self.writers.pop()
        assert self.taken.startswith(self.sink.written)
        assert self.panicked or self.taken == self.sink.written


def held(writer: Writer) -> int:
    """How much is in the buffer, which a `LineWriter` tells by `repr`."""
    level = re.search(r".*buffer: (\d+)/", repr(writer))
    assert level
    return int(level[1])


TestWritingTower = WritingTower.TestCase
TestWritingTower.settings = settings(max_examples=80, stateful_step_count=25)


NO_END = st.lists(st.integers(1, 9).map(str) | FAILURES, max_size=12)
TEXT = st.lists(st.sampled_from(["a", "bc\r", "\n", "line\n", "\u20ac", "end"]), max_size=8).map(
    "".join
)


@given(
    texts=st.tuples(TEXT, TEXT),
    steps=st.tuples(NO_END, NO_END),
    capacities=st.tuples(st.integers(1, 9), st.integers(1, 9)),
    calls=st.lists(st.sampled_from(["read_line", "read", "split"]), min_size=1, max_size=8),
)
@example(("a", "bc"), ([], ["2", "eWouldBlock"]), (9, 9), ["read_line"])
@example(("", "abcd"), ([], ["2", "o", "eWouldBlock"]), (9, 2), ["read", "read_line"])
@example(("abc", "d"), (["1", "1", "eWouldBlock"], []), (1, 9), ["read", "read_line"])
def test_a_line_across_a_chain_that_fails_is_all_there(
    texts: tuple[str, str],
    steps: tuple[list[str], list[str]],
    capacities: tuple[int, int],
    calls: list[str],
) -> None:
    first, second = (
        BufReader(Source(text.encode(), ",".join(told) or "-"), capacity=capacity)
        for text, told, capacity in zip(texts, steps, capacities, strict=True)
    )
    chain = first.chain(second)
    rest = left(chain).decode()
    for call in [*calls, *["read_line"] * 40]:
        given, buf = "", bytearray(1)
        with suppress(Panic):
            if call == "read_line":
                given = chain.read_line().value_or("")
            elif call == "split":
                # What it gives lacks its end, which the reader has taken all the same.
                failed = isinstance(next(chain.split(ord("\n")), Ok(b"")), Err)
                given = "" if failed else rest[: len(rest) - len(left(chain).decode())]
            elif rest[:1].isascii():
                given = buf[: chain.read(buf).value_or(0)].decode()
        assert rest == given + left(chain).decode()
        rest = left(chain).decode()
        # Each has its own back, for whoever asks for them.
        assert texts[0].encode().endswith(left(first))
        assert texts[1].encode().endswith(left(second))
    assert rest == ""
