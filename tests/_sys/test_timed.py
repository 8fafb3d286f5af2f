"""When a socket with a time-out trusts the kernel's clock, and when it looks at its own."""

import subprocess
import sys

import pytest

# In a program of its own: the tests' own time limit is a handler, too.
PROGRAM = """
import signal
from signal import SIG_DFL, SIG_IGN, {name}
before = signal.signal({name}, {first})
from stdnet._sys.timed import is_calm
answers = [is_calm()]
for handler in ({first}, lambda *_: None, before):
    signal.signal({name}, handler)
    answers.append(is_calm())
print(*answers)
"""


def answers(name: str, first: str) -> list[str]:
    program = PROGRAM.format(name=name, first=first)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    return done.stdout.split()


@pytest.mark.parametrize("name", ["SIGINT", "SIGALRM", "SIGUSR1", "SIGCHLD", "SIGTERM"])
def test_a_handler_of_the_programs_own_is_what_matters(name: str) -> None:
    assert answers(name, "SIG_DFL") == ["True", "True", "False", str(name != "SIGINT")]


def test_a_handler_from_before_matters() -> None:
    assert answers("SIGALRM", "lambda *_: None") == ["False", "False", "False", "True"]


def test_what_is_ignored_from_the_beginning_does_not() -> None:
    """As in a program that was started with nohup."""
    assert answers("SIGHUP", "SIG_IGN") == ["True", "True", "False", "False"]
