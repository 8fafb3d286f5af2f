"""README is short, its commands work, and its programs do what it says."""

import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

import pytest

from tests.pages.checks import commands
from tests.pages.commands import COMMANDS
from tests.pages.fill import PROGRAMS, READMES
from tests.pages.outputs import ROOT, Missing, printed
from tests.support.once import only_with

pytestmark = pytest.mark.skipif(not READMES[0].exists(), reason="README.md is not beside the tests")

WORDS: Final = 1200

COPIED: Final = ("stdnet", "tests", "pyproject.toml", "README.md", "LICENSE-MIT", "LICENSE-APACHE")


def words(text: str) -> list[str]:
    """Returns the words that are too many, as `wc -w` counts: in programs and comments, too."""
    return text.split()[WORDS:]


def test_readme_has_at_most_1200_words() -> None:
    assert words(READMES[0].read_text(encoding="utf-8")) == []


def test_rust_and_stdnet_print_the_same() -> None:
    try:
        assert printed(PROGRAMS / "ask.rs") == printed(PROGRAMS / "ask.py")
    except Missing as exc:
        pytest.skip(str(exc))


@contextmanager
def running(program: str) -> Generator[tuple[subprocess.Popen[str], tuple[str, int]]]:
    """Runs a server until the end of the block, and interrupts it; yields it, and its address."""
    command = [sys.executable, "-W", "error", str(PROGRAMS / program)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        try:
            host, port = server.stdout.readline().split()[-1].split(":")
            yield server, (host, int(port))
        finally:
            server.send_signal(signal.SIGINT)
    assert server.returncode == -signal.SIGINT


def test_the_server_echoes_and_closes_each_connection() -> None:
    with running("server.py") as (_, addr):
        for text in (b"one", b"two"):
            with socket.create_connection(addr, timeout=30) as client:
                client.sendall(text)
                client.shutdown(socket.SHUT_WR)
                assert client.makefile("rb").read() == text


def test_the_server_with_many_connections_echoes_on_all_of_them() -> None:
    with running("many.py") as (_, addr), ExitStack() as stack:
        clients = [
            stack.enter_context(socket.create_connection(addr, timeout=30)) for _ in range(50)
        ]
        for text in (b"one", b"two"):
            for client in reversed(clients):
                client.sendall(text)
                assert client.recv(100) == text
        for client in clients:
            client.shutdown(socket.SHUT_WR)
            assert client.recv(100) == b""


@pytest.mark.skipif(sys.platform != "linux", reason="needs prlimit")
def test_clients_wait_while_the_server_has_no_free_descriptor() -> None:
    with running("many.py") as (server, addr), ExitStack() as stack:
        most = 2 + max(int(each.name) for each in Path(f"/proc/{server.pid}/fd").iterdir())
        resource.prlimit(server.pid, resource.RLIMIT_NOFILE, (most, most))
        clients = [
            stack.enter_context(socket.create_connection(addr, timeout=30)) for _ in range(10)
        ]
        for number, client in enumerate(clients):
            client.sendall(b"%d" % number)
            assert client.recv(100) == b"%d" % number
            client.close()
        server.send_signal(signal.SIGINT)
        assert server.stdout
        assert "accept: Too many open files" in server.stdout.read()


@pytest.mark.slow
@only_with("3.13")
@pytest.mark.timeout(300)
def test_the_commands_of_readme_work(tmp_path: Path) -> None:
    wheels = tmp_path / "wheels"
    pip = [sys.executable, "-m", "pip", "wheel", "-q", "-w", str(wheels)]
    fetched = subprocess.run([*pip, "hatchling", "returns", "typing_extensions"])
    if fetched.returncode != 0:
        pytest.skip("pip cannot fetch what stdnet needs")
    clone = tmp_path / "clone"
    clone.mkdir()
    for name in COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        copy(ROOT / name, clone / name)
    # From here on nothing comes from the network, and `stdnet` is the one of this checkout.
    env = {**os.environ, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels)}
    subprocess.run([*pip, "--no-deps", str(clone)], env=env, check=True)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python3").symlink_to(sys.executable)
    env["PATH"] = f"{tmp_path}/bin:{os.environ['PATH']}"
    here = f"{Path(__file__).relative_to(ROOT)}::test_the_commands_of_readme_work"
    run = [each for each in commands(READMES[0].read_text("utf-8")) if COMMANDS[each] == here]
    assert len(run) == 3
    # One after another in one shell, as a reader types them.
    script = "".join(f"{command} || exit 1\n" for command in run)
    subprocess.run(["bash", "-c", script], cwd=clone, env=env, check=True)
