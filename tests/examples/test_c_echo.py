"""The echo server and client as in C, with `cvt`, and as in Rust."""

from stdnet import c
from stdnet.examples import c_echo
from tests.examples.programs import assert_refuses, run
from tests.support.once import only_with

pytestmark = only_with("3.13")


def test_every_server_answers_every_client() -> None:
    done = run("c_echo")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"a server in {server} answered a client in {client}: b'Hello, C!'"
        for server in ("C", "cvt", "Rust")
        for client in ("C", "cvt", "Rust")
    ]


def test_an_argument_is_an_error() -> None:
    assert_refuses("c_echo", ["127.0.0.1:1"], "it takes no arguments")


def test_all_clients_report_a_refused_connection() -> None:
    for client in c_echo.CLIENTS.values():
        error = client(1, bytearray(9)).unwrap_err()
        assert error.raw_os_error() == c.ECONNREFUSED
