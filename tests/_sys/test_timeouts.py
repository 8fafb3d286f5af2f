"""Time-outs, with and without a handler for a signal that typically repeats."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Final

import pytest

from stdnet import Ok, Shutdown, TcpListener, TcpStream
from stdnet._sys import timeouts
from stdnet.io import ErrorKind
from stdnet.os.unix.net import UnixDatagram, UnixStream

MOMENT: Final = timedelta(milliseconds=20)

# A program of its own, as pytest installs a handler for SIGALRM. It prints the result at the start,
# and after each change of the handler.
PROGRAM = """
import signal
from signal import SIG_DFL, SIG_IGN, {name}
before = signal.signal({name}, {first})
from stdnet._sys.timeouts import handles_no_repeating_signal
results = [handles_no_repeating_signal()]
for handler in ({first}, lambda *_: None, before):
    signal.signal({name}, handler)
    results.append(handles_no_repeating_signal())
print(*results)
"""


def results(name: str, first: str) -> list[str]:
    """Runs the program, which handles the signal in the `first` way before it imports stdnet."""
    program = PROGRAM.format(name=name, first=first)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    return done.stdout.split()


WITH_A_LONG_TIME_T: Final = """
import _socket
import signal
_socket.SO_RCVTIMEO, _socket.SO_SNDTIMEO = 66, 67
signal.signal(signal.SIGALRM, print)
from stdnet.os.unix.net import UnixStream
one, two = UnixStream.pair().unwrap()
with one, two:
    for dur in (2.5, 3e9, None):
        one.set_write_timeout(dur).unwrap()
        one.set_read_timeout(dur).unwrap()
        print(one.read_timeout().unwrap() == one.write_timeout().unwrap(), one.read_timeout())
    two.set_read_timeout(0.02).unwrap()
    print(two.read(bytearray(1)).unwrap_err().kind())
"""


def test_the_options_of_a_time_t_of_64_bits_are_used() -> None:
    """CPython has these numbers where a `long` has 32 bits and a `time_t` 64, as on ARM."""
    done = subprocess.run(
        [sys.executable, "-c", WITH_A_LONG_TIME_T], capture_output=True, text=True
    )
    assert (done.stderr, done.stdout.splitlines()) == (
        "",
        [
            "True Ok(datetime.timedelta(seconds=2, microseconds=500000))",
            "True Ok(datetime.timedelta(days=34722, seconds=19200))",
            "True Ok(None)",
            "operation would block",
        ],
    )


@pytest.mark.parametrize("name", ["SIGALRM", "SIGUSR1", "SIGCHLD", "SIGPROF"])
def test_a_handler_for_a_repeating_signal_counts(name: str) -> None:
    assert results(name, "SIG_DFL") == ["True", "True", "False", "True"]


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_handler_for_a_signal_that_comes_once_does_not_count(name: str) -> None:
    assert results(name, "SIG_DFL") == ["True", "True", "True", "True"]


def test_a_handler_installed_before_the_import_counts() -> None:
    assert results("SIGALRM", "lambda *_: None") == ["False", "False", "False", "True"]


@pytest.mark.parametrize("name", ["SIGUSR1", "SIGCHLD"])
def test_an_ignored_signal_does_not_count(name: str) -> None:
    assert results(name, "SIG_IGN") == ["True", "True", "False", "True"]


def test_a_handler_in_c_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """`signal.getsignal` returns None for it. A program that embeds Python may install one."""
    handlers: dict[int, None] = {signal.SIGPROF: None}

    def getsignal(number: int) -> int | None:
        return handlers.get(number, 0)

    monkeypatch.setattr(timeouts, "_getsignal", getsignal)
    assert not timeouts.handles_no_repeating_signal()
    handlers.clear()
    assert timeouts.handles_no_repeating_signal()


def handler(number: int, frame: FrameType | None) -> None:
    """Does nothing."""


@pytest.fixture(params=[signal.SIG_DFL, handler], ids=["kernel", "clock"])
def each_timer(request: pytest.FixtureRequest) -> Iterator[None]:
    """Runs a test without a handler, where the kernel limits waiting, and with one."""
    alarm = signal.signal(signal.SIGALRM, signal.SIG_DFL)
    user = signal.signal(signal.SIGUSR1, request.param)
    yield
    signal.signal(signal.SIGUSR1, user)
    signal.signal(signal.SIGALRM, alarm)


@pytest.mark.usefixtures("each_timer")
class TestTheResultIsTheSame:
    def test_for_a_read_that_times_out(self) -> None:
        one, other = UnixStream.pair().unwrap()
        with one, other:
            one.set_read_timeout(MOMENT).unwrap()
            assert one.read(bytearray(1)).unwrap_err().kind() is ErrorKind.WouldBlock
            assert one.read_vectored([bytearray(1)]).unwrap_err().kind() is ErrorKind.WouldBlock
            other.write_all(b"x").unwrap()
            assert one.read(bytearray(1)) == Ok(1)

    def test_for_a_write_that_times_out(self) -> None:
        one, other = UnixStream.pair().unwrap()
        with one, other:
            one.set_write_timeout(MOMENT).unwrap()
            sent = 0
            while isinstance(written := one.write(bytes(1 << 20)), Ok):
                sent += written.unwrap()
            assert written.unwrap_err().kind() is ErrorKind.WouldBlock
            one.shutdown(Shutdown.Write).unwrap()
            got = bytearray()
            assert other.read_to_end(got) == Ok(sent)

    def test_for_a_read_in_non_blocking_mode(self) -> None:
        one, other = UnixStream.pair().unwrap()
        with one, other:
            one.set_read_timeout(3600).unwrap()
            one.set_nonblocking(True).unwrap()
            assert one.read(bytearray(1)).unwrap_err().kind() is ErrorKind.WouldBlock

    def test_for_a_datagram_socket_whose_reading_half_is_shut_down(self) -> None:
        one, other = UnixDatagram.pair().unwrap()
        with one, other:
            one.set_read_timeout(MOMENT).unwrap()
            one.shutdown(Shutdown.Read).unwrap()
            assert one.recv(bytearray(1)) == Ok(0)

    def test_for_a_read_into_an_empty_buffer(self) -> None:
        with (
            TcpListener.bind("127.0.0.1:0").unwrap() as listener,
            TcpStream.connect(listener.local_addr().unwrap()).unwrap() as client,
        ):
            client.set_read_timeout(MOMENT).unwrap()
            assert client.read(bytearray()) == Ok(0)
            assert client.peek(bytearray()) == Ok(0)

    def test_for_what_a_full_stream_takes_all_the_same(self) -> None:
        one, other = UnixStream.pair().unwrap()
        with one, other:
            one.set_write_timeout(MOMENT).unwrap()
            while one.write(bytes(1 << 20)).is_ok():
                pass
            assert one.write(b"") == Ok(0)
            assert one.write_all(b"x").unwrap_err().kind() is ErrorKind.WouldBlock

    def test_for_an_address_that_is_wrong_while_there_is_no_room(self, tmp_path: Path) -> None:
        with (
            UnixDatagram.bind(tmp_path / "here").unwrap(),
            UnixDatagram.unbound().unwrap() as sender,
        ):
            sender.set_write_timeout(MOMENT).unwrap()
            while sender.send_to(bytes(4096), tmp_path / "here").is_ok():
                pass
            missing = sender.send_to(b"x", tmp_path / "missing")
            assert missing.unwrap_err().kind() is ErrorKind.NotFound
