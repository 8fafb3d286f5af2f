"""The example programs that have a twin in Rust: both print the same."""

import shutil
import subprocess

import pytest

from tests.examples.programs import command
from tests.examples.twins import NAMES, SOURCES, golden, output, twin
from tests.support.once import only_with

needs_rustfmt = pytest.mark.skipif(shutil.which("rustfmt") is None, reason="no rustfmt here")


@pytest.mark.parametrize("name", NAMES)
def test_a_program_prints_what_its_twin_in_rust_has_printed(name: str) -> None:
    assert output(*command(name)) == golden(name)


@only_with("3.13")
@pytest.mark.parametrize("name", NAMES)
def test_the_twin_prints_what_was_recorded(name: str) -> None:
    assert output(str(twin(name))) == golden(name)


@only_with("3.13")
@needs_rustfmt
@pytest.mark.parametrize("name", NAMES)
def test_the_twin_is_formatted(name: str) -> None:
    check = ["rustfmt", "--edition", "2024", "--check", str(SOURCES / f"{name}.rs")]
    done = subprocess.run(check, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "")
