"""The chat room over Unix sockets."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from stdnet import Shutdown
from stdnet.io import BufReader
from stdnet.os.unix.net import SocketAddr, UnixStream
from tests.examples.programs import (
    CONNECTION_REFUSED,
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


def test_without_arguments_three_people_chat() -> None:
    done = run("unix_chat")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[:3] == [
        "Ada sees: * here: Ada",
        "Ada sees: * Grace is here",
        "Grace sees: * here: Ada, Grace",
    ]
    assert lines[-2:] == ["Grace sees: Ada: What a day.", "Edsger sees: Ada: What a day."]
    assert len(lines) == 12


@pytest.mark.parametrize("limit", [5, 6, 7, 8])
def test_it_ends_with_an_error_if_there_are_too_few_descriptors(limit: int) -> None:
    """The limit decides whether `accept` or `connect` is the call that fails."""
    limited = ["sh", "-c", f'ulimit -n {limit} && exec "$@"', "sh", *command("unix_chat")]
    done = subprocess.run(limited, capture_output=True, text=True, timeout=30)
    error = 'Error: Os { code: 24, kind: Uncategorized, message: "Too many open files" }\n'
    assert (done.returncode, done.stderr) == (1, error)


@pytest.mark.parametrize("kind", ["path", "abstract"])
def test_guests_join_a_room_talk_and_leave(tmp_path: Path, kind: str) -> None:
    where = str(tmp_path / "room") if kind == "path" else f"@stdnet-test-{os.getpid()}"
    addr = (
        SocketAddr.from_pathname(where)
        if kind == "path"
        else SocketAddr.from_abstract_name(where[1:])
    ).unwrap()
    with started(*command("unix_chat", "serve", where)) as room:
        assert read_line(room) == f"the room is {addr}\n"
        with UnixStream.connect_addr(addr).unwrap() as guest:
            guest.write_all("Zoë\n".encode()).unwrap()
            lines = BufReader(guest).lines()
            assert next(lines).unwrap() == "* here: Zoë"
            done = run("unix_chat", "join", where, "Ada", text="Grüße\n")
            assert (done.returncode, done.stderr) == (0, "")
            assert done.stdout == "* here: Zoë, Ada\n"
            received = [next(lines).unwrap() for _ in range(3)]
            assert received == ["* Ada is here", "Ada: Grüße", "* Ada has left"]
            guest.shutdown(Shutdown.Both).unwrap()
        room.send_signal(signal.SIGINT)
        _, err = room.communicate(timeout=30)
    assert (room.returncode, err) == (-signal.SIGINT, "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("args", "error"),
    [
        (["join", "/nobody/is/here", "Ada"], NOT_FOUND),
        (
            ["serve", "x" * 108],
            'Error { kind: InvalidInput, message: "path must be shorter than SUN_LEN" }',
        ),
        (["join", "@nobody is here", "Ada"], CONNECTION_REFUSED),
    ],
)
def test_a_failure_is_printed_as_in_rust(args: list[str], error: str) -> None:
    assert_fails("unix_chat", args, error)


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (["serve"], "it takes no arguments, or `serve WHERE`, or `join WHERE NAME`"),
    ],
)
def test_wrong_arguments_are_refused(args: list[str], why: str) -> None:
    assert_refuses("unix_chat", args, why)
