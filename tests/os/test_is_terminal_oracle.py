"""`is_terminal` of standard streams and descriptors, compared with Rust.

`tests/oracle/is_terminal.rs` describes the questions.
"""

import os
import pty
import socket
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from stdnet.os.fd import OwnedFd
from tests.support import oracle

# The equivalent of `child` in the oracle.
CHILD = """
import os, sys
from stdnet.io import stderr, stdin, stdout
from stdnet.os.fd import BorrowedFd

for fd, kind in enumerate(sys.argv[2:]):
    if kind == "closed":
        os.close(fd)
streams = [each for stream in (stdin(), stdout(), stderr()) for each in (stream, stream.lock())]
answers = [(type(each).__name__, each.is_terminal()) for each in streams]
for fd in range(3):
    borrowed = BorrowedFd.borrow_raw(fd)
    owned = borrowed.try_clone_to_owned().map(lambda owned: owned.is_terminal())
    answers += [("BorrowedFd", borrowed.is_terminal()), ("OwnedFd", owned.unwrap_or(False))]
with open(sys.argv[1], "w") as report:
    for name, is_terminal in answers:
        print(name, str(is_terminal).lower(), file=report)
"""


def open_file(kind: str) -> tuple[int, ...]:
    """Opens a file of the kind; returns its descriptor, and those that have to stay open too."""
    match kind:
        case "terminal":
            return pty.openpty()[::-1]
        case "controller":
            return pty.openpty()
        case "pipe":
            return os.pipe()
        case "socket":
            one, two = socket.socketpair()
            return one.detach(), two.detach()
        case "file":
            return (os.open(__file__, os.O_RDONLY),)
        case _:
            return (os.open(os.devnull, os.O_RDWR),)


def run_child(kinds: list[str], report: Path) -> list[str]:
    """Runs the child with files of these kinds as standard streams; returns its answers."""
    absent = " ".join(f"{fd}>&-" for fd, kind in enumerate(kinds) if kind == "absent")
    command = ["sh", "-c", f'exec "$@" {absent}', "sh", sys.executable, "-c", CHILD, str(report)]
    with ExitStack() as stack:
        ends = [
            [stack.enter_context(OwnedFd.from_raw_fd(fd)) for fd in open_file(kind)]
            for kind in kinds
        ]
        stdin, stdout, stderr = (each[0].fileno() for each in ends)
        subprocess.run(
            [*command, *kinds], stdin=stdin, stdout=stdout, stderr=stderr, check=True, timeout=30
        )
    return report.read_text().splitlines()


@pytest.mark.parametrize(
    "answer", oracle.golden("is_terminal"), ids=lambda answer: answer["question"]
)
def test_the_answers_are_those_of_rust(answer: oracle.Answer, tmp_path: Path) -> None:
    kinds = str(answer["question"]).split()
    assert run_child(kinds, tmp_path / "report") == answer["answers"]
