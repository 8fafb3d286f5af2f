"""Scripts of operations on TCP sockets, compared with Rust.

`tests/oracle/tcp.rs` describes the operations.
"""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from tests.support import oracle
from tests.support.once import share
from tests.support.strategies import scripts
from tests.support.tcp_scripts import answers


@pytest.mark.parametrize("row", oracle.golden("tcp"))
def test_the_golden_scripts_have_the_answers_of_rust(row: oracle.Answer) -> None:
    assert answers(str(row["script"])) == row["answers"], row["script"]


@pytest.fixture(scope="module")
def rust() -> Iterator[oracle.Oracle]:
    with oracle.Oracle("tcp") as process:
        yield process


each_ip_version = pytest.mark.parametrize("ip", ["4", "6"])


def compare(rust: oracle.Oracle, ip: str, *names: str, examples: int = 150) -> None:
    """Compares the answers to scripts in which half of the operations are `names`."""

    @settings(max_examples=share(examples))
    @given(script=scripts(ip, *names))
    def have_the_same_answers(script: str) -> None:
        assert answers(script) == rust.ask(script)["answers"]

    have_the_same_answers()


@oracle.needs_rustc
@each_ip_version
def test_scripts_of_bind_have_the_answers_of_rust(rust: oracle.Oracle, ip: str) -> None:
    compare(rust, ip, "bind", "local", "close")


@oracle.needs_rustc
@each_ip_version
def test_scripts_of_connect_have_the_answers_of_rust(rust: oracle.Oracle, ip: str) -> None:
    compare(rust, ip, "connect", "connect_timeout", "peer", "local", "debug")


@oracle.needs_rustc
@each_ip_version
def test_scripts_of_accept_have_the_answers_of_rust(rust: oracle.Oracle, ip: str) -> None:
    compare(rust, ip, "accept", "connect", "nonblocking")


@oracle.needs_rustc
@each_ip_version
def test_scripts_of_incoming_have_the_answers_of_rust(rust: oracle.Oracle, ip: str) -> None:
    compare(rust, ip, "incoming", "into_incoming", "connect", "nonblocking")


@oracle.needs_rustc
@each_ip_version
def test_scripts_of_read_have_the_answers_of_rust(rust: oracle.Oracle, ip: str) -> None:
    reads = ["read", "peek", "read_exact", "read_to_end", "read_to_string", "read_vectored"]
    compare(rust, ip, *reads, "write", "shutdown", "close")


@oracle.needs_rustc
@each_ip_version
def test_scripts_of_write_have_the_answers_of_rust(rust: oracle.Oracle, ip: str) -> None:
    compare(rust, ip, "write", "write_all", "write_vectored", "read", "shutdown", "close")


@oracle.needs_rustc
@each_ip_version
def test_any_script_has_the_answers_of_rust(rust: oracle.Oracle, ip: str) -> None:
    compare(rust, ip)


@oracle.needs_rustc
@pytest.mark.long
@pytest.mark.timeout(1200)
@each_ip_version
def test_many_scripts_have_the_answers_of_rust(rust: oracle.Oracle, ip: str) -> None:
    compare(rust, ip, examples=2000)
