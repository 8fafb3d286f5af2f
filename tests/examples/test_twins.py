"""The example programs that have a twin in Rust: both print the same."""

import shutil
import subprocess
from typing import Final

import pytest

from tests.examples.programs import INVALID_SOCKET_ADDR, assert_fails, assert_refuses, command
from tests.examples.twins import NAMES, SOURCES, golden, output, twin
from tests.support.once import only_with

needs_rustfmt = pytest.mark.skipif(shutil.which("rustfmt") is None, reason="no rustfmt here")


SERVERS: Final = ["mio_chat", "mio_echo", "mio_udp"]
ANY_ORDER: Final = {"tiny_runtime"}
"""Programs in which the kernel decides which side prints first."""


def lines(name: str, text: str) -> list[str]:
    """Returns the lines of an output; those of each side by themselves if their order is free."""
    found = text.splitlines()
    return sorted(found, key=lambda line: line.partition(":")[0]) if name in ANY_ORDER else found


@pytest.mark.parametrize("name", NAMES)
def test_a_program_prints_what_its_twin_in_rust_has_printed(name: str) -> None:
    assert lines(name, output(*command(name))) == lines(name, golden(name))


@only_with("3.13")
@pytest.mark.parametrize("name", NAMES)
def test_the_twin_prints_what_was_recorded(name: str) -> None:
    assert lines(name, output(str(twin(name)))) == lines(name, golden(name))


@only_with("3.12")
@pytest.mark.parametrize("name", SERVERS)
def test_a_failure_is_printed_as_in_rust(name: str) -> None:
    assert_fails(name, ["serve", "127.0.0.1"], INVALID_SOCKET_ADDR)


@only_with("3.12")
@pytest.mark.parametrize("name", NAMES)
def test_wrong_arguments_are_refused(name: str) -> None:
    accepted = {"mio_udp": ", or `serve ADDR ...`", "tiny_runtime": ""}
    why = f"it takes no arguments{accepted.get(name, ', or `serve ADDR`')}"
    assert_refuses(name, ["dance"], why)
    if name in SERVERS:
        assert_refuses(name, ["serve"], "serve needs an address: HOST:PORT")


@only_with("3.13")
@needs_rustfmt
@pytest.mark.parametrize("name", NAMES)
def test_the_twin_is_formatted(name: str) -> None:
    check = ["rustfmt", "--edition", "2024", "--check", str(SOURCES / f"{name}.rs")]
    done = subprocess.run(check, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "")
