"""Runs programs under strace, and compares the system calls on their sockets and pipes.

Descriptors and the ports that the kernel chose differ from run to run; they become `#0`, `#1`, … in
the order in which they appear. Where Rust and CPython use two calls for the same thing, Rust's is
shown for both.
"""

import functools
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

Steps = dict[str, list[str]]
"""The calls of each step. A program marks a step by a `chdir` to `/step/NAME`, which fails."""

STRACE = ("strace", "-f", "--seccomp-bpf")
"""The command. The kernel stops a program only at those system calls that are traced.

Without the option it stops at every call, and a program takes five times as long to begin.
"""

CALLS = (
    "%network,pipe,pipe2,fcntl,ioctl,poll,ppoll,close,dup,dup2,dup3,read,write,readv,writev,chdir"
    ",epoll_create1,epoll_ctl,epoll_wait,epoll_pwait,eventfd2"
)
_FILE = r"<(?:(?:socket|pipe):\[\d+\]|anon_inode:\[event(?:poll|fd)\])>"
DESCRIPTOR = re.compile(rf"\d+(?={_FILE})")


@functools.cache
def why_not() -> str:
    """Returns why nothing can be traced here, or an empty text."""
    if shutil.which("strace") is None:
        return "no strace on this machine"
    tried = subprocess.run([*STRACE, "-o", os.devnull, "true"], capture_output=True, text=True)
    return f"strace may not trace: {tried.stderr.strip()}" if tried.returncode else ""


needs_strace = pytest.mark.skipif(bool(why_not()), reason=why_not())


def trace(*command: str | Path, environment: Mapping[str, str]) -> Steps:
    """Runs a program; returns the system calls of each of its steps."""
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as log:
        # -y shows the kind of file behind each descriptor.
        strace = [*STRACE, "-y", "-e", f"trace={CALLS}", "-o", log.name]
        subprocess.run([*strace, *command], check=True, env=environment, timeout=30)
        lines = log.read().splitlines()
    steps = Steps()
    calls = list[str]()
    names = dict[str, str]()
    for line in lines:
        _, _, call = line.partition(" ")
        if mark := re.match(r' *chdir\("/step/([^"]*)"', call):
            calls = steps.setdefault(mark[1], [])
        elif DESCRIPTOR.search(call):
            call = canonical(name_descriptors(call.strip(), names))
            # A `poll` ends a little early or not, by chance, and is then made again.
            if calls[-1:] != [call] or not call.endswith("(Timeout)"):
                calls.append(call)
    return steps


def name_descriptors(call: str, names: dict[str, str]) -> str:
    """Returns the call with a name for each descriptor and port."""

    def name(found: re.Match[str]) -> str:
        # Both programs get the lowest free descriptor, so one that is reused keeps its name.
        return names.setdefault(found[0], f"#{len(names)}")

    call = re.sub(DESCRIPTOR, name, call)
    return re.sub(r"(?<=htons\()\d{4,5}(?=\))", name, call)


def canonical(call: str) -> str:
    """Returns the call as Rust would make it, without what differs from run to run."""
    for pattern, written in _EQUIVALENT:
        call = re.sub(pattern, written, call)
    return call


def without_getsockname(calls: Iterable[str]) -> Iterator[str]:
    """Leaves out the `getsockname` with which CPython finds the family of a new descriptor."""
    adopted = list[str]()
    for call in calls:
        if adopted and call.startswith(f"getsockname({adopted[0]}, "):
            del adopted[0]
            continue
        yield call
        new = re.match(r"(?:accept4|fcntl)\(.* = (#\d+)$|socketpair\(.*\[(#\d+), (#\d+)\]", call)
        adopted = [name for name in new.groups() if name] if new else []


def unix_calls_of_rust(calls: Iterable[str]) -> Iterator[str]:
    """Replaces calls on Unix sockets by Rust's equivalents, and leaves out those CPython adds."""
    last = ""
    for call in calls:
        # CPython takes an interrupted `connect` for done, so stdnet checks that it is.
        if last.startswith("connect(") and call.startswith("getpeername("):
            last = ""
            continue
        # CPython finds the family of both ends of a pair.
        if last.startswith("socketpair(") and call.startswith("getsockname("):
            continue
        last = call
        for pattern, replacement in _UNIX_EQUIVALENTS:
            call = re.sub(pattern, replacement, call)  # noqa: PLW2901 - step by step
        yield call


def read_as_readv(call: str) -> str:
    """Replaces `read` by `readv` into one buffer, as CPython's `read` makes a buffer of its own."""
    pattern, replacement = (
        r"^read\((\S+), (.*), (\d+)\)",
        r"readv(\1, [{iov_base=\2, iov_len=\3}], 1)",
    )
    return canonical(re.sub(pattern, replacement, call))


_EQUIVALENT = (
    (_FILE, ""),
    (r"\) += ", ") = "),
    (r"0x[0-9a-f]+", "ADDRESS"),
    # The room for the peer's address, and how much of it is used.
    (r"\[\d+ => (\d+)\]", r"[\1]"),
    (r"ADDRESS, \[\d+\]", "ADDRESS, [ROOM]"),
    # `writev` can raise SIGPIPE. Rust's runtime ignores that signal, and stdnet uses `sendmsg` with
    # MSG_NOSIGNAL instead.
    (
        r"sendmsg\((\S+), .*msg_iov=(.*), msg_iovlen=(\d+), .*, MSG_NOSIGNAL\)",
        r"writev(\1, \2, \3)",
    ),
    # CPython's `recv` makes no call for an empty buffer, so stdnet uses `recvmsg`.
    (
        r'recvmsg\((\S+), .*msg_iov=\[\{iov_base="", iov_len=0\}\], .*\}, (\w+)\)',
        r'recvfrom(\1, "", 0, \2, NULL, NULL)',
    ),
    (r"recvmsg\((\S+), .*msg_iov=(.*), msg_iovlen=(\d+), .*\}, 0\)", r"readv(\1, \2, \3)"),
    # One empty buffer, or no buffer.
    (r'\[\{iov_base="", iov_len=0\}\], 1\)', "[], 0)"),
    # The milliseconds that are left, and the descriptor that `poll` repeats in its result.
    (r"(?<=POLLOUT\}\], 1, )(59\d{3}|60000)\b", "MINUTE"),
    (r"(?<=POLLOUT\}\], 1, )\d+", "MOMENT"),
    (r"\{fd=\d+, revents", "{revents"),
)

_UNIX_EQUIVALENTS = (
    (r", 2147483647\) =", ", -1) ="),  # The maximum backlog of the kernel.
    (r"^write\((.*)\) =", r"sendto(\1, MSG_NOSIGNAL, NULL, 0) ="),  # stdnet avoids SIGPIPE.
    (
        r"^sendmsg\((\S+), .*msg_iov=(.*), msg_iovlen=(\d+), .*\}, 0\)",
        r"writev(\1, \2, \3)",
    ),
    (r"pid=\d+", "pid=PID"),
)
