"""Which streams and descriptors are terminals, with Rust as the judge.

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

# What `child` of the oracle does, by stdnet.
CHILD = """
import os, sys
from stdnet.io import stderr, stdin, stdout
from stdnet.os.fd import BorrowedFd

for fd, kind in enumerate(sys.argv[2:]):
    if kind == "closed":
        os.close(fd)
kinds = [each for stream in (stdin(), stdout(), stderr()) for each in (stream, stream.lock())]
answers = [(type(each).__name__, each.is_terminal()) for each in kinds]
for fd in range(3):
    borrowed = BorrowedFd.borrow_raw(fd)
    owned = borrowed.try_clone_to_owned().map(lambda owned: owned.is_terminal())
    answers += [("BorrowedFd", borrowed.is_terminal()), ("OwnedFd", owned.value_or(False))]
with open(sys.argv[1], "w") as report:
    for name, is_terminal in answers:
        print(name, str(is_terminal).lower(), file=report)
"""


def both_ends(kind: str) -> tuple[int, ...]:
    """What becomes a stream of the program, and what has to stay open meanwhile."""
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


def replay(kinds: list[str], report: Path) -> list[str]:
    """The answers that the oracle would give, by stdnet."""
    absent = " ".join(f"{fd}>&-" for fd, kind in enumerate(kinds) if kind == "absent")
    command = ["sh", "-c", f'exec "$@" {absent}', "sh", sys.executable, "-c", CHILD, str(report)]
    with ExitStack() as stack:
        ends = [
            [stack.enter_context(OwnedFd.from_raw_fd(fd)) for fd in both_ends(kind)]
            for kind in kinds
        ]
        given, taken, said = (each[0].fileno() for each in ends)
        subprocess.run(
            [*command, *kinds], stdin=given, stdout=taken, stderr=said, check=True, timeout=30
        )
    return report.read_text().splitlines()


@pytest.mark.parametrize(
    "answer", oracle.golden("is_terminal"), ids=lambda answer: answer["question"]
)
def test_answers_are_rusts(answer: oracle.Answer, tmp_path: Path) -> None:
    kinds = str(answer["question"]).split()
    assert replay(kinds, tmp_path / "report") == answer["answers"]
