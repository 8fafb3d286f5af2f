"""`stdnet.socket2` does what the crate socket2 does.

`tests/oracle/socket2_values.rs` and `socket2_scripts.rs` describe the questions and the operations.
Their golden answers name every item of the crate. `DIFFERENT` lists where stdnet differs, and why.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import crates, oracle, strace
from tests.support.once import share
from tests.support.socket2_api import all_rows, rows
from tests.support.socket2_scripts import answers
from tests.support.socket2_strategies import exchanges, option_scripts, questions
from tests.support.socket2_values import answer


class Difference(NamedTuple):
    """An answer that differs from the crate's on purpose, and why."""

    operation: str
    crate: str
    stdnet: str
    reason: str


_OPTION_MISSING: Final = (
    'Err(Os { code: 92, kind: Uncategorized, message: "Protocol not available" })'
    " Protocol not available (os error 92)"
)

DIFFERENT: Final = [
    Difference(
        "a.tcp_congestion",
        r'Ok("reno\0\0\0\0\0\0\0\0\0\0\0\0")',
        'Ok("reno")',
        "the NUL bytes at the end belong to C's buffer, and `set_tcp_congestion` takes none",
    ),
    Difference(
        "a.header_included_v6",
        "Ok(false)",
        _OPTION_MISSING,
        "the crate reads IPPROTO_IPV6's option 3, IPV6_2292HOPOPTS, and not IPV6_HDRINCL",
    ),
    Difference(
        "a.linger",
        "Ok(Some(0ns))",
        "Ok(Some(2147483647s))",
        "the crate keeps the low 32 bits of the seconds, so that a long time becomes a short one",
    ),
]
"""Differences of operations.

Three more depend on the machine or on how Python passes values, and are tested elsewhere. A buffer
size above INT_MAX is cut to it, where the crate keeps the low 32 bits. The count of a filter's
instructions is cut to 65535. A duration above 0 and below a microsecond counts as one.
"""

DIFFERENT_VALUES: Final = {
    "unix:2f610062": (
        {"as_pathname": "2f61", "as_unix": 'Some("/a" (pathname))'},
        "the path ends at its first NUL byte, as for the kernel; the crate's `as_unix` panics",
    ),
}
"""Questions about values, the answers that differ, and why."""

DEPENDS_ON_WORD_SIZE: Final = r"(send|recv)msg=|_timeout=max"
"""Operations with control messages, and time-outs of millions of years."""

SCRIPTS: Final = oracle.golden("socket2_scripts")
VALUES: Final = oracle.golden("socket2_values")


def operations(row: oracle.Answer) -> list[tuple[str, str]]:
    """Returns the operations of a script with the crate's answers, without those that it hides."""
    words, found = str(row["script"]).split(" "), cast("list[str]", row["answers"])
    return [(word, text) for word, text in zip(words, found, strict=True) if text != "?"]


def on_purpose(script: str, operation: str, crate: str) -> str:
    """Returns the answer of stdnet that is expected where the crate gives this one."""
    for difference in DIFFERENT:
        if (operation, crate) == (difference.operation, difference.crate) and (
            operation != "a.linger" or "a.set_linger=4294967296000000" in script
        ):
            return difference.stdnet
    return crate


def first_words() -> list[str]:
    """Returns the operations with which the golden scripts begin."""
    return sorted({str(row["script"]).partition(" ")[0] for row in SCRIPTS})


@pytest.mark.parametrize("first", first_words())
def test_golden_scripts_have_the_answers_of_the_crate(first: str) -> None:
    for row in SCRIPTS:
        script = str(row["script"])
        if script.partition(" ")[0] != first:
            continue
        if not oracle.IS_64_BIT and re.search(DEPENDS_ON_WORD_SIZE, script):
            continue
        crate = zip(script.split(" "), cast("list[str]", row["answers"]), strict=True)
        expected = [on_purpose(script, word, text) for word, text in crate]
        shown = zip(answers(script), expected, strict=True)
        hidden = ["?" if text == "?" else answer for answer, text in shown]
        assert (script, hidden) == (script, expected)


def test_golden_values_are_those_of_the_crate() -> None:
    for row in VALUES:
        question, expected = str(row["question"]), row["answer"]
        if question in DIFFERENT_VALUES:
            changed, _ = DIFFERENT_VALUES[question]
            expected = {**cast("oracle.Answer", expected), **changed}
        assert (question, answer(question)) == (question, expected)


def test_every_difference_is_in_the_golden_files() -> None:
    seen = {pair for row in SCRIPTS for pair in operations(row)}
    for difference in DIFFERENT:
        assert (difference.operation, difference.crate) in seen
        assert difference.crate != difference.stdnet
    of_values = {str(row["question"]): row["answer"] for row in VALUES}
    for question, (changed, _) in DIFFERENT_VALUES.items():
        found = cast("oracle.Answer", of_values[question])
        assert all(found[key] != value for key, value in changed.items())


# Every item of the crate is named.

NAMED_BY_QUESTION: Final = {
    "for_address": ["Domain::for_address"],
    "number:Type": ["Type::nonblocking", "Type::cloexec"],
    "flags": [
        *("RecvFlags::is_truncated", "RecvFlags::is_end_of_record", "RecvFlags::is_out_of_band"),
        *("RecvFlags::is_confirm", "RecvFlags::is_dontroute"),
    ],
    "keepalive": [
        *("TcpKeepalive::new", "TcpKeepalive::with_time", "TcpKeepalive::with_interval"),
        "TcpKeepalive::with_retries",
    ],
    "filter": ["SockFilter::new"],
    "msghdr": ["MsgHdr::new", "MsgHdr::with_flags"],
    "msghdr_mut": ["MsgHdrMut::new", "MsgHdrMut::flags", "MsgHdrMut::control_len"],
    "storage": ["SockAddrStorage::zeroed", "SockAddrStorage::size_of"],
    "new": ["SockAddr::new"],
    "unix": ["SockAddr::unix"],
    "vsock": ["SockAddr::vsock"],
}
"""The items that a question is about. The answers about an address name its methods."""

NAMED_BY_OPERATION: Final = {
    "sendmsg": ["MsgHdr::with_addr", "MsgHdr::with_buffers", "MsgHdr::with_control"],
    "recvmsg": [f"MsgHdrMut::with_{part}" for part in ("addr", "buffers", "control")],
}
"""The items that an operation uses, besides the method of a socket that has its name."""


def named() -> set[str]:
    """Returns the items of the crate that the golden answers name."""
    items = set[str]()
    for row in VALUES:
        kind, *words = str(row["question"]).split(":")
        if kind == "constant":
            items.add("::".join(words))
        items.update(NAMED_BY_QUESTION.get(kind, []))
        items.update(NAMED_BY_QUESTION.get(f"{kind}:{words[0]}", []))
        if kind in {"new", "unix", "vsock", "socket_addr"}:
            items.update(f"SockAddr::{key}" for key in cast("oracle.Answer", row["answer"]))
    for row in SCRIPTS:
        for operation, text in operations(row):
            if text.startswith("Ok(waits)"):
                continue
            method = operation.partition("=")[0].rpartition(".")[2]
            items.add(f"Socket::{method}")
            items.update(NAMED_BY_OPERATION.get(method, []))
    return items


def test_every_item_of_the_crate_is_named_by_a_golden_answer() -> None:
    listed = {str(row).removeprefix("socket2::") for row in rows()}
    assert len(listed) >= 213
    assert listed - named() == set()


def test_the_items_that_questions_name_are_listed() -> None:
    listed = {str(row).removeprefix("socket2::") for row in all_rows()}
    mapped = {item for items in NAMED_BY_QUESTION.values() for item in items}
    mapped |= {item for items in NAMED_BY_OPERATION.values() for item in items}
    assert mapped - listed == set()


def test_every_method_of_a_socket_but_few_succeeds_in_a_golden_script() -> None:
    """The others need a kernel with DCCP or a packet filter, or privileges."""
    succeeded = {
        operation.partition("=")[0].rpartition(".")[2]
        for row in SCRIPTS
        for operation, text in operations(row)
        if text.startswith("Ok(") and text != "Ok(waits)"
    }
    methods = {row.name for row in rows() if row.item == "socket2::Socket"}
    assert {name for name in methods - succeeded if "dccp" not in name} == {
        *("original_dst_v4", "original_dst_v6", "busy_poll", "set_busy_poll", "set_mark"),
        *("set_ip_transparent_v4", "set_ip_transparent_v6"),
        *("set_header_included_v4", "set_header_included_v6"),
    }


# The crate itself, where it is there.


@pytest.fixture(scope="module")
def values() -> Iterator[oracle.Oracle]:
    crates.skip_without(crates.CRATES["socket2"])
    with oracle.Oracle("socket2_values") as process:
        yield process


@pytest.fixture(scope="module")
def scripts() -> Iterator[oracle.Oracle]:
    crates.skip_without(crates.CRATES["socket2"])
    with oracle.Oracle("socket2_scripts") as process:
        yield process


def compare_values(crate: oracle.Oracle, examples: int) -> None:
    @settings(max_examples=share(examples))
    @given(question=questions)
    def have_the_same_answers(question: str) -> None:
        assert answer(question) == with_path_of_python(crate.ask(question)["answer"])

    have_the_same_answers()


def with_path_of_python(found: object) -> object:
    """Returns an answer whose path is as Python's `Path` has it: no slash at its end, no `//`."""

    def of_python(path: re.Match[str]) -> str:
        return os.fsencode(Path(os.fsdecode(bytes.fromhex(path[0])))).hex()

    text = re.sub(r'(?<="as_pathname": ")\w+', of_python, json.dumps(found))
    changed: object = json.loads(text)
    return changed


def compare_scripts(crate: oracle.Oracle, drawn: st.SearchStrategy[str], examples: int) -> None:
    @settings(max_examples=share(examples))
    @given(script=drawn)
    def have_the_same_answers(script: str) -> None:
        assert answers(script) == crate.ask(script)["answers"]

    have_the_same_answers()


@oracle.needs_rustc
def test_what_depends_on_the_machine_is_the_same_on_one(scripts: oracle.Oracle) -> None:
    for script in (str(row["script"]) for row in SCRIPTS if "?" in str(row["script"])):
        crate = cast("list[str]", scripts.ask(script)["answers"])
        triples = zip(script.split(" "), answers(script), crate, strict=True)
        wrong = [triple for triple in triples if triple[1] != triple[2] and not differs(triple[0])]
        assert (script, wrong) == (script, [])


def differs(operation: str) -> bool:
    """Returns True for an operation with a difference that depends on the machine."""
    return operation.removeprefix("?") in {"a.tcp_congestion", "a.header_included_v6"}


DCCP_SCRIPT: Final = (
    "new=a,2,1,none a.dccp_service a.set_dccp_service=1380013139 a.set_dccp_ccid=2 a.dccp_tx_ccid"
    " a.dccp_xx_ccid a.set_dccp_server_timewait=1 a.set_dccp_send_cscov=4 a.dccp_send_cscov"
    " a.set_dccp_recv_cscov=4 a.dccp_recv_cscov a.set_dccp_qpolicy_txqlen=9 a.dccp_qpolicy_txqlen"
    " a.dccp_cur_mps a.cpu_affinity a.set_cpu_affinity=2"
)


@oracle.needs_rustc
@strace.needs_strace
def test_options_that_the_kernel_lacks_are_asked_for_as_by_the_crate(tmp_path: Path) -> None:
    """Of DCCP there is nothing else to compare: Linux 6.16 has removed it."""
    crates.skip_without(crates.CRATES["socket2"])
    call = f"from tests.support.socket2_scripts import answers; answers({DCCP_SCRIPT!r})"
    root = Path(__file__).parents[2]
    by_crate = options_called(tmp_path, [oracle.program("socket2_scripts"), "serve"])
    by_stdnet = options_called(tmp_path, [sys.executable, "-c", call], cwd=root)
    assert len(by_crate) == DCCP_SCRIPT.count(" ")
    assert by_stdnet == by_crate


def options_called(
    folder: Path, command: Sequence[str | Path], cwd: Path | None = None
) -> list[str]:
    """Runs a command under strace; returns its calls of `getsockopt` and `setsockopt`."""
    log = folder / "log"
    traced = [*strace.STRACE, "-e", "trace=getsockopt,setsockopt", "-o", log, *command]
    question = f"{DCCP_SCRIPT}\n"
    subprocess.run(
        traced, check=True, input=question, stdout=subprocess.DEVNULL, text=True, cwd=cwd
    )
    calls = re.findall(r"[gs]etsockopt\(\d+, .*", log.read_text(encoding="utf-8"))
    return [re.sub(r"0x[0-9a-f]+|(?<=opt\()\d+", "_", call) for call in calls]


@oracle.needs_rustc
def test_any_value_is_that_of_the_crate(values: oracle.Oracle) -> None:
    compare_values(values, 200)


@oracle.needs_rustc
def test_any_options_have_the_answers_of_the_crate(scripts: oracle.Oracle) -> None:
    compare_scripts(scripts, option_scripts, 100)


@oracle.needs_rustc
def test_any_exchange_has_the_answers_of_the_crate(scripts: oracle.Oracle) -> None:
    compare_scripts(scripts, exchanges, 100)


@pytest.mark.long
@pytest.mark.timeout(1200)
@oracle.needs_rustc
def test_many_questions_have_the_answers_of_the_crate() -> None:
    crates.fetch_or_skip(crates.CRATES["socket2"])
    with oracle.Oracle("socket2_values") as values, oracle.Oracle("socket2_scripts") as scripts:
        compare_values(values, 10_000)
        compare_scripts(scripts, option_scripts, 5000)
        compare_scripts(scripts, exchanges, 5000)
