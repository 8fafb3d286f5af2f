"""The web server: with a browser, a load generator and slow clients."""

import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Generator
from contextlib import contextmanager

import pytest

from stdnet import Ok, Shutdown, TcpListener, TcpStream, io, is_ok
from stdnet.examples import web_server
from tests.examples.programs import (
    ADDR_IN_USE,
    ADDR_NOT_AVAILABLE,
    INVALID_SOCKET_ADDR,
    assert_fails,
    assert_refuses,
    command,
    read_line,
    started,
)
from tests.support.once import only_with

pytestmark = only_with("3.13")

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")
LOAD_GENERATOR = shutil.which("ab") or shutil.which("wrk")

needs_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="no curl on this machine")
needs_browser = pytest.mark.skipif(BROWSER is None, reason="no chromium on this machine")
needs_load_generator = pytest.mark.skipif(
    LOAD_GENERATOR is None, reason="neither wrk nor ab on this machine"
)

each_pool = pytest.mark.parametrize("threads", [1, 4])


@contextmanager
def server(threads: int = 4) -> Generator[tuple[subprocess.Popen[str], str], None, None]:
    """Starts a server; yields it and its address."""
    with started(*command("web_server", "127.0.0.1:0", "--threads", str(threads))) as process:
        found = re.fullmatch(r"listens at http://(.*)/\n", read_line(process))
        assert found
        yield process, found[1]


def stop(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Ends a server with Ctrl-C; returns its exit status and its error output."""
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    return process.returncode, errors


def ask(addr: str, request: str) -> str:
    """Sends a request, and returns the whole response."""
    with TcpStream.connect(addr).unwrap() as stream:
        stream.write_all(request.encode()).unwrap()
        return stream.read_to_string().unwrap()


@each_pool
def test_the_pages_are_served(threads: int) -> None:
    with server(threads) as (process, addr):
        for _ in range(3):
            head, _, body = ask(addr, "GET / HTTP/1.1\r\nHost: x\r\n\r\n").partition("\r\n\r\n")
            assert head.splitlines()[0] == "HTTP/1.1 200 OK"
            assert f"Content-Length: {len(body)}" in head
            assert body == web_server.HELLO
        head, _, body = ask(addr, "GET /missing HTTP/1.1\r\n\r\n").partition("\r\n\r\n")
        assert head.startswith("HTTP/1.1 404 ")
        assert body == web_server.NOT_FOUND
        assert ask(addr, "HEAD / HTTP/1.0\r\n\r\n").endswith("\r\n\r\n")
        assert ask(addr, "what?\r\n\r\n").startswith("HTTP/1.1 400 ")
        assert stop(process) == (0, "")


def test_a_slow_client_does_not_stop_the_others() -> None:
    with server(2) as (process, addr), TcpStream.connect(addr).unwrap() as slow:
        slow.write_all(b"GET / HT").unwrap()
        for _ in range(5):
            assert web_server.HELLO in ask(addr, "GET / HTTP/1.1\r\n\r\n")
        slow.write_all(b"TP/1.1\r\n\r\n").unwrap()
        assert web_server.HELLO in slow.read_to_string().unwrap()
        assert stop(process) == (0, "")


def test_after_ctrl_c_an_accepted_request_is_still_answered() -> None:
    with server(2) as (process, addr), TcpStream.connect(addr).unwrap() as slow:
        slow.write_all(b"GET / HTTP/1.1\r\n").unwrap()
        # Once two other requests are answered, one of the two workers has the slow client for sure.
        for _ in range(2):
            ask(addr, "GET / HTTP/1.1\r\n\r\n")
        process.send_signal(signal.SIGINT)
        slow.write_all(b"\r\n").unwrap()
        assert web_server.HELLO in slow.read_to_string().unwrap()
        _, errors = process.communicate(timeout=20)
        assert (process.returncode, errors) == (0, "")


def test_the_second_ctrl_c_ends_the_server_at_once() -> None:
    with server(2) as (process, addr), TcpStream.connect(addr).unwrap() as sleeper:
        sleeper.write_all(b"GET /sleep HTTP/1.1\r\n\r\n").unwrap()
        # The sleeper is accepted before this request is.
        ask(addr, "GET / HTTP/1.1\r\n\r\n")
        process.send_signal(signal.SIGINT)
        # The first Ctrl-C has had its effect when the listener is closed.
        while is_ok(late := TcpStream.connect(addr)):
            late.unwrap().close()
        assert stop(process)[0] == -signal.SIGINT
        assert web_server.HELLO not in sleeper.read_to_string().unwrap_or("")


@pytest.mark.parametrize("timeout", [0, 5])
def test_a_request_is_not_read_after_the_deadline(
    monkeypatch: pytest.MonkeyPatch, pair: tuple[TcpStream, TcpStream], timeout: int
) -> None:
    """The deadline counts even if all of the request has arrived."""
    monkeypatch.setattr(web_server, "TIMEOUT", timeout)
    client, stream = pair
    client.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap()
    reader = web_server.ReadWithDeadline(stream)
    if timeout:
        assert reader.read(bytearray(99)) == Ok(18)
    else:
        assert reader.read(bytearray(99)).unwrap_err().kind() is io.ErrorKind.TimedOut


def test_a_client_that_goes_away_does_not_stop_the_server() -> None:
    with server() as (process, addr):
        with TcpStream.connect(addr).unwrap() as stream:
            stream.write_all(b"GET / HTTP/1.1\r\n").unwrap()
            stream.set_linger(0).unwrap()
        with TcpStream.connect(addr).unwrap() as stream:
            stream.shutdown(Shutdown.Write).unwrap()
            assert stream.read_to_string().unwrap().startswith("HTTP/1.1 400 ")
        status, errors = stop(process)
        assert status == 0
        assert errors in {"", "a client was lost: Connection reset by peer (os error 104)\n"}


@needs_curl
def test_curl_gets_the_pages() -> None:
    with server() as (process, addr):
        for path, page in (("/", web_server.HELLO), ("/missing", web_server.NOT_FOUND)):
            curl = ["curl", "-s", "--noproxy", "*", f"http://{addr}{path}"]
            done = subprocess.run(curl, capture_output=True, text=True, timeout=20)
            assert (done.returncode, done.stdout) == (0, page)
        assert stop(process) == (0, "")


@needs_browser
@pytest.mark.timeout(200)  # The browser reads a quarter of a gigabyte from the disk at its start.
def test_a_browser_shows_the_pages() -> None:
    assert BROWSER is not None
    with server() as (_, addr), tempfile.TemporaryDirectory() as profile:
        browser = [BROWSER, "--headless", "--no-sandbox", f"--user-data-dir={profile}"]
        dump = [*browser, "--disable-gpu", "--disable-background-networking", "--dump-dom"]
        for path, title in (("/", "Hello!"), ("/missing", "Nothing here")):
            done = subprocess.run([*dump, f"http://{addr}{path}"], capture_output=True, text=True)
            assert f"<h1>{title}</h1>" in done.stdout


@needs_load_generator
@pytest.mark.timeout(200)
def test_ten_thousand_requests_are_answered() -> None:
    assert LOAD_GENERATOR is not None
    with server() as (process, addr):
        if LOAD_GENERATOR.endswith("ab"):
            assert load(LOAD_GENERATOR, "-q", "-n", "10000", f"http://{addr}/") == 10_000
        else:
            answered = 0
            while answered < 10_000:
                answered += load(LOAD_GENERATOR, "-t", "2", "-d", "2s", f"http://{addr}/")
        assert stop(process) == (0, "")


def load(program: str, *arguments: str) -> int:
    """Runs the load generator; returns how many requests were answered. None may have failed."""
    report = subprocess.run([program, "-c", "8", *arguments], capture_output=True, text=True).stdout
    assert not re.search(r"Failed requests: +[1-9]|Non-2xx|Socket errors", report)
    found = re.search(r"Complete requests: +(\d+)|(\d+) requests in", report)
    assert found
    return int(found[1] or found[2])


@pytest.mark.parametrize(
    ("args", "error"),
    [
        (["nowhere"], INVALID_SOCKET_ADDR),
        (["192.0.2.1:0"], ADDR_NOT_AVAILABLE),
    ],
)
def test_a_failure_is_printed_as_in_rust(args: list[str], error: str) -> None:
    assert_fails("web_server", args, error)


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (
            ["127.0.0.1:0", "--threads", "0"],
            "it takes HOST:PORT, and --threads with a number from 1",
        ),
    ],
)
def test_wrong_arguments_are_refused(args: list[str], why: str) -> None:
    assert_refuses("web_server", args, why)


def test_a_port_in_use_is_an_error() -> None:
    with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
        addr = str(listener.local_addr().unwrap())
        assert_fails("web_server", [addr], ADDR_IN_USE)
