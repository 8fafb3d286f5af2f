"""The TCP listener that is passed to another process."""

import re
import signal
from errno import EAGAIN
from pathlib import Path

import pytest

from stdnet import TcpListener, TcpStream, io
from stdnet.examples import fd_passing
from stdnet.os.unix.net import UnixStream
from tests.examples.programs import (
    ADDR_IN_USE,
    INVALID_SOCKET_ADDR,
    NOT_FOUND,
    assert_fails,
    assert_refuses,
    command,
    read_line,
    run,
    started,
)
from tests.support.once import only_with

pytestmark = only_with("3.13")


def test_without_arguments_a_listener_is_passed_to_a_process_that_it_starts() -> None:
    done = run("fd_passing")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    listening = re.fullmatch(r"giver: listens at (127\.0\.0\.1:\d+)", lines[0])
    assert listening
    assert re.fullmatch(r"giver: has handed it over to process \d+, and closed it", lines[1])
    assert lines[2:] == [
        f"taker: has the listener at {listening[1]}",
        "client: hears: hello from who took the listener",
    ]


def test_take_answers_the_clients_of_the_listener_that_give_has_bound(tmp_path: Path) -> None:
    path = str(tmp_path / "socket")
    with started(*command("fd_passing", "take", path)) as taker:
        assert read_line(taker) == f"taker: waits at {path}\n"
        done = run("fd_passing", "give", path, "127.0.0.1:0")
        assert (done.returncode, done.stderr) == (0, "")
        addr = done.stdout.strip().removeprefix("giver: listens at ")
        for _ in range(2):
            with TcpStream.connect(addr).unwrap() as client:
                assert client.read_to_string().unwrap() == "hello from who took the listener\n"
        taker.send_signal(signal.SIGINT)
        taker.communicate(timeout=30)
    assert taker.returncode == -signal.SIGINT
    assert not Path(path).exists()


def test_ctrl_c_ends_a_taker_that_waits_and_removes_its_file(tmp_path: Path) -> None:
    with started(*command("fd_passing", "take", str(tmp_path / "socket"))) as taker:
        read_line(taker)
        taker.send_signal(signal.SIGINT)
        output = taker.communicate(timeout=30)
    assert (taker.returncode, output) == (-signal.SIGINT, ("", ""))
    assert list(tmp_path.iterdir()) == []


def test_a_message_without_a_listener_is_an_error(tmp_path: Path) -> None:
    path = str(tmp_path / "socket")
    with started(*command("fd_passing", "take", path)) as taker:
        read_line(taker)
        with UnixStream.connect(path).unwrap() as stream:
            stream.write_all(b"!").unwrap()
        _, err = taker.communicate(timeout=30)
    assert (taker.returncode, err) == (1, "Error: NoListener(source=None)\n")


def test_an_error_of_the_stream_is_the_source_of_a_missing_listener() -> None:
    stream, peer = UnixStream.pair().unwrap()
    with stream, peer:
        stream.set_nonblocking(True).unwrap()
        error = fd_passing.receive(stream).unwrap_err()
        assert error == fd_passing.NoListener(io.Error.from_raw_os_error(EAGAIN))


@pytest.mark.parametrize(
    ("args", "error"),
    [
        (["take", "/nobody/is/here"], NOT_FOUND),
        (["give", "/x", "127.0.0.1"], INVALID_SOCKET_ADDR),
    ],
)
def test_a_failure_is_printed_as_in_rust(args: list[str], error: str) -> None:
    assert_fails("fd_passing", args, error)


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (["give"], "it takes no arguments, or `take PATH`, or `give PATH ADDR`"),
    ],
)
def test_wrong_arguments_are_refused(args: list[str], why: str) -> None:
    assert_refuses("fd_passing", args, why)


def test_an_address_in_use_is_an_error(tmp_path: Path) -> None:
    with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
        args = ["give", str(tmp_path / "x"), str(listener.local_addr().unwrap())]
        assert_fails("fd_passing", args, ADDR_IN_USE)
