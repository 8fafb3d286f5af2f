"""`BufReader`, with Rust as the judge.

`tests/oracle/buffered.rs` describes the questions.
"""

from collections.abc import Callable, Iterator

import pytest

from stdnet import io
from stdnet.io import BufReader, ErrorKind
from stdnet.result import Err, Ok
from tests.support import oracle
from tests.support.scripted import Source, debug, seek_from

UNTOUCHED = b"\xee"
NEWLINE = ord("\n")

Reader = BufReader[Source]
Answer = tuple[str, str] | None


def replay(question: str) -> list[str]:
    """The answers that the oracle would give, by stdnet."""
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
        if answer is None:
            yield "stop"
            return
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
    return debug(result.map(lambda _: None)), result.value_or(b"").hex()


def _to_end(reader: Reader, argument: str) -> Answer:
    buf = bytearray.fromhex(argument.strip("-"))
    return debug(reader.read_to_end(buf)), buf.hex()


def _to_string(reader: Reader, _: str) -> Answer:
    result = reader.read_to_string()
    return debug(result.map(lambda _: None)), result.value_or("").encode().hex()


def _bytes(reader: Reader, argument: str) -> Answer:
    found = reader.bytes()
    each = [next(found, None) for _ in range(int(argument))]
    return " ".join("None" if one is None else f"Some({debug(one)})" for one in each), ""


def _take(reader: Reader, argument: str) -> Answer:
    buf = bytearray()
    return debug(reader.take(int(argument)).read_to_end(buf)), buf.hex()


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
    """What is no UTF-8 stays, to be read as bytes."""
    told: list[str] = []
    before = reader.get_ref().reads
    while True:
        result = reader.read_line()
        match result:
            case Ok(text):
                told.append(_text(text))
                break
            case Err(io.Error(ErrorKind.InvalidData)):
                if reader.get_ref().reads > before:
                    return None
                assert reader.read_line().failure().kind() is ErrorKind.InvalidData
                reader.read_until(NEWLINE, bytearray()).unwrap()
                told.append(debug(result))
                break
            case Err():
                told.append(debug(result))
    return " ".join(told), ""


def _text(text: str) -> str:
    """`{:?}` of an `Ok` of a text, in the letters of the questions."""
    escaped = text.replace("\n", "\\n").replace("\r", "\\r")
    return f'Ok("{escaped}")'


def _lines(
    reader: Reader, argument: str, each: Callable[[io.Lines[Reader]], Iterator[io.Result[str]]]
) -> Answer:
    """So many lines, with the failures on the way."""
    told: list[str] = []
    left = int(argument)
    lines = each(reader.lines())
    while left and (result := next(lines, None)) is not None:
        match result:
            case Ok(text):
                told.append(_text(text))
                left -= 1
            case Err(e):
                told.append(debug(result))
                left -= e.kind() is ErrorKind.InvalidData
    return " ".join(told), ""


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
def test_answers_are_rusts(answer: oracle.Answer) -> None:
    assert replay(str(answer["question"])) == answer["answers"]
