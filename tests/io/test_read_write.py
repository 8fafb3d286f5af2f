"""Every method of `Read` and `Write` over scripted readers and writers, compared with Rust.

`tests/oracle/read_write.rs` describes the questions.
"""

import zlib
from collections.abc import Callable, Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stdnet import io
from stdnet.result import Ok
from tests.support import oracle
from tests.support.once import share
from tests.support.rust_debug import debug
from tests.support.scripted_io import Acceptor, Script, failure

UNTOUCHED = b"\xee"


def replay(question: str) -> list[str]:
    """Returns stdnet's answers to a question of the oracle."""
    kind, *words = question.split(" ")
    return list(_replay_read(words) if kind == "read" else _replay_write(words))


def _step(word: str) -> bytes | io.Result[int]:
    match word[0], word[1:]:
        case "d", data:
            return bytes.fromhex(data)
        case "r", n:
            return b"a" * int(n)
        case "z", _:
            return Ok(0)
        case _, how:
            return failure(how)


def _split(text: str) -> list[str]:
    return [] if text == "-" else text.split(",")


def _tree(words: Iterator[str], leaves: list[Script]) -> io.Read:
    match next(words):
        case "take":
            limit = int(next(words))
            return _tree(words, leaves).take(limit)
        case "chain":
            first = _tree(words, leaves)
            return first.chain(_tree(words, leaves))
        case _:
            vectored = next(words) == "1"
            leaves.append(Script(*map(_step, _split(next(words))), vectored=vectored))
            return leaves[-1]


def _replay_read(words: Sequence[str]) -> Iterator[str]:
    leaves: list[Script] = []
    rest = iter(words)
    tree = _tree(rest, leaves)
    for word in rest:
        name, _, argument = word.partition(":")
        before = sum(leaf.calls for leaf in leaves)
        result, data = _READS[name](tree, argument)
        calls = str(sum(leaf.calls for leaf in leaves) - before)
        if name in {"to_end", "to_string", "take"}:
            calls = "any"
        yield f"{result} | {data} | {calls} | {tree!r}"


def _replay_write(words: Sequence[str]) -> Iterator[str]:
    vectored, steps, *operations = words
    script = (int(step[1:]) if step[0] == "w" else failure(step[1:]) for step in _split(steps))
    writer = Acceptor(*script, vectored=vectored == "1")
    for word in operations:
        name, _, argument = word.partition(":")
        writer.calls.clear()
        result = _WRITES[name](writer, [bytes.fromhex(buf) for buf in argument.split(",")])
        calls = " ".join("+".join(map(str, call)) for call in writer.calls)
        yield f"{result} | {_bytes(writer.written)} | {calls}"


def _bytes(data: bytes | bytearray) -> str:
    """Returns bytes as hex digits; of more than 64 the count and the Adler-32 sum."""
    return data.hex() if len(data) <= 64 else f"{len(data)} bytes of sum {zlib.adler32(data):08x}"


def _read(tree: io.Read, argument: str) -> tuple[str, str]:
    buf = bytearray(UNTOUCHED * int(argument))
    return debug(tree.read(buf)), _bytes(buf)


def _vectored(tree: io.Read, argument: str) -> tuple[str, str]:
    bufs = [bytearray(UNTOUCHED * int(n)) for n in argument.split(",")]
    return debug(tree.read_vectored(bufs)), ",".join(map(_bytes, bufs))


def _is_vectored(tree: io.Read, _: str) -> tuple[str, str]:
    return str(tree.is_read_vectored()).lower(), ""


def _to_end(tree: io.Read, argument: str) -> tuple[str, str]:
    buf = bytearray.fromhex(argument)
    return debug(tree.read_to_end(buf)), _bytes(buf)


def _to_string(tree: io.Read, _: str) -> tuple[str, str]:
    result = tree.read_to_string()
    return debug(result.map(lambda _: None)), _bytes(result.unwrap_or("").encode())


def _exact(tree: io.Read, argument: str) -> tuple[str, str]:
    buf = bytearray(UNTOUCHED * int(argument))
    return debug(tree.read_exact(buf)), _bytes(buf)


def _array(tree: io.Read, argument: str) -> tuple[str, str]:
    result = tree.read_array(int(argument))
    return debug(result.map(lambda _: None)), _bytes(result.unwrap_or(b""))


def _items(tree: io.Read, argument: str) -> tuple[str, str]:
    items = tree.by_ref().bytes()
    found = [next(items, None) for _ in range(int(argument))]
    return " ".join("None" if item is None else f"Some({debug(item)})" for item in found), ""


def _take(tree: io.Read, argument: str) -> tuple[str, str]:
    buf = bytearray()
    take = tree.by_ref().take(int(argument))
    result = take.read_to_end(buf)
    return f"{debug(result)} {take.limit()} {take.position()}", _bytes(buf)


def _set_limit(tree: io.Read, argument: str) -> tuple[str, str]:
    if not isinstance(tree, io.Take):
        return "no Take", ""
    tree.set_limit(int(argument))
    return "()", ""


_READS: dict[str, Callable[[io.Read, str], tuple[str, str]]] = {
    "read": _read,
    "vectored": _vectored,
    "is_vectored": _is_vectored,
    "to_end": _to_end,
    "to_string": _to_string,
    "exact": _exact,
    "array": _array,
    "bytes": _items,
    "take": _take,
    "set_limit": _set_limit,
}

_WRITES: dict[str, Callable[[io.Write, list[bytes]], str]] = {
    "write": lambda writer, bufs: debug(writer.write(bufs[0])),
    "all": lambda writer, bufs: debug(writer.write_all(bufs[0])),
    "vectored": lambda writer, bufs: debug(writer.write_vectored(bufs)),
    "all_vectored": lambda writer, bufs: debug(writer.write_all_vectored(bufs)),
    "fmt": lambda writer, bufs: debug(writer.write_fmt(bufs[0].decode())),
}


# Random questions.

FAILURES = st.sampled_from(["eInterrupted", "e4", "eWouldBlock", "eConnectionReset", "eOther"])
DATA = st.binary(min_size=1, max_size=40) | st.text("a\n\u20ac", min_size=1).map(str.encode)
LIMITS = st.integers(0, 12) | st.sampled_from([33, 8192, 30_000, 2**64 - 1])


def _joined(steps: list[str]) -> str:
    return ",".join(steps) or "-"


def _with(name: str, argument: st.SearchStrategy[object]) -> st.SearchStrategy[str]:
    return argument.map(lambda value: f"{name}:{value}")


def _trees(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds("take {} {}".format, LIMITS, inner) | st.builds(
        "chain {} {}".format, inner, inner
    )


read_steps = st.lists(
    DATA.map(lambda data: f"d{data.hex()}")
    | st.integers(1, 40_000).map("r{}".format)
    | st.just("z")
    | FAILURES,
    max_size=6,
).map(_joined)
leaves = st.builds("leaf {} {}".format, st.integers(0, 1), read_steps)
reads = st.one_of(
    _with("read", st.integers(0, 50)),
    _with(
        "vectored",
        st.lists(st.integers(0, 9), min_size=1, max_size=4).map(
            lambda sizes: ",".join(map(str, sizes))
        ),
    ),
    st.just("is_vectored"),
    _with("to_end", st.binary(max_size=3).map(bytes.hex)),
    st.just("to_string"),
    _with("exact", st.integers(0, 50)),
    _with("array", st.sampled_from([0, 1, 2, 3, 8])),
    _with("bytes", st.integers(0, 5)),
    _with("take", LIMITS),
    _with("set_limit", LIMITS),
)
read_questions = st.builds(
    "read {} {}".format,
    st.recursive(leaves, _trees, max_leaves=4),
    st.lists(reads, min_size=1, max_size=6).map(" ".join),
)

write_steps = st.lists(st.integers(0, 12).map("w{}".format) | FAILURES, max_size=9).map(_joined)
buf = st.binary(max_size=9).map(bytes.hex)
bufs = st.lists(buf, min_size=1, max_size=7).map(",".join)
writes = st.one_of(
    _with("write", buf),
    _with("all", buf),
    _with("vectored", bufs),
    _with("all_vectored", bufs),
    _with("fmt", st.text(max_size=9).map(lambda text: text.encode().hex())),
)
write_questions = st.builds(
    "write {} {} {}".format,
    st.integers(0, 1),
    write_steps,
    st.lists(writes, min_size=1, max_size=6).map(" ".join),
)


@pytest.fixture(scope="module")
def rust() -> Iterator[oracle.Oracle]:
    with oracle.Oracle("read_write") as process:
        yield process


@pytest.mark.parametrize("answer", oracle.golden("read_write"))
def test_golden_questions_have_the_answers_of_rust(answer: oracle.Answer) -> None:
    assert replay(str(answer["question"])) == answer["answers"]


@oracle.needs_rustc
@settings(max_examples=share(300))
@given(question=read_questions)
def test_any_question_to_read_has_the_answers_of_rust(rust: oracle.Oracle, question: str) -> None:
    assert replay(question) == rust.ask(question)["answers"]


@oracle.needs_rustc
@settings(max_examples=share(300))
@given(question=write_questions)
def test_any_question_to_write_has_the_answers_of_rust(rust: oracle.Oracle, question: str) -> None:
    assert replay(question) == rust.ask(question)["answers"]
