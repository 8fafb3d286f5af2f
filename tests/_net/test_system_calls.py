"""stdnet makes the system calls that Rust makes, with the same arguments, in the same order.

`tests/oracle/syscalls.rs` and `tests/oracle/syscalls.py` are the same program in both languages.
"""

import os
import re
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import stdnet
from stdnet import IpAddr, SocketAddr
from tests.support import oracle
from tests.support.strace import (
    Steps,
    needs_strace,
    read_as_readv,
    trace,
    unix_calls_of_rust,
    without_getsockname,
)

pytestmark = [needs_strace, oracle.needs_rustc]

# So that the program imports the stdnet under test.
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(stdnet.__file__).parents[1])}


def rust(*words: str) -> Steps:
    """Returns the system calls of the program in Rust."""
    return trace(oracle.program("syscalls"), *words, environment=ENVIRONMENT)


def python(*words: str) -> Steps:
    """Returns the system calls of the program in Python, without those that CPython adds."""
    program = oracle.ORACLE / "syscalls.py"
    steps = trace(sys.executable, "-P", program, *words, environment=ENVIRONMENT)
    return {step: list(without_getsockname(calls)) for step, calls in steps.items()}


@pytest.fixture
def full(each_ip: IpAddr.V4 | IpAddr.V6) -> Iterator[SocketAddr]:
    """Yields the address of a listener whose backlog is full."""
    family = socket.AF_INET if each_ip.is_ipv4() else socket.AF_INET6
    with socket.create_server((str(each_ip), 0), family=family, backlog=0) as listener:
        name = listener.getsockname()[:2]
        with socket.create_connection(name):
            yield SocketAddr(each_ip, name[1])


@pytest.mark.parametrize("scenario", ["talk", "options", "datagrams"])
def test_ip_sockets_make_the_system_calls_of_rust(
    scenario: str, each_ip: IpAddr.V4 | IpAddr.V6
) -> None:
    assert python(scenario, str(each_ip)) == rust(scenario, str(each_ip))


def test_failing_calls_are_those_of_rust(each_ip: IpAddr.V4 | IpAddr.V6, full: SocketAddr) -> None:
    words = "fail", str(each_ip), str(full)
    assert python(*words) == rust(*words)


def test_the_traces_contain_every_system_call(full: SocketAddr) -> None:
    # So that two empty traces are not found equal.
    ip = str(full.ip())
    words = [("talk", ip), ("options", ip), ("datagrams", ip), ("fail", ip, str(full))]
    scenarios = [rust(*each) for each in words]
    seen = "\n".join(call for steps in scenarios for calls in steps.values() for call in calls)
    assert set(re.findall(r"^\w+", seen, re.MULTILINE)) == {
        *("accept4", "bind", "close", "connect", "fcntl", "getpeername", "getsockname"),
        *("getsockopt", "ioctl", "listen", "poll", "readv", "recvfrom", "sendto", "setsockopt"),
        *("shutdown", "socket", "writev"),
    }
    for part in (
        *("SOCK_CLOEXEC", "SOCK_DGRAM", "SO_REUSEADDR", "MSG_NOSIGNAL", "MSG_PEEK"),
        *("F_DUPFD_CLOEXEC", "MINUTE", "IP_ADD_MEMBERSHIP", "EMSGSIZE", "ECONNREFUSED"),
    ):
        assert part in seen


def test_the_getsockname_of_cpython_is_left_out_once() -> None:
    getsockname = "getsockname(#5, NAME) = 0"
    for new in (
        "accept4(#3, NAME, [16], SOCK_CLOEXEC) = #5",
        "fcntl(#3, F_DUPFD_CLOEXEC, 3) = #5",
    ):
        calls = [new, getsockname, getsockname]
        assert list(without_getsockname(calls)) == [new, getsockname]
    others = ["accept4(#3, NAME, [16], SOCK_CLOEXEC) = #6", getsockname]
    assert list(without_getsockname(others)) == others


def test_unix_sockets_make_the_system_calls_of_rust(tmp_path: Path) -> None:
    theirs = trace_unix_sockets(rust, tmp_path / "a")
    assert trace_unix_sockets(python, tmp_path / "b") == theirs
    assert "MSG_CMSG_CLOEXEC" in str(theirs)
    assert "SO_PEERCRED" in str(theirs)


def trace_unix_sockets(program: Callable[..., Steps], folder: Path) -> Steps:
    """Returns the system calls on Unix sockets in a new folder, which is called `/x`."""
    folder.mkdir()
    steps = program("unix", str(folder))
    return {
        step: [call.replace(str(folder), "/x") for call in unix_calls_of_rust(calls)]
        for step, calls in steps.items()
    }


def test_pipes_make_the_system_calls_of_rust() -> None:
    theirs = {step: list(map(read_as_readv, calls)) for step, calls in rust("pipes").items()}
    assert python("pipes") == theirs
    assert theirs["pipe"] == ["pipe2([#0, #1], O_CLOEXEC) = 0"]
    assert len(theirs["read"]) == 5
    assert "EPIPE" in theirs["nobody reads"][2]
    assert theirs["end"][-1] == "close(#0) = 0"
