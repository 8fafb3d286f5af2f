"""Records the system calls that each method of a socket or pipe makes, with strace.

    python -m tests.site.record_system_calls

writes `tests/data/system_calls.tsv`. `marked_examples.py` runs the examples of all docstrings, and
`more_calls.py` for what they do not show, and marks the calls of public functions. A line is the
name of a method and its system calls: each once, in the order in which they come first, with the
option that it gets or sets. `getaddrinfo()` and its like stand for what the C library does there.

A method that is called several times is recorded by the first call that succeeds in its own
example, or else in another one.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from tests.site.counterparts import SYSTEM_CALLS
from tests.support.public_names import public_functions
from tests.support.rust_api import ROOT
from tests.support.strace import STRACE

CLASSES: Final = (
    *("stdnet.TcpListener", "stdnet.TcpStream", "stdnet.UdpSocket"),
    *("stdnet.Incoming", "stdnet.IntoIncoming", "stdnet.ReadHalf", "stdnet.WriteHalf"),
    *("stdnet.io.PipeReader", "stdnet.io.PipeWriter"),
    *("stdnet.os.fd.BorrowedFd", "stdnet.os.fd.OwnedFd"),
    *("stdnet.os.unix.net.Incoming", "stdnet.os.unix.net.UnixDatagram"),
    *("stdnet.os.unix.net.UnixListener", "stdnet.os.unix.net.UnixStream"),
    "stdnet.socket2.Socket",
    *("stdnet.mio.Poll", "stdnet.mio.Registry", "stdnet.mio.Waker", "stdnet.mio.unix.SourceFd"),
    *("stdnet.mio.net.TcpListener", "stdnet.mio.net.TcpStream", "stdnet.mio.net.UdpSocket"),
    *("stdnet.mio.net.UnixDatagram", "stdnet.mio.net.UnixListener", "stdnet.mio.net.UnixStream"),
    *("stdnet.mio.unix.pipe.Receiver", "stdnet.mio.unix.pipe.Sender"),
)
"""The classes whose methods are recorded. `SockRef` has the methods of `Socket`."""

FUNCTIONS: Final = (
    *("stdnet.hostname", "stdnet.io.pipe", "stdnet.mio.unix.pipe.new", "stdnet.to_socket_addrs"),
)
"""The functions that are recorded."""

TRACED: Final = (
    "%network,pipe2,fcntl,ioctl,poll,ppoll,close,dup,dup2,dup3,read,write,readv,writev,sendfile,"
    "splice,unlink,chdir,epoll_create1,epoll_ctl,epoll_wait,eventfd2"
)
MARK: Final = re.compile(r'chdir\("/(?P<kind>\w+)/?(?P<name>[^"]*)"')
OF_DESCRIPTOR: Final = re.compile(r"<(?:socket|pipe|anon_inode):\[\w+\]>|^unlink\(")

UNNAMED: Final = {"0x50": "SO_ORIGINAL_DST"}
"""Options for which strace has no name."""


@dataclass
class Call:
    """A call of a public function in an example."""

    function: str
    example: str
    result: str = ""
    """`ok` or `err`, once it has returned."""

    system_calls: list[str] = field(default_factory=list[str])

    def rank(self) -> tuple[bool, bool, bool]:
        """Returns what is the least for the call that shows best what the function does."""
        is_own = self.example.rpartition(".")[2] == self.function.rpartition(".")[2]
        return not self.system_calls, self.result != "ok", not is_own


def names() -> list[str]:
    """Returns the names of all methods and functions that are recorded."""
    found = {
        name
        for name, _ in public_functions()
        if "[" not in name  # An overload.
        and (name in FUNCTIONS or name.rpartition(".")[0] in CLASSES)
        and not re.search(r"\._(?!_next__)", name)
    }
    return sorted(found)


def calls_of(module: str) -> list[Call]:
    """Runs a program that marks its calls under strace, and returns these calls."""
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as log:
        strace = (*STRACE, "-y", "-e", f"trace={TRACED}", "-o", log.name)
        # Standard output is what the examples print.
        subprocess.run(
            (*strace, sys.executable, "-m", module),
            check=True,
            cwd=ROOT,
            timeout=60,
            stdout=subprocess.DEVNULL,
        )
        lines = log.read().splitlines()
    recorder = Recorder()
    for thread, call in complete(lines):
        recorder.read(thread, call)
    return recorder.calls


def complete(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yields the thread of each system call and the call, put together if another came between."""
    begun = dict[str, str]()
    for line in lines:
        thread, _, call = line.partition(" ")
        call = call.strip()
        if call.endswith("<unfinished ...>"):
            begun[thread] = call.removesuffix("<unfinished ...>")
        elif resumed := re.match(r"<\.\.\. \w+ resumed>", call):
            yield thread, begun.pop(thread) + call[resumed.end() :]
        else:
            yield thread, call


class Recorder:
    """Collects the calls of public functions from what strace shows."""

    def __init__(self) -> None:
        self.calls = list[Call]()
        self._example = ""
        self._current = dict[str, Call]()
        """The call that each thread is in."""
        self._in_library = set[str]()

    def read(self, thread: str, call: str) -> None:
        """Takes a mark, or a system call that may be one of a public function."""
        if mark := MARK.match(call):
            self._mark(thread, mark["kind"], mark["name"])
        elif (
            thread in self._current
            and thread not in self._in_library
            and OF_DESCRIPTOR.search(call)
            and (not self._current[thread].result or call.startswith("close("))
        ):
            self._current[thread].system_calls.append(summary(call))

    def _mark(self, thread: str, kind: str, name: str) -> None:
        current = self._current.get(thread)
        match kind:
            case "example":
                self._example = name
                # A thread of the last example may still be in a call.
                self._current.clear()
            case "call":
                self._current[thread] = Call(name, self._example)
                self.calls.append(self._current[thread])
            case "library" if current:
                current.system_calls.append(f"{name}()")
                self._in_library.add(thread)
            case "return" if not name:
                self._in_library.discard(thread)
            case "return" if current:
                current.result = name
                # The last reference to a descriptor goes away when Python has reported the return.
                if not current.function.endswith(".close"):
                    del self._current[thread]
            case _:
                pass


def summary(call: str) -> str:
    """Returns the name of a system call, with the option, the command or the flags that it gets."""
    name, _, arguments = call.partition("(")
    arguments = re.sub(r'"(?:[^"\\]|\\.)*"|\{.*\}', "", arguments)
    option = {
        "setsockopt": r"(?:SOL_\w+|0x\w+[^,]*), (\w+)",
        "getsockopt": r"(?:SOL_\w+|0x\w+[^,]*), (\w+)",
        "epoll_ctl": r"(EPOLL_CTL_\w+)",
        "fcntl": r"(F_\w+)",
        "ioctl": r", (\w+)",
    }.get(name, r"(MSG_\w+(?:\|MSG_\w+)*)")
    found = re.search(option, arguments)
    if not found:
        return name
    return f"{name} {UNNAMED.get(found[1], found[1].removesuffix('_OLD'))}"


def recorded() -> dict[str, list[str]]:
    """Returns the system calls of each method that an example calls."""
    best = dict[str, Call]()
    for call in calls_of("tests.site.marked_examples"):
        if call.function not in best or call.rank() < best[call.function].rank():
            best[call.function] = call
    return {name: without_getsockname(best[name].system_calls) for name in names() if name in best}


def without_getsockname(calls: list[str]) -> list[str]:
    """Leaves out repetitions, and the call by which CPython finds the family of a new socket."""
    makes_socket = {"accept4", "socketpair", "fcntl F_DUPFD_CLOEXEC"}.intersection(calls)
    return [call for call in dict.fromkeys(calls) if not (makes_socket and call == "getsockname")]


def table(calls: dict[str, list[str]]) -> str:
    """Returns the text of the file."""
    lines = [f"{name}\t{', '.join(calls[name])}" for name in sorted(calls)]
    return "\n".join(["name\tcalls", *lines]) + "\n"


if __name__ == "__main__":
    SYSTEM_CALLS.write_text(table(recorded()), encoding="utf-8")
