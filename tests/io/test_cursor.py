"""Cursors over every kind of buffer, compared with those of Rust.

`tests/oracle/cursor.rs` describes the questions.
"""

import ctypes
from array import array
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias, cast
from unittest.mock import ANY

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stdnet import io
from stdnet.io import BufRead, Cursor, ErrorKind, Seek, Write
from stdnet.result import Ok
from tests.support import oracle
from tests.support.once import share
from tests.support.rust_debug import debug_hex, debug_hex_items
from tests.support.scripted_io import seek_from

U64_MAX = 2**64 - 1
FAR = 10_000
UNTOUCHED = b"\xee"

AnyCursor: TypeAlias = "Cursor[bytes] | Cursor[bytearray] | Cursor[memoryview]"
Writable: TypeAlias = "Cursor[bytearray] | Cursor[memoryview]"


def replay(question: str) -> list[str]:
    """Returns stdnet's answers to a question of the oracle."""
    kind, data, *words = question.split(" ")
    cursor = CURSORS[kind](b"" if data == "-" else bytes.fromhex(data))
    return [f"{_answer(cursor, kind, word)} | {cursor!r}" for word in words]


def _answer(cursor: Cursor[Any], kind: str, word: str) -> str:
    name, _, argument = word.partition(":")
    if cursor.position() > FAR and name in {"consume", *WRITES}:
        return "too far"
    if name in READS:
        return READS[name](cursor, argument)
    if kind in {"ref", "view"}:
        return "no Write"
    return debug_hex(WRITES[name](cursor, [bytes.fromhex(buf) for buf in argument.split(",")]))


CURSORS: dict[str, Callable[[bytes], AnyCursor]] = {
    "vec": lambda data: Cursor(bytearray(data)),
    "mut": lambda data: Cursor(memoryview(bytearray(data))),
    "ref": Cursor,
    "view": lambda data: Cursor(memoryview(data)),
}


def _read(cursor: AnyCursor, argument: str) -> str:
    buf = bytearray(UNTOUCHED * int(argument))
    return f"{debug_hex(cursor.read(buf))} {buf.hex()}"


def _vectored(cursor: AnyCursor, argument: str) -> str:
    bufs = [bytearray(UNTOUCHED * int(n)) for n in argument.split(",")]
    return f"{debug_hex(cursor.read_vectored(bufs))} {','.join(buf.hex() for buf in bufs)}"


def _exact(cursor: AnyCursor, argument: str) -> str:
    buf = bytearray(UNTOUCHED * int(argument))
    return f"{debug_hex(cursor.read_exact(buf))} {buf.hex()}"


def _to_end(cursor: AnyCursor, argument: str) -> str:
    buf = bytearray.fromhex(argument)
    return f"{debug_hex(cursor.read_to_end(buf))} {buf.hex()}"


def _until(cursor: AnyCursor, argument: str) -> str:
    buf = bytearray(UNTOUCHED)
    return f"{debug_hex(cursor.read_until(int(argument), buf))} {buf.hex()}"


def _consume(cursor: AnyCursor, argument: str) -> str:
    cursor.consume(int(argument))
    return "()"


def _set_position(cursor: AnyCursor, argument: str) -> str:
    cursor.set_position(int(argument))
    return "()"


def _halves(cursor: AnyCursor, _: str) -> str:
    before, behind = cursor.split()
    return f"{before.hex()} {behind.hex()}"


READS: dict[str, Callable[[AnyCursor, str], str]] = {
    "read": _read,
    "vectored": _vectored,
    "exact": _exact,
    "array": lambda cursor, _: debug_hex(cursor.read_array(3)),
    "to_end": _to_end,
    "to_string": lambda cursor, _: debug_hex(cursor.read_to_string()),
    "fill": lambda cursor, _: debug_hex(cursor.fill_buf().map(bytes)),
    "consume": _consume,
    "has": lambda cursor, _: debug_hex(cursor.has_data_left()),
    "until": _until,
    "skip": lambda cursor, byte: debug_hex(cursor.skip_until(int(byte))),
    "line": lambda cursor, _: debug_hex(cursor.read_line()),
    "lines": lambda cursor, _: debug_hex_items(cursor.lines(), 3),
    "parts": lambda cursor, byte: debug_hex_items(cursor.split(int(byte)), 3),
    "bytes": lambda cursor, _: debug_hex_items(cursor.bytes(), 3),
    "halves": _halves,
    "seek": lambda cursor, pos: debug_hex(cursor.seek(seek_from(pos))),
    "rewind": lambda cursor, _: debug_hex(cursor.rewind()),
    "len": lambda cursor, _: debug_hex(cursor.stream_len()),
    "position": lambda cursor, _: f"{debug_hex(cursor.stream_position())} {cursor.position()}",
    "relative": lambda cursor, n: debug_hex(cursor.seek_relative(int(n))),
    "set": _set_position,
}

WRITES: dict[str, Callable[[Writable, list[bytes]], io.Result[object]]] = {
    "write": lambda cursor, bufs: cursor.write(bufs[0]),
    "all": lambda cursor, bufs: cursor.write_all(bufs[0]),
    "write_vectored": lambda cursor, bufs: cursor.write_vectored(bufs),
    "all_vectored": lambda cursor, bufs: cursor.write_all_vectored(bufs),
    "fmt": lambda cursor, bufs: cursor.write_fmt(bufs[0].decode()),
    "flush": lambda cursor, _: cursor.flush(),
}

# Random questions.

DATA = st.lists(
    st.sampled_from([b"a", b"bc", b"\n", b"\r\n", b";", "\u20ac".encode(), b"\xff", b"\xe2\x82"])
).map(lambda pieces: b"".join(pieces).hex())
POSITIONS = st.integers(0, 20) | st.sampled_from([300, U64_MAX - 1, U64_MAX])
OFFSETS = st.integers(-9, 9) | st.sampled_from([-(2**63), 2**63 - 1])
BYTES = st.sampled_from(b"\n;a\xff")
BUFS = st.lists(DATA, min_size=1, max_size=4).map(",".join)
SIZES = st.lists(st.integers(0, 5), min_size=1, max_size=4).map(
    lambda sizes: ",".join(map(str, sizes))
)
ARGUMENTS: dict[str, st.SearchStrategy[object]] = {
    "read": st.integers(0, 9),
    "vectored": SIZES,
    "exact": st.integers(0, 9),
    "to_end": DATA,
    "consume": st.integers(0, 9),
    "until": BYTES,
    "skip": BYTES,
    "parts": BYTES,
    "seek": st.one_of(
        POSITIONS.map("s{}".format), OFFSETS.map("e{}".format), OFFSETS.map("c{}".format)
    ),
    "relative": OFFSETS,
    "set": POSITIONS,
    "write": DATA,
    "all": DATA,
    "write_vectored": BUFS,
    "all_vectored": BUFS,
    "fmt": st.sampled_from(["", "6162", "e282ac"]),
}
OPERATIONS = st.sampled_from([*READS, *WRITES, "write", "set"]).flatmap(
    lambda name: ARGUMENTS[name].map(f"{name}:{{}}".format) if name in ARGUMENTS else st.just(name)
)
QUESTIONS = st.builds(
    "{} {} {}".format,
    st.sampled_from(["vec", "mut", "ref"]),
    DATA.map(lambda data: data or "-"),
    st.lists(OPERATIONS, min_size=1, max_size=8).map(" ".join),
)


@pytest.fixture(scope="module")
def rust() -> Iterator[oracle.Oracle]:
    with oracle.Oracle("cursor") as process:
        yield process


@pytest.mark.parametrize("answer", oracle.golden("cursor"))
def test_golden_questions_have_the_answers_of_rust(answer: oracle.Answer) -> None:
    question = str(answer["question"])
    assert replay(question) == answer["answers"]
    if question.startswith("ref "):
        assert replay(question.replace("ref", "view")) == answer["answers"]


@oracle.needs_rustc
@settings(max_examples=share(300))
@given(question=QUESTIONS)
def test_any_question_has_the_answers_of_rust(rust: oracle.Oracle, question: str) -> None:
    assert replay(question) == rust.ask(question)["answers"]


# Cases that the oracle does not cover.


@pytest.mark.parametrize("inner", [b"abc", bytearray(b"abc"), memoryview(b"abc"), array("B", b"a")])
def test_a_cursor_uses_the_object_itself(inner: Any) -> None:
    cursor = Cursor(inner)
    assert cursor.get_ref() is cursor.get_mut() is cursor.into_inner() is inner
    assert isinstance(cursor, BufRead | Seek | Write)
    assert not hasattr(cursor, "__dict__")


def test_a_cursor_sees_changes_of_its_buffer() -> None:
    data = bytearray(b"abc")
    cursor = Cursor(data)
    cursor.set_position(2)
    data += b"def"
    assert cursor.read_to_string() == Ok("cdef")
    data.clear()
    assert cursor.read_exact(bytearray(1)).unwrap_err().kind() is ErrorKind.UnexpectedEof
    assert cursor.position() == 0


@pytest.mark.parametrize(
    "inner", [array("i", range(3)), memoryview(bytearray(12)).cast("B", [3, 4])]
)
def test_a_buffer_of_any_item_type_is_treated_as_bytes(inner: Any) -> None:
    cursor = Cursor(inner)
    assert cursor.stream_len() == Ok(12)
    assert cursor.write(b"\xff" * 20) == Ok(12)
    assert memoryview(inner).tobytes() == b"\xff" * 12
    cursor.set_position(10)
    assert cursor.read_array(2) == Ok(b"\xff\xff")
    assert Cursor(memoryview(inner).toreadonly()).stream_len() == Ok(12)


def test_arguments_of_any_item_type_are_treated_as_bytes() -> None:
    items = array("H", [0, 0])
    reads: list[tuple[Callable[[Cursor[bytes]], object], object]] = [
        (lambda cursor: cursor.read(items), Ok(4)),
        (lambda cursor: cursor.read_exact(items), Ok(None)),
        (lambda cursor: cursor.read_vectored([bytearray(), items]), Ok(4)),
    ]
    for call, expected in reads:
        items[:] = array("H", [0, 0])
        assert call(Cursor(b"abcdef")) == expected
        assert items.tobytes() == b"abcd"
    assert Cursor(bytearray()).write(items) == Ok(4)
    assert Cursor(memoryview(bytearray(4))).write_all(items) == Ok(None)


# It has two dimensions, and one is 0: such a view cannot be cast.
EMPTY_ROWS = (ctypes.c_char * 0 * 3)()


@pytest.mark.parametrize("inner", [bytearray(), memoryview(bytearray()), array("i"), EMPTY_ROWS])
def test_an_empty_buffer_can_be_written_to(inner: Any) -> None:
    assert Cursor(inner).write(b"") == Ok(0)


@pytest.mark.parametrize("inner", [b"abc", memoryview(b"abc"), b"", memoryview(b"")])
def test_a_read_only_buffer_cannot_be_written_to(inner: Any) -> None:
    cursor = Cursor(inner)
    writes: list[Callable[[], object]] = [
        lambda: cursor.write(b"a"),
        lambda: cursor.write_all(b"a"),
        lambda: cursor.write_vectored([b"a"]),
        lambda: cursor.write_all_vectored([b"a"]),
        lambda: cursor.write_fmt("a"),
        cursor.split_mut,
    ]
    for write in writes:
        with pytest.raises(TypeError, match="read-only"):
            write()
    assert cursor.position() == 0


@pytest.mark.parametrize("inner", ["abc", 3, None, [1]])
def test_a_cursor_over_anything_but_a_buffer_is_refused(inner: Any) -> None:
    with pytest.raises(TypeError):
        Cursor(inner)


@pytest.mark.parametrize("pos", [-1, U64_MAX + 1])
def test_a_position_that_is_no_u64_is_refused(pos: int) -> None:
    cursor = Cursor(b"abc")
    cursor.set_position(U64_MAX)
    for call in (cursor.set_position, cursor.consume):
        with pytest.raises(ValueError, match="u64"):
            call(pos)
    with pytest.raises(ValueError, match="u64"):
        cursor.consume(1)
    assert cursor.position() == U64_MAX


def test_arguments_out_of_range_or_of_a_wrong_type_are_refused() -> None:
    cursor, strange = Cursor(memoryview(b"")), cast("Any", b"a")
    with pytest.raises(ValueError, match="u64"):
        cursor.read_array(-1).unwrap()
    with pytest.raises(ValueError, match="u8"):
        cursor.read_until(256, bytearray()).unwrap()
    with pytest.raises(TypeError):
        cursor.read_until(strange, bytearray()).unwrap()


def test_a_read_only_argument_is_refused_before_anything_is_read() -> None:
    cursor, buf, constant = Cursor(b"a;b"), bytearray(1), cast("Any", b"abc")
    reads: list[Callable[[], object]] = [
        lambda: cursor.read(constant),
        lambda: cursor.read_exact(constant),
        lambda: cursor.read_vectored([buf, constant]),
        lambda: cursor.read_to_end(constant),
        lambda: cursor.read_until(ord(";"), constant),
    ]
    for read in reads:
        with pytest.raises(TypeError):
            read()
        assert cursor.position() == 0
        assert buf == b"\0"


def test_seek_takes_only_a_seek_from() -> None:
    pos: Any = 3
    with pytest.raises(TypeError, match="SeekFrom"):
        Cursor(b"abc").seek(pos).unwrap()


def test_a_write_too_far_past_the_end_changes_nothing() -> None:
    cursor = Cursor(bytearray(b"abc"))
    cursor.set_position(U64_MAX)
    assert cursor.write(b"a").unwrap_err().kind() is ErrorKind.OutOfMemory
    assert cursor.get_ref() == b"abc"
    assert cursor.position() == U64_MAX


def test_only_the_views_of_split_mut_are_writable() -> None:
    cursor = Cursor(bytearray(b"abc"))
    assert Cursor(b"abc").fill_buf().unwrap().readonly
    assert cursor.fill_buf().unwrap().readonly
    assert all(view.readonly for view in cursor.split())
    cursor.set_position(1)
    _, behind = cursor.split_mut()
    behind[0] = ord("B")
    assert cursor.into_inner() == b"aBc"


VIEWS: list[Callable[[Cursor[bytearray]], tuple[memoryview, ...]]] = [
    lambda cursor: (cursor.fill_buf().unwrap(),),
    lambda cursor: cursor.split(),
    lambda cursor: cursor.split_mut(),
]
GROWS: list[Callable[[Cursor[bytearray]], object]] = [
    lambda cursor: cursor.write_all(b"defg"),
    lambda cursor: cursor.get_mut().append(0),
]


@pytest.mark.parametrize("view_of", VIEWS)
@pytest.mark.parametrize("grow", GROWS)
def test_views_are_released_when_the_buffer_grows(
    view_of: Callable[[Cursor[bytearray]], tuple[memoryview, ...]],
    grow: Callable[[Cursor[bytearray]], object],
) -> None:
    cursor = Cursor(bytearray(b"abc"))
    views = [*view_of(cursor), *view_of(cursor)]
    grow(cursor)
    assert cursor.stream_len().unwrap() > 3
    for view in views:
        with pytest.raises(ValueError, match="released"):
            view.tobytes()


def test_reading_does_not_block_the_growth_of_the_buffer() -> None:
    data = bytearray(b"one\ntwo\nthree\nfour\nfive")
    cursor = Cursor(data)
    assert cursor.read_line() == Ok("one\n")
    data.append(0)
    assert next(cursor.lines()) == Ok("two")
    data.append(0)
    assert cursor.skip_until(ord("\n")) == Ok(6)
    data.append(0)
    assert cursor.has_data_left() == Ok(True)
    data.append(0)
    assert cursor.take(3).read_line() == Ok("fou")
    data.append(0)


def test_a_clone_has_its_own_buffer_and_position() -> None:
    one = Cursor(bytearray(b"abc"))
    one.set_position(1)
    two = one.clone()
    assert one == two
    two.write_all(b"X").unwrap()
    assert one.get_ref() == b"abc"
    assert two.get_ref() == b"aXc"
    assert (one.position(), two.position()) == (1, 2)
    assert Cursor(memoryview(b"abc")).clone() == Cursor(b"abc").clone()
    with pytest.raises(TypeError):
        Cursor(memoryview(bytearray(3))).clone()


def test_cursors_are_equal_if_buffer_and_position_are() -> None:
    one, two = Cursor(b"abc"), Cursor(b"abc")
    assert one == two
    two.set_position(1)
    assert one != two
    assert one != Cursor(b"abd")
    assert one != b"abc"
    assert one == ANY
    with pytest.raises(TypeError, match="unhashable"):
        hash(one)
