"""`BufWriter` and `LineWriter`, compared with those of Rust.

`tests/oracle/buffered.rs` describes the questions.
"""

import gc
import pickle
import re
import subprocess
import sys
import tracemalloc
from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, overload

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from stdnet import io
from stdnet.io import BufWriter, ErrorKind, IntoInnerError, LineWriter, WriterPanicked
from stdnet.result import Err, Ok
from tests.support import oracle
from tests.support.once import share
from tests.support.rust_debug import debug
from tests.support.scripted_io import Panic, Sink, parts, seek_from

# Scripted writers refuse bytes, and what their buffers lose is reported.
pytestmark = pytest.mark.filterwarnings("ignore:.* buffered bytes:ResourceWarning")

Writer = BufWriter[Sink] | LineWriter[Sink]
KINDS: Final = (BufWriter[Sink], LineWriter[Sink])


def replay(question: str) -> list[str]:
    """Returns stdnet's answers to a question of the oracle."""
    _, kind, capacity, vectored, steps, flushes, *operations = question.split(" ")
    sink = Sink(steps, flushes, vectored=vectored == "1")
    begin = BufWriter[Sink].with_capacity if kind == "buf" else LineWriter[Sink].with_capacity
    return list(_replay(begin(int(capacity), sink), sink, operations))


def _replay(writer: Writer, sink: Sink, operations: list[str]) -> Iterator[str]:
    for word in operations:
        name, _, argument = word.partition(":")
        result, ended = _call(writer, name, argument)
        yield _line(result, sink, "" if ended else _state(writer))
        if ended:
            return
    reported: list[object] = []
    with pytest.MonkeyPatch.context() as patch:
        # Python can only report an exception of `__del__`.
        def report(unraisable: "sys.UnraisableHookArgs") -> None:
            reported.append(unraisable.exc_type)

        patch.setattr(sys, "unraisablehook", report)
        del writer
    yield _line("panic" if reported == [Panic] else "", sink, "")


def _line(result: str, sink: Sink, state: str) -> str:
    """Returns a line of the answers, and forgets the calls of the sink."""
    calls = ", ".join(sink.calls)
    sink.calls.clear()
    return f"{result} | {sink.written.hex()} | {calls} | {state}"


def _state(writer: Writer) -> str:
    """Returns the state of the writer, as far as Rust shows it."""
    data = writer.buffer().hex() if isinstance(writer, BufWriter) else ""
    return f"{data} | {writer!r}"


def _call(writer: Writer, name: str, argument: str) -> tuple[str, bool]:
    """Makes a call; returns its result, and True if Rust's writer is gone then."""
    try:
        match name, writer:
            case "into_inner", _:
                return _into_inner(writer)
            case "into_parts", BufWriter():
                return _into_parts(writer), True
            case "into_parts", _:
                return "no BufWriter", False
            case "seek", BufWriter():
                return debug(writer.seek(seek_from(argument))), False
            case "position", BufWriter():
                return debug(writer.stream_position()), False
            case "seek" | "position", _:
                return "no Seek", False
            case _:
                return OPERATIONS[name](writer, parts(argument)), False
    except Panic:
        # In Rust, `into_inner` has moved the writer.
        return "panic", name == "into_inner"


def _into_inner(writer: Writer) -> tuple[str, bool]:
    match writer.into_inner():
        case Ok(sink):
            return f"Ok({sink!r})", True
        case Err(e):
            assert e.into_inner() is writer
            assert e.into_parts() == (e.error(), writer)
            assert e.into_error() is e.error()
            return f"Err({e!r}) {e} {e.error()!r}", False


def _into_parts(writer: BufWriter[Sink]) -> str:
    sink, data = writer.into_parts()
    match data:
        case Ok(rest):
            return f"{sink!r} Ok({rest.hex()})"
        case Err(e):
            return f"{sink!r} Err({e!r}) {e} {e.into_inner().hex()}"


OPERATIONS: dict[str, Callable[[Writer, list[bytes]], str]] = {
    "write": lambda writer, bufs: debug(writer.write(bufs[0])),
    "all": lambda writer, bufs: debug(writer.write_all(bufs[0])),
    "fmt": lambda writer, bufs: debug(writer.write_fmt(bufs[0].decode())),
    "vectored": lambda writer, bufs: debug(writer.write_vectored(bufs)),
    "all_vectored": lambda writer, bufs: debug(writer.write_all_vectored(bufs)),
    "is_vectored": lambda writer, _: str(writer.is_write_vectored()).lower(),
    "flush": lambda writer, _: debug(writer.flush()),
}

GOLDEN = [
    answer for answer in oracle.golden("buffered") if str(answer["question"]).startswith("write ")
]


@pytest.mark.parametrize("answer", GOLDEN)
def test_golden_questions_have_the_answers_of_rust(answer: oracle.Answer) -> None:
    assert replay(str(answer["question"])) == answer["answers"]


# Random questions.

FAILURES = st.sampled_from(["eInterrupted", "e4", "eWouldBlock", "eConnectionReset", "eOther"])
TEXT = st.lists(
    st.sampled_from([b"a", b"bc", b"\n", b"line\n", "\u20ac".encode(), b"defghijk"]), max_size=6
).map(b"".join)
ACCEPTS = st.integers(0, 20).map(str) | FAILURES
CAPACITIES = st.integers(1, 9) | st.integers(0, 64)


def _joined(words: Sequence[object]) -> str:
    return ",".join(map(str, words)) or "-"


def _with(argument: st.SearchStrategy[object], *names: str) -> st.SearchStrategy[str]:
    return st.builds("{}:{}".format, st.sampled_from(names), argument)


operations = st.one_of(
    _with(TEXT.map(bytes.hex), "write", "all", "fmt"),
    _with(
        st.lists(TEXT.map(bytes.hex), min_size=1, max_size=5).map(",".join),
        *("vectored", "all_vectored"),
    ),
    st.sampled_from(
        ["is_vectored", "flush", "seek:s3", "position", "into_inner", "into_inner", "into_parts"]
    ),
)
questions = st.builds(
    "write {} {} {} {} {} {}".format,
    st.sampled_from(["buf", "line"]),
    CAPACITIES,
    st.integers(0, 1),
    st.lists(ACCEPTS | st.just("p"), max_size=12).map(_joined),
    st.lists(st.just("o") | FAILURES, max_size=3).map(_joined),
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


# No byte is lost or written twice, and an error is returned once, in any order of calls.


class Writing(RuleBasedStateMachine):
    """A writer, and all bytes that it has taken."""

    @initialize(
        kind=st.sampled_from(KINDS),
        capacity=CAPACITIES,
        steps=st.lists(ACCEPTS, max_size=20).map(_joined),
        vectored=st.booleans(),
    )
    def begin(
        self,
        kind: type[BufWriter[Sink]] | type[LineWriter[Sink]],
        capacity: int,
        steps: str,
        vectored: bool,
    ) -> None:
        self.sink = Sink(steps, vectored=vectored)
        self.writer = kind(self.sink, capacity=capacity)
        self.taken = b""
        self.seen: list[io.Error] = []

    def total(self) -> int:
        """Returns how many bytes are written or buffered. Only `repr` shows a `LineWriter`'s."""
        level = re.search(r"buffer: (\d+)/", repr(self.writer))
        assert level
        return len(self.sink.written) + int(level[1])

    def note(self, result: io.Result[int], data: bytes) -> None:
        """Notes the result of a call that takes as many bytes as it says, or none if it fails."""
        if isinstance(result, Err):
            self.seen.append(result.unwrap_err())
        self.taken += data[: result.unwrap_or(0)]

    def note_all(self, result: io.Result[None], data: bytes) -> None:
        """Notes the result of a call that takes all bytes, or some if it fails."""
        if isinstance(result, Err):
            self.seen.append(result.unwrap_err())
            data = data[: self.total() - len(self.taken)]
        self.taken += data

    @rule(data=TEXT, kind=st.sampled_from([bytes, bytearray, memoryview]))
    def write(self, data: bytes, kind: Callable[[bytes], io.Buffer]) -> None:
        self.note(self.writer.write(kind(data)), data)

    @rule(data=TEXT, kind=st.sampled_from([bytes, bytearray, memoryview]))
    def write_all(self, data: bytes, kind: Callable[[bytes], io.Buffer]) -> None:
        self.note_all(self.writer.write_all(kind(data)), data)

    @rule(bufs=st.lists(TEXT, max_size=5))
    def write_vectored(self, bufs: list[bytes]) -> None:
        self.note(self.writer.write_vectored(bufs), b"".join(bufs))

    @rule(bufs=st.lists(TEXT, max_size=5))
    def write_all_vectored(self, bufs: list[bytes]) -> None:
        self.note_all(self.writer.write_all_vectored(bufs), b"".join(bufs))

    @rule()
    def flush(self) -> None:
        self.note_all(self.writer.flush(), b"")

    @rule()
    def into_inner(self) -> None:
        match self.writer.into_inner():
            case Ok(sink):
                assert sink.written == self.taken
            case Err(e):
                self.seen.append(e.error())

    @invariant()
    def every_byte_is_written_or_buffered(self) -> None:
        assert self.taken.startswith(self.sink.written)
        assert self.total() == len(self.taken)
        if isinstance(self.writer, BufWriter):
            assert self.sink.written + self.writer.buffer() == self.taken
            assert len(self.writer.buffer()) <= self.writer.capacity()

    @invariant()
    def each_error_is_returned_once(self) -> None:
        seen = [e for e in self.seen if e.kind() is not ErrorKind.WriteZero]
        self.sink.steps.assert_seen_once(seen)

    def teardown(self) -> None:
        """Checks that a writer that goes away writes its buffer, unless the sink refuses."""
        expected, failures = self.taken, len(self.sink.steps.failures)
        refuses = bool(self.sink.steps.left())
        del self.writer
        assert expected.startswith(self.sink.written)
        assert refuses or self.sink.written == expected
        assert refuses or len(self.sink.steps.failures) == failures


TestWriting = Writing.TestCase
TestWriting.settings = settings(max_examples=share(150), stateful_step_count=25)


# The end of a writer's life.


def test_the_buffer_is_written_when_the_last_reference_goes_away() -> None:
    for kind in KINDS:
        sink = Sink()
        writer = kind(sink)
        also = writer
        writer.write_all(b"abc").unwrap()
        del writer
        assert sink.written == b""
        del also
        assert sink.written == b"abc"
        assert sink.calls == ["write 3"]  # `Drop` does not flush.


def test_the_buffer_is_written_at_the_end_of_a_with_block() -> None:
    for kind in KINDS:
        sink = Sink()
        with kind(sink) as writer:
            writer.write_all(b"abc").unwrap()
            assert sink.written == b""
        assert sink.written == b"abc"
        writer.write_all(b"def").unwrap()
        del writer
        assert sink.written == b"abcdef"


def test_an_exception_in_a_with_block_loses_no_byte() -> None:
    sink = Sink()
    writer = BufWriter(sink)
    writer.write_all(b"abc").unwrap()
    with pytest.raises(KeyError), writer:
        raise KeyError
    assert sink.written == b"abc"


def test_an_error_at_the_end_is_ignored() -> None:
    sink = Sink("eConnectionReset,eConnectionReset")
    with BufWriter(sink) as writer:
        writer.write_all(b"abc").unwrap()
    assert bytes(writer.buffer()) == b"abc"
    del writer
    assert sink.calls == ["write 3", "write 3"]


def test_nothing_is_written_at_the_end_after_a_panic() -> None:
    sink = Sink("2,p")
    writer = BufWriter(sink)
    writer.write_all(b"abcdef").unwrap()
    with pytest.raises(Panic), writer:
        writer.flush().unwrap()
    assert sink.written == b"ab"
    assert bytes(writer.buffer()) == b"cdef"
    _, data = writer.into_parts()
    assert isinstance(data, Err)
    assert data.unwrap_err().into_inner() == b"cdef"
    del writer
    assert sink.calls == ["write 6", "write 4"]


def test_a_wrong_argument_is_no_panic() -> None:
    for kind in KINDS:
        sink = Sink()
        writer: Any = kind(sink)
        writer.write_all(b"abc").unwrap()
        for wrong in ("def", 3, [100]):
            with pytest.raises(TypeError):
                writer.write(wrong)
            with pytest.raises(TypeError):
                writer.write_all(wrong)
            with pytest.raises(TypeError):
                writer.write_vectored([wrong])
        del writer
        assert sink.written == b"abc"


def test_an_impossible_count_is_a_panic() -> None:
    class Liar(Sink):
        def write(self, buf: io.Buffer, /) -> io.Result[int]:
            return super().write(buf).map(lambda n: n + 1)

    sink = Liar()
    writer = BufWriter(sink)
    writer.write_all(b"abc").unwrap()
    with pytest.raises(ValueError, match="4 bytes of a buffer of 3"):
        writer.flush().unwrap()
    del writer
    assert sink.calls == ["write 3"]
    with pytest.raises(ValueError, match="4 bytes of a buffer of 3"):
        LineWriter(Liar()).write(b"ab\nc").unwrap()


def test_a_writer_that_was_never_initialized_goes_away_silently() -> None:
    wrong: Any = b"abc"
    for kind in KINDS:
        with pytest.raises(TypeError, match="the writer is Write, not bytes"):
            kind(wrong)
        with pytest.raises(ValueError, match="u64"):
            kind.with_capacity(-1, Sink())
    object.__new__(BufWriter)
    gc.collect()


def test_buffers_are_written_at_the_end_of_the_program() -> None:
    program = """
import os
from stdnet import Ok
from stdnet.io import BufWriter, LineWriter, Write

class Stdout(Write):
    def write(self, buf, /):
        return Ok(os.write(1, buf))
    def flush(self):
        return Ok(None)

writer = BufWriter(Stdout())
writer.write_all(b"one ").unwrap()
lines = LineWriter(Stdout())
lines.write_all(b"two ").unwrap()
cycle = [BufWriter(Stdout())]
cycle.append(cycle)
cycle[0].write_all(b"three ").unwrap()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert sorted(done.stdout.split()) == [b"one", b"three", b"two"]
    assert done.stderr == b""


def test_nothing_is_written_after_into_parts() -> None:
    sink = Sink()
    writer = BufWriter(sink)
    writer.write_all(b"abc").unwrap()
    assert writer.into_parts() == (sink, Ok(b"abc"))
    del writer
    assert sink.calls == []


def test_into_inner_can_be_retried() -> None:
    for kind in KINDS:
        sink = Sink("2,eWouldBlock")
        writer = kind(sink)
        writer.write_all(b"abc").unwrap()
        failed = writer.into_inner().unwrap_err()
        assert failed.error().kind() is ErrorKind.WouldBlock
        assert str(failed) == str(failed.error())
        assert failed.into_inner().into_inner() == Ok(sink)
        assert sink.written == b"abc"


# Properties.


def test_the_capacities_are_those_of_rust() -> None:
    sink = Sink()
    assert BufWriter(sink).capacity() == BufWriter.new(sink).capacity() == 8192
    assert BufWriter(sink, capacity=3).capacity() == 3
    assert BufWriter(Sink()).write(bytes(8191)) == Ok(8191)
    assert repr(LineWriter(sink)) == repr(LineWriter.new(sink))
    assert repr(LineWriter(sink)) == "LineWriter { writer: 0, buffer: 0/1024, .. }"


def test_get_ref_and_get_mut_return_the_underlying_writer() -> None:
    sink = Sink()
    writer, lines = BufWriter(sink), LineWriter(sink)
    assert writer.get_ref() is writer.get_mut() is lines.get_ref() is lines.get_mut() is sink


@pytest.mark.parametrize("vectored", [False, True])
def test_a_buffer_of_any_item_type_is_written(vectored: bool) -> None:
    numbers = array("I", b"abcdefgh")
    for kind in KINDS:
        # If items were counted as bytes, two more would fit.
        writer = kind(Sink(vectored=vectored), capacity=11)
        assert writer.write(numbers) == writer.write(numbers) == Ok(8)
        assert writer.write_all(numbers) == Ok(None)
        assert writer.write_vectored([numbers]) == Ok(8)
        writer.flush().unwrap()
        assert writer.get_ref().written == b"abcdefgh" * 4
        assert writer.get_ref().calls == [*["write 8"] * 4, "flush"]


def test_a_partial_write_of_lines_is_counted_in_bytes() -> None:
    writer = LineWriter(Sink("4", vectored=True))
    assert writer.write_vectored([array("I", b"abcdefg\n"), b"tail"]) == Ok(4)
    assert repr(writer) == "LineWriter { writer: 4, buffer: 0/1024, .. }"


def test_an_argument_can_be_changed_after_it_was_written() -> None:
    writer, buf = BufWriter(Sink()), bytearray(b"abc")
    writer.write_all(buf).unwrap()
    buf[:] = b"xyz"
    buf.append(0)
    assert bytes(writer.buffer()) == b"abc"


def test_views_of_the_buffer_do_not_block_later_writes() -> None:
    class Keeper(Sink):
        def write(self, buf: io.Buffer, /) -> io.Result[int]:
            kept.append(memoryview(buf))
            return super().write(buf)

    kept: list[memoryview] = []
    writer = BufWriter(Keeper("2"))
    writer.write_all(b"abcdef").unwrap()
    kept.append(writer.buffer())
    writer.flush().unwrap()
    writer.write_all(b"ghi").unwrap()
    assert [bytes(view) for view in kept] == [b"abcdef", b"abcdef", b"cdef"]
    assert all(view.readonly for view in kept)


@pytest.mark.parametrize("write", ["write", "write_all"])
@pytest.mark.parametrize("kind", [BufWriter, LineWriter])
def test_a_small_write_does_not_copy_the_buffer(kind: Callable[..., io.Write], write: str) -> None:
    writer = kind(io.sink(), capacity=1 << 20)
    for size in (1 << 19, 64):  # The second makes `BytesIO` allocate more than it needs.
        writer.write_all(bytes(size)).unwrap()
    tracemalloc.start()
    try:
        getattr(writer, write)(b"abc").unwrap()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1 << 14


class RecordingBuffers(Sequence[bytes]):
    """A list of buffers that records which of them were read."""

    def __init__(self, *bufs: bytes) -> None:
        self.bufs = bufs
        self.asked: list[int] = []

    @overload
    def __getitem__(self, at: int) -> bytes: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[bytes]: ...
    def __getitem__(self, at: int | slice) -> bytes | Sequence[bytes]:
        if isinstance(at, int) and at < len(self):
            self.asked.append(at)
        return self.bufs[at]

    def __len__(self) -> int:
        return len(self.bufs)


class FirstOnly(Sink):
    """A sink that takes the first of several buffers."""

    def write_vectored(self, bufs: Sequence[io.Buffer]) -> io.Result[int]:
        return self.write(bufs[0])


@pytest.mark.parametrize("vectored", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_write_vectored_reads_no_more_buffers_than_it_writes(
    kind: Callable[..., io.Write], vectored: bool
) -> None:
    """Otherwise `write_all_vectored` would take quadratic time."""
    bufs = RecordingBuffers(b"as much as fits\n", *[b"more\n"] * 9)
    assert kind(FirstOnly(vectored=vectored), capacity=4).write_vectored(bufs) == Ok(16)
    assert len(bufs.asked) <= 2


def test_the_underlying_writer_may_write_to_the_buffer() -> None:
    class Echo(Sink):
        def write(self, buf: io.Buffer, /) -> io.Result[int]:
            if len(self.calls) == 0:
                writer.write_all(b"!").expect("the buffer has room")
            return super().write(buf)

    sink = Echo()
    writer = BufWriter(sink)
    writer.write_all(b"abc").unwrap()
    writer.flush().unwrap()
    assert sink.written == b"abc"
    assert bytes(writer.buffer()) == b"!"


def test_seek_is_refused_if_the_underlying_writer_cannot_seek() -> None:
    class NoSeek(io.Write):
        def write(self, buf: io.Buffer, /) -> io.Result[int]:
            raise AssertionError

        def flush(self) -> io.Result[None]:
            raise AssertionError

    writer: Any = BufWriter(NoSeek())
    for call in (
        lambda: writer.seek(io.SeekFrom.Start(0)),
        lambda: writer.seek_relative(0),
        writer.stream_position,
        writer.rewind,
        writer.stream_len,
    ):
        with pytest.raises(TypeError, match="the writer to seek in is Seek, not NoSeek"):
            call()


def test_into_inner_error_and_writer_panicked_are_exceptions() -> None:
    error = io.Error.from_(ErrorKind.BrokenPipe)
    failed = IntoInnerError("writer", error)
    with pytest.raises(IntoInnerError, match="broken pipe"):
        raise failed
    assert repr(failed) == 'IntoInnerError("writer", Kind(BrokenPipe))'.replace('"', "'")
    assert pickle.loads(pickle.dumps(failed)).into_inner() == "writer"
    panicked = pickle.loads(pickle.dumps(WriterPanicked(b"abc", 8)))
    assert repr(panicked) == "WriterPanicked { buffer: 3/8 }"
