"""The example programs over `stdnet.mio`, each of which has a twin in Rust over the crate mio.

`stdnet/examples/NAME.rs` is the twin of `NAME.py`. `golden/NAME.txt` is what the twin prints
without arguments, with `PORT` for each port; `python -m tests.examples.twins` writes these files.

Tests of the servers run with both. The twin needs `rustc` and the crate: see `support/crates.py`.
"""

import os
import re
import signal
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from stdnet import examples
from tests.examples.programs import command, read_line, started
from tests.support import crates
from tests.support.compiled import compiled
from tests.support.once import only_with

SOURCES: Final = Path(examples.__file__).parent
GOLDEN: Final = Path(__file__).parent / "golden"
NAMES: Final = sorted(path.stem for path in SOURCES.glob("*.rs"))

RUSTC: Final = ["rustc", "--edition=2024", "-O", "-Dwarnings"]

each_language: Final = pytest.mark.parametrize(
    "language", ["python", pytest.param("rust", marks=only_with("3.13"))]
)
"""The mark of a test that runs with both."""


def twin(name: str) -> Path:
    """Returns the path of the compiled twin, or skips the test if it cannot be compiled here."""
    mio = crates.CRATES["mio"]
    crates.skip_without(mio)
    return compiled(SOURCES / f"{name}.rs", [*RUSTC, *crates.link_flags(mio)])


def in_language(language: str, name: str, *args: str) -> list[str]:
    """Returns the command that starts a program in Python or in Rust."""
    return command(name, *args) if language == "python" else [str(twin(name)), *args]


@contextmanager
def serving(
    language: str, name: str, addr: str = "127.0.0.1:0", descriptors: int | None = None
) -> Generator[tuple[subprocess.Popen[str], str], None, None]:
    """Starts a server, perhaps with a limit of descriptors; yields it and its address."""
    command = in_language(language, name, "serve", addr)
    if descriptors is not None:
        command = ["sh", "-c", f'ulimit -n {descriptors} && exec "$@"', "sh", *command]
    with started(*command) as process:
        found = re.fullmatch(r"server: (?:listens|is) at (.*)\n", read_line(process))
        assert found
        yield process, found[1]


def stop(process: subprocess.Popen[str]) -> None:
    """Stops a process, as Ctrl-Z does, and waits until it stands still. SIGCONT is its end."""
    process.send_signal(signal.SIGSTOP)
    os.waitid(os.P_PID, process.pid, os.WSTOPPED)


def without_ports(text: str) -> str:
    """Returns an output with `PORT` for each port."""
    return re.sub(r"(?<=127\.0\.0\.1:)\d+", "PORT", text)


def output(*command: str) -> str:
    """Runs a program that has to succeed; returns what it prints."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert (done.returncode, done.stderr) == (0, "")
    return without_ports(done.stdout)


def golden(name: str) -> str:
    """Returns what the twin has printed when it was recorded."""
    return (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


def record() -> None:
    """Writes the golden files anew."""
    for name in NAMES:
        (GOLDEN / f"{name}.txt").write_text(output(str(twin(name))), encoding="utf-8")


if __name__ == "__main__":
    record()
