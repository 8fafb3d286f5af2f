"""The echo server over UDP, and its client."""

import re
import shutil

import pytest

from stdnet import UdpSocket
from tests.examples.programs import (
    ADDR_IN_USE,
    ADDR_NOT_AVAILABLE,
    CONNECTION_REFUSED,
    INVALID_SOCKET_ADDR,
    WRONG_ECHO_ARGUMENTS,
    assert_fails,
    assert_refuses,
    read_line,
    run,
    started,
    write,
)
from tests.examples.udp_servers import serving, stop
from tests.support.once import only_with

pytestmark = only_with("3.13")

needs_nc = pytest.mark.skipif(shutil.which("nc") is None, reason="no nc on this machine")


def test_without_arguments_it_shows_both_sides() -> None:
    done = run("udp_echo")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert re.fullmatch(r"server: is at 127\.0\.0\.1:\d+", lines[0])
    client = re.fullmatch(r"client: is at (127\.0\.0\.1:\d+)", lines[1])
    assert client
    for size, at in zip((15, 18, 0, 16), range(2, 14, 3), strict=True):
        sent = lines[at].removeprefix("client: sends ")
        assert lines[at + 1] == f"server: {client[1]} sent {size} bytes"
        assert lines[at + 2] == f"client: got   {sent}"
    assert len(lines) == 14


@pytest.mark.parametrize("ip", ["127.0.0.1", "[::1]"])
def test_serve_echoes_to_a_client_until_ctrl_c(ip: str) -> None:
    with serving("udp_echo", ip=ip) as (process, addr):
        done = run("udp_echo", "connect", addr, text="one\n\ntwo\n")
        assert (done.returncode, done.stdout, done.stderr) == (0, "one\n\ntwo\n", "")
        assert re.findall(r"sent (\d) bytes", stop(process)) == ["4", "1", "4"]


def test_connect_reports_a_missing_answer() -> None:
    with UdpSocket.bind("127.0.0.1:0").unwrap() as silent:
        done = run("udp_echo", "connect", str(silent.local_addr().unwrap()), text="hello\n")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "no answer within 1.0 s\n")


@needs_nc
def test_serve_talks_to_nc() -> None:
    with serving("udp_echo") as (_, addr):
        host, port = addr.split(":")
        with started("nc", "-u", host, port) as nc:
            write(nc, "hello\n")
            assert read_line(nc) == "hello\n"


@pytest.mark.parametrize(
    ("args", "error"),
    [
        (["serve", "127.0.0.1"], INVALID_SOCKET_ADDR),
        (["serve", "192.0.2.1:0"], ADDR_NOT_AVAILABLE),
        (["connect", "127.0.0.1:1"], CONNECTION_REFUSED),
    ],
)
def test_a_failure_is_printed_as_in_rust(args: list[str], error: str) -> None:
    assert_fails("udp_echo", args, error, text="hello\n")


@pytest.mark.parametrize(("args", "why"), WRONG_ECHO_ARGUMENTS)
def test_wrong_arguments_are_refused(args: list[str], why: str) -> None:
    assert_refuses("udp_echo", args, why)


def test_a_port_in_use_is_an_error() -> None:
    with UdpSocket.bind("127.0.0.1:0").unwrap() as socket:
        addr = str(socket.local_addr().unwrap())
        assert_fails("udp_echo", ["serve", addr], ADDR_IN_USE)
