"""`BufWriter` and `LineWriter`, with Rust as the judge.

`tests/oracle/buffered.rs` describes the questions.
"""

import sys
from collections.abc import Callable, Iterator

import pytest

from stdnet.io import BufWriter, LineWriter
from stdnet.result import Err, Ok
from tests.support import oracle
from tests.support.scripted import Panic, Sink, debug, parts, seek_from

Writer = BufWriter[Sink] | LineWriter[Sink]


def replay(question: str) -> list[str]:
    """The answers that the oracle would give, by stdnet."""
    _, kind, capacity, vectored, steps, flushes, *operations = question.split(" ")
    sink = Sink(steps, flushes, vectored=vectored == "1")
    begin = BufWriter[Sink].with_capacity if kind == "buf" else LineWriter[Sink].with_capacity
    return list(_replay(begin(int(capacity), sink), sink, operations))


def _replay(writer: Writer, sink: Sink, operations: list[str]) -> Iterator[str]:
    for word in operations:
        name, _, argument = word.partition(":")
        result, ended = _result(writer, name, argument)
        yield _told(result, sink, "" if ended else _held(writer))
        if ended:
            return
    reported: list[object] = []
    with pytest.MonkeyPatch.context() as patch:
        # What comes out of a writer that goes away can only be reported.
        def report(unraisable: "sys.UnraisableHookArgs") -> None:
            reported.append(unraisable.exc_type)

        patch.setattr(sys, "unraisablehook", report)
        del writer
    yield _told("panic" if reported == [Panic] else "", sink, "")


def _told(result: str, sink: Sink, held: str) -> str:
    calls = ", ".join(sink.calls)
    sink.calls.clear()
    return f"{result} | {sink.written.hex()} | {calls} | {held}"


def _held(writer: Writer) -> str:
    """The state, as far as Rust shows it."""
    data = writer.buffer().hex() if isinstance(writer, BufWriter) else ""
    return f"{data} | {writer!r}"


def _result(writer: Writer, name: str, argument: str) -> tuple[str, bool]:
    """What the call says, and whether the writer is gone then."""
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
        # The oracle's writer is gone if it was on its way into another thing.
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
def test_answers_are_rusts(answer: oracle.Answer) -> None:
    assert replay(str(answer["question"])) == answer["answers"]
