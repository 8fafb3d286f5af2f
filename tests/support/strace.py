"""The system calls that a program makes on its sockets and pipes, as strace shows them.

What differs from run to run is named by its order: descriptors, and the ports that the system
chose. What Rust and CPython say in two ways that come to the same is written in Rust's.
"""

import functools
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest

Steps = dict[str, list[str]]
"""The calls after each step: a change of the directory to `/step/NAME`, which fails."""

_CALLS = (
    "%network,pipe,pipe2,fcntl,ioctl,poll,ppoll,close,dup,dup2,dup3,read,write,readv,writev,chdir"
)
_DESCRIPTOR = re.compile(r"\d+(?=<(?:socket|pipe):\[\d+\]>)")


@functools.cache
def why_not() -> str:
    """Why nothing can be traced here, if so."""
    if shutil.which("strace") is None:
        return "no strace on this machine"
    tried = subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, text=True)
    return f"strace may not trace: {tried.stderr.strip()}" if tried.returncode else ""


needs_strace = pytest.mark.skipif(bool(why_not()), reason=why_not())


def trace(*command: str | Path, environment: Mapping[str, str]) -> Steps:
    """Runs a program; the calls of each of its steps."""
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as log:
        # -y shows with each descriptor what it is of.
        strace = ["strace", "-f", "-y", "-e", f"trace={_CALLS}", "-o", log.name]
        subprocess.run([*strace, *command], check=True, env=environment, timeout=30)
        lines = log.read().splitlines()
    steps = Steps()
    calls = list[str]()
    names = dict[str, str]()
    for line in lines:
        _, _, call = line.partition(" ")
        if mark := re.match(r' *chdir\("/step/([^"]*)"', call):
            calls = steps.setdefault(mark[1], [])
        elif _DESCRIPTOR.search(call):
            call = canonical(name_descriptors(call.strip(), names))
            # How often the time that is left was less than the clock can tell is chance.
            if calls[-1:] != [call] or not call.endswith("(Timeout)"):
                calls.append(call)
    return steps


def name_descriptors(call: str, names: dict[str, str]) -> str:
    """The call with a name for each descriptor and port."""

    def name(found: re.Match[str]) -> str:
        # Both programs get the lowest number that is free: one that is reused keeps its name.
        return names.setdefault(found[0], f"#{len(names)}")

    call = re.sub(_DESCRIPTOR, name, call)
    return re.sub(r"(?<=htons\()\d{4,5}(?=\))", name, call)


def canonical(call: str) -> str:
    """The call as Rust would make it, without what is chance."""
    for pattern, written in _EQUIVALENT:
        call = re.sub(pattern, written, call)
    return call


_EQUIVALENT = (
    (r"<(?:socket|pipe):\[\d+\]>", ""),
    (r"\) += ", ") = "),
    (r"0x[0-9a-f]+", "ADDRESS"),
    # The room for the name of a peer, of which some is used.
    (r"\[\d+ => (\d+)\]", r"[\1]"),
    (r"ADDRESS, \[\d+\]", "ADDRESS, [ROOM]"),
    # stdnet sends no SIGPIPE, whatever the program asked for; `writev` would. Rust has that
    # signal ignored from the start.
    (
        r"sendmsg\((\S+), .*msg_iov=(.*), msg_iovlen=(\d+), .*, MSG_NOSIGNAL\)",
        r"writev(\1, \2, \3)",
    ),
    # CPython's `recv` asks for nothing where there is no room. Only one buffer is empty here.
    (
        r'recvmsg\((\S+), .*msg_iov=\[\{iov_base="", iov_len=0\}\], .*\}, (\w+)\)',
        r'recvfrom(\1, "", 0, \2, NULL, NULL)',
    ),
    (r"recvmsg\((\S+), .*msg_iov=(.*), msg_iovlen=(\d+), .*\}, 0\)", r"readv(\1, \2, \3)"),
    # One buffer with nothing in it, or none.
    (r'\[\{iov_base="", iov_len=0\}\], 1\)', "[], 0)"),
    # The milliseconds that are left, and the descriptor that is polled, once more.
    (r"(?<=POLLOUT\}\], 1, )(59\d{3}|60000)\b", "MINUTE"),
    (r"(?<=POLLOUT\}\], 1, )\d+", "MOMENT"),
    (r"\{fd=\d+, revents", "{revents"),
)
