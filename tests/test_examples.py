"""The example programs, as a user starts them."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager

import pytest

from stdnet import Shutdown, TcpListener, TcpStream

ECHO = [sys.executable, "-X", "dev", "-W", "error", "-m", "stdnet.examples.echo"]

needs_nc = pytest.mark.skipif(shutil.which("nc") is None, reason="no nc on this machine")
needs_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="no curl on this machine")


def run(*args: str, text: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run([*ECHO, *args], input=text, capture_output=True, text=True, timeout=30)


@contextmanager
def started(*command: str) -> Generator[subprocess.Popen[str], None, None]:
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def server() -> Generator[tuple[subprocess.Popen[str], str], None, None]:
    """A started echo server, and its address."""
    with started(*ECHO, "serve", "127.0.0.1:0") as process:
        assert process.stdout is not None
        found = re.fullmatch(r"server: listens at (.*)\n", process.stdout.readline())
        assert found
        yield process, found[1]


def test_echo_alone_shows_both_ends_and_ends() -> None:
    done = run()
    assert done.returncode == 0
    assert done.stderr == ""
    shown = done.stdout.splitlines()
    at = re.fullmatch(r"server: listens at (127\.0\.0\.1:\d+)", shown[0])
    client = re.fullmatch(r"client: is (127\.0\.0\.1:\d+), connected to (.*)", shown[1])
    assert at
    assert client
    assert client[2] == at[1]
    assert shown[2] == f"server: accepted {client[1]}"
    wrote = [line.split(" ", 2)[2] for line in shown if line.startswith("client: wrote")]
    read = [line.split("  ", 1)[1] for line in shown if line.startswith("client: read")]
    assert len(wrote) == 3
    assert wrote == read
    assert shown[-1] == f"server: {client[1]} sent 49 bytes, and has them back"


@pytest.mark.parametrize(
    "name",
    ["echo", "udp_echo", "acked_datagrams", "unix_chat", "fd_passing", "services", "c_echo"],
)
def test_an_output_that_nobody_reads_ends_it_silently(name: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [*ECHO[:-1], f"stdnet.examples.{name}"]
    try:
        done = subprocess.run(
            command, stdout=writer, stderr=subprocess.PIPE, timeout=30, restore_signals=False
        )
    finally:
        os.close(writer)
    assert done.returncode in {-signal.SIGPIPE, 128 + signal.SIGPIPE}
    assert done.stderr == b""


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["serve"], "serve needs an address: HOST:PORT"),
        (["connect"], "connect needs an address: HOST:PORT"),
        (["serve", "127.0.0.1"], "invalid socket address"),
        (["serve", "127.0.0.1:65536"], "invalid port value"),
        (["serve", "192.0.2.1:0"], "Cannot assign requested address (os error 99)"),
        (["connect", "127.0.0.1:1"], "Connection refused (os error 111)"),
        (["dance"], "it takes no arguments, or `serve ADDR`, or `connect ADDR`"),
    ],
)
def test_a_failure_is_one_line_and_exit_1(args: list[str], says: str) -> None:
    done = run(*args)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"echo: {says}\n")


def test_a_port_in_use_is_one_line_and_exit_1() -> None:
    with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
        done = run("serve", str(listener.local_addr().unwrap()))
    assert (done.returncode, done.stderr) == (1, "echo: Address already in use (os error 98)\n")


def test_serve_echoes_to_several_clients_until_ctrl_c() -> None:
    with server() as (process, addr):
        clients = [TcpStream.connect(addr).unwrap() for _ in range(3)]
        for number, client in enumerate(clients):
            client.write_all(b"%d" % number).unwrap()
        for number, client in enumerate(clients):
            assert client.read_array(1).unwrap() == b"%d" % number
            client.shutdown(Shutdown.Write).unwrap()
            assert client.read(bytearray(1)).unwrap() == 0
            client.close()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert out.count("sent 1 bytes, and has them back") == 3
    assert err == ""
    assert process.returncode == -signal.SIGINT


def test_a_lost_client_does_not_end_the_server() -> None:
    with server() as (process, addr):
        with TcpStream.connect(addr).unwrap() as client:
            client.set_linger(0).unwrap()
            client.write_all(b"x").unwrap()
            client.read_array(1).unwrap()
        assert process.stdout is not None
        assert "was lost: Connection reset by peer (os error 104)" in process.stdout.readline()
        with TcpStream.connect(addr).unwrap() as client:
            client.write_all(b"y").unwrap()
            assert client.read_array(1).unwrap() == b"y"


def test_ctrl_c_ends_a_client_that_waits() -> None:
    with (
        TcpListener.bind("127.0.0.1:0").unwrap() as listener,
        started(*ECHO, "connect", str(listener.local_addr().unwrap())) as process,
    ):
        stream, _ = listener.accept().unwrap()
        assert process.stdin is not None
        process.stdin.write("ready\n")
        process.stdin.flush()
        with stream:
            assert stream.read_array(6).unwrap() == b"ready\n"
            stream.write_all(b"ready\n").unwrap()
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (-signal.SIGINT, "", "")


def test_connect_sends_its_input_and_shows_the_answer() -> None:
    with server() as (_, addr):
        done = run("connect", addr, text="one\ntwo\n")
    assert (done.returncode, done.stdout, done.stderr) == (0, "one\ntwo\n", "")


@needs_nc
def test_serve_talks_to_nc() -> None:
    with server() as (_, addr):
        host, port = addr.split(":")
        done = subprocess.run(
            ["nc", "-N", host, port], input="hello\n", capture_output=True, text=True, timeout=30
        )
    assert done.stdout == "hello\n"


@needs_nc
def test_connect_talks_to_nc() -> None:
    with TcpListener.bind("127.0.0.1:0").unwrap() as free:
        addr = free.local_addr().unwrap()
    with started("nc", "-v", "-l", "127.0.0.1", str(addr.port())) as nc:
        assert nc.stderr is not None
        assert nc.stderr.readline().startswith("Listening on")
        with started(*ECHO, "connect", str(addr)) as client:
            assert client.stdin is not None
            client.stdin.write("to nc\n")
            client.stdin.flush()
            assert nc.stdout is not None
            assert nc.stdout.readline() == "to nc\n"
            assert nc.stdin is not None
            nc.stdin.write("from nc\n")
            nc.stdin.flush()
            assert client.stdout is not None
            assert client.stdout.readline() == "from nc\n"


@needs_curl
def test_serve_talks_to_curl() -> None:
    with server() as (_, addr), started("curl", "-sN", f"telnet://{addr}") as curl:
        assert curl.stdin is not None
        curl.stdin.write("hello\n")
        curl.stdin.flush()
        assert curl.stdout is not None
        assert curl.stdout.readline() == "hello\n"
