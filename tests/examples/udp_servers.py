"""Starts the servers of the UDP examples, and stops them."""

import re
import signal
import subprocess
from collections.abc import Generator
from contextlib import contextmanager

from tests.examples.programs import command, read_line, started


@contextmanager
def serving(
    name: str, *args: str, ip: str = "127.0.0.1"
) -> Generator[tuple[subprocess.Popen[str], str], None, None]:
    """Starts a server at a free port; yields it and its address."""
    with started(*command(name, "serve", f"{ip}:0", *args)) as process:
        found = re.fullmatch(r"\w+: is at (.*)\n", read_line(process))
        assert found
        yield process, found[1]


def stop(process: subprocess.Popen[str]) -> str:
    """Ends a server with Ctrl-C, and returns its output."""
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (-signal.SIGINT, "")
    return out
