"""Unix sockets, compared with Rust operation by operation.

`tests/oracle/unix.rs` describes the questions.
"""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import oracle
from tests.support.once import share
from tests.support.unix_scripts import answer, expected


@pytest.mark.parametrize("row", oracle.golden("unix"))
def test_the_golden_answers_are_those_of_rust(row: oracle.Answer) -> None:
    question = str(row["question"])
    if not oracle.IS_64_BIT and re.search("ancillary|pass:|take:", question):
        pytest.skip("the control messages are those of 64 bits")
    assert answer(question) == expected(row["answer"]), question


@pytest.fixture(scope="module")
def rust() -> Iterator[oracle.Oracle]:
    with oracle.Oracle("unix") as process:
        yield process


def compare(rust: oracle.Oracle, questions: st.SearchStrategy[str], examples: int = 100) -> None:
    """Checks that stdnet and Rust give the same answer to every question of Hypothesis."""

    @settings(max_examples=share(examples))
    @given(question=questions)
    def same(question: str) -> None:
        assert answer(question) == expected(rust.ask(*question.split(" ")))

    same()


names = st.one_of(
    st.binary(max_size=30),
    st.text(max_size=30).map(lambda text: text.encode(errors="surrogatepass")),
    st.binary(min_size=1, max_size=3).map(lambda piece: (piece * 120)[:108]),
    st.integers(104, 110).map(lambda n: b"x" * n),
).map(oracle.word)


@oracle.needs_rustc
def test_addresses_are_parsed_and_formatted_as_by_rust(rust: oracle.Oracle) -> None:
    kinds = st.sampled_from(["path", "name"])
    compare(rust, st.builds("{} {}".format, kinds, names), examples=300)


capacities = st.integers(0, 100) | st.sampled_from([16, 20, 24, 28, 32, 40])
items = st.lists(st.sampled_from(["f0", "f1", "f2", "f3", "f5", "c", "c2", "b"]), max_size=4).map(
    ",".join
)


@oracle.needs_rustc
def test_ancillary_data_is_that_of_rust(rust: oracle.Oracle) -> None:
    questions = st.builds("ancillary {} {}".format, capacities, items).map(str.strip)
    compare(rust, questions, examples=100)


_sockets = st.sampled_from("0001112223")
_addrs = st.sampled_from(["p0", "p0", "p1", "a0", "a0", "a1", "missing", "long", "nul", "unnamed"])
_sizes = st.sampled_from([0, 1, 5, 60]) | st.integers(0, 60)
_many_sizes = st.lists(_sizes, max_size=4).map(lambda sizes: ",".join(map(str, sizes)))
_hows = st.sampled_from(["Read", "Write", "Both"])
_micros = st.sampled_from(["none", "0", "20000", "1000000"])

_forms: dict[str, list[st.SearchStrategy[object]]] = {
    "listen connect bind": [_addrs],
    "pair dpair unbound": [],
    "accept incoming cred peer passcred debug local take_error": [_sockets],
    "read_timeout write_timeout clone raw close": [_sockets],
    "read write send recv recv_from peek peek_from": [_sockets, _sizes],
    "read_vectored write_vectored": [_sockets, _many_sizes],
    "connect_to": [_sockets, _addrs],
    "send_to": [_sockets, _sizes, _addrs],
    "shutdown": [_sockets, _hows],
    "set_passcred": [_sockets, st.sampled_from("01")],
    "set_read_timeout set_write_timeout": [_sockets, _micros],
    "pass": [_sockets, _sizes, capacities, items],
    "take": [_sockets, _sizes, capacities],
}
_operations = {
    name: st.tuples(st.just(name), *arguments).map(lambda words: ":".join(map(str, words)))
    for names_, arguments in _forms.items()
    for name in names_.split()
}
_openings = {
    "stream": ["listen:p0 connect:p0 accept:0", "listen:a0 connect:a0 incoming:0", "pair"],
    "datagram": ["bind:p0 bind:a0 unbound", "dpair", "dpair set_passcred:0:1"],
    "ancillary": ["pair", "dpair", "pair set_passcred:1:1", "dpair set_passcred:0:1"],
}
_frequent = {
    "stream": "accept connect read write peek shutdown close read_vectored write_vectored cred",
    "datagram": "send send_to recv recv_from peek peek_from connect_to shutdown close",
    "ancillary": "pass pass take take set_passcred read recv",
}


def scripts(kind: str) -> st.SearchStrategy[str]:
    """Draws scripts in which every other operation is likely to have an effect."""
    frequent = st.one_of(*(_operations[name] for name in _frequent[kind].split()))
    rest = st.lists(frequent | st.one_of(*_operations.values()), min_size=1, max_size=12)
    opening = st.sampled_from(_openings[kind])
    return st.builds("script {} {}".format, opening, rest.map(" ".join))


@oracle.needs_rustc
@pytest.mark.parametrize("kind", ["stream", "datagram", "ancillary"])
def test_scripts_have_the_same_results_as_in_rust(rust: oracle.Oracle, kind: str) -> None:
    compare(rust, scripts(kind), examples=60)


@oracle.needs_rustc
@pytest.mark.long
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("kind", ["stream", "datagram", "ancillary"])
def test_many_scripts_have_the_same_results_as_in_rust(rust: oracle.Oracle, kind: str) -> None:
    compare(rust, scripts(kind), examples=3000)
