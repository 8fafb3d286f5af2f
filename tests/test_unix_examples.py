"""The example programs of Unix sockets, as a user starts them."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from stdnet import Shutdown, TcpListener, TcpStream
from stdnet.io import BufReader
from stdnet.os.unix.net import SocketAddr, UnixStream

CHAT = "stdnet.examples.unix_chat"
PASSING = "stdnet.examples.fd_passing"


def command(module: str, *args: str) -> list[str]:
    return [sys.executable, "-X", "dev", "-W", "error", "-m", module, *args]


def run(module: str, *args: str, text: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(module, *args), input=text, capture_output=True, text=True, timeout=30
    )


@contextmanager
def started(module: str, *args: str) -> Generator[tuple[subprocess.Popen[str], str], None, None]:
    """A started program, and its first line."""
    with subprocess.Popen(
        command(module, *args), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline()
        finally:
            process.kill()


def test_three_people_chat() -> None:
    done = run(CHAT)
    assert (done.returncode, done.stderr) == (0, "")
    shown = done.stdout.splitlines()
    assert shown[:3] == [
        "Ada sees: * here: Ada",
        "Ada sees: * Grace is here",
        "Grace sees: * here: Ada, Grace",
    ]
    assert shown[-2:] == ["Grace sees: Ada: What a day.", "Edsger sees: Ada: What a day."]
    assert len(shown) == 12


@pytest.mark.parametrize("most", [5, 6, 7, 8])
def test_the_chat_ends_where_not_all_can_be_let_in(most: int) -> None:
    """Whether it is the room that has too many descriptors, or the guest."""
    limited = ["sh", "-c", f'ulimit -n {most} && exec "$@"', "sh", *command(CHAT)]
    done = subprocess.run(limited, capture_output=True, text=True, timeout=30)
    said = "unix_chat: Too many open files (os error 24)\n"
    assert (done.returncode, done.stderr) == (1, said)


@pytest.mark.parametrize("kind", ["path", "abstract"])
def test_a_room_is_joined_and_left(tmp_path: Path, kind: str) -> None:
    where = str(tmp_path / "room") if kind == "path" else f"@stdnet-test-{os.getpid()}"
    addr = (
        SocketAddr.from_pathname(where)
        if kind == "path"
        else SocketAddr.from_abstract_name(where[1:])
    ).unwrap()
    with started(CHAT, "serve", where) as (room, said):
        assert said == f"the room is {addr}\n"
        with UnixStream.connect_addr(addr).unwrap() as guest:
            guest.write_all("Zoë\n".encode()).unwrap()
            lines = BufReader(guest).lines()
            assert next(lines).unwrap() == "* here: Zoë"
            done = run(CHAT, "join", where, "Ada", text="Grüße\n")
            assert (done.returncode, done.stderr) == (0, "")
            assert done.stdout == "* here: Zoë, Ada\n"
            heard = [next(lines).unwrap() for _ in range(3)]
            assert heard == ["* Ada is here", "Ada: Grüße", "* Ada has left"]
            guest.shutdown(Shutdown.Both).unwrap()
        room.send_signal(signal.SIGINT)
        _, err = room.communicate(timeout=30)
    assert (room.returncode, err) == (0, "")
    assert list(tmp_path.iterdir()) == []


def test_a_listener_is_handed_to_another_process() -> None:
    done = run(PASSING)
    assert (done.returncode, done.stderr) == (0, "")
    shown = done.stdout.splitlines()
    listens = re.fullmatch(r"giver: listens at (127\.0\.0\.1:\d+)", shown[0])
    assert listens
    assert re.fullmatch(r"giver: has handed it over to process \d+, and closed it", shown[1])
    assert shown[2:] == [
        f"taker: has the listener at {listens[1]}",
        "client: hears: hello from who took the listener",
    ]


def test_take_and_give(tmp_path: Path) -> None:
    path = str(tmp_path / "door")
    with started(PASSING, "take", path) as (taker, said):
        assert said == f"taker: waits at {path}\n"
        done = run(PASSING, "give", path, "127.0.0.1:0")
        assert (done.returncode, done.stderr) == (0, "")
        addr = done.stdout.strip().removeprefix("giver: listens at ")
        for _ in range(2):
            with TcpStream.connect(addr).unwrap() as client:
                assert client.read_to_string().unwrap() == "hello from who took the listener\n"
        taker.send_signal(signal.SIGINT)
        taker.communicate(timeout=30)
    assert taker.returncode == 128 + signal.SIGINT
    assert not Path(path).exists()


def test_a_taker_who_waits_in_vain(tmp_path: Path) -> None:
    with started(PASSING, "take", str(tmp_path / "door")) as (taker, _):
        taker.send_signal(signal.SIGINT)
        said = taker.communicate(timeout=30)
    assert (taker.returncode, said) == (128 + signal.SIGINT, ("", ""))
    assert list(tmp_path.iterdir()) == []


def test_a_taker_to_whom_nothing_is_given(tmp_path: Path) -> None:
    path = str(tmp_path / "door")
    with started(PASSING, "take", path) as (taker, _):
        with UnixStream.connect(path).unwrap() as stream:
            stream.write_all(b"!").unwrap()
        _, err = taker.communicate(timeout=30)
    assert (taker.returncode, err) == (1, "fd_passing: no listener came\n")


@pytest.mark.parametrize(
    ("module", "args", "says"),
    [
        (CHAT, ["serve"], "it takes no arguments, or `serve WHERE`, or `join WHERE NAME`"),
        (CHAT, ["join", "/nobody/is/here", "Ada"], "No such file or directory (os error 2)"),
        (CHAT, ["serve", "x" * 108], "path must be shorter than SUN_LEN"),
        (CHAT, ["join", "@nobody is here", "Ada"], "Connection refused (os error 111)"),
        (PASSING, ["give"], "it takes no arguments, or `take PATH`, or `give PATH ADDR`"),
        (PASSING, ["take", "/nobody/is/here"], "No such file or directory (os error 2)"),
        (PASSING, ["give", "/x", "127.0.0.1"], "invalid socket address"),
    ],
)
def test_a_failure_is_one_line_and_exit_1(module: str, args: list[str], says: str) -> None:
    done = run(module, *args)
    name = module.rpartition(".")[2]
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"{name}: {says}\n")


def test_an_address_in_use_is_one_line_and_exit_1(tmp_path: Path) -> None:
    with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
        done = run(PASSING, "give", str(tmp_path / "x"), str(listener.local_addr().unwrap()))
    assert (done.returncode, done.stderr) == (
        1,
        "fd_passing: Address already in use (os error 98)\n",
    )
