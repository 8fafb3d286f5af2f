"""The example in C and in Rust, as a user starts it."""

import subprocess
import sys

from stdnet import c
from stdnet.examples import c_echo


def run(*args: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-X", "dev", "-W", "error", "-m", "stdnet.examples.c_echo", *args]
    return subprocess.run(command, capture_output=True, text=True, timeout=30)


def test_every_server_answers_every_client() -> None:
    done = run()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"a server in {server} answered a client in {client}: b'Hello, C!'"
        for server in ("C", "cvt", "Rust")
        for client in ("C", "cvt", "Rust")
    ]


def test_a_mistake_is_one_line_and_exit_1() -> None:
    done = run("127.0.0.1:1")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "c_echo: it takes no arguments\n")


def test_all_clients_tell_why_nobody_answers() -> None:
    for ask in c_echo.CLIENTS.values():
        error = ask(1, bytearray(9)).failure()
        assert error.raw_os_error() == c.ECONNREFUSED
