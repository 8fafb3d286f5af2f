"""Runs `python -m stdnet` in this process, which is quicker than a new one for each question."""

import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from typing import NamedTuple

import pytest

import stdnet
from stdnet.learn.command import command


class Done(NamedTuple):
    """The status and the output of a command, as in `subprocess.CompletedProcess`."""

    returncode: object
    stdout: str
    stderr: str


def run(*args: str) -> Done:
    """Runs `python -m stdnet` with arguments."""
    out, err = StringIO(), StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", ["stdnet", *args])
        with pytest.raises(SystemExit) as ended:
            stdnet.run(command)
    return Done(ended.value.code, out.getvalue(), err.getvalue())


def output(*args: str) -> str:
    """Returns what a command prints that succeeds."""
    done = run(*args)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout
