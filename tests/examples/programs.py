"""Starts the example programs as a user does: `python -m stdnet.examples.NAME`."""

import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Final

PYTHON: Final = [sys.executable, "-X", "dev", "-W", "error"]

# Errors that several programs end with, as Rust's `{:?}` shows them.
ADDR_IN_USE: Final = 'Os { code: 98, kind: AddrInUse, message: "Address already in use" }'
ADDR_NOT_AVAILABLE: Final = (
    'Os { code: 99, kind: AddrNotAvailable, message: "Cannot assign requested address" }'
)
CONNECTION_REFUSED: Final = (
    'Os { code: 111, kind: ConnectionRefused, message: "Connection refused" }'
)
NOT_FOUND: Final = 'Os { code: 2, kind: NotFound, message: "No such file or directory" }'
INVALID_PORT: Final = 'Error { kind: InvalidInput, message: "invalid port value" }'
INVALID_SOCKET_ADDR: Final = 'Error { kind: InvalidInput, message: "invalid socket address" }'

WRONG_ECHO_ARGUMENTS: Final = [
    (["serve"], "serve needs an address: HOST:PORT"),
    (["connect"], "connect needs an address: HOST:PORT"),
    (["dance"], "it takes no arguments, or `serve ADDR`, or `connect ADDR`"),
]
"""Arguments that `echo` and `udp_echo` refuse, and the line that says why."""


def command(name: str, *args: str) -> list[str]:
    """Returns the command that starts a program."""
    return [*PYTHON, "-m", f"stdnet.examples.{name}", *args]


def run(name: str, *args: str, text: str = "") -> subprocess.CompletedProcess[str]:
    """Runs a program to its end, with a text as its input."""
    return subprocess.run(
        command(name, *args), input=text, capture_output=True, text=True, timeout=60
    )


@contextmanager
def started(*command: str) -> Generator[subprocess.Popen[str], None, None]:
    """Starts any command with pipes for its input and its output, and kills it at the end."""
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def write(process: subprocess.Popen[str], text: str) -> None:
    """Writes a text to the input of a process at once."""
    assert process.stdin is not None
    process.stdin.write(text)
    process.stdin.flush()


def read_line(process: subprocess.Popen[str]) -> str:
    """Reads a line of the output of a process."""
    assert process.stdout is not None
    line: str = process.stdout.readline()
    return line


def read_error_line(process: subprocess.Popen[str]) -> str:
    """Reads a line of the error output of a process."""
    assert process.stderr is not None
    line: str = process.stderr.readline()
    return line


def assert_refuses(name: str, args: list[str], why: str) -> None:
    """Asserts that a program prints what is wrong and its usage, and exits with 2."""
    done = run(name, *args)
    assert (done.returncode, done.stdout) == (2, "")
    line, empty, usage, *_ = done.stderr.splitlines()
    assert (line, empty) == (why, "")
    assert usage.startswith(f"python -m stdnet.examples.{name}")


def assert_fails(name: str, args: list[str], error: str, text: str = "") -> None:
    """Asserts that a program prints its error as Rust does and nothing else, and exits with 1."""
    done = run(name, *args, text=text)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"Error: {error}\n")
