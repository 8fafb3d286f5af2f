"""The methods of `BufRead` and its adapters, and of `Seek` for `Take`, compared with Rust's.

`tests/oracle/buf_read.rs` describes the questions to Rust, which are about scripted readers.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stdnet import io
from stdnet.io import (
    BufChain,
    BufRead,
    BufSeekTake,
    BufTake,
    Chain,
    Cursor,
    Error,
    ErrorKind,
    Lines,
    Seek,
    SeekFrom,
    SeekTake,
    Split,
    Take,
)
from stdnet.result import Err, Ok
from tests.support import oracle
from tests.support.once import share
from tests.support.rust_debug import debug_hex, debug_hex_items
from tests.support.scripted_io import BufScript, Letters, Script, Seeker

NEWLINE = ord("\n")
U64_MAX = 2**64 - 1


def replay(question: str) -> list[str]:
    """Returns the answers of stdnet, in the form in which the oracle prints Rust's."""
    words = iter(question.split(" "))
    scripts: list[BufScript] = []
    cursors: list[Cursor[bytes]] = []
    tree = _tree(words, scripts, cursors)
    answers: list[str] = []
    for word in words:
        name, _, argument = word.partition(":")
        before = sum(map(_calls, scripts))
        result = _answer(tree, name, argument)
        if result == "no Seek":
            answers.append(result)
            continue
        failed = result.count("Err(") > result.count("stream did not contain valid UTF-8")
        if name in {"line", "lines", "parts"} and cursors and failed:
            break
        calls = "any" if name == "to_end" else sum(map(_calls, scripts)) - before
        answers.append(f"{result} | {calls} | {tree!r}")
    return answers


def _answer(tree: Any, name: str, argument: str) -> str:
    if name in READS:
        return READS[name](tree, argument)
    seeks = type(tree) in {SeekTake, BufSeekTake}
    return debug_hex(SEEKS[name](tree, argument)) if seeks else "no Seek"


def _calls(script: BufScript) -> int:
    return script.calls


def _failure(how: str) -> Err[Error]:
    if how.isdecimal():
        return Err(Error.from_raw_os_error(int(how)))
    if how == "Other":
        return Err(Error.other("oh no"))
    return Err(Error.from_(ErrorKind[how]))


def _step(word: str) -> bytes | io.Result[int]:
    match word[0]:
        case "d":
            return bytes.fromhex(word[1:])
        case "z":
            return Ok(0)
        case _:
            return _failure(word[1:])


def _split(text: str) -> list[str]:
    return [] if text == "-" else text.split(",")


def _tree(words: Iterator[str], scripts: list[BufScript], cursors: list[Cursor[bytes]]) -> Any:
    match next(words):
        case "take":
            limit = int(next(words))
            return _tree(words, scripts, cursors).take(limit)
        case "chain":
            first = _tree(words, scripts, cursors)
            return first.chain(_tree(words, scripts, cursors))
        case "cursor":
            cursors.append(Cursor(bytes.fromhex(next(words))))
            return cursors[-1]
        case "seeker":
            steps = (_failure(step[1:]) if step[0] == "e" else None for step in _split(next(words)))
            return Seeker(*steps)
        case _:
            scripts.append(BufScript(*map(_step, _split(next(words)))))
            return scripts[-1]


def _read(tree: BufRead, argument: str) -> str:
    buf = bytearray(b"\xee" * int(argument))
    return f"{debug_hex(tree.read(buf))} {buf.hex()}"


def _to_end(tree: BufRead, _: str) -> str:
    buf = bytearray()
    return f"{debug_hex(tree.read_to_end(buf))} {buf.hex()}"


def _consume(tree: BufRead, argument: str) -> str:
    match tree.fill_buf():
        case Ok(view):
            tree.consume(min(int(argument), len(view)))
            return "()"
        case Err(error):
            return repr(error)


def _until(tree: BufRead, argument: str) -> str:
    buf = bytearray([int(argument)])
    return f"{debug_hex(tree.read_until(int(argument), buf))} {buf.hex()}"


def _set_limit(tree: BufRead, argument: str) -> str:
    if not isinstance(tree, Take):
        return "no Take"
    tree.set_limit(int(argument))
    return "()"


def _seek_from(text: str) -> SeekFrom:
    variants = {"s": SeekFrom.Start, "e": SeekFrom.End, "c": SeekFrom.Current}
    return variants[text[0]](int(text[1:]))


READS: dict[str, Callable[[BufRead, str], str]] = {
    "read": _read,
    "to_end": _to_end,
    "fill": lambda tree, _: debug_hex(tree.fill_buf().map(bytes)),
    "consume": _consume,
    "has": lambda tree, _: debug_hex(tree.has_data_left()),
    "until": _until,
    "skip": lambda tree, byte: debug_hex(tree.skip_until(int(byte))),
    "line": lambda tree, _: debug_hex(tree.read_line()),
    "lines": lambda tree, _: debug_hex_items(tree.lines(), 3),
    "parts": lambda tree, byte: debug_hex_items(tree.split(int(byte)), 3),
    "set_limit": _set_limit,
}

SEEKS: dict[str, Callable[[Seek, str], io.Result[object]]] = {
    "seek": lambda tree, pos: tree.seek(_seek_from(pos)),
    "relative": lambda tree, n: tree.seek_relative(int(n)),
    "rewind": lambda tree, _: tree.rewind(),
    "len": lambda tree, _: tree.stream_len(),
    "position": lambda tree, _: tree.stream_position(),
}


# Questions by Hypothesis.

PIECES = [b"a", b"bc", b"\n", b"\r\n", b";", "\u20ac".encode(), b"\xff", b"\xe2\x82"]
DATA = (
    st.lists(st.sampled_from(PIECES), min_size=1).map(b"".join)
    | st.integers(250, 260).map(lambda n: b"x" * n + b"\n;x\n")
    | st.integers(2300, 2310).map(lambda n: b"x" * n + b"\n;x\n")
)
FAILURES = st.sampled_from(["eInterrupted", "e4", "eWouldBlock", "eConnectionReset", "eOther"])
LIMITS = st.integers(0, 20) | st.sampled_from([256, 2400, U64_MAX])
OFFSETS = st.integers(-9, 9) | st.sampled_from([-(2**63), 2**63 - 1])
BYTES = st.sampled_from(b"\n;a")


def _with(name: str, argument: st.SearchStrategy[Any]) -> st.SearchStrategy[str]:
    return argument.map(lambda value: f"{name}:{value}")


def _steps(step: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(step | st.just("z") | FAILURES, max_size=7).map(
        lambda steps: ",".join(steps) or "-"
    )


cursors = DATA.map(lambda data: f"cursor {data.hex()}")
leaves = _steps(DATA.map(lambda data: f"d{data.hex()}")).map("script {}".format) | cursors
trees = st.recursive(
    leaves,
    lambda inner: (
        st.builds("take {} {}".format, LIMITS, inner)
        | st.builds("chain {} {}".format, inner, inner)
    ),
    max_leaves=4,
)
reads = st.one_of(
    _with("read", st.integers(0, 9)),
    st.sampled_from(["to_end", "fill", "has", "line", "lines"]),
    _with("consume", st.integers(0, 9)),
    _with("until", BYTES),
    _with("skip", BYTES),
    _with("parts", BYTES),
    _with("set_limit", LIMITS),
)
seeks = st.one_of(
    _with(
        "seek",
        LIMITS.map("s{}".format) | OFFSETS.map("e{}".format) | OFFSETS.map("c{}".format),
    ),
    _with("relative", OFFSETS),
    _with("set_limit", LIMITS),
    st.sampled_from(["rewind", "len", "position"]),
)


def _questions(
    tree: st.SearchStrategy[str], operation: st.SearchStrategy[str]
) -> st.SearchStrategy[str]:
    return st.builds(
        "{} {}".format, tree, st.lists(operation, min_size=1, max_size=6).map(" ".join)
    )


QUESTIONS = (
    _questions(trees, reads)
    | _questions(st.builds("take {} {}".format, LIMITS, cursors), reads | seeks)
    | _questions(
        st.builds("take {} seeker {}".format, LIMITS, _steps(st.nothing())),
        seeks,
    )
)


@pytest.fixture(scope="module")
def rust() -> Iterator[oracle.Oracle]:
    with oracle.Oracle("buf_read") as process:
        yield process


@pytest.mark.parametrize("answer", oracle.golden("buf_read"))
def test_recorded_questions_have_the_answers_of_rust(answer: oracle.Answer) -> None:
    assert replay(str(answer["question"])) == answer["answers"]


@oracle.needs_rustc
@settings(max_examples=share(400))
@given(question=QUESTIONS)
def test_any_question_has_the_answers_of_rust(rust: oracle.Oracle, question: str) -> None:
    assert replay(question) == rust.ask(question)["answers"]


# After an error the reader keeps what it read of a line, as the caller's `String` does in Rust.

CHUNKS = st.lists(st.sampled_from([b"a", b"b\n", b"\r\n", "\u20ac".encode(), b"\n", b"cd"]))
LINES = st.lists(st.just("block") | CHUNKS.map(b"".join).filter(bool), max_size=8)


def _blocking(steps: list[bytes | str]) -> BufScript:
    """Returns a reader whose steps "block" fail, and which keeps what was read of a line."""
    blocks = (Err(Error.from_(ErrorKind.WouldBlock)) if step == "block" else step for step in steps)
    return BufScript(*(step for step in blocks if not isinstance(step, str)), unreads=True)


def _whole(*parts: list[bytes | str]) -> str:
    return b"".join(step for part in parts for step in part if isinstance(step, bytes)).decode()


def _retried(read: Callable[[], io.Result[str]]) -> list[str]:
    """Returns all lines; calls `read` again after each error."""
    lines: list[str] = []
    while not lines or lines[-1]:
        match read():
            case Ok(line):
                lines.append(line)
            case Err(error):
                assert error.kind() is ErrorKind.WouldBlock
    return lines[:-1]


WRAPS: dict[str, Callable[[list[bytes | str], list[bytes | str]], BufRead]] = {
    "alone": lambda one, two: _blocking(one + two),
    "take": lambda one, two: _blocking(one + two).take(10_000),
    "chain": lambda one, two: _blocking(one).chain(_blocking(two)),
    "after a cursor": lambda one, two: Cursor(_whole(one).encode()).chain(_blocking(two)),
    "before a cursor": lambda one, two: _blocking(one).chain(Cursor(_whole(two).encode())),
    "take of chain": lambda one, two: _blocking(one).take(9000).chain(_blocking(two)).take(10_000),
}
each_wrap = pytest.mark.parametrize("wrap", WRAPS.values(), ids=WRAPS)


@each_wrap
@given(one=LINES, two=LINES)
def test_read_line_continues_a_line_after_an_error(
    wrap: Callable[[list[bytes | str], list[bytes | str]], BufRead],
    one: list[bytes | str],
    two: list[bytes | str],
) -> None:
    expected = _whole(one, two).splitlines(keepends=True)
    assert _retried(wrap(one, two).read_line) == expected


@each_wrap
@given(one=LINES, two=LINES)
def test_lines_and_split_continue_an_item_after_an_error(
    wrap: Callable[[list[bytes | str], list[bytes | str]], BufRead],
    one: list[bytes | str],
    two: list[bytes | str],
) -> None:
    whole = _whole(one, two)
    lines = [line for line in wrap(one, two).lines() if isinstance(line, Ok)]
    parts = [part for part in wrap(one, two).split(NEWLINE) if isinstance(part, Ok)]
    expected = whole.removesuffix("\n").split("\n") if whole else []
    assert parts == [Ok(part.encode()) for part in expected]
    assert lines == [Ok(line) for line in whole.replace("\r\n", "\n").splitlines()]


class Own(BufRead):
    """A reader with the required methods only."""

    def __init__(self, data: bytes) -> None:
        self.rest = data

    def read(self, buf: io.WritableBuffer, /) -> io.Result[int]:
        raise AssertionError("read")

    def fill_buf(self) -> io.Result[memoryview]:
        return Ok(memoryview(self.rest))

    def consume(self, amount: int, /) -> None:
        self.rest = self.rest[amount:]


@pytest.mark.parametrize(
    "reader",
    [
        Own(b"\xff\n").take(5),
        Own(b"\xff\n").chain(Cursor(b"")),
        Cursor(b"").chain(Own(b"\xff\n")),
    ],
)
def test_a_line_that_the_reader_loses_counts_towards_the_limit_of_a_take(reader: BufRead) -> None:
    take = reader.take(9)
    assert take.read_line().unwrap_err().kind() is ErrorKind.InvalidData
    assert take.limit() == 7


def test_each_reader_of_a_chain_gets_its_own_bytes_back_after_an_error() -> None:
    first = Cursor(b"ab")
    parts = first.chain(BufScript(b"c", _failure("WouldBlock"), b"d;", unreads=True)).split(
        ord(";")
    )
    assert next(parts).unwrap_err().kind() is ErrorKind.WouldBlock
    assert first.position() == 0
    assert list(parts) == [Ok(b"abcd")]


def test_a_part_may_lie_in_both_readers_of_a_chain_or_in_either() -> None:
    chain, buf = Cursor(b"a;b").chain(Cursor(b"c;d")), bytearray()
    assert [chain.read_until(ord(";"), buf).unwrap() for _ in range(4)] == [2, 3, 1, 0]
    assert buf == b"a;bc;d"
    failing = BufScript(b"a", _failure("WouldBlock")).chain(Cursor(b";"))
    assert failing.read_until(ord(";"), buf).unwrap_err().kind() is ErrorKind.WouldBlock
    assert failing.read_until(ord(";"), buf) == Ok(1)
    assert buf == b"a;bc;da;"


def test_a_take_at_its_limit_returns_an_empty_view_and_consumes_only_a_u64() -> None:
    take = Cursor(b"abc").take(0)
    rest = take.fill_buf().unwrap()
    assert (rest.nbytes, rest.readonly) == (0, True)
    with pytest.raises(ValueError, match="u64"):
        take.consume(-1)
    assert take.limit() == 0


def test_lines_skip_a_line_that_is_not_utf_8() -> None:
    one, two, three, *rest = Cursor(b"a\n\xff\nb").lines()
    assert (one, three, rest) == (Ok("a"), Ok("b"), [])
    assert two.unwrap_err().kind() is ErrorKind.InvalidData


def test_read_line_continues_a_line_after_an_exception() -> None:
    class Stopped(BufScript):
        def fill_buf(self) -> io.Result[memoryview]:
            if len(self.steps) == 1:
                raise KeyboardInterrupt
            return super().fill_buf()

    reader = Stopped(b"ab", b"cd\n", unreads=True)
    with pytest.raises(KeyboardInterrupt):
        reader.read_line()
    reader.steps.append(b"ef")
    assert reader.read_line() == Ok("abcd\n")


def test_a_reader_of_your_own_loses_a_line_that_fails() -> None:
    reader = BufScript(b"ab", _failure("WouldBlock"), b"c\n")
    assert reader.read_line().unwrap_err().kind() is ErrorKind.WouldBlock
    assert reader.read_line() == Ok("c\n")


# Types, at run time.


def test_an_adapter_is_a_buf_read_if_all_its_readers_are() -> None:
    buffered, plain = BufScript(b"a\nb"), Script(b"c")
    assert isinstance(buffered.take(3), BufTake)
    assert isinstance(buffered.chain(buffered), BufChain)
    assert isinstance(buffered.take(3).chain(buffered).take(2), BufRead)
    assert not isinstance(plain.take(3), BufRead)
    assert not isinstance(plain.chain(buffered), BufRead)
    assert not isinstance(buffered.chain(plain), BufRead)


def test_the_class_of_a_take_depends_on_what_its_reader_can_do() -> None:
    assert type(Letters().take(3)) is Take
    assert type(BufScript().take(3)) is BufTake
    assert type(Seeker().take(3)) is SeekTake
    assert type(Cursor(b"").take(3)) is BufSeekTake
    assert type(Cursor(b"").take(3).take(2)) is BufSeekTake
    assert type(Cursor(b"").chain(Cursor(b"")).take(2)) is BufTake


@pytest.mark.parametrize("reader", [None, b"abc", Letters()])
def test_an_adapter_that_needs_a_buffer_refuses_other_readers(reader: Any) -> None:
    calls: list[Callable[[], object]] = [
        lambda: Lines(reader),
        lambda: Split(reader, NEWLINE),
        lambda: BufTake(reader, 3),
        lambda: BufChain(Cursor(b""), reader),
        lambda: BufChain(reader, Cursor(b"")),
    ]
    for call in calls:
        with pytest.raises(TypeError, match="reader is BufRead"):
            call()
    with pytest.raises(TypeError, match="reader is"):
        SeekTake(reader, 3)


@pytest.mark.parametrize("base", [Take, Chain, BufTake, SeekTake])
def test_adapters_cannot_be_subclassed(base: Any) -> None:
    with pytest.raises(TypeError, match="is made by"):
        type("Another", (base,), {})


@pytest.mark.parametrize(
    "made",
    [
        *(Cursor(b"").lines(), Cursor(b"").split(0), BufScript().take(1), Cursor(b"").take(1)),
        BufScript().take(1).chain(BufScript().take(1)),
    ],
)
def test_an_adapter_has_no_dict(made: object) -> None:
    assert not hasattr(made, "__dict__")


each_reader = pytest.mark.parametrize(
    "reader", [BufScript(b"a"), Cursor(b"a"), BufScript(b"a").chain(Cursor(b"")), io.empty()]
)


@pytest.mark.parametrize("byte", [-1, 256])
@each_reader
def test_a_delimiter_is_a_u8(reader: BufRead, byte: int) -> None:
    with pytest.raises(ValueError, match="u8"):
        reader.read_until(byte, bytearray()).unwrap()
    with pytest.raises(ValueError, match="u8"):
        reader.skip_until(byte).unwrap()
    with pytest.raises(ValueError, match="u8"):
        reader.split(byte)


@pytest.mark.parametrize("buf", [b"", memoryview(bytearray()), "", None])
@each_reader
def test_read_until_takes_only_a_bytearray(reader: BufRead, buf: Any) -> None:
    with pytest.raises(TypeError, match="the buffer is bytearray"):
        reader.read_until(NEWLINE, buf).unwrap()


# The buffer.


def test_a_reader_may_resize_its_buffer_in_consume() -> None:
    class Growing(BufRead):
        def __init__(self) -> None:
            self.buf = bytearray(b"ab")
            self.left = 5

        def read(self, buf: io.WritableBuffer, /) -> io.Result[int]:
            raise AssertionError("read")

        def fill_buf(self) -> io.Result[memoryview]:
            if not self.buf and self.left:
                self.left -= 1
                self.buf += b"ab" if self.left else b"c\n"
            return Ok(memoryview(self.buf).toreadonly())

        def consume(self, amount: int, /) -> None:
            del self.buf[:amount]

    assert Growing().read_line() == Ok("ab" * 5 + "c\n")
    assert Growing().take(7).read_line() == Ok("abababa")
    assert Growing().chain(Growing()).skip_until(NEWLINE) == Ok(12)


def test_a_take_at_its_limit_does_not_call_its_reader() -> None:
    class Never(BufScript):
        def fill_buf(self) -> io.Result[memoryview]:
            raise AssertionError("fill_buf")

    take = Never(b"a").take(0)
    assert take.fill_buf().map(bytes) == Ok(b"")
    assert take.read_line() == Ok("")
    assert take.has_data_left() == Ok(False)


def test_a_take_consumes_no_more_than_its_limit() -> None:
    cursor = Cursor(b"abcdef")
    take = cursor.take(3)
    take.consume(5)
    assert (cursor.position(), take.limit()) == (3, 0)
    with pytest.raises(ValueError, match="u64"):
        take.consume(-1)


def test_a_line_may_be_long() -> None:
    line = b"x" * 100_000 + b"\n"
    assert BufScript(line + b"y").skip_until(NEWLINE) == Ok(100_001)
    assert next(Cursor(memoryview(line)).lines()) == Ok("x" * 100_000)


def test_lines_consume_only_what_they_return() -> None:
    cursor = Cursor(b"one\ntwo\nthree\nrest")
    lines = cursor.lines()
    assert next(lines) == Ok("one")
    assert cursor.read_line() == Ok("two\n")
    for line in lines:
        assert line == Ok("three")
        break
    assert cursor.read_to_string() == Ok("rest")


def test_reprs_are_rusts_debug() -> None:
    cursor = Cursor(b"ab")
    assert repr(cursor.lines()) == "Lines { buf: Cursor { inner: [97, 98], pos: 0 } }"
    assert repr(cursor.split(NEWLINE)) == (
        "Split { buf: Cursor { inner: [97, 98], pos: 0 }, delim: 10 }"
    )


# The newline is the last byte of a piece that `find` searches, or the first of the next piece.
@pytest.mark.parametrize("n", [0, 1, 255, 256, 257, 2303, 2304, 2305])
def test_a_byte_is_found_wherever_it_is(n: int) -> None:
    line = b"x" * n + b"\n"
    for reader in (BufScript(line * 2), Cursor(memoryview(line * 2))):
        buf = bytearray()
        assert reader.read_until(NEWLINE, buf) == Ok(n + 1)
        assert buf == line
        assert reader.skip_until(NEWLINE) == Ok(n + 1)
