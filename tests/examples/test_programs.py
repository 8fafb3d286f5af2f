"""The behaviour that several example programs have in common."""

import os
import signal
import subprocess

import pytest

from tests.examples.programs import command


@pytest.mark.parametrize(
    "name",
    ["echo", "udp_echo", "acked_datagrams", "unix_chat", "fd_passing", "services", "c_echo"],
)
def test_an_output_that_nobody_reads_ends_a_program_silently(name: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            command(name),
            stdout=writer,
            stderr=subprocess.PIPE,
            timeout=30,
            restore_signals=False,
        )
    finally:
        os.close(writer)
    assert done.returncode in {-signal.SIGPIPE, 128 + signal.SIGPIPE}
    assert done.stderr == b""
