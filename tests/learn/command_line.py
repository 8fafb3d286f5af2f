"""Runs `python -m stdnet` and `python -m stdnet.learn` in this process.

That is quicker than a new one for each question.
"""

import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from typing import NamedTuple

import pytest

import stdnet
from stdnet import io
from stdnet.learn import command
from stdnet.learn.course import command as course


class Done(NamedTuple):
    """The status and the output of a command, as in `subprocess.CompletedProcess`."""

    returncode: object
    stdout: str
    stderr: str


def run(*args: str) -> Done:
    """Runs `python -m stdnet` with arguments."""
    return ended(command.command, args)


def learn(*args: str) -> Done:
    """Runs `python -m stdnet.learn` with arguments."""
    return ended(course.command, args)


def ended(main: Callable[[], io.Result[int]], args: tuple[str, ...]) -> Done:
    """Runs a command to its end."""
    out, err = StringIO(), StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", ["stdnet", *args])
        with pytest.raises(SystemExit) as raised:
            stdnet.run(main)
    return Done(raised.value.code, out.getvalue(), err.getvalue())


def output(*args: str) -> str:
    """Returns what a command prints that succeeds."""
    done = run(*args)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout
