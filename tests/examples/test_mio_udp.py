"""The echo server with several UDP sockets in one thread, in Python and in Rust."""

import re
import signal
import subprocess
from collections.abc import Generator
from contextlib import contextmanager

from stdnet import Ipv4Addr, Ipv6Addr, UdpSocket
from stdnet.examples import mio_udp
from tests.examples.programs import (
    read_line,
    run,
    started,
)
from tests.examples.twins import each_language, in_language, serving, stop
from tests.support.once import only_with
from tests.support.strace import needs_strace

LARGEST = 65507


def client_of(addr: str) -> UdpSocket:
    """Returns a socket that sends to an address, and does not wait for ever."""
    ip = Ipv6Addr.LOCALHOST if addr.startswith("[") else Ipv4Addr.LOCALHOST
    client = UdpSocket.bind((ip, 0)).unwrap()
    client.connect(addr).unwrap()
    client.set_read_timeout(10).unwrap()
    return client


def answer(client: UdpSocket) -> bytes:
    buf = bytearray(mio_udp.MAX_DATAGRAM)
    n = client.recv(buf).unwrap()
    return bytes(buf[:n])


@contextmanager
def failing(language: str, error: str) -> Generator[tuple[subprocess.Popen[str], str], None, None]:
    """Starts a server whose second answer fails; yields it and its address."""
    # With -D the process that is started is the server, and strace a child of it.
    fault = ["strace", "-D", "-o", "/dev/null", "-e", f"inject=sendto:error={error}:when=2"]
    with started(*fault, *in_language(language, "mio_udp", "serve", "127.0.0.1:0")) as process:
        yield process, read_line(process).split()[-1]


@each_language
def test_one_server_answers_at_several_addresses_until_ctrl_c(language: str) -> None:
    addrs = ["127.0.0.1:0", "[::1]:0"]
    with started(*in_language(language, "mio_udp", "serve", *addrs)) as process:
        found = [re.fullmatch(r"server: is at (.*)\n", read_line(process)) for _ in addrs]
        for size in (0, 1, LARGEST):
            for addr in found:
                assert addr
                with client_of(addr[1]) as client:
                    client.send(bytes(size)).unwrap()
                    assert answer(client) == bytes(size)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (-signal.SIGINT, "", "")


@each_language
def test_one_event_may_stand_for_many_datagrams(language: str) -> None:
    texts = [b"%d" % number for number in range(3 * mio_udp.TURN)]
    with serving(language, "mio_udp") as (process, addr), client_of(addr) as client:
        for _ in range(2):
            stop(process)
            for text in texts:
                client.send(text).unwrap()
            process.send_signal(signal.SIGCONT)
            assert [answer(client) for _ in texts] == texts


@needs_strace
@each_language
def test_an_answer_without_room_is_sent_later_and_in_order(language: str) -> None:
    texts = [b"one", b"two", b"three", b"four"]
    with failing(language, "EAGAIN") as (process, addr), client_of(addr) as client:
        stop(process)
        for text in texts:
            client.send(text).unwrap()
        process.send_signal(signal.SIGCONT)
        assert [answer(client) for _ in texts] == texts
        client.send(b"five").unwrap()
        assert answer(client) == b"five"


@needs_strace
@each_language
def test_a_client_that_cannot_be_reached_does_not_end_the_server(language: str) -> None:
    with failing(language, "ENETUNREACH") as (process, addr), client_of(addr) as client:
        for text in (b"one", b"two", b"three"):
            client.send(text).unwrap()
        assert [answer(client) for _ in range(2)] == [b"one", b"three"]
        who = client.local_addr().unwrap()
        line = f"server: no answer to {who}: Network is unreachable (os error 101)\n"
        assert read_line(process) == line


@only_with("3.12")
def test_the_client_of_udp_echo_is_one_for_this_server_too() -> None:
    with serving("python", "mio_udp") as (_, addr):
        done = run("udp_echo", "connect", addr, text="one\n\ntwo\n")
    assert (done.returncode, done.stdout, done.stderr) == (0, "one\n\ntwo\n", "")
