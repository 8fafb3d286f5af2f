"""`BufReader`, compared with Rust's.

`tests/oracle/buffered.rs` describes the questions to Rust.
"""

import gc
import sys
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from io import BytesIO
from itertools import islice, repeat
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from stdnet import io
from stdnet.io import BufRead, BufReader, Cursor, ErrorKind, _line_batches
from stdnet.io._line_batches import BATCHES_FROM, Batch
from stdnet.result import Err, Ok
from stdnet.result._debug import debug_str
from tests.support import oracle
from tests.support.once import share
from tests.support.rust_debug import debug
from tests.support.scripted_io import Letters, Panic, Script, Source, seek_from

UNTOUCHED = b"\xee"

Reader = BufReader[Source]
Answer = tuple[str, str]


def replay(question: str) -> list[str]:
    """Returns the answers of stdnet, in the form in which the oracle prints Rust's."""
    _, capacity, vectored, data, steps, seeks, *operations = question.split(" ")
    source = Source(bytes.fromhex(data.strip("-")), steps, seeks, vectored=vectored == "1")
    reader = BufReader.with_capacity(int(capacity), source)
    return list(_replay(reader, operations))


def _replay(reader: Reader, operations: list[str]) -> Iterator[str]:
    source = reader.get_ref()
    for word in operations:
        name, _, argument = word.partition(":")
        source.calls.clear()
        answer = OPERATIONS[name](reader, argument)
        calls = ", ".join(source.calls)
        yield f"{answer[0]} | {answer[1]} | {calls} | {reader.buffer().hex()} | {reader!r}"


def _read(reader: Reader, argument: str) -> Answer:
    buf = bytearray(UNTOUCHED * int(argument))
    return debug(reader.read(buf)), buf.hex()


def _vectored(reader: Reader, argument: str) -> Answer:
    bufs = [bytearray(UNTOUCHED * int(n)) for n in argument.split(",")]
    return debug(reader.read_vectored(bufs)), ",".join(buf.hex() for buf in bufs)


def _exact(reader: Reader, argument: str) -> Answer:
    buf = bytearray(UNTOUCHED * int(argument))
    return debug(reader.read_exact(buf)), buf.hex()


def _array(reader: Reader, argument: str) -> Answer:
    result = reader.read_array(int(argument))
    return debug(result.map(lambda _: None)), result.unwrap_or(b"").hex()


def _to_end(reader: Reader, argument: str) -> Answer:
    buf = bytearray.fromhex(argument.strip("-"))
    return debug(reader.read_to_end(buf)), buf.hex()


def _to_string(reader: Reader, _: str) -> Answer:
    result = reader.read_to_string()
    return debug(result.map(lambda _: None)), result.unwrap_or("").encode().hex()


def _bytes(reader: Reader, argument: str) -> Answer:
    found = reader.bytes()
    each = [next(found, None) for _ in range(int(argument))]
    return " ".join("None" if one is None else f"Some({debug(one)})" for one in each), ""


def _take(reader: Reader, argument: str) -> Answer:
    buf = bytearray(UNTOUCHED * 8)
    return debug(reader.take(int(argument)).read(buf)), buf.hex()


def _shown(result: io.Result[memoryview]) -> Answer:
    match result:
        case Ok(view):
            assert view.readonly
            return "Ok", view.hex()
        case Err():
            return debug(result), ""


def _consume(reader: Reader, argument: str) -> Answer:
    reader.consume(int(argument))
    return "()", ""


def _until(reader: Reader, argument: str) -> Answer:
    buf = bytearray()
    return debug(reader.read_until(int(argument, 16), buf)), buf.hex()


def _line(reader: Reader, _: str) -> Answer:
    """Reads a line, and shows the errors in between, too."""
    shown: list[str] = []
    while True:
        result = reader.read_line()
        match result:
            case Ok(text):
                shown.append(f"Ok({debug_str(text)})")
                break
            case Err(io.Error(ErrorKind.InvalidData)):
                shown.append(debug(result))
                break
            case Err():
                shown.append(debug(result))
    return " ".join(shown), ""


def _lines(
    reader: Reader, argument: str, each: Callable[[io.Lines[Reader]], Iterator[io.Result[str]]]
) -> Answer:
    """Reads a number of lines, and shows the errors in between, too."""
    shown: list[str] = []
    left = int(argument)
    lines = each(reader.lines())
    while left and (result := next(lines, None)) is not None:
        match result:
            case Ok(text):
                shown.append(f"Ok({debug_str(text)})")
                left -= 1
            case Err(e):
                shown.append(debug(result))
                left -= e.kind() is ErrorKind.InvalidData
    return " ".join(shown), ""


OPERATIONS: dict[str, Callable[[Reader, str], Answer]] = {
    "read": _read,
    "vectored": _vectored,
    "is_vectored": lambda reader, _: (str(reader.is_read_vectored()).lower(), ""),
    "exact": _exact,
    "array": _array,
    "to_end": _to_end,
    "to_string": _to_string,
    "bytes": _bytes,
    "take": _take,
    "fill": lambda reader, _: _shown(reader.fill_buf()),
    "consume": _consume,
    "has_data_left": lambda reader, _: (debug(reader.has_data_left()), ""),
    "until": _until,
    "skip": lambda reader, byte: (debug(reader.skip_until(int(byte, 16))), ""),
    "line": _line,
    "lines": lambda reader, n: _lines(reader, n, iter),
    "next": lambda reader, n: _lines(reader, n, lambda lines: lines),
    "peek": lambda reader, n: _shown(reader.peek(min(int(n), reader.capacity()))),
    "seek": lambda reader, pos: (debug(reader.seek(seek_from(pos))), ""),
    "relative": lambda reader, n: (debug(reader.seek_relative(int(n))), ""),
    "position": lambda reader, _: (debug(reader.stream_position()), ""),
    "rewind": lambda reader, _: (debug(reader.rewind()), ""),
    "len": lambda reader, _: (debug(reader.stream_len()), ""),
}

GOLDEN = [
    answer for answer in oracle.golden("buffered") if str(answer["question"]).startswith("read ")
]


@pytest.mark.parametrize("answer", GOLDEN)
def test_recorded_questions_have_the_answers_of_rust(answer: oracle.Answer) -> None:
    assert replay(str(answer["question"])) == answer["answers"]


# Questions by Hypothesis.

FAILURES = st.sampled_from(["eInterrupted", "e4", "eWouldBlock", "eConnectionReset", "eOther"])
TEXT = st.lists(
    st.sampled_from([b"a", b"bc\r", b"\n", b"\r\n", b"line\n", "\u20ac".encode(), b"defghijk"])
).map(b"".join)
DATA = TEXT | st.binary(max_size=60) | st.builds(bytes.__add__, TEXT, st.just(b"\xff\n"))
STEPS = st.lists(st.integers(0, 20).map(str) | FAILURES, max_size=12)
SEEKS = st.lists(st.just("o") | FAILURES, max_size=3)
CAPACITIES = st.integers(1, 9) | st.integers(0, 64)
OFFSETS = st.integers(-10, 10) | st.sampled_from([-(2**63), 2**63 - 1])
SIZES = st.integers(0, 12) | st.integers(0, 70)
BYTES = st.sampled_from(["0a", "61", "0d"])


def _joined(words: Sequence[object]) -> str:
    return ",".join(map(str, words)) or "-"


def _with(argument: st.SearchStrategy[object], *names: str) -> st.SearchStrategy[str]:
    return st.builds("{}:{}".format, st.sampled_from(names), argument)


operations = st.one_of(
    _with(SIZES, "read", "exact", "consume", "take", "peek"),
    _with(st.sampled_from([0, 1, 2, 3, 8]), "array"),
    _with(st.integers(0, 5), "lines", "next", "bytes"),
    _with(st.lists(st.integers(0, 12), min_size=1, max_size=4).map(_joined), "vectored"),
    _with(BYTES, "until", "skip"),
    _with(st.just("2021"), "to_end"),
    _with(OFFSETS, "relative"),
    _with(
        OFFSETS.map("c{}".format)
        | OFFSETS.map("e{}".format)
        | st.integers(0, 70).map("s{}".format),
        "seek",
    ),
    st.sampled_from(
        ["is_vectored", "to_string", "fill", "has_data_left", "line", "position", "rewind", "len"]
    ),
)
questions = st.builds(
    "read {} {} {} {} {} {}".format,
    CAPACITIES,
    st.integers(0, 1),
    DATA.map(oracle.word),
    STEPS.map(_joined),
    SEEKS.map(_joined),
    st.lists(operations, min_size=1, max_size=12).map(" ".join),
)


@pytest.fixture(scope="module")
def rust() -> Iterator[oracle.Oracle]:
    with oracle.Oracle("buffered") as process:
        yield process


@oracle.needs_rustc
@settings(max_examples=share(500))
@given(question=questions)
def test_any_question_has_the_answers_of_rust(rust: oracle.Oracle, question: str) -> None:
    assert replay(question) == rust.ask(question)["answers"]


# In any order of calls, no byte is lost, none comes twice, and each error is returned once.


LINE_ENDS = (b"\r\n", b"\n", b"")


class Reading(RuleBasedStateMachine):
    """A reader, and the position that it must have in the data."""

    @initialize(
        data=st.lists(DATA, max_size=4).map(b"".join), steps=STEPS.map(_joined), capacity=CAPACITIES
    )
    def begin(self, data: bytes, steps: str, capacity: int) -> None:
        self.source = Source(data, steps, vectored=True)
        self.reader = BufReader.with_capacity(capacity, self.source)
        self.at = 0
        self.seen: list[io.Error] = []
        # Two loops over lines, which can be continued at any time.
        self.loops = {n: iter(self.reader.lines()) for n in (0, 1)}

    def sees(self, result: io.Result[object]) -> bool:
        """Notes an error; returns True if it is an `Ok`."""
        if isinstance(result, Err):
            self.seen.append(result.unwrap_err())
        return isinstance(result, Ok)

    def takes(self, data: bytes | bytearray) -> None:
        """Checks that these are the next bytes, and moves the position past them."""
        assert data == self.source.data[self.at :][: len(data)]
        self.at += len(data)

    def takes_as_much_as(self, data: bytes | bytearray) -> None:
        """Checks after an error that the reader consumed some of these bytes, from the front."""
        n = self.source.pos - len(self.reader.buffer()) - self.at
        self.takes(data[:n])

    def takes_a_line(self) -> None:
        """Checks that the reader has consumed the next line, which is not UTF-8."""
        end = self.source.data.find(b"\n", self.at, self.source.pos) + 1 or self.source.pos
        with pytest.raises(UnicodeDecodeError):
            self.source.data[self.at : end].decode()
        self.at = end

    @rule(n=SIZES)
    def read(self, n: int) -> None:
        buf = bytearray(n)
        result = self.reader.read(buf)
        if self.sees(result):
            self.takes(buf[: result.unwrap()])

    @rule(sizes=st.lists(SIZES, max_size=4))
    def read_vectored(self, sizes: list[int]) -> None:
        bufs = [bytearray(n) for n in sizes]
        result = self.reader.read_vectored(bufs)
        if self.sees(result):
            self.takes(b"".join(bufs)[: result.unwrap()])

    @rule(n=SIZES)
    def read_exact(self, n: int) -> None:
        buf = bytearray(n)
        (self.takes if self.sees(self.reader.read_exact(buf)) else self.takes_as_much_as)(buf)

    @rule(n=SIZES)
    def read_array(self, n: int) -> None:
        result = self.reader.read_array(n)
        if self.sees(result):
            self.takes(result.unwrap())
        else:
            self.takes_as_much_as(self.source.data[self.at :])

    @rule(limit=SIZES)
    def take(self, limit: int) -> None:
        buf = bytearray()
        self.sees(self.reader.take(limit).read_to_end(buf))
        self.takes(buf)

    @rule()
    def read_to_end(self) -> None:
        buf = bytearray()
        self.sees(self.reader.read_to_end(buf))
        self.takes(buf)

    @rule(byte=BYTES)
    def read_until(self, byte: str) -> None:
        buf = bytearray()
        self.sees(self.reader.read_until(int(byte, 16), buf))
        self.takes(buf)

    @rule(n=st.integers(1, 6))
    def read_line(self, n: int) -> None:
        for _ in range(n):
            result = self.reader.read_line()
            if self.sees(result):
                self.takes(result.unwrap().encode())
            elif result.unwrap_err().kind() is ErrorKind.InvalidData:
                self.takes_a_line()

    @rule(which=st.integers(0, 1), n=st.integers(1, 5))
    def lines(self, which: int, n: int) -> None:
        loop = self.loops[which]
        for _ in range(n):
            match next(loop, None):
                case None:
                    self.loops[which] = iter(self.reader.lines())
                    break
                case Ok(text):
                    start = self.at
                    self.takes(text.encode())
                    # The last line before a read of 0 bytes may have no end.
                    rest = self.source.data[self.at : self.source.pos]
                    self.at += len(next(end for end in LINE_ENDS if rest.startswith(end)))
                    assert self.at > start
                    assert self.at == self.source.pos or self.at > start + len(text.encode())
                case Err(io.Error(ErrorKind.InvalidData)):
                    self.takes_a_line()
                case Err(e):
                    self.seen.append(e)

    @rule(amt=SIZES)
    def consume(self, amt: int) -> None:
        result = self.reader.fill_buf()
        if self.sees(result):
            self.takes(bytes(result.unwrap())[:amt])
            self.reader.consume(amt)

    @rule(n=SIZES)
    def peek(self, n: int) -> None:
        n = min(n, self.reader.capacity())
        result = self.reader.peek(n)
        if self.sees(result):
            assert len(result.unwrap()) <= n
            assert result.unwrap() == self.source.data[self.at :][: len(result.unwrap())]

    @rule(offset=st.integers(-9, 9))
    def seek_relative(self, offset: int) -> None:
        if self.sees(self.reader.seek_relative(offset)):
            self.at += offset

    # A rule and not an invariant, as looking at the buffer takes back the batch of a loop.
    @rule()
    def the_buffer_is_what_comes_next(self) -> None:
        held = bytes(self.reader.buffer())
        assert held == self.source.data[self.at :][: len(held)]
        assert self.source.pos == self.at + len(held)

    @invariant()
    def an_error_is_seen_once(self) -> None:
        own = {ErrorKind.InvalidData, ErrorKind.UnexpectedEof, ErrorKind.InvalidInput}
        seen = [e for e in self.seen if e.kind() not in own]
        self.source.steps.assert_seen_once(seen)

    def teardown(self) -> None:
        self.the_buffer_is_what_comes_next()


TestReading = Reading.TestCase
TestReading.settings = settings(max_examples=share(150), stateful_step_count=25)


# Lines.


def test_a_loop_over_lines_consumes_only_the_lines_that_it_returns() -> None:
    source = Source(b"a: 1\r\nb: 2\r\n\r\nbody\nmore")
    reader = BufReader(source)
    head: list[str] = []
    for line in reader.lines():
        if line == Ok(""):
            break
        head.append(line.unwrap())
    assert head == ["a: 1", "b: 2"]
    assert bytes(reader.buffer()) == b"body\nmore"
    assert repr(reader) == f"BufReader {{ reader: {source!r}, buffer: 9/8192 }}"
    assert reader.read_array(5) == Ok(b"body\n")
    assert list(reader.lines()) == [Ok("more")]
    assert source.calls.count("read 8192") == len(source.calls) == 3


def _filled(reader: BufRead, into: Callable[[BufRead, bytearray], object]) -> object:
    """Returns the result of a call that fills a buffer, and the buffer."""
    buf = bytearray(3)
    return into(reader, buf), buf


CALLS: dict[str, Callable[[BufRead], object]] = {
    "read": lambda reader: _filled(reader, lambda r, buf: r.read(buf)),
    "read_vectored": lambda reader: _filled(reader, lambda r, buf: r.read_vectored([buf])),
    "read_exact": lambda reader: _filled(reader, lambda r, buf: r.read_exact(buf)),
    "read_array": lambda reader: reader.read_array(4),
    "read_to_end": lambda reader: _filled(reader, lambda r, buf: r.read_to_end(buf)),
    "read_until": lambda reader: _filled(reader, lambda r, buf: r.read_until(ord("e"), buf)),
    "skip_until": lambda reader: reader.skip_until(ord("e")),
    "read_line": lambda reader: reader.read_line(),
    "fill_buf": lambda reader: reader.fill_buf().map(bytes),
    "consume": lambda reader: reader.consume(4),
    "has_data_left": lambda reader: reader.has_data_left(),
    "bytes": lambda reader: next(reader.bytes()),
    "split": lambda reader: next(reader.split(ord("n"))),
    "take": lambda reader: reader.take(5).read_to_string(),
    "next": lambda reader: next(reader.lines()),
    "lines": lambda reader: list(islice(reader.lines(), 3)),
    "seek": lambda reader: seeker(reader).seek(io.SeekFrom.Current(-2)),
    "seek_relative": lambda reader: seeker(reader).seek_relative(-2),
}


def seeker(reader: BufRead) -> io.Seek:
    assert isinstance(reader, io.Seek)
    return reader


def each_line(reader: BufRead) -> Iterator[io.Result[str]]:
    return iter(reader.lines())


def line_by_line(reader: BufRead) -> Iterator[io.Result[str]]:
    while True:
        yield reader.read_line()


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize("loop", [each_line, line_by_line])
def test_any_call_may_follow_any_line(
    call: Callable[[BufRead], object], loop: Callable[[BufRead], Iterator[io.Result[str]]]
) -> None:
    data = b"".join(b"line %d\r\n" % n for n in range(20))
    for taken in range(1, 20):
        reader, cursor = BufReader(Cursor(data)), Cursor(data)
        for each in (reader, cursor):
            assert len(list(islice(loop(each), taken))) == taken
        assert call(reader) == call(cursor)
        assert reader.stream_position() == cursor.stream_position()
        assert reader.read_to_string() == cursor.read_to_string()


@pytest.mark.parametrize("reads", range(6))
def test_other_reads_may_come_between_the_lines_of_a_loop(reads: int) -> None:
    reader = BufReader(Source(b"".join(b"%d\nxyz" % n for n in range(9))))
    lines = reader.lines()
    loop = iter(lines)
    taken = [line.unwrap() for line in islice(loop, 1)]
    for _ in range(reads):
        assert reader.read_array(3) == Ok(b"xyz")
        taken += [line.unwrap() for line in islice(loop, 1)]
    assert taken == [str(n) for n in range(reads + 1)]
    rest = ["xyz" + str(n) for n in range(reads + 1, 9)]
    assert [line.unwrap() for line in loop] == [*rest, "xyz"]
    assert next(lines, None) is None


def test_a_loop_continues_after_what_was_read_in_between() -> None:
    reader = BufReader(Source(b"".join(b"%d\n" % n for n in range(9))))
    loop = iter(reader.lines())
    assert [line.unwrap() for line in islice(loop, 4)] == ["0", "1", "2", "3"]
    assert reader.read_line() == Ok("4\n")
    assert [line.unwrap() for line in islice(loop, 3)] == ["5", "6", "7"]
    reader.seek(io.SeekFrom.Start(2)).unwrap()
    assert [line.unwrap() for line in loop] == ["1", "2", "3", "4", "5", "6", "7", "8"]


def test_two_loops_over_the_same_lines_take_turns() -> None:
    lines = BufReader(Source(b"".join(b"%d\n" % n for n in range(8)))).lines()
    pairs = [(a.unwrap(), b.unwrap()) for a, b in zip(lines, lines, strict=True)]
    assert pairs == [("0", "1"), ("2", "3"), ("4", "5"), ("6", "7")]


@given(
    capacity=st.integers(1, 60),
    ends=st.sampled_from([b"\n", b"\r\n"]),
    kept=st.lists(st.booleans(), max_size=40),
    at_once=st.booleans(),
)
def test_lines_of_a_loop_can_be_kept(
    capacity: int, ends: bytes, kept: list[bool], at_once: bool
) -> None:
    words = [f"line {n}" for n in range(len(kept))]
    source = Source(b"".join(word.encode() + ends for word in words))
    lines = BufReader.with_capacity(capacity, source).lines()
    each = iter(lines) if at_once else map(next, repeat(lines, len(words)))
    found = [line for line, keep in zip(each, kept, strict=True) if keep]
    assert found == [Ok(word) for word, keep in zip(words, kept, strict=True) if keep]


@given(capacity=st.integers(1, 60), kept=st.lists(st.booleans(), max_size=40))
def test_lines_of_read_line_can_be_kept(capacity: int, kept: list[bool]) -> None:
    words = [f"line {n}\n" for n in range(len(kept))]
    reader = BufReader.with_capacity(capacity, Source("".join(words).encode()))
    found = [line for keep in kept if [line := reader.read_line()] and keep]
    assert found == [Ok(word) for word, keep in zip(words, kept, strict=True) if keep]


def test_a_loop_gets_batches_only_if_nothing_else_is_read_between_its_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sizes: list[int] = []

    def make(chunk: BytesIO, data: bytes, text: str) -> Batch:
        sizes.append(len(data))
        return Batch(chunk, data, text)

    monkeypatch.setattr(_line_batches, "Batch", make)
    reader = BufReader(Source(b"1\nxyz" * 50 + b"1\n" * 100))
    loop = iter(reader.lines())
    for _ in range(50):
        assert next(loop) == Ok("1")
        assert reader.read_array(3) == Ok(b"xyz")
    assert sizes == []
    assert list(loop) == [Ok("1")] * 100
    # After one line by itself, each batch is as long as all before it, until the data end.
    assert sizes == [2, 4, 8, 16, 32, 64, 72]


def test_the_lines_of_a_short_head_come_without_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_line_batches, "BATCHES_FROM", BATCHES_FROM)
    reader = BufReader(Source(b"line\n" * 100_000), capacity=500_000)
    reader.fill_buf().unwrap()
    tracemalloc.start()
    try:
        head = list(islice(reader.lines(), 10))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert head == [Ok("line")] * 10
    assert peak < 100_000


LENDING = {"_lend", "_rest", "take_back"}
"""The functions that a signal handler may interrupt at any statement by an exception."""


def _interrupt_lending(call: Callable[[], object], nth: int) -> bool:
    """Makes a call in which the `nth` statement of `LENDING` raises; returns False if none does."""
    left = nth

    def trace(frame: FrameType, event: str, _: object) -> Any:
        nonlocal left
        if frame.f_code.co_name not in LENDING:
            return None
        left -= event == "line"
        if left == 0:
            sys.settrace(None)
            raise KeyboardInterrupt
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    except KeyboardInterrupt:
        return True
    finally:
        sys.settrace(before)
    return False


@pytest.mark.parametrize("taken", range(1, 16))
def test_an_exception_of_a_signal_handler_loses_no_line(taken: int) -> None:
    lines = [f"line {n}" for n in range(20)]
    data = "".join(f"{line}\n" for line in lines)
    nth, interrupted = 0, True
    while interrupted:
        nth += 1
        reader = BufReader(Cursor(data.encode()))
        loop = iter(reader.lines())
        found = [line.unwrap() for line in islice(loop, taken)]
        interrupted = _interrupt_lending(reader.buffer, nth)
        found += [line.unwrap() for line in islice(loop, nth % 3)]
        found.append(reader.read_line().unwrap().removesuffix("\n"))
        assert [*found, *(line.unwrap() for line in loop)] == lines
    assert nth > 3


@pytest.mark.parametrize("taken", [1, 2, 4, 8])
def test_an_exception_between_two_batches_loses_no_line(taken: int) -> None:
    data = "".join(f"line {n}\n" for n in range(20))
    nth, interrupted = 0, True
    while interrupted:
        nth += 1
        reader = BufReader(Cursor(data.encode()))
        loop = (f"{line.unwrap()}\n" for line in reader.lines())
        found = list(islice(loop, taken))
        interrupted = _interrupt_lending(partial(found.extend, islice(loop, 1)), nth)
        head = reader.read_array(3).unwrap().decode()
        assert "".join(found) + head + reader.read_to_string().unwrap() == data
    assert nth > 5


def test_a_loop_and_read_line_may_take_turns() -> None:
    reader = BufReader(Source(b"".join(b"%d\r\n" % n for n in range(40))))
    loop = iter(reader.lines())
    found: list[str] = []
    for n in (1, 1, 3, 4, 4, 7):
        found += [reader.read_line().unwrap() for _ in range(n)]
        found += [line.unwrap() + "\r\n" for line in islice(loop, n)]
    assert found == [f"{n}\r\n" for n in range(40)]


def test_a_line_that_is_not_utf8_is_one_item_of_a_loop() -> None:
    reader = BufReader(Source(b"one\ntwo\n\xff\nthree\n\xfe"))
    kinds = [line.map_err(lambda e: e.kind()) for line in reader.lines()]
    bad = Err(ErrorKind.InvalidData)
    assert kinds == [Ok("one"), Ok("two"), bad, Ok("three"), bad]


def test_read_line_continues_a_line_after_an_error() -> None:
    reader = BufReader.with_capacity(2, Source(b"abcdef\ng", "2,2,eWouldBlock"))
    assert reader.read_line().unwrap_err().kind() is ErrorKind.WouldBlock
    assert bytes(reader.buffer()) == b"abcd"
    assert bytes(reader.peek(1).unwrap()) == b"a"
    assert reader.read_line() == Ok("abcdef\n")
    assert reader.read_line() == Ok("g")


def test_read_line_continues_a_line_after_an_exception() -> None:
    reader = BufReader.with_capacity(2, Source(b"abcdef\n", "2,2,p"))
    with pytest.raises(Panic):
        reader.read_line().unwrap()
    assert reader.read_line() == Ok("abcdef\n")


# The buffer.


def test_the_capacity_is_8_kib_unless_one_is_given() -> None:
    source = Source(b"abc")
    assert BufReader(source).capacity() == BufReader.new(source).capacity() == 8192
    assert BufReader(source, capacity=3).capacity() == 3
    BufReader.new(source).fill_buf().unwrap()
    assert source.calls == ["read 8192"]


def test_a_large_read_bypasses_an_empty_buffer() -> None:
    source = Source(b"abcdefghij")
    reader = BufReader.with_capacity(4, source)
    assert reader.read_array(1) == Ok(b"a")
    assert reader.read_array(3) == Ok(b"bcd")
    assert reader.read(bytearray(4)) == Ok(4)
    assert reader.seek_relative(-2) == Ok(None)
    assert reader.read_array(2) == Ok(b"gh")
    assert source.calls == ["read 4", "read 4", "seek Current(-2)", "read 4"]


def test_a_read_returns_more_than_4_kib_of_the_buffer_at_once() -> None:
    reader = BufReader(Cursor(bytes(8000)))
    reader.fill_buf().unwrap()
    assert reader.read(bytearray(5000)) == Ok(5000)
    assert len(reader.buffer()) == 3000


def test_a_view_of_the_buffer_does_not_change() -> None:
    reader = BufReader.with_capacity(4, Letters().take(4).chain(Script(b"bbbb")))
    first = reader.fill_buf().unwrap()
    reader.consume(4)
    second = reader.fill_buf().unwrap()
    assert (bytes(first), bytes(second)) == (b"aaaa", b"bbbb")
    assert first.readonly


def test_the_underlying_reader_may_keep_the_buffer_that_it_filled() -> None:
    class Keeper(io.Read):
        def read(self, buf: io.WritableBuffer, /) -> io.Result[int]:
            kept.append(memoryview(buf))
            kept[-1][:] = b"ab"
            return Ok(2)

    kept: list[memoryview] = []
    reader = BufReader.with_capacity(2, Keeper())
    shown = reader.fill_buf().unwrap()
    kept[0][:] = b"xx"
    assert bytes(shown) == bytes(reader.buffer()) == b"ab"
    assert reader.read_array(4) == Ok(b"abab")


def test_into_inner_drops_the_buffer() -> None:
    source = Source(b"abcdef")
    reader = BufReader.with_capacity(4, source)
    assert reader.read_array(1) == Ok(b"a")
    assert reader.into_inner() is reader.get_ref() is reader.get_mut() is source
    assert reader.read_array(2) == Ok(b"ef")


@pytest.mark.parametrize(
    "buf", [bytearray(8), memoryview(bytearray(8)), memoryview(bytearray(8)).cast("I")]
)
def test_any_writable_buffer_is_filled(buf: Any) -> None:
    assert BufReader(Source(b"abcdefgh")).read_exact(buf) == Ok(None)
    assert bytes(buf) == b"abcdefgh"


def test_read_exact_counts_bytes_and_not_items() -> None:
    reader = BufReader(Script(b"ab", b"cdefgh"))
    reader.fill_buf().unwrap()
    buf: Any = memoryview(bytearray(8)).cast("I")
    assert reader.read_exact(buf) == Ok(None)
    assert bytes(buf) == b"abcdefgh"


def test_an_impossible_count_of_the_underlying_reader_is_a_value_error() -> None:
    for n in (-1, 9):
        reader = BufReader.with_capacity(8, Script(Ok(n)))
        with pytest.raises(ValueError, match=f"{n} bytes of a buffer of 8"):
            reader.fill_buf().unwrap()


def test_a_position_smaller_than_the_buffer_is_a_value_error() -> None:
    source = Source(b"abcdef")
    reader = BufReader(source)
    reader.fill_buf().unwrap()
    source.pos = 2
    with pytest.raises(ValueError, match="at 2 has filled 6"):
        reader.stream_position().unwrap()


def test_seeking_in_a_reader_that_cannot_seek_is_a_type_error() -> None:
    reader: Any = BufReader(Letters())
    for call in (
        lambda: reader.seek(io.SeekFrom.Start(0)),
        lambda: reader.seek_relative(0),
        reader.stream_position,
        reader.rewind,
        reader.stream_len,
    ):
        with pytest.raises(TypeError, match="the reader to seek in is Seek, not Letters"):
            call()


def test_wrong_arguments_raise() -> None:
    wrong: Any = "abc"
    reader: Any = BufReader.with_capacity(4, Letters())
    reader.fill_buf().unwrap()
    for call in (
        lambda: BufReader(wrong),
        lambda: BufReader.with_capacity(wrong, Letters()),
        lambda: reader.read(b"abc"),
        lambda: reader.read_exact(b"abc"),
        lambda: reader.read_vectored([b"abc"]),
        lambda: reader.read_to_end(memoryview(bytearray(3))),
        lambda: reader.read_to_end(b"abc"),
        lambda: reader.read_array(1.5),
        lambda: reader.consume("1"),
        lambda: reader.peek("1"),
    ):
        with pytest.raises(TypeError):
            call()
    for call in (
        lambda: BufReader.with_capacity(-1, Letters()),
        lambda: reader.read_array(-1),
        lambda: reader.consume(-1),
        lambda: reader.peek(-1),
        lambda: reader.peek(5),
        lambda: BufReader(Source(b"")).seek_relative(1 << 63),
    ):
        with pytest.raises(ValueError, match=r"not|fit"):
            call()
    assert reader.buffer() == b"aaaa"


def test_a_loop_leaves_no_reference_cycle() -> None:
    reader = BufReader(Source(b"a\nb\nc\nd\n"))
    gc.collect()
    gc.disable()
    try:
        lines = iter(reader.lines())
        assert [next(lines).unwrap() for _ in range(3)] == ["a", "b", "c"]
        del lines, reader
        assert gc.collect() == 0
    finally:
        gc.enable()


@pytest.mark.parametrize("capacity", [1000, 8192])
def test_thousands_of_lines_come_in_full_batches(capacity: int) -> None:
    lines = [f"{'é' * (n % 90)}{n}" for n in range(5000)]
    text = "".join(f"{line}\n" for line in lines).encode()
    reader = BufReader.with_capacity(capacity, Cursor(text))
    assert [line.unwrap() for line in reader.lines()] == lines
    reader = BufReader.with_capacity(capacity, Cursor(text))
    assert [reader.read_line().unwrap() for _ in lines] == [f"{line}\n" for line in lines]


class Unseekable(io.Read, io.Seek):
    """A reader whose `seek` always fails."""

    def read(self, buf: io.WritableBuffer, /) -> io.Result[int]:
        memoryview(buf)[:3] = b"abc"
        return Ok(3)

    def seek(self, pos: io.SeekFrom, /) -> io.Result[int]:
        return Err(io.Error.from_raw_os_error(29))


def test_a_seek_that_takes_two_calls_fails_at_the_first() -> None:
    reader = BufReader(Unseekable())
    reader.fill_buf().unwrap()
    assert reader.seek(io.SeekFrom.Current(-(1 << 63))).unwrap_err().raw_os_error() == 29
