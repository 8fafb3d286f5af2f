"""`stdnet.mio` makes the system calls of the crate mio, with the same arguments, in the same order.

Both carry out the scenarios of `tests/oracle/mio_scripts.rs`, but those with other events: see
`test_against_crate.py`. `DIFFERENT` has what CPython, or stdnet, does otherwise.
"""

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from pathlib import Path
from typing import Final

import pytest

import stdnet
from tests.mio.test_against_crate import DIFFERENT as DIFFERENT_EVENTS
from tests.support import crates, oracle
from tests.support.strace import (
    Steps,
    needs_strace,
    read_as_readv,
    trace,
    unix_calls_of_rust,
    without_getsockname,
)

pytestmark = [needs_strace, oracle.needs_rustc]

Same = Callable[[Iterable[str]], Iterator[str]]
"""Changes calls so that they are those of the crate."""

# Without those of several threads, whose calls come in any order.
SCENARIOS: Final = [
    row
    for row in oracle.golden("mio_scripts")[1:]
    if row["scenario"] not in {each.scenario for each in DIFFERENT_EVENTS}
    and "poll_woken" not in str(row["script"])
]
SCRIPTS: Final = [str(row["script"]) for row in SCENARIOS]

# So that the program imports the stdnet under test, and then its own modules.
_PATHS: Final = [
    str(Path(module).parents[1]) for module in (stdnet.__file__, Path(__file__).parent)
]
ENVIRONMENT: Final = {**os.environ, "PYTHONPATH": os.pathsep.join(_PATHS)}

NOT_COMPARED: Final = {
    "fill": "how often it writes depends on how fast the data arrives",
    "drain": "how often it reads does, too",
    "poll_max": "milliseconds are a C `int`: the longest is 24 days, and the crate's wrap round",
    "reset": "mio has no method for it",
    "send_out_of_band": "mio has no method for it",
    "from_std": "the calls are those of std",
    "into_std": "`repr` makes calls of std",
    "debug": "`repr` of a listener asks for the address of a peer, too",
    "p.poll=0": "Python's epoll refuses a capacity of 0, so stdnet makes no call",
}
"""Operations whose system calls may differ, and why."""


def in_one_form(calls: Iterable[str]) -> Iterator[str]:
    """Replaces what differs from run to run, or has two forms: the calls of both are changed."""
    for call in map(read_as_readv, unix_calls_of_rust(calls)):
        # CPython registers the descriptor, and not the token, as the data of an event.
        changed = re.sub(r"data=\{u32=\d+, u64=\d+\}", "data=TOKEN", call)
        changed = re.sub(r"\d+<(/[^>]*)?/file>", "FILE", changed)
        changed = re.sub(r"@\"stdnet-\d+\"", "NAME", changed)
        # strace does not show the buffers of a `recvmsg` that fails.
        yield re.sub(r"(recvmsg|readv)\((#\d+), .*\) = -1", r"readv(\2) = -1", changed)


def event_to_deregister(calls: Iterable[str]) -> Iterator[str]:
    """CPython passes an event where the crate passes NULL, and the kernel looks at neither."""
    for call in calls:
        yield re.sub(r"(EPOLL_CTL_DEL, \S+), \S+\)", r"\1, NULL)", call)


def mode_of_accepted(calls: Iterable[str]) -> Iterator[str]:
    """CPython's `accept` passes SOCK_CLOEXEC only, so stdnet sets the mode by a second call."""
    mode = ""
    for call in calls:
        if new := re.fullmatch(r"(accept4\(.*, SOCK_CLOEXEC)(\) = (\S+).*)", call):
            mode = f"ioctl({new[3]}, FIONBIO, [1]) = 0"
            yield f"{new[1]}|SOCK_NONBLOCK{new[2]}"
        elif call != mode:
            yield call
            mode = ""


def deregistered_before_close(calls: Iterable[str]) -> Iterator[str]:
    """stdnet deregisters what it closes, as it keeps the tokens of the open descriptors."""
    for call, after in pairwise([*calls, ""]):
        gone = re.fullmatch(r"epoll_ctl\(#\d+, EPOLL_CTL_DEL, (#\d+), NULL\) = 0", call)
        if gone is None or after != f"close({gone[1]}) = 0":
            yield call


DIFFERENT: Final[list[Same]] = [
    event_to_deregister,
    mode_of_accepted,
    deregistered_before_close,
]
"""What CPython, or stdnet, does otherwise."""


def operations() -> dict[str, tuple[str, str]]:
    """Returns the scenario and the operation of each step that is compared."""
    return {
        f"{i}.{j}": (str(row["scenario"]), operation)
        for i, row in enumerate(SCENARIOS)
        for j, operation in enumerate(str(row["script"]).split(" "))
        if not {operation, *re.split(r"[.=]", operation)} & NOT_COMPARED.keys()
    }


@pytest.fixture(scope="module")
def of_the_crate() -> Steps:
    crates.skip_without(crates.CRATES["mio"])
    return trace(oracle.program("mio_scripts"), "trace", *SCRIPTS, environment=ENVIRONMENT)


@pytest.fixture(scope="module")
def of_stdnet() -> Steps:
    program = sys.executable, "-P", "-m", "tests.support.mio_scripts"
    steps = trace(*program, *SCRIPTS, environment=ENVIRONMENT)
    return {step: list(without_getsockname(calls)) for step, calls in steps.items()}


def calls_of_operations(steps: Steps, same: Sequence[Same]) -> Steps:
    """Returns the calls of the operations that are compared, after what is taken for the same."""
    found = Steps()
    for step in operations():
        calls: Iterable[str] = in_one_form(steps.get(step, []))
        for change in same:
            calls = change(calls)
        found[step] = list(calls)
    return dict(renamed(found))


def renamed(steps: Steps) -> Iterator[tuple[str, list[str]]]:
    """Names descriptors and ports anew in each scenario: a later one may have the same port."""
    for _, group in groupby(steps.items(), lambda step: step[0].partition(".")[0]):
        names = dict[str, str]()
        for step, calls in group:
            yield step, [_renamed(call, names) for call in calls]


def _renamed(call: str, names: dict[str, str]) -> str:
    return re.sub(r"#\d+", lambda name: names.setdefault(name[0], f"#{len(names)}"), call)


def test_the_system_calls_are_those_of_the_crate(of_the_crate: Steps, of_stdnet: Steps) -> None:
    theirs = calls_of_operations(of_the_crate, [])
    ours = calls_of_operations(of_stdnet, DIFFERENT)
    wrong = [
        (operation, ours[step], theirs[step])
        for step, operation in operations().items()
        if ours[step] != theirs[step]
    ]
    assert wrong == []


def test_every_difference_is_there(of_stdnet: Steps) -> None:
    changed = calls_of_operations(of_stdnet, DIFFERENT)
    for same in DIFFERENT:
        others = [each for each in DIFFERENT if each is not same]
        assert calls_of_operations(of_stdnet, others) != changed, same.__name__


def test_the_traces_contain_every_system_call(of_the_crate: Steps) -> None:
    # So that two empty traces are not found equal.
    steps = calls_of_operations(of_the_crate, [])
    seen = "\n".join(call for calls in steps.values() for call in calls)
    assert set(re.findall(r"^\w+", seen, re.MULTILINE)) >= {
        *("accept4", "bind", "close", "connect", "epoll_create1", "epoll_ctl", "eventfd2"),
        *("fcntl", "getpeername", "getsockname", "getsockopt", "ioctl", "listen", "pipe2", "readv"),
        *("recvfrom", "sendto", "setsockopt", "shutdown", "socket", "socketpair", "writev"),
    }
    for part in (
        *(", 128) = 0", ", -1) = 0", "EFD_CLOEXEC|EFD_NONBLOCK", "EPOLL_CTL_MOD"),
        *("EPOLLIN|EPOLLRDHUP|EPOLLET", "EPOLLOUT|EPOLLET", "EPOLLPRI|EPOLLET", "EPOLL_CLOEXEC"),
        *("SOCK_CLOEXEC|SOCK_NONBLOCK", "O_NONBLOCK|O_CLOEXEC", "F_DUPFD_CLOEXEC"),
    ):
        assert part in seen
