"""The commands of `howto/platforms.en.md`, and what it says about containers and rights.

What needs root's rights runs in a network of its own, so that no setting of this machine changes.
"""

import shlex
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pytest

from tests.support.once import only_with

ROOT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = ROOT / "stdnet" / "learn" / "howto" / "platforms.en.md"
SOMEONE: Final = "65534"
"""A user, and a group, without rights."""

DENIED: Final = "kind: PermissionDenied"

pytestmark = [
    only_with("3.12"),
    pytest.mark.slow,
    pytest.mark.skipif(not PAGE.exists(), reason="the pages are not beside this"),
    pytest.mark.skipif(sys.platform != "linux", reason="namespaces are Linux's"),
]


def command(start: str, part: str = "") -> str:
    """Returns the line of the page with this start and part, for the Python that runs this."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    (line,) = [line for line in lines if line.startswith(start) and part in line]
    line = line.replace('"$(id -u)"', SOMEONE).replace('"$(id -g)"', SOMEONE)
    return line.removeprefix("sudo ").replace(".venv/bin/python", shlex.quote(sys.executable))


def run(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(words, capture_output=True, text=True, timeout=50)


def python(program: str) -> str:
    return shlex.join([sys.executable, "-c", program])


def as_someone(line: str) -> str:
    """Returns a line that runs a command as a user without rights."""
    return f"setpriv --reuid {SOMEONE} --regid {SOMEONE} --clear-groups {line}"


def in_a_network(*lines: str) -> str:
    """Runs lines, one after the other, in a network that has nothing but loopback."""
    done = run("unshare", "-n", "sh", "-c", " && ".join(["ip link set lo up", *lines]))
    return done.stdout + done.stderr


@pytest.fixture
def root() -> None:
    """Skips a test that needs root's rights, and an interpreter that others may run."""
    missing = [
        name for name in ("unshare", "setpriv", "ip", "sysctl") if shutil.which(name) is None
    ]
    if missing:
        pytest.skip(f"without {', '.join(missing)}")
    if in_a_network(as_someone(python("import stdnet; print('there')"))) != "there\n":
        pytest.skip("this takes root's rights, and a Python that everyone may run")


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize(
    ("part", "says"), [("TcpListener.bind", "Ok(TcpListener"), ("examples.ping", "3 answered")]
)
def test_a_capability_is_enough(part: str, says: str) -> None:
    with_it = command("sudo setpriv", part)
    capabilities = [word for word in shlex.split(with_it) if "-caps=" in word]
    assert len(capabilities) == 2
    assert says in in_a_network(with_it)
    without = shlex.join(word for word in shlex.split(with_it) if word not in capabilities)
    assert DENIED in in_a_network(without)


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize(
    ("setting", "part"),
    [("ip_unprivileged_port_start", "TcpListener.bind"), ("ping_group_range", "ICMPV4")],
)
def test_a_setting_of_the_kernel_is_enough(setting: str, part: str) -> None:
    use = as_someone(command(".venv/bin/python -c", part))
    assert DENIED in in_a_network(use)
    assert in_a_network(command("sudo sysctl", setting), use).startswith("Ok(")


def test_anyone_may_ping_in_a_network_of_their_own() -> None:
    if run("unshare", "-rn", "ip", "link", "set", "lo", "up").returncode != 0:
        pytest.skip("no user namespaces on this machine, or not for this user")
    done = run("sh", "-c", command("unshare -rn"))
    assert "3 answered" in done.stdout, done.stderr


@pytest.mark.usefixtures("root")
def test_the_first_process_of_a_container_ignores_sigterm() -> None:
    program = "import os, signal; os.kill(1, signal.SIGTERM); print(os.getpid(), 'is there')"
    assert run("unshare", "-pf", sys.executable, "-c", program).stdout == "1 is there\n"


@pytest.mark.usefixtures("root")
def test_without_ipv6_its_loopback_cannot_be_bound() -> None:
    off = "sysctl -q -w net.ipv6.conf.all.disable_ipv6=1"
    program = "import sys, stdnet; print(stdnet.TcpListener.bind(sys.argv[1]))"
    one, every = (f"{python(program)} {addr}" for addr in ("[::1]:0", "[::]:0"))
    assert "kind: AddrNotAvailable" in in_a_network(off, one)
    assert in_a_network(off, every).startswith("Ok(")


@pytest.mark.parametrize("library", ["gevent", "eventlet"])
def test_the_echo_example_in_a_patched_program(library: str) -> None:
    if find_spec(library) is None:
        pytest.skip(f"{library} is not installed: pip install -r tests/requirements-dev.txt")
    done = run("sh", "-c", command(".venv/bin/python", library))
    assert ", and has them back" in done.stdout, done.stderr


def test_the_echo_example_in_a_free_threaded_build() -> None:
    line = command("python3.14t")
    if shutil.which("python3.14t") is None:
        pytest.skip("no free-threaded CPython on this machine")
    assert ", and has them back" in run("sh", "-c", line).stdout


def test_mypy_finds_what_macos_does_not_have(tmp_path: Path) -> None:
    if find_spec("mypy") is None:
        pytest.skip("mypy is not installed: pip install -r tests/requirements.txt")
    line = command(".venv/bin/mypy").replace(".venv/bin/mypy", f"{sys.executable} -m mypy")
    server = tmp_path / "server.py"
    line = line.replace("server.py", str(server)) + f" --cache-dir {tmp_path}"
    server.write_text("from stdnet import TcpStream\nprint(TcpStream.set_nodelay)\n")
    assert run("sh", "-c", line).returncode == 0
    server.write_text("from stdnet import TcpStream\nprint(TcpStream.set_quickack)\n")
    assert 'has no attribute "set_quickack"' in run("sh", "-c", line).stdout
