"""TCP, operation by operation, with Rust as the judge.

`tests/oracle/tcp.rs` describes the scripts.
"""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from tests.support import oracle
from tests.support.scripts import answers
from tests.support.strategies import scripts


@pytest.mark.parametrize("row", oracle.golden("tcp"))
def test_answers_are_rusts(row: oracle.Answer) -> None:
    assert answers(str(row["script"])) == row["answers"], row["script"]


@pytest.fixture(scope="module")
def rust() -> Iterator[oracle.Oracle]:
    with oracle.Oracle("tcp") as process:
        yield process


each_ip_version = pytest.mark.parametrize("ip", ["4", "6"])


def compare(rust: oracle.Oracle, ip: str, *names: str, examples: int = 150) -> None:
    """Asks Rust scripts in which operations of these names abound."""

    @settings(max_examples=examples)
    @given(script=scripts(ip, *names))
    def same(script: str) -> None:
        assert answers(script) == rust.ask(script)["answers"]

    same()


@oracle.needs_rustc
@each_ip_version
def test_bind_answers_what_rusts_answers(rust: oracle.Oracle, ip: str) -> None:
    compare(rust, ip, "bind", "local", "close")


@oracle.needs_rustc
@each_ip_version
def test_connect_answers_what_rusts_answers(rust: oracle.Oracle, ip: str) -> None:
    compare(rust, ip, "connect", "connect_timeout", "peer", "local", "debug")


@oracle.needs_rustc
@each_ip_version
def test_accept_answers_what_rusts_answers(rust: oracle.Oracle, ip: str) -> None:
    compare(rust, ip, "accept", "connect", "nonblocking")


@oracle.needs_rustc
@each_ip_version
def test_incoming_answers_what_rusts_answers(rust: oracle.Oracle, ip: str) -> None:
    compare(rust, ip, "incoming", "into_incoming", "connect", "nonblocking")


@oracle.needs_rustc
@each_ip_version
def test_read_answers_what_rusts_answers(rust: oracle.Oracle, ip: str) -> None:
    reads = ["read", "peek", "read_exact", "read_to_end", "read_to_string", "read_vectored"]
    compare(rust, ip, *reads, "write", "shutdown", "close")


@oracle.needs_rustc
@each_ip_version
def test_write_answers_what_rusts_answers(rust: oracle.Oracle, ip: str) -> None:
    compare(rust, ip, "write", "write_all", "write_vectored", "read", "shutdown", "close")


@oracle.needs_rustc
@each_ip_version
def test_any_script_answers_what_rusts_answers(rust: oracle.Oracle, ip: str) -> None:
    compare(rust, ip)


@oracle.needs_rustc
@pytest.mark.long
@pytest.mark.timeout(1200)
@each_ip_version
def test_many_scripts_answer_what_rusts_answer(rust: oracle.Oracle, ip: str) -> None:
    compare(rust, ip, examples=2000)
