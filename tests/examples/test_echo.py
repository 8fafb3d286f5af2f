"""The echo server over TCP, and its client."""

import re
import shutil
import signal
import subprocess
from collections.abc import Generator
from contextlib import contextmanager

import pytest

from stdnet import Shutdown, TcpListener, TcpStream
from tests.examples.programs import (
    ADDR_IN_USE,
    ADDR_NOT_AVAILABLE,
    CONNECTION_REFUSED,
    INVALID_PORT,
    INVALID_SOCKET_ADDR,
    WRONG_ECHO_ARGUMENTS,
    assert_fails,
    assert_refuses,
    command,
    read_error_line,
    read_line,
    run,
    started,
    write,
)

needs_nc = pytest.mark.skipif(shutil.which("nc") is None, reason="no nc on this machine")
needs_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="no curl on this machine")


@contextmanager
def server() -> Generator[tuple[subprocess.Popen[str], str], None, None]:
    """Starts an echo server; yields it and its address."""
    with started(*command("echo", "serve", "127.0.0.1:0")) as process:
        found = re.fullmatch(r"server: listens at (.*)\n", read_line(process))
        assert found
        yield process, found[1]


def test_without_arguments_it_shows_both_sides() -> None:
    done = run("echo")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    listening = re.fullmatch(r"server: listens at (127\.0\.0\.1:\d+)", lines[0])
    client = re.fullmatch(r"client: is (127\.0\.0\.1:\d+), connected to (.*)", lines[1])
    assert listening
    assert client
    assert client[2] == listening[1]
    assert lines[2] == f"server: accepted {client[1]}"
    written = [line.split(" ", 2)[2] for line in lines if line.startswith("client: wrote")]
    read = [line.split("  ", 1)[1] for line in lines if line.startswith("client: read")]
    assert len(written) == 3
    assert written == read
    assert lines[-1] == f"server: {client[1]} sent 49 bytes, and has them back"


@pytest.mark.parametrize(
    ("args", "error"),
    [
        (["serve", "127.0.0.1"], INVALID_SOCKET_ADDR),
        (["serve", "127.0.0.1:65536"], INVALID_PORT),
        (["serve", "192.0.2.1:0"], ADDR_NOT_AVAILABLE),
        (["connect", "127.0.0.1:1"], CONNECTION_REFUSED),
    ],
)
def test_a_failure_is_printed_as_in_rust(args: list[str], error: str) -> None:
    assert_fails("echo", args, error)


@pytest.mark.parametrize(("args", "why"), WRONG_ECHO_ARGUMENTS)
def test_wrong_arguments_are_refused(args: list[str], why: str) -> None:
    assert_refuses("echo", args, why)


def test_a_port_in_use_is_an_error() -> None:
    with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
        addr = str(listener.local_addr().unwrap())
        assert_fails("echo", ["serve", addr], ADDR_IN_USE)


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
        assert "was lost: Connection reset by peer (os error 104)" in read_line(process)
        with TcpStream.connect(addr).unwrap() as client:
            client.write_all(b"y").unwrap()
            assert client.read_array(1).unwrap() == b"y"


def test_ctrl_c_ends_a_client_that_waits() -> None:
    with (
        TcpListener.bind("127.0.0.1:0").unwrap() as listener,
        started(*command("echo", "connect", str(listener.local_addr().unwrap()))) as process,
    ):
        stream, _ = listener.accept().unwrap()
        write(process, "ready\n")
        with stream:
            assert stream.read_array(6).unwrap() == b"ready\n"
            stream.write_all(b"ready\n").unwrap()
            assert read_line(process) == "ready\n"
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (-signal.SIGINT, "", "")


def test_connect_sends_its_input_and_shows_the_answer() -> None:
    with server() as (_, addr):
        done = run("echo", "connect", addr, text="one\ntwo\n")
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
        assert read_error_line(nc).startswith("Listening on")
        with started(*command("echo", "connect", str(addr))) as client:
            write(client, "to nc\n")
            assert read_line(nc) == "to nc\n"
            write(nc, "from nc\n")
            assert read_line(client) == "from nc\n"


@needs_curl
def test_serve_talks_to_curl() -> None:
    with server() as (_, addr), started("curl", "-sN", f"telnet://{addr}") as curl:
        write(curl, "hello\n")
        assert read_line(curl) == "hello\n"
