"""The example programs with PyPy, where descriptors close by `with` and `close()` alone."""

import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
PYPY: Final = shutil.which("pypy3")

FEW_DESCRIPTORS: Final = """
import os, resource
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
from stdnet import Ok, TcpListener, TcpStream, io
from stdnet.os.unix.net import UnixListener, UnixStream
with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
    addr = listener.local_addr().unwrap()
    for _ in range(200):
        with TcpStream.connect(addr).unwrap() as client:
            stream, _ = listener.accept().unwrap()
            with stream, stream.try_clone().unwrap() as clone:
                clone.write_all(b"x").unwrap()
            assert client.read_to_string() == Ok("x")
        reader, writer = io.pipe().unwrap()
        with reader, writer:
            pass
        one, other = UnixStream.pair().unwrap()
        read_half, write_half = one.split()
        read_half.close()
        write_half.close()
        with other:
            assert other.read_to_string() == Ok("")
with UnixListener.bind("file", unlink_on_close=True).unwrap():
    assert os.path.exists("file")
assert not os.path.exists("file")
"""


def pypy(*args: str, cwd: Path = ROOT) -> "subprocess.CompletedProcess[str]":
    """Runs PyPy with this stdnet; warnings are errors."""
    assert PYPY is not None
    return subprocess.run(
        [PYPY, "-W", "error", *args],
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=50,
    )


@pytest.fixture(scope="module", autouse=True)
def pypy_has_returns() -> None:
    """Skips these tests if there is no PyPy that can import what stdnet needs."""
    if PYPY is None:
        pytest.skip("no PyPy on this machine")
    needed = pypy("-c", "import sys, returns; sys.exit(sys.version_info < (3, 11))")
    if needed.returncode != 0:
        pytest.skip("this PyPy is too old, or has no returns")


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        # `mio_chat` has a `Waker`, for which PyPy lacks `eventfd`.
        *("acked_datagrams", "c_echo", "echo", "fd_passing", "mio_echo", "mio_udp"),
        *("services", "tiny_runtime", "udp_echo", "unix_chat"),
    ],
)
def test_an_example_runs_with_pypy(name: str) -> None:
    done = pypy("-m", f"stdnet.examples.{name}")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
def test_close_and_with_close_at_once_with_pypy(tmp_path: Path) -> None:
    done = pypy("-c", FEW_DESCRIPTORS, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
