"""stdnet works in a program that gevent or eventlet has patched, before its import or after."""

import re
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from typing import Final

import pytest

from tests.faults.fault_injection import environment

PATCHES: Final = {
    "gevent": "from gevent import monkey; monkey.patch_all({})",
    "eventlet": "import eventlet; eventlet.monkey_patch({})",
    # What both do to the module, for machines without them.
    "select": "import select; del select.epoll; del select.poll",
}

# Each waits no longer than it has to: another green thread could not end the wait.
PROGRAM: Final = """
import fcntl, os, socket
from stdnet import Err, Ok, TcpListener, TcpStream, UdpSocket, io
from stdnet.os.unix.net import UnixStream

with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
    addr = listener.local_addr().unwrap()
    assert listener.accept_timeout(0.01).unwrap_err().is_timeout()
    client = TcpStream.connect_timeout(addr, 5).unwrap()
    server, _ = listener.accept_timeout(5).unwrap()
with client, server:
    client.write_all(b"hello").unwrap()
    assert server.read_array(5) == Ok(b"hello")
    server.set_read_timeout(0.01).unwrap()
    assert server.read(bytearray(1)).unwrap_err().kind() is io.ErrorKind.WouldBlock
reader, writer = io.pipe().unwrap()
with reader, writer:
    # Not even in `os.write`, which eventlet replaces.
    os.set_blocking(writer.as_raw_fd(), False)
    size = fcntl.fcntl(writer.as_raw_fd(), fcntl.F_SETPIPE_SZ, 4096)
    assert writer.write_all(bytes(size + 1)).unwrap_err().kind() is io.ErrorKind.WouldBlock
with TcpListener.bind("127.0.0.1:0").unwrap().into_socket().unwrap() as python:
    assert isinstance(python, socket.socket)
    assert python.getsockname()[0] == "127.0.0.1"
    taken = TcpListener.from_raw_fd(os.dup(python.fileno()))
    try:
        own = TcpListener.from_socket(python).unwrap()
    except TypeError as exc:
        assert "from_raw_fd" in str(exc)
        own = taken
    assert own.local_addr().unwrap().ip().is_loopback()
    own.close()
    taken.close()
one, other = UnixStream.pair().unwrap()
if not os.fork():
    with UdpSocket.bind("127.0.0.1:0").unwrap() as udp:
        udp.send_to(b"child", udp.local_addr().unwrap()).unwrap()
        buf = bytearray(9)
        other.write_all(buf[:udp.recv(buf).unwrap()]).unwrap()
        os._exit(0)
with one, other:
    assert one.read_array(5) == Ok(b"child")
print("done")
"""


def program(patch: str, when: str, arguments: str = "") -> str:
    patching = PATCHES[patch].format(arguments)
    lines = [patching, "import stdnet"] if when == "before" else ["import stdnet", patching]
    return "\n".join(lines) + "\n"


def start(source: str, *arguments: str) -> "subprocess.Popen[str]":
    # What gevent and eventlet warn of is not the matter here.
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", source, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    )


def output(source: str) -> str:
    with start(source) as process:
        try:
            out, err = process.communicate(timeout=20)
        finally:
            process.kill()
    assert (process.returncode, err) == (0, "")
    return out


def each_patch(test: Callable[..., None]) -> Callable[..., None]:
    """Runs the test for each library that is installed."""
    patches = [
        pytest.param(
            patch, marks=pytest.mark.skipif(find_spec(patch) is None, reason=f"no {patch}")
        )
        for patch in PATCHES
    ]
    when = pytest.mark.parametrize("when", ["before", "after"])
    each: Callable[[Callable[..., None]], Callable[..., None]] = when
    return each(pytest.mark.parametrize("patch", patches)(test))


@each_patch
def test_calls_work_in_a_patched_program(patch: str, when: str) -> None:
    assert output(program(patch, when) + PROGRAM) == "done\n"


@each_patch
def test_the_echo_example_with_real_threads(patch: str, when: str) -> None:
    unpatched = "" if patch == "select" else "thread=False"
    source = (
        program(patch, when, unpatched) + "from stdnet.examples.echo import both\nboth().unwrap()"
    )
    assert ", and has them back" in output(source)


ECHO: Final = "from stdnet import run\nfrom stdnet.examples.echo import main\nrun(main)"


@each_patch
def test_the_echo_example_in_two_programs(patch: str, when: str) -> None:
    source = program(patch, when) + ECHO
    with start(source, "serve", "127.0.0.1:0") as server:
        try:
            assert server.stdout is not None
            listens = re.fullmatch(r"server: listens at (.*)\n", server.stdout.readline())
            assert listens
            with start(source, "connect", listens[1]) as client:
                echoed, err = client.communicate("Hello!\nGoodbye!\n", timeout=20)
            assert (echoed, err) == ("Hello!\nGoodbye!\n", "")
        finally:
            server.kill()
            server.communicate()
