"""The behaviour that several example programs have in common."""

import importlib
import os
import subprocess

import pytest

from tests.examples.programs import command, run


@pytest.mark.parametrize(
    "name",
    [
        *("echo", "udp_echo", "acked_datagrams", "unix_chat", "fd_passing", "services", "c_echo"),
        *("ping", "web_server"),
    ],
)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_is_the_docstring(name: str, option: str) -> None:
    done = run(name, option)
    assert (done.returncode, done.stderr) == (0, "")
    doc = importlib.import_module(f"stdnet.examples.{name}").__doc__
    assert doc is not None
    assert done.stdout == f"{doc.strip()}\n"
    assert f"python -m stdnet.examples.{name}" in done.stdout


@pytest.mark.parametrize(
    "name",
    ["echo", "udp_echo", "acked_datagrams", "unix_chat", "fd_passing", "services", "c_echo"],
)
def test_an_output_without_a_reader_ends_a_program_by_a_panic(name: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            command(name),
            stdout=writer,
            stderr=subprocess.PIPE,
            text=True,
            timeout=30,
        )
    finally:
        os.close(writer)
    assert done.returncode == 101
    assert done.stderr.splitlines()[-1] == "BrokenPipeError: [Errno 32] Broken pipe"
    assert done.stderr.count("BrokenPipeError") == 1
