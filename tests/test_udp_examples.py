"""The example programs of datagrams, as a user starts them."""

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager

import pytest

from stdnet import UdpSocket

ECHO = "stdnet.examples.udp_echo"
ACKED = "stdnet.examples.acked_datagrams"

needs_nc = pytest.mark.skipif(shutil.which("nc") is None, reason="no nc on this machine")


def command(module: str, *args: str) -> list[str]:
    return [sys.executable, "-X", "dev", "-W", "error", "-m", module, *args]


def run(module: str, *args: str, text: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(module, *args), input=text, capture_output=True, text=True, timeout=30
    )


@contextmanager
def serving(
    module: str, *args: str, ip: str = "127.0.0.1"
) -> Generator[tuple[subprocess.Popen[str], str], None, None]:
    """A started server, and its address."""
    with subprocess.Popen(
        command(module, "serve", f"{ip}:0", *args),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            found = re.fullmatch(r"\w+: is at (.*)\n", process.stdout.readline())
            assert found
            yield process, found[1]
        finally:
            process.kill()


def stop(process: subprocess.Popen[str]) -> str:
    """What a server has shown until Ctrl-C ends it."""
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (-signal.SIGINT, "")
    return out


def test_echo_alone_shows_both_ends_and_ends() -> None:
    done = run(ECHO)
    assert (done.returncode, done.stderr) == (0, "")
    shown = done.stdout.splitlines()
    assert re.fullmatch(r"server: is at 127\.0\.0\.1:\d+", shown[0])
    client = re.fullmatch(r"client: is at (127\.0\.0\.1:\d+)", shown[1])
    assert client
    for size, at in zip((15, 18, 0, 16), range(2, 14, 3), strict=True):
        sent = shown[at].removeprefix("client: sends ")
        assert shown[at + 1] == f"server: {client[1]} sent {size} bytes"
        assert shown[at + 2] == f"client: got   {sent}"
    assert len(shown) == 14


@pytest.mark.parametrize("ip", ["127.0.0.1", "[::1]"])
def test_echo_serves_a_client_until_ctrl_c(ip: str) -> None:
    with serving(ECHO, ip=ip) as (process, addr):
        done = run(ECHO, "connect", addr, text="one\n\ntwo\n")
        assert (done.returncode, done.stdout, done.stderr) == (0, "one\n\ntwo\n", "")
        assert re.findall(r"sent (\d) bytes", stop(process)) == ["4", "1", "4"]


def test_echo_says_what_is_not_answered() -> None:
    with UdpSocket.bind("127.0.0.1:0").unwrap() as silent:
        done = run(ECHO, "connect", str(silent.local_addr().unwrap()), text="hello\n")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "no answer within 1.0 s\n")


@needs_nc
def test_echo_talks_to_nc() -> None:
    with serving(ECHO) as (_, addr):
        host, port = addr.split(":")
        with subprocess.Popen(
            ["nc", "-u", host, port], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as nc:
            assert nc.stdin is not None
            assert nc.stdout is not None
            nc.stdin.write("hello\n")
            nc.stdin.flush()
            assert nc.stdout.readline() == "hello\n"
            nc.kill()


def test_acked_datagrams_alone_delivers_everything_once() -> None:
    done = run(ACKED, "0.4", "7")
    assert (done.returncode, done.stderr) == (0, "")
    delivered = re.findall(r"receiver: delivers (\d) of .*: '(.*)'", done.stdout)
    messages = ["one", "two", "three", "", "zwölf", "last"]
    assert delivered == [(str(number), text) for number, text in enumerate(messages)]
    sender, receiver = done.stdout.splitlines()[-2:]
    lost = done.stdout.count("sender: loses message")
    again = len(re.findall(r"sender: sends \d again", done.stdout))
    assert lost > 0
    assert sender == f"sender: 6 messages, {lost} datagrams lost, {again} sent again"
    unheard = done.stdout.count("receiver: loses the acknowledgement")
    twice = len(re.findall(r"receiver: has \d already", done.stdout))
    assert unheard > 0
    assert receiver == (
        f"receiver: 6 messages, {unheard} acknowledgements lost, {twice} duplicates"
    )
    assert again >= lost + unheard


def test_acked_datagrams_without_loss() -> None:
    done = run(ACKED, "0")
    assert (done.returncode, done.stderr) == (0, "")
    assert "loses" not in done.stdout
    assert done.stdout.count("delivers") == 6


@pytest.mark.parametrize("ip", ["127.0.0.1", "[::1]"])
def test_acked_datagrams_between_two_programs(ip: str) -> None:
    lines = [str(number) for number in range(5)]
    with serving(ACKED, "0.3", "1", ip=ip) as (process, addr):
        # One after the other, each with a number of its own.
        for seed in ("2", "3"):
            done = run(ACKED, "send", addr, "0.3", seed, text="\n".join(lines))
            assert (done.returncode, done.stderr) == (0, "")
            assert "sender: 5 messages, " in done.stdout
        assert re.findall(r"delivers .*'(.*)'", stop(process)) == lines * 2


def test_acked_datagrams_heeds_nothing_else() -> None:
    with serving(ACKED, "0") as (process, addr), UdpSocket.bind("127.0.0.1:0").unwrap() as odd:
        header = bytes(12)
        ahead = (1).to_bytes(4, "big")
        for datagram in (b"", b"short", b"\x02" + header, b"\0" + ahead + bytes(8) + b"early"):
            odd.send_to(datagram, addr).unwrap()
        assert run(ACKED, "send", addr, "0", text="in order").returncode == 0
        assert re.findall(r"delivers .*'(.*)'", stop(process)) == ["in order"]


@pytest.mark.parametrize(
    ("module", "args", "says"),
    [
        (ECHO, ["serve"], "serve needs an address: HOST:PORT"),
        (ECHO, ["connect"], "connect needs an address: HOST:PORT"),
        (ECHO, ["serve", "127.0.0.1"], "invalid socket address"),
        (ECHO, ["serve", "192.0.2.1:0"], "Cannot assign requested address (os error 99)"),
        (ECHO, ["connect", "127.0.0.1:1"], "Connection refused (os error 111)"),
        (ECHO, ["dance"], "it takes no arguments, or `serve ADDR`, or `connect ADDR`"),
        (ACKED, ["serve"], "serve needs an address: HOST:PORT"),
        (ACKED, ["send", "127.0.0.1:1", "0"], "Connection refused (os error 111)"),
        (ACKED, ["send", "127.0.0.1:x"], "invalid port value"),
        (ACKED, ["0.9"], "the loss is 0 to 0.7, not 0.9"),
        (ACKED, ["nan"], "the loss is 0 to 0.7, not nan"),
        (ACKED, ["0.1", "x"], "the loss and the seed are numbers, not 0.1 x"),
        (
            *(ACKED, ["1", "2", "3"]),
            "it takes `[LOSS [SEED]]`, after `serve ADDR`, `send ADDR` or nothing",
        ),
    ],
)
def test_a_failure_is_one_line_and_exit_1(module: str, args: list[str], says: str) -> None:
    done = run(module, *args, text="hello\n")
    name = module.rpartition(".")[2]
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"{name}: {says}\n")


def test_a_port_in_use_is_one_line_and_exit_1() -> None:
    with UdpSocket.bind("127.0.0.1:0").unwrap() as socket:
        for module in (ECHO, ACKED):
            done = run(module, "serve", str(socket.local_addr().unwrap()))
            name = module.rpartition(".")[2]
            says = f"{name}: Address already in use (os error 98)\n"
            assert (done.returncode, done.stdout, done.stderr) == (1, "", says)
