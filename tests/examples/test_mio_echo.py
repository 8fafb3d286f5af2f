"""The echo server in one thread, in Python and in Rust."""

import os
import re
import resource
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from time import sleep

import pytest

from stdnet import Err, Ok, Shutdown, TcpListener, TcpStream
from stdnet.examples import mio_echo
from stdnet.socket2 import SockRef
from tests.examples.programs import (
    ADDR_IN_USE,
    assert_fails,
    read_line,
    run,
)
from tests.examples.twins import each_language, serving, stop
from tests.support.once import only_with

MANY = 5000
LARGE = bytes(16 << 20)


server = partial(serving, name="mio_echo")


def ask(stream: TcpStream, text: bytes) -> bytes:
    """Sends a text, and returns as many bytes of the answer."""
    stream.write_all(text).unwrap()
    return stream.read_array(len(text)).unwrap()


def open_descriptors(process: subprocess.Popen[str]) -> int:
    return len(os.listdir(f"/proc/{process.pid}/fd"))


def cpu_time(process: subprocess.Popen[str]) -> float:
    """Returns the seconds that a process has used."""
    fields = (
        Path(f"/proc/{process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    )
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@each_language
@pytest.mark.parametrize("ip", ["127.0.0.1", "[::1]"])
def test_clients_have_their_bytes_back_until_ctrl_c(language: str, ip: str) -> None:
    with server(language, addr=f"{ip}:0") as (process, addr):
        clients = [TcpStream.connect(addr).unwrap() for _ in range(3)]
        for number, client in enumerate(clients):
            client.write_all(b"%d" % number).unwrap()
        for number, client in enumerate(clients):
            assert client.read_array(1).unwrap() == b"%d" % number
            assert ask(client, b"again") == b"again"
            client.shutdown(Shutdown.Write).unwrap()
            assert client.read(bytearray(1)).unwrap() == 0
            client.close()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert out.count("sent 6 bytes, and has them back") == 3
    assert (process.returncode, err) == (-signal.SIGINT, "")


@each_language
def test_the_data_and_the_end_may_come_in_one_event(language: str) -> None:
    with server(language) as (process, addr):
        for size in (0, 1, mio_echo.CHUNK - 1, mio_echo.CHUNK, 2 * mio_echo.CHUNK):
            with TcpStream.connect(addr).unwrap() as client:
                assert ask(client, b"accepted") == b"accepted"
                stop(process)
                client.write_all(bytes(size)).unwrap()
                client.shutdown(Shutdown.Write).unwrap()
                process.send_signal(signal.SIGCONT)
                client.set_read_timeout(10).unwrap()
                assert client.read_to_end(bytearray()) == Ok(size)
                total = len(b"accepted") + size
                assert f"sent {total} bytes, and has them back" in read_line(process)


@each_language
def test_a_read_stops_before_urgent_data_and_more_comes(language: str) -> None:
    with server(language) as (process, addr), TcpStream.connect(addr).unwrap() as client:
        assert ask(client, b"accepted") == b"accepted"
        stop(process)
        client.write_all(b"abc").unwrap()
        SockRef.from_(client).send_out_of_band(b"!").unwrap()
        client.write_all(b"def").unwrap()
        process.send_signal(signal.SIGCONT)
        client.set_read_timeout(10).unwrap()
        assert client.read_array(6) == Ok(b"abcdef")


@each_language
def test_clients_that_do_not_read_stop_no_others(language: str) -> None:
    with server(language) as (process, addr), ThreadPoolExecutor() as threads:
        slow = [TcpStream.connect(addr).unwrap() for _ in range(3)]
        for client in slow:
            # So that the threads end if the server never goes on.
            client.set_read_timeout(5).unwrap()
            client.set_write_timeout(5).unwrap()
        sending = [threads.submit(client.write_all, LARGE) for client in slow]
        with TcpStream.connect(addr).unwrap() as quick:
            for number in range(100):
                text = b"%d" % number
                assert ask(quick, text) == text
        for client, sent in zip(slow, sending, strict=True):
            answer = bytearray(len(LARGE))
            client.read_exact(answer).unwrap()
            sent.result().unwrap()
            client.shutdown(Shutdown.Write).unwrap()
            assert client.read(answer) == Ok(0)
            client.close()
        lines = [read_line(process) for _ in range(4)]
    assert sum(f"sent {len(LARGE)} bytes, and has them back" in line for line in lines) == 3


@each_language
def test_a_reset_ends_one_connection_only(language: str) -> None:
    with server(language) as (process, addr):
        before = open_descriptors(process)
        with TcpStream.connect(addr).unwrap() as other:
            with TcpStream.connect(addr).unwrap() as client:
                assert ask(client, b"x") == b"x"
                client.set_linger(0).unwrap()
            assert "was lost: Connection reset by peer (os error 104)" in read_line(process)
            assert ask(other, b"y") == b"y"
        assert "sent 1 bytes" in read_line(process)
        with TcpStream.connect(addr).unwrap() as client:
            assert ask(client, b"z") == b"z"
            assert open_descriptors(process) == before + 1


@each_language
def test_a_reset_ends_a_connection_that_waits_to_write(language: str) -> None:
    with server(language) as (process, addr):
        with TcpStream.connect(addr).unwrap() as client:
            assert ask(client, b"x") == b"x"
            client.set_nonblocking(True).unwrap()
            while client.write(LARGE).is_ok():
                pass
            client.set_linger(0).unwrap()
        assert re.search(r"was lost: (Connection reset by peer|Broken pipe)", read_line(process))
        with TcpStream.connect(addr).unwrap() as client:
            assert ask(client, b"y") == b"y"


@each_language
def test_without_descriptors_clients_wait_and_no_time_is_wasted(language: str) -> None:
    with server(language, descriptors=16) as (process, addr):
        clients = [TcpStream.connect(addr).unwrap() for _ in range(30)]
        for number, client in enumerate(clients):
            client.write_all(b"%02d" % number).unwrap()
        waiting = "server: clients have to wait: Too many open files (os error 24)\n"
        assert read_line(process) == waiting
        used = cpu_time(process)
        sleep(0.5)
        assert cpu_time(process) - used < 0.1
        # Each one that leaves makes room for another one.
        for number, client in enumerate(clients):
            client.set_read_timeout(10).unwrap()
            assert client.read_array(2).unwrap() == b"%02d" % number
            client.close()


@each_language
def test_a_server_without_clients_tries_again_to_accept(language: str) -> None:
    """Descriptors become free that no connection had: nothing but the time tells the server."""
    with server(language) as (process, addr):
        lowest_free = open_descriptors(process)
        limits = (lowest_free, resource.RLIM_INFINITY)
        _, most = resource.prlimit(process.pid, resource.RLIMIT_NOFILE)
        resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (limits[0], most))
        with TcpStream.connect(addr).unwrap() as client:
            assert "clients have to wait" in read_line(process)
            resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (most, most))
            assert ask(client, b"x") == b"x"


def test_a_client_that_sends_much_leaves_the_others_their_turn() -> None:
    """The server runs here, in one thread with its clients, so that the order is known."""
    with (
        closing(mio_echo.Server.bind("127.0.0.1:0").unwrap()) as server,
        TcpStream.connect(server.listener.local_addr().unwrap()).unwrap() as greedy,
        TcpStream.connect(server.listener.local_addr().unwrap()).unwrap() as modest,
    ):
        greedy.set_nonblocking(True).unwrap()
        sent = 0
        while (n := greedy.write(bytes(1 << 20))).is_ok():
            sent += n.unwrap()
        assert sent > 4 * mio_echo.TURN * mio_echo.CHUNK
        modest.write_all(b"short").unwrap()
        modest.shutdown(Shutdown.Write).unwrap()
        server.serve(1).unwrap()
        assert modest.read_to_string() == Ok("short")
        answer = bytearray()
        assert isinstance(greedy.read_to_end(answer), Err)
        assert 0 < len(answer) <= 2 * mio_echo.TURN * mio_echo.CHUNK


@each_language
@only_with("3.13")
@pytest.mark.slow
def test_it_serves_5000_clients_at_once(language: str) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most < MANY + 100:
        pytest.skip(f"this machine allows {most} descriptors")
    with server(language, descriptors=MANY + 100) as (process, addr):
        before = open_descriptors(process)
        clients = [sys.executable, "-m", "tests.examples.many_clients", addr, str(MANY)]
        with subprocess.Popen(clients) as client:
            lines = [read_line(process) for _ in range(MANY)]
        assert client.returncode == 0
        assert all(line.endswith("sent 6 bytes, and has them back\n") for line in lines)
        with TcpStream.connect(addr).unwrap() as last:
            assert ask(last, b"x") == b"x"
            assert open_descriptors(process) == before + 1


@only_with("3.12")
def test_a_port_in_use_is_an_error() -> None:
    with TcpListener.bind("127.0.0.1:0").unwrap() as listener:
        addr = str(listener.local_addr().unwrap())
        assert_fails("mio_echo", ["serve", addr], ADDR_IN_USE)


@only_with("3.12")
def test_the_client_of_echo_is_one_for_this_server_too() -> None:
    with server("python") as (_, addr):
        done = run("echo", "connect", addr, text="one\ntwo\n")
    assert (done.returncode, done.stdout, done.stderr) == (0, "one\ntwo\n", "")
