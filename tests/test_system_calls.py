"""stdnet makes the system calls that Rust makes, with the same arguments, in the same order.

`tests/oracle/syscalls.rs` and `tests/oracle/syscalls.py` are the same program in both languages.
"""

import os
import re
import socket
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import stdnet
from stdnet import IpAddr, SocketAddr
from tests.support import oracle
from tests.support.strace import Steps, canonical, needs_strace, trace

pytestmark = [needs_strace, oracle.needs_rustc]

# Isolated from all but the stdnet under test.
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(stdnet.__file__).parents[1])}


def rust(*words: str) -> Steps:
    """What Rust does."""
    return trace(oracle.program("syscalls"), *words, environment=ENVIRONMENT)


def python(*words: str) -> Steps:
    """What stdnet does, but for what CPython does besides."""
    program = oracle.ORACLE / "syscalls.py"
    steps = trace(sys.executable, "-P", program, *words, environment=ENVIRONMENT)
    return {step: list(without_waiting(without_first_look(calls))) for step, calls in steps.items()}


_WAITING = re.compile(
    r"fcntl\(\S+, F_GETFL\)|getsockopt\(\S+, SOL_SOCKET, SO_(RCV|SND)TIMEO_OLD|poll\("
)


def without_waiting(calls: Iterable[str]) -> Iterator[str]:
    """Leaves out how stdnet waits for as long as a time-out says.

    Rust leaves that to the kernel, whose time-out begins anew after each signal.
    """
    asked = False
    for call in calls:
        if not (asked and _WAITING.match(call)):
            asked = "MSG_DONTWAIT" in call
            yield re.sub(r"MSG_DONTWAIT\||\|MSG_DONTWAIT", "", call).replace("MSG_DONTWAIT", "0")


def without_first_look(calls: list[str]) -> Iterator[str]:
    """Leaves out the one getsockname that CPython makes on each descriptor it takes over."""
    taken = ""
    for call in calls:
        if not (taken and call.startswith(f"getsockname({taken}, ")):
            yield call
        made = re.match(r"(?:accept4|fcntl)\(.* = (#\d+)$", call)
        taken = made[1] if made else ""


@pytest.fixture
def full(each_ip: IpAddr.V4 | IpAddr.V6) -> Iterator[SocketAddr]:
    """The address of a listener with no room for another connection."""
    family = socket.AF_INET if each_ip.is_ipv4() else socket.AF_INET6
    with socket.create_server((str(each_ip), 0), family=family, backlog=0) as listener:
        name = listener.getsockname()[:2]
        with socket.create_connection(name):
            yield SocketAddr(each_ip, name[1])


@pytest.mark.parametrize("scenario", ["talk", "options", "datagrams"])
def test_system_calls(scenario: str, each_ip: IpAddr.V4 | IpAddr.V6) -> None:
    assert python(scenario, str(each_ip)) == rust(scenario, str(each_ip))


def test_system_calls_that_fail(each_ip: IpAddr.V4 | IpAddr.V6, full: SocketAddr) -> None:
    words = "fail", str(each_ip), str(full)
    assert python(*words) == rust(*words)


def test_every_call_is_seen(full: SocketAddr) -> None:
    """Lest two empty traces be found equal."""
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


def test_the_first_look_of_cpython_is_left_out_once() -> None:
    look = "getsockname(#5, NAME) = 0"
    for made in (
        "accept4(#3, NAME, [16], SOCK_CLOEXEC) = #5",
        "fcntl(#3, F_DUPFD_CLOEXEC, 3) = #5",
    ):
        assert list(without_first_look([made, look, look])) == [made, look]
    others = ["accept4(#3, NAME, [16], SOCK_CLOEXEC) = #6", look]
    assert list(without_first_look(others)) == others


def in_words_of_rust(calls: list[str]) -> Iterator[str]:
    """What is said of Unix sockets in two ways that come to the same, or by CPython alone."""
    made = ""
    for call in calls:
        # CPython takes a connect that was interrupted for done, so stdnet looks.
        if made.startswith("connect(") and call.startswith("getpeername("):
            made = ""
            continue
        # CPython's first look at both ends of a pair.
        if made.startswith("socketpair(") and call.startswith("getsockname("):
            continue
        made = call
        for pattern, written in OF_UNIX:
            call = re.sub(pattern, written, call)  # noqa: PLW2901 - step by step
        yield call


OF_UNIX = (
    (r", 2147483647\) =", ", -1) ="),  # The most that the system allows.
    (r"^write\((.*)\) =", r"sendto(\1, MSG_NOSIGNAL, NULL, 0) ="),  # No signal.
    (
        r"^sendmsg\((\S+), .*msg_iov=(.*), msg_iovlen=(\d+), .*\}, 0\)",
        r"writev(\1, \2, \3)",
    ),
    (r"pid=\d+", "pid=PID"),
)


def test_system_calls_of_unix_sockets(tmp_path: Path) -> None:
    folders = {"rust": tmp_path / "a", "python": tmp_path / "b"}
    for folder in folders.values():
        folder.mkdir()
    theirs = rust("unix", str(folders["rust"]))
    ours = python("unix", str(folders["python"]))
    named = [
        {
            step: [call.replace(str(folder), "/x") for call in in_words_of_rust(steps[step])]
            for step in steps
        }
        for steps, folder in ((theirs, folders["rust"]), (ours, folders["python"]))
    ]
    assert named[1] == named[0]
    assert "MSG_CMSG_CLOEXEC" in str(named[0])
    assert "SO_PEERCRED" in str(named[0])


def into_one_of_several(call: str) -> str:
    """A `read` as one into a list of one buffer; a `read` of CPython makes a buffer of its own."""
    pattern, written = r"^read\((\S+), (.*), (\d+)\)", r"readv(\1, [{iov_base=\2, iov_len=\3}], 1)"
    return canonical(re.sub(pattern, written, call))


def test_system_calls_of_pipes() -> None:
    theirs = {step: list(map(into_one_of_several, calls)) for step, calls in rust("pipes").items()}
    assert python("pipes") == theirs
    assert theirs["pipe"] == ["pipe2([#0, #1], O_CLOEXEC) = 0"]
    assert len(theirs["read"]) == 5
    assert "EPIPE" in theirs["nobody reads"][2]
    assert theirs["end"][-1] == "close(#0) = 0"
